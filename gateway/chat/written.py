"""A text as people read it, and the way back to how it is written: mentions, links, references and markup cost no offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

Names = Mapping[str, str]  # what people are called, by the id a mention has


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is what is read; character i of it stands at `origin[i]`, (start, end) of the source, half-open."""

    text: str = field(repr=False)
    origin: tuple[tuple[int, int], ...] = field(repr=False)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where `start`:`end` of the text stands in the source."""
        if start >= end or start >= len(self.origin):
            return (0, 0)
        return self.origin[start][0], self.origin[min(end, len(self.origin)) - 1][1]


class _Maker:
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

    def made(self) -> Written:
        return Written("".join(self.pieces), tuple(self.origin))


def plain(source: str, names: Names) -> Written:
    """Text without markup."""
    return Written(source, tuple((i, i + 1) for i in range(len(source))))


_SLACK = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>|&(amp|lt|gt);|:(?![0-9]{1,2}:)[a-z0-9_+-]{2,50}:")


def slack(source: str, names: Names) -> Written:
    """Slack's mrkdwn: <@U1>, <#C1|name>, <!here>, <https://…|label>, &amp;, :emoji:."""

    def read(match: re.Match[str]) -> str:
        kind, what, label, reference = match.groups()
        if reference:
            return {"amp": "&", "lt": "<", "gt": ">"}[reference]
        if what is None:
            return " "  # an emoji between two words parts them
        if kind == "@":
            return f"@{names.get(what, label or '')}さん " if names.get(what) or label else " "
        return label or ("" if kind else what)

    return _replaced(source, _SLACK, read)


_CHATWORK = re.compile(r"\[To:([0-9]{1,12})\](?:[^\n\[]{0,40}?さん)?|\[rp aid=([0-9]{1,12})[^\]\n]{0,60}\]|\[/?(?:info|title|code|qt|qtmeta[^\]\n]{0,60}|hr|toall|piconname:[0-9]{1,12}|picon:[0-9]{1,12})\]")


def chatwork(source: str, names: Names) -> Written:
    """Chatwork's notation: [To:1], [rp aid=1 …], [info], [code], [qt]."""

    def read(match: re.Match[str]) -> str:
        who = match.group(1) or match.group(2)
        return f"{names.get(who, '')}さん\n" if who and names.get(who) else match.group().partition("]")[2] or "\n"

    return _replaced(source, _CHATWORK, read)


_MARKDOWN = re.compile(r"!?\[([^\[\]\n]{1,500})\]\([^()\s]{1,2000}\)|(\*\*|__|~~|``?`?)|:(?![0-9]{1,2}:)[a-z0-9_+-]{2,50}:|(?<![\w.])@([A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9])")


def markdown(source: str, names: Names) -> Written:
    """Markdown as Mattermost, Rocket.Chat and Teams' cards know it; @tanaka is somebody of `names`, where known."""

    def read(match: re.Match[str]) -> str:
        label, mark, who = match.groups()
        if label is not None:
            return label
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


_TAGS = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,10}[ />]")


def markdown_or_html(source: str, names: Names) -> Written:
    """Text that services render as Markdown with HTML in it: bots' messages and cards in Teams."""
    return html(source, names) if _TAGS.search(source) else markdown(source, names)


def html(source: str, names: Names) -> Written:
    """HTML of messages (Teams, Matrix): text with line ends where blocks end; <at id="0">佐藤</at> is read as a name."""
    reader = _Page(source)
    reader.feed(source)
    reader.close()
    return reader.maker.made()


_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table", "hr"))
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))


class _Page(HTMLParser):
    """The standard library's parser, with the place of everything in the source."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.maker = _Maker()
        self._source = source
        self._lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self._unseen = 0

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            start = self._at()
            self.maker.same(self._source, start, start + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        start = self._at()
        end = start + len(written)
        end += self._source[end : end + 1] == ";"
        if not self._unseen:
            self.maker.instead(unescape(self._source[start:end]), start, end)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._block(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag == "at":
            self.maker.instead("さん ", self._at(), self._at())
        self._block(tag)

    def _block(self, tag: str) -> None:
        if tag in _BLOCKS and self.maker.pieces and not self.maker.pieces[-1].endswith("\n"):
            self.maker.instead("\n", self._at(), self._at())


def _replaced(source: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str]) -> Written:
    maker = _Maker()
    at = 0
    for match in pattern.finditer(source):
        maker.same(source, at, match.start())
        maker.instead(read(match), *match.span())
        at = match.end()
    maker.same(source, at, len(source))
    return maker.made()
