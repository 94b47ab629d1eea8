"""What the sender of a held message may choose, and what of it takes effect without a reviewer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from gateway.policy.schema import Policy, WayOut
from gateway.verdict import Action

WAYS: tuple[WayOut, ...] = get_args(WayOut)


@dataclass(frozen=True, slots=True)
class Ways:
    """`offered` in the order of the page; `at_once` are those of them that no reviewer needs to see."""

    offered: tuple[WayOut, ...]
    at_once: frozenset[WayOut]


def ways_out(policy: Policy, fired: Sequence[str]) -> Ways:
    """What all rules among `fired` that hold or refuse mail allow.

    A rule that the policy has no more offers everything and does nothing by itself but withdraw; where a second pair of
    eyes is wanted for a release, a redacted version needs it too.
    """
    rules = {rule.id: rule for rule in policy.rules}
    acting = [rules[name] for name in fired if name in rules and rules[name].strength >= Action.REDACT]
    holding = [rule for rule in acting if rule.strength >= Action.QUARANTINE] or acting  # what cannot be redacted is held, too
    offered = tuple(way for way in WAYS if all(way in rule.ways_out for rule in holding))
    at_once: set[WayOut] = {way for way in offered if holding and all(way in rule.self_service for rule in holding)}
    if not holding and "withdraw" in offered:
        at_once.add("withdraw")
    if any(name not in rules for name in fired) or not set(fired).isdisjoint(policy.review.four_eyes):
        at_once.discard("redacted")
    return Ways(offered, frozenset(at_once))
