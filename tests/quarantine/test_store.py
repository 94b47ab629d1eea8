"""What is held is safe, secret, and released by exactly one."""

from __future__ import annotations

import multiprocessing
import time

import pytest
from sqlalchemy import select, update

from gateway.quarantine.store import DELETED, HELD, REFUSED, RELEASED, StoreError
from gateway.quarantine.tables import SettledRow
from gateway.quarantine.vault import Vault, VaultError
from tests.quarantine.held import CONTENT, hold


def test_a_held_message_comes_back_as_it_was(store):
    store.hold(hold())
    opened = store.open("SK1")
    assert (opened.content, opened.options) == (CONTENT, ("BODY=8BITMIME",))
    assert opened.findings[0]["text"] == "桜坂リース"
    (incident,) = store.incidents()
    assert (incident.state, incident.rules, incident.entity_types, incident.size) == (HELD, ("career",), ("JP_EMPLOYER",), len(CONTENT))


def test_nothing_of_the_message_is_readable_on_disk(store, place, tmp_path):
    store.hold(hold())
    stored = place.stored() + b"".join(p.read_bytes() for p in tmp_path.glob("held.db*"))
    assert b"SK1" in stored
    assert "桜坂".encode() not in stored
    assert place.key_file.stat().st_mode & 0o777 == 0o600


def test_what_was_changed_on_disk_does_not_open(store, place):
    store.hold(hold())
    store.hold(hold("SK2"))
    place.execute("update incidents set body = (select body from incidents where id = 'SK1') where id = 'SK2'")
    with pytest.raises(VaultError, match="damaged or changed"):
        store.open("SK2")


def test_old_keys_open_and_the_new_one_seals(store, place, opened):
    store.hold(hold())
    place.key_file.write_text("ab" * 32 + "\n" + place.key_file.read_text())
    rotated = opened()
    rotated.hold(hold("SK2"))
    assert rotated.open("SK1").content == rotated.open("SK2").content == CONTENT
    assert store.open("SK2").content == CONTENT  # one that runs already reads the file again
    rotated.vault = Vault.from_text(["ef" * 32])
    with pytest.raises(VaultError, match="not in the key file"):
        rotated.open("SK2")


@pytest.mark.parametrize("text", ["", "zz", "abcd\n", "ab" * 31])
def test_a_bad_key_file_is_refused(tmp_path, text):
    (tmp_path / "key").write_text(text)
    with pytest.raises(VaultError, match="64 hex digits"):
        Vault.from_file(tmp_path / "key")


def _claim(place, barrier, results) -> None:
    store = place.open()
    barrier.wait()
    results.put(store.claim("SK1", "racer"))


def test_of_many_who_release_at_once_one_does(store, place):
    store.hold(hold())
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(3), context.Queue()
    racers = [context.Process(target=_claim, args=(place, barrier, results)) for _ in range(3)]
    for racer in racers:
        racer.start()
    assert sorted(results.get(timeout=60) for _ in racers) == [False, False, True]
    for racer in racers:
        racer.join(10)
    store.released("SK1", "racer", "250")
    assert store.get("SK1").state == RELEASED
    assert not store.claim("SK1", "latecomer")


def test_a_released_message_may_be_deleted_but_not_one_being_released(store):
    store.hold(hold())
    store.claim("SK1", "a")
    assert not store.delete("SK1", "b")
    store.released("SK1", "a", "250")
    assert store.delete("SK1", "b")


def test_the_envelope_is_sealed_too_and_comes_back_with_its_parameters(store, place):
    store.hold(hold(parameters=(("NOTIFY=NEVER",),)))
    stored = place.stored()
    assert b"a@x.example" not in stored
    assert b"b@y.example" not in stored
    assert store.get("SK1").recipients == ("b@y.example",)
    assert store.open("SK1").parameters == (("NOTIFY=NEVER",),)


def test_a_row_whose_key_is_gone_does_not_hide_the_others(store, place, opened):
    store.hold(hold())
    place.key_file.write_text("cd" * 32)
    other = opened()
    other.hold(hold("SK2"))
    assert [i.sender.startswith("(sealed with key ") for i in other.incidents()] == [True, False]


def test_what_a_hold_settles_is_in_the_same_commit(store):
    store.hold(hold(settles=("m1", ("r1",))))
    assert store.settled("m1") == {"r1"}
    with pytest.raises(StoreError):
        store.hold(hold(settles=("m2", ("r1",))))  # the incident stands already
    assert store.settled("m2") == set()


def test_a_release_that_failed_leaves_it_held(store):
    store.hold(hold())
    assert store.claim("SK1", "a")
    assert not store.claim("SK1", "b")
    assert store.claim("SK1", "b", again=True)
    store.unclaim("SK1", "b", "next hop down")
    assert store.get("SK1").state == HELD
    assert [what for _, _, what, _ in store.events("SK1")] == ["held", "release_started", "release_started", "release_failed"]


def test_deleting_keeps_the_record_and_drops_the_message(store):
    store.hold(hold(state=REFUSED))
    assert store.delete("SK1", "a", "why")
    assert store.get("SK1").state == DELETED
    with pytest.raises(StoreError, match="holds no message any more"):
        store.open("SK1")


def test_the_store_that_cannot_be_written_says_so_without_personal_data(store, place):
    for table in ("told_prefixes", "incident_rules", "incident_entity_types", "requests", "approvals", "decisions", "escalations", "incidents"):
        place.execute(f"drop table {table}")
    with pytest.raises(StoreError) as error:
        store.hold(hold())
    assert "a@x.example" not in str(error.value)
    with pytest.raises(StoreError):
        store.incidents()


def test_recipients_served_already_are_remembered_until_the_message_is_through(store):
    store.settle("m1", ["r1", "r2"])
    store.settle("m1", ["r2", "r3"])
    assert store.settled("m1") == {"r1", "r2", "r3"}
    assert store.settled("m2") == set()
    store.forget("m1", ["r1", "r3"])
    assert store.settled("m1") == {"r2"}, "another transaction of the same message may still be under way"


def test_who_has_a_message_counts_for_a_week_and_is_forgotten_then(store):
    store.settle("m1", ["r1"])
    with store.database.writing() as session:
        session.execute(update(SettledRow).values(at=time.time() - 8 * 86400))
    assert (store.settled("m1"), store.anything_settled()) == (set(), False)
    store.settle("m2", ["r1"])
    assert store.anything_settled()
    store.expire()
    with store.database.reading() as session:
        assert session.scalars(select(SettledRow.message)).all() == ["m2"]
