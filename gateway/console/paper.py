"""A paper for people to finish: the same content as Markdown and as a Word file (OOXML, by python-docx). Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

MARKDOWN = "text/markdown; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Yu Gothic"
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


def word(paper: Paper) -> bytes:
    """As a .docx file on A4."""
    made = _blank(paper.title)
    for words in paper.right:
        made.add_paragraph(_xml(words)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paper.to:
        made.add_paragraph(_xml(paper.to))
    if paper.cover:
        for _ in range(5):
            made.add_paragraph()
    title = made.add_heading(_xml(paper.title), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.subtitle:
        line = made.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(_xml(paper.subtitle)).bold = True
    if paper.facts:
        _rows(made, (), paper.facts, (Mm(45), Mm(120)))
    if paper.warning:
        run = made.add_paragraph().add_run(_xml(paper.warning))
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0xB5, 0x36, 0x1F)
    if paper.cover:
        made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if paper.opening:
        made.add_paragraph(_xml(paper.opening))
    for one in paper.sections:
        made.add_heading(_xml(one.heading), 1)
        for block in one.text.split("\n\n") if one.text else ():
            made.add_paragraph(_xml(block))
        if one.header:
            _rows(made, one.header, one.rows)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _blank(title: str) -> Made:
    made = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(22)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 13)):
        style = made.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(key), _FONT)
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(key), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x1D, 0x23, 0x30)
    made.core_properties.title = _xml(title)[:255]
    made.core_properties.author = made.core_properties.comments = ""
    return made


def _rows(made: Made, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[Mm] = ()) -> None:
    columns = len(header) or 2
    table = made.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.autofit = not widths
    for number, row in enumerate([header, *rows] if header else rows):
        cells = table.add_row().cells
        for i, text in enumerate(row):
            cells[i].text = _xml(text)
            if widths:
                cells[i].width = widths[i]
            bold = (number == 0 and bool(header)) or (not header and i == 0)
            for run in cells[i].paragraphs[0].runs:
                run.font.size, run.bold = Pt(9.5), bold
    made.add_paragraph()


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(text: str) -> str:
    return _LISTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(_xml(text).split())))


def _lines(text: str) -> str:
    """Paragraphs as they are, line breaks kept (two blanks before a line's end, CommonMark 6.7)."""
    return "\n\n".join("  \n".join(_plain(line) for line in block.split("\n")) for block in _xml(text).split("\n\n"))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join("<br>".join(_plain(part) for part in _xml(cell).split("\n")) or " " for cell in cells) + " |"

    return [line(header), "|" + " --- |" * len(header), *(line(row) for row in rows), ""]
