"""Screens only hide: whatever a screen asks for, the use case refuses it to whoever may not, with words (M01, M26)."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any, cast

import pytest

from counter_app.desk.rights import table
from counter_app.errors import NotAllowedError
from data.vocabulary import Role
from screens.base import CaseFailed, CaseScreen
from tests.architecture.sources import Source, sources
from tests.conftest import database_url
from tests.support.desks import build_counter
from tests.support.rights import ACTS, ONLY_IN_TRAINING, PARTS, Place, place_on, use_cases

RIGHT_OF = {name: right for right in table().values() for name in right.use_cases}
BEFORE_ANYBODY = {"operators.login", "office.open_office"}
"""Use cases without an actor: nobody is logged in yet."""
BELOW_THE_SCREENS = {
    "importing.people.import_people",
    "operators.furnish",
    "operators.lock_desk",
    "operators.logout",
    "second_person.needed",
}
"""Use cases no screen asks for: the application calls them by their name, or a command does, or another use case."""


def asked(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (class, `module.function`) for each use case a screen hands on, as a name, without calling it itself."""
    modules = _desk_modules(source.tree)
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef):
            for part in ast.walk(node):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in modules:
                    name = f"{modules[part.value.id]}.{part.attr}"
                    if name in RIGHT_OF or name in BEFORE_ANYBODY:
                        yield node.name, name


def _desk_modules(tree: ast.Module) -> dict[str, str]:
    """Return local name -> module of the desk, wherever it is imported."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "counter_app.desk"
        for alias in node.names
    }


ASKED = sorted({(screen, name) for source in sources("screens") for screen, name in asked(source)})
"""Every screen and every use case it asks for."""


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An office with everybody in it."""
    folder = tmp_path_factory.mktemp("screens")
    with closing(database_url("sqlite", True, request, folder)) as urls:
        counter = build_counter(next(urls), folder)
        yield place_on(counter)
        counter.database.close()


class Told:
    """A screen as far as `CaseScreen.case` needs one: it says who acts, and keeps what it is told."""

    is_attached = False

    def __init__(self, place: Place, role: Role) -> None:
        self.counter = place.counter
        self.actor = place.actors[role]
        self.errors: list[Exception] = []
        self.plain_case = lambda *given, **named: CaseScreen.plain_case(cast("Any", self), *given, **named)

    def set_timer(self, *_given: object) -> SimpleNamespace:
        return SimpleNamespace(stop=lambda: None)

    def tell(self, error: Exception) -> None:
        self.errors.append(error)


async def ask(screen: Told, use_case: Callable[..., object]) -> bool:
    """Ask for a use case as a screen does; return whether it came through."""
    try:
        await CaseScreen.case(cast("Any", screen), use_case)
    except CaseFailed:
        return False
    return True


def refused_to(name: str) -> set[Role]:
    return set(Role) if name in ONLY_IN_TRAINING else set(Role) - RIGHT_OF[name].roles


@pytest.mark.parametrize(("screen", "name"), [pair for pair in ASKED if pair[1] not in BEFORE_ANYBODY])
def test_m01_what_a_screen_asks_for_is_refused_with_words_to_whoever_may_not(
    office: Place, screen: str, name: str
) -> None:
    for role in refused_to(name):
        desk = Told(office, role)
        act = ACTS[name]
        came_through = asyncio.run(ask(desk, lambda _counter, actor, act=act: act(office, actor)))
        assert not came_through, f"{screen} as {role}"
        assert [type(error) for error in desk.errors] == [NotAllowedError]
        assert str(desk.errors[0])


def test_m01_every_use_case_is_asked_for_by_some_screen() -> None:
    assert {name for _screen, name in ASKED} == (set(RIGHT_OF) | BEFORE_ANYBODY) - BELOW_THE_SCREENS


def test_m01_no_screen_asks_for_a_part_of_a_use_case() -> None:
    parts = {name.partition(".")[2] for name in PARTS - {"rights.may"}}
    wrong = [
        source.at(node)
        for source in sources("screens")
        for modules in [_desk_modules(source.tree)]
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
        and node.attr in parts
    ]
    assert wrong == []
    assert use_cases() >= PARTS
