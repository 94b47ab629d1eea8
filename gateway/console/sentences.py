"""The sentences in which something was found, with the passages marked: what a sender needs to see of their own message. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gateway.console.marked import Piece, pieces
from gateway.shown import Text
from gateway.verdict import Finding

_ENDS = "。．！？!?"
_BREAKS = ("\n\n", "\n\r")  # one line break alone may stand in the middle of a sentence
_AROUND = 120  # characters of a sentence shown on either side of what was found
_LONGEST = 2000  # characters of a passage shown
MOST = 40  # sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """Part of a text: `bits` in order, whose `finding` is an index into `findings`."""

    kind: str
    bits: tuple[Piece, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)


def sentences(texts: Sequence[Text], findings: Sequence[Finding]) -> list[Sentence]:
    """The sentences around the findings, in the order of the texts, each once; at most `MOST`."""
    made: list[Sentence] = []
    for text in texts:
        mine = sorted((one for one in findings if one.part == text.ref and one.start < min(one.end, len(text.text))), key=lambda one: one.start)
        spans: list[tuple[int, int, list[Finding]]] = []
        for one in mine:
            start, end = _around(text.text, one.start, min(one.end, len(text.text)))
            if spans and start <= spans[-1][1]:
                first, last, members = spans[-1]
                spans[-1] = (first, max(last, end), [*members, one])
            else:
                spans.append((start, end, [one]))
        for start, end, members in spans[: MOST - len(made)]:
            end = min(end, start + _LONGEST)
            moved = [replace(one, start=max(0, one.start - start), end=max(0, min(one.end, end) - start)) for one in members]
            part = replace(text, text=text.text[start:end].rstrip())
            made.append(Sentence(text.kind, tuple(pieces(part, moved, frozenset())), tuple(members)))
        if len(made) >= MOST:
            break
    return made


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence with this passage begins and ends."""
    first, last = start, end
    while first > 0 and start - first < _AROUND and text[first - 1] not in _ENDS and text[max(0, first - 2) : first] not in _BREAKS:
        first -= 1
    while last < len(text) and last - end < _AROUND and text[last - 1] not in _ENDS and text[last : last + 2] not in _BREAKS:
        last += 1
    while first < start and text[first].isspace():
        first += 1
    return first, last
