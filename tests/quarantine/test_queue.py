"""What is waiting, a page at a time, narrowed down as reviewers narrow it down."""

from __future__ import annotations

import time

import pytest

from gateway.quarantine.store import DELETED, EXPIRED, HELD, REFUSED, RELEASED, RELEASING
from gateway.verdict import About, Finding, Zone
from tests.quarantine.held import hold
from tests.quarantine.queue_bench import fill, measure


@pytest.fixture
def full(store):
    """Twelve held mails of three rules, two departments and three senders."""
    for n in range(12):
        rules = (("career",), ("bulk", "career"), ("identifier",))[n % 3]
        kind = "JP_MY_NUMBER" if n % 3 == 2 else "JP_CAREER_HISTORY"
        store.hold(
            hold(
                f"SK{n:02}", rules=rules, rule=rules[0], severity=3 if n % 3 == 2 else 2, department="営業部" if n < 6 else "人事部",
                sender=f"S{n % 3}@X.example", findings=(Finding(kind, "body", 0, 1, 0.9, About.THIRD_PARTY, Zone.BODY),),
            )
        )  # fmt: skip
    return store


def ids(page) -> list[int]:
    return [int(one.id[2:]) for one in page.incidents]


def walk(store, **wanted) -> list[int]:
    """All pages, one after the other."""
    found: list[int] = []
    cursor = ""
    while True:
        page = store.page(before=cursor, limit=5, **wanted)
        found += ids(page)
        cursor = page.cursor
        if not cursor:
            return found


def test_pages_follow_each_other_without_gap_or_repetition(full):
    assert walk(full) == list(range(12))
    assert walk(full, order="newest") == list(range(11, -1, -1))
    assert walk(full, order="severity") == [2, 5, 8, 11, 0, 1, 3, 4, 6, 7, 9, 10]
    assert full.page(limit=5).total == 12


def test_each_filter_narrows_and_all_of_them_together(full):
    assert walk(full, rule="career") == [0, 1, 3, 4, 6, 7, 9, 10]
    assert walk(full, rule="bulk") == [1, 4, 7, 10]
    assert walk(full, entity_type="JP_MY_NUMBER") == walk(full, severity=3) == walk(full, rule="identifier", entity_type="JP_MY_NUMBER") == [2, 5, 8, 11]
    assert walk(full, rule="career", entity_type="JP_MY_NUMBER") == []
    assert walk(full, department="営業部") == [0, 1, 2, 3, 4, 5]
    assert walk(full, sender="s1@x.EXAMPLE") == [1, 4, 7, 10]
    assert walk(full, rule="career", department="人事部", sender="s1@x.example", severity=2, order="newest") == [10, 7]
    assert full.page(rule="bulk", limit=1).total == 4


def test_a_manager_sees_their_own_departments_only(full):
    assert walk(full, departments=("営業部", "人事部")) == list(range(12))
    assert walk(full, departments=("人事部",), department="営業部") == []
    assert walk(full, departments=()) == []


def test_what_becomes_of_an_incident_moves_it_in_every_view(full):
    full.claim("SK00", "a")
    full.delete("SK03", "a")
    full.claim("SK06", "a")
    full.released("SK06", "a", "250")
    assert walk(full, states=(RELEASING,), rule="career") == [0]
    assert walk(full, states=(DELETED,), entity_type="JP_CAREER_HISTORY") == [3]
    assert walk(full, states=(RELEASED,)) == [6]
    assert walk(full, rule="career") == [0, 1, 4, 7, 9, 10]


def test_mail_that_comes_in_meanwhile_shifts_no_page(full):
    first = full.page(limit=5)
    full.hold(hold("SK12", rules=("career",)))
    full.delete("SK00", "a")
    assert ids(full.page(before=first.cursor, limit=20)) == [5, 6, 7, 8, 9, 10, 11, 12]


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WzFd", "あ"])
def test_a_cursor_that_is_none_is_refused(full, cursor):
    with pytest.raises(ValueError, match="no cursor"):
        full.page(before=cursor)


def test_an_incident_tells_when_it_is_due_and_when_it_ends(store):
    store.hold(hold(service_level_hours=2, retention_days=7, severity=3, department="営業部", rule="career"))
    one = store.get("SK1")
    assert (one.due_at - one.created_at, one.expires_at - one.created_at) == (2 * 3600, 7 * 86400)
    assert (one.severity, one.department, one.rule) == (3, "営業部", "career")


def test_messages_past_their_term_are_deleted_and_their_record_stays(store):
    for name, days in (("SK1", 1), ("SK2", 30), ("SK3", 1), ("SK4", 1)):
        store.hold(hold(name, retention_days=days, state=REFUSED if name == "SK4" else HELD))
    store.claim("SK3", "a")
    later = store.get("SK1").created_at + 2 * 86400
    assert store.expire(later) == 2
    assert [store.get(name).state for name in ("SK1", "SK2", "SK3", "SK4")] == [EXPIRED, HELD, RELEASING, REFUSED]
    for gone in ("SK1", "SK4"):
        assert [what for _, _, what, _ in store.events(gone)][-1] == "expired"
        with pytest.raises(Exception, match="holds no message"):
            store.open(gone)
    assert store.expire(later) == 0
    store.released("SK3", "a", "250")
    assert store.expire(later) == 1
    assert store.get("SK3").state == RELEASED
    assert not store.claim("SK1", "a")
    assert store.audit.verify().wrong == ""


def test_a_page_of_a_long_queue_is_quick_whatever_is_asked_for(store):
    """Quicker than the whole queue at once, measured beside it: nothing reads all to show some."""
    fill(store, 5000, body=2000)
    store.page(limit=5000)
    begin = time.perf_counter()
    assert len(store.page(limit=5000).incidents) == 5000
    whole = (time.perf_counter() - begin) * 1000
    for name, (milliseconds, total) in measure(store, tries=5).items():
        assert total > 0, name
        assert milliseconds < whole, name
