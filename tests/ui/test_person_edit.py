"""Correcting what the archive says, by keyboard (M02). The lessons on it are tests too: tests/scenarios."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from counter_app.i18n import _
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, desk, log_in, paste, press, register_events, shown, where
from tests.ui.person_form import SIZES, text

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
