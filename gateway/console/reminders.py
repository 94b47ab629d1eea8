"""Held mail that waits too long, and the day's digest: who is told, once, however many gateways share the store.

Time never releases anything: a message nobody decides stays held, is made known to more people, and is in every digest.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from gateway.console.letters import Letter, digest, reminder
from gateway.policy.load import LoadedPolicy
from gateway.policy.schema import Policy
from gateway.quarantine.accounts import Account
from gateway.quarantine.database import StoreError
from gateway.quarantine.deciders import APPROVER, deciders, deputies
from gateway.quarantine.escalations import ESCALATED, REMINDED, Tally, Waiting
from gateway.quarantine.store import Store

log = structlog.get_logger("sekisho.console")
EVERY = 60.0  # seconds
_BATCH = 200  # messages made known in one go
Complain = Callable[[str, str, str], None]


class Post(Protocol):
    """Something that sends letters."""

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        """Send a letter; whether it was taken."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be made known now: references by step."""

    remind: tuple[Waiting, ...]
    escalate: tuple[Waiting, ...]


def due(waiting: Sequence[Waiting], now: float, escalate_after: float) -> Due:
    """Which step each message has come to: past its service level, or older than `escalate_after` seconds. Pure."""
    escalate = tuple(one for one in waiting if one.level < ESCALATED and one.created_at + escalate_after <= now)
    known = {one.incident for one in escalate}
    return Due(tuple(one for one in waiting if one.level < REMINDED and one.due_at <= now and one.incident not in known), escalate)


def digest_due(now: float, hour: int | None) -> str:
    """The day whose digest may go out at `now` (2026-11-24, by this machine's clock), empty when it may not. Pure."""
    here = datetime.fromtimestamp(now).astimezone()
    return here.date().isoformat() if hour is not None and here.hour >= hour else ""


def readers(policy: Policy, accounts: Sequence[Account]) -> dict[str, frozenset[str] | None]:
    """Who gets the digest, each with the departments it covers (None: all of them). Pure."""
    found: dict[str, frozenset[str] | None] = {}
    for name, department in policy.organization.departments.items():
        for address in department.manager:
            covered = found.get(address, frozenset())
            found[address] = None if covered is None else covered | {name}
    for one in accounts:
        if APPROVER in one.roles and one.address and not one.disabled:
            covered = found.get(one.address, frozenset())
            found[one.address] = None if covered is None or not one.departments else covered | set(one.departments)
    return found


class Reminders:
    """Makes known what waits. Blocks; call `run` in a thread."""

    def __init__(self, store: Store, policy: Callable[[], LoadedPolicy], post: Post, console: str) -> None:
        self._store = store
        self._policy = policy
        self._post = post
        self._console = console
        self._told: tuple[str, set[str]] = ("", set())  # the day, and who had its digest as far as we know

    def run(self, now: float | None = None) -> None:
        """Do what is due at `now` (Unix seconds). Raises StoreError."""
        now = time.time() if now is None else now
        policy = self._policy().policy
        after = policy.review.escalate_after * 3600
        step = due(self._store.escalations.late(now, after, _BATCH), now, after)
        accounts: list[Account] = self._store.accounts.all() if step.remind or step.escalate else []
        self._make_known(policy, accounts, step.remind, REMINDED, now)
        self._make_known(policy, accounts, step.escalate, ESCALATED, now)
        day = digest_due(now, policy.review.digest_hour)
        if day:
            self._digest(policy, day, now)

    def _make_known(self, policy: Policy, accounts: Sequence[Account], waiting: Sequence[Waiting], level: int, now: float) -> None:
        if not waiting:
            return
        mine = set(self._store.escalations.claim([one.incident for one in waiting], level))
        per_address: dict[str, list[str]] = {}
        for one in waiting:
            if one.incident in mine:
                for address in self._whom(policy, accounts, one, level, now):
                    per_address.setdefault(address, []).append(one.incident)
        hours = policy.review.escalate_after if level == ESCALATED else policy.review.service_level_hours
        for address, references in per_address.items():
            self._write(address, reminder(references, hours, self._console, escalated=level == ESCALATED))

    def _whom(self, policy: Policy, accounts: Sequence[Account], one: Waiting, level: int, now: float) -> tuple[str, ...]:
        department = policy.organization.departments.get(one.department)
        deciding = deciders(accounts, one.department, department.manager if department else (), now)
        chosen = deciding if level == REMINDED else tuple(dict.fromkeys((*policy.review.escalate_to, *deputies(accounts, deciding)))) or deciding
        if not chosen:
            log.warning("nobody to remind", incident=one.incident, level=level)
        return chosen

    def _digest(self, policy: Policy, day: str, now: float) -> None:
        if self._told[0] != day:
            self._told = (day, set())
        wanted = {address: covered for address, covered in readers(policy, self._store.accounts.all()).items() if address not in self._told[1]}
        if not wanted:
            return
        tallies = self._store.escalations.tally(now)
        for address, covered in wanted.items():
            self._told[1].add(address)
            mark = self._store.fingerprint(b"digest", day.encode())
            if not self._store.settle_once(mark, self._store.fingerprint(b"digest to", address.lower().encode("utf-8", "replace"))):
                continue
            mine: list[Tally] = [one for one in tallies if covered is None or one.department in covered]
            if mine:  # an empty one says nothing
                self._write(address, digest(mine, self._console))

    def _write(self, address: str, letter: Letter) -> None:
        if not self._post.write_to(address, *letter):
            log.warning("reminder not sent")


async def keep_reminding(reminders: Reminders, complain: Complain, every: float = EVERY) -> None:
    """Look every minute until cancelled; what goes wrong is counted, and tried again."""
    while True:
        await asyncio.sleep(every)
        try:
            await asyncio.to_thread(reminders.run)
        except StoreError as error:
            complain("reminders", "", str(error))
        except Exception as error:  # whatever it is, those who wait must be made known the next minute
            complain("reminders", "", type(error).__name__)
