"""What authors wrote lately, in memory and in the store: a restart does not forget it, and gateways with one store know each other's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine

from gateway.chat.adapter import Head
from gateway.chat.recent import Recent
from gateway.checkpoint import Checkpoint
from gateway.quarantine.lately_said import MINUTES, Words
from gateway.quarantine.store import StoreError

_PATIENCE = 0.5  # seconds for the store to tell what was said
_SPARED = 5.0  # seconds that a store in trouble is not asked again


class Remembered:
    """The last words behind one listener. For one event loop."""

    def __init__(self, api: str, checkpoint: Checkpoint) -> None:
        self._api = api
        self._checkpoint = checkpoint
        self._memory = Recent()
        self._waiting: dict[str, Words] = {}
        self._kept: asyncio.Future[None] | None = None  # done when what waits is in the store
        self._tasks: set[asyncio.Task[None]] = set()
        self._pruned = False  # somebody sees to it that the last words go in time
        self._spared_until = 0.0

    def likely(self, head: Head, body: bytes) -> dict[str, str]:
        """See `Recent.likely`: of what this gateway knows without asking."""
        return self._memory.likely(head, body)

    async def before(self, key: str, *others: str) -> dict[str, str]:
        """The last words under these keys, as any gateway delivered them; without those that nobody said."""
        if key and time.monotonic() >= self._spared_until:
            try:
                asked = asyncio.to_thread(self._checkpoint.store.lately_said.of, self._api, key, *others)
                for one in await asyncio.wait_for(asked, _PATIENCE):
                    self._memory.put(one.key, one.room, one.text, max(0.0, time.time() - one.at))
            except (StoreError, TimeoutError) as error:
                self._complain(error)
        return {one: text for one in (key, *others) if (text := self._memory.before(one))}

    def here(self, key: str) -> str:
        """The last words under a key, as this gateway delivered them."""
        return self._memory.before(key)

    def add(self, key: str, room: str, text: str, before: str, grows: bool) -> asyncio.Future[None]:
        """Remember a message that is delivered, after `before`; done when the store has it, or cannot."""
        self._memory.add(key, room, text, before, grows)
        self._waiting[key] = Words(self._api, key, room, self._memory.before(key), time.time())
        if self._kept is None:
            self._kept = asyncio.get_running_loop().create_future()
            self._begin(self._keep(self._kept))
        return self._kept

    async def _keep(self, kept: asyncio.Future[None]) -> None:
        await asyncio.sleep(0)  # what is said in the same moment goes along
        while self._waiting:
            words, self._waiting = tuple(self._waiting.values()), {}
            following: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._kept = following
            try:
                if time.monotonic() >= self._spared_until:
                    await asyncio.to_thread(self._checkpoint.store.lately_said.keep, words)
            except StoreError as error:
                self._complain(error)
            finally:
                kept.set_result(None)
            kept = following
        self._kept = None
        if not self._pruned:
            self._pruned = True
            self._begin(self._prune())

    async def _prune(self) -> None:
        """Words that nobody follows up do not lie there for longer."""
        await asyncio.sleep(MINUTES + 1)
        self._pruned = False
        try:
            await asyncio.to_thread(self._checkpoint.store.lately_said.prune)
        except StoreError as error:
            self._complain(error)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _complain(self, error: Exception) -> None:
        self._spared_until = time.monotonic() + _SPARED
        Checkpoint.complain("chat_memory", "", str(error) or "the store does not answer in time")
