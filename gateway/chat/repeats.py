"""A request that was held or refused and comes again, word for word, is the same incident: clients and people try twice."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict

from gateway.chat.adapter import Head

_WINDOW = 3600.0  # seconds
_MOST = 10_000


class Repeats:
    """Which incident a request became, by a hash of all of it. In memory only."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, tuple[float, str]] = OrderedDict()  # the oldest first

    def incident(self, request: bytes) -> str:
        """The incident of the same request within the last hour, empty where there is none."""
        at, incident = self._known.get(request, (float("-inf"), ""))
        return incident if at > time.monotonic() - _WINDOW else ""

    def add(self, request: bytes, incident: str) -> None:
        """Remember what became of a request."""
        self._known[request] = (time.monotonic(), incident)
        self._known.move_to_end(request)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)


def whole(head: Head, body: bytes) -> bytes:
    """A hash of what makes two requests the same: where they go, who sends them, what they say."""
    seen = hashlib.sha256()
    for one in (head.method, head.path, head.query, *(head.headers.get(name, "") for name in ("authorization", "cookie", "x-chatworktoken", "content-type"))):
        seen.update(one.encode("utf-8", "surrogatepass") + b"\0")
    seen.update(body)
    return seen.digest()
