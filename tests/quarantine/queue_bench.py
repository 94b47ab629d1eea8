"""`python -m tests.quarantine.queue_bench [COUNT] [URL]`: what a page of the queue costs with 100,000 incidents held."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from gateway.quarantine.records import envelope_of
from gateway.quarantine.store import HELD, RELEASING, Store
from gateway.quarantine.tables import EntityTypeRow, IncidentRow, RuleRow
from gateway.quarantine.vault import Vault

RULES = {"career": (2, 60), "bulk": (2, 15), "identifier": (3, 15), "sensitive": (3, 9), "unreadable": (1, 1)}  # severity, share
PAGES: dict[str, dict[str, Any]] = {
    "first page": {},
    "newest first": {"order": "newest"},
    "by severity": {"order": "severity"},
    "a rule": {"rule": "career"},
    "a rare rule": {"rule": "unreadable"},
    "severity 3": {"severity": 3},
    "a department": {"department": "department 3"},
    "a manager's three": {"departments": ("department 3", "department 4", "department 5")},
    "a sender": {"sender": "s7@x.example"},
    "all of these": {"rule": "career", "severity": 2, "department": "department 7", "sender": "s7@x.example"},
    "rule and type": {"rule": "career", "entity_type": "PERSON"},
}


def fill(store: Store, count: int, body: int = 4000) -> None:
    """Put `count` incidents into the store, as they would stand after being held; bodies of `body` bytes."""
    chance = random.Random(1)
    begin = time.time() - count
    for first in range(0, count, 5000):
        incidents: list[dict[str, Any]] = []
        rules: list[dict[str, Any]] = []
        types: list[dict[str, Any]] = []
        for number in range(first, min(count, first + 5000)):
            incident, who = f"SK261124-{number:08}", chance.randrange(500)
            (rule,) = chance.choices(list(RULES), [share for _, share in RULES.values()])
            sender = f"s{who}@x.example"
            key, envelope = store.vault.seal(json.dumps({"sender": sender, "recipients": ["b@y.example"]}).encode(), envelope_of(incident))
            shared = {
                "id": incident, "state": HELD if number % 20 else RELEASING, "created_at": begin + number, "severity": RULES[rule][0],
                "department": f"department {who % 20}", "sender_hash": store.fingerprint(b"sender", sender.encode()),
            }  # fmt: skip
            fired = sorted({rule} | ({"career"} if number % 3 == 0 else set()))
            found = ["JP_CAREER_HISTORY", "PERSON"]
            incidents.append(
                shared | {"channel": "mail", "action": "quarantine", "state_at": begin + number, "rule": rule, "rules": json.dumps(fired),
                          "entity_types": json.dumps(found), "policy_version": "bench", "size": body, "due_at": begin + number,
                          "expires_at": begin + number + 30 * 86400, "key_name": key, "envelope": envelope, "body": os.urandom(body)}
            )  # fmt: skip
            rules += [shared | {"rule": one} for one in fired]
            types += [shared | {"entity_type": one} for one in found]
        with store.database.writing() as session:
            session.execute(insert(IncidentRow), incidents)
            session.execute(insert(RuleRow), rules)
            session.execute(insert(EntityTypeRow), types)
    with store.database.writing() as session:
        session.execute(text("ANALYZE"))  # as the database does by itself after a while: without statistics the first plans are guesses


def measure(store: Store, tries: int = 7) -> dict[str, tuple[float, int]]:
    """Milliseconds (median) of a page of 50 and how many matched, by what was asked for."""
    measured = {}
    for name, wanted in PAGES.items():
        times = []
        for _ in range(tries):
            begin = time.perf_counter()
            page = store.page(limit=50, **wanted)
            times.append((time.perf_counter() - begin) * 1000)
        measured[name] = (sorted(times)[tries // 2], page.total)
    return measured


def main() -> None:
    """Fill, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store(sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/queue.db", Vault.from_file(Path(folder) / "key"))
        fill(store, count)
        for name, (milliseconds, total) in measure(store).items():
            print(f"{name:20} {milliseconds:7.1f} ms  of {total}")
        store.close()


if __name__ == "__main__":
    main()
