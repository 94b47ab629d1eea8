"""The person ledger: what was told about whom, to whom, when, and what became of it (個人情報保護法33条 asks for it).

Names are filed as keyed hashes of the folded name and of its beginnings, so that 高橋 finds what was filed as 高橋健一 and
the other way round, both as "possible" only: another 高橋 may be meant. Sender, recipients and the name are sealed.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database
from gateway.quarantine.ledger_entry import HELD, Telling
from gateway.quarantine.names import name_key
from gateway.quarantine.sealed_secrets import Secrets
from gateway.quarantine.tables import IncidentRow, ToldPrefixRow, ToldRow
from gateway.quarantine.vault import Vault, VaultError

LEDGER_DAYS = 1096  # three years, one of them a leap year: 第三者提供記録 must be kept that long (規則18条)
EXACT, POSSIBLE = "exact", "possible"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What a message told about a person. `match` is exact for the name asked for, possible for a shorter or longer one.

    `name` is as filed (folded); `outcome` is delivered, redacted, held, refused, released, deleted or expired.
    """

    at: float
    incident: str
    match: str
    entity_types: tuple[str, ...]
    outcome: str
    name: str = field(repr=False)
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)


class Ledger:
    """The ledger of one store."""

    def __init__(self, database: Database, vault: Vault, secrets: Secrets, audit: AuditLog) -> None:
        self._database = database
        self._vault = vault
        self._secrets = secrets
        self._audit = audit

    def add(self, entries: Sequence[Telling]) -> None:
        """File entries in one commit. Raises StoreError."""
        if entries:
            with self._database.writing("the person ledger could not be written") as session:
                self.write(session, entries)

    def write(self, session: Session, entries: Sequence[Telling]) -> None:
        """File entries in the caller's commit."""
        told: list[dict[str, Any]] = []
        prefixes: list[dict[str, str]] = []
        for one in entries:
            reference = secrets.token_hex(12)
            sealed = json.dumps({"name": one.person, "sender": one.sender, "recipients": one.recipients}).encode()
            key_name, blob = self._vault.seal(sealed, bound_to(reference))
            told.append(
                {"id": reference, "person_hash": self._mark(one.person), "at": one.at, "incident": one.incident,
                 "entity_types": json.dumps(one.entity_types), "outcome": one.outcome, "key_name": key_name, "sealed": blob}
            )  # fmt: skip
            prefixes += [{"prefix_hash": self._mark(prefix), "told": reference} for prefix in _prefixes(one.person)]
        if told:
            session.execute(insert(ToldRow), told)
        if prefixes:
            session.execute(insert(ToldPrefixRow), prefixes)

    def became(self, session: Session, incident: str, outcome: str) -> None:
        """What was held has been released, deleted or has expired."""
        session.execute(update(ToldRow).where(ToldRow.incident == incident, ToldRow.outcome == HELD).values(outcome=outcome))

    def search(self, name: str, actor: str = "", limit: int = 10000) -> list[Told]:
        """Everything told about somebody called `name`, exact matches first, the newest first. With `actor` it goes on record."""
        key = name_key(name)
        if actor:
            self._audit.append(actor, "people_searched")
        if not key:
            return []
        exact = self._mark(key)
        shorter = [self._mark(prefix) for prefix in _prefixes(key)]
        longer = select(ToldPrefixRow.told).where(ToldPrefixRow.prefix_hash == exact)
        found: list[Told] = []
        with self._database.reading() as session:
            for match, condition in ((EXACT, ToldRow.person_hash == exact), (POSSIBLE, ToldRow.person_hash.in_(shorter) | ToldRow.id.in_(longer))):
                query = select(ToldRow).where(condition).order_by(ToldRow.at.desc(), ToldRow.id).limit(limit - len(found))
                found += [self._told(row, match) for row in session.scalars(query)]
        return found

    def of(self, incident: str) -> list[Told]:
        """What one incident told, about whomever."""
        with self._database.reading() as session:
            query = select(ToldRow).where(ToldRow.incident == incident).order_by(ToldRow.at, ToldRow.id)
            return [self._told(row, EXACT) for row in session.scalars(query)]

    def with_a_message(self, incidents: Sequence[str]) -> frozenset[str]:
        """Which of these incidents the quarantine knows: what was delivered without being held is in the ledger only."""
        wanted = list(dict.fromkeys(incidents))
        known: set[str] = set()
        with self._database.reading() as session:
            for first in range(0, len(wanted), _BATCH):
                known.update(session.scalars(select(IncidentRow.id).where(IncidentRow.id.in_(wanted[first : first + _BATCH]))))
        return frozenset(known)

    def prune(self, days: int = LEDGER_DAYS, now: float | None = None) -> int:
        """Delete entries older than `days`; how many there were."""
        before = (time.time() if now is None else now) - days * 86400
        count = 0
        while True:  # a batch a commit, so that the mail that is being held meanwhile never waits long
            with self._database.writing() as session:
                old = list(session.scalars(select(ToldRow.id).where(ToldRow.at < before).limit(_BATCH)))
                if not old:
                    break
                session.execute(delete(ToldPrefixRow).where(ToldPrefixRow.told.in_(old)))
                session.execute(delete(ToldRow).where(ToldRow.id.in_(old)))
                count += len(old)
        return count

    def _told(self, row: ToldRow, match: str) -> Told:
        try:
            plain = json.loads(self._vault.open(row.key_name, row.sealed, bound_to(row.id)))
        except VaultError:  # one whose key is gone must not hide the others
            plain = {"name": f"(sealed with key {row.key_name})", "sender": "", "recipients": []}
        return Told(row.at, row.incident, match, tuple(json.loads(row.entity_types)), row.outcome, plain["name"], plain["sender"], tuple(plain["recipients"]))

    def _mark(self, name: str) -> str:
        return self._secrets.fingerprint(b"person", name.encode("utf-8", "surrogateescape"))


def bound_to(reference: str) -> str:
    """What a sealed entry is bound to."""
    return f"{reference}/told"


def _prefixes(name: str) -> list[str]:
    return [name[:end] for end in range(1, len(name))]
