"""A `sekisho serve` process with a configuration of its own, reached over SMTP and HTTP."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gateway.quarantine.database import Database
from gateway.quarantine.vault import Vault

ROOT = Path(__file__).parents[2]
SEKISHO = [str(Path(sys.executable).with_name("sekisho"))]


_GIVEN: set[int] = set()


def free_port() -> int:
    """A port that nobody listens on: below those that the system gives to clients, in a stretch of this test process' own, once."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = 12_000 + 2_000 * (worker % 10) + secrets.randbelow(2_000)
        with socket.socket() as s:
            if port not in _GIVEN and s.connect_ex(("127.0.0.1", port)) != 0:
                _GIVEN.add(port)
                return port


@cache
def empty_store() -> Path:
    """The folder of a store and its key as a gateway leaves them that was started and stopped: no message is in it.

    Making them anew takes each gateway half a second. Those of tests/quarantine and `sekisho demo` do.
    """
    folder = Path(tempfile.mkdtemp(prefix="sekisho-store"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Database(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "held.key")).close()
    return folder


class RunningGateway:
    """A gateway process with a configuration of its own in `folder`."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self.http, self.console = free_port(), free_port(), free_port()
        self.outbox = folder / "outbox"
        self.settings: dict[str, Any] = {
            "listeners": [{"host": "127.0.0.1", "port": self.port}],
            "smtp": {"hostname": "gate.sekisho.example", "shutdown_grace": 10},
            "next_hop": {"host": "embedded", "outbox": str(self.outbox)},
            "inspection": {"workers": 1},
            "store": {"url": f"sqlite:///{folder}/held.db", "key_file": str(folder / "held.key")},
            "http": {"host": "127.0.0.1", "port": self.http},
            "console": {"host": "127.0.0.1", "port": self.console},
            "policy": str(ROOT / "config/policy.yaml"),
        }
        self.config = folder / "sekisho.yaml"
        self.change(**settings)
        if self.settings["store"] == {"url": f"sqlite:///{folder}/held.db", "key_file": str(folder / "held.key")}:
            for file in empty_store().iterdir():
                if not (folder / file.name).exists():
                    shutil.copy(file, folder)
        self.log = folder / "gateway.log"
        self.process: subprocess.Popen[bytes] | None = None

    def change(self, **settings: Any) -> None:
        """Have other settings from the next start on."""
        for section, values in settings.items():
            if isinstance(values, dict):
                self.settings.setdefault(section, {}).update(values)
            else:
                self.settings[section] = values
        self.config.write_text(yaml.safe_dump(self.settings, allow_unicode=True))

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

    def policy_version(self) -> str:
        """The version of the policy in force, as /metrics says."""
        return next(line.split('"')[1] for line in self.get("/metrics")[1].splitlines() if line.startswith("sekisho_policy_info{"))

    def reload(self) -> None:
        """Have the policy read again at once."""
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)

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
