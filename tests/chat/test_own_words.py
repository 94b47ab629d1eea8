"""A message read together with the one before is judged by what is new in it."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.chat.own_words import of_own
from gateway.checkpoint import Ruling
from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.policy.decide import decide
from gateway.policy.schema import Policy
from gateway.verdict import About, Action, Finding, Zone

EARLIER, NEW = 0, 20  # where the words stand
OWN_FROM = 10


def found(kind: str, at: int) -> Finding:
    return Finding(kind, "body", at, at + 5, 0.9, About.THIRD_PARTY, Zone.BODY)


def ruled(findings: list[Finding], *rules: dict[str, Any]) -> Ruling:
    to = (Party("a@hibari.example"), Party("b@tsubame.example"))
    message = Message(Channel.SLACK, Party("bot@hibari.example"), to, (Part("body", PartKind.PLAIN, "x" * 40),), "bot@hibari.example", to, size=40)
    policy = Policy.model_validate({"version": 1, "organization": {"domains": ["hibari.example"]}, "rules": [one | {"reason": "other"} for one in rules]})
    return of_own(Ruling("SK000000-00000000", message, decide(message, findings, policy)), lambda one: one.end > OWN_FROM)


CARD = {"id": "card", "when": {"entities": ["CREDIT_CARD"]}, "action": "block"}
PHONE = {"id": "phone", "when": {"entities": ["PHONE_NUMBER"]}, "action": "redact"}
MARK = {"id": "mark", "when": {"entities": ["PERSON"]}, "action": "tag"}


@pytest.mark.parametrize(
    ("findings", "action", "rules", "redact"),
    [
        ([found("CREDIT_CARD", EARLIER)], Action.PASS, (), ()),
        ([found("CREDIT_CARD", NEW)], Action.BLOCK, ("card",), ()),
        ([found("CREDIT_CARD", EARLIER), found("PERSON", NEW)], Action.TAG, ("mark",), ()),
        ([found("CREDIT_CARD", EARLIER), found("PHONE_NUMBER", EARLIER), found("PHONE_NUMBER", NEW)], Action.REDACT, ("phone",), (2,)),
        ([found("CREDIT_CARD", 8), found("PERSON", NEW)], Action.BLOCK, ("card", "mark"), ()),
    ],
)
def test_a_rule_acts_on_what_the_new_words_hold(findings: list[Finding], action: Action, rules: tuple[str, ...], redact: tuple[int, ...]) -> None:
    verdict = ruled(findings, CARD, PHONE, MARK).verdict
    assert (verdict.action, verdict.rules) == (action, rules)
    assert {one.redact for one in verdict.recipients} == {redact}


def test_a_rule_on_trial_that_the_new_words_fire_does_not_act_for_one_that_fired_on_earlier_words() -> None:
    assert ruled([found("CREDIT_CARD", EARLIER), found("PHONE_NUMBER", NEW)], CARD, PHONE | {"mode": "simulate"}).verdict.action is Action.PASS


def test_a_rule_for_some_recipients_acts_for_those() -> None:
    outside = {"id": "out", "when": {"entities": ["PERSON"], "recipients": "external"}, "action": "block"}
    assert [one.action for one in ruled([found("CREDIT_CARD", EARLIER), found("PERSON", NEW)], CARD, outside).verdict.recipients] == [Action.PASS, Action.BLOCK]
