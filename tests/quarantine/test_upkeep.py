"""What the gateway does for its store by and by: at once, every hour, and again after trouble."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

import pytest

from gateway.quarantine import upkeep
from gateway.quarantine.lately_said import MINUTES, Words
from gateway.quarantine.store import Store
from gateway.quarantine.tables import LatelySaidRow
from gateway.quarantine.upkeep import keep_up
from gateway.quarantine.vault import Vault


async def test_words_that_nobody_asked_for_again_are_deleted_by_the_hour_though_the_hour_before_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(f"sqlite:///{tmp_path}/held.db", Vault.from_file(tmp_path / "key"))
    monkeypatch.setattr(upkeep, "HOUR", 0.05)
    store.lately_said.keep("gone", [Words("slack", "app-1/a", "C1", "一", time.time() - MINUTES - 1)])
    broken = [True]
    expire = store.expire

    def failing() -> int:
        if broken.pop() if broken else False:
            raise upkeep.StoreError("the disk is full")
        return expire()

    monkeypatch.setattr(store, "expire", failing)
    complaints: list[str] = []
    keeping = asyncio.create_task(keep_up(store, 30, lambda kind, _incident, _said: complaints.append(kind)))
    deadline = time.monotonic() + 20
    try:
        while True:
            with store.database.reading() as session:
                if session.query(LatelySaidRow).count() == 0:
                    break
            await asyncio.sleep(0.02)
            assert time.monotonic() < deadline
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        store.close()
    assert complaints == ["upkeep"]
