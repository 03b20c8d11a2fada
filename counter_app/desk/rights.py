"""Who may do what: one table, checked in the use cases; screens only hide (M01, office practice)."""

from __future__ import annotations

from counter_app.counter import Counter
from counter_app.desk.views import Actor
from counter_app.errors import NotAllowedError
from counter_app.i18n import _
from data.database import Session
from data.queries import office as queries
from data.queries.office import Account
from data.vocabulary import OperatorState, Role, WorldKind

_DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})

RIGHTS: dict[str, frozenset[Role]] = {
    "serve": _DESK,
    "correct-people": _DESK,
    "issue": _DESK,
    "settle-envelope": _DESK,
    "declare-handed-over": _SUPERVISOR,
    "administer-operators": _SUPERVISOR,
    "import-people": _SUPERVISOR,
    "see-all-desks": _SUPERVISOR,
    "see-lookups": _SUPERVISOR,
}
"""Right -> roles. A trainer works in training worlds only, where every right is open to learn from."""


def may(counter: Counter, actor: Actor, right: str) -> bool:
    """Return whether the actor's role has a right in this world."""
    if counter.world is WorldKind.TRAINING and actor.role is Role.TRAINER:
        return True
    return actor.role in RIGHTS[right]


def require(counter: Counter, actor: Actor, right: str) -> None:
    """Go on only with a right.

    Raises:
        NotAllowedError: saying which role has it, or that the account was locked or closed meanwhile.
    """
    counter.read(lambda session: require_open(session, actor))
    require_role(counter, actor, right)


def require_open(session: Session, actor: Actor) -> Account:
    """Go on only while the account can work, and return it: `require`'s first half, within an act's own transaction.

    Raises:
        NotAllowedError: when it was locked or closed meanwhile.
    """
    account = queries.account(session, actor.operator_id)
    if account is None or account.state != OperatorState.ACTIVE:
        raise NotAllowedError(_("Your account was locked or closed: log out, and ask a supervisor."))
    return account


def require_role(counter: Counter, actor: Actor, right: str) -> None:
    """Go on only with a role that has a right: `require`'s second half.

    Raises:
        NotAllowedError: saying which role has it.
    """
    if not may(counter, actor, right):
        if RIGHTS[right] == _SUPERVISOR:
            raise NotAllowedError(_("Only a supervisor may do this: ask yours."))
        raise NotAllowedError(_("Your account may not do this at a real desk: trainers work in training worlds."))
