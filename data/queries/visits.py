"""Selects on visits, PINs and envelopes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from data.queries import rows
from data.queries.prepared import Prepared, connection_of
from data.tables import (
    Credential,
    Desk,
    Envelope,
    Identification,
    Numbering,
    Person,
    Printout,
    Representation,
    UnableToSign,
    Visit,
)
from data.tables.credentials import NOT_CLOSED
from data.vocabulary import EnvelopeState, VisitOutcome

_CREDENTIAL, _DESK, _ENVELOPE, _NUMBERING, _PERSON, _PRINTOUT, _VISIT, _REPRESENTATION, _UNABLE = (
    rows.table_of(model)
    for model in (
        Credential,
        Desk,
        Envelope,
        Numbering,
        Person,
        Printout,
        Visit,
        Representation,
        UnableToSign,
    )
)
_REPRESENTATIVE = _PERSON.alias("representative")
_NEXT = Prepared(
    sa.update(_NUMBERING)
    .where(_NUMBERING.c.name == sa.bindparam("series"))
    .values(last=_NUMBERING.c.last + 1)
    .returning(_NUMBERING.c.last)
)
_OPEN_CREDENTIAL = Prepared(
    sa.select(*_CREDENTIAL.c).where(
        _CREDENTIAL.c.person_id == sa.bindparam("person"),
        _CREDENTIAL.c.scope == sa.bindparam("within"),
        NOT_CLOSED,  # as the index says it: with a parameter SQLite would plan the statement anew at each run
    )
)
_VISIT_AND_PERSON = Prepared(
    sa.select(*_VISIT.c, *_PERSON.c)
    .join_from(_VISIT, _PERSON, _PERSON.c.id == _VISIT.c.person_id)
    .where(_VISIT.c.id == sa.bindparam("number"))
)
_REPRESENTED = Prepared(
    sa.select(*_REPRESENTATION.c, *_PERSON.c)
    .join_from(_REPRESENTATION, _PERSON, _PERSON.c.id == _REPRESENTATION.c.person_id)
    .where(_REPRESENTATION.c.identification_id == sa.bindparam("number"))
)
_NEWEST_RECEIPT = (
    sa.select(_PRINTOUT.c.verification_code)
    .where(_PRINTOUT.c.envelope_serial == _ENVELOPE.c.serial)
    .order_by(_PRINTOUT.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_FOR_SOMEBODY = (
    _REPRESENTATION.c.quality,
    _REPRESENTATIVE.c.surname,
    _REPRESENTATIVE.c.name,
    _REPRESENTATIVE.c.fiscal_code,
)
_UNSIGNED = tuple(
    _UNABLE.c[name] for name in ("cause", "witness_name", "witness_document_kind", "witness_document_number")
)
_WHOLE_ENVELOPES = (
    sa.select(*_ENVELOPE.c, *_CREDENTIAL.c, *_PERSON.c, *_FOR_SOMEBODY, *_UNSIGNED, _DESK.c.name, _NEWEST_RECEIPT)
    .join_from(_ENVELOPE, _CREDENTIAL, _CREDENTIAL.c.id == _ENVELOPE.c.credential_id)
    .join(_PERSON, _PERSON.c.id == _CREDENTIAL.c.person_id)
    .join(_DESK, _DESK.c.id == _ENVELOPE.c.desk_id)
    .outerjoin(_REPRESENTATION, _REPRESENTATION.c.identification_id == _ENVELOPE.c.identification_id)
    .outerjoin(_REPRESENTATIVE, _REPRESENTATIVE.c.id == _REPRESENTATION.c.person_id)
    .outerjoin(_UNABLE, _UNABLE.c.identification_id == _ENVELOPE.c.identification_id)
)
_ONE_ENVELOPE = _WHOLE_ENVELOPES.where(_ENVELOPE.c.serial == sa.bindparam("number"))
_WHOLE_ENVELOPE = Prepared(_ONE_ENVELOPE)
_LOCKED_ENVELOPE = Prepared(_ONE_ENVELOPE.with_for_update(of=_ENVELOPE))

_HASHED = Prepared(sa.select(_CREDENTIAL.c.id).where(_CREDENTIAL.c.secret_hash.is_not(None)).limit(1))

OPEN = (EnvelopeState.RESERVED, EnvelopeState.PRINTED)
_OPEN_ENVELOPES = _WHOLE_ENVELOPES.where(_ENVELOPE.c.state.in_(OPEN)).order_by(_ENVELOPE.c.serial)


class ForSomebody(NamedTuple):
    """Who asked for the person an envelope is for, and in what quality."""

    quality: str
    surname: str
    name: str
    fiscal_code: str


class Unsigned(NamedTuple):
    """What stands for the signature of who asked and could not sign."""

    cause: str
    witness_name: str
    witness_document_kind: str
    witness_document_number: str


class WholeEnvelope(NamedTuple):
    """An envelope and what stands around it: plain rows."""

    envelope: Envelope
    credential: Credential
    person: Person
    representative: ForSomebody | None
    unsigned: Unsigned | None
    desk: str
    """Name of the desk that reserved it."""
    receipt_code: str | None
    """Verification code of the newest receipt printed for it."""


def _whole(row: Sequence[Any]) -> WholeEnvelope:
    *asked, cause, witness, kind, number, desk, receipt_code = row[-10:]
    envelope, credential, person = rows.split(row, Envelope, Credential, Person)
    return WholeEnvelope(
        envelope,
        credential,
        person,
        representative=None if asked[0] is None else ForSomebody._make(asked),
        unsigned=None if cause is None else Unsigned(cause, witness, kind, number),
        desk=desk,
        receipt_code=receipt_code,
    )


def visit_and_person(session: Session, visit_id: int) -> tuple[Visit, Person] | None:
    """Return a visit and whom it is about, as plain rows."""
    row = _VISIT_AND_PERSON.first(session, number=visit_id)
    return None if row is None else tuple(rows.split(row, Visit, Person))


def representative_of(session: Session, identification_id: int) -> tuple[Representation, Person] | None:
    """Return who asked for somebody else in an identification, and how; None where people asked for themselves."""
    row = _REPRESENTED.first(session, number=identification_id)
    return None if row is None else tuple(rows.split(row, Representation, Person))


def newest_identification(session: Session, visit_id: int) -> Identification | None:
    """Return the newest identification of a visit, None where there was none."""
    statement = select(Identification).where(Identification.visit_id == visit_id)
    return session.exec(statement.order_by(col(Identification.id).desc())).first()


def credentials(session: Session, person_id: int) -> Sequence[Credential]:
    """Return every PIN a person holds or held, newest first."""
    statement = select(Credential).where(Credential.person_id == person_id).order_by(col(Credential.id).desc())
    return session.exec(statement).all()


def any_secret(session: Session) -> bool:
    """Return whether any PIN was ever hashed here."""
    return _HASHED.first(session) is not None


def open_credential(session: Session, person_id: int, scope: str) -> Credential | None:
    """Return the one PIN of this person and scope that is not closed, as a plain row."""
    row = _OPEN_CREDENTIAL.first(session, person=person_id, within=scope)
    return None if row is None else rows.plain(Credential, row)


def envelope_of(session: Session, credential_id: int) -> Envelope | None:
    """Return the envelope a PIN left in."""
    return session.exec(select(Envelope).where(Envelope.credential_id == credential_id)).first()


def whole_envelope(session: Session, serial: str, *, lock: bool = False) -> WholeEnvelope | None:
    """Return an envelope with its PIN, person and desk.

    Args:
        session: the transaction.
        serial: of the envelope.
        lock: nobody else may change it until the transaction ends.
    """
    row = (_LOCKED_ENVELOPE if lock else _WHOLE_ENVELOPE).first(session, number=serial)
    return None if row is None else _whole(row)


def printout_numbered(session: Session, number: str) -> Printout | None:
    """Return a printed document by its number."""
    return session.exec(select(Printout).where(Printout.number == number)).first()


def printouts(session: Session, visit_id: int) -> Sequence[Printout]:
    """Return the documents printed in a visit, oldest first."""
    return session.exec(select(Printout).where(Printout.visit_id == visit_id).order_by(col(Printout.id))).all()


def open_envelopes(
    session: Session, desk_id: int | None = None, person_id: int | None = None
) -> Sequence[WholeEnvelope]:
    """Return envelopes neither handed over nor spoiled, oldest first; of one desk or one person where given."""
    statement = _OPEN_ENVELOPES
    if desk_id is not None:
        statement = statement.where(_ENVELOPE.c.desk_id == desk_id)
    if person_id is not None:
        statement = statement.where(_CREDENTIAL.c.person_id == person_id)
    return [_whole(row) for row in connection_of(session).execute(statement)]


def all_envelopes(session: Session) -> Sequence[Envelope]:
    """Return every envelope by office and number."""
    return session.exec(select(Envelope).order_by(col(Envelope.office_code), col(Envelope.number))).all()


def last_numbers(session: Session) -> Sequence[Numbering]:
    """Return every running number."""
    return session.exec(select(Numbering)).all()


def open_visits(session: Session, person_id: int) -> Sequence[Visit]:
    """Return a person's visits that have not ended, the oldest first."""
    statement = (
        select(Visit).where(Visit.person_id == person_id, col(Visit.closed_at).is_(None)).order_by(col(Visit.id))
    )
    return session.exec(statement).all()


def visits_count(session: Session, desk_id: int, day: date) -> int:
    """Return how many visits a desk opened on a day."""
    statement = select(func.count()).select_from(Visit).where(Visit.desk_id == desk_id, Visit.business_date == day)
    return session.exec(statement).one()


def handed_over_in(session: Session, visit_id: int) -> bool:
    """Return whether an envelope of a visit was handed over."""
    statement = select(Envelope.serial).where(
        Envelope.visit_id == visit_id, Envelope.state == EnvelopeState.HANDED_OVER
    )
    return session.exec(statement).first() is not None


def unspoiled_in(session: Session, visit_id: int) -> bool:
    """Return whether an envelope of a visit was handed over, or may still turn out to have been."""
    statement = select(Envelope.serial).where(Envelope.visit_id == visit_id, Envelope.state != EnvelopeState.SPOILED)
    return session.exec(statement).first() is not None


def outcome_of(session: Session, visit_id: int) -> VisitOutcome | None:
    """Return how a visit ended, None while it is under way."""
    outcome = session.exec(select(Visit.outcome).where(Visit.id == visit_id)).one()
    return None if outcome is None else VisitOutcome(outcome)


def handed_over_count(session: Session, desk_id: int, since: datetime, before: datetime) -> int:
    """Return how many envelopes of a desk were handed over in a span of time, whenever their visits began."""
    statement = (
        select(func.count())
        .select_from(Envelope)
        .where(
            Envelope.desk_id == desk_id,
            Envelope.state == EnvelopeState.HANDED_OVER,
            col(Envelope.closed_at) >= since,
            col(Envelope.closed_at) < before,
        )
    )
    return session.exec(statement).one()


def next_number(session: Session, name: str) -> int:
    """Take the next running number of a series, inside this transaction; the first is 1."""
    taken = _NEXT.first(session, series=name)
    if taken is None:
        rows.insert(session, Numbering, name=name, last=1)
        return 1
    return int(taken[0])
