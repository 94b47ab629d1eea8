"""A chat message as one text to inspect, and edits of that text carried back to where each piece is written. Runs in a worker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.chat.adapter import Adapter, Head, Post, Slot
from gateway.chat.apis import adapter_of
from gateway.chat.payload import Malformed, Path, Payload
from gateway.chat.written import Written
from gateway.message import Message, Part, PartKind, Party
from gateway.redaction import Edit, edits
from gateway.verdict import Finding

BODY = "body"
MOST_TEXT = 1_000_000  # characters of a message that are inspected


@dataclass(frozen=True, slots=True)
class RawPost:
    """A request as it travels to a worker. `earlier` is what the same author wrote in the room just before."""

    api: str
    head: Head
    body: bytes = field(repr=False)
    sender: Party = field(repr=False)
    members: tuple[Party, ...] = field(repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    earlier: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A slot's text within the whole: it begins at `start`."""

    slot: Slot
    written: Written
    start: int


class PostText:
    """All texts of a message, one below the other, after what was written before."""

    def __init__(self, raw: RawPost) -> None:
        adapter: Adapter = adapter_of(raw.api)
        self.payload = Payload.read(raw.body, raw.head.content_type, adapter.json_in)
        self.post: Post = adapter.read(raw.head, self.payload)
        values = dict(self.payload.strings())
        self._placed: list[_Placed] = []
        pieces = [raw.earlier + "\n"] if raw.earlier else []
        self.own_from = at = sum(map(len, pieces))
        before: Slot | None = None
        for slot in self.post.slots:
            written = slot.form(values[slot.path], raw.names)
            if before is not None and not _one_line(before.path, slot.path):
                pieces.append("\n")
                at += 1
            self._placed.append(_Placed(slot, written, at))
            pieces.append(written.text)
            at += len(written.text)
            before = slot
        if at > MOST_TEXT:
            raise Malformed("the message is too long to be inspected")
        self.text = "".join(pieces)
        self._starts = [one.start for one in self._placed]

    def redacted(self, changes: Sequence[Edit]) -> bytes:
        """The body with these edits of the whole text made, everything else as it came. Edits within `earlier` are left out."""
        values = dict(self.payload.strings())
        wanted: dict[Path, list[tuple[int, int, str]]] = {}
        for one in changes:
            word = one.replacement
            for i in range(max(0, bisect_right(self._starts, one.start) - 1), len(self._placed)):
                placed = self._placed[i]
                if placed.start >= one.end:
                    break
                start, end = max(one.start, placed.start), min(one.end, placed.start + len(placed.written.text))
                if start < end:
                    wanted.setdefault(placed.slot.path, []).append((*placed.written.source(start - placed.start, end - placed.start), word))
                    word = ""
        new: dict[Path, str] = {}
        for path, spans in wanted.items():
            value = values[path]
            for start, end, word in sorted(spans, reverse=True):
                value = value[:start] + word + value[end:]
            new[path] = value
        return self.payload.replaced(new)


def _one_line(before: Path, path: Path) -> bool:
    """Whether two strings are pieces of one line: neighbours in a rich text section."""
    return len(before) == len(path) >= 4 and before[:-2] == path[:-2] and before[-3] == "elements" and before[-1] == path[-1] == "text"


def read_post(raw: RawPost) -> Message:
    """The door's reader: a message with one part. Raises Malformed (a worker's error) for a body that is none."""
    text = PostText(raw)
    return Message(
        adapter_of(raw.api).channel, raw.sender, raw.members, (Part(BODY, PartKind.PLAIN, text.text),), raw.sender.address, raw.members, size=len(raw.body)
    )


def rewrite_post(raw: RawPost, findings: Sequence[Finding]) -> bytes:
    """The request's body with these findings taken out."""
    return PostText(raw).redacted(edits(findings))


def outline_of(raw: RawPost) -> tuple[Post, str, int]:
    """(the message without its texts, its text, where in the text it begins after `earlier`)."""
    text = PostText(raw)
    return text.post, text.text[text.own_from :], text.own_from
