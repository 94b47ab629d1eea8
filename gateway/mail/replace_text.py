"""New words in a decoded text, as changes of its bytes: in its own charset, nothing else touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway.mail import charset, jis_seat
from gateway.mail.charset import is_line_safe
from gateway.mail.jis import JIS, JIS_EXT, JIS_SHIFT

PLAIN_FORM = "[redacted]"  # where the charset has no Japanese
_MARKUP = re.compile(r"[&<>]")
_ATTRIBUTE = re.compile(r"[&<>\"'`=\s]")
_ONE_BYTE = re.compile(r"us-ascii|cp12\d\d|iso8859-?\w*|iso8859_\w+|koi8[-_]\w|cp8\d\d|cp4\d\d|mac[-_]\w+")


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes `start` to `end` of something become `data`."""

    start: int
    end: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """Characters `start` to `end` of a source text become `text`, which is escaped already."""

    start: int
    end: int
    text: str = field(repr=False)


def carries(text: str, codec: str, seven_bit: bool) -> bool:
    """Whether a charset has all these characters, in seven bits if it must be."""
    try:
        data = charset.encode(text, codec)
    except (UnicodeError, LookupError):
        return False
    return data.isascii() or not seven_bit


def in_charset(text: str, codec: str, seven_bit: bool) -> str:
    """The text, or an ASCII form where the charset cannot carry it."""
    return text if carries(text, codec, seven_bit) else PLAIN_FORM


def in_markup(text: str, codec: str, seven_bit: bool, attribute: bool) -> str:
    """The text with character references for what markup or charset does not allow (WHATWG HTML 13.5)."""
    unsafe = _ATTRIBUTE if attribute else _MARKUP
    text = unsafe.sub(lambda found: f"&#{ord(found[0])};", text)
    if carries(text, codec, seven_bit):
        return text
    return "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)


def in_link(text: str, codec: str) -> str:
    """The text percent-encoded (RFC 3986 2.1)."""
    data = charset.encode(text, codec) if carries(text, codec, False) else text.encode()
    return "".join(chr(b) if b < 0x80 and (chr(b).isalnum() or b in b"-._~[]") else f"%{b:02X}" for b in data)


def patches(data: bytes, text: str, codec: str, changes: Sequence[Change]) -> list[Patch] | None:
    """Changes (ascending, not overlapping) of a text as patches of the bytes it was decoded from; None when impossible."""
    try:
        if codec in (JIS, JIS_SHIFT, JIS_EXT):
            found = _jis(data, codec, changes) if text != data.decode("ascii", "replace") else _counted(data, text, codec, changes)
        elif codec in _OFFSETS or _ONE_BYTE.fullmatch(codec):
            found = _counted(data, text, codec, changes)
        else:
            found = _by_line(data, text, codec, changes) if is_line_safe(codec) else None
        if found is None and is_line_safe(codec) and data.count(b"\n") == text.count("\n"):
            found = _lines(data, text, codec, changes)
        return found if found is not None else _whole(data, text, codec, changes)
    except (UnicodeError, LookupError):
        return None


def _jis(data: bytes, codec: str, changes: Sequence[Change]) -> list[Patch] | None:
    found = jis_seat.seats(data, [c.start for c in changes], [c.end for c in changes])
    if found is None:
        return None
    return [
        Patch(before[0], after[0], jis_seat.put(change.text, codec, before, after)) for (before, after), change in zip(found, changes, strict=True)
    ]


def _utf16(codec: str) -> Callable[[str], int]:
    return lambda text: len(text.encode(codec))


_OFFSETS: dict[str, tuple[int, Callable[[str], int]]] = {
    "utf-8": (0, lambda text: len(text.encode())),
    "utf-8-sig": (3, lambda text: len(text.encode())),
    "utf-16": (2, _utf16("utf-16-le")),
    "utf-16-be+bom": (2, _utf16("utf-16-be")),
    "utf-16-le": (0, _utf16("utf-16-le")),
    "utf-16-be": (0, _utf16("utf-16-be")),
}


def _counted(data: bytes, text: str, codec: str, changes: Sequence[Change]) -> list[Patch] | None:
    """Encodings where a text has one spelling in bytes, or one byte a character."""
    begin, width = _OFFSETS.get(codec, (0, len))
    found: list[Patch] = []
    at = 0
    byte = begin
    for change in changes:
        byte += width(text[at : change.start])
        after = byte + width(text[change.start : change.end])
        found.append(Patch(byte, after, _bare(change.text, codec)))
        at, byte = change.end, after
    return found if byte + width(text[at:]) == len(data) else None


def _bare(text: str, codec: str) -> bytes:
    """Encoded without a byte order mark."""
    if codec in ("utf-8", "utf-8-sig"):
        return text.encode()
    if codec in ("utf-16", "utf-16-le"):
        return text.encode("utf-16-le")
    return text.encode("utf-16-be") if codec.startswith("utf-16") else charset.encode(text, codec)


def _by_line(data: bytes, text: str, codec: str, changes: Sequence[Change]) -> list[Patch] | None:
    """Encodings in which a line stands alone: the bytes before a character on its line are that part of the line encoded."""
    found: list[Patch] = []
    walk = _Walk(data, text, codec)
    for change in changes:
        start = walk.offset(change.start)
        end = walk.offset(change.end) if start is not None else None
        if start is None or end is None:
            return None
        found.append(Patch(start, end, charset.encode(change.text, codec)))
    return found


class _Walk:
    """A walk along a text and its bytes at once, from line to line and within a line."""

    def __init__(self, data: bytes, text: str, codec: str) -> None:
        self.data, self.text, self.codec = data, text, codec
        self.char = self.byte = 0

    def to_line(self, position: int) -> None:
        """Go to the beginning of the line of a character, unless the walk is on that line already."""
        while (stop := self.text.find("\n", self.char, position)) >= 0:
            self.char = stop + 1
            self.byte = self.data.index(b"\n", self.byte) + 1

    def offset(self, position: int) -> int | None:
        """Go to a character; None when two spellings of a character leave its bytes uncertain."""
        self.to_line(position)
        before = self.text[self.char : position]
        stop = self.byte + len(charset.encode(before, self.codec))
        if charset.decode_as(self.data[self.byte : stop], self.codec) != before:
            return None
        self.char, self.byte = position, stop
        return stop


def _lines(data: bytes, text: str, codec: str, changes: Sequence[Change]) -> list[Patch] | None:
    """The lines with a change written anew, if the charset can write what they said."""
    found: list[Patch] = []
    walk = _Walk(data, text, codec)
    at = 0
    while at < len(changes):
        walk.to_line(changes[at].start)
        low, first = walk.char, walk.byte
        inside: list[Change] = []
        high = low
        while at < len(changes) and (not inside or changes[at].start <= high):
            inside.append(changes[at])
            high = text.find("\n", changes[at].end)
            high = len(text) if high < 0 else high
            at += 1
        walk.to_line(high)
        stop = data.find(b"\n", walk.byte)
        stop = len(data) if stop < 0 else stop
        old = text[low:high]
        if charset.decode_as(charset.encode(old, codec), codec) != old:
            return None
        moved = [Change(c.start - low, c.end - low, c.text) for c in inside]
        found.append(Patch(first, stop, charset.encode(replaced(old, moved), codec)))
    return found


def _whole(data: bytes, text: str, codec: str, changes: Sequence[Change]) -> list[Patch] | None:
    """The shifting encodings: the text written anew, if the same writer wrote it."""
    if charset.encode(text, codec) != data and charset.decode_as(charset.encode(text, codec), codec) != text:
        return None
    return [Patch(0, len(data), charset.encode(replaced(text, changes), codec))]


def replaced(text: str, changes: Sequence[Change]) -> str:
    """The text with the changes made."""
    out: list[str] = []
    at = 0
    for change in changes:
        out += (text[at : change.start], change.text)
        at = change.end
    return "".join((*out, text[at:]))
