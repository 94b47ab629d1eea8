"""The audit log: read, filtered, checked and taken away; never changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.checking import ChainCheck
from gateway.console.events import EVENTS, event_name
from gateway.console.incident import download
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.spreadsheet import csv_file
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.audit_search import AuditSearch, Sought

_PAGE = 100
_MOST = 200_000  # rows of a file
_ASKED = ("incident", "actor", "what", "since", "until")


class AuditLogPage:
    """The auditors' page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._search = AuditSearch(parts.store.database)
        self._check = ChainCheck(parts.store)

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/audit", guarded(parts, self.show, May.AUDIT)),
            Route("/audit/verify", guarded(parts, self.verify, May.AUDIT), methods=["POST"]),
            Route("/audit/progress", guarded(parts, self.progress, May.AUDIT)),
            Route("/audit/file", guarded(parts, self.file, May.AUDIT), methods=["POST"]),
        ]

    def show(self, visit: Visit) -> Response:
        """A page of the log, the newest first."""
        sought, asked = _sought(visit, visit.request.query_params)
        before = visit.asked("before", "0")
        if not before.isdecimal() or len(before) > 18:
            raise Refused(400, "bad_value")
        rows, more = self._search.page(sought, int(before), _PAGE)
        english = visit.language == "en"
        return pages.page(
            visit, self._parts.templates, "audit.html", rows=rows, more=more, total=self._search.count(sought), asked=asked, first=before == "0",
            query=urlencode({key: value for key, value in asked.items() if value}), actors=[one.login for one in self._parts.accounts.all()], kinds=[(one, words[english]) for one, words in EVENTS.items()],
            named=lambda what: event_name(what, english), check=self._check.progress, has_page=lambda reference: reference.startswith("SK"),
        )  # fmt: skip

    def verify(self, visit: Visit) -> Response:
        """Check the chain; a long log goes on being checked while the page shows how far it is."""
        self._check.begin(visit.actor)
        return pages.to("/audit")

    def progress(self, visit: Visit) -> Response:
        """How far the check is: a piece of the page."""
        return HTMLResponse(pages.rendered(visit, self._parts.templates, "audit_check.html", check=self._check.progress))

    def file(self, visit: Visit) -> Response:
        """What is shown, all of it, as CSV in the order of the log; that it was taken is on record."""
        sought, asked = _sought(visit, visit.form)
        english, say = visit.language == "en", pages.speaker(visit.language)
        header = (say("番号", "row"), say("日時", "time"), say("操作者", "actor"), say("種類", "kind"), say("操作", "what"), say("受付番号", "reference"), say("詳細", "detail"))
        rows = [(one.seq, datetime.fromtimestamp(one.at).astimezone().isoformat(timespec="seconds"), one.actor, one.what, event_name(one.what, english), one.incident, one.detail) for one in self._search.all(sought, _MOST)]
        self._parts.store.audit.append(visit.actor, "audit_exported", detail=f"{len(rows)} rows" + ", filtered" * any(asked.values()))
        return download(csv_file(header, rows), "sekisho-audit.csv", "text/csv; charset=utf-8")


def _sought(visit: Visit, given: Any) -> tuple[Sought, dict[str, str]]:
    """What is looked for, and the same as it was typed. Refused for a date that is none."""
    asked = {name: str(given.get(name, "")).strip()[:100] for name in _ASKED}
    return Sought(asked["incident"], asked["actor"], asked["what"], _day(asked["since"]), _day(asked["until"], after=1), visit.departments), asked


def _day(text: str, after: int = 0) -> float:
    if not text:
        return 0.0
    try:
        return (datetime.strptime(text, "%Y-%m-%d").astimezone() + timedelta(days=after)).timestamp()
    except (ValueError, OverflowError, OSError):
        raise Refused(400, "bad_value") from None
