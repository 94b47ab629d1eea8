"""Notices to senders and reviewers: composed, addressed so that they cannot loop, and sent through the next hop (RFC 3834)."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from fnmatch import fnmatchcase

import structlog

from gateway import metrics
from gateway.checkpoint import Ruling
from gateway.mail.notice_text import Door, Reader, compose
from gateway.mail.trace import HEADER_LIMIT
from gateway.mail.upstream import NextHopPool, NextHopUnavailable
from gateway.policy.load import LoadedPolicy
from gateway.policy.ways import ways_out
from gateway.quarantine.deciders import deciders
from gateway.quarantine.records import HELD, Incident
from gateway.quarantine.store import Store, StoreError
from gateway.settings import Notices
from gateway.verdict import Action, FiredRule, Mode

log = structlog.get_logger("sekisho.notice")
_AUTOMATIC = (b"\r\nauto-submitted: auto", b"\r\nprecedence: bulk", b"\r\nprecedence: list", b"\r\nprecedence: junk", b"\r\nlist-id:")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice ready to be sent."""

    to: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Desk:
    """Where held mail is dealt with: the store, and the console's address (empty where there is none)."""

    store: Store
    console: str
    link_hours: float


class Notifier:
    """Decides who is told, and tells."""

    def __init__(self, settings: Notices, pool: NextHopPool, policy: Callable[[], LoadedPolicy], hostname: str, desk: Desk) -> None:
        self._settings = settings
        self._pool = pool
        self._policy = policy
        self._hostname = hostname
        self._desk = desk

    async def tell(self, ruling: Ruling, sender: str, content: bytes, without: Sequence[str] = ()) -> None:
        """Tell everybody concerned. Never raises: what goes wrong is counted and logged."""
        if not self._settings.enabled:
            return
        try:
            letters = await asyncio.to_thread(self.notices, ruling, sender, content, without)
        except Exception as error:  # the message's own fate is settled already; that nobody hears of it must be seen
            metrics.NOTICES.labels("failed").inc()
            log.error("notices not written", incident=ruling.incident, kind=type(error).__name__)
            return
        for letter in letters:
            await self.send(ruling.incident, letter)

    def notices(self, ruling: Ruling, sender: str, content: bytes, without: Sequence[str] = ()) -> list[Letter]:
        """Whom to tell what: the sender where a rule says so and they are a person of ours, those a rule names, who decides.

        `without` are recipients for whom the next hop did not take it. Asks the store (blocks; call it in a thread); trouble with it costs links, never the notices.
        """
        if not self._settings.enabled:
            return []
        acting = [f for f in ruling.verdict.fired if f.mode is Mode.ENFORCE and f.action >= Action.REDACT]
        held = self._held(ruling.incident)
        done = Action.QUARANTINE if held else ruling.verdict.action
        letters: list[Letter] = []
        own = [f for f in acting if f.notify_sender]
        if own and "@" in sender and self._ours(sender) and not _automatic(content):
            letters.append(self._letter(ruling, own, sender, Reader.SENDER, done, self._page_of_sender(held, ruling), without))
        page = Door(f"{self._desk.console}/incidents/{held.id}") if held and self._desk.console else None
        named = tuple(dict.fromkeys(a for f in acting for a in f.notify))
        for address in named:
            letters.append(self._letter(ruling, [f for f in acting if address in f.notify], address, Reader.REVIEWER, done, page, without))
        for address in self._deciders(held):
            if address not in named:
                letters.append(self._letter(ruling, acting, address, Reader.REVIEWER, done, page, without))
        return letters

    def _held(self, incident: str) -> Incident | None:
        """What the store keeps of it for somebody to decide; None when nothing waits."""
        try:
            found = self._desk.store.get(incident)
        except StoreError:
            return None
        return found if found is not None and found.state == HELD else None

    def _page_of_sender(self, held: Incident | None, ruling: Ruling) -> Door | None:
        if held is None or not self._desk.console:
            return None
        try:
            made = self._desk.store.links.make(held.id, self._desk.link_hours)
        except StoreError as error:
            log.warning("no link for the sender", incident=held.id, detail=str(error))
            return None
        ways = ways_out(self._policy().policy, held.rules).offered
        if not any(f.action >= Action.QUARANTINE and f.mode is Mode.ENFORCE for f in ruling.verdict.fired):
            ways = tuple(way for way in ways if way != "redacted")  # it is held because it cannot be redacted
        return Door(self._desk.console + made.path, made.code, round(self._desk.link_hours), ways)

    def _deciders(self, held: Incident | None) -> tuple[str, ...]:
        if held is None:
            return ()
        department = self._policy().policy.organization.departments.get(held.department)
        try:
            accounts = self._desk.store.accounts.all()
        except StoreError:
            accounts = []
        return deciders(accounts, held.department, department.manager if department else (), time.time())

    async def send(self, incident: str, letter: Letter) -> None:
        """Send a notice; a failure is counted and logged, the message's own fate is settled already."""
        outcome = "failed"
        try:
            reply = await self._pool.send("", [(letter.to, ())], letter.content)
            outcome = "sent" if reply.ok else "refused"
        except (NextHopUnavailable, ValueError):  # an address that cannot be written to (RFC 6531) is one, too
            outcome = "failed"
        metrics.NOTICES.labels(outcome).inc()
        if outcome != "sent":
            log.warning("notice not sent", incident=incident, outcome=outcome)

    def _letter(self, ruling: Ruling, rules: list[FiredRule], to: str, reader: Reader, done: Action, door: Door | None, without: Sequence[str]) -> Letter:
        verdict = ruling.verdict
        rules = sorted(rules, key=lambda f: -f.action)
        found = [verdict.findings[i] for i in sorted({i for f in rules for i in f.findings})]
        counts = Counter(one.action for one in verdict.recipients if one.address not in without)
        notice = compose(done, [f.reason or "other" for f in rules], found, ruling.incident, self._settings.contact, reader, door, counts, len(without))
        mail = EmailMessage()
        mail["From"] = self._settings.from_address
        mail["To"] = _recipient(to)
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


def _recipient(address: str) -> str:
    """The To field: an envelope may name somebody whom no header can (RFC 5322 section 3.4 has the group for that)."""
    try:
        EmailMessage()["To"] = address
    except Exception:  # the library's parser raises whatever it stumbles over
        return "undisclosed-recipients:;"
    return address


def _automatic(content: bytes) -> bool:
    end = content.find(b"\r\n\r\n", 0, HEADER_LIMIT)
    header = b"\r\n" + content[: end if end >= 0 else HEADER_LIMIT].lower()
    return any(mark in header for mark in _AUTOMATIC)
