"""Searching by what is known of somebody, on both engines: few at a time, the same order everywhere (M02)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from counter_app import settings
from counter_app.desk import people, search
from counter_app.desk.archive_views import HitsView
from counter_app.desk.commands import SearchPeople
from counter_app.errors import BadInputError
from counter_app.identity.fiscal_code import compute
from counter_app.walkthrough.building import archive_rows
from counter_app.walkthrough.worlds import load_world
from data.database import Database, Session
from data.queries import bulk
from data.queries import people as people_queries
from data.queries import search as queries
from data.queries.search import Sought
from data.tables import RegisterDetails, RegisterEntry
from data.vocabulary import Sex, WorldKind
from tests.conftest import TEMPLATE_MADE
from tests.support.desks import Desk, new_person

Desks = Callable[..., Desk]

YEAR_1980 = (date(1980, 1, 1), date(1980, 12, 31))


def enter(desk: Desk, surname: str, name: str = "Anna", born: date = date(1980, 5, 10), place: str = "H501") -> int:
    """Enter somebody and return their number."""
    code = compute(surname, name, born, Sex.FEMALE, place)
    command = replace(
        new_person(surname=surname, name=name, born=born, fiscal_code=code), sex=Sex.FEMALE, birth_place_code=place
    )
    return people.register(desk.counter, desk.actor, command).id


def names(view: HitsView) -> list[str]:
    return [hit.full_name for hit in view.hits]


def find(desk: Desk, surname: str, name: str = "", born: tuple[date, date] | None = None) -> HitsView:
    return search.find(desk.counter, desk.actor, SearchPeople(surname, name, born))


def all_pages(desk: Desk, surname: str) -> list[str]:
    asked = SearchPeople(surname)
    view = search.find(desk.counter, desk.actor, asked)
    found = names(view)
    while view.next is not None:
        view = search.find(desk.counter, desk.actor, asked, view.next)
        found += names(view)
    return found


def looks(desk: Desk) -> list[dict[str, Any]]:
    """Return the details of every list the register says was shown."""

    def read(session: Session) -> list[dict[str, Any]]:
        rows = session.exec(
            select(RegisterDetails.text)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == "hits.viewed")
            .order_by(col(RegisterEntry.id))
        )
        return [json.loads(text or "{}") for text in rows]

    return desk.counter.read(read)


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(desk_counter: Desks) -> Desk:
    desk = desk_counter()
    for surname, name, born in (
        ("D'Angelo", "Niccolò", date(1980, 5, 10)),
        ("Dangelico", "Anna", date(1975, 1, 1)),
        ("D'Àngeli", "Zoè", date(1980, 2, 29)),
        ("Dani", "Anna", date(1980, 5, 10)),
        ("Hu", "Li", date(1980, 5, 10)),
        ("Huber", "Anna", date(1980, 5, 10)),
        ("Ștefănescu", "Ioana", date(1990, 3, 3)),
    ):
        enter(desk, surname, name, born)
    return desk


@pytest.mark.parametrize(
    ("surname", "name", "born", "found"),
    [
        ("dang", "", None, ["D'Àngeli Zoè", "Dangelico Anna", "D'Angelo Niccolò"]),
        ("D’ANGE", "", None, ["D'Àngeli Zoè", "Dangelico Anna", "D'Angelo Niccolò"]),
        ("dan", "a", None, ["Dangelico Anna", "Dani Anna"]),
        ("dan", "", YEAR_1980, ["D'Àngeli Zoè", "D'Angelo Niccolò", "Dani Anna"]),
        ("dan", "", (date(1980, 5, 10), date(1980, 5, 10)), ["D'Angelo Niccolò", "Dani Anna"]),
        ("dan", "nicco", YEAR_1980, ["D'Angelo Niccolò"]),
        ("stefa", "", None, ["Ștefănescu Ioana"]),
        ("hub", "", None, ["Huber Anna"]),
        ("hu", "", None, ["Hu Li"]),
        ("hu", "l", YEAR_1980, ["Hu Li"]),
        ("xyz", "", None, []),
        ("dan", "", (date(1901, 1, 1), date(1901, 12, 31)), []),
    ],
)
def test_m02_people_are_found_by_how_their_data_begin(
    desk: Desk, surname: str, name: str, born: tuple[date, date] | None, found: list[str]
) -> None:
    view = find(desk, surname, name, born)
    assert names(view) == found
    assert (view.count, view.page, view.pages, view.next, view.too_many) == (len(found), 1, 1, None, False)


def test_m02_exactly_these_data_come_first_and_alone(desk: Desk) -> None:
    enter(desk, "Danielli", "Anna", date(1980, 5, 10))
    day = (date(1980, 5, 10), date(1980, 5, 10))
    exact = find(desk, "dani", "anna", day)
    assert (names(exact), exact.exact) == (["Dani Anna"], True)
    beginning = find(desk, "danie", "anna", day)
    assert (names(beginning), beginning.exact) == (["Danielli Anna"], False)


def test_m02_a_line_shows_what_tells_namesakes_apart_and_half_of_the_code(desk: Desk) -> None:
    (hit,) = find(desk, "hub").hits
    assert (hit.masked_code[:12], hit.masked_code[12:15]) == ("HBRNNA••••••", "501")
    assert (hit.born, hit.birth_place, hit.deceased) == (date(1980, 5, 10), "Roma (RM)", False)


@pytest.mark.parametrize("surname", ["", "  ", "'", "--"])
def test_m02_nobody_is_listed_without_a_surname(desk: Desk, surname: str) -> None:
    with pytest.raises(BadInputError) as caught:
        find(desk, surname, "anna", YEAR_1980)
    assert caught.value.field == "find-surname"
    assert looks(desk) == []


# --- pages -----------------------------------------------------------------------------------------------------------


def test_m02_pages_follow_one_another_without_gap_or_repetition(desk_counter: Desks) -> None:
    desk = desk_counter()
    for number in range(2 * settings.HITS_ON_A_PAGE + 1):
        enter(desk, "Rossi", "Anna", date(1960, 1, 1 + number % 4), f"H{500 + number}")
    asked = SearchPeople("ros")
    first = search.find(desk.counter, desk.actor, asked)
    assert (len(first.hits), first.count, first.page, first.pages) == (9, 19, 1, 3)
    assert first.next is not None
    # somebody is entered who stands before the second page: with an offset, one person would come twice
    enter(desk, "Rosa")
    second = search.find(desk.counter, desk.actor, asked, first.next)
    assert second.next is not None
    third = search.find(desk.counter, desk.actor, asked, second.next)
    assert (len(second.hits), second.page, second.pages) == (9, 2, 3)
    assert (len(third.hits), third.page, third.pages, third.next) == (1, 3, 3, None)
    shown = [(hit.born, hit.person_id) for view in (first, second, third) for hit in view.hits]
    assert shown == sorted(set(shown))


@pytest.mark.parametrize("beyond", [0, 1])
def test_m02_too_many_people_are_nobody(desk_counter: Desks, beyond: int) -> None:
    desk = desk_counter()
    for number in range(settings.MOST_HITS + beyond):
        enter(desk, "Rossi", "Anna", date(1960 + number, 1, 1))
    view = find(desk, "ros")
    assert (view.too_many, len(view.hits)) == ((True, 0) if beyond else (False, settings.HITS_ON_A_PAGE))
    assert view.count == settings.MOST_HITS
    assert len(looks(desk)) == 1 - beyond


# --- the register ----------------------------------------------------------------------------------------------------


def test_m01_each_list_is_in_the_register_by_who_was_on_it_and_not_by_what_was_typed(desk: Desk) -> None:
    view = find(desk, "dan", "", YEAR_1980)
    assert looks(desk) == [
        {
            "asked": ["surname", "born"],
            "exact": False,
            "page": 1,
            "people": [hit.person_id for hit in view.hits],
        }
    ]
    find(desk, "xyz")
    assert len(looks(desk)) == 1
    assert desk.verify().passed


# --- the index -------------------------------------------------------------------------------------------------------

SHAPES = {
    "surname": (Sought("ROS", False), "ix_person_search"),
    "surname and name": (Sought("ROSSI", False, "MAR"), "ix_person_search"),
    "short surname": (Sought("HU", True), "ix_person_search"),
    "birth date": (Sought("ROS", False, "", date(1980, 5, 10), date(1980, 5, 10)), "ix_person_born"),
    "year": (Sought("ROSSI", False, "", *YEAR_1980), "ix_person_"),
}


@pytest.fixture(scope="module")
def crowd() -> list[dict[str, Any]]:
    return list(archive_rows(load_world("demo").everybody, date(2016, 5, 10)))


@pytest.fixture
def archive(engine_url: str, crowd: list[dict[str, Any]]) -> Iterator[Database]:
    yield from filled(engine_url, crowd)


def filled(url: str, crowd: list[dict[str, Any]]) -> Iterator[Database]:
    """Give a database with the crowd in it, the engine's figures about it fresh."""
    database = Database(url)
    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    database.write(lambda session: bulk.insert_people(session, crowd))
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect() as connection:
            connection.execute(sa.text("ANALYZE person"))
            connection.commit()
    yield database
    database.close()


def plan(database: Database, sought: Sought, after: queries.Place | None = None) -> str:
    """Return how the engine would run the select of a page."""
    return plan_of(database, queries.statement(sought, after, 10))


def plan_of(database: Database, statement: sa.Select[Any]) -> str:
    explain = "EXPLAIN QUERY PLAN" if database.engine.dialect.name == "sqlite" else "EXPLAIN"

    def read(session: Session) -> str:
        text = statement.compile(database.engine, compile_kwargs={"literal_binds": True})
        return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(f"{explain} {text}"))

    return database.read(read)


def test_m02_every_search_goes_by_an_index_on_both_engines(archive: Database) -> None:
    for shape, (sought, index) in SHAPES.items():
        told = plan(archive, sought)
        assert index in told, (shape, told)
        assert "Seq Scan" not in told, (shape, told)
        assert "SCAN person" not in told, (shape, told)


def test_m02_whoever_was_merged_is_found_by_an_index_on_both_engines(archive: Database) -> None:
    told = plan_of(archive, people_queries.rows_of(1))
    assert "ix_person_search" in told, told
    assert "Seq Scan on person " not in told, told
    assert "SCAN person" not in told, told


def test_m02_a_later_page_enters_the_index_where_it_begins_and_sorts_nothing(archive: Database) -> None:
    sought = Sought("ROS", False)
    first = archive.read(lambda session: queries.page(session, sought, None, 10))
    told = plan(archive, sought, first[-1].place)
    assert "ix_person_search" in told
    assert "Sort" not in told
    assert "TEMP B-TREE" not in told
    second = archive.read(lambda session: queries.page(session, sought, first[-2].place, 10))
    assert second[0] == first[-1]


def test_m02_pages_are_those_of_the_whole_list_sorted_by_hand(archive: Database, crowd: list[dict[str, Any]]) -> None:
    sought = Sought("DE", False, "", date(1950, 1, 1), date(1979, 12, 31))
    shown: list[str] = []
    after = None
    while True:
        page = archive.read(lambda session, after=after: queries.page(session, sought, after, 25))  # type: ignore[misc]
        shown += [one.fiscal_code for one in page]
        if len(page) < 25:
            break
        after = page[-1].place
    by_hand = sorted(
        (row["search_surname"], row["search_name"], row["born"], number, row["fiscal_code"])
        for number, row in enumerate(crowd)
        if row["search_surname"].startswith("DE") and 1950 <= row["born"].year < 1980
    )
    assert shown == [row[-1] for row in by_hand]
    assert len(shown) > 100


def test_m02_the_columns_searched_are_ordered_by_code_point(archive: Database) -> None:
    """SQLite orders so unless told otherwise; PostgreSQL must be told, or the index depends on the language."""
    if archive.engine.dialect.name == "sqlite":
        return
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'person'"
    told = sa.text(f"{columns} AND collation_name = 'C' ORDER BY column_name")
    with archive.engine.connect() as connection:
        assert list(connection.scalars(told)) == ["search_name", "search_surname"]


def test_m02_order_and_index_do_not_depend_on_the_language_of_the_database(
    request: pytest.FixtureRequest, crowd: list[dict[str, Any]]
) -> None:
    """A database that orders texts as a dictionary does, capitals beside small letters."""
    server = request.getfixturevalue("postgres")
    name = server.create_in_language("it-IT")
    if name is None:
        pytest.skip("ORDER OF A LANGUAGE NOT TRIED: this PostgreSQL knows no language but C")
    try:
        for database in filled(server.url(name), crowd):
            with database.engine.connect() as connection:
                assert connection.scalar(sa.text("SELECT 'a' < 'B'"))
            for shape, (sought, index) in SHAPES.items():
                assert index in plan(database, sought), shape
            found = database.read(lambda session: queries.page(session, Sought("DE", False), None, 500))
            assert [one.search_surname for one in found] == sorted(one.search_surname for one in found)
    finally:
        server.drop(name)
