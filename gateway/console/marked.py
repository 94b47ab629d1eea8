"""A text with its findings marked, or masked: pieces for the page to put together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gateway.redaction import Lost, placed
from gateway.shown import Text
from gateway.verdict import About, Finding

MASK = "■"
LONGEST_MASK = 8  # characters: how long the original was need not be told
_NAMES = frozenset(("PERSON", "ORGANIZATION"))
_CONTACTS = frozenset(("PHONE_NUMBER", "EMAIL_ADDRESS", "JP_ADDRESS", "JP_EMPLOYEE_ID"))
_OURS = frozenset((About.SENDER, About.RECIPIENT, About.COLLEAGUE, About.NOBODY, About.PUBLIC))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `finding` is the index of what was found there, None where nothing was. `hidden`: masked."""

    text: str = field(repr=False)
    finding: int | None = None
    hidden: bool = False


def to_hide(findings: Sequence[Finding]) -> frozenset[int]:
    """Indices of what a reviewer need not see at first: everything but names, and contacts of sender, recipients and colleagues."""
    return frozenset(
        i for i, one in enumerate(findings)
        if not (one.about in _OURS and (one.entity_type in _NAMES or one.entity_type in _CONTACTS)) and one.entity_type != "ORGANIZATION"
    )  # fmt: skip


def pieces(text: Text, findings: Sequence[Finding], hide: frozenset[int]) -> list[Piece]:
    """The text in pieces. Where findings overlap, a hidden one goes first, then the longer: what is hidden in any is hidden."""
    mine = [(i, each) for i, one in enumerate(findings) if one.part == text.ref for each in _places(text.text, one)]
    made: list[Piece] = []
    at = 0
    cuts = sorted({0, len(text.text), *(one.start for _, one in mine), *(min(one.end, len(text.text)) for _, one in mine)})
    opened: list[tuple[int, Finding]] = []
    queue = sorted(mine, key=lambda each: each[1].start)
    place = 0
    for start, end in pairwise(cuts):
        while place < len(queue) and queue[place][1].start <= start:
            opened.append(queue[place])
            place += 1
        opened = [each for each in opened if each[1].end > start]
        best = min(opened, key=lambda each: (each[0] not in hide, each[1].start - each[1].end), default=None)
        said = text.text[start:end]
        if best is None:
            made.append(Piece(said))
        elif best[0] in hide:
            if not (made and made[-1].finding == best[0] and made[-1].hidden and at == start):
                made.append(Piece(MASK * min(best[1].end - best[1].start, LONGEST_MASK), best[0], hidden=True))
        else:
            made.append(Piece(said, best[0]))
        at = end
    return made


def _places(text: str, finding: Finding) -> list[Finding]:
    """The finding where its words stand; a text that was held by an earlier version may be read otherwise by this one."""
    if not finding.text or text[finding.start : finding.end] == finding.text:
        return [finding] if finding.start < min(finding.end, len(text)) else []
    try:
        return list(placed([finding], {finding.part: text}))
    except Lost:
        return []
