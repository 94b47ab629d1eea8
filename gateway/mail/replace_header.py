"""New text in header fields: subjects, display names, file names, each the way its writer wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from gateway.mail import charset, encoded_word
from gateway.mail.addresses import read_address_text, read_addresses
from gateway.mail.headers import Block, Field, plain, unfold
from gateway.mail.parameters import read_parameters
from gateway.mail.replace_text import Patch

Replace = Callable[[str, int], str]  # a line of readable text and the offset where it begins, to the new line
_LABEL = re.compile(r"=\?([^\s?*]{1,80})(?:\*[^?]{0,40})?\?[bBqQ]\?")
_REPLY = re.compile(r"(?:(?:re|fwd?|返信|転送|返|転)(?:\[\d{1,4}\])?[:：][ \u3000]*)+", re.IGNORECASE)
_WIDTH = 76


def _value(block: Block, one: Field) -> tuple[int, int]:
    """Where the field's value begins after its blank, and where it ends before its line break."""
    start, end = one.value, one.end
    while end > start and block.raw[end - 1] in b"\r\n":
        end -= 1
    while start < end and block.raw[start] in b" \t":
        start += 1
    return start, end


def _raw_codec(value: bytes, hint: str | None) -> str | None:
    """The charset of a value that is written without encoded words though it is not ASCII."""
    if value.isascii() and b"\x1b" not in value:
        return None
    return charset.decode(unfold(value), hint).codec


def _label(text: str) -> str:
    found = _LABEL.search(text)
    return found[1] if found else ""


def _encode(text: str, codec: str) -> bytes | None:
    try:
        return charset.encode(text, codec)
    except (UnicodeError, LookupError):
        return None


def text_field(block: Block, one: Field, text: str, hint: str | None, eol: str) -> Patch:
    """An unstructured field with `text` as its new text."""
    start, end = _value(block, one)
    value = block.raw[start:end]
    codec = _raw_codec(value, hint)
    data = _encode(text, codec) if codec else None
    if data is None:
        column = start - (block.raw.rfind(b"\n", 0, start) + 1)
        data = encoded_word.unstructured(text, _label(value.decode("ascii", "replace")), column, eol).encode("ascii")
    return Patch(start, end, data)


def is_marked(subject: str, mark: str) -> bool:
    """Whether a subject has the mark already, perhaps behind Re: and Fwd:."""
    replies = _REPLY.match(subject)
    return subject.startswith(mark) or bool(replies and subject.startswith(mark, replies.end()))


def marked(block: Block, one: Field, mark: str, hint: str | None, eol: str) -> Patch:
    """The mark before a subject that keeps its own bytes."""
    start, end = _value(block, one)
    value = block.raw[start:end]
    column = start - (block.raw.rfind(b"\n", 0, start) + 1)
    codec = _raw_codec(value, hint)
    raw = _encode(f"{mark} ", codec) if codec and not mark.isascii() else None
    if raw is not None:
        return Patch(start, start, raw)
    if mark.isascii():
        return Patch(start, start, f"{mark} ".encode("ascii"))
    # White space between two encoded words is not shown (RFC 2047 6.2): the blank goes into the word.
    blank = " " if value.startswith(b"=?") else ""
    new = f"{eol} ".join(encoded_word.words(mark + blank, _label(value.decode("ascii", "replace"))))
    line = value.partition(b"\n")[0]
    gap = f"{eol} " if len(new) + column + len(line) > _WIDTH else " "
    return Patch(start, start, (new + gap).encode("ascii"))


def new_subject(mark: str, eol: str) -> bytes:
    """A whole Subject field for a mail that has none."""
    return f"Subject: {encoded_word.unstructured(mark, '', 9, eol)}{eol}".encode("ascii")


def address_field(block: Block, one: Field, readable: str, replace: Replace, hint: str | None, eol: str) -> Patch | None:
    """An address field whose names are replaced, line by line of its readable text; None when a name cannot be placed."""
    start, end = _value(block, one)
    value = block.raw[start:end]
    if read_addresses(value, hint).readable != readable:
        value = unfold(value)
    codec = _raw_codec(value, hint)
    text = charset.decode(value, hint).text if codec else plain(value).text
    out: list[str] = []
    changes: list[tuple[int, int, str]] = []
    at = 0
    for name, stand in read_address_text(text).named:
        new = replace(name, at)
        at += len(name) + 1
        if new == name:
            continue
        if not stand.end:
            return None
        label = _label(text[stand.start : stand.end])
        if codec and _encode(new, codec) is not None:
            written = f"({new})" if stand.comment else '"' + new.replace("\\", "").replace('"', "") + '"'
        else:
            written = (encoded_word.comment if stand.comment else encoded_word.phrase)(new, label, eol)
        changes.append((stand.start, stand.end, written))
    last = 0
    for low, high, written in sorted(changes):
        out += (text[last:low], written)
        last = high
    new_text = "".join((*out, text[last:]))
    data = _encode(new_text, codec) if codec else new_text.encode("ascii", "replace")
    return None if data is None else Patch(start, end, data)


def file_name_field(block: Block, one: Field, parameter: str, text: str, eol: str) -> Patch | None:
    """A Content-Disposition or Content-Type with another file name, in the style of the old one."""
    start, end = _value(block, one)
    value = block.raw[start:end]
    codec = _raw_codec(value, None)
    whole = charset.decode(value, None).text if codec else plain(value).text
    ours = [p for p in read_parameters(whole).parameters if p.name == parameter or p.name.startswith(parameter + "*")]
    if not ours:
        return None
    old = "".join(p.value for p in ours)
    safe = text.replace("\\", "").replace('"', "")
    if text.isascii() or (codec and _encode(safe, codec) is not None):
        new = f'{parameter}="{safe}"'
    elif "=?" in old and not any("*" in p.name for p in ours):
        new = f'{parameter}="' + f"{eol} ".join(encoded_word.words(text, _label(old))) + '"'
    else:
        new = _extended(parameter, text, eol)
    out: list[str] = []
    last = 0
    for number, one_parameter in enumerate(ours):
        before = whole.rfind(";", 0, one_parameter.start)
        if before < last:
            return None
        out.append(whole[last:before])
        if number == 0:
            out.append(f";{eol} {new}")
        last = one_parameter.end
    result = "".join((*out, whole[last:]))
    data = _encode(result, codec) if codec else result.encode("ascii", "replace")
    return None if data is None else Patch(start, end, data)


def _extended(parameter: str, text: str, eol: str) -> str:
    """RFC 2231: one value, or numbered segments when it is long."""
    escaped = [quote(c, safe="") for c in text]
    if sum(map(len, escaped)) <= _WIDTH - len(parameter) - 12:
        return f"{parameter}*=UTF-8''{''.join(escaped)}"
    segments = ["UTF-8''"]
    for piece in escaped:
        if len(segments[-1]) + len(piece) > _WIDTH - len(parameter) - 8:
            segments.append("")
        segments[-1] += piece
    return f";{eol} ".join(f"{parameter}*{n}*={segment}" for n, segment in enumerate(segments))
