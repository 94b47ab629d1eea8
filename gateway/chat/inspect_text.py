"""A message that a server of its own asks about, as one text to inspect, and the way back to its parts. Runs in a worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway.chat.post_text import BODY, short_hash
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


class AskedText:
    """All pieces of a message, one below the other, after what was written before."""

    def __init__(self, pieces: Sequence[Piece], earlier: str) -> None:
        self.own_from = own_from(earlier)
        texts = [earlier] if earlier else []
        at = self.own_from
        self._placed: list[tuple[Piece, Written, int]] = []
        for one in pieces:
            written = FORMS[one.form](one.source, {})
            self._placed.append((one, written, at))
            texts.append(written.text)
            at += len(written.text) + 1
        self.text = "\n".join(texts)

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


def own_from(earlier: str) -> int:
    """Where the message itself begins."""
    return len(earlier) + 1 if earlier else 0


def read_asked(asked: Asked) -> Message:
    """The door's reader."""
    text = AskedText(asked.pieces, asked.earlier).text
    return Message(
        asked.channel, asked.sender, asked.recipients, (Part(BODY, PartKind.PLAIN, text),), asked.sender.address, asked.recipients,
        size=sum(len(one.source.encode("utf-8", "surrogatepass")) for one in asked.pieces), room_kind=asked.room_kind or "unknown",
    )  # fmt: skip


def answer_asked(asked: Asked, findings: Sequence[Finding], chosen: Sequence[int]) -> tuple[list[Place], dict[str, str]]:
    """(where the findings stand, the pieces without those of the indices `chosen`)."""
    text = AskedText(asked.pieces, asked.earlier)
    return text.places(findings), text.redacted([findings[i] for i in chosen if findings[i].end > text.own_from])


def kept_text(body: bytes) -> str:
    """The text of what was kept by `packed`. Raises ValueError, KeyError, TypeError."""
    told = json.loads(body.decode("utf-8", "surrogatepass"))
    return AskedText([Piece(str(ref), str(form), str(source)) for ref, form, source in told["pieces"]], str(told["earlier"])).text


def room_party(room: str, domain: str) -> Party:
    """Who stands for the readers of a room that are not named."""
    return Party(f"room-{short_hash(room)}@{domain}")
