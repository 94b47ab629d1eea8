"""One gateway before all chat services' stand-ins, for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.chat.stubs import ANSWERS, ClosingServer, Stub
from tests.e2e.policies import policy
from tests.e2e.running import RunningGateway, free_port

RULES: list[dict[str, Any]] = [
    {"id": "number", "when": {"entities": ["JP_MY_NUMBER", "CREDIT_CARD"], "min_score": 0.5}, "action": "block", "reason": "identifier"},
    {"id": "career", "when": {"entities": ["JP_CAREER_HISTORY"], "about": ["third_party"]}, "action": "quarantine", "reason": "career"},
    {"id": "phone", "when": {"entities": ["PHONE_NUMBER"]}, "action": "redact"},
]
CLEAN = "来週の定例は水曜の15時からに変わりました。"
PHONE = "折り返しは 090-1234-5678 までお願いします。"
CARD = "カード番号は 4111 1111 1111 1111 です。"
CAREER = "弊社に来られた坂口さんは、以前トヨハシ電機に10年お勤めだったそうです。"
REDACTED = "［電話番号］"


@dataclass
class Place:
    """The gate before one service, and the service's stand-in behind."""

    url: str
    stub: Stub
    gateway: RunningGateway

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


def chat_gateway(folder: Path, upstreams: dict[str, str], rules: list[dict[str, Any]], **listener: Any) -> tuple[RunningGateway, dict[str, int]]:
    """A gateway (not started) with one listener for each API."""
    ports = {api: free_port() for api in upstreams}
    listeners = [{"api": api, "port": ports[api], "upstream": url, "timeout": 30, "max_message_bytes": 262144} | listener for api, url in upstreams.items()]
    folder.mkdir(parents=True, exist_ok=True)
    made = RunningGateway(folder, chat={"listeners": listeners}, policy=policy(folder, *rules))
    return made, ports


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    stubs = {api: Stub(answer).start() for api, answer in ANSWERS.items()}
    gateway, ports = chat_gateway(tmp_path_factory.mktemp("chat"), {api: stub.url for api, stub in stubs.items()}, RULES)
    gateway.start()
    yield {api: Place(f"http://127.0.0.1:{ports[api]}", stub, gateway) for api, stub in stubs.items()}
    gateway.stop()
    for stub in stubs.values():
        stub.stop()


def _place(api: str) -> Any:
    @pytest.fixture(name=api)
    def place(services: dict[str, Place]) -> Place:
        one = services[api]
        one.stub.seen.clear()
        return one

    return place


slack, teams, botframework, workflows, chatwork, lineworks, mattermost, matrix, gchat = (_place(api) for api in ANSWERS)


@dataclass
class Asking:
    """A gateway with the inspection API, and a key to it."""

    url: str
    key: str
    gateway: RunningGateway


@pytest.fixture(scope="session")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    folder = tmp_path_factory.mktemp("asking")
    port = free_port()
    inspect = {"port": port, "keys_file": str(folder / "api-keys"), "timeout": 30, "max_message_bytes": 262144}
    gateway = RunningGateway(folder, chat={"inspect": inspect}, policy=policy(folder, *RULES)).start()
    key = gateway.command("apikey", "add", "rocket").stdout.strip()
    yield Asking(f"http://127.0.0.1:{port}", key, gateway)
    gateway.stop()


@pytest.fixture(scope="session")
def closing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Place]]:
    """The gate before servers that end each websocket with a code, or refuse it with a status."""
    ends = {code: ClosingServer(code).start() for code in (4001, 401)}
    made = []

    def place(code: int) -> Place:
        gateway, ports = chat_gateway(tmp_path_factory.mktemp("closing"), {"mattermost": f"http://127.0.0.1:{ends[code].port}"}, RULES)
        made.append(gateway)
        gateway.start()
        return Place(f"http://127.0.0.1:{ports['mattermost']}", Stub(ANSWERS["mattermost"]), gateway)

    yield place
    for gateway in made:
        gateway.stop()
    for end in ends.values():
        end.stop()


@pytest.fixture(scope="session")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The gate with one worker and little time."""
    stub = Stub(ANSWERS["mattermost"]).start()
    folder = tmp_path_factory.mktemp("slow")
    port = free_port()
    listeners = [{"api": "mattermost", "port": port, "upstream": stub.url, "timeout": 3, "max_message_bytes": 1048576}]
    gateway = RunningGateway(folder, chat={"listeners": listeners}, inspection={"workers": 1}, policy=policy(folder, *RULES)).start()
    yield Place(f"http://127.0.0.1:{port}", stub, gateway)
    gateway.stop()
    stub.stop()


@pytest.fixture(scope="session")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The gate with two seconds' patience."""
    stub = Stub(ANSWERS["mattermost"]).start()
    gateway, ports = chat_gateway(tmp_path_factory.mktemp("impatient"), {"mattermost": stub.url}, RULES, upstream_timeout=2)
    gateway.start()
    yield Place(f"http://127.0.0.1:{ports['mattermost']}", stub, gateway)
    gateway.stop()
    stub.stop()
