"""What a desk has printed can be looked at again in a training world, and nowhere else (architecture.md, rule 5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from counter_app.desk import tray
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import _
from data.vocabulary import PrintedKind
from screens import keys
from tests.support.desks import Desk
from tests.ui.conftest import AppMaker
from tests.ui.driving import desk, log_in, paste, shown, where
from tests.ui.visiting import open_card, press

MARINI = "MRNPLA85D23F839G"
CLOSED = date(2020, 10, 1)
NARROW = (80, 24)


async def test_m23_printed_papers_lie_where_the_screen_says(training_app: AppMaker) -> None:
    app = training_app(on=CLOSED)
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+g")
        assert where(pilot)[0] == "papers"
        assert _("This desk has not printed anything yet.") in shown(pilot)
        await press(pilot, "escape")
        await open_card(pilot, MARINI)
        await press(pilot, "1", "f4", "alt+g")
        assert where(pilot) == ("papers", "papers")
        lines = [str(line.prompt) for line in app.screen.query_one("#papers", OptionList).options]
        assert lines == [f"1  {_('slip of a refusal')} · F0500-0000001"], "kind and number, nobody's name"
        await press(pilot, "alt+g", "enter")
        (path,) = re.findall(r"\S+/tray/\S+", str(app.screen.query_one("#papers-where", Static).content))
        assert Path(path).read_bytes().startswith(b"%PDF")
        await press(pilot, "escape")
        assert where(pilot)[0] == "refusal"


async def test_the_newest_paper_is_the_first(training_app: AppMaker) -> None:
    app = training_app(on=CLOSED)
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        for _time in range(2):
            await open_card(pilot, MARINI)
            await press(pilot, "1", "f4", "escape", "escape")
        assert app.counter is not None
        assert app.actor is not None
        papers = tray.printed(app.counter, app.actor)
        assert [(paper.kind, paper.number[-1]) for paper in papers] == [
            (PrintedKind.REFUSAL_SLIP, "2"),
            (PrintedKind.REFUSAL_SLIP, "1"),
        ]
        assert tray.sheet(app.counter, app.actor, papers[1].id).file_name == f"refusal-slip-{papers[1].number}.pdf"
        with pytest.raises(BadInputError):
            tray.sheet(app.counter, app.actor, f"../{papers[1].id}")


async def test_the_palette_leads_to_the_papers(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await press(pilot, "ctrl+p")
        await paste(pilot, keys.BY_ID["papers"].words)
        await press(pilot, "enter")
        assert where(pilot)[0] == "papers"


async def test_rule5_an_office_has_no_key_to_its_papers(office_app: AppMaker) -> None:
    app = office_app()
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+g", "alt+g")
        assert where(pilot)[0] == "welcome"
        assert not desk(pilot).check_action("papers", ())


def test_rule5_an_office_never_shows_its_papers(desk_counter: Callable[..., Desk]) -> None:
    at = desk_counter()
    with pytest.raises(NotAllowedError):
        tray.printed(at.counter, at.actor)
    with pytest.raises(NotAllowedError):
        tray.sheet(at.counter, at.actor, "001-pin-envelope-0500-0000001.pdf")


def test_m23_a_browser_keeps_a_key_and_the_other_way_is_named() -> None:
    assert keys.BY_ID["date"].written(web=False) == "^T"
    assert keys.BY_ID["date"].written(web=True) == "Alt+T"
    assert keys.BY_ID["palette"].written(web=True) == "^P"
    assert all(key.second for key in keys.KEYS if key.key in keys.KEPT_BY_BROWSERS)
