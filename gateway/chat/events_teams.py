"""Microsoft Graph's change notifications: what people wrote in Teams is judged when Graph tells of it, and blocked with a policy tip.

Sources: learn.microsoft.com, "Receive change notifications through webhooks" (validationToken echoed as text/plain, clientState, 202),
"Reduce missing subscriptions and change notifications" (lifecycleEvent, reauthorize), "Update chatMessage" (application permission: only
policyViolation may be changed), "chatMessagePolicyViolation" (dlpAction, userAction, verdictDetails, policyTip, justificationText).
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import time
from typing import Any, Protocol

import httpx
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from gateway import metrics
from gateway.chat.adapter import Head
from gateway.chat.afterwards import Afterwards, Judged
from gateway.inspection.pool import InspectionFailed
from gateway.message import Channel
from gateway.quarantine import reviews
from gateway.quarantine.store import Store, StoreError
from gateway.settings import TeamsAfterwards
from gateway.verdict import Action
from gateway.vocabulary import ENTITIES

log = structlog.get_logger("sekisho.chat")
_LARGEST = 1024 * 1024  # bytes of a notification
_MOST = 200  # messages in one notification
_CHAT = re.compile(r"/?(?:users(?:/[\w.@-]{1,100}|\('[\w.@-]{1,100}'\))/)?chats(?:/([\w:.@-]{1,200})|\('([\w:.@-]{1,200})'\))/messages(?:/([0-9]{1,20})|\('([0-9]{1,20})'\))")
_CHANNEL = re.compile(
    r"/?teams(?:/([\w-]{1,60})|\('([\w-]{1,60})'\))/channels(?:/([\w:.@-]{1,200})|\('([\w:.@-]{1,200})'\))/messages(?:/([0-9]{1,20})|\('([0-9]{1,20})'\))"
    r"(?:/replies(?:/([0-9]{1,20})|\('([0-9]{1,20})'\)))?"
)
_INCIDENT = re.compile(r"SK[0-9]{6}-[0-9A-Z]{8}")
_GONE = (404, 410)


class GraphActs(Protocol):
    """What is asked of Microsoft Graph."""

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """(status, JSON) of a request to Graph, `path` with its version. Raises httpx.HTTPError."""
        ...


class Graph:
    """Microsoft Graph by client credentials (RFC 6749 section 4.4); a token is kept until shortly before its end."""

    def __init__(self, settings: TeamsAfterwards, secret: str) -> None:
        self._settings = settings
        self._secret = secret
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(10.0), follow_redirects=False, trust_env=False)
        self._token, self._until = "", 0.0
        self._asking = asyncio.Lock()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """See GraphActs."""
        headers = {"authorization": f"Bearer {await self._bearer()}"}
        answer = await self._client.request(method, self._settings.graph + path, json=body, headers=headers)
        if answer.status_code == 401:
            self._until = 0.0
        try:
            told = answer.json() if answer.content else {}
        except ValueError:
            told = {}
        return answer.status_code, told if isinstance(told, dict) else {}

    async def _bearer(self) -> str:
        async with self._asking:
            if time.monotonic() > self._until:
                asked = {
                    "client_id": self._settings.client_id, "client_secret": self._secret, "scope": f"{self._settings.graph}/.default", "grant_type": "client_credentials",
                }  # fmt: skip
                answer = await self._client.post(f"{self._settings.login}/{self._settings.tenant}/oauth2/v2.0/token", data=asked)
                answer.raise_for_status()
                self._token, lasts = _token_in(answer)
                self._until = time.monotonic() + max(0.0, lasts - 60)
            return self._token


class NoToken(ValueError):
    """The place where tokens come from answered without one: the tenant, the application's id or its secret are wrong."""


def _token_in(answer: httpx.Response) -> tuple[str, float]:
    """(token, seconds it is good for), RFC 6749 section 5.1. Raises NoToken."""
    try:
        told = answer.json()
        return str(told["access_token"]), float(told.get("expires_in", 0))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoToken from None


class TeamsEvents:
    """The endpoint. Graph hears 202 only when all it told of was dealt with, and tells of it again otherwise."""

    def __init__(self, client_state: str, acts: GraphActs, afterwards: Afterwards, store: Store, compliance_url: str = "") -> None:
        self._state = client_state.encode()
        self._acts = acts
        self._afterwards = afterwards
        self._store = store
        self._compliance_url = compliance_url

    async def take(self, request: Request) -> Response:
        """Answer one request."""
        token = request.query_params.get("validationToken")
        if token is not None:
            return PlainTextResponse(token[:4096], headers={"x-content-type-options": "nosniff"})
        try:
            body = b""
            async for piece in request.stream():
                body += piece
                if len(body) > _LARGEST:
                    return Response(status_code=413)
            told = json.loads(body)
        except ClientDisconnect:
            return Response(status_code=499)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        items = told.get("value") if isinstance(told, dict) else None
        if not isinstance(items, list):
            return Response(status_code=400)
        ours = [one for one in items[:_MOST] if isinstance(one, dict) and hmac.compare_digest(str(one.get("clientState")).encode("utf-8", "replace"), self._state)]
        if len(ours) < len(items):
            metrics.ERRORS.labels("chat", "signature").inc()
        if items and not ours:
            return Response(status_code=401)
        failed = False
        for one in ours:
            try:
                await self._dealt_with(one)
            except (InspectionFailed, StoreError, httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as fault:
                failed = True
                metrics.ERRORS.labels("chat", "event").inc()
                log.error("notification not dealt with", api="teams", kind=type(fault).__name__)
        return Response(status_code=503 if failed else 202)

    async def _dealt_with(self, item: dict[str, Any]) -> None:
        if item.get("lifecycleEvent"):
            await self._lifecycle(str(item["lifecycleEvent"]), str(item.get("subscriptionId", "")))
            return
        path = resource_path(str(item.get("resource", "")))
        if path is None or item.get("changeType") == "deleted":
            return
        status, message = await self._acts.call("GET", path)
        if status in _GONE or message.get("deletedDateTime"):
            return
        if status != 200:
            raise ValueError(f"Graph said {status}")
        violation = message.get("policyViolation")
        written = {key: message[key] for key in ("subject", "body", "attachments", "mentions") if message.get(key)}
        body = json.dumps(written, ensure_ascii=False).encode("utf-8", "replace")
        words = self._store.fingerprint(b"teams-words", path.encode(), body)[:40]
        known = self._store.fingerprint(b"teams-words", path.encode())[:40]
        if isinstance(violation, dict) and violation.get("userAction") not in (None, "", "none", "None"):
            await self._reported(violation, message)
            if "done" in await asyncio.to_thread(self._store.settled, words) or "done" not in await asyncio.to_thread(self._store.settled, known):
                return  # what the author answered for, as far as we know; another text is another message
            violation = None
        author = ((message.get("from") or {}).get("user") or {}).get("id")
        if not isinstance(author, str) or message.get("messageType") not in (None, "message"):
            return  # bots are covered by the gate, before delivery
        mark = self._store.fingerprint(b"teams-event", path.encode(), str(message.get("etag") or message.get("lastModifiedDateTime")).encode("utf-8", "replace"))[:40]
        if "done" in await asyncio.to_thread(self._store.settled, mark):
            return
        head = Head("POST", path.rpartition("/")[0], headers={"content-type": "application/json", "authorization": f"teams-user {author}"})
        judged = await self._afterwards.judge("teams", Channel.TEAMS, head, body)
        if judged.action >= Action.REDACT and not (isinstance(violation, dict) and _blocked(violation)):
            status, _ = await self._acts.call("PATCH", path, {"policyViolation": self._violation(judged)})
            if status not in (200, 204, *_GONE):
                log.error("message not blocked", api="teams", incident=judged.incident, status=status)
                raise ValueError(f"Graph said {status}")
        # `mark` last: where the store fails in between, Graph tells of it again and all of it is done again.
        for one in (words, known, mark):
            await asyncio.to_thread(self._store.settle, one, ["done"])

    def _violation(self, judged: Judged) -> dict[str, Any]:
        """What Teams shows. An application cannot change a message's text: what a rule would redact is blocked whole."""
        tip: dict[str, Any] = {"generalText": " / ".join(judged.advice), "matchedConditionDescriptions": [ENTITIES[one][0] for one in judged.kinds if one in ENTITIES]}
        if self._compliance_url:
            tip["complianceUrl"] = self._compliance_url
        # What is blocked for good may be reported, not overridden.
        may = "AllowFalsePositiveOverride" + ("" if judged.action is Action.BLOCK else ",AllowOverrideWithJustification")
        return {"dlpAction": "BlockAccess", "verdictDetails": may, "policyTip": tip}

    async def _reported(self, violation: dict[str, Any], message: dict[str, Any]) -> None:
        """An author's override or report, taken back into the incident that the policy tip names; once each."""
        named = _INCIDENT.search(str((violation.get("policyTip") or {}).get("generalText", "")))
        incident = await asyncio.to_thread(self._store.get, named.group()) if named else None
        if incident is None or incident.channel != Channel.TEAMS:
            log.warning("report without an incident", api="teams")
            return
        said = str(violation["userAction"]).lower()
        mark = self._store.fingerprint(b"teams-report", incident.id.encode(), said.encode("utf-8", "replace"))[:40]
        if not await asyncio.to_thread(self._store.settle_once, mark, "report"):
            return
        if "falsepositive" in said:
            await asyncio.to_thread(self._store.reviews.mark_false_positive, incident, "author (Teams)")
        elif "override" in said:
            words = str(violation.get("justificationText") or "")[:2000]
            await asyncio.to_thread(self._store.reviews.decide, incident, reviews.RELEASED, "author (Teams)", words)

    async def _lifecycle(self, event: str, subscription: str) -> None:
        """A subscription needs to be allowed again, or is gone: then messages go unseen, which operators must hear."""
        if event == "reauthorizationRequired" and re.fullmatch(r"[\w-]{1,100}", subscription):
            status, _ = await self._acts.call("POST", f"/v1.0/subscriptions/{subscription}/reauthorize")
            if status not in (200, 202, 204):
                raise ValueError(f"Graph said {status}")
            return
        metrics.ERRORS.labels("chat", "subscription").inc()
        log.error("notifications were missed or the subscription is gone: renew it", api="teams", told=event[:40])


def resource_path(resource: str) -> str | None:
    """Graph's path of a message that a notification names in either notation; None for anything else, so that nothing else is asked for."""
    chat = _CHAT.fullmatch(resource)
    if chat:
        room, message = [one for one in chat.groups() if one]
        return f"/v1.0/chats/{room}/messages/{message}"
    channel = _CHANNEL.fullmatch(resource)
    if channel:
        team, room, message, *reply = [one for one in channel.groups() if one]
        return f"/v1.0/teams/{team}/channels/{room}/messages/{message}" + (f"/replies/{reply[0]}" if reply else "")
    return None


def _blocked(violation: dict[str, Any]) -> bool:
    """Whether it is blocked already: Graph tells of our own change, too."""
    return "block" in str(violation.get("dlpAction", "")).lower()
