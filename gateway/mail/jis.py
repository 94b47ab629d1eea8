"""ISO-2022-JP and EUC-JP as Japanese mail programs really write them.

No Python codec reads NEC row 13 (①, ㈱) or the NEC-selected IBM rows (髙, 﨑) inside ISO-2022-JP or EUC-JP, though
Outlook and most Windows mailers send them (Microsoft code pages 50220, 50221, 51932). The rows are those of
code page 932, so each two-byte character is looked up there. RFC 1468 (ISO-2022-JP), RFC 1554 (-2), RFC 2237 (-1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

BAD = "\ufffd"
GRAPHIC = bytes(range(0x21, 0x7F))
_HIGH_OFF = bytes(b & 0x7F for b in range(256))
_HIGH_ON = bytes(b | 0x80 for b in range(256))


class Plane(dict[int, str]):
    """A 94×94 character set: (row << 8 | column), both 0x21 to 0x7E, to text. What it lacks is U+FFFD."""

    def __missing__(self, key: int) -> str:
        return BAD


def _plane(decode_pair: Callable[[int, int], str]) -> Plane:
    plane = Plane()
    for row in range(0x21, 0x7F):
        for column in range(0x21, 0x7F):
            try:
                plane[row << 8 | column] = decode_pair(row, column)
            except UnicodeDecodeError:
                continue
    return plane


def _cp932_pair(row: int, column: int) -> str:
    """JIS to Shift_JIS arithmetic (JIS X 0208:1997 annex 1), then code page 932."""
    lead = (row - 0x21 >> 1) + (0x81 if row < 0x5F else 0xC1)
    trail = column + (31 if column < 96 else 32) if row & 1 else column + 126
    return bytes((lead, trail)).decode("cp932")


def _ibm_rows() -> dict[int, str]:
    """eucJP-ms keeps the IBM extensions that JIS X 0212 lacks in its rows 83 and 84, from 0x7373 on, in IBM order."""
    rows: dict[int, str] = {}
    seat = 0x7373
    for lead in (0xFA, 0xFB, 0xFC):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            try:
                char = bytes((lead, trail)).decode("cp932")
            except UnicodeDecodeError:
                continue
            if char in "￢￤∵" or (char not in "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ№" and _in_euc_jp(char)):
                continue
            rows[seat] = char
            seat = seat + 1 if seat & 0xFF < 0x7E else (seat & 0xFF00) + 0x121
    return rows


def _in_euc_jp(char: str) -> bool:
    try:
        char.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return True


@cache
def x0208() -> Plane:
    """JIS X 0208 with NEC row 13 and the NEC-selected IBM rows 89 to 92, as code page 932 reads them."""
    return _plane(_cp932_pair)


@cache
def x0212() -> Plane:
    """JIS X 0212 with the IBM rows of eucJP-ms."""
    plane = _plane(lambda row, column: bytes((0x8F, row | 0x80, column | 0x80)).decode("euc_jp"))
    for seat, char in _ibm_rows().items():
        plane.setdefault(seat, char)
    return plane


@cache
def x0213(level: int) -> Plane:
    """JIS X 0213:2004, plane 1 or 2."""
    lead = b"" if level == 1 else b"\x8f"
    return _plane(lambda row, column: (lead + bytes((row | 0x80, column | 0x80))).decode("euc_jis_2004"))


@cache
def _foreign(codec: str) -> Plane:
    return _plane(lambda row, column: bytes((row | 0x80, column | 0x80)).decode(codec))


@cache
def _reverse(planes: tuple[str, ...]) -> dict[str, tuple[bytes, bytes]]:
    """Text to (designating escape, two bytes); the first plane that has a character wins, its lowest seat."""
    table: dict[str, tuple[bytes, bytes]] = {}
    for escape in planes:
        for seat, char in _PLANES[escape.encode("ascii")]().items():
            table.setdefault(char, (b"\x1b" + escape.encode("ascii"), bytes((seat >> 8, seat & 0xFF))))
    return table


_PLANES: dict[bytes, Callable[[], Plane]] = {
    b"$@": x0208,
    b"$B": x0208,
    b"$(@": x0208,
    b"$(B": x0208,
    b"$(D": x0212,
    b"$(O": lambda: x0213(1),
    b"$(Q": lambda: x0213(1),
    b"$(P": lambda: x0213(2),
    b"$A": lambda: _foreign("gb2312"),
    b"$(C": lambda: _foreign("euc_kr"),
}
_BASIC = frozenset((b"$@", b"$B", b"$(@", b"$(B"))

# What a decoded text may be written back with.
JIS = "iso-2022-jp"
JIS_SHIFT = "iso-2022-jp-so"  # half-width kana between SO and SI (JIS X 0202, code page 50222)
JIS_EXT = "iso-2022-jp-ext"  # JIS X 0212, JIS X 0213, GB 2312 or KS C 5601 were in use
_ENCODERS: dict[str, tuple[str, ...]] = {
    JIS: ("$B",),
    JIS_SHIFT: ("$B",),
    JIS_EXT: ("$B", "$(D", "$(Q", "$(P", "$A", "$(C"),
}

DESIGNATES = re.compile(rb"\x1b(?:\$[@AB]|\$\([@BCDOPQ]|\(I)")
RUN = re.compile(rb"\x1b(\$\(?[@-Z]|\([@-Z]|&@)?([^\x1b]*+)")
_SHIFTED = re.compile(rb"\x0e([^\x0e\x0f\r\n]*+)\x0f?")
_SPLIT = re.compile(rb"([!-~]++)|([^!-~]++)")
ASCII_ESCAPE = b"\x1b(B"
_ROMAN = {0x5C: "\u00a5", 0x7E: "\u203e"}
_LINE_END = re.compile(rb"[\r\n]")


class _Reader:
    """One pass over ISO-2022-JP bytes; `clean` turns false at the first byte that has no certain meaning."""

    def __init__(self) -> None:
        self.clean = True
        self.features: set[str] = set()

    def ascii(self, data: bytes, roman: bool = False) -> str:
        if not data.isascii():
            self.clean = False
        if b"\x0e" in data:
            return self._shifted(data, roman)
        text = data.decode("ascii", "replace")
        return text.translate(_ROMAN) if roman else text

    def _shifted(self, data: bytes, roman: bool) -> str:
        self.features.add(JIS_SHIFT)
        out: list[str] = []
        at = 0
        for run in _SHIFTED.finditer(data):
            out += (self.ascii(data[at : run.start()], roman), self.kana(run[1]))
            at = run.end()
        return "".join((*out, self.ascii(data[at:], roman)))

    def kana(self, data: bytes) -> str:
        """JIS X 0201 katakana in seven bits: 0x21 to 0x5F."""
        out = "".join(chr(b + 0xFF40) if 0x21 <= b <= 0x5F else chr(b) if b <= 0x20 else BAD for b in data)
        if BAD in out:
            self.clean = False
        return out

    def double(self, data: bytes, plane: Plane) -> str:
        if not data.isascii() or data.translate(None, GRAPHIC):
            return "".join(self._pieces(data, plane))
        if len(data) & 1:
            self.clean = False
            data, rest = data[:-1], BAD
        else:
            rest = ""
        text = data.decode("utf-16-be").translate(plane)
        if BAD in text:
            self.clean = False
        return text + rest

    def _pieces(self, data: bytes, plane: Plane) -> Iterable[str]:
        """Spaces between two-byte characters stand for themselves; anything else there is damage."""
        for run in _SPLIT.finditer(data):
            if run[1] is not None:
                yield self.double(run[1], plane)
            elif run[2].strip(b" \t\x0f\x00"):
                self.clean = False
                yield BAD
            else:
                yield run[2].decode("ascii").replace("\x0f", "")

    def designated(self, escape: bytes, data: bytes) -> str:
        if escape in (b"(B", b"(J", b"(H"):
            return self.ascii(data, roman=escape != b"(B")
        if escape == b"&@":  # announces the 1990 revision; the designation follows
            return self.ascii(data)
        kana = escape == b"(I"
        if not kana and escape not in _PLANES:
            self.clean = False
            return BAD + self.ascii(data)
        if not kana and escape not in _BASIC:
            self.features.add(JIS_EXT)
        end = _LINE_END.search(data)
        head, tail = (data[: end.start()], data[end.start() :]) if end else (data, b"")
        text = self.kana(head) if kana else self.double(head, _PLANES[escape]())
        if tail.strip() and not kana and self._continues(tail):
            self.clean = False
        # A line ends in ASCII (RFC 1468): what follows a line break without an escape is ASCII again.
        return text + self.ascii(tail)

    @staticmethod
    def _continues(tail: bytes) -> bool:
        """True when text after an unclosed line could as well be two-byte characters: then nobody can tell."""
        line = tail.strip().splitlines()[0].strip()
        return len(line) % 2 == 0 and BAD not in line.decode("utf-16-be", "replace").translate(x0208())


def double_width(escape: bytes) -> bool:
    """Whether an escape (without its ESC) designates a set of two-byte characters."""
    return escape in _PLANES


def decode_jis(data: bytes) -> tuple[str, str, bool]:
    """ISO-2022-JP to (text, the name to encode it back with, whether every byte had a certain meaning).

    Reads NEC and IBM rows, half-width kana (ESC ( I and SO/SI), JIS X 0201 Roman, JIS X 0212 and 0213 and the sets
    of ISO-2022-JP-2 except those of RFC 1554 section 4. Linear in the length of `data`.
    """
    reader = _Reader()
    first = data.find(b"\x1b")
    out = [reader.ascii(data if first < 0 else data[:first])]
    if first >= 0:
        for run in RUN.finditer(data, first):
            if run[1] is None:
                reader.clean = False
                out += (BAD, reader.ascii(run[2]))
            else:
                out.append(reader.designated(run[1], run[2]))
    name = JIS_EXT if JIS_EXT in reader.features else JIS_SHIFT if JIS_SHIFT in reader.features else JIS
    return "".join(out), name, reader.clean


def encode_jis(text: str, name: str) -> bytes:
    """Text to ISO-2022-JP of the variant `name`; ends, and ends every line, in ASCII. UnicodeEncodeError otherwise."""
    table = _reverse(_ENCODERS[name])
    into, back = (b"\x0e", b"\x0f") if name == JIS_SHIFT else (b"\x1b(I", b"\x1b(B")
    out = bytearray()
    state = b"\x1b(B"
    for at, char in enumerate(text):
        code = ord(char)
        if code < 0x80:
            wanted, seat = b"\x1b(B", bytes((code,))
        elif char in table:
            wanted, seat = table[char]
        elif 0xFF61 <= code <= 0xFF9F:
            wanted, seat = into, bytes((code - 0xFF40,))
        elif char in "\u00a5\u203e":
            wanted, seat = b"\x1b(J", b"\\" if char == "\u00a5" else b"~"
        else:
            raise UnicodeEncodeError(name, text, at, at + 1, "not in this variant")
        if wanted != state:
            if state == b"\x0e":
                out += back
                state = b"\x1b(B"
            elif wanted == b"\x0e" and state != b"\x1b(B":
                out += b"\x1b(B"
            if wanted != state:
                out += wanted
            state = wanted
        out += seat
    if state != b"\x1b(B":
        out += back if state == b"\x0e" else b"\x1b(B"
    return bytes(out)


_EUC = re.compile(rb"([\x00-\x7f]++)|((?:[\xa1-\xfe][\xa1-\xfe])+)|((?:\x8e[\xa1-\xdf])+)|((?:\x8f[\xa1-\xfe][\xa1-\xfe])+)|([\x80-\xff])")


def decode_euc(data: bytes) -> str:
    """EUC-JP with the rows of code page 932 (51932) and of eucJP-ms; U+FFFD for what neither has. Linear."""
    out: list[str] = []
    for run in _EUC.finditer(data):
        if run[1] is not None:
            out.append(run[1].decode("ascii"))
        elif run[2] is not None:
            out.append(run[2].translate(_HIGH_OFF).decode("utf-16-be").translate(x0208()))
        elif run[3] is not None:
            out.append(run[3].replace(b"\x8e", b"").decode("cp932"))
        elif run[4] is not None:
            out.append(run[4].replace(b"\x8f", b"").translate(_HIGH_OFF).decode("utf-16-be").translate(x0212()))
        else:
            out.append(BAD)
    return "".join(out)


def encode_euc(text: str) -> bytes:
    """Text to the EUC-JP that `decode_euc` reads; UnicodeEncodeError when a character has no seat."""
    table = _reverse(("$B", "$(D"))
    out = bytearray()
    for at, char in enumerate(text):
        code = ord(char)
        if code < 0x80:
            out.append(code)
        elif char in table:
            escape, seat = table[char]
            out += (b"" if escape == b"\x1b$B" else b"\x8f") + seat.translate(_HIGH_ON)
        elif 0xFF61 <= code <= 0xFF9F:
            out += bytes((0x8E, code - 0xFEC0))
        else:
            raise UnicodeEncodeError("euc-jp", text, at, at + 1, "no seat in EUC-JP")
    return bytes(out)
