"""One message with everything that was concluded about it, as data. The message comes as a mail or as a file of a corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from gateway.evaluation.company import for_sender
from gateway.evaluation.format import Sample, looks_like_a_sample, parse_sample
from gateway.evaluation.grounds import Evidence, RuleOutcome, evidence, grounds
from gateway.evaluation.outcome import HOLDS, Piece, found_in_body
from gateway.explanation.people import Known, Told, people, relations
from gateway.inspection.zones import read_layout
from gateway.mail.limits import Limits
from gateway.mail.mime import read_mail
from gateway.message import Channel, Message, Part, PartKind
from gateway.policy.decide import decide
from gateway.policy.load import LoadedPolicy
from gateway.verdict import Finding, Verdict

_LAID_OUT = (PartKind.PLAIN, PartKind.HTML_VISIBLE)  # texts with zones; others are one zone by their kind
Inspect = Callable[[Message, Sequence[str]], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Zoned:
    """A stretch of one zone, half-open code points; `author` is a quotation's, as far as the text names one."""

    zone: str
    start: int
    end: int
    author: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PartRead:
    """One part: its text and its zones, in order, covering it."""

    part: str
    kind: str
    text: str = field(repr=False)
    zones: tuple[Zoned, ...]


@dataclass(frozen=True, slots=True)
class ForRecipient:
    """What becomes of the message for one recipient."""

    address: str = field(repr=False)
    action: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotRead:
    """A part that could not be read."""

    part: str
    reason: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the corpus says of the message, where it comes from one: `missed` gold spans, and `false` ones that are not gold, exactly."""

    id: str
    verdict: str
    reason: str
    about: str
    right: bool
    missed: tuple[Piece, ...] = field(repr=False)
    false: tuple[Piece, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Understanding:
    """How one message was understood. `source` is mail or corpus; `action` the strongest for any recipient."""

    path: str
    source: str
    channel: str
    action: str
    parts: tuple[PartRead, ...]
    people: tuple[Known, ...]
    relations: tuple[Told, ...]
    findings: tuple[Evidence, ...]
    rules: tuple[RuleOutcome, ...]
    recipients: tuple[ForRecipient, ...]
    unreadable: tuple[NotRead, ...]
    policy: str
    policy_version: str
    answer: Answer | None


def understand(
    content: bytes, path: str, loaded: LoadedPolicy, inspect: Inspect, limits: Limits = Limits(), channel: Channel | None = None  # noqa: B008
) -> Understanding:
    """Read, inspect and judge one message; `channel` overrides what the file says. Raises ConfigError for a broken corpus file."""
    sample = parse_sample(content, path) if looks_like_a_sample(content) else None
    message = sample.message if sample is not None else read_mail(content, "", (), limits)
    if channel is not None:
        message = replace(message, channel=channel)
    policy = for_sender(loaded, message.sender.domain) if sample is not None else loaded
    findings = inspect(message, policy.policy.organization.domains)
    verdict = decide(message, findings, policy.policy, policy.version)
    texts = {part.ref: part.text for part in message.parts}
    return Understanding(
        path,
        "mail" if sample is None else "corpus",
        message.channel.value,
        verdict.action.label,
        tuple(PartRead(part.ref, part.kind.value, part.text, tuple(_zones(part))) for part in message.parts),
        people(message, findings),
        relations(findings),
        tuple(evidence(one, texts) for one in findings),
        grounds(message, verdict, policy),
        tuple(ForRecipient(one.address, one.action.label, one.rules) for one in verdict.recipients),
        tuple(NotRead(one.ref, one.reason.value, one.content_type) for one in message.unreadable),
        loaded.path,
        loaded.version,
        _answer(sample, verdict) if sample is not None else None,
    )


def as_json(understanding: Understanding) -> str:
    """The object `sekisho explain --json` prints."""
    return json.dumps(TypeAdapter(Understanding).dump_python(understanding, mode="json"), ensure_ascii=False, indent=1) + "\n"


def _zones(part: Part) -> Iterator[Zoned]:
    if part.kind not in _LAID_OUT:
        yield Zoned(part.kind.value, 0, len(part.text))
        return
    for one in read_layout(part.text).stretches:
        yield Zoned(one.zone.value, one.start, one.end, one.author)


def _answer(sample: Sample, verdict: Verdict) -> Answer:
    found, gold = set(found_in_body(verdict.findings)), set(sample.spans)
    right = (verdict.action >= HOLDS) == (sample.verdict == "hold")

    def pieces(spans: Iterable[object]) -> tuple[Piece, ...]:
        chosen = sorted((s for s in (*gold, *found) if s in spans), key=lambda s: (s.start, -s.end))
        return tuple(dict.fromkeys(Piece(s.entity_type, s.start, s.end, sample.body[s.start : s.end]) for s in chosen))

    return Answer(sample.id, sample.verdict, sample.reason, sample.about, right, pieces(gold - found), pieces(found - gold))
