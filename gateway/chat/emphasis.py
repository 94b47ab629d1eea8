"""Marks of emphasis about a stretch that is taken out: one whose other half stays must stay too, or it would be read as a letter."""

from __future__ import annotations

import re

_MARK = re.compile(r"(?<![A-Za-z0-9*_~`])[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}(?![A-Za-z0-9*_~`])")
_BEFORE = 400  # characters that are looked at for the other half


def between_halves(source: str, start: int, end: int, word: str) -> str:
    """What to write in the place of `start`:`end` of a text in Markdown or mrkdwn: `word`, behind marks that open what goes on after it, before those that close what began before it."""
    line = source.rfind("\n", max(0, start - _BEFORE), start) + 1 or max(0, start - _BEFORE)
    marks = [(line + match.start(), match.group()) for match in _MARK.finditer(source[line : end + 1])]
    earlier = [mark for at, mark in marks if at < start]
    alone: list[str] = []
    for mark in (mark for at, mark in marks if start <= at < end):
        if alone and alone[-1] == mark:
            alone.pop()
        else:
            alone.append(mark)
    closing = [mark for mark in alone if earlier.count(mark) % 2]
    opening = [mark for mark in alone if mark not in closing]
    return "".join(opening) + word + "".join(closing)
