"""HTML in messages: what is found goes, the tags stay."""

from __future__ import annotations

import json

import httpx
import pytest

from gateway.chat.adapter import Head
from gateway.chat.post_text import PostText, RawPost
from gateway.redaction import Edit
from tests.chat.conftest import REDACTED, Asking, Place

CHAT = "/v1.0/chats/19:2da4c29f6d7041eca70b638b43d45437@thread.v2/messages"
EVENT = "/_matrix/client/v3/rooms/!room:hs.example/send/m.room.message/1"
BEARER = {"authorization": "Bearer fictional"}
SPLIT = [
    ("<p>電話 <b>090</b>-1234-5678 です</p>", f"<p>電話 <b>{REDACTED}</b> です</p>"),
    ("<p>電話 090-<i>1234<u>-56</u></i>78 です</p>", f"<p>電話 {REDACTED}<i><u></u></i> です</p>"),
]


def message(content: str) -> dict[str, object]:
    return {"body": {"contentType": "html", "content": content}}


@pytest.mark.parametrize(("written", "arrives"), SPLIT)
def test_every_tag_about_a_number_arrives(teams: Place, botframework: Place, matrix: Place, asking: Asking, written: str, arrives: str) -> None:
    httpx.post(teams.url + CHAT, json=message(written), headers=BEARER)
    assert teams.stub.last.json["body"]["content"] == arrives
    httpx.post(f"{botframework.url}/v3/conversations/a/activities", json={"type": "message", "text": written}, headers=BEARER)
    assert botframework.stub.last.json["text"] == arrives
    event = {"msgtype": "m.text", "body": "資料", "format": "org.matrix.custom.html", "formatted_body": written}
    httpx.put(matrix.url + EVENT, json=event, headers=BEARER)
    assert matrix.stub.last.json["formatted_body"] == arrives
    asked = httpx.post(f"{asking.url}/v1/inspect", json={"html": written}, headers={"authorization": f"Bearer {asking.key}"}, timeout=60)
    assert asked.json()["redacted"]["html"] == arrives


def test_a_table_keeps_its_cells() -> None:
    rows = "<table><tr><td>090-1234</td><td>-5678</td></tr></table>"
    text = PostText(RawPost("teams", Head("POST", CHAT, headers={"content-type": "application/json"}), json.dumps(message(rows)).encode()))
    edit = Edit("body", text.text.index("090"), text.text.index("5678") + 4, REDACTED)
    assert json.loads(text.redacted([edit]))["body"]["content"] == f"<table><tr><td>{REDACTED}</td><td></td></tr></table>"
