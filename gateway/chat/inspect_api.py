"""POST /v1/inspect: a server with a hook of its own asks what the policy says of a message, and acts on it.

For Synapse (`gateway.chat.synapse`), Rocket.Chat, Zulip, in-house tools and front ends of language models. Errors are
application/problem+json (RFC 9457), keys are bearer tokens (RFC 6750).
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway import metrics
from gateway.chat.adapter import Head, Upload
from gateway.chat.api_keys import ApiKeys, Pace
from gateway.chat.coaching import advice
from gateway.chat.inspect_models import Answer, Coaching, Fault, Found, Person, Problem, Question, State, channel_of, document
from gateway.chat.inspect_text import INSPECT, Asked, AskedMessage, Piece, answer_asked, read_asked, room_party
from gateway.chat.own_words import of_own
from gateway.chat.payload import KeyTwice, once
from gateway.chat.post_text import is_new, short_hash
from gateway.chat.resend import Resend
from gateway.chat.upload import RawUpload, read_upload
from gateway.checkpoint import Arrival, Checkpoint, Ruling
from gateway.inspection.pool import InspectionFailed
from gateway.message import Channel, Party
from gateway.quarantine.store import HELD, REFUSED, StoreError
from gateway.settings import ChatInspect
from gateway.verdict import Action

log = structlog.get_logger("sekisho.chat")
_TITLES = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 413: "Content Too Large", 415: "Unsupported Media Type",
    422: "Unprocessable Content", 429: "Too Many Requests", 503: "Service Unavailable",
}  # fmt: skip


class Trouble(Exception):
    """An error to be answered: status, words, and what is wrong where."""

    def __init__(self, status: int, detail: str, errors: Sequence[Fault] = (), **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class InspectApi:
    """The API's application."""

    def __init__(self, settings: ChatInspect, checkpoint: Checkpoint, own_domain: str) -> None:
        self._settings = settings
        self._checkpoint = checkpoint
        self._domain = own_domain
        self._keys = ApiKeys(settings.keys_file)
        self._pace = Pace(settings.rate)
        self._document = document(version("sekisho"))
        self.app = Starlette(
            routes=[
                Route("/v1/inspect", self._guarded(self._inspect), methods=["POST"]),
                Route("/v1/inspect/file", self._guarded(self._file), methods=["POST"]),
                Route("/v1/incidents/{incident}", self._guarded(self._incident)),
                Route("/openapi.json", self._openapi),
            ],
            exception_handlers={HTTPException: _unrouted},
        )  # fmt: skip

    async def _openapi(self, _request: Request) -> Response:
        return JSONResponse(self._document)

    def _guarded(self, work: Callable[[Request], Awaitable[BaseModel]]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                self._admit(request)
                return Response((await work(request)).model_dump_json(), media_type="application/json")
            except ClientDisconnect:
                return Response(status_code=499)
            except Trouble as trouble:
                return _problem(trouble)

        return answer

    def _admit(self, request: Request) -> None:
        """Let in whoever shows a key, as often as the settings allow. Raises Trouble."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise Trouble(401, "Send a key made by `sekisho apikey add`: Authorization: Bearer KEY.", WWW_Authenticate='Bearer realm="sekisho"')
        name = self._keys.name_of(key.strip())
        if name is None:
            raise Trouble(403, "This key is not valid, or not any more. Make one with `sekisho apikey add`.")
        wait = self._pace.wait(name)
        if wait:
            raise Trouble(429, f"This key may ask {self._settings.rate:g} times a second.", Retry_After=str(int(wait) + 1))

    async def _inspect(self, request: Request) -> Answer:
        if not re.fullmatch(r'application/(?:[\w.-]{1,60}\+)?json\s*(?:;\s*charset="?utf-?8"?\s*)?', request.headers.get("content-type", ""), re.IGNORECASE):
            raise Trouble(415, "The body must be JSON in UTF-8 with Content-Type: application/json.")
        question = _question(await self._body(request))
        asked = self._asked(question)
        arrival = Arrival(asked.channel, asked.sender.address, tuple(one.address for one in asked.recipients), sum(len(one.source) for one in asked.pieces))
        deadline = time.monotonic() + self._settings.timeout
        ruling = await self._ruled(self._checkpoint.judge(arrival, read_asked, asked, deadline), deadline)
        own = ruling.message.own_spans if isinstance(ruling.message, AskedMessage) else ()
        ruling = of_own(ruling, lambda finding: is_new(finding, own))
        action = ruling.verdict.action
        findings = ruling.verdict.findings
        chosen = sorted({i for one in ruling.verdict.recipients for i in one.redact}) if action is Action.REDACT else []
        places, redacted = [], None
        if findings and self._checkpoint.workers is not None:
            places, made = await self._ruled(self._checkpoint.workers.run(answer_asked, (asked, findings, chosen), arrival.size, deadline), deadline)
            redacted = made if action is Action.REDACT else None
        incident = await self._kept(ruling, action, asked) if question.hold and action >= Action.QUARANTINE else None
        self._checkpoint.record(ruling, {Action.REDACT: "redacted", Action.QUARANTINE: "held", Action.BLOCK: "blocked"}.get(action, "delivered"), api=INSPECT)
        found = tuple(
            Found(part=one.ref, entity_type=findings[one.finding].entity_type, start=one.start, end=one.end, score=round(findings[one.finding].score, 3),
                  about=findings[one.finding].about, explanation=findings[one.finding].explanation)
            for one in places
        )  # fmt: skip
        return self._answer(ruling, action, found, redacted, incident, own)

    async def _file(self, request: Request) -> Answer:
        """The body is the file, whatever its type."""
        query = request.query_params
        try:
            channel = Channel(query.get("channel", Channel.OTHER))
        except ValueError:
            raise Trouble(422, "There is no such channel.", [Fault(place="channel", problem="must be one of those in /openapi.json")]) from None
        sender = self._party(Person(address=query.get("sender", "")[:320]), self._domain)
        beginning, whole = await self._beginning(request)
        head = Head("POST", "/v1/inspect/file", headers={"content-type": request.headers.get("content-type", "")})
        raw = RawUpload(channel, head, Upload("raw", query.get("name", "")[:1000]), beginning, whole, sender.address)
        arrival = Arrival(channel, sender.address, ("unknown@chat.invalid",), len(beginning))
        workers = self._checkpoint.workers
        deadline = time.monotonic() + self._settings.timeout + (workers.longer(len(raw.beginning)) if workers is not None else 0.0)
        ruling = await self._ruled(self._checkpoint.judge(arrival, read_upload, raw, deadline), deadline)
        action = ruling.verdict.action
        if action is Action.REDACT:  # a file passes as it is or not at all
            action = Action.BLOCK
        self._checkpoint.record(ruling, "blocked" if action >= Action.REDACT else "delivered", api=INSPECT, file=True)
        found = tuple(
            Found(part=one.part, entity_type=one.entity_type, start=one.start, end=one.end, score=round(one.score, 3), about=one.about, explanation=one.explanation)
            for one in ruling.verdict.findings
        )
        return self._answer(ruling, action, found, None, None, ())

    async def _incident(self, request: Request) -> State:
        reference = request.path_params["incident"]
        try:
            found = await asyncio.to_thread(self._checkpoint.store.get, reference) if re.fullmatch(r"SK[0-9]{6}-[0-9A-Z]{8}", reference) else None
        except StoreError:
            raise Trouble(503, "The quarantine does not answer. Try again in a moment.", Retry_After="5") from None
        if found is None or found.channel == Channel.MAIL:
            raise Trouble(404, "There is no such incident.")
        return State(incident=found.id, state=found.state)

    def _answer(self, ruling: Ruling, action: Action, found: tuple[Found, ...], redacted: dict[str, str] | None, incident: str | None, own: Sequence[tuple[int, int]]) -> Answer:
        coaching = None
        if action >= Action.REDACT:
            touching = [one for one in ruling.verdict.findings if is_new(one, own)]
            ja, en = advice(ruling, touching, held=incident is not None and action is Action.QUARANTINE, redacted=redacted is not None)
            coaching = Coaching(ja=ja, en=en)
        return Answer(
            id=ruling.incident, action=action.label, rules=ruling.verdict.rules if action is not Action.PASS else (),
            findings=found, redacted=redacted, coaching=coaching, incident=incident, mark=self._checkpoint.policy.policy.subject_mark if action is Action.TAG else None,
        )  # fmt: skip

    async def _kept(self, ruling: Ruling, action: Action, asked: Asked) -> str:
        """Commit the message to the quarantine. Raises Trouble: what was to be held is never said to be when it is not."""
        kept = Resend("POST", "/v1/inspect", (), asked.packed(), "", INSPECT)
        recipients = [(one.address, ()) for one in asked.recipients]
        state = HELD if action is Action.QUARANTINE else REFUSED
        try:
            await asyncio.to_thread(self._checkpoint.hold, ruling, recipients, kept.packed(), (), state=state, channel=asked.channel)
        except StoreError as error:
            self._checkpoint.complain("chat_not_stored", ruling.incident, str(error))
            raise Trouble(503, "The message could not be stored. Do not deliver it; try again in a moment.", Retry_After="5") from None
        return ruling.incident

    def _asked(self, question: Question) -> Asked:
        own = [(form, getattr(question, form)) for form in ("text", "html", "markdown")]
        pieces = tuple(Piece(form, form, text) for form, text in own if text is not None) + tuple(Piece(one.ref, one.form, one.text) for one in question.parts)
        domain = self._domain if question.room.inside else "chat.invalid"
        named = [self._party(one, domain) for one in (*question.recipients, *question.members) if one.address or one.name]
        readers = tuple({one.address: one for one in reversed(named)}.values())[::-1]
        if not readers:
            readers = (room_party(question.room.id, domain),)
        return Asked(channel_of(question), pieces, self._party(question.sender, self._domain), readers, question.room.id, question.room.kind, question.earlier)

    @staticmethod
    def _party(one: Person, domain: str) -> Party:
        """Somebody, of `domain` when the address tells none: each has an address of their own."""
        address = "".join(c for c in one.address if c.isprintable() and not c.isspace()).encode("utf-8", "replace").decode()
        return Party(address if "@" in address else f"{address or 'user-' + short_hash(one.name)}@{domain}", one.name)

    async def _ruled(self, work: Awaitable[Any], deadline: float) -> Any:
        try:
            done = await asyncio.wait_for(work, max(0.001, deadline - time.monotonic()))
            if isinstance(done, Ruling) and done.failure:
                raise InspectionFailed(done.failure)
            return done
        except (InspectionFailed, TimeoutError) as failure:
            kind = failure.kind if isinstance(failure, InspectionFailed) else "deadline"
            metrics.ERRORS.labels("chat", kind).inc()
            log.error("message not inspected", api=INSPECT, kind=kind)
            raise Trouble(503, "The message could not be inspected in time. Nothing unread is clean: do not deliver it, or as your own rule says.", Retry_After="1") from None

    async def _body(self, request: Request) -> bytes:
        beginning, whole = await self._beginning(request)
        if not whole:
            raise Trouble(413, f"The body may have {self._settings.max_message_bytes:,} bytes.")
        return beginning

    async def _beginning(self, request: Request) -> tuple[bytes, bool]:
        """(the body, or as much as is read of it; whether that is all)."""
        pieces, size = [], 0
        async for piece in request.stream():
            pieces.append(piece)
            size += len(piece)
            if size > self._settings.max_message_bytes:
                return b"".join(pieces), False
        return b"".join(pieces), True


def _question(body: bytes) -> Question:
    try:
        json.loads(body, object_pairs_hook=once)
    except KeyTwice:
        raise Trouble(400, "A key stands twice in the JSON: readers differ about which one counts.") from None
    except (ValueError, RecursionError):
        pass  # said below
    try:
        return Question.model_validate_json(body)
    except ValidationError as wrong:
        found = wrong.errors(include_input=False, include_url=False, include_context=False)
        if any(one["type"] == "json_invalid" for one in found):
            raise Trouble(400, "The body is no JSON.") from None
        faults = [Fault(place=".".join(map(str, one["loc"]))[:200] or "body", problem=one["msg"][:200]) for one in found[:20]]
        raise Trouble(422, "The message is not as /openapi.json has it.", faults) from None


def _problem(trouble: Trouble) -> Response:
    body = Problem(title=_TITLES.get(trouble.status, "Error"), status=trouble.status, detail=trouble.detail, errors=trouble.errors)
    return Response(body.model_dump_json(), trouble.status, headers=trouble.headers, media_type="application/problem+json")


async def _unrouted(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "There is nothing here; see /openapi.json.", 405: "Not by this method; see /openapi.json."}
    made = _problem(Trouble(status, words.get(status, "It cannot be answered.")))
    made.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
    return made
