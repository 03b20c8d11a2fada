"""The coach goes with a trainee through right and wrong turns, and grades what it saw (M26)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from counter_app.walkthrough.classbook import Classbook
from counter_app.walkthrough.scenario import find, load
from counter_app.walkthrough.turns import Turn
from tests.scenarios.trainees import Trainee, take

pytestmark = pytest.mark.timeout(300)
ROSSI, MARINI = "RSSMRA80A01H501U", "MRNPLA85D23F839G"


async def log_in(trainee: Trainee) -> None:
    await trainee.press("alt+1", "enter")
    await trainee.sees(lambda: trainee.where == ("home", "fiscal-code"))


async def issue_from_the_card(trainee: Trainee) -> None:
    """From the card to the end of issue-2016, by the keys of somebody who knows the desk."""
    await trainee.press("1", "enter", "enter", "enter")
    for text in ("CA00000AA", "Comune di Firenze", "12032015", "01012026"):
        await trainee.paste(text)
        await trainee.press("enter")
    await trainee.sees(lambda: trainee.where == ("identify/checks", "check-photo"))
    await trainee.press("space", "enter", "space", "enter", "space", "enter", "f4")
    await trainee.sees(lambda: trainee.step == 9)
    await trainee.press("space", "enter", "space", "f9")
    await trainee.sees(lambda: trainee.where[0] == "password")
    await trainee.paste("operatore-prova")
    await trainee.press("enter")
    await trainee.sees(lambda: trainee.where == ("issue/envelope", "seal-intact"))
    await trainee.press("space", "enter", "space", "f9")
    await trainee.sees(lambda: trainee.where[0] == "issue/handed-over")


def test_m26_right_and_wrong_turns_are_told_and_graded(tmp_path: Path) -> None:
    async def first(trainee: Trainee) -> None:
        assert "passo 1 di 12" in trainee.panel
        assert "La giornata comincia" in trainee.panel
        await trainee.press("alt+j")
        assert trainee.step == 2
        assert "Password: operatore-prova" in trainee.panel
        await log_in(trainee)
        assert trainee.step == 3
        # a wrong turn, seen and explained, and the way back
        await trainee.press("f3")
        await trainee.sees(lambda: "non porta a «Una persona nuova»" in trainee.panel)
        await trainee.press("escape")
        await trainee.sees(lambda: trainee.where[0] == "home")
        assert "non porta" not in trainee.panel
        # a code other than the case's, once the focus has left it
        await trainee.paste(MARINI)
        await trainee.press("enter")
        await trainee.sees(lambda: trainee.where[0] == "citizen")
        assert trainee.step == 3
        await trainee.press("alt+u")
        assert "Prima tornare a «Chi è allo sportello?» con F7 o Esc" in trainee.panel
        await trainee.press("escape")
        await trainee.sees(lambda: trainee.where[0] == "home")
        assert "Prima tornare" not in trainee.panel
        assert f"Scrivere {ROSSI} in «Codice fiscale» Premere Invio" in trainee.panel
        await trainee.paste(ROSSI)
        await trainee.press("enter")
        await trainee.sees(lambda: trainee.step == 4)
        # help, norm and calendar are no wrong turns
        await trainee.press("f1", "escape", "alt+d")
        assert trainee.where[0] == "norm"
        await trainee.press("escape")
        await issue_from_the_card(trainee)
        await trainee.press("enter")
        await trainee.sees(lambda: trainee.where[0] == "lesson-grade")
        await trainee.press("enter")

    lesson = take(find("issue-2016"), tmp_path, first)
    tally = lesson.tally
    assert (tally.done, tally.shown, tally.skipped, tally.hints, tally.refused) == (11, 0, 0, 1, 0)
    assert [(number, turn.kind, turn.what) for number, turn in lesson.turns] == [
        (3, Turn.SCREEN, "person-new"),
        (3, Turn.VALUE, "fiscal-code"),
    ]
    assert lesson.grade.finished
    assert dict(lesson.grade.lost)["hint"] == 3
    assert dict(lesson.grade.lost)["wrong-turn"] == 10
    assert Classbook(tmp_path).progress("issue-2016").times == 1


def test_m26_show_me_and_skip_leave_the_desk_where_the_lesson_goes_on(tmp_path: Path) -> None:
    async def first(trainee: Trainee) -> None:
        await trainee.press("alt+m")
        assert trainee.step == 2
        await trainee.press("alt+m")
        assert (trainee.step, trainee.where) == (3, ("home", "fiscal-code"))
        await trainee.press("alt+j")
        assert (trainee.step, trainee.where) == (4, ("citizen", "actions"))
        # astray: the coach can only show it from where the step begins, and brings the desk there
        await trainee.press("escape")
        await trainee.sees(lambda: trainee.where[0] == "home")
        await trainee.press("alt+m")

    async def second(trainee: Trainee) -> None:
        assert (trainee.step, trainee.where) == (5, ("identify/person", "applicant"))
        await trainee.press("ctrl+q")

    lesson = take(find("issue-2016"), tmp_path, first, second)
    assert (lesson.tally.done, lesson.tally.shown, lesson.tally.skipped) == (0, 2, 1)
    assert not lesson.grade.finished


def test_m26_a_lesson_is_taken_up_where_it_was_left_and_begun_again_in_one_key(tmp_path: Path) -> None:
    async def leaves(trainee: Trainee) -> None:
        await trainee.press("alt+j")
        await log_in(trainee)
        await trainee.paste(ROSSI)
        await trainee.press("enter")
        await trainee.sees(lambda: trainee.step == 4)
        await trainee.press("alt+q")
        assert trainee.where[0] == "lesson-pause"
        await trainee.press("f9")

    async def goes_on(trainee: Trainee) -> None:
        assert (trainee.step, trainee.where) == (4, ("citizen", "actions"))
        await trainee.press("alt+q", "escape")
        assert trainee.where == ("citizen", "actions")
        await trainee.press("alt+x")

    async def begins_again(trainee: Trainee) -> None:
        assert (trainee.step, trainee.where[0]) == (1, "login")
        await trainee.press("ctrl+q")

    scenario = find("issue-2016")
    left = take(scenario, tmp_path, leaves)
    assert (left.at, left.tally.done) == (3, 2)
    assert Classbook(tmp_path).resumable(scenario) == 3
    lesson = take(scenario, tmp_path, goes_on, begins_again)
    assert (lesson.at, lesson.tally.done) == (0, 0)
    assert Classbook(tmp_path).resumable(scenario) == 0


def test_m26_an_exam_has_no_hints_and_its_result_goes_to_the_trainer(tmp_path: Path) -> None:
    results = tmp_path / "class" / "results.csv"

    async def takes(trainee: Trainee) -> None:
        assert "ESAME" in trainee.panel
        assert "suggerimento" not in trainee.panel
        await trainee.press("alt+u", "alt+m", "alt+q")
        assert trainee.where == ("home", "fiscal-code")
        await trainee.paste(MARINI)
        await trainee.press("enter")
        await trainee.sees(lambda: trainee.step == 2)
        await trainee.press("f6")
        await trainee.sees(lambda: trainee.step == 3)
        await trainee.press("escape", "enter")
        await trainee.sees(lambda: trainee.step == 4)
        # an exam left half-way is handed in, after asking
        await trainee.press("ctrl+q", "escape")
        assert trainee.where[0] == "refusal"
        await trainee.press("ctrl+q", "f9")
        await trainee.sees(lambda: trainee.where[0] == "lesson-grade")
        await trainee.press("enter")

    lesson = take(find("same-citizen-2020-10-01"), tmp_path, takes, exam=True, trainee="=Bianchi Anna", results=results)
    assert (lesson.tally.done, lesson.tally.hints, lesson.grade.finished, lesson.grade.passed) == (3, 0, False, False)
    with results.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert [(row["trainee"], row["lesson"], row["passed"], row["done"], row["steps"]) for row in rows] == [
        ("'=Bianchi Anna", "same-citizen-2020-10-01", "no", "3", "6")
    ]
    assert Classbook(tmp_path).progress("same-citizen-2020-10-01").times == 0


STORY = """\
format = 1
title = { it = "Storia", en = "Story" }
requirements = ["M22"]
on = 2016-05-10
world = "training"
operator = "operatore"

[[step]]
say = { it = "Scheda", en = "Card" }
fill = { field = "fiscal-code", text = "MRNPLA85D23F839G" }
press = ["enter"]
expect = { screen = "citizen" }

[[step]]
say = { it = "Intanto un collega apre la sua giornata al secondo sportello", en = "Meanwhile a colleague opens desk 2" }
desk = "2"
fill = { field = "fiscal-code", text = "RSSMRA80A01H501U" }
press = ["enter"]
expect = { screen = "citizen" }

[[step]]
say = { it = "Passano quattro anni; il programma si riavvia", en = "Four years pass; the program starts again" }
desk = "1"
date = 2020-10-01
restart = true
fill = { field = "fiscal-code", text = "MRNPLA85D23F839G" }
press = ["enter"]
expect = { screen = "citizen", shows = ["01/10/2020"] }
"""


def test_m26_what_the_story_has_happen_the_coach_does(tmp_path: Path) -> None:
    path = tmp_path / "story.toml"
    path.write_text(STORY, encoding="utf-8")

    async def before(trainee: Trainee) -> None:
        await trainee.paste(MARINI)
        await trainee.press("enter")

    async def after(trainee: Trainee) -> None:
        assert (trainee.step, trainee.where) == (3, ("home", "fiscal-code"))
        assert trainee.app.counter is not None
        assert trainee.app.counter.clock.today().isoformat() == "2020-10-01"
        await trainee.paste(MARINI)
        await trainee.press("enter")
        await trainee.sees(lambda: trainee.where[0] == "lesson-grade")
        await trainee.press("enter")

    lesson = take(load(path), tmp_path, before, after)
    assert (lesson.tally.done, lesson.grade.finished) == (2, True)
