"""The chat gate's listeners, each with its API, served by uvicorn in the gateway's own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.configfile import SettingError
from gateway.settings import TlsServer
from gateway.tls_files import server_context_of

_MOST_HEAD = 128 * 1024  # bytes of a request before its body


class _Protocol(HttpToolsProtocol):
    """uvicorn's faster parser, with the bound on headers that the slower one has."""

    _head = 0
    _opening: bytearray | None = None  # of a connection's first request, until its head is there
    _opened = False

    def data_received(self, data: bytes) -> None:
        if not self._opened:
            opening = self._opening = self._opening if self._opening is not None else bytearray()
            seen = max(0, len(opening) - 3)  # an end of the head may have come in part; what lies before is not looked through again
            opening += data
            if len(opening) <= _MOST_HEAD and not _HEAD_END.search(opening, seen):
                return
            data, self._opening, self._opened = _without_upgrade(bytes(opening)), None, True
        if self._head >= 0:
            self._head += len(data)
            if self._head > _MOST_HEAD and self.transport is not None:
                self.send_400_response("Request header too large.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._head = max(0, self._head)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head = -1
        super().on_headers_complete()

    def _unsupported_upgrade_warning(self) -> None:
        """A later request that asks for another protocol: its body is lost to the parser, and is not waited for."""
        self.send_400_response("Upgrade is not possible here; send the request without it.")


_HEAD_END = re.compile(rb"\r?\n\r?\n")
_UPGRADE = re.compile(rb"\r?\nupgrade:(?![ \t]*websocket)[^\r\n]*", re.IGNORECASE)
_SETTINGS = re.compile(rb"\r?\nhttp2-settings:[^\r\n]*", re.IGNORECASE)
_CONNECTION = re.compile(rb"(?<=\nconnection:)[^\r\n]*", re.IGNORECASE)


def _without_upgrade(opening: bytes) -> bytes:
    """A request without its offer to speak another protocol (Java's client offers h2c): a server may ignore that (RFC 9110 section 7.8)."""
    end = _HEAD_END.search(opening)
    head = opening[: end.start()] if end else opening
    if not _UPGRADE.search(head):
        return opening
    shorter = _SETTINGS.sub(b"", _UPGRADE.sub(b"", head))
    shorter = _CONNECTION.sub(lambda found: b" " + b", ".join(one for each in found.group().split(b",") if (one := each.strip()).lower() not in (b"upgrade", b"http2-settings")), shorter)
    return shorter + opening[len(head) :]


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the gateway's own."""
        yield


class ChatServer:
    """One listening address. `port` is the one it got."""

    def __init__(self, app: ASGIApp, host: str, port: int, tls: TlsServer | None, key: str) -> None:
        if tls is not None:
            server_context_of(tls, key.removesuffix("port") + "tls_server")
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family, backlog=256)
            # Head and body of an answer are two writes: on a kept connection the second would wait 40 ms for the client's delayed ACK.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
        except (OSError, OverflowError) as error:
            raise SettingError(key, f"{host}:{port} cannot be taken: {error}; choose another") from None
        self.port: int = self._socket.getsockname()[1]
        self._server = _Server(uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, date_header=False, lifespan="off", timeout_graceful_shutdown=10,
            proxy_headers=False, ssl_certfile=tls.certificate if tls else None, ssl_keyfile=tls.key if tls else None, ws="websockets-sansio",
            ws_max_size=16 * 1024 * 1024, http=_Protocol,
        ))  # fmt: skip
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to serve."""
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    def close(self) -> None:
        """Give the address back, where serving has not begun."""
        self._socket.close()

    async def stop(self) -> None:
        """Serve no more: requests under way get ten seconds."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.wait([self._task], timeout=15)
        self._socket.close()
