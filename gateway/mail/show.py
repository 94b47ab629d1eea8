"""A mail as its recipient would see it, for the console: texts, files, and HTML in which nothing runs and nothing is fetched.

Runs in a worker process. Sanitizing is nh3's (ammonia, a well-kept library); the console shows the result in a sandboxed frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import nh3

from gateway.mail.limits import Limits
from gateway.mail.strand import sources
from gateway.mail.texts import Reading, Readings, read_texts
from gateway.message import PartKind
from gateway.shown import File, Shown, Text
from gateway.verdict import Finding

MASK = "■"
LONGEST_MASK = 8  # characters: how long the original was need not be told
_OPEN, _CLOSE = "\ue100", "\ue101"  # private use: stand for <mark> while the page is sanitized
_HEADERS = ("from", "to", "cc", "reply-to", "date", "subject")
_STYLES = {
    "color", "background-color", "font-size", "font-weight", "font-style", "font-family", "text-align", "text-decoration", "display", "visibility",
    "margin", "padding", "border", "border-collapse", "width", "height", "line-height", "vertical-align", "white-space",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"style", "align", "valign", "dir", "lang"},
    "img": {"alt", "width", "height"},
    "td": {"colspan", "rowspan", "width", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "bgcolor"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "font": {"color", "size", "face"},
    "ol": {"start"},
}
_MOST_TEXT = 400_000  # characters of a part that are shown


def show(raw: bytes, findings: Sequence[Finding], hide: Sequence[int], limits: Limits) -> Shown:
    """The mail; in its HTML every finding is marked, and those whose index is in `hide` are masked. Never raises on any mail."""
    readings = read_texts(raw, limits)
    page = next((t for t in readings.texts if t.kind is PartKind.HTML_VISIBLE and not t.node.nested), None)
    return Shown(
        headers=tuple(_headers(readings)),
        texts=tuple(Text(t.ref, t.kind.value, t.text[:_MOST_TEXT]) for t in readings.texts if t.text.strip()),
        html=_page(page, findings, frozenset(hide)) if page else "",
        files=tuple(File(_flat(one.file_name), one.content_type, one.size) for one in readings.attachments),
        unreadable=tuple(dict.fromkeys((f.section, f.reason.value) for f in readings.flaws)),
    )


def _headers(readings: Readings) -> list[tuple[str, str]]:
    head = readings.outline.nodes[0]
    found = []
    for name in _HEADERS:
        if name in readings.addresses:
            found.append((name, ", ".join(f"{p.name} <{p.address}>" if p.name else p.address for p in readings.addresses[name])))
        elif name == "subject":
            found.append((name, next((t.text for t in readings.texts if t.ref == "subject"), "")))
        elif (one := head.block.first(name)) is not None:
            found.append((name, _flat(head.block.value(one).decode("ascii", "replace"))))
    return [(name, value[:2000]) for name, value in found if value]


def _flat(text: str) -> str:
    """Without control characters, directions and line ends: a file name must look like what it is."""
    return "".join(c for c in text if c.isprintable())[:200]


def _page(page: Reading, findings: Sequence[Finding], hide: frozenset[int]) -> str:
    """The sanitized HTML with `<mark>` around each finding in it."""
    source = page.source.text if page.source else ""
    source = source.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")
    runs = page.runs()
    changes: list[tuple[int, int, str]] = []
    done = 0
    for index, one in sorted(enumerate(findings), key=lambda each: (each[1].start, -each[1].end)):
        if one.part != page.ref or one.start < done:
            continue
        done = one.end
        for place, (start, end) in enumerate(sources(runs, one.start, one.end)):
            inside = (MASK * min(one.end - one.start, LONGEST_MASK) if place == 0 else "") if index in hide else source[start:end]
            changes.append((start, end, f"{_OPEN}{inside}{_CLOSE}" if inside else ""))
    pieces, at = [], 0
    for start, end, text in sorted(changes):
        if start < at:
            continue
        pieces += [source[at:start], text]
        at = end
    pieces.append(source[at:])
    clean = nh3.clean(
        "".join(pieces), tags=(nh3.ALLOWED_TAGS | {"font", "center"}) - {"map", "area"}, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None,
        clean_content_tags={"script", "style", "title", "head", "template", "svg", "math", "iframe", "object", "embed", "noscript"},
        filter_style_properties=_STYLES, strip_comments=True,
    )  # fmt: skip
    return clean.replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")

