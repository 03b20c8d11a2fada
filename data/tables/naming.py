"""Constraint names and column types every table shares; imported before any table class is made."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What every table is made of. Rows are never validated by their model, so none is built unless it is asked for."""

    model_config = {"defer_build": True}


def ordered_text(length: int) -> Any:
    """Return a column type for text that is searched by its beginning: ordered by code point on both engines.

    SQLite orders so anyway. PostgreSQL would order by the language of its database, and could not use an index for a
    beginning.

    Args:
        length: characters at most.
    """
    return AutoString(length).with_variant(AutoString(length, collation="C"), "postgresql")


def text_enum(kind: type[StrEnum], name: str) -> Any:
    """Return a column type that stores an enum by value, with a CHECK, alterable on both engines.

    Args:
        kind: the enum of `data.vocabulary`.
        name: name of the CHECK constraint, unique within a table.
    """
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        name=name,
        length=24,
    )
