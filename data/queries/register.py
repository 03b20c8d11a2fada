"""Selects on the register."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from data.queries import people, rows
from data.queries.prepared import Prepared, connection_of
from data.tables import RegisterDetails, RegisterEntry, Visit

_ENTRY, _DETAILS, _VISIT = (rows.table_of(model) for model in (RegisterEntry, RegisterDetails, Visit))
_LAST = (
    sa.select(_ENTRY.c.seq, _ENTRY.c.mac)
    .where(_ENTRY.c.desk == sa.bindparam("of_desk"))
    .order_by(_ENTRY.c.seq.desc())
    .limit(1)
    .subquery()
)
_NEWEST = sa.select(sa.func.max(_ENTRY.c.business_date).label("business_date")).subquery()
_TAIL = Prepared(
    sa.select(_LAST.c.seq, _LAST.c.mac, _NEWEST.c.business_date).select_from(_NEWEST.outerjoin(_LAST, sa.true()))
)
_ANY = Prepared(sa.select(_ENTRY.c.id).limit(1))


class Tail(NamedTuple):
    """The last entry of a desk's chain, as far as the next one needs it, and the newest day of all chains."""

    seq: int
    """0 where the chain has no entry yet."""
    mac: bytes
    newest: date | None
    """Latest business date any act of this database bears."""


class NewEntry(NamedTuple):
    """An entry on its way into the register: every column but its number."""

    desk: str
    seq: int
    at: datetime
    business_date: date
    event: str
    operator: str
    visit_id: int | None
    subject: str
    details_digest: bytes
    previous: bytes
    mac: bytes = b""


def tail(session: Session, desk: str) -> Tail:
    """Return where a desk's chain ends."""
    seq, mac, newest = _TAIL.first(session, of_desk=desk) or (None, None, None)
    return Tail(seq or 0, mac or b"", newest)


def append(session: Session, entry: NewEntry, salt: bytes, text: str) -> None:
    """Write an entry and its details."""
    number = rows.insert(session, RegisterEntry, **entry._asdict())
    rows.insert(session, RegisterDetails, entry_id=number, salt=salt, text=text)


def newest(session: Session, desk: str) -> RegisterEntry | None:
    """Return the last entry of a desk's chain."""
    statement = select(RegisterEntry).where(RegisterEntry.desk == desk).order_by(col(RegisterEntry.seq).desc()).limit(1)
    return session.exec(statement).first()


class Told(NamedTuple):
    """An act of a person's visits, as far as their card tells it."""

    id: int
    visit_id: int
    event: str
    at: datetime
    business_date: date
    desk: str
    """`office/desk`."""
    subject: str
    operator: str
    """Username."""
    text: str | None
    """Details, JSON; None once erased."""

    @property
    def details(self) -> dict[str, Any]:
        """The details by name; none once erased."""
        found: dict[str, Any] = json.loads(self.text or "{}")
        return found


def of_person(
    session: Session, person_id: int, events: Sequence[str], limit: int | None = None, subject: str | None = None
) -> Sequence[Told]:
    """Return the newest acts of some kinds in the visits of a person, the newest first.

    The visits of those found to be the same person count too.

    Args:
        session: the transaction.
        person_id: whose.
        events: the kinds.
        limit: so many at most; None for all.
        subject: what they are about; None for whatever it is.
    """
    about = () if subject is None else (_ENTRY.c.subject == subject,)
    statement = (
        sa.select(
            _ENTRY.c.id,
            _ENTRY.c.visit_id,
            _ENTRY.c.event,
            _ENTRY.c.at,
            _ENTRY.c.business_date,
            _ENTRY.c.desk,
            _ENTRY.c.subject,
            _ENTRY.c.operator,
            _DETAILS.c.text,
        )
        .join_from(_VISIT, _ENTRY, _ENTRY.c.visit_id == _VISIT.c.id)
        .join(_DETAILS, _DETAILS.c.entry_id == _ENTRY.c.id)
        .where(_VISIT.c.person_id.in_(people.rows_of(person_id)), _ENTRY.c.event.in_(events), *about)
        .order_by(_ENTRY.c.id.desc())
        .limit(limit)
    )
    return [Told._make(row) for row in connection_of(session).execute(statement)]


def any_entry(session: Session) -> bool:
    """Return whether any act was ever recorded here."""
    return _ANY.first(session) is not None


def at(session: Session, desk: str, seq: int) -> RegisterEntry | None:
    """Return the entry at one place of a desk's chain."""
    return session.exec(select(RegisterEntry).where(RegisterEntry.desk == desk, RegisterEntry.seq == seq)).first()


def chain(session: Session) -> Iterator[tuple[RegisterEntry, RegisterDetails | None]]:
    """Yield every entry with its details, desk by desk in order, without holding them all in memory.

    A row that cannot be read (SQLite stores whatever it is given) comes as an entry that bears only its place.
    """
    places = (
        select(RegisterEntry.id, RegisterEntry.desk, RegisterEntry.seq)
        .order_by(col(RegisterEntry.desk), col(RegisterEntry.seq), col(RegisterEntry.id))
        .execution_options(yield_per=500)
    )
    for some in session.exec(places).partitions():
        try:
            rows = {entry.id: (entry, details) for entry, details in _rows(session, [place[0] for place in some])}
        except UNREADABLE:
            rows = {place[0]: _row_or_its_place(session, *place) for place in some}
        yield from (rows[place[0]] for place in some)


UNREADABLE = (ValueError, TypeError, OperationalError)
NO_TIME = datetime.min.replace(tzinfo=UTC)


def _rows(session: Session, ids: Sequence[int | None]) -> Sequence[tuple[RegisterEntry, RegisterDetails | None]]:
    statement = (
        select(RegisterEntry, RegisterDetails)
        .join(RegisterDetails, col(RegisterDetails.entry_id) == RegisterEntry.id, isouter=True)
        .where(col(RegisterEntry.id).in_(ids))
    )
    return session.exec(statement).all()


def _row_or_its_place(
    session: Session, entry_id: int | None, desk: str, seq: int
) -> tuple[RegisterEntry, RegisterDetails | None]:
    try:
        return _rows(session, [entry_id])[0]
    except UNREADABLE:
        unread = RegisterEntry(
            id=entry_id,
            desk=desk,
            seq=seq,
            at=NO_TIME,
            business_date=NO_TIME.date(),
            event="",
            details_digest=b"",
            previous=b"",
            mac=b"",
        )
        return unread, None


def since(session: Session, desk: str, seq: int) -> Sequence[RegisterEntry]:
    """Return a desk's entries after `seq`, in order."""
    statement = (
        select(RegisterEntry)
        .where(RegisterEntry.desk == desk, RegisterEntry.seq > seq)
        .order_by(col(RegisterEntry.seq))
    )
    return session.exec(statement).all()


def strays(session: Session) -> Sequence[int]:
    """Return the ids of details that belong to no entry."""
    statement = (
        select(RegisterDetails.entry_id)
        .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id, isouter=True)
        .where(col(RegisterEntry.id).is_(None))
        .order_by(col(RegisterDetails.entry_id))
    )
    return session.exec(statement).all()
