"""Engines and the two ways in: `read(fn)` takes no write lock, `write(fn)` is one transaction, retried on conflicts.

SQLite is the default (WAL, synchronous=FULL, foreign keys, BEGIN IMMEDIATE for writes, file 0600); PostgreSQL by URL.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlmodel import Session as Session

from data.queries import rows
from data.queries.prepared import Prepared
from data.tables import ActKey, Marker
from data.vocabulary import WorldKind

T = TypeVar("T")

HEAD = "0015"
"""Newest revision; a test compares it with the migrations folder."""

RETRIES = 12
BUSY_MILLISECONDS = 10_000
LOOK_AGAIN = 0.01
"""Seconds, at most, between two looks at a locked file: whoever leaves it for longer lets others in."""
RETRIED_SQLSTATES = frozenset({"40001", "40P01", "55P03", "23505"})

ONE_WRITER = sa.text(
    f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}; "
    f"SET LOCAL idle_in_transaction_session_timeout = {3 * BUSY_MILLISECONDS}; "
    "LOCK TABLE marker IN EXCLUSIVE MODE"
)
"""What a write on PostgreSQL begins with: as on SQLite, one at a time, and reads are not disturbed.

Every act reads the end of the register and adds to it, so that serialisable transactions of several desks would call
each other off again and again. `LOCK TABLE` comes before the snapshot: what waited sees what the winner wrote.
"""


_MARKED = Prepared(sa.select(rows.table_of(Marker).c.world))
_KEYS = rows.table_of(ActKey)
_DONE = Prepared(sa.select(_KEYS.c.act, _KEYS.c.reference).where(_KEYS.c.key == sa.bindparam("used")))


class StorageError(Exception):
    """The database cannot be opened, read or written; the cause is chained."""


class WrongWorldError(StorageError):
    """A training world was opened as an office's database, or the reverse."""


class Database:
    """One database, on either engine.

    Args:
        url: SQLAlchemy URL, `sqlite:///path` or `postgresql+psycopg://...` (several hosts allowed).
        create: on SQLite, make the file (0600) where it is missing.

    Raises:
        StorageError: when the URL or the driver cannot be used.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self.committed: Callable[[Session], None] = lambda _session: None
        """Called after each commit of `write`, with the session and what `fn` left in its `info`."""
        try:
            self.url = sa.make_url(url)
            if self.url.drivername in ("postgresql", "postgres"):
                self.url = self.url.set(drivername="postgresql+psycopg")
            options: dict[str, Any] = {"pool_pre_ping": True} if self.url.drivername != "sqlite" else {}
            if create:
                self._prepare_file()
            self.engine = sa.create_engine(self.url, **options)
            if self.engine.dialect.name == "sqlite":
                self.writer = sa.create_engine(self.url, **options)
            else:
                self.writer = self.engine.execution_options(isolation_level="SERIALIZABLE")
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise StorageError(str(error)) from error
        if self.engine.dialect.name == "sqlite":
            _tune_sqlite(self.engine, "BEGIN", BUSY_MILLISECONDS)
            _tune_sqlite(self.writer, "BEGIN IMMEDIATE", 0)

    @property
    def file(self) -> Path | None:
        """The database file, on SQLite."""
        return Path(self.url.database) if self.url.drivername == "sqlite" and self.url.database else None

    def _prepare_file(self) -> None:
        if self.file is None:
            return
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))

    def open(self, world: WorldKind, now: datetime) -> None:
        """Bring the schema to the newest revision and check what world the database holds.

        Args:
            world: what the caller means to open; a fresh database becomes that.
            now: aware moment, written into a fresh marker.

        Raises:
            StorageError: when the database cannot be reached, or was made by a newer program.
            WrongWorldError: when it holds the other kind of world.
        """
        try:
            if self.revision() != HEAD:
                from data.migrations import runner  # noqa: PLC0415 - alembic stays off the start path

                runner.upgrade(self.writer)
            found = self.write(lambda session: _marked(session, world, now))
        except SQLAlchemyError as error:
            raise StorageError(str(error.__cause__ or error)) from error
        if found is not world:
            raise WrongWorldError(found.value)

    def revision(self) -> str | None:
        """Return the schema's revision, None for an empty database.

        Raises:
            StorageError: when it is not one this program knows.
        """
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if found is not None and found > HEAD:
            raise StorageError(f"schema {found} is newer than {HEAD}")
        return found

    def read(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in a transaction that takes no write lock and return its answer.

        Raises:
            StorageError: when the database cannot be read.
        """
        try:
            with self.engine.connect() as connection, Session(connection, expire_on_commit=False) as session:
                connection.begin()
                return fn(session)
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(type(error).__name__) from error

    def write(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in one write transaction; on a lock, serialisation or uniqueness conflict run it again, whole.

        A second run sees what the winner wrote, so a race ends in a clear answer and not in an error.

        Args:
            fn: reads, decides and writes; must be free of effects outside the session.

        Raises:
            StorageError: when the database stays busy, breaks an invariant or cannot be written.
        """
        for attempt in range(RETRIES):
            try:
                with self.writer.connect() as connection, Session(connection, expire_on_commit=False) as session:
                    connection.begin()
                    if self.engine.dialect.name == "postgresql":
                        connection.execute(ONE_WRITER)
                    answer = fn(session)
                    session.flush()
                    connection.commit()
                    self.committed(session)
                    return answer
            except DBAPIError as error:
                if not _is_conflict(error) or attempt == RETRIES - 1:
                    raise StorageError(f"{type(error).__name__}: {_first_line(error)}") from error
                time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 7)))  # noqa: S311 - jitter, not a secret
            except (SQLAlchemyError, OSError) as error:
                raise StorageError(type(error).__name__) from error
        raise AssertionError("unreachable")

    def write_once(self, key: str, act: str, fn: Callable[[Session], tuple[T, str]]) -> tuple[T | None, str]:
        """Run `fn` as `write` does, unless this idempotency key was already used for this act.

        Args:
            key: made by the caller when the act began; empty = no protection (the answer of `fn` is a refusal anyway).
            act: name of the use case.
            fn: returns its answer and the id of what it made; an empty id means nothing was made, and no key is kept.

        Returns:
            The answer and the id; the answer is None when the act had been done before.
        """

        def once(session: Session) -> tuple[T | None, str]:
            done = _DONE.first(session, used=key) if key else None
            if done is not None:
                used_for, reference = done
                if used_for != act:
                    raise StorageError(f"key of {used_for} used for {act}")
                return None, reference
            answer, reference = fn(session)
            if reference and key:
                rows.insert(session, ActKey, key=key, act=act, reference=reference)
            return answer, reference

        return self.write(once)

    def close(self) -> None:
        """Close every connection."""
        self.writer.dispose()
        self.engine.dispose()


def _tune_sqlite(engine: sa.Engine, begin: str, busy_milliseconds: int) -> None:
    """Set every connection of an engine up, and say what its transactions begin with.

    As a listener to `begin`, the latter would make every statement look for listeners, which costs a third of it.

    Args:
        engine: of a SQLite file.
        begin: the statement; that is what waits for whoever is writing.
        busy_milliseconds: how long SQLite itself waits, in any statement.
    """

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        connection.execute(f"PRAGMA busy_timeout={busy_milliseconds}")
        _once_free(connection, "PRAGMA journal_mode=wal")
        for pragma in (
            "synchronous=full",
            "foreign_keys=on",
            "trusted_schema=off",
            "temp_store=memory",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def do_begin(dbapi_connection: Any) -> None:
        _once_free(dbapi_connection, begin)

    engine.dialect.do_begin = do_begin  # type: ignore[method-assign]


def _once_free(connection: Any, statement: str) -> None:
    """Run what has to wait until the file is free.

    SQLite itself does not wait for whoever is switching the file to a write-ahead log just now; and for a writer it
    waits with longer and longer looks away, a tenth of a second at last: too long for the gaps an import leaves.

    Args:
        connection: the driver's.
        statement: what begins a transaction, or switches to the write-ahead log.

    Raises:
        sqlite3.OperationalError: when the file stays locked.
    """
    end = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(random.uniform(0, LOOK_AGAIN))  # noqa: S311 - jitter, not a secret
        else:
            return


def _is_conflict(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return False  # an in-doubt commit is looked up by its key, never blindly repeated
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return sqlstate in RETRIED_SQLSTATES
    text = str(error.orig)
    if isinstance(error, IntegrityError):
        return "UNIQUE" in text
    return isinstance(error, OperationalError) and ("locked" in text or "busy" in text)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0] if str(error.orig) else ""


def _marked(session: Session, world: WorldKind, now: datetime) -> WorldKind:
    found = _MARKED.first(session)
    if found is None:
        rows.insert(session, Marker, id=1, world=world, created_at=now)
        return world
    return WorldKind(found[0])
