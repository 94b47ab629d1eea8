"""A real Synapse (matrix-synapse from PyPI, in an environment of its own) with Sekisho's module, on localhost with SQLite."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.e2e.running import ROOT, free_port

VERSION = "1.163.2"
SERVER = "hibari-soft.example"
_FAST = {"per_second": 1000, "burst_count": 1000}


def synapse_python() -> str:
    """The interpreter that has Synapse; made once, beside the project's own environment."""
    folder = ROOT / ".venv-synapse"
    python = folder / "bin/python"
    if not (folder / f".{VERSION}").is_file():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", f"matrix-synapse=={VERSION}"], check=True)
        (folder / f".{VERSION}").touch()
    return str(python)


@dataclass
class User:
    """Somebody signed in."""

    id: str
    server: str
    headers: dict[str, str]

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        more["headers"] = self.headers | more.get("headers", {})
        return httpx.request(method, f"{self.server}{path}", timeout=30, **more)

    def send(self, room: str, text: str, **content: Any) -> httpx.Response:
        return self.event(room, {"msgtype": "m.text", "body": text} | content)

    def event(self, room: str, content: dict[str, Any], kind: str = "m.room.message") -> httpx.Response:
        return self.ask("PUT", f"/_matrix/client/v3/rooms/{room}/send/{kind}/{uuid.uuid4().hex}", json=content)

    def create(self, **room: Any) -> str:
        made = self.ask("POST", "/_matrix/client/v3/createRoom", json=room)
        assert made.status_code == 200, made.text
        return str(made.json()["room_id"])

    def reads(self, room: str) -> list[dict[str, Any]]:
        """What stands in a room for this reader, the newest first."""
        found: list[dict[str, Any]] = self.ask("GET", f"/_matrix/client/v3/rooms/{room}/messages", params={"dir": "b", "limit": 50}).json()["chunk"]
        return [one["content"] for one in found if one["type"] == "m.room.message"]


class Synapse:
    """A running server; `module` are the module's settings, none without them."""

    def __init__(self, folder: Path, module: dict[str, Any] | None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "synapse.log"
        settings = {
            "server_name": SERVER, "pid_file": str(folder / "pid"), "report_stats": False, "signing_key_path": str(folder / "signing.key"), "trusted_key_servers": [],
            "listeners": [{"port": self.port, "bind_addresses": ["127.0.0.1"], "type": "http", "x_forwarded": False, "resources": [{"names": ["client"]}]}],
            "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}}, "media_store_path": str(folder / "media"),
            "macaroon_secret_key": "m" * 40, "form_secret": "f" * 40, "enable_registration": True, "enable_registration_without_verification": True,
            "rc_message": _FAST, "rc_registration": _FAST, "rc_login": {"address": _FAST, "account": _FAST}, "rc_joins": {"local": _FAST},
            "rc_invites": {"per_room": _FAST, "per_user": _FAST, "per_issuer": _FAST}, "rc_room_creation": _FAST,
            "modules": [{"module": "gateway.chat.synapse.SekishoModule", "config": module}] if module else [],
        }  # fmt: skip
        self.config = folder / "homeserver.yaml"
        self.config.write_text(yaml.safe_dump(settings))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Synapse:
        command = [synapse_python(), "-m", "synapse.app.homeserver", "--config-path", str(self.config)]
        # Only the module itself is to be found: nothing else of the project's environment.
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
        subprocess.run([*command, "--generate-keys"], check=True, env=environment, capture_output=True, cwd=self.config.parent)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=self.config.parent)
        until = time.monotonic() + 90
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/_matrix/client/versions").status_code == 200:
                    return self
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError(f"Synapse is not up:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)

    def user(self, name: str) -> User:
        body = {"username": f"{name}{uuid.uuid4().hex[:6]}", "password": "bamboo-river-42", "auth": {"type": "m.login.dummy"}}
        made = httpx.post(f"{self.url}/_matrix/client/v3/register", json=body, timeout=30)
        assert made.status_code == 200, made.text
        return User(made.json()["user_id"], self.url, {"authorization": f"Bearer {made.json()['access_token']}"})
