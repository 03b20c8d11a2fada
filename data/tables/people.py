"""People of the archive."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import ImportState, Sex


class PeopleImport(naming.Row, table=True):
    """A file of people that was read into the archive, or is just being read (ADR 9).

    While it is `loading` its people are rows nobody sees; one change of its state makes all of them people of the
    archive. What a killed import left is removed by the next one.
    """

    __tablename__ = "people_import"
    id: int | None = Field(default=None, primary_key=True)
    state: ImportState = Field(sa_type=naming.text_enum(ImportState, "state"))
    digest: str = Field(max_length=64)
    """SHA-256 of the file."""
    begun_at: datetime
    after_person: int
    """Newest person when it began: its own rows come after."""
    lost: int = 0
    """Rows a desk took away while they were loading, because it entered the same person itself."""


class Person(naming.Row, table=True):
    """A person the institute knows."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("length(fiscal_code) = CASE WHEN provisional THEN 11 ELSE 16 END", name="fiscal_code"),
        sa.CheckConstraint("merged_into <> id", name="merged_into"),
        sa.Index("ix_person_search", "search_surname", "search_name", "born", "id"),
        sa.Index("ix_person_born", "born", "search_surname", "search_name", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    fiscal_code: str = Field(max_length=16, unique=True)
    provisional: bool
    surname: str = Field(max_length=80)
    name: str = Field(max_length=80)
    search_surname: str = Field(sa_type=naming.ordered_text(80))
    search_name: str = Field(sa_type=naming.ordered_text(80))
    sex: Sex = Field(sa_type=naming.text_enum(Sex, "sex"))
    born: date
    birth_place_code: str = Field(default="", max_length=4)
    birth_place: str = Field(max_length=80)
    citizenship: str = Field(max_length=2)
    residence: str = Field(max_length=2)
    italian_document: bool | None = None
    ward: bool = False
    deceased_on: date | None = None
    address: str = Field(max_length=400)
    email: str = Field(default="", max_length=120)
    mobile: str = Field(default="", max_length=30)
    pec: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    """Certified e-mail."""
    import_id: int | None = Field(default=None, foreign_key="people_import.id")
    """The file the person came from; None for who was entered at a desk."""
    merged_into: int | None = Field(default=None, foreign_key="person.id")
    """The row that stands for this person since the two were found to be one."""


class PersonChange(naming.Row, table=True):
    """What stood in the archive of a person before it was corrected, a row for each column."""

    __tablename__ = "person_change"
    __table_args__ = (sa.Index("ix_person_change_code", "field", "old_value"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    business_date: date
    changed_at: datetime
    field: str = Field(max_length=40)
    """Name of the column."""
    old_value: str | None = Field(default=None, max_length=400)
    """As text; None once erased."""
    new_value: str | None = Field(default=None, max_length=400)
    reason: str = Field(default="", max_length=200)


class PersonDraft(naming.Row, table=True):
    """What was typed in the form of a person's data when the desk was locked or its line cut; wiped when it ends."""

    __tablename__ = "person_draft"
    key: str = Field(primary_key=True, max_length=32)
    """Made by the form when it opens."""
    desk_id: int = Field(foreign_key="desk.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    """Who typed last."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Whose data are corrected; None for somebody new."""
    typed: str
    """JSON: widget id -> text."""
    saved_at: datetime
