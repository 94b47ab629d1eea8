"""Two reviewers at once, a process killed in between: a mail goes out once or stays held, never neither."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from gateway.quarantine.store import DELETED, RELEASING, Store
from gateway.quarantine.trouble import StoreError
from gateway.quarantine.vault import Vault
from tests.quarantine.held import hold


def _try(place, action: str, incidents: list[str], barrier, results) -> None:
    store = place.open()
    for incident in incidents:
        barrier.wait()
        results.put((incident, action, store.claim(incident, action) if action == "claim" else store.delete(incident, action)))


@pytest.mark.parametrize("actions", [("claim", "claim"), ("delete", "delete"), ("claim", "delete")])
def test_of_two_processes_that_decide_at_once_one_does(store, place, actions):
    context = multiprocessing.get_context("spawn")
    incidents = [f"SK{number}" for number in range(3)]
    for incident in incidents:
        store.hold(hold(incident))
    barrier, results = context.Barrier(2), context.Queue()
    racers = [context.Process(target=_try, args=(place, action, incidents, barrier, results)) for action in actions]
    for one in racers:
        one.start()
    outcomes = [results.get(timeout=60) for _ in incidents for _ in racers]
    for one in racers:
        one.join(10)
    for incident in incidents:
        (winner,) = [action for about, action, done in outcomes if about == incident and done]
        assert store.get(incident).state == (RELEASING if winner == "claim" else DELETED)
        assert len(store.events(incident)) == 2
    assert store.audit.verify().wrong == ""


def _claim_and_hang(place, claimed) -> None:
    place.open().claim("SK1", "unlucky")
    claimed.set()
    time.sleep(60)


def test_a_release_whose_process_was_killed_stays_and_can_be_taken_over(store, place):
    store.hold(hold())
    context = multiprocessing.get_context("spawn")
    claimed = context.Event()
    process = context.Process(target=_claim_and_hang, args=(place, claimed))
    process.start()
    assert claimed.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    assert store.get("SK1").state == RELEASING
    assert not store.claim("SK1", "next")
    assert not store.delete("SK1", "next")
    assert store.expire(now=time.time() + 400 * 86400) == 0
    assert store.claim("SK1", "next", again=True)
    store.released("SK1", "next", "next hop said 250")
    assert store.audit.verify().wrong == ""


def _hold_many(place, barrier, first: int) -> None:
    store = place.open()
    barrier.wait()
    for number in range(first, first + 10):
        store.hold(hold(f"SK{number}"))
        store.claim(f"SK{number}", "a")


def test_two_gateways_hold_into_one_store_at_once(store, place):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    gateways = [context.Process(target=_hold_many, args=(place, barrier, first)) for first in (0, 10)]
    for one in gateways:
        one.start()
    for one in gateways:
        one.join(60)
    assert [one.exitcode for one in gateways] == [0, 0]
    assert store.held_summary()[0] == 20
    assert store.audit.verify().wrong == ""


def _open_each(urls: list[str], key_file, barrier, results) -> None:
    for url in urls:
        barrier.wait()
        try:
            Store(url, Vault.from_file(key_file)).close()
            results.put("")
        except StoreError as error:
            results.put(str(error))


def test_gateways_that_start_on_an_empty_file_wait_for_each_other(tmp_path):
    key_file = tmp_path / "key"
    key_file.write_text("ab" * 32)
    urls = [f"sqlite:///{tmp_path}/{number}.db" for number in range(12)]  # of as many, some used to be refused
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(4), context.Queue()
    gateways = [context.Process(target=_open_each, args=(urls, key_file, barrier, results)) for _ in range(4)]
    for one in gateways:
        one.start()
    refused = [why for _ in urls for _ in gateways if (why := results.get(timeout=60))]
    for one in gateways:
        one.join(10)
    assert not refused


def _open_first(place, barrier, results) -> None:
    barrier.wait()
    results.put(place.open().fingerprint(b"x"))


def test_two_gateways_that_start_on_an_empty_database_agree_on_its_secrets(place):
    place.key_file.write_text("ab" * 32)
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(2), context.Queue()
    gateways = [context.Process(target=_open_first, args=(place, barrier, results)) for _ in range(2)]
    for one in gateways:
        one.start()
    assert len({results.get(timeout=60) for _ in gateways}) == 1
    for one in gateways:
        one.join(10)
