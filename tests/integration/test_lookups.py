"""Looks at people without an act, told to the supervisor from the register alone, on both engines (M01)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from counter_app.desk import drafts, lookups, search, visits
from counter_app.desk.commands import FindByData, SearchPeople
from counter_app.desk.views import PersonView
from counter_app.errors import NotAllowedError
from counter_app.identity.fiscal_code import mask, parse
from data.database import Session
from data.tables import RegisterDetails, RegisterEntry
from data.vocabulary import VisitOutcome
from tests.support.desks import OPERATOR, ORDINARY_DAY, SUPERVISOR, Desk, new_person

Desks = Callable[..., Desk]


@pytest.fixture
def desk(desk_counter: Desks) -> Desk:
    return desk_counter()


def look(desk: Desk, person: PersonView) -> int:
    """Open somebody's card and end the visit."""
    visit_id = desk.visit(person)
    visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.LOOKED_UP)
    return visit_id


def told(desk: Desk) -> list[tuple[date, str, int, int, int]]:
    return [
        (view.day, view.username, view.searches, view.cards, view.without_act)
        for view in lookups.report(desk.counter, desk.supervisor)
    ]


def test_m01_a_card_without_an_act_is_told_and_one_with_an_act_is_not(desk: Desk) -> None:
    looked = desk.person(surname="Verdi", name="Lucia")
    look(desk, looked)
    desk.handed_over()
    assert told(desk) == [(ORDINARY_DAY, OPERATOR, 0, 2, 1)]
    (one,) = lookups.people(desk.counter, desk.supervisor, OPERATOR, ORDINARY_DAY)
    assert (one.hit.person_id, one.hit.full_name) == (looked.id, "Verdi Lucia")
    assert one.hit.masked_code == mask(looked.fiscal_code)


def test_m01_a_refusal_is_an_act(desk: Desk) -> None:
    from counter_app.desk import identification

    desk.clock.move_to(date(2021, 10, 1))
    visit_id = desk.visit(desk.person())
    assert told(desk)[0][2:] == (0, 1, 1)
    identification.refuse_issue(desk.counter, desk.actor, visit_id)
    assert told(desk)[0][2:] == (0, 1, 0)


def test_m01_a_visit_that_is_never_closed_is_told_all_the_same(desk: Desk) -> None:
    desk.visit(desk.person())
    assert told(desk) == [(ORDINARY_DAY, OPERATOR, 0, 1, 1)]


def test_m01_a_case_left_half_way_is_not_told_until_it_is_given_up(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    drafts.save(desk.counter, desk.actor, visit_id, "document", {"document-number": "CA"})
    assert told(desk) == [(ORDINARY_DAY, OPERATOR, 0, 1, 0)]
    visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.ABANDONED)
    assert told(desk) == [(ORDINARY_DAY, OPERATOR, 0, 1, 1)]


def test_m01_lists_are_counted_page_by_page_and_only_where_people_were_shown(desk: Desk) -> None:
    for number in range(12):
        desk.person(surname="Verdi", born=date(1980, 1, 1 + number))
    asked = SearchPeople("ver")
    first = search.find(desk.counter, desk.actor, asked)
    search.find(desk.counter, desk.actor, asked, first.next)
    search.find(desk.counter, desk.actor, SearchPeople("xyz"))
    assert told(desk) == [(ORDINARY_DAY, OPERATOR, 2, 0, 0)]


def test_m01_whom_a_form_shows_is_a_look_once_and_only_where_somebody_else_is_shown(desk: Desk) -> None:
    known = desk.person(surname="Verdi", name="Lucia")
    code = parse(known.fiscal_code)
    for key in ("a", "a", "b"):
        found = search.find_other(desk.counter, desk.actor, code, key, None)
        assert found is not None
        assert found.person_id == known.id
    assert search.find_other(desk.counter, desk.actor, code, "c", known.id) is None
    assert search.find_other(desk.counter, desk.actor, parse(new_person().fiscal_code), "d", None) is None
    data = FindByData("verdi", "LUCIA", known.born)
    for key in ("e", "e"):
        assert [one.person_id for one in search.find_by_data(desk.counter, desk.actor, data, key)] == [known.id]
    search.find_by_data(desk.counter, desk.actor, FindByData("Nessuno", "Lucia", known.born), "f")
    assert told(desk) == [(ORDINARY_DAY, OPERATOR, 3, 0, 0)]

    def shown(session: Session) -> list[tuple[list[str], list[int]]]:
        rows = session.exec(
            select(RegisterDetails.text)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == "hits.viewed")
            .order_by(col(RegisterEntry.id))
        )
        return [(kept["asked"], kept["people"]) for kept in map(json.loads, filter(None, rows))]

    by_code, by_data = (["fiscal-code"], [known.id]), (["surname", "name", "born"], [known.id])
    assert desk.counter.read(shown) == [by_code, by_code, by_data]
    assert desk.verify().passed


def test_m01_the_newest_day_comes_first_and_in_it_who_looked_most(desk: Desk) -> None:
    person = desk.person()
    look(desk, person)
    desk.clock.move_to(ORDINARY_DAY + timedelta(days=1))
    look(desk, person)
    operator, desk.actor = desk.actor, desk.supervisor
    look(desk, person)
    look(desk, person)
    desk.actor = operator
    assert [line[:2] for line in told(desk)] == [
        (ORDINARY_DAY + timedelta(days=1), SUPERVISOR),
        (ORDINARY_DAY + timedelta(days=1), OPERATOR),
        (ORDINARY_DAY, OPERATOR),
    ]


def test_m01_the_report_goes_back_thirty_days(desk: Desk) -> None:
    look(desk, desk.person())
    desk.clock.move_to(ORDINARY_DAY + timedelta(days=lookups.DAYS - 1))
    assert len(told(desk)) == 1
    desk.clock.move_to(ORDINARY_DAY + timedelta(days=lookups.DAYS))
    assert told(desk) == []


def test_m01_who_looks_at_the_looks_is_in_the_register(desk: Desk) -> None:
    look(desk, desk.person())
    lookups.people(desk.counter, desk.supervisor, OPERATOR, ORDINARY_DAY)
    assert lookups.people(desk.counter, desk.supervisor, "nessuno", ORDINARY_DAY) == ()

    def read(session: Session) -> list[tuple[str, str]]:
        rows = session.exec(select(RegisterEntry).where(col(RegisterEntry.event) == "lookups.viewed"))
        return [(row.operator, row.subject) for row in rows]

    assert desk.counter.read(read) == [(SUPERVISOR, OPERATOR)]
    assert desk.verify().passed


def test_m01_an_operator_sees_nothing_of_it(desk: Desk) -> None:
    look(desk, desk.person())
    with pytest.raises(NotAllowedError):
        lookups.report(desk.counter, desk.actor)
    with pytest.raises(NotAllowedError):
        lookups.people(desk.counter, desk.actor, OPERATOR, ORDINARY_DAY)
