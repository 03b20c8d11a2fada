"""What is typed while somebody looks on: one key at a time, in order, none lost (M26)."""

from __future__ import annotations

from dataclasses import dataclass, field

from screens.covered import CoveredApp
from screens.walkthrough.expectations import focused_id, screen_id
from screens.walkthrough.settling import key_event, until
from screens.walkthrough.ushering import Typed, Usher
from tests.ui.conftest import AppMaker
from tests.ui.driving import PATIENCE, ROSSI, at_rest, desk, log_in, where


@dataclass
class Notes:
    app: CoveredApp
    swallows: str = ""
    before_at: dict[str, str] = field(default_factory=dict)
    after_at: dict[str, str] = field(default_factory=dict)
    seen: str = ""

    async def before(self, typed: Typed) -> bool:
        key = self._note(typed, self.before_at)
        self.seen += key if len(key) == 1 else ""
        return key != self.swallows

    async def after(self, typed: Typed) -> None:
        self._note(typed, self.after_at)

    def _note(self, typed: Typed, where_at: dict[str, str]) -> str:
        key = getattr(typed, "key", "paste")
        where_at[key] = f"{screen_id(self.app)}#{focused_id(self.app)}"
        return key


async def test_m26_a_burst_of_keys_is_let_in_one_by_one(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        notes = Notes(app)
        Usher(app, notes)
        for key in (*ROSSI, "enter", "f1", "escape"):
            app.post_message(key_event(key))
        assert await until(app, lambda: "escape" in notes.after_at, PATIENCE)
        await at_rest(pilot)
        assert where(pilot) == ("citizen", "actions")
        assert notes.seen == ROSSI
        assert (notes.before_at["enter"], notes.after_at["enter"]) == ("home#fiscal-code", "citizen#actions")
        assert (notes.before_at["f1"], notes.after_at["f1"]) == ("citizen#actions", "help#help-text")
        assert (notes.before_at["escape"], notes.after_at["escape"]) == ("help#help-text", "citizen#actions")


async def test_m26_an_onlooker_may_swallow_a_key(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test() as pilot:
        await log_in(pilot)
        notes = Notes(app, swallows="f1")
        Usher(app, notes)
        await pilot.press("f1", "f2")
        await at_rest(pilot)
        assert where(pilot)[0] == "find"
        assert "f1" in notes.before_at
        assert "f1" not in notes.after_at
        assert desk(pilot).screen.id == "find"
