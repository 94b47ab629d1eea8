"""What clients send by mistake or on purpose, whatever the API: a right answer each time, and nothing unread goes on."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, RULES, Place, chat_gateway
from tests.chat.stubs import ANSWERS, TOKEN, Stub
from tests.e2e.running import free_port

BEARER = {"authorization": f"Bearer {TOKEN}", "x-chatworktoken": TOKEN}
CALLS: dict[str, tuple[str, str, str]] = {
    "slack": ("POST", "/api/chat.postMessage", '{"channel":"C1","text":"%s"}'),
    "teams": ("POST", "/v1.0/chats/19:x@thread.v2/messages", '{"body":{"content":"%s"}}'),
    "botframework": ("POST", "/v3/conversations/c/activities", '{"type":"message","text":"%s"}'),
    "workflows": ("POST", "/workflows/1/triggers/manual/paths/invoke?sig=x", '{"type":"message","text":"%s"}'),
    "chatwork": ("POST", "/v2/rooms/1/messages", "body=%s"),
    "lineworks": ("POST", "/v1.0/bots/1/users/u/messages", '{"content":{"type":"text","text":"%s"}}'),
    "mattermost": ("POST", "/api/v4/posts", '{"channel_id":"c","message":"%s"}'),
    "matrix": ("PUT", "/_matrix/client/v3/rooms/!r:hs.example/send/m.room.message/1", '{"msgtype":"m.text","body":"%s"}'),
    "gchat": ("POST", "/v1/spaces/AAA/messages", '{"text":"%s"}'),
}
WORDS: dict[str, Any] = {
    "slack": lambda told: told["errors"][0], "teams": lambda told: told["error"]["message"], "botframework": lambda told: told["error"]["message"],
    "workflows": lambda told: told["error"]["message"], "chatwork": lambda told: told["errors"][0], "lineworks": lambda told: told["description"],
    "mattermost": lambda told: told["message"], "matrix": lambda told: told["error"], "gchat": lambda told: told["error"]["message"],
}  # fmt: skip


def send(place: Place, api: str, body: bytes, kind: str = "", **headers: str) -> httpx.Response:
    method, path, _ = CALLS[api]
    kind = kind or ("application/x-www-form-urlencoded" if api == "chatwork" else "application/json")
    return httpx.request(method, place.url + path, content=body, headers=BEARER | {"content-type": kind} | headers, timeout=60)


def written(api: str, text: str) -> bytes:
    return (CALLS[api][2] % text).encode()


@pytest.fixture(params=list(ANSWERS))
def api(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(services: dict[str, Place], api: str) -> Place:
    services[api].stub.seen.clear()
    return services[api]


def test_what_is_fine_arrives_with_the_same_bytes_and_headers(place: Place, api: str) -> None:
    body = written(api, CLEAN) + (b"" if api == "chatwork" else b" \n")
    answer = send(place, api, body, **{"X-Custom": "a;  b", "User-Agent": "bot/1", "Connection": "keep-alive, x-hop", "X-Hop": "1"})
    assert answer.status_code < 300
    arrived = place.stub.last
    assert arrived.body == body
    sent = [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in answer.request.headers.raw]
    unlike = ("host", "connection", "x-hop")
    assert sorted(h for h in arrived.headers if h[0] not in unlike) == sorted(h for h in sent if h[0] not in unlike)
    assert not arrived.header("x-hop")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"text": "\x83J\x81[\x83h"}', "application/json"),
        (CARD.encode("utf-16"), "application/json; charset=utf-16"),
        (b'{"text": ', "application/json"),
        (b'{"text":"a","text":"b","body":"a","body":"b"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"text":' + b'{"a":' * 500 + b"1" + b"}" * 501, "application/json"),
        (b"body=%ff%fe&text=%81", "application/x-www-form-urlencoded"),
        (b"body=a&body=b&text=a&text=b", "application/x-www-form-urlencoded"),
        (b"\x1f\x8b\x08\x00", "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhello\r\n--x--", "multipart/form-data; boundary=x"),
    ],
    ids=["not utf-8", "utf-16", "cut", "keys twice", "deep", "deeper", "form not utf-8", "fields twice", "gzip", "multipart"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_the_apis_words(place: Place, api: str, body: bytes, kind: str) -> None:
    answer = send(place, api, body, kind)
    assert "cannot be read" in WORDS[api](answer.json())
    assert answer.status_code == (200 if api == "slack" else 400)
    assert not place.stub.seen


def test_what_stands_behind_an_endless_number_is_read_too(place: Place, api: str) -> None:
    body = b'{"n":' + b"1" * 4000 + b',"text":"' + CARD.encode() + b'"}'
    assert "カード番号" in WORDS[api](send(place, api, body, "application/json").json())
    assert not place.stub.seen


def test_a_message_beyond_the_limit_is_refused(place: Place, api: str) -> None:
    answer = send(place, api, written(api, "あ" * 100_000))
    assert "大きすぎます" in WORDS[api](answer.json())
    assert not place.stub.seen


def test_no_text_token_or_name_is_in_the_log(place: Place, api: str) -> None:
    for text in (CLEAN, PHONE, CARD, CAREER, "\\ud800坂口"):
        send(place, api, written(api, text))
    written_down = place.gateway.log.read_text("utf-8")
    assert "inspection_seconds" in written_down
    log = re.sub(r'"timestamp": "[^"]*"|"inspection_seconds": [0-9.]*', "", written_down)  # digits of a clock are nobody's
    for secret in (TOKEN, "坂口", "トヨハシ", "1111 1111", "090-1234", "水曜", "19:x@", "hs.example"):
        assert secret not in log


def test_json_under_a_forms_label_is_read_as_json(mattermost: Place) -> None:
    answer = httpx.post(f"{mattermost.url}/hooks/abc", content=json.dumps({"text": CARD}), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 403


def test_escaped_japanese_stays_escaped_when_a_number_goes(slack: Place) -> None:
    body = json.dumps({"channel": "C1", "text": PHONE, "metadata": {"x": [1.50, None, 1e3]}})
    send(slack, "slack", body.replace("1.5", "1.50").encode())
    assert slack.stub.last.body.decode() == body.replace("1.5", "1.50").replace(json.dumps(PHONE), json.dumps(PHONE.replace("090-1234-5678", REDACTED)))


@contextlib.contextmanager
def own_gateway(folder: Path, upstream: str, api: str = "slack", **listener: Any) -> Iterator[Place]:
    gateway, ports = chat_gateway(folder, {api: upstream}, RULES, **listener)
    stub = Stub(ANSWERS[api], port=int(upstream.rpartition(":")[2]))
    gateway.start()
    try:
        yield Place(f"http://127.0.0.1:{ports[api]}", stub, gateway)
    finally:
        gateway.stop()


def test_a_service_that_is_down_is_told_in_the_apis_words(tmp_path: Path) -> None:
    apis = list(ANSWERS)
    gateway, ports = chat_gateway(tmp_path / "down", {one: f"http://127.0.0.1:{free_port()}" for one in apis}, RULES)
    gateway.start()
    try:
        for one in apis:
            place = Place(f"http://127.0.0.1:{ports[one]}", Stub(ANSWERS[one]), gateway)
            answer = send(place, one, written(one, CLEAN))
            assert answer.status_code == (200 if one == "slack" else 502)
            assert "接続できません" in WORDS[one](answer.json())
    finally:
        gateway.stop()


def test_a_body_that_is_packed_or_in_parts_is_refused_with_that_reason(tmp_path: Path) -> None:
    with own_gateway(tmp_path, "http://127.0.0.1:9") as place:
        url, body = f"{place.url}/api/chat.postMessage", json.dumps({"channel": "C1", "text": CLEAN}).encode()
        packed = httpx.post(url, content=gzip.compress(body), headers=BEARER | {"content-type": "application/json", "content-encoding": "gzip"}).text
        parts = httpx.post(url, files={"text": (None, CLEAN), "channel": (None, "C1")}, headers=BEARER).text
    assert "compressed (gzip)" in packed
    assert "multipart bodies are not read here" in parts


def test_a_service_that_hangs_up_over_a_message_may_have_posted_it(tmp_path: Path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))

    def hang_up() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.recv(65536)
            connection.close()

    threading.Thread(target=hang_up, daemon=True).start()
    with own_gateway(tmp_path, f"http://127.0.0.1:{listening.getsockname()[1]}") as place:
        told = httpx.post(f"{place.url}/api/chat.postMessage", json={"channel": "C1", "text": CLEAN}, headers=BEARER, timeout=30).json()
    listening.close()
    assert "投稿されたか確認できません" in json.dumps(told, ensure_ascii=False)


def test_a_message_that_takes_too_long_is_refused_or_passed_as_the_settings_say(tmp_path: Path) -> None:
    stub = Stub(ANSWERS["slack"]).start()
    for choice, passed in (("refuse", False), ("pass", True)):
        with own_gateway(tmp_path / choice, stub.url, timeout=0.0001, on_timeout=choice) as place:
            assert send(place, "slack", written("slack", CARD)).json()["ok"] is passed
    stub.stop()


def test_a_big_file_streams_through_without_being_held(matrix: Place) -> None:
    piece = hashlib.sha256(b"x").digest() * 8192
    digest = hashlib.sha256(piece * 256).hexdigest()
    process = psutil.Process(matrix.gateway.process.pid)  # type: ignore[union-attr]
    before, highest, done = process.memory_info().rss, 0, threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.is_set():
            highest = max(highest, process.memory_info().rss)
            time.sleep(0.02)

    watching = threading.Thread(target=watch)
    watching.start()
    url = f"{matrix.url}/_matrix/media/v3/upload?filename=film.mp4"
    answer = httpx.post(url, content=(piece for _ in range(256)), headers=BEARER | {"content-type": "video/mp4"}, timeout=120)
    done.set()
    watching.join()
    assert answer.status_code == 200
    assert (matrix.stub.last.size, matrix.stub.last.digest) == (64 * 1024 * 1024, digest)
    assert highest - before < 24 * 1024 * 1024


def test_endless_headers_are_cut_off(slack: Place) -> None:
    with socket.create_connection(("127.0.0.1", slack.port), 10) as client, contextlib.suppress(ConnectionError):
        client.sendall(b"POST /api/chat.postMessage HTTP/1.1\r\nHost: x\r\n")
        for _ in range(64):
            client.sendall(b"X-Long: " + b"a" * 8000 + b"\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_a_client_that_leaves_in_the_middle_harms_nobody(slack: Place) -> None:
    with socket.create_connection(("127.0.0.1", slack.port), 10) as client:
        client.sendall(b"POST /api/chat.postMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
    assert send(slack, "slack", written("slack", CLEAN)).json()["ok"]
