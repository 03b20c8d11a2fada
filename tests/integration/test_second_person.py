"""Two-person acts: another person's password, good for one act, once, for a minute (office practice)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from counter_app.desk import envelopes, identification, operators, second_person
from counter_app.desk.commands import ConfirmDeed, ConfirmDocument, DeclareHandedOver, ResetOperator
from counter_app.desk.views import Actor, Approval, Deed, EnvelopeView, LoginRefused
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.documents import IdentityDocument
from data.database import Session
from data.tables import Operator, RegisterDetails, RegisterEntry
from data.vocabulary import OperatorState, Role
from tests.support.desks import (
    CARD,
    EXPIRED_CARD,
    OPERATOR,
    PASSWORD,
    SUPERVISOR,
    TEMPORARY,
    TRAINER,
    Desk,
    add_operator,
    approved,
    fresh_key,
    logged_in,
    new_account,
)
from tests.support.rights import ODD_CARD

MINUTE = timedelta(seconds=60)


@pytest.fixture
def desk(sqlite_url: str, counters: Callable[..., Any]) -> Desk:
    return Desk.open(counters(sqlite_url))


def confirmed(desk: Desk, deed: Deed, second: str = SUPERVISOR, actor: Actor | None = None) -> Approval:
    answer = second_person.confirm(desk.counter, actor or desk.actor, ConfirmDeed(deed, second, PASSWORD))
    assert isinstance(answer, Approval), answer
    return answer


def declare(desk: Desk, serial: str, approval: Approval | None, actor: Actor | None = None) -> EnvelopeView:
    command = DeclareHandedOver(serial, "l'ha mostrata chiusa", fresh_key(), approval)
    answer = envelopes.declare_handed_over(desk.counter, actor or desk.actor, command)
    assert isinstance(answer, EnvelopeView), answer
    return answer


def details(desk: Desk, event: str) -> str:
    """Return the details of the newest entry of an event."""

    def read(session: Session) -> str:
        statement = (
            select(RegisterDetails.text)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == event)
            .order_by(col(RegisterEntry.id).desc())
        )
        return session.exec(statement).first() or ""

    return desk.counter.read(read)


def account(desk: Desk, username: str) -> Operator:
    return desk.counter.read(lambda session: session.exec(select(Operator).where(Operator.username == username)).one())


def test_m01_a_confirmation_is_good_for_its_act_once(desk: Desk) -> None:
    first, second = desk.printed().serial, desk.printed().serial
    approval = confirmed(desk, envelopes.deed_of(first))
    declare(desk, first, approval)
    assert SUPERVISOR in details(desk, "pin.handed-over")
    assert SUPERVISOR in details(desk, "second-person.confirmed")
    with pytest.raises(NotAllowedError):
        declare(desk, second, approval)


def test_m01_a_confirmation_of_one_act_is_none_of_another(desk: Desk) -> None:
    first, second = desk.printed().serial, desk.printed().serial
    approval = confirmed(desk, envelopes.deed_of(first))
    with pytest.raises(NotAllowedError):
        declare(desk, second, approval)
    with pytest.raises(NotAllowedError):  # tried for another act, it is spent
        declare(desk, first, approval)


def test_m01_a_confirmation_is_good_only_for_who_asked(desk: Desk) -> None:
    add_operator(desk.counter, desk.supervisor, "seconda")
    other = logged_in(desk.counter, "seconda")
    serial = desk.printed().serial
    approval = confirmed(desk, envelopes.deed_of(serial))
    with pytest.raises(NotAllowedError):
        declare(desk, serial, approval, other)


@pytest.mark.parametrize(
    ("passed", "good"),
    [
        (timedelta(), True),
        (MINUTE, True),
        (MINUTE + timedelta(microseconds=1), False),
        (timedelta(hours=-1), False),
    ],
)
def test_m01_a_confirmation_is_good_for_a_minute(desk: Desk, passed: timedelta, good: bool) -> None:
    serial = desk.printed().serial
    approval = confirmed(desk, envelopes.deed_of(serial))
    desk.clock.advance(passed)
    if good:
        declare(desk, serial, approval)
    else:
        with pytest.raises(NotAllowedError, match="60"):
            declare(desk, serial, approval)
        assert [view.serial for view in envelopes.in_doubt(desk.counter, desk.actor)] == [serial]


def test_m01_no_made_up_confirmation_passes(desk: Desk) -> None:
    serial = desk.printed().serial
    for approval in (None, Approval(fresh_key(), SUPERVISOR)):
        with pytest.raises(NotAllowedError):
            declare(desk, serial, approval)


def test_m01_a_newer_confirmation_takes_the_place_of_the_one_before(desk: Desk) -> None:
    serial = desk.printed().serial
    before = confirmed(desk, envelopes.deed_of(serial))
    confirmed(desk, envelopes.deed_of(serial))
    with pytest.raises(NotAllowedError):
        declare(desk, serial, before)


def test_m01_a_second_person_closed_in_between_confirms_nothing(desk: Desk) -> None:
    serial = desk.printed().serial
    approval = confirmed(desk, envelopes.deed_of(serial))

    def close(session: Session) -> None:
        session.exec(select(Operator).where(Operator.username == SUPERVISOR)).one().state = OperatorState.DISABLED

    desk.counter.write(close)
    with pytest.raises(NotAllowedError):
        declare(desk, serial, approval)


def test_m01_wrong_passwords_of_the_second_person_lock_that_account(desk: Desk) -> None:
    deed = envelopes.deed_of(desk.printed().serial)
    wrong = ConfirmDeed(deed, SUPERVISOR, "sbagliata")
    answers = [second_person.confirm(desk.counter, desk.actor, wrong) for _try in range(5)]
    assert [isinstance(answer, LoginRefused) and answer.locked for answer in answers] == [False] * 4 + [True]
    assert account(desk, SUPERVISOR).state == OperatorState.LOCKED
    assert account(desk, OPERATOR).failed_attempts == 0
    answer = second_person.confirm(desk.counter, desk.actor, ConfirmDeed(deed, SUPERVISOR, PASSWORD))
    assert isinstance(answer, LoginRefused)


@pytest.mark.parametrize("username", [OPERATOR, TRAINER, "provvisoria", "nessuno"])
def test_m03_who_cannot_be_the_second_person(desk: Desk, username: str) -> None:
    add_operator(desk.counter, desk.supervisor, TRAINER, Role.TRAINER)
    command = new_account("provvisoria", Role.SUPERVISOR)
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(command))
    operators.add(desk.counter, desk.supervisor, replace(command, approval=approval))
    password = TEMPORARY if username == "provvisoria" else PASSWORD
    deed = envelopes.deed_of(desk.printed().serial)
    confirm = ConfirmDeed(deed, username, password)
    if username == "nessuno":
        assert isinstance(second_person.confirm(desk.counter, desk.actor, confirm), LoginRefused)
    else:
        with pytest.raises(NotAllowedError):
            second_person.confirm(desk.counter, desk.actor, confirm)


def test_m01_nobody_confirms_their_own_temporary_password(desk: Desk) -> None:
    add_operator(desk.counter, desk.supervisor, "seconda")
    view = next(one for one in operators.listed(desk.counter, desk.supervisor) if one.username == OPERATOR)
    deed = operators.deed_of_reset(view)
    with pytest.raises(NotAllowedError):
        second_person.confirm(desk.counter, desk.supervisor, ConfirmDeed(deed, OPERATOR, PASSWORD))
    approval = confirmed(desk, deed, "seconda", desk.supervisor)
    operators.reset(desk.counter, desk.supervisor, ResetOperator(view.id, TEMPORARY, approval))
    assert "seconda" in details(desk, "operator.reset")


def test_m01_a_confirmed_account_cannot_become_another_one(desk: Desk) -> None:
    command = new_account("nuova")
    other = new_account("nuova")
    for changed in (replace(command, role=Role.SUPERVISOR), replace(command, fiscal_code=other.fiscal_code)):
        approval = confirmed(desk, operators.deed_of_new(command), OPERATOR, desk.supervisor)
        with pytest.raises(NotAllowedError):
            operators.add(desk.counter, desk.supervisor, replace(changed, approval=approval))
    assert "nuova" not in {one.username for one in operators.listed(desk.counter, desk.supervisor)}


def test_m01_accounts_are_administered_alone_only_where_nobody_else_is_there(desk: Desk) -> None:
    assert '"alone":true' in details(desk, "operator.added").replace(" ", "")  # the first operator of the office
    command = new_account("nuova")
    with pytest.raises(NotAllowedError):
        operators.add(desk.counter, desk.supervisor, command)
    operators.disable(desk.counter, desk.supervisor, desk.actor.operator_id)
    assert not second_person.needed(desk.counter, desk.supervisor, operators.deed_of_new(command))
    operators.add(desk.counter, desk.supervisor, command)
    assert '"alone":true' in details(desk, "operator.added").replace(" ", "")
    assert desk.verify().passed


# -- an odd document --------------------------------------------------------------------------------------------------


def confirm_document(desk: Desk, visit_id: int, document: IdentityDocument, reason: str = "letto due volte") -> str:
    approval = confirmed(desk, identification.deed_of_document(visit_id, document))
    command = ConfirmDocument(visit_id, document, reason, fresh_key(), approval)
    return identification.confirm_document(desk.counter, desk.actor, command)


def test_m02_a_supervisor_confirms_an_odd_document(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    assert confirm_document(desk, visit_id, ODD_CARD) == SUPERVISOR
    told = details(desk, "document.confirmed")
    assert "document-number" in told
    assert "letto due volte" in told
    assert SUPERVISOR in told


def test_m02_what_is_confirmed_is_this_document_and_no_other(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    approval = confirmed(desk, identification.deed_of_document(visit_id, ODD_CARD))
    other = replace(ODD_CARD, number="CA01")
    with pytest.raises(NotAllowedError):
        identification.confirm_document(
            desk.counter, desk.actor, ConfirmDocument(visit_id, other, "x", fresh_key(), approval)
        )


@pytest.mark.parametrize("document", [EXPIRED_CARD, replace(CARD, kind="health-card")])
def test_m02_nobody_overrules_the_law_on_documents(desk: Desk, document: IdentityDocument) -> None:
    with pytest.raises(NotAllowedError):
        confirm_document(desk, desk.visit(desk.person()), document)


def test_m02_what_is_not_odd_needs_no_confirmation(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    for document, reason in ((CARD, "x"), (ODD_CARD, " ")):
        with pytest.raises(BadInputError) as caught:
            confirm_document(desk, visit_id, document, reason)
        assert caught.value.field == "odd-reason"
