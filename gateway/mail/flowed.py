"""Plain text to lines as they are read: one line break character, and format=flowed put together (RFC 3676)."""

from __future__ import annotations

import re

from gateway.mail.strand import Run

_LINE = re.compile(r"[^\n]*+\n?")
_QUOTES = re.compile(r">*+")


def read_fixed(source: str) -> str:
    """Text with CRLF turned into LF."""
    return source.replace("\r\n", "\n") if "\r\n" in source else source


def fixed_runs(source: str) -> list[Run]:
    """The way back from what `read_fixed` made of `source`."""
    runs: list[Run] = []
    at = begin = 0
    while begin < len(source):
        end = source.find("\r\n", begin)
        if end < 0:
            runs.append(Run(at, len(source) - begin, begin, len(source)))
            break
        runs.append(Run(at, end - begin, begin, end))
        runs.append(Run(at + end - begin, 1, end, end + 2))
        at += end - begin + 1
        begin = end + 2
    return runs


def read_flowed(source: str, delete_space: bool) -> tuple[str, list[Run]]:
    """Flowed text with its soft breaks undone (RFC 3676 section 4), and the way back.

    `delete_space` is DelSp=yes. Quote marks stand once before each quoted paragraph. A signature mark is never flowed.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    at = 0

    def put(text: str, start: int, end: int) -> None:
        nonlocal at
        if text:
            pieces.append(text)
            runs.append(Run(at, len(text), start, end))
            at += len(text)

    depth = -1  # of the paragraph that goes on, -1 when none does
    broken = (0, 0)  # the line break it goes on after
    for found in _LINE.finditer(source):
        begin, after = found.span()
        if begin == after:
            break
        end = after - 1 if source[after - 1] == "\n" else after
        end = end - 1 if end > begin and source[end - 1] == "\r" and end < after else end
        marks = _QUOTES.match(source, begin, end)
        assert marks is not None
        quoted = marks.end() - begin
        text = marks.end() + 1 if source.startswith(" ", marks.end(), end) else marks.end()
        signature = source[text:end] == "-- "
        if depth >= 0 and (quoted != depth or signature):
            put("\n", *broken)
            depth = -1
        if depth < 0 and quoted:
            put(source[begin : marks.end()], begin, marks.end())
            put(" ", marks.end(), text)  # without a source where the mark touches the text
        flows = not signature and end > text and source[end - 1] == " "
        stop = end - 1 if flows and delete_space else end
        put(source[text:stop], text, stop)
        if not flows:
            if after > end:
                put("\n", end, after)
            depth = -1
        else:
            depth, broken = quoted, (stop, after)
    if depth >= 0 and broken[1] > broken[0]:
        put("\n", *broken)
    return "".join(pieces), runs
