"""Where a link leads, as a person reads it: character references and percent escapes decoded (RFC 3986 2.1, RFC 6068)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from gateway.mail import charset
from gateway.mail.html_reference import IN_ATTRIBUTE, character
from gateway.mail.strand import Run

_PIECE = re.compile(rf"((?:%[0-9A-Fa-f]{{2}})+)|({IN_ATTRIBUTE})|([^%&]++)|(.)", re.DOTALL)
_SCHEME = re.compile(r"\s{0,20}([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
_UNREAD = ("cid", "data", "javascript", "about", "file", "blob")


class Target(NamedTuple):
    """A link target: its text, where that begins in the links' text, its runs into the page's source, its escapes' charset.

    Offsets of the runs' `at` count from the target's own beginning.
    """

    at: int
    text: str
    runs: tuple[Run, ...]
    codec: str


def read_target(value: str, start: int) -> Target | None:
    """A URL attribute that stands at `start` of the source; None for one that leads nowhere outside the mail."""
    scheme = _SCHEME.match(value)
    if not value.strip() or value.startswith("#") or (scheme and scheme[1].lower() in _UNREAD):
        return None
    runs: list[Run] = []
    pieces: list[str] = []
    codec = charset.UTF8
    at = 0
    for found in _PIECE.finditer(value):
        begin = start + found.start()
        if found[1] is not None:
            data = unquote_to_bytes(found[1])
            decoded = charset.decode(data, None)
            if decoded.reason is None and decoded.codec in (charset.UTF8, charset.ASCII, charset.CP932, charset.EUC):
                if decoded.codec in (charset.CP932, charset.EUC):
                    codec = decoded.codec
                for char in decoded.text:
                    width = 3 * len(charset.encode(char, decoded.codec))
                    runs.append(Run(at, 1, begin, begin + width))
                    begin += width
                    at += 1
                pieces.append(decoded.text)
                continue
        text = character(found[2]) if found[2] is not None else found[0]
        text = text.replace("\r", "").replace("\n", "") if found[2] is None and ("\n" in text or "\r" in text) else text
        if text:
            runs.append(Run(at, len(text), begin, start + found.end()))
            pieces.append(text)
            at += len(text)
    return Target(0, "".join(pieces), tuple(runs), codec)
