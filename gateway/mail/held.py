"""What the console asks of the mail door: to show, redact and release held mail, and to send letters. Blocks; call it in a thread.

Reading and redacting hostile mail is done by the worker processes, with their deadline; sending by the gateway's loop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Sequence
from concurrent.futures import TimeoutError as DeadlineError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Any, TypeVar

import structlog

from gateway import metrics
from gateway.inspection.pool import InspectionFailed, WorkerPool
from gateway.mail.in_worker import held_rewritten
from gateway.mail.limits import Limits
from gateway.mail.release import send_held
from gateway.mail.show import show
from gateway.mail.upstream import NextHopPool, NextHopUnavailable
from gateway.quarantine.store import Store, StoreError
from gateway.settings import Notices
from gateway.shown import ShowError, Shown
from gateway.verdict import Finding

log = structlog.get_logger("sekisho.console")
T = TypeVar("T")
_READING = 60.0  # seconds for a worker to show or redact a message
_SENDING = 600.0  # seconds for the next hop to take it (RFC 5321 section 4.5.3.2.6)


class HeldMail:
    """Held mail as the console handles it."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, workers: WorkerPool, store: Store, pool: NextHopPool, limits: Limits, hostname: str, notices: Notices
    ) -> None:
        self._loop = loop
        self._workers = workers
        self._store = store
        self._pool = pool
        self._limits = limits
        self._hostname = hostname
        self._notices = notices

    def show(self, content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
        """The message as its recipient would see it. Raises ShowError."""
        return self._read(self._workers.run(show, (content, tuple(findings), tuple(hide), self._limits), len(content)))

    def redacted(self, content: bytes, findings: Sequence[Finding]) -> bytes:
        """The message with these findings taken out. Raises ShowError when some of it cannot be."""
        result = self._read(self._workers.run(held_rewritten, (content, tuple(findings), self._limits), len(content)))
        if result.missed:
            raise ShowError(f"{len(result.missed)} of {len(findings)} passages cannot be taken out (signed, encrypted or damaged parts stay as they are, and so does what this version reads otherwise than the one that held it)")
        return result.content

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        """Send a held message (or `content` in its place), once. Raises StoreError."""
        return self._wait(send_held(self._store, self._pool, self._hostname, incident, actor, again, content), _SENDING)

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        """Send a letter from the gateway; whether the next hop took it. What goes wrong is counted and logged."""
        if not self._notices.from_address or "@" not in address:
            return False
        mail = EmailMessage()
        mail["From"] = self._notices.from_address
        mail["To"] = address
        mail["Subject"] = subject
        mail["Date"] = formatdate(time.time(), localtime=True)
        mail["Message-ID"] = make_msgid(incident or None, self._hostname)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text, charset="utf-8", cte="base64")
        try:
            reply = self._wait(self._pool.send("", [(address, ())], mail.as_bytes(policy=SMTP)), _SENDING)
            outcome = "sent" if reply.ok else "refused"
        except (NextHopUnavailable, StoreError, ValueError):  # an address that cannot be written to (RFC 6531) is one, too
            outcome = "failed"
        metrics.NOTICES.labels(outcome).inc()
        if outcome != "sent":
            log.warning("letter not sent", incident=incident, outcome=outcome)
        return outcome == "sent"

    def _read(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._wait(work, _READING)
        except InspectionFailed as failure:
            raise ShowError(f"the message could not be read ({failure.kind})") from None
        except StoreError:
            raise ShowError("the message could not be read in time") from None

    def _wait(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        waiting = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return waiting.result(seconds)
        except DeadlineError:
            waiting.cancel()
            raise StoreError("it took too long; look at the incident's history before trying again") from None
