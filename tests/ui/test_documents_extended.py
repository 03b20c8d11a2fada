"""A document that an act keeps good, by keyboard: a warning that cites the act, and the way goes on (M02)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ui.conftest import AppMaker
from tests.ui.driving import log_in, paste, shown, where
from tests.ui.visiting import open_card, press, to_document

ACT = "D.L. 34/2020, art. 157 c. 7-ter (Legge 77 del 17 luglio 2020)"


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_m02_a_covered_document_warns_with_the_act_and_an_uncovered_one_is_refused(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    async with training_app(date(2020, 8, 10)).run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "enter", "down", "enter")
        for text in ("AA1234567", "Comune di Firenze", "12032010"):
            await paste(pilot, text)
            await press(pilot, "enter")
        assert where(pilot) == ("identify/document", "document-expires")
        await paste(pilot, "30012020")
        await press(pilot, "f8")
        assert where(pilot)[0] == "refusal"
        await press(pilot, "escape")
        assert where(pilot) == ("identify/document", "document-expires")
        await press(pilot, "ctrl+u")
        await paste(pilot, "31012020")
        assert f"Scaduto il 31/01/2020, valido fino al 31/12/2020: {ACT}." in shown(pilot)
        if size[0] > 100:
            assert f"DECIDE • {ACT}" in shown(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/checks", "check-photo")
        assert "valido fino al 31/12/2020" in shown(pilot)
        assert "il documento è valido oggi" not in shown(pilot)
