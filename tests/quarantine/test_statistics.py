"""The numbers of the charts and the auditors' search, on both databases."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import update

from gateway.quarantine.audit_search import AuditSearch, Sought
from gateway.quarantine.review_tables import DecisionRow
from gateway.quarantine.statistics import DAY, Statistics
from gateway.quarantine.store import Store
from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow
from tests.quarantine.held import hold

BEGIN = 1_790_000_000.0


def lived(store: Store, incident: str, created: float, took: float | None = None, wrong: bool = False, rules: tuple[str, ...] = ("career",), **changes: object) -> None:
    """An incident that came at `created` and, with `took`, was released so many seconds later."""
    store.hold(hold(incident, rules=rules, **changes))
    if took is not None:
        store.claim(incident, "sato")
        store.released(incident, "sato", "")
        known = store.get(incident)
        assert known is not None
        store.reviews.decide(known, "released", "sato", false_positive=wrong)
    with store.database.writing() as session:
        for table in (IncidentRow, RuleRow, EntityTypeRow):
            session.execute(update(table).where(table.id == incident).values(created_at=created))
        if took is not None:
            session.execute(update(IncidentRow).where(IncidentRow.id == incident).values(state_at=created + took))
            session.execute(update(DecisionRow).where(DecisionRow.incident == incident).values(created_at=created, at=created + took))


def test_every_incident_counts_on_its_own_day_to_the_second(store: Store) -> None:
    for i, at in enumerate((0, 1, DAY / 2, DAY - 0.001, DAY, 2 * DAY - 1, 2 * DAY + DAY * 0.75)):
        lived(store, f"SK{i}", BEGIN + at)
    lived(store, "SK-before", BEGIN - 0.001)
    lived(store, "SK-after", BEGIN + 3 * DAY)
    lived(store, "SK-refused", BEGIN + DAY, state="refused", action="block")
    each = Statistics(store.database, BEGIN).days(3)
    assert each.held == (4, 2, 1)
    assert each.refused == (0, 1, 0)


def test_a_release_counts_on_the_day_it_went_out(store: Store) -> None:
    lived(store, "SK1", BEGIN - DAY, took=DAY + 60)
    lived(store, "SK2", BEGIN, took=1.5 * DAY)
    lived(store, "SK3", BEGIN - 3 * DAY, took=60)
    each = Statistics(store.database, BEGIN).days(2)
    assert each.released == (1, 1)
    assert each.held == (1, 0)


def test_the_median_and_the_slowest_tenth_of_each_rule(store: Store) -> None:
    for i in range(1, 21):
        lived(store, f"SK-c{i}", BEGIN, took=i * 60.0, wrong=i <= 3)
    lived(store, "SK-s", BEGIN, took=7.0, rules=("sensitive", "career"))
    lived(store, "SK-held", BEGIN)
    held = store.get("SK-held")
    assert held is not None
    store.reviews.mark_false_positive(held, "sato")  # counts as wrong, is no decision yet
    numbers = Statistics(store.database, BEGIN)
    career, sensitive = numbers.quality()
    assert (career.rule, career.decided, career.false_positives) == ("career", 21, 4)
    assert (career.median, career.slowest_tenth) == pytest.approx((600, 1080), abs=0.01)
    assert (sensitive.rule, sensitive.decided, sensitive.false_positives) == ("sensitive", 1, 0)
    assert (sensitive.median, sensitive.slowest_tenth) == pytest.approx((7, 7), abs=0.01)
    assert numbers.overall() == (pytest.approx(600, abs=0.01), 21)
    assert Statistics(store.database, time.time() + DAY).overall() == (0.0, 0)


def test_what_waits_is_counted_by_age_and_agrees_with_the_gauge(store: Store) -> None:
    now = BEGIN + 30 * DAY
    for i, age in enumerate((0, 3599, 3600, 5 * 3600, DAY * 2, DAY * 5, DAY * 7, DAY * 90)):
        lived(store, f"SK{i}", now - age)
    lived(store, "SK-out", now - 60, took=30)
    numbers = Statistics(store.database, BEGIN)
    assert numbers.waiting(now) == [2, 1, 1, 1, 1, 2]
    assert sum(numbers.waiting(now)) == store.held_summary()[0]


def test_departments_are_counted_apart_and_none_finds_nothing(store: Store) -> None:
    lived(store, "SK1", BEGIN, department="営業部", took=60.0)
    lived(store, "SK2", BEGIN, department="開発部")
    mine, nobody = Statistics(store.database, BEGIN, ("営業部",)), Statistics(store.database, BEGIN, ())
    assert (mine.departments(), mine.rules(), mine.entity_types()) == ([("営業部", 1)], [("career", 1)], [("JP_EMPLOYER", 1)])
    assert [one.decided for one in mine.quality()] == [1]
    assert (nobody.departments(), nobody.rules(), nobody.quality(), sum(nobody.waiting(BEGIN + DAY)), nobody.overall()) == ([], [], [], 0, (0.0, 0))


def test_the_log_is_searched_by_everything_at_once(store: Store) -> None:
    lived(store, "SK1", BEGIN, department="営業部")
    lived(store, "SK2", BEGIN, department="開発部")
    store.audit.append("sato", "revealed", "SK1", "確認")
    search = AuditSearch(store.database)
    found, more = search.page(Sought(incident="SK1", actor="sato", what="revealed", since=1.0, until=time.time() + 60, departments=("営業部",)))
    assert [(one.what, one.incident) for one in found] == [("revealed", "SK1")]
    assert not more
    first, more = search.page(Sought(), limit=2)
    assert more
    assert [one.seq for one in (*first, *search.page(Sought(), before=first[-1].seq)[0])] == [one.seq for one in store.audit.rows()][::-1]
    assert [one.seq for one in search.all(Sought(), 10)] == [one.seq for one in store.audit.rows()]
    assert len(list(search.all(Sought(), 2))) == 2
    assert search.count(Sought(departments=())) == search.count(Sought(incident="")) - 3
