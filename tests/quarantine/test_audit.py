"""The audit log shows every row that was changed, taken out, put in or cut off, whoever has the database's password."""

from __future__ import annotations

import multiprocessing

import pytest

from gateway.quarantine.store import StoreError
from tests.quarantine.held import hold


@pytest.fixture
def written(store):
    """A store with five rows in its log."""
    store.hold(hold())
    store.claim("SK1", "reviewer@x.example")
    store.unclaim("SK1", "reviewer@x.example", "next hop said 451")
    store.audit.append("admin@x.example", "signed_in")
    store.delete("SK1", "admin@x.example", "asked by the sender")
    return store


def test_an_untouched_log_is_whole(written):
    verified = written.audit.verify()
    assert (verified.rows, verified.wrong) == (5, "")
    assert [row.what for row in written.audit.rows()] == ["held", "release_started", "release_failed", "signed_in", "deleted"]
    assert [row.what for row in written.audit.rows("SK1", after=2)] == ["release_failed", "deleted"]


def test_a_log_in_which_nothing_happened_yet_is_whole(store):
    assert store.audit.verify().wrong == ""


@pytest.mark.parametrize(
    ("column", "value"), [("actor", "'nobody'"), ("what", "'expired'"), ("incident", "'SK2'"), ("detail", "''"), ("at", "at + 0.001"), ("hash", "previous")]
)
def test_a_changed_row_is_named(written, place, column, value):
    place.execute(f"update audit set {column} = {value} where seq = 3")
    assert written.audit.verify().wrong == "row 3 was changed"


def test_a_row_taken_out_is_named(written, place):
    place.execute("delete from audit where seq = 2")
    assert written.audit.verify().wrong == "row 2 is missing"


def test_rows_moved_up_to_hide_one_are_noticed(written, place):
    place.execute("delete from audit where seq = 2")
    for seq in (3, 4, 5):
        place.execute(f"update audit set seq = {seq - 1} where seq = {seq}")
    assert written.audit.verify().wrong == "row 2 was changed"


def test_rows_cut_off_at_the_end_are_noticed(written, place):
    place.execute("delete from audit where seq > 3")
    assert written.audit.verify().wrong == "row 4 is missing; the log has 5 rows"


def test_a_head_made_to_fit_what_was_cut_off_is_noticed(written, place):
    place.execute("delete from audit where seq > 3")
    place.execute("update audit_head set count = 3, last = (select hash from audit where seq = 3)")
    assert written.audit.verify().wrong == "the head of the log was changed"


def test_the_next_row_does_not_heal_a_head_that_was_made_to_fit(written, place):
    place.execute("delete from audit where seq > 3")
    (last,) = place.execute("select hash from audit where seq = 3")
    place.execute("update audit_head set count = 3, last = :last", last=last[0])
    written.audit.append("test", "signed_in")
    assert "head of the log was changed before row 4" in written.audit.verify().wrong


def test_a_row_put_in_is_noticed(written, place):
    place.execute("insert into audit select 6, at, actor, what, incident, detail, key, hash, hash from audit where seq = 5")
    assert written.audit.verify().wrong == "row 6 was inserted: the log ends before it"


def test_a_whole_older_state_put_back_is_noticed_by_a_head_kept_elsewhere(written, place):
    kept = written.audit.head()
    old = place.execute("select count, last, key, hash from audit_head")
    written.audit.append("intruder", "signed_in")
    later = written.audit.head()
    place.execute("delete from audit where seq > 5")
    place.execute("update audit_head set count = :c, last = :l, key = :k, hash = :h", c=old[0][0], l=old[0][1], k=old[0][2], h=old[0][3])
    assert written.audit.verify().wrong == ""
    assert written.audit.verify(known=kept).wrong == ""
    assert written.audit.verify(known=later).wrong == "row 6 is missing; the log once had 6 rows"


def test_a_log_written_anew_is_noticed_by_a_head_kept_elsewhere(written):
    assert "written anew" in written.audit.verify(known=(3, "0" * 64)).wrong


def test_a_log_without_its_head_takes_nothing_more(written, place):
    place.execute("delete from audit_head")
    assert written.audit.verify().wrong == "the head of the log is missing"
    with pytest.raises(StoreError, match="lost its head"):
        written.audit.append("a", "signed_in")


def test_what_cannot_be_written_into_the_log_does_not_happen(written, place):
    written.hold(hold("SK2"))
    place.execute("delete from audit_head")
    with pytest.raises(StoreError):
        written.delete("SK2", "a")
    assert written.get("SK2").state == "held"


def _append(place, barrier, name: str) -> None:
    store = place.open()
    barrier.wait()
    for _ in range(25):
        store.audit.append(name, "signed_in")


def test_processes_that_write_at_once_make_one_chain(store, place):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(3)
    writers = [context.Process(target=_append, args=(place, barrier, f"writer-{n}")) for n in range(3)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    assert [one.exitcode for one in writers] == [0, 0, 0]
    verified = store.audit.verify()
    assert (verified.rows, verified.wrong) == (75, "")
    assert {row.actor for row in store.audit.rows()} == {"writer-0", "writer-1", "writer-2"}


def test_octets_that_are_no_text_are_written_readably(store):
    store.audit.append("r\udce9", "signed_in", "", "a\0b\n\U0001f600")
    (row,) = store.audit.rows()
    assert (row.actor, row.detail) == ("r\\udce9", "a\\0b\n\U0001f600")
    assert store.audit.verify().wrong == ""
