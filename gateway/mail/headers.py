"""A raw header block to fields with byte offsets, and their text (RFC 5322 section 2.2, RFC 2047)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from gateway.mail import charset
from gateway.message import UnreadableReason

# A field and its continuation lines (RFC 5322 section 2.2.3). Possessive throughout: one way to match, no backtracking.
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:([^\n]*+\n?(?:[ \t][^\n]*+\n?)*)")
_END = re.compile(rb"\n\r?\n")
_WORD = re.compile(r"=\?([^\s?]{1,80})\?([bBqQ])\?")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


class Field(NamedTuple):
    """One header field. Offsets are bytes into the buffer: the name, the value after the colon, after the last line break."""

    name: str
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A header block: its fields in order, the offset where it ends (the empty line) and where the body begins.

    `flaw` says why it could not be read whole: TOO_LARGE, or MALFORMED when a line that is no field ends it early.
    """

    raw: bytes = field(repr=False)
    start: int
    end: int
    body: int
    fields: tuple[Field, ...]
    flaw: UnreadableReason | None = None

    def all(self, name: str) -> list[Field]:
        """Every field of that (lower-case) name, top first."""
        return [f for f in self.fields if f.name == name]

    def first(self, name: str) -> Field | None:
        """The topmost field of that (lower-case) name."""
        for one in self.fields:
            if one.name == name:
                return one
        return None

    def value(self, one: Field) -> bytes:
        """The unfolded value of a field (RFC 5322 section 2.2.3)."""
        return unfold(self.raw[one.value : one.end])


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded header text; `reason` is CHARSET or ENCODING when some of it could not be read."""

    text: str = field(repr=False)
    reason: UnreadableReason | None = None


def read_block(raw: bytes, start: int, end: int, limit: int) -> Block:
    """The header block at `start` of the entity that ends at `end`, of at most `limit` bytes."""
    stop = min(end, start + limit)
    fields: list[Field] = []
    flaw: UnreadableReason | None = None
    at = start
    match = _FIELD.match
    while at < stop:
        found = match(raw, at, stop)
        if found is None:
            if raw.startswith((b"\n", b"\r\n"), at, end):
                return Block(raw, start, at, raw.index(b"\n", at) + 1, tuple(fields), flaw)
            if at == start and raw.startswith((b"From ", b">From "), at):  # mbox
                at = raw.find(b"\n", at, stop) + 1 or stop
                continue
            # Mail servers take the header to end here (Postfix inserts the empty line); so do we, and say so.
            return Block(raw, start, at, at, tuple(fields), UnreadableReason.MALFORMED)
        fields.append(Field(found[1].decode("ascii").lower(), at, found.start(2), found.end()))
        at = found.end()
    if stop < end:
        gap = _END.search(raw, max(start, at - 1), end)
        return Block(raw, start, at, gap.end() if gap else end, tuple(fields), UnreadableReason.TOO_LARGE)
    return Block(raw, start, end, end, tuple(fields), flaw)


def unfold(value: bytes) -> bytes:
    """A field value without its line breaks and outer white space."""
    if b"\n" in value:
        value = value.replace(b"\r\n", b"").replace(b"\n", b"")
    return value.strip(b" \t\r")


def plain(value: bytes, hint: str | None = None) -> Text:
    """Raw header bytes to characters: ASCII, or raw eight-bit or ISO-2022-JP as old mailers send; words not decoded."""
    if value.isascii() and b"\x1b" not in value and b"\0" not in value:
        return Text(value.decode("ascii"))
    decoded = charset.decode(value, hint)
    if decoded.reason and hint is None:
        return Text(decoded.text, decoded.reason)
    return Text(decoded.text, decoded.reason)


def read_text(value: bytes, hint: str | None = None) -> Text:
    """An unfolded unstructured value to text. `hint` is the body's charset, for raw eight-bit headers."""
    text = plain(value, hint)
    if "=?" not in text.text:
        return text
    words = decode_words(text.text)
    return Text(words.text, text.reason or words.reason)


class _Word(NamedTuple):
    charset: str
    encoding: str
    text: str


def decode_words(text: str) -> Text:
    """Encoded words within `text` to characters (RFC 2047 section 6.2).

    Adjacent words of one charset are put together before decoding, because mailers split them inside a character.
    Words glued to other text, of any case and with wrong padding are read too. Linear in the length of `text`.
    """
    out: list[str] = []
    run: list[_Word] = []
    reason: UnreadableReason | None = None
    at = 0
    while (head := _WORD.search(text, at)) is not None:
        close = text.find("?=", head.end())
        if close < 0:
            break
        gap = text[at : head.start()]
        word = _Word(head[1].split("*", 1)[0].lower(), head[2].upper(), text[head.end() : close])
        if run and not (gap.isspace() or not gap):
            piece = _read_run(run)
            out += (piece.text, gap)
            reason = reason or piece.reason
            run = []
        elif not run:
            out.append(gap)
        elif run[-1].charset != word.charset:
            piece = _read_run(run)
            out.append(piece.text)
            reason = reason or piece.reason
            run = []
        run.append(word)
        at = close + 2
    if run:
        piece = _read_run(run)
        out.append(piece.text)
        reason = reason or piece.reason
    out.append(text[at:])
    return Text("".join(out), reason)


def _read_run(run: list[_Word]) -> Text:
    """Adjacent words of one charset, joined before decoding; failing that each alone, or as one base64 stream."""
    label = run[0].charset
    parts = [_word_bytes(word) for word in run]
    broken = any(bad for _, bad in parts)
    whole = charset.decode(b"".join(data for data, _ in parts), label)
    if whole.reason is None and not broken:
        return Text(whole.text)
    if len(run) > 1 and all(word.encoding == "B" for word in run):
        data, bad = _base64("".join(word.text for word in run))
        stream = charset.decode(data, label)
        if stream.reason is None and not bad:
            return Text(stream.text)
        single = [charset.decode(data, label) for data, _ in parts]
        if not broken and all(one.reason is None for one in single):
            return Text("".join(one.text for one in single))
    return Text(whole.text, UnreadableReason.ENCODING if broken else whole.reason)


def _word_bytes(word: _Word) -> tuple[bytes, bool]:
    if word.encoding == "B":
        return _base64(word.text)
    return binascii.a2b_qp(word.text.encode("utf-8", "replace"), header=True), False


def _base64(text: str) -> tuple[bytes, bool]:
    """Base64 with white space and wrong padding forgiven; (bytes, whether it is broken beyond that)."""
    letters = "".join(text.split()).replace("=", "")
    broken = len(letters) % 4 == 1
    if not letters.isascii() or _NOT_BASE64.search(letters):
        letters = _NOT_BASE64.sub("", letters)
        broken = True
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4)), broken


def clean_line(text: str) -> str:
    """Header text on one line: what a mail reader shows when encoded words smuggle line breaks."""
    return text if text.isprintable() else re.sub(r"[\r\n\t\0]+", " ", text)
