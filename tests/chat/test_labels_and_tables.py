"""A label and its value, and the cells of a row, are read on one line wherever services keep them apart."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from gateway.chat.adapter import Head
from gateway.chat.post_text import PostText, RawPost
from gateway.chat.written_html import html
from gateway.redaction import Edit
from tests.chat.conftest import REDACTED, Place
from tests.chat.stubs import TOKEN

CHAT = "/v1.0/chats/19:2da4c29f6d7041eca70b638b43d45437@thread.v2/messages"
BEARER = {"authorization": "Bearer fictional"}
PAIRS = [("氏名", "立石春香"), ("前職", "北斗精機")]
TABLE = "<table><tbody>" + "".join(f"<tr>\n<td><p>{label}</p>\n</td>\n<td>\n<p>{value}</p></td>\n</tr>" for label, value in PAIRS) + "</tbody></table>"
FIELDS = [{"title": label, "value": value, "short": True} for label, value in PAIRS]
BACKWARDS = [{"value": value, "title": f"{label}："} for label, value in PAIRS]
ROWS = [[{"type": "raw_text", "text": cell} for cell in pair] for pair in PAIRS]


def rich(text: str) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text, "style": {"bold": True}}]}]}


@pytest.mark.parametrize("more", [
    {"attachments": [{"fallback": "応募者", "fields": FIELDS}]},
    {"attachments": [{"fallback": "応募者", "fields": BACKWARDS}]},
    {"blocks": [{"type": "table", "rows": ROWS}]},
    {"blocks": [{"type": "table", "rows": [[rich(cell) for cell in pair] for pair in PAIRS]}]},
    {"attachments": [{"blocks": [{"type": "table", "rows": ROWS}]}]},
])  # fmt: skip
def test_a_candidate_in_slacks_fields_or_table_is_held(slack: Place, more: dict[str, Any]) -> None:
    with pytest.raises(SlackApiError, match="sekisho_held"):
        WebClient(TOKEN, base_url=f"{slack.url}/api/").chat_postMessage(channel="C0PAIRS", text="応募者の情報です。", **more)
    assert not slack.stub.seen


@pytest.mark.parametrize("element", [
    {"type": "FactSet", "facts": [{"title": label, "value": value} for label, value in PAIRS]},
    {"type": "Table", "rows": [{"type": "TableRow", "cells": [{"type": "TableCell", "items": [{"type": "TextBlock", "text": cell}]} for cell in pair]} for pair in PAIRS]},
    {"type": "ColumnSet", "columns": [
        {"type": "Column", "width": "auto", "items": [{"type": "TextBlock", "text": pair[side]} for pair in PAIRS]} for side in (0, 1)
    ]},
])  # fmt: skip
def test_a_candidate_in_a_cards_facts_or_table_is_held(teams: Place, botframework: Place, workflows: Place, element: dict[str, Any]) -> None:
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "応募者"}, element]}
    kind = "application/vnd.microsoft.card.adaptive"
    content = {"body": {"contentType": "html", "content": '<attachment id="1"></attachment>'}, "attachments": [{"id": "1", "contentType": kind, "content": json.dumps(card)}]}
    activity = {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
    assert httpx.post(teams.url + CHAT, json=content, headers=BEARER).status_code == 403
    assert httpx.post(f"{botframework.url}/v3/conversations/a/activities", json=activity, headers=BEARER).status_code == 403
    assert httpx.post(workflows.url + "/workflows/abc/triggers/manual/paths/invoke?sig=fictional", json=activity).status_code == 403
    assert not teams.stub.seen + botframework.stub.seen + workflows.stub.seen


def test_a_candidate_in_a_message_cards_facts_is_held(workflows: Place) -> None:
    card = {"@type": "MessageCard", "title": "応募者", "sections": [{"facts": [{"name": label, "value": value} for label, value in PAIRS]}]}
    assert httpx.post(workflows.url + "/workflows/abc/triggers/manual/paths/invoke?sig=fictional", json=card).status_code == 403


def test_a_candidate_in_a_table_of_a_message_is_held(teams: Place) -> None:
    assert httpx.post(teams.url + CHAT, json={"body": {"contentType": "html", "content": TABLE}}, headers=BEARER).status_code == 403
    assert not teams.stub.seen


def test_the_number_beside_its_label_goes_and_the_label_stays(slack: Place, teams: Place) -> None:
    attachments = [{"fallback": "連絡先", "fields": [{"value": "090-1234-5678", "title": "携帯"}]}]
    blocks = [{"type": "table", "rows": [[{"type": "raw_text", "text": "携帯"}, {"type": "raw_text", "text": "090-1234-5678"}]]}]
    WebClient(TOKEN, base_url=f"{slack.url}/api/").chat_postMessage(channel="C0FIELDS", text="連絡先です。", attachments=attachments, blocks=blocks)
    assert slack.stub.last.json["attachments"][0]["fields"] == [{"value": REDACTED, "title": "携帯"}]
    assert [cell["text"] for cell in slack.stub.last.json["blocks"][0]["rows"][0]] == ["携帯", REDACTED]
    table = "<table>\n<tr>\n<td>携帯</td>\n<td><p>090-<b>1234</b>-5678</p></td>\n</tr><tr><td>090-1234</td><td>-5678</td></tr></table>"
    httpx.post(teams.url + CHAT, json={"body": {"contentType": "html", "content": table}}, headers=BEARER)
    assert teams.stub.last.json["body"]["content"] == (
        f"<table>\n<tr>\n<td>携帯</td>\n<td><p>{REDACTED}<b></b></p></td>\n</tr><tr><td>{REDACTED}</td><td></td></tr></table>"
    )


def test_an_edit_over_label_and_value_empties_both() -> None:
    body = json.dumps({"channel": "C1", "attachments": [{"fields": [{"title": "氏名", "value": "立石春香"}]}]}).encode()
    text = PostText(RawPost("slack", Head("POST", "/api/chat.postMessage", headers={"content-type": "application/json"}), body))
    assert text.text == "氏名: 立石春香"
    assert json.loads(text.redacted([Edit("body", 1, 6, "［氏名］")]))["attachments"][0]["fields"] == [{"title": "氏［氏名］", "value": "春香"}]


def test_the_cells_of_a_row_stand_on_one_line() -> None:
    assert [line.strip() for line in html(TABLE, {}).text.split("\n") if line.strip()] == ["氏名\t立石春香", "前職\t北斗精機"]
    assert html("<tr><td>12</td><td>34</td><td></td><td>5</td></tr>", {}).text.strip() == "12\t34\t\t5"


@pytest.mark.parametrize("piece", ["<td>", "<td> ", "<tr><td>x", "</td>", "<td>x<p>", "<td>&#32;", f"<td>x{' ' * 5000}"])
def test_reading_a_table_takes_time_in_proportion_to_its_length(piece: str) -> None:
    began = time.perf_counter()
    html(piece * (200_000 // len(piece)), {})
    html(f"<td>x{' ' * 200_000}</td>" + "<i>" * 1000, {})
    assert time.perf_counter() - began < 10
