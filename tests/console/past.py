"""Weeks of held mail as they would have gone, for charts that look like charts."""

from __future__ import annotations

import random
import time
from typing import Any

from sqlalchemy import update

from gateway.quarantine.review_tables import DecisionRow
from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow
from gateway.verdict import About, Finding, Zone
from tests.quarantine.held import hold

RULES = {  # entity types, share, how often it is wrong
    "career": (("JP_CAREER_HISTORY", "JP_EMPLOYER", "PERSON"), 10, 0.06), "identifier": (("JP_MY_NUMBER",), 4, 0.14), "sensitive": (("JP_SENSITIVE", "PERSON"), 3, 0.03),
    "bulk": (("PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS"), 3, 0.2), "unreadable": ((), 1, 0.02),
}  # fmt: skip
DEPARTMENTS = ("営業部", "営業部", "開発部", "人事部", "総務部")


def live_through(store: Any, count: int = 200, days: float = 80) -> None:
    """Hold, release and decide `count` messages over the last `days`; those of the last hours wait still."""
    chance, now = random.Random(7), time.time()
    for number in range(count):
        (rule,) = chance.choices(list(RULES), [share for _, share, _ in RULES.values()])
        types, _, wrong = RULES[rule]
        reference, at, took = f"SK261001-{number:08X}", now - days * 86400 * chance.random() ** 1.5, chance.expovariate(1 / 9000)
        refused = chance.random() < 0.06
        findings = tuple(Finding(one, "body", 0, 3, 0.9, About.THIRD_PARTY, Zone.BODY, text="桜") for one in types)
        store.hold(hold(
            reference, rules=(rule,), findings=findings, department=chance.choice(DEPARTMENTS), severity=chance.choice((1, 2, 2, 3)),
            state="refused" if refused else "held", action="block" if refused else "quarantine",
        ))  # fmt: skip
        if not refused and at + took < now - 7200:
            store.claim(reference, "sato")
            store.released(reference, "sato", "250 ok")
            store.reviews.decide(store.get(reference), "released", "sato", false_positive=chance.random() < wrong)
        with store.database.writing() as session:
            for table in (IncidentRow, RuleRow, EntityTypeRow):
                session.execute(update(table).where(table.id == reference).values(created_at=at))
            session.execute(update(IncidentRow).where(IncidentRow.id == reference).values(state_at=at + took, due_at=at + 14400, expires_at=now + 30 * 86400))
            session.execute(update(DecisionRow).where(DecisionRow.incident == reference).values(created_at=at, at=at + took))
