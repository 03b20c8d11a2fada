"""The database as the program opens it: files, transactions, retries, idempotency keys, the world's marker."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from counter_app import bootstrap
from counter_app.counter import Counter
from counter_app.credentials.keys import TRAINING_COST
from counter_app.desk import office
from counter_app.errors import FaultError
from counter_app.settings import Settings
from data.database import LOOK_AGAIN, RETRIES, Database, Session, StorageError, WrongWorldError
from data.tables import ActKey, Desk, Numbering, Office
from data.vocabulary import WorldKind
from tests.conftest import TEMPLATE_MADE
from tests.support.desks import build_counter, opening
from tests.support.processes import PATIENCE, racers


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    database = Database(engine_url)
    yield database
    database.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def add_office(session: Session, code: str = "0500") -> None:
    session.add(Office(code=code, name="Firenze", heading="INPS", opened_on=date(2016, 5, 10)))
    session.flush()


def offices(database: Database) -> list[str]:
    return database.read(lambda session: list(session.exec(select(Office.code).order_by(Office.code)).all()))


# -- SQLite's file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077])
def test_the_file_and_its_companions_are_private(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        database = Database(f"sqlite:///{tmp_path}/new/sportello.db")
        database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
    database.close()
    assert modes == dict.fromkeys(("sportello.db", "sportello.db-wal", "sportello.db-shm"), 0o600)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_sqlite_is_durable_and_keeps_its_foreign_keys(sqlite: Database) -> None:
    def pragmas(session: Session) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        return {name: session.execute(sa.text(f"PRAGMA {name}")).scalar() for name in names}

    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0}
    assert sqlite.read(pragmas) == expected
    # a write waits where it begins, and nowhere else
    assert sqlite.write(pragmas) == {**expected, "busy_timeout": 0}


def test_foreign_keys_hold_on_both_engines(database: Database) -> None:
    with pytest.raises(StorageError):
        database.write(lambda session: session.add(Desk(office_code="9999", name="1")))


@pytest.mark.parametrize(
    "content", [b"this is not a database, it is a letter" * 100, b"SQLite format 3\0" + b"x" * 4000]
)
def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sportello.db").write_bytes(content)
    database = Database(f"sqlite:///{tmp_path}/sportello.db")
    with pytest.raises(StorageError):
        database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    database.close()
    assert (tmp_path / "sportello.db").read_bytes() == content


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/sportello.db", "nonsense", "oracle://x/y", "postgresql://nobody@/x?host=/nowhere"]
)
def test_a_database_that_cannot_be_reached_is_a_storage_error(url: str) -> None:
    def open_it() -> None:
        database = Database(url)
        try:
            database.open(WorldKind.OFFICE, TEMPLATE_MADE)
        finally:
            database.close()

    with pytest.raises(StorageError):
        open_it()


# -- transactions -------------------------------------------------------------------------------------------------


def test_a_write_takes_the_write_lock_at_once_and_a_read_does_not(sqlite: Database) -> None:
    assert sqlite.file is not None
    other = sqlite3.connect(sqlite.file, timeout=0, isolation_level=None)

    def lock_is_free(_session: Session) -> bool:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        other.execute("ROLLBACK")
        return True

    def looked(session: Session) -> bool:
        session.exec(select(Office)).all()
        return lock_is_free(session)

    assert sqlite.write(looked) is False
    assert sqlite.read(looked) is True
    other.close()


def test_a_read_goes_on_while_somebody_writes(sqlite: Database) -> None:
    assert sqlite.file is not None
    other = sqlite3.connect(sqlite.file, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert offices(sqlite) == []
    other.execute("ROLLBACK")
    other.close()


def test_an_exception_in_a_write_leaves_nothing(database: Database) -> None:
    def fails(session: Session) -> None:
        add_office(session)
        raise KeyError("the rule was wrong")

    with pytest.raises(KeyError):
        database.write(fails)
    assert offices(database) == []


def test_a_read_that_writes_leaves_nothing(database: Database) -> None:
    database.read(add_office)
    assert offices(database) == []


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_a_conflict_runs_the_whole_write_again(database: Database) -> None:
    """Somebody commits the same number between our read and our commit: the second run sees it."""
    runs = []

    def take(session: Session) -> int:
        runs.append(session)
        row = session.get(Numbering, "test")
        if len(runs) == 1:
            with database.engine.begin() as other:  # somebody who does not come through `write`
                other.execute(sa.insert(Numbering).values(name="test", last=1))
        if row is None:
            session.add(Numbering(name="test", last=1))
            session.flush()
            return 1
        row.last += 1
        return row.last

    assert database.write(take) == 2
    assert len(runs) == 2
    assert runs[0] is not runs[1]


@pytest.mark.parametrize("patience", [10_000, -1], ids=["waited-for", "tried-again-whole"])
def test_a_locked_sqlite_file_is_waited_for_and_then_tried_again(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, patience: int
) -> None:
    assert sqlite.file is not None
    impatient = Database(f"sqlite:///{sqlite.file}")
    assert offices(impatient) == []
    other = sqlite3.connect(sqlite.file, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits = []

    def unlock_at_the_third(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            other.execute("ROLLBACK")

    monkeypatch.setattr("data.database.BUSY_MILLISECONDS", patience)
    monkeypatch.setattr("data.database.time.sleep", unlock_at_the_third)
    assert impatient.write(lambda session: add_office(session)) is None
    assert len(waits) == 3
    assert max(waits) <= LOOK_AGAIN
    impatient.close()
    other.close()
    assert offices(sqlite) == ["0500"]


def test_a_uniqueness_conflict_is_tried_again_and_then_told(database: Database) -> None:
    database.write(add_office)
    runs = []

    def again(session: Session) -> None:
        runs.append(session)
        session.connection().execute(
            sa.insert(Office).values(code="0500", name="x", heading="x", opened_on=date(2016, 1, 1))
        )

    with pytest.raises(StorageError, match="IntegrityError"):
        database.write(again)
    assert len(runs) == RETRIES


def test_a_broken_rule_of_the_database_is_not_tried_again(database: Database) -> None:
    runs = []

    def broken(session: Session) -> None:
        runs.append(session)
        session.add(Desk(office_code="nowhere", name="1"))

    with pytest.raises(StorageError):
        database.write(broken)
    assert len(runs) == 1


def test_a_storage_error_never_quotes_the_row(database: Database) -> None:
    def broken(session: Session) -> None:
        session.add(Desk(office_code="RSSMRA80A01H501U", name="Bianchi"))

    with pytest.raises(StorageError) as caught:
        database.write(broken)
    assert "Bianchi" not in str(caught.value)


# -- idempotency keys ---------------------------------------------------------------------------------------------


def test_a_key_does_an_act_once(database: Database) -> None:
    def act(session: Session) -> tuple[str, str]:
        add_office(session)
        return "made", "0500"

    assert database.write_once("k", "test.open", act) == ("made", "0500")
    assert database.write_once("k", "test.open", act) == (None, "0500")
    assert offices(database) == ["0500"]


def test_a_key_of_another_act_is_refused_and_nothing_is_done(database: Database) -> None:
    database.write_once("k", "test.one", lambda _session: ("made", "1"))

    def other(session: Session) -> tuple[str, str]:
        add_office(session)
        return "made", "2"

    with pytest.raises(StorageError):
        database.write_once("k", "test.other", other)
    assert offices(database) == []


def test_a_refusal_keeps_no_key(database: Database) -> None:
    assert database.write_once("k", "test.one", lambda _session: ("refused", "")) == ("refused", "")
    assert database.read(lambda session: session.get(ActKey, "k")) is None
    assert database.write_once("k", "test.one", lambda _session: ("made", "1")) == ("made", "1")


def test_a_key_and_its_act_are_written_together_or_not_at_all(database: Database) -> None:
    def fails(session: Session) -> tuple[str, str]:
        session.add(Desk(office_code="nowhere", name="1"))
        return "made", "1"

    with pytest.raises(StorageError):
        database.write_once("k", "test.one", fails)
    assert database.read(lambda session: session.get(ActKey, "k")) is None


def test_two_threads_with_one_key_do_the_act_once(database: Database) -> None:
    barrier, answers = threading.Barrier(2), []

    def act(session: Session) -> tuple[str, str]:
        number = session.get(Numbering, "n") or Numbering(name="n", last=0)
        number.last += 1
        session.add(number)
        return "made", str(number.last)

    def race() -> None:
        barrier.wait(PATIENCE)
        answers.append(database.write_once("k", "test.count", act))

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(answers, key=str) == [("made", "1"), (None, "1")]


# -- worlds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then"), [(WorldKind.OFFICE, WorldKind.TRAINING), (WorldKind.TRAINING, WorldKind.OFFICE)]
)
def test_m26_a_world_is_never_opened_as_the_other_kind(
    empty_url: str, tmp_path: Path, first: WorldKind, then: WorldKind
) -> None:
    database = Database(empty_url)
    database.open(first, TEMPLATE_MADE)
    with pytest.raises(WrongWorldError):
        database.open(then, TEMPLATE_MADE)
    database.open(first, TEMPLATE_MADE)
    database.close()
    with pytest.raises(FaultError, match=r"tipo|kind"):
        build_counter(empty_url, tmp_path, world=then)


def _same(folder: Path) -> Path:
    return folder


def _open_fresh(folder: Path, url: str) -> str:
    """Build a counter and open the office on a database nobody touched before; return what came of it."""
    counter = build_counter(url, folder)
    try:
        office.open_office(counter, opening())
    except Exception as refused:
        return type(refused).__name__
    finally:
        counter.database.close()
    return "opened"


ROUNDS = 4


def test_m01_several_processes_make_one_database_and_one_office_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, empty_urls: list[str]
) -> None:
    with racers(_same, *[(tmp_path,)] * 3) as pair:
        for url in empty_urls:
            assert sorted(pair.run(_open_fresh, url)) == ["BadInputError", "BadInputError", "opened"]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[str]]:
    """Several databases with nothing in them."""
    if request.param == "sqlite":
        yield [f"sqlite:///{tmp_path}/{number}.db" for number in range(ROUNDS)]
        return
    server = request.getfixturevalue("postgres")
    names = [server.create("template0") for _ in range(ROUNDS)]
    yield [server.url(name) for name in names]
    for name in names:
        server.drop(name)


# -- the counter's faults -----------------------------------------------------------------------------------------


def test_a_counter_tells_a_fault_in_words_and_nothing_of_the_database(
    engine_url: str, counters: Callable[..., Counter]
) -> None:
    counter = counters(engine_url)
    with pytest.raises(FaultError, match=r"archivio|archive") as caught:
        counter.write(lambda session: session.add(Desk(office_code="nowhere", name="1")))
    assert "nowhere" not in caught.value.message


def test_a_database_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "sportello.db").mkdir()
    with pytest.raises(FaultError):
        bootstrap.build(Settings(state_dir=tmp_path, spool=tmp_path, argon2=TRAINING_COST))
