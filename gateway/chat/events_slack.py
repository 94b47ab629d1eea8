"""Slack's Events API: what people posted is judged when Slack tells of it, and taken away where the policy wants that.

Sources: docs.slack.dev, "Verifying requests from Slack" (v0 signature, five minutes), "Events API" (url_verification, event_id, retries
when there is no 2xx within three seconds), chat.delete and chat.update (a user token deletes what that user may delete, and updates only
that user's own messages), chat.postEphemeral.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import time
from typing import Any, Literal, Protocol

import httpx
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from gateway import metrics
from gateway.chat.adapter import Head
from gateway.chat.afterwards import Afterwards, Judged
from gateway.inspection.pool import InspectionFailed
from gateway.message import Channel
from gateway.quarantine.store import Store, StoreError
from gateway.verdict import Action

log = structlog.get_logger("sekisho.chat")
_WINDOW = 300  # seconds a signature is good for
_LARGEST = 1024 * 1024  # bytes of an event
_WRITTEN = frozenset(("", "me_message", "file_share", "thread_broadcast", "message_replied"))  # subtypes of messages that people wrote
_GONE = frozenset(("message_not_found", "channel_not_found"))


class SlackActs(Protocol):
    """What is done about a message in Slack."""

    async def call(self, method: str, arguments: dict[str, Any], as_user: bool) -> str:
        """Call a Web API method with the user's or the bot's token; Slack's error word, empty when it went well. Raises httpx.HTTPError."""
        ...


class SlackWeb:
    """Slack's Web API."""

    def __init__(self, address: str, user_token: str, bot_token: str) -> None:
        self._client = httpx.AsyncClient(base_url=address, timeout=httpx.Timeout(10.0), follow_redirects=False, trust_env=False)
        self._tokens = {True: user_token, False: bot_token}

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def call(self, method: str, arguments: dict[str, Any], as_user: bool) -> str:
        """See SlackActs."""
        content = json.dumps(arguments, ensure_ascii=False).encode()
        headers = {"authorization": f"Bearer {self._tokens[as_user]}", "content-type": "application/json; charset=utf-8"}
        answer = await self._client.post(f"/api/{method}", content=content, headers=headers)
        answer.raise_for_status()
        told = answer.json()
        return "" if told.get("ok") is True else str(told.get("error"))[:60]


class SlackEvents:
    """The endpoint. Slack hears 200 only when a message was dealt with, and tells of it again otherwise."""

    def __init__(self, secret: str, acts: SlackActs, afterwards: Afterwards, store: Store, redact: bool = True) -> None:
        self._secret = secret.encode()
        self._acts = acts
        self._afterwards = afterwards
        self._store = store
        self._redact = redact
        self._under_way: dict[str, asyncio.Future[None]] = {}

    async def take(self, request: Request) -> Response:
        """Answer one request."""
        try:
            body = b""
            async for piece in request.stream():
                body += piece
                if len(body) > _LARGEST:
                    return Response(status_code=413)
        except ClientDisconnect:
            return Response(status_code=499)
        if not self._signed(request.headers.get("x-slack-request-timestamp", ""), request.headers.get("x-slack-signature", ""), body):
            metrics.ERRORS.labels("chat", "signature").inc()
            return Response(status_code=401)
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(told, dict):
            return Response(status_code=400)
        if told.get("type") == "url_verification":
            return JSONResponse({"challenge": str(told.get("challenge", ""))[:1000]})
        event = told.get("event")
        if told.get("type") != "event_callback" or not isinstance(event, dict):
            return Response(status_code=200)
        try:
            await self._together(str(told.get("event_id", "")), event)
        except (InspectionFailed, StoreError, httpx.HTTPError, ValueError) as fault:
            metrics.ERRORS.labels("chat", "event").inc()
            log.error("event not dealt with", api="slack", kind=type(fault).__name__)
            return Response(status_code=503)  # Slack tries again
        return Response(status_code=200)

    def _signed(self, at: str, signature: str, body: bytes) -> bool:
        if not re.fullmatch(r"[0-9]{1,12}", at) or abs(time.time() - int(at)) > _WINDOW:
            return False
        expected = "v0=" + hmac.new(self._secret, f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    async def _together(self, event_id: str, event: dict[str, Any]) -> None:
        """An event that is told again while it is being dealt with waits for that, and fares the same."""
        if (work := self._under_way.get(event_id)) is None:
            work = asyncio.ensure_future(self._once(event_id, event))
            if event_id:
                self._under_way[event_id] = work
                work.add_done_callback(lambda _: self._under_way.pop(event_id, None))
        await asyncio.shield(work)

    async def _once(self, event_id: str, event: dict[str, Any]) -> None:
        """Deal with an event that was not dealt with yet, by this gateway or another that shares the store."""
        message = _written(event)
        if message is None:
            return
        mark = self._store.fingerprint(b"slack-event", event_id.encode("utf-8", "replace"))[:40]
        if event_id and "done" in await asyncio.to_thread(self._store.settled, mark):
            return
        author, channel, ts, body = message
        head = Head("POST", "/api/chat.postMessage", headers={"content-type": "application/json", "authorization": f"slack-user {author}"})
        judged = await self._afterwards.judge("slack", Channel.SLACK, head, body)
        if judged.action >= Action.REDACT:
            done = await self._removed(judged, channel, ts)
            words = judged.advice_if_changed if done == "changed" else judged.advice
            first = await asyncio.to_thread(self._store.settle_once, mark, "notice") if done else False
            if first:
                why = await self._acts.call("chat.postEphemeral", {"channel": channel, "user": author, "text": " / ".join(words)}, as_user=False)
                if why:
                    log.warning("author not told", api="slack", incident=judged.incident, why=why)
        await asyncio.to_thread(self._store.settle, mark, ["done"])

    async def _removed(self, judged: Judged, channel: str, ts: str) -> Literal["changed", "deleted", ""]:
        """Take what was found out of the message, or the message away; empty where it was gone. Raises ValueError when Slack refuses."""
        if judged.redacted is not None and self._redact:
            new = json.loads(judged.redacted)
            kept = {key: new[key] for key in ("text", "blocks", "attachments") if key in new}
            why = await self._acts.call("chat.update", kept | {"channel": channel, "ts": ts}, as_user=True)
            if not why:
                return "changed"
        why = await self._acts.call("chat.delete", {"channel": channel, "ts": ts}, as_user=True)
        if why and why not in _GONE:
            log.error("message not removed", api="slack", incident=judged.incident, why=why)
            raise ValueError(why)
        return "" if why else "deleted"


def _written(event: dict[str, Any]) -> tuple[str, str, str, bytes] | None:
    """(author, channel, timestamp, the message as chat.postMessage has it); None for an event that is no message of a person."""
    if event.get("type") != "message":
        return None
    channel, message = event.get("channel"), event
    if event.get("subtype") == "message_changed":
        inner, before = event.get("message"), event.get("previous_message")
        if not isinstance(inner, dict) or (isinstance(before, dict) and _words(inner) == _words(before)):
            return None  # an unfurled link, not an edit
        message = inner
    elif str(event.get("subtype") or "") not in _WRITTEN:
        return None
    author, ts = message.get("user"), message.get("ts")
    if message.get("bot_id") or not (isinstance(author, str) and isinstance(ts, str) and isinstance(channel, str)):
        return None  # bots are covered by the gate, before delivery
    words = _words(message)
    files_of = message["files"] if isinstance(message.get("files"), list) else []
    files = [{key: one[key] for key in ("name", "title") if isinstance(one.get(key), str)} for one in files_of if isinstance(one, dict)]
    return author, channel, ts, json.dumps(words | {"channel": channel} | ({"files": files} if files else {}), ensure_ascii=False).encode("utf-8", "replace")


def _words(message: dict[str, Any]) -> dict[str, Any]:
    return {key: message[key] for key in ("text", "blocks", "attachments") if message.get(key)}
