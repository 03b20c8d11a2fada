"""Selects on copies archived with visits; their bytes are read one copy at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.queries import people, rows
from data.queries.prepared import connection_of
from data.tables import Attachment, Operator, Visit
from data.vocabulary import AttachmentKind

_COPY, _OPERATOR, _VISIT = (rows.table_of(model) for model in (Attachment, Operator, Visit))


class ListedCopy(NamedTuple):
    """A copy without its bytes."""

    id: int
    visit_id: int
    kind: AttachmentKind
    media_type: str
    size: int
    business_date: date
    attached_at: datetime
    operator: str
    """Full name of who attached it."""


_LISTED = (
    sa.select(
        _COPY.c.id,
        _COPY.c.visit_id,
        _COPY.c.kind,
        _COPY.c.media_type,
        _COPY.c.size,
        _COPY.c.business_date,
        _COPY.c.attached_at,
        _OPERATOR.c.full_name,
    )
    .join_from(_COPY, _OPERATOR, _OPERATOR.c.id == _COPY.c.operator_id)
    .where(_COPY.c.sealed.is_not(None))
)


def any_sealed(session: Session) -> bool:
    """Return whether any copy is kept here that only its key can open."""
    statement = sa.select(_COPY.c.id).where(_COPY.c.sealed.is_not(None)).limit(1)
    return connection_of(session).execute(statement).first() is not None


def how_many_ever(session: Session) -> int:
    """Return how many copies were ever archived here, wiped ones too."""
    statement = sa.select(sa.func.count()).select_from(_COPY)
    return int(connection_of(session).execute(statement).scalar_one())


def of_visit(session: Session, visit_id: int) -> Sequence[ListedCopy]:
    """Return the copies kept with a visit, the oldest first."""
    statement = _LISTED.where(_COPY.c.visit_id == visit_id).order_by(_COPY.c.id)
    return [ListedCopy._make(row) for row in connection_of(session).execute(statement)]


def of_person(session: Session, person_id: int) -> Sequence[ListedCopy]:
    """Return the copies kept with the visits of a person, and of those found to be the same, the newest first."""
    statement = (
        _LISTED.join(_VISIT, _VISIT.c.id == _COPY.c.visit_id)
        .where(_VISIT.c.person_id.in_(people.rows_of(person_id)))
        .order_by(_COPY.c.id.desc())
    )
    return [ListedCopy._make(row) for row in connection_of(session).execute(statement)]


def by_digest(session: Session, digest: str) -> Attachment | None:
    """Return the copy kept of the same bytes."""
    statement = select(Attachment).where(Attachment.digest == digest, col(Attachment.sealed).is_not(None))
    return session.exec(statement).first()


def of_person_by_id(session: Session, person_id: int, attachment_id: int) -> Attachment | None:
    """Return a copy kept of a person, bytes included; None where it is somebody else's, or gone."""
    if attachment_id not in {copy.id for copy in of_person(session, person_id)}:
        return None
    return session.get(Attachment, attachment_id)


def wipe(session: Session, visit_id: int) -> int:
    """Wipe the copies of a visit that led to nothing, within the caller's transaction.

    Returns:
        How many there were.
    """
    statement = sa.update(_COPY).where(_COPY.c.visit_id == visit_id, _COPY.c.sealed.is_not(None)).values(sealed=None)
    return connection_of(session).execute(statement).rowcount
