"""Keys are rotated while mail is held: nothing is lost, nothing is forgotten, however often it is cut off."""

from __future__ import annotations

import multiprocessing
import threading

import pytest

from gateway.quarantine.consents import Consent
from gateway.quarantine.key_file import make, read_keys, retire, rotate
from gateway.quarantine.ledger_entry import Telling
from gateway.quarantine.resealing import keys_in_use, reseal, rows_to_reseal
from gateway.quarantine.vault import Vault, VaultError
from tests.quarantine.held import CONTENT, hold


@pytest.fixture
def full(store):
    """A store with something of everything that is sealed."""
    for number in range(3):
        store.hold(hold(f"SK{number}"))
    store.delete("SK2", "a")
    store.ledger.add([Telling("SK0", 1.0, "高橋健一", ("PERSON",), "delivered", "a@x.example", ("b@y.example",))])
    store.consents.add(Consent("高橋健一", ("*",), ("y.example",), evidence="電話で", file_name="a.pdf", file=b"%PDF"), "a")
    return store


def whole(store) -> None:
    """Everything opens and is found."""
    assert store.open("SK0").content == CONTENT
    assert store.get("SK2").sender == "a@x.example"
    (told,) = store.ledger.search("髙橋 健一様")
    assert (told.name, told.recipients) == ("高橋健一", ("b@y.example",))
    (consent,) = store.consents.on_record("高橋健一")
    assert store.consents.get(consent.id).consent.file == b"%PDF"
    assert store.page(sender="A@X.example").total == 2
    assert store.audit.verify().wrong == ""


def test_after_rotation_and_resealing_only_the_new_key_is_needed(full, place, opened):
    old = full.vault.current
    new = rotate(place.key_file)
    assert [Vault.from_file(place.key_file).names, full.vault.current] == [(new, old), new]
    assert keys_in_use(full) == {old}
    count = rows_to_reseal(full)
    progress: list[int] = []
    done = reseal(full, "admin", progress.append)
    assert (done.rows, done.unopened, sum(progress)) == (count, 0, count)
    assert keys_in_use(full) == {new}
    assert retire(place.key_file, lambda: keys_in_use(full), 0) == [old]
    assert len(read_keys(place.key_file)) == 1
    assert place.key_file.stat().st_mode & 0o777 == 0o600
    fresh = opened()
    whole(fresh)
    fresh.hold(hold("SK9"))
    assert fresh.audit.verify().wrong == ""
    assert len({row[0] for row in place.execute("select distinct key from audit")}) == 2


def test_keys_in_use_are_not_retired(full, place):
    rotate(place.key_file)
    assert retire(place.key_file, lambda: keys_in_use(full), 0) == []
    whole(full)


def test_no_key_is_retired_while_a_message_may_still_be_under_way_with_it(full, place):
    rotate(place.key_file)
    reseal(full, "admin")
    with pytest.raises(VaultError, match="try again in"):
        retire(place.key_file, lambda: keys_in_use(full))
    assert len(read_keys(place.key_file)) == 2


def test_resealing_that_was_cut_off_goes_on_where_it_was(full, place):
    rotate(place.key_file)

    def cut(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reseal(full, "admin", cut)
    left = rows_to_reseal(full)
    assert left > 0
    whole(full)
    assert reseal(full, "admin").rows == left
    assert rows_to_reseal(full) == 0
    whole(full)


def test_rows_whose_key_is_gone_are_counted_and_left_alone(full, place, opened):
    place.key_file.write_text("cd" * 32)
    other = opened()
    other.hold(hold("SK9"))
    done = reseal(other, "admin")
    assert done.unopened > 0
    assert other.open("SK9").content == CONTENT


def _rotate(path, barrier) -> None:
    barrier.wait()
    for _ in range(5):
        rotate(path)


def test_two_who_rotate_at_once_lose_no_key(tmp_path):
    make(tmp_path / "key")
    first = read_keys(tmp_path / "key")[0]
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    both = [context.Process(target=_rotate, args=(tmp_path / "key", barrier)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    keys = read_keys(tmp_path / "key")
    assert len(set(keys)) == 11
    assert keys[-1] == first
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


def test_mail_is_held_while_keys_are_rotated(store, place):
    stop = threading.Event()
    trouble: list[Exception] = []

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                store.hold(hold(f"SK{number}"))
                assert store.open(f"SK{number}").content == CONTENT
                assert store.get(f"SK{number}").sender == "a@x.example"
            except Exception as error:
                trouble.append(error)
                return

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(5):
        rotate(place.key_file)
        reseal(store, "admin")
        retire(place.key_file, lambda: keys_in_use(store), 0)
    stop.set()
    worker.join(30)
    assert not trouble
    assert store.audit.verify().wrong == ""
    assert all(one.sender == "a@x.example" for one in store.incidents())


def test_keys_may_be_given_without_a_file():
    vault = Vault.from_text(["ab" * 32, "cd" * 32])
    name, sealed = Vault.from_text(["cd" * 32]).seal(b"x", "y")
    assert vault.open(name, sealed, "y") == b"x"
    for wrong in ([], ["ab"], ["zz" * 32]):
        with pytest.raises(VaultError, match="64 hex digits") as error:
            Vault.from_text(wrong)
        assert "zz" not in str(error.value)
