"""Every score against figures worked out by hand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.evaluation.format import Span
from gateway.evaluation.measure import TOGETHER, Judgement, overlapping, score_entities, score_verdicts


def test_exact_and_overlap_are_counted_to_the_character() -> None:
    gold = [Span("PERSON", 0, 2), Span("PERSON", 10, 14), Span("PERSON", 20, 22), Span("PERSON", 30, 33)]
    found = [Span("PERSON", 0, 2), Span("PERSON", 10, 12), Span("PERSON", 22, 24)]
    score = score_entities([(gold, found)])["PERSON"]
    assert (score.gold, score.found) == (4, 3)
    assert (score.exact.matched, score.exact.precision, score.exact.recall) == (1, pytest.approx(1 / 3), 1 / 4)
    assert score.exact.f1 == pytest.approx(2 / 7)
    assert (score.overlap.matched, score.overlap.precision, score.overlap.recall) == (2, pytest.approx(2 / 3), 2 / 4)  # 20:22 and 22:24 only touch
    assert score.overlap.f1 == pytest.approx(4 / 7)


def test_messages_are_added_up_and_never_matched_across() -> None:
    scores = score_entities([([Span("AGE", 0, 2)], [Span("AGE", 0, 2)]), ([Span("AGE", 5, 7)], []), ([], [Span("AGE", 5, 7)])])
    assert (scores["AGE"].gold, scores["AGE"].found, scores["AGE"].exact.matched, scores["AGE"].overlap.matched) == (2, 2, 1, 1)


def test_types_do_not_match_each_other_but_companies_do_when_taken_as_one() -> None:
    gold = [Span("JP_EMPLOYER", 0, 4), Span("ORGANIZATION", 10, 14)]
    found = [Span("ORGANIZATION", 0, 4), Span("JP_EMPLOYER", 0, 4), Span("JP_EMPLOYER", 10, 14), Span("ORGANIZATION", 20, 24)]
    scores = score_entities([(gold, found)])
    assert (scores["JP_EMPLOYER"].exact.matched, scores["ORGANIZATION"].exact.matched) == (1, 0)
    together = scores[TOGETHER]
    assert (together.gold, together.found, together.exact.matched) == (2, 3, 2)  # 0:4 found as both counts once
    assert list(scores) == ["ORGANIZATION", "JP_EMPLOYER", TOGETHER]


def test_the_same_span_found_twice_counts_once() -> None:
    assert score_entities([([Span("AGE", 0, 2)], [Span("AGE", 0, 2), Span("AGE", 0, 2)])])["AGE"].found == 1


def test_what_is_never_marked_counts_as_found_and_what_cannot_be_divided_has_no_score() -> None:
    scores = score_entities([([Span("AGE", 0, 2)], [Span("URL", 3, 5)])])
    assert (scores["URL"].gold, scores["URL"].found, scores["URL"].exact.precision, scores["URL"].exact.recall, scores["URL"].exact.f1) == (0, 1, 0.0, None, 0.0)
    assert (scores["AGE"].exact.precision, scores["AGE"].exact.recall, scores["AGE"].exact.f1) == (None, 0.0, 0.0)
    assert score_entities([]) == {}


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        ([(0, 10)], [(0, 3), (4, 8)], 1),  # one long clause, two short pieces: one match
        ([(0, 3), (4, 8)], [(0, 10)], 1),
        ([(0, 10), (8, 20)], [(5, 9), (9, 12)], 2),
        ([(0, 10), (0, 2)], [(0, 1), (5, 6)], 2),  # the long one must leave the first place to the short one
        ([(0, 4), (2, 6), (4, 8)], [(1, 3), (3, 5), (5, 7)], 3),
        ([(0, 2)], [(2, 4)], 0),
        ([], [(0, 1)], 0),
    ],
)
def test_overlaps_are_matched_once_each_and_as_many_as_possible(gold: list[tuple[int, int]], found: list[tuple[int, int]], pairs: int) -> None:
    assert overlapping(sorted(gold), sorted(found)) == pairs


SPAN = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda s: (s[0], s[0] + s[1]))


def most(gold: list[tuple[int, int]], found: frozenset[tuple[int, int]]) -> int:
    if not gold:
        return 0
    (start, end), rest = gold[0], gold[1:]
    return max([most(rest, found), *(1 + most(rest, found - {f}) for f in found if f[0] < end and start < f[1])])


@given(st.frozensets(SPAN, max_size=5), st.frozensets(SPAN, max_size=5))
def test_no_other_matching_would_find_more(gold: frozenset[tuple[int, int]], found: frozenset[tuple[int, int]]) -> None:
    assert overlapping(sorted(gold), sorted(found)) == most(sorted(gold), found)


def test_thousands_of_spans_are_matched_at_once() -> None:
    spans = [(i * 3, i * 3 + 4) for i in range(20_000)]
    began = time.monotonic()
    assert overlapping(spans, spans) == 20_000
    assert time.monotonic() - began < 30


def judged(expected: str, reason: str = "none", held: str = "", channel: str = "mail") -> Judgement:
    return Judgement(channel, reason, expected == "hold", bool(held), tuple(held.split()))


def test_hold_recall_and_false_holds_over_all_by_reason_and_by_channel() -> None:
    scores = score_verdicts([
        judged("hold", "career", "career"), judged("hold", "career", "bulk", "slack"), judged("hold", "career"), judged("hold", "identifier", "identifier career"),
        judged("pass"), judged("pass", held="career"), judged("pass", channel="slack"), judged("pass", held="career other", channel="slack"),
    ])  # fmt: skip
    every = scores.all
    assert (every.to_hold, every.held, every.recall, every.right_reason) == (4, 3, 3 / 4, 2)
    assert (every.to_pass, every.false_holds, every.false_hold_rate) == (4, 2, 2 / 4)
    assert list(scores.by_reason) == ["identifier", "sensitive", "bulk", "career", "other"]
    career = scores.by_reason["career"]
    assert (career.to_hold, career.held, career.recall, career.right_reason, career.false_holds, career.false_hold_rate) == (3, 2, pytest.approx(2 / 3), 1, 2, 2 / 4)
    assert (scores.by_reason["identifier"].recall, scores.by_reason["bulk"].recall, scores.by_reason["other"].false_holds) == (1.0, None, 1)
    slack = scores.by_channel["slack"]
    assert (slack.to_hold, slack.held, slack.to_pass, slack.false_holds, slack.false_hold_rate) == (1, 1, 2, 1, 1 / 2)


def test_nothing_to_hold_and_nothing_to_pass_have_no_shares() -> None:
    scores = score_verdicts([])
    assert (scores.all.recall, scores.all.false_hold_rate, scores.by_channel) == (None, None, {})
