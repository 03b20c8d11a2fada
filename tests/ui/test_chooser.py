"""The chooser of lessons: by subject, by keyboard, with where the trainee stands (M26)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from counter_app.settings import Settings
from counter_app.walkthrough.classbook import Classbook
from counter_app.walkthrough.grading import Tally
from counter_app.walkthrough.scenario import find, shipped
from counter_app.walkthrough.subjects import by_subject
from screens.walkthrough.lessons.chooser import Choice, ChooserApp, Way
from screens.walkthrough.seeing import seen
from screens.walkthrough.settling import settle

LESSONS = [find(name) for name in shipped()]
IN_ORDER = [lesson for lessons in by_subject(LESSONS).values() for lesson in lessons]
"""As the chooser lists them."""
SIZES = [(80, 24), (140, 40)]


def chooser(folder: Path, chosen: str = "") -> ChooserApp:
    return ChooserApp(LESSONS, Settings(state_dir=folder), chosen)


def highlighted(app: ChooserApp) -> str:
    option = app.screen.query_one("#lessons", OptionList).highlighted_option
    return (option.id or "") if option is not None else ""


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        if pilot.app.is_running:
            await settle(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_m26_lessons_stand_under_their_subject_with_their_progress(tmp_path: Path, size: tuple[int, int]) -> None:
    book = Classbook(tmp_path)
    book.finished(find("issue-2016"), 92)
    half_way = next(lesson for lesson in IN_ORDER if lesson.name != "issue-2016")
    book.left(half_way, 3, Tally(8))
    app = chooser(tmp_path)
    async with app.run_test(size=size) as pilot:
        await settle(app)
        words = seen(app)
        assert "IDENTIFICAZIONE E RILASCIO" in words
        assert "✓ 92 Un PIN dispositivo" in words
        assert f"▸ 4/{len(half_way.steps)}" in words
        assert all(str(lesson.title)[:30] in words for lesson in IN_ORDER[:5])
        # the first lesson that was not gone through is where somebody begins today
        assert highlighted(app) == half_way.name
        assert "Rimasta al passo 4: Invio riprende da lì." in words
        await press(pilot, "up")
        assert highlighted(app) == "issue-2016"
        assert "Seguita 1 volta, al meglio 92 su 100." in seen(app)
        await press(pilot, "enter")
    assert app.return_value == Choice("issue-2016", Way.LESSON)


async def test_m26_a_lesson_is_begun_anew_or_taken_as_an_exam_with_a_name(tmp_path: Path) -> None:
    app = chooser(tmp_path, chosen="refused-2020")
    async with app.run_test() as pilot:
        await settle(app)
        assert highlighted(app) == "refused-2020"
        await press(pilot, "f5")
    assert app.return_value == Choice("refused-2020", Way.ANEW)
    app = chooser(tmp_path, chosen="refused-2020")
    async with app.run_test() as pilot:
        await settle(app)
        await press(pilot, "f8")
        assert app.screen.id == "lesson-name"
        await press(pilot, "enter")
        assert "Scrivere il proprio nome" in seen(app)
        await press(pilot, *"Anna", "enter")
    assert app.return_value == Choice("refused-2020", Way.EXAM, "Anna")
    assert Classbook(tmp_path).trainee == "Anna"


async def test_m26_a_lesson_of_ones_own_gets_a_name_that_is_free(tmp_path: Path) -> None:
    app = chooser(tmp_path)
    async with app.run_test() as pilot:
        await settle(app)
        await press(pilot, "f3", *"A b", "enter")
        assert "Lettere minuscole" in seen(app)
        await press(pilot, "ctrl+u", *"issue-2016", "enter")
        assert "C’è già una lezione con questo nome" in seen(app)
        await press(pilot, "ctrl+u", *"mine-1", "enter")
    assert app.return_value == Choice("mine-1", Way.RECORD)


async def test_m26_the_chooser_explains_itself_and_lets_go(tmp_path: Path) -> None:
    app = chooser(tmp_path)
    async with app.run_test() as pilot:
        await settle(app)
        await press(pilot, "f1")
        assert app.screen.id == "help"
        assert "Ogni lezione si fa sugli schermi veri" in seen(app)
        await press(pilot, "escape")
        assert highlighted(app)
        await press(pilot, "escape")
    assert app.return_value is None
