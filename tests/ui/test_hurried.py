"""What a hurried clerk trips over: keys on boxes and lists, words that are past, lines that do not fit (M23, M26)."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Select

from counter_app.i18n import _, ngettext
from screens.marks import MarkBox
from screens.walkthrough.settling import until
from tests.ui.conftest import AppMaker
from tests.ui.driving import PATIENCE, SUPERVISOR, log_in, paste, shown, where
from tests.ui.visiting import open_card, press, to_document, to_envelope, to_form, type_document

NARROW, MIDDLE = (80, 24), (100, 30)


async def test_m23_arrows_go_from_box_to_box(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        await press(pilot, "enter", "space", "down", "space", "down", "down", "up", "space")
        assert [box.value for box in pilot.app.screen.query("#checks MarkBox").results(MarkBox)] == [True, True, True]


async def test_m23_typing_finds_an_entry_of_a_list(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await pilot.press("enter", *"pass", "enter")
        await press(pilot)
        assert pilot.app.screen.query_one("#document-kind", Select).selection == "passport"
        assert where(pilot) == ("identify/document", "document-number")


async def test_m23_what_is_said_to_be_missing_goes_when_it_is_typed(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, expires="")
        await press(pilot, "enter")
        said = _("Still missing: {what}.").format(what=_("expiry date"))
        assert said in shown(pilot)
        await paste(pilot, "12032025")
        assert said not in shown(pilot)


async def test_m23_the_folded_line_counts_what_does_not_fit(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        first = f"{_('kind of document')}, {_('number')}"
        assert _("{what} and {count} more").format(what=first, count=3) in shown(pilot)


async def test_m02_a_wrong_date_is_not_ticked_and_stays_explained_after_the_refusal(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, expires="09052016")
        reason = _("✕ {reason} F8 explains it.").partition("}")[2]
        assert reason.split()[-1] in shown(pilot)
        assert "09/05/2016     ✓" not in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot)[0] == "refusal"
        await press(pilot, "escape")
        assert where(pilot)[0] == "identify/document"
        assert reason.split()[-1] in shown(pilot)


async def test_m03_a_reason_that_is_chosen_is_no_longer_asked_for(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "alt+s", "f9")
        assert _("Choose a reason.") in shown(pilot)
        await press(pilot, "enter", "enter")
        assert _("Choose a reason.") not in shown(pilot)


async def test_m01_enter_takes_the_role_and_the_new_account_is_announced(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+9", "f3")
        for text in ("nuova", "Nuova Collega", "BNCNNA75C55D612Q"):
            await paste(pilot, text)
            await press(pilot, "enter")
        await press(pilot, "down", "enter")
        assert f"(●) {_('supervisor')}" in shown(pilot)
        for _again in range(2):
            await paste(pilot, "una frase lunga")
            await press(pilot, "enter")
        await press(pilot, "f9", *"operatore", "enter")
        await paste(pilot, "operatore-prova")
        await press(pilot, "enter")
        assert where(pilot)[0] == "operators"
        assert _("The account {username} is ready.").format(username="nuova") in shown(pilot)


async def test_m16_a_norm_that_has_ended_is_news_once(training_app: AppMaker) -> None:
    async with training_app(date(2020, 10, 1)).run_test(size=(140, 60)) as pilot:
        await log_in(pilot)
        begun, ended = ("since {days} day", "since {days} days"), ("ended {days} day ago", "ended {days} days ago")
        assert ngettext(*ended, 1).format(days=1) in shown(pilot)
        assert ngettext(*begun, 76).format(days=76) not in shown(pilot)


@pytest.mark.parametrize("size", [NARROW, MIDDLE])
async def test_m23_help_always_shows_how_to_close_it(training_app: AppMaker, size: tuple[int, int]) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "f1")
        assert where(pilot)[0] == "help"
        assert f"Esc {_('close')}" in shown(pilot)


async def test_m26_the_palette_says_in_our_language_that_it_found_nothing(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+p")
        await paste(pilot, "qqqq")
        assert await until(pilot.app, lambda: _("No command has these letters.") in shown(pilot), PATIENCE)


async def test_m23_nothing_beside_or_under_the_contacts_is_cut(training_app: AppMaker) -> None:
    async with training_app().run_test(size=MIDDLE) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        assert _("The holder's contacts, optional") in shown(pilot)
