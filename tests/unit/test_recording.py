"""What the recorder makes of what it sees: fills, keys, steps, and what they expect (M26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from counter_app.walkthrough.recorder.observing import FieldKind, FieldSeen, KeySeen, PaperSeen, Seen
from counter_app.walkthrough.recorder.recording import Recording
from counter_app.walkthrough.recorder.scripting import Script, script
from counter_app.walkthrough.scenario import (
    Expectation,
    Fill,
    PersonExpectation,
    PinExpectation,
    PrintedExpectation,
    Step,
)
from counter_app.walkthrough.worlds import Texts, load_world

DAY = date(2016, 5, 10)
NAMES = ("number", "kind", "who", "sealed", "list", "secret")
KINDS = dict(
    zip(
        NAMES,
        (
            FieldKind.TEXT,
            FieldKind.SELECT,
            FieldKind.RADIO,
            FieldKind.CHECKBOX,
            FieldKind.LIST,
            FieldKind.PASSWORD,
        ),
        strict=True,
    )
)
ENTER = KeySeen("enter", walks=True, shown=Texts("Invio", "Enter"))
TAB = KeySeen("tab", walks=True)
F8 = KeySeen("f8", shown=Texts("F8", "F8"), does=Texts("avanti", "next"))
F9 = KeySeen("f9")
ESCAPE = KeySeen("escape")
DOWN = KeySeen("down", inner=True)
DIGIT = KeySeen("1", "1", choice=True)
CTRL_T = KeySeen("ctrl+t", moves_date=True)
CTRL_Q = KeySeen("ctrl+q", quits=True)


@dataclass
class Desk:
    """A desk that does as it is told, with a recorder looking on."""

    recording: Recording = field(default_factory=lambda: Recording(load_world("training")))
    name: str = "1"
    now: Seen = field(
        default_factory=lambda: Seen(
            "form",
            "number",
            "number",
            tuple(FieldSeen(name, KINDS[name], "no" if name == "sealed" else "") for name in NAMES),
            NAMES,
            ("form",),
            today=DAY,
        )
    )

    def __post_init__(self) -> None:
        self.look()

    def look(self, **other: Any) -> None:
        """Let something happen that no key did."""
        self._become(**other)
        self.recording.noticed(self.name, self.now)
        self._forget()

    def press(self, key: KeySeen, **other: Any) -> None:
        """Press a key: `to` another field, `values` of fields, or anything else of `Seen`."""
        before = self.now
        self._become(**other)
        into = self.now.named(before.field)
        self.recording.typed(self.name, key, before, self.now, into)
        self._forget()

    def type(self, name: str, value: str) -> None:
        """Type into a field that has the focus, letter by letter."""
        self.now = replace(self.now, focus=name, field=name)
        for end in range(1, len(value) + 1):
            self.press(KeySeen(value[end - 1], value[end - 1], inner=True), values={name: value[:end]})

    def _become(self, to: str = "", values: dict[str, str] | None = None, **other: Any) -> None:
        fields = tuple(replace(one, value=(values or {}).get(one.id, one.value)) for one in self.now.fields)
        place = {"focus": to, "field": to if to in NAMES else ""} if to else {}
        self.now = replace(self.now, **{"fields": fields, **place, **other})

    def _forget(self) -> None:
        self.now = replace(self.now, events=(), papers=(), person=None)

    @property
    def script(self) -> Script:
        return script(self.recording, "1")

    @property
    def steps(self) -> list[Step]:
        return [entry.step for entry in self.script.entries]


def done(desk: Desk) -> list[tuple[tuple[Fill, ...], tuple[str, ...]]]:
    return [(step.fills, step.press) for step in desk.steps]


Fills = tuple[Fill, ...]
NUMBER, KIND, SEALED = Fill("number", "AB"), Fill("kind", "passport"), Fill("sealed", "yes")


def edits(desk: Desk) -> None:
    desk.type("number", "AX")
    desk.press(KeySeen("backspace", inner=True), values={"number": "A"})
    desk.press(KeySeen("left", inner=True))
    desk.type("number", "AB")
    desk.press(F8, screen="next", to="other")


def walks_between_fills(desk: Desk) -> None:
    desk.type("number", "AB")
    desk.press(TAB, to="kind")
    desk.press(KeySeen("enter", inner=True), to="kind")
    desk.press(KeySeen("enter", inner=True), values={"kind": "passport"}, to="who")
    desk.press(ENTER, to="sealed")
    desk.press(KeySeen("space", " ", inner=True), values={"sealed": "yes"})
    desk.press(F8, screen="next", to="other")


def walks_before_a_key(desk: Desk) -> None:
    desk.type("number", "AB")
    desk.press(TAB, to="kind")
    desk.press(TAB, to="who")
    desk.press(ENTER, screen="next")


def walks_there_and_back(desk: Desk) -> None:
    desk.type("number", "AB")
    desk.press(TAB, to="kind")
    desk.press(KeySeen("shift+tab", walks=True), to="number")
    desk.press(F8, screen="next")


def fills_after_a_key(desk: Desk) -> None:
    desk.press(F9)
    desk.type("number", "AB")
    desk.press(F9, events=("pin.refused",))


def enters_backwards(desk: Desk) -> None:
    """Enter that sends back to a field says something: it is kept."""
    desk.now = replace(desk.now, focus="sealed", field="sealed")
    desk.press(ENTER, to="number")
    desk.type("number", "AB")


def shows_another_field(desk: Desk) -> None:
    desk.press(ENTER, to="kind", chain=(*NAMES, "reason"))
    desk.type("number", "AB")


def chooses_in_the_field(desk: Desk) -> None:
    """Enter in a set of choices chooses and goes on: both are kept."""
    desk.now = replace(desk.now, focus="who", field="who")
    desk.press(DOWN)
    desk.press(KeySeen("enter", inner=True), values={"who": "self"}, screen="next", to="other")


def fills_in_by_number(desk: Desk) -> None:
    desk.press(DIGIT, values={"number": "AB", "secret": "operatore-prova"}, to="secret")


def chooses_by_number(desk: Desk) -> None:
    desk.now = replace(desk.now, focus="list", field="list")
    desk.press(DIGIT, values={"list": "two"})
    desk.press(DIGIT, screen="next")


def chooses_in_a_list(desk: Desk) -> None:
    desk.now = replace(desk.now, focus="list", field="list")
    desk.press(DOWN, values={"list": "one"})
    desk.press(DOWN, values={"list": "two"})
    desk.press(ENTER, screen="next")


def chooses_what_is_there_today(desk: Desk) -> None:
    fields = tuple(replace(one, momentary=one.id == "list") for one in desk.now.fields)
    desk.now = replace(desk.now, focus="list", field="list", fields=fields)
    desk.press(DOWN, values={"list": "17"})
    desk.press(DOWN, values={"list": "18"})
    desk.press(ENTER, screen="next")


def types_for_nobody(desk: Desk) -> None:
    desk.now = replace(desk.now, focus="list", field="list")
    desk.press(KeySeen("x", "x", inner=True))
    desk.press(KeySeen("pagedown", inner=True))
    desk.press(F8, screen="next")


def fills_by_other_means(desk: Desk) -> None:
    desk.look(values={"sealed": "yes"}, to="sealed")
    desk.press(F8, screen="next")


def goes_by_other_means(desk: Desk) -> None:
    desk.look(to="who")
    desk.press(ENTER, screen="next")
    desk.look(screen="form", to="number")
    desk.look(to="secret")
    desk.press(ENTER, screen="next")


def empties_a_field_by_its_key(desk: Desk) -> None:
    """What a key makes of a field is its doing, not somebody's typing."""
    desk.type("secret", "operatore-prova")
    desk.press(ENTER, values={"secret": ""})


def corrects_a_field_later(desk: Desk) -> None:
    desk.type("number", "A")
    desk.now = replace(desk.now, focus="sealed", field="sealed")
    desk.press(KeySeen("space", " ", inner=True), values={"sealed": "yes"})
    desk.type("number", "AB")


def quits(desk: Desk) -> None:
    desk.type("number", "AB")
    desk.press(CTRL_Q, screen="confirm")
    desk.recording.end()


def stays(desk: Desk) -> None:
    desk.press(CTRL_Q, screen="confirm")
    desk.press(ESCAPE, screen="form")
    desk.recording.end()


TABLE: dict[Callable[[Desk], None], list[tuple[Fills, tuple[str, ...]]]] = {
    edits: [((NUMBER,), ("f8",))],
    walks_between_fills: [((NUMBER, KIND, SEALED), ("f8",))],
    walks_before_a_key: [((NUMBER,), ("tab", "tab", "enter"))],
    walks_there_and_back: [((NUMBER,), ("f8",))],
    fills_after_a_key: [((), ("f9",)), ((NUMBER,), ("f9",))],
    enters_backwards: [((), ("enter",)), ((NUMBER,), ())],
    shows_another_field: [((), ("enter",)), ((NUMBER,), ())],
    chooses_in_the_field: [((Fill("who", "self"),), ("enter",))],
    fills_in_by_number: [((NUMBER, Fill("secret", "operatore-prova")), ())],
    chooses_by_number: [((), ("1", "1"))],
    chooses_in_a_list: [((Fill("list", "two"),), ("enter",))],
    chooses_what_is_there_today: [((), ("down", "down", "enter"))],
    types_for_nobody: [((), ("f8",))],
    fills_by_other_means: [((SEALED,), ("f8",))],
    goes_by_other_means: [((), ("tab", "tab", "enter")), ((), ("shift+tab", "enter"))],
    empties_a_field_by_its_key: [((Fill("secret", "operatore-prova"),), ("enter",))],
    corrects_a_field_later: [((Fill("number", "A"), SEALED, NUMBER), ())],
    quits: [((NUMBER,), ())],
    stays: [((), ("ctrl+q",)), ((), ("escape",))],
}


@pytest.mark.parametrize("acts", TABLE, ids=lambda acts: acts.__name__)
def test_m26_what_is_done_becomes_fills_and_keys(acts: Callable[[Desk], None]) -> None:
    desk = Desk()
    acts(desk)
    assert done(desk) == TABLE[acts]


def test_m26_a_step_expects_what_came_of_it() -> None:
    desk = Desk()
    person = PersonExpectation("RSSMRA80A01H501U", PinExpectation(state="pending"))
    desk.press(
        F9,
        screen="issue/envelope",
        to="sealed",
        refused="m16-no-new-pin",
        events=("envelope.reserved", "receipt.printed"),
        papers=(PaperSeen("receipt"), PaperSeen("pin-envelope"), PaperSeen("receipt")),
        person=person,
    )
    (step,) = desk.steps
    assert step.expect == Expectation(
        screen="issue/envelope",
        focus="sealed",
        refused="m16-no-new-pin",
        printed=PrintedExpectation("pin-envelope", 1),
        register="receipt.printed",
        person=person,
    )
    assert desk.script.requirements == ("M16", "M26")


def test_m26_what_comes_late_belongs_to_the_step_before() -> None:
    desk = Desk()
    desk.press(F9)
    desk.look(screen="issue/envelope", to="sealed", events=("receipt.printed",))
    desk.press(F8, screen="next")
    assert [(step.press, step.expect.screen, step.expect.register) for step in desk.steps] == [
        (("f9",), "issue/envelope", "receipt.printed"),
        (("f8",), "next", ""),
    ]


def test_m26_a_norm_that_was_looked_at_is_what_the_step_explains() -> None:
    desk = Desk()
    desk.press(KeySeen("f6"), screen="norm", norm="m06-initial-length")
    desk.press(ESCAPE, screen="form", norm="")
    assert [step.explain for step in desk.steps] == ["m06-initial-length", ""]
    assert desk.script.requirements == ("M06", "M26")


def test_m26_the_dialog_of_the_date_is_kept_as_its_date() -> None:
    desk = Desk()
    desk.press(CTRL_T, screen="date", stack=("form", "date"), fields=(), chain=())
    desk.press(KeySeen("1", "1", inner=True))
    desk.press(F9, screen="form", stack=("form",), today=date(2016, 5, 11))
    desk.press(CTRL_T, screen="date", stack=("form", "date"))
    desk.press(KeySeen("f1"), screen="help", stack=("form", "date", "help"))
    desk.press(ESCAPE, screen="date", stack=("form", "date"))
    desk.press(ESCAPE, screen="form", stack=("form",))
    desk.press(F8, screen="next")
    (step,) = desk.steps
    assert (step.date, step.press) == (date(2016, 5, 11), ("f8",))


@pytest.mark.parametrize(
    "what",
    [{"date": date(2020, 10, 1)}, {"advance": timedelta(minutes=6)}, {"printer": "jam"}, {"restart": True}],
    ids=lambda what: next(iter(what)),
)
def test_m26_the_world_changes_in_a_step_of_its_own_beginning(what: dict[str, Any]) -> None:
    desk = Desk()
    desk.type("number", "AB")
    desk.recording.changed("1", **what)
    desk.look(screen="locked", to="secret", values={"number": ""}, events=("desk.locked",))
    desk.type("secret", "operatore-prova")
    desk.press(ENTER, screen="form", to="number")
    first, second, third = desk.steps
    assert first.fills == (NUMBER,)
    assert {name: getattr(second, name) for name in what} == what
    assert (second.fills, second.press, second.expect.screen) == ((), (), "locked")
    assert (second.expect.focus, second.expect.register) == ("", "desk.locked")
    assert (third.fills, third.press) == ((Fill("secret", "operatore-prova"),), ("enter",))


def test_m26_changes_a_player_makes_at_once_are_one_step() -> None:
    desk = Desk()
    for what in ({"advance": timedelta(minutes=6)}, {"printer": "jam"}, {"date": date(2020, 10, 1)}):
        desk.recording.changed("1", **what)
    desk.look(screen="locked", events=("desk.locked",))
    desk.recording.changed("1", printer="ok")
    assert [(step.advance, step.printer, step.date, step.expect.register) for step in desk.steps] == [
        (timedelta(minutes=6), "jam", None, ""),
        (None, "", date(2020, 10, 1), "desk.locked"),
        (None, "ok", None, ""),
    ]


def test_m26_a_card_reader_is_kept_as_one_burst() -> None:
    desk = Desk()
    desk.press(KeySeen("percent_sign", "%", inner=True), scanning=True)
    for char in "RSSMRA80A01H501U?":
        desk.press(KeySeen(char, char, inner=True))
    desk.press(ENTER, scanning=False, values={"number": "RSSMRA80A01H501U"})
    desk.press(ENTER, screen="citizen")
    (step,) = desk.steps
    assert (step.scan, step.fills, step.press) == ("%RSSMRA80A01H501U?\n", (), ("enter",))


def test_m26_another_desk_begins_a_step() -> None:
    first = Desk()
    first.press(F8, screen="next")
    second = Desk(first.recording, "2")
    second.press(F8, screen="next")
    first.press(F9, screen="form")
    assert [(step.desk, step.press) for step in first.steps] == [("", ("f8",)), ("2", ("f8",)), ("1", ("f9",))]


def test_m26_the_first_words_say_what_was_done_in_both_languages() -> None:
    desk = Desk()
    named = {"number": Texts("Numero", "Number"), "sealed": Texts("Sigillo integro", "Seal intact")}
    fields = tuple(replace(one, label=named.get(one.id, one.label)) for one in desk.now.fields)
    desk.now = replace(desk.now, fields=fields)
    desk.type("number", "never said")
    desk.look(values={"sealed": "yes"}, to="sealed")
    desk.press(F8, screen="next")
    (step,) = desk.steps
    assert step.say == Texts(
        "Si compila: Numero. Si segna: Sigillo integro. Si preme F8 (avanti).",
        "Fill in: Number. Mark: Seal intact. Press F8 (next).",
    )
