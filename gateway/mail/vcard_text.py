"""Cards of version 2.1 with their quoted-printable values undone, with the way back (vCard 2.1, section 2.1.3)."""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple

from gateway.mail import charset
from gateway.mail.flowed import fixed_runs, read_fixed
from gateway.mail.strand import Run

_PROPERTY = re.compile(r"^[^:\r\n]{0,200}QUOTED-PRINTABLE[^:\r\n]{0,200}:", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(r";CHARSET=\"?([\w.:-]{1,40})", re.IGNORECASE)
_TOKEN = re.compile(r"=([0-9A-Fa-f]{2})|(=[ \t]{0,8}\r?\n[ \t]?)|(\r?\n)|([^=\r\n]++)|([\s\S])")
_STRETCH = re.compile(r"([\x00-\x7f]++)|[\s\S]")
_STEADY = (charset.ASCII, charset.UTF8, charset.CP932, charset.EUC)  # where a character has bytes of its own


class Card(NamedTuple):
    """A card's text and the way back; not `sound` when a value fits no charset and stands as it came."""

    text: str
    runs: list[Run]
    sound: bool


def is_quoted(source: str) -> bool:
    """Whether a card has values in quoted-printable."""
    return _PROPERTY.search(source) is not None


def read_card(source: str) -> Card:
    """A card as its reader sees it. Linear."""
    pieces: list[str] = []
    runs: list[Run] = []
    sound = True
    at = count = 0

    def put(text: str, found: list[Run], offset: int) -> None:
        nonlocal count
        pieces.append(text)
        runs.extend(Run(count + run.at, run.length, offset + run.start, offset + run.end) for run in found)
        count += len(text)

    while (name := _PROPERTY.search(source, at)) is not None:
        put(read_fixed(source[at : name.end()]), fixed_runs(source[at : name.end()]), at)
        label = _CHARSET.search(name[0])
        value, back, at = _value(source, name.end(), label[1] if label else None)
        if value is None:
            sound = False
            put(read_fixed(source[name.end() : at]), fixed_runs(source[name.end() : at]), name.end())
        else:
            put(value, back, 0)
    put(read_fixed(source[at:]), fixed_runs(source[at:]), at)
    return Card("".join(pieces), runs, sound)


def _value(source: str, at: int, label: str | None) -> tuple[str | None, list[Run], int]:
    """The value that begins at `at`, its runs, and where it ends; no text when its bytes fit no charset."""
    data = bytearray()
    starts = array("q")  # where each byte comes from
    while at < len(source):
        found = _TOKEN.match(source, at)
        assert found is not None
        if found[3]:
            break
        if found[1]:
            data.append(int(found[1], 16))
            starts.append(at)
        elif not found[2] and found[0].isascii():
            data += found[0].encode()
            starts.extend(range(at, found.end()))
        elif not found[2]:
            for index, char in enumerate(found[0], at):
                octets = char.encode()
                data += octets
                starts.extend([index] * len(octets))
        at = found.end()
    decoded = charset.decode(bytes(data), label)
    if decoded.reason is not None:
        return None, [], at
    starts.append(at)
    if decoded.codec not in _STEADY:
        return decoded.text, [Run(0, len(decoded.text), starts[0], at)] if decoded.text else [], at
    return decoded.text, _runs(decoded, starts), at


def _runs(decoded: charset.Decoded, starts: array[int]) -> list[Run]:
    """The way back from a value, a character at a time where it was written in escapes; `starts` has the value's end as well."""
    runs: list[Run] = []
    byte = 0
    for found in _STRETCH.finditer(decoded.text):
        length = found.end() - found.start()
        after = min(byte + (length if found[1] else len(charset.encode(found[0], decoded.codec))), len(starts) - 1)
        if starts[after] - starts[byte] == length or not found[1]:
            runs.append(Run(found.start(), length, starts[byte], starts[after]))
        else:
            runs += [Run(found.start() + n, 1, starts[byte + n], starts[byte + n + 1]) for n in range(after - byte)]
        byte = after
    return runs
