"""The archive is put right at the desk: corrections keep what stood there before; two rows become one (M02)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.desk import corrections, drafts, issuing, operators, people, representation, suspicions, visits
from counter_app.desk.colleagues import OwnPeopleError
from counter_app.desk.commands import CorrectPerson, MergePeople, NewPerson, NoteSuspicion, Representing
from counter_app.desk.views import PersonView
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.fiscal_code import FiscalCode, compute
from counter_app.register.verify import verify
from data.database import StorageError
from data.queries import people as queries
from data.vocabulary import Applicant, Role, Sex, VisitOutcome
from tests.integration.test_people import CODE, JELENA, PROVISIONAL, last_act, registered
from tests.integration.test_representation import newest
from tests.support.desks import Desk, add_operator, approved, fresh_key, logged_in, new_account

Desks = Callable[..., Desk]

WITHOUT_CODE = replace(JELENA, fiscal_code=PROVISIONAL)
WHY = "corretto dal passaporto"


def corrected(desk: Desk, person: PersonView, data: NewPerson) -> PersonView:
    return corrections.correct(desk.counter, desk.actor, CorrectPerson(desk.visit(person), data))


def with_pin(desk: Desk, person: PersonView) -> None:
    """Issue a PIN to somebody of the archive."""
    serial = desk.reserve(desk.visit(person)).serial
    issuing.print_envelope(desk.counter, desk.actor, serial)
    desk.hand_over(serial)


def found(desk: Desk, code: str) -> int:
    hit = people.find_by_code(desk.counter, desk.actor, FiscalCode(code))
    assert hit is not None
    return hit.person_id


def merged(desk: Desk, duplicate: PersonView, stays: PersonView, reason: str = "stessa persona") -> None:
    command = MergePeople(desk.visit(duplicate), stays.id, reason, fresh_key())
    corrections.merge(desk.counter, desk.actor, command)


# --- corrections -----------------------------------------------------------------------------------------------------


def test_m02_a_correction_keeps_what_stood_there_before(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    data = replace(JELENA, name="Jelena Marija", address=("Via Po 7", "50123 FIRENZE FI"), mismatch_reason=WHY)
    now = corrected(desk, person, data)
    assert (now.id, now.name, now.address) == (person.id, "Jelena Marija", ("Via Po 7", "50123 FIRENZE FI"))
    lines = corrections.history(desk.counter, desk.actor, person.id)
    assert {(line.field, line.before, line.after, line.reason) for line in lines} == {
        ("name", "Jelena", "Jelena Marija", WHY),
        ("address", "Via Palazzuolo 77\n50123 FIRENZE FI", "Via Po 7\n50123 FIRENZE FI", WHY),
    }
    event, operator, details = last_act(desk)
    assert (event, operator, details["fields"]) == ("person.corrected", desk.actor.username, ["name", "address"])
    # what stood there is in the archive alone: the register names the columns
    assert "Palazzuolo" not in str(details)
    # the folded name is what a search looks for
    assert desk.counter.read(lambda session: len(queries.by_data(session, "PETROVIC", "JELENA MARIJA", now.born))) == 1


def test_m02_an_address_changes_without_a_reason_a_name_does_not(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    assert corrected(desk, person, replace(JELENA, email="altra@posta.example")).email == "altra@posta.example"
    for field, value in {"name": "Elena", "deceased_on": date(2016, 1, 2), "ward": True}.items():
        data: NewPerson = replace(JELENA, email="altra@posta.example", **{field: value})  # type: ignore[arg-type]
        with pytest.raises(BadInputError) as caught:
            corrected(desk, person, data)
        assert caught.value.field == "mismatch-reason"


def test_m02_a_definitive_code_takes_the_place_of_a_provisional_one(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk, WITHOUT_CODE)
    with_pin(desk, person)
    now = corrected(desk, person, JELENA)
    assert (now.fiscal_code, now.provisional) == (CODE, False)
    card = visits.card(desk.counter, desk.actor, desk.visit(now))
    assert [pin.display_state for pin in card.credentials] == ["active"]
    # the old code, still in somebody's hand, finds the same person
    assert found(desk, PROVISIONAL) == found(desk, CODE) == person.id
    with pytest.raises(BadInputError, match=r"(?i)già"):
        registered(desk, replace(WITHOUT_CODE, surname="Altra"))


def test_m02_somebody_elses_code_is_not_taken(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk, WITHOUT_CODE)
    registered(desk, JELENA)
    with pytest.raises(BadInputError) as caught:
        corrected(desk, person, JELENA)
    assert caught.value.field == "fiscal-code"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, ""),
    "no surname": ({"surname": " "}, "surname"),
    "no such code": ({"fiscal_code": "RSSMRA80A01H501X"}, "fiscal-code"),
    "dead before birth": ({"deceased_on": date(1985, 3, 14), "mismatch_reason": "x"}, "deceased-on"),
    "dead tomorrow": ({"deceased_on": date(2016, 5, 11), "mismatch_reason": "x"}, "deceased-on"),
    "no such country": ({"residence": "XX"}, "residence"),
}


@pytest.mark.parametrize("case", WRONG)
def test_m02_a_correction_that_cannot_be_is_told_and_changes_nothing(desk_counter: Desks, case: str) -> None:
    desk = desk_counter()
    person = registered(desk)
    changes, field = WRONG[case]
    with pytest.raises(BadInputError) as caught:
        corrected(desk, person, replace(JELENA, **changes))
    assert (caught.value.field or "") == field
    assert corrections.history(desk.counter, desk.actor, person.id) == ()


def test_m02_the_deceased_get_no_pin(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    corrected(desk, person, replace(JELENA, deceased_on=date(2016, 5, 1), mismatch_reason="atto di morte"))
    card = visits.card(desk.counter, desk.actor, desk.visit(person))
    assert card.person.deceased_on == date(2016, 5, 1)
    assert not card.may


def test_m01_a_trainer_corrects_nobody_in_an_office(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    visit_id = desk.visit(person)
    add_operator(desk.counter, desk.supervisor, "maestra", Role.TRAINER)
    trainer = logged_in(desk.counter, "maestra")
    with pytest.raises(NotAllowedError):
        corrections.correct(desk.counter, trainer, CorrectPerson(visit_id, replace(JELENA, email="x@y.it")))


# --- two rows of one person ------------------------------------------------------------------------------------------


def test_m02_what_a_duplicate_holds_goes_along(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    with_pin(desk, duplicate)
    view = corrections.merge_view(desk.counter, desk.actor, desk.visit(duplicate), stays.id)
    assert (view.pins_moved, view.pins_closed) == (1, 0)
    merged(desk, duplicate, stays)
    event, _operator, details = last_act(desk)
    assert (event, details["person_id"], details["duplicate_id"]) == ("person.merged", stays.id, duplicate.id)
    assert found(desk, PROVISIONAL) == found(desk, CODE) == stays.id
    card = visits.card(desk.counter, desk.actor, desk.visit(stays))
    assert [pin.display_state for pin in card.credentials] == ["active"]
    assert not card.may, "the one PIN counts against a new one"
    # neither list shows the row that went over
    hits = desk.counter.read(lambda session: queries.by_data(session, "PETROVIC", "JELENA", stays.born))
    assert [row.id for row in hits] == [stays.id]
    assert desk.counter.read(
        lambda session: verify(session, desk.counter.keys.register_key(), desk.counter.register.heads)
    ).passed


def test_m02_nobody_has_two_pins_after_merging(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    with_pin(desk, duplicate)
    with_pin(desk, stays)
    assert corrections.merge_view(desk.counter, desk.actor, desk.visit(duplicate), stays.id).pins_closed == 1
    merged(desk, duplicate, stays)
    card = visits.card(desk.counter, desk.actor, desk.visit(stays))
    assert sorted(pin.display_state for pin in card.credentials) == ["active", "closed"]


def test_m02_a_chain_of_duplicates_ends_at_the_last(desk_counter: Desks) -> None:
    desk = desk_counter()
    first, second = registered(desk, WITHOUT_CODE), registered(desk)
    third = registered(desk, replace(JELENA, fiscal_code="98765430016"))
    merged(desk, first, second)
    merged(desk, second, third)
    assert {found(desk, code) for code in (PROVISIONAL, CODE, "98765430016")} == {third.id}


def test_m02_what_stands_in_the_way_of_merging_is_told(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    born = date(1960, 1, 1)
    stranger = replace(
        JELENA,
        fiscal_code=compute("Bianchi", "Ada", born, Sex.FEMALE, "Z118"),
        surname="Bianchi",
        name="Ada",
        born=born,
    )
    with pytest.raises(BadInputError, match="due persone"):
        merged(desk, duplicate, registered(desk, stranger))
    daughter = date(2008, 4, 5)
    code = compute("Petrović", "Mila", daughter, Sex.FEMALE, "Z118")
    with pytest.raises(BadInputError, match="due persone"):
        merged(desk, duplicate, registered(desk, replace(JELENA, fiscal_code=code, name="Mila", born=daughter)))
    with pytest.raises(BadInputError):
        merged(desk, duplicate, duplicate)
    with pytest.raises(BadInputError) as caught:
        merged(desk, duplicate, stays, reason=" ")
    assert caught.value.field == "merge-reason"
    left = desk.visit(duplicate)
    drafts.save(desk.counter, desk.actor, left, "document", {"document-number": "X"})
    visits.close(desk.counter, desk.actor, left, VisitOutcome.ABANDONED)
    serial = desk.reserve(desk.visit(duplicate)).serial
    with pytest.raises(BadInputError, match="busta"):
        merged(desk, duplicate, stays)
    assert serial
    assert found(desk, PROVISIONAL) == duplicate.id


@pytest.mark.parametrize("state", [{"ward": True}, {"deceased_on": date(2015, 1, 1)}])
@pytest.mark.parametrize("of_duplicate", [True, False])
def test_m02_where_rights_end_is_settled_before_merging(
    desk_counter: Desks, state: dict[str, Any], of_duplicate: bool
) -> None:
    desk = desk_counter()
    one, other = (state, {}) if of_duplicate else ({}, state)
    duplicate = registered(desk, replace(WITHOUT_CODE, **one))
    stays = registered(desk, replace(JELENA, **other))
    with pytest.raises(BadInputError, match="corregger"):
        corrections.merge_view(desk.counter, desk.actor, desk.visit(duplicate), stays.id)
    with pytest.raises(BadInputError, match="corregger"):
        merged(desk, duplicate, stays)
    other_one, data = (stays, JELENA) if of_duplicate else (duplicate, WITHOUT_CODE)
    corrected(desk, other_one, replace(data, **state, mismatch_reason=WHY))
    merged(desk, duplicate, stays)


def test_m02_what_is_not_the_same_is_told_and_the_other_entry_counts_as_looked_at(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate = registered(desk, replace(WITHOUT_CODE, surname="Petrovič Rossi"))
    stays = registered(desk)
    view = corrections.merge_view(desk.counter, desk.actor, desk.visit(duplicate), stays.id)
    assert view.differing == ("surname",)
    event, _operator, details = last_act(desk)
    assert (event, details["person_id"]) == ("person.viewed", stays.id)


def test_m02_whoever_was_merged_meanwhile_is_served_as_who_they_are(desk_counter: Desks) -> None:
    """A list of the search may be older than a merge at another desk."""
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    with_pin(desk, duplicate)
    merged(desk, duplicate, stays)
    card = visits.open_visit(desk.counter, desk.actor, duplicate.id, fresh_key())
    assert (card.person.id, len(card.credentials), card.may) == (stays.id, 1, ())


@pytest.mark.parametrize("table", ["visit", "credential"])
def test_m02_the_database_begins_nothing_for_whoever_went_over_into_another(desk_counter: Desks, table: str) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    with_pin(desk, duplicate)
    rows = {
        "visit": "INSERT INTO visit (person_id, operator_id, desk_id, business_date, opened_at) "
        "SELECT {person}, operator_id, desk_id, business_date, opened_at FROM visit LIMIT 1",
        "credential": "INSERT INTO credential (person_id, scope, kind, state, length, decision_id) "
        "SELECT {person}, 'another', kind, 'pending', length, decision_id FROM credential LIMIT 1",
    }

    def begin(person: PersonView) -> None:
        with desk.counter.database.writer.begin() as connection:
            connection.exec_driver_sql(rows[table].format(person=person.id))

    merged(desk, duplicate, stays)
    begin(stays)
    with pytest.raises(sa.exc.IntegrityError, match="this person went over into another"):
        begin(duplicate)


def test_m02_a_parent_who_was_merged_meanwhile_asks_as_who_they_are(desk_counter: Desks) -> None:
    desk = desk_counter()
    parent, child = desk.parent_and_child()
    twin = desk.person(surname=parent.surname, name=parent.name, born=parent.born, fiscal_code=PROVISIONAL)
    merged(desk, twin, parent)
    visit_id = desk.visit(child)
    found_parent = representation.find(desk.counter, desk.actor, visit_id, Applicant.PARENT, twin.id)
    assert isinstance(found_parent, PersonView)
    assert found_parent.id == parent.id
    representing = Representing(Applicant.PARENT, twin.id, role_certified=True)
    reserved = desk.reserve(visit_id, applicant=Applicant.PARENT, representing=representing)
    assert reserved.representative is not None
    assert reserved.representative.fiscal_code == parent.fiscal_code
    assert newest(desk, "envelope.reserved")["representative_id"] == parent.id
    printed = issuing.print_envelope(desk.counter, desk.actor, reserved.serial)
    assert printed.representative == reserved.representative


def test_m02_the_code_of_an_entry_that_went_over_can_be_given_to_who_stays(desk_counter: Desks) -> None:
    desk = desk_counter()
    stays, duplicate = registered(desk, WITHOUT_CODE), registered(desk)
    with_pin(desk, stays)
    merged(desk, duplicate, stays)
    now = corrected(desk, stays, JELENA)
    assert (now.id, now.fiscal_code, now.provisional) == (stays.id, CODE, False)
    assert found(desk, PROVISIONAL) == found(desk, CODE) == stays.id
    with pytest.raises(BadInputError, match=r"(?i)già"):
        registered(desk, WITHOUT_CODE)


def test_m02_another_provisional_code_wants_a_reason(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk, WITHOUT_CODE)
    with pytest.raises(BadInputError) as caught:
        corrected(desk, person, replace(WITHOUT_CODE, fiscal_code="98765430016"))
    assert caught.value.field == "mismatch-reason"


def test_m01_nobody_becomes_a_colleague_by_a_merge_or_a_correction(desk_counter: Desks) -> None:
    desk = desk_counter()
    command = new_account("nuova")
    colleague = replace(JELENA, fiscal_code=command.fiscal_code, mismatch_reason=WHY)
    person, works_here = registered(desk, WITHOUT_CODE), registered(desk, colleague)
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(command))
    operators.add(desk.counter, desk.supervisor, replace(command, approval=approval))
    visit_id = desk.visit(person)
    for act in (
        lambda: corrections.merge_view(desk.counter, desk.actor, visit_id, works_here.id),
        lambda: merged(desk, person, works_here),
    ):
        with pytest.raises(OwnPeopleError):
            act()
        assert last_act(desk)[0] == "visit.refused"
    other = new_account("altra")
    approval = approved(desk.counter, desk.supervisor, operators.deed_of_new(other))
    operators.add(desk.counter, desk.supervisor, replace(other, approval=approval))
    with pytest.raises(OwnPeopleError):
        corrected(desk, person, replace(JELENA, fiscal_code=other.fiscal_code, mismatch_reason=WHY))
    assert last_act(desk)[0] == "visit.refused"
    assert found(desk, PROVISIONAL) == person.id


def test_m02_a_merge_frees_nobody_from_a_note(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    suspicions.note(desk.counter, desk.actor, NoteSuspicion(desk.visit(duplicate), "la foto", fresh_key()))
    with pytest.raises(BadInputError, match="verifica"):
        merged(desk, duplicate, stays)
    assert found(desk, PROVISIONAL) == duplicate.id


def test_m02_merging_twice_under_one_key_is_once(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, WITHOUT_CODE), registered(desk)
    command = MergePeople(desk.visit(duplicate), stays.id, "stessa persona", fresh_key())
    corrections.merge(desk.counter, desk.actor, command)
    corrections.merge(desk.counter, desk.actor, command)
    with pytest.raises(BadInputError):
        corrections.merge(desk.counter, desk.actor, replace(command, key=fresh_key()))


# --- the database's own word -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credential SET person_id = {other}",
        "UPDATE person_change SET new_value = 'x'",
        "UPDATE person_change SET old_value = NULL",
        "DELETE FROM person_change",
        "UPDATE person SET merged_into = id",
    ],
)
def test_rule4_no_pin_changes_hands_and_no_correction_is_rewritten(desk_counter: Desks, statement: str) -> None:
    desk = desk_counter()
    person, other = registered(desk, WITHOUT_CODE), registered(desk)
    with_pin(desk, person)
    corrected(desk, person, replace(WITHOUT_CODE, email="altra@posta.example"))
    with pytest.raises((sa.exc.DBAPIError, StorageError)), desk.counter.database.writer.begin() as connection:
        connection.execute(sa.text(statement.format(other=other.id)))


def test_rule8_the_values_of_a_correction_can_be_erased(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    corrected(desk, person, replace(JELENA, email="altra@posta.example"))
    with desk.counter.database.writer.begin() as connection:
        connection.execute(sa.text("UPDATE person_change SET old_value = NULL, new_value = NULL"))
    assert [line.before for line in corrections.history(desk.counter, desk.actor, person.id)] == [""]
