"""What every screen has: keys, covers, lock, waiting, faults (M23, M26; architecture.md, rules 7 and 10)."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.screen import Screen

from counter_app import faults
from counter_app.desk import people, visits
from counter_app.errors import FaultError
from counter_app.i18n import _
from screens.case_note import CaseNoteDialog
from screens.dialogs import ErrorDialog
from screens.home import HomeScreen
from screens.walkthrough.settling import until
from screens.widgets.fields import DeskInput
from screens.widgets.lines import StatusLine
from tests.ui.conftest import AppMaker
from tests.ui.driving import OPERATOR, PATIENCE, ROSSI, log_in, paste, press, shown, where

# --- first paint, opening ---------------------------------------------------------------------------------------------


async def test_m23_login_takes_typing_before_the_archive_is_open(training_app: AppMaker) -> None:
    from counter_app import bootstrap

    may_open = threading.Event()
    app = training_app()
    opener = app._opener
    app._opener = lambda: opener() if may_open.wait(PATIENCE) else bootstrap.build(app.settings)
    async with app.run_test() as pilot:
        await pilot.press(*OPERATOR, "enter")
        for char in "operatore-prova":
            await pilot.press("minus" if char == "-" else char)
        await pilot.press("enter")
        assert where(pilot) == ("login", "login-password")
        assert _("opening the archive…") in shown(pilot)
        may_open.set()
        await press(pilot)
        assert where(pilot) == ("home", "fiscal-code")


async def test_an_archive_that_does_not_open_says_so_and_f5_tries_again(training_app: AppMaker) -> None:
    from counter_app import bootstrap

    tries: list[int] = []
    app = training_app()

    def opener() -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise FaultError("the disk is gone")
        return bootstrap.build_training(app.settings)

    app = training_app(opener=opener)
    async with app.run_test() as pilot:
        await press(pilot)
        assert where(pilot)[0] == "opening-fault"
        assert "the disk is gone" in shown(pilot)
        await press(pilot, "f5")
        assert where(pilot)[0] == "opening-fault"
        await press(pilot, "f5")
        assert where(pilot) == ("login", "login-username")
        await log_in(pilot)


# --- covers -----------------------------------------------------------------------------------------------------------


async def test_below_80x24_a_plain_message_covers_everything_and_goes_away(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await press(pilot, *"RSSM")
        await pilot.resize_terminal(70, 20)
        await press(pilot)
        assert where(pilot)[0] == "too-small"
        assert "70x20" in shown(pilot)
        assert "RSSM" not in shown(pilot)
        await press(pilot, "x", "f1", "f12", "ctrl+p")
        assert where(pilot)[0] == "too-small"
        await pilot.resize_terminal(120, 40)
        await press(pilot, "r")
        assert where(pilot) == ("home", "fiscal-code")
        assert app.screen.query_one("#fiscal-code", DeskInput).value == "RSSMR"
        assert app.screen.has_class("-wide")


async def test_a_fault_tells_a_reference_and_the_log_holds_no_data(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError(f"row of {ROSSI}")

    monkeypatch.setattr(people, "find_by_code", broken)
    faults.log_to(tmp_path)
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *ROSSI, "enter")
        assert where(pilot)[0] == "error"
        words = shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ROSSI
        assert isinstance(app.screen, HomeScreen)
        assert not app.screen.busy
    log = (tmp_path / "sportello.log").read_text("utf-8")
    (entry,) = log.splitlines()
    reference = entry.partition(" ERROR ")[2].split()[0]
    assert reference in words
    assert "RuntimeError" in entry
    assert "broken" in entry
    assert ROSSI not in log


async def test_a_fault_known_by_words_says_them(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any) -> None:
        raise FaultError("the archive is away [/] for lunch [bold]")

    monkeypatch.setattr(people, "find_by_code", gone)
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *ROSSI, "enter")
        assert isinstance(app.screen, ErrorDialog)
        assert "the archive is away [/] for lunch [bold]" in shown(pilot)


async def test_m01_who_may_not_is_told_in_words(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        app.open_operators()
        await press(pilot)
        assert where(pilot)[0] == "error"
        assert _("Not permitted") in shown(pilot)


async def test_an_act_under_way_is_not_started_again(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    calls: list[int] = []
    really = visits.open_visit

    def slow(*args: Any) -> Any:
        calls.append(1)
        assert go_on.wait(PATIENCE)
        return really(*args)

    monkeypatch.setattr(visits, "open_visit", slow)
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await pilot.press(*ROSSI, "enter", "enter", "enter")
        go_on.set()
        await press(pilot)
        assert where(pilot)[0] == "citizen"
        assert len(calls) == 1


async def test_m23_neither_a_moved_cursor_nor_an_act_paints_the_whole_screen_again(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Screen[Any]] = []
    async with training_app().run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", *"rossi")
        monkeypatch.setattr(Screen, "refresh", lambda self, *_regions, **_what: painted.append(self))
        await press(pilot, "tab")
        await press(pilot, "f2")
        assert where(pilot) == ("find", "hits")
        await press(pilot, "shift+tab")
    assert painted == []


async def test_a_slow_use_case_says_that_one_must_wait(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    from screens import base

    go_on = threading.Event()
    monkeypatch.setattr(base, "WAITING_AFTER", 0.01)
    monkeypatch.setattr(people, "find_by_code", lambda *_args: go_on.wait(PATIENCE) and None)
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await pilot.press(*ROSSI, "enter")
        assert await until(app, lambda: _("One moment, please…") in shown(pilot), PATIENCE)
        go_on.set()
        await press(pilot)
        assert _("One moment, please…") not in shown(pilot)


async def test_m23_what_a_dialog_says_on_its_last_line_is_read_whole(training_app: AppMaker) -> None:
    async with training_app().run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await paste(pilot, ROSSI)
        await press(pilot, "enter")
        await press(pilot, "ctrl+o")
        dialog = pilot.app.screen
        assert isinstance(dialog, CaseNoteDialog)
        line = dialog.query_one(f"#{StatusLine.ID}", StatusLine)
        assert line.size.height == 1
        words = "Una busta di Stojanovic Jelena è in sospeso: prima va consegnata o annullata."
        dialog.status(words, "bad")
        await press(pilot)
        assert len(words) > line.size.width
        assert line.size.height == 2
        assert dialog.query_one("#key-line").region.bottom <= 24
        dialog.status("")
        await press(pilot)
        assert line.size.height == 1


async def test_an_uncaught_error_prints_a_reference_and_no_locals(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_self: HomeScreen) -> None:
        secret = "ABCD EFGH JKLM NPQR"
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(HomeScreen, "action_leave", broken)
    app = training_app()

    async def run() -> None:
        async with app.run_test() as pilot:
            await log_in(pilot)
            await pilot.press("escape")

    with pytest.raises(ZeroDivisionError):
        await run()
    assert app.return_code == 4
    app._print_error_renderables()
    printed = "".join(capsys.readouterr())
    assert "EFGH" not in printed
    assert "Traceback" not in printed


# --- keys -------------------------------------------------------------------------------------------------------------


# --- terminals without the Kitty protocol -----------------------------------------------------------------------------


def sent(sequence: str) -> list[Message]:
    """Return the events of what a terminal without the Kitty protocol sends."""
    parser = XTermParser()
    return [*parser.feed(sequence), *parser.feed("")]


@pytest.mark.parametrize(("sequence", "screen"), [("\x1b1", "find"), ("\x1bf", "find"), ("\x1bn", "person-new")])
async def test_m23_alt_keys_of_a_plain_terminal_act_and_write_nothing(
    training_app: AppMaker, sequence: str, screen: str
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        code = app.screen.query_one("#fiscal-code", DeskInput)
        await press(pilot, *"RS")
        for event in sent(sequence):
            app.post_message(event)
        await press(pilot)
        assert where(pilot)[0] == screen
        assert code.value == "RS"
