"""What may become of a held message, and doing it: release, release redacted, return, delete, false positive. Once each, on record."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any

from gateway.console.letters import answered, decided, returned
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.visit import Refused, Visit
from gateway.message import Channel
from gateway.quarantine import reviews
from gateway.quarantine.links import SENDER
from gateway.quarantine.reviews import GRANTED_BY, Approval, Request
from gateway.quarantine.store import HELD, REFUSED, Incident, StoreError
from gateway.shown import ShowError
from gateway.verdict import About, Finding, Relation, Zone

NEEDS = {
    "release": May.RELEASE, "released_redacted": May.DECIDE, "return": May.DECIDE, "delete": May.DECIDE, "withdraw": May.DECIDE, "false_positive": May.DECIDE, "reveal": May.REVEAL,
}  # fmt: skip
GRANTING = {"redacted": "released_redacted", "approval": "release", "consent": "release", "false_positive": "release", "withdraw": "withdraw"}
AT_ONCE = {"redacted": "released_redacted", "withdraw": "withdraw"}
WITH_REASON = frozenset(("release", "return", "delete", "reveal"))


class Decider:
    """Decides about incidents on a visitor's word."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def visible(self, visit: Visit, reference: str) -> Incident | None:
        """The incident, if there is one and it is of a department the visitor may see."""
        incident = self._parts.store.get(reference)
        if incident is None or (visit.departments is not None and incident.department not in visit.departments):
            return None
        return incident

    def findings(self, plain: tuple[dict[str, Any], ...]) -> tuple[Finding, ...]:
        """Findings as they were stored."""
        return tuple(_finding(one) for one in plain)

    def to_redact(self, incident: Incident, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """What the redacted version leaves out: whatever the rules that fired could have meant."""
        rules = {rule.id: rule for rule in self._parts.policy().policy.rules}
        meant: set[int] = set()
        for name in incident.rules:
            rule = rules.get(name)
            for condition in rule.when if rule else ():
                for i, one in enumerate(findings):
                    if (not condition.entities or one.entity_type in condition.entities) and (not condition.about or one.about in condition.about):
                        meant.add(i)
        people = {findings[i].person for i in meant if findings[i].person}
        return tuple(
            one for i, one in enumerate(findings)
            if i in meant or (one.person in people and one.entity_type not in ("PERSON", "ORGANIZATION") and one.about in (About.THIRD_PARTY, About.UNKNOWN))
        )  # fmt: skip

    def redacted(self, incident: Incident) -> tuple[bytes, str]:
        """(the redacted message, a hash that names exactly these bytes). Raises ShowError, StoreError."""
        opened = self._parts.store.open(incident.id)
        chosen = self.to_redact(incident, self.findings(opened.findings))
        if not chosen:
            raise ShowError("nothing in it can be taken out by the rules that fired")
        content = self._parts.doors.redacted(incident.channel, opened.content, chosen)
        return content, hashlib.sha256(content).hexdigest()

    def four_eyes(self, incident: Incident) -> bool:
        """Whether a second person must agree to reveal or release it."""
        return not set(incident.rules).isdisjoint(self._parts.policy().policy.review.four_eyes)

    def agreed(self, visit: Visit, incident: Incident, what: str) -> bool:
        """Whether the visitor's wish was agreed to by somebody else."""
        return any(one.what == what and one.agreed_at and one.asked_by == visit.actor for one in self._parts.store.reviews.approvals(incident.id))

    def act(self, visit: Visit, incident: Incident, action: str, words: str, expected: str = "", asked: str = "") -> bool:
        """Do it, or ask a second person where the policy wants that (then false). Raises Refused, StoreError.

        `expected` is the hash of the redacted message that the visitor saw: nothing else is sent. `asked` is the way out
        that the sender asks for, which is reason enough.
        """
        if action not in NEEDS or NEEDS[action] not in visit.may:
            raise Refused(403, "not_allowed")
        if action == "withdraw" and asked != "withdraw":
            raise Refused(403, "not_allowed")
        if action in WITH_REASON and not words.strip() and not asked:
            raise Refused(400, "reason_needed")
        if incident.state not in (HELD, REFUSED) and action != "false_positive":
            raise Refused(409, "not_held_any_more")
        if action in ("release", "released_redacted", "reveal") and self.four_eyes(incident) and not self.agreed(visit, incident, action):
            self._parts.store.reviews.ask_second(incident.id, action, visit.actor, words)
            return False
        self._do(incident, action, visit.actor, words, expected)
        return True

    def act_for_sender(self, incident: Incident, way: str, words: str, expected: str) -> None:
        """Do what a sender may without a reviewer: withdraw, or send the redacted version they saw. Raises Refused, StoreError."""
        if incident.state != HELD:
            raise Refused(409, "not_held_any_more")
        self._do(incident, AT_ONCE[way], SENDER, words, expected)

    def answer(self, visit: Visit, incident: Incident, request: str, granted: bool, words: str) -> bool:
        """Grant what the sender asks for, which does it at once, or refuse with words; false when a second person must agree."""
        asked = next((one for one in self._parts.store.reviews.requests(incident.id) if one.id == request and one.state == reviews.OPEN), None)
        if asked is None:
            raise Refused(409, "not_held_any_more")
        if granted:
            return self.act(visit, incident, GRANTING[asked.way], words, asked.digest, asked.way)
        if May.DECIDE not in visit.may:
            raise Refused(403, "not_allowed")
        if not words.strip():
            raise Refused(400, "reason_needed")
        if self._parts.store.reviews.answer(asked.id, visit.actor, granted=False, words=words):
            self._tell(incident, answered(incident.id, asked.way, words))
        return True

    def agree(self, visit: Visit, incident: Incident, approval: str) -> Approval:
        """Agree to a colleague's wish; what they wished to send is sent. Raises Refused, StoreError."""
        wish = next((one for one in self._parts.store.reviews.approvals(incident.id) if one.id == approval), None)
        if wish is None or May.APPROVE not in visit.may:
            raise Refused(403, "not_allowed")
        if wish.asked_by == visit.actor:
            raise Refused(409, "second_person_needed")
        if wish.what != "reveal" and incident.state != HELD:
            raise Refused(409, "not_held_any_more")
        agreed = self._parts.store.reviews.agree(approval, visit.actor)
        if agreed is None:
            raise Refused(409, "second_person_needed")
        if agreed.what != "reveal":
            self._do(incident, agreed.what, agreed.asked_by, agreed.reason, "")
        return agreed

    def _do(self, incident: Incident, action: str, actor: str, words: str, expected: str) -> None:
        store = self._parts.store
        if action == "release":
            self._parts.doors.release(incident.id, actor)
            store.reviews.decide(incident, reviews.RELEASED, actor, words)
        elif action == "released_redacted":
            content, seen = self.redacted(incident)
            if expected and expected != seen:
                raise Refused(409, "preview_changed")
            self._parts.doors.release(incident.id, actor, content)
            store.reviews.decide(incident, reviews.REDACTED, actor, words)
        elif action in _ENDING:
            what, detail = _ENDING[action]
            if not store.delete(incident.id, actor, detail, among=(incident.state,)):
                raise StoreError(f"{incident.id} is not {incident.state} any more")
            store.reviews.decide(incident, what, actor, words)
        elif action == "false_positive":
            store.reviews.mark_false_positive(incident, actor)
            return
        self._close_requests(incident, action, actor, words)
        if not writable(incident):
            return
        if action == "return":
            self._parts.doors.write_to(incident.sender, *returned(incident.id, words), incident=incident.id)
        elif actor != SENDER:
            self._tell(incident, decided(incident.id, action, words))

    def _close_requests(self, incident: Incident, action: str, actor: str, words: str) -> None:
        asked: list[Request] = [one for one in self._parts.store.reviews.requests(incident.id) if one.state == reviews.OPEN]
        for one in asked:
            granted = action in GRANTED_BY[one.way]
            self._parts.store.reviews.answer(one.id, actor, granted=granted, words=words)
            if granted and one.way == "false_positive":
                self._parts.store.reviews.mark_false_positive(incident, actor)

    def _tell(self, incident: Incident, letter: tuple[str, str]) -> None:
        if self._parts.notices.enabled and writable(incident) and self._parts.ours(incident.sender):
            self._parts.doors.write_to(incident.sender, *letter, incident=incident.id)


def writable(incident: Incident) -> bool:
    """Whether a letter reaches the sender: authors in chat go by a name that only this gateway knows."""
    return incident.channel == Channel.MAIL and "@" in incident.sender


_ENDING = {  # action → (decision, words in the audit log)
    "delete": (reviews.DELETED, "by a reviewer"), "return": (reviews.RETURNED, "returned to the sender"), "withdraw": (reviews.WITHDRAWN, "withdrawn by the sender"),
}  # fmt: skip
_NAMES = frozenset(one.name for one in fields(Finding))


def _finding(plain: dict[str, Any]) -> Finding:
    values = {key: value for key, value in plain.items() if key in _NAMES}
    values["about"], values["zone"] = About(values["about"]), Zone(values["zone"])
    values["concerns"] = tuple(values.get("concerns") or ())
    values["relation"] = Relation(**values["relation"]) if values.get("relation") else None
    return Finding(**values)
