"""The rows of a file between reading and storing: a scratch database on disk that ends with its process.

SQLite unlinks it as soon as it is open: whatever kills the process, nothing of the people in it is left behind. What
stands in it can be larger than memory, is sorted, and is read in batches.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, NamedTuple

TOGETHER = 2000
"""Rows of one transaction."""


class Problem(NamedTuple):
    """What is wrong with a row of a file."""

    line: int
    """Physical line the row begins on; the first is 1."""
    field: str
    """Name of the column; empty where it is the whole row."""
    reason: str
    """In the interface's language."""


class ScratchFullError(Exception):
    """There is no room left for the scratch database."""


class Scratch:
    """Good rows by their key, and what is wrong with the others.

    First all rows are kept or rejected, then they are sorted, then read in batches, as often as needed. A good row is
    told as its number in the order of the keys, its line, and its columns.

    Args:
        columns: names of a good row's columns; the first is the key.

    Raises:
        ScratchFullError: from any method, when the disk is full.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._key = columns[0]
        self.good = 0
        """How many good rows there are."""
        for statement in (
            # large pages: rows are written and read one after the other
            "PRAGMA page_size=16384",
            "PRAGMA cache_size=-8000",
            "PRAGMA journal_mode=off",
            "PRAGMA synchronous=off",
            f"CREATE TABLE kept (line, {', '.join(columns)})",
            "CREATE TABLE bad (line INTEGER, field TEXT, reason TEXT)",
            "CREATE INDEX bad_line ON bad (line)",
        ):
            self._db.execute(statement)
        self._keep = f"INSERT INTO kept VALUES ({', '.join('?' * (len(columns) + 1))})"  # noqa: S608 - our names

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
            raise ScratchFullError from error

    def keep(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Keep good rows, in the order of their lines: line, then the columns."""
        self._many(self._keep, rows)
        self.good += len(rows)

    def note(self, problems: Sequence[Problem]) -> None:
        """Note what is wrong with rows that were not kept."""
        self._many("INSERT INTO bad VALUES (?, ?, ?)", problems)

    def sort(self, repeated: Callable[[int], tuple[str, str]]) -> None:
        """Sort what was kept by the key; of rows with the same key only the first is good.

        Args:
            repeated: tells field and reason of the problem for the others, given the line of the first.
        """
        self._db.execute(f"CREATE TABLE good AS SELECT * FROM kept ORDER BY {self._key}, rowid")  # noqa: S608 - our names
        self._db.execute("DROP TABLE kept")
        key, first = None, 0
        twice: list[tuple[int, Problem]] = []
        for number, line, this in self._db.execute(f"SELECT rowid, line, {self._key} FROM good ORDER BY rowid"):  # noqa: S608
            if this == key:
                twice.append((number, Problem(line, *repeated(first))))
            else:
                key, first = this, line
            if len(twice) == TOGETHER:
                self.reject(twice)
                twice = []
        self.reject(twice)

    def reject(self, rows: Sequence[tuple[int, Problem]]) -> None:
        """Note what is wrong with good rows, told by their numbers: they are good no more."""
        self.note([problem for _number, problem in rows])
        self.drop([number for number, _problem in rows])

    def drop(self, numbers: Sequence[int]) -> None:
        """Forget good rows."""
        self._many("DELETE FROM good WHERE rowid = ?", [(number,) for number in numbers])
        self.good -= len(numbers)

    def batches(self, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the good rows in the order of their keys; rows may be dropped or rejected meanwhile."""
        last = 0
        statement = "SELECT rowid, * FROM good WHERE rowid > ? ORDER BY rowid LIMIT ?"
        while found := self._db.execute(statement, (last, size)).fetchall():
            last = found[-1][0]
            yield found

    def where(self, column: str) -> list[tuple[Any, ...]]:
        """Return the good rows that tell something in a column."""
        return self._db.execute(f"SELECT rowid, * FROM good WHERE {column} <> '' ORDER BY line").fetchall()  # noqa: S608

    def problems(self, limit: int = -1) -> Iterator[Problem]:
        """Yield what is wrong, line by line from the top.

        Args:
            limit: how many at most; -1 = all.
        """
        found = self._db.execute("SELECT line, field, reason FROM bad ORDER BY line, rowid LIMIT ?", (limit,))
        return map(Problem._make, found)

    def bad(self) -> tuple[int, int]:
        """Return how many rows are rejected, and how many problems there are."""
        found: tuple[int, int] = self._db.execute("SELECT count(DISTINCT line), count(*) FROM bad").fetchone()
        return found

    def _many(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(statement, rows)
        self._db.execute("COMMIT")
