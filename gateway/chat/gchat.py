"""Google Chat's REST API and webhooks.

Sources: developers.google.com/workspace/chat, spaces.messages create, patch and update (text, cardsV2, accessoryWidgets), spaces create and
patch, media.upload, "Cards v2" (widgets' texts may hold a little HTML); google.rpc.Status as the error's form. gRPC does not pass.
"""

from __future__ import annotations

import re

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, Slot, Upload, json_answer, readable
from gateway.chat.payload import Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, several, told
from gateway.chat.written import gchat
from gateway.chat.written_html import html
from gateway.message import Channel

_BATCH = re.compile(r"/batch(?:/[^/]{1,100}){0,3}")  # many requests in one body: it cannot be read here, and is refused
_TEXTS = re.compile(r"/v1/(?:(spaces/[^/]{1,100})(?:/messages(?:/[^/]{1,100})?)?|spaces(?::setup)?|dms(?:/[^/]{1,100}){0,2}(?:/messages)?|rooms/[^/]{1,100}/messages)")
_UPLOAD = re.compile(r"(?:/resumable)?/upload/v1/(spaces/[^/]{1,100})/attachments:upload")
_TEXT = frozenset((
    "text", "title", "subtitle", "topLabel", "bottomLabel", "content", "altText", "label", "hintText", "placeholderText", "value", "fallbackText",
    "formattedText", "argumentText", "description", "displayName", "guidelines", "header", "onChangeText", "name", "contentName",
))  # fmt: skip
_STATUS = {400: "INVALID_ARGUMENT", 403: "PERMISSION_DENIED", 413: "INVALID_ARGUMENT", 502: "UNAVAILABLE", 503: "UNAVAILABLE"}
_NO_TEXT = frozenset(("thread", "space", "sender", "token"))


class GoogleChatAdapter(Adapter):
    """Messages and cards of apps and webhooks, spaces' names and descriptions."""

    channel = Channel.GCHAT
    upstream = "https://chat.googleapis.com"
    json_in = frozenset[str]()
    upload_hosts = ("googleapis.com",)

    def carries(self, head: Head) -> bool:
        """Messages sent and edited, spaces made and renamed."""
        return head.method in ("POST", "PUT", "PATCH") and bool(_TEXTS.fullmatch(head.route) or _BATCH.fullmatch(head.route))

    def read(self, head: Head, payload: Payload) -> Post:
        """Text with mentions and links, cards with their little HTML."""
        place = _TEXTS.fullmatch(head.route)
        slots = tuple(Slot(path, gchat if path == ("text",) else html) for path, _ in readable(payload, _TEXT, but=_NO_TEXT - {"space"} if head.route.endswith(":setup") else _NO_TEXT))
        return Post(slots, (place.group(1) if place else "") or head.route, says="/messages" in head.route)

    def roster(self, head: Head, room: str) -> Roster | None:
        """The space and its memberships. A webhook's key is no credential for that."""
        return _roster(f"/v1/{room}") if _SPACE.fullmatch(room) else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Google's error object."""
        return json_answer(why.status, {"error": {"code": why.status, "message": why.text, "status": _STATUS.get(why.status, "PERMISSION_DENIED")}})

    def upload(self, head: Head) -> Upload | None:
        """A multipart/related body, or a resumable one."""
        place = _UPLOAD.fullmatch(head.route)
        if place is None or head.method not in ("POST", "PUT"):
            return None
        return Upload("multipart" if head.content_type.lower().startswith("multipart/") else "raw", room=place.group(1))

    def hands_out_by(self, head: Head) -> tuple[str, ...]:
        """Where a resumable upload goes on."""
        return ("location", "x-goog-upload-url", "x-goog-upload-control-url") if _UPLOAD.fullmatch(head.route) else ()


_SPACE = re.compile(r"spaces/[\w-]{1,100}")
_KINDS = {"DIRECT_MESSAGE": RoomKind.DIRECT, "GROUP_CHAT": RoomKind.PRIVATE, "SPACE": RoomKind.PRIVATE}


def _roster(space: str) -> Roster:
    about, members = yield (Ask(space), Ask(f"{space}/members?pageSize={MOST_MEMBERS}"))
    companies = {told(one, "member", "domainId") for one in several(members, "memberships")} - {None}
    kind = RoomKind.SHARED if told(about, "externalUserAllowed") is True or len(companies) > 1 else _KINDS.get(str(told(about, "spaceType")), RoomKind.UNKNOWN)
    people = tuple(
        Member(str(told(one, "member", "displayName") or ""), (str(told(one, "member", "name")).removeprefix("users/"),), outside=None if kind in (RoomKind.SHARED, RoomKind.UNKNOWN) else False)
        for one in several(members, "memberships") if told(one, "member", "name") and told(one, "member", "type") != "BOT"
    )  # fmt: skip
    return Room(kind, people, partly=bool(told(members, "nextPageToken")))
