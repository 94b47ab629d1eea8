"""A verdict carried out for every recipient: held first, then delivered, and a retry finds out what was done already."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gateway import metrics
from gateway.checkpoint import Checkpoint, Ruling
from gateway.inspection.pool import InspectionFailed
from gateway.mail.conversation import MailEnvelope
from gateway.mail.in_worker import rewritten
from gateway.mail.limits import Limits
from gateway.mail.served import Served, kept
from gateway.mail.trace import untraced
from gateway.mail.upstream import NextHopPool, NextHopUnavailable, Reply
from gateway.message import Channel
from gateway.quarantine.store import HELD, REFUSED, StoreError
from gateway.verdict import Action, Mode, RecipientVerdict

STORE_FAILED = Reply(451, "4.3.0 The message cannot be stored now; try again later")
Paths = dict[str, tuple[str, ...]]  # recipients and their RCPT parameters
_MOMENT = 2.0  # seconds
_LOOKING = 5.0  # seconds for the store to say whether anything is remembered
REWRITE_FAILED = Reply(451, "4.3.0 The message cannot be processed now; try again later")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The reply to the client, what became of the message in a word, and the ruling as it was carried out (for record and notices).

    `kept`: the incident under which some of it stays with us, perhaps from an earlier try, or went out to some; whatever the client hears.
    `without`: recipients for whom the next hop did not take it.
    """

    reply: Reply
    word: str
    ruling: Ruling
    kept: str = ""
    without: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Group:
    """Recipients that get the same bytes: what is done, which findings are taken out, which rules the tag names."""

    action: Action
    redact: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass
class _Plan:
    """Who gets what: recipients to hold, to refuse, and groups that get the same bytes. `unchangeable` are those of the held that were to get a redacted one."""

    held: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    groups: dict[_Group, list[str]] = field(default_factory=dict)
    unchangeable: list[str] = field(default_factory=list)


class Delivery:
    """Carries out verdicts with the next hop and the store."""

    def __init__(self, checkpoint: Checkpoint, pool: NextHopPool, limits: Limits) -> None:
        self._checkpoint = checkpoint
        self._pool = pool
        self._limits = limits
        self._looked, self._remembered = float("-inf"), False
        self._looking: asyncio.Future[bool] | None = None

    async def carry_out(self, ruling: Ruling, envelope: MailEnvelope, content: bytes, trace: bytes) -> Outcome:
        """Hold, refuse and deliver. The reply is 2xx only when everything is committed or taken by the next hop.

        Raises NextHopUnavailable (its reply is for the client).
        """
        sender = envelope.mail_from or ""
        paths = dict(envelope.paths)
        if ruling.verdict.action is Action.BLOCK and all(r.action is Action.BLOCK for r in ruling.verdict.recipients):
            incident = await self._refused_before(ruling, sender, content)
            if not incident:
                incident = ruling.incident
                await self._remember_refusal(ruling, list(paths.items()), content, envelope.mail_options)
            return Outcome(Reply(550, f"5.7.1 Refused by the company's policy on personal data; incident {incident}"), "blocked", ruling, incident)
        try:
            message, served = ("", Served(())) if len(paths) == 1 and not await self._may_be_a_retry() else await asyncio.to_thread(self._served, sender, content)
            earlier = [row for r in ruling.verdict.recipients if (row := served.row(self._mark(r.address))) is not None]
            todo = [r for r in ruling.verdict.recipients if served.row(self._mark(r.address)) is None]
            key = message if len(paths) > 1 else ""  # the only one is served when all are: nothing need be remembered
            plan, contents = await self._prepare(ruling, todo, content, trace)
            ruling = _as_carried_out(ruling, plan)
            rows = await self._hold(ruling, plan, paths, content, envelope.mail_options, key)
        except StoreError as error:
            self._checkpoint.complain("not_stored", ruling.incident, str(error))
            return Outcome(STORE_FAILED, "store_failed", ruling)
        except InspectionFailed as failure:
            metrics.ERRORS.labels("inspection", failure.kind).inc()
            return Outcome(REWRITE_FAILED, "rewrite_failed", ruling)
        incidents = {row.state: row.incident for row in earlier if row.state}
        incidents |= {state: ruling.incident for state, some in ((HELD, plan.held), (REFUSED, plan.refused)) if some}
        rows += [row.text for row in earlier]
        reply: Reply | None = None
        delivered: list[str] = []
        left = dict(plan.groups)
        for group, addresses in plan.groups.items():
            # Should this fail or be cut off, the retry must leave out whom we are done with.
            rows += await self._settle(key, delivered)
            reply = await self._deliver(envelope, [(a, paths[a]) for a in addresses], contents[group])
            if not reply.ok:
                if reply.code >= 500:
                    await self._forget(message, rows)
                without = tuple(address for some in left.values() for address in some)
                known = incidents.get(HELD) or incidents.get(REFUSED) or (ruling.incident if len(left) < len(plan.groups) else "")
                return Outcome(reply, "next_hop_refused", ruling, known, without)
            delivered = addresses
            del left[group]
            self._checkpoint.delivered(ruling, addresses, group.redact)
        await self._forget(message, rows)
        return _told(ruling, incidents, reply)

    async def _prepare(
        self, ruling: Ruling, todo: Sequence[RecipientVerdict], content: bytes, trace: bytes
    ) -> tuple[_Plan, dict[_Group, bytes]]:
        """Sort the recipients and make each group's bytes. What cannot be redacted is held instead."""
        plan = _Plan()
        for verdict in todo:
            if verdict.action is Action.QUARANTINE:
                plan.held.append(verdict.address)
            elif verdict.action is Action.BLOCK:
                plan.refused.append(verdict.address)
            else:
                plan.groups.setdefault(_Group(verdict.action, verdict.redact, _tags(ruling, verdict)), []).append(verdict.address)
        contents: dict[_Group, bytes] = {}
        for group in list(plan.groups):
            changed = await self._changed(ruling, group, content)
            if changed is None:
                plan.unchangeable += plan.groups[group]
                plan.held += plan.groups.pop(group)
            else:
                contents[group] = trace + changed
        return plan, contents

    async def _changed(self, ruling: Ruling, group: _Group, content: bytes) -> bytes | None:
        if group.action is Action.PASS or self._checkpoint.workers is None:
            return content
        findings = tuple(ruling.verdict.findings[i] for i in group.redact)
        mark = self._checkpoint.policy.policy.subject_mark if group.action is Action.TAG else ""
        headers = (("X-Sekisho-Tag", ", ".join(group.tags)),) if group.action is Action.TAG else ()
        result = await self._checkpoint.workers.run(rewritten, (content, findings, self._limits, mark, headers), len(content))
        return None if result.missed else result.content

    async def _may_be_a_retry(self) -> bool:
        """Whether anything is remembered at all, as of a moment ago: a retry comes minutes after what it is a retry of.

        Many who ask at once share one look. A store that does not answer stops no mail that it is not needed for: what was known last counts then.
        """
        if time.monotonic() >= self._looked + _MOMENT:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.ensure_future(asyncio.to_thread(self._checkpoint.store.anything_settled))
            try:
                self._remembered = await asyncio.wait_for(asyncio.shield(self._looking), _LOOKING)
            except (StoreError, TimeoutError) as error:
                self._checkpoint.complain("settled_not_read", "", str(error) or "the store does not answer in time")
            self._looked = time.monotonic()
        return self._remembered

    def _served(self, sender: str, content: bytes) -> tuple[str, Served]:
        """(the message's key, who has it already). Blocks: a large message takes its time."""
        message = self._checkpoint.store.fingerprint(sender.encode("utf-8", "surrogateescape"), untraced(content))
        return message, Served(self._checkpoint.store.settled(message))

    async def _hold(self, ruling: Ruling, plan: _Plan, paths: Paths, content: bytes, options: Sequence[str], key: str) -> list[str]:
        """Commit what is held and what is refused for some; the rows by which a retry knows, where there is a `key`."""
        rows: list[str] = []
        for addresses, state in ((plan.held, HELD), (plan.refused, REFUSED)):
            if addresses:
                part = ruling if state == HELD or not plan.held else ruling.sibling()
                chosen = [(a, paths[a]) for a in addresses]
                # Others are still to be served: a retry after a crash from here on must leave these out.
                new = [kept(self._mark(a), state, part.incident) for a in addresses] if key else []
                settles = (key, tuple(new))
                self._remembered = self._remembered or bool(new)
                await asyncio.to_thread(
                    self._checkpoint.hold, part, chosen, content, options, state=state, channel=Channel.MAIL, settles=settles
                )
                rows += new
        return rows

    async def _refused_before(self, ruling: Ruling, sender: str, content: bytes) -> str:
        """The incident of an earlier try in which all of these were refused and others were not; empty where there is none. It is forgotten: no more tries will come."""
        try:
            if not await self._may_be_a_retry():
                return ""
            message, served = await asyncio.to_thread(self._served, sender, content)
        except StoreError:
            return ""
        rows = [served.row(self._mark(one.address)) for one in ruling.verdict.recipients]
        known = [row for row in rows if row is not None and row.state == REFUSED]
        if not rows or len(known) < len(rows):
            return ""
        await self._forget(message, [row.text for row in known])
        return known[0].incident

    async def _remember_refusal(self, ruling: Ruling, recipients: list[tuple[str, tuple[str, ...]]], content: bytes, options: Sequence[str]) -> None:
        """Keep a refused message for the reviewers; the sender's server has it still, so failing to is no loss."""
        try:
            await asyncio.to_thread(self._checkpoint.hold, ruling, recipients, content, options, state=REFUSED, channel=Channel.MAIL)
        except StoreError as error:
            self._checkpoint.complain("refusal_not_stored", ruling.incident, str(error))

    async def _deliver(self, envelope: MailEnvelope, group: list[tuple[str, tuple[str, ...]]], content: bytes) -> Reply:
        """Send to one group, on the transaction that the client's RCPTs opened where it has just these recipients."""
        hop, envelope.hop = envelope.hop, None
        if hop is not None and hop.open and hop.recipients == [address for address, _ in group]:
            try:
                return await hop.data(content)
            except NextHopUnavailable as lost:
                if lost.sent:
                    raise
                # It hung up while we were inspecting; nothing was sent yet.
        elif hop is not None:
            await hop.abort()
        return await self._pool.send(envelope.mail_from or "", group, content, envelope.mail_options)

    async def _settle(self, key: str, done: list[str]) -> list[str]:
        """Remember recipients as served while others of the same message are not; the rows by which that is known."""
        rows = [self._mark(a) for a in done]
        if rows:
            self._remembered = True
            try:
                await asyncio.to_thread(self._checkpoint.store.settle, key, rows)
            except StoreError as error:
                self._checkpoint.complain("settled_not_stored", "", str(error))
        return rows

    async def _forget(self, message: str, rows: Sequence[str]) -> None:
        """The transaction is over, and no retry of it will come: what is known of its recipients goes. (Others' transactions of the same message may go on.)"""
        if not rows:
            return
        try:
            await asyncio.to_thread(self._checkpoint.store.forget, message, rows)
        except StoreError as error:
            self._checkpoint.complain("settled_not_stored", "", str(error))

    def _mark(self, address: str) -> str:
        return self._checkpoint.store.fingerprint(address.encode("utf-8", "surrogateescape"))


def _tags(ruling: Ruling, verdict: RecipientVerdict) -> tuple[str, ...]:
    """The rules that put the mark on this recipient's mail: rules on trial act on nothing, and what others get is nobody else's business."""
    if verdict.action is not Action.TAG:
        return ()
    return tuple(sorted({f.rule for f in ruling.verdict.fired if f.action is Action.TAG and f.mode is Mode.ENFORCE and verdict.address in f.recipients}))


def _as_carried_out(ruling: Ruling, plan: _Plan) -> Ruling:
    """The ruling, where what could not be redacted was held instead."""
    if not plan.unchangeable:
        return ruling
    held = set(plan.unchangeable)
    recipients = tuple(replace(one, action=Action.QUARANTINE, redact=()) if one.address in held else one for one in ruling.verdict.recipients)
    return replace(ruling, verdict=replace(ruling.verdict, action=max(one.action for one in recipients), recipients=recipients))


def _told(ruling: Ruling, incidents: dict[str, str], reply: Reply | None) -> Outcome:
    """What the client hears when all is done; `reply` is the next hop's last one, None when nothing went there. `incidents` are those that keep it, by state."""
    words = " and ".join(word for state, word in ((HELD, "held for review"), (REFUSED, "refused")) if state in incidents)
    incident = incidents.get(HELD) or incidents.get(REFUSED) or ruling.incident
    if reply is None:
        return Outcome(Reply(250, f"2.0.0 {words.capitalize()}, incident {incident}" if words else "2.0.0 Taken already"), "held" if words else "delivered", ruling, incident if incidents else "")
    if words:
        return Outcome(Reply(250, f"2.0.0 Delivered to some, {words} for others, incident {incident}"), "delivered_in_part", ruling, incident)
    return Outcome(reply, "delivered", ruling)
