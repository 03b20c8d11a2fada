"""PINs and the numbered envelopes they leave in."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import CloseCause, CredentialState, EnvelopeState, PinKind, PrinterState, SpoilReason

NOT_CLOSED = sa.text("state <> 'closed'")


class Credential(naming.Row, table=True):
    """A PIN: never its secret, only the secret's peppered hash."""

    __tablename__ = "credential"
    __table_args__ = (
        sa.Index(
            "uq_credential_one_open",
            "person_id",
            "scope",
            unique=True,
            sqlite_where=NOT_CLOSED,  # PostgreSQL's clause stands in the migration: here it would load its dialect
        ),
        sa.CheckConstraint("(state = 'closed') = (cause IS NOT NULL)", name="closed_has_cause"),
        sa.CheckConstraint(
            "state NOT IN ('active', 'blocked') OR (secret_hash IS NOT NULL AND usable_from IS NOT NULL)",
            name="active_has_secret",
        ),
        sa.CheckConstraint("length > 0", name="length"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    scope: str = Field(max_length=24)
    kind: PinKind = Field(sa_type=naming.text_enum(PinKind, "kind"))
    state: CredentialState = Field(sa_type=naming.text_enum(CredentialState, "state"))
    cause: CloseCause | None = Field(default=None, sa_type=naming.text_enum(CloseCause, "cause"))
    length: int
    secret_hash: str | None = Field(default=None, max_length=200)
    usable_from: date | None = None
    decision_id: int = Field(foreign_key="decision.id")


class Envelope(naming.Row, table=True):
    """A numbered sealed envelope (architecture.md, rule 6)."""

    __tablename__ = "envelope"
    __table_args__ = (
        sa.CheckConstraint("(state = 'spoiled') = (spoil_reason IS NOT NULL)", name="spoiled_has_reason"),
        sa.CheckConstraint("(state IN ('reserved', 'printed')) = (closed_at IS NULL)", name="closed_at"),
        sa.CheckConstraint("state NOT IN ('printed', 'handed-over') OR printed_at IS NOT NULL", name="printed_at"),
        sa.UniqueConstraint("office_code", "number"),
    )
    serial: str = Field(primary_key=True, max_length=24)
    office_code: str = Field(foreign_key="office.code", max_length=10)
    number: int
    """Running number within the office: every one of them is accounted for."""
    credential_id: int = Field(foreign_key="credential.id", unique=True)
    identification_id: int = Field(foreign_key="identification.id")
    visit_id: int = Field(foreign_key="visit.id", index=True)
    desk_id: int = Field(foreign_key="desk.id", index=True)
    state: EnvelopeState = Field(sa_type=naming.text_enum(EnvelopeState, "state"))
    printer_state: PrinterState | None = Field(default=None, sa_type=naming.text_enum(PrinterState, "printer_state"))
    """The printer's word on it; None until it was sent there."""
    reserved_at: datetime
    printed_at: datetime | None = None
    closed_at: datetime | None = None
    spoil_reason: SpoilReason | None = Field(default=None, sa_type=naming.text_enum(SpoilReason, "spoil_reason"))
    note: str = Field(default="", max_length=200)


class Numbering(naming.Row, table=True):
    """Running numbers, taken inside the transaction that uses them; none is used twice."""

    __tablename__ = "numbering"
    name: str = Field(primary_key=True, max_length=60)
    last: int
