"""Where a character stands in ISO-2022-JP bytes, and how other characters are put in its place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from gateway.mail.jis import ASCII_ESCAPE, GRAPHIC, RUN, decode_jis, double_width, encode_jis

Seat = tuple[int, bytes]  # byte offset, and the escape in force there


def seats(data: bytes, starts: Sequence[int], ends: Sequence[int]) -> list[tuple[Seat, Seat]] | None:
    """The bytes of texts `starts[i]` to `ends[i]` (ascending, not overlapping) of decoded `data`.

    A start is looked for after an escape, an end before one. None when the shift functions SO and SI are in use.
    """
    if b"\x0e" in data:
        return None
    wanted = sorted([(s, 0, n) for n, s in enumerate(starts)] + [(e, 1, n) for n, e in enumerate(ends)], key=lambda w: (w[0], -w[1]))
    found: dict[tuple[int, int], Seat] = {}
    at = 0
    todo = 0
    for escape, begin, end in _runs(data):
        text = decode_jis(escape + data[begin:end])[0] if escape != ASCII_ESCAPE else data[begin:end].decode("ascii", "replace")
        while todo < len(wanted):
            position, is_end, number = wanted[todo]
            if position > at + len(text) or (position == at + len(text) and not is_end and end < len(data)):
                break
            found[number, is_end] = _inside(data, escape, begin, end, position - at)
            todo += 1
        at += len(text)
        if todo == len(wanted):
            break
    for position, is_end, number in islice(wanted, todo, None):
        if position != at:
            return None
        found[number, is_end] = (len(data), ASCII_ESCAPE)
    return [(found[n, 0], found[n, 1]) for n in range(len(starts))]


def _runs(data: bytes) -> list[tuple[bytes, int, int]]:
    first = data.find(b"\x1b")
    runs = [(ASCII_ESCAPE, 0, len(data) if first < 0 else first)]
    if first >= 0:
        runs += [(b"\x1b" + (run[1] or b""), run.start(2), run.end(2)) for run in RUN.finditer(data, first)]
    return [run for run in runs if run[1] < run[2]]


def _inside(data: bytes, escape: bytes, begin: int, end: int, count: int) -> Seat:
    """`count` characters into the run of bytes `begin` to `end`."""
    width = double_width(escape[1:])
    state = escape
    at = begin
    if not width or not data[begin : begin + 2 * count].translate(None, GRAPHIC):
        # The usual case without a loop: no line break and nothing but whole characters on the way.
        step = 2 * count if width else count
        line = data.find(b"\n", begin, begin + step)
        if line < 0 and begin + step <= end:
            return begin + step, state
    while count > 0 and at < end:
        byte = data[at]
        if width and byte in (10, 13):
            width, state = False, ASCII_ESCAPE
        if width and byte > 0x20 and at + 1 < end:
            count -= 1
            at += 2
        else:
            count -= 0 if width and byte == 0x0F else 1
            at += 1
    if state not in (ASCII_ESCAPE, b"\x1b(J", b"\x1b(H") and (10 in data[begin:at] or 13 in data[begin:at]):
        state = ASCII_ESCAPE
    return at, state


def put(text: str, codec: str, before: Seat, after: Seat) -> bytes:
    """Bytes for `text` between two seats: entered from the state before it, left in the state after it."""
    data = encode_jis(text, codec)
    if not data:
        return b"" if before[1] == after[1] else after[1]
    if not data.startswith(b"\x1b") and before[1] != ASCII_ESCAPE:
        data = ASCII_ESCAPE + data
    if data.startswith(before[1]):
        data = data[len(before[1]) :]
        last = before[1]
    else:
        last = ASCII_ESCAPE
    if after[1] != ASCII_ESCAPE:
        if data.endswith(ASCII_ESCAPE):
            data = data[: -len(ASCII_ESCAPE)]
            mark = data.rfind(b"\x1b")
            last = _escape_at(data, mark) if mark >= 0 else last
        else:
            last = ASCII_ESCAPE
        if last != after[1]:
            data += after[1]
    return data


def _escape_at(data: bytes, at: int) -> bytes:
    found = RUN.match(data, at)
    return b"\x1b" + found[1] if found and found[1] else b""
