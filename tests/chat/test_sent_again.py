"""What was held and is sent again, word for word, stays one incident: programs try again, and so do people."""

from __future__ import annotations

import re

import httpx

from tests.chat.conftest import CARD, CAREER, Place
from tests.chat.stubs import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}


def put(place: Place, text: str, transaction: str = "m1", **headers: str) -> str:
    path = f"/_matrix/client/v3/rooms/!again:hs.example/send/m.room.message/{transaction}"
    answer = httpx.put(place.url + path, json={"msgtype": "m.text", "body": text}, headers=BEARER | headers, timeout=60)
    found = re.search(r"SK[0-9]{6}-[0-9A-Z]{8}", answer.text)
    return found.group() if found else ""


def listed(place: Place) -> int:
    return place.gateway.command("quarantine", "list", "--all", "--json").stdout.count('"incident"')


def test_what_comes_again_is_the_same_incident_until_somebody_decides(matrix: Place) -> None:
    before = listed(matrix)
    first = put(matrix, CAREER)
    assert first
    assert put(matrix, CAREER) == first
    assert listed(matrix) == before + 1
    assert put(matrix, CAREER, "m2") != first, "another transaction is another message"
    refused = put(matrix, CARD, "m3")
    assert put(matrix, CARD, "m3") == refused
    assert listed(matrix) == before + 3
    matrix.gateway.command("quarantine", "delete", first)
    again = put(matrix, CAREER)
    assert again not in ("", first), "what was decided may be asked again"
    assert not matrix.stub.seen
