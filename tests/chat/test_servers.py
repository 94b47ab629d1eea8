"""Mattermost and Matrix: the gate before a company's own server, so that people are covered too."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from mattermostdriver import Driver
from mattermostdriver.exceptions import NotEnoughPermissions
from nio import AsyncClient, RoomPutStateError, RoomSendError, RoomSendResponse
from websockets.asyncio.client import connect

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Place
from tests.chat.stubs import TOKEN

CHANNEL = "4xp9fdt77pncbef59f4k1qe83o"
BEARER = {"authorization": f"BEARER {TOKEN}"}


def driver(place: Place) -> Driver:
    made = Driver({"url": "127.0.0.1", "port": place.port, "scheme": "http", "token": TOKEN})
    made.client.token = TOKEN
    return made


def test_a_post_arrives_and_a_number_is_taken_out(mattermost: Place) -> None:
    sdk = driver(mattermost)
    sdk.posts.create_post({"channel_id": CHANNEL, "message": CLEAN})
    assert mattermost.stub.last.json == {"channel_id": CHANNEL, "message": CLEAN}
    attachments = [{"text": PHONE, "fields": [{"short": True, "title": "携帯", "value": "090-1234-5678"}]}]
    sdk.posts.create_post({"channel_id": CHANNEL, "message": f"**至急** {PHONE}", "props": {"attachments": attachments}})
    given = mattermost.stub.last.json
    assert given["message"] == f"**至急** {PHONE.replace('090-1234-5678', REDACTED)}"
    assert given["props"]["attachments"][0]["fields"] == [{"short": True, "title": "携帯", "value": REDACTED}]


def test_a_refusal_raises_the_drivers_own_exception_with_advice(mattermost: Place) -> None:
    sdk = driver(mattermost)
    for call in (
        lambda: sdk.posts.create_post({"channel_id": CHANNEL, "message": CARD}),
        lambda: sdk.posts.patch_post("p1", {"message": CARD}),
        lambda: sdk.posts.update_post("p1", {"id": "p1", "message": CARD}),
    ):
        with pytest.raises(NotEnoughPermissions, match="カード番号"):
            call()
    with pytest.raises(NotEnoughPermissions, match="保留"):
        sdk.posts.create_post({"channel_id": CHANNEL, "message": CAREER})
    assert not mattermost.stub.seen


def test_keys_in_capitals_are_no_way_round(mattermost: Place) -> None:
    answer = httpx.post(f"{mattermost.url}/chat/api/v4/posts", json={"channel_id": CHANNEL, "Message": "4111-1111-1111-1111"}, headers=BEARER)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/api/v4/posts/ephemeral", "/hooks/xyz123", "/api/v4/commands/execute", "/api/v4/channels/abc/patch", "/api/v4/posts/schedule"])
def test_hooks_commands_and_headers_are_looked_at(mattermost: Place, path: str) -> None:
    body = {"text": CARD, "command": f"/echo {CARD}", "header": CARD, "post": {"message": CARD}, "message": CARD, "channel_id": CHANNEL}
    answer = httpx.request("PUT" if path.endswith("/patch") else "POST", mattermost.url + path, json=body, headers=BEARER)
    assert answer.status_code == 403
    assert "カード番号" in answer.json()["message"]


def test_a_hooks_payload_in_its_query_is_refused(mattermost: Place) -> None:
    answer = httpx.post(f"{mattermost.url}/hooks/xyz123", params={"payload": json.dumps({"text": CLEAN})}, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, "query" in answer.json()["message"]) == (400, True)
    assert not mattermost.stub.seen


def test_a_file_and_its_name_are_looked_at(mattermost: Place) -> None:
    url = f"{mattermost.url}/api/v4/files"
    assert httpx.post(url, files={"files": ("議事録.txt", CLEAN.encode())}, data={"channel_id": CHANNEL}, headers=BEARER).status_code == 201
    assert httpx.post(url, files={"files": (f"{CARD}.txt", b"x")}, data={"channel_id": CHANNEL}, headers=BEARER).status_code == 403
    assert httpx.post(url, params={"channel_id": CHANNEL, "filename": "a.txt"}, content=CARD.encode(), headers=BEARER).status_code == 403
    assert len(mattermost.stub.seen) == 1


def test_an_expired_session_is_the_servers_business(mattermost: Place) -> None:
    answer = httpx.post(f"{mattermost.url}/api/v4/posts", json={"channel_id": CHANNEL, "message": CLEAN})
    assert answer.status_code == 401
    assert "session" in answer.json()["id"]


async def test_a_websocket_goes_both_ways(mattermost: Place) -> None:
    async with connect(f"ws://127.0.0.1:{mattermost.port}/api/v4/websocket?x=1", subprotocols=["json"]) as socket:  # type: ignore[list-item]
        assert socket.subprotocol == "json"
        for said in ('{"action":"user_typing"}', b"\x00\x01", "日本語" * 10_000):
            await socket.send(said)
            assert await asyncio.wait_for(socket.recv(), 10) == said


async def nio(place: Place) -> AsyncClient:
    made = AsyncClient(place.url, "@tanabe:hs.example")
    made.access_token = TOKEN
    made.user_id = "@tanabe:hs.example"
    return made


async def test_a_matrix_event_arrives_is_redacted_or_refused(matrix: Place) -> None:
    sdk = await nio(matrix)
    try:
        fine = {"msgtype": "m.text", "body": CLEAN, "format": "org.matrix.custom.html", "formatted_body": f"<b>{CLEAN}</b>"}
        assert isinstance(await sdk.room_send("!room:hs.example", "m.room.message", fine), RoomSendResponse)
        assert matrix.stub.last.json == fine
        edit = {"msgtype": "m.text", "body": f"* {PHONE}", "m.new_content": {"msgtype": "m.text", "body": PHONE}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$x"}}
        await sdk.room_send("!room:hs.example", "m.room.message", edit)
        arrived = matrix.stub.last.json
        assert "1234" not in json.dumps(arrived)
        assert arrived["m.relates_to"] == edit["m.relates_to"]
        refused = await sdk.room_send("!room:hs.example", "m.room.message", fine | {"formatted_body": f"<i>{CARD}</i>"})
        assert isinstance(refused, RoomSendError)
        assert refused.status_code == "M_FORBIDDEN"
        assert "カード番号" in refused.message
        held = await sdk.room_send("!room:hs.example", "m.room.message", {"msgtype": "m.text", "body": CAREER})
        assert "保留" in held.message  # type: ignore[union-attr]
        assert len(matrix.stub.seen) == 2
    finally:
        await sdk.close()


async def test_topics_and_encryption_are_refused(matrix: Place) -> None:
    sdk = await nio(matrix)
    try:
        topic = await sdk.room_put_state("!room:hs.example", "m.room.topic", {"topic": CARD})
        closed = await sdk.room_put_state("!room:hs.example", "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
        assert isinstance(topic, RoomPutStateError)
        assert isinstance(closed, RoomPutStateError)
        assert "暗号化" in closed.message
    finally:
        await sdk.close()
    initial = {"initial_state": [{"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]}
    for path in ("v3/createRoom", "r0/createRoom"):
        assert httpx.post(f"{matrix.url}/_matrix/client/{path}", json=initial, headers=BEARER).status_code == 403
    sent = httpx.put(f"{matrix.url}/_matrix/client/v3/rooms/!r:hs.example/send/m.room.encrypted/1", json={"ciphertext": "x"}, headers=BEARER)
    assert (sent.status_code, sent.json()["errcode"]) == (403, "M_FORBIDDEN")


def test_an_odd_transaction_name_is_no_way_round(matrix: Place) -> None:
    body = {"msgtype": "m.text", "body": CARD}
    for path in ("send/m.room.message/x%2F..%2F..%2F..", "send/m%2Eroom%2Emessage/1", "send/m.room.message/a%2Fb", "send//m.room.message/7/"):
        answer = httpx.put(f"{matrix.url}/_matrix/client/v3/rooms/!r:hs.example/{path}", json=body, headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code in (400, 403)
    assert not matrix.stub.seen


def test_a_media_files_name_and_text_are_looked_at(matrix: Place) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "text/plain"}
    url = f"{matrix.url}/_matrix/media/v3/upload"
    assert httpx.post(url, params={"filename": "a.txt"}, content=CLEAN.encode(), headers=headers).status_code == 200
    assert httpx.post(url, params={"filename": f"{CARD}.txt"}, content=b"x", headers=headers).status_code == 403
    assert httpx.post(url, params={"filename": "a.txt"}, content=CARD.encode(), headers=headers).status_code == 403
