"""Content-Transfer-Encoding off: base64 and quoted-printable as they arrive, broken ones as far as they go (RFC 2045 6)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

IDENTITY = "identity"
BASE64 = "base64"
QUOTED = "quoted-printable"
UUENCODE = "uuencode"

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SPACE = b" \t\r\n\v\f"
_NOT_BASE64 = bytes(set(range(256)) - set(_ALPHABET) - {ord("=")})
_GROUPS = re.compile(rb"[^=]++")
_BAD_QUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\r?\Z)")
_PADDED_SOFT = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")
_STRAYS = 5  # letters of base64 for one that is none, for a line to count as base64 that was damaged
_NAMES = {
    "": IDENTITY, "7bit": IDENTITY, "8bit": IDENTITY, "binary": IDENTITY, "7-bit": IDENTITY, "8-bit": IDENTITY, "8bits": IDENTITY, "7bits": IDENTITY,
    "none": IDENTITY, "base64": BASE64, "base-64": BASE64, "b64": BASE64, "quoted-printable": QUOTED, "quotedprintable": QUOTED,
    "quoted_printable": QUOTED, "x-uuencode": UUENCODE, "uuencode": UUENCODE, "x-uue": UUENCODE, "uue": UUENCODE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Octets:
    """Decoded bytes; `broken` when something was lost on the way, `cut` when they end at the limit."""

    data: bytes = field(repr=False)
    broken: bool = False
    cut: bool = False


def canonical(name: str) -> str | None:
    """The transfer encoding meant by a header word; None for one nobody knows."""
    return _NAMES.get(name.strip().strip("\"';").lower())


def decode(raw: bytes, start: int, end: int, encoding: str, limit: int) -> Octets:
    """The bytes of a body, at most `limit` of them. Linear; never raises."""
    if encoding == BASE64:
        return _base64(raw, start, end, limit)
    if encoding == QUOTED:
        return _quoted(raw, start, end, limit)
    if encoding == UUENCODE:
        return _uuencode(raw, start, end, limit)
    return Octets(raw[start : min(end, start + limit)], cut=end - start > limit)


def size(raw: bytes, start: int, end: int, encoding: str) -> int:
    """The decoded size in bytes, without decoding where that can be large."""
    if encoding == BASE64:
        letters = end - start - sum(raw.count(c, start, end) for c in (b"\r", b"\n", b" ", b"=", b"\t"))
        return letters * 3 // 4
    if encoding == QUOTED:
        soft = raw.count(b"=\r\n", start, end)
        bare = raw.count(b"=\n", start, end)
        escapes = raw.count(b"=", start, end) - soft - bare
        return max(0, end - start - 3 * soft - 2 * bare - 2 * escapes)
    return end - start


def _base64(raw: bytes, start: int, end: int, limit: int) -> Octets:
    # Four letters carry three bytes; white space beyond one character in three is not worth reading exactly.
    stop = min(end, start + limit * 2)
    letters = raw[start:stop].translate(None, _SPACE)
    cut = stop < end
    if cut:
        letters = letters[: len(letters) // 4 * 4]
    bare = letters.rstrip(b"=")
    if not bare.translate(None, _ALPHABET) and len(bare) % 4 != 1:
        data = binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))
        return Octets(data[:limit], cut=cut or len(data) > limit)
    if not letters.translate(None, _ALPHABET + b"="):
        data, broken = _joined(letters)
        return Octets(data[:limit], broken, cut or len(data) > limit)
    data = _with_plain_lines(raw[start:stop])
    return Octets(data[:limit], True, cut or len(data) > limit)


def _joined(letters: bytes) -> tuple[bytes, bool]:
    """Padding in the middle ends one of several joined texts; whether letters were left over."""
    out: list[bytes] = []
    broken = False
    for group in _GROUPS.findall(letters):
        if len(group) % 4 == 1:
            broken = True
            group = group[:-1]
        out.append(binascii.a2b_base64(group + b"=" * (-len(group) % 4)))
    return b"".join(out), broken


def _with_plain_lines(body: bytes) -> bytes:
    """Base64 into which something else has run: a footer, a boundary, the parts that follow.

    A stray letter in a line of base64 is dropped (RFC 2045 6.8); a line that is something else stands as it came.
    """
    out: list[bytes] = []
    letters: list[bytes] = []
    for line in body.splitlines(keepends=True):
        word = line.strip()
        kept = word.translate(None, _NOT_BASE64)
        if len(word.split()) <= 1 and (len(word) - len(kept)) * _STRAYS <= len(word):  # no encoder writes white space within
            letters.append(kept)
            continue
        out += [_joined(b"".join(letters))[0], line if not letters else b"\n" + line]
        letters = []
    return b"".join((*out, _joined(b"".join(letters))[0]))


def _quoted(raw: bytes, start: int, end: int, limit: int) -> Octets:
    stop = min(end, start + limit * 3)
    text = raw[start:stop]
    if b"= " in text or b"=\t" in text:
        text = _PADDED_SOFT.sub(b"=", text)
    data = binascii.a2b_qp(text)
    return Octets(data[:limit], _BAD_QUOTED.search(text) is not None and stop == end, stop < end or len(data) > limit)


def _uuencode(raw: bytes, start: int, end: int, limit: int) -> Octets:
    out: list[bytes] = []
    broken = False
    total = 0
    lines = raw[start:end].splitlines()
    for line in lines:
        if line.startswith(b"begin ") and not out:
            continue
        if line == b"end" or total > limit:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            broken = True
            continue
        total += len(out[-1])
    data = b"".join(out)
    return Octets(data[:limit], broken, len(data) > limit)
