"""A case goes from one colleague to another: nothing is retyped, nothing is lost, nobody's word is taken over (M01)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from counter_app.desk import drafts, handovers, issuing, lookups, operators, visits
from counter_app.desk.commands import AddOperator
from counter_app.desk.views import Actor
from counter_app.errors import BadInputError, NotAllowedError
from data.database import Session
from data.tables import Draft, Identification, RegisterDetails, RegisterEntry
from data.vocabulary import Role, VisitOutcome
from tests.support.desks import (
    SUPERVISOR,
    TEMPORARY,
    TRAINER,
    Desk,
    add_operator,
    approved,
    fresh_key,
    logged_in,
    reservation,
    small_office,
)

COLLEAGUE, THIRD = "collega", "terza"
TYPED = {"document-number": "CA00000AA", "check-photo": "yes", "form-signed": "yes", "impediment-attested": "yes"}
WORDS = {"document-number": "CA00000AA", "form-signed": "yes"}
"""What goes along: everything but what was declared."""
STEP = "identify/form"

Desks = Callable[..., Desk]


@pytest.fixture
def desk(desk_counter: Desks) -> Desk:
    """The first desk, in an office with a second and a third operator and a trainer."""
    desk = desk_counter()
    for username, role in ((COLLEAGUE, Role.OPERATOR), (THIRD, Role.OPERATOR), (TRAINER, Role.TRAINER)):
        add_operator(desk.counter, desk.supervisor, username, role)
    return desk


def beside(desk_counter: Desks, username: str = COLLEAGUE, name: str = "2") -> Desk:
    """Another desk of the office, with somebody else at it."""
    other = desk_counter(desk=name)
    other.actor = logged_in(other.counter, username)
    return other


def half_way(desk: Desk, **facts: Any) -> int:
    visit_id = desk.visit(desk.person(**facts))
    drafts.save(desk.counter, desk.actor, visit_id, STEP, TYPED)
    return visit_id


def handed(desk: Desk, to: str = COLLEAGUE, **facts: Any) -> int:
    visit_id = half_way(desk, **facts)
    give(desk, visit_id, to)
    return visit_id


def give(desk: Desk, visit_id: int, to: str = COLLEAGUE) -> None:
    able = {one.username: one.id for one in handovers.who_can_take(desk.counter, desk.actor, visit_id)}
    handovers.hand_over(desk.counter, desk.actor, visit_id, able[to])


def waiting(desk: Desk, actor: Actor | None = None) -> list[tuple[int, str, str, bool]]:
    """Return what stands on somebody's home screen: visit, from whom, for whom, whether it is offered to them."""
    left = visits.home(desk.counter, actor or desk.actor).drafts
    return [(draft.visit_id, draft.begun_by, draft.waits_for, draft.offered) for draft in left]


def events(desk: Desk, visit_id: int) -> list[tuple[str, str, str]]:
    """Return desk, event and operator of what the register says of a visit, looks left out."""

    def read(session: Session) -> list[tuple[str, str, str]]:
        rows = session.exec(
            select(RegisterEntry).where(RegisterEntry.visit_id == visit_id).order_by(col(RegisterEntry.id))
        )
        return [(row.desk, row.event, row.operator) for row in rows if not row.event.endswith(".viewed")]

    return desk.counter.read(read)


def details(desk: Desk, event: str) -> dict[str, Any]:
    def read(session: Session) -> str:
        statement = (
            select(RegisterDetails.text)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == event)
            .order_by(col(RegisterEntry.id).desc())
        )
        return session.exec(statement).first() or "{}"

    found: dict[str, Any] = json.loads(desk.counter.read(read))
    return found


# --- from one to the other -------------------------------------------------------------------------------------------


def test_m01_a_case_goes_on_at_a_colleagues_desk_with_what_was_typed(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    other = beside(desk_counter)
    assert waiting(other) == [(visit_id, desk.actor.full_name, other.actor.full_name, True)]
    card = handovers.take_over(other.counter, other.actor, visit_id)
    assert card.draft is not None
    assert (card.visit_id, card.draft.step, card.draft.values) == (visit_id, STEP, WORDS)
    assert card.draft.begun_by == desk.actor.full_name
    assert waiting(other) == [(visit_id, desk.actor.full_name, "", False)]
    assert waiting(desk) == []
    assert events(desk, visit_id) == [
        ("0500/1", "visit.opened", "operatore"),
        ("0500/1", "visit.handed-over", "operatore"),
        ("0500/2", "visit.taken-over", COLLEAGUE),
    ]
    assert details(desk, "visit.handed-over") == {"receiver": other.actor.full_name, "step": STEP}
    assert details(desk, "visit.taken-over")["giver"] == desk.actor.full_name
    assert desk.verify().passed


def test_m01_what_waits_for_a_closed_account_is_free_for_whoever_works_at_its_desk(
    desk: Desk, desk_counter: Desks
) -> None:
    visit_id = handed(desk)
    other = beside(desk_counter)
    for gone in (other.actor, desk.actor):  # receiver and giver
        operators.disable(desk.counter, desk.supervisor, gone.operator_id)
    third = logged_in(desk.counter, THIRD)
    assert waiting(desk, third) == [(visit_id, desk.actor.full_name, "", False)]
    assert events(desk, visit_id)[-1] == ("0500/1", "visit.freed", SUPERVISOR)
    assert details(desk, "visit.freed") == {
        "giver": desk.actor.full_name,
        "receiver": other.actor.full_name,
        "step": STEP,
    }
    person_id = visits.card(desk.counter, third, visit_id).person.id
    assert visits.open_visit(desk.counter, third, person_id, fresh_key()).visit_id == visit_id
    assert desk.verify().passed


def test_m01_who_gave_a_case_to_an_account_closed_since_goes_on_with_it(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    other = beside(desk_counter)
    kept = handed(desk, THIRD)
    operators.disable(desk.counter, desk.supervisor, other.actor.operator_id)
    assert waiting(desk) == [(visit_id, "", "", False), (kept, "", "Account terza", False)]
    assert issuing.print_envelope(desk.counter, desk.actor, desk.reserve(visit_id).serial).visit_id == visit_id


def test_m03_the_pin_is_bound_to_who_issues_it(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    other = beside(desk_counter)
    handovers.take_over(other.counter, other.actor, visit_id)
    view = issuing.print_envelope(other.counter, other.actor, other.reserve(visit_id).serial)
    other.hand_over(view.serial)
    row = other.counter.read(lambda session: session.exec(select(Identification)).one())
    assert (row.operator_id, view.desk) == (other.actor.operator_id, "2")
    assert events(other, visit_id)[-1] == ("0500/2", "pin.handed-over", COLLEAGUE)


def test_m02_what_a_colleague_has_seen_is_not_taken_over_at_the_same_desk_either(desk: Desk) -> None:
    visit_id = half_way(desk)
    other = logged_in(desk.counter, COLLEAGUE)
    draft = visits.card(desk.counter, other, visit_id).draft
    assert draft is not None
    assert (draft.values, draft.begun_by) == (WORDS, desk.actor.full_name)
    own = visits.card(desk.counter, desk.actor, visit_id).draft
    assert own is not None
    assert (own.values, own.begun_by) == (TYPED, "")
    drafts.save(desk.counter, other, visit_id, STEP, TYPED)  # seen by the other one now
    again = visits.card(desk.counter, other, visit_id).draft
    assert again is not None
    assert (again.values, again.begun_by) == (TYPED, "")


def test_m01_handed_on_by_somebody_who_only_looked_it_holds_no_declaration_of_theirs(desk: Desk) -> None:
    visit_id = half_way(desk)
    other = logged_in(desk.counter, COLLEAGUE)
    able = {one.username: one.id for one in handovers.who_can_take(desk.counter, other, visit_id)}
    handovers.hand_over(desk.counter, other, visit_id, able["operatore"])
    assert waiting(desk) == [(visit_id, other.full_name, desk.actor.full_name, True)]
    draft = handovers.take_back(desk.counter, other, visit_id).draft
    assert draft is not None
    assert draft.values == WORDS


def test_m01_opening_the_persons_card_takes_over_what_waits_for_one(desk: Desk, desk_counter: Desks) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    drafts.save(desk.counter, desk.actor, visit_id, STEP, TYPED)
    give(desk, visit_id)
    third = beside(desk_counter, THIRD, "3")
    assert third.visit(person) != visit_id
    other = beside(desk_counter)
    assert other.visit(person) == visit_id
    assert events(desk, visit_id)[-1] == ("0500/2", "visit.taken-over", COLLEAGUE)


# --- who sees it, who may ------------------------------------------------------------------------------------------


def test_m01_nobody_else_sees_a_case_that_waits_for_a_colleague(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    assert waiting(desk) == [(visit_id, "", f"Account {COLLEAGUE}", False)]
    assert waiting(beside(desk_counter, "operatore", "3")) == waiting(desk)
    for username in (THIRD, SUPERVISOR):
        actor = logged_in(desk.counter, username)
        assert waiting(desk, actor) == []
        for act in (handovers.take_over, handovers.take_back):
            with pytest.raises(BadInputError, match=f"Account {COLLEAGUE}"):
                act(desk.counter, actor, visit_id)


def test_m01_who_can_take_a_case_is_at_work_and_may_finish_it(desk: Desk) -> None:
    visit_id = half_way(desk)

    def able() -> list[str]:
        return [one.username for one in handovers.who_can_take(desk.counter, desk.actor, visit_id)]

    assert able() == [COLLEAGUE, THIRD]  # by name; not oneself, no trainer, no supervisor
    small_office(desk.counter, desk.supervisor)
    assert able() == [COLLEAGUE, THIRD, SUPERVISOR]
    third = logged_in(desk.counter, THIRD)
    operators.disable(desk.counter, desk.supervisor, third.operator_id)
    assert able() == [COLLEAGUE, SUPERVISOR]
    with pytest.raises(NotAllowedError):
        handovers.hand_over(desk.counter, desk.actor, visit_id, third.operator_id)
    with pytest.raises(NotAllowedError):
        handovers.hand_over(desk.counter, desk.actor, visit_id, desk.actor.operator_id)


def test_m01_nobody_takes_over_the_case_of_somebody_who_works_here(desk: Desk, desk_counter: Desks) -> None:
    """The person got an account while the case waited."""
    person = desk.person()
    visit_id = desk.visit(person)
    drafts.save(desk.counter, desk.actor, visit_id, STEP, TYPED)
    give(desk, visit_id)
    command = AddOperator("nuova", "Nuova Collega", Role.OPERATOR, TEMPORARY, person.fiscal_code)
    command = replace(command, approval=approved(desk.counter, desk.supervisor, operators.deed_of_new(command)))
    operators.add(desk.counter, desk.supervisor, command)
    other = beside(desk_counter)
    with pytest.raises(NotAllowedError):
        handovers.take_over(other.counter, other.actor, visit_id)
    assert events(desk, visit_id)[-1] == ("0500/2", "visit.refused", COLLEAGUE)
    handovers.take_back(desk.counter, desk.actor, visit_id)
    assert handovers.who_can_take(desk.counter, desk.actor, visit_id) == ()


# --- back, away, and too late -----------------------------------------------------------------------------------------


def test_m01_the_first_takes_it_back_until_it_is_taken(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    draft = handovers.take_back(desk.counter, desk.actor, visit_id).draft
    assert draft is not None
    assert draft.values == TYPED  # what one has seen oneself stands
    assert waiting(desk) == [(visit_id, "", "", False)]
    other = beside(desk_counter)
    assert waiting(other) == []
    with pytest.raises(BadInputError, match="1"):
        handovers.take_over(other.counter, other.actor, visit_id)
    give(desk, visit_id)
    handovers.take_over(other.counter, other.actor, visit_id)
    with pytest.raises(BadInputError, match="2"):
        handovers.take_back(desk.counter, desk.actor, visit_id)
    assert [event for _desk, event, _who in events(desk, visit_id)] == [
        "visit.opened",
        "visit.handed-over",
        "visit.taken-back",
        "visit.handed-over",
        "visit.taken-over",
    ]


@pytest.mark.parametrize("taken", [False, True])
def test_m01_the_first_desk_does_nothing_more_with_a_case_it_gave_away(
    desk: Desk, desk_counter: Desks, taken: bool
) -> None:
    visit_id = handed(desk)
    other = beside(desk_counter)
    if taken:
        handovers.take_over(other.counter, other.actor, visit_id)
    drafts.save(desk.counter, desk.actor, visit_id, "identify/document", {"document-number": "late"})
    kept = desk.counter.read(lambda session: session.get_one(Draft, visit_id))
    assert (kept.step, "late" in kept.typed) == (STEP, False)
    acts: tuple[Callable[[], object], ...] = (
        lambda: visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.ABANDONED),
        lambda: issuing.reserve(desk.counter, desk.actor, reservation(visit_id)),
        lambda: handovers.who_can_take(desk.counter, desk.actor, visit_id),
    )
    for act in acts:
        with pytest.raises(BadInputError):
            act()
    assert len(waiting(other)) == 1


def test_a_case_handed_over_is_there_after_a_restart_and_on_the_next_day(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    desk.counter.database.close()
    again = beside(desk_counter, COLLEAGUE, "2")
    again.clock.move_to(again.clock.today().replace(day=11))
    assert [line[0] for line in waiting(again)] == [visit_id]
    assert handovers.take_over(again.counter, again.actor, visit_id).visit_id == visit_id


def test_m03_a_case_with_an_open_envelope_stays(desk: Desk) -> None:
    visit_id = half_way(desk)
    envelope = desk.reserve(visit_id)
    with pytest.raises(BadInputError, match=envelope.serial):
        give(desk, visit_id)
    desk.spoil(envelope.serial)
    give(desk, visit_id)


def test_a_visit_in_which_nothing_was_typed_is_not_handed_over(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    with pytest.raises(BadInputError):
        handovers.who_can_take(desk.counter, desk.actor, visit_id)
    visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.LOOKED_UP)
    with pytest.raises(BadInputError):
        handovers.who_can_take(desk.counter, desk.actor, visit_id)


# --- the person comes back to another desk ------------------------------------------------------------------------


def test_the_card_at_another_desk_says_where_the_case_waits(desk: Desk, desk_counter: Desks) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    drafts.save(desk.counter, desk.actor, visit_id, STEP, TYPED)
    third = beside(desk_counter, THIRD, "3")
    card = visits.open_visit(third.counter, third.actor, person.id, fresh_key())
    (there,) = card.elsewhere
    assert (there.step, there.desk, there.by, there.waits_for) == (STEP, "1", desk.actor.full_name, "")
    give(desk, visit_id)
    (there,) = visits.card(third.counter, third.actor, card.visit_id).elsewhere
    assert (there.by, there.waits_for) == (desk.actor.full_name, f"Account {COLLEAGUE}")
    (own,) = visits.open_visit(desk.counter, desk.actor, person.id, fresh_key()).elsewhere
    assert (own.by, own.waits_for) == ("", f"Account {COLLEAGUE}")


def test_m23_a_look_that_was_handed_around_is_still_a_look_without_an_act(desk: Desk, desk_counter: Desks) -> None:
    visit_id = handed(desk)
    other = beside(desk_counter)
    handovers.take_over(other.counter, other.actor, visit_id)
    visits.close(other.counter, other.actor, visit_id, VisitOutcome.ABANDONED)
    found = {view.username: view.without_act for view in lookups.report(desk.counter, desk.supervisor)}
    assert found == {"operatore": 1, COLLEAGUE: 1}
