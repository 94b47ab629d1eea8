"""Who may do what in the console. Pure: roles in, permissions out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the console; one person may be several."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    POLICY_EDITOR = "policy_editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class May(StrEnum):
    """One thing that somebody may be allowed to do."""

    SEE_QUEUE = "see_queue"
    REVEAL = "reveal"
    DECIDE = "decide"  # return, delete, send the redacted version, mark as false positive
    RELEASE = "release"  # send as it is
    APPROVE = "approve"  # be the second pair of eyes
    EDIT_POLICY = "edit_policy"  # exceptions and the allow-list
    CONSENTS = "consents"
    AUDIT = "audit"
    PEOPLE = "people"  # what was told about somebody, and to whom
    DESK = "desk"  # leaks: sorting, clocks, the report
    ACCOUNTS = "accounts"


_ALLOWED: dict[Role, frozenset[May]] = {
    Role.VIEWER: frozenset((May.SEE_QUEUE,)),
    Role.REVIEWER: frozenset((May.SEE_QUEUE, May.REVEAL, May.DECIDE, May.CONSENTS)),
    Role.APPROVER: frozenset((May.SEE_QUEUE, May.REVEAL, May.DECIDE, May.RELEASE, May.APPROVE, May.CONSENTS, May.DESK)),
    Role.POLICY_EDITOR: frozenset((May.SEE_QUEUE, May.EDIT_POLICY, May.CONSENTS)),
    Role.AUDITOR: frozenset((May.SEE_QUEUE, May.AUDIT, May.PEOPLE, May.DESK)),
    Role.ADMINISTRATOR: frozenset((May.ACCOUNTS,)),
}


def allowed(roles: Iterable[Role]) -> frozenset[May]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(_ALLOWED[role] for role in roles))
