"""Opening a store: brought up to date where it has to be, and at once where it need not."""

from __future__ import annotations

import sys

from alembic.config import Config
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher

from gateway.quarantine import accounts
from gateway.quarantine.database import MIGRATIONS, newest_revision


def test_the_last_file_of_migrations_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]


def test_a_store_that_is_up_to_date_is_opened_without_migrations(place, monkeypatch) -> None:
    place.open().close()
    monkeypatch.setitem(sys.modules, "alembic", None)
    again = place.open()
    assert again.held_summary() == (0, 0.0)
    again.close()


def test_an_unknown_logins_hash_costs_as_much_as_a_new_one() -> None:
    assert not PasswordHasher().check_needs_rehash(accounts._NOBODY)
