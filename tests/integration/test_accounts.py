"""Accounts: temporary passwords, whose an account is, small offices, and nobody serves a colleague (M01)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from counter_app.desk import envelopes, inspection, issuing, operators, representation, second_person, visits
from counter_app.desk.colleagues import OwnPeopleError
from counter_app.desk.commands import ChoosePassword, HandOver, Login, Representing, ResetOperator
from counter_app.desk.views import Actor, LoginRefused, OperatorView, PasswordDue, Refused
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.fiscal_code import parse
from data.vocabulary import Applicant, EnvelopeState, OperatorState, Role
from tests.integration.test_second_person import account, details
from tests.support.desks import (
    OPERATOR,
    PASSWORD,
    SUPERVISOR,
    TEMPORARY,
    Desk,
    add_operator,
    approved,
    fresh_key,
    logged_in,
    new_account,
    reservation,
    small_office,
)
from tests.support.rights import ACTS, allowed, place_on

DESK = "0500/1"
OWN = "una frase tutta mia"


@pytest.fixture
def desk(sqlite_url: str, counters: Callable[..., Any]) -> Desk:
    return Desk.open(counters(sqlite_url))


def due(desk: Desk, username: str, password: str = TEMPORARY) -> Actor:
    answer = operators.login(desk.counter, Login(username, password))
    assert isinstance(answer, PasswordDue), answer
    return answer.actor


def added(desk: Desk, username: str = "nuova", role: Role = Role.OPERATOR) -> OperatorView:
    command = new_account(username, role)
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(command))
    return operators.add(desk.counter, desk.supervisor, replace(command, approval=approval))


def reset(desk: Desk, view: OperatorView, second: str = OPERATOR) -> OperatorView:
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_reset(view), second)
    return operators.reset(desk.counter, desk.supervisor, ResetOperator(view.id, TEMPORARY, approval))


def test_m01_a_new_account_chooses_its_own_password_before_anything_else(sqlite_url: str, counters: Any) -> None:
    place = place_on(counters(sqlite_url))
    desk = place.desk
    assert added(desk).password_due
    actor = due(desk, "nuova")
    assert inspection.newest_event(desk.counter, DESK) == "operator.password-due"
    own = {"operators.lock_desk", "operators.logout", "operators.resume", "operators.choose_password"}
    # of somebody locked at work, whom a supervisor gave a temporary password meanwhile
    own |= {"drafts.save", "person_drafts.save"}
    assert [name for name in ACTS if name not in own and allowed(place.fresh(), actor, ACTS[name])] == []

    for chosen, field in (("breve", "new-password"), (TEMPORARY, "new-password")):
        with pytest.raises(BadInputError) as caught:
            operators.choose_password(desk.counter, actor, ChoosePassword(TEMPORARY, chosen))
        assert caught.value.field == field
    assert isinstance(operators.choose_password(desk.counter, actor, ChoosePassword("sbagliata", OWN)), LoginRefused)
    assert operators.choose_password(desk.counter, actor, ChoosePassword(TEMPORARY, OWN)) == actor
    events = inspection.events_since(desk.counter, DESK, 0)
    assert events[-2:] == ("operator.password-changed", "operator.logged-in")
    visits.home(desk.counter, actor)
    assert isinstance(operators.login(desk.counter, Login("nuova", TEMPORARY)), LoginRefused)
    assert isinstance(operators.login(desk.counter, Login("nuova", OWN)), Actor)


def test_m01_a_temporary_password_opens_a_locked_account_and_ends_what_goes_on(desk: Desk) -> None:
    add_operator(desk.counter, desk.supervisor, "seconda")
    at_work = logged_in(desk.counter, "seconda")
    for _try in range(5):
        operators.login(desk.counter, Login("seconda", "sbagliata"))
    view = next(one for one in operators.listed(desk.counter, desk.supervisor) if one.username == "seconda")
    assert view.state is OperatorState.LOCKED
    view = reset(desk, view)
    assert (view.state, view.failed_attempts, view.password_due) == (OperatorState.ACTIVE, 0, True)
    with pytest.raises(NotAllowedError):
        visits.home(desk.counter, at_work)
    assert isinstance(operators.login(desk.counter, Login("seconda", PASSWORD)), LoginRefused)
    due(desk, "seconda")


def test_m01_whose_password_cannot_be_reset(desk: Desk) -> None:
    view = added(desk)
    operators.disable(desk.counter, desk.supervisor, view.id)
    with pytest.raises(NotAllowedError):
        operators.reset(desk.counter, desk.supervisor, ResetOperator(view.id, TEMPORARY))
    with pytest.raises(NotAllowedError):
        operators.reset(desk.counter, desk.supervisor, ResetOperator(desk.supervisor.operator_id, TEMPORARY))
    with pytest.raises(BadInputError):
        operators.reset(desk.counter, desk.supervisor, ResetOperator(desk.actor.operator_id, "breve"))


def test_m01_a_temporary_password_does_not_open_an_account_closed_in_between(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another supervisor closes it while the second person's confirmation is used up."""
    view = added(desk)
    spend = second_person.spend

    def spend_late(*args: Any) -> str:
        second = spend(*args)
        operators.disable(desk.counter, desk.supervisor, view.id)
        return second

    monkeypatch.setattr(second_person, "spend", spend_late)
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_reset(view))
    with pytest.raises(NotAllowedError):
        operators.reset(desk.counter, desk.supervisor, ResetOperator(view.id, TEMPORARY, approval))
    assert account(desk, view.username).state == OperatorState.DISABLED
    assert inspection.newest_event(desk.counter, DESK) == "operator.disabled"


def test_m01_an_account_is_looked_at_before_anybody_is_called_for_its_password(desk: Desk) -> None:
    view = added(desk)
    assert operators.prepare_reset(desk.counter, desk.supervisor, view.id)
    operators.disable(desk.counter, desk.supervisor, view.id)
    for operator_id in (view.id, desk.supervisor.operator_id):
        with pytest.raises(NotAllowedError):
            operators.prepare_reset(desk.counter, desk.supervisor, operator_id)
    operators.disable(desk.counter, desk.supervisor, desk.actor.operator_id)
    alone = added(desk, "altra")
    assert not operators.prepare_reset(desk.counter, desk.supervisor, alone.id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fiscal_code": ""}, "operator-code"),
        ({"fiscal_code": "RSSMRA80A01H501X"}, "operator-code"),
        ({"fiscal_code": "taken"}, "operator-code"),
        ({"username": OPERATOR}, "operator-username"),
        ({"username": "Città"}, "operator-username"),
        ({"full_name": " "}, "operator-name"),
        ({"password": "breve"}, "operator-password"),
    ],
)
def test_m01_a_new_account_is_looked_at_before_anybody_is_called(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    command = replace(new_account("nuova"), **changes)
    if command.fiscal_code == "taken":
        command = replace(command, fiscal_code=account(desk, OPERATOR).fiscal_code or "")
    for use_case in (operators.prepare_add, operators.add):
        with pytest.raises(BadInputError) as caught:
            use_case(desk.counter, desk.supervisor, command)
        assert caught.value.field == field


# -- a supervisor administers and does not issue --------------------------------------------------------------------


def test_m01_a_supervisor_issues_only_in_a_small_office_and_the_register_says_so(desk: Desk) -> None:
    operator, desk.actor = desk.actor, desk.supervisor
    visit_id = desk.visit(desk.person())
    card = visits.card(desk.counter, desk.actor, visit_id)
    assert card.not_by_you
    assert [item.action for item in card.may] == ["issue-counter"]
    with pytest.raises(NotAllowedError) as caught:
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id))
    assert caught.value.message == card.not_by_you

    small_office(desk.counter, desk.supervisor)
    assert inspection.newest_event(desk.counter, DESK) == "office.setting-changed"
    assert visits.card(desk.counter, desk.actor, visit_id).not_by_you == ""
    serial = desk.reserve(visit_id).serial
    issuing.print_envelope(desk.counter, desk.actor, serial)
    assert isinstance(issuing.reserve(desk.counter, desk.actor, reservation(visit_id)), Refused)
    desk.hand_over(serial)
    for event in ("envelope.reserved", "envelope.printed", "receipt.printed", "pin.refused", "pin.handed-over"):
        assert '"small_office":true' in details(desk, event).replace(" ", "")

    desk.actor = operator
    desk.handed_over()
    assert "small_office" not in details(desk, "pin.handed-over")
    small_office(desk.counter, desk.supervisor, allowed=False)
    with pytest.raises(NotAllowedError):
        issuing.hand_over(desk.counter, desk.supervisor, HandOver("0500-0000001", True, True, fresh_key()))
    assert desk.verify().passed


# -- nobody serves themselves or a colleague -------------------------------------------------------------------------


@pytest.mark.parametrize(("username", "own"), [(OPERATOR, True), ("seconda", False)])
def test_m01_nobody_serves_themselves_or_a_colleague(desk: Desk, username: str, own: bool) -> None:
    add_operator(desk.counter, desk.supervisor, "seconda")
    person = desk.person(fiscal_code=account(desk, username).fiscal_code, mismatch_reason="prova")
    with pytest.raises(OwnPeopleError) as caught:
        desk.visit(person)
    assert caught.value.own is own
    assert inspection.newest_event(desk.counter, DESK) == "visit.refused"
    assert f'"own":{str(own).lower()}' in details(desk, "visit.refused").replace(" ", "")


def test_m01_no_colleague_asks_for_somebody_else_either(desk: Desk) -> None:
    command = new_account("nuova")
    parent = desk.person(fiscal_code=command.fiscal_code, born=date(1976, 3, 30), mismatch_reason="prova")
    _other, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(command))
    operators.add(desk.counter, desk.supervisor, replace(command, approval=approval))
    with pytest.raises(OwnPeopleError):
        representation.find(desk.counter, desk.actor, visit_id, Applicant.PARENT, parse(parent.fiscal_code))
    representing = Representing(Applicant.PARENT, parent.id, role_certified=True)
    with pytest.raises(OwnPeopleError):
        desk.reserve(visit_id, applicant=Applicant.PARENT, representing=representing)
    assert inspection.newest_event(desk.counter, DESK) == "visit.refused"


def test_m01_whoever_becomes_a_colleague_meanwhile_is_not_served_either(desk: Desk) -> None:
    command = new_account("nuova")
    visit_id = desk.visit(desk.person(fiscal_code=command.fiscal_code, mismatch_reason="prova"))
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(command))
    view = operators.add(desk.counter, desk.supervisor, replace(command, approval=approval))
    with pytest.raises(OwnPeopleError):
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id))
    assert inspection.newest_event(desk.counter, DESK) == "visit.refused"
    operators.disable(desk.counter, desk.supervisor, view.id)
    desk.reserve(visit_id)


def test_m01_nobody_declares_an_envelope_of_their_own_or_of_a_colleague_handed_over(desk: Desk) -> None:
    """Another office may have printed it, or its holder came to work here since: it can only be spoiled."""
    command = new_account("nuova")
    printed = desk.printed(fiscal_code=command.fiscal_code, mismatch_reason="prova")
    assert envelopes.prepare_declare(desk.counter, desk.actor, printed.serial) is None
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(command))
    operators.add(desk.counter, desk.supervisor, replace(command, approval=approval))
    with pytest.raises(OwnPeopleError):
        envelopes.prepare_declare(desk.counter, desk.actor, printed.serial)
    with pytest.raises(OwnPeopleError):
        desk.declare(printed.serial)
    assert inspection.newest_event(desk.counter, DESK) == "visit.refused"
    assert desk.spoil(printed.serial).state == EnvelopeState.SPOILED


def test_m01_an_account_from_before_has_no_fiscal_code_and_goes_on_working(desk: Desk) -> None:
    assert account(desk, SUPERVISOR).fiscal_code is None
    logged_in(desk.counter, SUPERVISOR)
