"""What an API is to the gate: which requests carry text, where it stands, who writes to whom, how the API itself says no."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Protocol
from urllib.parse import unquote

from gateway.chat.payload import Path, Payload
from gateway.chat.roster import RoomKind, Roster
from gateway.chat.written import Names, Written
from gateway.message import Channel, Unreadable

Form = Callable[[str, Names], Written]
_ODD_STEP = re.compile(r"[\x00-\x1f\x7f\\]|^\s|\s\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """A request without its body. Header names are small letters; `path` is as sent, begins with a slash and has no query."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def content_type(self) -> str:
        """The media type of the body, as sent."""
        return self.headers.get("content-type", "")

    @property
    def steps(self) -> tuple[str, ...]:
        """The path's steps, decoded; doubled slashes and one at the end are of no account, as most servers have it."""
        return tuple(unquote(step) for step in self.path.split("/") if step)

    @property
    def route(self) -> str:
        """The path decoded, without parameters of its steps (`;x=1`), which servers drop. A slash that was escaped is no step's end, and stands as a space."""
        return "/" + "/".join((step.partition(";")[0] or step).replace("/", " ") for step in self.steps)

    @property
    def wanders(self) -> bool:
        """Whether the path has dots, backslashes, controls or spaces about a step that servers read differently: no client sends them in good faith."""
        return any(_ODD_STEP.search(step) or any(dot in (".", "..") for dot in step.split("/")) for step in self.steps)


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
    """A chat message as its request has it: where its texts are, the room, who is addressed.

    `author` is a credential that stands in the body, where there is one. `mentions` are names of people addressed, `names` what
    people are called by the id a mention has. `stream` marks a piece of a text that grows: "start", or the id of the stream.
    `aside` are texts of path and query: they are inspected, but cannot be rewritten. `files` are ids of files that were uploaded
    before and are shared with it.
    """

    slots: tuple[Slot, ...]
    room: str = ""
    room_kind: RoomKind = RoomKind.UNKNOWN
    author: str = field(default="", repr=False)
    mentions: tuple[str, ...] = field(default=(), repr=False)
    names: Names = field(default_factory=dict, repr=False)
    aside: tuple[str, ...] = field(default=(), repr=False)
    files: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    stream: str = ""
    encrypts: bool = False  # asks that the room, or this message, be closed to the gate
    says: bool = True  # posts a message, before whose text a mark may stand
    any_key: bool = False  # its keys are the author's own: every value counts
    fault: str = ""  # why such a request cannot be judged at all


@dataclass(frozen=True, slots=True)
class Upload:
    """A request that carries a file: as its whole body, or in a multipart form (RFC 7578, RFC 2387). `name` where the head tells it.

    `file` is the id under which a later request shares it, where the API has it so.
    """

    form: Literal["raw", "multipart"]
    name: str = field(default="", repr=False)
    room: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply in the API's own words."""

    status: int
    body: bytes = field(repr=False)
    content_type: str = "application/json"  # and nothing behind it: Mattermost's client compares it as a whole
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
    """Places whose string is JSON itself, their keys joined by dots and list places left out: blocks, attachments.content."""
    upload_hosts: tuple[str, ...] = ()
    """Domains of the addresses that the API hands out for uploads."""
    file_key: str = ""
    """The key beside such an address under which the file's id stands, where a later request (see Post.files) says to whom it goes."""

    def carries(self, head: Head) -> bool:
        """Whether such a request carries text that people will read."""
        ...

    def read(self, head: Head, payload: Payload) -> Post:
        """Where the text is. A payload without any gives a post without slots."""
        ...

    def may_be_text(self, head: Head) -> bool:
        """Whether the body of such a request may be a text that is neither JSON nor a form."""
        return False

    def refuse(self, head: Head, why: Refusal) -> Answer:
        """No, in the API's own error form."""
        ...

    def roster(self, head: Head, room: str) -> Roster | None:
        """How to ask the service who reads `room`, with the credentials of the request `head`; None where it cannot be asked."""
        return None

    def is_batch(self, head: Head) -> bool:
        """Whether such a request holds several, each with a path of its own (see `gateway.chat.batch`)."""
        return False

    def place(self, head: Head) -> Roster | None:
        """How to ask the service in which room the message is that such a request changes; None where the request says so itself."""
        return None

    def upload(self, head: Head) -> Upload | None:
        """How such a request carries a file, None where it carries none."""
        return None

    def received(self, size: int) -> Answer:
        """What the API says of an upload of `size` bytes that arrived."""
        return Answer(200, b"")

    def hands_out(self, head: Head) -> str:
        """The key in the answer's JSON under which an address to upload to stands, empty where there is none."""
        return ""

    def hands_out_by(self, head: Head) -> tuple[str, ...]:
        """Fields of the answer's header (small letters) in which such an address stands."""
        return ()


def json_answer(status: int, body: Any, **headers: str) -> Answer:
    """An answer in JSON; Japanese stands as itself."""
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), headers=tuple(headers.items()))


_PROSE = re.compile(r"[^\x21-\x7e]")
_TELLS = re.compile(
    r"(?<![0-9A-Za-z.-])\+?[0-9]{1,5}(?:-[0-9]{2,5}){2,4}(?![0-9A-Za-z-])"  # 090-1234-5678, 4111-1111-1111-1111
    r"|\A(?:tel|sms|mailto):|\Ahttps?://[^\s?#]{0,2000}[?#]\S{0,2000}?(?:[0-9]{9}|@|%[89A-Fa-f][0-9A-Fa-f])", re.IGNORECASE)
LINK = re.compile(r"\A(?:https?|tel|sms|mailto):(?![^#]*&#)[\x21-\x29\x2b-\x3b\x3d\x3f-\x5b\x5d-\x7e]+\Z", re.IGNORECASE)  # an address and no markup


def readable(payload: Payload, keys: frozenset[str], *below: str | int, but: frozenset[str] = frozenset()) -> Iterator[tuple[Path, str]]:
    """The strings at or below a path that people may read, each with its path.

    Those are the strings under one of `keys`, and, since APIs grow and nothing unread is ever clean, every string with a space
    or a character outside ASCII, groups of digits, and links that may tell more than a place, whatever the key. Nothing below a key in `but` counts. Keys are compared without regard to
    case, as servers written in Go do.
    """
    wanted = _lower(keys)
    for path, value in payload.strings(*below):
        names = [step for step in path if isinstance(step, str)]
        if value.strip() and not but.intersection(names) and ((names and names[-1].lower() in wanted) or _PROSE.search(value) or _TELLS.search(value)):
            yield path, value


def holds_a_number(value: str) -> bool:
    """Whether a value is worth reading whatever its key: of words that alone are ASCII, keys and kinds of things have none."""
    return _DIGITS.search(value) is not None


_DIGITS = re.compile(r"[0-9]{4}")


@cache
def _lower(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key.lower() for key in keys)
