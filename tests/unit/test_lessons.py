"""Right and wrong turns, grades and the classbook of lessons, without a screen (M26)."""

from __future__ import annotations

import csv
import multiprocessing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import BadInputError
from counter_app.walkthrough.classbook import Classbook, add_result, check_results
from counter_app.walkthrough.grading import Grade, Marking, Tally, grade
from counter_app.walkthrough.scenario import (
    Expectation,
    PersonExpectation,
    PinExpectation,
    PrintedExpectation,
    Scenario,
    Step,
    find,
)
from counter_app.walkthrough.sighting import Sight, reached
from counter_app.walkthrough.turns import Path as Way
from counter_app.walkthrough.turns import Turn, WrongTurn, keys_pressed
from tests.support.processes import PATIENCE

SCENARIO = find("issue-2016")
ROSSI = "RSSMRA80A01H501U"


def step(number: int) -> Step:
    return SCENARIO.steps[number - 1]


def way(number: int, start: str, **seen: Any) -> Way:
    return Way(SCENARIO, step(number), Sight(start, **seen), {})


# --- where a step leads

PIN = {"kind": "dispositive", "state": "active", "length": 16, "expires_on": "2016-11-10"}
PERSON = PersonExpectation(ROSSI, PinExpectation(kind="dispositive", expires_on=date(2016, 11, 10)))
REACHED: dict[str, tuple[Expectation, Sight, bool]] = {
    "nothing asked": (Expectation(), Sight("home"), True),
    "the screen": (Expectation(screen="home"), Sight("home"), True),
    "another screen": (Expectation(screen="home"), Sight("citizen"), False),
    "the focus may stand elsewhere": (Expectation(screen="home", focus="fiscal-code"), Sight("home"), True),
    "a refusal by the norm": (Expectation(refused="m16"), Sight("refusal", refused=("m17", "m16")), True),
    "a refusal by another norm": (Expectation(refused="m16"), Sight("refusal", refused=("m17",)), False),
    "the event, not the newest": (Expectation(register="a.b"), Sight("home", events=("a.b", "c.d")), True),
    "without the event": (Expectation(register="a.b"), Sight("home", events=("c.d",)), False),
    "printed twice": (
        Expectation(printed=PrintedExpectation("receipt", 1)),
        Sight("home", prints=("receipt", "receipt")),
        True,
    ),
    "printed though it must not": (
        Expectation(printed=PrintedExpectation("receipt", 0)),
        Sight("home", prints=("receipt",)),
        False,
    ),
    "words": (Expectation(shows=("ROSSI   MARIO",)), Sight("home", text="x ROSSI MARIO y"), True),
    "words that must be gone": (Expectation(hides=("ROSSI",)), Sight("home", text="x ROSSI MARIO y"), False),
    "the PIN": (Expectation(person=PERSON), Sight("home", pins={ROSSI: PIN}), True),
    "another PIN": (Expectation(person=PERSON), Sight("home", pins={ROSSI: {**PIN, "kind": "ordinary"}}), False),
    "somebody else's PIN": (Expectation(person=PERSON), Sight("home", pins={"X": PIN}), False),
}


@pytest.mark.parametrize("case", REACHED)
def test_m26_a_step_leads_somewhere(case: str) -> None:
    expect, sight, wanted = REACHED[case]
    assert reached(expect, sight, {}) is wanted


def test_m26_words_read_off_paper_are_looked_for() -> None:
    assert reached(
        Expectation(shows=("n. ${number}",)), Sight("home", text="n. F0500-0000001"), {"number": "F0500-0000001"}
    )


# --- right and wrong turns

TURNS: dict[str, tuple[int, str, Sight, list[WrongTurn]]] = {
    "where the step begins": (3, "home", Sight("home"), []),
    "where it leads": (4, "citizen", Sight("identify/person", pressed=("1",)), []),
    "back in the same wizard": (6, "identify/document", Sight("identify/person", pressed=("f7",)), []),
    "help": (3, "home", Sight("help", pressed=("f1",)), []),
    "a screen the step does not lead to": (
        3,
        "home",
        Sight("person-new", pressed=("f3",)),
        [WrongTurn(Turn.SCREEN, "person-new")],
    ),
    "home again in the middle": (
        8,
        "identify/form",
        Sight("home", pressed=("escape", "2")),
        [WrongTurn(Turn.SCREEN, "home")],
    ),
    "another code": (
        3,
        "home",
        Sight("home", values={"fiscal-code": "X"}),
        [WrongTurn(Turn.VALUE, "fiscal-code", ROSSI)],
    ),
    "a date written otherwise": (
        6,
        "identify/document",
        Sight("identify/document", values={"document-issued": "12/03/2015"}),
        [],
    ),
    "another date": (
        6,
        "identify/document",
        Sight("identify/document", values={"document-issued": "13/03/2015"}),
        [WrongTurn(Turn.VALUE, "document-issued", "12032015")],
    ),
    "an empty field is no wrong one": (
        6,
        "identify/document",
        Sight("identify/document", values={"document-issued": ""}),
        [],
    ),
    "a field that complains": (
        6,
        "identify/document",
        Sight("identify/document", complaints=("document-number",)),
        [WrongTurn(Turn.FIELD, "document-number")],
    ),
    "a refusal nobody asked for": (
        6,
        "identify/document",
        Sight("refusal", refused=("m02-valid-document",), pressed=("f8",)),
        [WrongTurn(Turn.REFUSED, "m02-valid-document")],
    ),
    "an act nobody asked for": (
        11,
        "issue/envelope",
        Sight("issue/spoiled", events=("envelope.spoiled",), pressed=("alt+s",)),
        [WrongTurn(Turn.ACT, "envelope.spoiled")],
    ),
    "acts the lesson has elsewhere, and harmless ones": (
        3,
        "home",
        Sight("home", events=("visit.opened", "visit.closed", "desk.locked", "request-form.printed")),
        [],
    ),
}


@pytest.mark.parametrize("case", TURNS)
def test_m26_wrong_turns(case: str) -> None:
    number, start, sight, wanted = TURNS[case]
    assert list(way(number, start).wrong_turns(sight)) == wanted


def test_m26_somebody_elses_card_is_not_where_the_step_leads() -> None:
    """Everything the step expects is there, but of another person than the case's."""
    one = way(3, "home")
    opened = Sight("citizen", events=("visit.opened",), text=" ".join(step(3).expect.shows), pins={ROSSI: "none"})
    assert way(3, "home").done(opened)
    one.note_values({"fiscal-code": "MRNPLA85D23F839G"})
    assert not one.done(opened)
    assert one.wrong_turns(opened) == (WrongTurn(Turn.VALUE, "fiscal-code", ROSSI),)
    one.note_values({"fiscal-code": ROSSI})
    assert one.done(opened)


def test_m26_a_wrong_turn_counts_once_in_a_step() -> None:
    one = way(3, "home")
    turns = one.wrong_turns(Sight("person-new", pressed=("f3",)))
    assert one.count(turns) == turns
    assert one.count(turns) == ()
    assert one.wrong_turns(Sight("person-new", pressed=("f3",))) == turns


def test_m26_on_the_way_of_the_steps_own_keys_nobody_is_astray() -> None:
    scenario = find("same-citizen-2020-10-01")
    leaving = next(each for each in scenario.steps if each.press == ("escape", "escape", "alt+8"))
    one = Way(scenario, leaving, Sight("refusal"), {})
    assert one.wrong_turns(Sight("home", pressed=("escape", "escape"))) == ()
    assert one.wrong_turns(Sight("home", pressed=("escape", "f3"))) == (WrongTurn(Turn.SCREEN, "home"),)


def test_m26_a_step_whose_result_stood_before_asks_for_its_own_keys() -> None:
    """Printing the form leaves the screen where it was."""
    printing = Step(1, step(8).say, press=("f4",), expect=Expectation(screen="identify/form"))
    scenario = _with(printing)
    one = Way(scenario, printing, Sight("identify/form"), {})
    assert not one.done(Sight("identify/form"))
    assert not one.done(Sight("identify/form", pressed=("tab",)))
    assert one.done(Sight("identify/form", pressed=("tab", "f4")))


def test_m26_somebody_quick_passes_a_step_by_when_its_facts_are_there() -> None:
    """From the card straight to the document: the step of the person was done between two looks."""
    one = way(4, "citizen")
    assert one.done(Sight("identify/person"))
    assert one.done(Sight("identify/document"))
    asks_for_an_event = way(3, "home")
    assert not asks_for_an_event.done(Sight("identify/person"))
    assert asks_for_an_event.done(Sight("identify/person", events=("visit.opened",), pins={ROSSI: "none"}))


@pytest.mark.parametrize(
    ("wanted", "pressed", "there"),
    [
        ((), (), True),
        (("f4",), (), False),
        (("f4", "f9"), ("tab", "f4", "f1", "f9"), True),
        (("f4", "f9"), ("f9", "f4"), False),
    ],
)
def test_m26_keys_in_order(wanted: tuple[str, ...], pressed: tuple[str, ...], there: bool) -> None:
    assert keys_pressed(wanted, pressed) is there


def _with(only: Step) -> Scenario:
    return replace(SCENARIO, steps=(only,))


# --- grades

GRADES: dict[str, tuple[Tally, bool, Grade]] = {
    "all right": (Tally(10, done=10), True, Grade(100, True, True, ())),
    "two hints": (Tally(10, done=10, hints=2), True, Grade(94, True, True, (("hint", 6),))),
    "a wrong turn and a refusal": (
        Tally(10, done=10, wrong_turns=1, refused=1),
        True,
        Grade(90, True, True, (("wrong-turn", 5), ("refused", 5))),
    ),
    "half shown": (Tally(10, done=5, shown=5), True, Grade(50, False, True, (("not-done", 50),))),
    "not finished": (Tally(10, done=9), False, Grade(90, False, False, (("not-done", 10),))),
    "a tenth over the time": (Tally(10, done=10, seconds=331), True, Grade(99, True, True, (("slow", 1),))),
    "slow costs ten at most": (Tally(10, done=10, seconds=9999), True, Grade(90, True, True, (("slow", 10),))),
    "never below nothing": (Tally(10, done=10, wrong_turns=50), True, Grade(0, False, True, (("wrong-turn", 250),))),
    "a lesson that only tells": (Tally(0), True, Grade(100, True, True, ())),
}


@pytest.mark.parametrize("case", GRADES)
def test_m26_grades(case: str) -> None:
    tally, finished, wanted = GRADES[case]
    assert grade(tally, finished=finished) == wanted


def test_m26_a_trainer_may_weigh_otherwise() -> None:
    assert grade(Tally(10, done=10, hints=2), finished=True, marking=Marking(hint=30)).passed is False


# --- classbook


def test_m26_the_classbook_keeps_where_a_trainee_stands(tmp_path: Path) -> None:
    book = Classbook(tmp_path / "state")
    assert (book.resumable(SCENARIO), book.trainee) == (0, "")
    book.remember_trainee("Anna")
    book.left(SCENARIO, 4, Tally(11, done=3, hints=1, seconds=12.5))
    again = Classbook(tmp_path / "state")
    assert (again.resumable(SCENARIO), again.trainee) == (4, "Anna")
    assert dict(again.progress("issue-2016").tally or {})["seconds"] == 12.5
    again.finished(SCENARIO, 80)
    again.finished(SCENARIO, 70)
    progress = Classbook(tmp_path / "state").progress("issue-2016")
    assert (progress.times, progress.best, progress.at) == (2, 80, 0)


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"lessons": []}', '{"lessons": {"issue-2016": {"nonsense": 1}}}', "\x00\xff"]
)
def test_m26_a_classbook_that_cannot_be_read_counts_as_empty(tmp_path: Path, content: str) -> None:
    (tmp_path / "lessons.json").write_text(content, encoding="latin-1")
    book = Classbook(tmp_path)
    assert book.resumable(SCENARIO) == 0
    book.finished(SCENARIO, 90)
    assert book.progress("issue-2016").best == 90


def test_m26_another_lesson_under_the_same_name_begins_at_its_first_step(tmp_path: Path) -> None:
    book = Classbook(tmp_path)
    book.left(SCENARIO, 4, Tally(11))
    assert book.resumable(_with(step(1))) == 0


AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def _result(file: Path, trainee: str) -> None:
    tally = Tally(10, done=10, hints=1, seconds=61.7)
    add_result(file, trainee, SCENARIO, tally, grade(tally, finished=True), AT)


def test_m26_results_are_a_table_a_spreadsheet_does_not_calculate(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    names = ["Anna, Bianchi", "=HYPERLINK(1)", '"x"\n\x1b[31m', "@a", "Örs"]
    for name in names:
        _result(file, name)
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert [row["trainee"] for row in rows] == ["Anna, Bianchi", "'=HYPERLINK(1)", '"x"  [31m', "'@a", "Örs"]
    assert rows[0] | {"trainee": ""} == {
        "finished_at": "2026-11-26T09:30:00+00:00",
        "trainee": "",
        "lesson": "issue-2016",
        "passed": "yes",
        "points": "97",
        "finished": "yes",
        "steps": "10",
        "done": "10",
        "shown": "0",
        "skipped": "0",
        "hints": "1",
        "wrong_turns": "0",
        "refused": "0",
        "seconds": "62",
    }


def _many(file: Path, who: int) -> None:
    for number in range(20):
        _result(file, f"{who}-{number}")


def test_m26_a_whole_class_writes_its_results_at_once(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    desks = [multiprocessing.get_context("spawn").Process(target=_many, args=(file, who)) for who in range(3)]
    for each in desks:
        each.start()
    for each in desks:
        each.join(PATIENCE)
        assert each.exitcode == 0
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert sorted(row["trainee"] for row in rows) == sorted(
        f"{who}-{number}" for who in range(3) for number in range(20)
    )


def test_m26_results_that_cannot_be_written_are_told_before_the_exam(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="results"):
        check_results(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInputError):
        check_results(tmp_path / "file" / "results.csv")
