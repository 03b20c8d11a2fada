"""Envelopes in doubt: listed half masked, spoiled, or declared handed over by a second person (rule 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from counter_app.i18n import _, ngettext
from screens.envelopes import EnvelopesScreen
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, desk, log_in, paste, register_events, shown, where
from tests.ui.visiting import press, to_envelope

if TYPE_CHECKING:
    from textual.pilot import Pilot

NARROW, WIDE = (80, 24), (140, 40)
SUPERVISOR_PASSWORD = "responsabile-prova"
ONE = ngettext("{count} envelope is to be settled.", "{count} envelopes are to be settled.", 1)


async def leave_one_in_doubt(pilot: Pilot[int]) -> None:
    """Print an envelope, leave it, and open the list."""
    await log_in(pilot)
    await to_envelope(pilot)
    await press(pilot, "escape", "f9")
    assert where(pilot) == ("home", "fiscal-code")
    pilot.app.push_screen(EnvelopesScreen())
    await press(pilot)
    assert where(pilot) == ("envelopes", "envelopes")


async def fill_declaration(pilot: Pilot[int], username: str, password: str) -> None:
    """Write the reason, and have somebody confirm the declaration."""
    await paste(pilot, "la persona l'ha mostrata, chiusa")
    await press(pilot, "f9")
    assert where(pilot) == ("second-person", "second-username")
    await paste(pilot, username)
    await press(pilot, "enter")
    await paste(pilot, password)
    await press(pilot, "enter")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_list_shows_number_state_and_a_masked_person(training_app: AppMaker, size: tuple[int, int]) -> None:
    async with training_app().run_test(size=size) as pilot:
        await leave_one_in_doubt(pilot)
        seen = shown(pilot)
        assert ONE.format(count=1) in seen
        assert "0500-0000001" in seen
        assert ROSSI not in seen
        assert "RSSMRA" in seen
        assert _("in doubt ?") in seen


async def test_spoiling_settles_it(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await leave_one_in_doubt(pilot)
        await press(pilot, "enter")
        assert where(pilot) == ("settle", "settle-choice")
        await press(pilot, "1")
        assert where(pilot)[0] == "spoil"
        await press(pilot, "f9")
        assert where(pilot)[0] == "envelopes"
        assert _("No envelope is in doubt.") in shown(pilot)
        assert register_events(desk(pilot))[-1] == "envelope.spoiled"


async def test_a_supervisor_declares_it_handed_over(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await leave_one_in_doubt(pilot)
        await press(pilot, "enter", "2")
        assert where(pilot) == ("declare", "declare-reason")
        await fill_declaration(pilot, "responsabile", SUPERVISOR_PASSWORD)
        assert where(pilot)[0] == "envelopes"
        assert "pin.handed-over" in register_events(desk(pilot))
        assert _("No envelope is in doubt.") in shown(pilot)


async def test_m03_a_held_case_is_refused_before_anybody_is_called_to_declare_it(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "ctrl+o")
        await paste(pilot, "la foto non somiglia")
        await press(pilot, "f9", "escape", "f9", "alt+2")
        assert where(pilot) == ("envelopes", "envelopes")
        await press(pilot, "enter", "2")
        assert where(pilot) == ("refusal", "refusal-text")
        assert _("The office is completing a check on this request: the person will be told when it is done.") in shown(
            pilot
        )
        assert register_events(desk(pilot))[-1] == "pin.refused"
        await press(pilot, "escape")
        assert where(pilot) == ("envelopes", "envelopes")


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("responsabile", "sbagliata", "second-password"),
        ("operatore", "operatore-prova", "second-username"),
    ],
)
async def test_nobody_else_declares_it(training_app: AppMaker, username: str, password: str, field: str) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await leave_one_in_doubt(pilot)
        await press(pilot, "enter", "2")
        await fill_declaration(pilot, username, password)
        assert where(pilot) == ("second-person", field)
        assert "✕" in shown(pilot)
        assert password not in shown(pilot)
        assert "pin.handed-over" not in register_events(desk(pilot))


async def test_an_empty_field_is_said_before_anything_is_asked(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await leave_one_in_doubt(pilot)
        await press(pilot, "enter", "2", "f9")
        assert where(pilot) == ("declare", "declare-reason")
        assert _("This cannot stay empty.") in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("envelopes", "envelopes")
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")


async def test_an_empty_list_says_so(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        pilot.app.push_screen(EnvelopesScreen())
        await press(pilot)
        assert _("No envelope is in doubt.") in shown(pilot)
