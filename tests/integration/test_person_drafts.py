"""What was typed of a person waits at its desk until the form ends, on both engines (M02, M23)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import select

from counter_app.desk import corrections, operators, people, person_drafts, visits
from counter_app.desk.commands import CorrectPerson, Login, MergePeople
from counter_app.desk.desk_views import PersonDraftView
from counter_app.desk.views import Actor
from counter_app.errors import BadInputError, NotAllowedError
from data.tables import PersonDraft
from data.vocabulary import Role
from tests.integration.test_people import JELENA, PROVISIONAL, registered
from tests.support.desks import TRAINER, Desk, add_operator, fresh_key, logged_in

TYPED = {"fiscal-code": PROVISIONAL, "surname": "Petrović"}

Desks = Callable[..., Desk]


def left(desk: Desk, actor: Actor | None = None) -> tuple[PersonDraftView, ...]:
    """Return what stands on somebody's home screen."""
    return visits.home(desk.counter, actor or desk.actor).forms


def saved(desk: Desk, key: str = "form", person_id: int | None = None, **typed: str) -> None:
    person_drafts.save(desk.counter, desk.actor, key, person_id, typed or TYPED)


def test_m23_what_is_typed_of_a_person_waits_at_its_desk_for_whoever_works_there(desk_counter: Desks) -> None:
    desk, beside = desk_counter(), desk_counter(desk="2")
    saved(desk, surname="Petrov")
    saved(desk)
    (mine,) = left(desk)
    assert (mine.person, mine.values, mine.begun_by) == (None, TYPED, "")
    (theirs,) = left(desk, desk.supervisor)
    assert (theirs.key, theirs.begun_by) == ("form", desk.actor.full_name)
    assert left(beside) == ()
    # a colleague goes on with it, at the same desk
    person_drafts.save(desk.counter, desk.supervisor, "form", None, TYPED)
    assert left(desk)[0].begun_by == desk.supervisor.full_name
    assert desk.verify().passed


def test_m23_nothing_typed_and_a_form_that_was_left_leave_nothing(desk_counter: Desks) -> None:
    desk = desk_counter()
    ends: tuple[Callable[[], None], ...] = (
        lambda: person_drafts.save(desk.counter, desk.actor, "form", None, {}),
        lambda: person_drafts.discard(desk.counter, desk.actor, "form"),
    )
    for end in ends:
        saved(desk)
        end()
        end()
        assert left(desk) == ()


def test_m02_the_act_wipes_what_was_kept_of_its_form_and_a_refusal_keeps_it(desk_counter: Desks) -> None:
    desk = desk_counter()
    saved(desk)
    saved(desk, "another")
    with pytest.raises(BadInputError):
        people.register(desk.counter, desk.actor, replace(JELENA, surname=""), "form")
    assert len(left(desk)) == 2
    person = people.register(desk.counter, desk.actor, JELENA, "form")
    assert [view.key for view in left(desk)] == ["another"]

    saved(desk, "form", person.id, mobile="333 1234567")
    visit_id = desk.visit(person)
    correction = visits.card(desk.counter, desk.actor, visit_id).correction
    assert correction is not None
    assert (correction.key, correction.values) == ("form", {"mobile": "333 1234567"})
    with pytest.raises(BadInputError):
        corrections.correct(desk.counter, desk.actor, CorrectPerson(visit_id, JELENA), "form")
    assert visits.card(desk.counter, desk.actor, visit_id).correction is not None
    corrections.correct(
        desk.counter, desk.actor, CorrectPerson(visit_id, replace(JELENA, mobile="333 1234567")), "form"
    )
    assert visits.card(desk.counter, desk.actor, visit_id).correction is None


def test_m02_a_correction_of_whoever_is_found_to_be_another_goes_with_the_merge(desk_counter: Desks) -> None:
    desk = desk_counter()
    duplicate, stays = registered(desk, replace(JELENA, fiscal_code=PROVISIONAL)), registered(desk)
    saved(desk, "gone", duplicate.id)
    saved(desk, "stays", stays.id)
    command = MergePeople(desk.visit(duplicate), stays.id, "stessa persona", fresh_key())
    corrections.merge(desk.counter, desk.actor, command)
    assert [view.key for view in left(desk)] == ["stays"]


def test_m01_whoever_is_locked_at_work_keeps_what_was_typed_and_whoever_is_closed_does_not(
    desk_counter: Desks,
) -> None:
    desk = desk_counter()
    for _try in range(5):
        operators.login(desk.counter, Login(desk.actor.username, "sbagliata"))
    saved(desk)
    assert len(left(desk, desk.supervisor)) == 1
    with pytest.raises(NotAllowedError):
        person_drafts.discard(desk.counter, desk.actor, "form")
    operators.disable(desk.counter, desk.supervisor, desk.actor.operator_id)
    with pytest.raises(NotAllowedError):
        saved(desk, surname="x")
    assert left(desk, desk.supervisor)[0].values == TYPED


def test_m01_a_trainer_finds_nothing_of_people(desk_counter: Desks) -> None:
    desk = desk_counter()
    add_operator(desk.counter, desk.supervisor, TRAINER, Role.TRAINER)
    saved(desk)
    assert left(desk, logged_in(desk.counter, TRAINER)) == ()


def test_m02_what_is_kept_is_what_was_typed_and_no_more(desk_counter: Desks) -> None:
    desk = desk_counter()
    saved(desk)
    (row,) = desk.counter.read(lambda session: session.exec(select(PersonDraft)).all())
    assert json.loads(row.typed) == TYPED
    assert "Petrović" not in repr(left(desk))
