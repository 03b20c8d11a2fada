"""Which country somebody belongs to, where they live (M02): proposed, never taken for granted."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Checkbox

from counter_app.i18n import _
from counter_app.identity.fiscal_code import compute
from data.vocabulary import Sex
from screens.widgets.panes import SidePane
from tests.ui.conftest import AppMaker
from tests.ui.driving import paste, press, shown, where
from tests.ui.person_form import CODE, PROVISIONAL, SIZES, archived, at, text, there, to_form, typing


async def test_m02_who_was_born_abroad_has_the_citizenship_on_the_document(training_app: AppMaker) -> None:
    code = compute("Zurlini", "Zefiro", date(1977, 7, 7), Sex.MALE, "Z133")
    app = training_app()
    async with app.run_test(size=(140, 40)) as pilot:
        await to_form(pilot, code)
        assert text(pilot, "birth-place") == "Svizzera"
        assert text(pilot, "citizenship") == ""
        assert _("as the document says") in shown(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="")
        await typing(pilot, address_1="Via Roma 1, 50100 FIRENZE")
        await press(pilot, "f9")
        at(pilot, "citizenship")
        assert archived(pilot, code) is None
        await paste(pilot, "IT")
        assert _("as the document says") not in shown(pilot)
        # the place on the document is another one: what was chosen stays
        app.screen.set_focus(app.screen.query_one("#birth-place"))
        await press(pilot, "ctrl+u")
        await paste(pilot, "Roma")
        assert text(pilot, "citizenship") == "IT"


async def test_m02_what_is_proposed_follows_the_place_until_it_is_typed(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        assert text(pilot, "citizenship") == "IT"
        await typing(pilot, surname="Okafor", name="Ada", born="29021988")
        await press(pilot, "f")
        await typing(pilot, birth_place="Nigeria")
        assert text(pilot, "citizenship") == ""
        await press(pilot, "shift+tab", "ctrl+u")
        await typing(pilot, birth_place="Roma")
        assert text(pilot, "citizenship") == "IT"


@pytest.mark.parametrize("code", [compute("Zurlini", "Zefiro", date(1977, 7, 7), Sex.MALE, "Z129"), PROVISIONAL])
async def test_m02_a_foreign_town_on_the_document_is_abroad_too(training_app: AppMaker, code: str) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, code)
        if code == PROVISIONAL:
            await typing(pilot, surname="Zurlini", name="Zefiro", born="07071977")
        app.screen.set_focus(app.screen.query_one("#birth-place"))
        await press(pilot, "ctrl+u")
        await paste(pilot, "Bucarest")
        assert text(pilot, "citizenship") == ""


async def test_m02_a_citizenship_that_was_typed_stays_though_it_was_the_proposed_one(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, PROVISIONAL)
        await typing(pilot, surname="Okafor", name="Ada", born="29021988")
        app.screen.set_focus(app.screen.query_one("#citizenship"))
        await press(pilot, "ctrl+u")
        await paste(pilot, "IT")
        app.screen.set_focus(app.screen.query_one("#birth-place"))
        await press(pilot)
        await paste(pilot, "Nigeria")
        assert text(pilot, "citizenship") == "IT"


@SIZES
async def test_m02_an_italian_address_without_its_postcode_is_asked_about(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="", address_1="Via Roma 1")
        words = _("No postcode: letters want it, and the envelope's window.")
        assert words not in shown(pilot)
        await typing(pilot, address_2="FIRENZE FI", address_3="")
        assert words in shown(pilot)
        assert pilot.app.screen.query_one("#pane-missing", SidePane).lines == (_("postcode"),)
        await press(pilot, "f9")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        at(pilot, "address-2")
        assert archived(pilot, CODE) is None
        await press(pilot, "f9", "f9")
        assert where(pilot) == ("citizen", "actions")


@pytest.mark.parametrize(("residence", "line"), [("CH", "Rue du Lac"), ("", "50100 FIRENZE FI")])
async def test_m02_a_postcode_or_another_country_asks_nothing(
    training_app: AppMaker, residence: str, line: str
) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="")
        await press(pilot, *(("ctrl+u",) if residence else ()))
        await typing(pilot, residence=residence)
        await press(pilot, *(("enter",) if residence else ()))
        await typing(pilot, address_1="Via Roma 1", address_2=line)
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")


async def test_m02_the_box_belongs_to_foreigners(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="RO", residence="")
        at(pilot, "italian-document")
        await press(pilot, "space", "shift+tab", "shift+tab")
        assert app.screen.query_one("#italian-document", Checkbox).value
        # while the citizenship is typed anew the mark stays
        await press(pilot, "ctrl+u")
        await typing(pilot, citizenship="FR", residence="")
        assert app.screen.query_one("#italian-document", Checkbox).value
        await press(pilot, "shift+tab", "shift+tab", "ctrl+u")
        await typing(pilot, citizenship="IT", residence="", address_1="Via Roma 1, 50100 FIRENZE")
        assert not there(pilot, "italian-document")
        await press(pilot, "f9")
        person = archived(pilot, CODE)
        assert person is not None
        assert (person.citizenship, person.italian_document) == ("IT", None)


@SIZES
@pytest.mark.parametrize(("keys", "holds"), [(("enter",), True), (("space", "enter"), False)])
async def test_m16_italians_abroad_are_asked_for_their_italian_document(
    training_app: AppMaker, size: tuple[int, int], keys: tuple[str, ...], holds: bool
) -> None:
    app = training_app(on=date(2020, 10, 5))
    async with app.run_test(size=size) as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="")
        assert not there(pilot, "italian-document")
        await press(pilot, "ctrl+u")
        await typing(pilot, residence="AR")
        at(pilot, "italian-document")
        assert app.screen.query_one("#italian-document", Checkbox).value
        await press(pilot, *keys)
        await typing(pilot, address_1="CALLE 1", address_2="BUENOS AIRES")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        person = archived(pilot, CODE)
        assert person is not None
        assert (person.citizenship, person.residence, person.italian_document) == ("IT", "AR", holds)
