"""The two lines put on top of what passes, and the loops they betray (RFC 5321 sections 4.4 and 6.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import formatdate

HEADER_LIMIT = 1024 * 1024  # bytes of a message looked at for trace lines
_UNSAFE = re.compile(r"[^A-Za-z0-9.:_\[\]-]")


@dataclass(frozen=True, slots=True)
class Client:
    """Who handed the message to us: the name said in EHLO, the address, and how the conversation was held."""

    helo: str
    address: str
    protocol: str  # SMTP, ESMTP, ESMTPS, UTF8SMTP, UTF8SMTPS (RFC 3848, RFC 6531 section 4.3)


def trace_lines(client: Client, hostname: str, incident: str) -> bytes:
    """One Received and one X-Sekisho line, each unfolded and ended by CRLF. No address of sender or recipient."""
    helo = _UNSAFE.sub("?", client.helo)[:255] or "unknown"
    address = f"IPv6:{client.address}" if ":" in client.address else client.address
    received = f"Received: from {helo} ([{address}]) by {hostname} (Sekisho) with {client.protocol} id {incident}; {formatdate(localtime=True)}"
    return f"{received}\r\nX-Sekisho: {hostname}; id={incident}\r\n".encode("ascii", "replace")


def loop(content: bytes, hostname: str, max_received: int, max_passes: int) -> bool:
    """Whether the message has been under way too long: too many Received lines, or too many passes through us."""
    end = content.find(b"\r\n\r\n", 0, HEADER_LIMIT)
    header = b"\r\n" + content[: end if end >= 0 else HEADER_LIMIT].lower()
    if header.count(b"\r\nreceived:") > max_received:
        return True
    return header.count(b"\r\nx-sekisho: " + hostname.lower().encode("ascii", "replace") + b";") >= max_passes


_TRACE = re.compile(rb"^(?:received|x-sekisho|delivered-to|return-path):[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)


def untraced(content: bytes) -> bytes:
    """The message without the lines that servers put on top of it: they are new at each try of the same message."""
    end = content.find(b"\r\n\r\n", 0, HEADER_LIMIT) + 2
    return _TRACE.sub(b"", content[:end]) + content[end:] if end > 1 else content


def has_bare_breaks(content: bytes) -> bool:
    """Whether CR or LF stands alone, which RFC 5321 section 2.3.8 forbids and SMTP smuggling needs."""
    pairs = content.count(b"\r\n")
    return content.count(b"\n") != pairs or content.count(b"\r") != pairs
