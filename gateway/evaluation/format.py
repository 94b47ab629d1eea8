"""The corpus format: one message a file, its right verdict in the head, what must be found as tags in the text.

The format is explained to those who write such files in docs/corpus.md. A file that breaks it is named with line and remedy.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.configfile import ConfigError, Fault
from gateway.message import Channel, Message, Part, PartKind, Party

ENTITY_OF: Mapping[str, str] = {
    "PERSON": "PERSON",
    "ORG": "ORGANIZATION",
    "EMPLOYER": "JP_EMPLOYER",
    "CAREER": "JP_CAREER_HISTORY",
    "PHONE": "PHONE_NUMBER",
    "EMAIL": "EMAIL_ADDRESS",
    "ADDRESS": "JP_ADDRESS",
    "BIRTH": "DATE_OF_BIRTH",
    "AGE": "AGE",
    "MYNUMBER": "JP_MY_NUMBER",
    "CARD": "CREDIT_CARD",
    "BANK": "JP_BANK_ACCOUNT",
    "LICENSE": "JP_DRIVER_LICENSE",
    "PASSPORT": "JP_PASSPORT",
    "RESIDENCE": "JP_RESIDENCE_CARD",
    "PENSION": "JP_PENSION_NUMBER",
    "INSURANCE": "JP_HEALTH_INSURANCE",
    "EMPLOYEE_ID": "JP_EMPLOYEE_ID",
    "SENSITIVE": "JP_SENSITIVE",
}
"""Each tag and the Presidio entity type it stands for, in the order of reports."""

REASONS = ("identifier", "sensitive", "bulk", "career")
ABOUT = ("none", "third_party", "recipient", "sender")
_REQUIRED = ("id", "channel", "from", "to", "verdict", "reason")
_KEYS = ("id", "channel", "from", "to", "cc", "subject", "verdict", "reason", "about")
_WORDS = {"channel": tuple(c.value for c in Channel), "verdict": ("hold", "pass"), "reason": ("none", *REASONS), "about": ABOUT}
_OURS = frozenset(("id", "channel", "verdict", "reason", "about"))  # keys no mail header has together
_TAG = re.compile(r"<(/?)([A-Z_]{1,40})>")
_PARTY = re.compile(r"(?P<name>[^<>]{0,400})<(?P<address>[^<>\s]{1,400})>\s*$")
_ADDRESS = re.compile(r"[^<>\s@]{1,300}@[^<>\s@]{1,300}")
_CLOSE = 0.75  # likeness from which an unknown tag counts as a slip of the pen
_FAULTS = 50  # faults told of one file; with more it is no corpus file


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of the body: Presidio's entity type and half-open code points."""

    entity_type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One message of a corpus and what must be concluded about it. Spans lie in the part "body", tags taken out."""

    id: str
    path: str
    message: Message
    verdict: str
    reason: str
    about: str
    spans: tuple[Span, ...] = field(repr=False)

    @property
    def body(self) -> str:
        """The text of the message, without tags."""
        return self.message.part("body").text


class BrokenCorpus(ConfigError):
    """Files that break the format; `str()` has a line for each fault."""

    def __init__(self, errors: Iterable[ConfigError]) -> None:
        self.errors = tuple(errors)
        self.path = ", ".join(error.path for error in self.errors)
        self.faults = tuple(fault for error in self.errors for fault in error.faults)
        Exception.__init__(self, "\n".join(map(str, self.errors)))


def read_corpus(places: Iterable[Path]) -> tuple[Sample, ...]:
    """The messages in every *.txt at or below `places`, by path. Raises BrokenCorpus with every fault of every file."""
    paths: dict[Path, Path] = {}
    errors: list[ConfigError] = []
    for place in places:
        found = sorted(place.rglob("*.txt")) if place.is_dir() else [place]
        if not found:
            errors.append(ConfigError(place, [Fault(0, "", "no .txt files there; docs/corpus.md tells how to write them")]))
        for path in found:
            paths.setdefault(path.resolve(), path)
    samples: list[Sample] = []
    seen: dict[str, str] = {}
    for path in paths.values():
        try:
            sample = read_sample(path)
        except ConfigError as error:
            errors.append(error)
            continue
        if sample.id in seen:
            errors.append(ConfigError(path, [Fault(0, "id", f"'{sample.id}' is also the id of {seen[sample.id]}; give each message its own")]))
        seen[sample.id] = str(path)
        samples.append(sample)
    if errors:
        raise BrokenCorpus(errors)
    return tuple(samples)


def read_sample(path: Path) -> Sample:
    """The message in one file. Raises ConfigError naming line and remedy."""
    try:
        return parse_sample(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigError(path, [Fault(0, "", f"cannot be read ({error.strerror}); check the path and its permissions")]) from None


def looks_like_a_sample(content: bytes) -> bool:
    """Whether `content` is meant to be a file of this format, whole or broken, rather than a mail."""
    keys = set()
    for line in content[:20_000].removeprefix(b"\xef\xbb\xbf").splitlines():
        if not line.strip() or line.strip() == b"---":
            break
        keys.add(line.partition(b":")[0].strip().decode("ascii", "replace"))
    return len(keys & _OURS) >= 2


def parse_sample(content: bytes, path: str) -> Sample:
    """Like `read_sample`, from bytes; `path` is used in messages only."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, [Fault(line, "", "is not UTF-8; save the file as UTF-8")]) from None
    lines = text.split("\n")
    rule = next((i for i, line in enumerate(lines) if line.rstrip() == "---"), None)
    if rule is None:
        raise ConfigError(path, [Fault(0, "", "has no line '---' between head and text; put one there")])
    faults: list[Fault] = []
    fields = _fields(lines[:rule], faults)
    body, spans = _untagged("\n".join(lines[rule + 1 :]), rule + 2, faults)
    if not body.strip() and len(faults) < _FAULTS:
        faults.append(Fault(rule + 1, "", "nothing stands below '---'; write the message there"))
    if faults:
        raise ConfigError(path, faults)
    sender, addressed = parties(fields["from"])[0], parties(fields["to"]) + parties(fields.get("cc", ""))
    parts = (Part("subject", PartKind.SUBJECT, fields.get("subject", "")), Part("body", PartKind.PLAIN, body))
    message = Message(Channel(fields["channel"]), sender, addressed, parts, sender.address, addressed, size=len(body.encode()))
    return Sample(fields["id"], path, message, fields["verdict"], fields["reason"], fields.get("about") or "none", spans)


def parties(line: str) -> tuple[Party, ...]:
    """People as a head names them: `名前 <address>; …`. Where there is no address (a channel, a room) the name stands for it."""
    found = []
    for one in filter(None, (piece.strip() for piece in line.split(";"))):
        match = _PARTY.match(one)
        if match:
            found.append(Party(match["address"], match["name"].strip()))
        else:
            found.append(Party(one, "" if _ADDRESS.fullmatch(one) else one))
    return tuple(found)


def _fields(head: list[str], faults: list[Fault]) -> dict[str, str]:
    """The head's values; what is wrong with them is added to `faults`."""
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head, 1):
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if not colon or key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, 1) if colon else []
            remedy = f"; did you mean '{close[0]}'?" if close else f"; the head has {', '.join(_KEYS)}, then a line '---'"
            faults.append(Fault(number, "", f"'{line.strip()[:40]}' is not a line of the head{remedy}"))
        elif key in fields:
            faults.append(Fault(number, key, f"stands twice (first on line {lines[key]}); keep one"))
        else:
            # the guidelines explain these keys in a comment after the value
            fields[key] = re.split(r"\s+#", value)[0] if key in _WORDS else value
            lines[key] = number
    for key in _REQUIRED:
        if key not in fields:
            faults.append(Fault(len(head) + 1, key, f"is missing; add a line '{key}: …' above '---'"))
    for key, words in _WORDS.items():
        if key in fields and fields[key] not in words and not (key == "about" and not fields[key]):
            faults.append(Fault(lines[key], key, f"'{fields[key]}' is not known; one of {', '.join(words)}"))
    if "id" in fields and not fields["id"]:
        faults.append(Fault(lines["id"], "id", "is empty; give the message a name of its own, such as dev-001"))
    if "from" in fields and (not (senders := parties(fields["from"])) or not senders[0].domain):
        faults.append(Fault(lines["from"], "from", "has no address; write 名前 <name@company.example>: its domain is the company's"))
    if fields.get("verdict") == "pass" and fields.get("reason") in REASONS:
        faults.append(Fault(lines["reason"], "reason", "a message to pass has no reason to be held; write 'none', or 'verdict: hold'"))
    if fields.get("verdict") == "hold" and fields.get("reason") == "none":
        faults.append(Fault(lines["reason"], "reason", f"says why a message is to be held; one of {', '.join(REASONS)}"))
    return fields


def _untagged(text: str, first_line: int, faults: list[Fault]) -> tuple[str, tuple[Span, ...]]:
    """The text without its tags, and what they enclose. Capitals in angle brackets that are nobody's tag stay text."""
    marks = list(_TAG.finditer(text))
    closed = {mark[2] for mark in marks if mark[1]}
    pieces: list[str] = []
    spans: list[Span] = []
    open_tags: list[tuple[str, int, int]] = []
    at, length, line = 0, 0, first_line
    for mark in marks:
        if len(faults) >= _FAULTS:
            return "", ()
        piece = text[at : mark.start()]
        name, closing = mark[2], bool(mark[1])
        if name not in ENTITY_OF:
            close = difflib.get_close_matches(name, ENTITY_OF, 1, _CLOSE)
            if closing or close or name in closed:
                remedy = f"; did you mean <{close[0]}>?" if close else f"; the tags are {', '.join(ENTITY_OF)}"
                faults.append(Fault(line + piece.count("\n"), mark[0], f"is not a tag{remedy}"))
            continue
        pieces.append(piece)
        length += len(piece)
        line += piece.count("\n")
        at = mark.end()
        if not closing:
            open_tags.append((name, length, line))
        elif not open_tags or open_tags[-1][0] != name:
            last = f"close <{open_tags[-1][0]}> of line {open_tags[-1][2]} first" if open_tags else f"put <{name}> where the piece begins"
            faults.append(Fault(line, mark[0], f"closes nothing here; {last}"))
            # go on behind it: one slip is one fault
            open_tags = [one for one in open_tags if one[0] != name]
        else:
            _, start, opened = open_tags.pop()
            if start == length:
                faults.append(Fault(opened, f"<{name}>", "encloses nothing; take the tag away or put it around its text"))
            spans.append(Span(ENTITY_OF[name], start, length))
    faults += [Fault(opened, f"<{name}>", f"is never closed; put </{name}> where the piece ends") for name, _, opened in open_tags[:_FAULTS]]
    pieces.append(text[at:])
    return "".join(pieces), tuple(sorted(set(spans), key=lambda span: (span.start, -span.end, span.entity_type)))
