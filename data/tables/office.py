"""Office, desks, operators, and the marker that says what kind of world a database holds."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import OperatorState, Role, WorldKind


class Marker(naming.Row, table=True):
    """One row: an office's database, or a training world's; neither can be opened as the other."""

    __tablename__ = "marker"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    world: WorldKind = Field(sa_type=naming.text_enum(WorldKind, "world"))
    created_at: datetime


class Office(naming.Row, table=True):
    """A sede of the institute."""

    __tablename__ = "office"
    __table_args__ = (sa.CheckConstraint("expiring_days BETWEEN 0 AND 60", name="expiring_days"),)
    code: str = Field(primary_key=True, max_length=10)
    name: str = Field(max_length=80)
    heading: str = Field(max_length=400)
    opened_on: date
    supervisor_issues: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """A small office, where supervisors issue too (office practice)."""
    expiring_days: int = Field(default=7, sa_column_kwargs={"server_default": "7"})
    """So many days before its expiry a document is announced as expiring (office practice)."""


class Desk(naming.Row, table=True):
    """One workplace of an office; each has its own chain in the register."""

    __tablename__ = "desk"
    __table_args__ = (sa.UniqueConstraint("office_code", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(foreign_key="office.code", max_length=10)
    name: str = Field(max_length=40)


class Operator(naming.Row, table=True):
    """A personal account (M01)."""

    __tablename__ = "operator"
    __table_args__ = (
        sa.CheckConstraint("username = lower(username)", name="username_lower"),
        sa.CheckConstraint("failed_attempts >= 0", name="attempts"),
    )
    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(max_length=40, unique=True)
    full_name: str = Field(max_length=80)
    role: Role = Field(sa_type=naming.text_enum(Role, "role"))
    state: OperatorState = Field(sa_type=naming.text_enum(OperatorState, "state"))
    password_hash: str = Field(max_length=200)
    failed_attempts: int = 0
    office_code: str = Field(foreign_key="office.code", max_length=10)
    created_at: datetime
    fiscal_code: str | None = Field(default=None, max_length=16, unique=True, index=True)
    """Whose account it is: one for each person; None where it was added before this was asked."""
    password_due: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """The password is a temporary one, told by a supervisor: nothing but choosing another is possible with it."""
    choices: str = Field(default="{}", max_length=400, sa_column_kwargs={"server_default": "{}"})
    """What its owner has chosen for the screen, JSON: found again at every desk."""
