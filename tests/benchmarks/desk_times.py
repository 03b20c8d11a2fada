"""What the archive costs: the three transactions of an issue against the same rows by hand."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from counter_app.counter import Counter
from counter_app.credentials.mint import Mint, MintAnswer, MintRequest
from counter_app.desk import issuing
from counter_app.desk.commands import HandOver
from data.vocabulary import PrinterState
from tests.benchmarks.measure import Result, Samples, milliseconds
from tests.support.desks import Desk, build_counter, fresh_key

HASH = "$argon2id$v=19$m=8,t=1,p=1$" + "A" * 22 + "$" + "B" * 43
ROUNDS, WARM_UP = 300, 30


class InstantMint(Mint):
    """Answers at once, without a helper, a secret or paper."""

    def issue(self, request: MintRequest) -> MintAnswer:
        """Answer."""
        return MintAnswer(HASH, request.envelope.serial, PrinterState.ACCEPTED, "benchmark")


@contextmanager
def desk_on_disk() -> Iterator[tuple[Desk, Path]]:
    """Give an office on a SQLite file as an office has it: WAL, synchronous=FULL, register on, cheap hashes."""
    with tempfile.TemporaryDirectory(prefix="sportello-benchmark-", dir="/var/tmp") as name:
        folder = Path(name)
        counter = build_counter("", folder)
        counter = replace(counter, mint=InstantMint(counter.keys.pepper_path, _spec(counter)))
        try:
            yield Desk.open(counter), folder / "sportello.db"
        finally:
            counter.database.close()


def _spec(counter: Counter) -> Any:
    return counter.mint._printer


def issue(rounds: int = ROUNDS) -> Result:
    """`reserve`, `print_envelope` and `hand_over` of one envelope together, without hashing, helper and paper."""
    samples = Samples()
    with desk_on_disk() as (desk, file), _without_hash_and_paper():
        visits = [desk.visit(desk.person()) for _round in range(rounds + WARM_UP)]
        with RowsByHand.beside(file) as reference:
            for number, visit_id in enumerate(visits):
                ours = milliseconds(partial(_issue, desk, visit_id))
                again = milliseconds(reference.prepare())
                if number >= WARM_UP:
                    samples.ours.append(ours)
                    samples.reference.append(again)
    what = "the same rows written by sqlite3 by hand in three transactions, the same pragmas"
    return Result("issue", "ms", samples, what, "p95", 10, aim_is="figure")


@contextmanager
def _without_hash_and_paper() -> Iterator[None]:
    """Leave out what is no transaction of the issue: the hash of the operator's password, and rendering the receipt."""
    with (
        patch.object(issuing, "print_receipt", lambda *_receipt: None),
        patch.object(issuing, "password_matches", lambda *_password: True),
    ):
        yield


def _issue(desk: Desk, visit_id: int) -> None:
    serial = desk.reserve(visit_id).serial
    issuing.print_envelope(desk.counter, desk.actor, serial)
    issuing.hand_over(desk.counter, desk.actor, HandOver(serial, True, True, fresh_key()))


WRITTEN = ("decision", "identification", "credential", "envelope", "register_entry", "register_details", "act_key")
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class RowsByHand:
    """A copy of the archive into which the rows of each envelope are written again, by hand."""

    source: sqlite3.Connection
    target: sqlite3.Connection
    seen: dict[str, int]
    """Table -> last row copied."""

    @classmethod
    @contextmanager
    def beside(cls, file: Path) -> Iterator[RowsByHand]:
        """Copy the archive as it stands now to the same folder."""
        source = sqlite3.connect(file, isolation_level=None)
        source.row_factory = sqlite3.Row
        target = sqlite3.connect(file.with_name("by-hand.db"), isolation_level=None)
        source.backup(target)
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "temp_store=memory"):
            target.execute(f"PRAGMA {pragma}")
        seen = {
            table: source.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0] for table in WRITTEN
        }
        try:
            yield cls(source, target, seen)
        finally:
            source.close()
            target.close()

    def prepare(self) -> Callable[[], None]:
        """Read the rows of the envelope just issued and return what writes them again."""
        rows: Rows = {}
        for table in WRITTEN:
            found = self.source.execute(
                f"SELECT rowid AS row_number, * FROM {table} WHERE rowid > ? ORDER BY rowid", (self.seen[table],)
            ).fetchall()
            rows[table] = [dict(row) for row in found]
            self.seen[table] = max(row.pop("row_number") for row in rows[table])
        return lambda: self._write(rows)

    def _write(self, rows: Rows) -> None:
        (credential,), (envelope,) = rows["credential"], rows["envelope"]
        pending = {**credential, "state": "pending", "secret_hash": None, "usable_from": None}
        reserved = {**envelope, "state": "reserved", "printed_at": None, "closed_at": None, "printer_state": None}
        with self._transaction():
            self._insert("decision", rows["decision"][0])
            self._insert("identification", rows["identification"][0])
            self._insert("credential", pending)
            self.target.execute("UPDATE numbering SET last = last + 1 WHERE name = 'envelope-0500'")
            self._insert("envelope", reserved)
            self._record(rows, 0)
            self._insert("act_key", rows["act_key"][0])
        with self._transaction():
            self._update("credential", "id", credential, ("secret_hash",))
            printed = {**envelope, "state": "printed"}
            self._update("envelope", "serial", printed, ("state", "printed_at", "printer_state"))
            self._record(rows, 1)
        with self._transaction():
            self._update("credential", "id", credential, ("state", "usable_from"))
            self._update("envelope", "serial", envelope, ("state", "closed_at"))
            self._record(rows, 2)
            self._insert("act_key", rows["act_key"][1])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.target.execute("BEGIN IMMEDIATE")
        yield
        self.target.execute("COMMIT")

    def _record(self, rows: Rows, number: int) -> None:
        self._insert("register_entry", rows["register_entry"][number])
        self._insert("register_details", rows["register_details"][number])

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(row))
        self.target.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))

    def _update(self, table: str, key: str, row: dict[str, Any], columns: tuple[str, ...]) -> None:
        changes = ", ".join(f"{column} = ?" for column in columns)
        values = [row[column] for column in columns]
        self.target.execute(f"UPDATE {table} SET {changes} WHERE {key} = ?", (*values, row[key]))
