"""HTML to what its reader sees, what is hidden, and where its links lead, each with the way back to the source.

A tokenizer by the rules of the WHATWG HTML standard (13.2.5), one pass, in time linear in the length whatever the input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from gateway.mail import css_text, data_url
from gateway.mail.html_elements import BLOCKS, CELLS, CLOSES_P, IMPLIED, RAW, RAW_END, ROWS, SAID, SCOPES, TARGETS, VOID
from gateway.mail.html_link import Target, read_target
from gateway.mail.html_reference import REFERENCE, character
from gateway.mail.html_style import NOTHING, Sheet, State, Style, colour, declarations
from gateway.mail.strand import CELL, LINE, ROW, Run, Strand

_MARKUP = re.compile(r"<(?=[a-zA-Z!?]|/[^>])|</>")
_AS_IF = 64 * 1024  # bytes that an embedded file counts for which is no image
_WS = "\t\n\f\r "
_NAME = re.compile(r"<(/?)([a-zA-Z][^\t\n\f\r />]*+)")
_BARE_END = re.compile(r"[\t\n\f\r ]*+/?+>")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*+(?:(>)|([^\t\n\f\r />][^\t\n\f\r />=]*+)(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >]*+))?)"
)
_TEXT = re.compile(rf"((?:[^&\t\n\f\r ]++|&(?![#a-zA-Z]))+)|([\t\n\f\r ]++)|({REFERENCE})|&")
_PREFORMATTED = re.compile(rf"((?:[^&\r\n]++|&(?![#a-zA-Z]))+)|(\r\n?|\n)|({REFERENCE})|&")
_COMMENT_END = re.compile(r"--!?>")
_CONDITION = re.compile(r"\s{0,20}\[if [^\]>]{0,200}\]>(?:<!-->)?|\s{0,20}\[(?:if|endif)[^\]>]{0,200}\]\s{0,20}")

_LOOK_BACK = 24  # open elements searched for one that ends without a tag

Attribute = tuple[str, int, int]  # value as it stands, start and end in the source


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: visible and hidden text, links one a line. `embedded` counts the bytes of data: URLs that were not read; one that is no image counts as a large one."""

    visible: str = field(repr=False)
    visible_runs: list[Run] = field(repr=False)
    hidden: str = field(repr=False)
    hidden_runs: list[Run] = field(repr=False)
    links: str = field(repr=False)
    link_targets: list[Target] = field(repr=False)
    embedded: int = 0


def read_html(source: str, embedded: bool = False) -> Page:
    """Take a page apart; one that is itself `embedded` in another has no pages in it read. Never raises; linear in the length of `source`."""
    reader = _Reader(source, Strand(), Strand(), Sheet(), [], within=embedded)
    reader.read(0, len(source))
    targets: list[Target] = []
    at = 0
    for target in reader.targets:
        targets.append(target._replace(at=at))
        at += len(target.text) + 1
    links = "\n".join(t.text for t in targets)
    return Page(reader.seen.text, reader.seen.runs, reader.unseen.text, reader.unseen.runs, links, targets, reader.embedded)


class _Reader:
    def __init__(self, source: str, seen: Strand, unseen: Strand, sheet: Sheet, targets: list[Target], comment: bool = False, within: bool = False) -> None:
        self.source = source
        self.within = within
        self.seen = seen
        self.unseen = unseen
        self.sheet = sheet
        self.targets = targets
        self.comment = comment
        self.embedded = 0
        self.stack: list[tuple[str, State]] = []
        self.open: dict[str, int] = {}
        self.root = State(concealed=True, gone=True) if comment else State()
        self.state = self.root
        self.strand = unseen if comment else seen

    def read(self, at: int, stop: int) -> None:
        source = self.source
        while at < stop:
            mark = _MARKUP.search(source, at, stop)
            if mark is None:
                self._text(at, stop)
                return
            if mark.start() > at:
                self._text(at, mark.start())
            at = self._markup(mark.start(), stop)

    def _markup(self, at: int, stop: int) -> int:
        """The tag or comment at `at`; returns the offset after it."""
        source = self.source
        name = _NAME.match(source, at, stop)
        if name is not None:
            return self._tag(at, name, stop)
        if source.startswith("<!--", at):
            return self._comment(at, stop)
        end = source.find(">", at + 2, stop)
        end = stop if end < 0 else end
        inside = source[at + 2 : at + 40].lower()
        if inside.startswith("[cdata[") and end > at + 9:
            self._conceal(at + 9, end)
        elif end > at + 2 and not inside.startswith(("doctype", "[if", "[endif", "xml")) and not self.comment:
            self._conceal(at + 2, end)
        return min(stop, end + 1)

    def _comment(self, at: int, stop: int) -> int:
        source = self.source
        if self.comment:
            return at + 4
        if source.startswith(("<!-->", "<!--->"), at):
            return source.index(">", at) + 1
        found = _COMMENT_END.search(source, at + 4, stop)
        end, after = (found.start(), found.end()) if found else (stop, stop)
        condition = _CONDITION.match(source, at + 4, end)
        self.unseen.separate(LINE)
        inner = _Reader(source, self.seen, self.unseen, Sheet(), self.targets, comment=True, within=self.within)
        inner.read(condition.end() if condition else at + 4, end)
        self.embedded += inner.embedded
        self.unseen.separate(LINE)
        return after

    def _tag(self, at: int, name: re.Match[str], stop: int) -> int:
        source = self.source
        tag = name[2].lower()
        attributes: dict[str, Attribute] = {}
        after = name.end()
        bare = _BARE_END.match(source, after, stop)
        if bare is not None:
            after = bare.end()
        else:
            while True:
                found = _ATTRIBUTE.match(source, after, stop)
                if found is None:
                    # The page ends inside a tag: browsers show none of it.
                    self._conceal(at, stop)
                    return stop
                after = found.end()
                if found[1]:
                    break
                value = found[3]
                if value is None:
                    attributes.setdefault(found[2].lower(), ("", after, after))
                else:
                    start, end = found.span(3)
                    if value[:1] in ("'", '"'):
                        start += 1
                        end -= 1 if len(value) > 1 and value[-1] == value[0] else 0
                    attributes.setdefault(found[2].lower(), (source[start:end], start, end))
        if name[1]:
            self._end(tag, at, after)
            return after
        self._start(tag, attributes, at, after)
        return self._raw(tag, after, stop) if tag in RAW else after

    def _start(self, tag: str, attributes: dict[str, Attribute], at: int, after: int) -> None:
        if tag in CLOSES_P and self.open.get("p"):
            self._imply(("p",), SCOPES)
        elif tag in IMPLIED:
            self._imply(IMPLIED[tag], ROWS | {"ul", "ol", "dl", "select"} if tag != "tr" else frozenset(("table",)))
        style = self._style(tag, attributes)
        state = self.state.within(style) if style != NOTHING else self.state
        strand = self.unseen if state.concealed else self.seen
        if state.concealed and not self.state.concealed:
            strand.separate(LINE)
        if attributes:
            self._attributes(attributes)
        if tag == "br":
            strand.put("\n", at, after)
            return
        self._separate(tag, strand)
        if tag in VOID or tag in RAW:
            return
        self.stack.append((tag, state))
        self.open[tag] = self.open.get(tag, 0) + 1
        self.state, self.strand = state, strand

    def _style(self, tag: str, attributes: dict[str, Attribute]) -> Style:
        style = NOTHING
        if self.sheet.rules:
            style = self.sheet.style(tag, attributes.get("class", ("",))[0], attributes.get("id", ("",))[0])
        if tag in ("head", "template"):
            style = style._replace(gone=True)
        elif tag in ("pre", "listing"):
            style = style._replace(pre=True)
        if not attributes:
            return style
        if "bgcolor" in attributes:
            style = style._replace(paper=colour(attributes["bgcolor"][0]))
        if tag == "font" and "color" in attributes:
            style = style._replace(ink=colour(attributes["color"][0]))
        if "style" in attributes:
            text = attributes["style"][0]
            style = declarations(unescape(text) if "&" in text and "&#" not in text else text).over(style)
        if "hidden" in attributes and style.gone is None:
            style = style._replace(gone=True)
        if tag == "body" and style.paper is not None:
            self.root = self.root.within(style)
        return style

    def _separate(self, tag: str, strand: Strand) -> None:
        if tag in BLOCKS:
            strand.separate(LINE)
        elif tag in CELLS:
            strand.separate(CELL)
        elif tag in ROWS:
            strand.separate(ROW)

    def _end(self, tag: str, at: int, after: int) -> None:
        if tag == "br":
            self.strand.put("\n", at, after)
            return
        if not self.open.get(tag):
            if tag == "p":
                self.strand.separate(LINE)
            return
        strand = self.strand
        while True:
            last, _ = self.stack.pop()
            self.open[last] -= 1
            if last not in CELLS:
                self._separate(last, strand)
            self.state = self.stack[-1][1] if self.stack else self.root
            self.strand = strand = self.unseen if self.state.concealed else self.seen
            if last == tag:
                return

    def _imply(self, tags: tuple[str, ...], scopes: frozenset[str]) -> None:
        """End an element whose end tag may be left out (13.1.2.4)."""
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _LOOK_BACK), -1):
            tag = self.stack[index][0]
            if tag in tags:
                self._end(tag, 0, 0)
                return
            if tag in scopes:
                return

    def _raw(self, tag: str, at: int, stop: int) -> int:
        found = None if tag == "plaintext" else RAW_END[tag].search(self.source, at, stop)
        end = found.start() if found else stop
        if tag == "style":
            css = self.source[at:end]
            self.sheet.read(css)
            self._css_comments(css, at)
            self._css_words(css, at)
            self._style_data(at, end)
        elif tag in ("textarea", "xmp", "plaintext") and not self.state.concealed:
            self.seen.separate(LINE)
            self._preformatted(self.seen, at, end, tag == "textarea")
            self.seen.separate(LINE)
        elif tag == "title":
            self._conceal(at, end, references=True)
        else:
            self._conceal(at, end)
        if found is None:
            return stop
        close = self.source.find(">", end, stop)
        return close + 1 if close >= 0 else stop

    def _css_comments(self, css: str, at: int) -> None:
        """Remarks in a style sheet; those mailers write themselves are plain words and left out."""
        mark = css.find("/*")
        while mark >= 0:
            close = css.find("*/", mark + 2)
            end = len(css) if close < 0 else close
            piece = css[mark + 2 : end]
            if not piece.isascii() or any(map(str.isdigit, piece)):
                self._conceal(at + mark + 2, at + end)
            mark = css.find("/*", end)

    def _css_words(self, css: str, at: int) -> None:
        for text, runs in css_text.words(css):
            self.unseen.separate(LINE)
            for run in runs:
                self.unseen.put(text[run.at : run.at + run.length], at + run.start, at + run.end)
            self.unseen.separate(LINE)

    def _conceal(self, start: int, end: int, references: bool = False) -> None:
        self.unseen.separate(LINE)
        self._preformatted(self.unseen, start, end, references)
        self.unseen.separate(LINE)

    def _preformatted(self, strand: Strand, start: int, end: int, references: bool = True) -> None:
        for token in _PREFORMATTED.finditer(self.source, start, end):
            if token[2] is not None:
                strand.put("\n", token.start(), token.end())
            elif token[3] is not None and references:
                strand.put(character(token[3]), token.start(), token.end())
            else:
                strand.put(token[0], token.start(), token.end())

    def _text(self, start: int, end: int) -> None:
        strand = self.strand
        if self.state.pre:
            self._preformatted(strand, start, end)
            return
        for token in _TEXT.finditer(self.source, start, end):
            if token[1] is not None:
                strand.put(token[1], token.start(), token.end())
            elif token[2] is not None:
                strand.blank(token.start(), token.end(), "\n" in token[2] or "\r" in token[2])
            elif token[3] is not None:
                text = character(token[3])
                if text and not text.strip(_WS):
                    strand.blank(token.start(), token.end(), False)
                elif text:
                    strand.put(text, token.start(), token.end())
            else:
                strand.put("&", token.start(), token.end())

    def _attributes(self, attributes: dict[str, Attribute]) -> None:
        for name in SAID:
            if name in attributes and attributes[name][0].strip():
                _, start, end = attributes[name]
                self._conceal(start, end, references=True)
        if "content" in attributes and attributes.get("name", ("",))[0].lower() in ("description", "author", "keywords", "subject"):
            self._conceal(attributes["content"][1], attributes["content"][2], references=True)
        for name in TARGETS:
            if name in attributes:
                value, start, end = attributes[name]
                target = read_target(value, start)
                if data_url.is_data(value):
                    self._data(start, end)
                elif target is not None:
                    self.targets.append(target)
        if "style" in attributes and "data:" in attributes["style"][0].lower():
            self._style_data(attributes["style"][1], attributes["style"][2])

    def _style_data(self, start: int, end: int) -> None:
        for low, high in data_url.in_style(self.source[start:end]):
            self._data(start + low, start + high)

    def _data(self, start: int, end: int) -> None:
        """A data: URL: words in it are hidden text that can only be replaced as a whole; a file that is no image counts as a large one."""
        value = self.source[start:end]
        found = None if data_url.is_picture(value) else data_url.words(value)
        if found is not None and found.markup and not self.within:
            page = read_html(found.text, embedded=True)
            self.embedded += page.embedded
            found = found._replace(text="\n".join(filter(None, (page.visible, page.hidden, page.links))))
        elif found is None or found.markup:
            self.embedded += len(value) if data_url.is_picture(value) else max(len(value), _AS_IF)
            return
        if found.text.strip():
            self.unseen.separate(LINE)
            self.unseen.put(found.text.strip(), start, end)
            self.unseen.separate(LINE)
