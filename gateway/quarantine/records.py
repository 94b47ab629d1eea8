"""What the store takes and gives: a message to be held, an incident, a message opened, a page of the queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gateway.quarantine.ledger_entry import Telling
from gateway.verdict import Finding

HELD, RELEASING, RELEASED, DELETED, REFUSED, EXPIRED = "held", "releasing", "released", "deleted", "refused", "expired"
STATES = (HELD, RELEASING, RELEASED, DELETED, REFUSED, EXPIRED)
SERVICE_LEVEL_HOURS = 4.0
RETENTION_DAYS = 30


@dataclass(frozen=True)
class Hold:
    """A message to be held: everything needed to send it later exactly as it would have gone.

    `rule` is the strongest of `rules`, `severity` 0 to 3, `department` the sender's; the message should be decided within
    `service_level_hours` and is deleted after `retention_days`. `tellings` go into the person ledger in the same commit.
    """

    incident: str
    channel: str
    action: str
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    content: bytes = field(repr=False)
    options: tuple[str, ...] = ()
    parameters: tuple[tuple[str, ...], ...] = ()  # of each recipient, as the client gave them with RCPT
    rules: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    policy_version: str = ""
    state: str = HELD
    settles: tuple[str, tuple[str, ...]] = ("", ())  # see `Store.settle`: done in the same commit
    rule: str = ""
    severity: int = 1
    department: str = ""
    service_level_hours: float = SERVICE_LEVEL_HOURS
    retention_days: int = RETENTION_DAYS
    tellings: tuple[Telling, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Incident:
    """What is known about a held message without opening it. Times are Unix seconds, size is bytes."""

    id: str
    created_at: float
    channel: str
    action: str
    state: str
    state_at: float
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    rules: tuple[str, ...]
    entity_types: tuple[str, ...]
    policy_version: str
    size: int
    rule: str = ""
    severity: int = 1
    department: str = ""
    due_at: float = 0.0
    expires_at: float = 0.0


@dataclass(frozen=True)
class Opened:
    """A held message, opened. `findings` are the plain fields of Finding."""

    content: bytes = field(repr=False)
    options: tuple[str, ...]
    parameters: tuple[tuple[str, ...], ...]
    findings: tuple[dict[str, Any], ...] = field(repr=False)


@dataclass(frozen=True)
class Page:
    """Some incidents of many: `total` of them match; `cursor` leads to the next page, empty on the last."""

    incidents: tuple[Incident, ...]
    total: int
    cursor: str = ""


def envelope_of(incident: str) -> str:
    """What an incident's sealed envelope is bound to."""
    return f"{incident}/envelope"
