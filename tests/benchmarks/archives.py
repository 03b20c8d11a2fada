"""Archives of any size to measure on: the crowd of the world `demo`, and a hundred times as many people."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from counter_app.identity import fiscal_code
from counter_app.walkthrough.building import archive_rows
from counter_app.walkthrough.crowd import draw
from counter_app.walkthrough.worlds import Crowd, WorldPerson, load_world
from data.database import Database
from data.queries import bulk

DRAWN = 101_000
"""So many people are drawn one by one; more than that come as copies of them."""
TODAY = date(2016, 5, 10)
IN_ONE_TRANSACTION = 20_000
BREATH = 0.005
"""Seconds between two transactions of whoever writes on and on: the desk must be let in."""
_DIGITS = (6, 7, 9, 10, 12, 13, 14)
_TO_LETTERS = str.maketrans("0123456789", "LMNPQRSTUV")

Row = dict[str, Any]


def demo() -> tuple[WorldPerson, ...]:
    """Return the people of the world `demo`."""
    return load_world("demo").everybody


def rows(count: int, drawn_at_most: int = DRAWN) -> Iterator[Row]:
    """Yield people for an archive, those of `demo` first.

    Where more are asked for than are drawn, copies follow: the same names, so that each is as frequent as before, born
    some days later, with a homocode of the same code. Only the search looks at them.
    """
    crowd = load_world("demo").crowd
    assert crowd is not None
    drawn = list(archive_rows(draw(Crowd(min(count, drawn_at_most), crowd.seed)), TODAY))
    yield from drawn
    yield from islice(_copies(drawn), count - len(drawn))


def _copies(drawn: list[Row]) -> Iterator[Row]:
    taken = {row["fiscal_code"] for row in drawn}
    originals = [row for row in drawn if not row["provisional"] and not _homocodic(row["fiscal_code"])]
    for number in range(1, 128):
        for row in originals:
            code = _copy(row["fiscal_code"], number)
            if code not in taken:
                yield {**row, "fiscal_code": code, "born": row["born"] + timedelta(days=11 * number)}


def _homocodic(code: str) -> bool:
    return fiscal_code.FiscalCode(code).homocodic


def _copy(code: str, number: int) -> str:
    """Return one of the 127 homocodes of a code."""
    letters = list(code[:15])
    for bit, place in enumerate(_DIGITS):
        if number >> bit & 1:
            letters[place] = letters[place].translate(_TO_LETTERS)
    first15 = "".join(letters)
    return first15 + fiscal_code.check_character(first15)


def fill(database: Database, count: int) -> None:
    """Put people into an archive, in several transactions."""
    people = rows(count)
    while some := list(islice(people, IN_ONE_TRANSACTION)):
        database.write(lambda session, some=some: bulk.insert_people(session, some))  # type: ignore[misc]


def main() -> None:
    """Write people into an archive on and on, as an import in another process does, until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archives", description=main.__doc__)
    parser.add_argument("url", help="of a database that is open elsewhere")
    parser.add_argument("--rows", type=int, default=2_000, help="in one transaction")
    arguments = parser.parse_args()
    database = Database(arguments.url, create=False)
    few = len(demo())
    people = islice(rows(few * 200, drawn_at_most=2 * few), few, None)
    while some := list(islice(people, arguments.rows)):
        database.write(lambda session, some=some: bulk.insert_people(session, some))  # type: ignore[misc]
        print(len(some), flush=True)
        time.sleep(BREATH)


if __name__ == "__main__":
    main()
