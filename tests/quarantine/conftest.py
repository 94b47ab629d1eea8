"""A store on each database that is supported: every test that asks for one runs on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from gateway.quarantine.store import Store
from gateway.quarantine.vault import Vault
from tests.quarantine.postgresql import Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL server a test process."""
    one = Cluster()
    yield one
    one.stop()


@dataclass
class Place:
    """Where a store is: its URL and key file."""

    url: str
    key_file: Path

    def open(self) -> Store:
        return Store(self.url, Vault.from_file(self.key_file))

    def execute(self, statement: str, **values: Any) -> list[Any]:
        """What somebody with the database's password could do."""
        engine = create_engine(self.url)
        try:
            with engine.begin() as connection:
                result = connection.execute(text(statement), values)
                return list(result) if result.returns_rows else []
        finally:
            engine.dispose()

    def stored(self) -> bytes:
        """All that stands in the database, as text and octets."""
        everything: list[bytes] = []
        tables = ("incidents", "incident_rules", "incident_entity_types", "audit", "secrets", "consents", "told", "told_prefixes", "settled")
        for table in tables:
            for row in self.execute(f"select * from {table}"):
                everything += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
        return b"\n".join(everything)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A new, empty database."""
    if request.param == "sqlite":
        return Place(f"sqlite:///{tmp_path}/held.db", tmp_path / "key")
    return Place(request.getfixturevalue("cluster").database(), tmp_path / "key")


@pytest.fixture
def opened(place: Place) -> Iterator[Callable[[], Store]]:
    """Open further stores on the same place; all are closed after the test."""
    stores: list[Store] = []

    def another() -> Store:
        stores.append(place.open())
        return stores[-1]

    yield another
    for one in stores:
        one.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """An empty store."""
    return opened()
