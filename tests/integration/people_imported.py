"""What the tests of the import ask an archive."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from counter_app.desk import people as desk_people
from counter_app.desk.commands import NewPerson
from counter_app.identity.fiscal_code import parse
from counter_app.importing import people
from counter_app.importing.people import Imported, ImportPeople
from data.database import Session
from data.queries import imports as queries
from data.tables import Person, RegisterDetails, RegisterEntry
from data.vocabulary import Sex
from tests.support.desks import Desk


def imported(desk: Desk, file: Path, **options: Any) -> Imported:
    return people.import_people(desk.counter, desk.supervisor, ImportPeople(file, **options))


def count(desk: Desk) -> int:
    """Return how many people anybody can find; none of the others is left over."""

    def read(session: Session) -> int:
        rows = session.exec(select(Person)).all()
        assert not queries.loading(session)
        return len(rows)

    return desk.counter.read(read)


def acts(desk: Desk, event: str) -> list[dict[str, Any]]:
    def read(session: Session) -> list[dict[str, Any]]:
        statement = (
            select(RegisterDetails.text)
            .join(RegisterEntry)
            .where(RegisterEntry.event == event)
            .order_by(col(RegisterEntry.id))
        )
        return [json.loads(text or "") for text in session.exec(statement)]

    return desk.counter.read(read)


def all_of(desk: Desk) -> dict[str, Person]:
    return desk.counter.read(lambda session: {row.fiscal_code: row for row in session.exec(select(Person)).all()})


def reject_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def command_of(row: dict[str, str]) -> NewPerson:
    return NewPerson(
        row["fiscal_code"],
        row["surname"],
        row["name"],
        Sex(row["sex"]),
        date.fromisoformat(row["born"]),
        desk_people.birth_place_code(parse(row["fiscal_code"]), row["birth_place"], date.fromisoformat(row["born"])),
        birth_place=row["birth_place"],
        address=(row["address_1"], row["address_2"], row.get("address_3", "")),
        email=row["email"],
        mobile=row["mobile"],
        mismatch_reason=row["mismatch_reason"],
    )
