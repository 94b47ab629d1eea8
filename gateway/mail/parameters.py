"""Content-Type and Content-Disposition with their parameters, file names above all (RFC 2045 5.1, RFC 2183, RFC 2231)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from gateway.mail import charset
from gateway.mail.headers import Text, clean_line, decode_words, plain
from gateway.message import UnreadableReason

_MAIN = re.compile(r"([^\s;()\"/]++)\s*+(/)\s*+([^\s;()\"]++)|[^\s;()\"]++")  # blanks around the stroke are allowed (RFC 822 3.1.4)
_NAME = re.compile(r"[\s;]*+([^\s=;]++)\s*+=\s*+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r'\\([\\"])')
_SEGMENT = re.compile(r"([^*]++)\*(?:(\d{1,4})(\*)?)?$")
_WITH_SPACES = ("name", "filename")  # sent unquoted with blanks in them


class Parameter(NamedTuple):
    """One parameter; offsets of its value, quotes included, are characters into the (folded) field value."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parameterized:
    """A structured field value: its lower-cased main word, and every parameter as it stands."""

    main: str
    main_end: int
    parameters: tuple[Parameter, ...] = field(repr=False)

    def get(self, name: str) -> str:
        """The first parameter of that name, empty when there is none."""
        for one in self.parameters:
            if one.name == name:
                return one.value
        return ""

    def conflicts(self, name: str) -> bool:
        """True when a parameter is given twice with different values: mail readers disagree which counts."""
        return len({one.value for one in self.parameters if one.name == name}) > 1


def read_parameters(value: str) -> Parameterized:
    """A field value (line breaks allowed) to its main word and parameters. Linear; never raises."""
    main = _MAIN.search(value)
    at = value.find(";")
    if main is not None and at >= 0 and main.start() > at:
        main = None
    found: list[Parameter] = []
    while 0 <= at < len(value):
        name = _NAME.match(value, at)
        if name is None:
            at = value.find(";", at + 1)
            continue
        at = name.end()
        key = name[1].lower()
        quoted = _QUOTED.match(value, at)
        if quoted is not None:
            found.append(Parameter(key, _unquote(quoted[1]), at, quoted.end()))
            at = value.find(";", quoted.end())
            continue
        end = value.find(";", at)
        end = len(value) if end < 0 else end
        text = value[at:end].strip().lstrip('"')
        if not key.startswith(_WITH_SPACES):
            text = text.split(None, 1)[0] if text else ""
        found.append(Parameter(key, text.replace("\r", "").replace("\n", ""), at, at + len(value[at:end].rstrip())))
        at = end
    word = "".join(main.groups("")) or main[0] if main else ""
    return Parameterized(word.lower(), main.end() if main else 0, tuple(found))


def _unquote(text: str) -> str:
    if "\n" in text:
        text = text.replace("\r\n", "").replace("\n", "")
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def read_file_name(value: bytes, name: str) -> Text:
    """The parameter `name` ("filename", "name") of an unfolded raw value: RFC 2231, RFC 2047 inside it, raw bytes."""
    raw = plain(value)
    text = _extended(read_parameters(raw.text), name)
    if text is None:
        found = read_parameters(raw.text).get(name)
        text = decode_words(found) if "=?" in found else Text(found)
    return Text(clean_line(text.text).strip(), (text.reason or raw.reason) if text.text else None)


def _extended(fields: Parameterized, name: str) -> Text | None:
    """RFC 2231 sections 3 and 4: `name*`, `name*0`, `name*0*` and so on."""
    pieces: dict[int, tuple[str, bool]] = {}
    for one in fields.parameters:
        segment = _SEGMENT.match(one.name)
        if segment is None or segment[1] != name:
            continue
        number, encoded = (int(segment[2]), segment[3] is not None) if segment[2] else (0, True)
        pieces.setdefault(number, (one.value, encoded))
    if not pieces:
        return None
    label = ""
    data = bytearray()
    for number, (value, encoded) in sorted(pieces.items()):
        if encoded and not label and value.count("'") >= 2 and number == min(pieces):
            label, _, value = value.split("'", 2)
        data += unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace")
    decoded = charset.decode(bytes(data), label or None)
    text = decode_words(decoded.text) if "=?" in decoded.text else Text(decoded.text)
    reason = decoded.reason or text.reason
    if sorted(pieces) != list(range(len(pieces))):
        reason = reason or UnreadableReason.ENCODING
    return Text(text.text, reason)
