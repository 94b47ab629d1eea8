"""What was held and is sent again, word for word, stays one incident: programs try again, and so do people."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.chat.conftest import CARD, CAREER, RULES, Place, chat_gateway
from tests.chat.stubs import ANSWERS, TOKEN, Stub

BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def matrix_alone(tmp_path: Path):
    stub = Stub(ANSWERS["matrix"]).start()
    gateway, ports = chat_gateway(tmp_path / "again", {"matrix": stub.url}, RULES)
    gateway.start()
    yield Place(f"http://127.0.0.1:{ports['matrix']}", stub, gateway)
    gateway.stop()
    stub.stop()


def put(place: Place, text: str, transaction: str = "m1", **headers: str) -> str:
    path = f"/_matrix/client/v3/rooms/!room:hs.example/send/m.room.message/{transaction}"
    answer = httpx.put(place.url + path, json={"msgtype": "m.text", "body": text}, headers=BEARER | headers, timeout=60)
    found = re.search(r"SK[0-9]{6}-[0-9A-Z]{8}", answer.text)
    return found.group() if found else ""


def listed(place: Place) -> int:
    return place.gateway.command("quarantine", "list", "--all", "--json").stdout.count('"incident"')


def test_what_comes_again_is_the_same_incident_until_somebody_decides(matrix_alone: Place) -> None:
    first = put(matrix_alone, CAREER)
    assert first
    assert put(matrix_alone, CAREER) == first
    assert listed(matrix_alone) == 1
    assert put(matrix_alone, CAREER, "m2") != first, "another transaction is another message"
    refused = put(matrix_alone, CARD, "m3")
    assert put(matrix_alone, CARD, "m3") == refused
    assert listed(matrix_alone) == 3
    matrix_alone.gateway.command("quarantine", "delete", first)
    again = put(matrix_alone, CAREER)
    assert again not in ("", first), "what was decided may be asked again"
    assert not matrix_alone.stub.seen
