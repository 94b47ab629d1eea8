"""A chat message as one text to inspect, and edits of that text carried back to where each piece is written. Runs in a worker."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from gateway.chat.adapter import LINK, Adapter, Head, Post, Slot
from gateway.chat.apis import adapter_of
from gateway.chat.embedded import embedded
from gateway.chat.emphasis import between_halves
from gateway.chat.marking import is_spoken, marked, with_mark
from gateway.chat.payload import Malformed, Path, Payload, Unstructured, read_escapes
from gateway.chat.roster import Room
from gateway.chat.shown_together import between, labels_first, movable, numbers, renditions
from gateway.chat.written import Written, edited, emoji_name, plain, unescaped
from gateway.message import Message, Unreadable
from gateway.redaction import Edit
from gateway.verdict import Finding

BODY = "body"
MOST_TEXT = 1_000_000  # characters of a message that are inspected
TOGETHER = 240  # characters of short messages that are read together
_LEAST_BEFORE = 60  # characters of what went before that a long message is read with
_SESSION = re.compile(r"(?:^|;)\s*(?:MMAUTHTOKEN|SESSION|session|d)=([^;]{1,400})")


@dataclass(frozen=True, slots=True)
class RawPost:
    """A request as it travels to a worker.

    `domain` is the company's; `inside` says that only its own people read these rooms. `names` are what people are called, by
    the id a mention has. `recent` is what was written just before, by the key of author and room (see ChatMessage). `rooms` is
    what the service told of rooms, by the name that requests have for them.
    """

    api: str
    head: Head
    body: bytes = field(repr=False)
    domain: str = "chat.internal"
    inside: bool = False
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    recent: Mapping[str, str] = field(default_factory=dict, repr=False)
    rooms: Mapping[str, Room] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ChatMessage(Message):
    """What a door of chat needs to know beside the message.

    `key` names author and room, without telling either; `own` is the new text itself, `own_spans` where it stands in the text
    inspected, once for each of its renditions, each after what was written before. `grows` says that it continues a stream.
    """

    key: str = ""
    room: str = field(default="", repr=False)  # as the request names it
    own: str = field(default="", repr=False)
    own_spans: tuple[tuple[int, int], ...] = ()
    grows: bool = False
    encrypts: bool = False
    files: tuple[str, ...] = ()  # see Post
    fault: str = ""  # why the request could not be read

    def is_new(self, finding: Finding) -> bool:
        """Whether something of it stands in the new text."""
        return is_new(finding, self.own_spans)


def is_new(finding: Finding, own_spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a finding touches one of the spans; everything is new where there are none."""
    return not own_spans or any(finding.start < end and finding.end > start for start, end in own_spans)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A slot's text within the whole: it begins at `start`."""

    slot: Slot
    written: Written
    start: int


class PostText:
    """All texts of a message, one below the other, after what was written before. Raises Malformed."""

    def __init__(self, raw: RawPost) -> None:
        adapter: Adapter = adapter_of(raw.api)
        self._raw = raw
        if (coding := raw.head.headers.get("content-encoding", "identity").strip().lower()) not in ("", "identity"):
            raise Malformed(f"the body is compressed ({coding[:20]}); send it as it is")
        if raw.head.content_type.lower().lstrip().startswith("multipart/"):
            raise Malformed("multipart bodies are not read here; send JSON or application/x-www-form-urlencoded")
        self.payload, written_plainly = _payload(raw, adapter)
        self.post: Post = adapter.read(raw.head, self.payload)
        self.author = f"app-{short_hash(self.post.author or credential(raw.head))}"
        self.told = raw.rooms.get(self.post.room, Room())
        room = in_room(self.author, self.told.place or self.post.room)
        stream = self.post.stream
        self.key = room + (f"#{'' if stream == 'start' else stream}" if stream else "")
        earlier = "" if stream == "start" else raw.recent.get(self.key) or (raw.recent.get(room + "#", "") if stream else "")
        values = dict(self.payload.strings())
        if earlier and not stream:
            # Short messages are read together; a long one needs little of what went before, and should not cost twice.
            own = sum(len(values[slot.path]) for slot in self.post.slots)
            earlier = earlier[-max(_LEAST_BEFORE, TOGETHER - own) :].rstrip() + "\n"
        pieces = [earlier] if earlier else []
        at = sum(map(len, pieces))
        self._names = {**raw.names, **self.told.names, **self.post.names}
        self._placed: list[_Placed] = []
        own_spans: list[tuple[int, int]] = []
        for group in renditions(self.post.slots) if earlier and not stream else [labels_first(self.post.slots)]:
            if own_spans:  # what is shown in the place of the text before is read after the same words
                pieces += ["\n\n", earlier]
                at += 2 + len(earlier)
            start, before = at, None
            for slot in group:
                written = slot.form(values[slot.path], self._names)
                if LINK.match(values[slot.path]):
                    written = unescaped(written)
                if before is not None:
                    parted = between(before.path, slot.path)
                    pieces.append(" " if parted == ": " and pieces[-1].rstrip().endswith((":", "：")) else parted)
                    at += len(pieces[-1])
                self._placed.append(_Placed(slot, written, at))
                pieces.append(written.text)
                at += len(written.text)
                before = slot
            own_spans.append((start, at))
        self._rewritable_to = at
        files = list(embedded(self.payload))
        self.unreadable = (*self.post.unreadable, *(one for one in files if isinstance(one, Unreadable)))
        texts = [one for one in files if isinstance(one, str)]
        for aside in (*self.post.aside, *written_plainly, *numbers(self.payload, self.post.any_key), *texts):
            pieces += ["\n", aside]
            at += 1 + len(aside)
        if at > MOST_TEXT:
            raise Malformed("the message is too long to be inspected")
        self.text = "".join(pieces)
        self.own_spans = (*own_spans[:-1], (own_spans[-1][0] if own_spans else 0, len(self.text)))
        self._starts = [one.start for one in self._placed]
        first = movable([one.slot for one in self._placed])
        self._foremost = next(((one.start, one.start + len(one.written.text)) for one in self._placed if one.slot.path == first), (0, 0))

    def own(self, changes: Sequence[Edit] = ()) -> str:
        """What is new, once, with these edits made: the message's text comes last, for a later message to go on from."""
        start, end = self.own_spans[0]
        if self.post.stream:
            return self._edited(start, end, changes)
        first, last = self._foremost
        spans = [(start, first), (last, end), (first, last)] if start <= first < last <= end else [(start, end)]
        said = "".join(self.text[start:end].split())
        spans = [one for one in self.own_spans[1:] if "".join(self.text[slice(*one)].split()) not in said] + spans
        return "\n".join(filter(None, (self._edited(*one, changes).strip("\n") for one in spans if one[0] < one[1])))

    def _edited(self, start: int, end: int, changes: Sequence[Edit]) -> str:
        inside = [(max(start, one.start) - start, min(end, one.end) - start, one.replacement) for one in changes if one.start < end and one.end > start]
        return edited(self.text[start:end], inside)

    def redacted(self, changes: Sequence[Edit]) -> bytes:
        """The body with these edits of the whole text made, everything else as it came. Edits of what was written before are left out.

        Raises Malformed for an edit of what stands in path or query, or of a link or a room's name for programs: services refuse words there.
        """
        values = dict(self.payload.strings())
        wanted: dict[Path, list[tuple[int, int, str]]] = {}
        for one in changes:
            word = one.replacement
            if one.end > self._rewritable_to:
                raise Malformed("the path cannot be rewritten")
            for i in range(max(0, bisect_right(self._starts, one.start) - 1), len(self._placed)):
                placed = self._placed[i]
                if placed.start >= one.end:
                    break
                start, end = max(one.start, placed.start), min(one.end, placed.start + len(placed.written.text))
                if start < end and placed.slot.form is emoji_name and placed.written.text.isdigit():
                    raise Malformed("a digit that is a picture cannot be taken out")
                if start < end and self._is_address(placed.slot.path, values[placed.slot.path]):
                    raise Malformed("an address cannot be rewritten")
                for first, last in placed.written.stretches(start - placed.start, end - placed.start) if start < end else ():
                    in_place = word if placed.written.tagged or placed.slot.form is plain else between_halves(values[placed.slot.path], first, last, word)
                    wanted.setdefault(placed.slot.path, []).append((first, last, in_place))
                    word = ""
        return self._with({path: edited(values[path], spans) or _NOTHING for path, spans in wanted.items()})

    def _is_address(self, path: Path, value: str) -> bool:
        """Whether a string is nothing but where something is, and no text of the message."""
        if LINK.match(value):
            return not is_spoken(path)
        return not self.post.says and path[-1:] != () and path[-1] in ("name", "room_alias_name") and _SLUG.fullmatch(value) is not None

    def tagged(self, mark: str) -> bytes:
        """The body with `mark` before its text (see `gateway.chat.marking`). As it came where there is no such text."""
        if self.post.stream not in ("", "start") or not self.post.says or self.post.any_key:
            return self._raw.body  # a piece that goes into the middle of a text; what is no message
        values = dict(self.payload.strings())
        places = marked(one.slot.path for one in self._placed if one.written.text.strip() and not self._is_short(one.slot.path))
        return self._with({path: with_mark(values[path], mark) for path in places})

    def _is_short(self, path: Path) -> bool:
        """Whether it is the text of one of Slack's headers, which has no room for a mark."""
        return path[:1] == ("blocks",) and self.payload.get(*path[:2], "type") == "header"

    def _with(self, new: Mapping[Path, str]) -> bytes:
        """The body with these strings in place of others; to the byte as it came where there are none."""
        return self.payload.replaced(new) if new else self._raw.body


def _payload(raw: RawPost, adapter: Adapter) -> tuple[Payload, tuple[str, ...]]:
    """The body, and its text where it is neither JSON nor a form and may be so. Raises Malformed."""
    try:
        return Payload.read(raw.body, raw.head.content_type, adapter.json_in), ()
    except Unstructured:
        if not adapter.may_be_text(raw.head):
            raise
        return Payload.of_nothing(), tuple(dict.fromkeys(_readings(raw)))


def _readings(raw: RawPost) -> Iterator[str]:
    """A text as its readers may take it: plain, as fields of a form, as the JSON that stands before other words; in the old charset where it is not UTF-8."""
    text = raw.body.decode("utf-8", "replace")
    if "\ufffd" in text:
        yield raw.body.decode("cp932", "replace")
    if "urlencoded" in raw.head.content_type.lower():
        text = unquote_plus(text)
    yield read_escapes(text)


_SLUG = re.compile(r"[a-z0-9_.-]{1,200}")
_NOTHING = "\u200b"  # services refuse elements without text; this one takes no place

def in_room(key: str, room: str) -> str:
    """A key of the same author in another room."""
    return f"{key.partition('/')[0]}/{short_hash(room)}"


def credential(head: Head) -> str:
    """What the sender of a request is told by: a token, a session, or a webhook's address. Only ever used hashed."""
    session = _SESSION.search(head.headers.get("cookie", ""))
    return head.headers.get("authorization") or head.headers.get("x-chatworktoken") or (session.group(1) if session else "") or head.path


def short_hash(secret: str) -> str:
    """Twelve hexadecimal digits that tell two senders or rooms apart."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:12]
