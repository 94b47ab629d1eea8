"""What stands around a place in a text: the words before and after it, the table column it belongs to.

Works on folded text (see `recognizers.normalize`), in windows of bounded width, so that the cost of looking around a
place never depends on the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import east_asian_width

_LINE = 400
"""Longest part of a line that is looked at, to either side, in characters."""

_QUOTING = re.compile(r"^[>| \t]{1,20}")
_WRAP = re.compile(r"\n[>| \t]{0,20}")
_TOLD = re.compile(r"(?:番号|コード|No\.?|ナンバー|ID)[はがをにもの][^:\n]{4,}")
"""Another number spoken of in a sentence above: it labels nothing below."""
_CELL_BEFORE = re.compile(r"(?:^|[\t|,])[ ]{0,3}(?P<name>[^\t|,0-9]{2,20}?)[ ]{0,3}[\t|,][ ]{0,3}\Z")
_REST = 3  # characters a cell may say beyond the label: 個人番号|カード
_ENDED = re.compile(r"[。.!?:)」】\]=-]\s*\Z|\A[^ぁ-ん]*\Z")  # no line that runs on: a sentence's end, a heading, a label of a form
_OPENED = re.compile(r"[・*■●◆○①-⑳#]|[0-9]{1,2}[.)]")
_DIGITS = re.compile(r"[0-9]{4}")
_IS_NOT = re.compile(r"(?:では|じゃ)(?:あり|な[いくか]|ござ)")
_HAS_ITS_OWN = re.compile(r"[ :#]{0,3}[0-9A-Za-z-]{4,20}(?:[ ]?[|\t]|です|でした|。)")
"""After another label the number in the same cell or sentence is the one it names."""
_HEADING = re.compile(r"(?!.*[0-9]{2}).{1,30}")


@dataclass(frozen=True, slots=True)
class Label:
    """The word that says what a number is, and where it stands; `foreign` when it names another kind of number."""

    word: str
    where: str
    foreign: bool = False


class Surroundings:
    """The surroundings of places in `text`. Table headers are found once a block, whatever the number of rows."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._heads: dict[tuple[int, str], int] = {}

    def line(self, at: int) -> tuple[int, int]:
        """The span of the line around `at`, without its line break, cut to 400 characters either side."""
        begin = self._text.rfind("\n", max(0, at - _LINE), at) + 1 or max(0, at - _LINE)
        end = self._text.find("\n", at, at + _LINE)
        return begin, end if end >= 0 else min(len(self._text), at + _LINE)

    def own_line_before(self, at: int) -> str:
        """What stands before `at` on its line, without quoting marks."""
        return _QUOTING.sub("", self._text[self.line(at)[0]:at])

    def alone(self, start: int, end: int) -> bool:
        """Whether nothing else stands on the line, spaces and quoting marks aside."""
        begin, close = self.line(start)
        return close >= end and not _QUOTING.sub("", self._text[begin:start]).strip() and not self._text[end:close].strip()

    def line_above(self, at: int) -> str:
        """The nearest line above the line of `at` that is not blank, among two; without quoting marks."""
        begin = self.line(at)[0]
        for _ in range(2):
            if begin <= 0 or self._text[begin - 1] != "\n":
                return ""
            above, end = self.line(begin - 1)
            stripped = _QUOTING.sub("", self._text[above:end])
            if stripped.strip():
                return stripped
            begin = above
        return ""

    def sentence_above(self, at: int, width: int) -> str:
        """The line above, and above it those that run on into it, as prose is wrapped: at most as many as make `width` characters."""
        above = self.line_above(at)
        begin = self.line(at)[0]
        while 0 < len(above) < width and begin > 0:
            begin, end = self.line(begin - 1)
            further = self.line_above(begin)
            if not further or not _QUOTING.sub("", self._text[begin:end]).strip() or _ENDED.search(further) or _OPENED.match(above) or _DIGITS.search(above) or _DIGITS.search(further):
                break
            above = further + above
        return above

    def after(self, at: int, width: int) -> str:
        """Up to `width` characters after `at` on its line."""
        return self._text[at:min(self.line(at)[1], at + width)]

    def around(self, start: int, end: int, lines: int, width: int = _LINE) -> tuple[str, str]:
        """Up to `lines` lines and `width` characters before `start`, and after `end`, as they are."""
        before = self._text[max(0, start - width):start].rsplit("\n", lines)
        after = self._text[end:end + width].split("\n", lines)
        return "\n".join(before[-lines:]), "\n".join(after[:lines])

    def header(self, at: int) -> str:
        """The heading of the table column `at` stands in: rows cut by tab, bar, comma or slash; empty outside tables."""
        begin, end = self.line(at)
        for mark in "\t|,;/":
            column = self._text.count(mark, begin, at)
            if not column and self._text.find(mark, at, end) < 0:
                continue
            head = self._head(begin, mark)
            if head == begin:
                return ""
            cells = self._text[head:self.line(head)[1]].split(mark)
            if mark == "/" and len(cells) != self._text.count(mark, begin, end) + 1:
                return ""  # dates and shares have slashes of their own
            return _heading(cells[column]) if column < len(cells) else ""
        return ""

    def spaced_header(self, at: int) -> str:
        """The heading over `at` where columns are cut by spaces only, as people type tables into a mail.

        Names with a space shift the columns: then the first column counts from the left, the others from the right.
        """
        begin, end = self.line(at)
        if self._text.find(" ", begin, end) < 0:
            return ""
        head = self._headings_above(begin)
        if head is None:
            head = self._head(begin, " ")
        if head == begin:
            return ""
        top = self._text[head:self.line(head)[1]]
        if (aligned := _aligned(top, self._text[begin:end], at - begin)) is not None:
            return _heading(aligned)
        names = top.split()
        if len(names) < 2 or not all(map(_heading, names)):
            return ""
        wide = re.split(r" {2,}", self._text[begin:end].strip(" >"))
        column = len(self._text[begin:at].split())
        if len(wide) == len(names):
            column = len(re.split(r" {2,}", (self._text[begin:at] + "0").strip(" >"))) - 1
        elif column:
            column -= max(0, len(self._text[begin:end].split()) - len(names))
        return names[column] if 0 <= column < len(names) else ""

    def cells(self, value: str, heading: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The table cells that are wholly a `value` (a pattern of bounded length) under a heading that matches."""
        cell = re.compile(rf"(?:^|(?<=[\t|,;/ ])|(?<=[\t|,;][\"']))({value})(?=[\"']?[ ]{{0,20}}[\t|,;/]|[\"'][ ]{{0,20}}(?:\n|\Z)|[ ]{{1,20}}|\n|\Z)", re.MULTILINE)
        for match in cell.finditer(self._text):
            start, end = match.span(1)
            if heading.search(self.header(start)) or heading.search(self.spaced_header(start)):
                yield start, end

    def _headings_above(self, begin: int) -> int | None:
        """Where the nearest line above `begin` starts that is nothing but headings, two spaces or more apart; in the same block of lines."""
        at = begin
        for _ in range(_MOST_ROWS):
            if at == 0 or self._text[at - 1] != "\n":
                return None
            above, end = self.line(at - 1)
            line = self._text[above:end]
            if "  " not in line:
                return None
            if not _ANY_DIGIT.search(line) and len(_WIDE.findall(line)) >= 2:
                return above
            at = above
        return None

    def _head(self, begin: int, mark: str) -> int:
        """Where the block of lines with `mark` that the line at `begin` belongs to starts."""
        walked = []
        head = begin
        while True:
            known = self._heads.get((head, mark))
            if known is not None:
                head = known
                break
            walked.append(head)
            if head == 0 or self._text[head - 1] != "\n":
                break
            above, end = self.line(head - 1)
            if self._text.find(mark, above, end) < 0:
                break
            head = above
        for place in walked:
            self._heads[place, mark] = head
        return head

    def label(self, start: int, end: int, words: re.Pattern[str], others: re.Pattern[str], reach: int = 40,
              behind: int = 14) -> Label | None:
        """The label nearest to the number at `start`:`end`.

        A column heading counts first, then the last label within `reach` characters before, on the same line or at
        the end of the line above, then the first one within `behind` characters after. `words` are the labels sought,
        `others` those of other numbers; where both end at the same place the sought one wins.
        """
        own = self.own_line_before(start)
        if (cell := _CELL_BEFORE.search(own)) is not None and (named := words.match(cell["name"])) is not None and len(cell["name"]) - named.end() <= _REST:
            return Label(named.group(), "in the cell before it")  # the kind of paper, under a heading that only says 「番号」
        header = self.header(start)
        if header and (found := _last(header, words, others)):
            return Label(found[0], "as column heading", found[1])
        if found := _last(own[-reach:], words, others):
            if found[1] and own.startswith(found[0]) and (whole := _last(self.line_above(start)[-reach:] + own[-reach:], words, others)) and not whole[1]:
                return Label(whole[0], "cut by the line break before it")
            return Label(found[0], "before it", found[1])
        if found := _last(self.spaced_header(start), words, others):
            return Label(found[0], "as column heading", found[1])
        after = self.after(end, behind)
        if ((match := words.match(after.lstrip(" ("))) or (match := words.search(after))) and not _IS_NOT.search(after + self.after(end + len(after), 8)):
            other = others.search(after)
            if other is None or other.end() >= match.end():
                return Label(match.group(), "after it")
        if len(own) < reach:
            # joined, since a label may be cut by the line break
            joined = (self.sentence_above(start, reach) + own)[-reach:]
            if (found := _last(joined, words, others)) and not (found[1] and _TOLD.search(joined)):
                ends_it = joined.rstrip(" \t([「").endswith(found[0]) and not own.strip(" \t([「")
                return Label(found[0], "cut by the line break before it" if found[1] and ends_it else "in the line above", found[1])
        return None


def _aligned(top: str, row: str, at: int) -> str | None:
    """The heading of `top` over place `at` of `row`, where two spaces or more part the columns; None when they do not.

    As many cells as headings: by their order. Else the heading that begins nearest above, a wide character as two.
    """
    names = list(_WIDE.finditer(top))
    cells = list(_WIDE.finditer(row))
    if len(names) < 2 or len(cells) < 2:
        return None
    if len(names) == len(cells):
        return next((name.group() for name, cell in zip(names, cells, strict=True) if cell.start() <= at < cell.end()), None)
    column = _width(row[:at])
    nearest = min(names, key=lambda name: abs(_width(top[:name.start()]) - column))
    return nearest.group() if abs(_width(top[:nearest.start()]) - column) <= _ASKEW else None


_WIDE = re.compile(r"[^\s>]\S*(?: \S+)*")
_ANY_DIGIT = re.compile("[0-9]")
_MOST_ROWS = 40
_ASKEW = 2  # columns that a cell may begin beside its heading


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _heading(cell: str) -> str:
    """A table cell as a heading, empty when it is too long for one or holds data."""
    name = cell.strip(" \"'*>")
    return name if _HEADING.fullmatch(name) else ""


def _last(text: str, words: re.Pattern[str], others: re.Pattern[str]) -> tuple[str, bool] | None:
    """The last label in `text`, and whether it is one of `others`."""
    ours = _final(words.finditer(text))
    theirs = _final(others.finditer(text))
    if theirs is not None and _HAS_ITS_OWN.match(text, theirs.end()):
        theirs = None
    if ours and (theirs is None or ours.end() >= theirs.end()):
        return ours.group(), False
    return (theirs.group(), True) if theirs else None


def _final(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for last in matches:
        pass
    return last


@lru_cache(maxsize=16)
def unwrapped(text: str) -> str:
    """`text` with every line break and the quoting marks after it taken out: for asking whether a word occurs."""
    return _WRAP.sub("", text) if "\n" in text else text
