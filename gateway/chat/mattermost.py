"""Mattermost's API, version 4, with webhooks and slash commands; before the server, so that people are covered too.

Source: developers.mattermost.com/api-documentation (posts, drafts, files, uploads, channels, commands, actions; AppError),
docs.mattermost.com, "Message attachments" and "Incoming webhooks". A server may live below a path.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from gateway.chat.adapter import Adapter, Answer, Head, Post, Refusal, Slot, Upload, json_answer, readable
from gateway.chat.payload import Malformed, Payload
from gateway.chat.roster import MOST_MEMBERS, Ask, Member, Room, RoomKind, Roster, told
from gateway.chat.written import markdown
from gateway.message import Channel

_SITE = r"(?:/[\w.-]{1,64}){0,3}"
_ID = r"[^/]{1,64}"
_TEXTS = re.compile(
    _SITE + r"/api/v4/(?:posts(?:/(?:ephemeral|schedule(?:/" + _ID + r")?|search)|/" + _ID + r"(?:/patch|/actions/" + _ID + r")?)?"
    r"|commands(?:/execute|/" + _ID + r")?|channels(?:/direct|/group|/" + _ID + r"(?:/patch)?)?|actions/dialogs/(?:open|submit)|bots(?:/" + _ID + r")?"
    r"|users/" + _ID + r"/(?:patch|status/custom)|channels/" + _ID + r"/bookmarks(?:/" + _ID + r")?|uploads"
    r"|teams(?:/[a-z0-9]{26}(?:/patch|/invite-guests/email|/invite/email)?)?|groups(?:/" + _ID + r"/patch)?"
    r"|users/(?:[a-z0-9]{26}|me)(?:/custom_profile_attributes)?|custom_profile_attributes/values|content_flagging/post/" + _ID + r"/\w{1,20}"
    r"|teams/" + _ID + r"/channels/" + _ID + r"/(?:wikis|pages)[^?]{0,200})"
)
_HOOK = re.compile(_SITE + r"/hooks/(?:commands/)?[A-Za-z0-9]{1,64}")
_PLUGIN = re.compile(_SITE + r"/plugins/[\w.-]{1,64}/\S{1,300}")
_FILES = re.compile(_SITE + r"/api/v4/(?:files|uploads/" + _ID + r")")
_SAYS = re.compile(r"/api/v4/posts(?:/(?:ephemeral|schedule(?:/" + _ID + r")?|" + _ID + r"(?:/patch)?))?\Z|/hooks/")
_SEARCH = re.compile(_SITE + r"/api/v4/posts/search")
_TEXT = frozenset((
    "message", "text", "fallback", "pretext", "title", "value", "author_name", "footer", "command", "display_name", "header", "purpose", "name", "label",
    "placeholder", "help_text", "description", "filename", "card", "username", "error_text", "submit_label", "default", "alt_text", "override_username", "position", "comment",
))  # fmt: skip
_NO_TEXT = frozenset(("token", "password", "pending_post_id"))


class MattermostAdapter(Adapter):
    """Posts, edits, scheduled and ephemeral posts, hooks, commands, files, channels' headers and purposes."""

    channel = Channel.MATTERMOST
    upstream = ""
    json_in = frozenset(("payload",))

    def carries(self, head: Head) -> bool:
        """Everything that others will read; not searches, and not drafts, which only their author sees."""
        if head.method not in ("POST", "PUT", "PATCH") or _SEARCH.fullmatch(head.route):
            return False
        return any(one.fullmatch(head.route) for one in (_TEXTS, _HOOK)) or (bool(_PLUGIN.fullmatch(head.route)) and _may_be_json(head))

    def read(self, head: Head, payload: Payload) -> Post:
        """Message, attachments, props, cards. A hook's payload may stand in its query too (Go's FormValue): there it cannot be rewritten. Raises Malformed."""
        if _HOOK.fullmatch(head.route) and {"payload", "text"} & parse_qs(head.query, keep_blank_values=True).keys():
            raise Malformed("the payload stands in the query; send it in the body")
        slots = tuple(Slot(path, markdown) for path, _ in readable(payload, _TEXT, but=_NO_TEXT))
        room = str(payload.get("channel_id") or payload.get("channel") or "")
        return Post(slots, room or head.route, says=bool(_SAYS.search(head.route)))

    def may_be_text(self, head: Head) -> bool:
        """A plugin's request, unless it says that it is JSON."""
        return bool(_PLUGIN.fullmatch(head.route)) and "json" not in head.content_type.lower()

    def roster(self, head: Head, room: str) -> Roster | None:
        """The channel, its users, and who asks; of an edit first the channel that the post is in."""
        site, api, _ = head.path.partition("/api/v4/")
        if api and (post := _EDITED.search(head.route)) is not None:
            return _roster_of_post(site, post.group(1))
        return _roster(site, room) if api and _ID26.fullmatch(room) else None

    def place(self, head: Head) -> Roster | None:
        """The channel of the post that is edited."""
        site, _, _ = head.path.partition("/api/v4/")
        edited = _EDITED.search(head.route)
        return _place(site, edited.group(1)) if edited else None

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """Mattermost's AppError."""
        error = {"id": f"sekisho.{why.code}", "message": why.text, "detailed_error": "", "request_id": why.incident, "status_code": why.status}
        return json_answer(why.status, error)

    def upload(self, head: Head) -> Upload | None:
        """A multipart form, or the file as the body with its name in the query; a piece of a resumable upload is a body without a name."""
        if head.method != "POST" or not _FILES.fullmatch(head.route):
            return None
        query = parse_qs(head.query)
        form = head.content_type.lower().startswith("multipart/")
        return Upload("multipart" if form else "raw", query.get("filename", [""])[0], query.get("channel_id", [""])[0])


def _may_be_json(head: Head) -> bool:
    """Whether a plugin may read such a body as JSON: those written in Go seldom look at its type, and browsers call a string text/plain."""
    return "json" in head.content_type.lower() or bool(re.match(r"\s*(?:\Z|text/plain|application/(?:\S{1,60}\+)?json|application/x-www-form-urlencoded)", head.content_type, re.IGNORECASE))


_ID26 = re.compile(r"[a-z0-9]{26}")
_EDITED = re.compile(r"/api/v4/posts/([a-z0-9]{26})(?:/patch)?\Z")
_KINDS = {"O": RoomKind.PUBLIC, "P": RoomKind.PRIVATE, "G": RoomKind.PRIVATE, "D": RoomKind.DIRECT}


def _roster(site: str, room: str) -> Roster:
    api = f"{site}/api/v4"
    channel, users, me, counted = yield (
        Ask(f"{api}/channels/{room}"), Ask(f"{api}/users?in_channel={room}&per_page={MOST_MEMBERS}"), Ask(f"{api}/users/me"), Ask(f"{api}/channels/{room}/stats"),
    )  # fmt: skip
    users = users if isinstance(users, list) else []
    people = [_person(one) for one in users if told(one, "id") and not told(one, "is_bot")]
    kind = _KINDS.get(str(told(channel, "type")), RoomKind.UNKNOWN)
    if told(channel, "shared") is True:
        kind = RoomKind.SHARED
    elif kind is not RoomKind.DIRECT and (any(one.outside for one in people) or (told(counted, "guest_count") or 0) > 0):
        kind = RoomKind.GUESTS
    return Room(kind, tuple(people), _person(me) if told(me, "id") else None, len(users) >= MOST_MEMBERS)


def _place(site: str, post: str) -> Roster:
    (found,) = yield (Ask(f"{site}/api/v4/posts/{post}"),)
    channel = str(told(found, "channel_id") or "")
    return Room(place=channel if _ID26.fullmatch(channel) else "")


def _roster_of_post(site: str, post: str) -> Roster:
    where = yield from _place(site, post)
    return replace((yield from _roster(site, where.place)), place=where.place) if where.place else where


def _person(user: Any) -> Member:
    """A user as a member; guests and people of a connected server are outsiders."""
    name = f"{told(user, 'last_name') or ''} {told(user, 'first_name') or ''}".strip() or told(user, "nickname") or told(user, "username") or ""
    outside = "system_guest" in str(told(user, "roles") or "").split() or bool(told(user, "remote_id"))
    return Member(str(name), (str(told(user, "username")), str(told(user, "id"))), str(told(user, "email") or ""), outside)
