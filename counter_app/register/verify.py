"""Verify the register: name the first row that was edited, inserted or removed, first and last rows included."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from counter_app.i18n import _
from counter_app.register.chain import Heads, digest_details, entry_mac, genesis
from data.database import Session
from data.queries import register as queries
from data.tables import RegisterDetails, RegisterEntry

Row = tuple[RegisterEntry, RegisterDetails | None]


class Damage(StrEnum):
    """What was done to a row."""

    EDITED = "edited"
    INSERTED = "inserted"
    REMOVED = "removed"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first row of a chain that does not hold."""

    desk: str
    seq: int
    damage: Damage

    def __str__(self) -> str:
        words = {
            Damage.EDITED: _("row {seq} of desk {desk} was edited"),
            Damage.INSERTED: _("row {seq} of desk {desk} was inserted"),
            Damage.REMOVED: _("row {seq} of desk {desk} was removed"),
            Damage.DETAILS: _("the details of row {seq} of desk {desk} were edited or removed"),
        }
        return words[self.damage].format(seq=self.seq, desk=self.desk)


@dataclass(frozen=True, slots=True)
class Verification:
    """What `sportello register verify` found."""

    rows: int
    desks: int
    bad: tuple[BadRow, ...]
    """The first bad row of each damaged chain."""

    @property
    def passed(self) -> bool:
        """Whether every chain holds."""
        return not self.bad


def verify(session: Session, key: bytes, heads: Heads) -> Verification:
    """Check every chain against its key, its details and the heads kept outside the database.

    Args:
        session: a reading transaction.
        key: the chain's key.
        heads: the last entries remembered outside the database.
    """
    kept, rows, bad = heads.all(), 0, []
    seen: set[str] = set()
    for desk, group in groupby(queries.chain(session), key=lambda row: str(row[0].desk)):
        seen.add(desk)
        checker = _Chain(key, desk, kept.get(desk))
        found = next(checker.problems(group), None)
        rows += checker.rows
        if found is not None:
            bad.append(found)
    bad += [BadRow(desk, 1, Damage.REMOVED) for desk in sorted(kept) if desk not in seen]
    bad += [BadRow("?", entry_id, Damage.REMOVED) for entry_id in queries.strays(session)]
    return Verification(rows, len(seen), tuple(bad))


def _with_next(rows: Iterator[Row]) -> Iterator[tuple[Row, RegisterEntry | None]]:
    current = next(rows, None)
    while current is not None:
        following = next(rows, None)
        yield current, following[0] if following else None
        current = following


class _Chain:
    """One desk's chain, walked with one row of look-ahead."""

    def __init__(self, key: bytes, desk: str, head: tuple[int, bytes] | None) -> None:
        self._key, self._desk, self._head = key, desk, head
        self.rows = 0

    def problems(self, group: Iterator[Row]) -> Iterator[BadRow]:
        previous, expected = genesis(self._key, self._desk), 1
        for (entry, details), after in _with_next(group):
            self.rows += 1
            damage = self._damage(entry, details, previous, expected, after)
            if damage is not None:
                yield BadRow(self._desk, expected if damage is Damage.REMOVED else entry.seq, damage)
            if self._head and entry.seq == self._head[0] and entry.mac != self._head[1]:
                yield BadRow(self._desk, entry.seq, Damage.EDITED)
            previous, expected = entry.mac, entry.seq + 1
        if self._head and self._head[0] >= expected:
            yield BadRow(self._desk, expected, Damage.REMOVED)

    def _damage(
        self,
        entry: RegisterEntry,
        details: RegisterDetails | None,
        previous: bytes,
        expected: int,
        after: RegisterEntry | None,
    ) -> Damage | None:
        if not self._genuine(entry):
            pushed_in = after is not None and after.previous == previous and entry.previous != b""
            return Damage.INSERTED if pushed_in else self._edited_or_inserted(entry)
        if entry.seq < expected:
            return Damage.INSERTED
        if entry.seq != expected or entry.previous != previous:
            return Damage.REMOVED
        return None if _details_hold(entry, details) else Damage.DETAILS

    def _genuine(self, entry: RegisterEntry) -> bool:
        try:
            return hmac.compare_digest(entry.mac, entry_mac(self._key, entry))
        except (AttributeError, TypeError, ValueError):
            return False  # a column holds something no act of ours ever wrote

    def _edited_or_inserted(self, entry: RegisterEntry) -> Damage:
        # a forged row at the very end has nothing behind it that points at it, and the head does not know it
        beyond = self._head is not None and type(entry.seq) is int and entry.seq > self._head[0]
        return Damage.INSERTED if beyond else Damage.EDITED


def _details_hold(entry: RegisterEntry, details: RegisterDetails | None) -> bool:
    if details is None:
        return False
    try:
        return details.text is None or digest_details(details.salt, details.text) == entry.details_digest
    except (AttributeError, TypeError, ValueError):
        return False
