"""The running gateway on each database: what it held, sent and left out is on file, consents count, old mail goes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.e2e.mails import INSIDE, LEAK, SENDER, mail
from tests.e2e.policies import policy
from tests.e2e.running import RunningGateway
from tests.e2e.smtp_client import Wire

PARTNER = "k.arai@partner.example"
CAREER = ["JP_CAREER_HISTORY", "JP_EMPLOYER"]
RULES = (
    {"id": "gossip", "reason": "career", "when": {"entities": CAREER, "about": ["third_party"], "recipients": "internal"}, "unless": {"consent": True}, "action": "quarantine", "retention_days": 5},
    {"id": "outside", "reason": "career", "when": {"entities": ["JP_EMPLOYER"], "about": ["third_party"], "recipients": "external"}, "action": "redact"},
)  # fmt: skip


@pytest.fixture
def gate(place, tmp_path):
    one = RunningGateway(tmp_path / "gate", store={"url": place.url, "key_file": str(place.key_file)}, policy=policy(
        tmp_path, *RULES, organization={"domains": ["hibari-soft.example"], "departments": {"営業部": {"members": [SENDER]}}}, review={"service_level_hours": 1}
    ))  # fmt: skip
    one.start()
    yield one
    one.stop()


def send(gate: RunningGateway, *recipients: str) -> str:
    wire = Wire(gate.port)
    wire.hello()
    wire.transaction(SENDER, *recipients)
    reply = wire.data(mail(LEAK, "水野さんの件", INSIDE))
    wire.close()
    return reply


def eventually(check: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := check()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return done


def test_one_mail_held_for_some_and_redacted_for_others_is_on_file_and_a_consent_lets_the_next_through(gate, place, store):
    assert "held for review" in send(gate, INSIDE, PARTNER)
    (incident,) = store.incidents()
    assert (incident.rule, incident.severity, incident.department) == ("gossip", 2, "営業部")
    assert (incident.due_at - incident.created_at, incident.expires_at - incident.created_at) == (3600, 5 * 86400)

    def on_file() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {one.outcome: (one.recipients, one.entity_types) for one in store.ledger.search("水野さん")}

    assert eventually(lambda: {"held", "redacted", "delivered"} <= set(on_file()))
    assert on_file()["held"][0] == (INSIDE,)
    assert on_file()["redacted"] == ((PARTNER,), ("JP_EMPLOYER",))
    assert "JP_EMPLOYER" not in on_file()["delivered"][1]

    released = gate.command("quarantine", "release", incident.id)
    assert released.returncode == 0, released.stderr
    found = gate.command("people", "search", "水野", "--json")
    assert {json.loads(line)["outcome"] for line in found.stdout.splitlines()} == {"released", "redacted", "delivered"}

    added = gate.command("consent", "add", "水野", "--to", "hibari-soft.example")
    assert added.returncode == 0, added.stderr
    assert eventually(lambda: send(gate, INSIDE).startswith("250 2.0.0 Written"))
    assert gate.command("audit", "verify").returncode == 0


def test_the_gateway_deletes_what_has_expired_and_logs_the_head_of_its_audit_log(gate, place, store):
    assert "Held for review" in send(gate, INSIDE)
    (incident,) = store.incidents()
    place.execute("update incidents set expires_at = 1")
    gate.stop()
    gate.change(inspection={"enabled": False})  # nothing is read any more
    gate.start()
    assert eventually(lambda: store.get(incident.id).state == "expired")

    def heads() -> list[str]:
        return [line["audit_head"] for line in gate.log_lines() if "audit_head" in line]

    assert eventually(lambda: bool(heads()) and heads()[-1].startswith("2:"))
    assert gate.command("audit", "verify", "--head", heads()[-1]).returncode == 0


def test_what_was_delivered_just_before_the_gateway_stopped_is_on_file(gate, store):
    assert send(gate, PARTNER).startswith("250 ")
    assert gate.stop() == 0
    assert {one.outcome for one in store.ledger.search("水野")} == {"redacted", "delivered"}
