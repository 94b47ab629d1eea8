"""Chatwork's API, version 2.

Source: developer.chatwork.com (POST and PUT /rooms/{id}/messages with a form field body, /tasks, /files as multipart; errors as a list of
texts), "メッセージ記法" for the notation.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, Slot, Upload, json_answer, readable
from gateway.chat.payload import Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, told
from gateway.chat.written import chatwork
from gateway.message import Channel

_TEXTS = re.compile(r"/v2/rooms(?:/([0-9]{1,15})(?:/(?:messages(?:/[0-9]{1,30})?|tasks|link))?)?")
_FILES = re.compile(r"/v2/rooms/([0-9]{1,15})/files")
_TEXT = frozenset(("body", "name", "description", "message", "text"))
_TO = re.compile(r"\[(?:To:|rp aid=)([0-9]{1,12})[^\]\n]{0,60}\]\s?([^\s\[\]]{1,30}(?:[ 　][^\s\[\]]{1,20})?)さん")


class ChatworkAdapter(Adapter):
    """Messages, tasks and rooms' descriptions."""

    channel = Channel.CHATWORK
    upstream = "https://api.chatwork.com"
    json_in = frozenset[str]()

    def carries(self, head: Head) -> bool:
        """Messages and their edits, tasks, names and descriptions of rooms."""
        return head.method in ("POST", "PUT") and bool(_TEXTS.fullmatch(head.route))

    def read(self, head: Head, payload: Payload) -> Post:
        """Chatwork's notation; whom [To:…] names is addressed."""
        slots = tuple(Slot(path, chatwork) for path, _ in readable(payload, _TEXT))
        place = _TEXTS.fullmatch(head.route)
        named = {who: name for _, value in payload.strings() for who, name in _TO.findall(value)}
        return Post(slots, (place.group(1) if place else "") or head.route, mentions=tuple(named.values())[:50], names=named, aside=tuple(value for _, value in parse_qsl(head.query)), says=bool(re.search(r"/(?:messages|tasks)\b", head.route)))

    def roster(self, head: Head, room: str) -> Roster | None:
        """The room, its members, and who asks."""
        return _roster(room) if room.isdecimal() else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """A list of texts."""
        return json_answer(400 if why.status == 403 else why.status, {"errors": [why.text]})

    def upload(self, head: Head) -> Upload | None:
        """A file with a message, as a multipart form."""
        place = _FILES.fullmatch(head.route)
        return Upload("multipart", room=place.group(1)) if place and head.method == "POST" else None


def _roster(room: str) -> Roster:
    about, members, me = yield (Ask(f"/v2/rooms/{room}"), Ask(f"/v2/rooms/{room}/members"), Ask("/v2/me"))
    people = {str(told(one, "account_id")): _person(one, told(me, "organization_id")) for one in (members if isinstance(members, list) else ()) if told(one, "account_id")}
    kind = {"direct": RoomKind.DIRECT, "group": RoomKind.PRIVATE, "my": RoomKind.PRIVATE}.get(str(told(about, "type")), RoomKind.UNKNOWN)
    if kind is RoomKind.PRIVATE and any(one.outside for one in people.values()):
        kind = RoomKind.SHARED
    return Room(kind, tuple(people.values())[:MOST_MEMBERS], people.get(str(told(me, "account_id"))), len(people) > MOST_MEMBERS)


def _person(member: Any, company: Any) -> Member:
    """A member; those of another organization are outsiders."""
    organization = told(member, "organization_id")
    return Member(str(told(member, "name") or ""), (str(told(member, "account_id")),), outside=organization != company if organization and company else None)
