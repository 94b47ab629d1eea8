"""What an API is to the gate: which requests carry text, where it stands, who writes to whom, how the API itself says no."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from gateway.chat.payload import Path, Payload
from gateway.chat.written import Names, Written
from gateway.message import Channel

Form = Callable[[str, Names], Written]


class RoomKind(StrEnum):
    """Who reads a room, as far as the request or the server tells."""

    DIRECT = "direct"
    PRIVATE = "private"
    PUBLIC = "public"
    SHARED = "shared"  # with another company
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Head:
    """A request without its body. Header names are small letters; `path` begins with a slash and has no query."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def content_type(self) -> str:
        """The media type of the body, as sent."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Slot:
    """A string in a payload that people will read; `form` reads its notation."""

    path: Path
    form: Form

    @property
    def ref(self) -> str:
        """How findings name it: text, blocks.0.text.text."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Post:
    """A chat message as its request has it: where its texts are, the room, the author, the members as far as known."""

    slots: tuple[Slot, ...]
    room: str = ""
    room_kind: RoomKind = RoomKind.UNKNOWN
    author: str = ""
    mentions: tuple[str, ...] = ()
    edit: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply in the API's own words."""

    status: int
    body: bytes = field(repr=False)
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message is not delivered: `text` is what the author is told, `code` a word for programs, `status` HTTP's."""

    text: str
    code: str = "sekisho_blocked"
    incident: str = ""
    status: int = 403


class Adapter(Protocol):
    """One API. Pure: requests in, places and answers out."""

    channel: Channel
    upstream: str
    """Where the API is, unless the settings say otherwise."""
    json_in: frozenset[str]
    """Fields whose string is JSON itself."""

    def carries(self, head: Head) -> bool:
        """Whether such a request carries text that people will read."""
        ...

    def read(self, head: Head, payload: Payload) -> Post:
        """Where the text is. A payload without any gives a post without slots."""
        ...

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """No, in the API's own error form."""
        ...


def json_answer(status: int, body: Any, **headers: str) -> Answer:
    """An answer in JSON; Japanese stands as itself."""
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), headers=tuple(headers.items()))


def texts_below(payload: Payload, *below: str | int, keys: frozenset[str], form: Form) -> Iterator[Slot]:
    """A slot for each string below a path whose key is one of `keys`."""
    for path, value in payload.strings(*below):
        if value.strip() and next((step for step in reversed(path) if isinstance(step, str)), "") in keys:
            yield Slot(path, form)
