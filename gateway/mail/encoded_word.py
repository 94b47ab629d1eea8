"""Header text written as RFC 2047 wants it: encoded words of at most 75 characters, folded, whole characters in each."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from gateway.mail import charset

_LONGEST_WORD = 75
_WIDTH = 76
_SPACES = re.compile(r"([ \t]++)")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_MIME_NAMES = {charset.CP932: "Shift_JIS", charset.EUC: "EUC-JP", "iso-2022-jp": "ISO-2022-JP", charset.UTF8: "UTF-8"}


def usable(text: str, label: str) -> tuple[str, str]:
    """(label, codec) to write `text` with: the wanted charset if it has all the characters, UTF-8 otherwise."""
    codec = charset.canonical(label) if label else None
    if codec is not None and codec not in (charset.ASCII, "utf-7") and not codec.startswith(("utf-16", "utf-32")):
        try:
            if charset.decode(charset.encode(text, codec), label).text == text:
                return label, codec
        except (UnicodeError, LookupError):
            pass
    return "UTF-8", charset.UTF8


def words(text: str, label: str, column: int = 0) -> Iterator[str]:
    """Encoded words that read as `text`, each with whole characters (RFC 2047 5); the first one begins at `column`."""
    name, codec = usable(text, label)
    frame = len(f"=?{name}?B??=")
    room = (_LONGEST_WORD - min(column, _LONGEST_WORD // 2) - frame) // 4 * 3
    chunk = ""
    for char in text:
        if len(charset.encode(chunk + char, codec)) > room and chunk:
            yield _word(chunk, name, codec)
            chunk = ""
            room = (_LONGEST_WORD - frame) // 4 * 3
        chunk += char
    if chunk:
        yield _word(chunk, name, codec)


def _word(text: str, name: str, codec: str) -> str:
    return f"=?{name}?B?{base64.b64encode(charset.encode(text, codec)).decode('ascii')}?="


def unstructured(text: str, label: str, column: int, eol: str) -> str:
    """A field value, from `column` on: ASCII words as they are, the rest as encoded words, folded by `eol` and a blank."""
    text = _CONTROL.sub(" ", text).strip()
    pieces = _SPACES.split(text)
    plain = [_is_plain(piece) for piece in pieces]
    out: list[str] = []
    at = 0
    while at < len(pieces):
        if plain[at]:
            gap = pieces[at - 1] if at else ""
            if out and column + len(gap) + len(pieces[at]) > _WIDTH and gap:
                out.append(eol + gap)
                column = len(gap)
            else:
                out.append(gap)
                column += len(gap)
            out.append(pieces[at])
            column += len(pieces[at])
            at += 2
            continue
        last = at
        while last + 2 < len(pieces) and not plain[last + 2]:
            last += 2
        for number, word in enumerate(words("".join(pieces[at : last + 1]), label, 0 if at else column)):
            gap = " " if number else (pieces[at - 1] if at else "")
            if (gap or number) and column + len(gap) + len(word) > _WIDTH:
                out.append(eol)
                column = 0
            out += (gap, word)
            column += len(gap) + len(word)
        at = last + 2
    return "".join(out)


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isprintable() and "=?" not in word and len(word) < _WIDTH


def phrase(text: str, label: str, eol: str) -> str:
    """A display name: atoms or a quoted string when it is ASCII, encoded words otherwise (RFC 5322 3.2.5)."""
    text = _CONTROL.sub(" ", text).strip()
    if text.isascii() and "=?" not in text:
        if re.fullmatch(r"[\w !#$%&'*+/=?^`{|}~-]*", text):
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{eol} ".join(words(text, label))


def comment(text: str, label: str, eol: str) -> str:
    """A comment in parentheses (RFC 5322 3.2.2, RFC 2047 5 (2))."""
    text = _CONTROL.sub(" ", text).strip()
    if text.isascii() and "=?" not in text:
        return "(" + re.sub(r"([\\()])", r"\\\1", text) + ")"
    return "(" + f"{eol} ".join(words(text, label)) + ")"
