"""この方について、誰に何を送ったか: what was told about somebody is found however the name was written, and only then."""

from __future__ import annotations

import time

import pytest

from gateway.quarantine.ledger_entry import Telling, tellings
from gateway.quarantine.ledger_writer import MOST_WAITING, LedgerWriter
from gateway.quarantine.store import StoreError
from gateway.verdict import About, Finding, Zone
from tests.quarantine.held import hold


def telling(person: str, incident: str = "SK1", outcome: str = "delivered", at: float | None = None, types=("JP_CAREER_HISTORY",)) -> Telling:
    return Telling(incident, time.time() if at is None else at, person, types, outcome, "a@x.example", ("b@y.example", "c@z.example"))


def finding(kind: str, person: str, about: About = About.THIRD_PARTY) -> Finding:
    return Finding(kind, "body", 0, 1, 0.9, about, Zone.BODY, person=person)


def matches(store, name: str) -> list[tuple[str, str]]:
    return [(one.name, one.match) for one in store.ledger.search(name)]


@pytest.mark.parametrize("asked", ["髙橋健一様", "高橋 健一さん", "高橋　健一", "髙橋健一部長様"])
def test_a_person_is_found_however_the_name_is_written(store, asked):
    store.ledger.add([telling("高橋健一"), telling("佐野")])
    assert matches(store, asked) == [("高橋健一", "exact")]


def test_a_surname_finds_full_names_and_a_full_name_the_surname_as_possible(store):
    store.ledger.add([telling("高橋", at=3), telling("高橋健一", at=2), telling("高橋健二", at=1), telling("高木", at=4)])
    assert matches(store, "高橋さん") == [("高橋", "exact"), ("高橋健一", "possible"), ("高橋健二", "possible")]
    assert matches(store, "高橋健一") == [("高橋健一", "exact"), ("高橋", "possible")]
    assert matches(store, "高橋健一郎") == [("高橋", "possible"), ("高橋健一", "possible")]
    assert matches(store, "健一") == matches(store, "様") == matches(store, "") == []
    assert matches(store, "森") == []


def test_a_surname_of_one_character_is_found_too(store):
    store.ledger.add([telling("森", at=2), telling("森さくら", at=1)])
    assert matches(store, "森様") == [("森", "exact"), ("森さくら", "possible")]


def test_no_name_and_no_address_is_readable_in_the_database(store, place):
    store.ledger.add([telling("高橋健一")])
    stored = place.stored()
    assert b"delivered" in stored
    for secret in ("高橋", "健一", "\\u9ad8", "a@x.example", "b@y.example"):
        assert secret.encode() not in stored


def test_the_search_is_on_record_but_not_the_name(store, place):
    store.ledger.search("高橋健一", "auditor@x.example")
    (row,) = store.audit.rows()
    assert (row.actor, row.what, row.detail) == ("auditor@x.example", "people_searched", "")
    assert "高橋".encode() not in place.stored()


def test_what_was_held_is_on_file_in_the_same_commit_and_follows_its_fate(store):
    for name in ("SK1", "SK2", "SK3"):
        store.hold(hold(name, tellings=(telling("高橋", name, "held"),)))
    with pytest.raises(StoreError):
        store.hold(hold("SK3", tellings=(telling("佐野", "SK3", "held"),)))
    assert store.ledger.search("佐野") == []
    store.claim("SK1", "a")
    store.unclaim("SK1", "a", "next hop down")
    assert {one.outcome for one in store.ledger.search("高橋")} == {"held"}
    store.claim("SK1", "a")
    store.released("SK1", "a", "250")
    store.delete("SK1", "a")  # it went out all the same
    store.delete("SK2", "a")
    store.expire(time.time() + 31 * 86400)
    assert {one.incident: one.outcome for one in store.ledger.search("高橋")} == {"SK1": "released", "SK2": "deleted", "SK3": "expired"}


def test_only_third_people_with_a_name_are_on_file_once_each():
    findings = (
        finding("PERSON", "name:高橋"), finding("JP_CAREER_HISTORY", "name:高橋"), finding("PERSON", "name:佐野"),
        finding("PERSON", "recipient:b@y.example", About.RECIPIENT), finding("PERSON", "name:堀", About.COLLEAGUE), finding("AGE", ""),
    )  # fmt: skip
    found = tellings("SK1", 1.0, "a@x.example", ["b@y.example"], findings, "held")
    assert {(one.person, one.entity_types, one.outcome) for one in found} == {
        ("高橋", ("JP_CAREER_HISTORY", "PERSON"), "held"), ("佐野", ("PERSON",), "held"),
    }  # fmt: skip


def test_what_was_taken_out_is_told_apart_from_what_went():
    findings = (finding("PERSON", "name:高橋"), finding("JP_EMPLOYER", "name:高橋"))
    found = tellings("SK1", 1.0, "a@x.example", ["b@y.example"], findings, "delivered", redacted=(1,))
    assert {(one.entity_types, one.outcome) for one in found} == {(("PERSON",), "delivered"), (("JP_EMPLOYER",), "redacted")}


def test_a_name_without_end_is_cut_and_still_found(store):
    long = "寿限無" * 1000
    (one,) = tellings("SK1", 1.0, "a@x.example", ["b@y.example"], (finding("PERSON", "name:" + long),), "held")
    store.ledger.add([one])
    assert [match for _, match in matches(store, long)] == ["exact"]


def test_old_entries_go_after_their_time(store):
    now = time.time()
    store.ledger.add([telling("高橋", f"SK{n}", at=now - 400 * 86400) for n in range(3)] + [telling("高橋", "SK9", at=now)])
    assert store.ledger.prune(365) == 3
    assert [one.incident for one in store.ledger.search("高橋")] == ["SK9"]
    assert store.ledger.prune(365) == 0


def test_the_writer_hands_everything_over_within_a_second(store):
    complaints: list[tuple[str, str, str]] = []
    writer = LedgerWriter(store.ledger, lambda *one: complaints.append(one))
    writer.start()
    began = time.perf_counter()
    for n in range(200):
        writer.put((telling("高橋", f"SK{n}"),))
    assert time.perf_counter() - began < 2
    deadline = time.monotonic() + 5
    while len(store.ledger.search("高橋")) < 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(store.ledger.search("高橋")) == 200
    writer.put((telling("佐野"),))
    writer.stop()
    assert len(store.ledger.search("佐野")) == 1
    assert complaints == []


def test_what_cannot_be_written_is_tried_again_and_in_the_end_counted(store, place, monkeypatch):
    complaints: list[tuple[str, str, str]] = []
    writer = LedgerWriter(store.ledger, lambda *one: complaints.append(one))
    add = store.ledger.add

    def down(_entries) -> None:
        raise StoreError("the store does not answer")

    monkeypatch.setattr(store.ledger, "add", down)
    writer.put([telling("高橋")] * (MOST_WAITING + 5))
    writer._write()
    assert [kind for kind, _, _ in complaints] == ["ledger_given_up", "ledger_not_written"]
    assert complaints[0][2].startswith("5 entries")
    monkeypatch.setattr(store.ledger, "add", lambda entries: add(entries[:1]))
    writer.stop()
    assert writer._waiting == []
