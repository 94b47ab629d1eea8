"""Exceptions: what a rule leaves alone from now on, made from a false positive, each with a reason and an end."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.decisions import Decider
from gateway.console.incident import download
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.allowances import EVERY_RULE, KINDS
from gateway.quarantine.store import Incident

_TERMS = (7, 30, 90, 180, 366)  # days


class ExceptionsPage:
    """The list, and new entries."""

    def __init__(self, parts: Parts, decider: Decider) -> None:
        self._parts = parts
        self._decider = decider

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/exceptions", guarded(parts, self.show, May.EDIT_POLICY)),
            Route("/exceptions/new", guarded(parts, self.new, May.EDIT_POLICY)),
            Route("/exceptions/add", guarded(parts, self.add, May.EDIT_POLICY), methods=["POST"]),
            Route("/exceptions/revoke", guarded(parts, self.revoke, May.EDIT_POLICY), methods=["POST"]),
            Route("/exceptions/case/{incident}", guarded(parts, self.case, May.EDIT_POLICY, May.REVEAL)),
        ]

    def show(self, visit: Visit) -> Response:
        """All entries, the newest first."""
        return pages.page(visit, self._parts.templates, "exceptions.html", entries=self._parts.store.allowances.all(), rules=self._rules(), terms=_TERMS, incident=None, found=())

    def new(self, visit: Visit) -> Response:
        """What a false positive offers: an exception for its rule, an allow-list entry, a case for the corpus."""
        incident = self._decider.visible(visit, visit.asked("incident"))
        if incident is None:
            raise Refused(404, "not_found")
        return pages.page(
            visit, self._parts.templates, "exceptions.html", entries=self._parts.store.allowances.all(), rules=self._rules(), terms=_TERMS,
            incident=incident, found=self._texts(visit, incident),
        )  # fmt: skip

    def add(self, visit: Visit) -> Response:
        """A new entry."""
        kind, rule, reason = visit.form.get("kind", ""), visit.form.get("rule", ""), visit.form.get("reason", "").strip()[:500]
        days = visit.form.get("days", "")
        if not reason:
            raise Refused(400, "reason_needed")
        if kind not in KINDS or rule not in (*self._rules(), EVERY_RULE) or not days.isdecimal():
            raise Refused(400, "bad_value")
        try:
            self._parts.store.allowances.add(visit.actor, kind, rule, visit.form.get("value", "").strip()[:500], int(days), reason, visit.form.get("incident", "")[:32])
        except ValueError:
            raise Refused(400, "bad_value") from None
        return pages.to("/exceptions?said=saved")

    def revoke(self, visit: Visit) -> Response:
        """End an entry."""
        self._parts.store.allowances.revoke(visit.form.get("entry", ""), visit.actor)
        return pages.to("/exceptions")

    def case(self, visit: Visit) -> Response:
        """The message as a case for the corpus (`sekisho evaluate`), to be annotated by whoever keeps it; recorded as a reveal."""
        incident = self._decider.visible(visit, visit.path("incident"))
        if incident is None:
            raise Refused(404, "not_found")
        opened = self._parts.store.reveal(incident.id, visit.actor, "taken as a case for the corpus")
        shown = self._parts.doors.show(incident.channel, opened.content)
        body = next((text.text for text in shown.texts if text.ref == "body"), "")
        subject = next((text.text for text in shown.texts if text.kind == "subject"), "")
        lines = ["---", f"id: {incident.id.lower()}", f"channel: {incident.channel}", f"from: {incident.sender}", f"to: {', '.join(incident.recipients)}", f"subject: {subject}", "expect: pass", "reason: none", "---", body]
        return download("\n".join(lines).encode(), f"{incident.id}.txt", "text/plain; charset=utf-8")

    def _rules(self) -> list[str]:
        return [rule.id for rule in self._parts.policy().policy.rules]

    def _texts(self, visit: Visit, incident: Incident) -> list[tuple[str, str]]:
        """(entity type, text) of what made the rules fire, for whoever has revealed the message."""
        if incident.id not in visit.session.state.get("revealed", []):
            return []
        findings = self._decider.findings(self._parts.store.open(incident.id).findings)
        return list(dict.fromkeys((one.entity_type, one.text) for one in self._decider.to_redact(incident, findings)))
