"""What authors wrote in rooms lately, so that a name in one message and the employer in the next are read together. In memory only."""

from __future__ import annotations

import time
from collections import OrderedDict

from gateway.chat.post_text import TOGETHER

_WINDOW = 180.0  # seconds in which messages of one author in one room are read together
_STREAM = 4000  # characters of a growing text that its next piece is read with
_ROOMS = 10_000  # rooms remembered
_SENT = 64  # rooms whose texts go to a worker with every message: it tells the room only after reading


class Recent:
    """The last words in each room. A room is named by a key that tells neither author nor room."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, tuple[float, str]] = OrderedDict()  # the least recent first

    def newest(self) -> dict[str, str]:
        """The last words in the rooms written to most recently."""
        found: dict[str, str] = {}
        since = time.monotonic() - _WINDOW
        for key in reversed(self._rooms):
            at, text = self._rooms[key]
            if at < since or len(found) >= _SENT:
                break
            found[key] = text
        return found

    def before(self, key: str) -> str:
        """The last words in a room, within the window."""
        at, text = self._rooms.get(key, (0.0, ""))
        return text if at >= time.monotonic() - _WINDOW else ""

    def add(self, key: str, text: str, before: str, grows: bool) -> None:
        """Remember a message that was delivered, after `before`."""
        kept = (before + text)[-_STREAM:] if grows else "\n".join(filter(None, (before, text)))[-TOGETHER:]
        self._rooms[key] = (time.monotonic(), kept)
        self._rooms.move_to_end(key)
        while len(self._rooms) > _ROOMS:
            self._rooms.popitem(last=False)
