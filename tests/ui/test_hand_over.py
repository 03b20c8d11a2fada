"""A case handed over from the screens: chosen by keys, found by the colleague, taken back, taken too late (M01)."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input

from counter_app.desk import handovers, operators
from counter_app.desk.commands import Login
from counter_app.desk.views import Actor
from counter_app.i18n import _
from tests.ui.conftest import AppMaker
from tests.ui.driving import COLLEAGUE, ROSSI, SUPERVISOR, desk, log_in, register_events, shown, where
from tests.ui.visiting import counter_of, open_card, press, to_document, to_form, type_document

NARROW, WIDE = (80, 24), (140, 40)
MARTA, PAOLO = "Marta Conti", "Paolo Neri"


async def change_operator(pilot: Pilot[int], username: str) -> None:
    desk(pilot).log_out()
    await press(pilot)
    await log_in(pilot, username)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m01_a_case_is_handed_over_and_taken_with_one_key(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("confirm", "leave-choice")
        await press(pilot, "3")
        assert where(pilot) == ("hand-over", "colleagues")
        assert PAOLO in shown(pilot)
        await press(pilot, "enter")  # Enter never commits
        assert where(pilot) == ("hand-over", "colleagues")
        assert _("F9 hands it over to {name}.").format(name=PAOLO) in shown(pilot)
        await press(pilot, "f9")
        assert where(pilot) == ("home", "fiscal-code")
        assert _("The case waits for {name}.").format(name=PAOLO) in shown(pilot)
        assert _("for {name}, not taken yet").format(name=PAOLO) in shown(pilot)
        assert ROSSI not in shown(pilot)

        await change_operator(pilot, COLLEAGUE)
        assert _("from {name}").format(name=MARTA) in shown(pilot)
        await press(pilot, "alt+3")
        assert where(pilot) == ("identify/checks", "check-photo")
        assert MARTA in shown(pilot)
        screen = pilot.app.screen
        assert screen.query_one("#document-number", Input).value == "CA00000AA"
        assert screen.query_one("#form-signed", Checkbox).value
        assert not screen.query_one("#check-photo", Checkbox).value
        await press(pilot, "space", "enter", "space", "enter", "space", "enter")
        assert where(pilot) == ("identify/form", "form-signed")
        await press(pilot, "f9")
        assert where(pilot)[0] == "password"


async def test_m01_a_case_goes_on_at_the_step_where_it_stood(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "3", "f9")
        await change_operator(pilot, COLLEAGUE)
        await press(pilot, "alt+3")
        assert where(pilot) == ("identify/document", "document-kind")


async def test_m01_from_the_card_a_kept_draft_is_handed_over_too(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "1", "alt+3")
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "escape", "3")
        assert where(pilot) == ("hand-over", "colleagues")
        await press(pilot, "escape")
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "escape", "3", "1", "f9")
        assert where(pilot) == ("home", "fiscal-code")
        assert register_events(app)[-1] == "visit.handed-over"


async def test_m01_what_was_handed_over_is_taken_back_after_a_question(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        await press(pilot, "escape", "3", "f9", "alt+3")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert "visit.taken-back" not in register_events(app)
        await press(pilot, "alt+3", "f9")
        assert where(pilot)[0] == "identify/document"
        assert "visit.taken-back" in register_events(app)


async def test_m01_who_comes_too_late_is_told_where_the_case_is(training_app: AppMaker) -> None:
    """The colleague takes it at another desk while the question stands on the screen."""
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "3", "f9", "alt+3")
        assert where(pilot)[0] == "confirm"
        counter = counter_of(pilot)
        other = operators.login(counter, Login(COLLEAGUE, "collega-prova"))
        assert isinstance(other, Actor)
        handovers.take_over(counter, other, 1)
        await press(pilot, "f9")
        assert where(pilot) == ("home", "fiscal-code")
        assert _("This case goes on at desk {desk} now.").format(desk="1") in shown(pilot)


async def test_m01_nobody_else_finds_the_case_but_the_card_says_where_it_waits(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "3", "f9")
        await open_card(pilot)
        words = _("you handed a case of this person over to {name}: your home screen takes it back until it is taken")
        assert words.format(name=PAOLO) in shown(pilot)
        await press(pilot, "escape")
        await change_operator(pilot, SUPERVISOR)
        assert "Alt+3" not in shown(pilot)
        await open_card(pilot)
        words = _("{giver} handed a case of this person over to {name}, who goes on with it")
        assert words.format(giver=MARTA, name=PAOLO) in shown(pilot)


async def test_m01_without_a_colleague_the_draft_is_kept(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        counter = counter_of(pilot)
        chief = operators.login(counter, Login(SUPERVISOR, "responsabile-prova"))
        assert isinstance(chief, Actor)
        for account in operators.listed(counter, chief):
            if account.username in (COLLEAGUE, "formatore"):
                operators.disable(counter, chief, account.id)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "3")
        assert where(pilot)[0] == "error"
        assert _("Nobody to hand it over to") in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot)[0] == "identify/document"


@pytest.mark.parametrize("keys", [("escape", "2"), ("1", "escape", "2")], ids=["card", "wizard"])
async def test_m01_a_case_that_went_away_meanwhile_is_left_with_words(
    training_app: AppMaker, keys: tuple[str, ...]
) -> None:
    """Handed over at a second terminal of the same desk: whoever has it still open is not held there."""
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "1", "alt+3")
        assert where(pilot) == ("citizen", "actions")
        counter, actor = counter_of(pilot), app.actor
        assert actor is not None
        able = {one.username: one.id for one in handovers.who_can_take(counter, actor, 1)}
        handovers.hand_over(counter, actor, 1, able[COLLEAGUE])
        await press(pilot, *keys)
        assert where(pilot) == ("home", "fiscal-code")
        assert _("{giver} handed this case over to {name}.").format(giver=MARTA, name=PAOLO) in shown(pilot)
        assert "visit.closed" not in register_events(app)
