"""The built product as its users see it: a `sekisho serve` process, reached over SMTP and HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
import yaml

from tests.e2e.next_hop import ScriptedNextHop

ROOT = Path(__file__).parents[2]
SEKISHO = [sys.executable, "-m", "gateway"]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class RunningGateway:
    """A gateway process with a configuration of its own in `folder`."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self.http = free_port(), free_port()
        self.outbox = folder / "outbox"
        self.settings: dict[str, Any] = {
            "listeners": [{"host": "127.0.0.1", "port": self.port}],
            "smtp": {"hostname": "gate.sekisho.example", "shutdown_grace": 10},
            "next_hop": {"host": "embedded", "outbox": str(self.outbox)},
            "inspection": {"workers": 1},
            "store": {"url": f"sqlite:///{folder}/held.db", "key_file": str(folder / "held.key")},
            "http": {"host": "127.0.0.1", "port": self.http},
            "policy": str(ROOT / "config/policy.yaml"),
        }
        for section, values in settings.items():
            if isinstance(values, dict):
                self.settings.setdefault(section, {}).update(values)
            else:
                self.settings[section] = values
        self.config = folder / "sekisho.yaml"
        self.config.write_text(yaml.safe_dump(self.settings, allow_unicode=True))
        self.log = folder / "gateway.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, wait: bool = True) -> RunningGateway:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*SEKISHO, "serve", "--config", str(self.config)], cwd=ROOT, stderr=log, stdout=log)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the gateway ended with {self.process.returncode}:\n{self.log.read_text()[-4000:]}")
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"the gateway was not ready:\n{self.log.read_text()[-4000:]}")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metric(self, name: str) -> float:
        """The value of one sample, named with its labels as /metrics prints it; 0 when there is none."""
        for line in self.get("/metrics")[1].splitlines():
            sample, _, value = line.rpartition(" ")
            if sample == name:
                return float(value)
        return 0.0

    def log_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]

    def delivered(self) -> list[Path]:
        return sorted(self.outbox.glob("*.eml"))

    def command(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*SEKISHO, *arguments, "--config", str(self.config)], cwd=ROOT, capture_output=True, text=True, timeout=90, check=False, **options)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


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
