"""One evaluation as data: what came of every message, the scores, what was missed and falsely held, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from gateway.configfile import ConfigError, Fault
from gateway.evaluation.company import for_sender
from gateway.evaluation.format import Sample, Span
from gateway.evaluation.grounds import Evidence, RuleOutcome, evidence, grounds
from gateway.evaluation.measure import EntityScore, Judgement, VerdictScores, score_entities, score_verdicts
from gateway.message import Message
from gateway.policy.decide import decide
from gateway.policy.load import LoadedPolicy
from gateway.verdict import Action, Finding, Mode, Verdict

HOLDS = Action.QUARANTINE  # from this action on a message does not leave: quarantine and block


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of a body with its text."""

    entity_type: str
    start: int
    end: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one message should come to (`expected`, for `reason`) and what it comes to. `reasons` are those of the rules that hold it."""

    id: str
    path: str
    channel: str
    expected: str
    reason: str
    about: str
    action: str
    held: bool
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    gold: tuple[Piece, ...] = field(repr=False)
    found: tuple[Piece, ...] = field(repr=False)

    @property
    def right(self) -> bool:
        """Whether it is held if and only if it should be."""
        return self.held == (self.expected == "hold")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A message judged wrongly, with every rule's side of it and everything found."""

    id: str
    path: str
    channel: str
    reason: str
    about: str
    subject: str = field(repr=False)
    action: str
    rules: tuple[RuleOutcome, ...]
    gold: tuple[Piece, ...] = field(repr=False)
    found: tuple[Evidence, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Uninspected:
    """A message that could not be inspected; it is in no score."""

    id: str
    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation of one corpus under one policy. `characters` are those of the bodies; `seconds` of the wall clock."""

    policy: str
    policy_version: str
    corpus: tuple[str, ...]
    messages: int
    characters: int
    seconds: float
    entities: Mapping[str, EntityScore]
    verdicts: VerdictScores
    missed: tuple[Wrong, ...]
    falsely_held: tuple[Wrong, ...]
    uninspected: tuple[Uninspected, ...]
    outcomes: tuple[Outcome, ...]
    format: Literal[1] = 1


RUN: TypeAdapter[Run] = TypeAdapter(Run)


def conclude(
    inspected: Sequence[tuple[Sample, tuple[Finding, ...]]],
    loaded: LoadedPolicy,
    corpus: Iterable[str] = (),
    uninspected: Iterable[Uninspected] = (),
    seconds: float = 0.0,
) -> Run:
    """Decide on every message under one policy, and score. Pure."""
    outcomes: list[Outcome] = []
    missed: list[Wrong] = []
    falsely_held: list[Wrong] = []
    for sample, findings in inspected:
        policy = for_sender(loaded, sample.message.sender.domain)
        verdict = decide(sample.message, findings, policy.policy, policy.version)
        outcome = _outcome(sample, verdict)
        outcomes.append(outcome)
        if not outcome.right:
            (falsely_held if outcome.held else missed).append(_wrong(sample, verdict, policy))
    judgements = [Judgement(one.channel, one.reason, one.expected == "hold", one.held, one.reasons) for one in outcomes]
    return Run(
        loaded.path,
        loaded.version,
        tuple(corpus),
        len(outcomes),
        sum(len(sample.body) for sample, _ in inspected),
        round(seconds, 2),
        score_entities((sample.spans, found_in_body(findings)) for sample, findings in inspected),
        score_verdicts(judgements),
        tuple(missed),
        tuple(falsely_held),
        tuple(uninspected),
        tuple(outcomes),
    )


def found_in_body(findings: Iterable[Finding]) -> tuple[Span, ...]:
    """What was found in the body: the corpus says nothing of subjects and headers."""
    return tuple(Span(f.entity_type, f.start, f.end) for f in findings if f.part == "body")


def as_json(run: Run, compared: Mapping[str, object]) -> str:
    """The object `sekisho evaluate --json` prints: the run, and under each key of `compared` a comparison unless it is None."""
    told = RUN.dump_python(run, mode="json")
    told |= {name: TypeAdapter(type(one)).dump_python(one, mode="json") for name, one in compared.items() if one is not None}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_run(path: Path) -> Run:
    """A run saved with --save, or the output of --json. Raises ConfigError."""
    try:
        return RUN.validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigError(path, [Fault(0, "", f"cannot be read ({error.strerror}); check the path and its permissions")]) from None
    except ValidationError:
        raise ConfigError(path, [Fault(0, "", "is not a run of this version of sekisho evaluate; make one with --save")]) from None


def write_run(run: Run, path: Path) -> None:
    """Keep a run for `read_run`. The file tells the texts of findings. Raises ConfigError."""
    try:
        path.write_bytes(RUN.dump_json(run, indent=1) + b"\n")
    except OSError as error:
        raise ConfigError(path, [Fault(0, "", f"cannot be written ({error.strerror}); name a file in a folder you may write to")]) from None


def _outcome(sample: Sample, verdict: Verdict) -> Outcome:
    holding = [one for one in verdict.fired if one.mode is Mode.ENFORCE and one.action >= HOLDS]
    body = sample.body
    return Outcome(
        sample.id,
        sample.path,
        sample.message.channel.value,
        sample.verdict,
        sample.reason,
        sample.about,
        verdict.action.label,
        verdict.action >= HOLDS,
        verdict.rules,
        tuple(dict.fromkeys(one.reason for one in holding)),
        _pieces(sample.spans, body),
        _pieces(found_in_body(verdict.findings), body),
    )


def _pieces(spans: Iterable[Span], body: str) -> tuple[Piece, ...]:
    return tuple(Piece(s.entity_type, s.start, s.end, body[s.start : s.end]) for s in dict.fromkeys(spans))


def _wrong(sample: Sample, verdict: Verdict, loaded: LoadedPolicy) -> Wrong:
    message: Message = sample.message
    texts = {part.ref: part.text for part in message.parts}
    return Wrong(
        sample.id,
        sample.path,
        message.channel.value,
        sample.reason,
        sample.about,
        texts.get("subject", ""),
        verdict.action.label,
        grounds(message, verdict, loaded),
        _pieces(sample.spans, sample.body),
        tuple(evidence(f, texts) for f in verdict.findings),
    )
