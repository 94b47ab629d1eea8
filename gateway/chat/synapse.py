"""A module for Synapse: every event of a local user is put before the gateway before anybody can read it.

It runs in Synapse's own environment and needs nothing there but what Synapse brings (Twisted); nothing else of Sekisho is imported.
homeserver.yaml:

    modules:
      - module: gateway.chat.synapse.SekishoModule
        config: {url: "http://127.0.0.1:8327", key_file: /etc/sekisho/synapse.key}

Source: element-hq.github.io/synapse, "Writing a module", "Third party rules callbacks" (check_event_allowed may replace an event; a SynapseError it
raises is the client's answer, as Synapse's own third_party_event_rules_callbacks.py has it), "Spam checker callbacks"; Matrix specification 1.11.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

log = logging.getLogger(__name__)
Path_ = tuple[str | int, ...]
_READ = frozenset(("body", "formatted_body", "topic", "name", "displayname", "alias", "reason", "filename", "status_msg", "m.text", "org.matrix.msc1767.text"))
_HTML = frozenset(("formatted_body", "org.matrix.msc1767.html"))
_PROSE = re.compile(r"[^\x21-\x7e]")
_CLOSED = frozenset(("m.room.encryption", "m.room.encrypted"))
_DEEPEST, _MOST_STRINGS, _MOST_MEMBERS = 32, 200, 500
_REMEMBERED = 10_000  # events and rooms
_WINDOW, _TOGETHER = 180.0, 240  # seconds and characters in which messages of one author in one room are read together
_DOWN = "内容を確認できなかったため、送信しませんでした。少し待ってからもう一度お試しください。 / The message could not be inspected now. Try again in a moment."
_NO_ENCRYPTION = "社内規程により、暗号化されたルームやメッセージは使えません。 / Encrypted rooms and messages are not allowed here."
_TOO_MUCH = "メッセージの構造が複雑すぎるため、送信しませんでした。 / The message has too many parts to be inspected."


@dataclass(frozen=True)
class Config:
    """The module's settings in homeserver.yaml."""

    url: str
    key: str
    encryption: str = "refuse"  # or pass: what is encrypted is not seen
    on_failure: str = "refuse"  # or pass: what becomes of messages while the gateway does not answer
    media: str = "text"  # inspect text files, all files (then the policy decides about what cannot be read), or none
    timeout: float = 2.0  # seconds
    hold: bool = True  # messages the policy holds are kept by the gateway, and sent when they are released
    poll: float = 10.0  # seconds between questions whether held messages were released
    media_bytes: int = 262_144  # of a file, at most


class Unavailable(Exception):
    """The gateway gave no verdict."""


class TooMuch(Exception):
    """An event with more strings than are inspected."""


class SekishoModule:
    """What Synapse calls."""

    def __init__(self, config: Config, api: Any) -> None:
        from twisted.internet import reactor  # type: ignore[import-not-found]
        from twisted.web.client import Agent, HTTPConnectionPool  # type: ignore[import-not-found]

        self._config = config
        self._api = api
        self._reactor = reactor
        pool = HTTPConnectionPool(reactor, persistent=True)
        pool.maxPersistentPerHost = 20
        self._agent = Agent(reactor, connectTimeout=config.timeout, pool=pool)
        self._passed: OrderedDict[str, None] = OrderedDict()
        self._recent: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()
        self._released: set[str] = set()
        self._held: OrderedDict[str, dict[str, Any]] = OrderedDict()
        api.register_third_party_rules_callbacks(check_event_allowed=self.check_event_allowed)
        api.register_spam_checker_callbacks(check_event_for_spam=self.check_event_for_spam, check_media_file_for_spam=self.check_media_file_for_spam)
        if config.hold:
            api.looping_background_call(self.send_released, config.poll * 1000)

    @staticmethod
    def parse_config(config: Mapping[str, Any]) -> Config:
        """Read the settings; a wrong one stops Synapse with words that say which."""
        given = dict(config)
        file = given.pop("key_file", None)
        if file:
            given["key"] = Path(file).read_text("utf-8").strip()
        try:
            made = Config(**given)
        except TypeError as error:
            raise ValueError(f"gateway.chat.synapse: url and key (or key_file) are needed, and nothing unknown: {error}") from None
        choices = {"encryption": ("refuse", "pass"), "on_failure": ("refuse", "pass"), "media": ("text", "all", "none")}
        for name, allowed in choices.items():
            if getattr(made, name) not in allowed:
                raise ValueError(f"gateway.chat.synapse: {name} must be one of {', '.join(allowed)}")
        if not re.fullmatch(r"https?://[^/?#\s]+", made.url) or not made.key:
            raise ValueError("gateway.chat.synapse: url must be like http://127.0.0.1:8327, key must not be empty")
        return made

    async def check_event_allowed(self, event: Any, state: Mapping[tuple[str, str], Any]) -> tuple[bool, dict[str, Any] | None]:
        """Pass an event, replace it by its redacted form, or refuse it with a reason (raises SynapseError)."""
        if not self._api.is_mine(event.sender):
            return True, None
        if event.type in _CLOSED:
            if self._config.encryption == "refuse":
                raise self._refused(_NO_ENCRYPTION)
            return True, None
        verdict = await self._judged(event, state)
        new = verdict["redacted"] if verdict.get("action") == "redact" else marked(event.content, verdict["mark"]) if verdict.get("mark") and not event.is_state() else None
        if new:
            replacement = dict(event.get_dict())
            replacement["content"] = replaced(event.content, new)
            self._remember(event, replacement["content"])
            return True, replacement
        if verdict.get("action") in ("quarantine", "block"):
            self._keep(event, verdict)
            raise self._refused(verdict["coaching"]["ja"] + " / " + verdict["coaching"]["en"])
        self._remember(event, event.content)
        return True, None

    async def check_event_for_spam(self, event: Any) -> Any:
        """The second look, at whatever did not come by the first: refused with the same reason."""
        if not self._api.is_mine(event.sender) or event.type == "m.room.member" or self._passed.pop(_mark(event, event.content), 0) is None:
            return "NOT_SPAM"
        if event.type in _CLOSED:
            return _NO_ENCRYPTION if self._config.encryption == "refuse" else "NOT_SPAM"
        try:
            verdict = await self._judged(event, {})
        except Exception as error:  # a SynapseError of ours, or a fault: either way it is not delivered
            return getattr(error, "msg", _DOWN)
        if verdict.get("action") in ("redact", "quarantine", "block"):
            return str(verdict["coaching"]["ja"])
        return "NOT_SPAM"

    async def check_media_file_for_spam(self, file: Any, info: Any) -> Any:
        """Inspect what a local user uploads, where it is text (or anything, as the settings say). Its name goes with the event."""
        if self._config.media == "none" or info.server_name is not None or info.thumbnail or info.url_cache:
            return "NOT_SPAM"
        content = await self._beginning(file)
        if self._config.media == "text" and b"\x00" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            return "NOT_SPAM"
        try:
            verdict = await self._post("/v1/inspect/file?" + urlencode({"channel": "matrix"}), content, b"application/octet-stream")
        except Unavailable as down:
            log.error("sekisho: a file was not inspected: %s", down)
            if self._config.on_failure == "pass":
                return "NOT_SPAM"
            raise self._error(503, _DOWN, "M_UNKNOWN") from None
        if verdict["action"] not in ("pass", "tag"):
            # Not a code as the result: Synapse would leave out the words (SpamMediaException).
            raise self._refused(verdict["coaching"]["ja"] + " / " + verdict["coaching"]["en"])
        return "NOT_SPAM"

    async def send_released(self) -> None:
        """Send the held messages that a reviewer has released, as their authors. What was held before a restart is not known any more."""
        for incident, event in list(self._held.items()):
            try:
                state = (await self._post(f"/v1/incidents/{incident}", None, b"")).get("state")
            except Unavailable:
                return
            if state in ("held", "releasing"):
                continue
            self._held.pop(incident, None)
            if state == "released":
                self._released.add(_mark_of(event["sender"], event["room_id"], event["type"], event["content"]))
                try:
                    await self._api.create_and_send_event_into_room(event)
                except Exception as error:
                    log.error("sekisho: the released message %s was not sent: %s", incident, type(error).__name__)

    async def _judged(self, event: Any, state: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
        """The gateway's verdict; an event without words passes. Raises SynapseError where none can be had and the settings say refuse."""
        if self._released and (mark := _mark(event, event.content)) in self._released:
            self._released.discard(mark)
            return {}
        try:
            found = [one for one in strings(event.content) if not (event.type == "m.room.member" and one[0] == ("displayname",) and _is_a_name(one[1]))]
        except TooMuch:
            raise self._refused(_TOO_MUCH) from None
        if not found:
            return {}
        place = (event.room_id, event.sender)
        at, earlier = self._recent.get(place, (0.0, ""))
        question = {
            "channel": "matrix", "hold": self._config.hold, "sender": _person(event.sender, state), "members": members(state, event.sender, self._api.is_mine),
            "room": {"id": event.room_id, "kind": room_kind(state, self._api.is_mine)}, "earlier": earlier if time.monotonic() - at < _WINDOW else "",
            "parts": [{"ref": name_of(path), "form": "html" if path[-1] in _HTML else "markdown", "text": text} for path, text in found],
        }  # fmt: skip
        try:
            verdict = await self._post("/v1/inspect", json.dumps(question).encode(), b"application/json")
        except Unavailable as down:
            log.error("sekisho: an event was not inspected: %s", down)
            if self._config.on_failure == "pass":
                return {}
            raise self._error(503, _DOWN, "M_UNKNOWN") from None
        if verdict["action"] in ("pass", "tag", "redact"):
            new = verdict.get("redacted") or {}
            own = "\n".join(new.get(name_of(path), text) for path, text in found if path[-1] not in _HTML)
            self._recent[place] = (time.monotonic(), f"{question['earlier']}\n{own}".strip()[-_TOGETHER:])
            self._recent.move_to_end(place)
            while len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)
        return verdict

    async def _post(self, path: str, body: bytes | None, media: bytes) -> dict[str, Any]:
        """Ask the gateway. Raises Unavailable."""
        from synapse.module_api import make_deferred_yieldable  # type: ignore[import-not-found]
        from twisted.web.client import FileBodyProducer, readBody
        from twisted.web.http_headers import Headers  # type: ignore[import-not-found]

        headers = Headers({b"Authorization": [b"Bearer " + self._config.key.encode()]} | ({b"Content-Type": [media]} if body is not None else {}))
        producer = FileBodyProducer(io.BytesIO(body)) if body is not None else None
        try:
            asked = self._agent.request(b"GET" if body is None else b"POST", (self._config.url + path).encode(), headers, producer)
            response = await make_deferred_yieldable(asked.addTimeout(self._config.timeout, self._reactor))
            text = await make_deferred_yieldable(readBody(response).addTimeout(self._config.timeout, self._reactor))
            if response.code != 200:
                raise Unavailable(f"HTTP {response.code}")
            said = json.loads(text)
            if not isinstance(said, dict):
                raise Unavailable("no answer of the gateway")
            return said
        except Unavailable:
            raise
        except Exception as error:
            raise Unavailable(type(error).__name__) from None

    async def _beginning(self, file: Any) -> bytes:
        kept = io.BytesIO()

        def take(piece: bytes) -> None:
            kept.write(piece)
            if kept.tell() > self._config.media_bytes:
                raise TooMuch

        with contextlib.suppress(TooMuch):
            await file.write_chunks_to(take)
        return kept.getvalue()[: self._config.media_bytes]

    def _remember(self, event: Any, content: Any) -> None:
        self._passed[_mark(event, content)] = None
        while len(self._passed) > _REMEMBERED:
            self._passed.popitem(last=False)

    def _keep(self, event: Any, verdict: Mapping[str, Any]) -> None:
        if verdict.get("incident") and verdict["action"] == "quarantine" and not event.is_state():
            self._held[str(verdict["incident"])] = {"type": event.type, "room_id": event.room_id, "sender": event.sender, "content": replaced(event.content, {})}
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)

    def _refused(self, why: str) -> Exception:
        return self._error(403, why, "M_FORBIDDEN")

    @staticmethod
    def _error(status: int, why: str, code: str) -> Exception:
        from synapse.module_api.errors import SynapseError  # type: ignore[import-not-found]

        error: Exception = SynapseError(status, why, code)
        return error


def strings(content: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """The strings that people may read, with their paths: those under known keys, and whatever is prose. Raises TooMuch."""
    left = [(path, content)]
    count = 0
    while left:
        at, value = left.pop()
        if isinstance(value, str):
            names = [step for step in at if isinstance(step, str)]
            if value.strip() and ((names and names[-1] in _READ | _HTML) or _PROSE.search(value)):
                count += 1
                if count > _MOST_STRINGS:
                    raise TooMuch
                yield at, value
        elif isinstance(value, Mapping):
            left += reversed([((*at, str(key)), one) for key, one in value.items()])
        elif isinstance(value, (list, tuple)):
            left += reversed([((*at, i), one) for i, one in enumerate(value)])
        if len(at) > _DEEPEST:
            raise TooMuch


def replaced(content: Any, new: Mapping[str, str], path: Path_ = ()) -> Any:
    """A plain copy of the content with these strings in place of others, by `name_of` their paths."""
    if isinstance(content, Mapping):
        return {key: replaced(value, new, (*path, str(key))) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [replaced(value, new, (*path, i)) for i, value in enumerate(content)]
    return new.get(name_of(path), content) if isinstance(content, str) else content


def marked(content: Any, mark: str) -> dict[str, str]:
    """What is read first with the policy's mark before it, by `name_of` its path; of an edit the new text too."""
    edit = content.get("m.new_content")
    values: dict[Path_, Any] = {(key,): content.get(key) for key in ("body", "formatted_body")}
    values |= {("m.new_content", key): edit.get(key) for key in ("body", "formatted_body")} if isinstance(edit, Mapping) else {}
    return {name_of(path): f"{mark} {value}" for path, value in values.items() if isinstance(value, str) and value.strip() and not value.startswith((mark, f"* {mark}"))}


def name_of(path: Path_) -> str:
    """A name for a place in the content: short, and no two places have the same."""
    told = json.dumps(path, ensure_ascii=False)
    return told if len(told) <= 150 else hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _is_a_name(text: str) -> bool:
    """Whether a display name is no more than one: people come and go in rooms even while the gateway does not answer."""
    return len(text) <= 64 and sum(c.isdigit() for c in text) < 8


def members(state: Mapping[tuple[str, str], Any], sender: str, is_mine: Any) -> list[dict[str, str]]:
    """Who reads the room, those of other servers first: of a room with more than some hundred the first count."""
    joined = [key for (kind, key), one in state.items() if kind == "m.room.member" and key != sender and one.content.get("membership") in ("join", "invite")]
    return [_person(one, state) for one in sorted(joined, key=lambda who: (bool(is_mine(who)), who))[:_MOST_MEMBERS]]


def room_kind(state: Mapping[tuple[str, str], Any], is_mine: Any) -> str:
    """Who reads it: shared with another server, public by its join rule, direct for two, otherwise private."""
    joined = [key for (kind, key), one in state.items() if kind == "m.room.member" and one.content.get("membership") in ("join", "invite")]
    if any(not is_mine(one) for one in joined):
        return "shared"
    rule = state.get(("m.room.join_rules", ""))
    if rule is not None and rule.content.get("join_rule") == "public":
        return "public"
    return "unknown" if not joined else "direct" if len(joined) <= 2 else "private"


def _person(user: str, state: Mapping[tuple[str, str], Any]) -> dict[str, str]:
    """@tanaka:hibari-soft.example as an address, with the name the room knows."""
    local, _, server = user.removeprefix("@").partition(":")
    event = state.get(("m.room.member", user))
    name = event.content.get("displayname") if event is not None else None
    return {"address": f"{local}@{server.rpartition(':')[0] or server}"[:320], "name": name[:320] if isinstance(name, str) else ""}


def _mark(event: Any, content: Any) -> str:
    return _mark_of(event.sender, event.room_id, event.type, content)


def _mark_of(sender: str, room: str, kind: str, content: Any) -> str:
    told = json.dumps([sender, room, kind, replaced(content, {})], sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
