"""The incident desk: a leak is sorted, its clocks run, its report is written, and marked when it was made."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from fnmatch import fnmatchcase

from starlette.responses import Response
from starlette.routing import Route

from gateway.console import law
from gateway.console import page as pages
from gateway.console.cases import late, running, visible
from gateway.console.decisions import Decider
from gateway.console.events import event_name
from gateway.console.paper_file import paper_file
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.report_document import report_paper
from gateway.console.report_items import COVER, ITEMS, answered, named, prefilled
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.records import Incident
from gateway.quarantine.reports import Overtaken, Report

_TEXT, _TITLE, _LINE = 20_000, 200, 300  # characters of an item, a title, a line of the cover
_OVERTAKEN = (
    "ほかの方が先に保存しました。下はあなたが書いた内容です。確かめてから、もう一度保存してください。",
    "Somebody else saved before you. Below is what you wrote: check it and save again.",
)
_AHEAD = 300  # seconds that a browser's clock may be ahead of ours


class DeskPage:
    """The list of cases, and one case."""

    def __init__(self, parts: Parts, decider: Decider) -> None:
        self._parts = parts
        self._decider = decider

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/desk", guarded(parts, self.show, May.DESK)),
            Route("/desk/open", guarded(parts, self.open, May.DESK), methods=["POST"]),
            Route("/desk/{report}", guarded(parts, self.case, May.DESK)),
            Route("/desk/{report}/sort", guarded(parts, self.sort, May.DESK), methods=["POST"]),
            Route("/desk/{report}/write", guarded(parts, self.write, May.DESK), methods=["POST"]),
            Route("/desk/{report}/made", guarded(parts, self.made, May.DESK), methods=["POST"]),
            Route("/desk/{report}/close", guarded(parts, self.close, May.DESK), methods=["POST"]),
            Route("/desk/{report}/document/{form}", guarded(parts, self.document, May.DESK)),
        ]

    def show(self, visit: Visit) -> Response:
        """All cases: the overdue first, then as they came to be known; closed ones beneath."""
        now, english = time.time(), visit.language == "en"
        standing = [one for one in self._parts.store.reports.standing() if visible(self._parts, visit, one)]
        standing.sort(key=lambda one: (not late(one, now), running(one) is None, one.known_at))
        return pages.page(
            visit, self._parts.templates, "desk.html", cases=[(one, running(one)) for one in standing], late=sum(late(one, now) for one in standing),
            closed=[one for one in self._parts.store.reports.closed() if visible(self._parts, visit, one)], sorts={key: words[english] for key, words in law.SORTS.items()},
            must_confirm=law.MUST_CONFIRM[english], known=_local(now), japan=_words, whole=visit.departments is None,
        )  # fmt: skip

    def open(self, visit: Visit) -> Response:
        """Begin a case, from an incident or without one."""
        reference = visit.form.get("incident", "").strip()[:32]
        known_at = _moment(visit.form.get("known", "")) if visit.form.get("known") else time.time()
        title = visit.form.get("title", "").strip()[:_TITLE]
        incident = self._decider.visible(visit, reference) if reference else None
        told = self._parts.store.ledger.of(reference) if reference else []
        if reference and incident is None and (visit.departments is not None or not told):
            raise Refused(404, "not_found")
        if not reference and (visit.departments is not None or not title):
            raise Refused(400, "bad_value")
        answers, items = {}, {}
        if incident is not None:
            inside = self._inside(incident)
            decision = self._parts.store.reviews.decision(incident.id)
            title = title or named(incident)
            items = prefilled(incident, told, decision, inside)
            answers = answered(incident, told, decision, inside)
        made = self._parts.store.reports.open(visit.actor, known_at, reference, title or reference, answers, items)
        return pages.to(f"/desk/{made.id}")

    def case(self, visit: Visit, draft: Mapping[str, str] | None = None) -> Response:
        """One case. With a `draft`, which was written while somebody else wrote too, the page says so and shows the draft."""
        report = self._report(visit)
        overtaken = pages.speaker(visit.language)(*_OVERTAKEN) if draft else ""
        english = visit.language == "en"
        preliminary, final = law.clocks(report.known_at, report.improper_purpose, report.preliminary_at, report.final_at)
        return pages.page(
            visit, self._parts.templates, "case.html", said=overtaken, said_kind="grave" if draft else "", status=409 if draft else 200, report=report,
            texts=draft or {**report.items, **report.cover, "title": report.title}, running=running(report) is not None, preliminary=preliminary, final=final,
            incident=self._parts.store.get(report.incident) if report.incident else None, questions=law.QUESTIONS, advice=law.advise(report.answers), rules=law.RULES,
            sorts=[(key, words[english]) for key, words in law.SORTS.items() if key != law.UNSORTED], sort_name=law.SORTS.get(report.sort, law.SORTS[law.UNSORTED])[english],
            must_confirm=law.MUST_CONFIRM[english], items=ITEMS, cover=COVER, known=_local(report.known_at), japan=_words, today=law.day(time.time()).isoformat(),
            history=[(at, actor, event_name(what, english), detail) for at, actor, what, detail in self._parts.store.reports.history(report)],
        )  # fmt: skip

    def sort(self, visit: Visit) -> Response:
        """What the case is, with the answers and the reason that led there."""
        report = self._revised(visit)
        answers = {one.name: visit.form[one.name] for one in law.QUESTIONS if visit.form.get(one.name) in ("yes", "no")}
        sort, reason = visit.form.get("sort", ""), visit.form.get("reason", "").strip()[:_TEXT]
        if sort not in (law.LEAK, law.UNLAWFUL_PROVISION, law.NO_REPORT, ""):
            raise Refused(400, "bad_value")
        if sort and not reason:
            raise Refused(400, "reason_needed")
        known_at = _moment(visit.form.get("known", "")) if visit.form.get("known", _local(report.known_at)) != _local(report.known_at) else report.known_at
        return self._then(visit, lambda: self._parts.store.reports.sort(report, visit.actor, sort or report.sort, reason or report.reason, answers, answers.get("improper") == "yes", known_at))

    def write(self, visit: Visit) -> Response:
        """The items and the cover. What was typed is never lost to somebody else's change."""
        report = self._report(visit)
        items = {item.name: visit.form.get(item.name, report.items.get(item.name, "")).strip()[:_TEXT] for item in ITEMS}
        cover = {name: visit.form.get(name, report.cover.get(name, "")).strip()[:_LINE] for name, _, _ in COVER}
        title = visit.form.get("title", report.title).strip()[:_TITLE] or report.title
        if visit.form.get("revision") != str(report.revision):
            return self.case(visit, {**items, **cover, "title": title})
        return self._then(visit, lambda: self._parts.store.reports.edit(report, visit.actor, title, items, cover))

    def made(self, visit: Visit) -> Response:
        """Mark a report as made on a day, or take the mark away."""
        report, which = self._revised(visit), visit.form.get("which", "")
        if which not in ("preliminary", "final"):
            raise Refused(400, "bad_value")
        at = 0.0
        if visit.form.get("undo") != "yes":
            day = visit.form.get("day", "")
            at = time.time() if day in ("", law.day(time.time()).isoformat()) else _moment(f"{day}T12:00")
            if law.day(at) < law.day(report.known_at):
                raise Refused(400, "bad_value")
        return self._then(visit, lambda: self._parts.store.reports.made(report, visit.actor, which, at))

    def close(self, visit: Visit) -> Response:
        """End the case once it is sorted, or take it up again."""
        report = self._revised(visit)
        if report.sort == law.UNSORTED:
            raise Refused(409, "sort_first")
        return self._then(visit, lambda: self._parts.store.reports.close(report, visit.actor, not report.closed_at))

    def document(self, visit: Visit) -> Response:
        """The report as Word or Markdown; that it was taken is on record."""
        report, form = self._report(visit), visit.path("form")
        if form not in ("docx", "md"):
            raise Refused(404, "not_found")
        paper = report_paper(report)
        self._parts.store.reports.took(report, visit.actor, form)
        return paper_file(paper, f"roei-hokoku-{report.incident or report.id}", form)

    def _report(self, visit: Visit) -> Report:
        report = self._parts.store.reports.get(visit.path("report")[:32])
        if report is None or not visible(self._parts, visit, report):
            raise Refused(404, "not_found")
        return report

    def _revised(self, visit: Visit) -> Report:
        """The case, if it is still as the visitor saw it."""
        report = self._report(visit)
        if visit.form.get("revision") != str(report.revision):
            raise Refused(409, "changed_meanwhile")
        return report

    def _then(self, visit: Visit, change: Callable[[], Report]) -> Response:
        try:
            report = change()
        except Overtaken:
            raise Refused(409, "changed_meanwhile") from None
        return pages.to(f"/desk/{report.id}?said=saved")

    def _inside(self, incident: Incident) -> list[bool]:
        domains = self._parts.policy().policy.organization.domains or (incident.sender.rpartition("@")[2],)
        return [any(fnmatchcase(one.rpartition("@")[2].lower(), domain.lower()) for domain in domains) for one in incident.recipients]


def _local(at: float) -> str:
    """A moment as a form shows it, in Japan's time."""
    return datetime.fromtimestamp(at, law.TOKYO).strftime("%Y-%m-%dT%H:%M")


def _words(at: float) -> str:
    return _local(at).replace("T", " ")


def _moment(text: str) -> float:
    """What was typed, as Unix seconds. Refused when it is no moment, or lies ahead."""
    try:
        at = datetime.strptime(text[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=law.TOKYO).timestamp()
    except (ValueError, OverflowError):
        raise Refused(400, "bad_value") from None
    if not 0 < at <= time.time() + _AHEAD:
        raise Refused(400, "bad_value")
    return at
