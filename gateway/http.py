"""/metrics for Prometheus, /healthz and /readyz for whoever keeps the gateway running.

Served from a thread (prometheus-client's own WSGI server), so that a scrape never waits for the event loop, and a loop
that hangs is seen: /healthz asks for a sign of life no older than `MAX_SILENCE`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

from gateway import metrics

MAX_SILENCE = 15.0  # seconds
Start = Callable[[str, list[tuple[str, str]]], Any]


class Health:
    """What is known about the gateway's state; written by the loop, read by the server thread."""

    def __init__(self) -> None:
        self.beat_at = time.monotonic()
        self.listening = False
        self.workers = False
        self.stopping = False
        self.store: Callable[[], bool] = lambda: True

    def beat(self) -> None:
        """The loop is alive."""
        self.beat_at = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether the loop gave a sign of life lately."""
        return time.monotonic() - self.beat_at < MAX_SILENCE

    def readiness(self) -> dict[str, bool]:
        """Each thing that must hold before mail should come here."""
        return {
            "listening": self.listening,
            "workers": self.workers,
            "store": self.store(),
            "alive": self.alive,
            "not_stopping": not self.stopping,
        }


class HttpServer:
    """The server thread. `port` is the one it got."""

    def __init__(self, host: str, port: int, health: Health) -> None:
        self._health = health
        self._metrics = make_wsgi_app(metrics.REGISTRY)
        self._server = make_server(host, port, self._serve, ThreadingWSGIServer, handler_class=_Quiet)
        self.port: int = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="http", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _serve(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return _answer(start, "405 Method Not Allowed", {"error": "only GET"})
        if path == "/metrics":
            answer: Iterable[bytes] = self._metrics(environ, start)
            return answer
        if path == "/healthz":
            return _answer(start, "200 OK" if self._health.alive else "503 Service Unavailable", {"alive": self._health.alive})
        if path == "/readyz":
            state = self._health.readiness()
            return _answer(start, "200 OK" if all(state.values()) else "503 Service Unavailable", {"ready": all(state.values()), **state})
        return _answer(start, "404 Not Found", {"error": "there are /metrics, /healthz and /readyz"})


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Scrapes are not logged."""


def _answer(start: Start, status: str, body: dict[str, Any]) -> list[bytes]:
    data = json.dumps(body).encode() + b"\n"
    start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
    return [data]
