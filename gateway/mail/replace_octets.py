"""Changes of a body's decoded bytes as changes of the mail's bytes, in the body's own transfer encoding (RFC 2045 6)."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from gateway.mail import transfer
from gateway.mail.replace_text import Patch

WIDTH = 76  # RFC 2045 6.7 and 6.8: longest encoded line
LONGEST = 998  # RFC 5322 2.1.1
_SPACE = b" \t\r\n\v\f"
_QUOTED_TOKEN = re.compile(rb"=([0-9A-Fa-f]{2})|=[ \t]*+\r?\n|=\r?\Z|([\s\S])")


def through(buffer: bytes, start: int, end: int, encoding: str, changes: Sequence[Patch], width: int = LONGEST) -> list[Patch] | None:
    """`changes` (ascending, not overlapping) of the decoded body from `start` to `end` as changes of `buffer`.

    None when the body cannot be changed so: uuencoded, or a line would grow beyond `width` bytes.
    """
    if encoding == transfer.IDENTITY:
        return _identity(buffer, start, end, changes, width)
    if encoding == transfer.QUOTED:
        return _quoted(buffer, start, end, changes)
    if encoding == transfer.BASE64:
        return _base64(buffer, start, end, changes)
    return None


def _identity(buffer: bytes, start: int, end: int, changes: Sequence[Patch], width: int) -> list[Patch] | None:
    found = [Patch(start + c.start, start + c.end, c.data) for c in changes]
    grown: dict[int, int] = {}
    length: dict[int, int] = {}
    for one in found:
        head = buffer.rfind(b"\n", start, one.start) + 1 or start
        tail = buffer.find(b"\n", one.end, end)
        length[head] = max(length.get(head, 0), (end if tail < 0 else tail) - head)
        grown[head] = grown.get(head, 0) + len(one.data) - (one.end - one.start)
    if any(grown[head] > 0 and length[head] <= width < length[head] + grown[head] for head in grown):
        return None
    return found


def _quoted(buffer: bytes, start: int, end: int, changes: Sequence[Patch]) -> list[Patch] | None:
    walk = _QuotedWalk(buffer, start, end)
    found: list[Patch] = []
    column_shift = (-1, 0)  # where the line of the last change begins, and how far its text has moved
    eol = b"\r\n" if buffer.find(b"\r\n", start, end) >= 0 or buffer[start - 2 : start] == b"\r\n" else b"\n"
    for change in changes:
        low = walk.offset(change.start, after=True)
        high = walk.offset(change.end, after=False)
        if low is None or high is None or high < low:
            return None
        head = buffer.rfind(b"\n", start, low) + 1 or start
        stop = buffer.find(b"\n", high, end)
        stop = end if stop < 0 else stop
        tail = len(buffer[high:stop].rstrip(b"\r"))
        column = low - head + (column_shift[1] if column_shift[0] == head else 0)
        data, column = _fill(_tokens(change.data, tail == 0), column, tail, eol)
        if not tail and (data[-1:] or buffer[low - 1 : low]) in (b" ", b"\t"):
            data += b"=" + eol
        found.append(Patch(low, high, data))
        last = buffer.rfind(b"\n", start, high) + 1 or start
        column_shift = (last, column - (high - last))
    return found


def _tokens(data: bytes, at_end: bool) -> list[bytes]:
    out = [bytes((b,)) if (33 <= b <= 126 and b != 61) or b in b" \t" else b"=%02X" % b for b in data]
    if at_end and out and out[-1] in (b" ", b"\t"):
        out[-1] = b"=%02X" % ord(out[-1])
    return out


def _fill(tokens: list[bytes], column: int, tail: int, eol: bytes) -> tuple[bytes, int]:
    """Tokens from `column` on, with soft breaks where the line would be too long; the bytes and the column after them."""
    length = sum(map(len, tokens))
    if column + length + tail <= WIDTH:
        return b"".join(tokens), column + length
    out = bytearray()
    for token in tokens:
        if column + len(token) > WIDTH - 1:
            out += b"=" + eol
            column = 0
        out += token
        column += len(token)
    if tail and column and column + tail > WIDTH:
        out += b"=" + eol
        column = 0
    return bytes(out), column


class _QuotedWalk:
    """From offsets of decoded bytes to offsets of quoted-printable, line by line."""

    def __init__(self, buffer: bytes, start: int, end: int) -> None:
        self.buffer, self.end = buffer, end
        self.line = start
        self.decoded = 0

    def offset(self, position: int, after: bool) -> int | None:
        """Where decoded byte `position` stands; `after` soft line breaks rather than before them."""
        while self.line < self.end:
            stop = self.buffer.find(b"\n", self.line, self.end)
            stop = self.end if stop < 0 else stop + 1
            length = len(transfer.decode(self.buffer, self.line, stop, transfer.QUOTED, stop - self.line).data)
            if position < self.decoded + length or (position == self.decoded + length and (not after or stop == self.end)):
                return self._inside(position - self.decoded, stop)
            self.line, self.decoded = stop, self.decoded + length
        return self.end if position == self.decoded else None

    def _inside(self, count: int, stop: int) -> int:
        at = self.line
        while count > 0:
            token = _QUOTED_TOKEN.match(self.buffer, at, stop)
            assert token is not None
            count -= 1 if token[1] or token[2] else 0
            at = token.end()
        return at


def _base64(buffer: bytes, start: int, end: int, changes: Sequence[Patch]) -> list[Patch] | None:
    octets = transfer.decode(buffer, start, end, transfer.BASE64, end - start)
    if octets.broken or octets.cut:
        return None
    lines = buffer[start : min(end, start + 4096)].split(b"\n", 2)
    first = len(lines[0].strip())
    width = first if len(lines) > 1 and lines[1].strip() and first else WIDTH
    eol = b"\r\n" if b"\r\n" in buffer[max(0, start - 2) : start + 4096] else b"\n"
    letters = buffer[start:end].translate(None, _SPACE)
    joined = b"=" in letters.rstrip(b"=")
    group = 0 if joined else changes[0].start // 3
    at, column = _letter(buffer, start, end, group * 4)
    tail = bytearray()
    last = group * 3
    for change in changes:
        tail += octets.data[last : change.start] + change.data
        last = change.end
    tail += octets.data[last:]
    encoded = base64.b64encode(bytes(tail))
    out = [encoded[: max(0, width - column)]]
    out += [encoded[n : n + width] for n in range(len(out[0]), len(encoded), width)]
    stop = start + len(buffer[start:end].rstrip(_SPACE))
    return [Patch(at, max(at, stop), eol.join(out) if out[0] or not column else b"".join(eol + line for line in out[1:]))]


def _letter(buffer: bytes, start: int, end: int, count: int) -> tuple[int, int]:
    """Where the base64 letter number `count` stands, and how many stand before it on its line."""
    line = start
    while line < end:
        stop = buffer.find(b"\n", line, end)
        stop = end if stop < 0 else stop + 1
        letters = len(buffer[line:stop].translate(None, _SPACE))
        if count < letters:
            break
        count -= letters
        line = stop
    column = 0
    at = line
    while column < count and at < end:
        column += buffer[at : at + 1] not in (b" ", b"\t", b"\r", b"\n", b"\v", b"\f")
        at += 1
    return at, column
