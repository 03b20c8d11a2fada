"""What every screen has: keys, covers, lock, waiting, faults (M23, M26; architecture.md, rules 7 and 10)."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.color import Color
from textual.theme import Theme

from counter_app.clock import TrainingClock
from counter_app.desk import people, visits
from counter_app.errors import FaultError
from counter_app.i18n import _
from screens import app as app_module
from screens import keys, themes
from screens.base import CaseScreen, DeskScreen
from screens.dialogs import ErrorDialog
from screens.home import HomeScreen
from screens.walkthrough.settling import until
from screens.widgets.fields import DeskInput
from tests.ui.conftest import AppMaker
from tests.ui.driving import OPERATOR, ROSSI, SUPERVISOR, log_in, paste, press, register_events, shown, where

# --- first paint, opening ---------------------------------------------------------------------------------------------


async def test_m23_login_takes_typing_before_the_archive_is_open(training_app: AppMaker) -> None:
    from counter_app import bootstrap

    may_open = threading.Event()
    app = training_app()
    opener = app._opener
    app._opener = lambda: opener() if may_open.wait(30) else bootstrap.build(app.settings)
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


async def test_f12_blanks_at_once_and_the_password_brings_everything_back(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await log_in(pilot)
        await press(pilot, *"RSSMRA")
        await press(pilot, "f12")
        assert where(pilot) == ("locked", "unlock-password")
        assert "RSSMRA" not in shown(pilot)
        await press(pilot, "f1", "ctrl+p", "ctrl+q", "ctrl+t")
        assert where(pilot) == ("locked", "unlock-password")
        await paste(pilot, "not the password")
        await press(pilot, "enter")
        assert where(pilot) == ("locked", "unlock-password")
        await pilot.resize_terminal(90, 30)
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
        assert app.screen.query_one("#fiscal-code", DeskInput).value == "RSSMRA"
        assert app.screen.has_class("-narrow")
        events = register_events(app)
        assert events[-3:] == ["desk.locked", "operator.login-failed", "desk.unlocked"]


async def test_the_lock_covers_a_dialog_and_what_arrives_later_opens_behind_it(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    really = visits.open_visit

    def slow(*args: Any) -> Any:
        assert go_on.wait(30)
        return really(*args)

    monkeypatch.setattr(visits, "open_visit", slow)
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await pilot.press(*ROSSI)
        await pilot.press("enter")
        await pilot.press("f12")
        assert where(pilot)[0] == "locked"
        go_on.set()
        await press(pilot)
        assert where(pilot)[0] == "locked"
        assert "ROSSI" not in shown(pilot).upper()
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        assert where(pilot)[0] == "citizen"


async def test_who_comes_back_too_late_finds_the_desk_locked_before_the_timer_looks(training_app: AppMaker) -> None:
    app = training_app(idle_minutes=5)
    async with app.run_test() as pilot:
        await log_in(pilot)
        assert app.counter is not None
        assert isinstance(app.counter.clock, TrainingClock)
        await press(pilot, "r")
        app.counter.clock.advance(timedelta(minutes=5))
        await press(pilot, "x")
        assert where(pilot) == ("locked", "unlock-password")
        assert app.screen.query_one("#unlock-password", DeskInput).value == ""
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        assert app.screen.query_one("#fiscal-code", DeskInput).value == "R"


@pytest.mark.parametrize(("seconds", "locked"), [(299, False), (300, True)])
async def test_the_desk_locks_after_the_offices_idle_minutes(
    training_app: AppMaker, seconds: int, locked: bool
) -> None:
    app = training_app(idle_minutes=5)
    async with app.run_test() as pilot:
        await log_in(pilot)
        assert app.counter is not None
        assert isinstance(app.counter.clock, TrainingClock)
        app.counter.clock.advance(timedelta(seconds=200))
        app.tick()
        await press(pilot, "r")
        app.counter.clock.advance(timedelta(seconds=seconds))
        app.tick()
        await press(pilot)
        assert where(pilot)[0] == ("locked" if locked else "home")


async def test_another_operator_can_end_the_session_of_a_locked_desk(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *"RSSMRA", "f12", "f3")
        assert where(pilot) == ("login", "login-username")
        assert app.actor is None
        assert register_events(app)[-1] == "operator.logged-out"
        await log_in(pilot, SUPERVISOR)
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ""


async def test_a_cut_line_locks_the_desk_and_ends_the_program(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        with Path(os.devnull).open(encoding="ascii") as nobody:
            monkeypatch.setattr(sys, "stdin", nobody)
            app.hang_up()
            await press(pilot)
    assert app.locked
    assert app.return_value == 0
    assert register_events(app)[-1] == "desk.locked"


# --- faults -----------------------------------------------------------------------------------------------------------


async def test_a_fault_tells_a_reference_and_the_log_holds_no_data(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError(f"row of {ROSSI}")

    monkeypatch.setattr(people, "find_by_code", broken)
    app = training_app()
    with caplog.at_level(logging.ERROR, "sportello"):
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
    (entry,) = caplog.messages
    reference = entry.split()[0]
    assert reference in words
    assert "RuntimeError" in entry
    assert "broken" in entry
    assert ROSSI not in caplog.text


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
        assert go_on.wait(30)
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


async def test_a_slow_use_case_says_that_one_must_wait(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    from screens import base

    go_on = threading.Event()
    monkeypatch.setattr(base, "WAITING_AFTER", 0.01)
    monkeypatch.setattr(people, "find_by_code", lambda *_args: go_on.wait(30) and None)
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await pilot.press(*ROSSI, "enter")
        assert await until(app, lambda: _("One moment, please…") in shown(pilot))
        go_on.set()
        await press(pilot)
        assert _("One moment, please…") not in shown(pilot)


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


def test_m23_every_function_key_has_a_second_way() -> None:
    for key in keys.KEYS:
        assert key.second or not key.key.startswith("f"), key.id
    bound = [name for key in keys.KEYS for name in (key.key, key.second) if name]
    assert len(bound) == len(set(bound))


def all_screens() -> list[type[CaseScreen[Any]]]:
    for room in app_module.ROOMS:
        importlib.import_module(room)

    def below(cls: type[CaseScreen[Any]]) -> list[type[CaseScreen[Any]]]:
        return [cls, *(deeper for each in cls.__subclasses__() for deeper in below(each))]

    return [cls for cls in dict.fromkeys(below(CaseScreen)) if cls.__module__ not in ("screens.base", "screens.wizard")]


def test_m23_every_screen_explains_itself_and_takes_its_keys_from_the_table() -> None:
    screens = all_screens()
    assert len(screens) >= 12
    for screen in screens:
        assert screen.HELP or screen.__name__ == "HelpDialog", screen.__name__
        for binding in screen.BINDINGS:
            assert isinstance(binding, Binding), screen.__name__
            name = (binding.id or "").removesuffix("-second").removesuffix("-bare")
            function_key = any(key[:1] == "f" and key[1:].isdigit() for key in binding.key.split(","))
            assert name in keys.BY_ID or not function_key, (screen.__name__, binding)


async def test_m23_f1_explains_the_screen_and_lists_its_keys(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(120, 50)) as pilot:
        await log_in(pilot)
        for way in ("f1", "alt+h"):
            await press(pilot, way)
            assert where(pilot)[0] == "help"
            words = shown(pilot)
            assert " ".join(HomeScreen.HELP.split()) in words
            assert keys.BY_ID["search"].help in words
            await press(pilot, "f1")
            assert where(pilot)[0] == "help"
            await press(pilot, "escape")
            assert where(pilot) == ("home", "fiscal-code")


async def test_m23_the_palette_speaks_our_language_and_is_the_second_way(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+p")
        words = shown(pilot)
        assert _("Searches a person by surname, name and birth date.") in words
        assert "Screenshot" not in words
        await paste(pilot, keys.BY_ID["lock"].words)
        await pilot.pause(0.2)
        await press(pilot, "enter")
        await pilot.pause()
        assert where(pilot)[0] == "locked"


async def test_ctrl_q_asks_and_the_logout_is_registered(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+q")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "enter", "ctrl+q")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        await press(pilot, "ctrl+q", "f9")
    assert app.return_value == 0
    assert register_events(app)[-1] == "operator.logged-out"


async def test_ctrl_t_moves_the_business_date_of_a_training_world(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        assert "10/05/2016" in shown(pilot)
        await press(pilot, "ctrl+t")
        assert where(pilot) == ("date", "business-date")
        await press(pilot, *"31022016", "enter")
        assert where(pilot) == ("date", "business-date")
        await press(pilot, "ctrl+u", *"01102020")
        assert app.screen.query_one("#business-date", DeskInput).value == "01/10/2020"
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
        assert "01/10/2020" in shown(pilot)


async def test_an_office_has_no_key_that_moves_the_date(office_app: AppMaker) -> None:
    app = office_app()
    async with app.run_test() as pilot:
        await press(pilot)
        await press(pilot, "ctrl+t")
        assert where(pilot)[0] == "welcome"
        assert _("TRAINING") not in shown(pilot)


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
async def test_the_first_paint_has_the_theme_of_the_settings(training_app: AppMaker, theme: Theme) -> None:
    app = training_app(theme=theme.name)
    async with app.run_test() as pilot:
        assert theme.background is not None
        assert app.screen.styles.background == Color.parse(theme.background)
        await log_in(pilot)
        assert app.screen.styles.background == Color.parse(theme.background)


async def test_the_three_themes_follow_each_other(training_app: AppMaker) -> None:
    app = training_app(theme="light")
    async with app.run_test() as pilot:
        assert app.theme == "light"
        seen = [app.theme]
        for _turn in range(3):
            app.action_next_theme()
            await pilot.pause()
            seen.append(app.theme)
        assert seen == ["light", "monochrome", "dark", "light"]


async def test_no_color_means_monochrome(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = training_app()
    async with app.run_test():
        assert app.theme == "monochrome"


async def test_a_header_fits_any_width_and_always_has_the_date(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        for width in (80, 90, 100, 120, 200):
            await pilot.resize_terminal(width, 30)
            await press(pilot)
            assert isinstance(app.screen, DeskScreen)
            line = app.screen.query_one("#header-line")
            words = str(line.render())
            assert "10/05/2016" in words
            assert "Conti" in words
            assert _("TRAINING") in words
            assert len(words) <= width


async def test_ctrl_backspace_deletes_the_word_to_the_left(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2")
        field = app.screen.query_one("#find-surname", DeskInput)
        field.value = "DE ROSSI"
        await press(pilot, "end", "ctrl+backspace")
        assert field.value == "DE "


async def test_up_and_down_move_between_the_fields(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", "down", "down")
        assert where(pilot) == ("find", "find-born")
        await press(pilot, "up")
        assert where(pilot) == ("find", "find-name")
