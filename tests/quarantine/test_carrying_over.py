"""A store of the version before is carried over when it is opened, with everything that stood in it."""

from __future__ import annotations

import json
import time

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from gateway.quarantine import database
from gateway.quarantine.records import envelope_of
from gateway.quarantine.store import DELETED, HELD
from gateway.quarantine.vault import Vault

OLD = time.time() - 200 * 86400


@pytest.fixture
def before(place) -> Vault:
    """A store as version 0001 left it: one held, one deleted, and one whose key is gone."""
    vault = Vault.from_file(place.key_file)
    engine = create_engine(place.url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(database.Path(database.__file__).parent / "migrations"))
        config.attributes.update(connection=connection, vault=vault)
        command.upgrade(config, "0001")
        rows = (("SK1", HELD, '["JP_CAREER_HISTORY"]', vault), ("SK2", DELETED, '["JP_MY_NUMBER", "PERSON"]', vault), ("SK3", HELD, '["PERSON"]', Vault.from_text(["cd" * 32])))
        for number, (incident, state, types, sealer) in enumerate(rows):
            key, envelope = sealer.seal(json.dumps({"sender": "A@x.example", "recipients": ["b@y.example"]}).encode(), envelope_of(incident))
            body = sealer.seal(json.dumps({"content": "aGk=", "options": [], "parameters": [[]], "findings": []}).encode(), incident)[1]
            connection.execute(
                text(
                    "INSERT INTO incidents (id, created_at, channel, action, state, state_at, rules, entity_types, policy_version, size, key_name, envelope, body)"
                    " VALUES (:id, :at, 'mail', 'quarantine', :state, :at, '[\"career\", \"bulk\"]', :types, 'v', 2, :key, :envelope, :body)"
                ),
                {"id": incident, "at": OLD + number, "state": state, "types": types, "key": key, "envelope": envelope, "body": None if state == DELETED else body},
            )
        for incident, actor, what, detail in (("SK1", "gateway", "held", ""), ("SK2", "gateway", "held", ""), ("SK2", "森 (command line)", "deleted", "頼まれて")):
            connection.execute(
                text("INSERT INTO events (incident, at, actor, what, detail) VALUES (:i, :at, :a, :w, :d)"), {"i": incident, "at": OLD, "a": actor, "w": what, "d": detail}
            )
    engine.dispose()
    return vault


def test_held_mail_and_history_are_carried_over(before, store):
    assert store.open("SK1").content == b"hi"
    assert store.events("SK2") == [(OLD, "gateway", "held", ""), (OLD, "森 (command line)", "deleted", "頼まれて")]
    verified = store.audit.verify()
    assert (verified.rows, verified.wrong) == (3, "")


def test_what_was_held_before_is_found_in_the_queue(before, store):
    one, three = store.page().incidents
    assert (one.id, one.rule, one.severity, three.severity) == ("SK1", "career", 2, 1)
    assert [i.id for i in store.page(sender="a@X.example").incidents] == ["SK1"]
    assert [i.id for i in store.page((DELETED,), rule="bulk", severity=3).incidents] == ["SK2"]
    assert store.delete("SK1", "a")
    assert [i.id for i in store.page(rule="bulk").incidents] == ["SK3"]


def test_nothing_expires_because_of_the_upgrade(before, store):
    assert store.expire() == 0
    assert store.expire(time.time() + 31 * 86400) == 2


def test_a_store_that_is_up_to_date_is_opened_as_it_is(before, opened):
    first = opened()
    first.audit.append("a", "signed_in")
    assert opened().audit.verify().rows == 4
