"""A page of the queue: some of many incidents, filtered and in order, found by indices that hold all it asks for."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow

Order = Literal["oldest", "newest", "severity"]


@dataclass(frozen=True)
class Wanted:
    """What a page asks for. None leaves a thing open; an empty `departments` finds nothing."""

    states: tuple[str, ...]
    rule: str | None = None
    entity_type: str | None = None
    severity: int | None = None
    departments: tuple[str, ...] | None = None
    sender_hash: str | None = None


def choose(session: Session, wanted: Wanted, order: Order, before: str, limit: int) -> tuple[list[str], int, str]:
    """(incident references of the page, how many match in all, cursor of the next page or ''). ValueError for a bad cursor."""
    source: Any = RuleRow if wanted.rule is not None else EntityTypeRow if wanted.entity_type is not None else IncidentRow
    conditions = _conditions(source, wanted)
    total = session.scalar(select(func.count()).select_from(source).where(*conditions)) or 0
    query: Select[Any] = select(source.id, source.created_at, source.severity).where(*conditions)
    if before:
        query = query.where(_after(source, order, _read(before)))
    rows = session.execute(query.order_by(*_order(source, order)).limit(limit + 1)).all()
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return [row.id for row in rows[:limit]], total, _cursor(last.severity, last.created_at, last.id) if last is not None else ""


def _conditions(source: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [source.state.in_(wanted.states)]
    if source is RuleRow:
        found.append(RuleRow.rule == wanted.rule)
        if wanted.entity_type is not None:
            also = select(EntityTypeRow.id).where(EntityTypeRow.id == RuleRow.id, EntityTypeRow.entity_type == wanted.entity_type)
            found.append(also.exists())
    elif source is EntityTypeRow:
        found.append(EntityTypeRow.entity_type == wanted.entity_type)
    if wanted.severity is not None:
        found.append(source.severity == wanted.severity)
    if wanted.departments is not None:
        found.append(source.department.in_(wanted.departments))
    if wanted.sender_hash is not None:
        found.append(source.sender_hash == wanted.sender_hash)
    return found


def _order(source: Any, order: Order) -> Sequence[Any]:
    if order == "newest":
        return source.created_at.desc(), source.id.desc()
    oldest = (source.created_at, source.id)
    return (source.severity.desc(), *oldest) if order == "severity" else oldest


def _after(source: Any, order: Order, last: tuple[int, float, str]) -> ColumnElement[bool]:
    severity, created_at, reference = last
    place = tuple_(source.created_at, source.id)
    if order == "newest":
        return place < (created_at, reference)
    older: ColumnElement[bool] = place > (created_at, reference)
    return (source.severity < severity) | ((source.severity == severity) & older) if order == "severity" else older


def _cursor(severity: int, created_at: float, reference: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([severity, created_at, reference]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, float, str]:
    try:
        severity, created_at, reference = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return int(severity), float(created_at), str(reference)
    except (ValueError, TypeError):
        raise ValueError("this is no cursor of a page") from None
