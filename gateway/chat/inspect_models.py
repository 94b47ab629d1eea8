"""What goes in and out of the inspection API, and the OpenAPI 3.1 document made from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gateway.message import Channel
from gateway.verdict import About

Short = Annotated[str, Field(max_length=320)]
Long = Annotated[str, Field(max_length=1_000_000)]
_SCHEMAS = "#/components/schemas/"


class Model(BaseModel):
    """Unknown keys are errors: a misspelt `hold` must not go unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Model):
    """Somebody who writes or reads."""

    address: Short = Field("", description="name@domain; the domain tells whether they are of your company. A user id may stand before the @.")
    name: Short = Field("", description="What people are called in the message.")


class Room(Model):
    """Where the message goes."""

    id: Short = Field("", description="The room's id at your server; never shown to anybody, and only kept as a hash.")
    kind: Literal["direct", "private", "public", "shared", "guests", "unknown"] = Field("unknown", description="Who reads it; shared: with another company; guests: with guests in it.")
    inside: bool = Field(False, description="Only your own people read it. It counts only where no members or recipients are named.")


class Piece(Model):
    """One string of a message that has several, such as body and formatted body, or the fields of a card."""

    ref: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="Your name for it.")
    form: Literal["text", "html", "markdown"] = Field("text", description="How it is written.")
    text: Long = Field(repr=False)


class Question(Model):
    """A message to be inspected: text, html, markdown or parts, at least one of them."""

    channel: Literal["slack", "teams", "chatwork", "lineworks", "mattermost", "matrix", "gchat", "other"] = Field(
        "other", description="The kind of service, as rules of the policy name it; other for Rocket.Chat, Zulip, in-house tools, front ends of language models."
    )
    text: Long | None = Field(None, repr=False)
    html: Long | None = Field(None, repr=False)
    markdown: Long | None = Field(None, repr=False)
    parts: Annotated[tuple[Piece, ...], Field(max_length=200)] = Field((), description="For messages with several strings.")
    sender: Person = Field(default_factory=Person)
    recipients: Annotated[tuple[Person, ...], Field(max_length=1000)] = Field((), description="Whom the message addresses.")
    room: Room = Field(default_factory=Room)
    members: Annotated[tuple[Person, ...], Field(max_length=5000)] = Field((), description="Who else reads the room.")
    earlier: Annotated[str, Field(max_length=4000)] = Field("", repr=False, description="What the same author wrote there just before: it is read together with the message.")
    hold: bool = Field(False, description="Keep the message in the quarantine when the verdict is quarantine or block; then `incident` can be asked about.")

    @model_validator(mode="after")
    def _something(self) -> Question:
        if self.text is None and self.html is None and self.markdown is None and not self.parts:
            raise ValueError("needs text, html, markdown or parts")
        refs = [one.ref for one in self.parts]
        if len(set(refs)) != len(refs) or {"text", "html", "markdown"}.intersection(refs):
            raise ValueError("every part needs a ref of its own, other than text, html and markdown")
        return self


class Found(Model):
    """A piece of personal data. Offsets are code points, half-open, into the string `part` as you sent it."""

    part: str
    entity_type: str
    start: int
    end: int
    score: float
    about: About = Field(description="Whose data it is.")
    explanation: str = Field(repr=False, description="Why, in words. It may name people: show it to nobody but your own staff.")


class Coaching(Model):
    """What to tell the author; it never repeats what was found."""

    ja: str
    en: str


class Answer(Model):
    """What the policy says."""

    id: str = Field(description="The reference in logs.")
    action: Literal["pass", "tag", "redact", "quarantine", "block"] = Field(description="Deliver as it is (pass), with `mark` before it (tag), deliver `redacted`, or do not deliver.")
    rules: tuple[str, ...]
    findings: tuple[Found, ...] = Field(repr=False)
    redacted: dict[str, str] | None = Field(None, repr=False, description="Every string by its name (text, html, markdown or a part's ref), where the action is redact.")
    mark: str | None = Field(None, description="What to put before the text, where the action is tag.")
    coaching: Coaching | None = Field(None, description="For redact, quarantine and block.")
    incident: str | None = Field(None, description="The incident in the quarantine, where it was kept.")


class State(Model):
    """What became of an incident."""

    incident: str
    state: str = Field(description="held, released (deliver it now), deleted, expired or refused.")


class Fault(Model):
    """One thing that is wrong with a request."""

    place: str
    problem: str


class Problem(Model):
    """An error (RFC 9457, application/problem+json)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[Fault, ...] = ()


def channel_of(question: Question) -> Channel:
    """The channel a question names."""
    return Channel(question.channel)


def document(version: str) -> dict[str, Any]:
    """The OpenAPI document."""
    schemas: dict[str, Any] = {}
    for model, mode in ((Question, "validation"), (Answer, "serialization"), (State, "serialization"), (Problem, "serialization")):
        made = model.model_json_schema(mode=mode, ref_template=_SCHEMAS + "{model}")  # type: ignore[arg-type]
        schemas |= made.pop("$defs", {})
        schemas[model.__name__] = made
    asked = {"required": True, "content": {"application/json": {"schema": {"$ref": _SCHEMAS + "Question"}}}}
    file = {"required": True, "content": {"application/octet-stream": {}}}
    name = {"name": "name", "in": "query", "schema": {"type": "string", "maxLength": 1000}, "description": "The file's name."}
    channel = {"name": "channel", "in": "query", "schema": {"type": "string", "enum": [one.value for one in Channel if one is not Channel.MAIL]}}
    sender = {"name": "sender", "in": "query", "schema": {"type": "string", "maxLength": 320}, "description": "The author's address."}
    incident = {"name": "incident", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^SK[0-9]{6}-[0-9A-Z]{8}$"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sekisho inspection API", "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "security": [{"key": []}],
        "paths": {
            "/v1/inspect": {"post": {"operationId": "inspect", "summary": "What the policy says of a message", "requestBody": asked, "responses": _responses("Answer")}},
            "/v1/inspect/file": {
                "post": {"operationId": "inspectFile", "summary": "What the policy says of a file", "parameters": [name, channel, sender], "requestBody": file,
                         "responses": _responses("Answer")},
            },
            "/v1/incidents/{incident}": {
                "get": {"operationId": "incident", "summary": "What became of a message that was held", "parameters": [incident],
                        "responses": _responses("State") | {"404": _problem("There is no such incident.")}},
            },
        },
        "components": {"schemas": schemas, "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A key made by `sekisho apikey add`."}}},
    }  # fmt: skip


_ERRORS = {
    "400": "The request is not what it says it is.", "401": "No key was given.", "403": "The key is not valid (any more).", "413": "The message is too large.",
    "415": "The body is no JSON in UTF-8.", "422": "The message is not as the schema has it.", "429": "The key asks too often.",
    "503": "The message could not be inspected in time.",
}  # fmt: skip


def _responses(model: str) -> dict[str, Any]:
    good = {"description": "The answer.", "content": {"application/json": {"schema": {"$ref": _SCHEMAS + model}}}}
    return {"200": good} | {status: _problem(what) for status, what in _ERRORS.items()}


def _problem(what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/problem+json": {"schema": {"$ref": _SCHEMAS + "Problem"}}}}
