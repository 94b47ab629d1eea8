"""The rule language of `config/policy.yaml`. Every field's help text here is what editors and the reference show."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from gateway.message import Channel, PartKind, UnreadableReason
from gateway.verdict import About, Action, Mode, Zone

EntityType = Literal[
    "PERSON", "ORGANIZATION", "JP_EMPLOYER", "JP_CAREER_HISTORY", "PHONE_NUMBER", "EMAIL_ADDRESS", "JP_ADDRESS",
    "DATE_OF_BIRTH", "AGE", "JP_MY_NUMBER", "CREDIT_CARD", "JP_BANK_ACCOUNT", "JP_DRIVER_LICENSE", "JP_PASSPORT",
    "JP_RESIDENCE_CARD", "JP_PENSION_NUMBER", "JP_HEALTH_INSURANCE", "JP_EMPLOYEE_ID", "JP_SENSITIVE",
]  # fmt: skip
ActionName = Literal["pass", "tag", "redact", "quarantine", "block"]
Reason = Literal["identifier", "sensitive", "bulk", "career", "unreadable", "other"]
RoomKind = Literal["direct", "private", "public", "shared", "guests", "unknown"]
WayOut = Literal["redacted", "approval", "consent", "false_positive", "withdraw"]
SelfService = Literal["redacted", "withdraw"]


class Strict(BaseModel):
    """A policy object: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _domain(value: str) -> str:
    domain = value.removesuffix(".")  # of the root, as some write it; addresses have none
    if not re.fullmatch(r"[^\s@,;:/<>.]+(?:\.[^\s@,;:/<>.]+)*", domain):
        raise ValueError(f"'{value}' is no mail domain; write it like partner.example, or *.partner.example for those below it")
    return domain


def _one_line(value: str) -> str:
    if any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in value.strip()):
        raise ValueError("must be one line of text")
    return value.strip()


Domain = Annotated[str, AfterValidator(_domain)]


class Condition(Strict):
    """What must hold. All keys given must hold together; a list means any of its members.

    Keys about findings (entities … consent) choose findings, and at least `min_count` must be chosen. Keys about
    the message and the recipient stand beside them. An empty condition always holds.
    """

    entities: tuple[EntityType, ...] = Field((), description="Entity types that count.")
    min_score: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="Lowest score that counts, 0 to 1.")
    min_count: Annotated[int, Field(ge=1)] = Field(1, description="How many findings are needed.")
    min_people: Annotated[int, Field(ge=1)] | None = Field(None, description="How many distinct people the findings must be about.")
    people_with: tuple[EntityType, ...] = Field((), description="A person counts for min_people only with one of these beside the name.")
    about: tuple[About, ...] = Field((), description="Whose data: sender, recipient, colleague, third_party, public, none, unknown.")
    zones: tuple[Zone, ...] = Field((), description="Where it stands: subject, salutation, body, quote, signature, …")
    parts: tuple[PartKind, ...] = Field((), description="Kind of part: subject, plain, html, html_hidden, file_name, attachment, …")
    hearsay: bool | None = Field(None, description="Whether the text shows that the sender has it from somebody else.")
    told_to_others: bool | None = Field(None, description="A recipient's own data, with other people among the recipients.")
    company_own: bool | None = Field(None, description="Given by the sender's company about itself, such as 弊社振込先.")
    consent: bool | None = Field(None, description="Whether the register of consents has the person's consent to this fact going to this recipient now.")
    recipients: Literal["internal", "external"] | None = Field(None, description="Whether this recipient is inside organization.domains.")
    recipient_domains: tuple[Domain, ...] = Field((), description="Domains of the recipient; *.midori.example matches subdomains.")
    recipient_groups: tuple[str, ...] = Field((), description="Groups of organization.groups the recipient is in.")
    senders: tuple[str, ...] = Field((), description="Sender addresses or domains; * and ? are wildcards.")
    sender_groups: tuple[str, ...] = Field((), description="Groups of organization.groups the sender is in.")
    channels: tuple[Channel, ...] = Field((), description="Doors: mail, slack, teams, chatwork, …")
    rooms: tuple[RoomKind, ...] = Field(
        (), description="Chat rooms: direct, private, public, shared (with another company), guests (with guests in it), unknown (nobody tells)."
    )
    unreadable: tuple[UnreadableReason, ...] = Field((), description="A part could not be read for one of these reasons.")
    min_size: Annotated[int, Field(ge=0)] | None = Field(None, description="Smallest message size in bytes.")

    @field_validator("*")
    @classmethod
    def _names_something(cls, value: Any) -> Any:
        if value == ():  # would match everything, which nobody who writes a list means
            raise ValueError("is an empty list; name at least one, or take the key out")
        return value

    @property
    def chooses_findings(self) -> bool:
        """Whether any key speaks of findings; if not, the condition is about message and recipient alone."""
        return bool(
            self.entities or self.about or self.zones or self.parts or self.min_score or self.min_people or self.min_count > 1
            or self.hearsay is not None or self.told_to_others is not None or self.company_own is not None
            or self.consent is not None
        )  # fmt: skip


class Rule(Strict):
    """One rule: when it matches and no exception does, its action is taken for that recipient."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")] = Field(description="Name used in reports and metrics: a-z, 0-9, - and _.")
    description: str = Field("", description="What the rule is for, in your own words.")
    reason: Reason = Field("other", description="Kind of reason the sender is told.")
    when: tuple[Condition, ...] = Field(description="One condition, or a list of which any suffices.")
    unless: tuple[Condition, ...] = Field((), description="Exceptions: findings (or recipients, senders) matching one are left out.")
    action: ActionName = Field(description="pass, tag, redact, quarantine or block; the strongest of all rules wins.")
    mode: Mode = Field(Mode.ENFORCE, description="enforce acts; simulate only counts and logs.")
    notify_sender: bool = Field(True, description="Tell the sender by mail (if notices are on) when the rule acts.")
    notify: tuple[str, ...] = Field((), description="Addresses to tell as well, such as the security team: what kind of data, never the data.")

    retention_days: Annotated[int, Field(ge=1, le=36500)] = Field(
        30, description="Days a message held or refused by this rule is kept, then deleted whether decided or not; the record stays."
    )
    ways_out: tuple[WayOut, ...] = Field(
        ("redacted", "approval", "consent", "false_positive", "withdraw"),
        description="What the sender of a held message may choose: redacted, approval, consent, false_positive, withdraw; of several rules, what all allow.",
    )
    self_service: tuple[SelfService, ...] = Field(
        ("withdraw",), description="Which of redacted and withdraw take effect at once, without a reviewer; of several rules, what all allow."
    )

    @model_validator(mode="after")
    def _offered(self) -> Rule:
        for way in self.self_service if "self_service" in self.model_fields_set else ():
            if way not in self.ways_out:
                raise ValueError(f"self_service names '{way}', which ways_out does not have")
        return self

    @field_validator("notify")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _mail_addresses(value)

    @field_validator("when", "unless", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, dict) else value

    @field_validator("when")
    @classmethod
    def _some(cls, value: tuple[Condition, ...]) -> tuple[Condition, ...]:
        if not value:
            raise ValueError("needs at least one condition; write 'when: {}' to match every message")
        return value

    @field_validator("unless")
    @classmethod
    def _leaves_something(cls, value: tuple[Condition, ...]) -> tuple[Condition, ...]:
        if any(not condition.model_fields_set for condition in value):
            raise ValueError("holds an exception without any key, which leaves out everything; name what is left out, or take it out")
        return value

    @property
    def strength(self) -> Action:
        """The action as an ordered value."""
        return Action[self.action.upper()]


class Department(Strict):
    """A part of the company whose held mail its manager may see."""

    members: tuple[str, ...] = Field(description="Addresses or domains of its people; * and ? are wildcards.")
    manager: tuple[str, ...] = Field((), description="Addresses of who decides on its held mail, deputies after the manager.")

    @field_validator("manager")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _mail_addresses(value)


class Review(Strict):
    """How held mail is to be dealt with."""

    service_level_hours: Annotated[float, Field(gt=0, le=8760)] = Field(4, description="Hours within which a held message should be decided.")
    four_eyes: tuple[str, ...] = Field((), description="Rules whose messages a second person must agree to reveal or release.")
    escalate_after_hours: Annotated[float, Field(gt=0, le=8760)] | None = Field(
        None, description="Hours after which a message still held is made known to escalate_to and to deputies; default: twice service_level_hours."
    )
    escalate_to: tuple[str, ...] = Field((), description="Addresses told of messages that nobody has decided.")
    digest_hour: Annotated[int, Field(ge=0, le=23)] | None = Field(
        9, description="Hour of the gateway's clock after which approvers get the day's digest; null for none."
    )

    @field_validator("escalate_to")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _mail_addresses(value)

    @model_validator(mode="after")
    def _later(self) -> Review:
        if self.escalate_after_hours is not None and self.escalate_after_hours < self.service_level_hours:
            raise ValueError("escalate_after_hours must not be less than service_level_hours")
        return self

    @property
    def escalate_after(self) -> float:
        """Hours after which a message still held is escalated."""
        return self.escalate_after_hours if self.escalate_after_hours is not None else 2 * self.service_level_hours


class Organization(Strict):
    """Who "we" are."""

    domains: tuple[Domain, ...] = Field((), description="The company's own mail domains; empty means the sender's own domain. *.x.example matches subdomains.")
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="Named groups of addresses or domains; * and ? are wildcards.")
    departments: dict[Annotated[str, Field(min_length=1, max_length=64)], Department] = Field(
        default_factory=dict, description="Departments by name; a sender belongs to the first whose members they match."
    )


class Policy(Strict):
    """The whole file."""

    version: Literal[1] = Field(1, description="Version of this file format.")
    organization: Organization = Field(default_factory=Organization)
    review: Review = Field(default_factory=Review, description="How held mail is to be dealt with.")
    subject_mark: Annotated[str, AfterValidator(_one_line)] = Field("[要確認]", max_length=40, description="Put before the subject of a mail, or the text of a chat message, by the action tag.")
    rules: tuple[Rule, ...] = Field(description="Rules; their order is only the order of reports.")

    @model_validator(mode="after")
    def _consistent(self) -> Policy:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise ValueError(f"rule id '{rule.id}' stands twice; give each rule its own id")
            seen.add(rule.id)
            for condition in (*rule.when, *rule.unless):
                for group in (*condition.recipient_groups, *condition.sender_groups):
                    if group not in self.organization.groups:
                        raise ValueError(f"rule '{rule.id}' names the group '{group}', which organization.groups does not have")
        for name in self.review.four_eyes:
            if name not in seen:
                raise ValueError(f"review.four_eyes names the rule '{name}', which there is not")
        return self


def _mail_addresses(value: tuple[str, ...]) -> tuple[str, ...]:
    for address in value:
        if not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", address):
            raise ValueError(f"'{address}' is not a mail address; write it like security@your.example")
    return value
