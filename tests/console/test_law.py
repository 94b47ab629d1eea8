"""The desk's rules: terms in Japan's days, and what the answers come to."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from itertools import product

import pytest

from gateway.console import law


def at(text: str) -> float:
    """A moment in Japan."""
    return datetime.fromisoformat(text).replace(tzinfo=law.TOKYO).timestamp()


def test_the_preliminary_report_is_due_from_the_third_to_the_fifth_day() -> None:
    preliminary, _ = law.clocks(at("2026-11-24T09:00"), improper_purpose=False)
    assert (preliminary.first, preliminary.last) == (date(2026, 11, 26), date(2026, 11, 28))


def test_the_final_report_is_due_in_thirty_days_and_in_sixty_for_an_improper_purpose() -> None:
    assert law.clocks(at("2026-11-24T09:00"), improper_purpose=False)[1].last == date(2026, 12, 23)
    assert law.clocks(at("2026-11-24T09:00"), improper_purpose=True)[1].last == date(2027, 1, 22)
    assert law.clocks(at("2028-02-01T00:00"), improper_purpose=False)[1].last == date(2028, 3, 1)  # a leap year


def test_days_are_those_of_japan_wherever_the_gateway_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    known = datetime(2026, 11, 24, 15, 30, tzinfo=UTC).timestamp()  # half past midnight of the 25th in Japan
    assert law.day(known) == date(2026, 11, 25)
    assert law.clocks(known, improper_purpose=False)[0].last == date(2026, 11, 29)
    assert law.day(at("2026-11-24T23:59")) == date(2026, 11, 24)
    assert law.day(at("2026-11-25T00:00")) == date(2026, 11, 25)
    monkeypatch.undo()
    time.tzset()


def test_a_clock_is_late_after_the_last_day_and_not_before() -> None:
    preliminary, _ = law.clocks(at("2026-11-24T09:00"), improper_purpose=False)
    assert [preliminary.look(at(f"2026-11-{day}T12:00")) for day in (24, 25, 26, 28, 29)] == ["plain", "plain", "soon", "soon", "late"]
    assert not preliminary.late(at("2026-11-28T23:59"))
    assert preliminary.late(at("2026-11-29T00:00"))
    assert preliminary.days_left(at("2026-11-28T23:59")) == 0


def test_what_was_reported_is_late_no_more() -> None:
    preliminary, final = law.clocks(at("2026-01-01T09:00"), improper_purpose=False, preliminary_at=at("2026-01-04T09:00"))
    now = at("2026-06-01T00:00")
    assert (preliminary.look(now), final.look(now)) == ("good", "late")
    both = law.clocks(at("2026-01-01T09:00"), improper_purpose=False, final_at=at("2026-01-03T09:00"))
    assert [one.look(now) for one in both] == ["good", "good"]  # one report served as both


YES, NO = "yes", "no"
NONE = {"improper": NO, "sensitive": NO, "property": NO, "many": NO, "deliberate": NO}


@pytest.mark.parametrize(
    ("answers", "sort"),
    [
        ({"delivered": NO}, law.NO_REPORT),
        ({"delivered": YES, "sensitive": YES, "recovered": YES}, law.NO_REPORT),
        ({"delivered": YES, "many": YES, "encrypted": YES}, law.NO_REPORT),
        ({"delivered": YES, "sensitive": YES}, law.LEAK),
        ({"delivered": YES, "property": YES, "deliberate": NO}, law.LEAK),
        ({"delivered": YES, "many": YES}, law.LEAK),
        ({"delivered": YES, "deliberate": YES, "improper": NO, "sensitive": YES}, law.UNLAWFUL_PROVISION),
        ({"delivered": YES, "deliberate": YES, "improper": YES}, law.LEAK),
        ({"delivered": YES, "deliberate": YES}, ""),
        ({"delivered": YES} | NONE, law.NO_REPORT),
        ({"delivered": YES} | NONE | {"many": ""}, ""),
        ({}, ""),
        ({"sensitive": YES}, ""),
    ],
)
def test_what_the_answers_come_to(answers: dict[str, str], sort: str) -> None:
    advice = law.advise(answers)
    assert advice.sort == sort
    assert bool(advice.missing) == (not sort)
    assert all(why.source for why in advice.why)


def test_any_answers_have_an_outcome_with_a_source_or_name_what_is_missing() -> None:
    names = [one.name for one in law.QUESTIONS]
    for values in product((YES, NO, ""), repeat=len(names)):
        advice = law.advise(dict(zip(names, values, strict=True)))
        assert (advice.sort in law.SORTS and advice.why) or set(advice.missing) <= set(names)
        if advice.sort == law.LEAK:
            assert "delivered" not in advice.missing
            assert dict(zip(names, values, strict=True))["delivered"] == YES


def test_every_figure_names_its_source() -> None:
    assert all(one.source and one.japanese and one.english for one in (*law.RULES, *law.QUESTIONS))
    assert "弁護士" in law.MUST_CONFIRM[0]
