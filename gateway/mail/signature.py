"""Whether a file is a signature or a public key and nothing else, so that there is nothing in it to read."""

from __future__ import annotations

import re

LARGEST = 64 * 1024  # bytes
_BEGIN = re.compile(rb"-----BEGIN (PGP SIGNATURE|PGP PUBLIC KEY BLOCK|PKCS7|CERTIFICATE|PUBLIC KEY)-----")
_LETTERS = re.compile(rb"[A-Za-z0-9+/]{4,76}={0,2}|=[A-Za-z0-9+/]{4}")
_REMARK = re.compile(rb"(?:Version|Hash|Charset|Comment): [ -~]{0,80}")
_NUMBERS = re.compile(rb"[0-9](?:[ -]?[0-9]){5}")  # a remark with more digits than a version has is read


def is_signature(data: bytes) -> bool:
    """True for a whole file in armour (RFC 9580 section 6.2, RFC 7468), or in DER and as long as that says (X.690). Linear."""
    return len(data) <= LARGEST and (_is_der(data) or _is_armoured(data))


def _is_armoured(data: bytes) -> bool:
    lines = [line.strip() for line in data.strip().split(b"\n")]
    begin = _BEGIN.fullmatch(lines[0])
    if begin is None or len(lines) < 3 or lines[-1] != b"-----END " + begin[1] + b"-----":
        return False
    remarks = True
    for line in lines[1:-1]:
        if remarks and _REMARK.fullmatch(line) and not _NUMBERS.search(line):
            continue
        remarks = False
        if line and not _LETTERS.fullmatch(line):
            return False
    return True


def _is_der(data: bytes) -> bool:
    if data[:1] != b"\x30" or len(data) < 4 or data[1] < 0x80:
        return False
    count = data[1] & 0x7F
    if not count:  # indefinite length: two noughts end it
        return data.endswith(b"\0\0")
    return count <= 3 and int.from_bytes(data[2 : 2 + count], "big") + 2 + count == len(data)
