"""Leaks being dealt with: what a case was sorted as and why, when it was reported, the report's items. All changes on record."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from gateway.quarantine.audit import AuditLog
from gateway.quarantine.database import Database, StoreError
from gateway.quarantine.review_tables import ReportRow
from gateway.quarantine.vault import Vault, VaultError

UNSORTED = "unsorted"
_TEXTS = ("title", "reason", "answers", "items", "cover", "revision")


class Overtaken(Exception):
    """Somebody else changed the case meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Report:
    """A case. Times are Unix seconds, 0: not yet. `incident` is empty for what was found outside the gateway.

    `revision` grows with every change of the texts, so that nobody overwrites unseen what another wrote.
    """

    id: str
    incident: str
    opened_at: float
    opened_by: str
    known_at: float
    sort: str
    improper_purpose: bool
    preliminary_at: float
    final_at: float
    closed_at: float
    title: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    items: Mapping[str, str] = field(default_factory=dict, repr=False)
    cover: Mapping[str, str] = field(default_factory=dict, repr=False)
    revision: int = 0

    @property
    def logged_as(self) -> str:
        """What the audit log files it under: its incident, or itself."""
        return self.incident or self.id


class Reports:
    """The cases of one store."""

    def __init__(self, database: Database, vault: Vault, audit: AuditLog) -> None:
        self._database = database
        self._vault = vault
        self._audit = audit

    def open(self, by: str, known_at: float, incident: str = "", title: str = "", answers: Mapping[str, str] | None = None, items: Mapping[str, str] | None = None) -> Report:
        """Begin a case; an incident has one that is not closed at most: that one is given back. Raises StoreError."""
        reference = secrets.token_hex(8)
        told = {"title": title, "reason": "", "answers": dict(answers or {}), "items": dict(items or {}), "cover": {}, "revision": 1}
        key_name, sealed = self._seal(told, reference)
        row = ReportRow(
            id=reference, incident=incident, opened_at=time.time(), opened_by=by, known_at=known_at, sort=UNSORTED, improper_purpose=False, preliminary_at=0.0,
            final_at=0.0, closed_at=0.0, key_name=key_name, sealed=sealed,
        )  # fmt: skip
        with self._database.writing("the case could not be stored") as session:
            self._database.exclude_others(session)
            standing = session.scalar(select(ReportRow).where(ReportRow.incident == incident, ReportRow.closed_at == 0.0).limit(1)) if incident else None
            if standing is not None:
                return self._report(standing)
            session.add(row)
            self._audit.write(session, by, "report_opened", incident or reference, reference)
            return self._report(row)

    def get(self, report: str) -> Report | None:
        """One case, or None."""
        with self._database.reading() as session:
            row = session.get(ReportRow, report)
            return self._report(row) if row else None

    def of(self, incident: str) -> list[Report]:
        """The cases of an incident, the newest first."""
        return self._all(ReportRow.incident == incident)

    def standing(self) -> list[Report]:
        """Cases not closed, the first known first."""
        return self._all(ReportRow.closed_at == 0.0)[::-1]

    def closed(self, limit: int = 200) -> list[Report]:
        """Closed cases, the last closed first."""
        return self._all(ReportRow.closed_at > 0.0, order=ReportRow.closed_at.desc(), limit=limit)

    def sort(self, report: Report, by: str, sort: str, reason: str, answers: Mapping[str, str], improper_purpose: bool, known_at: float) -> Report:
        """Record what the case was sorted as, and why. Raises Overtaken, StoreError."""

        def change(row: ReportRow, told: dict[str, Any]) -> str:
            row.sort, row.improper_purpose, row.known_at = sort, improper_purpose, known_at
            told |= {"reason": reason, "answers": dict(answers)}
            return f"{sort}{', improper purpose' if improper_purpose else ''}"

        return self._change(report, by, "report_sorted", change)

    def edit(self, report: Report, by: str, title: str, items: Mapping[str, str], cover: Mapping[str, str]) -> Report:
        """Write the items and the cover; the audit log tells which of them, not what. Raises Overtaken, StoreError."""
        changed = [name for name, text in {**items, **cover, "title": title}.items() if text != {**report.items, **report.cover, "title": report.title}.get(name, "")]
        if not changed:
            return report

        def change(_row: ReportRow, told: dict[str, Any]) -> str:
            told |= {"title": title, "items": dict(items), "cover": dict(cover)}
            return ", ".join(changed)

        return self._change(report, by, "report_edited", change)

    def made(self, report: Report, by: str, which: str, at: float) -> Report:
        """Mark the preliminary or the final report as made at `at`; 0 takes the mark away. ValueError for any other `which`."""
        if which not in ("preliminary", "final"):
            raise ValueError(f"'{which}' is neither preliminary nor final")

        def change(row: ReportRow, _told: dict[str, Any]) -> str:
            setattr(row, f"{which}_at", at)
            return which

        return self._change(report, by, "report_made" if at else "report_unmade", change)

    def close(self, report: Report, by: str, closed: bool = True) -> Report:
        """Close a case, or open it again."""

        def change(row: ReportRow, _told: dict[str, Any]) -> str:
            row.closed_at = time.time() if closed else 0.0
            return ""

        return self._change(report, by, "report_closed" if closed else "report_reopened", change)

    def history(self, report: Report) -> list[tuple[float, str, str, str]]:
        """(time, actor, what, detail) of the case, oldest first."""
        found = [one for one in self._audit.rows(report.logged_as) if one.what.startswith("report_") and one.detail.startswith(report.id)]
        return [(one.at, one.actor, one.what, one.detail.removeprefix(report.id).lstrip(": ")) for one in found]

    def took(self, report: Report, by: str, form: str) -> None:
        """Record that the document was taken."""
        self._audit.append(by, "report_exported", report.logged_as, f"{report.id}: {form}")

    def _change(self, report: Report, by: str, what: str, change: Callable[[ReportRow, dict[str, Any]], str]) -> Report:
        with self._database.writing("the case could not be written") as session:
            row = session.scalar(select(ReportRow).where(ReportRow.id == report.id).with_for_update())
            if row is None:
                raise StoreError(f"the case {report.id} is gone")
            try:
                told = json.loads(self._vault.open(row.key_name, row.sealed, bound_to(row.id)))
            except VaultError as error:  # writing over it would lose what another key still opens
                raise StoreError(f"the case {report.id} cannot be opened: {error}") from None
            if told.get("revision", 0) != report.revision:
                raise Overtaken
            detail = change(row, told)
            told["revision"] = report.revision + 1
            row.key_name, row.sealed = self._seal(told, row.id)
            self._audit.write(session, by, what, row.incident or row.id, f"{row.id}: {detail}" if detail else row.id)
            return self._report(row)

    def _all(self, condition: Any, order: Any = None, limit: int = 1000) -> list[Report]:
        with self._database.reading() as session:
            query = select(ReportRow).where(condition).order_by(ReportRow.known_at.desc() if order is None else order, ReportRow.id).limit(limit)
            return [self._report(row) for row in session.scalars(query)]

    def _seal(self, told: dict[str, Any], reference: str) -> tuple[str, bytes]:
        return self._vault.seal(json.dumps(told, ensure_ascii=True).encode(), bound_to(reference))

    def _report(self, row: ReportRow) -> Report:
        try:
            told = json.loads(self._vault.open(row.key_name, row.sealed, bound_to(row.id)))
        except VaultError:  # one whose key is gone must not hide the others
            told = {"title": f"(sealed with key {row.key_name})", "revision": -1}
        return Report(
            row.id, row.incident, row.opened_at, row.opened_by, row.known_at, row.sort, row.improper_purpose, row.preliminary_at, row.final_at, row.closed_at,
            **{name: told[name] for name in _TEXTS if name in told},
        )  # fmt: skip


def bound_to(report: str) -> str:
    """What a sealed case is bound to."""
    return f"report/{report}"
