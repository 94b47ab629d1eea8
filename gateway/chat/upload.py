"""A file on its way to a chat service: its name and, where it is text, what it says. Runs in a worker.

Of a file larger than the gate reads only the beginning is looked at; that, and a file that is no text, is reported as unreadable,
and the policy decides. Sources: RFC 7578 (multipart/form-data), RFC 2387 (multipart/related), RFC 8187 (filename*).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Headers
from email.parser import BytesHeaderParser
from email.policy import HTTP

from gateway.chat.adapter import Head, Upload
from gateway.chat.payload import read_escapes
from gateway.chat.written_html import html
from gateway.message import Attachment, Channel, Message, Part, PartKind, Party, Unreadable, UnreadableReason

_CHARSETS = ("utf-8-sig", "iso2022_jp", "cp932", "euc_jp")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"\.x?html?\Z", re.IGNORECASE)
_MOST_PIECES = 1000
_HEADER = 16 * 1024  # bytes of a piece's header


@dataclass(frozen=True, slots=True)
class RawUpload:
    """A request that carries a file, as it travels to a worker: `beginning` is the body, or what was read of it."""

    channel: Channel
    head: Head
    upload: Upload
    beginning: bytes = field(repr=False)
    whole: bool
    sender: str = field(repr=False)
    inside: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    name: str = field(repr=False)
    media: str
    content: bytes = field(repr=False)
    whole: bool
    file: bool


def read_upload(raw: RawUpload) -> Message:
    """The door's reader for files. Never raises: what cannot be read is said to be unreadable."""
    parts: list[Part] = []
    attachments: list[Attachment] = []
    unreadable: list[Unreadable] = []
    for i, piece in enumerate(_pieces(raw), 1):
        if piece.name.strip():
            parts.append(Part(f"{i}/file_name", PartKind.FILE_NAME, piece.name))
        if piece.file:
            attachments.append(Attachment(str(i), piece.name, piece.media, len(piece.content)))
        text = text_of(piece.content, piece.whole)
        if text is not None and (piece.media == "text/html" or _MARKUP.search(piece.name)):
            text = html(text, {}).text
        elif text is not None and "\\u" in text:
            text = read_escapes(text)  # JSON, source code
        if text is None:
            unreadable.append(Unreadable(str(i), UnreadableReason.UNSUPPORTED, piece.media))
        elif text.strip():
            parts.append(Part(f"{i}/text" if piece.file else "body" if not any(one.ref == "body" for one in parts) else f"{i}/field",
                              PartKind.ATTACHMENT if piece.file else PartKind.PLAIN, text))  # fmt: skip
        if not piece.whole:
            unreadable.append(Unreadable(str(i), UnreadableReason.TOO_LARGE, piece.media))
    room = Party("room-files@" + (raw.sender.rpartition("@")[2] if raw.inside else "chat.invalid"))
    return Message(raw.channel, Party(raw.sender), (room,), tuple(parts), raw.sender, (room,), tuple(attachments), tuple(unreadable),
                   len(raw.beginning), "unknown")  # fmt: skip


def text_of(content: bytes, whole: bool) -> str | None:
    """The text in a file, None where it is no text. A character cut in two at the end of what was read is left out."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content[: len(content) & ~1].decode("utf-16", "replace")
    if b"\x00" in content[:4096]:
        return _utf_16(content)
    for charset in _CHARSETS:
        if charset == "iso2022_jp" and b"\x1b" not in content:
            continue
        for cut in range(1 if whole else 4):
            try:
                text = content[: len(content) - cut].decode(charset)
            except UnicodeDecodeError:
                continue
            return None if len(_CONTROLS.findall(text[:4096])) > 4 else text
    return None


def _utf_16(content: bytes) -> str | None:
    """UTF-16 without a byte order mark, as Windows programs write it: line ends and ASCII have their zeros all on one side."""
    beginning = content[: 4096 & ~1]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    for charset, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros and not others:
            try:
                text = content[: len(content) & ~1].decode(charset)
            except UnicodeDecodeError:
                continue
            return None if len(_CONTROLS.findall(text[:4096])) > 4 else text
    return None


def _pieces(raw: RawUpload) -> Iterator[_Piece]:
    boundary = re.search(r'boundary="?([^";,\s]{1,70})', raw.head.content_type, re.IGNORECASE)
    if raw.upload.form == "raw" or not boundary or not raw.head.content_type.lower().lstrip().startswith("multipart/"):
        yield _Piece(raw.upload.name, raw.head.content_type.partition(";")[0], raw.beginning, raw.whole, True)
        return
    # The delimiter may stand at the very beginning, without the line end before it (RFC 2046 section 5.1.1).
    found = (b"\r\n" + raw.beginning).split(b"\r\n--" + boundary.group(1).encode("latin-1"), _MOST_PIECES)[1:]
    for number, written in enumerate(found):
        if written.startswith(b"--"):
            return
        last = number == len(found) - 1
        head, blank, content = written.partition(b"\r\n\r\n")
        if not blank or len(head) > _HEADER:
            yield _Piece(raw.upload.name, "", written, False, True)
            continue
        headers = BytesHeaderParser(policy=HTTP).parsebytes(head.lstrip(b"\r\n") + b"\r\n\r\n")
        name = file_name(headers, head)
        yield _Piece(name, headers.get_content_type() if "content-type" in headers else "", content, raw.whole or not last, bool(name))
        if (decoded := _decoded(content, headers)) != content:  # servers differ about whether they undo it
            yield _Piece("", headers.get_content_type() if "content-type" in headers else "", decoded, raw.whole or not last, bool(name))


def _decoded(content: bytes, headers: Headers) -> bytes:
    """A piece without its transfer encoding: RFC 7578 section 4.7 forbids it, and servers undo it all the same."""
    encoding = str(headers.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content)
    if encoding != "base64":
        return content
    return unpacked(content) or content


def unpacked(written: bytes) -> bytes | None:
    """What base64 stands for, with or without line ends and padding; None where it is none."""
    packed = written.translate(_PLAIN_ALPHABET, b" \t\r\n=")
    if not re.fullmatch(rb"[A-Za-z0-9+/]*+", packed):
        return None
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return None


_PLAIN_ALPHABET = bytes.maketrans(b"-_", b"+/")


def file_name(headers: Headers, written: bytes) -> str:
    """The name of a piece's file: RFC 8187's filename*, else the raw UTF-8 that browsers and SDKs write."""
    if re.search(rb"filename\*", written, re.IGNORECASE):
        return str(headers.get_filename() or "")
    plain = re.search(rb'filename="((?:[^"\\\r\n]|\\.){0,4096})"|filename=([^;\s"]{1,4096})', written, re.IGNORECASE)
    return (plain.group(1) or plain.group(2) or b"").decode("utf-8", "replace") if plain else ""
