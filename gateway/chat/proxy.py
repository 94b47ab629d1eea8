"""The reverse proxy before one API: what carries text is read and judged, everything else streams through untouched."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from gateway.chat import uploads
from gateway.chat.adapter import Adapter, Answer, Head, Upload
from gateway.chat.batch import completed
from gateway.chat.batch_gate import BatchGate
from gateway.chat.coaching import malformed, too_large, upstream_down
from gateway.chat.gate import ChatGate, Resend
from gateway.chat.later_parts import Refused, delimiter, watched
from gateway.chat.upstream import Upstream, UpstreamDown
from gateway.settings import ChatListener

log = structlog.get_logger("sekisho.chat")
_HOP_BY_HOP = frozenset((  # RFC 9110 section 7.6.1
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "host",
    "expect",  # answered here: the body is taken anyway
))  # fmt: skip
_REMEMBERING = 0.5  # seconds that an answer waits for the store
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Stalled(ClientDisconnect):
    """The client began a body and does not go on with it: as good as gone, but for being told."""


class ChatProxy:
    """One listener's application. Start with `open`, end with `close`."""

    def __init__(self, listener: ChatListener, adapter: Adapter, gate: ChatGate, client: Upstream) -> None:
        self._listener = listener
        self._adapter = adapter
        self._gate = gate
        self._batches = BatchGate(listener, adapter, gate)
        self._upstream = httpx.URL(listener.upstream or adapter.upstream)
        self._client = client
        self.app = Starlette(routes=[Route("/{path:path}", self.pass_on, methods=_METHODS), WebSocketRoute("/{path:path}", self.socket)])

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.close()

    async def pass_on(self, request: Request) -> Response:
        """Answer one request."""
        head = Head(request.method, _raw_path(request.scope), request.scope["query_string"].decode("latin-1"), dict(request.headers))
        headers = _kept(request.headers.raw)
        if head.wanders:
            return _answered(self._adapter.refuse(head, malformed("the path has dots")))
        upstream, target, file = self._upstream, self._target(request), ""
        if head.path.startswith(uploads.PREFIX):
            found = uploads.original(head.path, self._upstream, self._adapter, self._gate.seal)
            if found is None:
                return Response(status_code=404)
            upstream, path, file = found
            target = path + _query(request.scope).decode("latin-1")
            head = replace(head, path=path)
        try:
            upload = self._adapter.upload(head)
            if upload is None and upstream is not self._upstream and request.method in ("POST", "PUT"):
                upload = Upload("multipart" if head.content_type.lower().startswith("multipart/") else "raw")
            if upload is not None:
                upload = replace(upload, file=file)
                return await self._passed_file(request, head, upload, headers, upstream, target)
            if not (self._adapter.carries(head) or self._adapter.is_batch(head)):
                has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
                return await self._sent(head, headers, request.stream() if has_body else None, upstream, target)
            body = await self._body(request)
        except ClientDisconnect as left:
            return _given_up(left)
        if body is None:
            return _answered(self._adapter.refuse(head, too_large(self._listener.max_message_bytes)))
        resend = Resend(request.method, target, tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in headers), body, str(self._upstream))
        judged = await (self._batches if self._adapter.is_batch(head) else self._gate).judge(head, body, resend)
        if isinstance(judged, Answer):
            return _answered(judged)
        if judged.changed:
            headers = [(k, v) for k, v in headers if k.lower() not in (b"content-length", b"content-md5", b"digest")]
        answer = await self._sent(head, headers, judged.body, upstream, target, judged.more)
        if judged.remembered:  # a client that goes on at once finds it known, by whichever gateway
            await asyncio.wait(judged.remembered, timeout=_REMEMBERING)
        return answer

    async def _passed_file(
        self, request: Request, head: Head, upload: Upload, headers: list[tuple[bytes, bytes]], upstream: httpx.URL, target: str
    ) -> Response:
        """Look at the beginning of a file, then let it stream: it is never held whole."""
        stream = self._flowing(request)
        pieces, size, whole = [], 0, True
        async for piece in stream:
            pieces.append(piece)
            size += len(piece)
            if size > self._listener.max_message_bytes:
                whole = False
                break
        beginning = b"".join(pieces)
        judged = await self._gate.judge_file(head, upload, beginning, whole)
        if isinstance(judged, Answer):
            return _answered(judged)
        if whole:
            return await self._sent(head, headers, beginning, upstream, target)
        mark = delimiter(head.content_type)
        if upload.form == "raw" or not mark:
            return await self._sent(head, headers, _rejoined(beginning, stream), upstream, target)

        async def judge(later: bytes, ends: bool) -> Answer | None:
            judged = await self._gate.judge_file(head, upload, later, ends)
            return judged if isinstance(judged, Answer) else None

        return await self._sent(head, headers, watched(beginning, stream, mark, self._listener.max_message_bytes, judge), upstream, target)

    async def socket(self, websocket: WebSocket) -> None:
        """Carry a websocket both ways (Mattermost's events, Matrix' sync); what people post goes by HTTP in these APIs."""
        path = _raw_path(websocket.scope).encode("latin-1") + _query(websocket.scope)
        target = self._upstream.copy_with(scheme="wss" if self._upstream.scheme == "https" else "ws", raw_path=path)
        skipped = _HOP_BY_HOP | {"sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol", "origin"}
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in websocket.headers.raw if k.decode("latin-1").lower() not in skipped]
        protocols = websocket.scope.get("subprotocols") or None
        origin: Any = websocket.headers.get("origin")
        try:
            trusted = self._client.trusted if target.scheme == "wss" else None
            async with connect(str(target), additional_headers=headers, subprotocols=protocols, max_size=16 * 1024 * 1024, origin=origin, ssl=trusted) as upstream:
                await websocket.accept(subprotocol=upstream.subprotocol)
                tasks = [asyncio.create_task(_down(upstream, websocket)), asyncio.create_task(_up(websocket, upstream))]
                _, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in rest:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        except InvalidStatus as refused:
            kept = [(k, v) for k, v in refused.response.headers.raw_items() if k.lower() not in _HOP_BY_HOP and k.lower() != "content-length"]
            denied = Response(bytes(refused.response.body or b""), refused.response.status_code)
            denied.raw_headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in kept]
            with contextlib.suppress(RuntimeError):  # a server below that cannot say so closes it as it can
                await websocket.send_denial_response(denied)
        except (OSError, InvalidHandshake, InvalidURI, TimeoutError) as fault:
            log.error("upstream does not answer", api=self._listener.api, kind=type(fault).__name__, websocket=True)
            await websocket.close(1013)

    async def _sent(
        self, head: Head, headers: list[tuple[bytes, bytes]], body: bytes | AsyncIterator[bytes] | None, upstream: httpx.URL, target: str,
        more: tuple[str, ...] = (),
    ) -> Response:  # fmt: skip
        """Send on, and give the answer back as it comes; an address to upload to becomes the gate's own, and a batch gets the responses `more`."""
        try:
            key = self._adapter.hands_out(head)
            answer = await self._client.send(head.method, _at(upstream, target), headers, body, unpack=bool(key or more))
            kept = [(k.lower(), v) for k, v in answer.headers if k.decode("latin-1").lower() not in _HOP_BY_HOP]
            if fields := self._adapter.hands_out_by(head):
                kept = [(k, self._led(head, v) if k.decode("latin-1") in fields else v) for k, v in kept]
            if key and answer.status == 200:
                return _changed(uploads.rewritten(await answer.read(), key, self._own_address(head), self._upstream, self._adapter, self._gate.seal), answer.status, kept)
            if more:
                return _changed(completed(await answer.read(), more), answer.status, kept)
            made = Response(await answer.read(), answer.status) if answer.short else StreamingResponse(answer.flow(), answer.status)
        except Refused as refused:
            return _answered(refused.answer)
        except ClientDisconnect as left:
            return _given_up(left)
        except UpstreamDown as down:
            log.error("upstream does not answer", api=self._listener.api, kind=str(down))
            return _answered(self._adapter.refuse(head, upstream_down(down.perhaps_sent and head.method in ("POST", "PUT", "PATCH"))))
        made.raw_headers = kept
        return made

    def _led(self, head: Head, address: bytes) -> bytes:
        return uploads.led(address.decode("latin-1"), self._own_address(head), self._upstream, self._adapter).encode("latin-1", "replace")

    def _own_address(self, head: Head) -> str:
        scheme = "https" if self._listener.tls_server else "http"
        return self._listener.url or f"{scheme}://{head.headers.get('host', '')}"

    def _target(self, request: Request) -> str:
        return _raw_path(request.scope) + _query(request.scope).decode("latin-1")

    async def _body(self, request: Request) -> bytes | None:
        """The body whole; None when it is larger than the gate reads."""
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdecimal() and int(length[:20]) > self._listener.max_message_bytes:
            return None
        pieces, size = [], 0
        async for piece in self._flowing(request):
            size += len(piece)
            if size > self._listener.max_message_bytes:
                return None
            pieces.append(piece)
        return b"".join(pieces)

    async def _flowing(self, request: Request) -> AsyncIterator[bytes]:
        """The body piece by piece. Raises Stalled when the next one does not come in time."""
        stream = aiter(request.stream())
        while True:
            try:
                async with asyncio.timeout(self._listener.upstream_timeout):
                    piece = await anext(stream)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise Stalled from None
            yield piece


def _changed(content: bytes, status: int, headers: list[tuple[bytes, bytes]]) -> Response:
    made = Response(content, status)
    made.raw_headers = [(k, v) for k, v in headers if k not in (b"content-length", b"content-encoding")] + [(b"content-length", str(len(content)).encode())]
    return made


def _given_up(left: ClientDisconnect) -> Response:
    """The answer to a request that did not come to its end."""
    return Response(status_code=408, headers={"connection": "close"}) if isinstance(left, Stalled) else Response(status_code=499)


def _at(server: httpx.URL, target: str) -> str:
    return f"{server.scheme}://{server.netloc.decode('ascii')}{target}"


def _raw_path(scope: Any) -> str:
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return raw.partition(b"?")[0].decode("latin-1")


async def _rejoined(beginning: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield beginning
    async for piece in rest:
        yield piece


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


_SENDABLE = frozenset((1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013))  # RFC 6455 section 7.4.1: 1005, 1006 and 1015 never travel


async def _down(upstream: object, websocket: WebSocket) -> None:
    try:
        async for message in upstream:  # type: ignore[attr-defined]
            await (websocket.send_text(message) if isinstance(message, str) else websocket.send_bytes(message))
    except ConnectionClosed:
        pass
    except RuntimeError:
        return
    code: int | None = upstream.close_code  # type: ignore[attr-defined]
    with contextlib.suppress(RuntimeError):
        await websocket.close(code if code in _SENDABLE or (code and 3000 <= code < 5000) else 1000 if code == 1005 else 1011, upstream.close_reason or "")  # type: ignore[attr-defined]


async def _up(websocket: WebSocket, upstream: object) -> None:
    try:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                code = int(message.get("code") or 1000)
                await upstream.close(code if code in _SENDABLE or 3000 <= code < 5000 else 1000, str(message.get("reason") or "")[:120])  # type: ignore[attr-defined]
                return
            await upstream.send(message["text"] if message.get("text") is not None else message["bytes"])  # type: ignore[attr-defined]
    except (WebSocketDisconnect, ConnectionClosed, RuntimeError):
        return
