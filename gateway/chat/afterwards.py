"""Messages of people in services that nobody can stand before: judged when the service tells of them, after delivery."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from gateway import metrics
from gateway.chat.adapter import Head
from gateway.chat.coaching import advice_afterwards
from gateway.chat.own_words import of_own
from gateway.chat.post_text import ChatMessage, RawPost, credential, short_hash
from gateway.chat.reading import Rewritten, read_post, rewrite_post
from gateway.chat.remembered import Remembered
from gateway.chat.resend import Resend
from gateway.chat.turns import Turns
from gateway.checkpoint import Arrival, Checkpoint, Ruling
from gateway.inspection.pool import InspectionFailed
from gateway.message import Channel
from gateway.quarantine.store import REFUSED, StoreError
from gateway.verdict import Action

log = structlog.get_logger("sekisho.chat")


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be done with a message that is delivered already. `redacted` is its body without what was found, where that is wanted.

    `advice` are Japanese and English words for the author of what was taken back, `advice_if_changed` of what was rewritten; `kinds` what was found, as words; `incident` the reference.
    """

    action: Action
    incident: str
    redacted: bytes | None = field(default=None, repr=False)
    advice: tuple[str, str] = ("", "")
    advice_if_changed: tuple[str, str] = ("", "")
    kinds: tuple[str, ...] = ()


class Afterwards:
    """The corridor for messages that a service tells of."""

    def __init__(self, checkpoint: Checkpoint, own_domain: str, timeout: float) -> None:
        self._checkpoint = checkpoint
        self._domain = own_domain
        self._timeout = timeout
        self._recent = {api: Remembered(f"{api}/events", checkpoint) for api in ("slack", "teams")}
        self._turns = Turns()

    async def judge(self, api: str, channel: Channel, head: Head, body: bytes) -> Judged:
        """The verdict on a message in its API's own form; `head` names its author as credentials would. Raises InspectionFailed.

        What must not stay is kept in the quarantine as refused, for reviewers to see: the service itself no longer has it.
        """
        if self._checkpoint.workers is None:  # inspection is switched off
            return Judged(Action.PASS, "")
        deadline = time.monotonic() + self._timeout
        with self._turns.taken(short_hash(credential(head))) as turn:
            turn.read("")
            await self._within(deadline, turn.earlier())  # what one author writes is read in the order in which they did
            return await self._judged(api, channel, head, body, deadline)

    async def _judged(self, api: str, channel: Channel, head: Head, body: bytes, deadline: float) -> Judged:
        assert self._checkpoint.workers is not None
        raw = RawPost(api, head, body, self._domain, recent=self._recent[api].likely(head, body))
        ruling, message = await self._read(channel, raw, deadline)
        known = await self._recent[api].before(message.key)
        if not known.items() <= raw.recent.items():
            raw = replace(raw, recent={**raw.recent, **known})
            ruling, message = await self._read(channel, raw, deadline)
        ruling = of_own(ruling, message.is_new)
        action = ruling.verdict.action
        if action < Action.REDACT:
            self._recent[api].add(message.key, message.room, message.own, raw.recent.get(message.key, ""), grows=False)
            self._checkpoint.record(ruling, "delivered", api=api, afterwards=True)
            return Judged(action, ruling.incident)
        findings = tuple(one for one in ruling.verdict.findings if message.is_new(one))
        redacted = None
        if action is Action.REDACT:
            chosen = {i for one in ruling.verdict.recipients for i in one.redact}
            wanted = tuple(one for i, one in enumerate(ruling.verdict.findings) if i in chosen)
            rewritten: Rewritten = await self._within(deadline, self._checkpoint.workers.run(rewrite_post, (raw, wanted), len(body), deadline))
            redacted = rewritten.body
            self._recent[api].add(message.key, message.room, rewritten.own, raw.recent.get(message.key, ""), grows=False)
        kept = Resend(head.method, head.path, (("content-type", "application/json"), ("authorization", credential(head))), body, "", api,
                      {key: text for key, text in raw.recent.items() if key == message.key})  # fmt: skip
        try:
            recipients = [(one.address, ()) for one in message.recipients]
            await asyncio.to_thread(self._checkpoint.hold, ruling, recipients, kept.packed(), (), state=REFUSED, channel=channel)
        except StoreError as error:  # it must not stay where it is for that
            self._checkpoint.complain("chat_not_stored", ruling.incident, str(error))
        self._checkpoint.record(ruling, "removed", api=api, afterwards=True)
        kinds = tuple(dict.fromkeys(one.entity_type for one in findings))
        return Judged(action, ruling.incident, redacted, advice_afterwards(ruling, findings, changed=False), advice_afterwards(ruling, findings, changed=True), kinds)

    async def _read(self, channel: Channel, raw: RawPost, deadline: float) -> tuple[Ruling, ChatMessage]:
        arrival = Arrival(channel, f"app-{short_hash(credential(raw.head))}@{self._domain}", ("unknown@chat.invalid",), len(raw.body))
        ruling: Ruling = await self._within(deadline, self._checkpoint.judge(arrival, read_post, raw, deadline))
        if ruling.failure or not isinstance(ruling.message, ChatMessage) or ruling.message.fault:
            raise InspectionFailed(ruling.failure or "error", "the message could not be read")
        return ruling, ruling.message

    async def _within(self, deadline: float, work: Awaitable[Any]) -> Any:
        try:
            return await asyncio.wait_for(work, max(0.001, deadline - time.monotonic()))
        except TimeoutError:
            metrics.ERRORS.labels("chat", "deadline").inc()
            raise InspectionFailed("deadline") from None
