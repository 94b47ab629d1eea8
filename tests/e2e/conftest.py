"""The built product as its users see it, started and stopped around each test."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.e2e.next_hop import Reply, ScriptedNextHop
from tests.e2e.policies import policy
from tests.e2e.running import RunningGateway


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Callable[..., RunningGateway]]:
    """Start gateways with given settings; all are stopped after the test."""
    started: list[RunningGateway] = []

    def start(**settings: Any) -> RunningGateway:
        one = RunningGateway(tmp_path / f"gateway-{len(started)}", **settings)
        started.append(one)
        return one.start()

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="module")
def shared_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    """One gateway with the default settings for all tests of a module."""
    one = RunningGateway(tmp_path_factory.mktemp("gateway")).start()
    yield one
    one.stop()


@dataclass(frozen=True)
class Relayed:
    """A gateway that inspects nothing, and its next hop, which each test may tell what to say."""

    gate: RunningGateway
    hop: ScriptedNextHop


@pytest.fixture(scope="module")
def _relayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Relayed]]:
    """Gateways without models, each with a next hop of its own: one for all tests of a module that ask for the same settings."""
    made: dict[str, Relayed] = {}

    def of(**settings: Any) -> Relayed:
        key = repr(settings)
        if key not in made:
            hop = ScriptedNextHop().start()
            folder = tmp_path_factory.mktemp("relayed")
            gate = RunningGateway(folder, next_hop={"tls": "none", "host": "127.0.0.1", "port": hop.port}, inspection={"enabled": False}, **settings)
            made[key] = Relayed(gate.start(), hop)
        return made[key]

    yield of
    for one in made.values():
        one.gate.stop()
        one.hop.stop()


@pytest.fixture
def relayed(_relayed: Callable[..., Relayed]) -> Callable[..., Relayed]:
    """Such a gateway, its next hop as if it had just been started, saying what `reply` says."""

    def of(reply: Reply | None = None, **settings: Any) -> Relayed:
        one = _relayed(**settings)
        one.hop.forget()
        one.hop.reply = reply or (lambda verb, argument: None)
        return one

    return of


@pytest.fixture(scope="module")
def _obeying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Relayed]]:
    """Gateways that inspect, their policies to be written by each test: one for all tests of a module that ask for the same settings."""
    made: dict[str, Relayed] = {}

    def of(**settings: Any) -> Relayed:
        key = repr(settings)
        if key not in made:
            folder = tmp_path_factory.mktemp("obeying")
            hop = ScriptedNextHop().start()
            rules = policy(folder, {"id": "first", "action": "tag"})
            gate = RunningGateway(folder / "gate", next_hop={"tls": "none", "host": "127.0.0.1", "port": hop.port}, policy=rules, **settings)
            made[key] = Relayed(gate.start(), hop)
        return made[key]

    yield of
    for one in made.values():
        one.gate.stop()
        one.hop.stop()


@pytest.fixture
def obeying(_obeying: Callable[..., Relayed]) -> Callable[..., Relayed]:
    """Such a gateway with these rules in force, its next hop as if it had just been started, saying what `reply` says."""

    def of(*rules: dict[str, Any], reply: Reply | None = None, **settings: Any) -> Relayed:
        one = _obeying(**settings)
        file = Path(one.gate.settings["policy"])
        text, version = file.read_text(), one.gate.policy_version()
        policy(file.parent, *rules)
        one.gate.reload()
        deadline = time.monotonic() + 20
        while file.read_text() != text and one.gate.policy_version() == version:
            assert time.monotonic() < deadline, "the policy did not come into force"
            time.sleep(0.02)
        one.hop.forget()
        one.hop.reply = reply or (lambda verb, argument: None)
        return one

    return of


@pytest.fixture
def next_hop() -> Iterator[Callable[..., ScriptedNextHop]]:
    """Start next hops that behave as told; all are stopped after the test."""
    started: list[ScriptedNextHop] = []

    def start(**behaviour: Any) -> ScriptedNextHop:
        one = ScriptedNextHop(**behaviour)
        started.append(one)
        return one.start()

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="session", autouse=True)
def no_stray_settings() -> None:
    for name in [n for n in os.environ if n.startswith("SEKISHO_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A certificate for localhost, as `tls_server` in the settings."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    made = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    made.private_key_pem.write_to_path(folder / "key.pem")
    for blob in made.cert_chain_pems:
        blob.write_to_path(folder / "cert.pem", append=True)
    return {"certificate": str(folder / "cert.pem"), "key": str(folder / "key.pem")}
