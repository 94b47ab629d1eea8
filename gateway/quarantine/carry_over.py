"""What stood in a store of version 0001 is carried over: incidents get the queue's columns, events become the audit log.

Runs within the migration's transaction, once. What the rules of that time said is not known any more, so that severity
is told from what was found, and everything is kept for a whole term from now on.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from gateway.quarantine.audit import begin, extend
from gateway.quarantine.records import RETENTION_DAYS, SERVICE_LEVEL_HOURS, envelope_of
from gateway.quarantine.sealed_secrets import AUDIT, FINGERPRINT, fingerprint, obtain
from gateway.quarantine.vault import Vault, VaultError

_WEIGHT = {"JP_CAREER_HISTORY": 2, "JP_EMPLOYER": 2, "PERSON": 1, "ORGANIZATION": 1, "PHONE_NUMBER": 1, "EMAIL_ADDRESS": 1, "JP_ADDRESS": 1,
           "DATE_OF_BIRTH": 1, "AGE": 1, "JP_EMPLOYEE_ID": 1}  # fmt: skip


def carry_over(connection: Connection, vault: Vault, now: float) -> None:
    """Fill the new columns and tables from the old ones. `now` in Unix seconds."""
    with Session(connection) as session:
        marks = obtain(session, vault, FINGERPRINT, newest=False)[1]
        secret = obtain(session, vault, AUDIT, newest=True)
        head = begin(session, secret)
        session.flush()
        for row in session.execute(text("SELECT incident, at, actor, what, detail FROM events ORDER BY id")):
            extend(session, head, secret, row.at, row.actor, row.what, row.incident, row.detail)
        for row in session.execute(text("SELECT id, state, created_at, rules, entity_types, key_name, envelope FROM incidents")).all():
            _carry_incident(session, row, vault, marks, now)
        session.flush()


def _carry_incident(session: Session, row: Any, vault: Vault, marks: bytes, now: float) -> None:
    rules, types = json.loads(row.rules), json.loads(row.entity_types)
    try:
        sender = json.loads(vault.open(row.key_name, bytes(row.envelope), envelope_of(row.id)))["sender"]
        mark = fingerprint(marks, b"sender", sender.lower().encode("utf-8", "surrogateescape"))
    except VaultError:  # its key is gone: it can be listed, not found by its sender
        mark = ""
    values = {
        "id": row.id, "severity": max((_WEIGHT.get(one, 3) for one in types), default=1), "sender_hash": mark, "rule": rules[0] if rules else "",
        "due_at": row.created_at + SERVICE_LEVEL_HOURS * 3600, "expires_at": now + RETENTION_DAYS * 86400,
    }  # fmt: skip
    session.execute(
        text("UPDATE incidents SET severity=:severity, sender_hash=:sender_hash, rule=:rule, due_at=:due_at, expires_at=:expires_at WHERE id=:id"), values
    )
    for statement, names in (
        ("INSERT INTO incident_rules (id, rule, state, created_at, severity, department, sender_hash) VALUES (:id, :name, :state, :created_at, :severity, '', :sender_hash)", rules),
        ("INSERT INTO incident_entity_types (id, entity_type, state, created_at, severity, department, sender_hash) VALUES (:id, :name, :state, :created_at, :severity, '', :sender_hash)", types),
    ):
        for name in dict.fromkeys(names):
            session.execute(text(statement), values | {"name": name, "state": row.state, "created_at": row.created_at})
