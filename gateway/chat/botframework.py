"""Bot Framework's connector: activities that bots send to Teams and other channels.

Source: learn.microsoft.com, "Bot Connector API reference" (Send to conversation, Reply to activity, Update activity, Create conversation,
Send conversation history; ErrorResponse). The address of a region has a path before /v3.
"""

from __future__ import annotations

import re
from typing import Any

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, json_answer
from gateway.chat.cards import card_slots, mentioned
from gateway.chat.payload import Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster
from gateway.message import Channel

_ACTIVITIES = re.compile(r"(?:/[\w.-]{1,64}){0,3}/v3/conversations(?:/([^/]{1,400})/activities(?:/[^/]{1,400})?)?", re.IGNORECASE)
_BULK = re.compile(r"(?:/[\w.-]{1,64}){0,3}/v3/batch/conversation/[^/]{1,60}", re.IGNORECASE)
_ATTACHMENTS = re.compile(r"(?:/[\w.-]{1,64}){0,3}/v3/conversations/([^/]{1,400})/attachments", re.IGNORECASE)


class BotFrameworkAdapter(Adapter):
    """Activities: text, cards, suggested actions."""

    channel = Channel.TEAMS
    upstream = "https://smba.trafficmanager.net"
    json_in = frozenset[str]()

    def carries(self, head: Head) -> bool:
        """Activities sent, edited or given as history, conversations begun, attachments uploaded as JSON."""
        return head.method in ("POST", "PUT") and any(one.fullmatch(head.route) for one in (_ACTIVITIES, _ATTACHMENTS, _BULK))

    def read(self, head: Head, payload: Payload) -> Post:
        """Text, summary, speech, cards; whether the conversation is a group where the activity says so."""
        place = _ACTIVITIES.fullmatch(head.route) or _ATTACHMENTS.fullmatch(head.route)
        kinds = {"personal": RoomKind.DIRECT, "groupchat": RoomKind.PRIVATE}
        kind = kinds.get(str(payload.get("conversation", "conversationType") or "").lower(), RoomKind.UNKNOWN)
        return Post(tuple(card_slots(payload)), (place.group(1) if place else "") or head.route, kind, mentions=mentioned(payload), says=_ATTACHMENTS.fullmatch(head.route) is None and payload.get("type") in (None, "", "message", "messageUpdate"))

    def roster(self, head: Head, room: str) -> Roster | None:
        """The conversation's members."""
        region, _, rest = head.path.partition("/v3/conversations/")
        return _roster(f"{region}/v3/conversations/{rest.partition('/')[0]}/members") if rest and "/" not in room else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """The connector's ErrorResponse."""
        return json_answer(why.status, {"error": {"code": why.code, "message": why.text}})


def _roster(members: str) -> Roster:
    (found,) = yield (Ask(members),)
    people = tuple(_person(one) for one in (found if isinstance(found, list) else ()) if str(one.get("role", "")).lower() not in ("bot", "skill"))
    kind = RoomKind.DIRECT if len(people) == 1 else RoomKind.GUESTS if any(one.outside for one in people) else RoomKind.UNKNOWN
    return Room(kind, people[:MOST_MEMBERS], partly=len(people) > MOST_MEMBERS)


def _person(account: Any) -> Member:
    """A TeamsChannelAccount."""
    outside = True if str(account.get("userRole", "")).lower() == "guest" else None
    return Member(str(account.get("name") or ""), (str(account.get("id")),), str(account.get("email") or account.get("userPrincipalName") or ""), outside)
