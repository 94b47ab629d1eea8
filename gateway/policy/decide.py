"""(message, findings, policy) → Verdict. Pure: no clock, no disk, no network; the same input gives the same verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from gateway.message import Message, Party
from gateway.policy.schema import Condition, Policy, Rule
from gateway.verdict import About, Action, Finding, FiredRule, Mode, RecipientVerdict, Verdict

Consents = Callable[[str, str, str], bool]
"""(`Finding.person`, entity type, recipient's address) → whether that person has agreed to such a fact going there now."""


def no_consents(_person: str, _entity_type: str, _recipient: str) -> bool:
    """Nobody has agreed to anything."""
    return False


Allowed = Callable[[str, str, str], bool]
"""(rule, kind of entry: text, sender or recipient, value) → whether the rule is to leave it alone now."""


def nothing_allowed(_rule: str, _kind: str, _value: str) -> bool:
    """No rule leaves anything alone but what its own exceptions say."""
    return False


def decide(
    message: Message, findings: Sequence[Finding], policy: Policy, version: str = "", consents: Consents = no_consents, allowed: Allowed = nothing_allowed
) -> Verdict:
    """Apply every rule for every recipient; the strongest enforced action wins for each.

    A message without recipients (as in `sekisho scan` of a draft) is judged as if sent to one unknown outsider.
    `consents` answers the condition `consent`, `allowed` the reviewers' list of exceptions; neither must change while this
    runs.
    """
    found = tuple(findings)
    case = Case(message, found, policy, consents, allowed)
    recipients = message.recipients or (Party(""),)
    fired: list[FiredRule] = []
    actions: dict[str, tuple[Action, list[str], set[int]]] = {p.address: (Action.PASS, [], set()) for p in recipients}
    for rule in policy.rules:
        reached = {p.address: chosen for p in recipients if (chosen := case.matches(rule, p)) is not None}
        if not reached:
            continue
        union = sorted({i for chosen in reached.values() for i in chosen})
        fired.append(FiredRule(rule.id, rule.strength, rule.mode, tuple(reached), tuple(union), rule.reason, rule.notify_sender, rule.notify))
        if rule.mode is not Mode.ENFORCE:
            continue
        for address, chosen in reached.items():
            action, rules, redact = actions[address]
            rules.append(rule.id)
            if rule.strength is Action.REDACT:
                redact |= set(chosen)
            actions[address] = (max(action, rule.strength), rules, redact)
    verdicts = tuple(
        RecipientVerdict(address, action, tuple(rules), tuple(sorted(redact)) if action is Action.REDACT else ())
        for address, (action, rules, redact) in actions.items()
    )
    return Verdict(max((v.action for v in verdicts), default=Action.PASS), verdicts, tuple(fired), found, version)


class Case:
    """One message under one policy, with what is looked up again and again."""

    def __init__(
        self, message: Message, findings: tuple[Finding, ...], policy: Policy, consents: Consents = no_consents, allowed: Allowed = nothing_allowed
    ) -> None:
        self.message = message
        self.findings = findings
        self.kinds = {part.ref: part.kind for part in message.parts}
        self.policy = policy
        self.consents = consents
        self.allowed = allowed
        self.own_domains = tuple(d.lower() for d in policy.organization.domains) or ((message.sender.domain,) if message.sender.domain else ())
        self.entities_of: dict[str, set[str]] = {}
        for finding in findings:
            if finding.person:
                self.entities_of.setdefault(finding.person, set()).add(finding.entity_type)

    def matches(self, rule: Rule, recipient: Party) -> tuple[int, ...] | None:
        """Indices of the findings that make the rule match for this recipient; None when it does not match."""
        exceptions = [c for c in rule.unless if self.surroundings(c, recipient)]
        if any(not c.chooses_findings for c in exceptions):
            return None
        if self.allowed(rule.id, "sender", self.message.sender.address) or self.allowed(rule.id, "recipient", recipient.address):
            return None
        for condition in rule.when:
            if not self.surroundings(condition, recipient):
                continue
            if not condition.chooses_findings:
                return ()
            chosen = [
                i for i, f in enumerate(self.findings)
                if self.chosen(condition, f, recipient) and not any(self.chosen(e, f, recipient) for e in exceptions) and not self.allowed(rule.id, "text", f.text)
            ]  # fmt: skip
            if len(chosen) >= condition.min_count and self._enough_people(condition, chosen):
                return tuple(chosen)
        return None

    def _enough_people(self, condition: Condition, chosen: list[int]) -> bool:
        return condition.min_people is None or len(self.people(condition, [self.findings[i] for i in chosen])) >= condition.min_people

    def people(self, condition: Condition, findings: Sequence[Finding]) -> set[str]:
        """The distinct people among `findings` who count for min_people."""
        people = {f.person for f in findings if f.person}
        if condition.people_with:
            wanted = set(condition.people_with)
            people = {p for p in people if self.entities_of[p] & wanted}
        return people

    def chosen(self, c: Condition, f: Finding, recipient: Party) -> bool:
        """Whether a condition chooses a finding, counts and people left aside."""
        return (
            (not c.entities or f.entity_type in c.entities)
            and f.score >= c.min_score
            and (not c.about or f.about in c.about)
            and (not c.zones or f.zone in c.zones)
            and (not c.parts or self.kinds.get(f.part) in c.parts)
            and (c.hearsay is None or (f.relation is not None and f.relation.hearsay) == c.hearsay)
            and (c.company_own is None or f.company_own == c.company_own)
            and (c.told_to_others is None or self._told_to_others(f) == c.told_to_others)
            and (c.consent is None or self._consented(f, recipient) == c.consent)
        )

    def _told_to_others(self, f: Finding) -> bool:
        if f.about is not About.RECIPIENT:
            return True
        concerned = {a.lower() for a in f.concerns} | {self.message.sender.address.lower()}
        return any(p.address.lower() not in concerned for p in (*self.message.recipients, *self.message.addressed))

    def _consented(self, f: Finding, recipient: Party) -> bool:
        return bool(f.person) and self.consents(f.person, f.entity_type, recipient.address)

    def surroundings(self, c: Condition, recipient: Party) -> bool:
        """Whether what a condition says of message and recipient holds."""
        sender = self.message.sender.address.lower()
        return (
            (not c.channels or self.message.channel in c.channels)
            and (not c.rooms or self.message.room_kind in c.rooms)
            and (c.min_size is None or self.message.size >= c.min_size)
            and (not c.unreadable or any(u.reason in c.unreadable for u in self.message.unreadable))
            and (c.recipients is None or self.internal(recipient) == (c.recipients == "internal"))
            and (not c.recipient_domains or _domain_matches(recipient.domain, c.recipient_domains))
            and (not c.recipient_groups or self._in_groups(recipient.address.lower(), c.recipient_groups))
            and (not c.senders or address_matches(sender, c.senders))
            and (not c.sender_groups or self._in_groups(sender, c.sender_groups))
        )

    def internal(self, party: Party) -> bool:
        """Whether somebody is inside the company's domains."""
        return _domain_matches(party.domain, self.own_domains)

    def _in_groups(self, address: str, groups: Sequence[str]) -> bool:
        return any(address_matches(address, self.policy.organization.groups[g]) for g in groups)


def _domain_matches(domain: str, patterns: Sequence[str]) -> bool:
    return bool(domain) and any(fnmatchcase(domain, p.lower()) for p in patterns)


def address_matches(address: str, patterns: Sequence[str]) -> bool:
    """Whether a lower-cased address, or its domain, matches one of the patterns: those with @ are of addresses."""
    domain = address.rpartition("@")[2]
    return any(fnmatchcase(address if "@" in p else domain, p.lower()) for p in patterns)
