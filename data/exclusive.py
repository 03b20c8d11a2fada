"""Doing something to a database that one process at a time may do, while desks go on working."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from data.database import BUSY_MILLISECONDS, LOOK_AGAIN, Database, StorageError

IMPORTS = 7_731_002
"""Advisory lock of PostgreSQL under which one process at a time imports."""
LET_GO = BUSY_MILLISECONDS / 1000
"""Seconds until a server has noticed that a process was killed, at most, as for any write."""


@contextmanager
def importing(database: Database) -> Iterator[bool]:
    """Give whether this process alone imports into the database now; a process that is killed lets go.

    Raises:
        StorageError: when the database does not answer.
    """
    if database.file is not None:
        with _locked(database.file.with_name(f"{database.file.name}.import")) as alone:
            yield alone
        return
    try:
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        alone = _granted(connection)
    except SQLAlchemyError as error:
        raise StorageError(type(error).__name__) from error
    try:
        yield alone
    finally:
        if alone:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:lock)"), {"lock": IMPORTS})
        connection.close()


def _granted(connection: sa.Connection) -> bool:
    """Ask PostgreSQL for the lock until it is given, or somebody who is alive must have it."""
    end = monotonic() + LET_GO
    while not connection.scalar(sa.text("SELECT pg_try_advisory_lock(:lock)"), {"lock": IMPORTS}):
        if monotonic() > end:
            return False
        sleep(LOOK_AGAIN)
    return True


@contextmanager
def _locked(file: Path) -> Iterator[bool]:
    descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
