"""Suspected fraud: a quiet note holds the issue at every desk until another person decides (office practice)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from counter_app import i18n
from counter_app.desk import envelopes, inspection, issuing, operators, reviews, suspicions, visits
from counter_app.desk.colleagues import OwnPeopleError
from counter_app.desk.commands import DecideSuspicion, HandOver, Login, NoteSuspicion
from counter_app.desk.views import Actor, EnvelopeView, PersonView, Refused
from counter_app.errors import BadInputError, NotAllowedError
from data.tables import RegisterDetails, Suspicion
from data.vocabulary import EnvelopeState, Role
from tests.support.desks import OPERATOR, Desk, add_operator, approved, fresh_key, logged_in, new_account, reservation

LOUD = ("frod", "sospett", "fraud", "suspic")
DESK = "0500/1"


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def note(desk: Desk, visit_id: int, actor: Actor | None = None, text: str = "la foto non somiglia") -> None:
    suspicions.note(desk.counter, actor or desk.actor, NoteSuspicion(visit_id, text, fresh_key()))


def decide(desk: Desk, go_on: bool, actor: Actor | None = None) -> None:
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    suspicions.decide(desk.counter, actor or desk.supervisor, DecideSuspicion(view.id, go_on, "sentita la persona"))


def refused(desk: Desk, visit_id: int) -> Refused:
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id))
    assert isinstance(answer, Refused), answer
    return answer


def quiet(desk: Desk, visit_id: int) -> bool:
    """Whether nothing that is said of the person gives the note away, in either language."""
    said = []
    for language in i18n.LANGUAGES:
        i18n.choose(language)
        card = visits.card(desk.counter, desk.actor, visit_id)
        said += [reason for item in (*card.may, *card.may_not) for reason in item.decision.reasons]
        said.append(suspicions.sentence())
    i18n.choose(i18n.DEFAULT_LANGUAGE)
    return not [text for text in said if any(word in text.lower() for word in LOUD)]


def test_m02_a_note_holds_the_issue_at_every_desk_until_it_is_decided(desk_counter: Callable[..., Desk]) -> None:
    desk, other = desk_counter(), desk_counter(desk="2")
    person = desk.person()
    visit_id = desk.visit(person)
    note(desk, visit_id)
    assert inspection.newest_event(desk.counter, DESK) == "suspicion.noted"
    at_the_other = other.visit(person)
    for place, visit in ((desk, visit_id), (other, at_the_other)):
        decision = refused(place, visit).decision
        assert [norm.id for norm in decision.norms] == ["m02-in-person"]
        assert quiet(place, visit)
        assert [item.action for item in visits.card(place.counter, place.actor, visit).may_not] == ["issue-counter"]
    assert visits.home(desk.counter, desk.supervisor).to_review == 1
    assert visits.home(desk.counter, desk.actor).to_review == 0

    decide(other, go_on=True)
    assert inspection.newest_event(desk.counter, "0500/2") == "suspicion.cleared"
    assert visits.home(desk.counter, desk.supervisor).to_review == 0
    assert isinstance(issuing.reserve(desk.counter, desk.actor, reservation(visit_id)), EnvelopeView)
    assert desk.verify().passed


def test_m02_a_rejected_case_is_refused_in_neutral_words_until_it_is_looked_at_again(desk: Desk) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    note(desk, visit_id)
    held = refused(desk, visit_id).decision.reasons
    decide(desk, go_on=False)
    assert inspection.newest_event(desk.counter, DESK) == "suspicion.rejected"
    rejected = refused(desk, desk.visit(person)).decision.reasons
    assert rejected != held
    assert quiet(desk, visit_id)
    note(desk, visit_id, text="ha portato il passaporto")
    assert refused(desk, visit_id).decision.reasons == held
    decide(desk, go_on=True)
    assert isinstance(issuing.reserve(desk.counter, desk.actor, reservation(visit_id)), EnvelopeView)


def test_m02_whoever_wrote_the_note_does_not_decide_on_it(desk: Desk) -> None:
    add_operator(desk.counter, desk.supervisor, "vice", Role.SUPERVISOR)
    visit_id = desk.visit(desk.person())
    note(desk, visit_id, desk.supervisor)
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    assert (view.own, view.seconded) == (True, False)
    command = DecideSuspicion(view.id, True, "sentita la persona")
    approval = approved(desk.counter, desk.supervisor, suspicions.deed_of(command))
    with pytest.raises(NotAllowedError):
        suspicions.decide(desk.counter, desk.supervisor, replace(command, approval=approval))
    decide(desk, go_on=True, actor=logged_in(desk.counter, "vice"))
    assert suspicions.undecided(desk.counter, desk.supervisor) == ()


@pytest.mark.parametrize("go_on", [True, False])
def test_m02_the_only_supervisor_decides_on_their_own_note_with_a_second_person(desk: Desk, go_on: bool) -> None:
    add_operator(desk.counter, desk.supervisor, "vice", Role.SUPERVISOR)
    vice = next(one for one in operators.listed(desk.counter, desk.supervisor) if one.username == "vice")
    operators.disable(desk.counter, desk.supervisor, vice.id)
    visit_id = desk.visit(desk.person())
    note(desk, visit_id, desk.supervisor)
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    assert (view.own, view.seconded) == (True, True)
    assert reviews.look(desk.counter, desk.supervisor, view.id).own
    with pytest.raises(NotAllowedError):
        decide(desk, go_on)
    command = DecideSuspicion(view.id, go_on, "sentita la persona")
    other_way = approved(desk.counter, desk.supervisor, suspicions.deed_of(replace(command, go_on=not go_on)))
    with pytest.raises(NotAllowedError):
        suspicions.decide(desk.counter, desk.supervisor, replace(command, approval=other_way))
    approval = approved(desk.counter, desk.supervisor, suspicions.deed_of(command))
    suspicions.decide(desk.counter, desk.supervisor, replace(command, approval=approval))
    events = inspection.events_since(desk.counter, DESK, 0)[-2:]
    assert events == ("second-person.confirmed", "suspicion.cleared" if go_on else "suspicion.rejected")
    rows = desk.counter.read(lambda session: session.exec(select(Suspicion.decided_by, Suspicion.state)).all())
    assert rows == [(desk.actor.operator_id, "cleared" if go_on else "rejected")]
    told = desk.counter.read(lambda session: session.exec(select(RegisterDetails.text)).all())
    of_decisions = [found for found in map(json.loads, filter(None, told)) if "ground" in found]
    assert [(found["second"], found["ground"]) for found in of_decisions] == [(OPERATOR, "sentita la persona")]
    assert desk.verify().passed


def test_m02_a_supervisor_who_is_only_locked_out_still_decides(desk: Desk) -> None:
    add_operator(desk.counter, desk.supervisor, "vice", Role.SUPERVISOR)
    for _try in range(5):
        operators.login(desk.counter, Login("vice", "sbagliata"))
    note(desk, desk.visit(desk.person()), desk.supervisor)
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    assert not view.seconded


def test_m02_nobody_looks_at_a_case_about_themselves_or_a_colleague_or_decides_on_it(desk: Desk) -> None:
    command = new_account("vice", Role.SUPERVISOR)
    note(desk, desk.visit(desk.person(fiscal_code=command.fiscal_code, mismatch_reason="prova")))
    add_operator(desk.counter, desk.supervisor, "vice", Role.SUPERVISOR, fiscal_code=command.fiscal_code)
    own = logged_in(desk.counter, "vice")
    assert suspicions.undecided(desk.counter, own) == ()
    assert visits.home(desk.counter, own).to_review == 0
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    for actor in (own, desk.supervisor):
        with pytest.raises(OwnPeopleError):
            reviews.look(desk.counter, actor, view.id)
        assert inspection.newest_event(desk.counter, DESK) == "visit.refused"
        with pytest.raises(OwnPeopleError) as caught:
            decide(desk, go_on=True, actor=actor)
        assert caught.value.own == (actor is own)
        assert inspection.events_since(desk.counter, DESK, 0)[-2:] == ("visit.refused",) * 2


def test_m02_a_second_note_is_kept_but_opens_no_second_case(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    command = NoteSuspicion(visit_id, "la foto", fresh_key())
    for _time in range(2):
        suspicions.note(desk.counter, desk.actor, command)  # the same act twice is one
    note(desk, visit_id, text="anche la firma")
    assert len(suspicions.undecided(desk.counter, desk.supervisor)) == 1
    assert inspection.events_since(desk.counter, DESK, 0).count("suspicion.noted") == 2


def test_m02_decided_once_and_with_a_reason(desk: Desk) -> None:
    note(desk, desk.visit(desk.person()))
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    with pytest.raises(BadInputError) as caught:
        suspicions.decide(desk.counter, desk.supervisor, DecideSuspicion(view.id, True, " "))
    assert caught.value.field == "review-ground"
    decide(desk, go_on=True)
    with pytest.raises(BadInputError):
        suspicions.decide(desk.counter, desk.supervisor, DecideSuspicion(view.id, False, "ripensamento"))
    with pytest.raises(BadInputError):
        note(desk, desk.visit(desk.person()), text=" ")


def test_m03_a_note_written_when_the_envelope_is_printed_holds_the_hand_over(desk: Desk) -> None:
    view = desk.printed()
    note(desk, view.visit_id)
    desk.refused_hand_over(view.serial)
    decide(desk, go_on=True)
    issuing.hand_over(desk.counter, desk.actor, HandOver(view.serial, True, True, fresh_key()))


def test_m03_an_envelope_of_a_held_case_is_not_declared_handed_over(desk: Desk) -> None:
    view = desk.printed()
    note(desk, view.visit_id)
    early = envelopes.prepare_declare(desk.counter, desk.actor, view.serial)
    late = desk.declare(view.serial)
    for answer in (early, late):
        assert isinstance(answer, Refused), answer
        assert answer.decision.reasons == desk.refused_hand_over(view.serial).decision.reasons
    assert inspection.events_since(desk.counter, DESK, 0).count("pin.refused") == 4
    assert envelopes.view_of(desk.counter, view.serial).state is EnvelopeState.PRINTED
    decide(desk, go_on=True)
    assert envelopes.prepare_declare(desk.counter, desk.actor, view.serial) is None
    assert isinstance(desk.declare(view.serial), EnvelopeView)


def test_m17_whoever_the_law_refuses_anyway_hears_the_law(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter(on=date(2021, 11, 2))
    visit_id = desk.visit(desk.person())
    note(desk, visit_id)
    assert "m02-in-person" not in [norm.id for norm in refused(desk, visit_id).decision.norms]


# -- the database holds it too ----------------------------------------------------------------------------------------

SECOND = (
    "INSERT INTO suspicion (person_id, visit_id, raised_by, raised_at, note, state) "
    "SELECT person_id, visit_id, raised_by, raised_at, 'x', '{state}' FROM suspicion"
)


def person_held(desk: Desk) -> PersonView:
    person = desk.person()
    note(desk, desk.visit(person))
    return person


def attempt(desk: Desk, statement: str) -> bool:
    with desk.counter.database.writer.connect() as connection:
        transaction = connection.begin()
        try:
            connection.exec_driver_sql(statement)
        except sa.exc.DBAPIError:
            return False
        finally:
            transaction.rollback()
    return True


def test_m02_the_database_holds_one_open_case_decided_by_another_for_good(desk: Desk) -> None:
    person_held(desk)
    other = desk.supervisor.operator_id
    decided = "UPDATE suspicion SET state = '{state}', decided_by = {by}, decided_at = raised_at, ground = 'x'"
    assert not attempt(desk, SECOND.format(state="open"))
    assert not attempt(desk, SECOND.format(state="cleared"))  # decided by nobody
    assert attempt(desk, decided.format(state="cleared", by=other))
    assert not attempt(desk, decided.format(state="cleared", by=desk.actor.operator_id))
    assert not attempt(desk, decided.format(state="cleared", by="NULL"))
    assert not attempt(desk, "UPDATE suspicion SET note = 'y'")
    assert not attempt(desk, "UPDATE suspicion SET person_id = 1, note = note")
    assert not attempt(desk, "DELETE FROM suspicion")
    decide(desk, go_on=False)
    for state in ("open", "cleared", "rejected"):
        assert not attempt(desk, f"UPDATE suspicion SET state = '{state}'")
    assert attempt(desk, SECOND.format(state="open"))
