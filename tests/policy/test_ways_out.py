"""What the sender of a held message may choose is what every rule that holds it allows."""

from __future__ import annotations

import pytest

from gateway.configfile import ConfigError
from gateway.policy.load import policy_from_text
from gateway.policy.ways import WAYS, ways_out

RULES = """
review: {four_eyes: [%s]}
rules:
- {id: career, when: {}, action: quarantine, self_service: [redacted, withdraw]}
- {id: health, when: {}, action: quarantine, ways_out: [redacted, approval, withdraw]}
- {id: list, when: {}, action: tag, ways_out: []}
- {id: hide, when: {}, action: redact, ways_out: [approval]}
- {id: never, when: {}, action: block, ways_out: []}
"""


def ways(*fired: str, four_eyes: str = ""):
    found = ways_out(policy_from_text(RULES % four_eyes, "p").policy, fired)
    return list(found.offered), sorted(found.at_once)


def test_without_a_word_in_the_policy_everything_may_be_chosen_and_only_withdrawing_is_immediate():
    policy = policy_from_text("rules:\n- {id: a, when: {}, action: quarantine}\n", "p").policy
    found = ways_out(policy, ["a"])
    assert found.offered == WAYS
    assert found.at_once == {"withdraw"}


def test_of_two_rules_the_sender_gets_what_both_allow():
    assert ways("career") == (list(WAYS), ["redacted", "withdraw"])
    assert ways("career", "health") == (["redacted", "approval", "withdraw"], ["withdraw"])
    assert ways("career", "never") == ([], [])


def test_rules_that_only_tag_take_nothing_away():
    assert ways("career", "list") == (list(WAYS), ["redacted", "withdraw"])


def test_a_message_held_because_it_could_not_be_redacted_follows_the_rule_that_wanted_it():
    assert ways("hide") == (["approval"], [])


def test_a_rule_that_the_policy_has_no_more_sends_nothing_by_itself():
    assert ways("gone") == (list(WAYS), ["withdraw"])
    assert ways("career", "gone") == (list(WAYS), ["withdraw"])


def test_where_two_pairs_of_eyes_are_wanted_nothing_is_sent_without_a_reviewer():
    assert ways("career", four_eyes="career") == (list(WAYS), ["withdraw"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ways_out: [approval], self_service: [redacted]", "self_service names 'redacted', which ways_out does not have"),
        ("self_service: [approval]", "'approval' is not known"),
        ("ways_out: [bribe]", "'bribe' is not known"),
    ],
)
def test_mistakes_in_the_ways_out_are_said(text, said):
    with pytest.raises(ConfigError) as error:
        policy_from_text(f"rules:\n- {{id: a, when: {{}}, action: quarantine, {text}}}\n", "p")
    assert said in str(error.value)


def test_leaving_out_a_way_needs_no_second_key():
    policy_from_text("rules:\n- {id: a, when: {}, action: quarantine, ways_out: [approval]}\n", "p")


def test_escalation_comes_after_the_service_level():
    review = policy_from_text("review: {service_level_hours: 3}\nrules: []\n", "p").policy.review
    assert (review.escalate_after, review.digest_hour) == (6, 9)
    with pytest.raises(ConfigError, match="escalate_after_hours must not be less"):
        policy_from_text("review: {service_level_hours: 3, escalate_after_hours: 2}\nrules: []\n", "p")
    with pytest.raises(ConfigError, match="not a mail address"):
        policy_from_text("review: {escalate_to: [ciso]}\nrules: []\n", "p")
