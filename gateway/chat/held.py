"""What the console asks of the chat door: to show, redact and release held posts. Blocks; call it in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import TimeoutError as DeadlineError
from typing import Any, TypeVar

from gateway.chat.held_post import Cannot, attempt, redact_post, show_post
from gateway.inspection.pool import InspectionFailed, WorkerPool
from gateway.quarantine.store import Store, StoreError
from gateway.settings import ChatListener
from gateway.shown import ShowError, Shown
from gateway.verdict import Finding

T = TypeVar("T")
_READING = 60.0  # seconds for a worker to show or redact a post
_SENDING = 600.0  # seconds for the service to take it


class HeldChat:
    """Held posts as the console handles them."""

    def __init__(self, loop: asyncio.AbstractEventLoop, workers: WorkerPool, store: Store, listeners: Sequence[ChatListener]) -> None:
        self._loop = loop
        self._workers = workers
        self._store = store
        self._listeners = tuple(listeners)

    def show(self, content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
        """The post's text. Raises ShowError."""
        shown: Shown = self._read(self._workers.run(attempt, (show_post, content, tuple(findings), tuple(hide)), len(content)))
        return shown

    def redacted(self, content: bytes, findings: Sequence[Finding]) -> bytes:
        """The kept request with these findings taken out. Raises ShowError when some of it cannot be."""
        made: bytes = self._read(self._workers.run(attempt, (redact_post, content, tuple(findings)), len(content)))
        return made

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        """Post a held message (or `content` in its place), once. Raises StoreError."""
        from gateway.chat.release import post_held  # with its HTTP client: most gateways hold mail only

        return self._wait(post_held(self._store, self._listeners, incident, actor, again, content), _SENDING)

    def _read(self, work: Coroutine[Any, Any, T | Cannot]) -> T:
        try:
            done = self._wait(work, _READING)
        except InspectionFailed as failure:
            raise ShowError(f"the post could not be read ({failure.kind})") from None
        except StoreError:
            raise ShowError("the post could not be read in time") from None
        if isinstance(done, Cannot):
            raise ShowError(done.why)
        return done

    def _wait(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        waiting = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return waiting.result(seconds)
        except DeadlineError:
            waiting.cancel()
            raise StoreError("it took too long; look at the incident's history before trying again") from None
