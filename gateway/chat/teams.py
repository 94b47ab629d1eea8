"""Microsoft Graph: messages, replies and edits in chats and channels.

Sources: learn.microsoft.com/graph, "Send chatMessage in a channel or a chat", "chatMessage resource type" (body, mentions; a card is an
attachment whose content is JSON in a string), "JSON batching", "Microsoft Graph error responses".
"""

from __future__ import annotations

import re

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, RoomKind, json_answer
from gateway.chat.cards import card_slots, mentioned
from gateway.chat.payload import Payload
from gateway.message import Channel

_MESSAGES = re.compile(r"/(?:v1\.0|beta)/(?:[^/]{1,200}/){0,3}(?:chats/[^/]{1,300}|channels/[^/]{1,300})/messages(?:/[^/]{1,200}(?:/replies(?:/[^/]{1,200})?)?)?", re.IGNORECASE)
_ROOMS = re.compile(r"/(?:v1\.0|beta)/(?:[^/]{1,200}/){0,3}(?:chats|channels)(?:/[^/]{1,300})?", re.IGNORECASE)
_ACTIVITY = re.compile(r"/(?:v1\.0|beta)/(?:[^/]{1,200}/){1,4}(?:microsoft\.graph\.)?(?:sendActivityNotification|setStatusMessage|replyWithQuote|forwardToChat)(?:ToRecipients)?", re.IGNORECASE)
_BATCH = re.compile(r"/(?:v1\.0|beta)/\$batch", re.IGNORECASE)
_PLACES = {"chats": re.compile(r"/chats/([^/]{1,300})", re.IGNORECASE), "channels": re.compile(r"/channels/([^/]{1,300})", re.IGNORECASE)}


class TeamsAdapter(Adapter):
    """What apps and flows post to Teams by Graph; also inside a $batch."""

    channel = Channel.TEAMS
    upstream = "https://graph.microsoft.com"
    json_in = frozenset(("attachments.content", "requests.body.attachments.content"))

    def carries(self, head: Head) -> bool:
        """Messages, replies, names of chats and channels, activity notices, batches."""
        return head.method in ("POST", "PATCH", "PUT") and any(one.fullmatch(head.route) for one in (_MESSAGES, _ROOMS, _ACTIVITY, _BATCH))

    def read(self, head: Head, payload: Payload) -> Post:
        """Subject, body in HTML or text, cards; names of those mentioned. A one-to-one chat's id ends in @unq.gbl.spaces."""
        found = next((match.group(1) for pattern in _PLACES.values() if (match := pattern.search(head.route))), "")
        kind = RoomKind.DIRECT if found.endswith("@unq.gbl.spaces") else RoomKind.PRIVATE if "/chats/" in head.route.lower() else RoomKind.UNKNOWN
        return Post(tuple(card_slots(payload)), found or head.route, kind, mentions=mentioned(payload))

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Graph's error object."""
        inner = {"code": why.code, "request-id": why.incident}
        return json_answer(why.status, {"error": {"code": "Forbidden" if why.status == 403 else why.code, "message": why.text, "innerError": inner}})
