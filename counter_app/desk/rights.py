"""Who may do what: one table of reference data, checked in the use cases; screens only hide (M01, office practice)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from counter_app.counter import Counter
from counter_app.desk.views import Actor
from counter_app.errors import NotAllowedError
from counter_app.i18n import _
from data.database import Session
from data.queries import office as queries
from data.queries.office import Account
from data.vocabulary import OperatorState, Role, WorldKind

SMALL_OFFICE = "small_office"

Standing = Mapping[str, Any]
"""What the register is told of how a right came about; empty where the role has it anywhere."""

BY_ROLE: Standing = MappingProxyType({})
"""Of a right the role has anywhere."""
_BY_SMALL_OFFICE: Standing = MappingProxyType({SMALL_OFFICE: True})


@dataclass(frozen=True, slots=True)
class Right:
    """Something accounts may do.

    Args:
        id: what use cases ask for.
        roles: who may.
        in_small_offices: who may where the office lets its supervisors issue.
        names: what it is, by language.
        use_cases: `module.function` of each use case that asks for it -> what that does, by language.
    """

    id: str
    roles: frozenset[Role]
    in_small_offices: frozenset[Role]
    names: Mapping[str, str]
    use_cases: Mapping[str, Mapping[str, str]]


@cache
def table() -> Mapping[str, Right]:
    """Return every right by its id, in the table's order, from `data/reference/rights.toml`.

    A trainer works in training worlds only, where every right is open to learn from: the table is the office's.
    """
    import tomllib  # noqa: PLC0415 - the first paint waits for every import

    text = files("data").joinpath("reference/rights.toml").read_text(encoding="utf-8")
    return MappingProxyType({row["id"]: _right(row) for row in tomllib.loads(text)["right"]})


def _right(row: Mapping[str, Any]) -> Right:
    return Right(
        id=row["id"],
        roles=frozenset(map(Role, row["roles"])),
        in_small_offices=frozenset(map(Role, row.get("in-small-offices", ()))),
        names={language: row[language] for language in ("it", "en")},
        use_cases=row.get("use-cases", {}),
    )


def may(counter: Counter, actor: Actor, right: str) -> bool:
    """Return whether the actor's role has a right in this world, whatever the office has set."""
    if counter.world is WorldKind.TRAINING and actor.role is Role.TRAINER:
        return True
    return actor.role in table()[right].roles


def may_here(counter: Counter, session: Session, role: Role, right: str) -> bool:
    """Return whether accounts of a role have a right here, by what the office has set too: for somebody else's account.

    Args:
        counter: the desk.
        session: the transaction it is asked in.
        role: of the account.
        right: id of the table.
    """
    if counter.world is WorldKind.TRAINING and role is Role.TRAINER:
        return True
    asked = table()[right]
    return role in asked.roles or (role in asked.in_small_offices and _small_office(session))


def require(counter: Counter, actor: Actor, right: str) -> Standing:
    """Go on only with a right.

    Returns:
        What the register is told of it.

    Raises:
        NotAllowedError: saying which role has it, or why the account can do nothing now.
    """
    counter.read(lambda session: require_open(session, actor))
    return require_role(counter, actor, right)


def require_open(session: Session, actor: Actor) -> Account:
    """Go on only while the account can work, and return it: `require`'s first half, within an act's own transaction.

    Raises:
        NotAllowedError: when it was locked or closed meanwhile, or its password is a temporary one.
    """
    account = require_not_closed(session, actor)
    if account.state != OperatorState.ACTIVE:
        raise NotAllowedError(_locked_or_closed())
    if account.password_due:
        raise NotAllowedError(_("Your password is a temporary one: log out, log in with it and choose your own."))
    return account


def require_not_closed(session: Session, actor: Actor) -> Account:
    """Go on unless the account was closed, and return it: for what whoever was locked at work may still have done.

    Raises:
        NotAllowedError: when it was closed meanwhile.
    """
    account = queries.account(session, actor.operator_id)
    if account is None or account.state == OperatorState.DISABLED:
        raise NotAllowedError(_locked_or_closed())
    return account


def _locked_or_closed() -> str:
    return _("Your account was locked or closed: log out, and ask a supervisor.")


def require_role(counter: Counter, actor: Actor, right: str) -> Standing:
    """Go on only with a role that has a right: `require`'s second half.

    Returns:
        What the register is told of it.

    Raises:
        NotAllowedError: saying which role has it.
    """
    if may(counter, actor, right):
        return BY_ROLE
    refused = why_not(counter, actor, right)
    if refused:
        raise NotAllowedError(refused)
    return _BY_SMALL_OFFICE


def why_not(counter: Counter, actor: Actor, right: str) -> str:
    """Return in words why the actor's role has not a right here; empty where it has."""
    if may(counter, actor, right):
        return ""
    needed = table()[right]
    if actor.role in needed.in_small_offices:
        if counter.read(_small_office):
            return ""
        return _(
            "A supervisor administers and does not issue PINs: an operator does. A small office can set it otherwise "
            "(settings)."
        )
    if needed.roles == {Role.SUPERVISOR}:
        return _("Only a supervisor may do this: ask yours.")
    return _("Your account may not do this at a real desk: trainers work in training worlds.")


def _small_office(session: Session) -> bool:
    office = queries.office(session)
    return office is not None and office.supervisor_issues
