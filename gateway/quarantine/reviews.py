"""What people say about held mail: the sender's request, the second pair of eyes, the decision. All on record."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database, StoreError
from gateway.quarantine.records import HELD, Incident
from gateway.quarantine.review_tables import ApprovalRow, DecisionRow, RequestRow
from gateway.quarantine.tables import IncidentRow
from gateway.quarantine.vault import Vault, VaultError

WAYS = ("redacted", "approval", "consent", "false_positive", "withdraw")
OPEN, GRANTED, REFUSED, OVERTAKEN = "open", "granted", "refused", "overtaken"
GRANTED_BY = {  # what done with a message is what its sender asked for
    "redacted": ("released_redacted", "release"), "approval": ("release",), "consent": ("release",), "false_positive": ("release",),
    "withdraw": ("withdraw", "delete", "return"),
}  # fmt: skip
RELEASED, REDACTED, RETURNED, DELETED, WITHDRAWN, MARKED = "released", "released_redacted", "returned", "deleted", "withdrawn", "marked"


@dataclass(frozen=True, slots=True)
class Request:
    """What the sender of a held message asks for, in their words. Times are Unix seconds; 0: not yet."""

    id: str
    incident: str
    at: float
    way: str
    state: str
    words: str = field(repr=False)
    evidence: str = field(repr=False)  # the file's name, or a link
    file: bool
    answered_at: float
    answered_by: str
    answer: str = field(repr=False)
    digest: str = ""  # of the redacted message that the sender saw: that one and no other


class NotHeld(StoreError):
    """Something was asked about a message that waits no more."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A wish that needs a second person: `what` is reveal, release or released_redacted."""

    id: str
    incident: str
    what: str
    asked_by: str
    asked_at: float
    agreed_by: str
    agreed_at: float
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an incident, by whom, with what words."""

    incident: str
    what: str
    false_positive: bool
    by: str
    at: float
    words: str = field(repr=False)


class Reviews:
    """Requests, approvals and decisions of one store."""

    def __init__(self, database: Database, vault: Vault, audit: AuditLog) -> None:
        self._database = database
        self._vault = vault
        self._audit = audit

    def ask(self, incident: str, way: str, words: str, evidence: str = "", file: bytes | None = None, digest: str = "") -> Request:
        """Keep the sender's request; one that was still open is overtaken by it.

        Raises NotHeld when the message is not held (any more), ValueError for a way there is not.
        """
        if way not in WAYS:
            raise ValueError(f"'{way}' is no way out; there are {', '.join(WAYS)}")
        reference, now = secrets.token_hex(8), time.time()
        told = {"words": words, "evidence": evidence, "answer": "", "digest": digest}
        key_name, sealed = self._seal(told, f"request/{reference}")
        again, sealed_file = self._vault.seal(file, f"request/{reference}/file") if file is not None else (key_name, None)
        if again != key_name:  # the keys were rotated between the two
            key_name, sealed = self._seal(told, f"request/{reference}")
        row = RequestRow(
            id=reference, incident=incident, at=now, way=way, state=OPEN, answered_at=0.0, answered_by="", key_name=key_name, sealed=sealed, file=sealed_file
        )
        with self._database.writing("the request could not be stored") as session:
            if session.scalar(select(IncidentRow.state).where(IncidentRow.id == incident).with_for_update()) != HELD:
                raise NotHeld(f"{incident} is not held any more")
            session.execute(update(RequestRow).where(RequestRow.incident == incident, RequestRow.state == OPEN).values(state=OVERTAKEN))
            session.add(row)
            self._audit.write(session, "sender", "asked", incident, way)
            return self._request(row)

    def requests(self, incident: str) -> list[Request]:
        """All requests about an incident, oldest first."""
        with self._database.reading() as session:
            return [self._request(row) for row in session.scalars(select(RequestRow).where(RequestRow.incident == incident).order_by(RequestRow.at))]

    def open_requests(self, incidents: Sequence[str]) -> dict[str, str]:
        """The way out that each of these incidents' senders asks for now."""
        with self._database.reading() as session:
            query = select(RequestRow.incident, RequestRow.way).where(RequestRow.incident.in_(incidents), RequestRow.state == OPEN)
            return {row.incident: row.way for row in session.execute(query)}

    def answer(self, request: str, by: str, granted: bool, words: str = "") -> bool:
        """Close a request; false when it was closed already."""
        with self._database.writing() as session:
            row = session.scalar(select(RequestRow).where(RequestRow.id == request).with_for_update())
            if row is None or row.state != OPEN:
                return False
            told = json.loads(self._vault.open(row.key_name, row.sealed, f"request/{request}"))
            if row.file is not None:
                row.file = self._vault.seal(self._vault.open(row.key_name, row.file, f"request/{request}/file"), f"request/{request}/file")[1]
            row.key_name, row.sealed = self._seal({**told, "answer": words}, f"request/{request}")
            row.state, row.answered_at, row.answered_by = GRANTED if granted else REFUSED, time.time(), by
            self._audit.write(session, by, "request_granted" if granted else "request_refused", row.incident, row.way)
        return True

    def evidence(self, request: str) -> bytes | None:
        """The file uploaded with a request."""
        with self._database.reading() as session:
            row = session.get(RequestRow, request)
            return self._vault.open(row.key_name, row.file, f"request/{request}/file") if row is not None and row.file is not None else None

    def ask_second(self, incident: str, what: str, by: str, reason: str) -> Approval:
        """Wish for something that a second person must agree to; the same wish by the same person stands once."""
        pending = next((one for one in self.approvals(incident) if not one.agreed_at and one.what == what and one.asked_by == by), None)
        if pending is not None:
            return pending
        reference = secrets.token_hex(8)
        key_name, sealed = self._seal({"reason": reason}, f"approval/{reference}")
        row = ApprovalRow(id=reference, incident=incident, what=what, asked_by=by, asked_at=time.time(), agreed_by="", agreed_at=0.0, key_name=key_name, sealed=sealed)
        with self._database.writing() as session:
            session.add(row)
            self._audit.write(session, by, "second_asked", incident, what)
            return self._approval(row)

    def agree(self, approval: str, by: str) -> Approval | None:
        """Agree, as somebody else than who asked; None when that is not so, or it was agreed to already."""
        with self._database.writing() as session:
            row = session.scalar(select(ApprovalRow).where(ApprovalRow.id == approval).with_for_update())
            if row is None or row.agreed_at or row.asked_by == by:
                return None
            row.agreed_by, row.agreed_at = by, time.time()
            self._audit.write(session, by, "second_agreed", row.incident, f"{row.what}, asked by {row.asked_by}")
            return self._approval(row)

    def approvals(self, incident: str) -> list[Approval]:
        """All wishes for a second pair of eyes about an incident, oldest first."""
        with self._database.reading() as session:
            return [self._approval(row) for row in session.scalars(select(ApprovalRow).where(ApprovalRow.incident == incident).order_by(ApprovalRow.asked_at))]

    def decide(self, incident: Incident, what: str, by: str, words: str = "", false_positive: bool = False) -> None:
        """Record what became of an incident; a later decision (a release, then a false positive) adds to it."""
        key_name, sealed = self._seal({"words": words}, f"decision/{incident.id}")
        with self._database.writing() as session:
            row = session.get(DecisionRow, incident.id)
            if row is None:
                session.add(DecisionRow(
                    incident=incident.id, what=what, false_positive=false_positive, by=by, at=time.time(), created_at=incident.created_at,
                    rule=incident.rule, department=incident.department, key_name=key_name, sealed=sealed,
                ))  # fmt: skip
            else:
                row.what, row.false_positive = row.what if what == MARKED else what, row.false_positive or false_positive
                if words:
                    row.key_name, row.sealed = key_name, sealed
            if false_positive:
                self._audit.write(session, by, "false_positive", incident.id)

    def mark_false_positive(self, incident: Incident, by: str) -> None:
        """Record that a rule was wrong about a message that was let go already, or is still held."""
        self.decide(incident, MARKED, by, false_positive=True)

    def decision(self, incident: str) -> Decision | None:
        """What became of an incident, if anything was decided."""
        with self._database.reading() as session:
            row = session.get(DecisionRow, incident)
            if row is None:
                return None
            return Decision(row.incident, row.what, row.false_positive, row.by, row.at, str(self._told(row, f"decision/{row.incident}").get("words", "")))

    def _seal(self, told: dict[str, Any], bound_to: str) -> tuple[str, bytes]:
        return self._vault.seal(json.dumps(told, ensure_ascii=False).encode(), bound_to)

    def _told(self, row: Any, bound_to: str) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads(self._vault.open(row.key_name, row.sealed, bound_to))
        except VaultError:  # one whose key is gone must not hide the others
            return {}
        return told

    def _request(self, row: RequestRow) -> Request:
        told = self._told(row, f"request/{row.id}")
        return Request(
            row.id, row.incident, row.at, row.way, row.state, told.get("words", ""), told.get("evidence", ""), row.file is not None, row.answered_at,
            row.answered_by, told.get("answer", ""), told.get("digest", ""),
        )  # fmt: skip

    def _approval(self, row: ApprovalRow) -> Approval:
        reason = str(self._told(row, f"approval/{row.id}").get("reason", ""))
        return Approval(row.id, row.incident, row.what, row.asked_by, row.asked_at, row.agreed_by, row.agreed_at, reason)
