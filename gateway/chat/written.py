"""A text as people read it, and the way back to how it is written: mentions, links, references and markup cost no offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

Names = Mapping[str, str]  # what people are called, by the id a mention has


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is what is read; character i of it stands at `origin[i]`, (start, end) of the source, half-open.

    `tagged` says that what stands between two characters is tags, which stay when the text around them goes.
    """

    text: str = field(repr=False)
    origin: tuple[tuple[int, int], ...] = field(repr=False)
    tagged: bool = False

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where `start`:`end` of the text stands in the source."""
        if start >= end or start >= len(self.origin):
            return (0, 0)
        places = self.origin[start:end]
        return min(first for first, _ in places), max(last for _, last in places)

    def stretches(self, start: int, end: int) -> list[tuple[int, int]]:
        """What has to be replaced in the source so that `start`:`end` of the text goes, in order; what was put in has no place there."""
        if not self.tagged:
            return [self.source(start, end)]
        found: list[tuple[int, int]] = []
        for first, last in self.origin[start:end]:
            if first == last or (found and found[-1] == (first, last)):
                continue
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found


def edited(source: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The source with a word in place of each span (start, end, word)."""
    pieces, at = [], 0
    for start, end, word in sorted(spans):
        pieces += [source[at:start], word]
        at = max(at, end)
    return "".join((*pieces, source[at:]))


class Maker:
    """Puts a Written together piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.origin: list[tuple[int, int]] = []

    def same(self, source: str, start: int, end: int) -> None:
        """Characters that are read as they are written."""
        if start < end:
            self.pieces.append(source[start:end])
            self.origin += [(i, i + 1) for i in range(start, end)]

    def instead(self, text: str, start: int, end: int) -> None:
        """`text` is read where `start`:`end` is written."""
        if text:
            self.pieces.append(text)
            self.origin += [(start, end)] * len(text)

    def read(self, written: Written, start: int) -> None:
        """What was read of a stretch of the source that begins at `start`."""
        if written.text:
            self.pieces.append(written.text)
            self.origin += [(first + start, last + start) for first, last in written.origin]

    def unquoted(self, source: str, start: int, end: int) -> None:
        """Characters as they are written, but for percent escapes, which are read."""
        at = start
        for match in _ESCAPED.finditer(source, start, end):
            self.same(source, at, match.start())
            self.instead(unquote(match.group()), *match.span())
            at = match.end()
        self.same(source, at, end)

    @property
    def last(self) -> str:
        """The last character, empty before the first."""
        return self.pieces[-1][-1] if self.pieces else ""

    def trim(self, start: int) -> None:
        """White space at the end goes, back to `start` at most."""
        while self.pieces and len(self.origin) > start:
            piece = self.pieces.pop()
            kept = piece[: max(len(piece.rstrip()), len(piece) - (len(self.origin) - start))]
            del self.origin[len(self.origin) - len(piece) + len(kept) :]
            if kept:
                self.pieces.append(kept)
                return

    def made(self, tagged: bool = False) -> Written:
        return Written("".join(self.pieces), tuple(self.origin), tagged)


def plain(source: str, names: Names) -> Written:
    """Text without markup."""
    return Written(source, tuple((i, i + 1) for i in range(len(source))))


_DIGITS = {f":{name}:": str(digit) for digit, name in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])}


def emoji(code: str) -> str:
    """What a code like :four: is read as: a digit that is a picture is a digit, and any other picture between two words parts them."""
    return _DIGITS.get(code, " ")


def emoji_name(source: str, names: Names) -> Written:
    """A picture in rich text, by its name, which is never rewritten."""
    return Written(_DIGITS.get(f":{source}:", " "), (), tagged=True)


_SLACK = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>|&(amp|lt|gt);|:(?![0-9]{1,2}:)[a-z0-9_+-]{2,50}:|((?<![A-Za-z0-9*_~`])[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}(?![A-Za-z0-9*_~`]))")
TELLING_TARGET = re.compile(r"[0-9]{4}|%[0-9A-Fa-f]{2}|@")  # a link's target that may hold more than a place


def slack(source: str, names: Names) -> Written:
    """Slack's mrkdwn: <@U1>, <#C1|name>, <!here>, <https://…|label>, &amp;, :emoji:."""

    def read(match: re.Match[str]) -> Read:
        kind, what, label, reference, mark = match.groups()
        if mark:
            return ""
        if reference:
            return {"amp": "&", "lt": "<", "gt": ">"}[reference]
        if what is None:
            return emoji(match.group())
        if kind == "@":
            return f"@{names.get(what, label or '')}さん " if names.get(what) or label else " "
        if kind:
            return match.span(3) if label else ""
        return _of_link(match, 3 if label else None, 2)

    return _replaced(source, _SLACK, read)


def unescaped(written: Written) -> Written:
    """A text that is nothing but an address, its percent escapes read."""
    maker = Maker()
    maker.unquoted(written.text, 0, len(written.text))
    read = maker.made()
    return Written(read.text, tuple(written.source(*place) for place in read.origin), written.tagged)


_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def _of_link(match: re.Match[str], label: int | None, target: int) -> Read:
    """What is read of a link: its label, and its target where that may tell more than a place, or stands alone."""
    if label is None:
        return match.span(target)
    if TELLING_TARGET.search(match.group(target)):
        return [match.span(label), " ", match.span(target), " "]
    return match.span(label)


_CHATWORK = re.compile(r"\[To:([0-9]{1,12})\](?:[^\n\[]{0,40}?さん)?|\[rp aid=([0-9]{1,12})[^\]\n]{0,60}\]|\[picon(?:name)?:([0-9]{1,12})\]|\[/?(?:info|title|code|qt|qtmeta[^\]\n]{0,60}|hr|toall)\]")


def chatwork(source: str, names: Names) -> Written:
    """Chatwork's notation: [To:1], [rp aid=1 …], [info], [code], [qt]."""

    def read(match: re.Match[str]) -> Read:
        who = match.group(1) or match.group(2) or match.group(3)
        return f"{names.get(who, '')}さん\n" if who and names.get(who) else match.group().partition("]")[2] or "\n"

    return _replaced(source, _CHATWORK, read)


_LINEWORKS = re.compile(r"<m userId=\"([^\"<>]{1,100})\"\s?/?>(?:</m>)?")


def lineworks(source: str, names: Names) -> Written:
    """LINE WORKS' text, in which <m userId="…"> stands for somebody."""
    return _replaced(source, _LINEWORKS, lambda match: f"@{names[match.group(1)]}さん " if match.group(1) in names else " ")


def mention(source: str, names: Names) -> Written:
    """The id of somebody mentioned, as rich text has it. It is read as a name, and is never rewritten."""
    return Written(f"@{names[source]}さん " if source in names else " ", (), tagged=True)


_MARKDOWN = re.compile(
    r"!?\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)|(\*\*|__|~~|``?`?|(?<=\w)\*|\*(?=\w)|(?<![A-Za-z0-9_])_(?=\S)|(?<=\S)_(?![A-Za-z0-9_]))|:(?![0-9]{1,2}:)[a-z0-9_+-]{2,50}:"
    r"|(?<![\w.])@([A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9])|\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def markdown(source: str, names: Names) -> Written:
    """Markdown as Mattermost, Rocket.Chat and Teams' cards know it; @tanaka is somebody of `names`, where known."""

    def read(match: re.Match[str]) -> Read:
        label, _, mark, who, escaped = match.groups()
        if label is not None:
            return _of_link(match, 1, 2)
        if who is not None:
            return f"@{names.get(who, who)}さん" if who in names else match.group()
        if escaped:
            return escaped
        return unescape(match.group()) if match.group()[0] == "&" else "" if mark else emoji(match.group())

    return _replaced(source, _MARKDOWN, read)


_GCHAT = re.compile(r"<users/([^<>|\s]{1,64})>|<([^<>|\s]{1,2000})\|([^<>\n]{0,2000})>")


def gchat(source: str, names: Names) -> Written:
    """Google Chat's text: <users/123>, <https://…|label>."""

    def read(match: re.Match[str]) -> Read:
        who = match.group(1)
        return _of_link(match, 3, 2) if who is None else f"@{names[who]}さん " if who in names else " "

    return _replaced(source, _GCHAT, read)


Span = tuple[int, int]
Read = str | Span | list[str | Span]
"""What is read in place of a match: a text, a stretch of the source as it stands there, or several of both."""


def _replaced(source: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Read]) -> Written:
    maker = Maker()
    at = 0
    parted = False
    for match in pattern.finditer(source):
        maker.same(source, at, match.start())
        for one in made if isinstance(made := read(match), list) else [made]:
            if isinstance(one, str):
                maker.instead(one, *(match.span() if isinstance(made, str) else (match.start(), match.start())))
            else:
                parted = True
                maker.unquoted(source, *one)
        at = match.end()
    maker.same(source, at, len(source))
    return maker.made(tagged=parted)
