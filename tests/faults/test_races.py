"""Several desks at the same moment, in processes of their own, on both engines (architecture.md, rule 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import select

from counter_app.desk import drafts, handovers, issuing, visits
from counter_app.desk.commands import HandOver
from counter_app.desk.views import EnvelopeView, Refused
from counter_app.errors import BadInputError
from data.database import Session
from data.tables import Credential, Draft, Envelope
from tests.support.desks import OFFICE, Desk, add_operator, build_counter, fresh_key, logged_in, reservation
from tests.support.processes import racers

ROUNDS = 100


@dataclass
class Racer:
    """A desk in a process of its own, with the visits it opened."""

    desk: Desk
    visits: list[int]


def at_desk(url: str, folder: Path, name: str) -> Racer:
    return Racer(Desk.open(build_counter(url, folder, desk=name)), [])


def open_visits(racer: Racer, people: list[int]) -> int:
    for person_id in people:
        card = visits.open_visit(racer.desk.counter, racer.desk.actor, person_id, "")
        racer.visits.append(card.visit_id)
    return len(racer.visits)


def open_own_visits(racer: Racer, people: list[list[int]]) -> int:
    """Open the visits of this desk's own people."""
    return open_visits(racer, people[int(racer.desk.actor.desk) - 1])


def reserve(racer: Racer, turn: int) -> tuple[str, str]:
    """Reserve for the person of a turn and return what came of it."""
    key = f"{racer.desk.actor.desk}-{turn}"
    answer = issuing.reserve(racer.desk.counter, racer.desk.actor, reservation(racer.visits[turn], key=key))
    if isinstance(answer, EnvelopeView):
        return "issued", answer.serial
    assert isinstance(answer, Refused), answer
    return "refused", " ".join(norm.id for norm in answer.decision.norms)


def reserve_all(racer: Racer) -> list[str]:
    return [reserve(racer, turn)[1] for turn in range(len(racer.visits))]


def settle(racer: Racer, serial: str) -> str:
    """Hand over at desk 1, spoil at the others, and return the kind of answer."""
    desk = racer.desk
    try:
        if desk.actor.desk == "1":
            command = HandOver(serial, True, True, fresh_key())
            return type(issuing.hand_over(desk.counter, desk.actor, command)).__name__
        return type(desk.spoil(serial)).__name__
    except BadInputError as refused:
        return type(refused).__name__


@pytest.fixture
def office(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter(desk="0")


def url_of(office: Desk) -> str:
    return office.counter.settings.url


def folder_of(office: Desk) -> Path:
    return office.counter.settings.state_dir


@pytest.mark.timeout(300)
def test_two_desks_issue_for_one_person_a_hundred_times(office: Desk) -> None:
    people = [office.person().id for _round in range(ROUNDS)]
    places = [(url_of(office), folder_of(office), name) for name in ("1", "2")]
    with racers(at_desk, *places) as pair:
        assert pair.run(open_visits, people) == [ROUNDS, ROUNDS]
        rounds = [sorted(pair.run(reserve, turn)) for turn in range(ROUNDS)]

    assert [one for one, _other in rounds] == [("issued", f"{OFFICE}-{turn:07d}") for turn in range(1, ROUNDS + 1)]
    assert {other for _one, other in rounds} == {("refused", "one-pin-per-person")}
    credentials = office.counter.read(lambda session: session.exec(select(Credential)).all())
    assert sorted(row.person_id for row in credentials) == sorted(people)
    assert office.verify().passed
    assert office.verify().desks == 3


@pytest.mark.timeout(300)
def test_four_desks_at_work_at_once_never_meet_a_fault(office: Desk) -> None:
    people = [[office.person().id for _one in range(8)] for _desk in range(4)]
    places = [(url_of(office), folder_of(office), str(number)) for number in range(1, 5)]
    with racers(at_desk, *places) as desks:
        desks.run(open_own_visits, people)
        serials = sorted(serial for answers in desks.run(reserve_all) for serial in answers)
    assert serials == [f"{OFFICE}-{number:07d}" for number in range(1, 33)]
    assert office.verify().passed


def test_an_envelope_handed_over_and_spoiled_at_once_ends_as_one_of_them(office: Desk) -> None:
    serials = [office.printed().serial for _round in range(6)]
    places = [(url_of(office), folder_of(office), name) for name in ("1", "2")]
    with racers(at_desk, *places) as pair:
        answers = [sorted(pair.run(settle, serial)) for serial in serials]
    assert {tuple(answer) for answer in answers} == {("BadInputError", "EnvelopeView")}
    for serial in serials:
        assert ends_of(office, serial) in {("handed-over", "active"), ("spoiled", "closed")}
    assert office.verify().passed


def ends_of(office: Desk, serial: str) -> tuple[str, str]:
    def read(session: Session) -> tuple[str, str]:
        envelope = session.get_one(Envelope, serial)
        return envelope.state, session.get_one(Credential, envelope.credential_id).state

    return office.counter.read(read)


def test_one_reservation_sent_twice_at_once_is_made_once(office: Desk) -> None:
    people = [office.person().id for _round in range(5)]
    with racers(at_desk, *[(url_of(office), folder_of(office), "1")] * 2) as pair:
        pair.run(open_visits, people)
        rounds = [pair.run(reserve, turn) for turn in range(5)]
    assert [set(answers) for answers in rounds] == [{("issued", f"{OFFICE}-{turn:07d}")} for turn in range(1, 6)]
    assert office.verify().passed


COLLEAGUE = "collega"


def open_desk(url: str, folder: Path, name: str) -> Desk:
    """Desk 0 is the giver's, at the others the colleague has logged in."""
    desk = Desk.open(build_counter(url, folder, desk=name))
    if name != "0":
        desk.actor = logged_in(desk.counter, COLLEAGUE)
    return desk


def have(desk: Desk, visit_id: int) -> str:
    """Take a case over, or back at the giver's desk; return what came of it."""
    take = handovers.take_back if desk.actor.desk == "0" else handovers.take_over
    try:
        view = take(desk.counter, desk.actor, visit_id)
    except BadInputError as refused:
        return refused.message
    return "taken" if view.draft is not None and view.draft.values == {"document-number": "C"} else "lost"


def test_m01_a_case_taken_at_two_desks_and_taken_back_at_once_is_had_by_one(office: Desk) -> None:
    add_operator(office.counter, office.supervisor, COLLEAGUE)
    cases = []
    for _round in range(12):
        visit_id = office.visit(office.person())
        drafts.save(office.counter, office.actor, visit_id, "identify/document", {"document-number": "C"})
        (able,) = handovers.who_can_take(office.counter, office.actor, visit_id)
        handovers.hand_over(office.counter, office.actor, visit_id, able.id)
        cases.append(visit_id)
    places = [(url_of(office), folder_of(office), name) for name in ("0", "1", "2")]
    with racers(open_desk, *places) as desks:
        rounds = [desks.run(have, visit_id) for visit_id in cases]
    for answers in rounds:
        winner = str(answers.index("taken"))
        assert answers.count("taken") == 1
        assert all(winner in answer for answer in answers if answer != "taken"), "the others are told the desk"
    kept = office.counter.read(lambda session: session.exec(select(Draft)).all())
    assert sorted(row.visit_id for row in kept) == cases
    assert office.verify().passed
