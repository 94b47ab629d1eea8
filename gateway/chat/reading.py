"""What workers do with a post: read it as a message, mark it, take out what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.chat.adapter import Post
from gateway.chat.apis import adapter_of
from gateway.chat.payload import Malformed
from gateway.chat.post_text import BODY, ChatMessage, PostText, RawPost, short_hash
from gateway.chat.roster import Member, Room, RoomKind
from gateway.message import Part, PartKind, Party
from gateway.redaction import edits
from gateway.verdict import Finding


def read_post(raw: RawPost) -> ChatMessage:
    """The door's reader: a message with one part; one that cannot be read has a fault and no part."""
    channel = adapter_of(raw.api).channel
    try:
        text = PostText(raw)
    except Malformed as fault:
        return ChatMessage(channel, Party(f"unknown@{raw.domain}"), (), (), size=len(raw.body), fault=str(fault))
    post = text.post
    if post.fault:
        return ChatMessage(channel, Party(f"{text.author}@{raw.domain}"), (), (), size=len(raw.body), fault=post.fault)
    told = text.told
    readers = _readers(raw, post, told)
    sender = Party(f"{text.author}@{raw.domain}", told.author.name if told.author else "")
    named = {one.name for one in readers}
    mentioned = tuple(Party(_address(raw, f"user-{short_hash(name)}", None), name) for name in post.mentions if name not in named)
    kind = post.room_kind if told.kind is RoomKind.UNKNOWN else told.kind
    return ChatMessage(
        channel, sender, readers, (Part(BODY, PartKind.PLAIN, text.text),), sender.address, (*readers, *mentioned), unreadable=text.unreadable, size=len(raw.body),
        room_kind=kind.value, key=text.key, room=post.room, own=text.own(), own_spans=text.own_spans, grows=bool(post.stream), encrypts=post.encrypts, files=post.files,
    )  # fmt: skip


def _readers(raw: RawPost, post: Post, told: Room) -> tuple[Party, ...]:
    """Who reads the message: the room's members, its author left out; the room itself where they are not all known."""
    own = set(told.author.ids) if told.author else set()
    members = {_address_of(raw, one): one.name for one in told.members if own.isdisjoint(one.ids)}
    if not members or told.partly:
        members[_address(raw, f"room-{short_hash(post.room)}", None)] = ""
    return tuple(Party(address, name) for address, name in members.items())


def _address_of(raw: RawPost, member: Member) -> str:
    """A member's address; whoever is of another company, or a guest, counts as outside whatever theirs is."""
    known = "" if member.outside else member.address
    return known or _address(raw, f"user-{short_hash(' '.join(member.ids) or member.name)}", member.outside)


def _address(raw: RawPost, name: str, outside: bool | None) -> str:
    """What stands for somebody without a mail address; whoever is not known to be of the company is not, unless the listener says `inside`."""
    return f"{name}@{raw.domain if outside is False or (outside is None and raw.inside) else 'chat.invalid'}"


def tag_post(raw: RawPost, mark: str) -> bytes:
    """The request's body with `mark` before its text."""
    return PostText(raw).tagged(mark)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A request's body without what was found, and what it says then: later messages are read together with that."""

    body: bytes = field(repr=False)
    own: str = field(repr=False)


def rewrite_post(raw: RawPost, findings: Sequence[Finding]) -> Rewritten:
    """The request with these findings taken out."""
    text, changes = PostText(raw), edits(findings)
    return Rewritten(text.redacted(changes), text.own(changes))
