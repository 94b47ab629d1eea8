"""Mails as their bytes, built by hand so that every byte is known."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterable

from gateway.mail import charset
from gateway.mail.mime import read_mail
from gateway.message import Message

CRLF = b"\r\n"


def wrap(data: bytes, encoding: str) -> bytes:
    """A body in a transfer encoding, in lines of at most 76."""
    if encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", CRLF)
    if encoding == "quoted-printable":
        lines = data.replace(CRLF, b"\n").split(b"\n")
        return CRLF.join(quopri.encodestring(line).replace(b"\n", CRLF) for line in lines)
    return data


def part(text: str, codec: str = "utf-8", encoding: str = "8bit", media: str = "text/plain", label: str | None = None, more: str = "") -> bytes:
    """Header and body of one entity; `label` is the charset parameter where it differs from the codec, "" for none."""
    label = codec if label is None else label
    parameter = f"; charset={label}" if label else ""
    head = f"Content-Type: {media}{parameter}{more}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + wrap(charset.encode(text.replace("\n", "\r\n"), codec), encoding)


def multipart(kind: str, parts: Iterable[bytes], boundary: str = "b1") -> bytes:
    """A multipart entity."""
    inside = b"".join(b"--" + boundary.encode() + CRLF + one + CRLF for one in parts)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\r\n\r\n".encode() + inside + b"--" + boundary.encode() + b"--\r\n"


HEAD = b"From: Ichiro <ichiro@aozora.example>\r\nTo: Misaki <misaki@midori.example>\r\nMIME-Version: 1.0\r\n"


def mail(entity: bytes, head: bytes = HEAD) -> bytes:
    """A whole mail: fields, then an entity."""
    return head + entity


def read(raw: bytes) -> Message:
    """Read with no envelope, as `sekisho scan` does."""
    return read_mail(raw, "", [])


def text_of(message: Message, ref: str = "body") -> str:
    """A part's text."""
    return message.part(ref).text


def reasons(message: Message) -> set[str]:
    """Why parts of it could not be read."""
    return {u.reason.value for u in message.unreadable}


def changed_region(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """What differs between two mails, common beginning and end taken off."""
    low = 0
    while low < min(len(before), len(after)) and before[low] == after[low]:
        low += 1
    high = 0
    while high < min(len(before), len(after)) - low and before[-1 - high] == after[-1 - high]:
        high += 1
    return before[low : len(before) - high], after[low : len(after) - high]
