"""What somebody said a moment ago is known after a restart, and to the other gateways of one store."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import httpx
import pytest

from gateway.chat import remembered
from gateway.chat.recent import Recent
from gateway.chat.remembered import Remembered
from gateway.quarantine.lately_said import MINUTES, LatelySaid, Words
from gateway.quarantine.store import Store
from gateway.quarantine.tables import LatelySaidRow
from gateway.quarantine.vault import Vault
from tests.chat.conftest import RULES, Place, chat_gateway
from tests.chat.stubs import Stub, graph
from tests.e2e.running import RunningGateway, free_port

BEARER = {"authorization": "Bearer fictional-memory"}
FIRST, SECOND = "弊社に来られた坂口さんの件です。", "以前はトヨハシ電機に10年お勤めだったそうです。"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    stub = Stub(graph).start()
    one, ports = chat_gateway(tmp_path / "one", {"teams": stub.url}, RULES)
    port = free_port()
    other = RunningGateway(
        tmp_path / "other", store=one.settings["store"], policy=one.settings["policy"],
        chat={"listeners": [{"api": "teams", "port": port, "upstream": stub.url, "timeout": 30}]},
    )  # fmt: skip
    one.start()
    other.start()
    yield Place(f"http://127.0.0.1:{ports['teams']}", stub, one), Place(f"http://127.0.0.1:{port}", stub, other)
    one.stop()
    other.stop()
    stub.stop()


def post(place: Place, text: str, room: str = "19:memory@thread.v2") -> int:
    body = {"body": {"contentType": "text", "content": text}}
    return httpx.post(f"{place.url}/v1.0/chats/{room}/messages", json=body, headers=BEARER, timeout=60).status_code


def test_two_posts_by_way_of_two_gateways_or_a_gateway_killed_between_them_are_read_together(pair: tuple[Place, Place]) -> None:
    one, other = pair
    assert post(one, FIRST) == 201
    assert post(other, SECOND) == 403
    assert post(one, SECOND, "19:another@thread.v2") == 201
    assert post(other, FIRST, "19:killed@thread.v2") == 201
    other.gateway.kill()
    other.gateway.start()
    assert post(other, SECOND, "19:killed@thread.v2") == 403
    held = other.gateway.command("quarantine", "list").stdout
    assert "SK" in held
    database = one.gateway.settings["store"]["url"].removeprefix("sqlite:///")
    assert "坂口".encode() not in Path(database).read_bytes()
    with sqlite3.connect(database) as rows:
        assert {api for (api,) in rows.execute("SELECT api FROM lately_said")} == {"teams"}
        assert not [text for row in rows.execute("SELECT id, sealed FROM lately_said") for text in row if "memory" in str(text)]


@pytest.fixture
def said(tmp_path: Path) -> Iterator[LatelySaid]:
    store = Store(f"sqlite:///{tmp_path}/held.db", Vault.from_file(tmp_path / "key"))
    yield store.lately_said
    store.close()


def test_the_last_words_take_the_place_of_those_before_and_go_when_their_time_is_over(said: LatelySaid) -> None:
    now = time.time()
    said.keep("one", [Words("slack", "app-1/a", "C1", "一", now), Words("slack", "app-1/b", "C2", "二", now - MINUTES - 1)])
    assert [one.text for one in said.of("slack", "other", "app-1/a", "app-1/b")] == ["一"]
    said.keep("one", [Words("slack", "app-1/a", "C1", "三", now)])
    assert [(one.room, one.text) for one in said.of("slack", "other", "app-1/a", "app-1/b")] == [("C1", "三")]
    said.keep("other", [Words("slack", "app-1/a", "C1", "四", now - 1)])
    assert [one.text for one in said.of("slack", "third", "app-1/a")] == ["四", "三"]
    assert said.of("teams", "other", "app-1/a") == ()
    assert said.prune()
    with said._database.reading() as session:
        assert session.query(LatelySaidRow).count() == 2


def test_what_two_gateways_delivered_at_the_same_time_is_known_whatever_their_clocks_say() -> None:
    recent = Recent()
    recent.add("k", "C1", "カード番号 4111 1111", "", grows=False)
    for age in (0.0, 12.0):
        recent.merge("k", "C1", "承知しました", age)
        assert "4111 1111" in recent.before("k")
        assert "承知しました" in recent.before("k")
    recent.merge("k", "C1", "1111 1111 です", MINUTES - 1)
    assert "4111 1111" in recent.before("k")


async def test_a_store_in_trouble_costs_no_post_more_than_a_moment_and_is_told_what_it_missed() -> None:
    class Trouble:
        broken = True
        kept: ClassVar[list[str]] = []

        def of(self, *_: str) -> tuple[Words, ...]:
            if self.broken:
                time.sleep(3)
            return ()

        def keep(self, _: str, words: tuple[Words, ...]) -> None:
            if self.broken:
                raise RuntimeError("can't start new thread")
            self.kept.extend(one.text for one in words)

        def prune(self) -> bool:
            return False

    trouble = Trouble()
    known = Remembered("slack", SimpleNamespace(store=SimpleNamespace(lately_said=trouble)))  # type: ignore[arg-type]
    begun = time.monotonic()
    assert await asyncio.gather(*(known.before("k") for _ in range(100))) == [{}] * 100
    await asyncio.wait_for(known.add("k", "C1", "一", "", grows=False), 2)
    assert await known.before("k") == {"k": "一"}
    assert time.monotonic() - begun < 2.5
    trouble.broken = False
    deadline = time.monotonic() + 20
    while not trouble.kept:
        await asyncio.sleep(0.05)
        assert time.monotonic() < deadline
    assert trouble.kept == ["一"]


class Shelf:
    """A store of last words that counts what it is told; `left`: how often something is still there after a deletion."""

    def __init__(self, left: int = 0) -> None:
        self.left = left
        self.deletions = 0
        self.kept: list[str] = []
        self.stuck = threading.Event()

    def of(self, *_: str) -> tuple[Words, ...]:
        return ()

    def keep(self, _: str, words: tuple[Words, ...]) -> None:
        self.stuck.wait()
        self.kept.extend(one.key for one in words)

    def prune(self) -> bool:
        self.deletions += 1
        return self.deletions <= self.left


def remembering(shelf: Shelf) -> Remembered:
    return Remembered("slack", SimpleNamespace(store=SimpleNamespace(lately_said=shelf)))  # type: ignore[arg-type]


async def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not met():
        await asyncio.sleep(0.02)
        assert time.monotonic() < deadline


async def test_words_are_deleted_until_none_are_left_and_again_after_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MINUTES", -0.95)
    shelf = Shelf(left=2)
    shelf.stuck.set()
    known = remembering(shelf)
    await known.add("k", "C1", "一", "", grows=False)
    await until(lambda: shelf.deletions == 3)
    await asyncio.sleep(0.2)
    assert shelf.deletions == 3
    await known.add("k", "C1", "二", "", grows=False)
    await until(lambda: shelf.deletions == 4)


async def test_a_store_that_hangs_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MOST_WAITING", 10)
    shelf = Shelf()
    known = remembering(shelf)
    for i in range(100):
        known.add(f"k{i}", "C1", "一", "", grows=False)
    await asyncio.sleep(0.05)
    for i in range(100, 200):
        known.add(f"k{i}", "C1", "一", "", grows=False)
    assert len(known._waiting) == 10
    shelf.stuck.set()
    await until(lambda: len(shelf.kept) == 20)
    assert known.here("k199") == "一"
