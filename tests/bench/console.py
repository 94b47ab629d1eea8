"""The console with a long queue: pages of the running gateway over HTTP, 100,000 incidents in SQLite."""

from __future__ import annotations

import re
import smtplib
import tempfile
import time
from pathlib import Path

import httpx
from sqlalchemy import text

from gateway.quarantine.store import Store
from gateway.quarantine.vault import Vault
from tests.e2e.mails import INSIDE, LEAK, SENDER, mail
from tests.e2e.running import RunningGateway
from tests.quarantine.queue_bench import fill

_PASSWORD = "bamboo-river-42-lantern"
_TRIES = 9
_DECIDE = (  # three of five become released two hours after they came, one of ten of those a false positive
    "update incidents set state = 'released', state_at = created_at + 7200 where rowid % 5 < 3",
    "update incident_rules set state = 'released' where id in (select id from incidents where state = 'released')",
    "update incident_entity_types set state = 'released' where id in (select id from incidents where state = 'released')",
    "insert into decisions (incident, what, false_positive, by, at, created_at, rule, department, key_name, sealed) "
    "select id, 'released', rowid % 10 = 0, 'bench', state_at, created_at, rule, department, '', x'' from incidents where state = 'released'",
)


def run(count: int) -> list[tuple[str, str]]:
    """Rows: the queue, its pages further on and filtered, the charts, one incident. Medians over tries one after another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "held.key"))
        fill(store, count)
        store.accounts.add("bench", "bench", _PASSWORD, ["approver", "auditor"], must_change=False)
        store.close()
        gateway = RunningGateway(folder)
        gateway.start()
        try:
            incident = _held(gateway)
            with httpx.Client(base_url=f"http://127.0.0.1:{gateway.console}", timeout=60) as browser:
                _sign_in(browser)
                further = re.search(r'href="(/\?[^"]*after=[^"]+)"', browser.get("/").text)
                assert further is not None
                rows = [
                    (f"queue, first page, {count:,} held", _measured(browser, "/")),
                    ("queue, next page", _measured(browser, further[1].replace("&amp;", "&"))),
                    ("queue, one rule, by severity", _measured(browser, "/?rule=career&order=severity")),
                    ("queue, live update", _measured(browser, "/queue/rows?view=waiting")),
                    ("one incident", _measured(browser, f"/incidents/{incident}")),
                    ("charts, 90 days, all held", _measured(browser, "/charts?days=90")),
                    ("audit log, newest page", _measured(browser, "/audit")),
                ]
                _decide(folder)
                rows.append(("charts, 90 days, three of five decided", _measured(browser, "/charts?days=90")))
        finally:
            gateway.stop()
    return rows


def _held(gateway: RunningGateway) -> str:
    with smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) as client:
        client.ehlo("mail.hibari-soft.example")
        client.mail(SENDER)
        client.rcpt(INSIDE)
        reply = client.data(mail(LEAK, to=INSIDE))[1].decode()
    found = re.search(r"SK\d{6}-[A-Z0-9]{8}", reply)
    assert found is not None, reply
    return found.group()


def _sign_in(browser: httpx.Client) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/signin").text)
    assert token is not None
    answer = browser.post("/signin", data={"csrf": token[1], "login": "bench", "password": _PASSWORD})
    assert answer.status_code == 303, answer.text


def _measured(browser: httpx.Client, path: str) -> str:
    times = []
    for _ in range(_TRIES):
        begin = time.perf_counter()
        answer = browser.get(path)
        times.append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    times.sort()
    return f"{times[_TRIES // 2]:.0f} ms ({times[0]:.0f} to {times[-1]:.0f})"


def _decide(folder: Path) -> None:
    store = Store(f"sqlite:///{folder}/held.db", Vault.from_file(folder / "held.key"))
    with store.database.writing() as session:
        for statement in _DECIDE:
            session.execute(text(statement))
    store.close()
