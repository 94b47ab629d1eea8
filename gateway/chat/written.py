"""A text as people read it, and the way back to how it is written: mentions, links, references and markup cost no offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
        self.pieces.append(source[start:end])
        self.origin += [(i, i + 1) for i in range(start, end)]

    def instead(self, text: str, start: int, end: int) -> None:
        """`text` is read where `start`:`end` is written."""
        self.pieces.append(text)
        self.origin += [(start, end)] * len(text)

    @property
    def last(self) -> str:
        """The last character, empty before the first."""
        return next((piece[-1] for piece in reversed(self.pieces) if piece), "")

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


_SLACK = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>|&(amp|lt|gt);|:(?![0-9]{1,2}:)[a-z0-9_+-]{2,50}:|((?<![A-Za-z0-9*_~`])[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}(?![A-Za-z0-9*_~`]))")
TELLING_TARGET = re.compile(r"[0-9]{4}|%[0-9A-Fa-f]{2}|@")  # a link's target that may hold more than a place


def slack(source: str, names: Names) -> Written:
    """Slack's mrkdwn: <@U1>, <#C1|name>, <!here>, <https://…|label>, &amp;, :emoji:."""

    def read(match: re.Match[str]) -> str:
        kind, what, label, reference, mark = match.groups()
        if mark:
            return ""
        if reference:
            return {"amp": "&", "lt": "<", "gt": ">"}[reference]
        if what is None:
            return " "  # an emoji between two words parts them
        if kind == "@":
            return f"@{names.get(what, label or '')}さん " if names.get(what) or label else " "
        if label and not kind and TELLING_TARGET.search(what):
            return f"{label} {unquote(what)} "
        return label or ("" if kind else what)

    return _replaced(source, _SLACK, read)


_CHATWORK = re.compile(r"\[To:([0-9]{1,12})\](?:[^\n\[]{0,40}?さん)?|\[rp aid=([0-9]{1,12})[^\]\n]{0,60}\]|\[/?(?:info|title|code|qt|qtmeta[^\]\n]{0,60}|hr|toall|piconname:[0-9]{1,12}|picon:[0-9]{1,12})\]")


def chatwork(source: str, names: Names) -> Written:
    """Chatwork's notation: [To:1], [rp aid=1 …], [info], [code], [qt]."""

    def read(match: re.Match[str]) -> str:
        who = match.group(1) or match.group(2)
        return f"{names.get(who, '')}さん\n" if who and names.get(who) else match.group().partition("]")[2] or "\n"

    return _replaced(source, _CHATWORK, read)


_MARKDOWN = re.compile(r"!?\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)|(\*\*|__|~~|``?`?)|:(?![0-9]{1,2}:)[a-z0-9_+-]{2,50}:|(?<![\w.])@([A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9])")


def markdown(source: str, names: Names) -> Written:
    """Markdown as Mattermost, Rocket.Chat and Teams' cards know it; @tanaka is somebody of `names`, where known."""

    def read(match: re.Match[str]) -> str:
        label, target, mark, who = match.groups()
        if label is not None:
            return f"{label} {unquote(target)} " if TELLING_TARGET.search(target) else label
        if who is not None:
            return f"@{names.get(who, who)}さん" if who in names else match.group()
        return "" if mark else " "

    return _replaced(source, _MARKDOWN, read)


_GCHAT = re.compile(r"<users/([^<>|\s]{1,64})>|<([^<>|\s]{1,2000})\|([^<>\n]{0,2000})>")


def gchat(source: str, names: Names) -> Written:
    """Google Chat's text: <users/123>, <https://…|label>."""

    def read(match: re.Match[str]) -> str:
        who, _, label = match.groups()
        return label if who is None else f"@{names[who]}さん " if who in names else " "

    return _replaced(source, _GCHAT, read)


def _replaced(source: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str]) -> Written:
    maker = Maker()
    at = 0
    for match in pattern.finditer(source):
        maker.same(source, at, match.start())
        maker.instead(read(match), *match.span())
        at = match.end()
    maker.same(source, at, len(source))
    return maker.made()
