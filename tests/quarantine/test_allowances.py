"""Exceptions that reviewers make: for a word, a sender or a recipient, by rule, with an end; and what the policy makes of them."""

from __future__ import annotations

import time

import pytest

from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.policy.decide import decide
from gateway.policy.load import policy_from_text
from gateway.quarantine.allowances import STALE, AllowancesInForce
from gateway.verdict import About, Action, Finding, Zone

POLICY = """
version: 1
rules:
  - {id: career, when: {entities: [JP_CAREER_HISTORY]}, action: quarantine}
  - {id: number, when: {entities: [JP_MY_NUMBER]}, action: block}
"""


@pytest.fixture
def in_force(store):
    return AllowancesInForce(store.allowances)


def judged(in_force, *kinds: str, sender: str = "a@own.example", to: str = "b@other.example") -> Action:
    message = Message(Channel.MAIL, Party(sender), (Party(to),), (Part("body", PartKind.PLAIN, "x" * 40),), sender)
    findings = [Finding(kind, "body", 0, 10, 0.9, About.THIRD_PARTY, Zone.BODY, text="前はｻｸﾗ商事") for kind in kinds]
    return decide(message, findings, policy_from_text(POLICY, "p").policy, allowed=in_force).action


def test_a_text_is_left_alone_by_its_rule_and_by_no_other(store, in_force):
    store.allowances.add("editor", "text", "career", "前は サクラ商事", 30, "社名ではない")
    in_force.refresh()
    assert judged(in_force, "JP_CAREER_HISTORY") is Action.PASS
    assert judged(in_force, "JP_MY_NUMBER") is Action.BLOCK


@pytest.mark.parametrize(("kind", "value"), [("sender", "A@own.example"), ("recipient", "b@Other.example")])
def test_a_sender_or_recipient_is_left_alone(store, in_force, kind, value):
    store.allowances.add("editor", kind, "*", value, 30, "採用担当")
    in_force.refresh()
    assert judged(in_force, "JP_CAREER_HISTORY", "JP_MY_NUMBER") is Action.PASS
    assert judged(in_force, "JP_CAREER_HISTORY", sender="c@own.example", to="d@other.example") is Action.QUARANTINE


def test_an_exception_ends_by_itself_and_by_hand(store, in_force, monkeypatch):
    first = store.allowances.add("editor", "sender", "career", "a@own.example", 1, "一日だけ")
    in_force.refresh()
    assert judged(in_force, "JP_CAREER_HISTORY") is Action.PASS
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 90_000)
    assert judged(in_force, "JP_CAREER_HISTORY") is Action.QUARANTINE
    monkeypatch.undo()
    assert store.allowances.revoke(first, "editor")
    assert not store.allowances.revoke(first, "editor")
    in_force.refresh()
    assert judged(in_force, "JP_CAREER_HISTORY") is Action.QUARANTINE
    assert [one.what for one in store.audit.rows()][-2:] == ["allowance_added", "allowance_revoked"]


def test_a_list_that_cannot_be_read_again_allows_nothing(store, in_force, monkeypatch):
    store.allowances.add("editor", "sender", "career", "a@own.example", 1, "x")
    in_force.refresh()
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + STALE + 1)
    assert judged(in_force, "JP_CAREER_HISTORY") is Action.QUARANTINE


@pytest.mark.parametrize(("kind", "value", "days"), [("text", "", 1), ("text", "  ", 1), ("nothing", "x", 1), ("text", "x", 0), ("text", "x", 367)])
def test_an_exception_needs_a_value_and_an_end(store, kind, value, days):
    with pytest.raises(ValueError, match="needs"):
        store.allowances.add("editor", kind, "career", value, days, "x")


def test_what_is_allowed_is_sealed_in_the_store(store, place):
    store.allowances.add("editor", "text", "career", "桜坂リース", 30, "理由も")
    row = place.execute("select * from allowances")[0]
    assert "桜坂リース".encode() not in b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    assert store.allowances.all()[0].value == "桜坂リース"
