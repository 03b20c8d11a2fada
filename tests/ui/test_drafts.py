"""What was typed in a case is kept when it is left, locked or cut short, and wiped when it ends (M01, M02)."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select
from textual.widgets import Checkbox, Input, Select

from counter_app.i18n import _
from data.tables import Draft
from tests.ui.conftest import AppMaker
from tests.ui.driving import desk, log_in, paste, shown, where
from tests.ui.visiting import (
    PASSWORD,
    counter_of,
    open_card,
    press,
    to_document,
    to_form,
    type_document,
)

NARROW, WIDE = (80, 24), (140, 40)


@pytest.mark.parametrize("way", [("f12", "f3"), ("escape", "1")], ids=["next-operator", "keep-the-draft"])
async def test_m01_whoever_is_locked_at_the_password_has_what_was_typed_kept(
    training_app: AppMaker, way: tuple[str, str]
) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        pilot.app.screen.set_focus(pilot.app.screen.query_one("#contact-email"))
        await paste(pilot, "rossi@posta.example")
        await press(pilot, "f9")
        for _try in range(5):
            await paste(pilot, "sbagliata")
            await press(pilot, "enter")
        assert _("Too many wrong tries: the account is locked. A supervisor can unlock it.") in shown(pilot)
        await press(pilot, "escape", *way)
        (draft,) = counter_of(pilot).read(lambda session: session.exec(select(Draft)).all())
        kept = json.loads(draft.typed)
        assert (draft.step, kept["contact-email"], kept["form-signed"]) == (
            "identify/form",
            "rossi@posta.example",
            "yes",
        )
        if way[0] == "f12":
            assert where(pilot)[0] == "login"
        else:
            assert where(pilot)[0] == "error"
            await press(pilot, "escape")
            assert where(pilot) == ("home", "fiscal-code")


async def test_draft_is_kept_and_restored_with_step_and_values(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        await press(pilot, "f8", "space", "escape")
        assert where(pilot) == ("confirm", "leave-choice")
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")
        await open_card(pilot)
        await press(pilot, "1")
        assert where(pilot) == ("identify/checks", "check-intact")
        screen = pilot.app.screen
        assert screen.query_one("#check-photo", Checkbox).value
        assert screen.query_one("#document-kind", Select).value == "identity-card-electronic"
        assert screen.query_one("#document-expires", Input).value == "12/03/2025"


async def test_abandoning_ends_the_visit_and_wipes_the_draft(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "2")
        assert where(pilot) == ("home", "fiscal-code")
        await open_card(pilot)
        assert _("draft") not in shown(pilot).split()


async def test_escape_with_nothing_typed_goes_back_to_the_card(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "1", "escape")
        assert where(pilot) == ("citizen", "actions")


async def test_locking_keeps_the_draft_and_unlocking_the_place(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await type_document(pilot)
        await press(pilot, "f12")
        assert where(pilot) == ("locked", "unlock-password")
        assert "ROSSI" not in shown(pilot)
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert where(pilot) == ("identify/document", "document-expires")
        counter = counter_of(pilot)
        actor = desk(pilot).actor
        assert actor is not None
        from counter_app.desk import visits

        (draft,) = visits.home(counter, actor).drafts
        assert draft.values["document-number"] == "CA00000AA"
        assert not any(PASSWORD in value for value in draft.values.values())
