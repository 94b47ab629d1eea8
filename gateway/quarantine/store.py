"""Held messages on disk: what is committed here survives anything. All calls block; async callers use a thread."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session, defer

from gateway.quarantine.accounts import Accounts
from gateway.quarantine.allowances import Allowances
from gateway.quarantine.audit import AuditLog
from gateway.quarantine.consents import Consents
from gateway.quarantine.database import Database, StoreError
from gateway.quarantine.escalations import Escalations
from gateway.quarantine.lately_said import LatelySaid
from gateway.quarantine.ledger import Ledger
from gateway.quarantine.links import Links
from gateway.quarantine.queue import Order, Wanted, choose
from gateway.quarantine.records import (
    DELETED,
    EXPIRED,
    HELD,
    REFUSED,
    RELEASED,
    RELEASING,
    STATES,
    Hold,
    Incident,
    Opened,
    Page,
    envelope_of,
)
from gateway.quarantine.reports import Reports
from gateway.quarantine.reviews import Reviews
from gateway.quarantine.sealed_secrets import Secrets
from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow, SettledRow
from gateway.quarantine.vault import Vault, VaultError

__all__ = [
    "DELETED", "EXPIRED", "HELD", "REFUSED", "RELEASED", "RELEASING", "STATES", "Hold", "Incident", "Opened", "Page", "Store", "StoreError",
]  # fmt: skip
SETTLED_DAYS = 7
GATEWAY = "gateway"  # the actor of what no person did


class Store:
    """The quarantine, with its audit log, person ledger and consent register. SQLite by default, or PostgreSQL."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.vault = vault
        self.database = Database(url, vault)
        self.secrets = Secrets(self.database, vault)
        self.audit = AuditLog(self.database, self.secrets)
        self.ledger = Ledger(self.database, vault, self.secrets, self.audit)
        self.consents = Consents(self.database, vault, self.secrets, self.audit)
        self.reviews = Reviews(self.database, vault, self.audit)
        self.accounts = Accounts(self.database, vault, self.audit)
        self.allowances = Allowances(self.database, vault, self.secrets, self.audit)
        self.links = Links(self.database, self.secrets, self.audit)
        self.escalations = Escalations(self.database, self.audit)
        self.reports = Reports(self.database, vault, self.audit)
        self.lately_said = LatelySaid(self.database, vault, self.secrets)

    def close(self) -> None:
        """Let go of all connections."""
        self.database.close()

    def fingerprint(self, *pieces: bytes) -> str:
        """A keyed hash that tells two equal inputs without telling what they are; the same for ever in one store."""
        return self.secrets.fingerprint(*pieces)

    def hold(self, hold: Hold) -> None:
        """Commit to disk; when this returns the message is safe. Raises StoreError (disk full, locked, gone)."""
        plain = json.dumps(
            {
                "content": base64.b64encode(hold.content).decode(),
                "options": hold.options,
                "parameters": hold.parameters or [()] * len(hold.recipients),
                "findings": [asdict(f) for f in hold.findings],
            }
        ).encode()
        envelope = json.dumps({"sender": hold.sender, "recipients": hold.recipients}).encode()
        key_name, body = self.vault.seal(plain, hold.incident)
        again, sealed_envelope = self.vault.seal(envelope, envelope_of(hold.incident))
        if again != key_name:  # the keys were rotated between the two
            key_name, body = self.vault.seal(plain, hold.incident)
        now = time.time()
        types = sorted({f.entity_type for f in hold.findings})
        shared = {
            "id": hold.incident, "state": hold.state, "created_at": now, "severity": hold.severity, "department": hold.department,
            "sender_hash": self._sender_mark(hold.sender),
        }  # fmt: skip
        row = IncidentRow(
            **shared, channel=hold.channel, action=hold.action, state_at=now, envelope=sealed_envelope, rule=hold.rule or next(iter(hold.rules), ""),
            rules=json.dumps(hold.rules), entity_types=json.dumps(types), policy_version=hold.policy_version, size=len(hold.content),
            due_at=now + hold.service_level_hours * 3600, expires_at=now + hold.retention_days * 86400, key_name=key_name, body=body,
        )  # fmt: skip
        with self.database.writing("the message could not be stored") as session:
            session.add(row)
            session.flush()
            session.add_all(RuleRow(**shared, rule=rule) for rule in dict.fromkeys(hold.rules))
            session.add_all(EntityTypeRow(**shared, entity_type=one) for one in types)
            self.ledger.write(session, hold.tellings)
            self._remember(session, *hold.settles)
            self.audit.write(session, GATEWAY, hold.state, hold.incident)

    def incidents(self, states: Sequence[str] = (HELD, RELEASING), limit: int = 1000) -> list[Incident]:
        """Incidents in these states, oldest first."""
        return list(self.page(states, limit=limit).incidents)

    def page(
        self,
        states: Sequence[str] = (HELD, RELEASING),
        *,
        rule: str | None = None,
        entity_type: str | None = None,
        severity: int | None = None,
        department: str | None = None,
        departments: Sequence[str] | None = None,
        sender: str | None = None,
        before: str = "",
        limit: int = 50,
        order: Order = "oldest",
    ) -> Page:
        """Some incidents of many, in order; `before` is the cursor that the page before this one gave.

        `department` is one, `departments` any of several (a manager's; none of them finds nothing); `sender` is a whole
        address. Raises StoreError, ValueError for a cursor that is none.
        """
        chosen = tuple(departments) if departments is not None else None
        if department is not None:
            chosen = (department,) if chosen is None or department in chosen else ()
        wanted = Wanted(tuple(states), rule, entity_type, severity, chosen, self._sender_mark(sender) if sender is not None else None)
        with self.database.reading() as session:
            references, total, cursor = choose(session, wanted, order, before, limit)
            rows = {row.id: row for row in session.scalars(_outlines().where(IncidentRow.id.in_(references)))}
            return Page(tuple(self._incident(rows[one]) for one in references if one in rows), total, cursor)

    def get(self, incident: str) -> Incident | None:
        """One incident, or None."""
        with self.database.reading() as session:
            row = session.scalar(_outlines().where(IncidentRow.id == incident))
            return self._incident(row) if row else None

    def events(self, incident: str) -> list[tuple[float, str, str, str]]:
        """(time, actor, what, detail), oldest first."""
        return [(e.at, e.actor, e.what, e.detail) for e in self.audit.rows(incident)]

    def open(self, incident: str) -> Opened:
        """Decrypt a message. Raises StoreError when it is gone, VaultError when no key opens it."""
        with self.database.reading() as session:
            row = session.get(IncidentRow, incident)
            if row is None or row.body is None:
                raise StoreError(f"{incident} holds no message any more")
            plain = json.loads(self.vault.open(row.key_name, row.body, incident))
        return Opened(
            base64.b64decode(plain["content"]), tuple(plain["options"]), tuple(map(tuple, plain["parameters"])), tuple(plain["findings"])
        )

    def reveal(self, incident: str, actor: str, reason: str = "", what: str = "revealed") -> Opened:
        """Like `open`, on record before anything is shown: who looked into the message, when and why."""
        opened = self.open(incident)
        self.audit.append(actor, what, incident, reason)
        return opened

    def claim(self, incident: str, actor: str, again: bool = False) -> bool:
        """Take an incident for release: true for exactly one of all who try. `again` takes over an interrupted release."""
        allowed = (HELD, RELEASING) if again else (HELD,)
        return self._move(incident, allowed, RELEASING, actor, "release_started")

    def unclaim(self, incident: str, actor: str, detail: str) -> None:
        """Give a claimed incident back: the next hop did not take it."""
        self._move(incident, (RELEASING,), HELD, actor, "release_failed", detail)

    def released(self, incident: str, actor: str, detail: str) -> None:
        """Record that the next hop has it."""
        self._move(incident, (RELEASING,), RELEASED, actor, "released", detail)

    def delete(self, incident: str, actor: str, detail: str = "", among: Sequence[str] = (HELD, REFUSED, RELEASED)) -> bool:
        """Delete the message, keep the record. False when it is in none of the states `among` (any more)."""
        return self._move(incident, among, DELETED, actor, "deleted", detail, body=None)

    def expire(self, now: float | None = None) -> int:
        """Delete the messages whose term is over, never one being released; how many. What was held is `expired` then. Who has a message is forgotten after a week."""
        now = time.time() if now is None else now
        with self.database.writing() as session:
            session.execute(delete(SettledRow).where(SettledRow.at < now - SETTLED_DAYS * 86400))
        over = IncidentRow.expires_at <= now
        query = select(IncidentRow.id, IncidentRow.state).where(over, IncidentRow.body.is_not(None), IncidentRow.state != RELEASING)
        with self.database.reading() as session:
            found = session.execute(query.order_by(IncidentRow.expires_at)).all()
        # One a commit: nobody waits long, and what was cut off goes on the next time.
        return sum(self._move(one.id, (one.state,), EXPIRED if one.state == HELD else one.state, GATEWAY, "expired", body=None) for one in found)

    def held_summary(self) -> tuple[int, float]:
        """(number held, creation time of the oldest or 0)."""
        query = select(func.count(), func.min(IncidentRow.created_at)).where(IncidentRow.state.in_((HELD, RELEASING)))
        with self.database.reading() as session:
            count, oldest = session.execute(query).one()
        return int(count), float(oldest or 0)

    def settled(self, message: str) -> set[str]:
        """What was remembered with `settle` of the recipients of this message, within a week."""
        with self.database.reading() as session:
            return set(session.scalars(select(SettledRow.recipient).where(SettledRow.message == message, SettledRow.at >= _a_week_ago())))

    def anything_settled(self) -> bool:
        """Whether anything is remembered of any message, within a week."""
        with self.database.reading() as session:
            return session.scalar(select(SettledRow.message).where(SettledRow.at >= _a_week_ago()).limit(1)) is not None

    def settle(self, message: str, recipients: Sequence[str]) -> None:
        """Remember recipients as served."""
        with self.database.writing("the store could not be written") as session:
            self._remember(session, message, recipients)

    def settle_once(self, message: str, recipient: str) -> bool:
        """Remember one recipient as served with something that goes to each once; true for exactly one of all who try."""
        with self.database.writing("the store could not be written") as session:
            return self.database.insert_new(session, SettledRow, {"message": message, "recipient": recipient, "at": time.time()})

    def _remember(self, session: Session, message: str, recipients: Sequence[str]) -> None:
        now = time.time()
        self.database.insert_missing(session, SettledRow, [{"message": message, "recipient": one, "at": now} for one in recipients])

    def forget(self, message: str, recipients: Sequence[str]) -> None:
        """No retry will come for these."""
        with self.database.writing() as session:
            session.execute(delete(SettledRow).where(SettledRow.message == message, SettledRow.recipient.in_(recipients)))

    def _move(self, incident: str, allowed: Sequence[str], state: str, actor: str, what: str, detail: str = "", **values: Any) -> bool:
        changed = {"state": state} | ({} if allowed == (state,) else {"state_at": time.time()}) | values
        change = update(IncidentRow).where(IncidentRow.id == incident, IncidentRow.state.in_(allowed)).values(changed)
        with self.database.writing() as session:
            if session.connection().execute(change).rowcount != 1:
                return False
            copies: tuple[Update, ...] = (update(RuleRow).where(RuleRow.id == incident), update(EntityTypeRow).where(EntityTypeRow.id == incident))
            for copy in copies:
                session.execute(copy.values(state=state), execution_options={"synchronize_session": False})
            if state in (RELEASED, DELETED, EXPIRED):
                self.ledger.became(session, incident, state)
            self.audit.write(session, actor, what, incident, detail)
        return True

    def _incident(self, row: Any) -> Incident:
        try:
            envelope = json.loads(self.vault.open(row.key_name, row.envelope, envelope_of(row.id)))
        except VaultError:  # one row whose key is gone must not hide the others
            envelope = {"sender": f"(sealed with key {row.key_name})", "recipients": []}
        return Incident(
            row.id, row.created_at, row.channel, row.action, row.state, row.state_at, envelope["sender"], tuple(envelope["recipients"]),
            tuple(json.loads(row.rules)), tuple(json.loads(row.entity_types)), row.policy_version, row.size, row.rule, row.severity,
            row.department, row.due_at, row.expires_at,
        )  # fmt: skip

    def _sender_mark(self, sender: str) -> str:
        return self.fingerprint(b"sender", sender.lower().encode("utf-8", "surrogateescape"))


def _a_week_ago() -> float:
    return time.time() - SETTLED_DAYS * 86400


def _outlines() -> Any:
    """Incidents without their bodies, which may be large."""
    return select(IncidentRow).options(defer(IncidentRow.body))
