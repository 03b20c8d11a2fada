"""The search by data in the world `demo`, by keyboard: pages, a year instead of a date, no list beside other words."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from counter_app.i18n import _
from counter_app.settings import Settings
from screens.widgets.fields import DeskInput
from tests.support.worlds import RunTemplates
from tests.ui.conftest import AppMaker
from tests.ui.driving import log_in, press, shown, where


async def test_m23_the_search_says_where_esc_leads(training_app: AppMaker) -> None:
    async with training_app().run_test(size=(140, 40)) as pilot:
        await log_in(pilot)
        await press(pilot, "f2")
        assert f"Esc {_('home')}" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")


async def test_m02_pages_turn_by_page_keys_and_a_list_goes_with_its_words(
    training_app: AppMaker, templates: RunTemplates, tmp_path: Path
) -> None:
    app = training_app(opener=lambda: templates.training(Settings(state_dir=tmp_path / "demo"), "demo"))
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "f2", *"rossi", "enter", "s", "f2")
        assert where(pilot) == ("find", "hits")
        assert "F8" in shown(pilot)
        await press(pilot, "pageup")
        assert "Rossi Salvatore" in shown(pilot)
        await press(pilot, "pagedown")
        words = shown(pilot)
        assert "Rossin Sergio" in words
        assert "Rossi Sara" not in words
        assert ("F7" in words, "F8" in words) == (True, False)
        await press(pilot, "pagedown", "pageup")
        assert "Rossi Sara" in shown(pilot)
        # other words: the list they did not find goes, and so do its keys
        app.screen.query_one("#find-born", DeskInput).focus()
        await press(pilot, *"1988")
        assert app.screen.query_one("#find-born", DeskInput).value == "1988"
        assert not app.screen.query_one("#hits", OptionList).display
        await press(pilot, "pagedown", "alt+1")
        assert where(pilot) == ("find", "find-born")
        await press(pilot, "enter")
        assert len(app.screen.query_one("#hits", OptionList).options) == 5
        # a date goes on from the year
        app.screen.query_one("#find-born", DeskInput).value = ""
        app.screen.query_one("#find-born", DeskInput).focus()
        await press(pilot, *"17101988")
        assert app.screen.query_one("#find-born", DeskInput).value == "17/10/1988"
        await press(pilot, "enter")
        assert len(app.screen.query_one("#hits", OptionList).options) == 4
