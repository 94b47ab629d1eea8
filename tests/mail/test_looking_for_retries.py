"""Whether a mail may be a retry is asked of the store seldom, and never at the cost of a mail that it is not needed for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from gateway.mail import delivery
from gateway.mail.delivery import Delivery
from gateway.quarantine.database import StoreError


class Shelf:
    """A store that is only asked whether anything is remembered, and what was complained of."""

    def __init__(self, answer: Callable[[], bool]) -> None:
        self.answer = answer
        self.asked = 0
        self.complaints: list[tuple[str, str, str]] = []

    def anything_settled(self) -> bool:
        self.asked += 1
        return self.answer()

    def complain(self, *said: str) -> None:
        self.complaints.append(said)  # type: ignore[arg-type]

    def delivery(self) -> Delivery:
        return Delivery(SimpleNamespace(store=self, complain=self.complain), None, None)  # type: ignore[arg-type]


async def test_many_mails_at_once_share_one_look() -> None:
    def slowly() -> bool:
        time.sleep(0.2)
        return True

    shelf = Shelf(slowly)
    asking = shelf.delivery()
    assert await asyncio.gather(*(asking._may_be_a_retry() for _ in range(50))) == [True] * 50
    assert shelf.asked == 1


async def test_a_moment_later_it_is_looked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_MOMENT", 0.05)
    said = [False, True]
    shelf = Shelf(lambda: said[shelf.asked - 1])
    asking = shelf.delivery()
    assert not await asking._may_be_a_retry()
    await asyncio.sleep(0.06)
    assert await asking._may_be_a_retry()


async def test_a_store_that_fails_stops_no_mail_and_is_told_of() -> None:
    def fails() -> bool:
        raise StoreError("the disk is full")

    shelf = Shelf(fails)
    asking = shelf.delivery()
    assert not await asking._may_be_a_retry()
    assert [said[0] for said in shelf.complaints] == ["settled_not_read"]


async def test_a_store_that_hangs_costs_a_mail_a_moment_and_what_was_known_last_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_MOMENT", 0.05)
    monkeypatch.setattr(delivery, "_LOOKING", 0.1)
    shelf = Shelf(lambda: True)
    asking = shelf.delivery()
    assert await asking._may_be_a_retry()
    shelf.answer = lambda: time.sleep(1) is not None  # would say False
    await asyncio.sleep(0.06)
    begun = time.monotonic()
    assert await asking._may_be_a_retry()
    assert time.monotonic() - begun < 0.8
    assert shelf.complaints
