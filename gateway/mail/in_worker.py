"""What the SMTP door has done in a worker: a mail read, and one rewritten.

Apart from the door itself, so that workers load neither its conversation nor the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.mail.limits import Limits
from gateway.mail.mime import read_mail
from gateway.mail.rewrite import Rewritten, rewrite
from gateway.mail.texts import read_texts
from gateway.message import Message
from gateway.redaction import Lost, edits, placed
from gateway.verdict import Finding


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as it travels to a worker."""

    content: bytes = field(repr=False)
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    limits: Limits


def read_raw(mail: RawMail) -> Message:
    """The door's reader."""
    return read_mail(mail.content, mail.sender, mail.recipients, mail.limits)


def rewritten(
    content: bytes, findings: Sequence[Finding], limits: Limits, subject_mark: str, headers: Sequence[tuple[str, str]]
) -> Rewritten:
    """The message with these findings taken out, or marked."""
    return rewrite(content, edits(findings), limits, subject_mark, headers)


def held_rewritten(content: bytes, findings: Sequence[Finding], limits: Limits) -> Rewritten:
    """The same for a message that was held, by an earlier version perhaps: what was found is taken out where it stands now."""
    try:
        found = placed(findings, {one.ref: one.text for one in read_texts(content, limits).texts})
    except Lost:
        return Rewritten(content, edits(findings))
    return rewrite(content, edits(found), limits)
