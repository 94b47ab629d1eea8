"""A held message as the console shows it: plain data, made by the mail door in a worker process."""

from __future__ import annotations

from dataclasses import dataclass, field


class ShowError(Exception):
    """A message that cannot be shown or redacted; says why, without its text."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: its name as text (never used as a path), type and size in bytes."""

    name: str = field(repr=False)
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Text:
    """A readable part. `ref` and offsets are those of findings (see `gateway.message.Part`)."""

    ref: str
    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a recipient would see: header lines (name, value), texts, the HTML source if there is one, attachments.

    `html` is sanitized already: no script, no form, nothing that fetches.
    """

    headers: tuple[tuple[str, str], ...] = field(repr=False)
    texts: tuple[Text, ...] = field(repr=False)
    html: str = field(repr=False)
    files: tuple[File, ...] = field(repr=False)
    unreadable: tuple[tuple[str, str], ...] = ()  # (part, reason)
