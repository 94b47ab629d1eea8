"""What HTML says of its elements and attributes: which stand alone, which break a line, which end which, which hold no markup.

Source: WHATWG HTML standard, 13.1.2 (elements), 13.2.6.4 (what a start tag ends), 15.3 (rendering).
"""

from __future__ import annotations

import re

VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "ul",
        "listing",
        "xmp",
        "plaintext",
        "textarea",
    ]
)
CLOSES_P = BLOCKS - {"body", "caption", "head", "html", "legend", "optgroup", "option", "textarea"} | {"table"}
CELLS = frozenset(("td", "th"))
ROWS = frozenset(("tr", "table", "tbody", "thead", "tfoot"))
SCOPES = frozenset(["table", "td", "th", "caption", "html", "template", "button", "marquee", "object", "applet"])
IMPLIED = {"li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td", "th"), "th": ("td", "th"), "tr": ("tr",), "option": ("option",)}
RAW = frozenset(["script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext", "title", "textarea"])
RAW_END = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW}
SAID = ("alt", "title", "aria-label", "placeholder", "value", "summary", "label", "srcdoc")
TARGETS = ("href", "src", "action", "formaction", "background", "cite", "data", "poster", "longdesc", "xlink:href", "srcset")
