"""The action tag in chat: the policy's mark stands before what people read, and nothing else is changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.chat.adapter import Head
from gateway.chat.apis import adapter_of
from gateway.chat.post_text import RawPost
from gateway.chat.reading import rewrite_post, tag_post
from gateway.chat.synapse import marked, replaced
from gateway.chat.uploads import rewritten
from tests.chat.conftest import CLEAN, PHONE, chat_gateway
from tests.chat.stubs import ANSWERS, TOKEN, Stub

BEARER = {"authorization": f"Bearer {TOKEN}"}
RULES: list[dict[str, Any]] = [{"id": "phone", "when": {"entities": ["PHONE_NUMBER"]}, "action": "tag"}]
JSON = {"content-type": "application/json"}


def tagged(api: str, path: str, body: Any, headers: dict[str, str] = JSON) -> Any:
    return json.loads(tag_post(RawPost(api, Head("POST", path, headers=headers), json.dumps(body, ensure_ascii=False).encode()), "[要確認]"))


@pytest.mark.parametrize(
    ("api", "path", "body", "expected"),
    [
        ("slack", "/api/chat.postMessage", {"channel": "C1", "text": PHONE}, {"channel": "C1", "text": f"[要確認] {PHONE}"}),
        (
            "slack", "/api/chat.postMessage", {"channel": "C1", "text": "通知", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": PHONE}}]},
            {"channel": "C1", "text": "[要確認] 通知", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"[要確認] {PHONE}"}}]},
        ),
        ("mattermost", "/api/v4/posts", {"channel_id": "c", "message": PHONE, "props": {"x": "y"}}, {"channel_id": "c", "message": f"[要確認] {PHONE}", "props": {"x": "y"}}),
        (
            "matrix", "/_matrix/client/v3/rooms/!r:h/send/m.room.message/1", {"msgtype": "m.text", "body": PHONE, "format": "org.matrix.custom.html", "formatted_body": f"<b>{PHONE}</b>"},
            {"msgtype": "m.text", "body": f"[要確認] {PHONE}", "format": "org.matrix.custom.html", "formatted_body": f"[要確認] <b>{PHONE}</b>"},
        ),
        (
            "teams", "/v1.0/chats/19:a/messages", {"body": {"contentType": "html", "content": f"<p>{PHONE}</p>"}}, {"body": {"contentType": "html", "content": f"[要確認] <p>{PHONE}</p>"}},
        ),
        ("mattermost", "/api/v4/channels/x/patch", {"header": PHONE}, {"header": PHONE}),
    ],
)  # fmt: skip
def test_the_mark_stands_before_what_people_read(api: str, path: str, body: Any, expected: Any) -> None:
    assert tagged(api, path, body) == expected


def test_a_post_that_a_rule_tags_arrives_with_the_mark_and_any_other_as_it_is(tmp_path: Path) -> None:
    stub = Stub(ANSWERS["chatwork"]).start()
    gateway, ports = chat_gateway(tmp_path, {"chatwork": stub.url}, RULES)
    gateway.start()
    try:
        for text in (PHONE, CLEAN):
            answer = httpx.post(f"http://127.0.0.1:{ports['chatwork']}/v2/rooms/1/messages", data={"body": text, "self_unread": "0"}, headers={"x-chatworktoken": TOKEN}, timeout=60)
            assert answer.status_code == 200
        assert [one.form["body"] for one in stub.seen] == [f"[要確認] {PHONE}", CLEAN]
        assert stub.seen[0].form["self_unread"] == "0"
    finally:
        gateway.stop()
        stub.stop()


def test_synapse_marks_the_text_its_formatted_form_and_an_edits_new_text() -> None:
    content = {"msgtype": "m.text", "body": "* 新", "m.new_content": {"msgtype": "m.text", "body": "新"}, "formatted_body": "<b>新</b>"}
    new = replaced(content, marked(content, "[要確認]"))
    assert new == {"msgtype": "m.text", "body": "[要確認] * 新", "m.new_content": {"msgtype": "m.text", "body": "[要確認] 新"}, "formatted_body": "[要確認] <b>新</b>"}
    assert marked({"body": 5, "m.new_content": "x"}, "[要確認]") == {}


@pytest.mark.parametrize(
    ("api", "path", "body", "expected"),
    [
        (
            "slack", "/api/chat.postMessage",
            {"blocks": [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "OK"}}]}, {"type": "section", "text": {"type": "mrkdwn", "text": PHONE}}]},
            {"blocks": [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "OK"}}]}, {"type": "section", "text": {"type": "mrkdwn", "text": f"[要確認] {PHONE}"}}]},
        ),
        ("slack", "/api/chat.update", {"channel": "C1", "ts": "1", "text": f"[要確認] {PHONE}"}, {"channel": "C1", "ts": "1", "text": f"[要確認] {PHONE}"}),
        ("slack", "/api/chat.appendStream", {"channel": "C1", "ts": "1", "markdown_text": "1234-5678"}, {"channel": "C1", "ts": "1", "markdown_text": "1234-5678"}),
        (
            "lineworks", "/v1.0/bots/1/channels/c/messages", {"content": {"type": "button_template", "contentText": PHONE, "actions": [{"type": "message", "label": "はい"}]}},
            {"content": {"type": "button_template", "contentText": f"[要確認] {PHONE}", "actions": [{"type": "message", "label": "はい"}]}},
        ),
        ("slack", "/api/views.open", {"view": {"title": {"type": "plain_text", "text": "連絡先"}, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": PHONE}}]}},
         {"view": {"title": {"type": "plain_text", "text": "連絡先"}, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": PHONE}}]}}),
        ("mattermost", "/api/v4/commands/execute", {"channel_id": "c", "command": f"/me {PHONE}"}, {"channel_id": "c", "command": f"/me {PHONE}"}),
    ],
)  # fmt: skip
def test_the_mark_stands_on_no_button_in_no_stream_and_not_twice(api: str, path: str, body: Any, expected: Any) -> None:
    assert tagged(api, path, body) == expected


@pytest.mark.parametrize(
    ("api", "path", "body", "expected"),
    [
        ("slack", "/api/chat.postMessage", {"attachments": [{"text": PHONE}], "text": "通知"}, {"attachments": [{"text": PHONE}], "text": "[要確認] 通知"}),
        ("mattermost", "/hooks/abc", {"attachments": [{"text": PHONE}], "text": "通知"}, {"attachments": [{"text": PHONE}], "text": "[要確認] 通知"}),
        (
            "matrix", "/_matrix/client/v3/rooms/!r:h/send/m.room.message/1",
            {"formatted_body": "<b>二</b>", "m.new_content": {"formatted_body": "<b>一</b>", "body": "一"}, "body": "二"},
            {"formatted_body": "[要確認] <b>二</b>", "m.new_content": {"formatted_body": "[要確認] <b>一</b>", "body": "[要確認] 一"}, "body": "[要確認] 二"},
        ),
    ],
)  # fmt: skip
def test_the_mark_stands_before_the_text_whatever_the_order_of_keys(api: str, path: str, body: Any, expected: Any) -> None:
    assert tagged(api, path, body) == expected


def test_a_plugins_request_is_sent_on_to_the_byte_when_there_is_no_place_for_a_mark() -> None:
    body = f"\ufeffnote {PHONE}\r\n".encode()
    assert tag_post(RawPost("mattermost", Head("POST", "/plugins/x/api", headers={"content-type": "text/plain"}), body), "[要確認]") == body
    assert rewrite_post(RawPost("mattermost", Head("POST", "/plugins/x/api", headers={"content-type": "text/plain"}), body), ()).body == body


@pytest.mark.parametrize(
    ("api", "path", "body", "expected"),
    [
        ("workflows", "/workflows/x", {"@type": "MessageCard", "title": f"連絡先 {PHONE}", "sections": []}, {"@type": "MessageCard", "title": f"[要確認] 連絡先 {PHONE}", "sections": []}),
        ("gchat", "/v1/spaces/a/messages", {"cardsV2": [{"card": {"header": {"title": PHONE}}}]}, {"cardsV2": [{"card": {"header": {"title": f"[要確認] {PHONE}"}}}]}),
        ("slack", "/api/chat.postMessage", {"attachments": [{"fields": [{"title": "電話", "value": PHONE}]}]}, {"attachments": [{"fields": [{"title": "[要確認] 電話", "value": PHONE}]}]}),
        (
            "slack", "/api/chat.postMessage", {"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": PHONE}}]},
            {"text": "[要確認] x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": PHONE}}]},
        ),
        ("mattermost", "/api/v4/posts", {"channel_id": "c", "message": f"```\n{PHONE}\n```"}, {"channel_id": "c", "message": f"[要確認]\n\n```\n{PHONE}\n```"}),
        ("mattermost", "/api/v4/posts", {"channel_id": "c", "message": f"### {PHONE}"}, {"channel_id": "c", "message": f"[要確認]\n\n### {PHONE}"}),
        (
            "matrix", "/_matrix/client/v3/rooms/!r:h/send/m.room.message/1",
            {"msgtype": "m.text", "body": f"> <@u:hs.example> 先日の件\n\n{PHONE}", "formatted_body": f"<mx-reply>先日</mx-reply>{PHONE}"},
            {"msgtype": "m.text", "body": f"> <@u:hs.example> 先日の件\n\n[要確認] {PHONE}", "formatted_body": f"<mx-reply>先日</mx-reply>[要確認] {PHONE}"},
        ),
    ],
)  # fmt: skip
def test_cards_without_a_text_are_marked_and_what_begins_a_block_still_begins_one(api: str, path: str, body: Any, expected: Any) -> None:
    assert tagged(api, path, body) == expected


@pytest.mark.parametrize(
    ("api", "path", "body"),
    [
        ("botframework", "/v3/conversations/a/activities", {"type": "event", "name": "startx", "value": "090-1234-5678"}),
        ("slack", "/triggers/T1/1/abc", {"user_id": "U0123456", "value": "09012345678"}), ("workflows", "/workflows/x", {"requests": {"value": PHONE}}),
        ("botframework", "/v3/conversations/a/activities", {"type": "message", "attachments": [{"content": {"body": [{"type": "Input.Date", "value": "2026-11-29"}]}}]}),
        ("matrix", "/_matrix/client/v3/rooms/!r:h/send/m.room.message/1", {"msgtype": "m.text", "body": f"> <@u:hs.example> 件\n\n[要確認] {PHONE}"}),
    ],
)  # fmt: skip
def test_what_programs_read_and_what_is_marked_already_stays(api: str, path: str, body: Any) -> None:
    assert tagged(api, path, body) == body


def test_an_upstream_that_answers_with_a_bare_string_is_no_error() -> None:
    assert rewritten(b'"abc"', "upload_url", "https://gate.example", httpx.URL("https://slack.com"), adapter_of("slack"), lambda _file, _address: "") == b'"abc"'
