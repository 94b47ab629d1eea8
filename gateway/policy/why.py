"""Why a rule did not fire: the first of its keys that nothing satisfies. Pure, and by the same tests as the decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.message import Message, Party
from gateway.policy.decide import Case
from gateway.policy.schema import Condition, Policy, Rule
from gateway.verdict import Finding

_SURROUNDINGS = ("channels", "senders", "sender_groups", "recipients", "recipient_domains", "recipient_groups", "rooms", "unreadable", "min_size")
_CHOOSING = ("entities", "about", "hearsay", "told_to_others", "company_own", "consent", "zones", "parts", "min_score")


@dataclass(frozen=True, slots=True)
class Unmet:
    """The key at which one condition of a rule failed, for the recipient with whom it came furthest.

    `condition` counts from 1 within the rule's `when`; `wanted` is the key's value in the policy; `had` says in words what
    the message had instead.
    """

    condition: int
    key: str
    wanted: str
    had: str = field(repr=False)


def why_not(rule: Rule, message: Message, findings: Sequence[Finding], policy: Policy) -> tuple[Unmet, ...]:
    """For each condition under `when`, the first key that failed; empty when the rule fires for some recipient."""
    case = Case(message, tuple(findings), policy)
    recipients = message.recipients or (Party(""),)
    if any(case.matches(rule, recipient) is not None for recipient in recipients):
        return ()
    found = []
    for number, condition in enumerate(rule.when, 1):
        tried = [_first_failure(case, rule, condition, recipient) for recipient in recipients]
        _, key, wanted, had = max(tried, key=lambda one: one[0])
        found.append(Unmet(number, key, wanted, had))
    return tuple(found)


def _first_failure(case: Case, rule: Rule, condition: Condition, recipient: Party) -> tuple[int, str, str, str]:
    """How many keys held, the key that failed, what it wants and what was there."""
    held = 0
    exceptions = [one for one in rule.unless if case.surroundings(one, recipient)]
    for exception in exceptions:
        if not exception.chooses_findings:
            return held, "unless", _said(exception), "the exception holds"
    for key in _given(condition, _SURROUNDINGS):
        if not case.surroundings(_only(condition, (key,)), recipient):
            return held, key, _value(condition, key), _surrounding(case, key, recipient)
        held += 1
    chosen = list(case.findings)
    keys: tuple[str, ...] = ()
    for key in _given(condition, _CHOOSING):
        keys = (*keys, key)
        left = [f for f in chosen if case.chosen(_only(condition, keys), f, recipient)]
        if not left:
            return held, key, _value(condition, key), _had(key, chosen)
        chosen = left
        held += 1
    left = [f for f in chosen if not any(case.chosen(one, f, recipient) for one in exceptions)]
    if chosen and len(left) < condition.min_count:
        taking = [one for one in exceptions if any(case.chosen(one, f, recipient) for f in chosen)]
        if taking:
            return held, "unless", "; ".join(map(_said, taking)), f"{len(chosen) - len(left)} of {len(chosen)} left out"
    if len(left) < condition.min_count:
        return held, "min_count", str(condition.min_count), f"{len(left)} found"
    people = case.people(condition, left)
    with_what = f" with {', '.join(condition.people_with)}" if condition.people_with else ""
    return held, "min_people", f"{condition.min_people}{with_what}", f"{len(people)} counted"


def _given(condition: Condition, keys: Sequence[str]) -> list[str]:
    """The keys among `keys` that the policy file gives."""
    return [key for key in keys if getattr(condition, key) not in ((), None) and key in condition.model_fields_set]


def _only(condition: Condition, keys: Sequence[str]) -> Condition:
    return Condition.model_construct(**{key: getattr(condition, key) for key in keys})


def _value(condition: Condition, key: str) -> str:
    value = getattr(condition, key)
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _said(condition: Condition) -> str:
    return ", ".join(f"{key}: {_value(condition, key)}" for key in type(condition).model_fields if key in condition.model_fields_set)


def _had(key: str, findings: Sequence[Finding]) -> str:
    """What the findings that got so far have in place of what `key` wants."""
    if not findings:
        return "nothing found"
    if key == "entities":
        return "none of these found"
    values: Counter[str] = Counter()
    for f in findings:
        if key == "about":
            values[f"about {f.about.value}"] += 1
        elif key == "zones":
            values[f.zone.value] += 1
        elif key == "parts":
            values[f"part {f.part}"] += 1
        elif key == "hearsay":
            values["hearsay" if f.relation is not None and f.relation.hearsay else "no hearsay"] += 1
        elif key == "min_score":
            values[f"score {f.score:.2f}"] += 1
        else:
            values[f"{f.entity_type} about {f.about.value}"] += 1
    return "only " + ", ".join(f"{n} {value}" if n > 1 else value for value, n in values.most_common(6)) + (", …" if len(values) > 6 else "")


def _surrounding(case: Case, key: str, recipient: Party) -> str:
    if key == "channels":
        return case.message.channel.value
    if key == "rooms":
        return case.message.room_kind or "no chat room"
    if key in ("senders", "sender_groups"):
        return case.message.sender.address
    if key == "recipients":
        return "internal only" if case.internal(recipient) else "external only"
    if key in ("recipient_domains", "recipient_groups"):
        return recipient.address
    if key == "unreadable":
        return ", ".join(sorted({u.reason.value for u in case.message.unreadable})) or "all was read"
    return f"{case.message.size} bytes"
