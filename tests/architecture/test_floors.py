"""The floors of the house: who may import whom, and what a command must not load (architecture.md)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, sources

HEAVY = {"textual", "sqlmodel", "sqlalchemy", "pydantic", "reportlab", "alembic", "aiohttp", "textual_serve"}
SQL = {"sqlmodel", "sqlalchemy", "alembic", "pydantic"}


LOADED = "\nprint('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"


def loaded_by(program: str, *words: str) -> set[str]:
    """Return the top packages a fresh interpreter has loaded after running a program."""
    done = subprocess.run(
        [sys.executable, "-c", program + LOADED, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


COMMAND = """
import sys
from counter_app.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code
"""


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["run", "--help"], ["--lang", "en", "--help"], ["serve", "--help"]]
)
def test_asking_for_help_loads_no_heavy_room(words: list[str]) -> None:
    assert loaded_by(COMMAND, *words) & HEAVY == set()


def test_the_norms_load_neither_terminal_nor_database() -> None:
    assert loaded_by(COMMAND, "norms", "check", "issue-counter", "--on", "2016-05-10") & HEAVY == set()


RUN = """
import sys
from counter_app import cli
cli._check_terminal = lambda: None
import screens.app
screens.app.SportelloApp.run = lambda self: sys.exit(print('LOADED', *{name.split('.')[0] for name in sys.modules}))
try:
    cli.main(['run', *sys.argv[1:]])
except SystemExit:
    pass
"""


@pytest.mark.parametrize("words", [[], ["--training"]])
def test_the_first_paint_loads_no_database(words: list[str]) -> None:
    assert loaded_by(RUN, *words) & (SQL | {"reportlab", "argon2", "aiohttp"}) == set()


def test_loading_is_seen() -> None:
    assert loaded_by("import sys, textual, data.database") >= {"textual", "sqlmodel", "sqlalchemy"}


FORBIDDEN = {
    "data": {"counter_app", "screens", "textual", "tests"},
    "counter_app": {"screens", "textual", "sqlmodel", "sqlalchemy", "alembic", "tests"},
    "screens": {"sqlmodel", "sqlalchemy", "alembic", "tests", "data.tables", "data.queries", "data.database"},
}
STAIRS = "counter_app/launch.py"


@pytest.mark.parametrize("floor", FORBIDDEN)
def test_each_floor_imports_only_what_lies_below(floor: str) -> None:
    seen = [
        f"{source.name}:{line}: {name}"
        for source in sources(floor)
        for name, line in source.imports()
        for forbidden in FORBIDDEN[floor]
        if f"{name}.".startswith(f"{forbidden}.") and not (source.name == STAIRS and forbidden == "screens")
    ]
    assert seen == []


def test_the_contracts_between_the_floors_hold(capsys: pytest.CaptureFixture[str]) -> None:
    cli = pytest.importorskip("importlinter.cli", reason="CONTRACTS NOT CHECKED: import-linter is in the dev extra")
    code = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out
