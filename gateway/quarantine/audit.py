"""The audit log: who did what when, in an append-only chain that shows every changed, missing or inserted row.

Each row's hash (HMAC-SHA-256, RFC 2104) covers the row and the hash before it; a head row tells how many rows there are
and the last hash, and is keyed as well, so that rows cut off at the end are missed too. Writers lock the head, so that any
number of processes make one chain. Somebody who can write the database and has the vault's keys can forge all of it, and
somebody who can write the database can put back an old state of the whole of it: against that, keep heads elsewhere
(`head()`, which the gateway logs every hour) and compare.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.quarantine.database import Database, StoreError
from gateway.quarantine.sealed_secrets import Secrets
from gateway.quarantine.tables import AuditHeadRow, AuditRow

_BATCH = 2000
_WRONG_HEAD = "head_was_wrong"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `at` in Unix seconds; `incident` is empty for what concerns none. No personal data but reviewers' names."""

    seq: int
    at: float
    actor: str
    what: str
    incident: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking the chain came to. `wrong` says in words what is wrong first, empty when the chain is whole."""

    rows: int
    head: str
    wrong: str = ""


class AuditLog:
    """The log of one store."""

    def __init__(self, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._secrets = secrets

    def append(self, actor: str, what: str, incident: str = "", detail: str = "") -> None:
        """Add a row by itself: a sign-in, a changed policy. No personal data in `detail`. Raises StoreError."""
        with self._database.writing("the audit log could not be written") as session:
            self.write(session, actor, what, incident, detail)

    def write(self, session: Session, actor: str, what: str, incident: str = "", detail: str = "") -> None:
        """Add a row in the caller's commit, together with what it tells of.

        Take every other lock before: the head is held until the commit, and whoever waited for a row of an incident
        while holding it could wait for ever.
        """
        session.flush()
        head = session.scalar(select(AuditHeadRow).where(AuditHeadRow.id == 1).with_for_update().execution_options(populate_existing=True))
        if head is None:
            raise StoreError("the audit log has lost its head; `sekisho audit verify` says more, a backup brings it back")
        known = self._secrets.key(head.key, session)
        if known is None or not hmac.compare_digest(head.hash, _head_hash(known, head.count, head.last)):
            # Going on as if nothing were would give a changed head a right hash again; stopping would stop the mail.
            extend(session, head, self._secrets.audit, time.time(), "audit", _WRONG_HEAD, "", "the head did not fit its hash before this row")
        extend(session, head, self._secrets.audit, time.time(), actor, what, incident, detail)

    def rows(self, incident: str | None = None, since: float = 0.0, after: int = 0, limit: int = 1000) -> list[Entry]:
        """Rows in order, after the row numbered `after`; of one incident, or from a time on (Unix seconds)."""
        query = select(AuditRow).where(AuditRow.seq > after).order_by(AuditRow.seq).limit(limit)
        if incident is not None:
            query = query.where(AuditRow.incident == incident)
        if since:
            query = query.where(AuditRow.at >= since)
        with self._database.reading() as session:
            return [Entry(row.seq, row.at, row.actor, row.what, row.incident, row.detail) for row in session.scalars(query)]

    def head(self) -> tuple[int, str]:
        """(number of rows, hash of the last): kept elsewhere, it shows later that the log was put back to an older state."""
        with self._database.reading() as session:
            head = session.get(AuditHeadRow, 1)
            return (head.count, head.last) if head else (0, "")

    def verify(self, progress: Callable[[int, int], None] = lambda _done, _all: None, known: tuple[int, str] | None = None) -> Verified:
        """Check every row up to the head as it is now; `progress` hears (rows done, rows). `known` is a `head()` kept elsewhere.

        Raises StoreError when the database does not answer.
        """
        with self._database.reading() as session:
            one = session.execute(
                select(AuditHeadRow.count, AuditHeadRow.last, AuditHeadRow.key, AuditHeadRow.hash, select(func.max(AuditRow.seq)).scalar_subquery())
            ).one_or_none()
            if one is None:
                return Verified(0, "", "the head of the log is missing")
            count, last, key_name, mac, highest = one
            key = self._secrets.key(key_name, session)
            if key is None:
                return Verified(0, last, f"the head is hashed with the key {key_name}, which no key of the vault opens")
            if not hmac.compare_digest(mac, _head_hash(key, count, last)):
                return Verified(0, last, "the head of the log was changed")
            checked, previous, wrong = 0, "", ""
            while checked < count and not wrong:
                rows = session.scalars(select(AuditRow).where(AuditRow.seq > checked, AuditRow.seq <= count).order_by(AuditRow.seq).limit(_BATCH)).all()
                if not rows:
                    wrong = f"row {checked + 1} is missing; the log has {count} rows"
                for row in rows:
                    wrong = self._wrong(session, row, checked + 1, previous)
                    if not wrong and known is not None and row.seq == known[0] and row.hash != known[1]:
                        wrong = f"row {row.seq} is not the one that was kept: the log was written anew"
                    if wrong:
                        break
                    checked, previous = row.seq, row.hash
                session.expunge_all()
                progress(checked, count)
        if not wrong and previous != last:
            wrong = f"row {count} is not the one the head tells of"
        if not wrong and (highest or 0) > count:
            wrong = f"row {count + 1} was inserted: the log ends before it"
        if not wrong and known is not None and known[0] > count:
            wrong = f"row {count + 1} is missing; the log once had {known[0]} rows"
        return Verified(checked, last, wrong)

    def _wrong(self, session: Session, row: AuditRow, expected: int, previous: str) -> str:
        if row.seq != expected:
            return f"row {expected} is missing" if row.seq > expected else f"row {row.seq} was inserted"
        key = self._secrets.key(row.key, session)
        if key is None:
            return f"row {row.seq} is hashed with the key {row.key}, which no key of the vault opens"
        if not hmac.compare_digest(row.hash, _row_hash(key, row)):
            return f"row {row.seq} was changed"
        if row.what == _WRONG_HEAD:
            return f"the head of the log was changed before row {row.seq}; rows behind row {row.seq - 1} may have been taken out"
        return "" if row.previous == previous else f"row {row.seq} does not follow the row before it"


def begin(session: Session, secret: tuple[str, bytes]) -> AuditHeadRow:
    """An empty log's head."""
    head = AuditHeadRow(id=1, count=0, last="", key=secret[0], hash=_head_hash(secret[1], 0, ""))
    session.add(head)
    return head


def extend(
    session: Session, head: AuditHeadRow, secret: tuple[str, bytes], at: float, actor: str, what: str, incident: str = "", detail: str = ""
) -> None:
    """Put one row behind the last; the head must be locked."""
    name, key = secret
    row = AuditRow(
        seq=head.count + 1, at=at, actor=_storable(actor), what=_storable(what), incident=_storable(incident), detail=_storable(detail), key=name,
        previous=head.last, hash="",
    )  # fmt: skip
    row.hash = _row_hash(key, row)
    session.add(row)
    head.count, head.last, head.key = row.seq, row.hash, name
    head.hash = _head_hash(key, row.seq, row.hash)
    session.flush()


def _storable(text: str) -> str:
    """What every database takes: PostgreSQL has no NUL, and undecodable octets of a command line are no characters."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def _row_hash(key: bytes, row: AuditRow) -> str:
    return _hash(key, "row", str(row.seq), repr(row.at), row.actor, row.what, row.incident, row.detail, row.previous)


def _head_hash(key: bytes, count: int, last: str) -> str:
    return _hash(key, "head", str(count), last)


def _hash(key: bytes, *fields: str) -> str:
    """Each field with its length before it, so that none can run into the next."""
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for one in fields:
        octets = one.encode("utf-8", "surrogateescape")
        digest.update(len(octets).to_bytes(8, "big") + octets)
    return digest.hexdigest()
