"""What the policy says of a message that was read together with earlier ones: those were delivered, and judged then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gateway.checkpoint import Ruling
from gateway.verdict import Action, Finding, FiredRule, Mode, RecipientVerdict, Verdict


def of_own(ruling: Ruling, is_new: Callable[[Finding], bool]) -> Ruling:
    """The ruling with those rules only that something in the new words made fire."""
    verdict = ruling.verdict
    new = frozenset(i for i, one in enumerate(verdict.findings) if is_new(one))
    return ruling if len(new) == len(verdict.findings) else replace(ruling, verdict=_of_own(verdict, new))


def _of_own(verdict: Verdict, new: frozenset[int]) -> Verdict:
    fired = tuple(one for one in verdict.fired if not one.findings or not new.isdisjoint(one.findings))
    acting = [one for one in fired if one.mode is Mode.ENFORCE]
    recipients = tuple(_for(recipient, [one for one in acting if recipient.address in one.recipients], new) for recipient in verdict.recipients)
    return replace(verdict, action=max((one.action for one in recipients), default=Action.PASS), recipients=recipients, fired=fired)


def _for(recipient: RecipientVerdict, acting: list[FiredRule], new: frozenset[int]) -> RecipientVerdict:
    action = max((one.action for one in acting), default=Action.PASS)
    redact = {i for one in acting if one.action is Action.REDACT for i in one.findings} & new if action is Action.REDACT else frozenset[int]()
    return RecipientVerdict(recipient.address, action, tuple(one.rule for one in acting), tuple(sorted(redact)))
