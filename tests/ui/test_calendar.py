"""The calendar of norms, and the date that moves (M22, M23): by keys, on the real screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from counter_app.counter import Counter
from counter_app.norms.timeline import load
from counter_app.settings import Settings
from screens.norms.calendar import CalendarScreen
from screens.walkthrough.settling import until
from tests.support.worlds import RunTemplates
from tests.ui.conftest import AppMaker
from tests.ui.driving import PATIENCE, ROSSI, at_rest, desk, log_in, paste, press, shown, where

HOME, CALENDAR = ("home", "fiscal-code"), ("calendar", "norms")
MARINI = "MRNPLA85D23F839G"


async def open_calendar(pilot: Pilot[int], *keys: str) -> None:
    """Log in, open the calendar, and press what follows."""
    await log_in(pilot)
    await press(pilot, "alt+8", *keys)


async def type_date(pilot: Pilot[int], key: str, typed: str) -> None:
    """Ask for a date by a key, type it, and take it by Enter."""
    await press(pilot, key)
    await paste(pilot, typed)
    await press(pilot, "enter")


async def open_case(pilot: Pilot[int], code: str, enters: int) -> None:
    """Log in, type a code, and press Enter some times: card, first step, second step."""
    await log_in(pilot)
    await paste(pilot, code)
    for _key in range(enters):
        await press(pilot, "enter")


def title(pilot: Pilot[int]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, CalendarScreen)
    return screen.title_text


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_m22_the_calendar_opens_from_home_and_leads_back(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=size) as pilot:
        await open_calendar(pilot)
        assert where(pilot) == CALENDAR
        assert "10/08/2020" in title(pilot)
        assert "PROSSIMO CAMBIO" in shown(pilot)
        assert "01/09/2020" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == HOME


async def test_m22_the_keys_go_from_change_to_change_and_back_to_today(training_app: AppMaker) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_calendar(pilot, "f8")
        assert "01/09/2020" in title(pilot)
        await press(pilot, *["f7"] * 5)
        assert "22/01/2020" not in title(pilot)  # the noted act changes nothing
        assert "28/05/2019" in title(pilot)
        await press(pilot, "f5")
        assert "10/08/2020" in title(pilot)


async def test_m22_a_date_can_be_typed_and_a_day_before_the_norms_is_told(training_app: AppMaker) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_calendar(pilot, "f2")
        assert where(pilot) == ("date", "business-date")
        await paste(pilot, "31122011")
        await press(pilot, "enter")
        assert where(pilot) == ("date", "business-date")
        assert "01/01/2012" in shown(pilot)
        await press(pilot, "ctrl+u")
        await paste(pilot, "28022013")
        await press(pilot, "enter")
        assert where(pilot) == CALENDAR
        assert "28/02/2013" in title(pilot)


async def test_m22_what_was_known_that_day_leaves_out_what_was_published_later(training_app: AppMaker) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=(140, 60)) as pilot:
        await open_calendar(pilot, "f2")
        await paste(pilot, "16072020")
        await press(pilot, "enter", "left", "left")
        assert "Rilascio del PIN" in shown(pilot)
        assert "Niente nuovi PIN" in shown(pilot)
        await press(pilot, "2")
        assert "Niente nuovi PIN" not in shown(pilot)
        assert "come noto il 16/07/2020" in title(pilot)
        await press(pilot, "1")
        assert "Niente nuovi PIN" in shown(pilot)


async def test_m22_the_calendar_knows_nothing_of_the_years_after_the_business_date(training_app: AppMaker) -> None:
    app = training_app(date(2016, 5, 10))
    async with app.run_test(size=(140, 100)) as pilot:
        await open_calendar(pilot)
        await type_date(pilot, "f2", "05102021")
        assert "05/10/2021" in title(pilot)
        assert "come noto il 10/05/2016" in title(pilot)
        assert "Fine del PIN" not in shown(pilot)


async def test_m22_left_and_right_choose_a_subject(training_app: AppMaker) -> None:
    app = training_app(date(2021, 8, 20))
    async with app.run_test(size=(140, 100)) as pilot:
        await open_calendar(pilot)
        assert "Delega in attesa di verifica" in shown(pilot)
        await press(pilot, "right")
        assert "Accesso ai servizi" in shown(pilot)
        assert "Delega in attesa di verifica" not in shown(pilot)
        await press(pilot, "left")
        assert "Delega in attesa di verifica" in shown(pilot)
        await press(pilot, "left")
        assert "Vita del PIN" in shown(pilot)


async def test_m22_enter_and_f6_show_the_norm_sheet(training_app: AppMaker) -> None:
    app = training_app(date(2021, 8, 20))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_calendar(pilot, "enter")
        assert where(pilot) == ("norm", "norm-text")
        assert "Circolare 50 del 15 marzo 2011" in shown(pilot)
        await press(pilot, "escape", "f6")
        assert where(pilot) == ("norm", "norm-text")


async def test_m22_the_calendar_opens_over_a_case_and_leaves_it_as_it_was(training_app: AppMaker) -> None:
    app = training_app(date(2016, 5, 10))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_case(pilot, ROSSI, 3)
        case = where(pilot)
        assert case[0] == "identify/document"
        desk(pilot).open_calendar()
        await at_rest(pilot)
        assert where(pilot) == CALENDAR
        await press(pilot, "escape")
        assert where(pilot) == case


async def test_m22_two_keys_move_the_business_date_to_the_next_change(training_app: AppMaker) -> None:
    app = training_app(date(2020, 9, 29))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_case(pilot, MARINI, 1)
        assert "OGGI SI PUÒ" in shown(pilot)
        await press(pilot, "ctrl+t", "f8")
        assert where(pilot)[0] == "citizen"
        assert "01/10/2020" in shown(pilot)
        assert "nulla di ciò che fa questo sportello" in shown(pilot)
        await press(pilot, "ctrl+t", "f7")
        assert "01/09/2020" in shown(pilot)


async def test_m22_f6_on_the_home_screen_tells_what_changes_near_the_day(training_app: AppMaker) -> None:
    app = training_app(date(2020, 9, 29))
    async with app.run_test(size=(100, 40)) as pilot:
        await log_in(pilot)
        await press(pilot, "f6")
        assert where(pilot) == ("norm", "norm-text")
        assert "Circolare 87 del 17 luglio 2020" in shown(pilot)


@pytest.fixture
def patched_world(templates: RunTemplates, tmp_path: Path) -> Callable[[str, str, str, date], Callable[[], Counter]]:
    """Return a maker of openers of training worlds whose norm files differ in one place."""

    def maker(file: str, old: str, new: str, on: date) -> Callable[[], Counter]:
        with as_file(files("data").joinpath("reference", "norms")) as shipped:
            folder = copytree(shipped, tmp_path / "norms")
        content = (folder / file).read_text("utf-8")
        assert old in content
        (folder / file).write_text(content.replace(old, new), "utf-8")

        def opener() -> Counter:
            world = templates.training(Settings(state_dir=tmp_path / "state"), on=on)
            return replace(world, load_norms=lambda: load(folder))

        return opener

    return maker


async def test_m22_a_value_changed_in_a_norm_file_changes_the_screens(
    training_app: AppMaker, patched_world: Callable[[str, str, str, date], Callable[[], Counter]]
) -> None:
    opener = patched_world("issuing.toml", "from = 2020-10-01", "from = 2020-11-01", date(2020, 10, 1))
    app = training_app(opener=opener)
    async with app.run_test(size=(100, 40)) as pilot:
        await log_in(pilot)
        assert "fra 31 giorni" in shown(pilot)
        await paste(pilot, MARINI)
        await press(pilot, "enter")
        assert "OGGI SI PUÒ" in shown(pilot)
        assert "nulla di ciò che fa questo sportello" not in shown(pilot)


async def test_m22_what_was_refused_before_stands_on_the_card_and_is_explained(training_app: AppMaker) -> None:
    app = training_app(date(2020, 10, 1))
    async with app.run_test(size=(100, 40)) as pilot:
        await open_case(pilot, MARINI, 1)
        assert "GIÀ DECISO" not in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot)[0] == "refusal"
        await press(pilot, "escape")
        await press(pilot, "f5")
        assert "GIÀ DECISO" in shown(pilot)
        await press(pilot, "down", "enter")
        assert where(pilot) == ("norm", "norm-text")
        assert "rifiutato" in shown(pilot)
        assert "Circolare 87 del 17 luglio 2020" in shown(pilot)


async def test_m16_a_case_half_way_hears_at_once_that_the_date_closed_it(training_app: AppMaker) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=(100, 40)) as pilot:
        await open_case(pilot, MARINI, 3)
        assert where(pilot)[0] == "identify/document"
        await type_date(pilot, "ctrl+t", "01012021")
        assert where(pilot)[0] == "refusal"
        assert "01/10/2020" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot)[0] == "citizen"
        assert "OGGI NO" in shown(pilot)


async def test_m16_the_advice_of_a_case_half_way_follows_the_date(training_app: AppMaker) -> None:
    app = training_app(date(2020, 7, 16))
    async with app.run_test(size=(100, 40)) as pilot:
        await open_case(pilot, MARINI, 2)
        assert where(pilot)[0] == "identify/person"
        await press(pilot, "ctrl+t", "f8")
        assert "17/07/2020" in shown(pilot)
        await type_date(pilot, "ctrl+t", "02102020")
        assert where(pilot)[0] == "refusal"


async def test_m22_the_date_closed_the_case_while_the_calendar_lay_over_it(training_app: AppMaker) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=(100, 40)) as pilot:
        await open_case(pilot, MARINI, 3)
        desk(pilot).open_calendar()
        await at_rest(pilot)
        await type_date(pilot, "ctrl+t", "01012021")
        assert where(pilot) == CALENDAR
        await press(pilot, "escape")
        assert where(pilot)[0] == "refusal"


async def test_m22_two_keys_reach_a_day_of_which_nobody_knows_yet(training_app: AppMaker) -> None:
    app = training_app(date(2021, 6, 1))
    async with app.run_test(size=(100, 40)) as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+t", "f8")
        assert "02/07/2021" in shown(pilot)


async def test_m22_after_a_step_the_norm_that_changes_is_the_chosen_one(training_app: AppMaker) -> None:
    app = training_app(date(2020, 9, 10))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_calendar(pilot, "f8")
        assert "QUEL GIORNO" in shown(pilot)
        shown_list = app.screen.query_one("#norms", OptionList)
        chosen = shown_list.highlighted_option
        assert chosen is not None
        assert chosen.id == "m16-no-new-pin"
        line = shown_list.highlighted or 0
        assert shown_list.scroll_offset.y <= line < shown_list.scroll_offset.y + shown_list.size.height


async def test_m22_on_a_subject_without_changes_it_says_so_of_the_subject(training_app: AppMaker) -> None:
    app = training_app(date(2020, 8, 10))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_calendar(pilot, "right")
        assert "Su questo argomento" in shown(pilot)


async def test_m22_broken_norms_stop_the_desk_naming_file_and_entry(
    training_app: AppMaker, patched_world: Callable[[str, str, str, date], Callable[[], Counter]]
) -> None:
    opener = patched_world("pin.toml", "initial-length = 16", "initial-length = 0", date(2016, 5, 10))
    app = training_app(opener=opener)
    async with app.run_test(size=(100, 30)) as pilot:
        assert await until(app, lambda: getattr(app.screen, "scenario_id", "") == "opening-fault", PATIENCE)
        await at_rest(pilot)
        assert "Le norme non si leggono" in shown(pilot)
        assert "pin.toml" in shown(pilot)
        assert "m06-initial-length" in shown(pilot)


async def test_m22_an_office_that_applies_the_noted_acts_sees_them_in_force(training_app: AppMaker) -> None:
    app = training_app(date(2022, 1, 10), later_acts=True)
    async with app.run_test(size=(140, 100)) as pilot:
        await open_calendar(pilot)
        assert "● PIN delle aziende ancora attivi" in shown(pilot)
        assert "● CIE già dal 2020" not in shown(pilot)
