"""Visits, drafts, the home screen, and envelopes in doubt, on both engines (M01, M03)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from counter_app.desk import drafts, envelopes, identification, inspection, issuing, operators, people, search, visits
from counter_app.desk.commands import Contacts, FindByData, SpoilEnvelope
from counter_app.desk.views import EnvelopeView, LoginRefused
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from counter_app.identity import fiscal_code
from counter_app.register.chain import HEADS
from data.queries import register as register_queries
from data.tables import Draft, Envelope, Visit
from data.vocabulary import EnvelopeState, OperatorState, SpoilReason, VisitOutcome
from tests.support.desks import (
    CARD,
    OPERATOR,
    SUPERVISOR,
    TRAINER,
    Desk,
    add_operator,
    fresh_key,
    new_person,
    reservation,
)

TYPED = {"document-number": "CA00000AA", "contact-email": "rossi@example.it", "check-photo": "yes"}


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def test_m01_opening_a_card_is_an_act(desk: Desk) -> None:
    person = desk.person()
    visits.open_visit(desk.counter, desk.actor, person.id, "key")
    visits.open_visit(desk.counter, desk.actor, person.id, "key")
    rows = desk.counter.read(lambda session: register_queries.since(session, "0500/1", 0))
    assert [row.event for row in rows][-2:] == ["visit.opened", "person.viewed"]


def test_a_visit_of_nobody_is_bad_input(desk: Desk) -> None:
    with pytest.raises(BadInputError):
        visits.open_visit(desk.counter, desk.actor, 4711, fresh_key())
    with pytest.raises(BadInputError):
        visits.card(desk.counter, desk.actor, 4711)


def test_a_draft_survives_the_process_and_takes_its_visit_up_again(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter()
    person = desk.person()
    visit_id = desk.visit(person)
    drafts.save(desk.counter, desk.actor, visit_id, "document", {"document-number": "C"})
    drafts.save(desk.counter, desk.actor, visit_id, "checks", TYPED)
    desk.counter.database.close()
    again = desk_counter()
    (left,) = visits.home(again.counter, again.actor).drafts
    assert (left.visit_id, left.step, left.values, left.person) == (visit_id, "checks", TYPED, person)
    card = visits.open_visit(again.counter, again.actor, person.id, fresh_key())
    assert (card.visit_id, card.draft) == (visit_id, left)


def test_a_draft_stays_at_its_desk(desk_counter: Callable[..., Desk]) -> None:
    first = desk_counter()
    person = first.person()
    visit_id = first.visit(person)
    drafts.save(first.counter, first.actor, visit_id, "document", TYPED)
    second = desk_counter(desk="2")
    assert visits.home(second.counter, second.actor).drafts == ()
    assert second.visit(person) != visit_id


@pytest.mark.parametrize("outcome", list(VisitOutcome))
def test_the_end_of_a_visit_wipes_its_draft(desk: Desk, outcome: VisitOutcome) -> None:
    visit_id = desk.visit(desk.person())
    drafts.save(desk.counter, desk.actor, visit_id, "document", TYPED)
    for _twice in range(2):
        visits.close(desk.counter, desk.actor, visit_id, outcome)
    assert desk.counter.read(lambda session: session.exec(select(Draft)).all()) == []
    drafts.save(desk.counter, desk.actor, visit_id, "document", TYPED)
    assert desk.counter.read(lambda session: session.exec(select(Draft)).all()) == []
    row = desk.counter.read(lambda session: session.get_one(Visit, visit_id))
    assert (row.outcome, row.closed_at) == (outcome, desk.clock.now())
    assert inspection.events_since(desk.counter, "0500/1", 0).count("visit.closed") == 1


def test_home_counts_this_desk_and_this_day(desk_counter: Callable[..., Desk]) -> None:
    desk, other = desk_counter(), desk_counter(desk="2")
    desk.handed_over()
    desk.printed()
    other.handed_over()
    home = visits.home(desk.counter, desk.actor)
    assert (home.on, home.visits, home.handed_over, home.in_doubt) == (date(2016, 5, 10), 2, 1, 1)
    desk.clock.advance(timedelta(days=1))
    home = visits.home(desk.counter, desk.actor)
    assert (home.visits, home.handed_over, home.in_doubt) == (0, 0, 1)


def test_m01_who_is_locked_at_work_keeps_what_was_typed_at_the_own_desk(desk_counter: Callable[..., Desk]) -> None:
    desk, other = desk_counter(), desk_counter(desk="2")
    visit_id, elsewhere = desk.visit(desk.person()), other.visit(other.person())
    for _try in range(5):
        operators.resume(desk.counter, desk.actor, "sbagliata")

    def kept() -> dict[int, str]:
        return desk.counter.read(lambda session: {row.visit_id: row.typed for row in session.exec(select(Draft))})

    for visit in (visit_id, elsewhere):
        drafts.save(desk.counter, desk.actor, visit, "identify/form", TYPED)
    assert {visit: json.loads(typed) for visit, typed in kept().items()} == {visit_id: TYPED}
    with pytest.raises(NotAllowedError):
        visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.ABANDONED)
    account = next(one for one in operators.listed(desk.counter, desk.supervisor) if one.username == OPERATOR)
    assert account.state is OperatorState.LOCKED
    operators.disable(desk.counter, desk.supervisor, account.id)
    with pytest.raises(NotAllowedError):
        drafts.save(desk.counter, desk.actor, visit_id, "identify/form", {"contact-email": "x@example.it"})
    assert json.loads(kept()[visit_id]) == TYPED


def test_m03_a_pin_counts_on_the_day_it_is_handed_over_whenever_its_visit_began(desk: Desk) -> None:
    yesterdays = desk.printed()
    desk.handed_over()
    desk.clock.move_to(date(2016, 5, 11))
    assert visits.home(desk.counter, desk.actor).handed_over == 0
    desk.hand_over(yesterdays.serial)
    assert visits.home(desk.counter, desk.actor).handed_over == 1
    desk.clock.advance(timedelta(hours=14, minutes=59))  # 23:59 of the same day in Rome
    desk.handed_over()
    assert visits.home(desk.counter, desk.actor).handed_over == 2
    desk.clock.advance(timedelta(minutes=1))
    desk.handed_over()
    assert visits.home(desk.counter, desk.actor).handed_over == 1


def test_m02_a_form_printed_again_under_its_key_keeps_number_and_code(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    first = identification.print_form(desk.counter, desk.actor, visit_id, CARD, "form")
    assert identification.print_form(desk.counter, desk.actor, visit_id, CARD, "form") == first
    assert identification.print_form(desk.counter, desk.actor, visit_id, CARD, "other").number != first.number
    assert inspection.events_since(desk.counter, "0500/1", 0).count("request-form.printed") == 3
    assert desk.verify().passed


def test_people_are_found_by_code_and_by_exact_data(desk: Desk) -> None:
    person = desk.person(surname="D'Alò", name="Niccolò", born=date(1980, 1, 1))
    code = fiscal_code.parse(person.fiscal_code)
    hit = people.find_by_code(desk.counter, desk.actor, code)
    assert hit is not None
    assert hit.person_id == person.id
    assert person.fiscal_code not in repr(hit)
    same = FindByData("d'alo", "NICCOLO'", date(1980, 1, 1))
    assert search.find_by_data(desk.counter, desk.actor, same, fresh_key()) == (hit,)
    part = FindByData("D'Alò", "Nic", date(1980, 1, 1))
    assert search.find_by_data(desk.counter, desk.actor, part, fresh_key()) == ()


def test_a_person_is_entered_once(desk: Desk) -> None:
    command = new_person()
    people.register(desk.counter, desk.actor, command)
    with pytest.raises(BadInputError) as caught:
        people.register(desk.counter, desk.actor, command)
    assert caught.value.field == "fiscal-code"


# -- envelopes ------------------------------------------------------------------------------------------------------


def test_m03_in_doubt_lists_the_own_desk_and_for_a_supervisor_every_desk(desk_counter: Callable[..., Desk]) -> None:
    first, second = desk_counter(), desk_counter(desk="2")
    mine, theirs = first.reserved().serial, second.printed().serial
    first.handed_over()
    first.spoil(first.reserved().serial)
    seen = [view.serial for view in envelopes.in_doubt(first.counter, first.actor)]
    assert seen == [mine]
    assert [view.serial for view in envelopes.in_doubt(first.counter, first.supervisor)] == [mine, theirs]


def test_m03_a_spoiled_envelope_is_final(desk: Desk) -> None:
    serial = desk.printed().serial
    desk.spoil(serial, SpoilReason.SEAL_BROKEN)
    for again in (desk.spoil, desk.hand_over, desk.declare):
        with pytest.raises(BadInputError):
            again(serial)
    row = desk.counter.read(lambda session: session.get_one(Envelope, serial))
    assert (row.state, row.spoil_reason, row.closed_at) == ("spoiled", "seal-broken", desk.clock.now())


def test_m03_another_reason_asks_for_a_note(desk: Desk) -> None:
    serial = desk.printed().serial
    command = SpoilEnvelope(serial, SpoilReason.OTHER, "  ", "spoil")
    with pytest.raises(BadInputError) as caught:
        envelopes.spoil(desk.counter, desk.actor, command)
    assert caught.value.field == "spoil-note"
    noted = SpoilEnvelope(serial, SpoilReason.OTHER, "caduta nel caffè", "spoil")
    first = envelopes.spoil(desk.counter, desk.actor, noted)
    assert envelopes.spoil(desk.counter, desk.actor, noted) == first


def test_m03_after_spoiling_a_new_envelope_is_issued(desk: Desk) -> None:
    first = desk.printed()
    desk.spoil(first.serial)
    second = desk.reserve(desk.visit(first.person))
    assert second.serial == "0500-0000002"


def test_m03_declaring_needs_a_second_person_who_is_a_supervisor(desk: Desk) -> None:
    serial = desk.printed().serial
    for username in ("seconda", TRAINER):
        add_operator(desk.counter, desk.supervisor, username)
    with pytest.raises(NotAllowedError):
        desk.declare(serial, second=OPERATOR)
    with pytest.raises(NotAllowedError):
        desk.declare(serial, second="seconda")
    assert isinstance(desk.declare(serial, password="sbagliata"), LoginRefused)
    assert isinstance(desk.declare(serial, second="nessuno"), LoginRefused)
    assert [view.serial for view in envelopes.in_doubt(desk.counter, desk.actor)] == [serial]

    declared = desk.declare(serial)
    assert isinstance(declared, EnvelopeView)
    assert (declared.state, declared.expires_on) == (EnvelopeState.HANDED_OVER, date(2016, 11, 10))
    assert inspection.newest_event(desk.counter, "0500/1") == "pin.handed-over"


def test_m03_a_supervisor_cannot_be_both_persons(desk: Desk) -> None:
    serial = desk.printed().serial
    desk.actor = desk.supervisor
    with pytest.raises(NotAllowedError):
        desk.declare(serial, second=SUPERVISOR)


# -- the clock --------------------------------------------------------------------------------------------------------


def test_m22_a_clock_set_back_is_refused_in_words(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter()
    person = desk.person()
    serial = desk.reserved().serial
    before = desk.verify().rows
    desk.clock.advance(timedelta(days=-1))
    for act in (desk.person, lambda: desk.visit(person), lambda: desk.spoil(serial)):
        with pytest.raises(FaultError, match=r"09/05/2016.*10/05/2016"):
            act()
    assert desk.verify().rows == before
    desk.clock.advance(timedelta(days=1))
    assert desk.visit(person)


def test_m22_another_desk_set_back_is_refused_too(desk_counter: Callable[..., Desk]) -> None:
    ahead = desk_counter(on=date(2016, 5, 11))
    with pytest.raises(FaultError):
        desk_counter(on=date(2016, 5, 10), desk="2")
    assert ahead.verify().passed


def test_m22_the_same_day_counts_as_going_on(desk: Desk) -> None:
    desk.person()
    desk.clock.advance(timedelta(hours=-2))
    desk.person()
    assert desk.verify().passed


def test_the_heads_lie_outside_the_database(desk: Desk) -> None:
    assert (desk.counter.settings.state_dir / HEADS).is_dir()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document": replace(CARD, number="A" * 5000)}, "document-number"),
        ({"document": replace(CARD, issuer="\x1b\x07")}, "document-issuer"),
        ({"contacts": Contacts(email="pippo")}, "contact-email"),
        ({"contacts": Contacts(mobile="abc")}, "contact-mobile"),
    ],
)
def test_m02_garbage_in_the_identification_is_told_at_its_field(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    visit_id = desk.visit(desk.person())
    with pytest.raises(BadInputError) as caught:
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id, **changes))
    assert caught.value.field == field
    assert desk.counter.read(lambda session: session.exec(select(Envelope)).all()) == []
