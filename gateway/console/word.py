"""A paper as a Word file (OOXML, by python-docx). Pure."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gateway.console.paper import Paper, xml

_FONT = "Yu Gothic"


def word(paper: Paper) -> bytes:
    """As a .docx file on A4."""
    made = _blank(paper.title)
    for words in paper.right:
        made.add_paragraph(xml(words)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paper.to:
        made.add_paragraph(xml(paper.to))
    if paper.cover:
        for _ in range(5):
            made.add_paragraph()
    title = made.add_heading(xml(paper.title), 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.subtitle:
        line = made.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(xml(paper.subtitle)).bold = True
    if paper.facts:
        _rows(made, (), paper.facts, (Mm(45), Mm(120)))
    if paper.warning:
        run = made.add_paragraph().add_run(xml(paper.warning))
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0xB5, 0x36, 0x1F)
    if paper.cover:
        made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if paper.opening:
        made.add_paragraph(xml(paper.opening))
    for one in paper.sections:
        made.add_heading(xml(one.heading), 1)
        for block in one.text.split("\n\n") if one.text else ():
            made.add_paragraph(xml(block))
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
    made.core_properties.title = xml(title)[:255]
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
            cells[i].text = xml(text)
            if widths:
                cells[i].width = widths[i]
            bold = (number == 0 and bool(header)) or (not header and i == 0)
            for run in cells[i].paragraphs[0].runs:
                run.font.size, run.bold = Pt(9.5), bold
    made.add_paragraph()
