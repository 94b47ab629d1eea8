"""What a rule leaves alone from now on: words it was wrong about, senders and recipients it need not watch, each with an end."""

from __future__ import annotations

import json
import secrets as random
import threading
import time
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database
from gateway.quarantine.review_tables import AllowanceRow
from gateway.quarantine.sealed_secrets import Secrets
from gateway.quarantine.vault import Vault, VaultError

TEXT, SENDER, RECIPIENT = "text", "sender", "recipient"
KINDS = (TEXT, SENDER, RECIPIENT)
EVERY_RULE = "*"
STALE = 60.0  # seconds after which a list that could not be read again allows nothing: an entry may have been revoked


@dataclass(frozen=True, slots=True)
class Allowance:
    """One entry. `value` is the text found, or an address; times are Unix seconds, `revoked_at` 0 while it stands."""

    id: str
    kind: str
    rule: str
    value: str = field(repr=False)
    reason: str = field(repr=False)
    added_at: float
    added_by: str
    until: float
    revoked_at: float
    revoked_by: str
    incident: str

    def holds(self, now: float) -> bool:
        """Whether it counts at a time (Unix seconds)."""
        return not self.revoked_at and now < self.until


class Allowances:
    """The list of one store."""

    def __init__(self, database: Database, vault: Vault, secrets: Secrets, audit: AuditLog) -> None:
        self._database = database
        self._vault = vault
        self._secrets = secrets
        self._audit = audit

    def add(self, actor: str, kind: str, rule: str, value: str, days: int, reason: str, incident: str = "") -> str:
        """A new entry for 1 to 366 days; its reference. ValueError when it has no value, or no or too long a term."""
        if kind not in KINDS or not value.strip() or not 1 <= days <= 366:
            raise ValueError("an entry needs a kind (text, sender, recipient), a value and a term of 1 to 366 days")
        reference, now = random.token_hex(8), time.time()
        told = json.dumps({"value": value, "reason": reason}, ensure_ascii=False).encode()
        key_name, sealed = self._vault.seal(told, f"allowance/{reference}")
        with self._database.writing("the list could not be written") as session:
            session.add(AllowanceRow(
                id=reference, kind=kind, rule=rule, value_hash=self.mark(kind, value), added_at=now, added_by=actor, until=now + days * 86400,
                revoked_at=0.0, revoked_by="", incident=incident, key_name=key_name, sealed=sealed,
            ))  # fmt: skip
            self._audit.write(session, actor, "allowance_added", incident, f"{kind}, rule {rule}, {days} days, {reference}")
        return reference

    def revoke(self, reference: str, actor: str) -> bool:
        """End an entry; false when there is none (any more)."""
        change = update(AllowanceRow).where(AllowanceRow.id == reference, AllowanceRow.revoked_at == 0).values(revoked_at=time.time(), revoked_by=actor)
        with self._database.writing("the list could not be written") as session:
            if session.connection().execute(change).rowcount != 1:
                return False
            self._audit.write(session, actor, "allowance_revoked", detail=reference)
        return True

    def all(self, limit: int = 1000) -> list[Allowance]:
        """The newest entries, those that ended among them."""
        with self._database.reading() as session:
            return [self._allowance(row) for row in session.scalars(select(AllowanceRow).order_by(AllowanceRow.added_at.desc()).limit(limit))]

    def mark(self, kind: str, value: str) -> str:
        """The keyed hash by which a value is found again: width and case make no difference."""
        return self._secrets.fingerprint(kind.encode(), "".join(unicodedata.normalize("NFKC", value).split()).casefold().encode("utf-8", "surrogateescape"))

    def in_force(self, known: tuple[int, float]) -> tuple[tuple[int, float], dict[tuple[str, str], float]] | None:
        """(state of the list, end of each entry by rule and hash), None when it is still in the state `known`."""
        with self._database.reading() as session:
            count, added, revoked = session.execute(
                select(func.count(), func.max(AllowanceRow.added_at), func.max(AllowanceRow.revoked_at)).select_from(AllowanceRow)
            ).one()
            state = (int(count), float(added or 0) + float(revoked or 0))
            if state == known:
                return None
            found: dict[tuple[str, str], float] = {}
            query = select(AllowanceRow.rule, AllowanceRow.value_hash, AllowanceRow.until)
            for rule, mark, until in session.execute(query.where(AllowanceRow.revoked_at == 0, AllowanceRow.until > time.time())):
                found[rule, mark] = max(until, found.get((rule, mark), 0.0))
        return state, found

    def _allowance(self, row: AllowanceRow) -> Allowance:
        try:
            told = json.loads(self._vault.open(row.key_name, row.sealed, f"allowance/{row.id}"))
        except VaultError:
            told = {"value": "(sealed)", "reason": ""}
        return Allowance(
            row.id, row.kind, row.rule, told["value"], told["reason"], row.added_at, row.added_by, row.until, row.revoked_at, row.revoked_by, row.incident
        )


class AllowancesInForce:
    """The list as the policy asks for it: a picture in memory, so that no decision waits for the database."""

    def __init__(self, allowances: Allowances) -> None:
        self._allowances = allowances
        self._state = (-1, 0.0)
        self._ends: dict[tuple[str, str], float] = {}
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Read the list again if it has changed (blocks; call it in a thread). Raises StoreError: the picture stays."""
        with self._lock:
            new = self._allowances.in_force(self._state)
            if new is not None:
                self._state, self._ends = new
            self._read_at = time.monotonic()

    def __call__(self, rule: str, kind: str, value: str) -> bool:
        """Whether `rule` is to leave this text, sender or recipient alone now."""
        if not self._ends or not value or time.monotonic() - self._read_at > STALE:
            return False
        mark = self._allowances.mark(kind, value)
        return max(self._ends.get((rule, mark), 0.0), self._ends.get((EVERY_RULE, mark), 0.0)) > time.time()
