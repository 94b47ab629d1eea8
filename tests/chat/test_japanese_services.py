"""Chatwork and LINE WORKS."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Place
from tests.chat.stubs import TOKEN

CHATWORK = {"X-ChatWorkToken": TOKEN}
LINEWORKS = {"Authorization": f"Bearer {TOKEN}"}


def test_a_chatwork_message_arrives_as_it_was_sent(chatwork: Place) -> None:
    answer = httpx.post(f"{chatwork.url}/v2/rooms/123/messages", data={"body": f"[To:987] 佐藤さん\n{CLEAN}", "self_unread": "0"}, headers=CHATWORK)
    direct = httpx.post(f"{chatwork.stub.url}/v2/rooms/123/messages", data={"body": f"[To:987] 佐藤さん\n{CLEAN}", "self_unread": "0"}, headers=CHATWORK)
    assert answer.json() == direct.json()
    assert chatwork.stub.seen[0].body == chatwork.stub.seen[1].body


def test_chatworks_markup_survives_redaction(chatwork: Place) -> None:
    httpx.put(f"{chatwork.url}/v2/rooms/123/messages/77", data={"body": f"[info][title]連絡先[/title]{PHONE}[/info]"}, headers=CHATWORK)
    assert chatwork.stub.last.form == {"body": f"[info][title]連絡先[/title]{PHONE.replace('090-1234-5678', REDACTED)}[/info]"}


@pytest.mark.parametrize(("text", "word"), [(CARD, "カード番号"), (CAREER, "保留")])
def test_chatworks_errors_are_a_list_of_texts(chatwork: Place, text: str, word: str) -> None:
    for path in ("messages", "tasks"):
        answer = httpx.post(f"{chatwork.url}/v2/rooms/123/{path}", data={"body": text, "to_ids": "1"}, headers=CHATWORK)
        assert answer.status_code == 400
        assert word in answer.json()["errors"][0]
    assert not chatwork.stub.seen


def test_a_file_for_chatwork_is_looked_into(chatwork: Place) -> None:
    url = f"{chatwork.url}/v2/rooms/123/files"
    assert httpx.post(url, files={"file": ("議事録.txt", CLEAN.encode())}, data={"message": CLEAN}, headers=CHATWORK).json() == {"file_id": 1234}
    assert "議事録.txt".encode() in chatwork.stub.last.body
    for files, data in (({"file": ("a.txt", CARD.encode("cp932"))}, {}), ({"file": ("a.bin", b"\x00")}, {"message": CARD}), ({"file": (f"{CARD}.txt", b"x")}, {})):
        assert httpx.post(url, files=files, data=data, headers=CHATWORK).status_code == 400
    assert len(chatwork.stub.seen) == 1


def test_chatwork_says_itself_that_a_token_is_wrong(chatwork: Place) -> None:
    answer = httpx.post(f"{chatwork.url}/v2/rooms/123/messages", data={"body": CLEAN}, headers={"X-ChatWorkToken": "wrong"})
    assert (answer.status_code, answer.json()) == (401, {"errors": ["Invalid API token"]})


def content(text: str) -> dict[str, Any]:
    return {"content": {"type": "text", "text": text}}


@pytest.mark.parametrize("place", ["users/taro@aozora.example", "channels/12345678-abcd"])
def test_a_line_works_bot_writes_to_people_and_channels(lineworks: Place, place: str) -> None:
    url = f"{lineworks.url}/v1.0/bots/2000001/{place}/messages"
    assert httpx.post(url, json=content(CLEAN), headers=LINEWORKS).status_code == 201
    assert lineworks.stub.last.json == content(CLEAN)
    assert httpx.post(url, json=content(PHONE), headers=LINEWORKS).status_code == 201
    assert lineworks.stub.last.json == content(PHONE.replace("090-1234-5678", REDACTED))
    refused = httpx.post(url, json=content(CARD), headers=LINEWORKS)
    assert refused.status_code == 403
    assert refused.json()["code"] == "FORBIDDEN"
    assert "カード番号" in refused.json()["description"]
    assert "保留" in httpx.post(url, json=content(CAREER), headers=LINEWORKS).json()["description"]
    assert len(lineworks.stub.seen) == 2


def test_templates_and_flexible_messages_are_read_down_to_their_leaves(lineworks: Place) -> None:
    url = f"{lineworks.url}/v1.0/bots/2000001/channels/c/messages"
    box = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "担当"}, {"type": "text", "text": "090-1234-5678"}]}}
    httpx.post(url, json={"content": {"type": "flexible", "altText": "連絡先", "contents": box}}, headers=LINEWORKS)
    assert lineworks.stub.last.json["content"]["contents"]["body"]["contents"][1]["text"] == REDACTED
    button = {"content": {"type": "button_template", "contentText": CARD, "actions": [{"type": "message", "label": "はい", "text": "はい"}]}}
    assert httpx.post(url, json=button, headers=LINEWORKS).status_code == 403


def test_line_works_upload_address_leads_through_the_gate(lineworks: Place) -> None:
    answer = httpx.post(f"{lineworks.url}/v1.0/bots/2000001/attachments", json={"fileName": "議事録.txt"}, headers=LINEWORKS).json()
    assert answer["uploadUrl"].startswith(lineworks.url)
    assert httpx.post(answer["uploadUrl"], files={"Filedata": ("a.txt", CARD.encode())}, headers=LINEWORKS).status_code == 403
    assert httpx.post(f"{lineworks.url}/sekisho-upload/https/files.attacker.example/x", content=b"x").status_code == 404
