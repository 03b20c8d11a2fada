"""What a role may not do is hidden or told before anything is typed; trying it all the same is refused (M01)."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from counter_app.desk import suspicions
from counter_app.i18n import _, shown_in_both
from counter_app.identity.fiscal_code import mask
from screens import keys
from screens.case_note import CaseNoteDialog
from screens.identify.leave import LeaveDialog
from screens.widgets.fields import Field
from tests.ui.conftest import AppMaker
from tests.ui.driving import (
    COLLEAGUE,
    ROSSI,
    SUPERVISOR,
    TRAINER,
    choose_command,
    log_in,
    paste,
    register_events,
    shown,
    where,
)
from tests.ui.visiting import open_card, press, to_document, type_document


async def test_m01_a_supervisor_is_told_on_the_card_and_issues_only_in_a_small_office(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot, SUPERVISOR)
        await open_card(pilot)
        assert _("not with this account: an operator issues it") in shown(pilot)
        await press(pilot, "1")
        assert where(pilot)[0] == "error"
        await press(pilot, "escape", "escape", "alt+0", "space", "f9")
        assert where(pilot) == ("settings", "supervisors-issue")
        assert register_events(app)[-1] == "office.setting-changed"
        await press(pilot, "escape")
        await open_card(pilot)
        assert _("not with this account: an operator issues it") not in shown(pilot)
        await press(pilot, "1")
        assert where(pilot)[0] == "identify/person"


async def test_m02_an_operator_neither_sees_nor_opens_the_cases_to_review(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "ctrl+o")
        assert where(pilot) == ("case-note", "case-note")
        await paste(pilot, "la foto")
        before = shown(pilot)
        await press(pilot, "enter")
        assert where(pilot)[0] == "case-note"
        await press(pilot, "f9")
        assert where(pilot) == ("citizen", "actions")
        assert "la foto" in before
        assert "la foto" not in shown(pilot)
        await press(pilot, "escape")
        assert "Alt+6" not in shown(pilot)
        await press(pilot, "alt+6")
        assert where(pilot)[0] == "home"
        app.open_suspicions()
        await press(pilot)
        assert where(pilot)[0] == "error"


async def test_m02_a_note_left_unwritten_leaves_no_trace(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "1", "ctrl+o", "escape")
        assert where(pilot)[0] == "identify/person"
        await press(pilot, "escape")
        assert where(pilot) == ("citizen", "actions")
        assert _("draft") not in shown(pilot).split()
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert "Alt+3" not in shown(pilot)


async def test_m02_an_odd_document_is_confirmed_by_a_supervisor_at_the_same_desk(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "alt+v")
        assert where(pilot)[0] == "identify/document"  # nothing is odd yet
        await type_document(pilot, number="CA00")
        await press(pilot, "alt+v")
        assert where(pilot) == ("odd-document", "odd-reason")
        await press(pilot, "f9")
        assert where(pilot) == ("odd-document", "odd-reason")
        await paste(pilot, "letto due volte")
        await press(pilot, "f9", *"responsabile", "enter")
        await paste(pilot, "responsabile-prova")
        await press(pilot, "enter")
        assert where(pilot)[0] == "identify/document"
        assert register_events(app)[-1] == "document.confirmed"
        confirmed = _("✓ confirmed by {username}: {message}").format(username=SUPERVISOR, message="")
        assert confirmed in shown(pilot)
        assert "Alt+V" not in shown(pilot)
        await press(pilot, "alt+v")
        assert where(pilot)[0] == "identify/document"
        app.screen.set_focus(app.screen.query_one("#document-number"))
        await press(pilot, "end", "0")
        assert confirmed not in shown(pilot)
        assert "Alt+V" in shown(pilot)
        await press(pilot, "backspace")
        assert confirmed in shown(pilot)
        await press(pilot, "f8")
        assert where(pilot)[0] == "identify/checks"
        await press(pilot, "f7")
        assert confirmed in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_m02_a_supervisor_sees_what_they_decide_on(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot, number="AA")
        await press(pilot, "ctrl+o")
        await paste(pilot, "la foto non somiglia")
        await press(pilot, "f9")
        assert where(pilot) == ("identify/document", "document-expires")
        app.log_out()
        await press(pilot)
        await log_in(pilot, SUPERVISOR)
        await press(pilot, "alt+6", "enter")
        assert where(pilot) == ("review", "review-decision")
        seen = shown(pilot)
        for words in ("la foto non somiglia", "Marta Conti", mask(ROSSI), "· AA ·", "12/03/2015", "12/03/2025"):
            assert words in seen
        assert "CA00000AA" in seen  # the usual form of the number, in what is odd about it
        assert ROSSI not in seen
        await press(pilot, "shift+tab")
        assert where(pilot) == ("review", "review-facts")
        await press(pilot, "tab", "f9")
        assert _("Choose a decision.") in shown(pilot)
        await press(pilot, "1")
        assert _("Choose a decision.") not in shown(pilot)
        await press(pilot, "tab")
        assert where(pilot) == ("review", "review-ground")
        await paste(pilot, "ha anche la patente")
        await choose_command(pilot, _("settings"), _("The office's, your own, the desk's."))
        assert _("Leave without saving?") in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("review", "review-ground")
        await press(pilot, "f9")
        assert where(pilot)[0] == "suspicions"
        assert register_events(app)[-2:] == ["suspicion.viewed", "suspicion.cleared"]


async def test_m02_the_only_supervisor_decides_on_their_own_note_with_a_colleague(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot, SUPERVISOR)
        await open_card(pilot)
        await press(pilot, "ctrl+o")
        await paste(pilot, "la foto non somiglia")
        await press(pilot, "f9", "escape", "alt+6", "enter")
        assert where(pilot) == ("suspicions", "suspicions")
        assert _("You wrote this note: another supervisor decides on it.") in shown(pilot)
        await press(pilot, "escape", "alt+9")
        listed = app.screen.query_one("#operators", OptionList)
        listed.highlighted = listed.get_option_index(TRAINER)  # in a training world trainers decide too
        await press(pilot, "2", "f9", "escape", "alt+6", "enter")
        assert where(pilot) == ("review", "review-decision")
        words = _("You wrote the note, and no other supervisor is here: F9 calls a colleague, who confirms it.")
        assert words in shown(pilot)
        await press(pilot, "1", "f9")
        assert where(pilot) == ("review", "review-ground")
        await paste(pilot, "riconosciuta dal collega")
        await press(pilot, "f9")
        assert where(pilot) == ("second-person", "second-username")
        assert "riconosciuta dal collega" in shown(pilot)
        await paste(pilot, COLLEAGUE)
        await press(pilot, "enter")
        await paste(pilot, "collega-prova")
        await press(pilot, "enter")
        assert where(pilot) == ("suspicions", "suspicions")
        assert register_events(app)[-2:] == ["second-person.confirmed", "suspicion.cleared"]
        assert _("No case waits for a decision.") in shown(pilot)


def test_m02_nothing_on_the_screen_says_what_a_note_is_for() -> None:
    key = keys.BY_ID["note"]
    texts = (CaseNoteDialog.HELP, CaseNoteDialog.DIALOG_TITLE, key.words, key.help, suspicions.sentence())
    for text in texts:
        for said in shown_in_both(text):
            assert not [word for word in ("frod", "sospett", "fraud", "suspic") if word in said.lower()]
    assert key.id in keys.HIDDEN


def test_m02_abandoning_a_case_promises_no_more_than_the_register_lets_go() -> None:
    for said in shown_in_both(LeaveDialog.HELP):
        assert "regist" in said.lower()


async def test_m02_what_was_said_of_a_list_goes_once_something_is_chosen(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/document", "document-kind")
        field = app.screen.query_one("#document-kind").query_ancestor(Field)
        assert field.has_class("-wrong")
        await press(pilot, "enter", "enter")
        assert not field.has_class("-wrong")
