"""What is concluded about a message: findings about text, and the verdict a policy draws from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class About(StrEnum):
    """Whose personal data a finding is, seen from the sender's desk."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    COLLEAGUE = "colleague"  # somebody of the sender's own company
    THIRD_PARTY = "third_party"
    PUBLIC = "public"  # a public role, as in a press release
    NOBODY = "none"  # generic talk, form samples
    UNKNOWN = "unknown"


class Zone(StrEnum):
    """Where in the message a finding stands."""

    SUBJECT = "subject"
    HEADER = "header"
    SALUTATION = "salutation"
    GREETING = "greeting"
    BODY = "body"
    QUOTE = "quote"
    FORWARD_HEADER = "forward_header"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    HIDDEN = "hidden"
    FILE_NAME = "file_name"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Relation:
    """Who stands in what relation to which organization: the content of a career finding.

    Every field is as the text has it, empty where the text is silent. `hearsay` is true when the text shows that the
    sender has it from somebody else (～だそうです, ～から聞きました).
    """

    person: str = field(default="", repr=False)
    relation: str = ""
    organization: str = field(default="", repr=False)
    time: str = field(default="", repr=False)
    hearsay: bool = False

    def told(self, of: str, heard: str = "（伝聞）") -> str:
        """What is told of somebody, on one line: 「雪村 ← 以前 丸の内リース に勤務（伝聞）」."""
        joint = _JOINTS.get(self.relation, "に") if self.organization else ""
        said = f"{of} ← {self.time} {self.organization} {joint}{self.relation}"
        return " ".join(said.split()) + (heard if self.hearsay else "")


_JOINTS = {"退職": "を", "転出": "から", "出身": "の", "元同僚": "の", "役職": "の", "選考": "の", "記録": "の", "経歴": "での", "元職": "での", "前職": "が", "元所属": "が"}
"""What stands between an organization and the relation to it; に where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data found in one part.

    `start` and `end` are code points, half-open, into the text of the part named `part`. `score` is 0 to 1.
    `person` identifies the person concerned within this message (equal for two findings about the same person),
    empty when unknown. `concerns` are the envelope addresses of that person when they are a recipient.
    `explanation` says in words which pattern, model or context led here and who it is about; it may name the person
    and therefore stays inside (console, terminal, encrypted store), as does `text`.
    """

    entity_type: str
    part: str
    start: int
    end: int
    score: float
    about: About
    zone: Zone
    explanation: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    person: str = field(default="", repr=False)
    concerns: tuple[str, ...] = field(default=(), repr=False)
    relation: Relation | None = None
    company_own: bool = False  # given by the sender's company about itself: 弊社振込先


class Action(IntEnum):
    """What is done with a message for one recipient, weakest first: the strongest rule wins."""

    PASS = 0
    TAG = 1
    REDACT = 2
    QUARANTINE = 3
    BLOCK = 4

    @property
    def label(self) -> str:
        """The word used in policy files, metrics and reports."""
        return self.name.lower()


class Mode(StrEnum):
    """Whether a rule acts or only counts."""

    ENFORCE = "enforce"
    SIMULATE = "simulate"


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that matched, for whom, and the findings that made it match (indices into the verdict's findings)."""

    rule: str
    action: Action
    mode: Mode
    recipients: tuple[str, ...] = field(repr=False)
    findings: tuple[int, ...] = ()
    reason: str = ""
    notify_sender: bool = False
    notify: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class RecipientVerdict:
    """What happens for one envelope recipient; `redact` are indices of the findings to be replaced for them."""

    address: str = field(repr=False)
    action: Action
    rules: tuple[str, ...] = ()
    redact: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one message. `action` is the strongest of the recipients' actions."""

    action: Action
    recipients: tuple[RecipientVerdict, ...]
    fired: tuple[FiredRule, ...]
    findings: tuple[Finding, ...] = field(repr=False)
    policy_version: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """Identifiers of the enforced rules that fired, in policy order."""
        return tuple(f.rule for f in self.fired if f.mode is Mode.ENFORCE)
