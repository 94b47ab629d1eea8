"""A chat service for trying out: it answers chat.postMessage as Slack does, with the text that arrived, and keeps nothing."""

from __future__ import annotations

import time

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.chat.payload import Malformed, Payload
from gateway.chat.server import ChatServer


class EchoService:
    """Slack's Web API in miniature, on a free port of this machine."""

    def __init__(self) -> None:
        self._server = ChatServer(Starlette(routes=[Route("/api/{method}", self.take, methods=["POST"])]), "127.0.0.1", 0, None, "chat")
        self.url = f"http://127.0.0.1:{self._server.port}"

    def start(self) -> None:
        """Begin to serve."""
        self._server.start()

    async def stop(self) -> None:
        """Serve no more."""
        await self._server.stop()

    async def take(self, request: Request) -> Response:
        """Say what arrived."""
        try:
            payload = Payload.read(await request.body(), request.headers.get("content-type", ""))
        except Malformed:
            return JSONResponse({"ok": False, "error": "invalid_arguments"})
        text = payload.get("text")
        return JSONResponse({"ok": True, "channel": payload.get("channel"), "ts": f"{time.time():.6f}", "message": {"type": "message", "text": text}})
