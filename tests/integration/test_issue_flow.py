"""The main job, through the use cases, on both engines: identify, reserve, print, hand over (M02, M03, M06, M10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from counter_app.desk import identification, inspection, issuing, operators, slips, visits
from counter_app.desk.commands import HandOver, Login, Representing
from counter_app.desk.views import LoginRefused, PersonView, Refused
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.checklist import OPERATOR_CHECKS
from data.queries import register as register_queries
from data.tables import Credential, Envelope, Identification, RegisterDetails
from data.vocabulary import Applicant, EnvelopeState, OperatorState, PrinterState, SpoilReason, VisitOutcome
from tests.support.desks import CARD, EXPIRED_CARD, OPERATOR, PASSWORD, Desk, fresh_key, logged_in, reservation

DESK = "0500/1"
LAST_DAY_OF_NEW_PINS = date(2020, 9, 30)


one_engine = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
"""For rules that do not depend on the database."""


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def norms_of(answer: object) -> list[str]:
    assert isinstance(answer, Refused), answer
    return [norm.id for norm in answer.decision.norms]


def pin_of(desk: Desk, person: PersonView) -> Any:
    return inspection.person_state(desk.counter, person.fiscal_code)["pin"]


def spooled(desk: Desk, kind: str = "pin-envelope") -> list[str]:
    folder = desk.counter.settings.state_dir / "spool"
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and kind in path.name)


def test_m03_m06_m10_a_pin_is_issued_active_in_a_sealed_envelope(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter(helper_process=True)
    person = desk.person()
    mark = inspection.mark(desk.counter, DESK)
    reserved = desk.reserve(desk.visit(person))
    assert (reserved.state, reserved.serial, reserved.length) == (EnvelopeState.RESERVED, "0500-0000001", 16)
    assert pin_of(desk, person)["state"] == "pending"

    printed = issuing.print_envelope(desk.counter, desk.actor, reserved.serial)
    assert (printed.state, printed.printer_state) == (EnvelopeState.PRINTED, PrinterState.ACCEPTED)
    assert pin_of(desk, person)["state"] == "pending"
    assert spooled(desk) == ["pin-envelope-0500-0000001.pdf"]

    handed = desk.hand_over(reserved.serial)
    assert (handed.state, handed.expires_on) == (EnvelopeState.HANDED_OVER, date(2016, 11, 10))
    assert pin_of(desk, person) == {
        "kind": "dispositive",
        "state": "active",
        "length": 16,
        "expires_on": "2016-11-10",
    }
    assert spooled(desk) == []
    assert inspection.events_since(desk.counter, DESK, mark) == (
        "visit.opened",
        "envelope.reserved",
        "envelope.printed",
        "receipt.printed",
        "pin.handed-over",
    )
    assert desk.verify().passed


@one_engine
def test_m02_everything_about_the_identification_is_kept(desk: Desk) -> None:
    desk.reserve(desk.visit(desk.person()), checks=frozenset(OPERATOR_CHECKS))
    row = desk.counter.read(lambda session: session.exec(select(Identification)).one())
    assert (row.document_kind, row.document_number) == (CARD.kind, CARD.number)
    assert (row.issued_on, row.expires_on) == (CARD.issued_on, CARD.expires_on)
    assert row.checks.split() == sorted(OPERATOR_CHECKS)
    assert row.form_signed
    assert row.privacy_given
    assert row.business_date == desk.clock.today()


@one_engine
def test_m01_every_act_bears_operator_desk_and_day(desk: Desk) -> None:
    desk.handed_over()
    rows = desk.counter.read(lambda session: register_queries.since(session, DESK, 3))
    assert {(row.operator, row.desk, row.business_date) for row in rows} == {(OPERATOR, DESK, date(2016, 5, 10))}


@one_engine
def test_m03_nothing_is_active_before_seal_and_receipt(desk: Desk) -> None:
    serial = desk.printed().serial
    for seal, receipt, field in ((False, True, "seal-intact"), (True, False, "receipt-signed")):
        with pytest.raises(BadInputError) as caught:
            issuing.hand_over(desk.counter, desk.actor, HandOver(serial, seal, receipt, fresh_key()))
        assert caught.value.field == field
    credential = desk.counter.read(lambda session: session.exec(select(Credential)).one())
    assert (credential.state, credential.usable_from) == ("pending", None)


@one_engine
def test_m03_an_envelope_never_printed_is_never_handed_over(desk: Desk) -> None:
    serial = desk.reserved().serial
    with pytest.raises(BadInputError):
        desk.hand_over(serial)
    with pytest.raises(BadInputError):
        desk.declare(serial)


def test_m03_an_envelope_is_handed_over_once(desk: Desk) -> None:
    command = HandOver(desk.printed().serial, True, True, "hand-over")
    first = issuing.hand_over(desk.counter, desk.actor, command)
    assert issuing.hand_over(desk.counter, desk.actor, command) == first
    with pytest.raises(BadInputError):
        desk.hand_over(command.serial)
    events = inspection.events_since(desk.counter, DESK, 0)
    assert events.count("pin.handed-over") == 1


# -- the operator -------------------------------------------------------------------------------------------------


def test_m01_a_wrong_password_issues_nothing_and_is_recorded(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id, password="sbagliata"))
    assert isinstance(answer, LoginRefused)
    assert not answer.locked
    assert inspection.newest_event(desk.counter, DESK) == "operator.login-failed"
    assert desk.counter.read(lambda session: session.exec(select(Envelope)).all()) == []
    assert desk.reserve(visit_id).serial == "0500-0000001"


def test_m01_five_wrong_passwords_lock_the_account_and_a_supervisor_opens_it(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    wrong = reservation(visit_id, password="sbagliata")
    answers = [issuing.reserve(desk.counter, desk.actor, wrong) for _try in range(5)]
    assert [isinstance(answer, LoginRefused) and answer.locked for answer in answers] == [False] * 4 + [True]
    with pytest.raises(NotAllowedError):
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id))
    assert isinstance(operators.login(desk.counter, Login(OPERATOR, PASSWORD)), LoginRefused)
    view = operators.unlock(desk.counter, desk.supervisor, desk.actor.operator_id)
    assert (view.state, view.failed_attempts) == (OperatorState.ACTIVE, 0)
    desk.reserve(visit_id)


@one_engine
def test_m01_a_right_password_forgets_the_wrong_ones(desk: Desk) -> None:
    for _round in range(2):
        for _try in range(4):
            assert isinstance(operators.login(desk.counter, Login(OPERATOR, "sbagliata")), LoginRefused)
        logged_in(desk.counter, OPERATOR)


@one_engine
def test_m01_a_closed_account_neither_logs_in_nor_issues(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    operators.disable(desk.counter, desk.supervisor, desk.actor.operator_id)
    for answer in (
        operators.login(desk.counter, Login(OPERATOR, PASSWORD)),
        operators.resume(desk.counter, desk.actor, PASSWORD),
    ):
        assert isinstance(answer, LoginRefused)
        assert answer.locked
    with pytest.raises(NotAllowedError):
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id))


# -- what is asked before -----------------------------------------------------------------------------------------

MISSING: list[tuple[dict[str, Any], str]] = [
    *(({"checks": frozenset(OPERATOR_CHECKS) - {check}}, check) for check in OPERATOR_CHECKS),
    ({"form_signed": False}, "form-signed"),
    ({"privacy_given": False}, "privacy-given"),
    ({"document": replace(CARD, number="")}, "document-number"),
    ({"document": replace(CARD, expires_on=None)}, "document-expires"),
    ({"document": replace(CARD, issued_on=date(2016, 5, 11))}, "document-issued"),
]


@one_engine
@pytest.mark.parametrize(("changes", "field"), MISSING, ids=[field for _changes, field in MISSING])
def test_m02_nothing_is_issued_while_something_is_missing(desk: Desk, changes: dict[str, Any], field: str) -> None:
    visit_id = desk.visit(desk.person())
    with pytest.raises(BadInputError) as caught:
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id, **changes))
    assert caught.value.field == field
    assert desk.counter.read(lambda session: session.exec(select(Envelope)).all()) == []


@one_engine
@pytest.mark.parametrize(
    ("expires", "refused"), [(date(2016, 5, 9), True), (date(2016, 5, 10), False), (date(2016, 5, 11), False)]
)
def test_m02_a_document_is_good_up_to_its_last_day(desk: Desk, expires: date, refused: bool) -> None:
    visit_id = desk.visit(desk.person())
    document = replace(CARD, issued_on=date(2006, 5, 10), expires_on=expires)
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id, document=document))
    assert isinstance(answer, Refused) is refused
    if refused:
        assert norms_of(answer) == ["m02-valid-document"]
        assert inspection.newest_event(desk.counter, DESK) == "pin.refused"


@one_engine
def test_m02_a_refusal_is_registered_and_a_slip_tells_it(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    refused = identification.check_document(desk.counter, desk.actor, visit_id, EXPIRED_CARD)
    assert isinstance(refused, Refused)
    slip = slips.print_refusal(desk.counter, desk.actor, visit_id, refused.decision)
    assert slip.number == "F0500-0000001"
    assert inspection.events_since(desk.counter, DESK, 0)[-2:] == ("pin.refused", "refusal-slip.printed")
    assert spooled(desk, "refusal-slip") == ["refusal-slip-F0500-0000001.pdf"]


@one_engine
@pytest.mark.parametrize("applicant", [Applicant.DELEGATE])
def test_m02_a_delegate_gets_nothing(desk: Desk, applicant: Applicant) -> None:
    visit_id = desk.visit(desk.person())
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id, applicant=applicant))
    assert norms_of(answer)
    assert not identification.check_applicant(desk.counter, desk.actor, visit_id, applicant).allowed


@one_engine
def test_m02_no_pin_for_a_deceased_person(desk: Desk) -> None:
    visit_id = desk.visit(desk.person(deceased_on=date(2016, 5, 1)))
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id))
    assert isinstance(answer, Refused)
    assert "01/05/2016" in " ".join(answer.decision.reasons)


@one_engine
def test_an_ended_visit_issues_nothing(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.ABANDONED)
    with pytest.raises(BadInputError):
        desk.reserve(visit_id)


# -- one PIN, and the days that change the rules --------------------------------------------------------------------


def test_a_second_pin_is_refused_while_the_first_is_usable(desk: Desk) -> None:
    person = desk.handed_over().person
    again = issuing.reserve(desk.counter, desk.actor, reservation(desk.visit(person)))
    assert norms_of(again) == ["one-pin-per-person"]
    assert isinstance(again, Refused)
    assert again.decision.remedies == ("recover",)


def test_a_second_envelope_is_refused_while_the_first_is_under_way(desk: Desk) -> None:
    person = desk.reserved().person
    again = issuing.reserve(desk.counter, desk.actor, reservation(desk.visit(person)))
    assert norms_of(again) == ["one-pin-per-person"]
    assert isinstance(again, Refused)
    assert "0500-0000001" in " ".join(again.decision.reasons)


@one_engine
def test_m10_an_expired_pin_is_replaced_by_a_new_one_and_closed(desk: Desk) -> None:
    handed = desk.handed_over()
    desk.clock.move_to(date(2016, 11, 9))
    assert pin_of(desk, handed.person)["state"] == "active"
    desk.clock.move_to(date(2016, 11, 10))
    assert pin_of(desk, handed.person)["state"] == "expired"
    desk.reserve(desk.visit(handed.person))
    rows = desk.counter.read(lambda session: session.exec(select(Credential).order_by(col(Credential.id))).all())
    assert [(row.state, row.cause) for row in rows] == [("closed", "replaced"), ("pending", None)]


@one_engine
def test_m16_an_expired_pin_is_only_renewed_once_new_pins_ended(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter(on=date(2020, 3, 2))
    handed = desk.handed_over(born=date(1980, 1, 1))
    desk.clock.move_to(date(2020, 10, 1))
    again = issuing.reserve(desk.counter, desk.actor, reservation(desk.visit(handed.person)))
    assert isinstance(again, Refused)
    assert "renew" in again.decision.remedies
    assert pin_of(desk, handed.person)["state"] == "expired"


@one_engine
@pytest.mark.parametrize(
    ("born", "on", "asks", "restricted"),
    [
        (date(2002, 10, 2), date(2016, 5, 10), Applicant.PARENT, False),
        (date(2002, 10, 2), date(2020, 10, 1), Applicant.PARENT, True),
        (date(1980, 1, 1), date(2020, 9, 30), Applicant.SELF, False),
    ],
    ids=["minor-2016", "minor-2020", "adult-last-day"],
)
def test_m16_a_minor_still_gets_a_pin_after_new_pins_ended(
    desk_counter: Callable[..., Desk], born: date, on: date, asks: Applicant, restricted: bool
) -> None:
    desk = desk_counter(on=on)
    visit_id = desk.visit(desk.person(born=born))
    (issue,) = visits.card(desk.counter, desk.actor, visit_id).may
    assert issue.decision.outcome["restricted"] is restricted
    parent = desk.person(born=date(1975, 1, 1))
    for_whom = Representing(asks, parent.id, role_certified=True)
    assert desk.reserve(visit_id, applicant=asks, representing=for_whom).state is EnvelopeState.RESERVED


@one_engine
def test_m16_an_adult_gets_none_from_1_october_2020(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter(on=date(2020, 10, 1))
    visit_id = desk.visit(desk.person(born=date(1980, 1, 1)))
    assert "m16-no-new-pin" in norms_of(issuing.reserve(desk.counter, desk.actor, reservation(visit_id)))


@pytest.mark.parametrize("visit_closed", [False, True])
def test_m16_midnight_between_reservation_and_hand_over_ends_in_a_spoiled_envelope(
    desk_counter: Callable[..., Desk], visit_closed: bool
) -> None:
    desk = desk_counter(on=LAST_DAY_OF_NEW_PINS)
    printed = desk.printed(born=date(1980, 1, 1))
    desk.clock.advance(timedelta(hours=15) - timedelta(microseconds=1))
    assert desk.clock.today() == LAST_DAY_OF_NEW_PINS
    if visit_closed:
        visits.close(desk.counter, desk.actor, printed.visit_id, VisitOutcome.ABANDONED)
    desk.clock.advance(timedelta(microseconds=1))
    assert desk.clock.today() == date(2020, 10, 1)

    assert "m16-no-new-pin" in norms_of(desk.refused_hand_over(printed.serial))
    assert inspection.newest_event(desk.counter, DESK) == "pin.refused"
    assert pin_of(desk, printed.person)["state"] == "pending"
    assert desk.spoil(printed.serial, SpoilReason.NOT_COLLECTED).state is EnvelopeState.SPOILED
    assert pin_of(desk, printed.person) == "none"
    assert spooled(desk) == []
    assert desk.verify().passed


@one_engine
def test_no_detail_of_the_register_holds_a_secret_or_a_password(desk: Desk) -> None:
    desk.handed_over()
    texts = desk.counter.read(lambda session: session.exec(select(RegisterDetails.text)).all())
    credential = desk.counter.read(lambda session: session.exec(select(Credential)).one())
    joined = "".join(text or "" for text in texts)
    assert PASSWORD not in joined
    assert credential.secret_hash
    assert credential.secret_hash not in joined
    assert PrinterState.ACCEPTED in joined
