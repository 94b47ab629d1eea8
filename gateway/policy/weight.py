"""How much a verdict weighs for those who look at what is held: its strongest rule, its severity, the sender's department. Pure."""

from __future__ import annotations

from gateway.policy.decide import address_matches
from gateway.policy.schema import Policy, Rule
from gateway.verdict import FiredRule, Mode, Verdict

SEVERITY = {"identifier": 3, "sensitive": 3, "bulk": 2, "career": 2}
LEAST = 1  # what was held for any other reason; 0 is for what nothing was found in


def severity(reason: str) -> int:
    """3 for identifiers and special-care information, 2 for lists of people and careers, 1 for the rest."""
    return SEVERITY.get(reason, LEAST)


def strongest(verdict: Verdict) -> FiredRule | None:
    """The enforced rule with the strongest action, of several the weightiest, of several the first; None when none fired."""
    fired = [one for one in verdict.fired if one.mode is Mode.ENFORCE]
    return max(fired, key=lambda one: (one.action, severity(one.reason)), default=None)


def rule_called(policy: Policy, name: str) -> Rule | None:
    """The rule with that id, None when the policy has none (any more)."""
    return next((rule for rule in policy.rules if rule.id == name), None)


def department_of(policy: Policy, *addresses: str) -> str:
    """The first department that one of the addresses belongs to, the first address first; empty when none."""
    for address in addresses:
        for name, department in policy.organization.departments.items():
            if address and address_matches(address.lower(), department.members):
                return name
    return ""
