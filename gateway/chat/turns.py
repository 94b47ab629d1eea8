"""Messages of one author that are judged at the same time, in the order in which they came: the later may complete the earlier."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """A message under way. `key` names author and room once a worker has read which they are."""

    def __init__(self, before: tuple[Turn, ...]) -> None:
        self._before = before
        self._key = ""
        self._read = asyncio.Event()
        self._done = asyncio.Event()

    def read(self, key: str) -> None:
        """Author and room are known."""
        self._key = key
        self._read.set()

    def done(self) -> None:
        """It is decided, and remembered where it is to be delivered."""
        self._read.set()
        self._done.set()
        self._before = ()

    async def earlier(self) -> None:
        """Wait until those that came before, of the same author in the same room, are decided."""
        for one in self._before:
            await one._read.wait()
            if one._key == self._key:
                await one._done.wait()


class Turns:
    """All messages under way. For one event loop."""

    def __init__(self) -> None:
        self._under_way: dict[str, dict[Turn, None]] = {}  # by the credential, the oldest first

    @property
    def under_way(self) -> int:
        """How many messages."""
        return sum(map(len, self._under_way.values()))

    @contextmanager
    def taken(self, credential: str) -> Iterator[Turn]:
        """A turn behind all that the same credential has taken and not ended."""
        others = self._under_way.setdefault(credential, {})
        turn = Turn(tuple(others))
        others[turn] = None
        try:
            yield turn
        finally:
            turn.done()
            del others[turn]
            if not others:
                del self._under_way[credential]
