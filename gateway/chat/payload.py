"""A request's body as a tree of strings whose places are known: one string is replaced, every other byte stays as it came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, unquote_plus

Path = tuple[str | int, ...]
DEEPEST = 64
MOST_STRINGS = 20_000


class Malformed(Exception):
    """A body that is not what it says it is; the text says why, without quoting it."""


class Unstructured(Malformed):
    """A text that is neither a JSON document nor a form, or not to be told apart into its strings."""


class NotJson(Unstructured):
    """A text that is no JSON document at all."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    start: int
    end: int
    value: str = field(repr=False)


class Payload:
    """A JSON document (RFC 8259) or a form (application/x-www-form-urlencoded), with JSON in some of its fields or strings."""

    def __init__(self, text: str, leaves: Mapping[Path, _Leaf], data: Any, form: bool, nested: Mapping[Path, Payload], numbers: Mapping[Path, str] | None = None) -> None:
        self._text = text
        self._leaves = leaves
        self._form = form
        self._nested = nested
        self._numbers = numbers or {}
        self.data = data
        """The document as plain values; fields of a form by name, nested JSON in place of its string."""

    @classmethod
    def read(cls, body: bytes, content_type: str, json_in: frozenset[str] = frozenset()) -> Payload:
        """Read a body. `json_in` names places whose string is JSON itself (see Adapter). Raises Malformed."""
        media, _, parameters = content_type.partition(";")
        charset = re.search(r"charset=\"?([\w-]+)", parameters, re.IGNORECASE)
        if charset and charset.group(1).lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Malformed(f"the charset {charset.group(1)[:20]} is not UTF-8")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise Unstructured("the body is not UTF-8") from None
        text = text.removeprefix("\ufeff")  # RFC 8259 section 8.1: a reader may ignore it, and Windows programs write it
        if not text.strip():
            return cls(text, {}, {}, True, {})
        # Many a script posts JSON under curl's default type, and APIs take it.
        if media.strip().lower() == "application/x-www-form-urlencoded" and text.lstrip()[:1] not in ("{", "["):
            return cls._of_form(text, json_in)
        return cls._of_json(text, json_in)

    @classmethod
    def of_nothing(cls) -> Payload:
        """A body in which no strings have a place of their own."""
        return cls("", {}, {}, True, {})

    @classmethod
    def _of_json(cls, text: str, json_in: frozenset[str]) -> Payload:
        leaves, data, numbers = _scan(text)
        nested: dict[Path, Payload] = {}
        for path, leaf in leaves.items() if json_in else ():
            if leaf.value.lstrip()[:1] in ("{", "[") and ".".join(step for step in path if isinstance(step, str)) in json_in:
                inner = cls._nested_in(leaf.value)
                if inner is not None:
                    nested[path] = inner
                    _put(data, path, inner.data)
        return cls(text, leaves, data, False, nested, numbers)

    @classmethod
    def _nested_in(cls, value: str) -> Payload | None:
        """The JSON in a string; None when it is plain text after all. Raises Malformed for JSON that readers differ about."""
        try:
            return cls._of_json(value, frozenset())
        except NotJson:
            return None

    @classmethod
    def _of_form(cls, text: str, json_in: frozenset[str]) -> Payload:
        leaves: dict[Path, _Leaf] = {}
        data: dict[str, Any] = {}
        nested: dict[Path, Payload] = {}
        for match in re.finditer(r"[^&]+", text):
            written, _, _ = match.group().partition("=")
            try:
                name = unquote_plus(written, errors="strict")
                start = min(match.end(), match.start() + len(written) + 1)
                value = unquote_plus(text[start : match.end()], errors="strict")
            except UnicodeDecodeError:
                raise Unstructured("a field of the form is not UTF-8") from None
            if name in data:
                raise Unstructured("a field of the form stands twice")
            if len(leaves) >= MOST_STRINGS:
                raise Malformed("the form has too many fields")
            leaves[(name,)] = _Leaf(start, match.end(), value)
            data[name] = value
            inner = cls._nested_in(value) if name in json_in and value.lstrip()[:1] in ("[", "{") else None
            if inner is not None:
                nested[(name,)] = inner
                data[name] = inner.data
        return cls(text, leaves, data, True, nested)

    def get(self, *path: str | int) -> Any:
        """The value at a path, None where there is none."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def strings(self, *below: str | int) -> Iterator[tuple[Path, str]]:
        """Every string at or below a path, with its path, in the order written."""
        for path, leaf in self._leaves.items():
            inner = self._nested.get(path)
            if inner is not None:
                yield from ((path + rest, value) for rest, value in inner.strings() if (path + rest)[: len(below)] == below)
            elif path[: len(below)] == below:
                yield path, leaf.value

    def numbers(self) -> Iterator[tuple[Path, str]]:
        """Every number of seven digits or more that is written as one, with its path, as written."""
        yield from self._numbers.items()
        for path, inner in self._nested.items():
            yield from ((path + rest, number) for rest, number in inner.numbers())

    def replaced(self, new: Mapping[Path, str]) -> bytes:
        """The body with these strings in place of others; KeyError for a path without a string."""
        changes: dict[Path, str] = {}
        inside: dict[Path, dict[Path, str]] = {}
        for path, value in new.items():
            outer = next((path[:i] for i in range(1, len(path)) if path[:i] in self._nested), None)
            if outer is None:
                changes[path] = value
            else:
                inside.setdefault(outer, {})[path[len(outer) :]] = value
        for outer, wanted in inside.items():
            changes[outer] = self._nested[outer].replaced(wanted).decode()
        pieces, at = [], 0
        for path in sorted(changes, key=lambda one: self._leaves[one].start):
            leaf = self._leaves[path]
            pieces += [self._text[at : leaf.start], self._written(changes[path], self._text[leaf.start : leaf.end])]
            at = leaf.end
        return "".join((*pieces, self._text[at:])).encode()

    def _written(self, value: str, before: str) -> str:
        """A string in the document's own notation: a client that escapes Japanese finds it escaped."""
        if self._form:
            return quote_plus(value, errors="replace")
        return json.dumps(value, ensure_ascii=before.isascii() or bool(_SURROGATE.search(value)))


_SURROGATE = re.compile("[\ud800-\udfff]")


def read_escapes(text: str) -> str:
    """A text as JSON readers take it: its backslash escapes read (RFC 8259 section 7)."""
    return _ESCAPES.sub(lambda match: str(json.loads(f'"{match.group()}"')), text) if "\\" in text else text


_ESCAPES = re.compile(r'(?:\\(?:u[0-9A-Fa-f]{4}|["/bfnrt\\]))+')


def _put(data: Any, path: Path, value: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value


_TOKEN = re.compile(r'[ \t\n\r]*(?:([{}\[\],:])|("(?:[^"\\\x00-\x1f]|\\.)*")|(-?[0-9][0-9.eE+-]{0,400}|true|false|null))')


def _scan(text: str) -> tuple[dict[Path, _Leaf], Any, dict[Path, str]]:
    """(places of all strings, the document, its long numbers). Keys that stand twice are refused: readers differ about which one counts."""
    try:
        data = json.loads(text, object_pairs_hook=once, parse_constant=_no_constant)
    except RecursionError:
        raise Malformed("the JSON is nested too deeply") from None
    except KeyTwice:
        raise Malformed("a key stands twice in the JSON") from None
    except ValueError:
        raise NotJson("the body is not JSON") from None
    leaves: dict[Path, _Leaf] = {}
    numbers: dict[Path, str] = {}
    path: list[str | int] = []
    at, key_next = 0, False
    open_kinds: list[str] = []
    while (match := _TOKEN.match(text, at)) is not None and match.end() > at:
        at = match.end()
        mark, string, other = match.groups()
        if mark in ("{", "["):
            if len(open_kinds) >= DEEPEST:
                raise Malformed("the JSON is nested too deeply")
            open_kinds.append(mark)
            path.append("" if mark == "{" else 0)
            key_next = mark == "{"
        elif mark in ("}", "]"):
            open_kinds.pop()
            path.pop()
            key_next = False
        elif mark == ",":
            key_next = open_kinds[-1] == "{"
            if not key_next:
                path[-1] = int(path[-1]) + 1
        elif mark == ":":
            key_next = False
        elif string is not None and key_next:
            path[-1] = json.loads(string)
        elif string is not None:
            if len(leaves) >= MOST_STRINGS:
                raise Malformed("the JSON has too many strings")
            leaves[tuple(path)] = _Leaf(match.start(2), match.end(2), json.loads(string))
        elif other is not None and _LONG_NUMBER.fullmatch(other):
            if len(numbers) >= MOST_STRINGS:
                raise Malformed("the JSON has too many numbers")
            numbers[tuple(path)] = other
    if text[at:].strip(" \t\n\r"):
        raise Malformed("the JSON has a number too long to read")  # what follows it would go unread
    return leaves, data, numbers


_LONG_NUMBER = re.compile(r"[0-9]{7,40}")
class KeyTwice(ValueError):
    """An object of a JSON document has a key twice: readers differ about which one counts."""


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For json.loads (object_pairs_hook): an object as it is. Raises KeyTwice."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise KeyTwice
    return made


def _no_constant(_name: str) -> Any:
    raise ValueError("no JSON")
