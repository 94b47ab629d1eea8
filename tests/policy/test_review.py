"""Who looks at what is held, how soon, how long it is kept, and what a consent on record changes."""

from __future__ import annotations

import pytest

from gateway.configfile import ConfigError
from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.policy.decide import decide
from gateway.policy.load import policy_from_text
from gateway.policy.weight import department_of, severity, strongest
from gateway.policy.why import why_not
from gateway.verdict import About, Action, Finding, Zone

AGENCY, OTHER = Party("agent@jinzai.example"), Party("b@minato-foods.example")
CAREER = Finding("JP_CAREER_HISTORY", "body", 0, 5, 0.9, About.THIRD_PARTY, Zone.BODY, person="name:高橋健一")
HELD = "rules:\n- {id: career, reason: career, when: {entities: [JP_CAREER_HISTORY]}, unless: {consent: true}, action: quarantine}\n"


def message(*recipients: Party) -> Message:
    return Message(Channel.MAIL, Party("s@hibari-soft.example"), recipients, (Part("body", PartKind.PLAIN, "x" * 9),), "s@hibari-soft.example")


def agreed(person: str, entity_type: str, recipient: str) -> bool:
    return (person, entity_type, recipient) == ("name:高橋健一", "JP_CAREER_HISTORY", AGENCY.address)


def test_what_a_person_agreed_to_goes_to_those_they_agreed_to_and_to_nobody_else():
    policy = policy_from_text(HELD, "test").policy
    verdict = decide(message(AGENCY, OTHER), [CAREER], policy, consents=agreed)
    assert [r.action for r in verdict.recipients] == [Action.PASS, Action.QUARANTINE]


def test_without_a_register_nobody_has_agreed():
    policy = policy_from_text(HELD, "test").policy
    assert decide(message(AGENCY), [CAREER], policy).action is Action.QUARANTINE
    assert why_not(policy.rules[0], message(AGENCY), [CAREER], policy) == ()


def test_one_persons_consent_does_not_free_another_in_the_same_mail():
    policy = policy_from_text(HELD, "test").policy
    other = Finding("JP_CAREER_HISTORY", "body", 6, 8, 0.9, About.THIRD_PARTY, Zone.BODY, person="name:高橋健二")
    unnamed = Finding("JP_CAREER_HISTORY", "body", 6, 8, 0.9, About.UNKNOWN, Zone.BODY)
    for second in (other, unnamed):
        verdict = decide(message(AGENCY), [CAREER, second], policy, consents=agreed)
        assert verdict.fired[0].findings == (1,)


def test_a_rule_may_ask_for_missing_consent():
    policy = policy_from_text("rules:\n- {id: r, when: {consent: false}, action: block}\n", "test").policy
    assert decide(message(AGENCY), [CAREER], policy, consents=agreed).action is Action.PASS
    assert decide(message(OTHER), [CAREER], policy, consents=agreed).action is Action.BLOCK


def test_the_strongest_rule_is_the_one_with_the_strongest_action_then_the_weightiest_reason():
    rules = "".join(
        f"- {{id: {name}, reason: {reason}, when: {{entities: [JP_CAREER_HISTORY]}}, action: {action}}}\n"
        for name, reason, action in (("a", "sensitive", "tag"), ("b", "career", "quarantine"), ("c", "identifier", "quarantine"), ("d", "sensitive", "quarantine"))
    )
    verdict = decide(message(OTHER), [CAREER], policy_from_text("rules:\n" + rules, "test").policy)
    found = strongest(verdict)
    assert found is not None
    assert (found.rule, severity(found.reason)) == ("c", 3)
    assert strongest(decide(message(OTHER), [], policy_from_text(HELD, "test").policy)) is None


@pytest.mark.parametrize(("reason", "weight"), [("identifier", 3), ("sensitive", 3), ("bulk", 2), ("career", 2), ("unreadable", 1), ("other", 1), ("", 1)])
def test_severity_follows_the_reason(reason, weight):
    assert severity(reason) == weight


def test_a_sender_belongs_to_the_first_department_that_has_them():
    text = "organization:\n  departments:\n    sales: {members: ['*@sales.hibari.example', mori@hibari.example], manager: [arai@hibari.example]}\n    all: {members: [hibari.example]}\n"
    policy = policy_from_text(text + HELD, "test").policy
    assert department_of(policy, "X@Sales.hibari.example") == "sales"
    assert department_of(policy, "MORI@hibari.example") == "sales"
    assert department_of(policy, "", "kato@hibari.example") == "all"
    assert department_of(policy, "someone@else.example") == ""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("review: {four_eyes: [nothing]}\n", "names the rule 'nothing'"),
        ("review: {service_level_hours: 0}\n", "must be more than 0"),
        ("organization: {departments: {a: {members: [x.example], manager: [nobody]}}}\n", "not a mail address"),
        ("organization: {departments: {a: {manager: [a@x.example]}}}\n", "is missing"),
    ],
)
def test_a_wrong_line_about_review_is_named(text, complaint):
    with pytest.raises(ConfigError, match=complaint):
        policy_from_text(text + HELD, "test")


def test_nothing_is_kept_for_less_than_a_day():
    with pytest.raises(ConfigError, match="retention_days"):
        policy_from_text(HELD.replace("action: quarantine", "action: quarantine, retention_days: 0"), "test")
