"""Correcting what the archive says, by keyboard (M02). The lessons on it are tests too: tests/scenarios."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Static

from counter_app.desk import people
from counter_app.desk.commands import NewPerson
from counter_app.i18n import _
from data.vocabulary import Sex
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, desk, log_in, paste, press, register_events, shown, where
from tests.ui.person_form import CODE, SIZES, archived, text, there
from tests.ui.visiting import counter_of, open_card

OTHER = "KLLSDR72M49Z133A"


@SIZES
async def test_m02_a_typed_code_never_writes_over_the_archive(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        await paste(pilot, ROSSI)
        await press(pilot, "enter")
        await press(pilot, "alt+e")
        assert where(pilot) == ("person-edit", "fiscal-code")
        # somebody else's code: what stands there stays, what differs is said, and they are not made one
        await paste(pilot, OTHER)
        await press(pilot, "enter")
        assert (text(pilot, "born"), text(pilot, "birth-place")) == ("01/01/1980", "Roma (RM)")
        assert _("Of surname, name, birth date no two agree: these are two people.") in shown(pilot)
        assert where(pilot) == ("person-edit", "fiscal-code")
        # a mobile number needs no reason, a name does
        await press(pilot, "shift+home")
        await paste(pilot, ROSSI)
        app.screen.set_focus(app.screen.query_one("#name"))
        await paste(pilot, "Mariano")
        await press(pilot, "f9")
        assert where(pilot) == ("person-edit", "mismatch-reason")
        await paste(pilot, "passaporto")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        assert "ROSSI MARIANO" in shown(pilot)
        assert _("Corrected: {what}.").format(what=_("name")) in shown(pilot)
        assert register_events(desk(pilot))[-1] == "person.corrected"
        await press(pilot, "alt+e")
        assert _("CORRECTED BEFORE") in str(app.screen.query_one("#corrected-before", Static).render())


@pytest.mark.parametrize("key", ["escape"])
async def test_m23_esc_asks_where_something_was_corrected(training_app: AppMaker, key: str) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await paste(pilot, ROSSI)
        await press(pilot, "enter")
        await press(pilot, "alt+e")
        await press(pilot, key)
        assert where(pilot)[0] == "citizen"
        assert "hits.viewed" not in register_events(desk(pilot))  # one's own code shows nobody else
        await press(pilot, "alt+e")
        await paste(pilot, OTHER)
        await press(pilot, key)
        assert register_events(desk(pilot)).count("hits.viewed") == 1
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        assert where(pilot) == ("person-edit", "fiscal-code")


# --- the Italian identity document, on which the exceptions of M16 rest -----------------------------------------------

NO_NEW_PIN = date(2020, 10, 5)
ABROAD = NewPerson(
    CODE,
    "Zurlini",
    "Zefiro",
    Sex.MALE,
    date(1977, 7, 7),
    "H501",
    residence="AR",
    italian_document=False,
    address=("CALLE 1", "BUENOS AIRES"),
)
NGOZI = NewPerson(
    "KFRNGZ88B69Z335O",
    "Okafor",
    "Ngozi",
    Sex.FEMALE,
    date(1988, 2, 29),
    "Z335",
    citizenship="NG",
    address=("VIA PALAZZUOLO 77", "50123 FIRENZE FI"),
)
NGOZI_BEFORE = "01234562013"
"""The code of hers that the training world has."""
OFFERED = _("A PIN of {length} characters can be handed over at once in a sealed envelope, already active.")


async def to_correction(pilot: Pilot[int], person: NewPerson) -> None:
    """Enter somebody in the archive and open the form on them."""
    await log_in(pilot)
    actor = desk(pilot).actor
    assert actor is not None
    people.register(counter_of(pilot), actor, person)
    await paste(pilot, person.fiscal_code)
    await press(pilot, "enter")
    await press(pilot, "alt+e")
    assert where(pilot) == ("person-edit", "fiscal-code")


def of_the_archive(pilot: Pilot[int]) -> tuple[str, bool | None, str]:
    person = archived(pilot, CODE)
    assert person is not None
    return person.citizenship, person.italian_document, person.mobile


async def into(pilot: Pilot[int], field: str, words: str) -> None:
    """Type over a field."""
    pilot.app.screen.set_focus(pilot.app.screen.query_one(f"#{field}"))
    await press(pilot, "ctrl+u")
    await paste(pilot, words)


@SIZES
@pytest.mark.parametrize("citizenship", ["IT", "FR"])
@pytest.mark.parametrize("known", [None, False, True])
async def test_m16_what_was_not_typed_is_not_corrected(
    training_app: AppMaker, size: tuple[int, int], citizenship: str, known: bool | None
) -> None:
    app = training_app(on=NO_NEW_PIN)
    async with app.run_test(size=size) as pilot:
        await to_correction(pilot, replace(ABROAD, citizenship=citizenship, italian_document=known))
        await press(pilot, "f9")
        assert where(pilot)[0] == "person-edit"
        assert _("Nothing differs from what the archive says.") in shown(pilot)
        assert register_events(desk(pilot))[-1] != "person.corrected"
        await into(pilot, "mobile", "3331234567")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        assert _("Corrected: {what}.").format(what=_("mobile number")) in shown(pilot)
        assert of_the_archive(pilot) == (citizenship, known, "3331234567")


async def test_m16_a_correction_leaves_the_right_to_a_pin(training_app: AppMaker) -> None:
    app = training_app(on=NO_NEW_PIN)
    async with app.run_test(size=(140, 40)) as pilot:
        await to_correction(pilot, ABROAD)
        await into(pilot, "mobile", "3331234567")
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
        assert OFFERED.format(length=16) in shown(pilot)


@pytest.mark.parametrize("known", [None, True, False])
async def test_m16_another_country_proposes_and_changes_nothing(training_app: AppMaker, known: bool | None) -> None:
    app = training_app(on=NO_NEW_PIN)
    async with app.run_test(size=(140, 40)) as pilot:
        await to_correction(pilot, replace(ABROAD, residence="IT", italian_document=known))
        # asked where an Italian lives abroad, or holds none by the archive; taken for granted of nobody else
        assert there(pilot, "italian-document") is (known is False)
        await into(pilot, "residence", "AR")
        await press(pilot)
        assert there(pilot, "italian-document")
        assert app.screen.query_one("#italian-document", Checkbox).value is (known is not False)
        await into(pilot, "citizenship", "FR")
        await press(pilot)
        assert app.screen.query_one("#italian-document", Checkbox).value is bool(known)
        await press(pilot, "f9")
        words = f"{_('citizenship')}, {_('country of residence')}"
        assert _("Corrected: {what}.").format(what=words) in shown(pilot)
        assert of_the_archive(pilot) == ("FR", known, "")


@SIZES
async def test_m16_an_italian_without_italian_document_is_told_by_hand(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    app = training_app(on=NO_NEW_PIN)
    async with app.run_test(size=size) as pilot:
        await to_correction(pilot, replace(ABROAD, italian_document=None))
        app.screen.set_focus(app.screen.query_one("#residence"))
        await press(pilot, "enter")
        assert where(pilot) == ("person-edit", "italian-document")
        await press(pilot, "space", "f9")
        assert _("Corrected: {what}.").format(what=_("Italian document")) in shown(pilot)
        assert of_the_archive(pilot) == ("IT", False, "")
        assert OFFERED.format(length=16) in shown(pilot)
        # and back: home again, the box stays, for the archive says that there is none
        await press(pilot, "alt+e")
        await into(pilot, "residence", "IT")
        await press(pilot, "enter")
        assert where(pilot) == ("person-edit", "italian-document")
        await into(pilot, "address-2", "50100 FIRENZE")
        app.screen.set_focus(app.screen.query_one("#italian-document"))
        await press(pilot, "space", "f9")
        assert of_the_archive(pilot) == ("IT", True, "")


async def test_m02_a_mark_of_guardianship_wants_its_reason_at_once(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(140, 40)) as pilot:
        await log_in(pilot)
        await open_card(pilot, ROSSI)
        await press(pilot, "alt+e")
        app.screen.set_focus(app.screen.query_one("#ward"))
        for marked in (True, False):
            await press(pilot, "space")
            assert there(pilot, "mismatch-reason") is marked
            assert (_("why it is corrected") in shown(pilot)) is marked


@SIZES
@pytest.mark.parametrize("typed", [True, False])
async def test_m23_what_else_was_corrected_is_told_before_two_entries_become_one(
    training_app: AppMaker, size: tuple[int, int], typed: bool
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_correction(pilot, NGOZI)
        await press(pilot, "escape")
        await press(pilot, "escape")
        await open_card(pilot, NGOZI_BEFORE)
        await press(pilot, "alt+e")
        if typed:
            await into(pilot, "mobile", "3331234567")
        await into(pilot, "fiscal-code", NGOZI.fiscal_code)
        await press(pilot, "enter")
        assert where(pilot) == ("merge", "merge-reason")
        assert (_("What else was typed here is not kept.") in shown(pilot)) is typed
