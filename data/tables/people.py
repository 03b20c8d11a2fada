"""People of the archive."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import Sex


class Person(naming.Row, table=True):
    """A person the institute knows."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("length(fiscal_code) = CASE WHEN provisional THEN 11 ELSE 16 END", name="fiscal_code"),
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
