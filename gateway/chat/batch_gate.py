"""The way of a batch through the gate: each of its requests is judged as if it had come alone, and only those refused stay behind."""

from __future__ import annotations

import asyncio
import time

from gateway.chat import batch
from gateway.chat.adapter import Adapter, Answer, Head, Refusal
from gateway.chat.batch import Inner
from gateway.chat.coaching import cannot_inspect, malformed
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
            if not refused.keys().isdisjoint(one.after):
                refused[one.key] = self._adapter.refuse(one.head, _DEPENDS)
            elif one.body or self._adapter.carries(one.head):  # whatever its address: nothing in a batch goes by unread
                judged = await self._one(one, resend, deadline)
                if isinstance(judged, Answer):
                    refused[one.key] = judged
                    continue
                delivered.append(judged)
                if judged.changed:
                    changed[one.key] = judged.body
        remembered = tuple(dict.fromkeys(each for one in delivered for each in one.remembered))
        if not refused and not changed:
            return Forward(body, remembered=remembered)
        more = tuple(batch.response(one.id, refused[one.key].status, refused[one.key].body) for one in requests if one.key in refused)
        left = [one for one in requests if one.key not in refused]
        if not left:
            return Answer(200, batch.completed(b'{"responses":[]}', more))
        try:
            made = await workers.run(batch.together, (body, left, changed), len(body))
        except InspectionFailed:  # what is known to hold personal data never goes out as it is
            return self._adapter.refuse(head, cannot_inspect())
        return Forward(made, changed=True, more=more, remembered=remembered)

    async def _one(self, one: Inner, resend: Resend, deadline: float) -> Forward | Answer:
        if one.sealed:
            return self._adapter.refuse(one.head, malformed(_SEALED))
        outer = [(name, value) for name, value in resend.headers if not name.lower().startswith("content-")]
        kept = {name.lower() for name, _ in outer}
        own = {"content-type": "application/json"} | dict(one.own)
        headers = [*outer, *((name, value) for name, value in own.items() if name not in kept)]
        return await self._gate.judge(one.head, one.body, Resend(one.head.method, one.target, tuple(headers), one.body, resend.upstream), deadline)
