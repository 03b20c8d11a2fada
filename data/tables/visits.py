"""Visits and what happens during them: decisions, identifications, printouts, drafts, idempotency keys."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import Applicant, PrintedKind, VisitOutcome


class Visit(naming.Row, table=True):
    """One person's stay at the desk; groups acts (M01)."""

    __tablename__ = "visit"
    __table_args__ = (sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_has_outcome"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    desk_id: int = Field(foreign_key="desk.id", index=True)
    business_date: date = Field(index=True)
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: VisitOutcome | None = Field(default=None, sa_type=naming.text_enum(VisitOutcome, "outcome"))


class StoredDecision(naming.Row, table=True):
    """A decision as it was taken, so that an old act can be explained as it was (M22)."""

    __tablename__ = "decision"
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    action: str = Field(max_length=40)
    on_date: date
    known_on: date
    allowed: bool
    norms: str
    """Ids of the norms it rests on, separated by blanks."""
    outcome: str
    """What followed, JSON."""
    norms_digest: str = Field(max_length=64)
    """SHA-256 of the norm files it was taken with (`NormEdition`)."""
    reasons: str = Field(sa_column_kwargs={"server_default": "[]"})
    """What was said, JSON list of sentences."""
    later_acts: bool = Field(sa_column_kwargs={"server_default": sa.false()})
    """Whether the office applied the noted acts."""


class NormEdition(naming.Row, table=True):
    """The norm files as they stood when decisions were taken by them, so that an old act can be explained (M22)."""

    __tablename__ = "norm_edition"
    digest: str = Field(primary_key=True, max_length=64)
    files: str
    """JSON: file name -> content."""
    first_used_at: datetime


class Identification(naming.Row, table=True):
    """An in-person identification, complete (M02)."""

    __tablename__ = "identification"
    __table_args__ = (
        sa.CheckConstraint("form_signed AND privacy_given", name="signed"),
        sa.CheckConstraint(
            "(expires_on IS NULL OR COALESCE(extended_until, expires_on) >= business_date) "
            "AND issued_on <= business_date",
            name="document_in_force",
        ),
        sa.CheckConstraint(
            "(extended_until IS NULL) = (extended_by = '') AND (extended_until IS NULL OR "
            "(expires_on IS NOT NULL AND extended_until > expires_on AND expires_on < business_date))",
            name="extended_by_a_norm",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    business_date: date
    completed_at: datetime
    applicant: Applicant = Field(sa_type=naming.text_enum(Applicant, "applicant"))
    document_kind: str = Field(max_length=40)
    document_number: str = Field(max_length=40)
    document_issuer: str = Field(max_length=80)
    issued_on: date
    expires_on: date | None = None
    """As printed on it."""
    extended_until: date | None = None
    """Last day on which it is good by an act of the time; None where it needs none."""
    extended_by: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    """Id of the norm that act is."""
    checks: str = Field(max_length=200)
    form_signed: bool
    """The form is complete: signed, or with the declaration that stands for a signature (`UnableToSign`)."""
    privacy_given: bool
    email: str = Field(default="", max_length=120)
    mobile: str = Field(default="", max_length=30)
    pec: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})


class Printout(naming.Row, table=True):
    """A document printed without a secret, with its verification code."""

    __tablename__ = "printout"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    kind: PrintedKind = Field(sa_type=naming.text_enum(PrintedKind, "kind"))
    visit_id: int | None = Field(default=None, foreign_key="visit.id", index=True)
    desk_id: int = Field(foreign_key="desk.id")
    business_date: date
    printed_at: datetime
    verification_code: str = Field(max_length=9)
    envelope_serial: str | None = Field(default=None, max_length=24, foreign_key="envelope.serial", index=True)
    """The envelope a receipt is for."""


class Draft(naming.Row, table=True):
    """What was typed in a case not finished yet; wiped when the visit ends."""

    __tablename__ = "draft"
    __table_args__ = (sa.CheckConstraint("handed_to <> operator_id", name="handed_to_somebody_else"),)
    visit_id: int = Field(primary_key=True, foreign_key="visit.id")
    desk_id: int = Field(foreign_key="desk.id", index=True)
    operator_id: int = Field(foreign_key="operator.id", index=True)
    """Who typed last, or handed it over."""
    handed_to: int | None = Field(default=None, foreign_key="operator.id", index=True)
    """The colleague it waits for, at whatever desk; None while it waits at its own desk."""
    step: str = Field(max_length=40)
    typed: str
    """JSON: widget id -> text."""
    saved_at: datetime


class ActKey(naming.Row, table=True):
    """An act already done under an idempotency key: asking again gives the same answer, once."""

    __tablename__ = "act_key"
    key: str = Field(primary_key=True, max_length=64)
    act: str = Field(max_length=40)
    reference: str = Field(max_length=40)
    """Id of what the act made."""
