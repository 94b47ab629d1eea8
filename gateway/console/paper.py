"""A paper for people to finish: what is in it, and how it reads as Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MARKDOWN = "text/markdown; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 section 2.2 allows only these
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")  # CommonMark 2.4; & begins an entity
_LISTS = re.compile(r"(?m)^([ \t]{0,3})([-+=]|\d{1,9}[.)])")


@dataclass(frozen=True)
class Section:
    """A heading with text (line breaks kept) and, where there is one, a table with a header row."""

    heading: str
    text: str = field(default="", repr=False)
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Paper:
    """A title; `right` (date, who writes) at the right edge; `to` at the left; `facts` as a table of two columns; sections.

    With `cover` title and facts have a page of their own. `warning` is set apart from the text: what must be checked.
    """

    title: str
    subtitle: str = ""
    to: str = field(default="", repr=False)
    right: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    opening: str = ""
    sections: tuple[Section, ...] = ()
    warning: str = ""
    cover: bool = False


def markdown(paper: Paper) -> bytes:
    """As Markdown (CommonMark with tables); whatever people wrote stands there as they wrote it, never as markup."""
    lines = [f"# {_plain(paper.title)}", ""]
    if paper.subtitle:
        lines += [f"**{_plain(paper.subtitle)}**", ""]
    lines += [*(f"{_plain(one)}  " for one in paper.right), ""] if paper.right else []
    lines += [_plain(paper.to), ""] if paper.to else []
    if paper.facts:
        lines += _table(("項目", "内容"), paper.facts)
    if paper.warning:
        lines += [*(f"> {_plain(one)}" for one in paper.warning.splitlines()), ""]
    if paper.opening:
        lines += [_lines(paper.opening), ""]
    for one in paper.sections:
        lines += [f"## {_plain(one.heading)}", ""]
        if one.text:
            lines += [_lines(one.text), ""]
        if one.header:
            lines += _table(one.header, one.rows)
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def xml(text: str) -> str:
    """Text as XML and Markdown can carry it: line breaks are \\n, what XML forbids is U+FFFD."""
    return _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(text: str) -> str:
    return _LISTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(xml(text).split())))


def _lines(text: str) -> str:
    """Paragraphs as they are, line breaks kept (two blanks before a line's end, CommonMark 6.7)."""
    return "\n\n".join("  \n".join(_plain(line) for line in block.split("\n")) for block in xml(text).split("\n\n"))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join("<br>".join(_plain(part) for part in xml(cell).split("\n")) or " " for cell in cells) + " |"

    return [line(header), "|" + " --- |" * len(header), *(line(row) for row in rows), ""]
