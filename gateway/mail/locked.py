"""Whether a file has a password, told from its first and last bytes: archives, pdf and office documents."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator

HEAD = 64 * 1024  # bytes looked at from either end of a file, and of one packed in it
_MEMBERS = 16  # files of an archive that are looked into
_BLOCKS = 32  # blocks of a RAR archive that are looked at
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_LOCK = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 2.3.4.4
_ZIP, _ZIP_CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
_FLAGS = {_ZIP: 6, _ZIP_CENTRAL: 8}  # where the general purpose flags stand in either header (APPNOTE 4.3.7, 4.3.12)
_GZIP = b"\x1f\x8b\x08"
_SEVEN_ZIP, _AES, _LZMA = b"7z\xbc\xaf\x27\x1c", b"\x06\xf1\x07\x01", b"\x03\x01\x01\x05"
_RAR4, _RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_PROGRAM = b"MZ"


def locked(head: bytes, tail: bytes = b"", within: bool = True) -> bool:
    """True for a file with a password. `head` and `tail` are at most `HEAD` bytes of either end, the same for a small file.

    Archives in a zip or gzip are looked into once, `within`, as far as their first bytes tell. The work is bounded.
    """
    if _zip(head) or _zip(tail):
        return True
    if head.startswith(_SEVEN_ZIP):
        return _seven_zip(head, tail or head)
    if head.startswith(_RAR5):
        return _rar5(head)
    if head.startswith(_RAR4):
        return _rar4(head)
    if head.startswith(_OLE):
        return _OFFICE_LOCK in head or _OFFICE_LOCK in tail
    if b"%PDF-" in head[:1024]:  # where readers look for it (ISO 32000, annex H)
        return b"/Encrypt" in head or b"/Encrypt" in tail
    if head.startswith(_PROGRAM) and _AES in tail:  # a 7z archive that unpacks itself
        return True
    return within and any(locked(inner, within=False) for inner in _packed(head))


def _zip(piece: bytes) -> bool:
    """Bytes before the archive do not matter: programs that unpack themselves have many."""
    for begin, flags in _FLAGS.items():
        at = piece.find(begin)
        while at >= 0:
            if len(piece) > at + flags and piece[at + flags] & 1:  # general purpose bit 0 (APPNOTE 4.4.4)
                return True
            at = piece.find(begin, at + 4)
    return False


def _packed(head: bytes) -> Iterator[bytes]:
    """The first bytes of the files in a gzip or zip."""
    if head.startswith(_GZIP):
        yield _inflated(head, 31)
    at = head.find(_ZIP)
    for _ in range(_MEMBERS):
        if at < 0 or at + 30 > len(head):
            return
        method, name, extra = struct.unpack_from("<H16xHH", head, at + 8)
        if method == 8:
            yield _inflated(head[at + 30 + name + extra :], -15)
        at = head.find(_ZIP, at + 4)


def _inflated(data: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, HEAD)
    except zlib.error:
        return b""


def _seven_zip(head: bytes, tail: bytes) -> bool:
    """AES among the coders, which the index at the end names; the index itself is packed as a rule (7zFormat.txt)."""
    if _AES in head or _AES in tail:
        return True
    if len(head) < 32:
        return False
    offset, size = struct.unpack_from("<QQ", head, 12)
    index = tail[len(tail) - size :] if 0 < size <= len(tail) else b""
    if not index.startswith(b"\x17\x06"):
        return False
    found = index.find(_LZMA)
    start = _number(index, 2)[0]
    properties = index[found + 4 : found + 9]
    back = size + offset - start
    if found < 0 or len(properties) < 5 or not size < back <= len(tail) or properties[0] >= 225:
        return False
    rest, literal = divmod(properties[0], 9)
    position, low = divmod(rest, 5)
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": HEAD, "lc": literal, "lp": low, "pb": position}]
    packed = tail[len(tail) - back : len(tail) - size]
    try:
        return _AES in lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(packed, HEAD)
    except (lzma.LZMAError, ValueError):
        return False


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of 7z at `at` and what follows it: leading ones of the first byte count the bytes after it."""
    first = data[at] if at < len(data) else 0
    count = 8 - (first ^ 0xFF).bit_length()
    value = int.from_bytes(data[at + 1 : at + 1 + count], "little")
    return value + ((first & (0x7F >> count)) << (8 * count)), at + 1 + count


def _rar4(head: bytes) -> bool:
    """A password for the headers, or for a file (technote.txt: flags of the blocks 0x73 and 0x74)."""
    at = len(_RAR4)
    for _ in range(_BLOCKS):
        if at + 11 > len(head):
            return False
        kind, flags, size, more = struct.unpack_from("<BHHI", head, at + 2)
        if (kind == 0x73 and flags & 0x80) or (kind == 0x74 and flags & 4):
            return True
        at += max(size, 7) + (more if flags & 0x8000 or kind == 0x74 else 0)
    return False


def _rar5(head: bytes) -> bool:
    """A header of encryption, or a file with a record of encryption (RAR 5.0 archive format)."""
    at = len(_RAR5)
    for _ in range(_BLOCKS):
        size, begin = _vint(head, at + 4)
        end = begin + size
        kind, at = _vint(head, begin)
        flags, at = _vint(head, at)
        if kind == 4:
            return True
        extra, at = _vint(head, at) if flags & 1 else (0, at)
        data, at = _vint(head, at) if flags & 2 else (0, at)
        if kind in (2, 3) and extra and _record(head, end - extra, end):
            return True
        at = end + data
        if not size or at >= len(head):
            return False
    return False


def _record(head: bytes, at: int, end: int) -> bool:
    for _ in range(_BLOCKS):
        if not 0 <= at < min(end, len(head)):
            return False
        size, begin = _vint(head, at)
        if _vint(head, begin)[0] == 1:
            return True
        at = begin + size
    return False


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """Seven bits a byte, lowest first, and the offset after them."""
    value = 0
    for count, byte in enumerate(data[at : at + 10]):
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return value, at + count + 1
    return 0, len(data)
