"""Who is to decide about held mail, and who stands in for them: addresses for notices. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.quarantine.accounts import Account

APPROVER = "approver"


def deciders(accounts: Iterable[Account], department: str, managers: Sequence[str], now: float) -> tuple[str, ...]:
    """The department's managers, the approvers whose accounts cover it, and the deputies of whoever of them is away at `now`."""
    everybody = [one for one in accounts if not one.disabled]
    mine = [one for one in everybody if APPROVER in one.roles and (not one.departments or department in one.departments)]
    chosen = (*managers, *(one.address for one in mine if one.address))
    everyone = (*chosen, *_stand_ins(everybody, chosen, now))
    return tuple({one.lower(): one for one in reversed(everyone)}.values())[::-1]


def deputies(accounts: Iterable[Account], addresses: Iterable[str]) -> tuple[str, ...]:
    """The deputies named by the accounts with these addresses, away or not."""
    return tuple(_stand_ins([one for one in accounts if not one.disabled], addresses, None))


def _stand_ins(accounts: Sequence[Account], addresses: Iterable[str], away_at: float | None) -> list[str]:
    """Deputies, and theirs in turn, of those who are away then (of all, for None)."""
    by_id = {one.id: one for one in accounts}
    wanted = {one.lower() for one in addresses}
    waiting = [one for one in accounts if one.address.lower() in wanted]
    seen: set[str] = set()
    found: list[str] = []
    while waiting:
        one = waiting.pop(0)
        deputy = by_id.get(one.deputy)
        if deputy is None or deputy.id in seen or (away_at is not None and one.away_until <= away_at):
            continue
        seen.add(deputy.id)
        waiting.append(deputy)
        if deputy.address and deputy.address.lower() not in wanted:
            found.append(deputy.address)
    return found
