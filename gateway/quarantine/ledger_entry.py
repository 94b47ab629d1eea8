"""What one message tells about each third person in it: the entries of the person ledger, drawn from findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gateway.verdict import About, Finding

DELIVERED, REDACTED, HELD, REFUSED = "delivered", "redacted", "held", "refused"
BY_NAME = "name:"  # how a finding's `person` begins when it is somebody's folded name
NAME_LENGTH = 40  # code points; no longer name is filed whole


@dataclass(frozen=True, slots=True)
class Telling:
    """One person told about in one message. `person` is the folded name; `outcome` what became of it; `at` is Unix seconds."""

    incident: str
    at: float
    person: str = field(repr=False)
    entity_types: tuple[str, ...]
    outcome: str
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)


def tellings(
    incident: str, at: float, sender: str, recipients: Sequence[str], findings: Sequence[Finding], outcome: str, redacted: Iterable[int] = ()
) -> tuple[Telling, ...]:
    """One entry a third person. Findings whose indices are in `redacted` were taken out: they make an entry of their own."""
    taken_out = frozenset(redacted)
    told: dict[tuple[str, str], set[str]] = {}
    for index, finding in enumerate(findings):
        if finding.about is About.THIRD_PARTY and finding.person.startswith(BY_NAME):
            person = finding.person.removeprefix(BY_NAME)[:NAME_LENGTH]
            told.setdefault((person, REDACTED if index in taken_out else outcome), set()).add(finding.entity_type)
    return tuple(Telling(incident, at, person, tuple(sorted(types)), became, sender, tuple(recipients)) for (person, became), types in told.items() if person)
