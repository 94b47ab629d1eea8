"""A post that was held is seen by a reviewer, and sent later as the same bot: once, whole or without what was found."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from starlette.responses import JSONResponse, Response

from gateway.chat.apis import adapter_of
from gateway.chat.held_post import post_text, redact_post, show_post
from gateway.chat.post_text import RawPost
from gateway.chat.reading import read_post
from gateway.chat.release import post_held
from gateway.chat.resend import Resend
from gateway.quarantine.store import HELD, RELEASED, RELEASING, Store, StoreError
from gateway.quarantine.vault import Vault
from gateway.settings import ChatListener
from gateway.shown import ShowError
from gateway.verdict import About, Finding, Zone
from tests.chat.conftest import CAREER, Place
from tests.chat.stubs import TOKEN, Seen, Stub
from tests.chat.test_slack import client
from tests.e2e.running import ROOT, SEKISHO
from tests.quarantine.held import hold

TEXT = "弊社に来られた坂口さんは、以前トヨハシ電機にお勤めでした。"
AT = TEXT.find("トヨハシ電機")
BODY = json.dumps({"channel": "C024BE91L", "text": TEXT, "unfurl_links": False}, ensure_ascii=False).encode()
HEADERS = (("Authorization", f"Bearer {TOKEN}"), ("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(BODY))))
FOUND = (Finding("JP_EMPLOYER", "body", AT, AT + 6, 0.9, About.THIRD_PARTY, Zone.BODY, text="トヨハシ電機", person="name:坂口"),)


def taken(_stub: Stub, _seen: Seen) -> Response:
    return JSONResponse({"ok": True, "ts": "1732450000.000100"})


@pytest.fixture
def service() -> Iterator[Stub]:
    stub = Stub(taken).start()
    yield stub
    stub.stop()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path}/held.db", Vault.from_file(tmp_path / "key"))
    yield made
    made.close()


def kept(url: str, **changes: Any) -> Resend:
    values: dict[str, Any] = {"method": "POST", "target": "/api/chat.postMessage", "headers": HEADERS, "body": BODY, "upstream": url, "api": "slack"}
    return Resend(**(values | changes))


def held(store: Store, resend: Resend, incident: str = "SK1") -> str:
    store.hold(hold(incident, channel="slack", content=resend.packed(), findings=FOUND, sender="app-1@hibari-soft.example", options=()))
    return incident


def slack_at(url: str) -> ChatListener:
    return ChatListener(api="slack", port=0, upstream=url)


async def test_what_is_released_arrives_as_the_bot_sent_it(store: Store, service: Stub) -> None:
    reply = await post_held(store, [slack_at(service.url)], held(store, kept(service.url)), "kudo")
    assert reply.startswith("200")
    (seen,) = service.seen
    assert (seen.method, seen.path, seen.body, seen.header("authorization")) == ("POST", "/api/chat.postMessage", BODY, f"Bearer {TOKEN}")
    assert store.get("SK1").state == RELEASED  # type: ignore[union-attr]


@pytest.mark.parametrize("page", [b"<html>proxy login</html>", b"[]", b'{"ok": "yes"}', b"[" * 100_000])
async def test_a_page_of_a_proxy_is_no_proof_that_slack_has_it(store: Store, page: bytes) -> None:
    stub = Stub(lambda _stub, _seen: Response(page)).start()
    try:
        with pytest.raises(StoreError, match="--again"):
            await post_held(store, [slack_at(stub.url)], held(store, kept(stub.url)), "kudo")
        assert store.get("SK1").state == RELEASING  # type: ignore[union-attr]
    finally:
        stub.stop()


async def test_of_ten_who_release_at_once_one_posts(store: Store, service: Stub) -> None:
    held(store, kept(service.url))
    tries = await asyncio.gather(*(post_held(store, [slack_at(service.url)], "SK1", f"r{i}") for i in range(10)), return_exceptions=True)
    assert len([one for one in tries if isinstance(one, str)]) == 1
    assert all(isinstance(one, str | StoreError) for one in tries)
    assert len(service.seen) == 1


async def test_a_post_kept_for_a_service_that_is_not_in_the_settings_goes_nowhere(store: Store, service: Stub) -> None:
    held(store, kept(service.url))
    for settings in ([], [slack_at("https://slack.com")], [ChatListener(api="chatwork", port=0, upstream=service.url)]):
        with pytest.raises(StoreError, match="not in the settings"):
            await post_held(store, settings, "SK1", "kudo")
    assert not service.seen
    assert store.get("SK1").state == HELD  # type: ignore[union-attr]


async def test_a_replaced_request_cannot_be_sent_elsewhere(store: Store, service: Stub) -> None:
    held(store, kept(service.url))
    for other in (kept("https://elsewhere.example"), kept(service.url, target="/api/chat.delete")):
        with pytest.raises(StoreError, match="not in the settings"):
            await post_held(store, [slack_at(service.url)], "SK1", "kudo", content=other.packed())
    assert not service.seen


@pytest.mark.parametrize(("answer", "said"), [
    (JSONResponse({"ok": False, "error": "channel_not_found"}), "channel_not_found"),
    (JSONResponse({"ok": False, "error": "<b>C024BE91L"}), "ok: false"),
    (JSONResponse({}, 500), "500"),
    (Response(status_code=302, headers={"location": "https://elsewhere.example/"}), "302"),
])  # fmt: skip
async def test_a_post_that_the_service_refuses_stays_held(store: Store, answer: Response, said: str) -> None:
    stub = Stub(lambda _stub, _seen: answer).start()
    held(store, kept(stub.url))
    with pytest.raises(StoreError, match=said):
        await post_held(store, [slack_at(stub.url)], "SK1", "kudo")
    stub.stop()
    assert store.get("SK1").state == HELD  # type: ignore[union-attr]


async def test_a_service_that_is_down_leaves_the_post_held(store: Store, service: Stub) -> None:
    held(store, kept(service.url))
    service.stop()
    with pytest.raises(StoreError, match="cannot be reached"):
        await post_held(store, [slack_at(service.url)], "SK1", "kudo")
    assert store.get("SK1").state == HELD  # type: ignore[union-attr]


async def test_a_connection_that_breaks_after_sending_is_never_tried_again_unasked(store: Store) -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    held(store, kept(url))
    with pytest.raises(StoreError, match="look into the room"):
        await post_held(store, [slack_at(url)], "SK1", "kudo")
    server.close()
    assert store.get("SK1").state == RELEASING  # type: ignore[union-attr]
    with pytest.raises(StoreError, match="--again"):
        await post_held(store, [slack_at(url)], "SK1", "kudo")


async def test_the_redacted_version_is_the_same_request_without_the_employer(store: Store, service: Stub) -> None:
    held(store, kept(service.url))
    await post_held(store, [slack_at(service.url)], "SK1", "kudo", content=redact_post(kept(service.url).packed(), FOUND))
    arrived = service.last.json
    assert arrived == {"channel": "C024BE91L", "text": TEXT.replace("トヨハシ電機", "［前職］"), "unfurl_links": False}
    assert "redacted" in store.events("SK1")[-1][3]


def test_a_reviewer_sees_the_text_and_no_credentials() -> None:
    hook = kept("https://hooks.slack.com", target="/services/T000/B000/secretsecret", body=json.dumps({"text": TEXT}).encode())
    for one in (kept("https://slack.com"), hook):
        shown = show_post(one.packed(), FOUND, (0,))
        assert shown.texts[0].text == TEXT
        assert TOKEN not in repr(shown.headers)
        assert "secretsecret" not in f"{shown.headers}"
        assert post_text(one.packed()) == TEXT


def test_findings_stand_where_they_were_found_when_it_was_read_with_the_message_before() -> None:
    first = read_post(RawPost("slack", kept("https://slack.com").head, BODY))
    later = kept("https://slack.com", recent={first.key: "坂口さんの件です。"})
    assert show_post(later.packed()).texts[0].text == f"坂口さんの件です。\n{TEXT}"
    with pytest.raises(ShowError, match="earlier message"):
        redact_post(later.packed(), (Finding("PERSON", "body", 0, 2, 0.9, About.THIRD_PARTY, Zone.BODY, text="坂口"),))


def test_a_post_held_by_a_version_that_read_it_otherwise_is_redacted_where_the_words_stand_now() -> None:
    earlier = replace(FOUND[0], start=AT + 3, end=AT + 9)
    assert json.loads(Resend.unpacked(redact_post(kept("x").packed(), (earlier,))).body)["text"] == TEXT.replace("トヨハシ電機", "［前職］")
    with pytest.raises(ShowError, match="read otherwise"):
        redact_post(kept("x").packed(), (replace(FOUND[0], text="トヨハシ・電機"),))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n", b"\xff\n\xff", b"From: a@b.example\r\n\r\nx", kept("https://slack.com", body=b'{"text": 1').packed(),
                                     kept("https://slack.com", api="icq").packed()])  # fmt: skip
def test_what_is_no_post_says_so(content: bytes) -> None:
    for work in (show_post, lambda one: redact_post(one, FOUND), post_text):
        with pytest.raises(ShowError):
            work(content)


def test_every_api_can_be_named_by_a_kept_request() -> None:
    assert Resend.unpacked(kept("https://slack.com").packed()) == kept("https://slack.com")
    assert adapter_of(Resend.unpacked(kept("x").packed()).api).channel == "slack"


def test_the_command_line_releases_a_held_post_and_never_prints_the_token(slack: Place) -> None:
    with pytest.raises(SlackApiError) as refused:
        client(slack).chat_postMessage(channel="C0RELEASE", text=CAREER)
    incident = refused.value.response["incident"]
    shown = slack.gateway.command("quarantine", "show", incident, "--content").stdout
    assert CAREER in shown
    assert TOKEN not in shown
    done = slack.gateway.command("quarantine", "release", incident)
    assert done.returncode == 0, done.stderr
    assert slack.stub.last.json["text"] == CAREER
    assert slack.stub.last.header("authorization") == f"Bearer {TOKEN}"
    again = slack.gateway.command("quarantine", "release", incident)
    assert "released, not held" in again.stderr
    assert len(slack.stub.seen) == 1
    assert TOKEN not in slack.gateway.log.read_text()


def test_a_release_that_is_killed_is_never_repeated_unasked(slack: Place) -> None:
    with pytest.raises(SlackApiError) as refused:
        client(slack).chat_postMessage(channel="C0KILLED", text=CAREER)
    incident = refused.value.response["incident"]
    answer = slack.stub.answer

    def late(stub: Stub, seen: Seen) -> Response:
        time.sleep(1)
        return answer(stub, seen)

    slack.stub.answer = late
    process = subprocess.Popen([*SEKISHO, "quarantine", "release", incident, "--config", str(slack.gateway.config)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not slack.stub.seen and time.monotonic() < until:
        time.sleep(0.01)
    process.kill()
    process.wait(10)
    slack.stub.answer = answer
    assert "--again" in slack.gateway.command("quarantine", "release", incident).stderr
    assert len(slack.stub.seen) == 1
    assert slack.gateway.command("quarantine", "release", incident, "--again").returncode == 0
    assert [one.json["text"] for one in slack.stub.seen] == [CAREER, CAREER]
