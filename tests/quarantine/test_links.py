"""A sender's link and code: both are needed, once, in time; nothing can be guessed or tried for long."""

from __future__ import annotations

import threading
import time

import pytest

from gateway.quarantine.escalations import ESCALATED, REMINDED
from gateway.quarantine.store import Store
from tests.quarantine.held import hold


def link_of(invitation):
    return invitation.path.removeprefix("/s/")


@pytest.fixture
def held(store: Store) -> Store:
    store.hold(hold("SK1"))
    return store


def test_link_and_code_open_the_message_once(held):
    made = held.links.make("SK1", 72)
    assert "SK1" not in made.path
    assert held.links.enter(link_of(made), made.code) == "SK1"
    assert held.links.enter(link_of(made), made.code) is None
    assert [what for _, _, what, _ in held.events("SK1")] == ["held", "link_made", "link_opened"]


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", ""), lambda c: c.replace("-", " － "), lambda c: "".join(chr(ord(x) + 0xFEE0) if x != "-" else x for x in c)])
def test_the_code_may_be_typed_as_people_type(held, typed):
    made = held.links.make("SK1", 72)
    assert held.links.enter(link_of(made), typed(made.code)) == "SK1"


def test_five_wrong_codes_end_the_link_and_the_right_one_comes_too_late(held):
    made = held.links.make("SK1", 72)
    for _ in range(5):
        assert held.links.enter(link_of(made), "AAAA-AAAA") is None
    assert held.links.enter(link_of(made), made.code) is None
    assert [what for _, _, what, _ in held.events("SK1")].count("link_code_wrong") == 5


def test_a_link_ends_in_time_and_when_a_newer_one_is_made(held):
    first = held.links.make("SK1", 1)
    assert held.links.enter(link_of(first), first.code, now=time.time() + 3601) is None
    second = held.links.make("SK1", 1)
    assert held.links.enter(link_of(first), first.code) is None
    assert held.links.enter(link_of(second), second.code) == "SK1"


def test_a_code_of_one_link_opens_no_other(held):
    held.hold(hold("SK2"))
    one, two = held.links.make("SK1", 1), held.links.make("SK2", 1)
    assert held.links.enter(link_of(one), two.code) is None
    reference, _, signature = link_of(one).partition(".")
    other = link_of(two).partition(".")[2]
    for forged in (f"{reference}.{other}", reference, f"{reference}.", f".{signature}", f"{reference}x.{signature}", "", ".", "\0.\0", "\ud800.x", "a" * 100_000, "'; drop table links; --.x"):
        assert held.links.enter(forged, one.code) is None
        assert held.links.fresh(forged, 1) is None
        assert held.links.incident_of(forged) is None
    assert held.links.enter(link_of(one), one.code) == "SK1"


@pytest.mark.parametrize("code", ["", "\0", "\ud800", "A" * 1_000_000, "🙂" * 8, "' or 1=1", "ﷺ" * 100])
def test_hostile_codes_are_wrong_codes(held, code):
    made = held.links.make("SK1", 1)
    assert held.links.enter(link_of(made), code) is None


def test_a_sender_asks_for_a_fresh_code_a_few_times_an_hour(held):
    first = held.links.make("SK1", 1)
    held.links.enter(link_of(first), first.code)
    second = held.links.fresh(link_of(first), 1)
    assert held.links.enter(link_of(second), second.code) == "SK1"
    assert held.links.fresh(link_of(first), 1) is not None
    assert held.links.fresh(link_of(first), 1) is None
    assert held.links.fresh(link_of(first), 1, now=time.time() + 3700) is not None


def test_of_many_who_type_the_code_at_once_one_gets_in(held, opened):
    made = held.links.make("SK1", 1)
    stores = [opened() for _ in range(3)]
    found = []
    threads = [threading.Thread(target=lambda s=s: found.append(s.links.enter(link_of(made), made.code))) for s in stores * 2]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found, key=str) == [None] * 5 + ["SK1"]


def test_another_store_does_not_know_the_link(held, tmp_path):
    from gateway.quarantine.vault import Vault

    other = Store(f"sqlite:///{tmp_path}/other.db", Vault.from_file(tmp_path / "other.key"))
    other.hold(hold("SK1"))
    made = held.links.make("SK1", 1)
    assert other.links.enter(link_of(made), made.code) is None
    other.close()


def test_the_database_tells_neither_code_nor_way_in(held, place):
    made = held.links.make("SK1", 1)
    everything = str(place.execute("select * from links"))
    assert made.code not in everything
    assert made.code.replace("-", "") not in everything
    assert link_of(made).partition(".")[2] not in everything


def test_of_several_gateways_one_takes_each_step(held, opened):
    held.hold(hold("SK2"))
    stores = [opened() for _ in range(3)]
    taken = []
    threads = [threading.Thread(target=lambda s=s: taken.extend(s.escalations.claim(["SK2", "SK1"], REMINDED))) for s in stores]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(taken) == ["SK1", "SK2"]
    assert held.escalations.claim(["SK1"], REMINDED) == []
    assert held.escalations.claim(["SK1"], ESCALATED) == ["SK1"]
    held.delete("SK2", "a")
    assert held.escalations.claim(["SK2"], ESCALATED) == []
    assert [what for _, _, what, _ in held.events("SK1")] == ["held", "reminded", "escalated"]


def test_what_waits_too_long_is_found_and_counted(held):
    held.hold(hold("SK2", department="営業部", service_level_hours=10))
    now = time.time()
    found = held.escalations.late(now + 5 * 3600, 8 * 3600)
    assert [(one.incident, one.level) for one in found] == [("SK1", 0)]
    held.escalations.claim(["SK1"], REMINDED)
    assert held.escalations.late(now + 5 * 3600, 8 * 3600) == []
    assert [(one.incident, one.level) for one in held.escalations.late(now + 9 * 3600, 8 * 3600)] == [("SK1", 1), ("SK2", 0)]
    assert [(t.department, t.waiting, t.late) for t in held.escalations.tally(now + 5 * 3600)] == [("", 1, 1), ("営業部", 1, 0)]


def test_what_goes_to_each_once_a_day_goes_once(held, opened):
    assert [one.settle_once("digest", "a") for one in (held, opened())] == [True, False]
    assert held.settle_once("digest", "b")
