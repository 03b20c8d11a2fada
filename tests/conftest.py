"""Fixtures every test may use: a database on either engine, a desk at work on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from tests.support.desks import Desk
    from tests.support.postgres import Server
    from tests.support.worlds import RunTemplates

ENGINES = ("sqlite", "postgresql")
TEMPLATE_MADE = datetime(2012, 1, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder every worker of this run shares."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> Iterator[Server]:
    """The PostgreSQL server of this run, with an upgraded template database in it."""
    from tests.support import postgres as support

    try:
        with support.shared_server(run_folder) as server:
            with support.alone(run_folder):
                if not server.has(support.TEMPLATE):
                    made = server.create("template0")
                    _upgrade(server.url(made))
                    server.rename(made, support.TEMPLATE)
            yield server
    except support.PostgresUnavailableError as unavailable:
        if os.environ.get(support.REQUIRE) == "1":
            pytest.fail(f"{support.REQUIRE}=1, and PostgreSQL cannot run here: {unavailable}", pytrace=False)
        pytest.skip(f"{support.SKIPPED}: {unavailable}")


@pytest.fixture(scope="session")
def sqlite_template(run_folder: Path) -> Path:
    """An upgraded SQLite database in one file, to be copied."""
    from tests.support.postgres import alone

    template = run_folder / "template.db"
    with alone(run_folder):
        if not template.exists():
            draft = run_folder / "draft.db"
            _upgrade(f"sqlite:///{draft}")
            draft.rename(template)
    return template


@pytest.fixture(scope="session")
def templates(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> RunTemplates:
    """Training worlds, each built once in this run."""
    from tests.support.worlds import RunTemplates

    return RunTemplates(run_folder, tmp_path_factory.mktemp)


def _upgrade(url: str) -> None:
    from data.database import Database
    from data.vocabulary import WorldKind

    database = Database(url)
    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    database.close()


def database_url(
    engine: str, template: bool, request: pytest.FixtureRequest, folder: Path
) -> Generator[str, None, None]:
    """Yield the URL of a database of its own, and remove the database afterwards.

    Args:
        engine: one of `ENGINES`.
        template: at the newest revision; otherwise with nothing in it.
        request: the fixture's.
        folder: where SQLite's file lies.
    """
    if engine == "sqlite":
        file = folder / "sportello.db"
        if template:
            shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
            file.chmod(0o600)
        yield f"sqlite:///{file}"
        return
    from tests.support.postgres import TEMPLATE

    server: Server = request.getfixturevalue("postgres")
    name = server.create(TEMPLATE if template else "template0")
    try:
        yield server.url(name)
    finally:
        server.drop(name)


@pytest.fixture(params=ENGINES)
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an office's database at the newest revision, still without an office; once on each engine."""
    yield from database_url(request.param, True, request, tmp_path)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database with nothing in it; once on each engine."""
    yield from database_url(request.param, False, request, tmp_path)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an office's SQLite database at the newest revision, still without an office."""
    yield from database_url("sqlite", True, request, tmp_path)


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Callable[..., Counter]]:
    """Build counters (`tests.support.desks.build_counter`) that are closed after the test."""
    from tests.support.desks import build_counter

    built: list[Counter] = []

    def build(url: str, **options: Any) -> Counter:
        counter = build_counter(url, options.pop("folder", tmp_path), **options)
        built.append(counter)
        return counter

    yield build
    for counter in built:
        counter.database.close()


@pytest.fixture
def desk_counter(engine_url: str, counters: Callable[..., Counter]) -> Callable[..., Desk]:
    """Open an office's desk on either engine; called again, the same office at another desk, or after a restart."""
    from tests.support.desks import Desk

    def build(on: date = date(2016, 5, 10), desk: str = "1", **options: Any) -> Desk:
        return Desk.open(counters(engine_url, on=on, desk=desk, **options))

    return build


def pytest_collection_finish() -> None:
    """Make the run quick, once everything is imported."""
    from tests.support import quick

    quick.share_style_sheets()
    quick.leave_old_objects_alone()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly, at the end, what could not run here: no PostgreSQL, no browser."""
    reasons = {
        str(report.longrepr[2]).partition("Skipped: ")[2]
        for report in terminalreporter.stats.get("skipped", ())
        if isinstance(report.longrepr, tuple) and " TESTS SKIPPED: " in str(report.longrepr[2])
    }
    for reason in sorted(reasons):
        terminalreporter.write_line(reason, red=True, bold=True)
