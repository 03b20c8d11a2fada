"""The identification wizard: focus, what is missing, refusals with words, drafts, password (M02, M23)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Checkbox, Input, Select

from counter_app.desk import identification, issuing, people
from counter_app.desk.commands import NewPerson
from counter_app.errors import FaultError
from counter_app.i18n import _
from counter_app.identity import documents
from counter_app.identity.fiscal_code import compute
from data.vocabulary import Sex
from screens.refusal import RefusalScreen
from tests.ui.conftest import AppMaker
from tests.ui.driving import desk, log_in, paste, register_events, shown, where
from tests.ui.visiting import (
    PASSWORD,
    counter_of,
    issue,
    open_card,
    press,
    printed,
    printer_of,
    to_document,
    to_form,
    type_document,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

NARROW, WIDE = (80, 24), (140, 40)


def norms_refusing(screen: object) -> tuple[str, ...]:
    assert isinstance(screen, RefusalScreen)
    return screen.refused_norms


@pytest.mark.parametrize("size", [NARROW, (100, 30), WIDE])
async def test_m23_whole_identification_by_keyboard(training_app: AppMaker, size: tuple[int, int]) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await issue(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m02_pane_says_what_is_missing_as_it_is_typed(training_app: AppMaker, size: tuple[int, int]) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        for words in (_("kind of document"), _("number")):
            assert words in shown(pilot)
        await press(pilot, "enter", "enter")
        assert _("kind of document") not in shown(pilot)
        await paste(pilot, "CA00000AA")
        await press(pilot, "f8")
        assert where(pilot) == ("identify/document", "document-issuer")
        assert _("Still missing: {what}.").format(what=_("who issued it")) in shown(pilot)


async def test_rail_and_pane_fold_below_100_columns_and_alt_i_unfolds(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        assert f"2/5 {_('document')}" in shown(pilot)
        assert _("WHICH NORM DECIDES") not in shown(pilot)
        await press(pilot, "alt+i")
        assert _("WHICH NORM DECIDES") in shown(pilot)
        await pilot.resize_terminal(120, 30)
        await press(pilot)
        assert f"✓ {_('person')}" in shown(pilot)
        assert f"▸ {_('document')}" in shown(pilot)


@pytest.mark.parametrize(
    ("digit", "norm"),
    [("2", "m02-representatives"), ("3", "m02-representatives"), ("4", "m02-representatives"), ("5", "m02-in-person")],
)
async def test_m02_representatives_and_delegates_are_refused_with_words(
    training_app: AppMaker, digit: str, norm: str
) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "1", digit, "f8")
        assert where(pilot) == ("refusal", "refusal-text")
        assert norms_refusing(pilot.app.screen)[0] == norm
        assert register_events(desk(pilot))[-1] == "pin.refused"
        await press(pilot, "escape")
        assert where(pilot) == ("identify/person", "applicant")


async def test_m02_expired_document_is_refused_with_what_to_bring(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, expires="09052016")
        await press(pilot, "f8")
        assert where(pilot) == ("refusal", "refusal-text")
        assert norms_refusing(pilot.app.screen) == ("m02-valid-document",)
        assert _("WHAT TO BRING NEXT TIME") in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot)[0] == "identify/document"


def registered_dupont(pilot: Pilot[int]) -> str:
    """Register a French person who holds no Italian document, as far as the archive knows, and return their code."""
    born, actor = date(1980, 1, 1), desk(pilot).actor
    code = compute("Dupont", "Jean", born, Sex.MALE, "Z110")
    who = NewPerson(code, "Dupont", "Jean", Sex.MALE, born, "Z110", citizenship="FR", address=("Via Po 1", "50100 FI"))
    assert actor is not None
    people.register(counter_of(pilot), actor, who)
    return code


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m16_an_italian_document_is_refused_to_who_is_excepted_for_want_of_one(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    async with training_app(on=date(2020, 10, 5)).run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot, registered_dupont(pilot))
        await to_document(pilot)
        # said as soon as the kind is chosen; F8 explains it
        await press(pilot, "enter", "enter")
        assert where(pilot) == ("identify/document", "document-number")
        words = _("{document}: this is an Italian identity document; the exception is for people who have none.")
        said = words.format(document=documents.kind("identity-card-electronic").name)
        assert said in shown(pilot)
        assert _("another exception") in shown(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("refusal", "refusal-text")
        assert norms_refusing(pilot.app.screen) == ("m16-no-new-pin", "m16-exceptions")
        assert said in shown(pilot)
        assert register_events(desk(pilot))[-1] == "pin.refused"
        await press(pilot, "escape")
        assert where(pilot)[0] == "identify/document"
        # another document identifies them, and the archive's word counts again
        await press(pilot, "shift+tab", "enter", *["down"] * 9, "enter")
        assert pilot.app.screen.query_one("#document-kind", Select).selection == "foreign-passport"
        assert said not in shown(pilot)
        assert _("another exception") not in shown(pilot)


async def test_m16_whatever_else_is_typed_of_it_a_refused_document_is_explained_and_not_confirmed(
    training_app: AppMaker,
) -> None:
    async with training_app(on=date(2020, 10, 5)).run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, registered_dupont(pilot))
        await to_document(pilot)
        await type_document(pilot, expires="12032014", number="?")
        await press(pilot, "alt+v")
        assert where(pilot)[0] == "identify/document"
        await press(pilot, "f8")
        assert where(pilot) == ("refusal", "refusal-text")
        assert norms_refusing(pilot.app.screen) == ("m16-no-new-pin", "m16-exceptions")


async def test_m02_last_day_of_validity_is_still_good(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, expires="10052016")
        await press(pilot, "enter")
        assert where(pilot) == ("identify/checks", "check-photo")


async def test_a_paper_that_identifies_nobody_is_refused_when_chosen(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "enter", "end", "enter", "f8")
        assert where(pilot) == ("refusal", "refusal-text")
        assert norms_refusing(pilot.app.screen) == ("m02-accepted-documents",)


async def test_a_wrong_date_is_said_at_its_field_and_keeps_the_cursor(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, expires="31022025")
        await press(pilot, "enter")
        assert where(pilot) == ("identify/document", "document-expires")
        assert "✕" in shown(pilot)


async def test_an_unusual_number_warns_without_stopping(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, number="12345")
        assert "! " in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == ("identify/checks", "check-photo")


async def test_enter_passes_over_a_check_without_making_it(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        await press(pilot, "enter", "enter", "enter", "enter")
        assert where(pilot) == ("identify/checks", "check-photo")
        assert not any(box.value for box in pilot.app.screen.query("#checks Checkbox").results(Checkbox))
        assert _("Still missing: {what}.").format(what=_("photo looked at")) in shown(pilot)


async def test_back_and_next_keep_what_was_typed(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        await press(pilot, "f8", "space", "f7")
        assert where(pilot)[0] == "identify/document"
        assert pilot.app.screen.query_one("#document-number", Input).value == "CA00000AA"
        await press(pilot, "f8")
        assert where(pilot) == ("identify/checks", "check-intact")


async def test_f4_prints_the_request_form_and_tells_its_number(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "f4")
        (sheet,) = printer_of(pilot).tray.glob("*request-form*")
        number = sheet.stem.split("request-form-")[1]
        assert number in shown(pilot)
        await press(pilot, "escape", "1")
        assert where(pilot) == ("home", "fiscal-code")
        # a case taken up again says what was printed, and when
        await open_card(pilot)
        await press(pilot, "1")
        assert where(pilot)[0] == "identify/form"
        assert f"{_('at {hour}').format(hour='09:00')}: " in shown(pilot)
        assert number in shown(pilot)


async def test_m01_wrong_password_is_told_in_the_dialog_and_may_be_typed_again(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "f9")
        await paste(pilot, "sbagliata")
        await press(pilot, "enter")
        assert where(pilot) == ("password", "operator-password")
        assert "✕" in shown(pilot)
        assert pilot.app.screen.query_one("#operator-password", Input).value == ""
        await paste(pilot, PASSWORD)
        await pilot.press("enter")
        await printed(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")
        assert register_events(desk(pilot)).count("envelope.reserved") == 1


async def test_escape_from_the_password_goes_back_to_the_form(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "f9", "escape")
        assert where(pilot)[0] == "identify/form"
        assert "envelope.reserved" not in register_events(desk(pilot))


async def test_a_fault_while_reserving_keeps_the_act_and_its_key(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    reserve = issuing.reserve

    def once_failing(counter: object, actor: object, command: object) -> object:
        keys.append(command.key)  # type: ignore[attr-defined]
        answer = reserve(counter, actor, command)  # type: ignore[arg-type]
        if len(keys) == 1:
            raise FaultError("the line was cut after the commit")
        return answer

    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        monkeypatch.setattr(issuing, "reserve", once_failing)
        await press(pilot, "f9")
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert where(pilot)[0] == "error"
        await press(pilot, "escape")
        await pilot.press("enter")
        await printed(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")
        assert len(keys) == 2
        assert len(set(keys)) == 1
        assert register_events(desk(pilot)).count("envelope.reserved") == 1


async def test_m16_midnight_between_form_and_password_refuses(training_app: AppMaker) -> None:
    async with training_app(on=date(2020, 9, 30)).run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "f9", "ctrl+t", *"01102020", "f9")
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert where(pilot) == ("refusal", "refusal-text")
        assert "m16-no-new-pin" in norms_refusing(pilot.app.screen)


async def test_two_presses_ask_the_use_case_once(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    check = identification.check_document

    def counted(*arguments: object) -> object:
        calls.append(1)
        return check(*arguments)  # type: ignore[arg-type]

    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        monkeypatch.setattr(identification, "check_document", counted)
        screen = pilot.app.screen
        await screen.run_action("step_on")
        await screen.run_action("step_on")
        await press(pilot)
        assert where(pilot)[0] == "identify/checks"
        assert calls == [1]
