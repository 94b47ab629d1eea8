"""The register of consents: who agreed to what being told to whom, for what purpose, until when, and the evidence of it."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from sqlalchemy import func, select, update
from sqlalchemy.orm import defer

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database
from gateway.quarantine.ledger_entry import BY_NAME
from gateway.quarantine.names import name_key
from gateway.quarantine.sealed_secrets import Secrets
from gateway.quarantine.tables import ConsentRow
from gateway.quarantine.vault import Vault, VaultError

ANY = "*"  # every kind of fact
STALE = 60.0  # seconds after which a register that could not be read again grants nothing: a consent may have been revoked
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to. `kinds` are entity types or "*"; `audience` addresses or domains with * and ?.

    Times are Unix seconds, half-open; `valid_until` None means until revoked. `evidence` is text or a link; `file` a
    document's bytes, called `file_name`.
    """

    person: str = field(repr=False)
    kinds: tuple[str, ...]
    audience: tuple[str, ...] = field(repr=False)
    purpose: str = ""
    valid_from: float = 0.0
    valid_until: float | None = None
    evidence: str = field(default="", repr=False)
    file_name: str = field(default="", repr=False)
    file: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Registered:
    """A consent on record. `consent.file` is empty unless asked for."""

    id: str
    consent: Consent
    added_at: float
    added_by: str
    revoked_at: float | None = None
    revoked_by: str = ""

    def holds(self, now: float) -> bool:
        """Whether it counts at a time (Unix seconds)."""
        until = self.consent.valid_until
        return self.revoked_at is None and self.consent.valid_from <= now and (until is None or now < until)


class Consents:
    """The register of one store."""

    def __init__(self, database: Database, vault: Vault, secrets: Secrets, audit: AuditLog) -> None:
        self._database = database
        self._vault = vault
        self._secrets = secrets
        self._audit = audit

    def add(self, consent: Consent, actor: str) -> str:
        """Put a consent on record; its reference. Raises StoreError, ValueError when person, kinds or audience is empty."""
        return self.add_all([consent], actor)[0]

    def add_all(self, consents: Sequence[Consent], actor: str) -> list[str]:
        """Put consents on record, all or none; their references."""
        rows = [self._row(one, actor) for one in consents]
        with self._database.writing("the register of consents could not be written") as session:
            session.add_all(rows)
            session.flush()
            for row in rows:
                self._audit.write(session, actor, "consent_added", detail=row.id)
            return [row.id for row in rows]

    def revoke(self, reference: str, actor: str) -> bool:
        """It counts no more from now on. False when there is no such consent, or it is revoked already."""
        now = time.time()
        change = update(ConsentRow).where(ConsentRow.id == reference, ConsentRow.revoked_at.is_(None)).values(revoked_at=now, revoked_by=actor, changed_at=now)
        with self._database.writing("the register of consents could not be written") as session:
            if session.connection().execute(change).rowcount != 1:
                return False
            self._audit.write(session, actor, "consent_revoked", detail=reference)
        return True

    def get(self, reference: str) -> Registered | None:
        """One consent with its file, or None. Raises VaultError when no key opens it."""
        with self._database.reading() as session:
            row = session.get(ConsentRow, reference)
            return self._registered(row, with_file=True) if row else None

    def on_record(self, person: str | None = None, limit: int = 10000) -> list[Registered]:
        """Consents, the newest first, without their files; of one person, if named."""
        query = select(ConsentRow).options(defer(ConsentRow.file)).order_by(ConsentRow.added_at.desc(), ConsentRow.id).limit(limit)
        if person is not None:
            query = query.where(ConsentRow.person_hash == self.person_mark(name_key(person)))
        with self._database.reading() as session:
            return [self._registered(row, with_file=False) for row in session.scalars(query)]

    def fitting(self, told: Collection[tuple[str, str]], recipients: Sequence[str], now: float) -> list[Registered]:
        """Consents that count now and cover some of what is `told` ((`Finding.person`, entity type)) to some of the recipients."""
        marks: dict[str, set[str]] = {}
        for person, kind in told:
            if person.startswith(BY_NAME):
                marks.setdefault(self.person_mark(person.removeprefix(BY_NAME)), set()).add(kind)
        query = select(ConsentRow).options(defer(ConsentRow.file)).where(ConsentRow.person_hash.in_(sorted(marks)), ConsentRow.revoked_at.is_(None))
        with self._database.reading() as session:
            found = [(row.person_hash, self._registered(row, with_file=False)) for row in session.scalars(query.order_by(ConsentRow.added_at))]
        return [
            one for mark, one in found
            if one.holds(now) and (ANY in one.consent.kinds or not marks[mark].isdisjoint(one.consent.kinds))
            and any(_reaches(one.consent.audience, address) for address in recipients)
        ]  # fmt: skip

    def person_mark(self, key: str) -> str:
        """The keyed hash of a folded name."""
        return self._secrets.fingerprint(b"person", key.encode("utf-8", "surrogateescape"))

    def in_force(self, known: tuple[int, int]) -> tuple[tuple[int, int], dict[str, list[Registered]]] | None:
        """(state of the register, consents not revoked by hash of the person), None when it is still in the state `known`."""
        with self._database.reading() as session:
            # Consents are only ever added and revoked, so that two counts tell of any change, whatever the machines' clocks say.
            added, revoked = session.execute(select(func.count(), func.count(ConsentRow.revoked_at)).select_from(ConsentRow)).one()
            state = (int(added), int(revoked))
            if state == known:
                return None
            found: dict[str, list[Registered]] = {}
            for row in session.scalars(select(ConsentRow).options(defer(ConsentRow.file)).where(ConsentRow.revoked_at.is_(None))):
                try:
                    found.setdefault(row.person_hash, []).append(self._registered(row, with_file=False))
                except VaultError:
                    continue  # its key is gone: what cannot be read grants nothing
            return state, found

    def _row(self, consent: Consent, actor: str) -> ConsentRow:
        key = name_key(consent.person)
        if not key or not consent.kinds or not consent.audience:
            raise ValueError("a consent needs a person, at least one kind of fact and at least one recipient")
        reference = "C-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
        details = {
            "person": consent.person, "audience": consent.audience, "purpose": consent.purpose, "evidence": consent.evidence, "file_name": consent.file_name,
        }  # fmt: skip
        now = time.time()
        key_name, sealed = self._vault.seal(json.dumps(details).encode(), bound_to(reference))
        file = None
        if consent.file:
            file_key, file = self._vault.seal(consent.file, file_of(reference))
            if file_key != key_name:  # the keys were rotated between the two
                key_name, sealed = self._vault.seal(json.dumps(details).encode(), bound_to(reference))
        return ConsentRow(
            id=reference, person_hash=self.person_mark(key), kinds=json.dumps(consent.kinds), valid_from=consent.valid_from,
            valid_until=consent.valid_until, added_at=now, added_by=actor, changed_at=now, revoked_at=None, revoked_by="", key_name=key_name,
            sealed=sealed, file=file,
        )  # fmt: skip

    def _registered(self, row: ConsentRow, with_file: bool) -> Registered:
        plain = json.loads(self._vault.open(row.key_name, row.sealed, bound_to(row.id)))
        file = self._vault.open(row.key_name, row.file, file_of(row.id)) if with_file and row.file is not None else b""
        consent = Consent(
            plain["person"], tuple(json.loads(row.kinds)), tuple(plain["audience"]), plain["purpose"], row.valid_from, row.valid_until,
            plain["evidence"], plain["file_name"], file,
        )  # fmt: skip
        return Registered(row.id, consent, row.added_at, row.added_by, row.revoked_at, row.revoked_by)


class ConsentsInForce:
    """The register as the policy asks for it: a picture in memory, so that no decision waits for the database."""

    def __init__(self, consents: Consents) -> None:
        self._consents = consents
        self._state = (-1, 0)
        self._by_person: dict[str, list[Registered]] = {}
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Read the register again if it has changed (blocks; call it in a thread). Raises StoreError: the picture stays."""
        with self._lock:
            new = self._consents.in_force(self._state)
            if new is not None:
                self._state, self._by_person = new
            self._read_at = time.monotonic()

    def __call__(self, person: str, entity_type: str, recipient: str) -> bool:
        """Whether the person a finding is about (`Finding.person`) has agreed to such facts going to this address, now."""
        if not self._by_person or not person.startswith(BY_NAME) or time.monotonic() - self._read_at > STALE:
            return False
        now = time.time()
        return any(
            one.holds(now) and (ANY in one.consent.kinds or entity_type in one.consent.kinds) and _reaches(one.consent.audience, recipient)
            for one in self._by_person.get(self._consents.person_mark(person.removeprefix(BY_NAME)), ())
        )


def bound_to(reference: str) -> str:
    """What a sealed consent is bound to."""
    return f"{reference}/consent"


def file_of(reference: str) -> str:
    """What a consent's sealed file is bound to."""
    return f"{reference}/evidence"


def _reaches(audience: Sequence[str], recipient: str) -> bool:
    address = recipient.lower()
    domain = address.rpartition("@")[2]
    return any(fnmatchcase(address if "@" in pattern else domain, pattern.lower()) for pattern in audience)
