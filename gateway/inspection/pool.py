"""Worker processes with deadlines: what hangs or crashes in one takes only that one down.

Pebble runs the processes and kills them at the deadline. Each worker has a pool of its own, so that one killed in the
middle of a transfer cannot leave a lock or half a message to the others; a pool that breaks is replaced.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as DeadlineError
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from gateway import metrics
from gateway.configfile import SettingError
from gateway.inspection import worker
from gateway.inspection.recognizers_file import check_recognizers
from gateway.inspection.worker import Inspected
from gateway.message import Message
from gateway.settings import MIB, Inspection

Payload = TypeVar("Payload")
Result = TypeVar("Result")
START_GRACE = 60.0  # seconds a worker may take to come up when the gateway starts: the fork server loads the models first
TAKE_GRACE = 10.0  # seconds a worker may take to take a message up, beyond the message's deadline: a new one starts first, a new fork server loads
NOBODY_WAITS = 7 * 86400.0  # seconds, for `queue_timeout` where files are read: what is behind a slow one can wait


class InspectionFailed(Exception):
    """A message could not be inspected. `kind`: deadline, crash, error, queue or closed; no text of the message."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind} ({detail})" if detail else kind)
        self.kind = kind
        self.detail = detail


def start_fork_server(readers: Sequence[str] = ()) -> ForkServerContext:
    """Start the process that workers are forked from, unless it runs. It loads the models while the caller does something else.

    `readers` are modules of the doors whose functions will be called in the workers, to be imported beforehand.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gateway.inspection.preload", *readers])
    ensure_running()
    return context


class WorkerPool:
    """`settings.workers` processes. Start with `warm`, end with `close`; use from one event loop.

    `readers` are for `start_fork_server`. Raises ConfigError when the file `recognizers` cannot be used.
    """

    def __init__(self, settings: Inspection, recognizers: Path | None, readers: Sequence[str] = ()) -> None:
        check_recognizers(recognizers)
        self._settings = settings
        self._recognizers = recognizers
        self._context = start_fork_server(readers)
        self._pools = [self._new_pool() for _ in range(settings.workers)]
        self._free: asyncio.LifoQueue[int] = asyncio.LifoQueue()  # the one that worked last knows most
        for slot in range(settings.workers):
            self._free.put_nowait(slot)
        self._burials: set[asyncio.Future[None]] = set()
        self._closed = False
        self.ready = False

    async def warm(self) -> None:
        """Load the models in every worker. Raises ConfigError when a worker does not come up."""
        started = await asyncio.gather(*(self._run(worker.ready, (), START_GRACE) for _ in self._pools), return_exceptions=True)
        for failure in started:
            if isinstance(failure, InspectionFailed):
                raise SettingError("inspection.workers", f"do not start: {failure}; why stands above")
            if isinstance(failure, BaseException):
                raise failure
        self.ready = True

    async def inspect(
        self, read: Callable[[Payload], Message], payload: Payload, size: int, own_domains: Sequence[str], *, outline: bool = True, until: float | None = None
    ) -> Inspected:
        """Read and inspect a message of `size` bytes in a worker. `read` is a module-level function. Raises InspectionFailed."""
        return await self.run(worker.inspect, (read, payload, tuple(own_domains), outline), size, until)

    async def run(self, function: Callable[..., Result], arguments: tuple[Any, ...], size: int, until: float | None = None) -> Result:
        """Call a module-level function in a worker, with the deadline of a message of `size` bytes. Raises InspectionFailed.

        `until`: when (`time.monotonic`) nobody waits for it any more; the worker then ends with it, so that what is too large for
        its time keeps no other waiting.
        """
        # A client that leaves does not stop the worker: killing one for that would let clients starve the others.
        work = asyncio.ensure_future(self._run(function, arguments, self.deadline(size), until))
        work.add_done_callback(_heard)
        return await asyncio.shield(work)

    def deadline(self, size: int) -> float:
        """Seconds that a message of `size` bytes gets."""
        return min(self._settings.max_deadline, self._settings.deadline + self._settings.deadline_per_mib * size / MIB)

    def longer(self, size: int) -> float:
        """Seconds that `size` bytes may take beyond an empty message: what a door adds to its own deadline for files."""
        return self.deadline(size) - self.deadline(0)

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for pool in self._pools:
            pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.gather(*(asyncio.to_thread(pool.join, 5) for pool in self._pools), return_exceptions=True)

    async def _run(self, function: Callable[..., Result], arguments: tuple[Any, ...], deadline: float, until: float | None = None) -> Result:
        if self._closed:
            raise InspectionFailed("closed")
        try:
            slot = await asyncio.wait_for(self._free.get(), self._settings.queue_timeout)
        except TimeoutError:
            raise InspectionFailed("queue", f"no worker was free for {self._settings.queue_timeout:g} s") from None
        try:
            left = deadline if until is None else min(deadline, until - time.monotonic())
            if left <= 0:
                raise InspectionFailed("queue", "no worker was free in time")
            return await self._run_in(slot, function, arguments, left)
        finally:
            self._free.put_nowait(slot)

    async def _run_in(self, slot: int, function: Callable[..., Result], arguments: tuple[Any, ...], deadline: float) -> Result:
        began = time.monotonic()
        try:
            future = self._pools[slot].schedule(function, args=arguments, timeout=deadline)
            result: Result = await asyncio.wait_for(asyncio.wrap_future(future), deadline + TAKE_GRACE)
        except (DeadlineError, TimeoutError):
            metrics.DEADLINE_KILLS.inc()
            metrics.WORKER_RESTARTS.inc()
            if time.monotonic() - began >= deadline + TAKE_GRACE:
                self._replace(slot)  # it never took the message up, so Pebble did not count
            raise InspectionFailed("deadline", f"{deadline:g} s") from None
        except ProcessExpired as death:
            metrics.WORKER_RESTARTS.inc()
            raise InspectionFailed("crash", f"exit code {death.exitcode}") from None
        except asyncio.CancelledError:
            if self._closed:
                raise InspectionFailed("closed") from None
            raise
        except RuntimeError as error:
            if self._closed:
                raise InspectionFailed("closed") from None
            if not self._pools[slot].active:
                metrics.WORKER_RESTARTS.inc()
                self._replace(slot)
            raise InspectionFailed("error", type(error).__name__) from None
        except Exception as error:
            # The worker's own exception; its text may quote the message, its kind and place do not.
            raise InspectionFailed("error", _place(error)) from None
        return result

    def _replace(self, slot: int) -> None:
        broken, self._pools[slot] = self._pools[slot], self._new_pool()
        broken.stop()  # type: ignore[no-untyped-call]
        burial = asyncio.ensure_future(asyncio.to_thread(broken.join, 10))
        self._burials.add(burial)
        burial.add_done_callback(self._buried)

    def _buried(self, burial: asyncio.Future[None]) -> None:
        self._burials.discard(burial)
        if not burial.cancelled():
            burial.exception()  # a pool that does not end in time has been told; the next one serves

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(max_workers=1, initializer=worker.start, initargs=(self._recognizers,), context=self._context)


def _heard(work: asyncio.Future[Any]) -> None:
    """How an inspection ended that nobody waits for any more is no surprise to the event loop."""
    if not work.cancelled():
        work.exception()


def _place(error: BaseException) -> str:
    """The kind of an exception and the last line of code it passed."""
    trace = str(error.__cause__ or getattr(error, "traceback", None) or "")
    lines = [line.strip() for line in trace.splitlines() if line.strip().startswith("File ")]
    where = lines[-1].rsplit("/", 1)[-1].replace('"', "") if lines else ""
    return f"{type(error).__name__} in {where}" if where else type(error).__name__
