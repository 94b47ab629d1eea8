"""The sender's own page about their held message: what was found, why it matters, the ways out, and how it goes on."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from starlette.background import BackgroundTask
from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.decisions import Decider
from gateway.console.incident import framed
from gateway.console.letters import asked
from gateway.console.parts import Parts
from gateway.console.sender import for_sender
from gateway.console.sentences import Sentence, sentences
from gateway.console.visit import Refused, Visit
from gateway.policy.ways import Ways, ways_out
from gateway.quarantine.consents import Registered
from gateway.quarantine.deciders import deciders
from gateway.quarantine.reviews import NotHeld
from gateway.quarantine.store import HELD, Incident, StoreError
from gateway.quarantine.vault import VaultError
from gateway.shown import ShowError, Shown
from gateway.verdict import Finding
from gateway.vocabulary import PLACES, REASONS, WAYS

MOST_EVIDENCE = 10 * 1024 * 1024  # bytes of an uploaded file
_MOST_WORDS = 2000  # characters
_NEED_WORDS = ("approval", "false_positive")
_BODIES = ("plain", "html", "attachment")


@dataclass(frozen=True)
class Held:
    """The message prepared for its sender. `preview` is the redacted version and `digest` names its bytes, if it can be made."""

    subject: str = field(default="", repr=False)
    found: tuple[Sentence, ...] = field(default=(), repr=False)
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    preview: Shown | None = field(default=None, repr=False)
    digest: str = ""


class SenderPage:
    """What a sender sees and does."""

    def __init__(self, parts: Parts, decider: Decider) -> None:
        self._parts = parts
        self._decider = decider

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/message", for_sender(parts, self.show)),
            Route("/message/preview", for_sender(parts, self.preview_html)),
            Route("/message/ask", for_sender(parts, self.ask), methods=["POST"]),
            Route("/message/leave", for_sender(parts, self.leave), methods=["POST"]),
        ]

    def show(self, visit: Visit, trouble: str = "", status: int = 200) -> Response:
        """The page: choices while the message is held, what became of it afterwards."""
        incident = self._incident(visit)
        ways = ways_out(self._parts.policy().policy, incident.rules)
        held = self._held(incident, ways)
        requests = self._parts.store.reviews.requests(incident.id)
        rules = {rule.id: rule for rule in self._parts.policy().policy.rules}
        reasons = [REASONS[reason] for reason in dict.fromkeys(rules[name].reason for name in incident.rules if name in rules)] or [REASONS["other"]]
        return pages.page(
            visit, self._parts.templates, "sender.html", status=status, trouble=trouble, incident=incident, held=held,
            ways=[one for one in ways.offered if one != "redacted" or held.preview is not None] if incident.state == HELD else [],
            unmade="redacted" in ways.offered and held.preview is None and incident.state == HELD, at_once=ways.at_once, words=WAYS, reasons=reasons,
            places=PLACES, fitting=self._fitting(incident, held) if "consent" in ways.offered and incident.state == HELD else [],
            open_request=next((one for one in requests if one.state == "open"), None), answers=[one for one in requests if one.state in ("granted", "refused")],
            decision=self._parts.store.reviews.decision(incident.id), contact=self._parts.notices.contact,
            typed={key: visit.form.get(key, "")[:_MOST_WORDS] for key in ("way", "words", "evidence")}, bodies=_shown_bodies(held.preview),
        )  # fmt: skip

    def preview_html(self, visit: Visit) -> Response:
        """The redacted version's HTML, for the sandboxed frame."""
        incident = self._incident(visit)
        held = self._held(incident, ways_out(self._parts.policy().policy, incident.rules))
        return framed(held.preview.html if held.preview else "")

    def ask(self, visit: Visit) -> Response:
        """Choose a way out: it is done at once where the rules allow that, else put before those who decide."""
        incident = self._incident(visit)
        if incident.state != HELD:
            raise Refused(409, "not_held_any_more")
        ways = ways_out(self._parts.policy().policy, incident.rules)
        way, words = visit.form.get("way", ""), visit.form.get("words", "").strip()[:_MOST_WORDS]
        if way not in ways.offered:
            raise Refused(403, "not_allowed")
        say = pages.speaker(visit.language)
        if way in _NEED_WORDS and not words:
            return self.show(visit, say("理由を入力してください。担当者が判断するために必要です。", "Please say why: whoever decides needs it."), 400)
        evidence, file = self._evidence(visit, incident) if way == "consent" else ("", None)
        if way == "consent" and not evidence:
            return self.show(visit, say("同意の登録を選ぶか、同意がわかる資料（リンクまたはファイル）を示してください。", "Choose a consent on record, or give evidence: a link or a file."), 400)
        digest = visit.form.get("digest", "")
        try:
            if way == "redacted" and self._decider.redacted(incident)[1] != digest:
                return self.show(visit, say("伏せる箇所が変わりました。もう一度ご確認ください。", "The redacted version has changed since you saw it. Look at it again."), 409)
            if way in ways.at_once:
                self._decider.act_for_sender(incident, way, words, digest)
                return pages.to("/message")
            self._parts.store.reviews.ask(incident.id, way, words, evidence, file, digest if way == "redacted" else "")
        except ShowError:
            return self.show(visit, say("伏せた版を作れません。ほかの方法を選んでください。", "The redacted version cannot be made. Choose another way."), 409)
        except NotHeld:
            raise Refused(409, "not_held_any_more") from None
        except StoreError:
            again = self._parts.store.get(incident.id)
            if again is None or again.state != HELD:
                raise Refused(409, "not_held_any_more") from None
            return self.show(visit, say("いまは送信できませんでした。メールは保留されたままです。少し待ってからお試しください。", "It could not be sent now and stays held. Try again in a while."), 503)
        made = pages.to("/message")
        made.background = BackgroundTask(self._tell, incident, way)
        return made

    def leave(self, visit: Visit) -> Response:
        """End the visit."""
        self._parts.sessions.end(visit.session.token)
        made = pages.page(visit, self._parts.templates, "sender_over.html", contact=self._parts.notices.contact)
        made.delete_cookie(self._parts.sender_cookie, secure=self._parts.secure, httponly=True, samesite="lax")
        return made

    def _incident(self, visit: Visit) -> Incident:
        incident = self._parts.store.get(visit.session.incident)
        if incident is None:
            raise Refused(404, "not_found")
        return incident

    def _held(self, incident: Incident, ways: Ways) -> Held:
        """What there is to show: a message that is gone or cannot be read still has its page."""
        try:
            opened = self._parts.store.open(incident.id)
            chosen = self._decider.to_redact(incident, self._decider.findings(opened.findings))
            shown = self._parts.doors.show(incident.channel, opened.content)
        except (ShowError, StoreError, VaultError):
            return Held()
        subject = next((text.text for text in shown.texts if text.kind == "subject"), "")
        found = tuple(sentences(shown.texts, chosen))
        preview, digest = None, ""
        if "redacted" in ways.offered and incident.state == HELD:
            try:
                content, digest = self._decider.redacted(incident)
                preview = self._parts.doors.show(incident.channel, content)
            except (ShowError, StoreError, VaultError):
                preview, digest = None, ""
        return Held(subject[:200], found, chosen, preview, digest)

    def _fitting(self, incident: Incident, held: Held) -> list[Registered]:
        return self._parts.store.consents.fitting({(one.person, one.entity_type) for one in held.findings}, incident.recipients, time.time())

    def _evidence(self, visit: Visit, incident: Incident) -> tuple[str, bytes | None]:
        """(what to call it, the file): a consent on record that fits, a file, or a link or words."""
        chosen = visit.form.get("consent", "")
        if chosen and any(one.id == chosen for one in self._fitting(incident, self._held(incident, Ways((), frozenset())))):
            return chosen, None
        name, data = visit.files.get("file", ("", b""))
        if len(data) > MOST_EVIDENCE:
            raise Refused(413, "evidence_too_large")
        if data:
            return "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())[:120] or "file", data
        return visit.form.get("evidence", "").strip()[:500], None

    def _tell(self, incident: Incident, way: str) -> None:
        """Let those who decide know that there is a request; never what it says."""
        if not self._parts.notices.enabled:
            return
        department = self._parts.policy().policy.organization.departments.get(incident.department)
        address = f"{self._parts.settings.address}/incidents/{incident.id}"
        for one in deciders(self._parts.accounts.all(), incident.department, department.manager if department else (), time.time()):
            self._parts.doors.write_to(one, *asked(incident.id, way, address), incident=incident.id)


def _shown_bodies(shown: Shown | None) -> list[str]:
    return [text.text for text in shown.texts if text.kind in _BODIES and (text.kind != "html" or text.ref == "body")] if shown else []


__all__ = ["MOST_EVIDENCE", "SenderPage"]
