"""The register of acts (architecture.md, rule 8): a chain of entries, and the details they are digests of."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming


class RegisterEntry(naming.Row, table=True):
    """One act, chained to the one before it on the same desk by an HMAC whose key is outside the database."""

    __tablename__ = "register_entry"
    __table_args__ = (
        sa.UniqueConstraint("desk", "seq"),
        sa.CheckConstraint("seq > 0", name="seq"),
    )
    id: int | None = Field(default=None, primary_key=True)
    desk: str = Field(max_length=60)
    """`office/desk`: the chain's name."""
    seq: int
    at: datetime
    business_date: date = Field(index=True)
    event: str = Field(max_length=40)
    operator: str = Field(default="", max_length=40)
    visit_id: int | None = Field(default=None, foreign_key="visit.id", index=True)
    subject: str = Field(default="", max_length=40)
    """What the act is about where that is not a person: an envelope's serial, a document's number."""
    details_digest: bytes = Field(max_length=32)
    previous: bytes = Field(max_length=32)
    mac: bytes = Field(max_length=32)


class RegisterDetails(naming.Row, table=True):
    """An act's details, apart from the chain, so that a person can be erased without breaking it."""

    __tablename__ = "register_details"
    entry_id: int = Field(primary_key=True, foreign_key="register_entry.id")
    salt: bytes = Field(max_length=16)
    text: str | None = None
    """Canonical JSON; None once erased."""
