"""Held mail that waits too long, and how far that was made known: each step by exactly one of all gateways."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database
from gateway.quarantine.records import HELD
from gateway.quarantine.review_tables import EscalationRow
from gateway.quarantine.tables import IncidentRow

REMINDED, ESCALATED = 1, 2
_NAMES = {REMINDED: "reminded", ESCALATED: "escalated"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A held message that is not decided. Times are Unix seconds; `level` says how far it was made known already."""

    incident: str
    created_at: float
    due_at: float
    rule: str
    department: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one rule and department wait, and how many of them beyond the service level."""

    rule: str
    department: str
    waiting: int
    late: int


class Escalations:
    """What waits in one store."""

    def __init__(self, database: Database, audit: AuditLog) -> None:
        self._database = database
        self._audit = audit

    def late(self, now: float, escalate_after: float, limit: int = 200) -> list[Waiting]:
        """Held messages with a step to take: beyond their service level, or older than `escalate_after` seconds; oldest first."""
        level = func.coalesce(EscalationRow.level, 0)
        wanted = ((IncidentRow.due_at <= now) & (level < REMINDED)) | ((IncidentRow.created_at <= now - escalate_after) & (level < ESCALATED))
        query = (
            select(IncidentRow.id, IncidentRow.created_at, IncidentRow.due_at, IncidentRow.rule, IncidentRow.department, level)
            .outerjoin(EscalationRow, EscalationRow.incident == IncidentRow.id)
            .where(IncidentRow.state == HELD, wanted).order_by(IncidentRow.created_at, IncidentRow.id).limit(limit)
        )  # fmt: skip
        with self._database.reading() as session:
            return [Waiting(*row) for row in session.execute(query)]

    def claim(self, incidents: Sequence[str], level: int) -> list[str]:
        """Take the step for those for which nobody has, in one commit with its rows in the audit log; which they are."""
        now, taken = time.time(), []
        with self._database.writing() as session:
            self._database.insert_missing(session, EscalationRow, [{"incident": one, "level": 0, "at": now} for one in sorted(incidents)])
            for one in sorted(incidents):  # always in the same order, so that no two gateways wait for each other
                held = select(IncidentRow.id).where(IncidentRow.id == one, IncidentRow.state == HELD).exists()
                step = update(EscalationRow).where(EscalationRow.incident == one, EscalationRow.level < level, held).values(level=level, at=now)
                if session.connection().execute(step).rowcount == 1:
                    taken.append(one)
            for one in taken:
                self._audit.write(session, "gateway", _NAMES[level], one)
        return taken

    def tally(self, now: float) -> list[Tally]:
        """What waits, by rule and department."""
        late = func.count().filter(IncidentRow.due_at <= now)
        query = select(IncidentRow.rule, IncidentRow.department, func.count(), late).where(IncidentRow.state == HELD).group_by(IncidentRow.rule, IncidentRow.department)
        with self._database.reading() as session:
            return sorted((Tally(*row) for row in session.execute(query)), key=lambda one: (one.rule, one.department))
