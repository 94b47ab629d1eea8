"""Ways round the gate: every request that posts is read, whatever its path, its numbers or the protocol it offers."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import trustme
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gateway.chat.server import _Protocol
from gateway.chat.upload import text_of
from gateway.chat.written import slack as slack_text
from tests.chat.conftest import CARD, CAREER, CLEAN, RULES, Place, chat_gateway
from tests.chat.stubs import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}
CHANNEL = "4xp9fdt77pncbef59f4k1qe83o"
NUMBER = 4111111111111111


@pytest.mark.parametrize(("api", "path", "body"), [
    ("botframework", "/v3/batch/conversation/users/", {"members": [{"id": "u"}], "activity": {"type": "message", "text": CARD}, "tenantId": "t"}),
    ("botframework", "/v3/batch/conversation/team", {"teamId": "u", "activity": {"type": "message", "text": CARD}}),
    ("teams", "/v1.0/chats('19:a@thread.v2')/messages", {"body": {"content": CARD}}),
    ("teams", "/v1.0/chats(%2719:a@thread.v2%27)/messages", {"body": {"content": CARD}}),
    ("teams", "/v1.0/teams('T')/channels('C')/messages", {"body": {"content": CARD}}),
    ("teams", "/v1.0/teams/T/primaryChannel/messages", {"body": {"content": CARD}}),
    ("slack", "/commands/T1/1/x", {"text": CARD}),
    ("slack", "/actions/T1/1/x", {"text": CARD}),
    ("slack", "/api/chat.postMessage;x=1", {"channel": "C1", "text": CARD}),
    ("gchat", "/v1/spaces:setup", {"space": {"spaceType": "SPACE", "displayName": CARD}}),
    ("gchat", "/v1/spaces/A/messages;x", {"text": CARD}),
    ("lineworks", "/v1.0/bots/1/channels/c1/messages;x=1", {"content": {"type": "text", "text": CARD}}),
])  # fmt: skip
def test_every_path_that_posts_is_read(services: dict[str, Place], api: str, path: str, body: dict[str, object]) -> None:
    place = services[api]
    place.stub.seen.clear()
    answer = httpx.post(place.url + path, json=body, headers=BEARER, timeout=30)
    assert answer.status_code >= 400 or answer.json()["ok"] is False
    assert not place.stub.seen


@pytest.mark.parametrize("path", ["/api%5Cchat.postMessage", "/api/chat.postMessage%00", "/api/chat.postMessage%20"])
def test_a_path_that_servers_read_differently_is_refused(slack: Place, path: str) -> None:
    answer = httpx.post(slack.url + path, json={"channel": "C1", "text": CLEAN}, headers=BEARER)
    assert answer.status_code == 400 or answer.json()["ok"] is False
    assert not slack.stub.seen


def test_a_batch_of_google_chat_cannot_be_read_and_is_refused(gchat: Place) -> None:
    body = f"--b\r\nContent-Type: application/http\r\n\r\nPOST /v1/spaces/A/messages\r\n\r\n{{\"text\": \"{CARD}\"}}\r\n--b--"
    assert httpx.post(f"{gchat.url}/batch", content=body.encode(), headers=BEARER | {"content-type": "multipart/mixed; boundary=b"}).status_code == 400
    assert not gchat.stub.seen


def test_the_contents_of_an_old_upload_are_read(slack: Place) -> None:
    answer = httpx.post(f"{slack.url}/api/files.upload", data={"content": CARD, "filename": "x"}, headers=BEARER)
    assert answer.json()["ok"] is False
    assert not slack.stub.seen


def test_arguments_in_chatworks_query_are_read(chatwork: Place) -> None:
    answer = httpx.post(f"{chatwork.url}/v2/rooms/1/messages", params={"body": CARD}, data={"body": CLEAN}, headers={"x-chatworktoken": TOKEN})
    assert answer.status_code == 400
    assert not chatwork.stub.seen


@pytest.mark.parametrize(("api", "path", "body"), [
    ("mattermost", "/api/v4/posts", {"channel_id": "m1", "message": "", "props": {"attachments": [{"text": "x", "fields": [{"title": "カード番号", "value": NUMBER}]}]}}),
    ("slack", "/api/chat.postMessage", {"channel": "C1", "text": "x", "attachments": [{"fields": [{"title": "カード番号", "value": NUMBER}]}]}),
    ("workflows", "/workflows/x?sig=1", {"type": "message", "attachments": [{"content": {"body": [{"type": "FactSet", "facts": [{"title": "カード番号", "value": NUMBER}]}]}}]}),
])  # fmt: skip
def test_a_number_written_as_a_number_is_read_with_its_label(services: dict[str, Place], api: str, path: str, body: dict[str, object]) -> None:
    place = services[api]
    place.stub.seen.clear()
    answer = httpx.post(place.url + path, json=body, headers=BEARER, timeout=30)
    assert answer.status_code >= 400 or answer.json()["ok"] is False
    assert not place.stub.seen


def raw(place: Place, *pieces: bytes, wait: float = 30) -> bytes:
    with socket.create_connection(("127.0.0.1", place.port), timeout=wait) as connection:
        for piece in pieces:
            connection.sendall(piece)
        found = b""
        while b"\r\n\r\n" not in found and (more := connection.recv(65536)):
            found += more
    return found


def test_a_client_that_offers_http_2_is_answered_by_http_1(mattermost: Place) -> None:
    body = b'{"channel_id": "m1", "message": "ok"}'
    head = b"POST /api/v4/posts HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
    head += f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert raw(mattermost, head + body).startswith(b"HTTP/1.1 201")
    assert raw(mattermost, head[:60], head[60:200], head[200:] + body[:5], body[5:]).startswith(b"HTTP/1.1 201")
    assert [one.body for one in mattermost.stub.seen] == [body, body]


def test_a_head_that_comes_byte_by_byte_costs_no_more_than_its_length() -> None:
    protocol = _Protocol.__new__(_Protocol)
    began = time.process_time()
    for _ in range(120_000):
        protocol.data_received(b"x")
    assert time.process_time() - began < 5


def test_a_body_that_stops_coming_is_ended(impatient: Place) -> None:
    for path in ("/api/v4/posts", "/api/v4/files?filename=a.txt"):
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{".encode()
        assert raw(impatient, head).startswith(b"HTTP/1.1 408"), path


def test_a_length_beyond_the_limit_is_refused_before_the_body_comes(mattermost: Place) -> None:
    head = b"POST /api/v4/posts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999999\r\n\r\n{"
    assert raw(mattermost, head).startswith(b"HTTP/1.1 413")


async def test_a_websocket_is_closed_with_the_code_it_was_closed_with(closing: Callable[[int], Place]) -> None:
    async with connect(f"ws://127.0.0.1:{closing(4001).port}/api/v4/websocket") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001


async def test_a_websocket_that_the_server_refuses_is_refused_as_it_was(closing: Callable[[int], Place]) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{closing(401).port}/api/v4/websocket")
    assert refused.value.response.status_code == 401


def test_marks_of_slack_within_a_number_and_links_with_one_are_read() -> None:
    assert slack_text("*4111* _1111_ `1111` ~1111~", {}).text == "4111 1111 1111 1111"
    assert slack_text("3*4*5 と a_b_c", {}).text == "3*4*5 と a_b_c"
    assert "4111111111111111" in slack_text("<https://pay.example/?card=4111111111111111|明細>", {}).text
    assert slack_text("<https://pay.example/top|明細>", {}).text == "明細"


def test_utf_16_without_a_mark_is_text() -> None:
    for charset in ("utf-16-le", "utf-16-be"):
        assert text_of(f"番号 4111\r\n{CARD}".encode(charset), True) == f"番号 4111\r\n{CARD}"
    assert text_of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", True) is None


def test_an_html_file_is_read_as_people_see_it(mattermost: Place) -> None:
    url = f"{mattermost.url}/api/v4/files"
    page = "カード番号 4111 <b>1111</b> 1111 1111".encode()
    assert httpx.post(url, files={"files": ("a.html", page, "text/html")}, data={"channel_id": "c"}, headers=BEARER).status_code == 403


def test_one_large_text_keeps_nobody_waiting(slow: Place) -> None:
    large = threading.Thread(target=lambda: httpx.post(f"{slow.url}/api/v4/posts", json={"channel_id": "c", "message": "あい、" * 80_000}, headers=BEARER, timeout=60))
    large.start()
    large.join()
    answer = httpx.post(f"{slow.url}/api/v4/posts", json={"channel_id": "c", "message": CLEAN}, headers=BEARER, timeout=60)
    assert answer.status_code == 201, answer.text


async def test_a_websocket_to_a_server_of_a_private_authority_goes_through(tmp_path: Path) -> None:
    authority = trustme.CA()
    pem = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(pem)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)

    async def echo(socket: ServerConnection) -> None:
        async for said in socket:
            await socket.send(said)

    async with serve(echo, "localhost", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        gateway, ports = chat_gateway(tmp_path / "private", {"mattermost": f"https://localhost:{port}"}, RULES, ca_file=str(pem))
        await asyncio.to_thread(gateway.start)
        try:
            async with connect(f"ws://127.0.0.1:{ports['mattermost']}/api/v4/websocket") as socket:
                await socket.send("こんにちは")
                assert await asyncio.wait_for(socket.recv(), 10) == "こんにちは"
        finally:
            await asyncio.to_thread(gateway.stop)


def test_an_upstream_hears_of_no_expectation_that_the_gate_has_met(mattermost: Place) -> None:
    body = {"channel_id": CHANNEL, "message": CLEAN}
    answer = httpx.post(f"{mattermost.url}/api/v4/posts", json=body, headers=BEARER | {"expect": "100-continue"}, timeout=20)
    assert answer.status_code < 300, answer.text
    assert mattermost.stub.last.header("expect") == ""


def test_a_post_that_comes_while_the_one_before_is_judged_is_read_with_it(mattermost: Place) -> None:
    texts = ("弊社に来られた坂口さんの件です。", "以前はトヨハシ電機に10年お勤めだったそうです。")
    host = urlsplit(mattermost.url).netloc
    for number in range(5):
        body = {"channel_id": f"4xp9fdt77pncbef59f4k1qe8{number:02}"}
        lines = [HTTPConnection(host, timeout=60) for _ in texts]
        for line in lines:  # both are open before, so that nothing but the order of sending decides which post is the first
            assert _answer(line, body | {"message": "おはようございます。"}) == 201
        for line, text in zip(lines, texts, strict=True):
            _post(line, body | {"message": text})
        assert [_status(line) for line in lines] == [201, 403]


def _post(line: HTTPConnection, body: dict[str, str]) -> None:
    line.request("POST", "/api/v4/posts", json.dumps(body), BEARER | {"content-type": "application/json"})


def _status(line: HTTPConnection) -> int:
    answer = line.getresponse()
    answer.read()
    return answer.status


def _answer(line: HTTPConnection, body: dict[str, str]) -> int:
    _post(line, body)
    return _status(line)


@pytest.mark.parametrize("way", ["patch", "put"])
def test_an_edit_that_completes_what_an_earlier_post_began_is_stopped(mattermost: Place, way: str) -> None:
    room = f"{way}9fdt77pncbef59f4k1qe83oxyz"[:26]
    with httpx.Client(timeout=60, headers=BEARER, base_url=f"{mattermost.url}/api/v4/posts") as client:
        client.post("", json={"channel_id": room, "message": "弊社に来られた坂口さんの件です。"})
        second = client.post("", json={"channel_id": room, "message": "おはようございます。"}).json()["id"]
        new = "以前はトヨハシ電機に10年お勤めだったそうです。"
        answer = client.put(f"/{second}/patch", json={"message": new}) if way == "patch" else client.put(f"/{second}", json={"id": second, "message": new})
        assert answer.status_code == 403
        held = answer.json()["request_id"]
        assert "坂口さんの件です" in mattermost.gateway.command("quarantine", "show", held, "--content").stdout
        elsewhere = client.post("", json={"channel_id": room[::-1], "message": "おはようございます。"}).json()["id"]
        assert client.put(f"/{elsewhere}/patch", json={"message": new}).status_code == 200


def test_what_an_edit_says_is_read_with_the_post_after_it(mattermost: Place) -> None:
    room = "after9fdt77pncbef59f4k1qe8"
    with httpx.Client(timeout=60, headers=BEARER, base_url=f"{mattermost.url}/api/v4/posts") as client:
        first = client.post("", json={"channel_id": room, "message": "おはようございます。"}).json()["id"]
        assert client.put(f"/{first}/patch", json={"message": "弊社に来られた坂口さんの件です。"}).status_code == 200
        assert client.post("", json={"channel_id": room, "message": "以前はトヨハシ電機に10年お勤めだったそうです。"}).status_code == 403


def test_an_edit_of_a_post_that_the_server_does_not_tell_of_is_judged_by_itself(mattermost: Place) -> None:
    with httpx.Client(timeout=60, headers=BEARER, base_url=f"{mattermost.url}/api/v4/posts") as client:
        assert client.put("/zzzzzzzzzzzzzzzzzzzzzzzzzz/patch", json={"message": "了解です"}).status_code == 200
        assert client.put("/zzzzzzzzzzzzzzzzzzzzzzzzzz/patch", json={"message": CAREER}).status_code == 403


def rich(text: str) -> dict[str, Any]:
    return {"text": text, "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]}]}


HALVES: dict[str, tuple[str, Any]] = {
    "html": ("/v1.0/chats/19:halves@thread.v2/messages", lambda text: {"body": {"contentType": "html", "content": f"<p>{text}</p>"}}),
    "text and blocks": ("/api/chat.postMessage", lambda text: {"channel": "C0HALVES", **rich(text)}),
    "text and a name": ("/api/chat.postMessage", lambda text: {"channel": "C0NAMED", "username": "bot", "text": text}),
    "formatted": ("/_matrix/client/v3/rooms/!halves:hs.example/send/m.room.message/h", lambda text: {"msgtype": "m.text", "body": text, "format": "org.matrix.custom.html", "formatted_body": f"<p><b>{text}</b></p>"}),
    "text and cards": ("/v1/spaces/HALVES/messages", lambda text: {"text": text, "cardsV2": [{"cardId": "a", "card": {"header": {"title": "お知らせ"}}}]}),
}


@pytest.mark.parametrize("how", HALVES)
def test_a_number_in_two_posts_is_found_in_whatever_form_they_are_written(services: dict[str, Place], how: str) -> None:
    path, body = HALVES[how]
    place = services[{"html": "teams", "formatted": "matrix", "text and cards": "gchat"}.get(how, "slack")]
    place.stub.seen.clear()
    send = httpx.put if how == "formatted" else httpx.post
    answers = [send(f"{place.url}{path}{number if how == 'formatted' else ''}", json=body(text), headers=BEARER, timeout=60) for number, text in enumerate(("カード番号 4111 1111", "1111 1111 です"))]
    assert len(place.stub.seen) == 1
    assert answers[1].status_code >= 400 or answers[1].json().get("ok") is False


def test_the_second_half_of_a_number_is_taken_out_of_every_form_it_is_shown_in(matrix: Place) -> None:
    url = f"{matrix.url}/_matrix/client/v3/rooms/!half:hs.example/send/m.room.message/"
    httpx.put(url + "1", json={"msgtype": "m.text", "body": "電話 090-1234-"}, headers=BEARER, timeout=60)
    httpx.put(url + "2", json={"msgtype": "m.text", "body": "**5678**", "formatted_body": "<strong>5678</strong>"}, headers=BEARER, timeout=60)
    assert matrix.stub.last.json["formatted_body"] == "<strong>［電話番号］</strong>"
    assert "5678" not in json.dumps(matrix.stub.last.json)
    httpx.put(url + "3", json={"msgtype": "m.text", "body": "電話 090-9876-"}, headers=BEARER, timeout=60)
    edit = {"msgtype": "m.text", "body": "* 5432", "m.new_content": {"msgtype": "m.text", "body": "5432"}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$x"}}
    httpx.put(url + "4", json=edit, headers=BEARER, timeout=60)
    assert "5432" not in json.dumps(matrix.stub.last.json)
    assert matrix.stub.last.json["body"].startswith("* ")


@pytest.mark.parametrize("number", ["090-<!---->1234-5678", "090-1234<!--EndFragment-->-5678", "090<!-- x -->-1234-5678"])
def test_a_comment_within_a_number_hides_nothing(teams: Place, number: str) -> None:
    answer = httpx.post(f"{teams.url}/v1.0/chats/19:c@thread.v2/messages", json={"body": {"contentType": "html", "content": f"電話 {number} です"}}, headers=BEARER, timeout=60)
    assert answer.status_code < 300
    shown = re.sub(r"<!--.*?-->", "", teams.stub.last.json["body"]["content"])
    assert shown == "電話 ［電話番号］ です"
