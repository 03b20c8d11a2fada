"""A password judged within an act's own transaction: wrong tries count, and lock the account (M01, office practice)."""

from __future__ import annotations

from counter_app.counter import Counter
from counter_app.desk.record import record
from counter_app.desk.views import Actor, LoginRefused
from counter_app.i18n import _, ngettext
from counter_app.norms.keys import DESK_LOGIN_ATTEMPTS
from data.database import Session
from data.queries import office as queries
from data.tables import Operator
from data.vocabulary import OperatorState


def hash_of(session: Session, username: str) -> str | None:
    """Return the hash an account's password is compared with, None where there is no such account."""
    operator = queries.operator_named(session, username)
    return None if operator is None else operator.password_hash


def password_refused(
    counter: Counter, session: Session, actor: Actor, stored: str | None, *, right: bool
) -> LoginRefused | None:
    """Judge an operator's password within the act's own transaction; wrong tries count (M01).

    Args:
        counter: the desk.
        session: the act's transaction: what happened to the account during the slow hashing is seen in it.
        actor: who must know the password.
        stored: the hash what was typed was compared with, outside the transaction.
        right: whether it matched.
    """
    if right and queries.account(session, actor.operator_id) == (OperatorState.ACTIVE, stored, 0, False):
        return None
    operator = session.get(Operator, actor.operator_id)
    if operator is None:
        return LoginRefused(_("Username or password not right."))
    return tried(counter, session, actor, operator, right=right and operator.password_hash == stored)


def tried(counter: Counter, session: Session, actor: Actor, operator: Operator, *, right: bool) -> LoginRefused | None:
    """Count a try at an account's password.

    Args:
        counter: the desk.
        session: the act's transaction.
        actor: whose name the try is entered under in the register.
        operator: the account.
        right: whether the password matched.
    """
    if operator.state == OperatorState.LOCKED:
        return LoginRefused(_("This account is locked: a supervisor can unlock it."), locked=True)
    if operator.state == OperatorState.DISABLED:
        return LoginRefused(_("This account is closed."), locked=True)
    if right:
        operator.failed_attempts = 0
        return None
    operator.failed_attempts += 1
    record(counter, session, actor, "operator.login-failed", attempts=operator.failed_attempts)
    today = max(counter.clock.today(), counter.norms.first_day)
    left = counter.norms.value(DESK_LOGIN_ATTEMPTS, today, today).value - operator.failed_attempts
    if left > 0:
        text = ngettext(
            "Username or password not right. {left} try left, then the account locks.",
            "Username or password not right. {left} tries left, then the account locks.",
            left,
        )
        return LoginRefused(text.format(left=left))
    operator.state = OperatorState.LOCKED
    record(counter, session, actor, "operator.locked")
    return LoginRefused(_("Too many wrong tries: the account is locked. A supervisor can unlock it."), locked=True)
