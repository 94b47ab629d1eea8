"""Words in a style sheet: what `content` puts on the page, and prose that is no style at all (CSS Syntax 3, CSS Content 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gateway.mail.strand import Run

_REMARK = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)")
_CONTENT = re.compile(r"content\s{0,40}:", re.IGNORECASE)
_NEXT = re.compile(r"[\"'};]")
_IN_STRING = re.compile(r"\\(?:\r\n|[\s\S])|[\"'\n]")
_MARK = re.compile(r"[{};\"']")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")  # names of fonts have hardly any
_PIECE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\n\r\f])|(.))|([^\\]++)|\\", re.DOTALL)

Words = tuple[str, list[Run]]


def words(css: str) -> Iterator[Words]:
    """The words of a style sheet with the way back to it; remarks are not among them. Linear."""
    css = _REMARK.sub(lambda found: " " * len(found[0]), css)
    read = [(0, 0)]  # the strings, which prose is not looked for in
    for start, end in _contents(css):
        yield _unescaped(css, start, end)
        read.append((start, end))
    read.append((len(css), len(css)))
    for (_, low), (high, _) in pairwise(read):
        for piece in _pieces(css, low, high):
            yield css[piece[0] : piece[1]], [Run(0, piece[1] - piece[0], *piece)]


def _contents(css: str) -> Iterator[tuple[int, int]]:
    """The strings of every declaration of `content`, wherever it seems to stand: browsers and we might lose step otherwise."""
    at = 0
    while (declared := _CONTENT.search(css, at)) is not None:
        at = declared.end()
        while (found := _NEXT.search(css, at)) is not None:
            at = found.end()
            if found[0] in ";}":
                break
            end = _string_end(css, at, found[0])
            yield at, end
            at = min(len(css), end + 1)
        else:
            return


def _string_end(css: str, at: int, quote: str) -> int:
    """Where a string ends: at its quote, or at a line break that is not escaped."""
    while (found := _IN_STRING.search(css, at)) is not None:
        if found[0] in (quote, "\n"):
            return found.start()
        at = found.end()
    return len(css)


def _pieces(css: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Stretches between the marks of a style sheet that have hiragana in them."""
    begin = low
    for mark in (*(found.start() for found in _MARK.finditer(css, low, high)), high):
        if _HIRAGANA.search(css, begin, mark):
            yield begin, mark
        begin = mark + 1


def _unescaped(css: str, start: int, end: int) -> Words:
    pieces: list[str] = []
    runs: list[Run] = []
    at = 0
    for found in _PIECE.finditer(css, start, end):
        code, broken, char, plain = found.groups()
        text = plain or char or ("" if broken else "\\")
        if code:
            value = int(code, 16)
            text = chr(value) if 0 < value < 0x110000 and not 0xD800 <= value < 0xE000 else "\ufffd"
        if text:
            pieces.append(text)
            runs.append(Run(at, len(text), *found.span()))
            at += len(text)
    return "".join(pieces), runs
