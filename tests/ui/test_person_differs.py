"""Data that differ from the fiscal code, people who are known already (M02): words, a reason, a way out."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.i18n import _
from counter_app.identity.fiscal_code import compute
from data.vocabulary import Sex
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, desk, paste, press, register_events, shown, where
from tests.ui.person_form import (
    CODE,
    SIZES,
    acts,
    archived,
    at,
    details,
    there,
    to_form,
    typing,
)

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
        await typing(
            pilot,
            name="Zefiro",
            mismatch_reason="",
            citizenship="",
            residence="",
            address_1="Via Roma 1, 50100 FIRENZE",
        )
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
        await typing(
            pilot,
            mismatch_reason="Così sul documento",
            citizenship="",
            residence="",
            address_1="Via Roma 1, 50100 FIRENZE",
        )
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
        # whom the form showed is a look, once, however often it said so
        assert register_events(desk(pilot))[-4:] == [
            "operator.logged-in",
            "hits.viewed",
            "visit.opened",
            "person.viewed",
        ]


async def test_m02_a_namesake_born_the_same_day_is_asked_about(training_app: AppMaker) -> None:
    code = compute("Rossi", "Mario", date(1980, 1, 1), Sex.MALE, "F205")
    app = training_app()
    async with app.run_test() as pilot:
        await to_form(pilot, code)
        await typing(
            pilot, surname="Rossi", name="Mario", citizenship="", residence="", address_1="Via Roma 1, 50100 FIRENZE"
        )
        await press(pilot, "f9")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        assert where(pilot)[0] == "person-new"
        assert archived(pilot, code) is None
        await press(pilot, "f9")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        assert archived(pilot, code) is not None
        looks = [event for event in register_events(desk(pilot)) if event.endswith(".viewed")]
        assert looks == ["hits.viewed", "person.viewed"]
