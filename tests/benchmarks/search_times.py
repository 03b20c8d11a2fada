"""What a search costs: on a hundred times as many people no more, and never the screen its pulse.

The archives stand on SQLite files as an office has them: WAL, `synchronous=FULL`, register on.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from counter_app import bootstrap, settings
from counter_app.counter import Counter
from counter_app.desk import people, search
from counter_app.desk.commands import SearchPeople
from counter_app.identity.fiscal_code import FiscalCode
from counter_app.identity.folding import fold
from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates, ready_operators
from counter_app.walkthrough.worlds import WorldPerson, load_world
from data.database import Session
from data.queries import search as queries
from screens.app import SportelloApp
from screens.widgets.fields import DeskInput
from tests.benchmarks import archives
from tests.benchmarks.measure import Result, Samples, milliseconds
from tests.support.desks import Desk, build_counter
from tests.ui.driving import log_in, press

FEW, MANY = 10_000, 1_000_000
ROUNDS, WARM_UP = 300, 30
AGAINST = f"the same search for the same person among {FEW} people"
AIM = 1.5

Search = Callable[[Desk, WorldPerson], object]


def by_code(desk: Desk, one: WorldPerson) -> object:
    """Find by the fiscal code."""
    return people.find_by_code(desk.counter, desk.actor, FiscalCode(one.fiscal_code))


def by_data(desk: Desk, one: WorldPerson) -> object:
    """Find by exactly surname, name and birth date."""
    return _find(desk, one.surname, one.name, (one.born, one.born))


def by_name(desk: Desk, one: WorldPerson) -> object:
    """Find by how surname and name begin."""
    return _find(desk, one.surname[:4], one.name[:3])


def by_year(desk: Desk, one: WorldPerson) -> object:
    """Find by how the surname begins and the year of birth."""
    return _find(desk, one.surname[:4], "", (date(one.born.year, 1, 1), date(one.born.year, 12, 31)))


def by_day(desk: Desk, one: WorldPerson) -> object:
    """Find by how the surname begins and the birth date."""
    return _find(desk, one.surname[:3], "", (one.born, one.born))


def by_surname(desk: Desk, one: WorldPerson) -> object:
    """Find by how the surname begins alone."""
    return _find(desk, one.surname[:5])


def _find(desk: Desk, surname: str, name: str = "", born: tuple[date, date] | None = None) -> object:
    return search.find(desk.counter, desk.actor, SearchPeople(surname, name, born))


EXACT: tuple[Search, ...] = (by_code, by_data)
BEGINNING: tuple[Search, ...] = (by_surname, by_name, by_year, by_day)


def exact() -> Result:
    """Finding somebody by the fiscal code, or by surname, name and birth date."""
    return _search("search-exact", EXACT)


def beginning() -> Result:
    """Finding people by how their names begin, with and without year or day of birth; a list shown is registered."""
    return _search("search-prefix", BEGINNING)


def _search(name: str, searches: tuple[Search, ...]) -> Result:
    samples = Samples()
    few, many = _offices()
    sought = few.people
    for number in range(ROUNDS + WARM_UP):
        one = sought[number * 7919 % len(sought)]
        for find in searches:
            ours = milliseconds(lambda: find(many.desk, one))  # noqa: B023 - called at once
            reference = milliseconds(lambda: find(few.desk, one))  # noqa: B023 - as above
            if number >= WARM_UP:
                samples.ours.append(ours)
                samples.reference.append(reference)
    return Result(name, "ms", samples, AGAINST, "p95", AIM)


def selects() -> Result:
    """The select of each search by a beginning, alone: no register hides what the size of the archive costs."""
    samples = Samples()
    few, many = _offices()
    for number in range(ROUNDS + WARM_UP):
        one = few.people[number * 7919 % len(few.people)]
        for sought in _sought(one):
            ours = milliseconds(lambda: _select(many.desk, sought))  # noqa: B023 - called at once
            reference = milliseconds(lambda: _select(few.desk, sought))  # noqa: B023 - as above
            if number >= WARM_UP:
                samples.ours.append(ours)
                samples.reference.append(reference)
    return Result("search-select", "ms", samples, AGAINST, "p95", AIM)


def _sought(one: WorldPerson) -> tuple[queries.Sought, ...]:
    """Return what the searches of `BEGINNING` ask the archive."""
    surname, name = fold(one.surname), fold(one.name)
    year = (date(one.born.year, 1, 1), date(one.born.year, 12, 31))
    return (
        queries.Sought(surname[:5], len(surname) < settings.SEARCH_BEGINNING),
        queries.Sought(surname[:4], len(surname) < settings.SEARCH_BEGINNING, name[:3]),
        queries.Sought(surname[:4], len(surname) < settings.SEARCH_BEGINNING, "", *year),
        queries.Sought(surname[:3], len(surname) < settings.SEARCH_BEGINNING, "", one.born, one.born),
    )


def _select(desk: Desk, sought: queries.Sought) -> object:
    def read(session: Session) -> object:
        numbers = queries.numbers(session, sought, None, settings.MOST_HITS + 1)
        return queries.told(session, numbers[: settings.HITS_ON_A_PAGE]) if len(numbers) <= settings.MOST_HITS else ()

    return desk.counter.read(read)


class _Office(NamedTuple):
    desk: Desk
    people: tuple[WorldPerson, ...]


_STACK = ExitStack()


@cache
def _offices() -> tuple[_Office, _Office]:
    """Return an office with few people and one with many; both stand until the process ends."""
    folder = Path(_STACK.enter_context(tempfile.TemporaryDirectory(prefix="sportello-benchmark-", dir="/var/tmp")))
    return _office(folder / "few", FEW), _office(folder / "many", MANY)


def _office(folder: Path, count: int) -> _Office:
    folder.mkdir()
    counter = build_counter("", folder)
    _STACK.callback(counter.database.close)
    archives.fill(counter.database, count)
    return _Office(Desk.open(counter), archives.demo())


# --- the pulse of the screen -----------------------------------------------------------------------------------------

PULSE = 0.005
"""Seconds between two beats."""
BETWEEN_KEYS, LOOK = 0.1, 0.6
"""Seconds a clerk takes from key to key, and to look at a list."""
SEARCHES = 20
SOUGHT = ("rossi", "bian", "dang", "ricc", "gre")


def pulse() -> Result:
    """How late the loop of a desk that searches is, while another process writes people into the same archive."""
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="sportello-benchmark-", dir="/var/tmp") as name:
        templates = Templates(Path(name))
        for _round in range(2):
            samples.reference += _late(templates, Path(name) / f"quiet-{_round}", written=False)
            samples.ours += _late(templates, Path(name) / f"written-{_round}", written=True)
    return Result("search-pulse", "ms", samples, "the same desk, nobody writing", "p99", 20, aim_is="figure")


def _late(templates: Templates, folder: Path, *, written: bool) -> list[float]:
    world = load_world("demo")
    templates.copy(world, folder)
    settings = Settings(state_dir=folder, desk=world.desks[0])
    opened: list[Counter] = []

    def opener() -> Counter:
        from counter_app.clock import TrainingClock

        counter = bootstrap.open_training(folder, settings, TrainingClock(world.on), ready_operators(world))
        opened.append(counter)
        return counter

    try:
        return asyncio.run(_work(SportelloApp(settings, opener, training=True), folder, written))
    finally:
        for counter in opened:
            counter.database.close()


async def _work(app: SportelloApp, folder: Path, written: bool) -> list[float]:
    late: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await log_in(pilot)
        await press(pilot, "f2")
        with _writer(f"sqlite:///{folder / 'sportello.db'}") if written else ExitStack():
            await _search_by_hand(app, SOUGHT[0])
            beating = asyncio.create_task(_beat(late))
            for number in range(SEARCHES):
                await _search_by_hand(app, SOUGHT[number % len(SOUGHT)])
            beating.cancel()
    return late


async def _search_by_hand(app: SportelloApp, surname: str) -> None:
    """Type a surname and search, one key after the other as a quick clerk types, and look at what was found."""
    surname_field, name_field = (app.screen.query_one(f"#{name}", DeskInput) for name in ("find-surname", "find-name"))
    for field, text in ((surname_field, surname), (name_field, "an")):
        field.value = ""
        app.set_focus(field)
        for letter in text:
            app.simulate_key(letter)
            await asyncio.sleep(BETWEEN_KEYS)
    app.simulate_key("f2")
    await asyncio.sleep(LOOK)


async def _beat(late: list[float]) -> None:
    """Note by how much each beat comes late."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(PULSE)
        late.append((time.perf_counter() - begun - PULSE) * 1000)


@contextmanager
def _writer(url: str) -> Iterator[None]:
    """Let another process write people into an archive meanwhile."""
    command = [sys.executable, "-m", "tests.benchmarks.archives", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            process.stdout.readline()
            yield
            if process.poll() is not None:
                raise RuntimeError("the writing process ended before the desk did")
        finally:
            process.kill()
