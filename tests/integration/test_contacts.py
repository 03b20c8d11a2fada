"""Contacts told with the request reach the archive, the identification and the form; recovery wants two (M02, M07)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from counter_app.desk import corrections, identification, issuing, people, visits
from counter_app.desk.commands import Contacts, CorrectPerson
from counter_app.desk.views import LoginRefused, PersonView, Refused
from counter_app.errors import BadInputError
from data.tables import Identification, PersonChange
from tests.integration.test_people import JELENA, registered
from tests.integration.test_representation import spooled
from tests.support.desks import CARD, Desk, fresh_key, reservation

Desks = Callable[..., Desk]

TOLD = Contacts("nuova@posta.example", "+39 333 7654321", "rossi@pec.example")


@pytest.fixture
def desk(desk_counter: Desks) -> Desk:
    return desk_counter()


def archive(desk: Desk, person: PersonView) -> tuple[str, str, str]:
    now = visits.card(desk.counter, desk.actor, desk.visit(person)).person
    return now.email, now.mobile, now.pec


def kept(desk: Desk) -> list[tuple[str, str | None, str | None]]:
    def read(session: Any) -> list[tuple[str, str | None, str | None]]:
        rows = session.exec(select(PersonChange).order_by(col(PersonChange.id))).all()
        return [(row.field, row.old_value, row.new_value) for row in rows]

    return desk.counter.read(read)


def identified(desk: Desk) -> tuple[str, str, str]:
    row = desk.counter.read(lambda session: session.exec(select(Identification)).one())
    return row.email, row.mobile, row.pec


def test_m02_contacts_told_with_the_request_reach_the_archive(desk: Desk) -> None:
    person = desk.person(email="vecchia@posta.example")
    visit_id = desk.visit(person)
    view = desk.reserve(visit_id, contacts=TOLD)
    assert archive(desk, person) == identified(desk) == (TOLD.email, TOLD.mobile, TOLD.pec)
    assert (view.person.email, view.person.pec) == (TOLD.email, TOLD.pec)
    assert kept(desk) == [
        ("email", "vecchia@posta.example", TOLD.email),
        ("mobile", "", TOLD.mobile),
        ("pec", "", TOLD.pec),
    ]
    assert {bool(line.reason) for line in corrections.history(desk.counter, desk.actor, person.id)} == {True}
    assert desk.verify().passed


def test_m02_what_is_empty_or_the_same_changes_nothing(desk: Desk) -> None:
    person = desk.person(email="vecchia@posta.example", mobile="333 1234567")
    desk.reserve(desk.visit(person), contacts=Contacts(mobile="333 1234567"))
    assert archive(desk, person) == identified(desk) == ("vecchia@posta.example", "333 1234567", "")
    assert kept(desk) == []


def test_m02_what_was_corrected_meanwhile_stays(desk: Desk) -> None:
    person = registered(desk)
    visit_id = desk.visit(person)
    corrections.correct(desk.counter, desk.actor, CorrectPerson(visit_id, replace(JELENA, email="altra@posta.example")))
    desk.reserve(visit_id, contacts=Contacts(pec=TOLD.pec))
    assert archive(desk, person)[::2] == ("altra@posta.example", TOLD.pec)


def test_m02_nobodys_contacts_are_written_when_the_issue_is_refused(desk_counter: Desks) -> None:
    desk = desk_counter(on=date(2020, 10, 1))
    person = desk.person()
    visit_id = desk.visit(person)
    wrong = reservation(visit_id, contacts=TOLD, password="sbagliata")
    assert isinstance(issuing.reserve(desk.counter, desk.actor, wrong), LoginRefused)
    assert isinstance(issuing.reserve(desk.counter, desk.actor, reservation(visit_id, contacts=TOLD)), Refused)
    assert archive(desk, person) == ("", "", "")
    assert kept(desk) == []


@pytest.mark.parametrize("field", ["email", "mobile", "pec"])
def test_m02_a_contact_that_cannot_be_stops_issue_and_form(desk: Desk, field: str) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    told = replace(TOLD, **{field: "pippo"})
    with pytest.raises(BadInputError) as caught:
        issuing.reserve(desk.counter, desk.actor, reservation(visit_id, contacts=told))
    assert caught.value.field == f"contact-{field}"
    with pytest.raises(BadInputError) as caught:
        identification.print_form(desk.counter, desk.actor, visit_id, CARD, fresh_key(), told=told)
    assert caught.value.field == f"contact-{field}"
    assert archive(desk, person) == ("", "", "")


def test_m02_the_form_prints_the_contacts_told_now(desk: Desk) -> None:
    person = desk.person(email="vecchia@posta.example", mobile="333 1234567")
    told = Contacts(email=TOLD.email, pec=TOLD.pec)
    identification.print_form(desk.counter, desk.actor, desk.visit(person), CARD, fresh_key(), told=told)
    text = spooled(desk, "request-form")
    for words in (TOLD.email, "333 1234567", TOLD.pec):
        assert words in text
    assert "vecchia@posta.example" not in text
    assert archive(desk, person) == ("vecchia@posta.example", "333 1234567", "")


@pytest.mark.parametrize(
    ("on", "count"), [(date(2016, 5, 10), 2), (date(2020, 9, 30), 2), (date(2020, 10, 1), 0), (date(2021, 10, 1), 0)]
)
def test_m07_the_card_knows_how_many_contacts_recovery_wants(desk_counter: Desks, on: date, count: int) -> None:
    desk = desk_counter(on=on)
    card = visits.card(desk.counter, desk.actor, desk.visit(desk.person()))
    assert card.recovery_contacts == count


def test_m07_who_holds_a_pin_can_recover_it_when_no_new_one_is_issued(desk_counter: Desks) -> None:
    desk = desk_counter(on=date(2020, 9, 30))
    person = desk.handed_over().person
    desk.clock.move_to(date(2020, 10, 1))
    assert visits.card(desk.counter, desk.actor, desk.visit(person)).recovery_contacts == 2
    desk.clock.move_to(date(2021, 10, 1))
    assert visits.card(desk.counter, desk.actor, desk.visit(person)).recovery_contacts == 0


def test_m07_the_dead_recover_nothing(desk: Desk) -> None:
    person = people.register(desk.counter, desk.actor, replace(JELENA, deceased_on=date(2016, 5, 1)))
    assert visits.card(desk.counter, desk.actor, desk.visit(person)).recovery_contacts == 0
