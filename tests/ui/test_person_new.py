"""Enter a person from the document (M01, M02, M23): by keyboard, at both widths; nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select
from textual.containers import VerticalScroll
from textual.widgets import Checkbox, Input, Select

from counter_app.desk import people
from counter_app.errors import FaultError
from counter_app.i18n import _
from counter_app.identity.fiscal_code import check_character, compute
from data.tables import Person, RegisterDetails, RegisterEntry
from data.vocabulary import Sex
from tests.support.desks import PASSWORD, Desk
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, at_rest, desk, log_in, paste, press, register_events, shown, where

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from counter_app.counter import Counter
    from data.database import Session

CODE = compute("Zurlini", "Zefiro", date(1977, 7, 7), Sex.MALE, "H501")
YOUNG = compute("Neri", "Ida", date(2010, 2, 3), Sex.FEMALE, "A390")
PROVISIONAL = "98765430016"
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=str)


def text(pilot: Pilot[int], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field}", Input).value


def sex(pilot: Pilot[int]) -> object:
    return pilot.app.screen.query_one("#sex", Select).selection


def there(pilot: Pilot[int], field: str) -> bool:
    return pilot.app.screen.query_one(f"#{field}") in pilot.app.screen.focus_chain


def at(pilot: Pilot[int], field: str) -> None:
    """Assert that the cursor is in a field, and that the field can be seen."""
    assert where(pilot) == ("person-new", field)
    focused, page = pilot.app.focused, pilot.app.screen.query_one(VerticalScroll)
    assert focused is not None
    assert focused.region.height
    assert page.region.contains_region(focused.region)


async def typing(pilot: Pilot[int], **fields: str) -> None:
    """Type each field where the cursor must be, and press Enter after it."""
    for name, words in fields.items():
        at(pilot, name.replace("_", "-"))
        if words:
            await paste(pilot, words)
        await press(pilot, "enter")


async def to_form(pilot: Pilot[int], code: str = CODE) -> None:
    """Type a code on the home screen and press F3."""
    await log_in(pilot)
    if code:
        await paste(pilot, code)
    await press(pilot, "f3")
    at(pilot, "surname" if code else "fiscal-code")


def archived(pilot: Pilot[int], code: str) -> Person | None:
    def read(session: Session) -> Person | None:
        return session.exec(select(Person).where(Person.fiscal_code == code)).first()

    counter = desk(pilot).counter
    assert counter is not None
    return counter.read(read)


def acts(pilot: Pilot[int]) -> list[str]:
    """Return the register's events, looks at cards aside."""
    return [event for event in register_events(desk(pilot)) if not event.endswith(".viewed")]


def details(pilot: Pilot[int]) -> dict[str, Any]:
    """Return the details of the newest registration."""

    def read(session: Session) -> dict[str, Any]:
        statement = (
            select(RegisterDetails)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == "person.registered")
            .order_by(col(RegisterEntry.id).desc())
        )
        found = session.exec(statement).first()
        assert found is not None
        kept: dict[str, Any] = json.loads(found.text or "{}")
        return kept

    counter = desk(pilot).counter
    assert counter is not None
    return counter.read(read)


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
        at(pilot, "mobile")
        assert _("F9 registers the person.") in shown(pilot)
        assert archived(pilot, CODE) is None
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
        assert "ZURLINI ZEFIRO" in shown(pilot)
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
        await press(pilot, "enter", "f3")
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="", address_1="Via Roma 1")
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
        await typing(pilot, birth_place="Nigeria", citizenship="NG")
        await press(pilot, "enter")
        await typing(pilot, residence="", address_1="Via Palazzuolo 77")
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
        await typing(pilot, citizenship="", residence="", address_1="Via Aretina 500")
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
        await typing(pilot, surname="Zurlini", name="Zefiro", birth_place="Atlantide", citizenship="", residence="")
        await typing(pilot, address_1="Via Roma 1")
        assert not there(pilot, "mismatch-reason")
        await press(pilot, "f9")
        person = archived(pilot, code)
        assert person is not None
        assert (person.birth_place, person.birth_place_code) == ("Atlantide", "Z999")


# --- data that differ ------------------------------------------------------------------------------------------------


@SIZES
async def test_m02_a_difference_wants_a_reason_and_the_register_keeps_it(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_form(pilot)
        says = _("The code says: {what}.")
        await typing(pilot, surname="Bianchi")
        assert says.format(what="ZRL") in shown(pilot)
        assert there(pilot, "mismatch-reason")
        await typing(pilot, name="Zefiro", mismatch_reason="", citizenship="", residence="", address_1="Via Roma 1")
        await press(pilot, "f9")
        at(pilot, "mismatch-reason")
        assert archived(pilot, CODE) is None
        await paste(pilot, "Cognome cambiato nel 2001")
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
        kept = details(pilot)
        assert (kept["mismatch"], kept["mismatch_reason"]) == (["surname"], "Cognome cambiato nel 2001")


async def test_m02_a_difference_that_is_corrected_asks_nothing(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await paste(pilot, "Zur")
        assert not there(pilot, "mismatch-reason")
        await press(pilot, "backspace", "backspace", "enter")
        assert there(pilot, "mismatch-reason")
        await press(pilot, "shift+tab", "end", "u")
        assert there(pilot, "mismatch-reason")
        await press(pilot, *"rlini")
        assert not there(pilot, "mismatch-reason")
        await press(pilot, "enter")
        at(pilot, "name")
        assert not there(pilot, "mismatch-reason")


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [("born", "08071977", "birth-date"), ("birth-place", "Milano", "place"), ("birth-place", "Altrove", "place")],
)
async def test_m02_the_document_may_say_otherwise_of_what_the_code_told(
    training_app: AppMaker, field: str, typed: str, part: str
) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro")
        while where(pilot)[1] != field:
            await press(pilot, "shift+tab")
        await press(pilot, "ctrl+u")
        await typing(pilot, **{field: typed})
        await typing(pilot, mismatch_reason="Così sul documento", citizenship="", residence="", address_1="Via Roma 1")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        assert details(pilot)["mismatch"] == [part]


# --- who is known already --------------------------------------------------------------------------------------------


async def test_m02_a_known_code_offers_the_card(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot, ROSSI)
        assert _("In the archive already: Enter here opens the card.") in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert where(pilot)[0] == "confirm"
        assert "Rossi Mario · RSSMRA••••••501U" in shown(pilot)
        await press(pilot, "escape")
        at(pilot, "fiscal-code")
        await press(pilot, "tab")
        await typing(pilot, surname="Rossi", name="Mario")
        await press(pilot, "f9")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
        assert ROSSI in shown(pilot)
        assert acts(pilot)[-2:] == ["operator.logged-in", "visit.opened"]


async def test_m02_a_namesake_born_the_same_day_is_asked_about(training_app: AppMaker) -> None:
    code = compute("Rossi", "Mario", date(1980, 1, 1), Sex.MALE, "F205")
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, code)
        await typing(pilot, surname="Rossi", name="Mario", citizenship="", residence="", address_1="Via Roma 1")
        await press(pilot, "f9")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        assert where(pilot)[0] == "person-new"
        assert archived(pilot, code) is None
        await press(pilot, "f9", "f9")
        assert where(pilot)[0] == "citizen"
        assert archived(pilot, code) is not None


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
        await typing(pilot, birth_place="Nigeria", citizenship="ng")
        at(pilot, "italian-document")
        await press(pilot, *keys)
        await typing(pilot, residence="", address_1="Via Palazzuolo 77")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        person = archived(pilot, PROVISIONAL)
        assert person is not None
        assert (person.born, person.sex, person.birth_place_code) == (date(1988, 2, 29), Sex.FEMALE, "Z335")
        assert (person.citizenship, person.italian_document) == ("NG", marked)


async def test_m02_the_box_belongs_to_foreigners(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="RO")
        at(pilot, "italian-document")
        await press(pilot, "space", "shift+tab")
        assert app.screen.query_one("#italian-document", Checkbox).value
        await press(pilot, "ctrl+u")
        await typing(pilot, citizenship="IT")
        at(pilot, "residence")
        assert not there(pilot, "italian-document")
        await typing(pilot, residence="", address_1="Via Roma 1")
        await press(pilot, "f9")
        person = archived(pilot, CODE)
        assert person is not None
        assert (person.citizenship, person.italian_document) == ("IT", None)


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
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="", address_1="Via Roma 1")

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
