"""What senders ask for and what becomes of it, on both databases: only about what is held, one request at a time, nothing lost."""

from __future__ import annotations

import threading

import pytest

from gateway.quarantine.reviews import GRANTED_BY, WAYS, NotHeld
from tests.quarantine.held import hold


@pytest.fixture
def held(store):
    store.hold(hold("SK1"))
    return store


def test_a_request_keeps_words_evidence_and_what_was_seen(held):
    made = held.reviews.ask("SK1", "consent", "同意書があります", "同意書.pdf", b"%PDF", "d" * 64)
    (kept,) = held.reviews.requests("SK1")
    assert kept == made
    assert (kept.words, kept.evidence, kept.file, kept.digest) == ("同意書があります", "同意書.pdf", True, "d" * 64)
    assert held.reviews.evidence(kept.id) == b"%PDF"
    held.reviews.answer(kept.id, "kudo", granted=False, words="原本が必要です")
    (kept,) = held.reviews.requests("SK1")
    assert (kept.state, kept.answer, kept.words, kept.digest) == ("refused", "原本が必要です", "同意書があります", "d" * 64)
    assert held.reviews.evidence(kept.id) == b"%PDF"


def test_a_new_request_overtakes_the_one_before(held):
    held.reviews.ask("SK1", "approval", "a")
    held.reviews.ask("SK1", "false_positive", "b")
    assert [one.state for one in held.reviews.requests("SK1")] == ["overtaken", "open"]
    assert held.reviews.open_requests(["SK1", "SK2"]) == {"SK1": "false_positive"}


@pytest.mark.parametrize("state", ["releasing", "released", "deleted", "gone"])
def test_nothing_is_asked_about_what_waits_no_more(held, state):
    if state in ("releasing", "released"):
        held.claim("SK1", "a")
    if state == "released":
        held.released("SK1", "a", "250")
    if state == "deleted":
        held.delete("SK1", "a")
    with pytest.raises(NotHeld):
        held.reviews.ask("SK2" if state == "gone" else "SK1", "approval", "x")
    assert held.reviews.requests("SK1") == []
    assert "asked" not in [what for _, _, what, _ in held.events("SK1")]


def test_asking_and_releasing_at_once_never_leaves_a_request_about_what_is_gone(held, opened):
    other = opened()
    for n in range(8):
        reference = f"R{n}"
        held.hold(hold(reference))
        outcome = []

        def ask(reference=reference, outcome=outcome):
            try:
                other.reviews.ask(reference, "approval", "x")
                outcome.append("asked")
            except NotHeld:
                outcome.append("too late")

        asking = threading.Thread(target=ask)
        asking.start()
        held.claim(reference, "kudo")
        asking.join()
        what = [what for _, _, what, _ in held.events(reference)]
        assert (outcome == ["asked"]) == ("asked" in what)
        if "asked" in what:
            assert what.index("asked") < what.index("release_started")


def test_a_request_is_answered_once(held):
    made = held.reviews.ask("SK1", "approval", "x")
    assert held.reviews.answer(made.id, "kudo", granted=True)
    assert not held.reviews.answer(made.id, "noda", granted=False, words="y")
    assert held.reviews.requests("SK1")[0].answered_by == "kudo"


def test_a_false_positive_said_later_does_not_undo_what_was_decided(held):
    incident = held.get("SK1")
    held.reviews.decide(incident, "released", "kudo", "問題なし")
    held.reviews.mark_false_positive(incident, "kudo")
    found = held.reviews.decision("SK1")
    assert (found.what, found.false_positive, found.words) == ("released", True, "問題なし")


def test_a_message_is_withdrawn_only_while_it_is_held(held):
    held.claim("SK1", "kudo")
    held.released("SK1", "kudo", "250")
    assert not held.delete("SK1", "sender", "withdrawn", among=("held",))
    assert held.get("SK1").state == "released"


def test_every_way_out_can_be_granted(held):
    assert set(GRANTED_BY) == set(WAYS)
