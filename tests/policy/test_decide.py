"""Rules decide as the policy file says: pure, for each recipient, the strongest action winning."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.message import Channel, Message, Part, PartKind, Party, Unreadable, UnreadableReason
from gateway.policy.decide import decide
from gateway.policy.load import policy_from_text
from gateway.verdict import About, Action, Finding, Mode, Relation, Zone

CAREER = Finding("JP_CAREER_HISTORY", "body", 0, 5, 0.9, About.THIRD_PARTY, Zone.BODY, person="水野")
OUTSIDER, INSIDER = Party("a@minato-foods.example"), Party("b@hibari-soft.example")


def policy(rules: str, organization: str = "domains: [hibari-soft.example]"):
    return policy_from_text(f"organization:\n  {organization}\nrules:\n{rules}", "test").policy


def message(*recipients: Party, **fields) -> Message:
    parts = (Part("body", PartKind.PLAIN, "x" * 100), Part("subject", PartKind.SUBJECT, "x" * 20))
    return Message(Channel.MAIL, Party("s@hibari-soft.example", "柏木"), recipients, parts, "s@hibari-soft.example", **fields)


def test_the_strongest_rule_wins():
    rules = "".join(f"- {{id: r-{a}, when: {{entities: [JP_CAREER_HISTORY]}}, action: {a}}}\n" for a in ("redact", "quarantine", "tag"))
    verdict = decide(message(OUTSIDER), [CAREER], policy(rules))
    assert verdict.action is Action.QUARANTINE
    assert verdict.rules == ("r-redact", "r-quarantine", "r-tag")


def test_each_recipient_is_judged_alone():
    verdict = decide(message(OUTSIDER, INSIDER), [CAREER], policy("- {id: out, when: {about: [third_party], recipients: external}, action: block}"))
    assert [(r.address, r.action) for r in verdict.recipients] == [(OUTSIDER.address, Action.BLOCK), (INSIDER.address, Action.PASS)]
    assert verdict.action is Action.BLOCK


def test_simulated_rules_act_on_nothing_but_are_told():
    verdict = decide(message(OUTSIDER), [CAREER], policy("- {id: s, when: {about: [third_party]}, action: block, mode: simulate}"))
    assert verdict.action is Action.PASS
    assert [(f.rule, f.mode) for f in verdict.fired] == [("s", Mode.SIMULATE)]
    assert verdict.rules == ()


def test_without_domains_the_senders_own_counts_as_inside():
    rules = "- {id: out, when: {recipients: external}, action: tag}"
    verdict = decide(message(OUTSIDER, INSIDER), [], policy(rules, "domains: []"))
    assert [r.action for r in verdict.recipients] == [Action.TAG, Action.PASS]


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ("{}", True),
        ("{entities: [JP_CAREER_HISTORY]}", True),
        ("{entities: [CREDIT_CARD]}", False),
        ("{min_score: 0.9}", True),
        ("{min_score: 0.91}", False),
        ("{min_count: 2}", False),
        ("{min_people: 1}", True),
        ("{min_people: 2}", False),
        ("{about: [sender, recipient]}", False),
        ("{about: [third_party], zones: [quote]}", False),
        ("{zones: [body]}", True),
        ("{parts: [subject]}", False),
        ("{parts: [plain]}", True),
        ("{hearsay: true}", False),
        ("{hearsay: false}", True),
        ("{company_own: true}", False),
        ("{told_to_others: true}", True),
        ("{recipients: external}", True),
        ("{recipients: internal}", False),
        ("{recipient_domains: ['*.example']}", True),
        ("{recipient_domains: [minato-foods.example]}", True),
        ("{recipient_domains: [foods.example]}", False),
        ("{recipient_groups: [partners]}", True),
        ("{sender_groups: [partners]}", False),
        ("{senders: ['s@*']}", True),
        ("{senders: [hibari-soft.example]}", True),
        ("{senders: ['t@*']}", False),
        ("{channels: [mail]}", True),
        ("{channels: [slack]}", False),
        ("{min_size: 500}", True),
        ("{min_size: 501}", False),
        ("{unreadable: [encrypted]}", True),
        ("{unreadable: [charset]}", False),
        ("{unreadable: [encrypted], recipients: internal}", False),
        ("{entities: [JP_CAREER_HISTORY], unreadable: [charset]}", False),
        ("[{entities: [CREDIT_CARD]}, {about: [third_party]}]", True),
    ],
)
def test_what_each_key_means(condition, fires):
    rules = policy(f"- {{id: r, when: {condition}, action: block}}", "domains: [hibari-soft.example]\n  groups: {partners: ['*@minato-foods.example']}")
    told = message(OUTSIDER, size=500, unreadable=(Unreadable("2", UnreadableReason.ENCRYPTED),))
    assert (decide(told, [CAREER], rules).action is Action.BLOCK) == fires


@pytest.mark.parametrize(
    ("exception", "held"),
    [
        ("{company_own: true}", True),
        ("{senders: [s@hibari-soft.example]}", False),
        ("{recipients: external}", False),
        ("{recipients: internal}", True),
        ("{about: [third_party]}", False),
        ("{about: [third_party], recipients: internal}", True),
        ("[{about: [sender]}, {zones: [body]}]", False),
    ],
)
def test_exceptions_leave_out_findings_recipients_and_senders(exception, held):
    rules = policy(f"- {{id: r, when: {{entities: [JP_CAREER_HISTORY]}}, unless: {exception}, action: quarantine}}")
    assert (decide(message(OUTSIDER), [CAREER], rules).action is Action.QUARANTINE) == held


def test_a_recipients_own_career_matters_when_others_read_it():
    rules = policy("- {id: r, when: {about: [recipient], told_to_others: true}, action: quarantine}")
    own = Finding("JP_CAREER_HISTORY", "body", 0, 5, 0.9, About.RECIPIENT, Zone.BODY, person="水野", concerns=(OUTSIDER.address,))
    assert decide(message(OUTSIDER), [own], rules).action is Action.PASS
    assert decide(message(OUTSIDER, Party("other@minato-foods.example")), [own], rules).action is Action.QUARANTINE
    assert decide(message(OUTSIDER, addressed=(OUTSIDER, Party("seen-in-cc@x.example"))), [own], rules).action is Action.QUARANTINE


def test_hearsay_is_told_by_the_relation():
    rules = policy("- {id: r, when: {about: [recipient], hearsay: true}, action: quarantine}")
    for hearsay in (True, False):
        own = Finding("JP_CAREER_HISTORY", "body", 0, 5, 0.9, About.RECIPIENT, Zone.BODY, relation=Relation(hearsay=hearsay))
        assert (decide(message(OUTSIDER), [own], rules).action is Action.QUARANTINE) == hearsay


def test_five_people_with_something_beside_their_name_are_a_list():
    rules = policy("- {id: bulk, when: {entities: [PERSON], about: [third_party], min_people: 5, people_with: [PHONE_NUMBER]}, action: quarantine}")

    def people(count, with_phone):
        found = []
        for n in range(count):
            found.append(Finding("PERSON", "body", n, n + 1, 0.9, About.THIRD_PARTY, Zone.BODY, person=f"p{n}"))
            if n < with_phone:
                found.append(Finding("PHONE_NUMBER", "body", n, n + 1, 0.9, About.THIRD_PARTY, Zone.BODY, person=f"p{n}"))
        return decide(message(OUTSIDER), found, rules).action

    assert people(5, 5) is Action.QUARANTINE
    assert people(5, 4) is Action.PASS
    assert people(4, 4) is Action.PASS


def test_redaction_names_the_findings_of_redacting_rules_only_for_those_who_get_it_redacted():
    rules = policy(
        "- {id: red, when: {entities: [JP_CAREER_HISTORY]}, action: redact}\n"
        "- {id: hold, when: {entities: [JP_CAREER_HISTORY], recipients: internal}, action: quarantine}"
    )
    phone = Finding("PHONE_NUMBER", "body", 9, 12, 0.9, About.SENDER, Zone.SIGNATURE)
    verdict = decide(message(OUTSIDER, INSIDER), [phone, CAREER], rules)
    assert [(r.action, r.redact) for r in verdict.recipients] == [(Action.REDACT, (1,)), (Action.QUARANTINE, ())]


def test_a_draft_without_recipients_is_judged_as_if_sent_outside():
    assert decide(message(), [CAREER], policy("- {id: r, when: {about: [third_party]}, action: block}")).action is Action.BLOCK


findings = st.builds(
    Finding,
    st.sampled_from(["PERSON", "JP_CAREER_HISTORY", "CREDIT_CARD"]),
    st.just("body"),
    st.integers(0, 5),
    st.integers(6, 9),
    st.floats(0, 1),
    st.sampled_from(list(About)),
    st.sampled_from(list(Zone)),
)


@given(st.lists(findings, max_size=4), st.lists(st.sampled_from([OUTSIDER, INSIDER]), unique=True))
def test_more_rules_never_weaken_a_verdict_and_their_order_does_not_matter(found, recipients):
    rules = [
        "- {id: a, when: {about: [third_party]}, action: tag}\n",
        "- {id: b, when: {entities: [CREDIT_CARD], min_score: 0.5}, action: block}\n",
        "- {id: c, when: {entities: [PERSON], recipients: external}, unless: {zones: [signature]}, action: redact}\n",
    ]
    told = message(*recipients)
    whole = decide(told, found, policy("".join(rules)))
    for order in itertools.permutations(rules):
        assert {(r.address, r.action) for r in decide(told, found, policy("".join(order))).recipients} == {(r.address, r.action) for r in whole.recipients}
    for rule in rules:
        weaker = decide(told, found, policy(rule))
        assert all(w.action <= s.action for w, s in zip(weaker.recipients, whole.recipients, strict=True))
