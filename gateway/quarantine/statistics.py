"""Numbers for the charts: aggregates over indices that hold all they ask for, so that no message's row is read for them.

Counts are of incidents by what they are now; a message that several rules fired on counts once with each of them. Days begin
at midnight of the console's zone. `departments` None means all of them, an empty one finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, select
from sqlalchemy.orm import Session

from gateway.quarantine.database import Database
from gateway.quarantine.records import DELETED, EXPIRED, HELD, REFUSED, RELEASED, RELEASING
from gateway.quarantine.review_tables import DecisionRow
from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow

DAY = 86400
AGES = (3600, 4 * 3600, DAY, 3 * DAY, 7 * DAY)  # seconds: the upper ends of all groups but the last
_ONCE_HELD = (HELD, RELEASING, RELEASED, DELETED, EXPIRED)
_BLOCK = "block"  # the action of what was refused, never held
_MARKED = "marked"  # a false positive said of a message about which nothing else is decided yet
_RELEASES = ("released", "released_redacted")

Departments = Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Days:
    """Numbers a day, the oldest first."""

    held: tuple[int, ...]
    refused: tuple[int, ...]
    released: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleQuality:
    """Decisions about what one rule (the strongest of a message) held: how many, how many of them false positives, and how long
    they took in seconds (0 where none was decided)."""

    rule: str
    decided: int
    false_positives: int
    median: float
    slowest_tenth: float


class Statistics:
    """The numbers of one store from `begin` (Unix seconds) on. Every call is one short read; each raises StoreError."""

    def __init__(self, database: Database, begin: float, departments: Departments = None) -> None:
        self._database = database
        self._begin = begin
        self._departments = departments

    def days(self, count: int) -> Days:
        """What was held, refused and released on each of `count` days from `begin` on."""
        with self._database.reading() as session:
            held = self._a_day(session, count, IncidentRow.created_at, *self._of(IncidentRow, _ONCE_HELD))
            wrong = self._a_day(session, count, IncidentRow.created_at, *self._of(IncidentRow, (DELETED,)), IncidentRow.action == _BLOCK)
            refused = self._a_day(session, count, IncidentRow.created_at, *self._of(IncidentRow, (REFUSED,)))
            released = self._a_day(session, count, IncidentRow.state_at, *self._now_of((RELEASED,)), IncidentRow.state_at >= self._begin)
        return Days(tuple(a - b for a, b in zip(held, wrong, strict=True)), tuple(a + b for a, b in zip(refused, wrong, strict=True)), tuple(released))

    def rules(self) -> list[tuple[str, int]]:
        """Incidents by rule that fired, the most frequent first."""
        return self._by(RuleRow, RuleRow.rule)

    def departments(self) -> list[tuple[str, int]]:
        """Incidents by the sender's department ('' for none)."""
        return self._by(IncidentRow, IncidentRow.department)

    def entity_types(self) -> list[tuple[str, int]]:
        """Incidents by entity type found."""
        return self._by(EntityTypeRow, EntityTypeRow.entity_type)

    def waiting(self, now: float) -> list[int]:
        """How many wait now, by age: one more group than `AGES` has ends."""
        age = now - IncidentRow.created_at
        group = case(*((age < end, i) for i, end in enumerate(AGES)), else_=len(AGES))
        counts = [0] * (len(AGES) + 1)
        with self._database.reading() as session:
            for i, count in session.execute(select(group, func.count()).where(*self._now_of((HELD, RELEASING))).group_by(group)):
                counts[i] = count
        return counts

    def quality(self) -> list[RuleQuality]:
        """How right each rule was and how long its decisions took, the most decided first."""
        conditions: list[Any] = [DecisionRow.at >= self._begin, *self._among(DecisionRow)]
        counted = select(DecisionRow.rule, func.count(), func.sum(cast(DecisionRow.false_positive, Integer))).where(*conditions).group_by(DecisionRow.rule)
        took = (DecisionRow.at - DecisionRow.created_at).label("took")
        place = func.row_number().over(partition_by=DecisionRow.rule, order_by=took).label("place")
        many = func.count().over(partition_by=DecisionRow.rule).label("many")
        ordered = select(DecisionRow.rule, took, place, many).where(*conditions, DecisionRow.what != _MARKED).subquery()
        at = ordered.c
        middle, tenth = (at.many + 1) // 2, (at.many * 9 + 9) // 10  # the lower median, and the nearest rank of nine tenths
        chosen = select(at.rule, func.max(case((at.place <= middle, at.took))), func.max(case((at.place <= tenth, at.took)))).group_by(at.rule)
        with self._database.reading() as session:
            times = {rule: (float(median or 0), float(slow or 0)) for rule, median, slow in session.execute(chosen)}
            found = [RuleQuality(rule, count, int(wrong or 0), *times.get(rule, (0.0, 0.0))) for rule, count, wrong in session.execute(counted)]
        return sorted(found, key=lambda one: (-one.decided, one.rule))

    def overall(self) -> tuple[float, int]:
        """(median seconds to a decision of any rule, number of decisions)."""
        took = DecisionRow.at - DecisionRow.created_at
        conditions: list[Any] = [DecisionRow.at >= self._begin, DecisionRow.what != _MARKED, *self._among(DecisionRow)]
        with self._database.reading() as session:
            count = session.scalar(select(func.count()).select_from(DecisionRow).where(*conditions)) or 0
            middle = session.scalar(select(took.label("took")).where(*conditions).order_by("took").offset((count - 1) // 2).limit(1)) if count else 0
        return float(middle or 0), count

    def _by(self, source: Any, column: Any) -> list[tuple[str, int]]:
        query = select(column, func.count()).where(*self._of(source, (*_ONCE_HELD, REFUSED))).group_by(column)
        with self._database.reading() as session:
            found = [(str(name), int(count)) for name, count in session.execute(query)]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _a_day(self, session: Session, count: int, column: Any, *conditions: Any) -> list[int]:
        numbers = [0] * count
        passed = (column - self._begin) / DAY
        day = cast(func.floor(passed), Integer) if self._database.postgresql else cast(passed, Integer)  # SQLite's cast cuts off, PostgreSQL's rounds
        for i, many in session.execute(select(day, func.count()).where(*conditions, column < self._begin + count * DAY).group_by(day)):
            numbers[i] = many
        return numbers

    def _of(self, source: Any, states: tuple[str, ...]) -> list[ColumnElement[bool]]:
        return [source.state.in_(states), source.created_at >= self._begin, *self._among(source)]

    def _now_of(self, states: tuple[str, ...]) -> list[ColumnElement[bool]]:
        return [IncidentRow.state.in_(states), *self._among(IncidentRow)]

    def _among(self, source: Any) -> list[ColumnElement[bool]]:
        return [source.department.in_(self._departments)] if self._departments is not None else []

