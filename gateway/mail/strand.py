"""Text drawn out of its source, each stretch knowing where it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

LINE, CELL, ROW = 1, 2, 3  # what stands between two boxes of a page, weakest first
# CSS Text 3, 4.1.3: a line break in the source between two wide characters is no space.
_WIDE = re.compile("[\\u2e80-\\u30ff\\u3200-\\ua4cf\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uff60\\U00020000-\\U0003ffff]")


class Run(NamedTuple):
    """`length` characters of text from `at` on come from `start` to `end` of the source.

    They correspond one to one when the lengths are equal, as a whole otherwise; a stretch that was put in has no source.
    """

    at: int
    length: int
    start: int
    end: int


class Strand:
    """Text growing from stretches of a page's source, white space collapsed as a reader of the page sees it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.runs: list[Run] = []
        self.length = 0
        self.pending = 0
        self.space: tuple[int, int, bool] | None = None
        self.last = ""

    @property
    def text(self) -> str:
        """What has been put so far."""
        return "".join(self.pieces)

    def put(self, text: str, start: int, end: int) -> None:
        """Characters that come from `start` to `end` of the source, after whatever separates them from the last."""
        if self.pending:
            if self.last and self.last != "\n":
                self._add("\t" if self.pending == CELL else "\n", start, start)
            self.pending = 0
            self.space = None
        elif self.space is not None:
            at, after, broken = self.space
            self.space = None
            if self.last not in ("", "\n", "\t", " ") and text != "\n" and not (broken and _WIDE.match(self.last) and _WIDE.match(text)):
                self._add(" ", at, after)
        self._add(text, start, end)

    def blank(self, start: int, end: int, broken: bool) -> None:
        """Collapsible white space; `broken` when it has a line break."""
        if self.space is None:
            self.space = (start, end, broken)

    def separate(self, strength: int) -> None:
        """A box ends or begins: a line, a table cell or a table row."""
        if strength == CELL and self.pending != ROW:
            self.pending = CELL
        elif self.pending != CELL or strength == ROW:
            self.pending = max(self.pending, strength)
        self.space = None

    def _add(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text)
        self.runs.append(Run(self.length, len(text), start, end))
        self.length += len(text)
        self.last = text[-1]


def sources(runs: Sequence[Run], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of source that text `start` to `end` came from, in order, joined where they touch."""
    found: list[tuple[int, int]] = []
    index = max(0, bisect_right(runs, start, key=lambda run: run.at) - 1)
    for run in islice(runs, index, None):
        if run.at >= end:
            break
        low, high = max(start, run.at), min(end, run.at + run.length)
        if low >= high or run.start == run.end:
            continue
        literal = run.length == run.end - run.start
        span = (run.start + low - run.at, run.start + high - run.at) if literal else (run.start, run.end)
        if found and found[-1][1] == span[0]:
            found[-1] = (found[-1][0], span[1])
        elif not found or found[-1] != span:
            found.append(span)
    return found
