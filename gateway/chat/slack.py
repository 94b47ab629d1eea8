"""Slack's Web API and incoming webhooks.

Sources: docs.slack.dev, methods chat.* and files.*, "Web API" (arguments as form or JSON; HTTP 200 with ok false), "Incoming
webhooks" (4xx with a short text), chat.appendStream (chunks), files.getUploadURLExternal (upload_url).
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, Slot, Upload, holds_a_number, json_answer, readable
from gateway.chat.payload import Path, Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, several, told
from gateway.chat.written import emoji_name, markdown, mention, slack
from gateway.message import Channel

_METHODS = re.compile(
    r"/api/(?:chat\.(?:postMessage|update|postEphemeral|scheduleMessage|meMessage|unfurl|startStream|appendStream|stopStream|command)"
    r"|files\.(?:getUploadURLExternal|completeUploadExternal|edit|remote\.(?:add|update))|files\.comments\.(?:add|edit)"
    r"|conversations\.(?:setTopic|setPurpose|create|rename|canvases\.create)|reminders\.add|canvases\.(?:create|edit)"
    r"|bookmarks\.(?:add|edit)|lists\.items\.(?:create|update)|slackLists\.[A-Za-z.]{1,40}|users\.profile\.set|dialog\.open"
    r"|assistant\.threads\.(?:setStatus|setTitle|setSuggestedPrompts)|workflows\.[A-Za-z.]{1,40}|functions\.complete(?:Success|Error)"
    r"|views\.(?:open|publish|push|update)|usergroups\.(?:create|update)|calls\.(?:add|update)|team\.[A-Za-z.]{1,40}|admin\.[A-Za-z.]{1,60})",
    re.IGNORECASE,
)
_OF_THE_API = re.compile(r"/api/", re.IGNORECASE)
_UPLOAD = re.compile(r"/upload/v1/\S{1,2000}", re.IGNORECASE)
_OLD_UPLOAD = re.compile(r"/api/files\.upload", re.IGNORECASE)  # its contents are a field of a form, or a file in one
_TEXT = frozenset((
    "text", "alt_text", "alt_txt", "fallback", "pretext", "title", "value", "author_name", "footer", "initial_comment", "topic", "purpose", "label",
    "placeholder", "hint", "content", "markdown_text", "markdown", "filename", "name", "username", "details", "output", "status", "comment", "description", "initial_value", "provider_name", "handle",
))  # fmt: skip
_MARKDOWN = frozenset(("markdown_text", "markdown"))
_NO_TEXT = frozenset(("token",))
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|[^<>]{0,80})?>")
_TRIGGER = re.compile(r"/(?:triggers|workflows)/", re.IGNORECASE)  # whose keys are those of the workflow's author
_SAYS = re.compile(r"/api/(?:chat\.(?:postMessage|update|postEphemeral|scheduleMessage|meMessage|startStream)|files\.(?:completeUploadExternal|upload))", re.IGNORECASE)
_STREAM = re.compile(r"/api/chat\.(start|append|stop)Stream", re.IGNORECASE)


class SlackAdapter(Adapter):
    """Messages of bots and apps; JSON or form, text, blocks and attachments."""

    channel = Channel.SLACK
    upstream = "https://slack.com"
    json_in = frozenset(("blocks", "attachments", "payload", "files", "view", "unfurls", "chunks", "document_content", "changes", "profile", "dialog", "metadata"))
    upload_hosts = ("slack.com", "slack-files.com", "slack-edge.com")
    file_key = "file_id"

    def carries(self, head: Head) -> bool:
        """chat.*, names of files, topics, canvases, views …; outside the API every POST: webhooks, response_urls, triggers. Slack takes arguments in a query too, by any verb."""
        if _OLD_UPLOAD.fullmatch(head.route):
            return not _multipart(head)
        return bool(_METHODS.fullmatch(head.route)) or (head.method == "POST" and not _OF_THE_API.match(head.route))

    def read(self, head: Head, payload: Payload) -> Post:
        """Text, blocks and attachments; a channel's kind as its id tells (D, G)."""
        asked = dict(parse_qsl(head.query, keep_blank_values=True))
        any_key = bool(_TRIGGER.match(head.route))
        slots = tuple(Slot(path, emoji_name if path[-1:] == ("name",) and payload.get(*path[:-1], "type") == "emoji" else mention if path[-1:] == ("user_id",) else markdown if _MARKDOWN.intersection(path[-1:]) or "chunks" in path else slack) for path, _ in _readable(payload, any_key))
        room = str(payload.get("channel") or asked.get("channel") or payload.get("channel_id") or payload.get("payload", "channel") or head.route)
        kind = {"D": RoomKind.DIRECT, "G": RoomKind.PRIVATE}.get(room[:1], RoomKind.UNKNOWN)
        stream = _STREAM.fullmatch(head.route)
        place = "" if stream is None else "start" if stream.group(1).lower() == "start" else str(payload.get("ts") or "?")
        token = "" if "authorization" in head.headers else str(payload.get("token") or asked.get("token") or "")
        return Post(slots, room, kind, token, aside=tuple(value for name, value in asked.items() if name != "token"), files=_files(payload, asked), stream=place, says=bool(_SAYS.fullmatch(head.route)) or not _OF_THE_API.match(head.route), any_key=any_key)

    def roster(self, head: Head, room: str) -> Roster | None:
        """conversations.info and .members, users.info for each member; a message sent to a user's id is a direct one."""
        return _roster(room) if _ROOM.fullmatch(room) else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """HTTP 200 and ok false from the Web API; a short text from a webhook or the place that files are sent to."""
        if not head.route.lower().startswith("/api/"):
            return Answer(why.status, why.text.encode(), "text/plain; charset=utf-8")
        # Slack's SDKs log what stands in response_metadata.messages behind [ERROR].
        told = {"messages": [f"[ERROR] {why.text}"]}
        return json_answer(200, {"ok": False, "error": why.code, "errors": [why.text], "response_metadata": told, "incident": why.incident})

    def upload(self, head: Head) -> Upload | None:
        """The file itself, sent to the address that files.getUploadURLExternal gave out."""
        if head.method not in ("POST", "PUT") or not (_UPLOAD.fullmatch(head.route) or (_OLD_UPLOAD.fullmatch(head.route) and _multipart(head))):
            return None
        return Upload("multipart" if _multipart(head) else "raw")

    def received(self, size: int) -> Answer:
        """As files.slack.com answers."""
        return Answer(200, f"OK - {size}".encode(), "text/plain; charset=utf-8")

    def hands_out(self, head: Head) -> str:
        """files.getUploadURLExternal's upload_url."""
        return "upload_url" if head.route.lower() == "/api/files.getuploadurlexternal" else ""


def _readable(payload: Payload, any_key: bool) -> Iterator[tuple[Path, str]]:
    """What people read, those mentioned in rich text among it, in the order written."""
    texts = dict(readable(payload, _TEXT, but=_NO_TEXT))
    for path, value in payload.strings():
        if path in texts or (any_key and holds_a_number(value)) or (path[-1:] == ("user_id",) and "elements" in path):
            yield path, value


def _files(payload: Payload, asked: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of files that files.completeUploadExternal shares."""
    listed = [*several(payload.data, "files")]
    if "files" in asked:
        with contextlib.suppress(ValueError, RecursionError):  # Slack does not take such
            listed += several({"files": json.loads(asked["files"])}, "files")
    return tuple(str(told(one, "id")) for one in listed if told(one, "id"))


def _multipart(head: Head) -> bool:
    return head.content_type.lower().lstrip().startswith("multipart/")


_ROOM = re.compile(r"[CDGUW][A-Z0-9]{2,20}")


def _roster(room: str) -> Roster:
    personal = room[:1] in "UW"
    info, members, me = yield (
        Ask(f"/api/conversations.info?channel={room}"), Ask(f"/api/conversations.members?channel={room}&limit={MOST_MEMBERS}"), Ask("/api/auth.test"),
    )  # fmt: skip
    ids = [room] if personal else [str(one) for one in several(members, "members")]
    users = yield tuple(Ask(f"/api/users.info?user={one}") for one in ids[:_MOST_ASKED])
    people = {str(told(one, "user", "id")): _person(one["user"], me) for one in users if told(one, "user", "id") and not told(one, "user", "is_bot")}
    channel = told(info, "channel")
    if told(channel, "is_ext_shared"):
        kind = RoomKind.SHARED
    elif personal or told(channel, "is_im"):
        kind = RoomKind.DIRECT
    elif any(one.outside for one in people.values()):
        kind = RoomKind.GUESTS
    else:
        kind = RoomKind.UNKNOWN if channel is None else RoomKind.PRIVATE if told(channel, "is_private") or told(channel, "is_mpim") else RoomKind.PUBLIC
    more = len(ids) > _MOST_ASKED or bool(told(members, "response_metadata", "next_cursor"))
    kind = RoomKind.UNKNOWN if more and kind is RoomKind.PRIVATE else kind  # there may be guests among the others
    return Room(kind, tuple(people.values()), people.get(str(told(me, "user_id"))) or Member(ids=(str(told(me, "user_id")),)), more)


_MOST_ASKED = 40  # users.info tells of one at a time, and Slack counts the questions


def _person(user: Any, me: Any) -> Member:
    """A user as a member: guests, and people of another workspace (of another organization), are outsiders."""
    company = told(me, "enterprise_id")
    same = told(user, "enterprise_user", "enterprise_id") == company if company else told(user, "team_id") == told(me, "team_id")
    outside = bool(told(user, "is_restricted") or told(user, "is_ultra_restricted") or told(user, "is_stranger")) or not same
    name = told(user, "profile", "real_name") or told(user, "real_name") or told(user, "name") or ""
    return Member(str(name), (str(told(user, "id")),), str(told(user, "profile", "email") or ""), outside)
