"""`sportello people import` as a command: who may, what it says, how it ends (interfaces.md)."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from counter_app import cli, i18n
from counter_app.counter import Counter
from counter_app.importing.people import Stage
from counter_app.importing.progress import Bar
from data.database import Session
from data.tables import Person, RegisterEntry
from data.vocabulary import WorldKind
from tests.support.desks import OPERATOR, PASSWORD, SUPERVISOR, Desk
from tests.support.people_files import one, write
from tests.support.people_files import people as some_people


@pytest.fixture
def office(sqlite_url: str, counters: Callable[..., Counter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SPORTELLO_STATE", str(tmp_path))
    monkeypatch.setenv("SPORTELLO_DATABASE", sqlite_url)
    return Desk.open(counters(sqlite_url))


@pytest.fixture(autouse=True)
def language_again() -> Iterator[None]:
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


def run(*words: str, password: str = PASSWORD, operator: str = SUPERVISOR) -> int:
    """Run the command in English as a script does."""
    reading, writing = os.pipe()
    os.write(writing, password.encode() + b"\n")
    os.close(writing)
    account = ["--operator", operator] if operator else []
    return cli.main(["people", "import", *words, *account, "--password-fd", str(reading), "--lang", "en"])


def count(desk: Desk) -> int:
    return desk.counter.read(lambda session: len(session.exec(select(Person)).all()))


def events(desk: Desk) -> list[str]:
    def read(session: Session) -> list[str]:
        return list(session.exec(select(RegisterEntry.event).order_by(col(RegisterEntry.id))))

    return desk.counter.read(read)


def test_m01_a_supervisor_imports_and_the_register_says_so(
    office: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "people.csv", some_people(3))
    assert run(str(file)) == cli.DONE
    out, err = capsys.readouterr()
    assert out == f"{file}: imported. Rows: 3, new: 3, there already: 0, rejected: 0.\n"
    assert err == ""
    assert count(office) == 3
    assert events(office)[-3:] == ["operator.logged-in", "people.imported", "operator.logged-out"]
    assert office.verify().passed


def test_json_is_one_document(office: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "people.csv", [one(), one(sex="X")])
    assert run(str(file), "--keep-good", "--json") == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["imported"], told["rows"], told["added"], told["rejected"]) == (True, 2, 1, 1)
    assert told["problems"] == [{"line": 3, "field": "sex", "reason": "F or M."}]
    assert told["reject_file"] == str(tmp_path / "people.rejected.csv")
    assert (tmp_path / "people.rejected.csv").exists()
    assert run(str(file), "--keep-good", "--json") == cli.BAD_INPUT
    assert run(str(file), "--keep-good", "--json", "--force") == cli.DONE


def test_m02_bad_rows_are_told_line_by_line_and_nothing_is_imported(
    office: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "people.csv", [one(), *(one(sex="X") for _row in range(120))])
    assert run(str(file)) == cli.BAD_INPUT
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert lines[0] == "line 3, sex: F or M."
    assert lines[100:] == ["and 20 more problems", f"{file}: nothing was imported. Rows: 121, rejected: 120."]
    assert count(office) == 0


@pytest.mark.parametrize(
    ("who", "code"),
    [({"operator": OPERATOR}, cli.REFUSED), ({"password": "wrong"}, cli.REFUSED), ({"operator": ""}, cli.BAD_INPUT)],
)
def test_m01_nobody_else_imports(office: Desk, tmp_path: Path, who: dict[str, str], code: int) -> None:
    file = write(tmp_path / "people.csv", [one()])
    assert run(str(file), **who) == code
    assert count(office) == 0


def test_a_file_that_cannot_be_read_is_told_before_the_password_is_asked(
    office: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_text("name;surname\n")
    before = events(office)
    for words in ([str(tmp_path / "none.csv")], [str(tmp_path / "people.csv")]):
        assert run(*words) == cli.BAD_INPUT
    assert "columns are missing" in capsys.readouterr().err
    assert events(office) == before


def test_a_training_world_is_not_imported_into(
    empty_sqlite: str, counters: Callable[..., Counter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPORTELLO_STATE", str(tmp_path))
    desk = Desk.open(counters(empty_sqlite, world=WorldKind.TRAINING))
    file = write(tmp_path / "people.csv", [one()])
    assert run(str(file), "--database", empty_sqlite) == cli.FAULT
    assert count(desk) == 0


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'training.db'}"


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPORTELLO_STATE", str(tmp_path / "state"))
    assert run(str(write(tmp_path / "people.csv", [one()]))) == cli.BAD_INPUT
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(("language", "words"), [("it", "cognome alla nascita"), ("en", "surname at birth")])
def test_the_help_names_every_column(language: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--lang", language, "people", "import", "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert f"* surname           {words}" in out
    assert "  mismatch_reason" in out


class Terminal(io.StringIO):
    """A terminal that keeps what was drawn."""

    def isatty(self) -> bool:
        return True


def test_the_bar_is_drawn_on_a_terminal_only() -> None:
    i18n.choose("en")
    drawn: list[Any] = [Terminal(), io.StringIO()]
    for voice in drawn:
        with Bar(voice) as bar:
            bar.told(Stage.READING, 50, 200)
            bar.told(Stage.READING, 51, 200)
            bar.told(Stage.STORING, 0, 0)
    looks = [look.rstrip() for look in drawn[0].getvalue().split("\r")]
    assert looks[1] == f"Reading the file [{'#' * 7}{'-' * 23}]  25%"
    assert looks[2].startswith(f"Storing [{'#' * 30}] 100%")
    assert looks[-1] == ""
    assert drawn[1].getvalue() == ""
