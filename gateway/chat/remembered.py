"""What authors wrote lately, in memory and in the store: a restart does not forget it, and gateways with one store know each other's."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from gateway.chat.adapter import Head
from gateway.chat.recent import Recent
from gateway.checkpoint import Checkpoint
from gateway.quarantine.lately_said import MINUTES, Words

_PATIENCE = 0.5  # seconds for the store to tell what was said
_SPARED = 5.0  # seconds that a store in trouble is not asked again
_MOST_WAITING = 10_000  # rooms whose last words are still to be kept
_THREADS = 2  # for the store alone: one that hangs keeps nothing else waiting


class Remembered:
    """The last words behind one listener. For one event loop."""

    def __init__(self, api: str, checkpoint: Checkpoint) -> None:
        self._api = api
        self._checkpoint = checkpoint
        self._own = secrets.token_hex(4)  # this gateway's rows
        self._memory = Recent()
        self._threads = ThreadPoolExecutor(_THREADS, "lately-said")
        self._waiting: dict[str, Words] = {}
        self._kept: asyncio.Future[None] | None = None  # done when what waits is in the store, or cannot be
        self._tasks: set[asyncio.Task[None]] = set()
        self._pruning = False
        self._asking = 0
        self._spared_until = 0.0

    def likely(self, head: Head, body: bytes) -> dict[str, str]:
        """See `Recent.likely`: of what this gateway knows without asking."""
        return self._memory.likely(head, body)

    async def before(self, key: str, *others: str) -> dict[str, str]:
        """The last words under these keys, as any gateway delivered them; without those that nobody said."""
        if key and time.monotonic() >= self._spared_until and self._asking < _THREADS * 8:
            self._asking += 1
            asked = asyncio.get_running_loop().run_in_executor(self._threads, self._checkpoint.store.lately_said.of, self._api, self._own, key, *others)
            asked.add_done_callback(self._answered)
            try:
                for one in await asyncio.wait_for(asyncio.shield(asked), _PATIENCE):
                    self._memory.merge(one.key, one.room, one.text, max(0.0, time.time() - one.at))
            except Exception as error:  # whatever is wrong with the store, what this gateway knows counts
                self._complain(error)
        return {one: text for one in (key, *others) if (text := self._memory.before(one))}

    def here(self, key: str) -> str:
        """The last words under a key, as far as this gateway knows."""
        return self._memory.before(key)

    def add(self, key: str, room: str, text: str, before: str, grows: bool) -> asyncio.Future[None]:
        """Remember a message that is delivered, after `before`; done when the store has it, or cannot."""
        self._memory.add(key, room, text, before, grows)
        if len(self._waiting) < _MOST_WAITING or key in self._waiting:
            self._waiting[key] = Words(self._api, key, room, self._memory.before(key), time.time())
        if self._kept is None:
            self._kept = asyncio.get_running_loop().create_future()
            self._begin(self._keep(self._kept))
        if time.monotonic() < self._spared_until:  # nobody waits for a store in trouble
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done
        return self._kept

    async def _keep(self, kept: asyncio.Future[None]) -> None:
        await asyncio.sleep(0)  # what is said in the same moment goes along
        while self._waiting:
            words, self._waiting = self._waiting, {}
            self._kept = following = asyncio.get_running_loop().create_future()
            try:
                await asyncio.sleep(max(0.0, self._spared_until - time.monotonic()))
                keeping = asyncio.get_running_loop().run_in_executor(self._threads, self._checkpoint.store.lately_said.keep, self._own, tuple(words.values()))
                await asyncio.wait((keeping,), timeout=_PATIENCE)
                if not keeping.done():
                    self._complain(TimeoutError())
                    kept.set_result(None)
                await keeping
            except Exception as error:  # they are kept with the next ones, unless something later is
                self._complain(error)
                since = time.time() - MINUTES
                self._waiting = {key: one for key, one in words.items() if one.at > since} | self._waiting
            finally:
                if not kept.done():
                    kept.set_result(None)
            kept = following
        kept.set_result(None)
        self._kept = None
        if not self._pruning:
            self._pruning = True
            self._begin(self._prune())

    async def _prune(self) -> None:
        """Words that nobody follows up do not lie there for longer."""
        left = True
        while left:
            await asyncio.sleep(MINUTES + 1)
            try:
                left = await asyncio.get_running_loop().run_in_executor(self._threads, self._checkpoint.store.lately_said.prune)
            except Exception as error:
                self._complain(error)
        self._pruning = False

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _answered(self, asked: asyncio.Future[tuple[Words, ...]]) -> None:
        self._asking -= 1
        if not asked.cancelled():
            asked.exception()  # heard, though nobody may wait for it any more

    def _complain(self, error: Exception) -> None:
        if time.monotonic() >= self._spared_until:
            self._spared_until = time.monotonic() + _SPARED
            Checkpoint.complain("chat_memory", "", str(error) or "the store does not answer in time")
