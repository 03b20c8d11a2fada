"""Operators' accounts: login, lock, resume, and what a supervisor administers (M01, office practice)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter_app.counter import Counter
from counter_app.credentials.passwords import hash_password, password_matches
from counter_app.desk import drafts, second_person
from counter_app.desk.commands import AddOperator, ChoosePassword, Login, ResetOperator
from counter_app.desk.fields import checked_password, checked_username, own_code, required
from counter_app.desk.office import actor_of, office_view
from counter_app.desk.record import record
from counter_app.desk.rights import require, require_role
from counter_app.desk.tries import hash_of, password_refused, tried
from counter_app.desk.views import Actor, Deed, LoginRefused, OperatorView, PasswordDue
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from counter_app.i18n import _
from data.database import Session
from data.queries import office as queries
from data.tables import Desk, Office, Operator, id_of
from data.vocabulary import OperatorState, Role, TwoPersonAct, WorldKind


def login(counter: Counter, command: Login) -> Actor | LoginRefused | PasswordDue:
    """Log a person in at this desk; a fifth wrong password locks the account, a temporary one must be replaced first.

    The password is checked outside the transaction: hashing is slow on purpose and must not hold the write lock.
    """
    username = command.username.strip().lower()
    stored = counter.read(lambda session: hash_of(session, username))
    right = password_matches(stored, command.password, counter.settings.argon2)

    def write(session: Session) -> Actor | LoginRefused | PasswordDue:
        office, desk = _place(counter, session)
        operator = queries.operator_named(session, username)
        if operator is None:
            nobody = Actor(0, "", "", Role.OPERATOR, office_view(office), desk.name, id_of(desk))
            record(counter, session, nobody, "operator.login-failed")
            return LoginRefused(_("Username or password not right."))
        actor = actor_of(operator, office, desk)
        refused = tried(counter, session, actor, operator, right=right and operator.password_hash == stored)
        if refused is not None:
            return refused
        if operator.password_due:
            record(counter, session, actor, "operator.password-due")
            return PasswordDue(actor)
        record(counter, session, actor, "operator.logged-in")
        return actor

    return counter.write(write)


def resume(counter: Counter, actor: Actor, password: str) -> LoginRefused | None:
    """Unlock a locked desk with the same operator's password."""
    require_role(counter, actor, "own-session")
    account = counter.read(lambda session: queries.account(session, actor.operator_id))
    stored = None if account is None else account.password_hash
    right = password_matches(stored, password, counter.settings.argon2)

    def write(session: Session) -> LoginRefused | None:
        refused = password_refused(counter, session, actor, stored, right=right)
        if refused is None:
            record(counter, session, actor, "desk.unlocked")
        return refused

    return counter.write(write)


def choose_password(counter: Counter, actor: Actor, command: ChoosePassword) -> Actor | LoginRefused:
    """Replace the password one has logged in with by one of one's own; who held a temporary one is logged in then.

    Raises:
        BadInputError: when the new one is too short, or is the old one.
    """
    require_role(counter, actor, "own-session")
    chosen = checked_password(command.chosen, "new-password")
    if chosen == command.password:
        raise BadInputError(_("Choose another one: this is the temporary password."), "new-password")
    stored = counter.read(lambda session: hash_of(session, actor.username))
    right = password_matches(stored, command.password, counter.settings.argon2)
    secret = hash_password(chosen, counter.settings.argon2)

    def write(session: Session) -> Actor | LoginRefused:
        refused = password_refused(counter, session, actor, stored, right=right)
        if refused is not None:
            return refused
        operator = _account(session, actor.operator_id)
        operator.password_hash, was_due = secret, operator.password_due
        operator.password_due = False
        record(counter, session, actor, "operator.password-changed")
        if was_due:
            record(counter, session, actor, "operator.logged-in")
        return actor

    return counter.write(write)


def lock_desk(counter: Counter, actor: Actor) -> None:
    """Record that the desk was locked, by key, by idleness or by a cut line."""
    require_role(counter, actor, "own-session")
    counter.write(lambda session: record(counter, session, actor, "desk.locked"))


def logout(counter: Counter, actor: Actor) -> None:
    """Record that the operator left the desk."""
    require_role(counter, actor, "own-session")
    counter.write(lambda session: record(counter, session, actor, "operator.logged-out"))


def listed(counter: Counter, actor: Actor) -> tuple[OperatorView, ...]:
    """Return every account, for a supervisor.

    Raises:
        NotAllowedError: for everybody else.
    """
    require(counter, actor, "administer-operators")
    return counter.read(lambda session: tuple(_view(row) for row in queries.operators(session)))


def deed_of_new(command: AddOperator) -> Deed:
    """Return what a second person confirms when an account is added: whose, and with which role."""
    username = checked_username(command.username, "operator-username")
    return Deed(TwoPersonAct.ADD_OPERATOR, username, f"{command.role} {command.fiscal_code.strip().upper()}")


def deed_of_reset(account: OperatorView) -> Deed:
    """Return what a second person confirms when an account gets a temporary password."""
    return Deed(TwoPersonAct.RESET_OPERATOR, account.username)


def prepare_add(counter: Counter, actor: Actor, command: AddOperator) -> bool:
    """Look at a new account before a second person is called, and return whether one is needed.

    Raises:
        BadInputError: naming the field.
        NotAllowedError: when the actor is no supervisor.
    """
    require(counter, actor, "administer-operators")
    code = _checked(command)
    counter.read(lambda session: _check_free(session, command, code))
    return second_person.needed(counter, actor, deed_of_new(command))


def add(counter: Counter, actor: Actor, command: AddOperator) -> OperatorView:
    """Add an account, confirmed by a second person; its password is a temporary one.

    Raises:
        BadInputError: naming the field.
        NotAllowedError: when the actor is no supervisor, or nobody else has confirmed it.
    """
    require(counter, actor, "administer-operators")
    code = _checked(command)
    counter.read(lambda session: _check_free(session, command, code))
    second = second_person.spend(counter, actor, deed_of_new(command), command.approval)
    return _add(counter, actor, command, code, {"second": second} if second else {"alone": True})


def furnish(counter: Counter, actor: Actor, command: AddOperator) -> OperatorView:
    """Make a ready account of a training world: its password is shown to everybody and stays.

    Raises:
        NotAllowedError: in an office.
    """
    require(counter, actor, "administer-operators")
    if counter.world is not WorldKind.TRAINING:
        raise NotAllowedError(_("Only a training world has ready accounts."))
    return _add(counter, actor, command, command.fiscal_code or None, None)


def _checked(command: AddOperator) -> str:
    """Look at a new account's fields and return its owner's fiscal code."""
    checked_username(command.username, "operator-username")
    required(command.full_name, "operator-name")
    checked_password(command.password, "operator-password")
    return own_code(command.fiscal_code, "operator-code")


def _check_free(session: Session, command: AddOperator, code: str | None) -> None:
    if queries.operator_named(session, checked_username(command.username, "operator-username")) is not None:
        raise BadInputError(_("There is already an account with this username."), "operator-username")
    if code is not None and queries.operator_of(session, code) is not None:
        text = _("This person has an account already: one each. A disabled one can be opened again.")
        raise BadInputError(text, "operator-code")


def _add(
    counter: Counter, actor: Actor, command: AddOperator, code: str | None, confirmed: dict[str, Any] | None
) -> OperatorView:
    """Write an account; `confirmed` tells the register of the second person, None makes it a world's ready account."""
    username = checked_username(command.username, "operator-username")
    full_name = required(command.full_name, "operator-name")
    secret = hash_password(checked_password(command.password, "operator-password"), counter.settings.argon2)

    def write(session: Session) -> OperatorView:
        _check_free(session, command, code)
        row = Operator(
            username=username,
            full_name=full_name,
            role=command.role,
            state=OperatorState.ACTIVE,
            password_hash=secret,
            office_code=actor.office.code,
            created_at=counter.clock.now(),
            fiscal_code=code,
            password_due=confirmed is not None,
        )
        session.add(row)
        session.flush()
        record(counter, session, actor, "operator.added", subject=username, role=command.role, **(confirmed or {}))
        return _view(row)

    return counter.write(write)


def prepare_reset(counter: Counter, actor: Actor, operator_id: int) -> bool:
    """Look at an account before a password is thought of and a second person called; return whether one is needed.

    Raises:
        BadInputError: when there is no such account any more.
        NotAllowedError: when the actor is no supervisor, or the account is the own one or a closed one.
    """
    require(counter, actor, "administer-operators")
    return second_person.needed(counter, actor, deed_of_reset(_to_reset(counter, actor, operator_id)))


def reset(counter: Counter, actor: Actor, command: ResetOperator) -> OperatorView:
    """Give an account a temporary password, confirmed by a second person; a locked account is open again.

    Raises:
        BadInputError: when the password is too short.
        NotAllowedError: when the actor is no supervisor, the account is the own one or a closed one, or nobody else has
            confirmed it.
    """
    require(counter, actor, "administer-operators")
    account = _to_reset(counter, actor, command.operator_id)
    secret = hash_password(checked_password(command.password, "reset-password"), counter.settings.argon2)
    second = second_person.spend(counter, actor, deed_of_reset(account), command.approval)

    def change(_session: Session, operator: Operator) -> None:
        _check_not_closed(operator)
        operator.password_hash, operator.password_due = secret, True
        operator.state, operator.failed_attempts = OperatorState.ACTIVE, 0

    confirmed: dict[str, Any] = {"second": second} if second else {"alone": True}
    return _administer(counter, actor, command.operator_id, "operator.reset", change, **confirmed)


def _to_reset(counter: Counter, actor: Actor, operator_id: int) -> OperatorView:
    """Return an account that can get a temporary password."""
    _not_own(actor, operator_id)

    def read(session: Session) -> OperatorView:
        operator = _account(session, operator_id)
        _check_not_closed(operator)
        return _view(operator)

    return counter.read(read)


def _check_not_closed(operator: Operator) -> None:
    if operator.state == OperatorState.DISABLED:
        raise NotAllowedError(_("This account is closed: open it again first."))


def unlock(counter: Counter, actor: Actor, operator_id: int) -> OperatorView:
    """Open a locked or disabled account again and forget the wrong tries.

    Raises:
        NotAllowedError: when the actor is no supervisor, or opens the own account.
    """
    require(counter, actor, "administer-operators")

    def change(_session: Session, operator: Operator) -> None:
        operator.state = OperatorState.ACTIVE
        operator.failed_attempts = 0

    return _administer(counter, actor, operator_id, "operator.unlocked", change)


def disable(counter: Counter, actor: Actor, operator_id: int) -> OperatorView:
    """Close an account; its acts stay, and the cases that wait for it are free for whoever works at their desks.

    Raises:
        NotAllowedError: when the actor is no supervisor, or closes the own account.
    """
    require(counter, actor, "administer-operators")

    def change(session: Session, operator: Operator) -> None:
        operator.state = OperatorState.DISABLED
        drafts.free(counter, session, actor, operator)

    return _administer(counter, actor, operator_id, "operator.disabled", change)


def _administer(
    counter: Counter,
    actor: Actor,
    operator_id: int,
    event: str,
    change: Callable[[Session, Operator], None],
    **details: Any,
) -> OperatorView:
    _not_own(actor, operator_id)

    def write(session: Session) -> OperatorView:
        operator = _account(session, operator_id)
        change(session, operator)
        record(counter, session, actor, event, subject=operator.username, **details)
        return _view(operator)

    return counter.write(write)


def _not_own(actor: Actor, operator_id: int) -> None:
    if operator_id == actor.operator_id:
        raise NotAllowedError(_("Nobody administers the own account."))


def _account(session: Session, operator_id: int) -> Operator:
    operator = session.get(Operator, operator_id)
    if operator is None:
        raise BadInputError(_("This account does not exist any more."))
    return operator


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
        password_due=row.password_due,
    )
