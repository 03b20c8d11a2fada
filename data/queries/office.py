"""Selects on offices, desks and operators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.queries import rows
from data.queries.prepared import Prepared
from data.tables import Desk, Office, Operator
from data.vocabulary import OperatorState


def office(session: Session) -> Office | None:
    """Return the office of this database as a plain row, None on a fresh one."""
    row = _OFFICE.first(session)
    return None if row is None else rows.plain(Office, row)


def desk(session: Session, office_code: str, name: str) -> Desk | None:
    """Return a desk by its name within the office."""
    return session.exec(select(Desk).where(Desk.office_code == office_code, Desk.name == name)).first()


def operator_named(session: Session, username: str) -> Operator | None:
    """Return an account by its username (lower case)."""
    return session.exec(select(Operator).where(Operator.username == username)).first()


def full_names(session: Session, usernames: Sequence[str]) -> dict[str, str]:
    """Return username -> full name, for those that have an account."""
    statement = select(Operator.username, Operator.full_name).where(col(Operator.username).in_(usernames))
    return dict(session.exec(statement).all())


_OFFICE = Prepared(sa.select(*rows.table_of(Office).c).order_by(rows.table_of(Office).c.code))
_OPERATOR = rows.table_of(Operator).c
_ACCOUNT = Prepared(
    sa.select(_OPERATOR.state, _OPERATOR.password_hash, _OPERATOR.failed_attempts, _OPERATOR.password_due).where(
        _OPERATOR.id == sa.bindparam("operator")
    )
)
_COLLEAGUE = Prepared(
    sa.select(_OPERATOR.id).where(
        _OPERATOR.fiscal_code == sa.bindparam("code"),
        _OPERATOR.office_code == sa.bindparam("within"),
        _OPERATOR.state != OperatorState.DISABLED,
    )
)


class Account(NamedTuple):
    """What decides whether an account can work, and whether a password opens it."""

    state: OperatorState
    password_hash: str
    failed_attempts: int
    password_due: bool


def account(session: Session, operator_id: int) -> Account | None:
    """Return what decides on an account and its password, None where there is no such account."""
    row = _ACCOUNT.first(session, operator=operator_id)
    return None if row is None else Account._make(row)


def colleague(session: Session, fiscal_code: str, office_code: str) -> int | None:
    """Return the number of the account of whoever has this fiscal code and works in an office, closed ones left out."""
    row = _COLLEAGUE.first(session, code=fiscal_code, within=office_code)
    return None if row is None else int(row[0])


def operator_of(session: Session, fiscal_code: str) -> Operator | None:
    """Return the account of whoever has this fiscal code, in whatever office and state."""
    return session.exec(select(Operator).where(Operator.fiscal_code == fiscal_code)).first()


def operators(session: Session) -> Sequence[Operator]:
    """Return every account, by username."""
    return session.exec(select(Operator).order_by(col(Operator.username))).all()
