"""A Graph $batch taken apart into its requests, put together again without some of them, and its answer completed.

Source: learn.microsoft.com/graph, "Combine multiple HTTP requests using JSON batching": `requests` with id (not case-sensitive), method,
url, headers, body and dependsOn, 20 at most; `responses` with id, status, headers and body in any order; 424 for what depends on what failed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from string import printable
from typing import Any
from urllib.parse import quote

from gateway.chat.adapter import Head
from gateway.chat.payload import Malformed, Payload

_MOST = 20  # requests, as Graph has it
_KEYS = frozenset(("id", "method", "url", "headers", "body", "dependsOn"))
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"))
_PATH = re.compile(r"(?![A-Za-z0-9+.-]{1,40}:)/?[^\s\\#/][^\s\\#\x00-\x1f\x7f]{0,4000}")  # no scheme, no host
_QUERY = re.compile(r"[^\x00-\x1f\x7f]{0,16000}")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110 section 5.6.2
_VALUE = re.compile(r"[\x20-\x7e]{0,4000}")
_THE_GATES = frozenset(("host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect", "content-length", "authorization", "cookie"))
_RESPONSES = re.compile(r"\ufeff?\s{0,100}\{\s{0,100}(?:\"@odata[^\"\\]{0,200}\"\s{0,20}:\s{0,20}\"[^\"\\]{0,2000}\"\s{0,20},\s{0,20})?\"responses\"\s{0,20}:\s{0,20}\[\s{0,100}")
_SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Inner:
    """One request of a batch, as it would be sent alone. `place` is where its object stands in the batch's text, `body_place` where its body does.

    `own` are the headers that it has itself; `after` ids (small letters) of the requests that it depends on. A body that is no
    object (base64, or JSON in a string once more) makes it `sealed`.
    """

    id: str
    head: Head
    body: bytes = field(repr=False)
    place: tuple[int, int]
    body_place: tuple[int, int]
    own: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    after: tuple[str, ...] = ()
    sealed: bool = False

    @property
    def key(self) -> str:
        """Its id as others name it."""
        return self.id.lower()

    @property
    def target(self) -> str:
        """Path and query."""
        return self.head.path + (f"?{self.head.query}" if self.head.query else "")


def apart(head: Head, body: bytes) -> tuple[Inner, ...] | str:
    """The requests of a batch, each behind those that it depends on, or why they cannot be told apart. Runs in a worker."""
    try:
        return tuple(_in_order(list(_inner(head, body))))
    except Malformed as fault:
        return str(fault)


def together(body: bytes, inner: Collection[Inner], changed: Mapping[str, bytes]) -> bytes:
    """The batch with these requests only, in the order written, with `changed` bodies by key; all that stays does so to the byte. Runs in a worker."""
    text = body.decode()
    pieces = []
    for one in sorted(inner, key=lambda one: one.place):
        (start, end), (first, last) = one.place, one.body_place
        new = changed.get(one.key)
        pieces.append(text[start:end] if new is None else text[start:first] + new.decode() + text[last:end])
    start, end = _requests(text)
    return (text[: start + 1] + ",".join(pieces) + text[end - 1 :]).encode()


def response(of: str, status: int, body: bytes) -> str:
    """The answer to one request, as it stands among `responses`. `body` is JSON."""
    return json.dumps({"id": of, "status": status, "headers": {"Content-Type": "application/json"}, "body": json.loads(body)}, ensure_ascii=False)


def completed(answer: bytes, more: Collection[str]) -> bytes:
    """Graph's answer with more responses before its own, which stay to the byte; as it came where it is none to a batch (401, say)."""
    beginning = _RESPONSES.match(answer[:8192].decode("utf-8", "ignore"))
    if beginning is None:
        return answer
    at = len(beginning.group().encode())
    return answer[:at] + ",".join(more).encode() + (b"" if answer[at : at + 1] == b"]" else b",") + answer[at:]


def _in_order(inner: list[Inner]) -> Iterator[Inner]:
    known = {one.key for one in inner}
    done: set[str] = set()
    while inner:
        ready = next((one for one in inner if done.issuperset(known.intersection(one.after))), None)
        if ready is None:
            raise Malformed("requests of the batch depend on each other")
        inner.remove(ready)
        done.add(ready.key)
        yield ready


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
    if len({one["id"].lower() for one in requests if isinstance(one.get("id"), str)}) != len(requests):
        raise Malformed("each request of a batch needs an id of its own, in a string")
    text = body.decode()
    for request, (_, start, end) in zip(requests, _members(text, _requests(text)[0]), strict=True):
        yield _request(head, request, text, start, end)


def _request(head: Head, request: Mapping[str, Any], text: str, start: int, end: int) -> Inner:
    if not _KEYS.issuperset(request):
        raise Malformed("a request of the batch has a key that is not Graph's (id, method, url, headers, body, dependsOn)")
    url, method, after = request.get("url"), request.get("method"), request.get("dependsOn")
    path, _, query = url.partition("?") if isinstance(url, str) else ("", "", "")
    if not _PATH.fullmatch(path) or not _QUERY.fullmatch(query):
        raise Malformed("a request of the batch needs a url that begins below the version")
    if not isinstance(method, str) or method.upper() not in _METHODS:
        raise Malformed(f"a request of the batch needs a method ({', '.join(sorted(_METHODS))})")
    own = _headers(request.get("headers"))
    before = head.path[: head.path.rstrip("/").rfind("/")].rstrip("/")
    outer = {name: value for name, value in head.headers.items() if not name.startswith("content-")}
    sent = Head(method.upper(), f"{before}/{_ascii(path).lstrip('/')}", _ascii(query), {"content-type": "application/json"} | dict(own) | outer)
    if sent.wanders or "$batch" in sent.route.lower():
        raise Malformed("a request of the batch has a path that cannot be followed")
    place = next(((first, last) for key, first, last in _members(text, start) if key == "body"), (end, end))
    body = request.get("body")
    return Inner(
        request["id"], sent, text[slice(*place)].encode() if body is not None else b"", (start, end), place, own,
        tuple(one.lower() for one in after if isinstance(one, str)) if isinstance(after, list) else (), body is not None and not isinstance(body, dict),
    )  # fmt: skip


def _headers(given: Any) -> tuple[tuple[str, str], ...]:
    """A request's own headers, names in small letters. Those of the connection and of who sends it are the batch's."""
    listed = given.items() if isinstance(given, dict) else ()
    own = [(name.lower(), value) for name, value in listed if isinstance(value, str)]
    if not all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in own):
        raise Malformed("a request of the batch has a header that is none")
    return tuple((name, value) for name, value in own if name not in _THE_GATES)


def _ascii(address: str) -> str:
    return quote(address, safe=printable.replace(" ", ""), errors="replace")


def _requests(text: str) -> tuple[int, int]:
    """Where the list of requests stands in a batch's text."""
    return next((start, end) for key, start, end in _members(text, _past_space(text, 1 if text[:1] == "\ufeff" else 0)) if key == "requests")


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
