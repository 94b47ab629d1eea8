"""A Graph $batch taken apart into its requests, put together again without some of them, and its answer completed.

Source: learn.microsoft.com/graph, "Combine multiple HTTP requests using JSON batching": `requests` with id, method, url, headers, body
and dependsOn, 20 at most; `responses` with id, status, headers and body in any order; 424 for what depends on what failed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.chat.adapter import Head
from gateway.chat.payload import Malformed, Payload

_MOST = 20  # requests, as Graph has it
_KEYS = frozenset(("id", "method", "url", "headers", "body", "dependsOn"))
_URL = re.compile(r"(?![A-Za-z0-9+.-]{1,40}:)/?[^\s\\#/][^\s\\#]{0,4000}")  # no scheme, no host
_SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Inner:
    """One request of a batch, as it would be sent alone. `place` is where its object stands in the batch's text, `body_place` where its body does.

    `after` are ids of the requests that it depends on. A body in a string (base64, or JSON once more) is in `sealed` only.
    """

    id: str
    head: Head
    body: bytes = field(repr=False)
    place: tuple[int, int]
    body_place: tuple[int, int]
    after: tuple[str, ...] = ()
    sealed: bool = False

    @property
    def target(self) -> str:
        """Path and query."""
        return self.head.path + (f"?{self.head.query}" if self.head.query else "")


def apart(head: Head, body: bytes) -> tuple[Inner, ...] | str:
    """The requests of a batch in the order written, or why they cannot be told apart. Runs in a worker."""
    try:
        return tuple(_inner(head, body))
    except Malformed as fault:
        return str(fault)


def together(body: bytes, inner: Collection[Inner], changed: Mapping[str, bytes]) -> bytes:
    """The batch with these requests only, with `changed` bodies by id; all that stays does so to the byte."""
    text = body.decode()
    pieces = []
    for one in inner:
        (start, end), (first, last) = one.place, one.body_place
        new = changed.get(one.id)
        pieces.append(text[start:end] if new is None else text[start:first] + new.decode() + text[last:end])
    start, end = _requests(text)
    return (text[: start + 1] + ",".join(pieces) + text[end - 1 :]).encode()


def response(of: str, status: int, body: bytes) -> dict[str, Any]:
    """The answer to one request, as it stands among `responses`. `body` is JSON."""
    return {"id": of, "status": status, "headers": {"Content-Type": "application/json"}, "body": json.loads(body)}


def completed(answer: bytes, more: Collection[Mapping[str, Any]]) -> bytes:
    """Graph's answer with more responses; as it came where it is none to a batch (401, say)."""
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return answer
    if not isinstance(told, dict) or not isinstance(told.get("responses"), list):
        return answer
    return json.dumps(told | {"responses": [*told["responses"], *more]}, ensure_ascii=False).encode()


def _inner(head: Head, body: bytes) -> Iterator[Inner]:
    if head.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Malformed("the batch is compressed; send it as it is")
    if head.content_type.lower().lstrip().startswith("multipart/"):
        raise Malformed("batches in multipart form are not read here; send JSON")
    data = Payload.read(body, head.content_type).data
    requests = data.get("requests") if isinstance(data, dict) else None
    if not isinstance(requests, list) or not all(isinstance(one, dict) for one in requests) or len(data) != 1:
        raise Malformed("a batch is an object with a list of requests and nothing else")
    if len(requests) > _MOST:
        raise Malformed(f"a batch has at most {_MOST} requests")
    if len({one.get("id") for one in requests if isinstance(one.get("id"), str)}) != len(requests):
        raise Malformed("each request of a batch needs an id of its own, in a string")
    text = body.decode()
    for request, (_, start, end) in zip(requests, _members(text, _requests(text)[0]), strict=True):
        yield _request(head, request, text, start, end)


def _request(head: Head, request: Mapping[str, Any], text: str, start: int, end: int) -> Inner:
    url, method, headers, after = request.get("url"), request.get("method"), request.get("headers"), request.get("dependsOn")
    if not _KEYS.issuperset(request):
        raise Malformed("a request of the batch has a key that is not Graph's (id, method, url, headers, body, dependsOn)")
    if not isinstance(url, str) or not _URL.fullmatch(url) or not isinstance(method, str):
        raise Malformed("a request of the batch needs a method, and a url that begins below the version")
    path, _, query = url.partition("?")
    steps = [step for step in head.path.split("/") if step]
    own = {name.lower(): value for name, value in (headers or {}).items() if isinstance(value, str)} if isinstance(headers, dict) else {}
    outer = {name: value for name, value in head.headers.items() if not name.startswith("content-")}
    sent = Head(method.upper(), f"/{steps[0]}/{path.lstrip('/')}", query, {"content-type": "application/json"} | own | outer)
    if sent.wanders or "$batch" in sent.route.lower():
        raise Malformed("a request of the batch has a path that cannot be followed")
    place = next(((first, last) for key, first, last in _members(text, start) if key == "body"), (end, end))
    body = request.get("body")
    return Inner(
        request["id"], sent, text[slice(*place)].encode() if body is not None else b"", (start, end), place,
        tuple(one for one in after if isinstance(one, str)) if isinstance(after, list) else (), isinstance(body, str) or (body is not None and not isinstance(body, dict)),
    )  # fmt: skip


def _requests(text: str) -> tuple[int, int]:
    """Where the list of requests stands in a batch's text."""
    return next((start, end) for key, start, end in _members(text, _SPACE.match(text, 1 if text[:1] == "\ufeff" else 0).end()) if key == "requests")  # type: ignore[union-attr]


def _members(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """(key, start, end) of what stands in the JSON object or array that begins at `at`; keys of an array are empty. The text is known to be JSON."""
    read = json.JSONDecoder().raw_decode
    keyed, closing = text[at] == "{", "}" if text[at] == "{" else "]"
    at = _past_space(text, at + 1)
    while text[at] != closing:
        key = ""
        if keyed:
            key, at = read(text, at)
            at = _past_space(text, _past_space(text, at) + 1)  # the colon
        _, end = read(text, at)
        yield key, at, end
        at = _past_space(text, end)
        if text[at] == ",":
            at = _past_space(text, at + 1)


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
