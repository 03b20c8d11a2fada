"""Who may do what, cell by cell, through the use cases (M01, M26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from counter_app.counter import Counter
from counter_app.desk import (
    drafts,
    envelopes,
    identification,
    issuing,
    lookups,
    operators,
    people,
    search,
    slips,
    visits,
)
from counter_app.desk.commands import AddOperator, DeclareHandedOver, FindByData, HandOver, SearchPeople, SpoilEnvelope
from counter_app.desk.rights import RIGHTS
from counter_app.desk.views import Actor
from counter_app.errors import NotAllowedError
from counter_app.identity.fiscal_code import parse
from counter_app.importing import people as people_import
from counter_app.importing.people import ImportPeople
from counter_app.norms.decide import refusal
from data.vocabulary import Applicant, Role, SpoilReason, VisitOutcome, WorldKind
from tests.support.desks import (
    CARD,
    OPERATOR,
    ORDINARY_DAY,
    PASSWORD,
    SUPERVISOR,
    TRAINER,
    Desk,
    add_operator,
    fresh_key,
    logged_in,
    new_person,
    reservation,
)
from tests.support.people_files import one, write

BORN = date(1980, 1, 1)
EVERYBODY, AT_A_DESK, SUPERVISORS = set(Role), {Role.OPERATOR, Role.SUPERVISOR}, {Role.SUPERVISOR}


@dataclass
class Place:
    """An office with an account of every role, a visit, and an envelope of each open state."""

    desk: Desk
    actors: dict[Role, Actor]
    visit_id: int
    code: str

    def file(self) -> ImportPeople:
        """Return the command to import a file of one person."""
        return ImportPeople(write(self.desk.counter.settings.state_dir / "people.csv", [one()]))


def place_on(counter: Counter) -> Place:
    desk = Desk.open(counter)
    add_operator(counter, desk.supervisor, TRAINER, Role.TRAINER)
    actors = {
        Role.OPERATOR: desk.actor,
        Role.SUPERVISOR: desk.supervisor,
        Role.TRAINER: logged_in(counter, TRAINER),
    }
    person = desk.person()
    return Place(desk, actors, desk.visit(person), person.fiscal_code)


@pytest.fixture
def place(sqlite_url: str, counters: Callable[..., Counter]) -> Place:
    return place_on(counters(sqlite_url))


Act = Callable[[Place, Actor], object]

ACTS: dict[str, tuple[set[Role], Act]] = {
    "find by code": (AT_A_DESK, lambda p, a: people.find_by_code(p.desk.counter, a, parse(p.code))),
    "find by data": (AT_A_DESK, lambda p, a: people.find_by_data(p.desk.counter, a, FindByData("X", "Y", BORN))),
    "search people": (AT_A_DESK, lambda p, a: search.find(p.desk.counter, a, SearchPeople("ROSSI"))),
    "import people": (SUPERVISORS, lambda p, a: people_import.import_people(p.desk.counter, a, p.file())),
    "enter a person": (AT_A_DESK, lambda p, a: people.register(p.desk.counter, a, new_person())),
    "open a visit": (AT_A_DESK, lambda p, a: visits.open_visit(p.desk.counter, a, 1, fresh_key())),
    "see a card": (AT_A_DESK, lambda p, a: visits.card(p.desk.counter, a, p.visit_id)),
    "end a visit": (AT_A_DESK, lambda p, a: visits.close(p.desk.counter, a, p.visit_id, VisitOutcome.DONE)),
    "save a draft": (AT_A_DESK, lambda p, a: drafts.save(p.desk.counter, a, p.visit_id, "s", {})),
    "throw a draft away": (AT_A_DESK, lambda p, a: drafts.discard(p.desk.counter, a, p.visit_id)),
    "check an applicant": (
        AT_A_DESK,
        lambda p, a: identification.check_applicant(p.desk.counter, a, p.visit_id, Applicant.SELF),
    ),
    "check a document": (AT_A_DESK, lambda p, a: identification.check_document(p.desk.counter, a, p.visit_id, CARD)),
    "refuse": (AT_A_DESK, lambda p, a: identification.refuse_issue(p.desk.counter, a, p.visit_id)),
    "print a form": (
        AT_A_DESK,
        lambda p, a: identification.print_form(p.desk.counter, a, p.visit_id, CARD, fresh_key()),
    ),
    "print a slip": (
        AT_A_DESK,
        lambda p, a: slips.print_refusal(
            p.desk.counter,
            a,
            p.visit_id,
            refusal(p.desk.counter.norms, "m02-in-person", ORDINARY_DAY, action="issue-counter", reasons=("x",)),
        ),
    ),
    "reserve": (AT_A_DESK, lambda p, a: issuing.reserve(p.desk.counter, a, reservation(p.visit_id))),
    "print": (AT_A_DESK, lambda p, a: issuing.print_envelope(p.desk.counter, a, p.desk.reserved().serial)),
    "hand over": (
        AT_A_DESK,
        lambda p, a: issuing.hand_over(p.desk.counter, a, HandOver(p.desk.printed().serial, True, True, fresh_key())),
    ),
    "list doubts": (AT_A_DESK, lambda p, a: envelopes.in_doubt(p.desk.counter, a)),
    "spoil": (
        AT_A_DESK,
        lambda p, a: envelopes.spoil(
            p.desk.counter, a, SpoilEnvelope(p.desk.reserved().serial, SpoilReason.IN_DOUBT, "", fresh_key())
        ),
    ),
    "declare, first person": (
        {Role.OPERATOR},  # the supervisor is the second person, who must be somebody else
        lambda p, a: envelopes.declare_handed_over(
            p.desk.counter, a, DeclareHandedOver(p.desk.printed().serial, "x", SUPERVISOR, fresh_key(), PASSWORD)
        ),
    ),
    "list accounts": (SUPERVISORS, lambda p, a: operators.listed(p.desk.counter, a)),
    "add an account": (
        SUPERVISORS,
        lambda p, a: operators.add(
            p.desk.counter, a, AddOperator(f"nuova{a.operator_id}", "Nuova", Role.OPERATOR, PASSWORD)
        ),
    ),
    "unlock an account": (SUPERVISORS, lambda p, a: operators.unlock(p.desk.counter, a, other(p, a).operator_id)),
    "disable an account": (SUPERVISORS, lambda p, a: operators.disable(p.desk.counter, a, other(p, a).operator_id)),
    "see the looks without an act": (SUPERVISORS, lambda p, a: lookups.report(p.desk.counter, a)),
    "see whose cards they were": (
        SUPERVISORS,
        lambda p, a: lookups.people(p.desk.counter, a, OPERATOR, ORDINARY_DAY),
    ),
    "see the home screen": (EVERYBODY, lambda p, a: visits.home(p.desk.counter, a)),
    "lock the desk": (EVERYBODY, lambda p, a: operators.lock_desk(p.desk.counter, a)),
    "unlock the desk": (EVERYBODY, lambda p, a: operators.resume(p.desk.counter, a, PASSWORD)),
    "leave": (EVERYBODY, lambda p, a: operators.logout(p.desk.counter, a)),
}


def fresh(place: Place) -> Place:
    """The same office with another person's visit."""
    person = place.desk.person()
    return replace(place, visit_id=place.desk.visit(person), code=person.fiscal_code)


def other(place: Place, actor: Actor) -> Actor:
    return next(one for one in place.actors.values() if one.operator_id != actor.operator_id)


def allowed(place: Place, role: Role, act: Act) -> bool:
    try:
        act(place, place.actors[role])
    except NotAllowedError:
        return False
    return True


@pytest.mark.parametrize("act", ACTS)
def test_m01_in_an_office_each_act_is_open_to_its_roles_and_to_nobody_else(place: Place, act: str) -> None:
    roles, doing = ACTS[act]
    # the trainer first: what was done in spite of the refusal would show in what the others can still do
    order = (Role.TRAINER, Role.OPERATOR, Role.SUPERVISOR)
    assert {role for role in order if allowed(fresh(place), role, doing)} == roles


@pytest.mark.parametrize("username", [OPERATOR, TRAINER])
def test_m03_only_a_supervisor_is_a_second_person(place: Place, username: str) -> None:
    place.desk.actor = place.desk.supervisor
    serial = place.desk.printed().serial
    with pytest.raises(NotAllowedError):
        place.desk.declare(serial, second=username)
    assert [view.serial for view in envelopes.in_doubt(place.desk.counter, place.desk.supervisor)] == [serial]


@pytest.mark.parametrize("act", [operators.disable, operators.unlock])
def test_m01_nobody_administers_the_own_account(place: Place, act: Callable[..., object]) -> None:
    with pytest.raises(NotAllowedError):
        act(place.desk.counter, place.desk.supervisor, place.desk.supervisor.operator_id)


def test_a_trainer_sees_nobody_of_an_office(place: Place) -> None:
    drafts.save(place.desk.counter, place.desk.actor, place.visit_id, "document", {"a": "b"})
    assert len(visits.home(place.desk.counter, place.desk.actor).drafts) == 1
    assert visits.home(place.desk.counter, place.actors[Role.TRAINER]).drafts == ()


def test_m01_the_table_of_rights_is_the_one_that_was_agreed() -> None:
    at_a_desk, supervisors = frozenset(AT_A_DESK), frozenset(SUPERVISORS)
    agreed = {
        "serve": at_a_desk,
        "correct-people": at_a_desk,
        "issue": at_a_desk,
        "settle-envelope": at_a_desk,
        "declare-handed-over": supervisors,
        "administer-operators": supervisors,
        "import-people": supervisors,
        "see-all-desks": supervisors,
        "see-lookups": supervisors,
    }
    assert agreed == RIGHTS


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory, counters: Callable[..., Counter]) -> Place:
    folder = tmp_path_factory.mktemp("world")
    return place_on(counters(f"sqlite:///{folder}/w.db", folder=folder, world=WorldKind.TRAINING))


def test_m26_in_a_training_world_a_trainer_may_do_everything(world: Place) -> None:
    for _roles, doing in ACTS.values():
        assert allowed(fresh(world), Role.TRAINER, doing)
        operators.unlock(world.desk.counter, world.desk.supervisor, world.desk.actor.operator_id)
