"""Operators' accounts: login, lock, resume, and what a supervisor administers (M01, office practice)."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.counter import Counter
from counter_app.credentials.passwords import hash_password, password_matches
from counter_app.desk.commands import AddOperator, Login
from counter_app.desk.fields import checked_password, checked_username, required
from counter_app.desk.office import actor_of, office_view
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, LoginRefused, OperatorView
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from counter_app.i18n import _, ngettext
from counter_app.norms.keys import DESK_LOGIN_ATTEMPTS
from data.database import Session
from data.queries import office as queries
from data.tables import Desk, Office, Operator, id_of
from data.vocabulary import OperatorState, Role


def login(counter: Counter, command: Login) -> Actor | LoginRefused:
    """Log a person in at this desk; a fifth wrong password locks the account.

    The password is checked outside the transaction: hashing is slow on purpose and must not hold the write lock.
    """
    username = command.username.strip().lower()
    stored = counter.read(lambda session: _hash_of(session, username))
    right = password_matches(stored, command.password, counter.settings.argon2)

    def write(session: Session) -> Actor | LoginRefused:
        office, desk = _place(counter, session)
        operator = queries.operator_named(session, username)
        if operator is None:
            nobody = Actor(0, "", "", Role.OPERATOR, office_view(office), desk.name, id_of(desk))
            record(counter, session, nobody, "operator.login-failed")
            return LoginRefused(_("Username or password not right."))
        actor = actor_of(operator, office, desk)
        refused = _tried(counter, session, actor, operator, right=right and operator.password_hash == stored)
        if refused is None:
            record(counter, session, actor, "operator.logged-in")
        return actor if refused is None else refused

    return counter.write(write)


def password_refused(
    counter: Counter, session: Session, actor: Actor, stored: str | None, *, right: bool
) -> LoginRefused | None:
    """Judge the acting operator's password, typed again, within the act's own transaction; wrong tries count (M01).

    Args:
        counter: the desk.
        session: the act's transaction: what happened to the account during the slow hashing is seen in it.
        actor: who must know the password.
        stored: the hash what was typed was compared with, outside the transaction.
        right: whether it matched.
    """
    if right and queries.account(session, actor.operator_id) == (OperatorState.ACTIVE, stored, 0):
        return None
    operator = session.get(Operator, actor.operator_id)
    if operator is None:
        return LoginRefused(_("Username or password not right."))
    return _tried(counter, session, actor, operator, right=right and operator.password_hash == stored)


def resume(counter: Counter, actor: Actor, password: str) -> LoginRefused | None:
    """Unlock a locked desk with the same operator's password."""
    account = counter.read(lambda session: queries.account(session, actor.operator_id))
    stored = None if account is None else account.password_hash
    right = password_matches(stored, password, counter.settings.argon2)

    def write(session: Session) -> LoginRefused | None:
        refused = password_refused(counter, session, actor, stored, right=right)
        if refused is None:
            record(counter, session, actor, "desk.unlocked")
        return refused

    return counter.write(write)


def lock_desk(counter: Counter, actor: Actor) -> None:
    """Record that the desk was locked, by key, by idleness or by a cut line."""
    counter.write(lambda session: record(counter, session, actor, "desk.locked"))


def logout(counter: Counter, actor: Actor) -> None:
    """Record that the operator left the desk."""
    counter.write(lambda session: record(counter, session, actor, "operator.logged-out"))


def listed(counter: Counter, actor: Actor) -> tuple[OperatorView, ...]:
    """Return every account, for a supervisor.

    Raises:
        NotAllowedError: for everybody else.
    """
    require(counter, actor, "administer-operators")
    return counter.read(lambda session: tuple(_view(row) for row in queries.operators(session)))


def add(counter: Counter, actor: Actor, command: AddOperator) -> OperatorView:
    """Add an account.

    Raises:
        BadInputError: naming the field.
        NotAllowedError: when the actor is no supervisor.
    """
    require(counter, actor, "administer-operators")
    username = checked_username(command.username, "operator-username")
    full_name = required(command.full_name, "operator-name")
    secret = hash_password(checked_password(command.password, "operator-password"), counter.settings.argon2)

    def write(session: Session) -> OperatorView:
        if queries.operator_named(session, username) is not None:
            raise BadInputError(_("There is already an account with this username."), "operator-username")
        row = Operator(
            username=username,
            full_name=full_name,
            role=command.role,
            state=OperatorState.ACTIVE,
            password_hash=secret,
            office_code=actor.office.code,
            created_at=counter.clock.now(),
        )
        session.add(row)
        session.flush()
        record(counter, session, actor, "operator.added", subject=username, role=command.role)
        return _view(row)

    return counter.write(write)


def unlock(counter: Counter, actor: Actor, operator_id: int) -> OperatorView:
    """Open a locked or disabled account again and forget the wrong tries.

    Raises:
        NotAllowedError: when the actor is no supervisor, or opens the own account.
    """

    def change(operator: Operator) -> None:
        operator.state = OperatorState.ACTIVE
        operator.failed_attempts = 0

    return _administer(counter, actor, operator_id, "operator.unlocked", change)


def disable(counter: Counter, actor: Actor, operator_id: int) -> OperatorView:
    """Close an account; its acts stay.

    Raises:
        NotAllowedError: when the actor is no supervisor, or closes the own account.
    """

    def change(operator: Operator) -> None:
        operator.state = OperatorState.DISABLED

    return _administer(counter, actor, operator_id, "operator.disabled", change)


def _administer(
    counter: Counter, actor: Actor, operator_id: int, event: str, change: Callable[[Operator], None]
) -> OperatorView:
    require(counter, actor, "administer-operators")
    if operator_id == actor.operator_id:
        raise NotAllowedError(_("Nobody administers the own account."))

    def write(session: Session) -> OperatorView:
        operator = session.get(Operator, operator_id)
        if operator is None:
            raise BadInputError(_("This account does not exist any more."))
        change(operator)
        record(counter, session, actor, event, subject=operator.username)
        return _view(operator)

    return counter.write(write)


def _tried(counter: Counter, session: Session, actor: Actor, operator: Operator, *, right: bool) -> LoginRefused | None:
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


def _hash_of(session: Session, username: str) -> str | None:
    operator = queries.operator_named(session, username)
    return None if operator is None else operator.password_hash


def _place(counter: Counter, session: Session) -> tuple[Office, Desk]:
    office = queries.office(session)
    if office is None:
        raise FaultError(_("This archive has no office yet: start the program again."))
    desk = queries.desk(session, office.code, counter.settings.desk)
    if desk is None:
        desk = Desk(office_code=office.code, name=counter.settings.desk)
        session.add(desk)
        session.flush()
    return office, desk


def _view(row: Operator) -> OperatorView:
    return OperatorView(
        id=id_of(row),
        username=row.username,
        full_name=row.full_name,
        role=Role(row.role),
        state=OperatorState(row.state),
        failed_attempts=row.failed_attempts,
    )
