"""Several APIs at one address, told apart by the name that clients reach them at."""

from __future__ import annotations

import socket
from pathlib import Path
from unittest.mock import Mock

import httpx
import pytest

from gateway.chat.listening import ChatDoors
from gateway.checkpoint import Checkpoint
from gateway.configfile import ConfigError, SettingError
from gateway.settings import Chat, ChatListener, load_settings
from tests.chat.conftest import CARD, CLEAN, RULES
from tests.chat.stubs import ANSWERS, TOKEN, Stub
from tests.e2e.policies import policy
from tests.e2e.running import ROOT, RunningGateway, free_port

BEARER = {"authorization": f"Bearer {TOKEN}"}


def test_the_name_says_which_api_it_is(tmp_path: Path) -> None:
    stubs = {api: Stub(ANSWERS[api]).start() for api in ("slack", "matrix")}
    port = free_port()
    listeners = [{"api": api, "port": port, "upstream": stub.url, "timeout": 30, "names": [f"{api}.gate.example"]} for api, stub in stubs.items()]
    gateway = RunningGateway(tmp_path, chat={"listeners": listeners}, policy=policy(tmp_path, *RULES)).start()
    try:
        def post(name: str, text: str) -> httpx.Response:
            return httpx.post(f"http://127.0.0.1:{port}/api/chat.postMessage", json={"channel": "C1", "text": text}, headers=BEARER | {"host": name}, timeout=60)

        assert post("slack.gate.example", CLEAN).json()["ok"] is True
        assert post(f"Slack.Gate.Example.:{port}", CARD).json()["error"] == "sekisho_blocked"
        path = "/_matrix/client/v3/rooms/!r:hs.example/send/m.room.message/m1"
        told = httpx.put(f"http://127.0.0.1:{port}{path}", json={"msgtype": "m.text", "body": CARD}, headers=BEARER | {"host": "matrix.gate.example"}, timeout=60)
        assert told.json()["errcode"] == "M_FORBIDDEN"
        nobody = post("elsewhere.example", CLEAN)
        assert nobody.status_code == 421
        assert "names" in nobody.text
        assert len(stubs["slack"].seen) == 1
        assert not stubs["matrix"].seen
    finally:
        gateway.stop()
        for stub in stubs.values():
            stub.stop()


@pytest.mark.parametrize(
    ("names", "said"),
    [((["a.example"], ["b.example"]), ""), ((["a.example"], ["A.example."]), "listens already"), (([], ["b.example"]), "or give each names of its own"), (([], []), "listens already")],
)
def test_an_address_is_shared_by_names_of_ones_own_only(tmp_path: Path, names: tuple[list[str], list[str]], said: str) -> None:
    listeners = "".join(f"  - {{api: slack, port: 8333, names: {one}}}\n" for one in names)
    (tmp_path / "s.yaml").write_text(f"policy: {ROOT}/config/policy.yaml\nchat:\n  listeners:\n{listeners}")
    if not said:
        load_settings(tmp_path / "s.yaml", {})
        return
    with pytest.raises(ConfigError, match=said):
        load_settings(tmp_path / "s.yaml", {})


def test_when_one_address_cannot_be_taken_none_is_kept() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = free_port()
        listeners = [ChatListener.model_validate({"api": api, "port": port}) for api, port in (("slack", free), ("chatwork", taken.getsockname()[1]))]
        with pytest.raises(SettingError, match="cannot be taken"):
            ChatDoors(Chat.model_validate({"listeners": listeners}), Mock(spec=Checkpoint), "hibari.example")
    socket.create_server(("127.0.0.1", free)).close()
