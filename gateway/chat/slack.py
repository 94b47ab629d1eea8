"""Slack's Web API and incoming webhooks.

Source: docs.slack.dev, methods chat.* and files.*, "Errors" (HTTP 200 with ok false), incoming webhooks (4xx with a short text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.chat.adapter import Answer, Head, Post, Refusal, RoomKind, Slot, json_answer, texts_below
from gateway.chat.payload import Payload
from gateway.chat.written import markdown, slack
from gateway.message import Channel

_METHODS = re.compile(r"/api/(?:chat\.(?:postMessage|update|postEphemeral|scheduleMessage|meMessage|unfurl|startStream|appendStream|stopStream)|files\.(?:completeUploadExternal|edit)|conversations\.(?:setTopic|setPurpose)|reminders\.add|canvases\.(?:create|edit)|views\.(?:open|publish|push|update))")
_WEBHOOK = re.compile(r"/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{1,200}")
_TEXT_KEYS = frozenset(("text", "alt_text", "fallback", "pretext", "title", "value", "author_name", "footer", "initial_comment", "topic", "purpose", "label", "placeholder", "hint"))
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|[^<>]{0,80})?>")


class SlackAdapter:
    """Messages of bots and apps; JSON or form, text, blocks and attachments."""

    channel = Channel.SLACK
    upstream = "https://slack.com"
    json_in = frozenset(("blocks", "attachments", "payload", "files", "view", "unfurls", "chunks", "document_content", "changes"))

    def carries(self, head: Head) -> bool:
        """chat.*, files.completeUploadExternal, topics, views, and incoming webhooks."""
        return head.method == "POST" and bool(_METHODS.fullmatch(head.path) or _WEBHOOK.fullmatch(head.path))

    def read(self, head: Head, payload: Payload) -> Post:
        """Text, blocks and attachments; who is mentioned; a channel's kind as its id tells (C, G, D)."""
        slots = tuple(self._slots(payload))
        texts = " ".join(str(value) for _, value in payload.strings())
        room = str(payload.get("channel") or payload.get("channel_id") or payload.get("payload", "channel") or head.path)
        kind = {"D": RoomKind.DIRECT, "G": RoomKind.PRIVATE}.get(room[:1], RoomKind.UNKNOWN)
        return Post(slots, room, kind, mentions=tuple(dict.fromkeys(_MENTION.findall(texts))), edit=head.path.endswith("chat.update"))

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """HTTP 200 and ok false from the Web API, a short text from a webhook."""
        if _WEBHOOK.fullmatch(head.path):
            return Answer(why.status, why.text.encode(), "text/plain; charset=utf-8")
        return json_answer(200, {"ok": False, "error": why.code, "errors": [why.text], "response_metadata": {"messages": [why.text]}, "incident": why.incident})

    @staticmethod
    def _slots(payload: Payload) -> Iterator[Slot]:
        yield from texts_below(payload, keys=_TEXT_KEYS, form=slack)
        for path, value in payload.strings():
            if path[-1] in ("markdown_text", "markdown") and value.strip():
                yield Slot(path, markdown)
