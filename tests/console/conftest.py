"""A running gateway with its console, people who sign in to it, and a real browser."""

from __future__ import annotations

import re
import smtplib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.debian import needs
from tests.e2e.mails import INSIDE, LEAK, SENDER, mail
from tests.e2e.next_hop import ScriptedNextHop
from tests.e2e.running import ROOT, RunningGateway

PASSWORD = "bamboo-river-42-lantern"
SCREENSHOTS = ROOT / "var" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync", "--disable-quic"]
REVIEWERS = {
    "sato": ("佐藤 恵", ["reviewer"]), "kudo": ("工藤 渉", ["approver"]), "noda": ("野田 香", ["approver"]), "mori": ("森 学", ["auditor"]),
    "admin": ("管理者", ["administrator", "policy_editor", "approver", "auditor"]), "viewer": ("見学 薫", ["viewer"]),
}  # fmt: skip


class Gate(RunningGateway):
    """A gateway with a console, a next hop that keeps what it is sent, and accounts whose password is known."""

    hop: ScriptedNextHop

    @property
    def url(self) -> str:
        """Where the console is."""
        return f"http://127.0.0.1:{self.console}"

    def send(self, content: bytes, sender: str = SENDER, to: tuple[str, ...] = (INSIDE,)) -> str:
        """Hand a mail to the gateway; the incident's reference out of the reply, or the reply itself."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=60) as client:
            client.ehlo("mail.hibari-soft.example")
            client.mail(sender)
            for one in to:
                client.rcpt(one)
            code, text = client.data(content)
        said = f"{code} {text.decode()}"
        found = re.search(r"SK\d{6}-[A-Z0-9]{8}", said)
        return found.group() if found else said

    def hold(self, text: str = LEAK, **parts: Any) -> str:
        """Have a mail held that tells of a customer's former employer; the incident's reference."""
        return self.send(mail(text, to=parts.pop("to", INSIDE), **parts))

    def enrol(self, people: dict[str, tuple[str, list[str]]], departments: dict[str, list[str]] | None = None) -> None:
        """Accounts with the password `PASSWORD`, which need not be changed."""
        store = self.store()
        for login, (name, roles) in people.items():
            store.accounts.add("test", login, PASSWORD, roles, name=name, address=f"{login}@hibari-soft.example", departments=(departments or {}).get(login, ()), must_change=False)
        store.close()

    def store(self) -> Any:
        """The gateway's store, opened a second time."""
        from gateway.opening import open_store
        from gateway.settings import load_settings

        return open_store(load_settings(self.config, {}))


@pytest.fixture(scope="session", autouse=True)
def _imports_of_the_project() -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Gate]]:
    """Start gateways with consoles; each has its accounts and a next hop of its own."""
    started: list[Gate] = []

    def start(policy: str = "", people: dict[str, tuple[str, list[str]]] | None = None, departments: dict[str, list[str]] | None = None, **settings: Any) -> Gate:
        folder = tmp_path_factory.mktemp("gate")
        if policy:
            (folder / "policy.yaml").write_text(policy, "utf-8")
            settings["policy"] = str(folder / "policy.yaml")
        hop = ScriptedNextHop().start()
        settings.setdefault("notices", {"enabled": True, "from_address": "sekisho@hibari-soft.example", "contact": "情報セキュリティ室（内線 1234）"})
        gate = Gate(folder, next_hop={"host": "127.0.0.1", "port": hop.port, "tls": "none"}, **settings)
        gate.hop = hop
        started.append(gate)
        gate.start()
        gate.enrol(people or REVIEWERS, departments)
        return gate

    yield start
    for one in started:
        one.stop()
        one.hop.stop()


@pytest.fixture(scope="module")
def gate(gates: Callable[..., Gate]) -> Gate:
    """One gateway with a console, for all tests of a module."""
    return gates()


@pytest.fixture(scope="module")  # Playwright's loop runs as long as it does: no test with a loop of its own could follow in a session
def browser() -> Iterator[Any]:
    """Real headless Chromium."""
    needs("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """A fresh browser window, signed in as somebody where a login is given; it fails the test when a page runs into an error."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_window(gate: Gate, login: str = "", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=options.pop("locale", "ja-JP"), **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if login:
            sign_in(page, gate, login)
        return page

    yield open_window
    for one in contexts:
        one.close()
    assert errors == []


def sign_in(page: Any, gate: Gate, login: str, password: str = PASSWORD) -> None:
    """Type login and password."""
    page.goto(f"{gate.url}/signin")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("form[action='/signin'] button")


def picture(page: Any, name: str) -> Path:
    """Keep a screenshot for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
