"""On a company's own Matrix server nobody reads what the policy refuses: a real Synapse asks before it delivers."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.chat.synapse import Config, SekishoModule, TooMuch, members, name_of, replaced, room_kind, strings
from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, Asking
from tests.chat.synapse_server import Synapse, User
from tests.e2e.running import free_port

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def server(asking: Asking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    made = Synapse(tmp_path_factory.mktemp("synapse"), {"url": asking.url, "key": asking.key, "timeout": 30, "poll": 0.5})
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def room(server: Synapse) -> tuple[User, User, str]:
    kashiwagi, mizuno = server.user("kashiwagi"), server.user("mizuno")
    made = kashiwagi.create(preset="public_chat", name="定例")
    assert mizuno.ask("POST", f"/_matrix/client/v3/join/{made}", json={}).status_code == 200
    return kashiwagi, mizuno, made


def test_an_ordinary_message_is_read_as_it_was_written(room: tuple[User, User, str]) -> None:
    writer, reader, where = room
    assert writer.send(where, CLEAN).status_code == 200
    assert reader.reads(where)[0] == {"msgtype": "m.text", "body": CLEAN}


def test_a_telephone_number_is_gone_before_anybody_reads_it(room: tuple[User, User, str]) -> None:
    writer, reader, where = room
    html = f"<p>{PHONE}</p>".replace("090-1234-5678", "<b>090-1234</b>-5678")
    assert writer.send(where, PHONE, format="org.matrix.custom.html", formatted_body=html).status_code == 200
    read = reader.reads(where)[0]
    assert read["body"] == PHONE.replace("090-1234-5678", REDACTED)
    assert "1234" not in str(read)
    assert read["format"] == "org.matrix.custom.html"


def test_a_refused_message_tells_its_author_why_and_nobody_reads_it(room: tuple[User, User, str]) -> None:
    writer, reader, where = room
    refused = writer.send(where, CARD)
    assert (refused.status_code, refused.json()["errcode"]) == (403, "M_FORBIDDEN")
    assert "カード番号" in refused.json()["error"]
    assert "4111" not in refused.text
    assert not any("4111" in str(one) for one in reader.reads(where))


def test_an_edit_is_looked_at_like_a_new_message(room: tuple[User, User, str]) -> None:
    writer, reader, where = room
    first = writer.send(where, "連絡先は後で送ります。").json()["event_id"]
    new = {"msgtype": "m.text", "body": CARD}
    assert writer.send(where, "* 訂正", **{"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": first}}).status_code == 403
    new = {"msgtype": "m.text", "body": PHONE}
    assert writer.send(where, f"* {PHONE}", **{"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": first}}).status_code == 200
    assert "1234" not in str(reader.reads(where))


def test_a_held_message_appears_when_a_reviewer_releases_it(room: tuple[User, User, str], asking: Asking) -> None:
    writer, reader, where = room
    held = writer.send(where, CAREER)
    assert held.status_code == 403
    assert "保留" in held.json()["error"]
    incident = next(line.split()[0] for line in reversed(asking.gateway.command("quarantine", "list").stdout.splitlines()) if line.startswith("SK"))
    assert asking.gateway.command("quarantine", "release", incident).returncode == 0
    until = time.monotonic() + 20
    while time.monotonic() < until and reader.reads(where)[0]["body"] != CAREER:
        time.sleep(0.2)
    assert [one["body"] for one in reader.reads(where)].count(CAREER) == 1
    assert writer.send(where, CAREER).status_code == 403


def test_a_rooms_name_and_topic_are_looked_at_too(room: tuple[User, User, str]) -> None:
    writer, _, where = room
    assert writer.ask("PUT", f"/_matrix/client/v3/rooms/{where}/state/m.room.topic", json={"topic": CARD}).status_code == 403
    assert writer.ask("POST", "/_matrix/client/v3/createRoom", json={"name": CARD}).status_code == 403


def test_a_room_cannot_be_closed_to_the_gate(room: tuple[User, User, str]) -> None:
    writer, _, where = room
    encryption = {"algorithm": "m.megolm.v1.aes-sha2"}
    refused = writer.ask("PUT", f"/_matrix/client/v3/rooms/{where}/state/m.room.encryption", json=encryption)
    assert (refused.status_code, "暗号化" in refused.json()["error"]) == (403, True)
    state = [{"type": "m.room.encryption", "state_key": "", "content": encryption}]
    assert writer.ask("POST", "/_matrix/client/v3/createRoom", json={"initial_state": state}).status_code == 403
    assert writer.event(where, {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA"}, "m.room.encrypted").status_code == 403


def test_a_text_file_is_looked_at_and_a_picture_passes(room: tuple[User, User, str]) -> None:
    writer, _, _ = room
    upload = "/_matrix/media/v3/upload"
    refused = writer.ask("POST", upload, params={"filename": "list.csv"}, content=CARD.encode("cp932"))
    assert (refused.status_code, "カード番号" in refused.json()["error"]) == (403, True)
    assert writer.ask("POST", upload, params={"filename": "m.txt"}, content="議事録".encode()).status_code == 200
    assert writer.ask("POST", upload, params={"filename": "a.png"}, content=b"\x89PNG\r\n\x1a\n\x00\x00" + CARD.encode(), headers={"content-type": "application/octet-stream"}).status_code == 200
    assert writer.event(room[2], {"msgtype": "m.file", "body": "添付", "filename": "カード番号4111111111111111.txt", "url": "mxc://x/y"}).status_code == 403


@pytest.mark.parametrize(("setting", "status"), [("refuse", 503), ("pass", 200)])
def test_while_the_gateway_is_down_messages_wait_or_pass_as_the_settings_say(tmp_path: Any, setting: str, status: int) -> None:
    server = Synapse(tmp_path, {"url": f"http://127.0.0.1:{free_port()}", "key": "x", "on_failure": setting}).start()
    try:
        writer = server.user("kashiwagi")
        where = writer.create()
        sent = writer.send(where, CARD)
        assert sent.status_code == status
        if status == 503:
            assert "少し待って" in sent.json()["error"]
    finally:
        server.stop()


def test_what_the_module_adds_to_a_message(room: tuple[User, User, str], record_property: Any) -> None:
    writer, _, where = room
    text = (CLEAN * 10)[:200]
    times = []
    for i in range(30):
        began = time.perf_counter()
        assert writer.send(where, f"{i} {text}").status_code == 200
        times.append(time.perf_counter() - began)
    record_property("median_ms", round(statistics.median(times) * 1000, 1))
    print(f"median {statistics.median(times) * 1000:.1f} ms with the module")
    assert statistics.median(times) < 5


def test_strings_are_found_by_key_or_by_being_prose_and_put_back_in_place() -> None:
    content = {"body": "a", "url": "mxc://x", "x": {"y": ["こんにちは", {"name": "田中"}, 5, None]}, "m.relates_to": {"event_id": "$1"}}
    found = dict(strings(content))
    assert found == {("body",): "a", ("x", "y", 0): "こんにちは", ("x", "y", 1, "name"): "田中"}
    made = replaced(content, {name_of(("x", "y", 0)): "z"})
    assert made["x"]["y"] == ["z", {"name": "田中"}, 5, None]
    assert len({name_of(("x" * 300, i)) for i in range(9)}) == 9


def test_a_bottomless_event_is_too_much() -> None:
    deep: Any = "x y"
    for _ in range(100):
        deep = [deep]
    for content in (deep, {"m": ["日本"] * 1000}):
        with pytest.raises(TooMuch):
            list(strings(content))


def test_outsiders_are_named_first_and_make_a_room_shared() -> None:
    def mine(who: str) -> bool:
        return who.endswith(":hibari-soft.example")

    def member(name: str) -> Any:
        return SimpleNamespace(content={"membership": "join", "displayname": name})

    state = {("m.room.member", "@a:hibari-soft.example"): member("青木"), ("m.room.member", "@b:hibari-soft.example"): member("馬場")}
    assert room_kind(state, mine) == "direct"
    state[("m.room.member", "@z:partner.example:8448")] = member("座間")
    assert room_kind(state, mine) == "shared"
    assert members(state, "@a:hibari-soft.example", mine) == [{"address": "z@partner.example", "name": "座間"}, {"address": "b@hibari-soft.example", "name": "馬場"}]


@pytest.mark.parametrize("config", [{}, {"url": "x", "key": "k"}, {"url": "http://a", "key": ""}, {"url": "http://a", "key": "k", "media": "some"}, {"url": "http://a", "key": "k", "hodl": 1}])
def test_wrong_settings_stop_the_server_with_words(config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"gateway\.chat\.synapse"):
        SekishoModule.parse_config(config)
    assert isinstance(SekishoModule.parse_config({"url": "http://a:1", "key": "k"}), Config)
