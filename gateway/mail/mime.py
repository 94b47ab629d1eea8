"""A mail's bytes to a Message: its texts, its parties, its files, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.mail.limits import Limits
from gateway.mail.texts import read_texts
from gateway.message import Channel, Message, Part, Party, Unreadable

__all__ = ["Limits", "read_mail"]


def read_mail(raw: bytes, sender: str, recipients: Sequence[str], limits: Limits = Limits()) -> Message:  # noqa: B008
    """Read a mail and its envelope. Never raises; linear in the length of `raw`.

    `raw` has CRLF or LF line ends. With neither envelope sender nor recipients (a stored .eml file) the header's are
    taken. What cannot be read is in `unreadable`, never silently left out.
    """
    readings = read_texts(raw, limits)
    named = readings.addresses
    authors = named.get("from", ())
    addressed = (*named.get("to", ()), *named.get("cc", ()))
    hidden = named.get("bcc", ())
    names = {p.address.casefold(): p.name for p in reversed((*addressed, *hidden)) if p.name}
    envelope = tuple(recipients) or tuple(dict.fromkeys(p.address for p in (*addressed, *hidden) if p.address))
    return Message(
        channel=Channel.MAIL,
        sender=authors[0] if authors else Party(sender),
        recipients=tuple(Party(address, names.get(address.casefold(), "")) for address in envelope),
        parts=tuple(Part(t.ref, t.kind, t.text) for t in readings.texts),
        envelope_sender=sender or (authors[0].address if authors and not recipients else ""),
        addressed=addressed,
        attachments=readings.attachments,
        unreadable=tuple(Unreadable(f.section, f.reason, f.media) for f in readings.flaws),
        size=len(raw),
    )
