"""The people of one message and what is told of their careers, gathered from its header and its findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.message import Message, Party
from gateway.verdict import About, Finding, Relation

_ORDER = (About.SENDER, About.RECIPIENT, About.COLLEAGUE, About.THIRD_PARTY, About.PUBLIC, About.UNKNOWN, About.NOBODY)
NAMELESS = "（主語なし）"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the message: the roles inspection gave them, the ways they are called in header and text, their addresses.

    Inside the message `key` is the same as `Evidence.person`; it is empty for names that are nobody's, as in a form sample.
    """

    roles: tuple[str, ...]
    names: tuple[str, ...] = field(repr=False)
    addresses: tuple[str, ...] = field(repr=False)
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """A relation in words, and the places that tell it as (part, start, end)."""

    sentence: str = field(repr=False)
    about: str
    relation: Relation
    places: tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _Person:
    key: str
    roles: dict[About, None] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def add(self, party: Party, role: About) -> None:
        self.roles[role] = None
        self.names |= dict.fromkeys(filter(None, [party.name.strip()]))
        if party.address:
            self.addresses.setdefault(party.address.lower(), party.address)


def people(message: Message, findings: Iterable[Finding]) -> tuple[Known, ...]:
    """Everybody on the header or in the text: the sender first, then recipients, colleagues, third parties, others."""
    cast = {"sender": _Person("sender")}
    cast["sender"].add(message.sender, About.SENDER)
    by_address: dict[str, _Person] = {}
    for party in (*message.recipients, *message.addressed):
        address = party.address.lower()
        if address and address == message.sender.address.lower():
            continue
        key = f"recipient:{address or party.name}"
        person = by_address.setdefault(address or party.name, cast.setdefault(key, _Person(key)))
        person.add(party, About.RECIPIENT)
    for finding in findings:
        named = finding.text if finding.entity_type == "PERSON" else finding.relation.person if finding.relation is not None else ""
        if finding.entity_type == "ORGANIZATION" or (not finding.person and not (finding.entity_type == "PERSON" and named)):
            continue
        meant = [by_address[a.lower()] for a in finding.concerns if a.lower() in by_address] if finding.person != "sender" else []
        key = finding.person or f":{finding.about.value}:{named}"
        for person in meant or [cast.setdefault(key, _Person(finding.person))]:
            person.roles[finding.about] = None
            # a career's subject may be a description; a name from the text says more
            if named and (finding.entity_type == "PERSON" or not person.names):
                person.names[_flat(named)] = None
    known = [Known(tuple(role.value for role in p.roles), tuple(p.names), tuple(p.addresses.values()), p.key) for p in cast.values()]
    return tuple(sorted(known, key=lambda one: min(_ORDER.index(About(role)) for role in one.roles)))


def relations(findings: Iterable[Finding]) -> tuple[Told, ...]:
    """What careers are told, each once: the clause and the employer in it tell the same."""
    told: dict[tuple[str, str], tuple[Relation, list[tuple[str, int, int]]]] = {}
    for finding in findings:
        if finding.relation is None:
            continue
        key = (sentence(finding.relation), finding.about.value)
        told.setdefault(key, (finding.relation, []))[1].append((finding.part, finding.start, finding.end))
    return tuple(Told(said, about, relation, tuple(places)) for (said, about), (relation, places) in told.items())


def sentence(relation: Relation) -> str:
    """「雪村様 ← 以前 丸の内リース に勤務（伝聞）」."""
    return relation.told(relation.person or NAMELESS)


def _flat(text: str) -> str:
    return " ".join(text.split())
