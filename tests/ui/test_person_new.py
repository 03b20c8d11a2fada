"""Enter a person from the document (M01, M02, M23): by keyboard, at both widths; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from counter_app.desk import people
from counter_app.errors import FaultError
from counter_app.i18n import _
from counter_app.identity.fiscal_code import check_character, compute
from data.vocabulary import Sex
from tests.support.desks import PASSWORD, Desk
from tests.ui.conftest import AppMaker
from tests.ui.driving import at_rest, log_in, paste, press, shown, where
from tests.ui.person_form import (
    CODE,
    PROVISIONAL,
    SIZES,
    acts,
    archived,
    at,
    sex,
    text,
    there,
    to_form,
    typing,
)

if TYPE_CHECKING:
    from counter_app.counter import Counter

YOUNG = compute("Neri", "Ida", date(2010, 2, 3), Sex.FEMALE, "A390")


# --- the way in ------------------------------------------------------------------------------------------------------


async def test_m02_an_unknown_code_says_how_to_go_on_and_f3_takes_it_along(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await paste(pilot, CODE)
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
        words = _("Not in the archive: F3 registers the person from the document, Alt+1 searches by data.")
        assert words in shown(pilot)
        await press(pilot, "f3")
        at(pilot, "surname")
        assert text(pilot, "fiscal-code") == CODE


@pytest.mark.parametrize("way", ["f3", "alt+n"])
async def test_m23_two_ways_lead_to_an_empty_form(training_app: AppMaker, way: str) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await press(pilot, way)
        at(pilot, "fiscal-code")
        assert not there(pilot, "mismatch-reason")
        assert not there(pilot, "italian-document")
        await press(pilot, "f1")
        assert where(pilot)[0] == "help"


# --- an ordinary registration ----------------------------------------------------------------------------------------


@SIZES
async def test_m02_only_name_and_address_are_typed(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_form(pilot)
        assert (text(pilot, "born"), sex(pilot), text(pilot, "birth-place")) == ("07/07/1977", "M", "Roma (RM)")
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="")
        await typing(pilot, address_1="Via Roma 1", address_2="50100 FIRENZE FI", address_3="", email="", mobile="")
        await typing(pilot, pec="zefiro@pec.example")
        at(pilot, "pec")
        assert _("F9 registers the person.") in shown(pilot)
        assert archived(pilot, CODE) is None
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
        assert "ZURLINI ZEFIRO" in shown(pilot)
        person = archived(pilot, CODE)
        assert person is not None
        assert person.pec == "zefiro@pec.example"
        assert acts(pilot)[-2:] == ["person.registered", "visit.opened"]
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert text(pilot, "fiscal-code") == ""


async def test_m02_an_office_that_starts_empty_serves_its_first_person(
    office_app: AppMaker, counters: Callable[..., Counter], sqlite_url: str
) -> None:
    Desk.open(counters(sqlite_url))
    app = office_app()
    async with app.run_test() as pilot:
        await at_rest(pilot)
        await paste(pilot, "operatore")
        await press(pilot, "enter")
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
        await paste(pilot, CODE)
        await press(pilot, "enter")
        await press(pilot, "f3")
        await typing(
            pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="", address_1="Via Roma 1, 50100 FIRENZE"
        )
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")


async def test_m02_what_is_missing_is_told_from_the_top(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, "")
        for field, words in (("fiscal-code", CODE), ("surname", "Zurlini"), ("name", "Zefiro")):
            await press(pilot, "f9")
            at(pilot, field)
            await paste(pilot, words)
        await press(pilot, "f9")
        at(pilot, "address-1")
        assert _("address") in shown(pilot)
        assert archived(pilot, CODE) is None


async def test_m02_an_impossible_birth_date_is_told_at_its_field(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada", born="31022016")
        await press(pilot, "f9")
        at(pilot, "born")
        await press(pilot, "ctrl+u")
        await paste(pilot, "11052016")
        await press(pilot, "enter", "f")
        await typing(pilot, birth_place="Nigeria", citizenship="NG", residence="")
        await press(pilot, "enter")
        await typing(pilot, address_1="Via Palazzuolo 77, 50100 FIRENZE")
        await press(pilot, "f9")
        at(pilot, "born")
        assert _("The birth date lies after today.") in shown(pilot)
        assert archived(pilot, PROVISIONAL) is None


# --- what the code tells ---------------------------------------------------------------------------------------------


async def test_m02_a_code_of_two_birth_dates_asks_which_one(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot, YOUNG)
        assert text(pilot, "born") == ""
        assert "Alt+1 03/02/2010" in shown(pilot)
        assert "Alt+2 03/02/1910" in shown(pilot)
        await typing(pilot, surname="Neri", name="Ida")
        await press(pilot, "f9")
        at(pilot, "born")
        await press(pilot, "alt+2")
        at(pilot, "citizenship")
        assert text(pilot, "born") == "03/02/1910"
        assert "Alt+1 03/02/2010" not in shown(pilot)
        await typing(pilot, citizenship="", residence="", address_1="Via Aretina 500, 50100 FIRENZE")
        await press(pilot, "f9")
        person = archived(pilot, YOUNG)
        assert person is not None
        assert person.born == date(1910, 2, 3)


async def test_m02_today_tells_the_century_where_it_can(training_app: AppMaker) -> None:
    app = training_app(on=date(2012, 5, 10))
    code = compute("Neri", "Ida", date(2013, 2, 3), Sex.FEMALE, "A390")
    async with app.run_test() as pilot:
        await to_form(pilot, code)
        assert text(pilot, "born") == "03/02/1913"
        await press(pilot, "ctrl+t")
        await paste(pilot, "01032013")
        await press(pilot, "enter")
        assert where(pilot)[0] == "person-new"
        assert text(pilot, "born") == ""
        assert "Alt+2 03/02/1913" in shown(pilot)


async def test_m02_another_code_tells_other_things_but_nothing_typed_is_overwritten(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await press(pilot, "shift+tab", "ctrl+u")
        assert (text(pilot, "born"), sex(pilot), text(pilot, "birth-place")) == ("", None, "")
        await paste(pilot, CODE)
        await press(pilot, "tab", "tab", "tab")
        at(pilot, "born")
        await press(pilot, "ctrl+u")
        await paste(pilot, "08071977")
        app.screen.set_focus(app.screen.query_one("#fiscal-code"))
        await press(pilot, "ctrl+u")
        await paste(pilot, compute("Zurlini", "Zefira", date(1960, 1, 1), Sex.FEMALE, "F205"))
        assert (text(pilot, "born"), sex(pilot), text(pilot, "birth-place")) == ("08/07/1977", "F", "Milano (MI)")


async def test_m02_a_place_the_table_does_not_know_is_copied_from_the_document(training_app: AppMaker) -> None:
    first15 = CODE[:11] + "Z999"
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        code = first15 + check_character(first15)
        await to_form(pilot, code)
        words = _("The table of places has no {code}: copy the place from the document.").format(code="Z999")
        assert words in shown(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", birth_place="Atlantide", citizenship="IT", residence="")
        await typing(pilot, address_1="Via Roma 1, 50100 FIRENZE")
        assert not there(pilot, "mismatch-reason")
        await press(pilot, "f9")
        person = archived(pilot, code)
        assert person is not None
        assert (person.birth_place, person.birth_place_code) == ("Atlantide", "Z999")


# --- a provisional code, a foreigner ---------------------------------------------------------------------------------


@SIZES
@pytest.mark.parametrize(("keys", "marked"), [(("enter",), False), (("space", "enter"), True)])
async def test_m02_with_a_provisional_code_everything_is_typed(
    training_app: AppMaker, size: tuple[int, int], keys: tuple[str, ...], marked: bool
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada", born="29021988")
        at(pilot, "sex")
        await press(pilot, "f")
        assert sex(pilot) == "F"
        await typing(pilot, birth_place="Nigeria", citizenship="ng", residence="")
        at(pilot, "italian-document")
        await press(pilot, *keys)
        await typing(pilot, address_1="Via Palazzuolo 77, 50100 FIRENZE")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        person = archived(pilot, PROVISIONAL)
        assert person is not None
        assert (person.born, person.sex, person.birth_place_code) == (date(1988, 2, 29), Sex.FEMALE, "Z335")
        assert (person.citizenship, person.italian_document) == ("NG", marked)


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ("05032006", "05/03/2006"),
        ("5/3/2006", "05/03/2006"),
        ("05/3/2006", "05/03/2006"),
        ("05/03/2006", "05/03/2006"),
        ("5/3/06", "05/03/06"),
    ],
)
async def test_m23_strokes_may_be_typed(training_app: AppMaker, keys: str, field: str) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada")
        at(pilot, "born")
        await press(pilot, *(("slash" if sign == "/" else sign) for sign in keys))
        assert text(pilot, "born") == field
        await press(pilot, "tab")
        # what is left there is told, be it half a date
        assert (_("Type the year with four digits.") in shown(pilot)) == (field == "05/03/06")


async def test_m23_a_pasted_date_keeps_its_parts(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada", born="5/3/2006")
        assert text(pilot, "born") == "05/03/2006"


async def test_m02_a_wrong_code_keeps_the_cursor(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, "")
        await paste(pilot, CODE[:-1] + ("A" if CODE[-1] != "A" else "B"))
        await press(pilot, "enter")
        at(pilot, "fiscal-code")
        await press(pilot, "backspace", CODE[-1].lower(), "enter")
        at(pilot, "surname")


async def test_m23_arrows_pass_over_a_list(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada", born="29021988")
        at(pilot, "sex")
        await press(pilot, "down")
        at(pilot, "birth-place")
        await press(pilot, "up", "up")
        at(pilot, "born")


async def test_m02_a_place_of_the_birth_date_is_completed(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada", born="29021988")
        await press(pilot, "f")
        at(pilot, "birth-place")
        await press(pilot, *"calliano (t", "right")
        assert text(pilot, "birth-place") == "Calliano (TN)"
        await press(pilot, "enter")
        at(pilot, "citizenship")


async def test_m23_the_list_of_the_sex_goes_on_too(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        app.screen.set_focus(app.screen.query_one("#sex"))
        await press(pilot, "enter", "down", "enter")
        assert sex(pilot) == "F"
        at(pilot, "birth-place")
        await press(pilot, "shift+tab", "enter", "enter")
        at(pilot, "birth-place")


# --- nothing typed is lost -------------------------------------------------------------------------------------------


async def test_m23_esc_asks_where_something_was_typed(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        await paste(pilot, CODE)
        await press(pilot, "f3", "z", "escape")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        at(pilot, "surname")
        assert text(pilot, "surname") == "z"
        await press(pilot, "escape", "f9")
        assert where(pilot) == ("home", "fiscal-code")
        assert text(pilot, "fiscal-code") == ""


async def test_m23_a_lock_keeps_what_is_typed(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini")
        await press(pilot, "f12")
        assert where(pilot)[0] == "locked"
        assert "Zurlini" not in shown(pilot)
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        at(pilot, "name")
        assert text(pilot, "surname") == "Zurlini"


async def test_m23_a_fault_keeps_what_is_typed(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await typing(
            pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="", address_1="Via Roma 1, 50100 FIRENZE"
        )

        def broken(*_arguments: object) -> None:
            raise FaultError("no archive")

        with monkeypatch.context() as patched:
            patched.setattr(people, "register", broken)
            await press(pilot, "f9")
        assert where(pilot)[0] == "error"
        await press(pilot, "escape")
        at(pilot, "address-2")
        assert text(pilot, "surname") == "Zurlini"
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
