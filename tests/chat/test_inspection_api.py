"""A server with a hook of its own asks before it delivers: the answer says what to do, and what to tell the author."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.chat.api_keys import ApiKeys, KeyFileError, Pace, add_key, read_keys, remove_key
from gateway.chat.inspect_models import document
from gateway.chat.inspect_text import AskedText, Piece
from gateway.verdict import About, Finding, Zone
from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Asking

SAKAGUCHI = "坂口さん"


def ask(asking: Asking, body: Any = None, key: str | None = None, **more: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {asking.key if key is None else key}"} | more.pop("headers", {})
    if body is not None:
        more["json"] = body
    return httpx.post(f"{asking.url}/v1/inspect", headers=headers, timeout=60, **more)


def answer(asking: Asking, **question: Any) -> Any:
    reply = ask(asking, question)
    assert reply.status_code == 200, reply.text
    paper = document("1")
    jsonschema.validate(reply.json(), {"$ref": "#/components/schemas/Answer", "components": paper["components"]})
    return reply.json()


def test_an_ordinary_message_passes(asking: Asking) -> None:
    said = answer(asking, channel="mattermost", text=CLEAN, sender={"address": "kido@hibari-soft.example", "name": "城戸"})
    assert (said["action"], said["redacted"], said["coaching"], said["incident"]) == ("pass", None, None, None)


def test_a_telephone_number_is_taken_out_of_text_html_and_markdown(asking: Asking) -> None:
    html = "<p>折り返しは <b>090-1234-</b>5678 まで &amp; よろしく</p>"
    said = answer(asking, text=PHONE, html=html, parts=[{"ref": "card", "form": "markdown", "text": "**TEL** 090-1234-5678"}])
    assert said["action"] == "redact"
    assert said["redacted"]["text"] == PHONE.replace("090-1234-5678", REDACTED)
    assert said["redacted"]["html"].startswith(f"<p>折り返しは <b>{REDACTED}")
    assert said["redacted"]["html"].endswith(" まで &amp; よろしく</p>")
    assert said["redacted"]["card"] == f"**TEL** {REDACTED}"
    first = next(one for one in said["findings"] if one["entity_type"] == "PHONE_NUMBER" and one["part"] == "text")
    assert PHONE[first["start"] : first["end"]] == "090-1234-5678"
    assert "電話番号" in said["coaching"]["ja"]
    assert "伏せて送信" in said["coaching"]["ja"]
    assert "090-" not in json.dumps(said["coaching"])


def test_a_key_that_stands_twice_is_refused(asking: Asking) -> None:
    body = f'{{"text": "{CARD}", "text": "ok"}}'
    reply = ask(asking, content=body.encode(), headers={"content-type": "application/json"})
    assert (reply.status_code, "twice" in reply.json()["detail"]) == (400, True)


def test_a_card_number_is_blocked_with_advice_that_does_not_repeat_it(asking: Asking) -> None:
    said = answer(asking, text=CARD)
    assert (said["action"], said["rules"], said["incident"]) == ("block", ["number"], None)
    assert "4111" not in json.dumps(said["coaching"])


def test_what_was_written_just_before_is_read_together_with_it(asking: Asking) -> None:
    later = "以前はトヨハシ電機に10年お勤めだったそうです。"
    said = answer(asking, text=later, earlier=f"弊社に来られた{SAKAGUCHI}の件です。")
    assert said["action"] == "quarantine"
    assert all(0 <= one["start"] < one["end"] <= len(later) for one in said["findings"])
    assert answer(asking, text="承知しました。", earlier=CARD)["action"] == "pass"


def test_a_held_message_is_seen_by_a_reviewer_and_let_go(asking: Asking) -> None:
    said = answer(asking, text=CAREER, hold=True, room={"id": "general", "kind": "public"}, members=[{"address": "sano@hibari-soft.example"}])
    incident = said["incident"]
    where, key = f"{asking.url}/v1/incidents/{incident}", {"authorization": f"Bearer {asking.key}"}
    assert httpx.get(where, headers=key).json() == {"incident": incident, "state": "held"}
    assert CAREER in asking.gateway.command("quarantine", "show", incident, "--content").stdout
    assert asking.gateway.command("quarantine", "release", incident).returncode == 0
    assert httpx.get(where, headers=key).json()["state"] == "released"
    assert asking.gateway.command("quarantine", "release", incident).returncode != 0
    assert httpx.get(f"{asking.url}/v1/incidents/SK261124-ZZZZZZZZ", headers=key).status_code == 404


def test_readers_without_an_address_are_told_apart(asking: Asking) -> None:
    said = answer(asking, text=CAREER, hold=True, recipients=[{"name": "佐野"}, {"name": "矢島"}, {"address": "kido"}, {"address": "omori@minato-foods.example", "name": "大森"}])
    shown = asking.gateway.command("quarantine", "list", "--json").stdout
    held = next(json.loads(line) for line in shown.splitlines() if said["incident"] in line)
    assert len(set(held["recipients"])) == 4
    assert {"kido@chat.invalid", "omori@minato-foods.example"} < set(held["recipients"])


def test_a_text_file_is_read_and_another_says_it_was_not(asking: Asking) -> None:
    key = {"authorization": f"Bearer {asking.key}"}
    said = httpx.post(f"{asking.url}/v1/inspect/file", params={"name": "list.csv"}, content=CARD.encode("cp932"), headers=key, timeout=60).json()
    assert said["action"] == "block"
    said = httpx.post(f"{asking.url}/v1/inspect/file", params={"name": "議事録.txt", "channel": "matrix"}, content="議事録\n".encode(), headers=key, timeout=60).json()
    assert said["action"] == "pass"
    assert httpx.post(f"{asking.url}/v1/inspect/file", params={"channel": "icq"}, content=b"", headers=key).status_code == 422


@pytest.mark.parametrize(("change", "status", "word"), [
    ({"headers": {"authorization": ""}}, 401, "apikey add"),
    ({"headers": {"authorization": "Basic eDp5"}}, 401, "Bearer"),
    ({"key": "sekisho_nobody"}, 403, "not valid"),
    ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "no JSON"),
    ({"content": b'{"text": "\xff"}', "headers": {"content-type": "application/json"}}, 400, "no JSON"),
    ({"content": b"text=x", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 415, "JSON"),
    ({"content": b"{}", "headers": {"content-type": "application/json; charset=shift_jis"}}, 415, "UTF-8"),
    ({"body": {}}, 422, "openapi"),
    ({"body": {"text": "x", "hodl": True}}, 422, "openapi"),
    ({"body": {"text": "x", "channel": "mail"}}, 422, "openapi"),
    ({"body": {"text": 5}}, 422, "openapi"),
    ({"body": {"text": "x" * 300_000}}, 413, "262,144"),
    ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400, "no JSON"),
])  # fmt: skip
def test_a_wrong_request_is_told_what_is_wrong_with_it(asking: Asking, change: dict[str, Any], status: int, word: str) -> None:
    reply = ask(asking, **change)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert (problem["status"], word in problem["detail"]) == (status, True), problem
    jsonschema.validate(problem, document("1")["components"]["schemas"]["Problem"] | {"components": document("1")["components"]})


def test_the_document_is_openapi_3_1_and_tells_the_paths_there_are(asking: Asking) -> None:
    paper = httpx.get(f"{asking.url}/openapi.json").json()
    assert paper["openapi"] == "3.1.0"
    assert set(paper["paths"]) == {"/v1/inspect", "/v1/inspect/file", "/v1/incidents/{incident}"}
    for schema in paper["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    assert httpx.get(f"{asking.url}/v1/inspect").status_code == 405
    assert httpx.get(f"{asking.url}/v2").json()["status"] == 404


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda one: st.lists(one, max_size=3) | st.dictionaries(
    st.sampled_from(["text", "html", "markdown", "parts", "channel", "sender", "recipients", "room", "members", "earlier", "hold", "ref", "form", "address", "kind", "x"]), one, max_size=6), max_leaves=12)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=anything)
def test_no_json_whatever_is_an_error_of_ours(asking: Asking, body: Any) -> None:
    reply = ask(asking, content=json.dumps(body).encode(), headers={"content-type": "application/json"})
    assert reply.status_code in (200, 400, 422, 429), reply.text


def test_no_text_and_no_key_stand_in_the_log(asking: Asking) -> None:
    ask(asking, {"text": CARD, "hold": True})
    log = asking.gateway.log.read_text()
    assert asking.key not in log
    assert "4111 1111" not in log and "41111111" not in log  # fewer digits stand in a time of day by chance


def test_a_finding_over_two_parts_is_taken_out_of_both() -> None:
    text = AskedText([Piece("a", "text", "電話 090-12"), Piece("b", "html", "<b>34</b>-5678 です")], "前の話")
    found = Finding("PHONE_NUMBER", "body", 7, 20, 0.9, About.UNKNOWN, Zone.BODY)
    assert text.text[7:20] == "090-12\n34-567"
    made = text.redacted([found])
    assert made == {"a": f"電話 {REDACTED}", "b": "<b></b>8 です"}


def test_a_key_is_shown_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    keys = ApiKeys(path)
    assert keys.name_of("x") is None
    key = add_key(path, "zulip")
    assert keys.name_of(key) == "zulip"
    assert key not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(KeyFileError, match="already"):
        add_key(path, "zulip")
    with pytest.raises(KeyFileError, match="no name"):
        add_key(path, "a:b\nc")
    assert remove_key(path, "zulip")
    assert not remove_key(path, "zulip")
    assert keys.name_of(key) is None
    path.write_text("zulip:123\n")
    with pytest.raises(KeyFileError, match="keys:1"):
        read_keys(path)
    assert keys.name_of(key) is None


def test_a_key_that_asks_too_often_is_told_to_wait() -> None:
    pace = Pace(10)
    waits = [pace.wait("zulip") for _ in range(25)]
    assert waits[0] == 0
    assert 0 < waits[-1] <= 0.1
    assert pace.wait("rocket") == 0
    time.sleep(0.12)
    assert pace.wait("zulip") == 0


def test_a_server_of_another_kind_is_a_channel_of_its_own(asking: Asking) -> None:
    said = ask(asking, json={"channel": "other", "text": CARD}).json()
    assert said["action"] == "block"
    assert 'sekisho_messages_total{action="block",channel="other"}' in asking.gateway.get("/metrics")[1]


def test_a_number_begun_in_the_message_before_is_found_in_every_form_and_taken_out_of_each(asking: Asking) -> None:
    told = ask(asking, {"html": "<p>1111 1111</p>", "earlier": "カード番号 4111 1111"}).json()
    assert told["action"] == "block"
    told = ask(asking, {"text": "5678", "html": "<p>5678</p>", "earlier": "電話 090-1234-"}).json()
    assert told["action"] == "redact"
    assert "5678" not in json.dumps(told["redacted"])
