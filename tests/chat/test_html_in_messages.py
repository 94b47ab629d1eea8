"""HTML in messages: what is found goes, the tags stay."""

from __future__ import annotations

import json

import httpx
import pytest

from gateway.chat.adapter import Head
from gateway.chat.post_text import PostText, RawPost
from gateway.chat.written_html import html
from gateway.redaction import Edit
from tests.chat.conftest import CARD, CAREER, CLEAN, REDACTED, Asking, Place

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


@pytest.mark.parametrize("leak", [f'<img src="cid:1" alt="{CAREER}">', f"<span title='{CAREER}'>資料</span>", f'<a data-note="{CAREER}" href="/top">資料</a>', f'<img alt="{CARD}">'])
def test_what_a_picture_or_a_hint_says_is_read(teams: Place, botframework: Place, matrix: Place, asking: Asking, leak: str) -> None:
    answers = [
        httpx.post(teams.url + CHAT, json=message(f"<p>資料です</p>{leak}"), headers=BEARER),
        httpx.post(f"{botframework.url}/v3/conversations/a/activities", json={"type": "message", "text": leak}, headers=BEARER),
        httpx.put(matrix.url + EVENT, json={"msgtype": "m.text", "body": "資料", "formatted_body": leak}, headers=BEARER),
    ]
    assert [one.status_code for one in answers] == [403, 403, 403]
    assert not teams.stub.seen + botframework.stub.seen + matrix.stub.seen
    asked = httpx.post(f"{asking.url}/v1/inspect", json={"html": leak}, headers={"authorization": f"Bearer {asking.key}"}, timeout=60)
    assert asked.json()["action"] in ("quarantine", "block")


def test_a_number_in_a_link_or_a_hint_goes_and_the_link_stays(teams: Place) -> None:
    httpx.post(teams.url + CHAT, json=message('<p>電話は<a href="tel:090-1234-5678" title="携帯 090&#45;1234-5678">こちら</a>です</p>'), headers=BEARER)
    assert teams.stub.last.json["body"]["content"] == f'<p>電話は<a href="tel:{REDACTED}" title="携帯 {REDACTED}">こちら</a>です</p>'


def test_addresses_of_pictures_and_styles_are_no_words(teams: Place) -> None:
    shown = "https://graph.microsoft.com/v1.0/chats/19:2da4c29f6d7041eca70b638b43d45437@thread.v2/messages/1612289992105/hostedContents/aWQ9/$value"
    content = f'<p style="font-family:メイリオ" class="a">{CLEAN}</p><img src="{shown}" width="1024" itemid="09012345678" alt="image"><a href="https://aozora.example/top">資料</a>'
    assert httpx.post(teams.url + CHAT, json=message(content), headers=BEARER).status_code == 201
    assert teams.stub.last.json["body"]["content"] == content
    assert html("<a href='/?q=%E7%94%B0%E4%B8%AD'>資料</a><i class=x>1</i>", {}).text == "資料1\n/?q=田中"
