"""The desk locks: by key, by idleness, by a cut line; what is behind stays as it was."""

from __future__ import annotations

import os
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.clock import TrainingClock
from counter_app.desk import visits
from screens.widgets.fields import DeskInput
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, SUPERVISOR, log_in, paste, press, register_events, shown, where


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
