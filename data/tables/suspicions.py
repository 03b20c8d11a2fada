"""Suspicions of fraud: a quiet note that holds the issue of a PIN until a supervisor decides."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import SuspicionState

OPEN = sa.text("state = 'open'")


class Suspicion(naming.Row, table=True):
    """A suspicion about a person; the newest one of a person counts. Decided once, by somebody else, for good."""

    __tablename__ = "suspicion"
    __table_args__ = (
        sa.Index(
            "uq_suspicion_one_open",
            "person_id",
            unique=True,
            sqlite_where=OPEN,  # PostgreSQL's clause stands in the migration: here it would load its dialect
        ),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL) "
            "AND (state = 'open') = (ground IS NULL)",
            name="decided",
        ),
        sa.CheckConstraint("decided_by <> raised_by", name="decided_by_another"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    """The visit it was noted in."""
    raised_by: int = Field(foreign_key="operator.id")
    raised_at: datetime
    note: str = Field(max_length=200)
    """What was noticed."""
    state: SuspicionState = Field(sa_type=naming.text_enum(SuspicionState, "state"))
    decided_by: int | None = Field(default=None, foreign_key="operator.id")
    """Who decided; where the only supervisor had written the note, who confirmed the decision as the second person."""
    decided_at: datetime | None = None
    ground: str | None = Field(default=None, max_length=200)
    """Why it was decided so."""
