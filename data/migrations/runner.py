"""Bring a database to the newest revision. Alembic is imported only here, off the start path."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, text

from data.database import StorageError

LOCK = 7_731_001
"""Advisory lock of PostgreSQL under which one process at a time upgrades."""


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision, alone, in one transaction.

    Args:
        engine: an engine whose transactions take the write lock at once (`Database.writer`).

    Raises:
        StorageError: when the database stands at a revision the migrations do not know.
    """
    with engine.connect() as connection:
        locks = connection.dialect.name == "postgresql"
        if locks:
            # a serialisable transaction would go on seeing the database as it was before the wait for the lock
            connection.execution_options(isolation_level="READ COMMITTED")
        with connection.begin():
            if locks:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            try:
                command.upgrade(configuration(connection), "head")
            except CommandError as error:
                raise StorageError(str(error)) from error


def check(engine: Engine) -> None:
    """Raise Alembic's `CommandError` when tables and revisions have drifted apart (tests)."""
    with engine.begin() as connection:
        command.check(configuration(connection))
