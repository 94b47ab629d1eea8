"""HTML of chat messages as people read it, and the way back to how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from gateway.chat.written import TELLING_TARGET, Maker, Names, Written, markdown

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

    def __init__(self, maker: Maker) -> None:
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

    What attributes and comments say stands below the text, one a line.

    Not the standard library's parser, which takes quadratic time over tags that never end. What services strip or hide (script,
    style) is read too: it goes out.
    """
    maker = Maker()
    at = 0
    comments = True
    attributes: list[tuple[int, int]] = []
    hidden: list[tuple[int, int]] = []
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
            close = _COMMENT_END.match(source, end) or (_COMMENT_ENDS.search(source, end) if comments else None)
            comments = close is not None
            if close is not None:  # nothing of it is seen, and what stands about it is read together
                if source[end : close.start()].strip():
                    hidden.append((end, close.start()))
                end = close.end()
            else:
                maker.same(source, start, end)
        elif written[0] == "&":
            maker.instead(unescape(written), start, end)
        elif tag == "at" and written[1] == "/":
            maker.instead("さん ", start, start)
        elif tag in _BLOCKS and not row.bare and maker.last not in ("", "\n"):
            maker.instead("\n", start, start)
        if tag and "=" in written:
            attributes += _told(source, start + 1 + len(tag), end - 1)
        at = end
    maker.same(source, at, len(source))
    for start, end in attributes:
        maker.instead("\n", start, start)
        _value(maker, source, start, end)
    for start, end in hidden:  # readers may differ about where a comment ends
        maker.instead("\n", start, start)
        maker.read(html(source[start:end], names), start)
    return maker.made(tagged=True)


_COMMENT_END = re.compile("-?>")  # right behind its beginning: an empty one (HTML standard, 13.2.5.43)
_COMMENT_ENDS = re.compile("--!?>")


def _told(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a tag's attributes have something to read: words for people, links that tell more than a place, anything in Japanese."""
    for match in _ATTRIBUTE.finditer(source, start, end):
        name, value = match.group(1).lower(), match.group(match.lastindex or 1)
        if match.lastindex == 1 or not value.strip() or name in _UNSAID or value.startswith("data:image/"):
            continue
        if name in _SAID or not value.isascii() or "&#" in value or (name in _LINKS and TELLING_TARGET.search(value)):
            yield match.span(match.lastindex or 1)


def _value(maker: Maker, source: str, start: int, end: int) -> None:
    """An attribute's value, its references and percent escapes read."""
    at = start
    for match in _REFERENCE.finditer(source, start, end):
        maker.same(source, at, match.start())
        written = match.group()
        maker.instead(unescape(written) if written[0] == "&" else unquote(written), *match.span())
        at = match.end()
    maker.same(source, at, end)
