"""A console in this process with real mail in its store: shown and redacted by the mail door's own code, sent into a list."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.console.app import build
from gateway.mail.in_worker import held_rewritten
from gateway.mail.limits import Limits
from gateway.mail.show import show
from gateway.policy.load import LoadedPolicy, policy_from_text
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.vault import Vault
from gateway.settings import Console, Inspection, Notices
from gateway.shown import ShowError, Shown
from gateway.verdict import About, Finding, Zone
from tests.e2e.mails import LEAK, SENDER, mail
from tests.quarantine.held import hold

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PASSWORD = "bamboo-river-42-lantern"
RULE = "{id: career, reason: career, when: {entities: [JP_CAREER_HISTORY, JP_EMPLOYER], about: [third_party]}, action: quarantine%s}"
LIMITS = Limits.of(Inspection())


@dataclass
class Doors:
    """Doors that show and redact for real, and keep what they are to send."""

    store: Store
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    letters: list[tuple[str, str, str]] = field(default_factory=list)
    down: bool = False

    def show(self, channel: str, content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
        return show(content, tuple(findings), tuple(hide), LIMITS)

    def redacted(self, channel: str, content: bytes, findings: Sequence[Finding]) -> bytes:
        result = held_rewritten(content, tuple(findings), LIMITS)
        if result.missed:
            raise ShowError("some of it cannot be taken out")
        return result.content

    def release(self, incident: str, actor: str, content: bytes | None = None, again: bool = False) -> str:
        if not self.store.claim(incident, actor, again):
            raise StoreError(f"{incident} is not held")
        if self.down:
            self.store.unclaim(incident, actor, "next hop unavailable")
            raise StoreError("the next hop cannot be reached")
        self.sent.append((incident, self.store.open(incident).content if content is None else content))
        self.store.released(incident, actor, "250")
        return "250"

    def write_to(self, address: str, subject: str, text: str, incident: str = "") -> bool:
        self.letters.append((address, subject, text))
        return True


class Desk:
    """The console with its store; messages are held by `hold`, senders come by `invite`."""

    def __init__(self, folder: Path, rule: str = "", review: str = "{}", **console: Any) -> None:
        self.store = Store(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "key"))
        self.policy: LoadedPolicy = self.ruled(rule, review)
        self.doors = Doors(self.store)
        notices = Notices(enabled=True, from_address="sekisho@hibari-soft.example", contact="情報セキュリティ室")
        self.app = build(Console(**console), self.store, lambda: self.policy, self.doors, notices)

    @staticmethod
    def ruled(rule: str, review: str = "{}") -> LoadedPolicy:
        """A policy of one rule with further keys."""
        return policy_from_text(f"organization: {{domains: [hibari-soft.example]}}\nreview: {review}\nrules:\n- {RULE % (', ' + rule if rule else '')}\n", "p")

    def hold(self, incident: str = "SK1", text: str = LEAK, **changes: Any) -> str:
        """A mail that tells of a customer's former employer."""
        at = text.find("桜坂リース")
        found = Finding("JP_EMPLOYER", "body", at, at + 5, 0.9, About.THIRD_PARTY, Zone.BODY, text="桜坂リース", person="name:水野") if at >= 0 else None
        values = {"sender": SENDER, "content": mail(text, "水野さんの件"), "findings": (found,) if found else (), "rules": ("career",), "rule": "career", "options": ()}
        self.store.hold(hold(incident, **(values | changes)))
        return incident

    def browser(self, language: str = "ja") -> Browser:
        """Somebody with a browser."""
        return Browser(TestClient(self.app, base_url="http://127.0.0.1", headers={"Accept-Language": language}, raise_server_exceptions=False))

    def invite(self, incident: str = "SK1") -> tuple[str, str]:
        """(link, code) as the notice has them."""
        made = self.store.links.make(incident, 72)
        return made.path, made.code

    def sender(self, incident: str = "SK1", language: str = "ja") -> Browser:
        """The sender, let in by link and code."""
        one = self.browser(language)
        link, code = self.invite(incident)
        one.get(link)
        one.post(link, code=code)
        return one

    def staff(self, login: str, *roles: str, **more: Any) -> Browser:
        """Somebody signed in to the console."""
        if self.store.accounts.by_login(login) is None:
            self.store.accounts.add("test", login, PASSWORD, roles, name=login, address=f"{login}@hibari-soft.example", must_change=False, **more)
        one = self.browser()
        one.get("/signin")
        one.post("/signin", login=login, password=PASSWORD)
        return one

    def events(self, incident: str = "SK1") -> list[tuple[str, str]]:
        """(actor, what) of an incident's history."""
        return [(actor, what) for _, actor, what, _ in self.store.events(incident)]


class Browser:
    """A browser without a screen: forms carry the token and the hidden fields of the page seen last."""

    def __init__(self, http: TestClient) -> None:
        self.http = http
        self.page = ""

    def get(self, path: str, status: int = 200) -> str:
        """A page."""
        answer = self.http.get(path)
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        self.page = answer.text
        return self.page

    def hidden(self, name: str) -> str:
        """A hidden field of the page seen last."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found.group(1) if found else ""

    def post(self, path: str, status: int = 200, files: Any = None, **fields: str) -> str:
        """Send a form and follow where it leads."""
        answer = self.http.post(path, data={"csrf": self.hidden("csrf")} | fields, files=files)
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        self.page = answer.text
        return self.page

    def ask(self, way: str, status: int = 200, files: Any = None, **fields: str) -> str:
        """Choose a way out on the sender's page."""
        return self.post("/message/ask", status, files, **({"way": way} | ({"digest": self.hidden("digest")} if way == "redacted" else {}) | fields))
