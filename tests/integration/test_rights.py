"""Who may do what: the table of rights, cell by cell, through the use cases (M01, M26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from counter_app.counter import Counter
from counter_app.desk import drafts, envelopes, operators, visits
from counter_app.desk.rights import table
from counter_app.desk.views import Actor
from counter_app.envelope.printers import TrainingPrinter
from counter_app.errors import NotAllowedError
from data.vocabulary import Role, WorldKind
from tests.conftest import database_url
from tests.support.desks import OPERATOR, TRAINER, build_counter, logged_in
from tests.support.rights import (
    ACTS,
    ONLY_IN_TRAINING,
    PARTS,
    SPARE,
    Place,
    allowed,
    place_on,
    rights_asked_for,
    use_cases,
)

AT_A_DESK, SUPERVISORS = {Role.OPERATOR, Role.SUPERVISOR}, {Role.SUPERVISOR}
RIGHT_OF = {name: right for right in table().values() for name in right.use_cases}


@pytest.fixture(scope="module", params=WorldKind)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An office, and a training world, with everybody in it; each cell has a person of its own."""
    folder = tmp_path_factory.mktemp("rights")
    with closing(database_url("sqlite", request.param is WorldKind.OFFICE, request, folder)) as urls:
        counter = build_counter(next(urls), folder, world=request.param)
        if request.param is WorldKind.TRAINING:
            counter = replace(counter, printer=TrainingPrinter(folder / "tray"))
        yield place_on(counter)
        counter.database.close()


@pytest.fixture
def office(sqlite_url: str, counters: Callable[..., Counter]) -> Place:
    """An office of one's own."""
    return place_on(counters(sqlite_url))


@pytest.mark.parametrize("name", ACTS)
def test_m01_each_act_is_open_to_its_roles_and_to_nobody_else(place: Place, name: str) -> None:
    expected = set(RIGHT_OF[name].roles)
    if place.counter.world is WorldKind.TRAINING:
        expected |= {Role.TRAINER}
    elif name in ONLY_IN_TRAINING:
        expected = set()
    # the trainer first: what was done in spite of the refusal would show in what the others can still do
    order = (Role.TRAINER, Role.OPERATOR, Role.SUPERVISOR)
    assert {role for role in order if allowed(place.fresh(), place.actors[role], ACTS[name])} == expected


def test_m01_every_use_case_stands_in_the_table_and_is_tried() -> None:
    assert use_cases() - PARTS == set(RIGHT_OF) == set(ACTS)
    assert sum(len(right.use_cases) for right in table().values()) == len(RIGHT_OF)


@pytest.mark.parametrize("name", RIGHT_OF)
def test_m01_every_use_case_asks_for_the_right_it_stands_under(name: str) -> None:
    assert rights_asked_for(name) == {RIGHT_OF[name].id}


def test_m01_the_table_of_rights_is_the_one_that_was_agreed() -> None:
    agreed = {
        "own-session": set(Role),
        "serve": AT_A_DESK,
        "correct-people": AT_A_DESK,
        "see-copies": AT_A_DESK,
        "issue": {Role.OPERATOR},
        "settle-envelope": AT_A_DESK,
        "see-all-desks": SUPERVISORS,
        "ask-second-person": AT_A_DESK,
        "confirm-account": AT_A_DESK,
        "confirm-document": SUPERVISORS,
        "declare-handed-over": SUPERVISORS,
        "decide-suspicion": SUPERVISORS,
        "confirm-decision": AT_A_DESK,
        "administer-operators": SUPERVISORS,
        "set-practice": SUPERVISORS,
        "see-lookups": SUPERVISORS,
        "import-people": SUPERVISORS,
    }
    assert {name: set(right.roles) for name, right in table().items()} == agreed
    assert {name: set(right.in_small_offices) for name, right in table().items() if right.in_small_offices} == {
        "issue": SUPERVISORS
    }


@pytest.mark.parametrize("username", [OPERATOR, TRAINER, SPARE])
def test_m03_only_a_supervisor_confirms_a_declaration(office: Place, username: str) -> None:
    serial = office.desk.printed().serial
    with pytest.raises(NotAllowedError):
        office.desk.declare(serial, second=username)
    assert [view.serial for view in envelopes.in_doubt(office.counter, office.desk.supervisor)] == [serial]


@pytest.mark.parametrize("act", [operators.disable, operators.unlock])
def test_m01_nobody_administers_the_own_account(office: Place, act: Callable[..., object]) -> None:
    with pytest.raises(NotAllowedError):
        act(office.counter, office.desk.supervisor, office.desk.supervisor.operator_id)


def test_a_trainer_sees_nobody_of_an_office(office: Place) -> None:
    drafts.save(office.counter, office.desk.actor, office.visit_id, "document", {"a": "b"})
    assert len(visits.home(office.counter, office.desk.actor).drafts) == 1
    assert visits.home(office.counter, office.actors[Role.TRAINER]).drafts == ()


def still_done(office: Place, actor: Actor) -> set[str]:
    """Return what an account can still do; what answers with words about a password, not with an error, aside."""
    own_password = {"operators.choose_password", "operators.resume"}
    acts = {name for name, right in RIGHT_OF.items() if Role.OPERATOR in right.roles} - own_password
    return {name for name in acts if allowed(office.fresh(), actor, ACTS[name])}


def test_m01_a_closed_account_does_nothing_more(office: Place) -> None:
    """Leaving and locking are still entered in the register."""
    closed, office.desk.actor = office.desk.actor, logged_in(office.counter, SPARE)
    operators.disable(office.counter, office.desk.supervisor, closed.operator_id)
    assert still_done(office, closed) == {"operators.lock_desk", "operators.logout"}


def test_m01_a_locked_account_keeps_what_it_typed_and_does_nothing_more(office: Place) -> None:
    locked, office.desk.actor = office.desk.actor, logged_in(office.counter, SPARE)
    for _try in range(5):
        operators.resume(office.counter, locked, "sbagliata")
    assert still_done(office, locked) == {
        "operators.lock_desk",
        "operators.logout",
        "drafts.save",
        "person_drafts.save",
    }
