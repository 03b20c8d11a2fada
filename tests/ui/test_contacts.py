"""Contacts of the holder: pre-filled on the form, printed, kept with the issue, told on the card (M02, M07)."""

from __future__ import annotations

from datetime import date

import pdfplumber
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from counter_app.i18n import _
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, log_in, paste, register_events, shown, where
from tests.ui.driving import desk as desk_of
from tests.ui.visiting import issue, open_card, press, printer_of, to_form

FERRARI = "FRRLNE90H55F205W"
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)])


def value(pilot: Pilot[int], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field}", Input).value


def contacts_line(pilot: Pilot[int]) -> str:
    """Return what the card says of the contacts, on a card whose lines are not wrapped."""
    card = pilot.app.screen.query_one("#card-has", Static)
    lines = str(card.content).splitlines()
    assert card.size.height == len(lines)
    (line,) = (text for text in lines if text.startswith(_("contacts")))
    return line.removeprefix(_("contacts")).strip()


@SIZES
async def test_m02_contacts_typed_on_the_form_reach_card_and_archive(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        assert contacts_line(pilot) == f"{_('e-mail')}, {_('mobile number')}"
        await to_form(pilot)
        assert _("The holder's contacts, optional; recovery online wants {count}").format(count=2) in shown(pilot)
        assert value(pilot, "contact-email") == "mario.rossi@posta.example"
        assert value(pilot, "contact-mobile") == "+39 333 0000001"
        await press(pilot, "down", "down", "down")
        assert where(pilot) == ("identify/form", "contact-mobile")
        await paste(pilot, "333 7654321")
        await press(pilot, "enter")
        assert where(pilot) == ("identify/form", "contact-pec")
        await paste(pilot, "mario.rossi@pec.example")
        await press(pilot, "f4")
        (sheet,) = printer_of(pilot).tray.glob("*request-form*")
        with pdfplumber.open(sheet) as paper:
            text = str(paper.pages[0].extract_text())
        for words in ("mario.rossi@posta.example", "333 7654321", "mario.rossi@pec.example"):
            assert words in text
        await issue(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")
        assert register_events(desk_of(pilot)).count("person.corrected") == 1
        await press(pilot, "space", "enter", "space", "f9")
        await press(pilot, "enter")
        await open_card(pilot)
        assert contacts_line(pilot) == f"{_('e-mail')}, {_('mobile number')}, PEC"
        await press(pilot, "alt+e")
        assert (value(pilot, "email"), value(pilot, "mobile"), value(pilot, "pec")) == (
            "mario.rossi@posta.example",
            "333 7654321",
            "mario.rossi@pec.example",
        )


async def test_m02_an_emptied_contact_changes_nothing_and_a_typed_one_stays_in_the_draft(
    training_app: AppMaker,
) -> None:
    async with training_app().run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "down", "down", "delete")
        assert (where(pilot)[1], value(pilot, "contact-email")) == ("contact-email", "")
        await press(pilot, "down")
        await paste(pilot, "333 7654321")
        await press(pilot, "escape", "1")
        await open_card(pilot)
        await press(pilot, "1")
        assert where(pilot)[0] == "identify/form"
        assert value(pilot, "contact-email") == "mario.rossi@posta.example"
        assert value(pilot, "contact-mobile") == "333 7654321"


async def test_m02_a_contact_put_back_before_a_second_envelope_is_put_back_in_the_archive(
    training_app: AppMaker,
) -> None:
    before = "mario.rossi@posta.example"
    async with training_app().run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "down", "down")
        await paste(pilot, "altra@posta.example")
        await issue(pilot)
        await press(pilot, "alt+s", "enter", "enter", "f9", "enter")
        assert where(pilot) == ("identify/form", "form-signed")
        await press(pilot, "down", "down", "down")
        assert where(pilot) == ("identify/form", "contact-email")
        await paste(pilot, before)
        await issue(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")
        await press(pilot, "space", "enter", "space", "f9", "enter")
        await open_card(pilot)
        await press(pilot, "alt+e")
        assert value(pilot, "email") == before


async def test_m02_a_pec_that_cannot_be_is_told_at_its_field(training_app: AppMaker) -> None:
    async with training_app().run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await open_card(pilot, FERRARI)
        await to_form(pilot)
        await press(pilot, "down", "down", "down", "down")
        await paste(pilot, "elena")
        await press(pilot, "enter")
        assert where(pilot) == ("identify/form", "contact-pec")
        assert _("An e-mail address looks like name@example.it.") in shown(pilot)


@SIZES
async def test_m07_the_card_says_on_one_line_what_recovery_will_want(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot, FERRARI)
        words = _("{there}: recovery online wants {lacking} more")
        assert contacts_line(pilot) == words.format(there=_("none"), lacking=2)
        await to_form(pilot)
        await press(pilot, "down", "down", "down")
        await paste(pilot, "333 7654321")
        await issue(pilot)
        await press(pilot, "space", "enter", "space", "f9")
        await press(pilot, "enter")
        await open_card(pilot, FERRARI)
        assert contacts_line(pilot) == words.format(there=_("mobile number"), lacking=1)


async def test_m07_where_no_pin_can_be_had_the_card_wants_no_contact(training_app: AppMaker) -> None:
    async with training_app(on=date(2021, 10, 1)).run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await open_card(pilot, FERRARI)
        assert contacts_line(pilot) == _("none")
        await press(pilot, "escape")
        await open_card(pilot, ROSSI)
        assert contacts_line(pilot) == f"{_('e-mail')}, {_('mobile number')}"
