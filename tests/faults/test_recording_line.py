"""`sportello walkthrough record` on a terminal of its own: recorded by keys alone, and never lost (M26)."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.walkthrough.scenario import load
from tests.faults.test_cut_line import Line

ALT_1, F9, CTRL_Q = "\x1b1", "\x1b[20~", "\x11"
LOGIN, HOME, CARD, PERSON = "Alt+1  operatore", "OGGI", "OGGI SI PUÒ", "A che titolo"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Callable[..., Line]]:
    """Open lines on which something is recorded to `a-lesson.toml`, and end them whatever happens."""
    opened: list[Line] = []

    def build(*words: str) -> Line:
        opened.append(Line(tmp_path, "walkthrough", "record", str(tmp_path / "a-lesson.toml"), *words))
        return opened[-1]

    yield build
    for line in opened:
        try:
            line.end(signal.SIGKILL)
        except (ProcessLookupError, ChildProcessError):
            continue


@pytest.mark.timeout(400)
def test_m26_a_lesson_is_recorded_by_keys_from_the_login_on(record: Callable[..., Line], tmp_path: Path) -> None:
    line = record()
    line.wait_for(LOGIN)
    line.wait_for("REGISTRAZIONE")
    line.send(f"{ALT_1}\r")
    line.wait_for(HOME)
    line.send("RSSMRA80A01H501U\r")
    line.wait_for(CARD)
    line.send("1")
    line.wait_for(PERSON)
    line.send(CTRL_Q)
    line.wait_for("Chiudere il programma?")
    line.send(F9)
    said = line.last_words()
    assert line.end() == 0, said
    scenario = load(tmp_path / "a-lesson.toml")
    assert [(tuple(fill.text for fill in step.fills), step.press) for step in scenario.steps] == [
        (("operatore", "operatore-prova"), ("enter",)),
        (("RSSMRA80A01H501U",), ("enter",)),
        ((), ("1",)),
    ]
    assert [step.expect.screen for step in scenario.steps] == ["home", "citizen", "identify/person"]
    assert [step.expect.register for step in scenario.steps] == ["operator.logged-in", "visit.opened", ""]
    assert scenario.steps[0].say.it == "Si compila: Nome utente, Password. Si preme Invio."
    assert scenario.steps[0].say.en == "Fill in: Username, Password. Press Enter."
    assert "registrato, 3 passi" in said
    assert "Riprodotto una volta su un mondo nuovo: passa" in said
    assert not (tmp_path / "a-lesson.toml.part").exists()
    assert list(tmp_path.glob("sportello-record-*")) == []


@pytest.mark.timeout(400)
def test_m26_a_killed_recording_keeps_its_steps(record: Callable[..., Line], tmp_path: Path) -> None:
    line = record("--operator", "operatore", "--on", "2020-10-01")
    line.wait_for(HOME)
    line.send("RSSMRA80A01H501U\r")
    line.wait_for("OGGI NO")
    line.send("1")
    line.wait_for("CHE COSA SI PUÒ FARE")
    line.send("\x1b")
    line.wait_for("OGGI NO")
    assert line.end(signal.SIGKILL) == -signal.SIGKILL
    scenario = load(tmp_path / "a-lesson.toml.part")
    assert (scenario.operator, scenario.on.isoformat()) == ("operatore", "2020-10-01")
    first, refused, *_later = scenario.steps
    assert (first.expect.screen, refused.expect.screen) == ("citizen", "refusal")
    assert refused.expect.refused == "m16-no-new-pin"
    assert refused.expect.register == "pin.refused"
    assert not (tmp_path / "a-lesson.toml").exists()


@pytest.mark.timeout(400)
def test_m26_where_nothing_was_recorded_there_is_no_file(record: Callable[..., Line], tmp_path: Path) -> None:
    line = record()
    line.wait_for(LOGIN)
    line.send(CTRL_Q)
    assert "Non è stato registrato nulla" in line.last_words()
    assert line.end() == 0
    assert list(tmp_path.glob("a-lesson*")) == []
