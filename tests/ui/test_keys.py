"""Keys, palette, themes and fields are the same on every screen."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.binding import Binding
from textual.color import Color
from textual.events import Key
from textual.theme import Theme

from counter_app.i18n import _
from screens import app as app_module
from screens import keys, themes
from screens.base import CaseScreen, DeskScreen
from screens.home import HomeScreen
from screens.identify.odd import OddDocuments
from screens.identify.scanned import ScannedCase
from screens.walkthrough.lessons.keys import LESSON_KEYS
from screens.walkthrough.settling import key_event, until
from screens.widgets.fields import DeskInput
from screens.widgets.lines import KeyLine
from tests.ui.conftest import AppMaker
from tests.ui.driving import OPERATOR, PATIENCE, log_in, paste, press, register_events, shown, where


def test_m23_every_function_key_has_a_second_way() -> None:
    for key in keys.KEYS:
        assert key.second or not key.key.startswith("f"), key.id
    bound = [name for key in keys.KEYS for name in (key.key, key.second) if name]
    assert len(bound) == len(set(bound))


def test_m26_the_lessons_keys_are_none_of_the_desks() -> None:
    """A lesson is worked at the real screens: each of them must keep what it does there."""
    bound = {name for key in keys.KEYS for name in (key.key, key.second) if name}
    lessons = [key.key for key in LESSON_KEYS]
    assert len(lessons) == len(set(lessons))
    assert not bound.intersection(lessons)


def all_screens() -> list[type[CaseScreen[Any]]]:
    for room in (*app_module.FIRST_ROOMS, *app_module.ROOMS):
        importlib.import_module(room)

    def below(cls: type[CaseScreen[Any]]) -> list[type[CaseScreen[Any]]]:
        return [cls, *(deeper for each in cls.__subclasses__() for deeper in below(each))]

    bases = ("screens.base", "screens.person_form", "screens.wizard", "screens.identify.kept")
    found = dict.fromkeys(below(CaseScreen))
    return [cls for cls in found if cls.__module__ not in bases and cls not in (OddDocuments, ScannedCase)]


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


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize("key", ["f1", "ctrl+p", "ctrl+t", "ctrl+q"])
async def test_m23_a_dialog_shows_its_own_keys_alone(training_app: AppMaker, key: str, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        line = app.screen.query_one(KeyLine)
        shown_before = str(line.render()).strip()
        assert shown_before.startswith("F1")
        await press(pilot, key)
        assert not str(line.render()).strip()
        if key == "f1":
            working = str(app.screen.query_one(KeyLine).render())
            assert _("close") in working
            assert "F1" not in working
            assert "F2" not in working
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert str(line.render()).strip() == shown_before


async def test_m23_the_palette_speaks_our_language_and_is_the_second_way(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+p")
        words = shown(pilot)
        assert _("Searches a person by surname, name and birth date.") in words
        assert "Screenshot" not in words
        await paste(pilot, keys.BY_ID["lock"].words)
        await press(pilot, "enter")
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


@pytest.mark.parametrize(
    ("sent", "key"),
    [(f"\x1b{digit}", f"alt+{digit}") for digit in range(10)] + [("\x1bb", "alt+b"), ("\x1bf", "alt+f")],
)
def test_m23_alt_and_a_key_arrive_from_an_ordinary_terminal(sent: str, key: str) -> None:
    parser = XTermParser()
    found = [event.key for part in (sent, "") for event in parser.feed(part) if isinstance(event, Key)]
    assert found == [key]


async def test_a_password_typed_ahead_in_one_burst_never_shows_in_the_username(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        assert await until(app, lambda: app.start_view is not None, PATIENCE)
        for char in OPERATOR:
            app.post_message(key_event(char))
        app.post_message(key_event("enter"))
        for char in "operatore-prova":
            app.post_message(key_event(char))
        password = app.screen.query_one("#login-password", DeskInput)
        assert await until(app, lambda: password.value == "operatore-prova", PATIENCE)
        assert app.screen.query_one("#login-username", DeskInput).value == OPERATOR
        assert where(pilot) == ("login", "login-password")
