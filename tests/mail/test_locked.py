"""Whether a file has a password is told for every kind of archive in use, and hostile files cost nothing."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.locked import HEAD, locked

AES_CODER = b"\x24\x06\xf1\x07\x01\x0a\x53\x07"
RAR4 = b"Rar!\x1a\x07\x00" + b"\xcf\x90\x73\x00\x00\x0d\x00" + bytes(6)
RAR5 = b"Rar!\x1a\x07\x01\x00"


def zipped(data: bytes, *, secret: bool = False, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("名簿.csv", data)
    whole = bytearray(made.getvalue())
    if secret:
        whole[6] |= 1
        whole[whole.find(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def seven_zip(index: bytes, content: bytes = b"\1" * 50, dictionary: int = 1 << 16) -> bytes:
    """An archive of 7z whose index is packed with LZMA, as 7-Zip writes it."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": 3, "lp": 0, "pb": 2}]
    packed = lzma.compress(index, lzma.FORMAT_RAW, filters=filters)
    coder = b"\x23\x03\x01\x01\x05\x5d" + struct.pack("<I", dictionary)
    outer = b"\x17\x06" + bytes((len(content), 1, 9, len(packed), 0, 7, 11, 1, 0, 1)) + coder + bytes((12, len(index), 0, 0))
    start = struct.pack("<QQI", len(content) + len(packed), len(outer), 0)
    return b"7z\xbc\xaf\x27\x1c\0\4" + bytes(4) + start + content + packed + outer


def rar5_block(kind: int, extra: bytes = b"") -> bytes:
    body = bytes((kind, 1, len(extra))) + b"\0" * 6 + extra if extra else bytes((kind, 0)) + b"\0" * 6
    return bytes(4) + bytes((len(body),)) + body


def rar4_block(flags: int, packed: bytes) -> bytes:
    return b"\x11\x22\x74" + struct.pack("<HHI", 0x8000 | flags, 11, len(packed)) + packed


LOCKED = {
    "zip": zipped(b"x", secret=True),
    "zip behind a stub": b"MZ" + b"\x90" * 500 + zipped(b"x", secret=True),
    "zip packed in a zip": zipped(zipped(b"x", secret=True)),
    "zip laid in a zip": zipped(zipped(b"x", secret=True), method=zipfile.ZIP_STORED),
    "zip in a gzip": gzip.compress(zipped(b"x", secret=True)),
    "7z with a packed index": seven_zip(b"\x01\x04\x06" + AES_CODER + b"\0" * 40),
    "rar of old": RAR4 + rar4_block(4, b"x" * 20),
    "rar of old, second file": RAR4 + rar4_block(0, b"y" * 20) + rar4_block(4, b"x"),
    "rar": RAR5 + rar5_block(1) + rar5_block(2, b"\x03\x01\0\0"),
    "pdf after an empty line": b"\n%PDF-1.7\ntrailer << /Encrypt 9 0 R >>",
}
OPEN = {
    "zip": zipped(b"x" * 50),
    "zip in a zip": zipped(zipped(b"x")),
    "7z": seven_zip(b"\x01\x04\x06\x21\x03\x01\x01" + b"\0" * 40),
    "rar of old": RAR4 + rar4_block(0, b"y" * 20),
    "rar": RAR5 + rar5_block(1) + rar5_block(2, b"\x03\x03\0\0"),
    "pdf": b"%PDF-1.7\ntrailer << /Root 1 0 R >>",
}


@pytest.mark.parametrize("name", LOCKED)
def test_a_password_is_told_in(name: str) -> None:
    assert locked(LOCKED[name], LOCKED[name])


@pytest.mark.parametrize("name", OPEN)
def test_no_password_is_seen_in(name: str) -> None:
    assert not locked(OPEN[name], OPEN[name])


def test_an_index_at_the_end_of_a_large_archive_is_found() -> None:
    whole = b"MZ" + bytes(3 * HEAD) + b"PK\x01\x02" + bytes(4) + b"\1" + bytes(40)
    assert locked(whole[:HEAD], whole[-HEAD:])


@pytest.mark.parametrize("data", [
    (b"PK\x03\x04" + bytes(4)) * (HEAD // 8), b"PK\x03\x04\0\0\0\0\x08\0" * (HEAD // 10), RAR5 + b"\x80" * HEAD, RAR4 + bytes(HEAD), RAR5 + bytes(HEAD),
    seven_zip(b"\0" * 90, dictionary=0xFFFFFFFF >> 4), zipped(zipped(b"\0" * 10_000_000)), gzip.compress(b"\0" * 50_000_000),
])  # fmt: skip
def test_a_hostile_file_is_soon_done_with(data: bytes) -> None:
    begun = time.process_time()
    assert not locked(data[:HEAD], data[-HEAD:])
    assert time.process_time() - begun < 0.5


@given(st.sampled_from([*LOCKED.values(), *OPEN.values()]), st.integers(0, 200), st.binary(max_size=12))
def test_damage_never_breaks_the_reading(data: bytes, at: int, junk: bytes) -> None:
    damaged = data[:at] + junk + data[at + len(junk) :]
    assert locked(damaged, damaged) in (True, False)
    assert locked(damaged[: at + 4], junk) in (True, False)
