r"""JSON as its reader sees it: the escapes of strings undone, with the way back (RFC 8259 section 7)."""

from __future__ import annotations

import json
import re

from gateway.mail.replace_text import carries
from gateway.mail.strand import Run

_TOKEN = re.compile(r"\\u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|\\([\s\S])|(\r\n)|[^\\\r]++|[\s\S]")
_SHORT = {"n": "\n", "t": "\t", "/": "/", '"': '"', "\\": "\\"}


def read_json(source: str) -> tuple[str, list[Run]]:
    """The text with its escapes undone; half a surrogate pair stays as it is written. Linear."""
    pieces: list[str] = []
    runs: list[Run] = []
    at = count = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        assert found is not None
        text, end = found[0], found.end()
        if found[1]:
            text, end = _character(found)
        elif found[3]:
            text = _SHORT.get(found[3], text)
        elif found[4]:
            text = "\n"
        pieces.append(text)
        runs.append(Run(count, len(text), at, end))
        count += len(text)
        at = end
    return "".join(pieces), runs


def _character(found: re.Match[str]) -> tuple[str, int]:
    """What one or two escapes stand for, and where they end."""
    first = int(found[1], 16)
    if not 0xD800 <= first < 0xE000:
        return chr(first), found.end(1)
    if first < 0xDC00 and found[2]:
        return chr(0x10000 + ((first - 0xD800) << 10) + int(found[2], 16) - 0xDC00), found.end()
    return found.string[found.start() : found.end(1)], found.end(1)


def in_json(text: str, codec: str, seven_bit: bool) -> str:
    """The text as it stands within a string, escaped where the charset cannot carry it."""
    return json.dumps(text, ensure_ascii=not carries(text, codec, seven_bit))[1:-1]
