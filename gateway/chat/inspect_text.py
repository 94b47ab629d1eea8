"""A message that a server of its own asks about, as one text to inspect, and the way back to its parts. Runs in a worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway.chat.post_text import BODY, is_new, short_hash
from gateway.chat.written import Names, Written, edited, markdown, plain
from gateway.chat.written_html import html
from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.redaction import edits
from gateway.verdict import Finding

INSPECT = "inspect"  # the API's name in what is kept: there is no service behind it to send to
FORMS: dict[str, Callable[[str, Names], Written]] = {"text": plain, "html": html, "markdown": markdown}


@dataclass(frozen=True, slots=True)
class Piece:
    """A string that people will read. `form` is text, html or markdown."""

    ref: str
    form: str
    source: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A message as it travels to a worker. `earlier` is what was written just before it, and is delivered already."""

    channel: Channel
    pieces: tuple[Piece, ...]
    sender: Party
    recipients: tuple[Party, ...]
    room: str = ""
    room_kind: str = ""
    earlier: str = field(default="", repr=False)

    def packed(self) -> bytes:
        """As bytes to be kept while it is held."""
        return json.dumps({"earlier": self.earlier, "pieces": [(one.ref, one.form, one.source) for one in self.pieces]}, ensure_ascii=False).encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: `start` and `end` are code points, half-open, into the source of the piece `ref`."""

    finding: int
    ref: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AskedMessage(Message):
    """`own_spans` are where the new text stands in the text inspected; the rest was written before."""

    own_spans: tuple[tuple[int, int], ...] = ()


class AskedText:
    """All pieces of a message, one below the other, after what was written before."""

    def __init__(self, pieces: Sequence[Piece], earlier: str) -> None:
        self._placed: list[tuple[Piece, Written, int]] = []
        self.own_spans: list[tuple[int, int]] = []
        earlier = earlier.rstrip() + "\n" if earlier.strip() else ""
        made = ""
        for one in pieces:
            written = FORMS[one.form](one.source, {})
            again = earlier and one.ref in FORMS  # text, html and markdown are the same message: each is read after what was written before
            made += ("\n\n" if made and again else "\n" if made else "") + (earlier if again or not made else "")
            at = len(made)
            self._placed.append((one, written, at))
            made += written.text
            self.own_spans.append((at, len(made)))
        self.text = made or earlier

    def places(self, findings: Sequence[Finding]) -> list[Place]:
        """Every stretch of a piece that a finding covers; what stands in an earlier message has none."""
        found = []
        for i, one in enumerate(findings):
            for piece, written, start in self._placed:
                first, last = max(one.start - start, 0), min(one.end - start, len(written.text))
                if one.part == BODY and first < last:
                    found.append(Place(i, piece.ref, *written.source(first, last)))
        return found

    def redacted(self, findings: Sequence[Finding]) -> dict[str, str]:
        """The pieces with these findings taken out."""
        made = {}
        changes = edits(findings)
        for piece, written, start in self._placed:
            spans: list[tuple[int, int, str]] = []
            for one in changes:
                first, last = max(one.start - start, 0), min(one.end - start, len(written.text))
                # The word stands where the passage begins, should it reach over two pieces or tags.
                word = one.replacement if one.start >= start else ""
                for begin, end in written.stretches(first, last) if first < last else ():
                    spans.append((begin, end, word))
                    word = ""
            made[piece.ref] = edited(piece.source, spans)
        return made


def read_asked(asked: Asked) -> Message:
    """The door's reader."""
    text = AskedText(asked.pieces, asked.earlier)
    return AskedMessage(
        asked.channel, asked.sender, asked.recipients, (Part(BODY, PartKind.PLAIN, text.text),), asked.sender.address, asked.recipients,
        size=sum(len(one.source.encode("utf-8", "surrogatepass")) for one in asked.pieces), room_kind=asked.room_kind or "unknown",
        own_spans=tuple(text.own_spans),
    )  # fmt: skip


def answer_asked(asked: Asked, findings: Sequence[Finding], chosen: Sequence[int]) -> tuple[list[Place], dict[str, str]]:
    """(where the findings stand, the pieces without those of the indices `chosen`)."""
    text = AskedText(asked.pieces, asked.earlier)
    return text.places(findings), text.redacted([findings[i] for i in chosen if is_new(findings[i], text.own_spans)])


def kept_text(body: bytes) -> str:
    """The text of what was kept by `packed`. Raises ValueError, KeyError, TypeError."""
    told = json.loads(body.decode("utf-8", "surrogatepass"))
    return AskedText([Piece(str(ref), str(form), str(source)) for ref, form, source in told["pieces"]], str(told["earlier"])).text


def room_party(room: str, domain: str) -> Party:
    """Who stands for the readers of a room that are not named."""
    return Party(f"room-{short_hash(room)}@{domain}")
