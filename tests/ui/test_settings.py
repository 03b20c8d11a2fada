"""Settings by keyboard, and what an operator finds again at every desk (M01; office practice)."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from counter_app.counter import Counter
from counter_app.desk import choices
from counter_app.desk.desk_views import ChoicesView
from counter_app.i18n import _
from screens.settings import AS_THE_DESK
from tests.ui.conftest import AppMaker
from tests.ui.driving import COLLEAGUE, SUPERVISOR, desk, log_in, paste, press, register_events, shown, where
from tests.ui.visiting import open_card, to_document, type_document

NARROW, WIDE = (80, 24), (140, 40)


async def change_operator(pilot: Pilot[int], username: str) -> None:
    desk(pilot).log_out()
    await press(pilot)
    await log_in(pilot, username)


async def type_days(pilot: Pilot[int], text: str) -> None:
    """Go from the box to the days and type over what stands there."""
    await press(pilot, "enter")
    assert where(pilot) == ("settings", "expiring-days")
    await press(pilot, "end", "ctrl+u")
    await paste(pilot, text)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m01_a_supervisor_sets_what_the_office_does(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot, SUPERVISOR)
        assert _("settings") in shown(pilot)
        await press(pilot, "alt+0")
        assert where(pilot) == ("settings", "supervisors-issue")
        await press(pilot, "space")
        await type_days(pilot, "15")
        await press(pilot, "enter")
        assert where(pilot) == ("settings", "theme")
        await press(pilot, "f9")
        assert _("The settings are saved.") in shown(pilot)
        assert register_events(app)[-2:] == ["office.setting-changed"] * 2
        await press(pilot, "f9")
        assert _("Nothing was changed.") in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")


@pytest.mark.parametrize("text", ["61", "-1", "", "sette", "7,5"])
async def test_m02_days_that_cannot_be_are_told_at_the_field(training_app: AppMaker, text: str) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+0")
        await type_days(pilot, text)
        await press(pilot, "f9")
        assert where(pilot) == ("settings", "expiring-days")
        assert _("A whole number of days, from {fewest} to {most}.").format(fewest=0, most=60) in shown(pilot)
        assert "office.setting-changed" not in register_events(app)


async def test_esc_asks_where_something_is_not_saved(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+0")
        await type_days(pilot, "3")
        await press(pilot, "escape")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        assert where(pilot) == ("settings", "expiring-days")
        assert pilot.app.screen.query_one("#expiring-days", Input).value == "3"
        await press(pilot, "escape", "f9")
        assert where(pilot) == ("home", "fiscal-code")
        assert "office.setting-changed" not in register_events(app)


@pytest.mark.parametrize("word", [_("operators' accounts"), _("look-ups without an act"), _("log out")])
async def test_whatever_leads_away_asks_where_something_is_not_saved(training_app: AppMaker, word: str) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+0")
        await type_days(pilot, "3")
        for answer, there in (("escape", "settings"), ("f9", "")):
            await press(pilot, "ctrl+p")
            await paste(pilot, word)
            await press(pilot, "down", "enter")
            assert where(pilot)[0] == "confirm"
            assert _("What was changed here is not kept.") in shown(pilot)
            await press(pilot, answer)
            assert not there or where(pilot) == ("settings", "expiring-days")
        assert where(pilot)[0] not in ("settings", "confirm")
        assert "office.setting-changed" not in register_events(app)


async def test_closing_the_program_says_what_is_lost(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+0")
        await type_days(pilot, "3")
        await press(pilot, "ctrl+q")
        assert where(pilot)[0] == "confirm"
        assert _("What was changed here is not kept.") in shown(pilot)


async def test_m01_an_operator_sees_the_offices_settings_and_changes_only_the_own(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await press(pilot, "alt+0")
        assert where(pilot) == ("settings", "theme")
        assert _("A supervisor changes these.") in shown(pilot)
        assert not pilot.app.screen.query("#expiring-days")
        assert f"({_('default')})" in shown(pilot)
        await press(pilot, "f1")
        assert where(pilot)[0] == "help"


async def test_m02_the_offices_days_decide_when_a_document_is_announced_as_expiring(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+0")
        await type_days(pilot, "20")
        await press(pilot, "f9")
        await change_operator(pilot, COLLEAGUE)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, expires="30052016")
        assert _("The document is about to expire, on {expires}.").format(expires="30/05/2016") in shown(pilot)


# --- one's own ---------------------------------------------------------------------------------------------------


async def test_an_operator_finds_the_own_colours_again_and_the_desk_its_own(training_app: AppMaker) -> None:
    app = training_app(theme="dark")
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        app.action_next_theme()
        await press(pilot)
        assert app.theme == "light"
        await press(pilot, "alt+0")
        assert pilot.app.screen.query_one("#theme", Select).value == "light"
        app.log_out()
        await press(pilot)
        assert (where(pilot)[0], app.theme) == ("login", "dark")
        await log_in(pilot, COLLEAGUE)
        assert app.theme == "dark"
        await change_operator(pilot, "operatore")
        assert app.theme == "light"
        await press(pilot, "alt+0")
        pilot.app.screen.query_one("#theme", Select).value = AS_THE_DESK
        await press(pilot, "f9")
        assert app.theme == "dark"
        await change_operator(pilot, "operatore")
        assert app.theme == "dark"


async def test_colours_chosen_by_a_command_show_in_the_settings_and_nothing_is_unsaved(training_app: AppMaker) -> None:
    async with training_app(theme="dark").run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await press(pilot, "alt+0")
        colours = pilot.app.screen.query_one("#theme", Select)
        desk(pilot).action_next_theme()
        await press(pilot)
        assert (colours.value, desk(pilot).unsaved) == ("light", False)
        colours.value = AS_THE_DESK
        desk(pilot).action_next_theme()
        await press(pilot)
        assert (colours.value, desk(pilot).unsaved) == (AS_THE_DESK, True)


async def test_the_panes_stay_as_the_operator_left_them(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        assert not pilot.app.screen.has_class("-unfolded")
        await press(pilot, "alt+i", "1")
        assert pilot.app.screen.has_class("-unfolded")
        await change_operator(pilot, COLLEAGUE)
        await open_card(pilot)
        assert not pilot.app.screen.has_class("-unfolded")
        await change_operator(pilot, "operatore")
        await open_card(pilot)
        assert pilot.app.screen.has_class("-unfolded")


async def test_m01_choices_that_cannot_be_read_fail_no_login(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(counter: Counter, actor: object) -> ChoicesView:
        raise OSError

    monkeypatch.setattr(choices, "mine", broken)
    app = training_app(theme="light")
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        assert app.theme == "light"


async def test_a_terminal_without_colours_stays_without(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        assert app.counter is not None
        assert app.actor is not None
        choices.choose(app.counter, app.actor, ChoicesView(theme="light"))
        await change_operator(pilot, "operatore")
        assert app.theme == "monochrome"
