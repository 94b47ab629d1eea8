"""One chat message's way through the corridor: inspected, decided, and passed, redacted, held or refused in the API's own words."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from gateway import metrics
from gateway.chat.adapter import Adapter, Answer, Head
from gateway.chat.coaching import cannot_inspect, malformed, told
from gateway.chat.payload import Malformed
from gateway.chat.post_text import RawPost, outline_of, read_post, rewrite_post
from gateway.checkpoint import Arrival, Checkpoint, Ruling
from gateway.inspection.pool import InspectionFailed
from gateway.message import Party
from gateway.quarantine.store import HELD, REFUSED, StoreError
from gateway.settings import ChatListener
from gateway.verdict import Action

log = structlog.get_logger("sekisho.chat")
_WINDOW = 180.0  # seconds in which short messages of one author in one room are read together
_EARLIER = 5  # messages
_SHORT = 300  # characters of a message that still goes on from the one before
_ROOMS = 10_000  # rooms remembered


@dataclass(frozen=True, slots=True)
class Forward:
    """Deliver: this body in place of the one that came, or the same."""

    body: bytes = field(repr=False)
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Resend:
    """A request as it is kept while it is held: enough to send it later exactly as it would have gone."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    upstream: str

    def packed(self) -> bytes:
        """As bytes for the store, which seals them: the headers hold the sender's credentials."""
        head = json.dumps({"method": self.method, "target": self.target, "headers": self.headers, "upstream": self.upstream})
        return head.encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, content: bytes) -> Resend:
        """The reverse of `packed`."""
        head, _, body = content.partition(b"\n")
        told = json.loads(head)
        return cls(told["method"], told["target"], tuple((k, v) for k, v in told["headers"]), body, told["upstream"])


class Recent:
    """What authors wrote in rooms lately, so that a name in one message and the employer in the next are read together. In memory only."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, deque[tuple[float, str]]] = OrderedDict()

    def before(self, room: str) -> str:
        """What was written there within the window."""
        now = time.monotonic()
        kept = self._rooms.get(room)
        while kept and kept[0][0] < now - _WINDOW:
            kept.popleft()
        return "\n".join(text for _, text in kept or ())

    def add(self, room: str, text: str) -> None:
        """Remember a message that was delivered; a long one ends what went before."""
        kept = self._rooms.setdefault(room, deque(maxlen=_EARLIER))
        if len(text) > _SHORT:
            kept.clear()
        else:
            kept.append((time.monotonic(), text))
        self._rooms.move_to_end(room)
        while len(self._rooms) > _ROOMS:
            self._rooms.popitem(last=False)


class ChatGate:
    """The gate of one listener."""

    def __init__(self, listener: ChatListener, adapter: Adapter, checkpoint: Checkpoint, own_domain: str) -> None:
        self._listener = listener
        self._adapter = adapter
        self._checkpoint = checkpoint
        self._domain = own_domain
        self._recent = Recent()

    async def judge(self, head: Head, body: bytes, resend: Resend) -> Forward | Answer:
        """What becomes of a message. Nothing that could not be inspected is delivered, unless the settings say so."""
        author = self._author(head)
        raw = RawPost(self._listener.api, head, body, Party(f"{author}@{self._domain}"), ())
        workers = self._checkpoint.workers
        if workers is None:
            return Forward(body)
        deadline = time.monotonic() + self._listener.timeout
        try:
            post, text, _ = await self._within(deadline, workers.run(outline_of, (raw,), len(body)))
        except Malformed as error:
            return self._adapter.refuse(head, malformed(str(error)))
        except (InspectionFailed, TimeoutError) as failure:
            if isinstance(failure, InspectionFailed) and failure.detail.startswith("Malformed"):
                return self._adapter.refuse(head, malformed("the body cannot be read"))
            return self._unread(head, body, failure)
        if not text.strip():
            return Forward(body)
        room = f"{author}/{post.room}"
        members = (Party(f"{_short_hash(post.room)}@{'rooms.' + self._domain if self._listener.inside else 'chat.invalid'}"),)
        raw = replace(raw, members=members, earlier=self._recent.before(room) if len(text) <= _SHORT else "")
        arrival = Arrival(self._adapter.channel, raw.sender.address, tuple(one.address for one in members), len(body))
        try:
            ruling = await self._within(deadline, self._checkpoint.judge(arrival, read_post, raw))
            if ruling.failure:
                return self._unread(head, body, InspectionFailed(ruling.failure))
            return await self._act(ruling, head, raw, resend, room, text, deadline)
        except (InspectionFailed, TimeoutError) as failure:
            return self._unread(head, body, failure)

    async def _act(self, ruling: Ruling, head: Head, raw: RawPost, resend: Resend, room: str, text: str, deadline: float) -> Forward | Answer:
        action = ruling.verdict.action
        own_from = len(raw.earlier) + 1 if raw.earlier else 0
        touching = [one for one in ruling.verdict.findings if one.end > own_from]
        if action >= Action.REDACT and not _fires_on_own(ruling, own_from):
            action = Action.PASS  # what fired was delivered before, and judged then
        assert self._checkpoint.workers is not None
        if action is Action.REDACT:
            chosen = {i for recipient in ruling.verdict.recipients for i in recipient.redact}
            findings = tuple(one for i, one in enumerate(ruling.verdict.findings) if i in chosen and one.end > own_from)
            body = await self._within(deadline, self._checkpoint.workers.run(rewrite_post, (raw, findings), len(raw.body)))
            self._checkpoint.record(ruling, "redacted", api=self._listener.api)
            return Forward(body, changed=True)
        if action in (Action.QUARANTINE, Action.BLOCK):
            state = HELD if action is Action.QUARANTINE else REFUSED
            try:
                recipients = [(one.address, ()) for one in raw.members]
                await asyncio.to_thread(self._checkpoint.hold, ruling, recipients, resend.packed(), (), state=state, channel=self._adapter.channel)
            except StoreError as error:
                self._checkpoint.complain("chat_not_stored", ruling.incident, str(error))
                if state == HELD:
                    return self._adapter.refuse(head, cannot_inspect())
            self._checkpoint.record(ruling, "held" if state == HELD else "blocked", api=self._listener.api)
            return self._adapter.refuse(head, told(ruling, touching, held=state == HELD))
        self._recent.add(room, text)
        self._checkpoint.record(ruling, "delivered", api=self._listener.api)
        return Forward(raw.body)

    def _unread(self, head: Head, body: bytes, failure: Exception) -> Forward | Answer:
        kind = failure.kind if isinstance(failure, InspectionFailed) else "deadline"
        metrics.ERRORS.labels("chat", kind).inc()
        log.error("message not inspected", api=self._listener.api, kind=kind, on_timeout=self._listener.on_timeout)
        return Forward(body) if self._listener.on_timeout == "pass" else self._adapter.refuse(head, cannot_inspect())

    def _author(self, head: Head) -> str:
        """Who writes, as far as the request tells: a keyed hash of the credentials, so that none are kept or logged."""
        secret = head.headers.get("authorization") or head.headers.get("x-chatworktoken") or head.headers.get("cookie") or head.path
        return f"app-{_short_hash(secret)}"

    @staticmethod
    async def _within(deadline: float, work: Any) -> Any:
        return await asyncio.wait_for(work, max(0.001, deadline - time.monotonic()))


def _fires_on_own(ruling: Ruling, own_from: int) -> bool:
    """Whether a rule that acts was fired by something in the new message, not only by what went before."""
    if not own_from:
        return True
    acting = [one for one in ruling.verdict.fired if one.action >= Action.REDACT]
    return any(not one.findings or any(ruling.verdict.findings[i].end > own_from for i in one.findings) for one in acting)


def _short_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()[:12]
