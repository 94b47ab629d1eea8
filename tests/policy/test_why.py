"""Why a rule did not fire: the first key that nothing satisfies, told in words."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.policy.decide import decide
from gateway.policy.load import policy_from_text
from gateway.policy.why import why_not
from gateway.verdict import About, Finding, Relation, Zone

INSIDER, OUTSIDER = Party("tsuda@hinode-shoji.example"), Party("kasuga@nagisa-unyu.example")
CAREER = Finding("JP_CAREER_HISTORY", "body", 0, 5, 0.6, About.UNKNOWN, Zone.BODY, person="a", relation=Relation(hearsay=False))
ACCOUNT = Finding("JP_BANK_ACCOUNT", "body", 0, 5, 0.9, About.SENDER, Zone.SIGNATURE, company_own=True)
NAMES = [Finding("PERSON", "body", i, i + 1, 0.9, About.THIRD_PARTY, Zone.BODY, person=f"name:{i}") for i in range(3)]


def message(*recipients: Party) -> Message:
    return Message(Channel.MAIL, Party("wakui@hinode-shoji.example"), recipients, (Part("body", PartKind.PLAIN, "x" * 10),), size=10)


@pytest.mark.parametrize(
    ("rule", "key", "wanted", "had"),
    [
        ("when: {entities: [JP_SENSITIVE, AGE]}", "entities", "JP_SENSITIVE, AGE", "none of these found"),
        ("when: {entities: [JP_CAREER_HISTORY], about: [third_party]}", "about", "third_party", "only about unknown"),
        ("when: {entities: [JP_CAREER_HISTORY], min_score: 0.8}", "min_score", "0.8", "only score 0.60"),
        ("when: {entities: [JP_CAREER_HISTORY], hearsay: true}", "hearsay", "true", "only no hearsay"),
        ("when: {entities: [JP_CAREER_HISTORY], zones: [quote]}", "zones", "quote", "only body"),
        ("when: {entities: [JP_CAREER_HISTORY], parts: [subject]}", "parts", "subject", "only part body"),
        ("when: {entities: [JP_CAREER_HISTORY], min_count: 2}", "min_count", "2", "1 found"),
        ("when: {entities: [PERSON], min_people: 5}", "min_people", "5", "3 counted"),
        ("when: {entities: [PERSON], min_people: 2, people_with: [AGE]}", "min_people", "2 with AGE", "0 counted"),
        ("when: {entities: [PERSON], recipients: external}", "recipients", "external", "internal only"),
        ("when: {channels: [slack, teams]}", "channels", "slack, teams", "mail"),
        ("when: {rooms: [public, shared]}", "rooms", "public, shared", "no chat room"),
        ("when: {senders: ['*@nagisa-unyu.example']}", "senders", "*@nagisa-unyu.example", "wakui@hinode-shoji.example"),
        ("when: {recipient_domains: [x.example]}", "recipient_domains", "x.example", "tsuda@hinode-shoji.example"),
        ("when: {unreadable: [encrypted]}", "unreadable", "encrypted", "all was read"),
        ("when: {min_size: 100}", "min_size", "100", "10 bytes"),
        ("when: {entities: [JP_BANK_ACCOUNT]}, unless: {company_own: true}", "unless", "company_own: true", "1 of 1 left out"),
        ("when: {entities: [PERSON]}, unless: {senders: [hinode-shoji.example]}", "unless", "senders: hinode-shoji.example", "the exception holds"),
    ],
)
def test_the_first_key_that_failed_is_named_with_what_was_there(rule: str, key: str, wanted: str, had: str) -> None:
    policy = policy_from_text(f"rules:\n- {{id: x, {rule}, action: tag}}\n", "test").policy
    (unmet,) = why_not(policy.rules[0], message(INSIDER), [CAREER, ACCOUNT, *NAMES], policy)
    assert (unmet.condition, unmet.key, unmet.wanted, unmet.had) == (1, key, wanted, had)


def test_of_several_recipients_the_one_who_came_furthest_is_told() -> None:
    policy = policy_from_text("rules:\n- {id: x, when: {entities: [AGE], recipients: external}, action: tag}\n", "test").policy
    (unmet,) = why_not(policy.rules[0], message(INSIDER, OUTSIDER), NAMES, policy)
    assert unmet.key == "entities"


def test_each_condition_is_told_and_a_rule_that_fires_lacks_nothing() -> None:
    policy = policy_from_text("rules:\n- {id: x, when: [{entities: [AGE]}, {about: [public]}], action: tag}\n- {id: y, when: {}, action: tag}\n", "test").policy
    assert [(one.condition, one.key) for one in why_not(policy.rules[0], message(), NAMES, policy)] == [(1, "entities"), (2, "about")]
    assert why_not(policy.rules[1], message(), NAMES, policy) == ()


KEYS = ["entities: [PERSON]", "about: [unknown, third_party]", "min_score: 0.7", "min_count: 2", "min_people: 3", "zones: [body]", "hearsay: false", "recipients: external",
        "company_own: false", "told_to_others: true", "channels: [mail]", "min_size: 11"]  # fmt: skip


@given(st.lists(st.sampled_from(KEYS), unique=True), st.lists(st.sampled_from(KEYS), unique=True, max_size=2), st.lists(st.sampled_from([CAREER, ACCOUNT, *NAMES])))
def test_there_is_a_reason_exactly_when_the_rule_does_not_fire(when: list[str], unless: list[str], findings: list[Finding]) -> None:
    exception = f"unless: {{{', '.join(unless)}}}, " if unless else ""
    policy = policy_from_text(f"rules:\n- {{id: x, when: {{{', '.join(when)}}}, {exception}action: tag}}\n", "test").policy
    for recipients in product((INSIDER, OUTSIDER), repeat=2):
        fired = decide(message(*recipients), findings, policy).fired
        assert bool(why_not(policy.rules[0], message(*recipients), findings, policy)) is not bool(fired)
