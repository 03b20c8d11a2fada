"""The password asked again at the act of issuing: what is counted, and what never passes (M01)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from sqlmodel import select

from counter_app.credentials.passwords import hash_password, password_matches
from counter_app.desk import envelopes, inspection, issuing, operators
from counter_app.desk.views import LoginRefused
from data.database import Session
from data.tables import Operator
from data.vocabulary import OperatorState
from tests.support.desks import OPERATOR, PASSWORD, Desk, reservation

DESK = "0500/1"


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def account(session: Session) -> Operator:
    return session.exec(select(Operator).where(Operator.username == OPERATOR)).one()


def attempts(desk: Desk) -> int:
    return desk.counter.read(lambda session: account(session).failed_attempts)


def confirmed(desk: Desk, password: str = PASSWORD) -> LoginRefused | None:
    return operators.resume(desk.counter, desk.actor, password)


def while_hashing(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object], use_case: ModuleType = operators
) -> None:
    """Let something happen between the look at the account and the end of the hashing."""

    def slow(*arguments: object) -> bool:
        right = password_matches(*arguments)  # type: ignore[arg-type]
        happens()
        return right

    monkeypatch.setattr(use_case, "password_matches", slow)


def test_m01_issuing_with_the_right_password_takes_the_write_lock_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id, write, writes = desk.visit(desk.person()), desk.counter.database.write, []

    def counted(fn: Callable[[Session], object]) -> object:
        writes.append(fn)
        return write(fn)

    monkeypatch.setattr(desk.counter.database, "write", counted)
    desk.reserve(visit_id)
    assert len(writes) == 1


def test_m01_a_wrong_password_learns_nothing_of_what_was_done_under_the_key(desk: Desk) -> None:
    command = reservation(desk.visit(desk.person()))
    issuing.reserve(desk.counter, desk.actor, command)
    answer = issuing.reserve(desk.counter, desk.actor, replace(command, password="sbagliata"))
    assert isinstance(answer, LoginRefused)
    assert attempts(desk) == 1


def test_m01_nothing_is_reserved_for_an_account_closed_while_its_password_was_hashed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = desk.visit(desk.person())
    while_hashing(
        monkeypatch, lambda: operators.disable(desk.counter, desk.supervisor, desk.actor.operator_id), issuing
    )
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id))
    assert isinstance(answer, LoginRefused)
    assert answer.locked
    assert envelopes.in_doubt(desk.counter, desk.supervisor) == ()


def test_m01_a_right_password_forgets_the_wrong_ones_before_it(desk: Desk) -> None:
    assert isinstance(confirmed(desk, "sbagliata"), LoginRefused)
    assert attempts(desk) == 1
    assert inspection.newest_event(desk.counter, DESK) == "operator.login-failed"
    assert confirmed(desk) is None
    assert attempts(desk) == 0


@pytest.mark.parametrize("state", [OperatorState.LOCKED, OperatorState.DISABLED])
def test_m01_the_right_password_of_a_locked_or_closed_account_does_not_pass(desk: Desk, state: OperatorState) -> None:
    def close(session: Session) -> None:
        account(session).state = state

    desk.counter.write(close)
    answer = confirmed(desk)
    assert isinstance(answer, LoginRefused)
    assert answer.locked


def test_m01_an_account_closed_while_its_password_was_hashed_does_not_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_hashing(monkeypatch, lambda: operators.disable(desk.counter, desk.supervisor, desk.actor.operator_id))
    answer = confirmed(desk)
    assert isinstance(answer, LoginRefused)
    assert answer.locked


def test_m01_a_password_changed_while_the_old_one_was_hashed_does_not_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(session: Session) -> None:
        account(session).password_hash = hash_password("un'altra frase lunga", desk.counter.settings.argon2)

    while_hashing(monkeypatch, lambda: desk.counter.write(change))
    assert isinstance(confirmed(desk), LoginRefused)
    assert attempts(desk) == 1


def test_m01_nobody_confirms_for_an_account_that_is_not_there(desk: Desk) -> None:
    nobody = replace(desk.actor, operator_id=10**6)
    assert isinstance(operators.resume(desk.counter, nobody, PASSWORD), LoginRefused)
