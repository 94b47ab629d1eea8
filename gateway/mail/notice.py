"""Notices to senders and reviewers: composed, addressed so that they cannot loop, and sent through the next hop (RFC 3834)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from fnmatch import fnmatchcase

import structlog

from gateway import metrics
from gateway.checkpoint import Ruling
from gateway.mail.notice_text import Reader, compose
from gateway.mail.trace import HEADER_LIMIT
from gateway.mail.upstream import NextHopPool, NextHopUnavailable
from gateway.policy.load import LoadedPolicy
from gateway.settings import Notices
from gateway.verdict import Action, FiredRule, Mode

log = structlog.get_logger("sekisho.notice")
_AUTOMATIC = (b"\r\nauto-submitted: auto", b"\r\nprecedence: bulk", b"\r\nprecedence: list", b"\r\nprecedence: junk", b"\r\nlist-id:")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice ready to be sent."""

    to: str = field(repr=False)
    content: bytes = field(repr=False)


class Notifier:
    """Decides who is told, and tells."""

    def __init__(self, settings: Notices, pool: NextHopPool, policy: Callable[[], LoadedPolicy], hostname: str) -> None:
        self._settings = settings
        self._pool = pool
        self._policy = policy
        self._hostname = hostname

    def notices(self, ruling: Ruling, sender: str, content: bytes) -> list[Letter]:
        """Whom to tell what: the sender where a rule says so and they are a person of ours, and those a rule names."""
        if not self._settings.enabled:
            return []
        acting = [f for f in ruling.verdict.fired if f.mode is Mode.ENFORCE and f.action >= Action.REDACT]
        letters: list[Letter] = []
        own = [f for f in acting if f.notify_sender]
        if own and "@" in sender and self._ours(sender) and not _automatic(content):
            letters.append(self._letter(ruling, own, sender, Reader.SENDER))
        for address in dict.fromkeys(a for f in acting for a in f.notify):
            letters.append(self._letter(ruling, [f for f in acting if address in f.notify], address, Reader.REVIEWER))
        return letters

    async def send(self, incident: str, letter: Letter) -> None:
        """Send a notice; a failure is counted and logged, the message's own fate is settled already."""
        outcome = "failed"
        try:
            reply = await self._pool.send("", [(letter.to, ())], letter.content)
            outcome = "sent" if reply.ok else "refused"
        except NextHopUnavailable:
            outcome = "failed"
        metrics.NOTICES.labels(outcome).inc()
        if outcome != "sent":
            log.warning("notice not sent", incident=incident, outcome=outcome)

    def _letter(self, ruling: Ruling, rules: list[FiredRule], to: str, reader: Reader) -> Letter:
        verdict = ruling.verdict
        rules = sorted(rules, key=lambda f: -f.action)
        found = [verdict.findings[i] for i in sorted({i for f in rules for i in f.findings})]
        notice = compose(verdict.action, [f.reason or "other" for f in rules], found, ruling.incident, self._settings.contact, reader)
        mail = EmailMessage()
        mail["From"] = self._settings.from_address
        mail["To"] = to
        mail["Subject"] = notice.subject
        mail["Date"] = formatdate(time.time(), localtime=True)
        mail["Message-ID"] = make_msgid(ruling.incident, self._hostname)
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(notice.text, charset="utf-8", cte="base64")
        return Letter(to, mail.as_bytes(policy=SMTP))

    def _ours(self, sender: str) -> bool:
        """Notices go to our own people only: the gate must not become a way to send mail to others."""
        domains = self._policy().policy.organization.domains
        domain = sender.rpartition("@")[2].lower()
        return not domains or any(fnmatchcase(domain, d.lower()) for d in domains)


def _automatic(content: bytes) -> bool:
    end = content.find(b"\r\n\r\n", 0, HEADER_LIMIT)
    header = b"\r\n" + content[: end if end >= 0 else HEADER_LIMIT].lower()
    return any(mark in header for mark in _AUTOMATIC)
