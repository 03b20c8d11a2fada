"""The register finds what somebody with SQL access but without the key did to it (architecture.md, rule 8; M01)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from counter_app.counter import Counter
from counter_app.desk import identification, operators
from counter_app.desk.commands import Login
from counter_app.desk.views import Refused
from counter_app.register.verify import BadRow, Damage
from data.database import Session
from data.tables import Office
from tests.conftest import ENGINES, database_url
from tests.support.desks import EXPIRED_CARD, OPERATOR, Desk, build_counter
from tests.support.tampering import Intruder, intrusion

FIRST, SECOND = "0500/1", "0500/2"
MIDDLE = 9


@dataclass(frozen=True)
class History:
    counter: Counter
    last: int
    """Number of rows of the first desk."""


def live(desk: Desk) -> None:
    """Do a little of everything."""
    desk.handed_over()
    desk.spoil(desk.reserved().serial)
    visit_id = desk.visit(desk.person())
    assert isinstance(identification.check_document(desk.counter, desk.actor, visit_id, EXPIRED_CARD), Refused)
    operators.login(desk.counter, Login(OPERATOR, "sbagliata"))
    desk.clock.advance(timedelta(days=1, microseconds=7))
    operators.logout(desk.counter, desk.actor)


@pytest.fixture(scope="module", params=ENGINES)
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """Two desks with a real history each; no test changes it."""
    folder = tmp_path_factory.mktemp("register")
    with closing(database_url(request.param, True, request, folder)) as urls:
        url = next(urls)
        first = Desk.open(build_counter(url, folder))
        live(first)
        second = Desk.open(build_counter(url, folder, on=first.clock.today(), desk="2"))
        live(second)
        last = first.counter.register.heads.all()[FIRST][0]
        yield History(second.counter, last)
        first.counter.database.close()
        second.counter.database.close()


@pytest.fixture
def intruder(history: History) -> Iterator[Intruder]:
    with intrusion(history.counter) as intruder:
        yield intruder


def test_m01_a_real_history_passes(intruder: Intruder, history: History) -> None:
    found = intruder.verify()
    assert found.passed
    assert found.desks == 2
    assert found.rows == intruder.rows("SELECT count(*) FROM register_entry")[0][0] > 2 * MIDDLE


def test_another_key_fails_at_the_first_row(intruder: Intruder) -> None:
    assert [(bad.desk, bad.seq) for bad in intruder.verify(key=b"k" * 32).bad] == [(FIRST, 1), (SECOND, 1)]


EDITS = {
    "at": "'2016-05-10 07:00:01.000000'",
    "business_date": "'2016-05-09'",
    "event": "'pin.recovered'",
    "operator": "operator || '2'",
    "visit_id": "CASE WHEN visit_id IS NULL THEN 1 ELSE NULL END",
    "subject": "subject || '1'",
    "details_digest": "previous",
    "previous": "mac",
    "mac": "details_digest",
}


def test_every_column_of_an_entry_is_edited_below(history: History) -> None:
    columns = {column["name"] for column in sa.inspect(history.counter.database.engine).get_columns("register_entry")}
    assert {*EDITS, "id", "desk", "seq"} == columns


@pytest.mark.parametrize("seq", [1, MIDDLE, -1])
@pytest.mark.parametrize("column", EDITS)
def test_an_edited_column_is_found(intruder: Intruder, history: History, column: str, seq: int) -> None:
    seq = seq if seq > 0 else history.last
    where = "WHERE desk = :desk AND seq = :seq"
    assert intruder.do(f"UPDATE register_entry SET {column} = {EDITS[column]} {where}", desk=FIRST, seq=seq) == 1
    assert intruder.verify().bad == (BadRow(FIRST, seq, Damage.EDITED),)


def test_a_row_given_to_another_desk_is_found_at_both(intruder: Intruder) -> None:
    intruder.do("UPDATE register_entry SET desk = '0500/9' WHERE desk = :desk AND seq = :seq", desk=FIRST, seq=MIDDLE)
    expected = {BadRow(FIRST, MIDDLE, Damage.REMOVED), BadRow("0500/9", MIDDLE, Damage.EDITED)}
    assert set(intruder.verify().bad) == expected


def test_a_row_given_another_place_is_found(intruder: Intruder) -> None:
    intruder.do("UPDATE register_entry SET seq = 4711 WHERE desk = :desk AND seq = :seq", desk=FIRST, seq=MIDDLE)
    assert intruder.verify().bad == (BadRow(FIRST, MIDDLE, Damage.REMOVED),)


def test_a_row_given_another_number_loses_its_details(intruder: Intruder) -> None:
    intruder.do("UPDATE register_entry SET id = 4711 WHERE desk = :desk AND seq = :seq", desk=FIRST, seq=MIDDLE)
    assert intruder.verify().bad[0] == BadRow(FIRST, MIDDLE, Damage.DETAILS)


@pytest.mark.parametrize("seq", [1, MIDDLE])
def test_an_inserted_row_is_found(intruder: Intruder, seq: int) -> None:
    intruder.shift(FIRST, seq, 1)
    intruder.forge(FIRST, like=seq + 1, seq=seq)
    assert intruder.verify().bad == (BadRow(FIRST, seq, Damage.INSERTED),)


@pytest.mark.parametrize("count", [1, 2])
def test_rows_added_at_the_end_are_found(intruder: Intruder, history: History, count: int) -> None:
    for more in range(count):
        intruder.do("UPDATE register_entry SET id = id + 1 WHERE id = 90000")
        intruder.do("UPDATE register_details SET entry_id = entry_id + 1 WHERE entry_id = 90000")
        intruder.forge(FIRST, like=history.last, seq=history.last + 1 + more)
    assert intruder.verify().bad == (BadRow(FIRST, history.last + 1, Damage.INSERTED),)


@pytest.mark.parametrize("seq", [1, MIDDLE])
def test_a_genuine_row_put_in_twice_is_found(intruder: Intruder, seq: int) -> None:
    intruder.drop_uniqueness()
    intruder.forge(FIRST, like=seq, seq=seq)
    intruder.do(
        "UPDATE register_entry SET mac = "
        "(SELECT mac FROM register_entry WHERE desk = :desk AND seq = :seq AND id < 90000) WHERE id = 90000",
        desk=FIRST,
        seq=seq,
    )
    assert intruder.verify().bad == (BadRow(FIRST, seq, Damage.INSERTED),)


def remove(intruder: Intruder, where: str, **values: object) -> None:
    ids = f"SELECT id FROM register_entry WHERE {where}"
    intruder.do(f"DELETE FROM register_details WHERE entry_id IN ({ids})", **values)
    assert intruder.do(f"DELETE FROM register_entry WHERE {where}", **values)


@pytest.mark.parametrize(
    ("first", "last"), [(1, 1), (1, 3), (MIDDLE, MIDDLE), (MIDDLE, MIDDLE + 2), (-1, -1), (-3, -1)]
)
@pytest.mark.parametrize("closed_up", [False, True])
def test_removed_rows_are_found(intruder: Intruder, history: History, first: int, last: int, closed_up: bool) -> None:
    first, last = (place if place > 0 else history.last + 1 + place for place in (first, last))
    remove(intruder, "desk = :desk AND seq BETWEEN :first AND :last", desk=FIRST, first=first, last=last)
    tail = last == history.last
    if closed_up and not tail:
        intruder.shift(FIRST, last + 1, first - last - 1)
    (bad,) = intruder.verify().bad
    assert (bad.desk, bad.seq) == (FIRST, first)
    assert bad.damage is (Damage.EDITED if closed_up and not tail else Damage.REMOVED)


def test_a_desk_removed_whole_is_found(intruder: Intruder) -> None:
    remove(intruder, "desk = :desk", desk=FIRST)
    assert intruder.verify().bad == (BadRow(FIRST, 1, Damage.REMOVED),)


def test_an_emptied_register_is_found(intruder: Intruder) -> None:
    remove(intruder, "seq > 0")
    assert {bad.desk for bad in intruder.verify().bad} == {FIRST, SECOND}


@pytest.mark.parametrize(("one", "other"), [(MIDDLE, MIDDLE + 1), (1, 2), (3, MIDDLE)])
def test_swapped_rows_are_found(intruder: Intruder, one: int, other: int) -> None:
    for place, to in ((one, 5000), (other, one), (5000, other)):
        intruder.do(
            "UPDATE register_entry SET seq = :to WHERE desk = :desk AND seq = :place", desk=FIRST, place=place, to=to
        )
    (bad,) = intruder.verify().bad
    assert (bad.desk, bad.seq) == (FIRST, one)


DETAILS = "WHERE entry_id = (SELECT id FROM register_entry WHERE desk = :desk AND seq = :seq)"


@pytest.mark.parametrize(
    "change", ["text = text || ' '", "text = '{}x'", "salt = (SELECT mac FROM register_entry WHERE id = 1)"]
)
def test_edited_details_are_found(intruder: Intruder, change: str) -> None:
    intruder.do(f"UPDATE register_details SET {change} {DETAILS}", desk=FIRST, seq=MIDDLE)
    assert intruder.verify().bad == (BadRow(FIRST, MIDDLE, Damage.DETAILS),)


def test_removed_details_are_found(intruder: Intruder) -> None:
    intruder.do(f"DELETE FROM register_details {DETAILS}", desk=FIRST, seq=MIDDLE)
    assert intruder.verify().bad == (BadRow(FIRST, MIDDLE, Damage.DETAILS),)


def test_details_swapped_between_two_acts_are_found(intruder: Intruder) -> None:
    ids = [row[0] for row in intruder.rows("SELECT id FROM register_entry WHERE seq IN (3, 9) AND desk = :d", d=FIRST)]
    for place, to in ((ids[0], 80000), (ids[1], ids[0]), (80000, ids[1])):
        intruder.do("UPDATE register_details SET entry_id = :to WHERE entry_id = :place", place=place, to=to)
    assert intruder.verify().bad == (BadRow(FIRST, 3, Damage.DETAILS),)


def test_details_of_no_act_are_found(intruder: Intruder) -> None:
    intruder.do(
        "INSERT INTO register_details (entry_id, salt, text) SELECT 70000, salt, text FROM register_details LIMIT 1"
    )
    assert [bad.seq for bad in intruder.verify().bad] == [70000]


def test_a_person_can_be_erased_and_the_chain_still_holds(intruder: Intruder) -> None:
    assert intruder.do("UPDATE register_details SET text = NULL") > 2 * MIDDLE
    assert intruder.verify().passed


def test_damage_at_two_desks_is_named_at_both(intruder: Intruder) -> None:
    intruder.do("UPDATE register_entry SET event = 'nothing' WHERE seq = 4")
    assert [(bad.desk, bad.seq) for bad in intruder.verify().bad] == [(FIRST, 4), (SECOND, 4)]


def test_what_was_found_is_said_in_words(intruder: Intruder) -> None:
    for damage in Damage:
        text = str(BadRow(FIRST, 12, damage))
        assert FIRST in text
        assert "12" in text


ODD = st.one_of(
    st.integers(-5, 10_000),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    st.binary(max_size=33),
    st.floats(allow_nan=False),
)
COLUMNS = ("desk", "seq", *EDITS)


def _stored(connection: Intruder, table: str, column: str, where: str, key: int) -> object:
    return connection.rows(f"SELECT {column} FROM {table} WHERE {where} = :key", key=key)[0][0]


@pytest.mark.parametrize("history", ["sqlite"], indirect=True)
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_whatever_is_put_into_whatever_column_is_found(history: History, data: st.DataObject) -> None:
    """SQLite stores whatever it is given, in any column: nothing of it may pass, or stop the verification."""
    with intrusion(history.counter) as intruder:
        intruder.do("PRAGMA ignore_check_constraints=on")
        entry = data.draw(st.integers(1, intruder.rows("SELECT max(id) FROM register_entry")[0][0]), label="entry")
        table, column, key = data.draw(
            st.sampled_from(
                [*(("register_entry", column, "id") for column in COLUMNS)]
                + [("register_details", column, "entry_id") for column in ("text", "salt")]
            ),
            label="column",
        )
        before = _stored(intruder, table, column, key, entry)
        value = data.draw(ODD, label="value")
        try:
            intruder.do(f"UPDATE {table} SET {column} = :value WHERE {key} = :key", value=value, key=entry)
        except sa.exc.IntegrityError:
            assume(False)
        after = _stored(intruder, table, column, key, entry)
        assume(type(after) is not type(before) or after != before)
        seq_and_desk = intruder.rows("SELECT seq, desk FROM register_entry WHERE id = :id", id=entry)
        found = intruder.verify()
        intruder.do("PRAGMA ignore_check_constraints=off")
        assert not found.passed, (table, column, before, after)
        assert seq_and_desk


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_several_random_changes_are_found_at_the_first(history: History, data: st.DataObject) -> None:
    with intrusion(history.counter) as intruder:
        # never two rows in a row: an edited row behind a removed one may be told as either
        places = data.draw(st.sets(st.sampled_from(range(2, history.last, 3)), min_size=1, max_size=4))
        for seq in sorted(places, reverse=True):
            act = data.draw(st.sampled_from(["edit", "remove", "insert", "details"]))
            if act == "edit":
                column = data.draw(st.sampled_from(sorted(EDITS)))
                where = "WHERE desk = :desk AND seq = :seq"
                intruder.do(f"UPDATE register_entry SET {column} = {EDITS[column]} {where}", desk=FIRST, seq=seq)
            elif act == "remove":
                remove(intruder, "desk = :desk AND seq = :seq", desk=FIRST, seq=seq)
            elif act == "insert" and not intruder.rows("SELECT 1 FROM register_entry WHERE id = 90000"):
                intruder.shift(FIRST, seq, 1)
                intruder.forge(FIRST, like=1, seq=seq)
            else:
                intruder.do(f"UPDATE register_details SET text = 'changed' {DETAILS}", desk=FIRST, seq=seq)
        (bad,) = intruder.verify().bad
        assert (bad.desk, bad.seq) == (FIRST, min(places))


# -- the heads outside the database, and the clock ----------------------------------------------------------------


def test_a_head_one_act_behind_passes(desk_counter: Callable[..., Desk]) -> None:
    """A process killed between the commit and the head leaves the head behind."""
    desk = desk_counter()
    desk.counter.database.committed = lambda _session: None
    desk.person()
    seq, _mac = desk.counter.register.heads.all()[FIRST]
    assert desk.verify().passed
    assert desk.verify().rows == seq + 1
    again = desk_counter()
    assert again.counter.register.heads.all()[FIRST][0] == seq + 3
    assert again.verify().passed


def test_acts_written_over_removed_ones_never_hide_them(sqlite_url: str, counters: Callable[..., Counter]) -> None:
    """The desk goes on working after a tail was cut off: however much it writes, the old head stays as evidence."""
    desk = Desk.open(counters(sqlite_url))
    desk.person()
    head = desk.counter.register.heads.all()[FIRST]
    with desk.counter.database.writer.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER register_entry_guard_delete")
        connection.exec_driver_sql("DROP TRIGGER register_details_guard_delete")
        cut = f"SELECT id FROM register_entry WHERE seq > {head[0] - 2}"
        connection.exec_driver_sql(f"DELETE FROM register_details WHERE entry_id IN ({cut})")
        connection.exec_driver_sql(f"DELETE FROM register_entry WHERE seq > {head[0] - 2}")
        connection.commit()
    for _act in range(6):
        desk.person()
        assert desk.counter.register.heads.all()[FIRST] == head
        assert not desk.verify().passed


def test_a_head_that_a_power_cut_left_empty_is_written_anew(sqlite_url: str, counters: Callable[..., Counter]) -> None:
    desk = Desk.open(counters(sqlite_url))
    folder = desk.counter.settings.state_dir / "register.heads"
    (file,) = folder.glob("*.json")
    for half in ("", '{"desk": "0500/1", "se', "[]", '{"desk": "0500/1", "seq": 1, "mac": "xyz"}'):
        file.write_text(half)
        assert desk.verify().passed
        desk.person()
        assert json.loads(file.read_text())["seq"] == desk.verify().rows


def test_a_head_that_cannot_be_written_does_not_fail_the_act(sqlite_url: str, counters: Callable[..., Counter]) -> None:
    desk = Desk.open(counters(sqlite_url))
    folder = desk.counter.settings.state_dir / "register.heads"
    (file,) = folder.glob("*.json")
    file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    assert desk.person().id
    folder.unlink()
    desk.person()
    assert desk.verify().passed
    assert desk.counter.register.heads.all()[FIRST][0] == desk.verify().rows


def test_heads_are_private(sqlite_url: str, counters: Callable[..., Counter]) -> None:
    desk = Desk.open(counters(sqlite_url))
    folder = desk.counter.settings.state_dir / "register.heads"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]


def test_an_act_that_fails_leaves_no_entry(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter()
    before = desk.verify().rows

    def fails(session: Session) -> None:
        session.add(Office(code="0500", name="twice", heading="", opened_on=desk.clock.today()))

    with pytest.raises(Exception, match=r"archivio|archive"):
        desk.counter.write(fails)
    assert desk.verify().rows == before
