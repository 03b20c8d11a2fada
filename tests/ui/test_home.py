"""Home, search and accounts (M01, M02, M23): the person at the counter is the only question."""

from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from counter_app.desk import drafts
from counter_app.i18n import _, ngettext
from counter_app.identity import fiscal_code
from data.vocabulary import Sex
from screens.widgets.fields import DeskInput
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, SUPERVISOR, log_in, paste, press, register_events, shown, where

HOME = ("home", "fiscal-code")
NOBODY = fiscal_code.compute("Zurlini", "Zefiro", date(1977, 7, 7), Sex.MALE, "H501")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("rssmra80", "8"),
        ("RSSMRA80A01H501U", "✓"),
        ("12345678903", "✓"),
    ],
)
async def test_a_code_is_checked_as_it_is_typed(training_app: AppMaker, typed: str, word: str) -> None:
    app = training_app()
    async with app.run_test(size=(120, 30)) as pilot:
        await log_in(pilot)
        await press(pilot, *typed)
        assert app.screen.query_one("#fiscal-code", DeskInput).value == typed.upper()
        beside = str(app.screen.query_one(".field-word").render())
        assert word in beside


@pytest.mark.parametrize("typed", ["RSSMRA80A01H501X", "RSS1", "RSSMRA80A99", "1234567890A"])
async def test_a_wrong_code_says_why_at_once_and_enter_stays(training_app: AppMaker, typed: str) -> None:
    app = training_app()
    async with app.run_test(size=(120, 30)) as pilot:
        await log_in(pilot)
        await press(pilot, *typed)
        problem = fiscal_code.check_as_typed(typed)
        assert problem is not None
        assert problem in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == HOME
        assert problem in shown(pilot)
        await press(pilot, "ctrl+u")
        assert problem not in shown(pilot)


async def test_enter_on_the_code_opens_the_card_and_the_home_screen_is_empty_afterwards(
    training_app: AppMaker,
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *ROSSI.lower(), "enter")
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "escape")
        assert where(pilot) == HOME
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ""
        assert "ROSSI" not in shown(pilot).upper()
        assert ngettext("{count} visit", "{count} visits", 1).format(count=1) in shown(pilot)


async def test_a_pasted_code_with_blanks_is_the_same_code(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await paste(pilot, " rss mra 80a01 h501u ")
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ROSSI


@pytest.mark.parametrize("burst", [f"%{ROSSI}ROSSI MARIO?", f"*{ROSSI}*", f";{ROSSI}=99?"])
async def test_a_scanned_card_fills_the_field_and_its_enter_starts_nothing(training_app: AppMaker, burst: str) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *["space" if char == " " else char for char in burst], "enter")
        assert where(pilot) == HOME
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ROSSI
        await press(pilot, "ctrl+u")
        await paste(pilot, burst + "\n")
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ROSSI
        assert where(pilot) == HOME
        await press(pilot, "enter")
        assert where(pilot)[0] == "citizen"


async def test_a_card_reader_that_sends_nonsense_is_told_so(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *"%12345?", "enter")
        assert where(pilot) == HOME
        assert app.screen.query_one("#fiscal-code", DeskInput).value == ""
        assert _("The card reader sent no fiscal code: read the card again or type it.") in shown(pilot)
        await press(pilot, *ROSSI, "enter")
        assert where(pilot)[0] == "citizen"


async def test_a_code_nobody_has_is_told_beside_the_field(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *NOBODY, "enter")
        assert where(pilot) == HOME
        assert "✕" in shown(pilot)
        assert app.screen.query_one("#fiscal-code", DeskInput).value == NOBODY


async def test_a_bare_digit_is_text_and_alt_digit_a_choice(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "1")
        assert where(pilot) == HOME
        assert app.screen.query_one("#fiscal-code", DeskInput).value == "1"
        await press(pilot, "alt+1")
        assert where(pilot) == ("find", "find-surname")
        await press(pilot, "escape")
        assert where(pilot) == HOME


async def test_m02_search_by_data_shows_half_masked_codes_and_opens_the_card(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", *"rossi", "enter", *"MARIO", "enter", *"01011980", "enter")
        assert where(pilot) == ("find", "hits")
        words = shown(pilot)
        assert ROSSI not in words
        assert fiscal_code.mask(ROSSI) in words
        await press(pilot, "1")
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "escape")
        assert where(pilot) == HOME


@pytest.mark.parametrize(
    ("surname", "name", "born", "field"),
    [("rossi", "mario", "3102", "find-born"), ("", "mario", "01011980", "find-surname")],
)
async def test_m02_search_needs_a_surname_and_never_lists_openly(
    training_app: AppMaker, surname: str, name: str, born: str, field: str
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", *surname, "enter", *name, "enter", *born, "enter")
        assert where(pilot) == ("find", field)
        assert not app.screen.query_one("#hits", OptionList).display


async def test_m02_search_that_finds_nobody_says_so(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", *"rossi", "enter", *"mario", "enter", *"02011980", "enter")
        assert where(pilot)[0] == "find"
        assert _(
            "Nobody in the archive has these data, or data that begin so. Check them against the document; "
            "F3 registers a person."
        ) in shown(pilot)


async def test_m02_a_short_surname_that_nobody_has_is_told_as_such_and_f3_registers(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", *"ro", "f2")
        assert _(
            "Nobody in the archive has exactly this surname. For how one begins, type three letters or more."
        ) in shown(pilot)
        await press(pilot, "f3")
        assert where(pilot) == ("person-new", "fiscal-code")


async def test_a_case_left_half_way_waits_on_the_home_screen_masked(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, *ROSSI, "enter")
        assert app.counter is not None
        assert app.actor is not None
        drafts.save(app.counter, app.actor, 1, "document", {"document-number": "CA00000AA"})
        app.go_home()
        await press(pilot)
        words = shown(pilot)
        assert _("WAITING") in words
        assert fiscal_code.mask(ROSSI) in words
        assert ROSSI not in words
        await press(pilot, "alt+3")
        assert where(pilot) == ("citizen", "actions")


async def test_m01_only_a_supervisor_sees_the_way_to_the_accounts(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        assert "Alt+9" not in shown(pilot)
        app.log_out()
        await press(pilot, "ctrl+u")
        await log_in(pilot, SUPERVISOR)
        assert "Alt+9" in shown(pilot)
        await press(pilot, "alt+9")
        assert where(pilot) == ("operators", "operators")


async def test_m01_a_supervisor_adds_disables_and_opens_an_account(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+9", "f3")
        assert where(pilot) == ("operator-new", "operator-username")
        await press(pilot, *"nuova", "enter", *"Nuova", "space", *"Collega", "enter")
        await paste(pilot, NOBODY)
        await press(pilot, "enter")
        assert where(pilot) == ("operator-new", "operator-role")
        await press(pilot, "down", "space", "tab")
        await paste(pilot, "una frase lunga")
        await press(pilot, "enter")
        await paste(pilot, "una frase lunga")
        await press(pilot, "enter")
        assert where(pilot)[0] == "operator-new"
        await press(pilot, "f9")
        assert where(pilot) == ("second-person", "second-username")
        await press(pilot, *"operatore", "enter")
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        assert where(pilot) == ("operators", "operators")
        assert "Nuova Collega" in shown(pilot)
        listed = app.screen.query_one("#operators", OptionList)
        listed.highlighted = listed.get_option_index("nuova")
        await press(pilot, "2")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "f9")
        assert _("disabled ○") in shown(pilot)
        await press(pilot, "1", "f9")
        assert _("disabled ○") not in shown(pilot)
        events = register_events(app)
        assert events[-3:] == ["operator.added", "operator.disabled", "operator.unlocked"]


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_m22_why_is_offered_only_while_a_norm_changes_near_the_day(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app(on=date(2024, 6, 1))
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        assert "F6" not in shown(pilot)
        await press(pilot, "f6")
        assert where(pilot) == HOME
        await press(pilot, "ctrl+t")
        await paste(pilot, "10052016")
        await press(pilot, "enter")
        assert where(pilot) == HOME
        assert "F6" in shown(pilot)
        await press(pilot, "f6")
        assert where(pilot)[0] == "norm"


async def choose_own_account(pilot: Pilot[int]) -> OptionList:
    """Log a supervisor in, choose the own account in the list of them, and return the list."""
    await log_in(pilot, SUPERVISOR)
    await press(pilot, "alt+9")
    listed = pilot.app.screen.query_one("#operators", OptionList)
    listed.highlighted = listed.get_option_index(SUPERVISOR)
    return listed


async def test_m01_nobody_administers_the_own_account(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await choose_own_account(pilot)
        await press(pilot, "2", "f9")
        assert where(pilot)[0] == "error"
        await press(pilot, "enter")
        assert where(pilot) == ("operators", "operators")


async def test_m01_whose_password_cannot_be_reset_is_told_before_a_password_is_typed(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        listed = await choose_own_account(pilot)
        await press(pilot, "3")
        assert where(pilot)[0] == "error"
        assert _("Nobody administers the own account.") in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == ("operators", "operators")
        listed.highlighted = listed.get_option_index("collega")
        await press(pilot, "2", "f9")
        await press(pilot, "3")
        assert where(pilot)[0] == "error"
        assert _("This account is closed: open it again first.") in shown(pilot)
        await press(pilot, "enter")
        await press(pilot, "1", "f9")
        await press(pilot, "3")
        assert where(pilot) == ("operator-reset", "reset-password")


async def test_a_new_account_with_a_short_password_is_told_beside_the_field(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+9", "f3")
        for field, text in {
            "operator-username": "nuova",
            "operator-name": "Nuova Collega",
            "operator-code": NOBODY,
            "operator-password": "breve",
            "operator-password-again": "breve",
        }.items():
            app.screen.query_one(f"#{field}", DeskInput).value = text
        await press(pilot, "f9")
        assert where(pilot) == ("operator-new", "operator-password")
        assert app.screen.query_one("#operator-username", DeskInput).value == "nuova"
