"""Matrix' client-server API, before the homeserver: people and bots alike.

Source: Matrix specification 1.11, client-server API: sections "Sending events to a room", "createRoom", "m.room.encryption", "m.replace"
(m.new_content), "Content repository" (file name in the query), "Standard error response". Old prefixes (r0, api/v1) are still taken by servers.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote

from gateway.chat.adapter import Adapter, Answer, Form, Head, Post, Refusal, Slot, Upload, json_answer, readable
from gateway.chat.payload import Path, Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, told
from gateway.chat.written import Names, Written, markdown
from gateway.chat.written_html import html
from gateway.message import Channel, Unreadable, UnreadableReason

_CLIENT = r"/_matrix/client/(?:v[0-9]{1,2}|r0|api/v1|unstable(?:/[\w.-]{1,100})?)"
_SEND = re.compile(_CLIENT + r"/rooms/([^/]{1,255})/(send|state|redact|delayed_event)/([^/]{1,255})(?:/[^?]{0,600})?")
_ROOMS = re.compile(_CLIENT + r"/(?:createRoom|rooms/([^/]{1,255})/(?:invite|kick|ban|unban|leave|join|report(?:/[^/]{1,255})?|upgrade|knock)|join/[^/]{1,255}|knock/[^/]{1,255})")
_OTHER = re.compile(_CLIENT + r"/(?:profile/[^/]{1,255}/[\w.-]{1,64}|presence/[^/]{1,255}/status|directory/room/([^/]{1,255})|sendToDevice/(m\.room\.encrypted)/[^/]{1,255})")
_NOTICE = re.compile(r"/_synapse/admin/v[0-9]{1,2}/send_server_notice(?:/[^/]{1,255})?")
_UPLOAD = re.compile(r"/_matrix/(?:client/v1/media|media/(?:v[0-9]{1,2}|r0))/upload(?:/[^/]{1,255}/[^/]{1,255})?")
_TEXT = frozenset(("body", "formatted_body", "topic", "name", "displayname", "alias", "alt_aliases", "reason", "filename", "status_msg", "room_alias_name", "m.text", "org.matrix.msc1767.text", "description"))
_HTML = frozenset(("formatted_body", "org.matrix.msc1767.html"))
_CLOSED = frozenset(("m.room.encryption", "m.room.encrypted"))


class MatrixAdapter(Adapter):
    """Events, state, aliases, rooms made, reasons given, names of media."""

    channel = Channel.MATRIX
    upstream = ""
    json_in = frozenset[str]()

    def carries(self, head: Head) -> bool:
        """Whatever a member of a room, or its visitors, will read."""
        return head.method in ("PUT", "POST") and any(one.fullmatch(head.route) for one in (_SEND, _ROOMS, _OTHER, _NOTICE))

    def read(self, head: Head, payload: Payload) -> Post:
        """Body and formatted body, an edit's m.new_content, topic, name, aliases; what is encrypted cannot be read."""
        edits = payload.get("m.new_content") is not None
        slots = tuple(Slot(path, _form(path, edits)) for path, _ in readable(payload, _TEXT))
        place = _SEND.fullmatch(head.route)
        room, _, event = place.groups() if place else ((_ROOMS.fullmatch(head.route) or _OTHER.fullmatch(head.route) or _NOTHING).group(1) or head.route, "", "")
        closes = event in _CLOSED or any(path[-1:] == ("type",) and value in _CLOSED for path, value in payload.strings())
        unreadable = (Unreadable("body", UnreadableReason.ENCRYPTED, event),) if event == "m.room.encrypted" else ()
        kind = RoomKind.DIRECT if payload.get("is_direct") is True else RoomKind.PUBLIC if payload.get("visibility") == "public" else RoomKind.UNKNOWN
        token = parse_qs(head.query).get("access_token", [""])[0] if "authorization" not in head.headers else ""
        alias = re.search(r"/directory/room/#?([^:/]{1,255})", head.route)
        return Post(slots, room, kind, token, aside=(alias.group(1),) if alias else (), unreadable=unreadable, encrypts=closes, says=event in _SAID or bool(_NOTICE.fullmatch(head.route)))

    def roster(self, head: Head, room: str) -> Roster | None:
        """Joined members, the rule for joining, and who asks."""
        return _roster(f"/_matrix/client/v3/rooms/{quote(room, safe='')}") if room.startswith("!") else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """A standard error response."""
        code = {400: "M_BAD_JSON", 413: "M_TOO_LARGE", 502: "M_UNKNOWN", 503: "M_UNKNOWN"}.get(why.status, "M_FORBIDDEN")
        return json_answer(why.status, {"errcode": code, "error": why.text})

    def upload(self, head: Head) -> Upload | None:
        """The file as the body, its name in the query."""
        if head.method not in ("POST", "PUT") or not _UPLOAD.fullmatch(head.route):
            return None
        return Upload("raw", parse_qs(head.query).get("filename", [""])[0])


def _form(path: Path, edits: bool) -> Form:
    form: Form = html if _HTML.intersection(path[-1:]) else markdown
    return _of_an_edit(form) if edits and len(path) == 1 else form


def _of_an_edit(form: Form) -> Form:
    """What clients that know no edits are shown of one: the new text behind a star."""

    def read(source: str, names: Names) -> Written:
        written = form(source, names)
        star = _STAR.match(written.text)
        at = star.end() if star else 0
        return Written(written.text[at:], written.origin[at:], written.tagged)

    return read


_SAID = frozenset(("m.room.message", "m.poll.start", "org.matrix.msc3381.poll.start", "m.sticker"))
_STAR = re.compile(r"\s{0,4}\*\s{1,4}")


def _roster(room: str) -> Roster:
    joined, rule, me = yield (Ask(f"{room}/joined_members"), Ask(f"{room}/state/m.room.join_rules"), Ask("/_matrix/client/v3/account/whoami"))
    own = str(told(me, "user_id") or "")
    people = {user: _person(user, told(one, "display_name"), own) for user, one in (told(joined, "joined") or {}).items()}
    if any(one.outside for one in people.values()):
        kind = RoomKind.SHARED
    elif told(rule, "join_rule") == "public":
        kind = RoomKind.PUBLIC
    else:
        kind = RoomKind.DIRECT if len(people) == 2 else RoomKind.PRIVATE if people else RoomKind.UNKNOWN
    return Room(kind, tuple(people.values())[:MOST_MEMBERS], people.get(own), len(people) > MOST_MEMBERS)


def _person(user: str, name: Any, own: str) -> Member:
    """A user as a member; those of other servers are outsiders."""
    local, _, server = user.removeprefix("@").partition(":")
    return Member(str(name or local), (user, local), outside=server != own.partition(":")[2] if own else None)


_NOTHING: re.Match[str] = re.match(r"()", "")  # type: ignore[assignment]
