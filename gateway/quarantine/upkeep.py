"""What the gateway does for the store by and by: the register of consents read again, what has expired deleted. Off the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from gateway.quarantine.database import StoreError
from gateway.quarantine.store import Store
from gateway.quarantine.vault import VaultError

log = structlog.get_logger("sekisho.store")
HOUR = 3600.0  # seconds
Complain = Callable[[str, str, str], None]


class Register(Protocol):
    """Something the policy asks for, read from the store again and again."""

    def refresh(self) -> None:
        """Read it again if it has changed (blocks). Raises StoreError, VaultError."""
        ...


async def read_registers(registers: Sequence[Register], complain: Complain, every: float = 0.0) -> None:
    """Read the registers once, or `every` so many seconds until cancelled. Trouble is counted; the picture in memory goes stale."""
    while True:
        if every:
            await asyncio.sleep(every)
        for register in registers:
            try:
                await asyncio.to_thread(register.refresh)
            except (StoreError, VaultError) as error:
                complain("register_not_read", "", str(error))
        if not every:
            return


async def keep_up(store: Store, ledger_days: int, complain: Complain) -> None:
    """At once and every hour until cancelled: delete what has expired, and log the audit log's head.

    The head in the log, kept where the database cannot reach it, shows later whether the audit log was put back to an
    older state (`sekisho audit verify --head`).
    """
    while True:
        try:
            expired, forgotten = await asyncio.to_thread(store.expire), await asyncio.to_thread(store.ledger.prune, ledger_days)
            await asyncio.to_thread(store.lately_said.prune)
            rows, last = await asyncio.to_thread(store.audit.head)
            log.info("store kept up", expired=expired, ledger_entries_deleted=forgotten, audit_head=f"{rows}:{last}")
        except StoreError as error:
            complain("upkeep", "", str(error))
        await asyncio.sleep(HOUR)
