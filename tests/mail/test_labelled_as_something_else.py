"""A file labelled as an image, a signature or a web archive that is something else is read, or said to be unread."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from gateway.mail.mime import read_mail
from gateway.message import Message, UnreadableReason

LEAK = "安西様は以前アマノ計器にお勤めだったそうです。"
ROWS = "氏名,前職\n安西 守,アマノ計器株式会社\n" * 200
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
SIGNED = b"-----BEGIN PGP SIGNATURE-----\r\nComment: Some Program 2.4\r\n\r\niQEzBAEBCAAdFiEEabcdEFGH0123456789abcdefghijklmnopqrstuvwxyzABCD\r\n=aB3d\r\n-----END PGP SIGNATURE-----\r\n"
DER = b"\x30\x82\x00\x10" + bytes(16)


def zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return made.getvalue()


def mail(media: str, data: bytes, name: str = "", more: str = "") -> Message:
    named = f'; name="{name}"' if name else ""
    head = (
        "From: a@mizube.example\r\nTo: b@kanata.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"hello\r\n--x\r\nContent-Type: {media}{named}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n")
    return read_mail(head.encode() + base64.encodebytes(data).replace(b"\n", b"\r\n") + b"--x--\r\n", "a@mizube.example", ["b@kanata.example"])


def reasons(message: Message) -> set[UnreadableReason]:
    return {one.reason for one in message.unreadable}


def texts(message: Message) -> str:
    return "\n".join(part.text for part in message.parts)


def test_a_small_inline_image_says_nothing(tmp_path) -> None:
    assert reasons(mail("image/png", PNG, "rule.png", "Content-ID: <a>\r\n")) == set()


@pytest.mark.parametrize(("data", "name"), [(zipped("list.csv", LEAK.encode()), "list.zip"), (zipped("list.csv", LEAK.encode()), "rule.png"), (PNG + b"x", "list.xlsx"), (b"%PDF-1.7 \0\1\2", "")])
def test_a_small_inline_file_that_only_claims_to_be_an_image_is_said_to_be_unread(data: bytes, name: str) -> None:
    assert reasons(mail("image/png", data, name, "Content-ID: <a>\r\n")) == {UnreadableReason.UNSUPPORTED}


def test_a_text_labelled_as_an_image_is_read() -> None:
    message = mail("image/png", LEAK.encode(), "memo.png", "Content-ID: <a>\r\n")
    assert LEAK in texts(message)


@pytest.mark.parametrize("media", ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys"])
def test_a_list_labelled_as_a_signature_is_read(media: str) -> None:
    assert "アマノ計器株式会社" in texts(mail(media, ROWS.encode(), "list.csv"))
    assert reasons(mail(media, zipped("list.csv", ROWS.encode()), "list.zip")) == {UnreadableReason.UNSUPPORTED}


@pytest.mark.parametrize(("media", "data"), [("application/pgp-signature", SIGNED), ("application/pkcs7-signature", DER)])
def test_a_real_signature_says_nothing(media: str, data: bytes) -> None:
    message = mail(media, data, "signature.asc")
    assert reasons(message) == set()
    assert "iQEz" not in texts(message)


def test_words_around_an_armour_are_read() -> None:
    assert LEAK in texts(mail("application/pgp-signature", SIGNED + LEAK.encode(), "signature.asc"))


def test_a_web_archive_is_read_like_the_mail_it_is() -> None:
    inner = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=y\r\n\r\n--y\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    inner += base64.encodebytes(f"<p>{LEAK}</p>".encode()) + b"--y--\r\n"
    for media, name in (("application/octet-stream", "page.mht"), ("application/x-unknown", "page.mhtml"), ("application/x-mimearchive", ""), ("application/x-unknown", "old.eml")):
        assert LEAK in texts(mail(media, inner, name)), (media, name)


def locked_zip(data: bytes) -> bytes:
    made = bytearray(zipped("a.csv", data))
    made[made.find(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


@pytest.mark.parametrize("data", [
    locked_zip(b"x"), b"\0" + locked_zip(b"x"), b"%PDF-1.7\n1 0 obj\n\xff\nendobj\ntrailer << /Encrypt 5 0 R >>\n%%EOF", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(40) + b"\x24\x06\xf1\x07\x01\x12",
    b"Rar!\x1a\x07\x01\x00" + b"\1\2\3\4\x21\x04" + bytes(30), b"Rar!\x1a\x07\x00\xce\x99\x73\x80\x00\x0d\x00" + bytes(20),
    b"%PDF-1.7\n" + b"\xff\0" * 60_000 + b"trailer << /Encrypt 5 0 R >>",
])  # fmt: skip
def test_files_with_a_password_are_encrypted_whatever_their_kind(data: bytes) -> None:
    assert reasons(mail("application/octet-stream", data, "list.bin")) == {UnreadableReason.ENCRYPTED}


def test_the_same_files_without_a_password_are_only_unsupported() -> None:
    for data in (zipped("a.csv", b"x"), b"%PDF-1.7\n\xff\ntrailer << /Root 1 0 R >>", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(40), b"Rar!\x1a\x07\x01\x00" + b"\1\2\3\4\x21\x01" + bytes(30)):
        assert reasons(mail("application/octet-stream", data, "list.bin")) == {UnreadableReason.UNSUPPORTED}


def test_a_quoted_message_of_pgp_is_encrypted() -> None:
    armour = "> -----BEGIN PGP MESSAGE-----\r\n>\r\n> hQEMA0123\r\n> -----END PGP MESSAGE-----\r\n"
    assert UnreadableReason.ENCRYPTED in reasons(mail("text/plain; charset=utf-8", armour.encode()))


def test_an_embedded_file_that_is_no_image_is_said_to_be_unread() -> None:
    small = f"<img src='data:image/png;base64,{base64.b64encode(PNG).decode()}'>"
    assert reasons(mail("text/html; charset=utf-8", small.encode())) == set()
    for other in ("data:application/zip;base64,UEsDBA==", "data:image/png;base64,UEsDBA=="):
        assert reasons(mail("text/html; charset=utf-8", f"<a href='{other}' download>x</a>".encode())) == {UnreadableReason.UNSUPPORTED}, other
