"""Scores: how much of what should be found is found, how many of the messages to hold are held. Pure arithmetic.

A score whose denominator is zero is None: nothing was there to be found, or nothing was found.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.evaluation.format import ENTITY_OF, REASONS, Span

TOGETHER = "ORGANIZATION+JP_EMPLOYER"
"""Companies whether or not the text tells that somebody works there: the two types taken as one."""
_ONE_OF = {"ORGANIZATION": TOGETHER, "JP_EMPLOYER": TOGETHER}


@dataclass(frozen=True, slots=True)
class Match:
    """How found spans agree with gold ones. `precision` is matched of found, `recall` matched of gold, each 0 to 1."""

    matched: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class EntityScore:
    """One entity type: exact counts spans that are equal, overlap those that share a character, each matched once."""

    gold: int
    found: int
    exact: Match
    overlap: Match


@dataclass(frozen=True, slots=True)
class Judgement:
    """What should become of a message and what does. `reasons` are those of the rules that hold it, none when it passes."""

    channel: str
    reason: str
    should_hold: bool
    held: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldScore:
    """Of `to_hold` messages `held` are held, `right_reason` of these for the gold reason; of `to_pass` messages `false_holds` are held."""

    to_hold: int
    held: int
    recall: float | None
    right_reason: int
    to_pass: int
    false_holds: int
    false_hold_rate: float | None


@dataclass(frozen=True, slots=True)
class VerdictScores:
    """All messages, then the messages to hold by gold reason with the false holds by the reason of the rule, then by channel."""

    all: HoldScore
    by_reason: Mapping[str, HoldScore]
    by_channel: Mapping[str, HoldScore]


def score_entities(messages: Iterable[tuple[Iterable[Span], Iterable[Span]]]) -> dict[str, EntityScore]:
    """Scores by entity type over messages of (gold, found), in the order of the tags, then others by name, then TOGETHER.

    A span found twice counts once.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for gold, found in messages:
        golden, seen = set(gold), set(found)
        for one_gold, one_found in ((_by_type(golden), _by_type(seen)), (_together(golden), _together(seen))):
            for entity_type in one_gold.keys() | one_found.keys():
                right, ours = one_gold.get(entity_type, set()), one_found.get(entity_type, set())
                tally = counts[entity_type]
                for i, n in enumerate((len(right), len(ours), len(right & ours), overlapping(right, ours))):
                    tally[i] += n
    order = list(ENTITY_OF.values())
    named = sorted(counts.keys() - {TOGETHER}, key=lambda name: (order.index(name) if name in order else len(order), name))
    return {
        name: EntityScore(gold, found, _match(gold, found, exact), _match(gold, found, overlap))
        for name in [*named, *([TOGETHER] if TOGETHER in counts else [])]
        for gold, found, exact, overlap in [counts[name]]
    }


def overlapping(gold: Iterable[tuple[int, int]], found: Iterable[tuple[int, int]]) -> int:
    """How many pairs share a character when each span is used at most once: the largest number there can be.

    Gold spans choose in the order of their ends, each the free span that ends first: whatever a later one could do with that
    span, it can do with any other that was to be had, so no choice is ever regretted.
    """
    coming = sorted(found, reverse=True)
    free: list[int] = []  # ends of found spans that begin before the gold span ends, sorted
    pairs = 0
    for start, end in sorted(gold, key=lambda span: span[1]):
        while coming and coming[-1][0] < end:
            insort(free, coming.pop()[1])
        first = bisect_right(free, start)
        if first < len(free):
            del free[first]
            pairs += 1
    return pairs


def score_verdicts(judgements: Sequence[Judgement]) -> VerdictScores:
    """Hold recall and false holds: over all, by reason, by channel. The four reasons are always there."""
    blamed = {reason for one in judgements if one.held and not one.should_hold for reason in one.reasons}
    reasons = [*REASONS, *sorted(blamed - set(REASONS))]
    channels = dict.fromkeys(one.channel for one in judgements)
    to_pass = [one for one in judgements if not one.should_hold]
    by_reason = {}
    for reason in reasons:
        because = [Judgement(p.channel, p.reason, False, p.held and reason in p.reasons) for p in to_pass]
        by_reason[reason] = _hold_score([one for one in judgements if one.should_hold and one.reason == reason] + because)
    by_channel = {channel: _hold_score([one for one in judgements if one.channel == channel]) for channel in sorted(channels)}
    return VerdictScores(_hold_score(judgements), by_reason, by_channel)


def _hold_score(judgements: Sequence[Judgement]) -> HoldScore:
    to_hold = [one for one in judgements if one.should_hold]
    held = [one for one in to_hold if one.held]
    to_pass = len(judgements) - len(to_hold)
    false_holds = sum(one.held and not one.should_hold for one in judgements)
    right = sum(one.reason in one.reasons for one in held)
    return HoldScore(len(to_hold), len(held), _share(len(held), len(to_hold)), right, to_pass, false_holds, _share(false_holds, to_pass))


def _by_type(spans: Iterable[Span]) -> dict[str, set[tuple[int, int]]]:
    sorted_out: dict[str, set[tuple[int, int]]] = {}
    for span in spans:
        sorted_out.setdefault(span.entity_type, set()).add((span.start, span.end))
    return sorted_out


def _together(spans: Iterable[Span]) -> dict[str, set[tuple[int, int]]]:
    return _by_type(Span(_ONE_OF[span.entity_type], span.start, span.end) for span in spans if span.entity_type in _ONE_OF)


def _match(gold: int, found: int, matched: int) -> Match:
    return Match(matched, _share(matched, found), _share(matched, gold), _share(2 * matched, gold + found))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
