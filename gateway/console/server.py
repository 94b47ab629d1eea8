"""The console served by uvicorn, in a thread with an event loop of its own: pages never wait for mail, nor mail for pages."""

from __future__ import annotations

import asyncio
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from gateway.configfile import SettingError
from gateway.settings import Console
from gateway.tls_files import server_context_of


class ConsoleServer:
    """The server thread. `port` is the one it got."""

    def __init__(self, settings: Console, app: ASGIApp) -> None:
        tls = settings.tls_server
        if tls is not None:
            server_context_of(tls, "console.tls_server")
        self._socket = _listening(settings)
        self.port: int = self._socket.getsockname()[1]
        self._server = uvicorn.Server(uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=5, proxy_headers=True,
            forwarded_allow_ips=list(settings.proxies), ssl_certfile=tls.certificate if tls else None, ssl_keyfile=tls.key if tls else None,
            limit_concurrency=500, http="h11", h11_max_incomplete_event_size=64 * 1024,
        ))  # fmt: skip
        self._thread = threading.Thread(target=self._run, name="console", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no more: requests under way get five seconds."""
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


def _listening(settings: Console) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=128)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it; an answer's second write waits for no delayed ACK
        return listening
    except (OSError, OverflowError) as error:
        raise SettingError("console.port", f"{settings.host}:{settings.port} cannot be taken: {error}; choose another") from None
