"""The database behind the store: SQLite in WAL mode or PostgreSQL, brought up to date when opened, its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from gateway.quarantine.trouble import StoreError

if TYPE_CHECKING:
    from gateway.quarantine.vault import Vault

__all__ = ["MIGRATIONS", "Database", "StoreError", "newest_revision", "said"]
MIGRATIONS = Path(__file__).parent / "migrations"
_PATIENCE = 10.0  # seconds that a process waits for the file while another one writes
_ALONE = 0x5EC15  # a PostgreSQL advisory lock: any number that nothing else in the database uses


class Database:
    """Connections to one database. Readers see a consistent picture, writers wait for each other."""

    def __init__(self, url: str, vault: Vault) -> None:
        try:
            self._engine = _engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError, OSError) as error:
            raise StoreError(f"the store's url cannot be used ({type(error).__name__}); write sqlite:///file.db or postgresql://user@host/name") from None
        self._writer = self._engine.execution_options(writes=True)
        try:
            with self._writer.begin() as connection:
                self._upgrade(connection, vault)
                if not self.postgresql:
                    connection.exec_driver_sql("PRAGMA user_version = 1")  # a file that cannot be written to says so now, and not at the first message to be held
        except SQLAlchemyError as error:
            raise StoreError(f"the store {make_url(url).render_as_string()} cannot be opened: {said(error)}") from None

    @property
    def postgresql(self) -> bool:
        """Whether this is PostgreSQL (otherwise it is SQLite)."""
        return self._engine.dialect.name == "postgresql"

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self, trouble: str = "the store does not answer") -> Iterator[Session]:
        """A session for reading. Raises StoreError beginning with `trouble`."""
        try:
            with Session(self._engine) as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"{trouble}: {said(error)}") from None

    @contextmanager
    def writing(self, trouble: str = "the store does not answer") -> Iterator[Session]:
        """A session whose changes are committed to disk together when the block ends well, or not at all."""
        try:
            with Session(self._writer) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"{trouble}: {said(error)}") from None

    def insert_missing(self, session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of which some may stand already: those stay as they are."""
        if rows:
            session.execute(self._insert(table).on_conflict_do_nothing(), list(rows))

    def putting(self, table: Any) -> Any:
        """A statement that inserts a row, in the place of the one with the same primary key. Building it costs more than running it: build it once."""
        statement = self._insert(table)
        keys = [one.name for one in table.__table__.primary_key.columns]
        return statement.on_conflict_do_update(index_elements=keys, set_={one.name: one for one in statement.excluded if one.name not in keys})

    def insert_new(self, session: Session, table: Any, row: dict[str, Any]) -> bool:
        """Insert a row unless it stands already: true for exactly one of all who try."""
        statement = self._insert(table).values(**row).on_conflict_do_nothing().returning(*table.__table__.primary_key.columns)
        return session.connection().execute(statement).first() is not None

    def exclude_others(self, session: Session | Connection) -> None:
        """One process at a time goes on from here, until its transaction ends. SQLite's writers are alone anyway."""
        if self.postgresql:
            session.execute(text(f"SELECT pg_advisory_xact_lock({_ALONE})"))

    def _insert(self, table: Any) -> Any:
        if not self.postgresql:
            return sqlite_insert(table)
        from sqlalchemy.dialects.postgresql import insert  # as slow to load as half of SQLAlchemy's core

        return insert(table)

    def _upgrade(self, connection: Connection, vault: Vault) -> None:
        self.exclude_others(connection)
        if _revision(connection) == newest_revision():
            return
        from alembic import command  # a fifth of what the gateway imports, and needed after an update only
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        config.attributes["vault"] = vault
        command.upgrade(config, "head")


def sealed_with(url: str) -> tuple[str, ...]:
    """Names of the keys that the store at `url` sealed its own secrets with, without opening it as a store; none where there is no such store yet."""
    try:
        place = make_url(url)
        if place.get_backend_name() == "sqlite" and not (place.database and Path(place.database).exists()):
            return ()
        engine = create_engine(place)
        try:
            with engine.connect() as connection:
                return tuple(sorted(connection.scalars(text("SELECT DISTINCT key_name FROM secrets")))) if inspect(connection).has_table("secrets") else ()
        finally:
            engine.dispose()
    except (SQLAlchemyError, ImportError, OSError, ValueError):
        return ()  # opening it says what is wrong


def url_problem(url: str) -> str:
    """What is wrong with a store's address, as far as it shows without opening it; empty where nothing is."""
    try:
        place = make_url(url)
    except (ArgumentError, ValueError):
        return "is not a database's address; write it like sqlite:///var/quarantine.db or postgresql://user@db.example/sekisho"
    if place.get_backend_name() != "sqlite" or not place.database:
        return ""
    file = Path(place.database).absolute()
    nearest = next(one for one in (file, *file.parents) if os.path.exists(one))  # noqa: PTH110 -- Path.exists raises below a closed folder
    if os.path.isdir(file):  # noqa: PTH112
        return f"'{file}' is a folder; name a file in it"
    if nearest != file and not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        return f"'{file}' cannot be made; name a file in a folder that this user may write to"
    if nearest == file:
        try:
            with file.open("rb") as opened:
                beginning = opened.read(16)
        except OSError as error:
            return f"'{file}' cannot be read ({error.strerror}); correct its permissions"
        if beginning not in (b"", b"SQLite format 3\0"):
            return f"'{file}' is no SQLite database; name another file"
        if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK | os.X_OK)):
            return f"this user may not write to '{file}' and its folder; correct their permissions"
    return ""


def newest_revision() -> str:
    """The revision that a database has when it is up to date: that of the last file, whose name begins with it."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    """The revision that the database has; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite":
        raise ArgumentError("neither SQLite nor PostgreSQL")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": _PATIENCE})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: see _begin
        cursor = connection.cursor()
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=FULL")  # a commit is on the disk when it returns
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: one that read first would be refused instead of waiting for the other.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL. SQLite refuses this at once, however patient the connection, while another process
    switches or opens the same new file; so it is asked again for as long as any other lock is waited for."""
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def said(error: SQLAlchemyError) -> str:
    """The database's own words without statement and parameters, which may hold addresses."""
    original = getattr(error, "orig", None)
    if original is None:
        return type(error).__name__
    diagnosis = getattr(original, "diag", None)  # PostgreSQL's further lines repeat the values of a row
    words = getattr(diagnosis, "message_primary", None) or str(original).partition("\n")[0]
    return f"{type(original).__name__}: {words}"
