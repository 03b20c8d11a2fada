"""Builds a training world by the use cases an office works with; built once, copied for each scenario."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.desk import office, operators, people
from counter_app.desk.commands import AddOperator, NewPerson, OpenOffice
from counter_app.desk.views import TrainingOperator
from counter_app.identity import fiscal_code
from counter_app.settings import Settings
from counter_app.walkthrough.crowd import draw
from counter_app.walkthrough.worlds import World, WorldOperator, WorldPerson
from data.queries import bulk

BUILT_ON = date(2012, 1, 2)
"""Business date on which a world's office opens: before every date a lesson can be about (M22 begins in 2012)."""


def build_world(world: World, folder: Path) -> None:
    """Make a world's database, keys and printer in an empty private folder, by the same use cases an office uses.

    Args:
        world: what to build.
        folder: where `bootstrap.open_training` finds it afterwards.

    Raises:
        BadInputError: when a use case refuses what the world's file says.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Settings(state_dir=folder, desk=world.desks[0])
    clock = TrainingClock(BUILT_ON)
    counter = bootstrap.open_training(folder, settings, clock, ready_operators(world))
    try:
        _furnish(counter, clock, world)
    finally:
        counter.database.close()


def ready_operators(world: World) -> tuple[TrainingOperator, ...]:
    """Return a world's accounts as the login screen shows them."""
    return tuple(
        TrainingOperator(account.username, account.full_name, account.role, account.password)
        for account in world.operators
    )


class Templates:
    """Worlds that are built already, each under the digest of its content.

    Args:
        folder: private folder of this run; the code does not change while it lives, so the content alone names a world.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, world: World) -> Path:
        """Return the folder of a built world, building it when it is not there yet."""
        template = self._folder / world.digest
        if not template.is_dir():
            unfinished = self._folder / f"{world.digest}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            build_world(world, unfinished)
            unfinished.rename(template)
        return template

    def copy(self, world: World, folder: Path) -> None:
        """Put a fresh copy of a world into `folder`, which must not exist yet."""
        shutil.copytree(self.prepare(world), folder)
        folder.chmod(0o700)


def _furnish(counter: Counter, clock: TrainingClock, world: World) -> None:
    first = world.supervisor
    supervisor = office.open_office(
        counter,
        OpenOffice(
            office_code=world.office.code,
            office_name=world.office.name,
            heading=world.office.heading,
            desk=world.desks[0],
            username=first.username,
            full_name=first.full_name,
            password=first.password,
            fiscal_code=first.fiscal_code,
        ),
    )
    for account in world.operators:
        if account is not first:
            operators.furnish(counter, supervisor, _account(account))
    _admit(counter, world)
    for person in world.people:
        # nobody is entered before the day of their birth
        clock.move_to(max(clock.today(), person.born))
        people.register(counter, supervisor, new_person(person))


def _account(account: WorldOperator) -> AddOperator:
    return AddOperator(account.username, account.full_name, account.role, account.password, account.fiscal_code)


def _admit(counter: Counter, world: World) -> None:
    """Put a world's crowd into the archive, past the use case that registers one person.

    They are the people the institute knew before this office opened: no act of a desk entered them, so the register has
    no word of them, and ten thousand transactions of one person each would take a minute. What is written is checked
    as a form's fields are.
    """
    if world.crowd is None:
        return
    written = {person.fiscal_code for person in world.people}
    # drawn anew: a desk at work must not carry thousands of objects about, which the collector would look through
    crowd = (person for person in draw(world.crowd) if person.fiscal_code not in written)
    rows = list(archive_rows(crowd, counter.clock.today()))
    counter.write(lambda session: bulk.insert_people(session, rows))


def archive_rows(crowd: Iterable[WorldPerson], today: date) -> Iterator[dict[str, Any]]:
    """Yield the columns of people who come into the archive together, each one checked (`bulk.insert_people`).

    Args:
        crowd: the people.
        today: nobody may be born later.
    """
    for person in crowd:
        yield people.columns(new_person(person), fiscal_code.parse(person.fiscal_code), today)


def new_person(person: WorldPerson) -> NewPerson:
    """Return the command that enters a person of a world in its archive."""
    return NewPerson(
        fiscal_code=person.fiscal_code,
        surname=person.surname,
        name=person.name,
        sex=person.sex,
        born=person.born,
        birth_place_code=person.birth_place_code,
        citizenship=person.citizenship,
        residence=person.residence,
        address=person.address,
        italian_document=person.italian_document,
        ward=person.ward,
        deceased_on=person.deceased_on,
        email=person.email,
        mobile=person.mobile,
    )
