"""The MIME tree of a mail as a flat list of what stands in it, with byte offsets (RFC 2045, 2046, 2183).

Nothing is decoded here but headers, and messages that were attached encoded. Every search runs once over a region, so
the time is linear in the length for each of a bounded number of levels.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from gateway.mail import transfer
from gateway.mail.filetypes import Nature, nature
from gateway.mail.headers import Block, Field, Text, plain, read_block
from gateway.mail.limits import Limits
from gateway.mail.parameters import Parameterized, read_file_name, read_parameters
from gateway.message import UnreadableReason

_PLAIN = Parameterized("text/plain", 0, ())
_DIGEST = Parameterized("message/rfc822", 0, ())
_ENCRYPTED = frozenset(("multipart/encrypted", "multipart/x-encrypted"))
_SIGNED = frozenset(("multipart/signed", "multipart/x-signed"))


class Role(Enum):
    """What a node is: a message's header, a body with content of its own, or text outside any part."""

    HEAD = "head"
    LEAF = "leaf"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class FileName:
    """A file name and the header field and parameter it stands in."""

    text: str = field(repr=False)
    field: Field
    parameter: str
    reason: UnreadableReason | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the mail; `start` and `end` are bytes of its body in `buffer`.

    `section` is the RFC 3501 section number; for a HEAD that of the message ("" for the mail itself), for a GAP that of
    the multipart with "preamble" or "epilogue" after it. `buffer` is the mail itself, or the decoded body of `container`
    when a message was attached encoded. `signed` says that a signature covers it.
    """

    role: Role
    section: str
    buffer: bytes = field(repr=False)
    block: Block = field(repr=False)
    start: int
    end: int
    media: str
    type: Parameterized = field(repr=False)
    encoding: str
    names: tuple[FileName, ...] = ()
    attached: bool = False
    inline_id: bool = False  # has a Content-ID: shown inside the HTML
    signed: bool = False
    nested: bool = False  # inside an attached message
    container: Node | None = field(default=None, repr=False)

    @property
    def file_name(self) -> str:
        """The name shown to the reader, empty when there is none."""
        return next((name.text for name in self.names if name.text), "")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What could not be read at some place of the structure."""

    section: str
    reason: UnreadableReason
    media: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A mail taken apart: nodes in the order they stand, the first being the mail's own HEAD."""

    nodes: tuple[Node, ...]
    flaws: tuple[Flaw, ...]


def outline(raw: bytes, limits: Limits) -> Outline:
    """Take a mail apart. Never raises; what goes beyond `limits` is a flaw."""
    walker = _Walker(limits)
    walker.message(_Place("", raw, 0, len(raw), 0, False, None))
    return Outline(tuple(walker.nodes), tuple(walker.flaws))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entity is found: its section number, its bytes, and what is around it."""

    section: str
    buffer: bytes
    start: int
    end: int
    depth: int
    signed: bool
    container: Node | None
    nested: bool = False


class _Walker:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes: list[Node] = []
        self.flaws: list[Flaw] = []
        self.parts = 0
        self.full = False

    def message(self, place: _Place) -> None:
        block = read_block(place.buffer, place.start, place.end, self.limits.max_header_bytes)
        if not block.fields and place.start < place.end and block.flaw is None:
            block = replace(block, flaw=UnreadableReason.MALFORMED)  # begins with an empty line: readers disagree where its header is
        at = len(self.nodes)
        self.entity(place, block, _PLAIN, head=True)
        shape = self.nodes[at] if len(self.nodes) > at else None
        self.nodes.insert(
            at,
            Node(
                Role.HEAD, place.section, place.buffer, block, block.body, place.end, shape.media if shape else "",
                self._type(block, _PLAIN, "", quiet=True), transfer.IDENTITY,
                signed=place.signed, nested=place.nested, container=place.container,
            ),
        )  # fmt: skip

    def flaw(self, section: str, reason: UnreadableReason | None, media: str = "") -> None:
        if reason is not None:
            self.flaws.append(Flaw(section or "0", reason, media))

    def entity(self, place: _Place, block: Block, default: Parameterized, head: bool = False) -> None:
        """Everything below one header block."""
        if self.full:
            return
        own = f"{place.section}.1" if place.section and head else place.section or "1"
        kind = self._type(block, default, own)
        media = kind.main
        self.flaw(own, block.flaw, media)
        self.parts += 1
        if self.parts > self.limits.max_parts:
            self.full = True
            self.flaw(own, UnreadableReason.TOO_MANY_PARTS, media)
            return
        if media.startswith("multipart/"):
            # A message's multipart has the message's number (RFC 3501 6.4.5), the mail's own has none.
            self._multipart(place, block, kind)
            return
        encoding = self._encoding(block, own, media)
        names, attached = self._names(block, kind)
        node = Node(
            Role.LEAF, own, place.buffer, block, block.body, place.end, media, kind, encoding, names, attached,
            block.first("content-id") is not None, place.signed, place.nested, place.container,
        )  # fmt: skip
        self.nodes.append(node)
        if nature(media, node.file_name, "") is Nature.MESSAGE:
            self._attached_message(node, place)

    def _attached_message(self, node: Node, place: _Place) -> None:
        if place.depth >= self.limits.max_depth:
            self.flaw(node.section, UnreadableReason.TOO_DEEP, node.media)
            return
        if node.encoding == transfer.IDENTITY:
            inner = _Place(node.section, node.buffer, node.start, node.end, place.depth + 1, node.signed, node.container, True)
        else:
            octets = transfer.decode(node.buffer, node.start, node.end, node.encoding, max(self.limits.max_text_bytes, 1))
            if octets.broken:
                self.flaw(node.section, UnreadableReason.ENCODING, node.media)
            if octets.cut:
                self.flaw(node.section, UnreadableReason.TOO_LARGE, node.media)
            inner = _Place(node.section, octets.data, 0, len(octets.data), place.depth + 1, node.signed, node, True)
        self.message(inner)

    def _multipart(self, place: _Place, block: Block, kind: Parameterized) -> None:
        section = place.section
        if kind.main in _ENCRYPTED:
            self.flaw(section, UnreadableReason.ENCRYPTED, kind.main)
            return
        if place.depth >= self.limits.max_depth:
            self.flaw(section, UnreadableReason.TOO_DEEP, kind.main)
            return
        boundary = kind.get("boundary").encode("utf-8", "replace").rstrip()
        if kind.conflicts("boundary"):
            self.flaw(section, UnreadableReason.MALFORMED, kind.main)
        split = _split(place.buffer, block.body, place.end, boundary, self.limits.max_parts - self.parts + 1) if boundary else None
        if split is None or not split.parts:
            # No part in it: readers show nothing, or all of it as text.
            self.flaw(section, UnreadableReason.MALFORMED, kind.main)
            self._gap(place, block, f"{section}/text" if section else "text", (block.body, place.end))
            return
        signed = place.signed or kind.main in _SIGNED
        default = _DIGEST if kind.main == "multipart/digest" else _PLAIN
        self._gap(place, block, f"{section}/preamble" if section else "preamble", split.preamble, signed)
        for number, (start, end) in enumerate(split.parts, 1):
            if self.full:
                break
            name = f"{section}.{number}" if section else str(number)
            inner = _Place(name, place.buffer, start, end, place.depth + 1, signed, place.container, place.nested)
            header = read_block(place.buffer, start, end, self.limits.max_header_bytes)
            self.entity(inner, header, default)
        if split.more and not self.full:
            self.full = True
            self.flaw(section, UnreadableReason.TOO_MANY_PARTS, kind.main)
        self._gap(place, block, f"{section}/epilogue" if section else "epilogue", split.epilogue, signed)

    def _gap(self, place: _Place, block: Block, section: str, span: tuple[int, int], signed: bool = False) -> None:
        start, end = span
        if start < end and place.buffer[start:end].strip():
            self.nodes.append(
                Node(
                    Role.GAP, section, place.buffer, block, start, end, "text/plain", _PLAIN, transfer.IDENTITY,
                    signed=signed or place.signed, nested=place.nested, container=place.container,
                )
            )  # fmt: skip

    def _type(self, block: Block, default: Parameterized, section: str, quiet: bool = False) -> Parameterized:
        fields = block.all("content-type")
        if not fields:
            return default
        values = [block.value(f) for f in fields]
        kind = read_parameters(plain(values[0]).text)
        if not quiet and (any(v != values[0] for v in values[1:]) or kind.conflicts("charset")):
            self.flaw(section, UnreadableReason.MALFORMED, kind.main)
        main, slash, sub = kind.main.partition("/")
        if main == "text" and not sub:
            return Parameterized("text/plain", kind.main_end, kind.parameters)
        if not slash or not main or not sub:
            # RFC 2045 5.2: what cannot be made out is text/plain.
            return Parameterized(default.main, kind.main_end, kind.parameters)
        return kind

    def _encoding(self, block: Block, section: str, media: str) -> str:
        fields = block.all("content-transfer-encoding")
        if not fields:
            return transfer.IDENTITY
        words = [read_parameters(plain(block.value(f)).text).main for f in fields]
        encodings = [transfer.canonical(word) for word in words]
        if encodings[0] is None:
            self.flaw(section, UnreadableReason.ENCODING, media)
        elif any(e != encodings[0] for e in encodings[1:]):
            self.flaw(section, UnreadableReason.MALFORMED, media)
        return encodings[0] or transfer.IDENTITY

    def _names(self, block: Block, kind: Parameterized) -> tuple[tuple[FileName, ...], bool]:
        found: list[FileName] = []
        attached = False
        for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
            one = block.first(header)
            if one is None:
                continue
            value = block.value(one)
            if header == "content-disposition":
                attached = read_parameters(plain(value).text).main not in ("inline", "")
            if b"name" not in value.lower():
                continue
            text: Text = read_file_name(value, parameter)
            if text.text:
                found.append(FileName(text.text, one, parameter, text.reason))
        return tuple(found), attached


@dataclass(frozen=True, slots=True)
class _Split:
    parts: list[tuple[int, int]]
    preamble: tuple[int, int]
    epilogue: tuple[int, int]
    more: bool


def _split(buffer: bytes, start: int, end: int, boundary: bytes, most: int) -> _Split:
    """The parts between delimiter lines (RFC 2046 5.1.1); a missing last delimiter ends at `end`."""
    delimiter = b"--" + boundary
    starts: list[int] = []
    stops: list[int] = []
    epilogue = (end, end)
    line = start if buffer.startswith(delimiter, start) else _next_line(buffer, delimiter, start, end)
    while line >= 0:
        stop = buffer.find(b"\n", line, end)
        stop = end if stop < 0 else stop
        rest = buffer[line + len(delimiter) : stop].rstrip(b" \t\r")
        if rest in (b"", b"--"):
            before = line - 1 if line > start else line
            stops.append(before - 1 if before > start and buffer[before - 1 : before] == b"\r" else before)
            if rest:
                epilogue = (min(end, stop + 1), end)
                break
            starts.append(min(end, stop + 1))
            if len(starts) > most:
                return _Split(_pairs(starts[:-1], stops[1:]), (start, stops[0]), (end, end), True)
        line = _next_line(buffer, delimiter, stop, end)
    else:
        stops.append(end)
    if not starts:
        return _Split([], (start, end), (end, end), False)
    return _Split(_pairs(starts, stops[1:]), (start, stops[0]), epilogue, False)


def _next_line(buffer: bytes, delimiter: bytes, at: int, end: int) -> int:
    found = buffer.find(b"\n" + delimiter, at, end)
    return found + 1 if found >= 0 else -1


def _pairs(starts: list[int], stops: list[int]) -> list[tuple[int, int]]:
    return [(start, max(start, stop)) for start, stop in zip(starts, stops, strict=False)]
