"""What authors wrote in rooms lately, so that a name in one message and the employer in the next are read together, in memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from itertools import islice

from gateway.chat.adapter import Head
from gateway.chat.post_text import TOGETHER
from gateway.quarantine.lately_said import MINUTES as _WINDOW

_STREAM = 4000  # characters of a growing text that its next piece is read with
_ROOMS = 10_000  # rooms remembered
_LOOKED_AT = 256  # rooms, the most recent ones, that are looked for in a request
_LOOKED_THROUGH = 16_384  # characters of a request in which a room's name is looked for


class Recent:
    """The last words in each room, and the room's name as requests have it. A room's key tells neither author nor room."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, tuple[float, str, str]] = OrderedDict()  # the least recent first

    def likely(self, head: Head, body: bytes) -> dict[str, str]:
        """The last words in the rooms that a request seems to name: only a worker reads which one it is."""
        found: dict[str, str] = {}
        since = time.monotonic() - _WINDOW
        said = f"{head.route}?{head.query} {body[:_LOOKED_THROUGH].decode('utf-8', 'replace')}"
        for key in islice(reversed(self._rooms), _LOOKED_AT):
            at, text, room = self._rooms[key]
            if at < since:
                break
            if room in said:
                found[key] = text
        return found

    def before(self, key: str) -> str:
        """The last words in a room, within the window."""
        at, text, _ = self._rooms.get(key, (0.0, "", ""))
        return text if at >= time.monotonic() - _WINDOW else ""

    def add(self, key: str, room: str, text: str, before: str, grows: bool) -> None:
        """Remember a message that was delivered, after `before`."""
        kept = (before + text)[-_STREAM:] if grows else "\n".join(filter(None, (before, text.strip())))[-TOGETHER:]
        self._put(key, time.monotonic(), kept, room)

    def merge(self, key: str, room: str, text: str, age: float) -> None:
        """Take in what another gateway delivered `age` seconds ago. What is known here stays, whatever the other's clock says."""
        at = time.monotonic() - age
        known, said, _ = self._rooms.get(key, (float("-inf"), "", ""))
        if known < time.monotonic() - _WINDOW:
            self._put(key, at, text, room)
        elif text not in said:
            both = text if said in text else "\n".join((text, said) if at < known else (said, text))
            self._put(key, max(at, known), both[-_STREAM:], room)

    def _put(self, key: str, at: float, text: str, room: str) -> None:
        self._rooms[key] = (at, text, room)
        self._rooms.move_to_end(key)
        while len(self._rooms) > _ROOMS:
            self._rooms.popitem(last=False)
