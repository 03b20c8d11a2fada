"""Copies by keyboard: the scanner's list, archiving, the pane, and looking at one for a reason (M02, M23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import RadioButton

from counter_app.copies import scanner
from counter_app.counter import Counter
from counter_app.i18n import _
from screens.app import SportelloApp
from tests.support.desks import OPERATOR, PASSWORD, Desk
from tests.support.scans import MARKED, PDF, PNG, scan, with_scanner
from tests.ui.conftest import AppMaker
from tests.ui.driving import log_in, paste, register_events, shown, where
from tests.ui.visiting import counter_of, open_card, press, to_document, to_envelope

if TYPE_CHECKING:
    from textual.pilot import Pilot

LISTED = ("scanner", "scans")
NARROW, WIDE = (80, 24), (140, 40)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "A_MOMENT", 0.0)


async def to_scanner(pilot: Pilot[int]) -> None:
    await log_in(pilot)
    await open_card(pilot)
    await to_document(pilot)
    await press(pilot, "alt+y")


def chosen(pilot: Pilot[int]) -> str:
    return next(button.id or "" for button in pilot.app.screen.query(RadioButton) if button.value)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m02_a_training_desk_always_has_two_scans_to_archive(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_scanner(pilot)
        assert where(pilot) == LISTED
        assert "FAC-SIMILE documento.pdf" in shown(pilot)
        assert "F9 archivia" in shown(pilot)
        await press(pilot, "1")
        assert (where(pilot), chosen(pilot)) == (("scanner", "copy-kind"), "document")
        await press(pilot, "enter")
        assert where(pilot)[0] == "scanner"
        assert "attachment.added" not in register_events(app)
        await press(pilot, "f9")
        assert where(pilot) == LISTED
        assert "Archiviata: documento d'identità. Il file è tolto dalla cartella." in shown(pilot)
        assert chosen(pilot) == "form"
        await press(pilot, "enter", "f9")
        assert "La cartella dello scanner è vuota" in shown(pilot)
        assert register_events(app).count("attachment.added") == 2
        await press(pilot, "f9", "escape")
        assert where(pilot) == ("identify/document", "document-kind")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m02_a_scan_that_comes_late_is_archived_before_the_hand_over(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "alt+y")
        assert where(pilot) == LISTED
        await press(pilot, "1", "f9")
        assert register_events(app)[-1] == "attachment.added"
        await press(pilot, "escape")
        assert where(pilot) == ("issue/envelope", "seal-intact")
        await press(pilot, "space", "enter", "space", "f9")
        assert where(pilot)[0] == "issue/handed-over"
        await press(pilot, "alt+y")
        assert where(pilot)[0] == "issue/handed-over"
        told = _("Envelope handed over, case closed: print a late scan, keep it with the form.")
        assert told in shown(pilot)
        assert register_events(app)[-1] == "pin.handed-over"
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")


async def test_m02_the_scanner_is_not_asked_before_there_is_a_document(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "1")
        assert "Alt+Y" not in shown(pilot)
        await press(pilot, "alt+y")
        assert where(pilot)[0] == "identify/person"


async def test_m02_a_copy_is_opened_for_a_reason_and_goes_when_the_dialog_closes(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await to_scanner(pilot)
        await press(pilot, "1", "f9", "escape", "escape", "1")
        assert where(pilot)[0] == "home"
        await open_card(pilot)
        await press(pilot, "alt+y")
        assert where(pilot) == ("copies", "copies")
        assert "documento d'identità" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == ("copy-view", "copy-reason")
        await press(pilot, "f9")
        assert where(pilot) == ("copy-view", "copy-reason")
        assert "attachment.viewed" not in register_events(app)
        await paste(pilot, "reclamo")
        await press(pilot, "enter")
        assert "attachment.viewed" not in register_events(app)
        await press(pilot, "f9")
        assert register_events(app)[-1] == "attachment.viewed"
        (opened,) = counter_of(pilot).viewing._path.iterdir()
        assert opened.read_bytes().startswith(b"%PDF-")
        await press(pilot, "escape")
        assert where(pilot) == ("copies", "copies")
        assert not opened.exists()
        await press(pilot, "escape")
        assert where(pilot) == ("citizen", "actions")


async def test_m02_leaving_the_program_takes_an_opened_copy_away(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await to_scanner(pilot)
        await press(pilot, "1", "f9", "escape", "escape", "1")
        await open_card(pilot)
        await press(pilot, "alt+y", "1")
        await paste(pilot, "reclamo")
        await press(pilot, "f9")
        (opened,) = counter_of(pilot).viewing._path.iterdir()
    assert not opened.exists()


async def test_m02_a_desk_that_locks_leaves_no_copy_open(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await to_scanner(pilot)
        await press(pilot, "1", "f9", "escape", "escape", "1")
        await open_card(pilot)
        await press(pilot, "alt+y", "1")
        await paste(pilot, "reclamo")
        await press(pilot, "f9")
        (opened,) = counter_of(pilot).viewing._path.iterdir()
        await press(pilot, "f12")
        assert where(pilot)[0] == "locked"
        assert not opened.exists()


async def test_m02_whoever_has_no_copies_is_told_so(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "alt+y")
        assert where(pilot)[0] == "copies"
        assert "Nessuna copia" in shown(pilot)
        await press(pilot, "1", "enter", "escape")
        assert where(pilot) == ("citizen", "actions")


@contextmanager
def office(
    counters: Callable[..., Counter], sqlite_url: str, folder: Path, tmp_path: Path
) -> Iterator[tuple[SportelloApp, str]]:
    """Yield the application of an office with a scanner, and the code of somebody to serve."""
    from counter_app.settings import Settings

    desk = with_scanner(Desk.open(counters(sqlite_url)), folder)
    code = desk.person().fiscal_code
    yield SportelloApp(Settings(state_dir=tmp_path, database=sqlite_url), lambda: desk.counter, training=False), code


async def enter(pilot: Pilot[int], code: str) -> None:
    """Log in at the office's desk and go to the document of somebody."""
    from screens.walkthrough.settling import until
    from tests.ui.driving import PATIENCE, at_rest, desk

    assert await until(pilot.app, lambda: desk(pilot).start_view is not None, PATIENCE)
    await at_rest(pilot)
    await paste(pilot, OPERATOR)
    await press(pilot, "enter")
    await paste(pilot, PASSWORD)
    await press(pilot, "enter")
    await open_card(pilot, code)
    await to_document(pilot)


async def test_m02_an_office_with_a_scanner_is_told_which_copies_are_still_to_be_archived(
    counters: Callable[..., Counter], sqlite_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "scans"
    with office(counters, sqlite_url, folder, tmp_path) as (app, code):
        scan(folder, "Rossi [b]Mario[i].pdf")
        scan(folder, "letter.docx", b"PK\x03\x04", age=90)
        async with app.run_test(size=WIDE) as pilot:
            await enter(pilot, code)
            words = shown(pilot)
            assert "COPIE DA ARCHIVIARE documento d'identità modulo firmato" in words
            await press(pilot, "alt+y")
            assert "Rossi [b]Mario[i].pdf" in shown(pilot)
            assert "letter.docx" in shown(pilot)
            assert "non è PDF, JPEG, PNG o TIFF" in shown(pilot)
            await press(pilot, "2")
            assert where(pilot) == LISTED
            await press(pilot, "1", "f9", "escape")
            assert "COPIE DA ARCHIVIARE modulo firmato" in shown(pilot)
            assert [path.name for path in folder.iterdir()] == ["letter.docx"]
            assert MARKED.decode() not in shown(pilot)


async def test_m02_a_fault_of_the_folder_is_told_and_nothing_is_lost(
    counters: Callable[..., Counter], sqlite_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "scans"
    with office(counters, sqlite_url, folder, tmp_path) as (app, code):
        async with app.run_test(size=NARROW) as pilot:
            await enter(pilot, code)
            await press(pilot, "alt+y")
            assert "La cartella dello scanner è vuota" in shown(pilot)
            scan(folder, "a.pdf", PDF)
            await press(pilot, "f5")
            assert where(pilot) == LISTED
            scan(folder, "a.pdf", PNG, age=5)
            await press(pilot, "f9")
            assert "è cambiato o non c'è più" in shown(pilot)
            assert (folder / "a.pdf").exists()
            (folder / "a.pdf").unlink()
            folder.rmdir()
            await press(pilot, "f5")
            assert where(pilot)[0] == "error"
            assert "La cartella dello scanner non c'è" in shown(pilot)
            await press(pilot, "escape", "escape")
            assert where(pilot) == ("identify/document", "document-kind")


@pytest.mark.parametrize("windows", [True, False])
async def test_m02_the_systems_viewer_is_asked_only_where_it_has_windows(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch, windows: bool
) -> None:
    asked: list[Any] = []
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0" if windows else "")
    monkeypatch.setattr(SportelloApp, "open_url", lambda _app, url, **_more: asked.append(url))
    monkeypatch.setattr(SportelloApp, "is_headless", property(lambda _app: False))
    async with training_app().run_test(size=NARROW) as pilot:
        await to_scanner(pilot)
        await press(pilot, "1", "f9", "escape", "escape", "1")
        await open_card(pilot)
        await press(pilot, "alt+y", "1")
        await paste(pilot, "reclamo")
        await press(pilot, "f9")
        assert "si trova qui" in shown(pilot)
    assert len(asked) == int(windows)
    assert all(url.startswith("file:///") for url in asked)


def test_m02_a_desk_without_scanner_is_as_it_was(sqlite_url: str, counters: Callable[..., Counter]) -> None:
    from counter_app.desk import copies

    counter = counters(sqlite_url)
    assert not copies.available(counter)
    assert copies.available(replace(counter, settings=replace(counter.settings, scanner=Path("/scans"))))
