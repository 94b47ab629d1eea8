"""What every answer of the console carries, and how often somebody may try: against scripts, frames, caches and guessing."""

from __future__ import annotations

import threading
import time
from collections import deque

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""For what a hostile mail wrote: nothing runs, nothing is fetched, and only our own page may show it in a frame."""


class Headers:
    """ASGI middleware: headers that forbid what no page of ours needs. An answer that sets its own policy keeps it."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put the headers on the answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._put(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _put(self, headers: MutableHeaders, path: str) -> None:
        headers.setdefault("Content-Security-Policy", _PAGE)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers.setdefault("X-Frame-Options", "SAMEORIGIN" if headers["Content-Security-Policy"] == FRAMED else "DENY")
        if not path.startswith("/static/"):
            headers["Cache-Control"] = "no-store"
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"


class Tries:
    """At most `most` failures within `seconds` from one place; memory stays bounded. For one process: accounts lock in the store."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._tries: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allow(self, place: str) -> bool:
        """Whether another try may be made from there."""
        now = time.monotonic()
        with self._lock:
            tries = self._tries.get(place, deque())
            while tries and tries[0] <= now - self._seconds:
                tries.popleft()
            return len(tries) < self._most

    def failed(self, place: str) -> None:
        """Count a failure."""
        now = time.monotonic()
        with self._lock:
            if len(self._tries) > 10_000:
                self._tries = {key: tries for key, tries in self._tries.items() if tries and tries[-1] > now - self._seconds}
            self._tries.setdefault(place, deque()).append(now)


def local_path(wanted: str) -> str:
    """`wanted` if it is a path on this site, else the front page: a link to here must not lead elsewhere (open redirect)."""
    if not wanted.startswith("/") or wanted[1:2] in ("/", "\\") or any(ord(c) < 33 or c == "\\" for c in wanted):
        return "/"
    return wanted
