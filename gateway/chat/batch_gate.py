"""The way of a batch through the gate: each of its requests is judged as if it had come alone, and only those refused stay behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from gateway.chat import batch
from gateway.chat.adapter import Adapter, Answer, Head, Refusal
from gateway.chat.batch import Inner
from gateway.chat.coaching import malformed
from gateway.chat.gate import ChatGate, Forward
from gateway.chat.resend import Resend
from gateway.inspection.pool import InspectionFailed
from gateway.settings import ChatListener

_SEALED = "a request of the batch has its body in a string; send it as an object"
_DEPENDS = Refusal(
    "先に行うべきリクエストが送信されなかったため、実行しませんでした。 / Not done: a request that it depends on was not sent.",
    "FailedDependency", status=424,
)  # fmt: skip


class BatchGate:
    """For the listener of an adapter whose API has batches."""

    def __init__(self, listener: ChatListener, adapter: Adapter, gate: ChatGate) -> None:
        self._listener = listener
        self._adapter = adapter
        self._gate = gate

    async def judge(self, head: Head, body: bytes, resend: Resend) -> Forward | Answer:
        """What becomes of a batch: all of it, what is left of it, or an answer that refuses each of its requests."""
        if (workers := self._gate.workers) is None:
            return Forward(body)
        deadline = time.monotonic() + self._listener.timeout
        try:
            async with asyncio.timeout(self._listener.timeout):
                requests: tuple[Inner, ...] | str = await workers.run(batch.apart, (head, body), len(body), deadline)
        except (InspectionFailed, TimeoutError) as failure:
            return self._gate.unread(head, Forward(body), failure)
        if isinstance(requests, str):
            return self._adapter.refuse(head, malformed(requests))
        changed: dict[str, bytes] = {}
        refused: dict[str, Answer] = {}
        delivered = []
        # One after the other: the later is read together with what the earlier left in its room.
        for one in requests:
            if self._adapter.carries(one.head):
                judged = await self._one(one, resend)
                if isinstance(judged, Answer):
                    refused[one.id] = judged
                    continue
                delivered.append(judged)
                if judged.changed:
                    changed[one.id] = judged.body
        if not refused and not changed:
            return Forward(body, remembered=_remembered(delivered))
        _spread(requests, refused, self._adapter)
        more = tuple(batch.response(name, answer.status, answer.body) for name, answer in refused.items())
        left = [one for one in requests if one.id not in refused]
        if not left:
            return Answer(200, batch.completed(b'{"responses": []}', more))
        return Forward(batch.together(body, left, changed), changed=True, more=more, remembered=_remembered(delivered))

    async def _one(self, one: Inner, resend: Resend) -> Forward | Answer:
        if one.sealed:
            return self._adapter.refuse(one.head, malformed(_SEALED))
        outer = [(name, value) for name, value in resend.headers if not name.lower().startswith("content-")]
        kept = {name.lower() for name, _ in outer}
        headers = [*outer, *((name, value) for name, value in one.head.headers.items() if name not in kept)]
        return await self._gate.judge(one.head, one.body, Resend(one.head.method, one.target, tuple(headers), one.body, resend.upstream))


def _remembered(delivered: Sequence[Forward]) -> tuple[asyncio.Future[None], ...]:
    return tuple(dict.fromkeys(one for each in delivered for one in each.remembered))


def _spread(requests: Sequence[Inner], refused: dict[str, Answer], adapter: Adapter) -> None:
    """What depends on a request that is not sent is not sent either."""
    while waiting := [one for one in requests if one.id not in refused and not refused.keys().isdisjoint(one.after)]:
        refused |= {one.id: adapter.refuse(one.head, _DEPENDS) for one in waiting}
