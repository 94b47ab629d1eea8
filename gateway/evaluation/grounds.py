"""Why a verdict came out as it did: every rule with the findings that made it fire, or the key at which it failed.

Unlike a log, these tell the texts of the findings: they are for people who may read the message itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.message import Message
from gateway.policy.load import LoadedPolicy
from gateway.policy.why import Unmet, why_not
from gateway.verdict import Finding, Relation, Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding in words. `part`, `start` and `end` place it as in `Finding`; `concerns` are addresses of the person."""

    entity_type: str
    text: str = field(repr=False)
    part: str
    start: int
    end: int
    score: float
    zone: str
    about: str
    person: str = field(repr=False)
    concerns: tuple[str, ...] = field(repr=False)
    relation: Relation | None
    company_own: bool
    explanation: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule of the policy on one message: for whom it fired and why, or what its conditions lacked."""

    rule: str
    description: str
    reason: str
    action: str
    mode: str
    fired: bool
    recipients: tuple[str, ...] = field(default=(), repr=False)
    findings: tuple[Evidence, ...] = ()
    unmet: tuple[Unmet, ...] = ()


def evidence(finding: Finding, texts: Mapping[str, str]) -> Evidence:
    """A finding with its text; `texts` are the parts' by ref."""
    f = finding
    said = texts.get(f.part, "")[f.start : f.end] or f.text
    return Evidence(
        f.entity_type, said, f.part, f.start, f.end, f.score, f.zone.value, f.about.value, f.person, f.concerns, f.relation, f.company_own, f.explanation
    )


def grounds(message: Message, verdict: Verdict, loaded: LoadedPolicy) -> tuple[RuleOutcome, ...]:
    """Every rule in the order of the policy, which must be the one that gave `verdict`."""
    texts = {part.ref: part.text for part in message.parts}
    fired = {one.rule: one for one in verdict.fired}
    told = []
    for rule in loaded.policy.rules:
        one = fired.get(rule.id)
        if one is not None:
            findings = tuple(evidence(verdict.findings[i], texts) for i in one.findings)
            told.append(RuleOutcome(rule.id, rule.description, rule.reason, rule.action, rule.mode.value, True, one.recipients, findings))
        else:
            unmet = why_not(rule, message, verdict.findings, loaded.policy)
            told.append(RuleOutcome(rule.id, rule.description, rule.reason, rule.action, rule.mode.value, False, unmet=unmet))
    return tuple(told)
