"""Slack's own SDK through the gate: it sees what it would see without, or Slack's own kind of error."""

from __future__ import annotations

import io
import json
import re

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Place
from tests.chat.stubs import TOKEN


def client(place: Place) -> WebClient:
    return WebClient(TOKEN, base_url=f"{place.url}/api/")


def test_a_message_that_is_fine_arrives_byte_for_byte(slack: Place) -> None:
    direct, through = WebClient(TOKEN, base_url=f"{slack.stub.url}/api/"), client(slack)
    for one in (direct, through):
        answer = one.chat_postMessage(channel="C024BE91L", text=CLEAN, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "*承知*しました <@U123>"}}])
        assert answer["ok"]
    bare, gated = slack.stub.seen
    assert (gated.method, gated.path, gated.query, gated.body) == (bare.method, bare.path, bare.query, bare.body)
    assert [h for h in gated.headers if h[0] not in ("host", "connection")] == [h for h in bare.headers if h[0] not in ("host", "connection")]


def test_only_the_telephone_number_is_taken_out_of_the_payload(slack: Place) -> None:
    blocks = [{"type": "section", "fields": [{"type": "mrkdwn", "text": "*担当*\n高梨"}, {"type": "mrkdwn", "text": PHONE}]}, {"type": "divider"}]
    client(slack).chat_postMessage(channel="C024BE91L", text="連絡先です", blocks=blocks, unfurl_links=False)
    direct = WebClient(TOKEN, base_url=f"{slack.stub.url}/api/")
    direct.chat_postMessage(channel="C024BE91L", text="連絡先です", blocks=json.loads(json.dumps(blocks).replace("090-1234-5678", REDACTED)), unfurl_links=False)
    gated, expected = slack.stub.seen
    assert json.loads(gated.body) == json.loads(expected.body)
    assert "090-1234" not in gated.body.decode()


def test_a_form_is_redacted_in_place(slack: Place) -> None:
    body = "channel=C1&text=%E9%9B%BB%E8%A9%B1%E3%81%AF+090-1234-5678+%E3%81%A7%E3%81%99&as_user=true&blocks=%5B%5D"
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/x-www-form-urlencoded"}
    assert httpx.post(f"{slack.url}/api/chat.postMessage", content=body, headers=headers).json()["ok"]
    arrived = slack.stub.last.body.decode()
    assert slack.stub.last.form["text"] == f"電話は {REDACTED} です"
    assert arrived.startswith("channel=C1&text=")
    assert arrived.endswith("&as_user=true&blocks=%5B%5D")


def test_a_refused_message_raises_the_sdks_own_error_with_advice(slack: Place) -> None:
    with pytest.raises(SlackApiError) as refused:
        client(slack).chat_postMessage(channel="C024BE91L", text=CARD)
    assert refused.value.response["error"] == "sekisho_blocked"
    assert "カード番号" in str(refused.value)
    assert "4111" not in str(refused.value)
    assert not slack.stub.seen


def test_a_message_held_for_review_says_so_and_stays_here(slack: Place) -> None:
    with pytest.raises(SlackApiError) as held:
        client(slack).chat_postMessage(channel="C024BE91L", text=CAREER)
    assert held.value.response["error"] == "sekisho_held"
    incident = held.value.response["incident"]
    assert incident in slack.gateway.command("quarantine", "list").stdout
    assert not slack.stub.seen


@pytest.mark.parametrize("call", ["chat_update", "chat_postEphemeral", "chat_scheduleMessage", "chat_meMessage"])
def test_every_way_to_write_is_looked_at(slack: Place, call: str) -> None:
    more = {"ts": "1732450000.000100", "user": "U1", "post_at": 1900000000}
    with pytest.raises(SlackApiError, match="sekisho_blocked"):
        getattr(client(slack), call)(channel="C024BE91L", text=CARD, **more)
    assert not slack.stub.seen


def test_a_name_split_over_rich_text_is_read_as_one_line(slack: Place) -> None:
    pieces = [{"type": "text", "text": piece} for piece in ("電話は 090-12", "34-56", "78 です")]
    pieces[1]["style"] = {"bold": True}
    client(slack).chat_postMessage(channel="C1", text=" ", blocks=[{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}])
    elements = slack.stub.last.json["blocks"][0]["elements"][0]["elements"]
    assert "".join(one["text"] for one in elements) == f"電話は {REDACTED}\u200b です"  # no element is left without text
    assert elements[1]["style"] == {"bold": True}


def test_a_secret_split_over_two_messages_is_stopped_at_the_second(slack: Place) -> None:
    sdk = client(slack)
    sdk.chat_postMessage(channel="C0SPLIT", text="弊社に来られた坂口さんの件です。")
    with pytest.raises(SlackApiError, match="sekisho_held"):
        sdk.chat_postMessage(channel="C0SPLIT", text="以前はトヨハシ電機に10年お勤めだったそうです。")
    sdk.chat_postMessage(channel="C0SPLIT", text=CLEAN)
    assert len(slack.stub.seen) == 2


def test_a_streamed_answer_is_judged_on_what_has_been_said_so_far(slack: Place) -> None:
    sdk = client(slack)
    ts = sdk.chat_startStream(channel="C0STREAM", thread_ts="1732450000.000001", markdown_text="カード番号は 4111 1111 ")["ts"]
    with pytest.raises(SlackApiError, match="sekisho_blocked"):
        sdk.chat_appendStream(channel="C0STREAM", ts=ts, markdown_text="1111 1111 です。")
    sdk.chat_appendStream(channel="C0STREAM", ts=ts, markdown_text="お伝えできません。")
    sdk.chat_stopStream(channel="C0STREAM", ts=ts)
    assert [one.path.rpartition(".")[2] for one in slack.stub.seen] == ["startStream", "appendStream", "stopStream"]


def test_a_file_passes_through_the_gate_and_text_in_it_is_read(slack: Place) -> None:
    sdk = client(slack)
    sdk.files_upload_v2(channel="C024BE91L", file=io.BytesIO("議事録\n".encode()), filename="minutes.txt", initial_comment="議事録です")
    assert [one.path.split("/")[1] for one in slack.stub.seen] == ["api", "upload", "api"]
    slack.stub.seen.clear()
    with pytest.raises(SlackApiError, match="sekisho_blocked") as refused:
        sdk.files_upload_v2(channel="C024BE91L", file=io.BytesIO(CARD.encode("cp932")), filename="list.csv")
    assert "カード番号" in refused.value.response["errors"][0]
    assert [one.path for one in slack.stub.seen] == ["/api/files.getUploadURLExternal"]


def test_a_file_that_was_refused_may_be_sent_again_without_the_number(slack: Place) -> None:
    bearer = {"authorization": f"Bearer {TOKEN}"}
    given = httpx.post(f"{slack.url}/api/files.getUploadURLExternal", data={"filename": "a.txt", "length": "9"}, headers=bearer).json()
    assert httpx.post(given["upload_url"], content=CARD.encode()).text.startswith("OK - ")
    files = {"files": json.dumps([{"id": given["file_id"], "title": "a"}]), "channel_id": "C024BE91L"}
    assert httpx.post(f"{slack.url}/api/files.completeUploadExternal", data=files, headers=bearer).json()["error"] == "sekisho_blocked"
    assert httpx.post(given["upload_url"], content="議事録".encode()).status_code == 200
    assert httpx.post(f"{slack.url}/api/files.completeUploadExternal", data=files, headers=bearer).json()["ok"] is True


def test_nobody_can_have_another_file_refused_by_giving_its_id_to_an_upload(slack: Place) -> None:
    bearer = {"authorization": f"Bearer {TOKEN}"}
    given = httpx.post(f"{slack.url}/api/files.getUploadURLExternal", data={"filename": "a.txt", "length": "9"}, headers=bearer).json()
    address, file = given["upload_url"], given["file_id"]
    assert httpx.post(address, content="議事録".encode()).status_code == 200
    sealed = re.search(rf"/{file}\.[0-9a-f]{{32}}/", address)
    assert sealed
    forged = [address.replace(sealed.group(), place) for place in (f"/{file}/", f"/{file}.{'0' * 32}/", "/")]
    forged.append(address.replace("/upload/", "/upload/v1/x", 1))
    for one in forged:
        assert httpx.post(one, content=CARD.encode()).status_code in (403, 404)
    files = {"files": json.dumps([{"id": file, "title": file}]), "channel_id": "C024BE91L"}
    assert httpx.post(f"{slack.url}/api/files.completeUploadExternal", data=files, headers=bearer).json()["ok"] is True


def test_an_address_to_upload_to_of_before_an_update_is_still_good(slack: Place) -> None:
    given = httpx.post(f"{slack.url}/api/files.getUploadURLExternal", data={"filename": "a.txt", "length": "9"}, headers={"authorization": f"Bearer {TOKEN}"}).json()
    assert httpx.post(re.sub(r"(?<=/sekisho-upload/)[^/]{1,80}/", "", given["upload_url"]), content="議事録".encode()).status_code == 200


def test_a_number_in_a_files_name_or_title_is_refused(slack: Place) -> None:
    with pytest.raises(SlackApiError, match="sekisho_blocked"):
        client(slack).files_upload_v2(channel="C1", content="x", filename="カード番号4111111111111111.txt")
    assert not slack.stub.seen


def test_incoming_webhooks_are_answered_as_slack_does(slack: Place) -> None:
    hook = WebhookClient(f"{slack.url}/services/T0001/B0001/fictional")
    assert hook.send(text=CLEAN).body == "ok"
    refused = hook.send(text=CARD)
    assert refused.status_code == 403
    assert "カード番号" in refused.body
    form = httpx.post(f"{slack.url}/services/T0001/B0001/fictional", data={"payload": json.dumps({"text": PHONE})})
    assert form.text == "ok"
    assert json.loads(slack.stub.last.form["payload"])["text"] == PHONE.replace("090-1234-5678", REDACTED)


def test_slacks_own_refusals_come_through(slack: Place) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        WebClient("xoxb-wrong", base_url=f"{slack.url}/api/").chat_postMessage(channel="C1", text=CLEAN)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client(slack).chat_postMessage(channel="", text=CLEAN)


def test_arguments_in_the_query_are_no_way_round(slack: Place) -> None:
    with pytest.raises(SlackApiError, match="sekisho_blocked"):
        client(slack).api_call("chat.postMessage", http_verb="GET", params={"channel": "C1", "text": CARD})
    for path in ("/api//chat.postMessage", "/api/chat.postMessage/", "/api/chat%2EpostMessage", "/api/x/../chat.postMessage"):
        answer = httpx.post(slack.url + path, json={"channel": "C1", "text": CARD}, headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.json()["ok"] is False
    assert not slack.stub.seen


@pytest.mark.parametrize("method", ["usergroups.create", "usergroups.update", "calls.add"])
def test_descriptions_and_titles_are_read_too(slack: Place, method: str) -> None:
    with pytest.raises(SlackApiError, match="sekisho_blocked"):
        client(slack).api_call(method, json={"name": "x", "description": CARD, "title": CARD})
    assert not slack.stub.seen


def test_a_body_with_a_byte_order_mark_is_read(slack: Place) -> None:
    kind = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json; charset=utf-8"}
    body = b"\xef\xbb\xbf" + json.dumps({"channel": "C1", "text": CARD}).encode()
    assert httpx.post(f"{slack.url}/api/chat.postMessage", content=body, headers=kind).json()["error"] == "sekisho_blocked"
