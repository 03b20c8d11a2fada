"""Selects on the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from data.tables import RegisterDetails, RegisterEntry


def newest(session: Session, desk: str) -> RegisterEntry | None:
    """Return the last entry of a desk's chain."""
    statement = select(RegisterEntry).where(RegisterEntry.desk == desk).order_by(col(RegisterEntry.seq).desc()).limit(1)
    return session.exec(statement).first()


def any_entry(session: Session) -> bool:
    """Return whether any act was ever recorded here."""
    return session.exec(select(RegisterEntry.id).limit(1)).first() is not None


def newest_business_date(session: Session) -> date | None:
    """Return the latest business date any act of this database bears."""
    return session.exec(select(func.max(RegisterEntry.business_date))).one()


def chain(session: Session) -> Iterator[tuple[RegisterEntry, RegisterDetails | None]]:
    """Yield every entry with its details, desk by desk in order, without holding them all in memory."""
    statement = (
        select(RegisterEntry, RegisterDetails)
        .join(RegisterDetails, col(RegisterDetails.entry_id) == RegisterEntry.id, isouter=True)
        .order_by(col(RegisterEntry.desk), col(RegisterEntry.seq), col(RegisterEntry.id))
        .execution_options(yield_per=500)
    )
    yield from session.exec(statement)


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
    )
    return session.exec(statement).all()
