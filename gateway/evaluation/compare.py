"""Two runs side by side: scores, verdicts that changed, spans won and lost. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway.evaluation.format import ENTITY_OF
from gateway.evaluation.measure import HoldScore
from gateway.evaluation.outcome import Outcome, Piece, Run


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One score before and after; `difference` is after minus before, None where either is None."""

    name: str
    before: float | None
    after: float | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A message whose action or rules changed. `better`: now right and was wrong; `worse`: the other way round."""

    id: str
    path: str
    expected: str
    reason: str
    before: str
    after: str
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    better: bool
    worse: bool


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A span of one message with its text."""

    id: str
    start: int
    end: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SpanChanges:
    """Of one entity type: gold spans found exactly now and not before (`won`), the other way round (`lost`), and what is found
    without being gold now (`new_false`) and no more (`gone_false`)."""

    won: tuple[PlacedPiece, ...]
    lost: tuple[PlacedPiece, ...]
    new_false: tuple[PlacedPiece, ...]
    gone_false: tuple[PlacedPiece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another. Verdicts and spans are those of messages that both runs have with the same gold;
    `only_before`, `only_after` and `regraded` are the ids of the others."""

    policy_before: str
    policy_after: str
    scores: tuple[ScoreChange, ...]
    verdicts: tuple[VerdictChange, ...]
    spans: Mapping[str, SpanChanges]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    regraded: tuple[str, ...]


def compare(before: Run, after: Run) -> Comparison:
    """What changed from `before` to `after`."""
    then, now = ({one.id: one for one in run.outcomes} for run in (before, after))
    both = [(then[one.id], one) for one in after.outcomes if one.id in then]
    same = [(old, new) for old, new in both if _gold(old) == _gold(new)]
    return Comparison(
        f"{before.policy} ({before.policy_version})",
        f"{after.policy} ({after.policy_version})",
        tuple(_scores(before, after)),
        tuple(change for old, new in same if (change := _verdict(old, new)) is not None),
        _spans(same),
        tuple(one for one in then if one not in now),
        tuple(one for one in now if one not in then),
        tuple(new.id for old, new in both if _gold(old) != _gold(new)),
    )


def _gold(one: Outcome) -> object:
    return one.expected, one.reason, frozenset(one.gold)


def _scores(before: Run, after: Run) -> Iterator[ScoreChange]:
    for name, old, new in _hold_scores(before, after):
        yield _change(f"hold recall, {name}", old.recall if old else None, new.recall if new else None)
        yield _change(f"false holds, {name}", old.false_hold_rate if old else None, new.false_hold_rate if new else None)
    for name in dict.fromkeys([*after.entities, *before.entities]):
        old_entity, new_entity = before.entities.get(name), after.entities.get(name)
        for kind in ("exact", "overlap"):
            values = [getattr(one, kind).f1 if one is not None else None for one in (old_entity, new_entity)]
            yield _change(f"{name} F1 {kind}", *values)


def _hold_scores(before: Run, after: Run) -> Iterator[tuple[str, HoldScore | None, HoldScore | None]]:
    yield "all", before.verdicts.all, after.verdicts.all
    for old, new in ((before.verdicts.by_reason, after.verdicts.by_reason), (before.verdicts.by_channel, after.verdicts.by_channel)):
        for name in dict.fromkeys([*new, *old]):
            yield name, old.get(name), new.get(name)


def _change(name: str, before: float | None, after: float | None) -> ScoreChange:
    return ScoreChange(name, before, after, None if before is None or after is None else after - before)


def _verdict(old: Outcome, new: Outcome) -> VerdictChange | None:
    if old.action == new.action and old.rules == new.rules:
        return None
    better, worse = new.right and not old.right, old.right and not new.right
    return VerdictChange(new.id, new.path, new.expected, new.reason, old.action, new.action, old.rules, new.rules, better, worse)


def _spans(pairs: list[tuple[Outcome, Outcome]]) -> dict[str, SpanChanges]:
    changes: dict[str, tuple[list[PlacedPiece], ...]] = {}
    for old, new in pairs:
        gold, was, now = set(new.gold), set(old.found), set(new.found)
        kinds = (now & gold - was, was & gold - now, now - gold - was, was - gold - now)
        for kind, pieces in enumerate(kinds):
            for one in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
                changes.setdefault(one.entity_type, ([], [], [], []))[kind].append(_placed(new.id, one))
    order = [*ENTITY_OF.values(), *sorted(changes)]
    return {name: SpanChanges(*map(tuple, changes[name])) for name in dict.fromkeys(order) if name in changes}


def _placed(message: str, one: Piece) -> PlacedPiece:
    return PlacedPiece(message, one.start, one.end, one.text)
