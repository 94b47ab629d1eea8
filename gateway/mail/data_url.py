"""What a page carries in `data:` URLs (RFC 2397): small pictures, words to be read, or files that are not read."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from gateway.mail import charset
from gateway.mail.html_reference import IN_ATTRIBUTE, character

_IMAGE = re.compile(
    r"\s{0,8}data:image/(?:png;base64,iVBORw0KGgo|jpe?g;base64,/9j/|gif;base64,R0lGOD|webp;base64,UklGR|bmp;base64,Qk|"
    r"(?:x-icon|vnd\.microsoft\.icon);base64,AAABAA)[a-zA-Z0-9+/\s]*+={0,2}\s*+\Z",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[\0- ]{0,32}data:", re.IGNORECASE)
_HEAD = re.compile(r"[\0- ]*+data:([^,;]{0,100})((?:;[^,;]{0,200}){0,8}),", re.IGNORECASE)
_CHARSET = re.compile(r";\s{0,4}charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_BASE64 = re.compile(r";\s{0,4}base64\s{0,4}\Z", re.IGNORECASE)
_REFERENCE = re.compile(IN_ATTRIBUTE)
_IN_CSS = re.compile(r"(?:url\(\s{0,8}|@import\s{0,8})(\"|'|&quot;|&#3[49];|&apos;)?\s{0,8}(?=data:)", re.IGNORECASE)
_PLAIN = frozenset(("", "application/json", "application/xml", "application/javascript"))
_PAGES = frozenset(("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"))


class Words(NamedTuple):
    """The text of a URL; `markup` when it is a page of its own."""

    text: str
    markup: bool


def is_data(value: str) -> bool:
    """Whether an attribute as it stands in the source is a data: URL, for browsers leave out line breaks and tabs in it."""
    start = value[:80]
    start = _REFERENCE.sub(lambda found: character(found[0]), start) if "&" in start else start
    return _SCHEME.match(start.translate(_LEFT_OUT)) is not None


_LEFT_OUT = {9: None, 10: None, 13: None}


def is_picture(value: str) -> bool:
    """Whether a data: URL holds bytes that begin like an image of the kind it names."""
    return _IMAGE.match(value) is not None


def words(value: str) -> Words | None:
    """The text of a data: URL; None for a file that is no text. Linear."""
    if "&" in value:
        value = _REFERENCE.sub(lambda found: character(found[0]), value)
    value = value.translate(_LEFT_OUT)
    head = _HEAD.match(value)
    if head is None:
        return None
    media = head[1].strip().lower()
    if not media.startswith("text/") and media not in _PLAIN and media not in _PAGES:
        return None
    data = unquote_to_bytes(value[head.end() :])
    if _BASE64.search(head[2]):
        try:
            data = binascii.a2b_base64(data.rstrip(b"= ") + b"==")
        except binascii.Error:
            return None
    label = _CHARSET.search(head[2])
    decoded = charset.decode(data, label[1] if label else None)
    return None if decoded.reason else Words(decoded.text, media in _PAGES)


def in_style(css: str) -> Iterator[tuple[int, int]]:
    """Where data: URLs stand in a style sheet or a style attribute."""
    at = 0
    while (found := _IN_CSS.search(css, at)) is not None:
        end = css.find(found[1] or ")", found.end())
        at = len(css) if end < 0 else end
        yield found.end(), at
