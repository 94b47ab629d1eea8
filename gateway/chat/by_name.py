"""Several APIs at one address, told apart by the name that clients reach them at (RFC 9110 section 7.2)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose


class ByName:
    """Hands each request to the application of the name in its Host; 421 for a name that nobody has."""

    def __init__(self, applications: Mapping[str, ASGIApp]) -> None:
        self._applications = {plain(name): one for name, one in applications.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = next((value for key, value in scope["headers"] if key == b"host"), b"").decode("latin-1")
        name, _, port = given.rpartition(":")
        found = self._applications.get(plain(name if name and port.isdecimal() else given))
        if found is not None:
            await found(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await PlainTextResponse("No API is served here under this name: see chat.listeners, names.\n", 421)(scope, receive, send)


def plain(name: str) -> str:
    """A host's name as names are compared."""
    return name.strip("[]").rstrip(".").lower()
