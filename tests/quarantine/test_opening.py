"""Opening a store: brought up to date where it has to be, and at once where it need not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher

from gateway.check import check
from gateway.configfile import ConfigError
from gateway.opening import open_store
from gateway.quarantine import accounts
from gateway.quarantine.database import MIGRATIONS, newest_revision, url_problem
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.vault import Vault
from gateway.settings import Settings


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


def test_a_key_file_that_is_gone_is_not_made_anew_for_a_store_in_use(tmp_path) -> None:
    settings = Settings.model_validate({"store": {"url": f"sqlite:///{tmp_path}/held.db", "key_file": str(tmp_path / "held.key")}})
    open_store(settings).close()
    (tmp_path / "held.key").rename(tmp_path / "backup")
    for trying in (open_store, check):
        with pytest.raises(ConfigError, match=r"held\.key is gone.*put the file back"):
            trying(settings)
    assert not (tmp_path / "held.key").exists()
    (tmp_path / "backup").rename(tmp_path / "held.key")
    open_store(settings).close()


def test_a_store_that_may_only_be_read_is_refused_at_the_start(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    vault = Vault.from_file(tmp_path / "key")
    Store(f"sqlite:///{tmp_path}/held.db", vault).close()
    with pytest.raises(StoreError, match="readonly"):
        Store(f"sqlite:///file:{tmp_path}/held.db?mode=ro&uri=true", vault)
    assert url_problem(f"sqlite:///{tmp_path}/held.db") == ""
    allowed = os.access
    for closed in (tmp_path / "held.db", tmp_path):
        monkeypatch.setattr(os, "access", lambda path, mode, closed=closed: allowed(path, mode) and not (Path(path) == closed and mode & os.W_OK))
        assert "may not write to" in url_problem(f"sqlite:///{tmp_path}/held.db")
