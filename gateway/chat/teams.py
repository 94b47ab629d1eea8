"""Microsoft Graph: messages, replies and edits in chats and channels.

Sources: learn.microsoft.com/graph, "Send chatMessage in a channel or a chat", "chatMessage resource type" (body, mentions; a card is an
attachment whose content is JSON in a string), "JSON batching", "Microsoft Graph error responses".
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, json_answer
from gateway.chat.cards import card_slots, mentioned
from gateway.chat.payload import Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, several, told
from gateway.message import Channel

_MESSAGES = re.compile(r"/(?:v1\.0|beta)/(?:[^/]{1,200}/){0,8}?(?:chats/[^/]{1,300}|channels/[^/]{1,300}|primaryChannel)/messages(?:/[^/]{1,200}(?:/replies(?:/[^/]{1,200})?)?)?", re.IGNORECASE)
_ROOMS = re.compile(r"/(?:v1\.0|beta)/(?:[^/]{1,200}/){0,8}?(?:(?:chats|channels)(?:/[^/]{1,300})?(?:/tabs(?:/[^/]{1,100})?)?|teams(?:/[^/]{1,100}(?:/tags(?:/[^/]{1,100})?)?)?)", re.IGNORECASE)
_ACTIVITY = re.compile(r"/(?:v1\.0|beta)/(?:[^/]{1,200}/){1,4}(?:microsoft\.graph\.)?(?:sendActivityNotification|setStatusMessage|replyWithQuote|forwardToChat)(?:ToRecipients)?", re.IGNORECASE)
_BATCH = re.compile(r"(?:/[^/]{1,200}){0,8}/\$batch(?:\(\))?", re.IGNORECASE)
_PLACES = {"chats": re.compile(r"/chats/([^/]{1,300})", re.IGNORECASE), "channels": re.compile(r"/channels/([^/]{1,300})", re.IGNORECASE)}


class TeamsAdapter(Adapter):
    """What apps and flows post to Teams by Graph; also inside a $batch."""

    channel = Channel.TEAMS
    upstream = "https://graph.microsoft.com"
    json_in = frozenset(("attachments.content",))

    def carries(self, head: Head) -> bool:
        """Messages, replies, names of chats and channels, activity notices."""
        return head.method in ("POST", "PATCH", "PUT") and any(one.fullmatch(_plain(head.route)) for one in (_MESSAGES, _ROOMS, _ACTIVITY))

    def is_batch(self, head: Head) -> bool:
        """Up to twenty requests of any kind."""
        return head.method == "POST" and _BATCH.fullmatch(head.route) is not None

    def read(self, head: Head, payload: Payload) -> Post:
        """Subject, body in HTML or text, cards; names of those mentioned. A one-to-one chat's id ends in @unq.gbl.spaces."""
        found = next((match.group(1) for pattern in _PLACES.values() if (match := pattern.search(_plain(head.route)))), "")
        kind = RoomKind.DIRECT if found.endswith("@unq.gbl.spaces") else RoomKind.PRIVATE if "/chats/" in head.route.lower() else RoomKind.UNKNOWN
        return Post(tuple(card_slots(payload)), found or head.route, kind, mentions=mentioned(payload), says=_MESSAGES.fullmatch(_plain(head.route)) is not None)

    def roster(self, head: Head, room: str) -> Roster | None:
        """The chat or channel, its members, and who asks (nobody with an app's own permissions)."""
        team = _TEAM.search(head.path)
        if "/chats/" in head.path.lower() and "/" not in room:
            return _roster(f"/v1.0/chats/{quote(room, safe='')}")
        return _roster(f"/v1.0/teams/{team.group(1)}/channels/{quote(room, safe='')}") if team else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Graph's error object."""
        inner = {"code": why.code, "request-id": why.incident}
        return json_answer(why.status, {"error": {"code": "Forbidden" if why.status == 403 else why.code, "message": why.text, "innerError": inner}})


def _plain(route: str) -> str:
    """A route with OData's keys as steps: chats('19:…') is chats/19:…."""
    return _KEY.sub(r"/\1", route)


_KEY = re.compile(r"\('([^'()]{1,300})'\)")
_TEAM = re.compile(r"/teams/([^/]{1,100})/channels/[^/]", re.IGNORECASE)
_KINDS = {"oneOnOne": RoomKind.DIRECT, "shared": RoomKind.SHARED}


def _roster(place: str) -> Roster:
    room, members, me = yield (Ask(place), Ask(f"{place}/members"), Ask("/v1.0/me"))
    company = told(room, "tenantId") or told(me, "tenantId")
    people = tuple(_person(one, company) for one in several(members, "value")[:MOST_MEMBERS])
    kind = _KINDS.get(str(told(room, "chatType") or told(room, "membershipType")), RoomKind.PRIVATE if room else RoomKind.UNKNOWN)
    if kind is RoomKind.PRIVATE and any(one.outside for one in people):
        kind = RoomKind.GUESTS
    author = next((one for one in people if told(me, "id") in one.ids), None) if me else None
    more = bool(told(members, "@odata.nextLink")) or len(several(members, "value")) > MOST_MEMBERS
    return Room(RoomKind.UNKNOWN if more and kind is RoomKind.PRIVATE else kind, people, author, more)


def _person(member: Any, company: Any) -> Member:
    """A conversationMember; guests and people of another tenant are outsiders."""
    tenant = told(member, "tenantId")
    outside = True if "guest" in several(member, "roles") else None if not (tenant and company) else tenant != company
    return Member(str(told(member, "displayName") or ""), (str(told(member, "userId") or told(member, "id")),), str(told(member, "email") or ""), outside)
