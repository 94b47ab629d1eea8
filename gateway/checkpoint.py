"""The corridor: inspect → decide → record. Every door calls it, nothing else decides."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import structlog

from gateway import metrics
from gateway.inspection.pool import InspectionFailed, WorkerPool
from gateway.message import Channel, Message, Party
from gateway.policy.decide import Allowed, Consents, decide, no_consents, nothing_allowed
from gateway.policy.load import LoadedPolicy
from gateway.policy.weight import department_of, rule_called, severity, strongest
from gateway.quarantine.ledger_entry import DELIVERED, Telling, tellings
from gateway.quarantine.ledger_writer import LedgerWriter
from gateway.quarantine.records import RETENTION_DAYS
from gateway.quarantine.store import Hold, Store
from gateway.verdict import Action, FiredRule, Mode, RecipientVerdict, Verdict

Payload = TypeVar("Payload")
log = structlog.get_logger("sekisho")
FAILED_RULE = "inspection-failed"  # stands where a rule's name would, when on_error decides


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the corridor concluded about one message: the incident reference, the outline of the message, the verdict."""

    incident: str
    message: Message
    verdict: Verdict
    failure: str = ""  # kind of failure when on_error decided
    inspected_in: float = 0.0  # seconds

    def sibling(self) -> Ruling:
        """The same ruling under a second reference, for a message that is held for some and refused for others."""
        return replace(self, incident=f"{self.incident}-R")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message at a door, before anything is known of it; used as it is when inspection fails."""

    channel: Channel
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    size: int

    def unread(self) -> Message:
        """The message as far as its envelope tells."""
        return Message(self.channel, Party(self.sender), tuple(map(Party, self.recipients)), (), self.sender, size=self.size)


class Checkpoint:
    """Inspects with the workers, decides by the policy in force, keeps what is held, and records."""

    def __init__(
        self,
        workers: WorkerPool | None,
        store: Store,
        policy: Callable[[], LoadedPolicy],
        on_error: str,
        consents: Consents = no_consents,
        allowed: Allowed = nothing_allowed,
        ledger: LedgerWriter | None = None,
    ) -> None:
        self.workers = workers
        self.store = store
        self._policy = policy
        self._on_error = on_error
        self._consents = consents
        self._allowed = allowed
        self._ledger = ledger

    async def judge(self, arrival: Arrival, read: Callable[[Payload], Message], payload: Payload, until: float | None = None) -> Ruling:
        """The verdict on a message. Raises InspectionFailed when it could not be inspected and on_error says tempfail.

        `until`: when (`time.monotonic`) nobody waits for it any more, and no worker is to go on with it.
        """
        incident = new_incident()
        loaded = self._policy()
        if self.workers is None:
            return Ruling(incident, arrival.unread(), everything(arrival, Action.PASS, loaded.version))
        began = time.perf_counter()
        try:
            inspected = await self.workers.inspect(read, payload, arrival.size, loaded.policy.organization.domains, until=until)
        except InspectionFailed as failure:
            metrics.ERRORS.labels("inspection", failure.kind).inc()
            log.error("inspection failed", incident=incident, channel=arrival.channel, kind=failure.kind, detail=failure.detail, on_error=self._on_error)
            if self._on_error == "tempfail" or failure.kind == "closed":
                raise
            action = Action.QUARANTINE if self._on_error == "quarantine" else Action.PASS
            return Ruling(incident, arrival.unread(), everything(arrival, action, loaded.version, FAILED_RULE), failure.kind)
        seconds = time.perf_counter() - began
        metrics.INSPECTION.labels(arrival.channel).observe(seconds)
        verdict = decide(inspected.message, inspected.findings, loaded.policy, loaded.version, self._consents, self._allowed)
        self._count(inspected.message, verdict)
        return Ruling(incident, inspected.message, verdict, inspected_in=seconds)

    @property
    def policy(self) -> LoadedPolicy:
        """The policy in force."""
        return self._policy()

    def hold(
        self,
        ruling: Ruling,
        recipients: Sequence[tuple[str, Sequence[str]]],
        content: bytes,
        options: Sequence[str],
        *,
        state: str,
        channel: Channel,
        settles: tuple[str, tuple[str, ...]] = ("", ()),
    ) -> None:
        """Commit the message for these (address, parameters) to the store (blocks; call it in a thread). Raises StoreError."""
        verdict, message = ruling.verdict, ruling.message
        policy = self._policy().policy
        fired = strongest(verdict)
        rule = rule_called(policy, fired.rule) if fired else None
        addresses = tuple(a for a, _ in recipients)
        self.store.hold(
            Hold(
                incident=ruling.incident, channel=channel, action=verdict.action.label, sender=message.envelope_sender,
                recipients=addresses, parameters=tuple(tuple(p) for _, p in recipients), content=content,
                options=tuple(options), rules=verdict.rules,
                findings=verdict.findings, policy_version=verdict.policy_version, state=state, settles=settles,
                rule=fired.rule if fired else "", severity=severity(fired.reason if fired else ""),
                department=department_of(policy, message.sender.address, message.envelope_sender),
                service_level_hours=policy.review.service_level_hours, retention_days=rule.retention_days if rule else RETENTION_DAYS,
                tellings=self._tellings(ruling, addresses, state),
            )
        )  # fmt: skip

    def delivered(self, ruling: Ruling, recipients: Sequence[str], redacted: Sequence[int] = ()) -> None:
        """The next hop has it for these recipients, with the findings of these indices taken out: what that told goes on file soon."""
        if self._ledger is not None:
            self._ledger.put(self._tellings(ruling, recipients, DELIVERED, redacted))

    @staticmethod
    def _tellings(ruling: Ruling, recipients: Sequence[str], outcome: str, redacted: Sequence[int] = ()) -> tuple[Telling, ...]:
        sender = ruling.message.sender.address or ruling.message.envelope_sender
        return tellings(ruling.incident, time.time(), sender, recipients, ruling.verdict.findings, outcome, redacted)

    def record(self, ruling: Ruling, outcome: str, **details: Any) -> None:
        """One log line and the counters for a message whose fate is known. `outcome` is what became of it, in a word."""
        verdict = ruling.verdict
        channel = ruling.message.channel
        metrics.MESSAGES.labels(channel, verdict.action.label).inc()
        metrics.MESSAGE_BYTES.labels(channel).observe(ruling.message.size)
        for recipient in verdict.recipients:
            metrics.RECIPIENTS.labels(channel, recipient.action.label).inc()
        log.info(
            "message",
            incident=ruling.incident,
            channel=channel,
            action=verdict.action.label,
            outcome=outcome,
            rules=list(verdict.rules),
            simulated=[f.rule for f in verdict.fired if f.mode is Mode.SIMULATE],
            findings=dict(Counter(f"{f.entity_type}:{f.about}" for f in verdict.findings)),
            unreadable=dict(Counter(u.reason.value for u in ruling.message.unreadable)),
            recipients=dict(Counter(r.action.label for r in verdict.recipients)),
            bytes=ruling.message.size,
            inspection_seconds=round(ruling.inspected_in, 4),
            policy=verdict.policy_version,
            **details,
        )

    @staticmethod
    def complain(kind: str, incident: str, detail: str) -> None:
        """Count and log trouble with the store that does not change the message's fate."""
        metrics.ERRORS.labels("store", kind).inc()
        log.error("store trouble", kind=kind, incident=incident, detail=detail)

    @staticmethod
    def _count(message: Message, verdict: Verdict) -> None:
        for finding in verdict.findings:
            metrics.FINDINGS.labels(finding.entity_type, finding.about).inc()
        for fired in verdict.fired:
            metrics.RULES.labels(fired.rule, fired.mode).inc()
        for unreadable in message.unreadable:
            metrics.UNREADABLE.labels(unreadable.reason).inc()


def new_incident() -> str:
    """A reference people can read over the telephone: date and 8 letters or digits without look-alikes."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return time.strftime("SK%y%m%d-") + "".join(secrets.choice(letters) for _ in range(8))


def everything(arrival: Arrival, action: Action, version: str, rule: str = "") -> Verdict:
    """A verdict without findings: the same action for every recipient."""
    recipients = tuple(RecipientVerdict(address, action, (rule,) if rule else ()) for address in arrival.recipients)
    fired = (FiredRule(rule, action, Mode.ENFORCE, arrival.recipients),) if rule else ()
    return Verdict(action, recipients, fired, (), version)
