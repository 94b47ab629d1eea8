"""The reverse proxy before one API: what carries text is read and judged, everything else streams through untouched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx
import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from gateway.chat.adapter import Adapter, Answer, Head
from gateway.chat.coaching import too_large, upstream_down
from gateway.chat.gate import ChatGate, Resend
from gateway.settings import ChatListener

log = structlog.get_logger("sekisho.chat")
_HOP_BY_HOP = frozenset((  # RFC 9110 section 7.6.1
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "host",
))  # fmt: skip
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class ChatProxy:
    """One listener's application. Start with `open`, end with `close`."""

    def __init__(self, listener: ChatListener, adapter: Adapter, gate: ChatGate) -> None:
        self._listener = listener
        self._adapter = adapter
        self._gate = gate
        self._upstream = httpx.URL(listener.upstream or adapter.upstream)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(listener.upstream_timeout, connect=10.0), limits=httpx.Limits(max_connections=500, max_keepalive_connections=100),
            verify=str(listener.ca_file) if listener.ca_file else True, follow_redirects=False, trust_env=False,
        )  # fmt: skip
        self.app = Starlette(routes=[Route("/{path:path}", self.pass_on, methods=_METHODS), WebSocketRoute("/{path:path}", self.socket)])

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def pass_on(self, request: Request) -> Response:
        """Answer one request."""
        head = Head(request.method, request.scope["path"], request.scope["query_string"].decode("latin-1"), dict(request.headers))
        headers = _kept(request.headers.raw)
        if not self._adapter.carries(head):
            has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
            return await self._sent(request.method, request, headers, request.stream() if has_body else None)
        try:
            body = await self._body(request)
        except ClientDisconnect:
            return Response(status_code=499)
        if body is None:
            return _answered(self._adapter.refuse(head, too_large(self._listener.max_message_bytes)))
        resend = Resend(request.method, self._target(request), tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in headers), body, str(self._upstream))
        judged = await self._gate.judge(head, body, resend)
        if isinstance(judged, Answer):
            return _answered(judged)
        if judged.changed:
            headers = [(k, v) for k, v in headers if k.lower() not in (b"content-length", b"content-md5", b"digest")]
        return await self._sent(request.method, request, headers, judged.body)

    async def socket(self, websocket: WebSocket) -> None:
        """Carry a websocket both ways (Mattermost's events, Matrix' sync); what people post goes by HTTP in these APIs."""
        target = self._upstream.copy_with(scheme="wss" if self._upstream.scheme == "https" else "ws", raw_path=websocket.scope["raw_path"] + _query(websocket.scope))
        skipped = _HOP_BY_HOP | {"sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol", "origin"}
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in websocket.headers.raw if k.decode("latin-1").lower() not in skipped]
        protocols = websocket.scope.get("subprotocols") or None
        origin: Any = websocket.headers.get("origin")
        try:
            async with connect(str(target), additional_headers=headers, subprotocols=protocols, max_size=16 * 1024 * 1024, origin=origin) as upstream:
                await websocket.accept(subprotocol=upstream.subprotocol)
                tasks = [asyncio.create_task(_down(upstream, websocket)), asyncio.create_task(_up(websocket, upstream))]
                _, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in rest:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        except (OSError, InvalidHandshake, InvalidURI, TimeoutError):
            await websocket.close(1013)

    async def _sent(self, method: str, request: Request, headers: list[tuple[bytes, bytes]], body: bytes | AsyncIterator[bytes] | None) -> Response:
        """Send to the upstream, and give its answer back as it comes."""
        url = self._upstream.copy_with(raw_path=self._target(request).encode("latin-1"))
        outgoing = self._client.build_request(method, url, headers=headers, content=body)
        try:
            answer = await self._client.send(outgoing, stream=True)
        except ClientDisconnect:
            return Response(status_code=499)
        except httpx.HTTPError as error:
            log.error("upstream does not answer", api=self._listener.api, kind=type(error).__name__)
            head = Head(method, request.scope["path"], "", dict(request.headers))
            return _answered(self._adapter.refuse(head, upstream_down()))
        made = StreamingResponse(_flow(answer), answer.status_code)
        made.raw_headers = [(k.lower(), v) for k, v in answer.headers.raw if k.decode("latin-1").lower() not in _HOP_BY_HOP]
        return made

    def _target(self, request: Request) -> str:
        raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
        return (raw.partition(b"?")[0] + _query(request.scope)).decode("latin-1")

    async def _body(self, request: Request) -> bytes | None:
        """The body whole; None when it is larger than the gate reads."""
        pieces, size = [], 0
        async for piece in request.stream():
            size += len(piece)
            if size > self._listener.max_message_bytes:
                return None
            pieces.append(piece)
        return b"".join(pieces)


def _query(scope: object) -> bytes:
    query: bytes = scope["query_string"]  # type: ignore[index]
    return b"?" + query if query else b""


def _kept(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers that go on: all but those of the connection itself."""
    listed = list(headers)
    named = {one.strip().lower() for key, value in listed if key.lower() == b"connection" for one in value.split(b",")}
    return [(k, v) for k, v in listed if k.decode("latin-1").lower() not in _HOP_BY_HOP and k.lower() not in named]


def _answered(answer: Answer) -> Response:
    made = Response(answer.body, answer.status, dict(answer.headers))
    made.headers["content-type"] = answer.content_type
    return made


async def _flow(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_raw():
            yield piece
    finally:
        await answer.aclose()


async def _down(upstream: object, websocket: WebSocket) -> None:
    try:
        async for message in upstream:  # type: ignore[attr-defined]
            await (websocket.send_text(message) if isinstance(message, str) else websocket.send_bytes(message))
        await websocket.close()
    except (ConnectionClosed, RuntimeError):
        return


async def _up(websocket: WebSocket, upstream: object) -> None:
    try:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            await upstream.send(message["text"] if message.get("text") is not None else message["bytes"])  # type: ignore[attr-defined]
    except (WebSocketDisconnect, ConnectionClosed, RuntimeError):
        return
