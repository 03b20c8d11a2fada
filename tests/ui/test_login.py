"""Login and first start (M01, M23): who works here, and what the program does before it knows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.i18n import _
from screens.widgets.fields import DeskInput
from tests.ui.conftest import AppMaker
from tests.ui.driving import OPERATOR, at_rest, log_in, paste, press, shown, where

PASSWORD = "una frase lunga per le prove"
WELCOME = {
    "office-code": "0500",
    "office-name": "Firenze",
    "office-heading-1": "Istituto Nazionale della Previdenza Sociale",
    "office-heading-2": "Via della Prova 1, 50100 Firenze FI",
    "desk-name": "1",
    "supervisor-username": "direttrice",
    "supervisor-name": "Anna [Bianchi]",
    "supervisor-code": "BNCNNA75C55D612Q",
    "supervisor-password": PASSWORD,
    "supervisor-password-again": PASSWORD,
}

HEAVY = ("sqlmodel", "sqlalchemy", "counter_app.bootstrap", "data.tables", "screens.home", "screens.citizen")
LOOK = "import sys, screens.app; print(*[name for name in {names!r} if name in sys.modules])"


def test_the_first_paint_loads_no_database_and_no_other_screen() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK.format(names=HEAVY)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_frameworks_variables_are_ignored_outside_tests() -> None:
    look = "import os, screens; print(*[name for name in os.environ if name.startswith('TEXTUAL')])"
    environ = {**os.environ, "TEXTUAL_SCREENSHOT": "1", "TEXTUAL_LOG": "x", "TEXTUAL_DRIVER": "somebody:Driver"}
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.strip() == ""


async def test_m01_a_ready_account_of_the_training_world_logs_in_by_its_number(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        assert where(pilot) == ("login", "login-username")
        words = shown(pilot)
        assert _("TRAINING") in words
        assert "operatore-prova" in words
        assert "Firenze 0500" in words
        await log_in(pilot)
        assert app.actor is not None
        assert app.actor.username == OPERATOR
        assert "operatore-prova" not in shown(pilot)


async def test_m01_enter_goes_from_field_to_field_and_missing_words_are_asked_for(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        await press(pilot, "enter")
        assert where(pilot) == ("login", "login-password")
        await press(pilot, "enter")
        assert where(pilot) == ("login", "login-username")
        assert _("Type your username.") in shown(pilot)
        await press(pilot, *OPERATOR, "enter", "enter")
        assert where(pilot) == ("login", "login-password")
        assert _("Type your password.") in shown(pilot)
        assert _("Type your username.") not in shown(pilot)


async def test_m01_five_wrong_passwords_lock_the_account_and_the_field_is_empty_each_time(
    training_app: AppMaker,
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        await press(pilot, *OPERATOR, "enter")
        for _attempt in range(5):
            await paste(pilot, "not the password")
            await press(pilot, "enter")
            assert where(pilot) == ("login", "login-password")
            assert app.screen.query_one("#login-password", DeskInput).value == ""
        assert _("Too many wrong tries: the account is locked. A supervisor can unlock it.") in shown(pilot)
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        assert _("This account is locked: a supervisor can unlock it.") in shown(pilot)
        assert app.actor is None


async def test_a_password_cannot_be_copied_out_of_its_field(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        await press(pilot, "enter", *"segreto", "ctrl+shift+a", "ctrl+c", "ctrl+x")
        assert app.screen.query_one("#login-password", DeskInput).value == "segreto"
        assert app.clipboard == ""
        assert "segreto" not in shown(pilot)


async def test_the_first_start_opens_the_office_and_the_desk_remembers_the_username(
    office_app: AppMaker, tmp_path: Path
) -> None:
    app = office_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        assert where(pilot) == ("welcome", "office-code")
        for field, text in WELCOME.items():
            assert where(pilot) == ("welcome", field)
            await press(pilot, "ctrl+u")
            await paste(pilot, text)
            await press(pilot, "enter")
        assert where(pilot)[0] == "welcome"
        await press(pilot, "f9")
        assert where(pilot) == ("home", "fiscal-code")
        assert "Firenze 0500" in shown(pilot)
        assert "[Bianchi]" in shown(pilot)
        app.log_out()
        await at_rest(pilot)
        await press(pilot, "ctrl+u", *"direttrice", "enter")
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
    again = office_app()
    async with again.run_test() as pilot:
        await at_rest(pilot)
        assert where(pilot) == ("login", "login-password")
        assert again.screen.query_one("#login-username", DeskInput).value == "direttrice"
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
    assert PASSWORD not in (tmp_path / "last-username").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "text", "there"),
    [
        ("office-code", "", "office-code"),
        ("desk-name", " ", "desk-name"),
        ("supervisor-username", "Città", "supervisor-username"),
        ("supervisor-password-again", "another", "supervisor-password-again"),
        ("supervisor-password", "short", "supervisor-password-again"),
    ],
)
async def test_the_first_start_says_beside_the_field_what_is_wrong(
    office_app: AppMaker, field: str, text: str, there: str
) -> None:
    app = office_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        for name, value in {**WELCOME, field: text}.items():
            app.screen.query_one(f"#{name}", DeskInput).value = value
        await press(pilot, "f9")
        assert where(pilot) == ("welcome", there)
        assert "✕" in shown(pilot)
        assert app.start_view is not None
        assert app.start_view.office is None
