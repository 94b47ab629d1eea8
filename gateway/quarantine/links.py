"""A sender's way to the page about their held message: a signed link that expires, and a one-time code beside it.

The link alone opens nothing (mail scanners follow links, and links end up in logs), the code alone neither. The link is an
opaque reference and its signature; it names neither incident nor address.
"""

from __future__ import annotations

import hmac
import secrets
import time
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database
from gateway.quarantine.review_tables import LinkRow
from gateway.quarantine.sealed_secrets import Secrets

SENDER = "sender"  # the actor of what a sender does
MOST_FAILURES = 5  # wrong codes end a link
CODE_LENGTH = 8  # of 31 letters and digits: five tries find one of 852,891,037,441
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_FRESH_AN_HOUR, _FRESH_A_DAY = 3, 10  # links made for one message
_KEPT = 90 * 86400.0  # seconds after its end that a link can still ask for a fresh one
_LONGEST = 100  # characters of a link or code that are looked at


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new link (`path` begins with /s/) and its code, for one mail to the sender and nobody else."""

    incident: str
    path: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: float = 0.0


class Links:
    """The links of one store."""

    def __init__(self, database: Database, store_secrets: Secrets, audit: AuditLog) -> None:
        self._database = database
        self._secrets = store_secrets
        self._audit = audit

    def make(self, incident: str, hours: float) -> Invitation:
        """A new link to an incident; those made before for it end. Raises StoreError."""
        with self._database.writing("the link could not be stored") as session:
            return self._make(session, incident, hours)

    def enter(self, link: str, code: str, now: float | None = None) -> str | None:
        """The incident, once; None for a wrong code and for a link that is forged, over or used, without telling which."""
        now = time.time() if now is None else now
        reference, signed = self._opened(link)
        given = self._code_hash(reference, _read(code))
        with self._database.writing() as session:
            row = session.scalar(select(LinkRow).where(LinkRow.id == reference).with_for_update())
            right = hmac.compare_digest(row.code_hash if row is not None else "-" * len(given), given)
            if row is None or not signed or row.used_at or row.expires_at <= now or row.failures >= MOST_FAILURES:
                return None
            if not right:
                row.failures += 1
                self._audit.write(session, SENDER, "link_code_wrong", row.incident, f"{row.failures} of {MOST_FAILURES}")
                return None
            row.used_at = now
            self._audit.write(session, SENDER, "link_opened", row.incident)
            return row.incident

    def fresh(self, link: str, hours: float, now: float | None = None) -> Invitation | None:
        """Another link and code in place of one that was used, expired or ended; None when it is none of ours, or too soon."""
        now = time.time() if now is None else now
        reference, signed = self._opened(link)
        with self._database.writing("the link could not be stored") as session:
            row = session.scalar(select(LinkRow).where(LinkRow.id == reference).with_for_update())
            if row is None or not signed:
                return None
            for seconds, most in ((3600.0, _FRESH_AN_HOUR), (86400.0, _FRESH_A_DAY)):
                made = session.scalar(select(func.count()).select_from(LinkRow).where(LinkRow.incident == row.incident, LinkRow.made_at > now - seconds))
                if (made or 0) >= most:
                    return None
            return self._make(session, row.incident, hours, now)

    def incident_of(self, link: str) -> str | None:
        """The incident a link of ours leads to, whatever became of it; opens nothing by itself."""
        reference, signed = self._opened(link)
        with self._database.reading() as session:
            found = session.scalar(select(LinkRow.incident).where(LinkRow.id == reference))
        return found if signed else None

    def _make(self, session: Session, incident: str, hours: float, now: float | None = None) -> Invitation:
        now = time.time() if now is None else now
        reference = secrets.token_urlsafe(18)
        code = "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
        session.execute(delete(LinkRow).where(LinkRow.expires_at < now - _KEPT))
        session.execute(update(LinkRow).where(LinkRow.incident == incident, LinkRow.expires_at > now).values(expires_at=now))
        session.add(LinkRow(
            id=reference, incident=incident, code_hash=self._code_hash(reference, code), made_at=now, expires_at=now + hours * 3600, used_at=0.0, failures=0,
        ))  # fmt: skip
        self._audit.write(session, "gateway", "link_made", incident)
        return Invitation(incident, f"/s/{reference}.{self._signature(reference)}", f"{code[:4]}-{code[4:]}", now + hours * 3600)

    def _opened(self, link: str) -> tuple[str, bool]:
        """(the reference, whether it is signed by this store)."""
        reference, _, signature = link[:_LONGEST].rpartition(".")
        expected = self._signature(reference)
        return _storable(reference), hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def _signature(self, reference: str) -> str:
        return self._secrets.signature("link", reference.encode("utf-8", "replace"))

    def _code_hash(self, reference: str, code: str) -> str:
        return self._secrets.signature("link code", reference.encode("utf-8", "replace"), code.encode("utf-8", "replace"))


def _read(code: str) -> str:
    """A code as people type it: full-width, small letters, with a hyphen or spaces."""
    folded = unicodedata.normalize("NFKC", code[:_LONGEST]).upper()
    return "".join(c for c in folded if c.isascii() and c.isalnum())


def _storable(text: str) -> str:
    """What every database can be asked for: PostgreSQL takes neither NUL nor lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")
