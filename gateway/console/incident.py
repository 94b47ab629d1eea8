"""One incident: the message as its recipient would see it, masked; whose data, which rule, why; and what may be decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.decisions import GRANTING, NEEDS, Decider
from gateway.console.events import event_name
from gateway.console.marked import Piece, pieces, to_hide
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.security import FRAMED
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.store import HELD, REFUSED, STATES, Incident, StoreError
from gateway.quarantine.vault import VaultError
from gateway.shown import ShowError, Shown, Text
from gateway.verdict import Finding
from gateway.vocabulary import PLACES, REASONS, WAYS

_BODIES = ("plain", "html", "attachment")
_FRAME_STYLE = "body{font:14px/1.7 sans-serif;margin:12px;color:#1f2430;background:#fff;overflow-wrap:anywhere}mark{background:#ffe08a;padding:0 2px;border-radius:3px}table{max-width:100%}"


@dataclass(frozen=True)
class View:
    """A message prepared for the page: `hidden` are the findings masked, `parts` the texts in pieces."""

    shown: Shown | None
    findings: tuple[Finding, ...]
    hidden: frozenset[int]
    parts: tuple[tuple[Text, list[Piece]], ...] = field(repr=False)
    trouble: str = ""


class IncidentPage:
    """The page of one incident and what is done there."""

    def __init__(self, parts: Parts, decider: Decider) -> None:
        self._parts = parts
        self._decider = decider

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/incidents/{incident}", guarded(parts, self.show, May.SEE_QUEUE)),
            Route("/incidents/{incident}/page", guarded(parts, self.html, May.SEE_QUEUE)),
            Route("/incidents/{incident}/preview", guarded(parts, self.preview, May.SEE_QUEUE)),
            Route("/incidents/{incident}/preview/page", guarded(parts, self.preview_html, May.SEE_QUEUE)),
            Route("/incidents/{incident}/reveal", guarded(parts, self.reveal, May.REVEAL), methods=["POST"]),
            Route("/incidents/{incident}/decide", guarded(parts, self.decide, May.DECIDE), methods=["POST"]),
            Route("/incidents/{incident}/answer", guarded(parts, self.answer, May.DECIDE), methods=["POST"]),
            Route("/incidents/{incident}/agree", guarded(parts, self.agree, May.APPROVE), methods=["POST"]),
            Route("/incidents/{incident}/evidence/{request}", guarded(parts, self.evidence, May.REVEAL)),
        ]

    def show(self, visit: Visit, said: str = "", said_kind: str = "", status: int = 200) -> Response:
        """The page; what was found is masked until it is revealed for a reason."""
        incident = self._incident(visit)
        view = self.view(incident, self._revealed(visit, incident))
        store = self._parts.store
        policy = self._parts.policy().policy
        rules = [rule for rule in policy.rules if rule.id in incident.rules]
        english = visit.language == "en"
        may_act = incident.state == HELD
        return pages.page(
            visit, self._parts.templates, "incident.html", said=said, said_kind=said_kind, status=status, incident=incident, view=view,
            rules=[(rule, REASONS.get(rule.reason, REASONS["other"])[english]) for rule in rules], places={str(z): words[english] for z, words in PLACES.items()},
            recipients=[(one, self._inside(incident, one)) for one in incident.recipients], history=self._history(incident), events=[(at, actor, event_name(what, english), detail) for at, actor, what, detail in store.events(incident.id)],
            requests=store.reviews.requests(incident.id), wishes=[one for one in store.reviews.approvals(incident.id) if not one.agreed_at],
            decision=store.reviews.decision(incident.id), four_eyes=self._decider.four_eyes(incident),
            grantable=[way for way, action in GRANTING.items() if NEEDS[action] in visit.may], ways=WAYS, revealed=not view.hidden and bool(view.findings),
            actions=[one for one in ("release", "released_redacted", "return", "delete") if NEEDS[one] in visit.may and (may_act or (one == "delete" and incident.state == REFUSED))],
            stories=[(i, one, _story(one, english)) for i, one in enumerate(view.findings) if i in self._telling(incident, view)],
        )  # fmt: skip

    def html(self, visit: Visit) -> Response:
        """The sanitized HTML body in a page of its own, for the sandboxed frame."""
        incident = self._incident(visit)
        view = self.view(incident, self._revealed(visit, incident))
        return framed(view.shown.html if view.shown else "")

    def preview(self, visit: Visit) -> Response:
        """The redacted version, to be read before it is sent."""
        incident = self._incident(visit)
        try:
            content, digest = self._decider.redacted(incident)
            shown = self._parts.doors.show(incident.channel, content)
        except (ShowError, StoreError, VaultError) as error:
            return self.show(visit, said=pages.speaker(visit.language)(f"伏せた版を作れません。{error}", f"The redacted version cannot be made: {error}"), said_kind="grave", status=409)
        return pages.page(visit, self._parts.templates, "preview.html", incident=incident, shown=shown, digest=digest, bodies=[t for t in shown.texts if t.kind in _BODIES])

    def preview_html(self, visit: Visit) -> Response:
        """The redacted version's HTML, for the sandboxed frame."""
        incident = self._incident(visit)
        content, _ = self._decider.redacted(incident)
        return framed(self._parts.doors.show(incident.channel, content).html)

    def reveal(self, visit: Visit) -> Response:
        """Show what is masked, for a reason that is recorded; with a colleague's agreement where the policy wants it."""
        incident = self._incident(visit)
        reason = visit.form.get("words", "").strip()[:500]
        if not reason:
            raise Refused(400, "reason_needed")
        if self._decider.four_eyes(incident) and not self._decider.agreed(visit, incident, "reveal"):
            self._parts.store.reviews.ask_second(incident.id, "reveal", visit.actor, reason)
            return pages.to(f"/incidents/{incident.id}?said=wished")
        self._parts.store.reveal(incident.id, visit.actor, reason)
        kept = [*visit.session.state.get("revealed", []), incident.id][-50:]
        self._parts.sessions.remember(visit.session.token, {**visit.session.state, "revealed": kept})
        return pages.to(f"/incidents/{incident.id}")

    def decide(self, visit: Visit) -> Response:
        """Carry out a decision; anything that cannot be done is said on the page, and nothing is changed."""
        incident = self._incident(visit)
        say = pages.speaker(visit.language)
        try:
            done = self._decider.act(visit, incident, visit.form.get("action", ""), visit.form.get("words", "").strip()[:2000], visit.form.get("digest", ""))
        except StoreError as error:
            return self.show(visit, said=say(f"処理できませんでした。{error}", f"It could not be done: {error}"), said_kind="grave", status=409)
        except ShowError as error:
            return self.show(visit, said=say(f"伏せた版を作れません。{error}", f"The redacted version cannot be made: {error}"), said_kind="grave", status=409)
        if visit.form.get("action") == "false_positive":
            return pages.to(f"/exceptions/new?incident={incident.id}" if May.EDIT_POLICY in visit.may else f"/incidents/{incident.id}?said=false_positive")
        return pages.to(f"/incidents/{incident.id}?said={'done' if done else 'wished'}")

    def answer(self, visit: Visit) -> Response:
        """Grant or refuse what the sender asks for."""
        incident = self._incident(visit)
        say = pages.speaker(visit.language)
        granted = visit.form.get("answer") == "grant"
        try:
            done = self._decider.answer(visit, incident, visit.form.get("request", ""), granted, visit.form.get("words", "").strip()[:2000])
        except (StoreError, ShowError) as error:
            return self.show(visit, said=say(f"処理できませんでした。{error}", f"It could not be done: {error}"), said_kind="grave", status=409)
        return pages.to(f"/incidents/{incident.id}?said={('done' if granted else 'answered') if done else 'wished'}")

    def agree(self, visit: Visit) -> Response:
        """Be the second pair of eyes."""
        incident = self._incident(visit)
        try:
            self._decider.agree(visit, incident, visit.form.get("approval", ""))
        except (StoreError, ShowError) as error:
            say = pages.speaker(visit.language)
            return self.show(visit, said=say(f"処理できませんでした。{error}", f"It could not be done: {error}"), said_kind="grave", status=409)
        return pages.to(f"/incidents/{incident.id}?said=agreed")

    def evidence(self, visit: Visit) -> Response:
        """The file a sender uploaded, as a download that no browser runs."""
        incident = self._incident(visit)
        request = next((one for one in self._parts.store.reviews.requests(incident.id) if one.id == visit.path("request") and one.file), None)
        data = self._parts.store.reviews.evidence(request.id) if request else None
        if request is None or data is None:
            raise Refused(404, "not_found")
        self._parts.store.audit.append(visit.actor, "evidence_opened", incident.id)
        return download(data, request.evidence)

    def view(self, incident: Incident, revealed: bool) -> View:
        """The message, prepared. A message that cannot be opened or read still has its page, which says so."""
        try:
            opened = self._parts.store.open(incident.id)
            findings = self._decider.findings(opened.findings)
            hidden = frozenset() if revealed else to_hide(findings)
            shown = self._parts.doors.show(incident.channel, opened.content, findings, sorted(hidden))
        except (ShowError, StoreError, VaultError) as error:
            return View(None, (), frozenset(), (), str(error))
        texts = [text for text in shown.texts if text.kind in (*_BODIES, "subject", "html_hidden", "file_name")]
        return View(shown, findings, hidden, tuple((text, pieces(text, findings, hidden)) for text in texts))

    def _incident(self, visit: Visit) -> Incident:
        incident = self._decider.visible(visit, visit.path("incident"))
        if incident is None:
            raise Refused(404, "not_found")
        return incident

    @staticmethod
    def _revealed(visit: Visit, incident: Incident) -> bool:
        return incident.id in visit.session.state.get("revealed", []) and May.REVEAL in visit.may

    def _inside(self, incident: Incident, address: str) -> bool:
        domains = self._parts.policy().policy.organization.domains or (incident.sender.rpartition("@")[2],)
        domain = address.rpartition("@")[2].lower()
        return any(fnmatchcase(domain, one.lower()) for one in domains)

    def _history(self, incident: Incident) -> dict[str, int]:
        """How many messages of this sender were held before, by what became of them."""
        counts = {state: self._parts.store.page((state,), sender=incident.sender, limit=1).total for state in STATES}
        return {state: count for state, count in counts.items() if count}

    def _telling(self, incident: Incident, view: View) -> frozenset[int]:
        chosen = {id(one) for one in self._decider.to_redact(incident, view.findings)}
        return frozenset(i for i, one in enumerate(view.findings) if id(one) in chosen)


def _story(finding: Finding, english: bool) -> dict[str, Any]:
    """The parts of a finding that the page explains; what names anybody is shown only when it is revealed."""
    relation = finding.relation
    told = ""
    if relation is not None:
        told = relation.told(relation.person or "—", " (hearsay)" if english else "（伝聞）")
    return {"told": told, "why": finding.explanation}


def framed(html: str) -> Response:
    """What a hostile mail wrote as a page of its own: sandboxed, without script, fetching nothing."""
    return HTMLResponse(
        f"<!doctype html><html><head><meta charset=utf-8><title>mail</title><style>{_FRAME_STYLE}</style></head><body>{html}</body></html>",
        headers={"Content-Security-Policy": FRAMED},
    )


def download(data: bytes, name: str, content_type: str = "application/octet-stream") -> Response:
    """A file to save: never shown by the browser, its name without any path."""
    from urllib.parse import quote

    safe = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable() and c not in '<>:"|?*')[:120].lstrip(".") or "file"
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in safe)
    return Response(
        data, media_type=content_type,
        headers={"Content-Disposition": f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(safe)}", "Content-Security-Policy": FRAMED},
    )  # fmt: skip


