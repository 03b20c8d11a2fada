"""Selects on decisions taken and the norm files they were taken by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.queries import people, rows
from data.queries.prepared import Prepared
from data.tables import NormEdition, StoredDecision, Visit

_EDITION = rows.table_of(NormEdition)
_KNOWN = Prepared(sa.select(_EDITION.c.digest).where(_EDITION.c.digest == sa.bindparam("of_files")))


def of_person(session: Session, person_id: int, limit: int) -> Sequence[StoredDecision]:
    """Return the decisions taken for a person, and for those found to be the same, the newest first."""
    statement = (
        select(StoredDecision)
        .join(Visit, col(Visit.id) == StoredDecision.visit_id)
        .where(col(Visit.person_id).in_(people.rows_of(person_id)))
        .order_by(col(StoredDecision.id).desc())
        .limit(limit)
    )
    return session.exec(statement).all()


def edition(session: Session, digest: str) -> str | None:
    """Return the norm files with this digest, JSON; None where they were not kept."""
    found = session.get(NormEdition, digest)
    return None if found is None else found.files


def has_edition(session: Session, digest: str) -> bool:
    """Return whether the norm files with this digest are kept."""
    return _KNOWN.first(session, of_files=digest) is not None


def keep_edition(session: Session, digest: str, files: str, now: datetime) -> None:
    """Keep norm files."""
    rows.insert(session, NormEdition, digest=digest, files=files, first_used_at=now)
