"""Teams by way of Graph, Bot Framework and Workflows."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from botbuilder.schema import Activity, ChannelAccount, ErrorResponseException
from botframework.connector import ConnectorClient
from msrest.authentication import BasicTokenAuthentication

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Place

CHAT = "/v1.0/chats/19:2da4c29f6d7041eca70b638b43d45437@thread.v2/messages"
BEARER = {"authorization": "Bearer fictional"}


def message(content: str, **more: Any) -> dict[str, Any]:
    return {"body": {"contentType": "html", "content": content}} | more


def test_a_message_by_graph_arrives_as_it_was_sent(teams: Place) -> None:
    body = json.dumps(message(f'<p>{CLEAN}</p> <at id="0">佐藤 恵</at>', importance="normal"), ensure_ascii=False, indent=1)
    answer = httpx.post(teams.url + CHAT, content=body, headers=BEARER | {"content-type": "application/json", "client-request-id": "7"})
    assert answer.status_code == 201
    assert teams.stub.last.body.decode() == body
    assert teams.stub.last.header("client-request-id") == "7"


def test_the_number_goes_and_the_markup_stays(teams: Place) -> None:
    httpx.post(teams.url + CHAT, json=message("<p>電話は<b>090-1234</b>-5678&nbsp;です</p>"), headers=BEARER)
    assert "1234" not in teams.stub.last.json["body"]["content"]
    assert teams.stub.last.json["body"]["content"].startswith(f"<p>電話は<b>{REDACTED}")


def test_a_card_inside_a_string_is_redacted_inside_it(teams: Place) -> None:
    card = {"type": "AdaptiveCard", "version": "1.4", "body": [
        {"type": "ColumnSet", "columns": [{"type": "Column", "items": [{"type": "FactSet", "facts": [{"title": "携帯", "value": "090-1234-5678"}]}]}]},
        {"type": "Input.Text", "id": "memo", "placeholder": "例：電話 090-1234-5678", "label": "メモ"},
    ]}  # fmt: skip
    body = message('<attachment id="1"></attachment>', attachments=[{"id": "1", "contentType": "application/vnd.microsoft.card.adaptive", "content": json.dumps(card)}])
    httpx.post(teams.url + CHAT, json=body, headers=BEARER)
    arrived = json.loads(teams.stub.last.json["attachments"][0]["content"])
    assert arrived["body"][0]["columns"][0]["items"][0]["facts"][0]["value"] == REDACTED
    assert arrived["body"][1] == {"type": "Input.Text", "id": "memo", "placeholder": f"例：電話 {REDACTED}", "label": "メモ"}


@pytest.mark.parametrize("path", ["/v1.0/teams/t1/channels/19:abc@thread.tacv2/messages", "/v1.0/teams/t1/channels/19:abc@thread.tacv2/messages/17/replies", "/beta/me/chats/19:x@unq.gbl.spaces/messages"])
def test_a_refusal_is_graphs_error_object(teams: Place, path: str) -> None:
    answer = httpx.post(teams.url + path, json=message(CARD), headers=BEARER)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "Forbidden"
    assert "カード番号" in answer.json()["error"]["message"]
    assert not teams.stub.seen


def test_an_edit_is_looked_at_too(teams: Place) -> None:
    assert httpx.patch(teams.url + CHAT + "/1732450000000", json=message(CARD), headers=BEARER).status_code == 403
    assert not teams.stub.seen


def test_a_held_message_is_told_with_its_number(teams: Place) -> None:
    told = httpx.post(teams.url + CHAT, json=message(f"<p>{CAREER}</p>"), headers=BEARER).json()["error"]["message"]
    assert "保留" in told
    assert "SK" in told


def test_graph_says_itself_who_is_not_signed_in(teams: Place) -> None:
    answer = httpx.post(teams.url + CHAT, json=message(CLEAN))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")


def bot(place: Place) -> ConnectorClient:
    return ConnectorClient(BasicTokenAuthentication({"access_token": "fictional"}), base_url=place.url)


def activity(text: str, **more: Any) -> Activity:
    return Activity(type="message", text=text, from_property=ChannelAccount(id="28:bot", name="勤怠ボット"), **more)


def test_a_bots_message_arrives_or_raises_the_connectors_own_error(botframework: Place) -> None:
    connector = bot(botframework)
    assert connector.conversations.send_to_conversation("19:room@thread.tacv2", activity(CLEAN)).id == "activity-1"
    connector.conversations.reply_to_activity("19:room@thread.tacv2", "1", activity(PHONE))
    assert botframework.stub.last.json["text"] == PHONE.replace("090-1234-5678", REDACTED)
    with pytest.raises(ErrorResponseException) as refused:
        connector.conversations.update_activity("19:room@thread.tacv2", "1", activity(CARD))
    assert "カード番号" in refused.value.error.error.message
    assert len(botframework.stub.seen) == 2


def test_a_flow_webhook_is_read_through_its_card(workflows: Place) -> None:
    url = workflows.url + "/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sig=fictional"
    card = {"type": "AdaptiveCard", "body": [{"type": "RichTextBlock", "inlines": ["電話は ", {"type": "TextRun", "text": "090-1234-5678", "weight": "bolder"}]}],
            "actions": [{"type": "Action.OpenUrl", "title": "開く", "url": "https://aozora.example/"}]}  # fmt: skip
    body = {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
    assert httpx.post(url, json=body).status_code == 202
    assert workflows.stub.last.query == "api-version=2016-06-01&sig=fictional"
    assert workflows.stub.last.json["attachments"][0]["content"]["body"][0]["inlines"][1] == {"type": "TextRun", "text": REDACTED, "weight": "bolder"}
    assert httpx.post(url, json={"type": "message", "text": CARD}).status_code == 403
