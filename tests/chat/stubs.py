"""Strict stand-ins for the chat services: they take only requests of the API's form, and remember them byte by byte."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.server import ServerConnection, serve

TOKEN = "xoxb-fictional-2026-token"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_LARGE = 4 * 1024 * 1024


@dataclass
class Seen:
    """A request as it arrived. Of a large body only size and hash are kept."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes
    size: int = 0
    digest: str = ""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.body.decode(), keep_blank_values=True, strict_parsing=True).items()}

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")


@dataclass
class Stub:
    """A running stand-in. `seen` is what arrived, in order."""

    answer: Callable[[Stub, Seen], Response]
    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    posts: dict[str, str] = field(default_factory=dict)  # Mattermost's: channels by post
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    async def take(self, request: Request) -> Response:
        pieces, size, digest = [], 0, hashlib.sha256()
        async for piece in request.stream():
            size += len(piece)
            digest.update(piece)
            if size <= _LARGE:
                pieces.append(piece)
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in request.headers.raw]
        seen = Seen(request.method, request.scope["raw_path"].decode(), request.scope["query_string"].decode(), headers, b"".join(pieces), size, digest.hexdigest())
        self.seen.append(seen)
        return self.answer(self, seen)

    async def echo(self, websocket: WebSocket) -> None:
        await websocket.accept(subprotocol=(websocket.scope.get("subprotocols") or [None])[0])
        try:
            while True:
                message = await websocket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if message.get("text") is not None:
                    await websocket.send_text(message["text"])
                else:
                    await websocket.send_bytes(message["bytes"])
        except WebSocketDisconnect:
            return

    def start(self) -> Stub:
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        app = Starlette(routes=[Route("/{path:path}", self.take, methods=_METHODS), WebSocketRoute("/{path:path}", self.echo)])
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="websockets-sansio"))
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve(sockets=[listening])), daemon=True)  # type: ignore[union-attr]
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = True
        self._thread.join(10)


class ClosingServer:
    """A server that ends each websocket with a code of its own, or refuses the handshake with a status (below 1000)."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.port = 0
        self._loop = asyncio.new_event_loop()

    def start(self) -> ClosingServer:
        ready = threading.Event()

        async def serving() -> None:
            async def close(connection: ServerConnection) -> None:
                await connection.close(self.code, "done")

            def refuse(connection: ServerConnection, request: Any) -> Any:
                return connection.respond(HTTPStatus(self.code), "no") if self.code < 1000 else None

            server = await serve(close, "127.0.0.1", 0, process_request=refuse)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()

        self._loop.create_task(serving())
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        ready.wait(10)
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


def slack(stub: Stub, seen: Seen) -> Response:
    """Slack's Web API: a token, form or JSON, required arguments, ok false in a 200."""
    if seen.path.startswith("/services/"):
        told = json.loads(seen.form["payload"]) if "payload" in seen.body.decode()[:8] else seen.json
        return PlainTextResponse("ok") if told.get("text") or told.get("blocks") or told.get("attachments") else PlainTextResponse("no_text", 400)
    if seen.path.startswith("/upload/v1/"):
        return PlainTextResponse(f"OK - {seen.size}")
    if seen.header("authorization") != f"Bearer {TOKEN}":
        return JSONResponse({"ok": False, "error": "invalid_auth" if seen.header("authorization") else "not_authed"})
    method = seen.path.removeprefix("/api/")
    form = seen.header("content-type").startswith("application/x-www-form-urlencoded")
    given = (seen.form if form else seen.json) if seen.body else {}
    given |= {key: values[0] for key, values in parse_qs(seen.query).items()}
    for name in ("blocks", "attachments"):
        if form and name in given:
            json.loads(given[name])
    if method == "files.getUploadURLExternal":
        assert given["filename"]
        assert int(given["length"]) > 0
        return JSONResponse({"ok": True, "upload_url": f"{stub.url}/upload/v1/CwABAAAAXAo{len(stub.seen)}", "file_id": f"F0{len(stub.seen):05d}"})
    if method == "files.completeUploadExternal":
        return JSONResponse({"ok": True, "files": [{"id": "F0123", "title": "x"}]})
    if method == "chat.startStream":
        return JSONResponse({"ok": True, "channel": given["channel"], "ts": "1732450000.000200"})
    if method.startswith("chat."):
        missing = "no_text" if not any(given.get(k) for k in ("text", "blocks", "attachments", "markdown_text", "chunks", "ts")) else ""
        missing = "channel_not_found" if not given.get("channel") else missing
        return JSONResponse({"ok": False, "error": missing} if missing else {"ok": True, "channel": given["channel"], "ts": "1732450000.000100", "message": {}})
    return JSONResponse({"ok": True})


def graph(stub: Stub, seen: Seen) -> Response:
    """Microsoft Graph: a bearer token, a body object with content."""
    if not seen.header("authorization").startswith("Bearer "):
        return JSONResponse({"error": {"code": "InvalidAuthenticationToken", "message": "Access token is empty."}}, 401)
    if seen.path.endswith("$batch"):
        assert set(seen.json) == {"requests"}
        told = [{"id": one["id"], "status": 200 if one["method"] == "GET" else 201, "headers": {}, "body": {"id": "1", "body": one.get("body", {}).get("body")}} for one in seen.json["requests"]]
        return JSONResponse({"responses": told})
    if not seen.json.get("body", {}).get("content"):
        return JSONResponse({"error": {"code": "BadRequest", "message": "Missing body content"}}, 400)
    for one in seen.json.get("attachments", []):
        json.loads(one["content"])
    return JSONResponse({"id": "1732450000000", "body": seen.json["body"]}, 201)


def connector(stub: Stub, seen: Seen) -> Response:
    """Bot Framework's connector."""
    if not seen.header("authorization").startswith("Bearer "):
        return JSONResponse({"error": {"code": "Unauthorized", "message": "no token"}}, 401)
    if seen.json.get("type") != "message":
        return JSONResponse({"error": {"code": "BadSyntax", "message": "type is missing"}}, 400)
    return JSONResponse({"id": "activity-1"}, 201)


def workflows(stub: Stub, seen: Seen) -> Response:
    """A flow's trigger: takes any JSON, says 202."""
    if "sig" not in parse_qs(seen.query):
        return JSONResponse({"error": {"code": "DirectApiAuthorizationRequired", "message": "no signature"}}, 401)
    assert seen.json["type"] == "message"
    return Response(status_code=202)


def chatwork(stub: Stub, seen: Seen) -> Response:
    """Chatwork: a token header, a form with body."""
    if seen.header("x-chatworktoken") != TOKEN:
        return JSONResponse({"errors": ["Invalid API token"]}, 401)
    if seen.path.endswith("/files"):
        return JSONResponse({"file_id": 1234})
    assert seen.header("content-type").startswith("application/x-www-form-urlencoded")
    return JSONResponse({"message_id": "1234"}) if seen.form.get("body") else JSONResponse({"errors": ["Parameter 'body' is required"]}, 400)


def lineworks(stub: Stub, seen: Seen) -> Response:
    """LINE WORKS: content with a type; 201 without a body."""
    if seen.header("authorization") != f"Bearer {TOKEN}":
        return JSONResponse({"code": "UNAUTHORIZED", "description": "Authentication failed"}, 401)
    if seen.path.endswith("/attachments"):
        return JSONResponse({"fileId": "jp1.1", "uploadUrl": f"{stub.url}/emsg/upload/1"})
    return Response(status_code=201) if seen.json["content"]["type"] else JSONResponse({"code": "INVALID_PARAMETER", "description": "content"}, 400)


def mattermost(stub: Stub, seen: Seen) -> Response:
    """Mattermost: a session or token, posts with channel and message."""
    if "/hooks/" in seen.path:
        return PlainTextResponse("ok")
    if seen.path.endswith("/users/login"):
        return JSONResponse({"id": "u1", "username": "bot"}, headers={"Token": TOKEN})
    if seen.header("authorization").lower() != f"bearer {TOKEN}".lower():
        return JSONResponse({"id": "api.context.session_expired.app_error", "message": "Invalid or expired session, please login again.", "status_code": 401}, 401)
    if seen.path.endswith("/files"):
        return JSONResponse({"file_infos": [{"id": "f1", "name": "x"}], "client_ids": []}, 201)
    if seen.path.endswith("/users/me"):
        return JSONResponse({"id": "u1", "username": "bot", "roles": "system_user"})
    edited = re.fullmatch(r"/api/v4/posts/([a-z0-9]{26})(?:/patch)?", seen.path)
    if edited and seen.method == "GET" and edited.group(1) not in stub.posts:
        return JSONResponse({"id": "app.post.get.app_error", "message": "Unable to get the post.", "status_code": 404}, 404)
    if edited:
        return JSONResponse({"id": edited.group(1), "channel_id": stub.posts.get(edited.group(1), ""), "message": ""})
    given = seen.json
    if seen.method == "POST" and seen.path.endswith("/posts") and not given.get("channel_id"):
        return JSONResponse({"id": "api.context.invalid_body_param.app_error", "message": "Invalid channel_id", "status_code": 400}, 400)
    post = hashlib.md5(f"{len(stub.posts)}".encode()).hexdigest()[:26]
    stub.posts[post] = given.get("channel_id", "")
    return JSONResponse({"id": post, "message": given.get("message", ""), "channel_id": given.get("channel_id", ""), "props": given.get("props", {})}, 201)


_SEND = re.compile(r"/_matrix/client/(?:v3|r0)/rooms/(![^/]+)/(?:send|state)/([^/]+)(?:/([^/]*))?")


def matrix(stub: Stub, seen: Seen) -> Response:
    """A homeserver: sends and state with an access token."""
    token = seen.header("authorization").removeprefix("Bearer ") or parse_qs(seen.query).get("access_token", [""])[0]
    if token != TOKEN:
        return JSONResponse({"errcode": "M_UNKNOWN_TOKEN", "error": "Unrecognised access token"}, 401)
    if "/upload" in seen.path:
        return JSONResponse({"content_uri": "mxc://hs.example/abc"})
    place = _SEND.fullmatch(unquote(seen.path))
    if place is None:
        return JSONResponse({"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"}, 404)
    assert isinstance(seen.json, dict)
    return JSONResponse({"event_id": f"$event{len(stub.seen)}"})


def gchat(stub: Stub, seen: Seen) -> Response:
    """Google Chat: text or cards; a webhook has key and token in its query."""
    query = parse_qs(seen.query)
    if not seen.header("authorization") and "token" not in query:
        return JSONResponse({"error": {"code": 401, "message": "Request is missing required authentication credential.", "status": "UNAUTHENTICATED"}}, 401)
    if not (seen.json.get("text") or seen.json.get("cardsV2")):
        return JSONResponse({"error": {"code": 400, "message": "Message cannot be empty.", "status": "INVALID_ARGUMENT"}}, 400)
    return JSONResponse({"name": "spaces/AAA/messages/BBB", "text": seen.json.get("text", "")})


ANSWERS: dict[str, Callable[[Stub, Seen], Response]] = {
    "slack": slack, "teams": graph, "botframework": connector, "workflows": workflows, "chatwork": chatwork, "lineworks": lineworks,
    "mattermost": mattermost, "matrix": matrix, "gchat": gchat,
}  # fmt: skip
