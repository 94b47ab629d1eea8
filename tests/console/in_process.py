"""The console in this process, on a store of its own: for tests that need no mail to flow and no browser."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gateway.console.app import build
from gateway.policy.load import LoadedPolicy, load_policy
from gateway.quarantine.store import Store
from gateway.quarantine.vault import Vault
from gateway.settings import Console
from gateway.shown import Shown, Text

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PASSWORD = "bamboo-river-42-lantern"
POLICY = """
version: 1
organization:
  domains: [hibari-soft.example]
  departments:
    営業部: {members: ["eigyo-*@hibari-soft.example"]}
    開発部: {members: ["kaihatsu-*@hibari-soft.example"]}
rules:
  - {id: career, description: 第三者の職歴, reason: career, when: {entities: [JP_CAREER_HISTORY, JP_EMPLOYER], about: [third_party]}, action: quarantine}
  - {id: identifier, description: 個人を特定する番号, reason: identifier, when: {entities: [JP_MY_NUMBER]}, action: quarantine}
"""


class PaperDoors:
    """Doors that show a message as one text and send nothing."""

    def show(self, channel: str, content: bytes, findings: Sequence[Any] = (), hide: Sequence[int] = ()) -> Shown:
        """The content as its body."""
        return Shown((("from", "柏木"),), (Text("body", "plain", content.decode("utf-8", "replace")),), "", ())

    def redacted(self, channel: str, content: bytes, findings: Sequence[Any]) -> bytes:
        """The content as it is."""
        return content

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        """Nothing goes out."""
        return "250 kept"

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        """Nothing goes out."""
        return True


class Pages:
    """A console with a store in `folder`; `enter` signs somebody in."""

    def __init__(self, folder: Path, policy: str = POLICY) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(policy, "utf-8")
        self.policy: LoadedPolicy = load_policy(folder / "policy.yaml")
        self.store = Store(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "key"))
        self.app = build(Console(), self.store, lambda: self.policy, PaperDoors())  # type: ignore[arg-type]

    def enter(self, login: str, roles: Sequence[str], departments: Sequence[str] = (), language: str = "ja") -> Visitor:
        """Somebody signed in, with an account made for them."""
        if not any(one.login == login for one in self.store.accounts.all()):
            self.store.accounts.add("test", login, PASSWORD, list(roles), name=login, departments=list(departments), must_change=False)
        return Visitor(self.app, login, language)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


class Visitor:
    """A signed-in browser without a screen. Forms are sent with the token of the page seen last."""

    def __init__(self, app: Any, login: str, language: str) -> None:
        self.http = TestClient(app, base_url="http://127.0.0.1", headers={"Accept-Language": language}, raise_server_exceptions=False)
        self.page = self.http.get("/signin").text
        self.post("/signin", login=login, password=PASSWORD, next="/account")
        self.get("/account")

    def get(self, path: str, status: int = 200) -> str:
        """A page."""
        answer = self.http.get(path)
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        if "csrf" in answer.text:
            self.page = answer.text
        return answer.text

    def post(self, path: str, status: int = 200, **fields: Any) -> Any:
        """Send a form, and follow where it leads; the answer."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.page)
        assert found is not None
        answer = self.http.post(path, data={"csrf": found.group(1)} | fields)
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        if answer.headers.get("content-type", "").startswith("text/html") and "csrf" in answer.text:
            self.page = answer.text
        return answer
