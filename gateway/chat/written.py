"""A text as people read it, and the way back to how it is written: mentions, links, references and markup cost no offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_TELLING_TARGET = re.compile(r"[0-9]{4}|%[0-9A-Fa-f]{2}|@")  # a link's target that may hold more than a place


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
        if label and not kind and _TELLING_TARGET.search(what):
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


_TAGS = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,10}[\s/>]")


def markdown_or_html(source: str, names: Names) -> Written:
    """Text that services render as Markdown with HTML in it: bots' messages and cards in Teams."""
    return html(source, names) if _TAGS.search(source) else markdown(source, names)


_MARKUP = re.compile(
    r"<!--|</?([A-Za-z][A-Za-z0-9:-]{0,20})(?:[^<>\"']|\"[^\"<]{0,4000}\"|'[^'<]{0,4000}')*>|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?|(?:%[0-9A-Fa-f]{2})+")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)))?")
_SAID = frozenset(("alt", "title", "aria-label", "placeholder", "value", "summary", "label"))  # attributes that people are shown or told
_LINKS = frozenset(("href", "src", "srcset", "action", "formaction", "cite", "data", "poster", "background", "xlink:href"))
_UNSAID = frozenset(("style", "class", "face"))  # names of fonts are Japanese too
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table", "hr"))


class _Row:
    """Keeps the cells of a table's row on one line, a tab between them: what breaks lines about a cell's text is left out."""

    def __init__(self, maker: _Maker) -> None:
        self.maker = maker
        self.bare = False  # within a row, and nothing of this cell has been read
        self.cells = 0
        self.start = 0  # of the cell's text

    def tag(self, tag: str, source: str, start: int, end: int) -> None:
        """A tag from `start` to `end`."""
        if tag in ("tr", "table"):
            self.bare, self.cells = False, 0
        elif tag in ("td", "th"):
            if not self.bare:
                self.maker.trim(self.start if self.cells else len(self.maker.origin))
            self.bare = True
            if source[start + 1] == "/":
                return
            if self.cells and not self._number_goes_on(source, end):
                self.maker.instead("\t", start, start)
            self.cells += 1
            self.start = len(self.maker.origin)

    def _number_goes_on(self, source: str, at: int) -> bool:
        """Whether 090-1234 stands in one cell and -5678 in the next."""
        last = self.maker.last
        return (last.isdigit() and source[at : at + 1] in _HYPHENS) or (last in _HYPHENS and source[at : at + 1].isdigit())


_HYPHENS = tuple("-‐‑–−ー－")


def html(source: str, names: Names) -> Written:
    """HTML of messages (Teams, Matrix): text with line ends where blocks end; <at id="0">佐藤</at> is read as a name.

    What attributes say stands below the text, one a line.

    Not the standard library's parser, which takes quadratic time over tags that never end. What services strip or hide (script,
    style) is read too: it goes out.
    """
    maker = _Maker()
    at = 0
    comments = True
    attributes: list[tuple[int, int]] = []
    row = _Row(maker)
    while (match := _MARKUP.search(source, at)) is not None:
        start, end = match.span()
        tag = (match.group(1) or "").lower()
        written = match.group()
        if row.bare and not source[at:start].strip():
            row.bare = written[0] == "<"
        else:
            maker.same(source, at, start)
            row.bare = False
        row.tag(tag, source, start, end)
        if written == "<!--":
            close = source.find("-->", end) if comments else -1
            comments = close >= 0
            if comments:
                maker.instead(" ", start, start)  # the mark stays, or what it hides would be seen
            else:
                maker.same(source, start, end)
        elif written[0] == "&":
            maker.instead(unescape(written), start, end)
        elif tag == "at" and written[1] == "/":
            maker.instead("さん ", start, start)
        elif tag in _BLOCKS and not row.bare and maker.pieces and not maker.pieces[-1].endswith("\n"):
            maker.instead("\n", start, start)
        if tag and "=" in written:
            attributes += _told(source, start + 1 + len(tag), end - 1)
        at = end
    maker.same(source, at, len(source))
    for start, end in attributes:
        maker.instead("\n", start, start)
        _value(maker, source, start, end)
    return maker.made(tagged=True)


def _told(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a tag's attributes have something to read: words for people, links that tell more than a place, anything in Japanese."""
    for match in _ATTRIBUTE.finditer(source, start, end):
        name, value = match.group(1).lower(), match.group(match.lastindex or 1)
        if match.lastindex == 1 or not value.strip() or name in _UNSAID or value.startswith("data:image/"):
            continue
        if name in _SAID or not value.isascii() or "&#" in value or (name in _LINKS and _TELLING_TARGET.search(value)):
            yield match.span(match.lastindex or 1)


def _value(maker: _Maker, source: str, start: int, end: int) -> None:
    """An attribute's value, its references and percent escapes read."""
    at = start
    for match in _REFERENCE.finditer(source, start, end):
        maker.same(source, at, match.start())
        written = match.group()
        maker.instead(unescape(written) if written[0] == "&" else unquote(written), *match.span())
        at = match.end()
    maker.same(source, at, end)


def _replaced(source: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str]) -> Written:
    maker = _Maker()
    at = 0
    for match in pattern.finditer(source):
        maker.same(source, at, match.start())
        maker.instead(read(match), *match.span())
        at = match.end()
    maker.same(source, at, len(source))
    return maker.made()
