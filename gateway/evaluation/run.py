"""Inspecting a whole corpus in worker processes, each message once, whatever number of policies judge it afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gateway.evaluation.company import for_sender
from gateway.evaluation.format import Sample
from gateway.evaluation.outcome import Run, Uninspected, conclude
from gateway.inspection.pool import InspectionFailed, WorkerPool
from gateway.message import Message
from gateway.policy.load import LoadedPolicy
from gateway.verdict import Finding

_AHEAD = 64  # messages handed to the workers before the first comes back


@dataclass(frozen=True, slots=True)
class Examined:
    """One message of the corpus with what was found; `error` says why it could not be inspected."""

    sample: Sample
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    error: str = ""


async def evaluate(
    samples: Sequence[Sample], places: Iterable[Path], policies: Sequence[LoadedPolicy], pool: WorkerPool, tick: Callable[[], None]
) -> list[Run]:
    """One run for each policy over the same findings, those under the first; `tick` is called as each message is done."""
    began = time.monotonic()
    inspected: list[tuple[Sample, tuple[Finding, ...]]] = []
    uninspected: list[Uninspected] = []
    async for one in examine(samples, policies[0], pool):
        tick()
        if one.error:
            uninspected.append(Uninspected(one.sample.id, one.sample.path, one.error))
        else:
            inspected.append((one.sample, one.findings))
    corpus = tuple(map(str, places))
    return [conclude(inspected, policy, corpus, uninspected, time.monotonic() - began) for policy in policies]


async def examine(samples: Iterable[Sample], loaded: LoadedPolicy, pool: WorkerPool) -> AsyncIterator[Examined]:
    """Every message, in the order given, as many at a time as the pool has workers.

    The policy tells which domains are the company's own; the sender's is always one of them.
    """
    ahead: asyncio.Queue[asyncio.Task[Examined] | None] = asyncio.Queue(maxsize=_AHEAD)

    async def feed() -> None:
        for sample in samples:
            await ahead.put(asyncio.create_task(_examine(sample, loaded, pool)))
        await ahead.put(None)

    feeder = asyncio.create_task(feed())
    while (task := await ahead.get()) is not None:
        yield await task
    await feeder


async def _examine(sample: Sample, loaded: LoadedPolicy, pool: WorkerPool) -> Examined:
    message = sample.message
    own_domains = for_sender(loaded, message.sender.domain).policy.organization.domains
    try:
        inspected = await pool.inspect(as_it_is, message, message.size, own_domains)
    except InspectionFailed as failure:
        return Examined(sample, error=str(failure))
    return Examined(sample, inspected.findings)


def as_it_is(message: Message) -> Message:
    """The reader of a corpus: its messages are messages already. Runs in a worker."""
    return message
