"""The desk locks: by key, by idleness, by a cut line; what is behind stays as it was."""

from __future__ import annotations

import os
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from counter_app.clock import TrainingClock
from counter_app.desk import operators, visits
from counter_app.desk.commands import Login
from counter_app.desk.views import Actor
from counter_app.i18n import _
from screens.widgets.fields import DeskInput
from screens.widgets.lines import StatusLine
from tests.ui.conftest import AppMaker
from tests.ui.driving import PATIENCE, ROSSI, SUPERVISOR, log_in, paste, press, register_events, shown, where
from tests.ui.person_form import SIZES, text
from tests.ui.visiting import open_card

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def unlocked(pilot: Pilot[int]) -> None:
    await paste(pilot, "operatore-prova")
    await press(pilot, "enter")


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
        assert go_on.wait(PATIENCE)
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


async def to_note(pilot: Pilot[int]) -> None:
    """Begin a note on a case."""
    await log_in(pilot)
    await open_card(pilot, ROSSI)
    await press(pilot, "ctrl+o")
    assert where(pilot) == ("case-note", "case-note")


@SIZES
async def test_m23_ending_a_locked_session_says_first_what_it_loses(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_note(pilot)
        await press(pilot, "f12")
        assert _("What was open is kept. F3 ends this session so that another operator can log in.") in shown(pilot)
        await unlocked(pilot)
        await paste(pilot, "la foto")
        await press(pilot, "f12")
        words = _("F3 again ends the session and loses what is not saved.")
        assert _("what is typed in the open dialog") in shown(pilot)
        assert words not in shown(pilot)
        assert "la foto" not in shown(pilot)
        for key in ("f3", "x", "f3"):  # whoever types a password meanwhile is asked once more
            await press(pilot, key)
            assert where(pilot) == ("locked", "unlock-password")
            assert (words in shown(pilot)) is (key == "f3")
            assert len(words) <= pilot.app.screen.query_one(f"#{StatusLine.ID}").content_size.width
        await press(pilot, "ctrl+u")
        await unlocked(pilot)
        assert where(pilot) == ("case-note", "case-note")
        assert text(pilot, "case-note") == "la foto"
        await press(pilot, "f12", "f3", "f3")
        assert where(pilot) == ("login", "login-username")
        await log_in(pilot, SUPERVISOR)
        assert where(pilot) == ("home", "fiscal-code")


@pytest.mark.parametrize("dialog", ["case-note", "operator-new"])
async def test_m23_what_is_typed_in_a_dialog_is_told_before_the_session_ends(
    training_app: AppMaker, dialog: str
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot, SUPERVISOR)
        if dialog == "case-note":
            await open_card(pilot, ROSSI)
            await press(pilot, "ctrl+o")
        else:
            await press(pilot, "alt+9", "f3")
        assert where(pilot)[0] == dialog
        await press(pilot, "f12")
        assert _("what is typed in the open dialog") not in shown(pilot)
        await paste(pilot, "responsabile-prova")
        await press(pilot, "enter")
        assert where(pilot)[0] == dialog
        await paste(pilot, "verdi")
        await press(pilot, "f12", "f3")
        assert where(pilot)[0] == "locked"
        assert _("what is typed in the open dialog") in shown(pilot)
        assert "verdi" not in shown(pilot)


@pytest.mark.parametrize("typed", [True, False])
async def test_m23_wrong_passwords_of_passers_by_lose_nothing_that_is_not_saved(
    training_app: AppMaker, typed: bool
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_note(pilot)
        if typed:
            await paste(pilot, "la foto")
        await press(pilot, "f12")
        for _try in range(5):
            await paste(pilot, "sbagliata")
            await press(pilot, "enter")
        assert register_events(app)[-1] == ("operator.locked" if typed else "operator.logged-out")
        assert where(pilot)[0] == ("locked" if typed else "login")
        if typed:
            assert _("Too many wrong tries: the account is locked. A supervisor can unlock it.") in shown(pilot)
            assert app.counter is not None
            assert app.actor is not None
            supervisor = operators.login(app.counter, Login(SUPERVISOR, "responsabile-prova"))
            assert isinstance(supervisor, Actor)
            operators.unlock(app.counter, supervisor, app.actor.operator_id)
            await unlocked(pilot)
            assert where(pilot)[0] == "case-note"
            assert text(pilot, "case-note") == "la foto"


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
