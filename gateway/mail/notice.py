"""Notices to senders: composed, addressed so that they cannot loop, and sent through the next hop (RFC 3834)."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from fnmatch import fnmatchcase

import structlog

from gateway import metrics
from gateway.checkpoint import Ruling
from gateway.mail.notice_text import compose
from gateway.mail.trace import HEADER_LIMIT
from gateway.mail.upstream import NextHopPool, NextHopUnavailable
from gateway.policy.load import LoadedPolicy
from gateway.settings import Notices
from gateway.verdict import Action, FiredRule, Mode

log = structlog.get_logger("sekisho.notice")
_AUTOMATIC = (b"\r\nauto-submitted: auto", b"\r\nprecedence: bulk", b"\r\nprecedence: list", b"\r\nprecedence: junk", b"\r\nlist-id:")


class Notifier:
    """Decides whether a sender is told, and tells."""

    def __init__(self, settings: Notices, pool: NextHopPool, policy: Callable[[], LoadedPolicy], hostname: str) -> None:
        self._settings = settings
        self._pool = pool
        self._policy = policy
        self._hostname = hostname

    def wanted(self, ruling: Ruling, sender: str, content: bytes) -> bool:
        """Whether somebody should be told: notices are on, a rule asks for it, and the sender is a person of ours."""
        return (
            self._settings.enabled
            and "@" in sender
            and bool(self._acting(ruling))
            and self._ours(sender)
            and not _automatic(content)
        )  # fmt: skip

    async def send(self, ruling: Ruling, sender: str) -> None:
        """Send the notice; a failure is counted and logged, the message's own fate is settled already."""
        outcome = "failed"
        try:
            reply = await self._pool.send("", [(sender, ())], self._mail(ruling, sender))
            outcome = "sent" if reply.ok else "refused"
        except NextHopUnavailable:
            outcome = "failed"
        metrics.NOTICES.labels(outcome).inc()
        if outcome != "sent":
            log.warning("notice not sent", incident=ruling.incident, outcome=outcome)

    def _mail(self, ruling: Ruling, sender: str) -> bytes:
        acting = self._acting(ruling)
        verdict = ruling.verdict
        indices = sorted({i for f in acting for i in f.findings})
        notice = compose(
            verdict.action, [f.reason or "other" for f in acting], [verdict.findings[i] for i in indices], ruling.incident, self._settings.contact
        )
        mail = EmailMessage()
        mail["From"] = self._settings.from_address
        mail["To"] = sender
        mail["Subject"] = notice.subject
        mail["Date"] = formatdate(time.time(), localtime=True)
        mail["Message-ID"] = f"<{ruling.incident}.notice@{self._hostname}>"
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(notice.text, charset="utf-8", cte="base64")
        return mail.as_bytes(policy=SMTP)

    @staticmethod
    def _acting(ruling: Ruling) -> list[FiredRule]:
        rules = [f for f in ruling.verdict.fired if f.mode is Mode.ENFORCE and f.action >= Action.REDACT and f.notify_sender]
        return sorted(rules, key=lambda f: -f.action)

    def _ours(self, sender: str) -> bool:
        """Notices go to our own people only: the gate must not become a way to send mail to others."""
        domains = self._policy().policy.organization.domains
        domain = sender.rpartition("@")[2].lower()
        return not domains or any(fnmatchcase(domain, d.lower()) for d in domains)


def _automatic(content: bytes) -> bool:
    end = content.find(b"\r\n\r\n", 0, HEADER_LIMIT)
    header = b"\r\n" + content[: end if end >= 0 else HEADER_LIMIT].lower()
    return any(mark in header for mark in _AUTOMATIC)
