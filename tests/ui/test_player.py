"""The player's mechanics on a small application: filling, pressing, waiting, expecting, restarting (interfaces.md)."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widgets import Checkbox, Input, OptionList, RadioSet, Select, TextArea

from counter_app import i18n
from counter_app.credentials.mint import Mint
from counter_app.walkthrough.results import ScenarioResult
from counter_app.walkthrough.scenario import (
    Expectation,
    Fill,
    PersonExpectation,
    PinExpectation,
    PrintedExpectation,
    Reading,
    Scenario,
    Step,
)
from counter_app.walkthrough.worlds import Texts
from screens.walkthrough.keepsakes import Keepsakes
from screens.walkthrough.player import Player
from screens.walkthrough.seeing import value_left
from screens.walkthrough.settling import AT_WORK
from tests.ui.small_desk import Form, Small, SmallStage

CODE = "RSSMRA80A01H501U"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose("it")


@pytest.fixture
def stage(tmp_path: Path) -> SmallStage:
    tray = tmp_path / "tray"
    tray.mkdir()
    return SmallStage(tray)


LONG, SHORT = 60.0, 0.3
"""Seconds a step that will pass may take, and one that will fail is waited for."""


async def play(
    stage: SmallStage, *steps: Step, keepsakes: Keepsakes | None = None, patience: float = LONG
) -> ScenarioResult:
    scenario = Scenario(
        name="small",
        title=Texts("", ""),
        requirements=("M26",),
        on=stage.day,
        known_on=None,
        world="small",
        operator="",
        mode="desk",
        people=(),
        legacy=(),
        operators=(),
        steps=steps,
    )
    return await Player(scenario, stage, keepsakes=keepsakes, patience=patience).play()


def step(number: int = 1, **what: Any) -> Step:
    expect = {key: what.pop(key) for key in list(what) if key in Expectation.__dataclass_fields__}
    return Step(number=number, say=Texts("", ""), expect=Expectation(**expect), **what)


def fills(**texts: str) -> tuple[Fill, ...]:
    return tuple(Fill(field, text) for field, text in texts.items())


async def test_m26_every_kind_of_field_is_filled(stage: SmallStage) -> None:
    texts = fills(
        name="Rossi [Mario]",
        secret="abc",
        note="two\nlines",
        kind="licence",
        who="guardian",
        sealed="yes",
        list="two",
    )
    result = await play(
        stage,
        step(
            fills=texts,
            press=("f9",),
            shows=("Rossi [Mario]", "saved [Rossi [Mario]] with many words", "Licence"),
            hides=("hidden words", "abc"),
        ),
        step(2, fills=fills(name="", who="self", sealed="no", kind="card", list="one"), shows=("Card",)),
    )
    assert result.passed, result


async def test_m26_fields_hold_what_was_filled(stage: SmallStage) -> None:
    held: dict[str, Any] = {}

    def look(form: Screen[Any]) -> None:
        held["name"] = form.query_one("#name", Input).value
        held["note"] = form.query_one("#note", TextArea).text
        held["kind"] = form.query_one("#kind", Select).value
        pressed = form.query_one("#who", RadioSet).pressed_button
        held["who"] = pressed.id if pressed else None
        held["sealed"] = form.query_one("#sealed", Checkbox).value
        option = form.query_one("#list", OptionList).highlighted_option
        held["list"] = option.id if option else None

    class Looking(Form):
        BINDINGS = [("f5", "look", "")]

        def action_look(self) -> None:
            look(self)

    class LookingApp(Small):
        def get_default_screen(self) -> Screen[None]:
            return Looking()

    class LookingStage(SmallStage):
        def open_app(self, desk: str) -> App[None]:
            return LookingApp(self)

    stage = LookingStage(stage.tray)
    texts = {"name": "x", "note": "a\nb", "kind": "passport", "who": "parent", "sealed": "yes", "list": "two"}
    result = await play(stage, step(fills=fills(**texts), press=("f5",)))
    assert result.passed, result
    assert held == texts | {"sealed": True}
    texts = {"name": "", "note": "", "kind": "card", "who": "self", "sealed": "no", "list": "one"}
    result = await play(stage, step(fills=fills(**texts), press=("f5",)))
    assert result.passed, result
    assert held == texts | {"sealed": False}


async def test_m26_a_digit_leaves_the_option_it_chooses(stage: SmallStage) -> None:
    app = Small(stage)
    async with app.run_test():
        app.screen.set_focus(app.screen.query_one("#list"))
        assert [value_left(app, key) for key in ("2", "alt+1", "9", "f9")] == [{"list": "two"}, {"list": "one"}, {}, {}]
        # in a text it is a digit
        app.screen.set_focus(app.screen.query_one("#name"))
        assert [value_left(app, key) for key in ("2", "alt+2")] == [{}, {"list": "two"}]


async def test_m26_expectations_of_a_step_are_met(stage: SmallStage) -> None:
    result = await play(
        stage,
        step(screen="form/one", focus="name", person=PersonExpectation(CODE, None)),
        step(
            2,
            press=("f9",),
            register="pin.handed-over",
            printed=PrintedExpectation("pin-envelope", 1),
            refused="m16-exceptions",
            person=PersonExpectation(CODE, PinExpectation("dispositive", "active", 16, date(2016, 11, 10))),
        ),
        step(3, printed=PrintedExpectation("pin-envelope", 0)),
    )
    assert result.passed, result
    assert (result.steps, result.failed_step, result.expected, result.found) == (3, None, "", "")


FAILING: dict[str, tuple[dict[str, Any], str, str]] = {
    "screen": ({"screen": "home"}, "screen home", "screen form/one"),
    "focus": ({"focus": "note"}, "focus note", "focus name"),
    "shows": ({"shows": ("nowhere",)}, 'shows "nowhere"', "on the screen: top"),
    "hides": ({"hides": ("sealed",)}, 'hides "sealed"', "on the screen: "),
    "refused": ({"refused": "m02-valid-document"}, "refused m02-valid-document", "no refusal on the screen"),
    "another refusal": (
        {"press": ("f9",), "refused": "m02-valid-document"},
        "refused m02-valid-document",
        "refused m16-no-new-pin, m16-exceptions",
    ),
    "register": ({"register": "pin.refused"}, "register pin.refused", "nothing new in the register"),
    "register of this step": (
        {"press": ("f9",), "register": "before"},
        "register before",
        "register pin.handed-over",
    ),
    "printed": (
        {"press": ("f9",), "printed": PrintedExpectation("receipt", 1)},
        "printed 1 x receipt",
        "printed 1 x pin-envelope",
    ),
    "person": (
        {"person": PersonExpectation(CODE, PinExpectation(state="active"))},
        f"person {CODE} pin state active",
        "pin none",
    ),
    "person without a pin": (
        {"press": ("f9",), "person": PersonExpectation(CODE, None)},
        f"person {CODE} pin none",
        "pin kind dispositive, state active, length 16, expires_on 2016-11-10",
    ),
    "person with another pin": (
        {"press": ("f9",), "person": PersonExpectation(CODE, PinExpectation(length=8))},
        f"person {CODE} pin length 8",
        "pin kind dispositive",
    ),
    "no such field": ({"fills": fills(other="x")}, "fill other", "no such field here; there are: name, secret, note"),
    "disabled field": ({"fills": fills(off="x")}, "fill off", "it cannot have the focus"),
    "label": ({"fills": fills(out="x")}, "fill out", "it cannot have the focus"),
    "select option": ({"fills": fills(kind="Card")}, "fill kind = Card", "the options are: card, passport, licence"),
    "radio option": ({"fills": fills(who="me")}, "fill who = me", "the options are: self, parent, guardian"),
    "list option": ({"fills": fills(list="three")}, "fill list = three", "the options are: one, two"),
    "checkbox": ({"fills": fills(sealed="true")}, "fill sealed = yes | no", "true"),
    "broken application": ({"press": ("f7",)}, "the program to go on", "it has failed: RuntimeError"),
}


@pytest.mark.parametrize("kind", FAILING)
async def test_m26_failure_tells_step_expected_and_found(
    stage: SmallStage, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    what, expected, found = FAILING[kind]
    result = await play(stage, step(), step(2, **what), step(3), patience=SHORT)
    assert (result.passed, result.failed_step) == (False, 2)
    assert result.expected == expected
    assert result.found.startswith(found), result.found


async def test_m26_an_act_off_the_loop_is_waited_for(stage: SmallStage) -> None:
    stage.released.clear()
    timer = threading.Timer(3 * SHORT, stage.released.set)
    timer.start()
    result = await play(stage, step(press=("f9",), shows=("saved [old]",)), patience=SHORT)
    timer.join()
    assert result.passed, result


def test_m03_the_helper_that_prints_an_envelope_is_waited_for_to_the_end() -> None:
    assert inspect.signature(Mint).parameters["timeout"].default < AT_WORK


async def test_m26_a_worker_that_waits_for_a_dialog_does_not_hold_the_player(stage: SmallStage) -> None:
    result = await play(
        stage, step(press=("f8",), screen="ask"), step(2, press=("f9",), screen="form/one", shows=("asked",))
    )
    assert result.passed, result
    assert result.seconds < AT_WORK


async def test_m26_a_scan_is_one_burst_and_its_newline_is_enter(stage: SmallStage) -> None:
    result = await play(
        stage, step(fills=fills(name="")), step(2, scan="RSSMRA80A01H501U\n", shows=("RSSMRA80A01H501U",), focus="name")
    )
    assert result.passed, result


async def test_m26_what_was_read_stands_in_for_its_name(stage: SmallStage) -> None:
    result = await play(
        stage,
        step(read=Reading("receipt", "code", "code")),
        step(2, fills=fills(name="<${code}>"), shows=("<${code}>",)),
        step(3, shows=("${code} elsewhere",)),
        patience=SHORT,
    )
    assert (result.failed_step, result.expected) == (3, 'shows "${code} elsewhere"')
    assert "receipt-code" not in result.found


async def test_m26_date_time_and_printer_are_moved(stage: SmallStage) -> None:
    result = await play(
        stage,
        step(date=date(2016, 11, 11), shows=("date 2016-11-11",)),
        step(2, advance=timedelta(seconds=90), printer="jam", shows=("tick 0:01:30",)),
    )
    assert result.passed, result
    assert stage.printer == "1 jam"


async def test_m26_restart_begins_a_new_application(stage: SmallStage) -> None:
    result = await play(stage, step(fills=fills(name="new")), step(2, restart=True, shows=("old",), hides=("new",)))
    assert result.passed, result
    assert stage.apps == 2


async def test_m26_restart_after_the_application_has_ended(stage: SmallStage) -> None:
    result = await play(stage, step(press=("f6",)), step(2, restart=True, screen="form/one"))
    assert result.passed, result


async def test_m26_keepsakes_hold_every_step_and_document(stage: SmallStage, tmp_path: Path) -> None:
    out = tmp_path / "out" / "small"
    out.mkdir(parents=True)
    (out / "07-stale.svg").write_text("of an earlier run")
    (out / "notes.txt").write_text("of somebody else")
    steps = step(press=("f8",)), step(2, press=("f9", "f9", "f9")), step(3, screen="x")
    result = await play(stage, *steps, keepsakes=Keepsakes(out), patience=SHORT)
    assert result.failed_step == 3
    assert sorted(path.name for path in out.iterdir()) == [
        "01-ask.svg",
        "02-form-one.svg",
        "02-pin-envelope-2.pdf",
        "02-pin-envelope.pdf",
        "03-form-one.svg",
        "notes.txt",
    ]
    for path in out.glob("*.svg"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text
        assert "@font-face" not in text
