"""What is passed over as a signature is one, whole and with nothing beside it."""

from __future__ import annotations

import time

import pytest

from gateway.mail.signature import LARGEST, is_signature

BODY = b"wsBcBAABCgAQBQJjTkq2CRBKq7Xx\nQm9vIGJhciBiYXogcXV4\n=Qk1z\n"


def armour(kind: bytes = b"PGP SIGNATURE", remarks: bytes = b"Version: Keyring 7.2 (Plan9)\n\n", after: bytes = b"") -> bytes:
    return b"-----BEGIN " + kind + b"-----\n" + remarks + BODY + b"-----END " + kind + b"-----\n" + after


@pytest.mark.parametrize("data", [
    armour(), armour().replace(b"\n", b"\r\n"), armour(b"PGP PUBLIC KEY BLOCK", b"\n"), armour(b"PKCS7", b""), b"\x30\x81\x80" + bytes(128), b"\x30\x80" + bytes(9),
])  # fmt: skip
def test_a_signature_or_key_is_one(data: bytes) -> None:
    assert is_signature(data)


@pytest.mark.parametrize("data", [
    b"", b"\x30", armour(after="柿沼さんの前職".encode()), "前置き\n".encode() + armour(), armour(remarks=b"Comment: 090-5550-0177 4\n\n"),
    armour(remarks=b"Kakinuma worked at Tsubame Denki.\n"), armour(b"PGP MESSAGE"), b"\x30\x81\x80" + bytes(129), b"\x30\x81\x80" + bytes(128) + "柿沼".encode(),
    b"\x30\x82\xff\xff" + bytes(0xFFFF), armour().replace(b"END PGP SIGNATURE", b"END PKCS7"),
])  # fmt: skip
def test_anything_else_is_none(data: bytes) -> None:
    assert not is_signature(data)


def test_a_hostile_armour_costs_no_more_than_its_length() -> None:
    begun = time.process_time()
    for line in (b"Comment: " + b"1" * 24 + b"\n", b"Comment: " + b"a1" * 40 + b"\n", b"A" * 60 + b"\n", b" " * 500):
        assert not is_signature(b"-----BEGIN PGP SIGNATURE-----\n" + (line * (LARGEST // len(line)))[: LARGEST - 100] + b"?")
    assert time.process_time() - begun < 0.2
