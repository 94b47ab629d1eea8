"""Which leak cases a visitor may see, and how late they are: for the desk and for the queue's head."""

from __future__ import annotations

from gateway.console.law import LEAK, UNSORTED, Clock, clocks
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.visit import Visit
from gateway.quarantine.reports import Report


def visible(parts: Parts, visit: Visit, report: Report) -> bool:
    """Whether the case is of a department the visitor may see; what concerns no incident is for those who see all."""
    if visit.departments is None:
        return True
    incident = parts.store.get(report.incident) if report.incident else None
    return incident is not None and incident.department in visit.departments


def running(report: Report) -> tuple[Clock, Clock] | None:
    """The clocks of a case that may have to be reported; None for one that is closed, or sorted as nothing to report."""
    if report.closed_at or report.sort not in (UNSORTED, LEAK):
        return None
    return clocks(report.known_at, report.improper_purpose, report.preliminary_at, report.final_at)


def late(report: Report, now: float) -> bool:
    """Whether a report that the case needs is overdue."""
    both = running(report)
    return both is not None and any(clock.late(now) for clock in both)


def overdue(parts: Parts, visit: Visit, now: float) -> int:
    """How many cases are overdue, for a visitor who deals with them; 0 for all others."""
    if May.DESK not in visit.may:
        return 0
    return sum(late(one, now) and visible(parts, visit, one) for one in parts.store.reports.standing())
