"""One chat message's way through the corridor: inspected, decided, and passed, redacted, held or refused in the API's own words."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from gateway import metrics
from gateway.chat.adapter import Adapter, Answer, Head, Upload
from gateway.chat.coaching import cannot_inspect, closed_to_the_gate, malformed, told
from gateway.chat.directory import Directory
from gateway.chat.own_words import of_own
from gateway.chat.post_text import ChatMessage, RawPost, credential, in_room, short_hash
from gateway.chat.reading import Rewritten, read_post, rewrite_post, tag_post
from gateway.chat.remembered import Remembered
from gateway.chat.repeats import Repeats, whole
from gateway.chat.resend import Resend
from gateway.chat.roster import Room
from gateway.chat.turns import Turn, Turns
from gateway.chat.upload import RawUpload, read_upload
from gateway.chat.withheld import Withheld
from gateway.checkpoint import Arrival, Checkpoint, Ruling
from gateway.inspection.pool import InspectionFailed, WorkerPool
from gateway.quarantine.store import HELD, REFUSED, StoreError
from gateway.settings import ChatListener
from gateway.verdict import Action

__all__ = ["ChatGate", "Forward", "Resend"]
log = structlog.get_logger("sekisho.chat")
_SHORT = 120  # characters of a message that may complete another


@dataclass(frozen=True, slots=True)
class Forward:
    """Deliver: this body in place of the one that came, or the same.

    `more` are further responses for the answer to a batch. `remembered` are done when what it says is known to later messages everywhere.
    """

    body: bytes = field(repr=False)
    changed: bool = False
    more: tuple[str, ...] = field(default=(), repr=False)
    remembered: tuple[asyncio.Future[None], ...] = ()


class ChatGate:
    """The gate of one listener."""

    def __init__(self, listener: ChatListener, adapter: Adapter, checkpoint: Checkpoint, own_domain: str, directory: Directory) -> None:
        self._listener = listener
        self._adapter = adapter
        self._checkpoint = checkpoint
        self._domain = own_domain
        self._recent = Remembered(listener.api, checkpoint)
        self._repeats = Repeats()
        self._turns = Turns()
        self._withheld = Withheld()
        self._directory = directory

    async def judge(self, head: Head, body: bytes, resend: Resend, until: float | None = None) -> Forward | Answer:
        """What becomes of a message. Nothing that could not be inspected is delivered, unless the settings say so.

        `until`: when (`time.monotonic`) it must be decided, where it is one of several; otherwise it has the listener's timeout.
        """
        if self._checkpoint.workers is None:
            return Forward(body)
        deadline = time.monotonic() + self._listener.timeout if until is None else until
        with self._turns.taken(short_hash(credential(head))) as turn:
            return await self._judged(turn, head, body, resend, deadline)

    async def _judged(self, turn: Turn, head: Head, body: bytes, resend: Resend, deadline: float) -> Forward | Answer:
        raw = RawPost(self._listener.api, head, body, self._domain, self._listener.inside, recent=self._recent.likely(head, body), rooms=self._directory.likely(head, body))
        arrival = self._arrival(head, len(body))
        try:
            ruling = await self._within(deadline, self._checkpoint.judge(arrival, read_post, raw, deadline))
            if isinstance(ruling.message, ChatMessage) and (why := self._withheld.among(ruling.message.files)) is not None:
                return self._adapter.refuse(head, why)
            if isinstance(ruling.message, ChatMessage) and (better := await self._with_surroundings(raw, ruling.message)) is not raw:
                raw = better
                ruling = await self._within(deadline, self._checkpoint.judge(arrival, read_post, raw, deadline))
            if isinstance(ruling.message, ChatMessage):
                turn.read(ruling.message.key)
            if isinstance(ruling.message, ChatMessage) and _may_complete(ruling.message):
                await self._within(deadline, turn.earlier())
                if (better := self._with_latest(raw, ruling.message)) is not raw:
                    raw = better
                    ruling = await self._within(deadline, self._checkpoint.judge(arrival, read_post, raw, deadline))
            if ruling.failure or not isinstance(ruling.message, ChatMessage):
                return self.unread(head, Forward(body), InspectionFailed(ruling.failure))
            return await self._act(of_own(ruling, ruling.message.is_new), ruling.message, head, raw, resend, deadline)
        except (InspectionFailed, TimeoutError) as failure:
            return self.unread(head, Forward(body), failure)

    @property
    def workers(self) -> WorkerPool | None:
        """None while inspection is switched off."""
        return self._checkpoint.workers

    def seal(self, file: str, address: str) -> str:
        """See `gateway.chat.uploads.Seal`: the same for all gateways with the same store."""
        return self._checkpoint.store.secrets.signature("chat-upload", file.encode(), address.encode("utf-8", "surrogatepass"))[:32]

    async def _with_surroundings(self, raw: RawPost, message: ChatMessage) -> RawPost:
        """`raw`, with what went before, whichever gateway delivered it, and who reads the room: only reading it told which room that is."""
        if message.room not in raw.rooms and (room := await self._directory.room(raw.head, message.room)) is not None and room != Room():
            raw = replace(raw, rooms={message.room: room})
        place = raw.rooms.get(message.room, Room()).place
        key = in_room(message.key, place) if place else message.key
        known = await self._recent.before(key, *([key.partition("#")[0] + "#"] if message.grows else []))
        return raw if known.items() <= raw.recent.items() else replace(raw, recent={**raw.recent, **known})

    def _with_latest(self, raw: RawPost, message: ChatMessage) -> RawPost:
        """`raw`, with what the same author got through in the same room while a short message was judged: both may belong together."""
        now = self._recent.here(message.key)
        if now == raw.recent.get(message.key, ""):
            return raw
        return replace(raw, recent={**raw.recent, message.key: now})

    async def judge_file(self, head: Head, upload: Upload, beginning: bytes, whole: bool) -> Forward | Answer:
        """What becomes of a file, of which `beginning` is all, or as much as the gate reads: it passes as it is or not at all."""
        if self._checkpoint.workers is None:
            return Forward(beginning)
        deadline = time.monotonic() + self._listener.timeout + self._checkpoint.workers.longer(len(beginning))
        raw = RawUpload(self._adapter.channel, head, upload, beginning, whole, f"app-{short_hash(credential(head))}@{self._domain}", self._listener.inside)
        try:
            ruling = await self._within(deadline, self._checkpoint.judge(self._arrival(head, len(beginning)), read_upload, raw, deadline))
            if ruling.failure:
                return self.unread(head, Forward(beginning), InspectionFailed(ruling.failure))
        except (InspectionFailed, TimeoutError) as failure:
            return self.unread(head, Forward(beginning), failure)
        if ruling.verdict.action < Action.REDACT:
            self._withheld.forget(upload.file)
            self._checkpoint.record(ruling, "delivered", api=self._listener.api, file=True)
            return Forward(beginning)
        self._checkpoint.record(ruling, "blocked", api=self._listener.api, file=True)
        why = told(ruling, ruling.verdict.findings, held=False)
        if not upload.file:
            return self._adapter.refuse(head, why)
        self._withheld.add(upload.file, why)
        return self._adapter.received(len(beginning))

    async def _act(self, ruling: Ruling, message: ChatMessage, head: Head, raw: RawPost, resend: Resend, deadline: float) -> Forward | Answer:
        if message.fault:
            log.warning("request cannot be read", api=self._listener.api, why=message.fault)
            return self._adapter.refuse(head, malformed(message.fault))
        if message.encrypts and self._listener.encryption == "refuse":
            self._checkpoint.record(ruling, "blocked", api=self._listener.api, encryption=True)
            return self._adapter.refuse(head, closed_to_the_gate())
        action = ruling.verdict.action
        touching = [one for one in ruling.verdict.findings if message.is_new(one)]
        if action is Action.REDACT:
            chosen = {i for recipient in ruling.verdict.recipients for i in recipient.redact}
            findings = tuple(one for i, one in enumerate(ruling.verdict.findings) if i in chosen)
            assert self._checkpoint.workers is not None
            try:
                rewritten: Rewritten = await self._within(deadline, self._checkpoint.workers.run(rewrite_post, (raw, findings), len(raw.body), deadline))
            except (InspectionFailed, TimeoutError):  # what is known to hold personal data never goes out as it is
                return self._adapter.refuse(head, told(ruling, touching, held=False))
            self._checkpoint.record(ruling, "redacted", api=self._listener.api)
            return Forward(rewritten.body, changed=True, remembered=self._remember(raw, message, rewritten.own))
        if action in (Action.QUARANTINE, Action.BLOCK):
            state = HELD if action is Action.QUARANTINE else REFUSED
            request = whole(head, raw.body)
            if (known := self._repeats.incident(request)) and await self._stands(known, state):
                ruling = replace(ruling, incident=known)
                self._checkpoint.record(ruling, "held" if state == HELD else "blocked", api=self._listener.api, again=True)
                return self._adapter.refuse(head, told(ruling, touching, held=state == HELD))
            room, as_named = message.key.partition("#")[0], in_room(message.key, message.room)  # nobody can ask then where an edit is
            kept = replace(resend, api=self._listener.api, recent={key.replace(room, as_named): text for key, text in raw.recent.items() if key.partition("#")[0] == room},
                           names=raw.rooms.get(message.room, Room()).names)  # fmt: skip
            try:
                recipients = [(one.address, ()) for one in message.recipients]
                await asyncio.to_thread(self._checkpoint.hold, ruling, recipients, kept.packed(), (), state=state, channel=self._adapter.channel)
            except StoreError as error:
                self._checkpoint.complain("chat_not_stored", ruling.incident, str(error))
                if state == HELD:
                    return self._adapter.refuse(head, cannot_inspect())
            else:
                self._repeats.add(request, ruling.incident)
            self._checkpoint.record(ruling, "held" if state == HELD else "blocked", api=self._listener.api)
            return self._adapter.refuse(head, told(ruling, touching, held=state == HELD))
        body = await self._tagged(raw, deadline) if action is Action.TAG else raw.body
        self._checkpoint.record(ruling, "delivered", api=self._listener.api)
        return Forward(body, changed=body is not raw.body, remembered=self._remember(raw, message, message.own))

    async def _tagged(self, raw: RawPost, deadline: float) -> bytes:
        """The body with the policy's mark before its text; as it came where there is no time to put it there: it may go out."""
        assert self._checkpoint.workers is not None
        try:
            tagged: bytes = await self._within(deadline, self._checkpoint.workers.run(tag_post, (raw, self._checkpoint.policy.policy.subject_mark), len(raw.body), deadline))
        except (InspectionFailed, TimeoutError):
            return raw.body
        return raw.body if tagged == raw.body else tagged

    def _remember(self, raw: RawPost, message: ChatMessage, own: str) -> tuple[asyncio.Future[None], ...]:
        """What was delivered, for the messages that come after it."""
        if not own.strip():
            return ()
        before = raw.recent.get(message.key, "") or (raw.recent.get(message.key.partition("#")[0] + "#", "") if message.grows else "")
        return (self._recent.add(message.key, message.room, own, "" if message.key.endswith("#") else before, message.grows),)

    async def _stands(self, incident: str, state: str) -> bool:
        """Whether nobody has decided about an incident yet; what was decided may be asked again."""
        try:
            found = await asyncio.to_thread(self._checkpoint.store.get, incident)
        except StoreError:
            return False
        return found is not None and found.state == state

    def _arrival(self, head: Head, size: int) -> Arrival:
        """What stands for a message that could not be read."""
        return Arrival(self._adapter.channel, f"app-{short_hash(credential(head))}@{self._domain}", ("unknown@chat.invalid",), size)

    def unread(self, head: Head, unread: Forward, failure: Exception) -> Forward | Answer:
        """What becomes of a message that could not be inspected."""
        kind = failure.kind if isinstance(failure, InspectionFailed) else "deadline"
        metrics.ERRORS.labels("chat", kind).inc()
        log.error("message not inspected", api=self._listener.api, kind=kind, on_timeout=self._listener.on_timeout)
        return unread if self._listener.on_timeout == "pass" else self._adapter.refuse(head, cannot_inspect())

    @staticmethod
    async def _within(deadline: float, work: Any) -> Any:
        return await asyncio.wait_for(work, max(0.001, deadline - time.monotonic()))


def _may_complete(message: ChatMessage) -> bool:
    """Whether a message may be half of what its author says. (Pieces of a stream are read together anyway.)"""
    return not message.grows and len(message.own) <= _SHORT
