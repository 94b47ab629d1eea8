"""LINE WORKS' Bot API 2.0.

Source: developers.worksmobile.com, "Bot: メッセージ送信" (POST /v1.0/bots/{bot}/users/{user}/messages and /channels/{channel}/messages;
content of type text, link, button_template, list_template, carousel, flexible …), "コンテンツアップロード" (uploadUrl), "エラー" (code, description).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, Slot, json_answer, readable
from gateway.chat.payload import Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, several, told
from gateway.chat.written import lineworks
from gateway.message import Channel

_BOTS = re.compile(r"/v1\.0/bots/[^/]{1,64}/(?:users/([^/]{1,200})/messages|channels/([^/]{1,200})/messages|channels|attachments|richmenus(?:/[^/]{1,64})?|persistentmenu)")
_TEXT = frozenset((
    "text", "title", "subtitle", "contentText", "linkText", "altText", "label", "displayText", "postback", "description", "fileName", "name",
    "defaultText", "header", "footer", "data",
))  # fmt: skip
_CODES = {400: "INVALID_PARAMETER", 403: "FORBIDDEN", 413: "INVALID_PARAMETER", 502: "SERVICE_UNAVAILABLE", 503: "SERVICE_UNAVAILABLE"}


class LineWorksAdapter(Adapter):
    """Messages of bots to people and channels."""

    channel = Channel.LINEWORKS
    upstream = "https://www.worksapis.com"
    json_in = frozenset[str]()
    upload_hosts = ("worksmobile.com", "worksapis.com")

    def carries(self, head: Head) -> bool:
        """Messages, titles of channels, menus, names of files."""
        return head.method in ("POST", "PUT", "PATCH") and bool(_BOTS.fullmatch(head.route))

    def read(self, head: Head, payload: Payload) -> Post:
        """Texts, templates, flexible messages, with their translations (i18n…)."""
        slots = tuple(Slot(path, lineworks) for path, _ in readable(payload, _TEXT))
        place = _BOTS.fullmatch(head.route)
        user, channel = place.groups() if place else (None, None)
        return Post(slots, user or channel or head.route, RoomKind.DIRECT if user else RoomKind.UNKNOWN, says=bool(user or channel))

    def roster(self, head: Head, room: str) -> Roster | None:
        """The channel's members, and what the directory has of each; of a message to one person, that person."""
        place = _BOTS.fullmatch(head.route)
        user, channel = place.groups() if place else (None, None)
        if user:
            return _roster("", quote(user, safe="@"))
        return _roster(f"{head.path.partition('/channels/')[0]}/channels/{quote(channel, safe='')}/members?limit={MOST_MEMBERS}", "") if channel else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Code and description."""
        return json_answer(why.status, {"code": _CODES.get(why.status, "FORBIDDEN"), "description": why.text})

    def hands_out(self, head: Head) -> str:
        """The answer of /attachments has uploadUrl."""
        return "uploadUrl" if head.route.endswith("/attachments") else ""


_MOST_ASKED = 40  # the directory tells of one at a time


def _roster(members: str, user: str) -> Roster:
    ids, more = [user], False
    if members:
        (found,) = yield (Ask(members),)
        ids = [quote(str(one), safe="@") for one in several(found, "members")]
        more = bool(told(found, "responseMetaData", "nextCursor")) or len(ids) > _MOST_ASKED
    users = yield tuple(Ask(f"/v1.0/users/{one}") for one in ids[:_MOST_ASKED])
    people = tuple(_person(one, user) for one, user in zip(ids, users, strict=False))
    return Room(RoomKind.PRIVATE if members and people else RoomKind.DIRECT if user else RoomKind.UNKNOWN, people, partly=more)


def _person(id_: str, user: Any) -> Member:
    """A user of the company's directory; whoever is not in it may be of another company."""
    name = f"{told(user, 'userName', 'lastName') or ''} {told(user, 'userName', 'firstName') or ''}".strip()
    return Member(name, (id_,), str(told(user, "email") or ""), None if user is None else False)
