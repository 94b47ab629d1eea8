"""Service extensions: what the next hop offers, what we offer, and the parameters clients give with MAIL and RCPT.

RFC 5321 section 4.1.1.11 (parameters), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3461 (DSN).
Parameters go to the next hop as the client wrote them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~\u0080-\U0010ffff]+))?")
_DSN = {"MAIL": ("RET", "ENVID"), "RCPT": ("NOTIFY", "ORCPT")}


@dataclass(frozen=True, slots=True)
class Extensions:
    """Service extensions on offer. `size` is the largest message in bytes: None when not offered, 0 without a limit."""

    size: int | None = None
    eight_bit: bool = False
    smtp_utf8: bool = False
    dsn: bool = False

    def limited(self, largest: int) -> Extensions:
        """These, with no more than `largest` bytes a message."""
        if self.size is None:
            return self
        return Extensions(min(self.size, largest) if self.size else largest, self.eight_bit, self.smtp_utf8, self.dsn)

    def keywords(self) -> list[str]:
        """The lines of an EHLO reply, without codes."""
        lines = ["PIPELINING", "ENHANCEDSTATUSCODES"]
        if self.size is not None:
            lines.append(f"SIZE {self.size}")
        for offered, line in ((self.eight_bit, "8BITMIME"), (self.smtp_utf8, "SMTPUTF8"), (self.dsn, "DSN")):
            if offered:
                lines.append(line)
        return lines


class ParameterError(Exception):
    """A parameter that cannot be taken; the text is the reply."""


def mail_parameters(text: str, offered: Extensions) -> tuple[str, ...]:
    """The parameters of MAIL, each as written. Raises ParameterError for what is malformed or not offered."""
    words = tuple(text.split())
    for name, value in _read(words):
        if name == "SIZE":
            if not value.isdigit() or len(value) > 20:
                raise ParameterError("501 5.5.4 SIZE needs a number")
            if offered.size and int(value) > offered.size:
                raise ParameterError(f"552 5.3.4 Message too large: {offered.size} bytes are the limit")
            _require(offered.size is not None, name)
        elif name == "BODY":
            _require(offered.eight_bit, name)
            if value.upper() not in ("7BIT", "8BITMIME"):
                raise ParameterError("501 5.5.4 BODY is 7BIT or 8BITMIME")
        elif name == "SMTPUTF8":
            _require(offered.smtp_utf8, name)
            if value:
                raise ParameterError("501 5.5.4 SMTPUTF8 takes no value")
        else:
            _require(offered.dsn and name in _DSN["MAIL"] and bool(value), name)
    return words


def recipient_parameters(text: str, offered: Extensions) -> tuple[str, ...]:
    """The parameters of RCPT, each as written. Raises ParameterError for what is malformed or not offered."""
    words = tuple(text.split())
    for name, value in _read(words):
        _require(offered.dsn and name in _DSN["RCPT"] and bool(value), name)
    return words


def _read(words: tuple[str, ...]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for word in words:
        match = _PARAMETER.fullmatch(word)
        if match is None:
            raise ParameterError("501 5.5.4 Malformed parameter")
        found.append((match[1].upper(), match[2] or ""))
    if len({name for name, _ in found}) != len(found):
        raise ParameterError("501 5.5.4 A parameter stands twice")
    return found


def _require(offered: bool, name: str) -> None:
    if not offered:
        raise ParameterError(f"555 5.5.4 {name[:20]} is not offered here")
