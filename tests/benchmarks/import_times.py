"""What an import costs: a file of people into the archive, against the same rows by a script of twenty lines."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import time
from pathlib import Path

from counter_app.identity.fiscal_code import check_character
from counter_app.importing import people
from counter_app.importing.people import ImportPeople
from tests.benchmarks.measure import Result, Samples
from tests.support.desks import Desk, build_counter
from tests.support.people_files import people as some_people
from tests.support.people_files import write

ROWS, ROUNDS = 200_000, 3
COLUMNS = (
    "fiscal_code, provisional, surname, name, search_surname, search_name, sex, born, birth_place_code, birth_place, "
    "citizenship, residence, italian_document, ward, deceased_on, address, email, mobile, pec"
)


def imports(rows: int = ROWS, rounds: int = ROUNDS) -> Result:
    """Rows in a second: read, judged by the rules of the desk, stored, entered in the register."""
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="sportello-benchmark-", dir="/var/tmp") as name:
        file = write(Path(name) / "people.csv", some_people(rows))
        for number in range(rounds + 1):
            folder = Path(name) / str(number)
            (folder / "ours").mkdir(parents=True)
            (folder / "theirs").mkdir()
            ours, theirs = _ours(file, folder / "ours", rows), _theirs(file, folder / "theirs", rows)
            if number:
                samples.ours.append(rows / ours)
                samples.reference.append(rows / theirs)
    what = "csv, check character of the fiscal code and executemany of the same rows in one transaction, by sqlite3"
    return Result("import", "rows/s", samples, what, "p50", 0.5, direction="at-least")


def _ours(file: Path, folder: Path, rows: int) -> float:
    desk = Desk.open(build_counter("", folder))
    begun = time.perf_counter()
    result = people.import_people(desk.counter, desk.supervisor, ImportPeople(file))
    took = time.perf_counter() - begun
    desk.counter.database.close()
    assert result.added == rows, result
    return took


def _theirs(file: Path, folder: Path, rows: int) -> float:
    counter = build_counter("", folder)
    counter.database.close()
    begun = time.perf_counter()
    archive = sqlite3.connect(folder / "sportello.db", isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "temp_store=memory"):
        archive.execute(f"PRAGMA {pragma}")
    archive.execute("BEGIN IMMEDIATE")
    with file.open(encoding="utf-8", newline="") as source:
        reader = csv.reader(source, delimiter=";")
        next(reader)
        told = (_as_stored(cells) for cells in reader if check_character(cells[0][:15]) == cells[0][15])
        marks = ", ".join("?" for _column in COLUMNS.split(","))
        archive.executemany(f"INSERT INTO person ({COLUMNS}) VALUES ({marks})", told)
    archive.execute("COMMIT")
    took = time.perf_counter() - begun
    assert archive.execute("SELECT count(*) FROM person").fetchone() == (rows,)
    archive.close()
    return took


def _as_stored(cells: list[str]) -> tuple[object, ...]:
    (code, surname, name, sex, born, place_code, place, citizenship, residence, *_rest) = cells
    address = f"{cells[12]}\n{cells[13]}"
    search = surname.upper(), name.upper()
    who = (code, 0, surname, name, *search, sex, born, place_code, place)
    return (*who, citizenship, residence, None, 0, None, address, *cells[14:17])
