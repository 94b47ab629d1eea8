"""What somebody said a moment ago is known after a restart, and to the other gateways of one store."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

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
    said.keep([Words("slack", "app-1/a", "C1", "一", now), Words("slack", "app-1/b", "C2", "二", now - MINUTES - 1)])
    assert [one.text for one in said.of("slack", "app-1/a", "app-1/b")] == ["一"]
    said.keep([Words("slack", "app-1/a", "C1", "三", now)])
    assert [(one.room, one.text) for one in said.of("slack", "app-1/a", "app-1/b")] == [("C1", "三")]
    assert said.of("teams", "app-1/a") == ()
    said.prune()
    with said._database.reading() as session:
        assert session.query(LatelySaidRow).count() == 1
