"""Reading the audit log: some of many rows, the newest first, filtered. What is written and checked is in `audit.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from gateway.quarantine.audit import Entry
from gateway.quarantine.database import Database
from gateway.quarantine.tables import AuditRow, IncidentRow

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty leaves a thing open. `since` and `until` are Unix seconds (0: open), `until` is left out itself.

    `departments` (None: all) leaves out what concerns an incident of another department.
    """

    incident: str = ""
    actor: str = ""
    what: str = ""
    since: float = 0.0
    until: float = 0.0
    departments: tuple[str, ...] | None = None


class AuditSearch:
    """Searches in one store's log. Every call may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, sought: Sought, before: int = 0, limit: int = 100) -> tuple[list[Entry], bool]:
        """(rows before the one numbered `before`, the newest first; whether there are older ones)."""
        query = select(AuditRow).where(*self._conditions(sought)).order_by(AuditRow.seq.desc()).limit(limit + 1)
        if before:
            query = query.where(AuditRow.seq < before)
        with self._database.reading() as session:
            rows = [_entry(row) for row in session.scalars(query)]
        return rows[:limit], len(rows) > limit

    def count(self, sought: Sought) -> int:
        """How many rows match."""
        with self._database.reading() as session:
            return session.scalar(select(func.count()).select_from(AuditRow).where(*self._conditions(sought))) or 0

    def all(self, sought: Sought, most: int) -> Iterator[Entry]:
        """Matching rows in order, at most `most`, read a batch at a time."""
        after, left = 0, most
        while left > 0:
            query = select(AuditRow).where(*self._conditions(sought), AuditRow.seq > after).order_by(AuditRow.seq).limit(min(_BATCH, left))
            with self._database.reading() as session:
                rows = [_entry(row) for row in session.scalars(query)]
            yield from rows
            if not rows:
                return
            after, left = rows[-1].seq, left - len(rows)

    @staticmethod
    def _conditions(sought: Sought) -> Sequence[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if sought.incident:
            found.append(AuditRow.incident == sought.incident)
        if sought.actor:
            found.append(AuditRow.actor == sought.actor)
        if sought.what:
            found.append(AuditRow.what == sought.what)
        if sought.since:
            found.append(AuditRow.at >= sought.since)
        if sought.until:
            found.append(AuditRow.at < sought.until)
        if sought.departments is not None:
            theirs = select(IncidentRow.id).where(IncidentRow.id == AuditRow.incident, IncidentRow.department.in_(sought.departments))
            found.append((AuditRow.incident == "") | theirs.exists())
        return found


def _entry(row: AuditRow) -> Entry:
    return Entry(row.seq, row.at, row.actor, row.what, row.incident, row.detail)
