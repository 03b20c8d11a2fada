"""The scenario format (interfaces.md, "Scenario files"): a typed, frozen model and its reader. Nothing is evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.walkthrough.key_names import is_key, no_key
from counter_app.walkthrough.reading import KEBAB, PLACEHOLDER, Problem, ScenarioError, Table, read_toml
from counter_app.walkthrough.worlds import (
    SUFFIX,
    LegacyAccount,
    Texts,
    WorldOperator,
    WorldPerson,
    note_twins,
    parse_code,
    parse_legacy,
    parse_operators,
    parse_people,
    parse_texts,
)
from data.vocabulary import PinKind, PrintedKind

FORMAT = 1
MODES = ("desk", "kiosk", "contact-centre", "back-office")
PLAYABLE_MODES = MODES[:1]
"""Modes this version has screens for."""
PRINTER_STATES = ("ok", "jam", "stopped", "gone")
READ_FROM = ("pin-envelope", "campaign-letter", "message", "receipt")
PLAYABLE_SOURCES = ("pin-envelope", "receipt")
"""What this version prints and a step can read."""
READ_WHAT = ("secret", "serial", "code")
PIN_STATES = ("pending", "active", "expired", "blocked", "inhibited", "dismissed", "closed")
PIN_LENGTHS = (8, 16)
NO_PIN = "none"

SCREEN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?\Z")
_EXPECTED = ("screen", "focus", "shows", "hides", "refused", "printed", "register", "person")
_EVENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+\Z")
_REQUIREMENT = re.compile(r"M(0[1-9]|1[0-9]|2[0-6])\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """Something read off paper or a message and kept under a name for later steps."""

    source: str
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Fill:
    """A field and what goes into it; option id for lists, `yes` or `no` for a checkbox."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedExpectation:
    """How many documents of a kind were printed during the step."""

    document: str
    count: int


@dataclass(frozen=True, slots=True)
class PinExpectation:
    """What is expected of a person's PIN; None = does not matter."""

    kind: str | None = None
    state: str | None = None
    length: int | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonExpectation:
    """What is expected of a person in the archive."""

    fiscal_code: str
    pin: PinExpectation | None
    """None = the person has no PIN."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be true once a step has done its work, five seconds later at the latest; empty = does not matter."""

    screen: str = ""
    focus: str = ""
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    refused: str = ""
    printed: PrintedExpectation | None = None
    register: str = ""
    person: PersonExpectation | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what the coach says, what happens in the order of the fields, what must be true then."""

    number: int
    say: Texts
    desk: str = ""
    date: date | None = None
    advance: timedelta | None = None
    printer: str = ""
    restart: bool = False
    read: Reading | None = None
    scan: str = ""
    fills: tuple[Fill, ...] = ()
    press: tuple[str, ...] = ()
    explain: str = ""
    expect: Expectation = Expectation()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file tells it."""

    name: str
    """The file's name without its ending."""
    title: Texts
    requirements: tuple[str, ...]
    on: date
    known_on: date | None
    world: str
    operator: str
    """Account that is already logged in; empty = start at the login screen."""
    mode: str
    people: tuple[WorldPerson, ...]
    legacy: tuple[LegacyAccount, ...]
    operators: tuple[WorldOperator, ...]
    steps: tuple[Step, ...]


def shipped() -> tuple[str, ...]:
    """Return the names of the scenarios that are shipped."""
    folder = files("data").joinpath("walkthroughs")
    return tuple(sorted(entry.name.removesuffix(SUFFIX) for entry in folder.iterdir() if entry.name.endswith(SUFFIX)))


def find(name_or_file: str) -> Scenario:
    """Return a shipped scenario by its name, or the one of a file by its path.

    Raises:
        BadInputError: neither exists, or the file is wrong (`ScenarioError`).
    """
    if name_or_file in shipped():
        with as_file(files("data").joinpath("walkthroughs", f"{name_or_file}{SUFFIX}")) as path:
            return load(path)
    path = Path(name_or_file)
    if path.is_file() or path.suffix == SUFFIX:
        return load(path)
    raise BadInputError(
        _("There is no scenario “{name}” and no such file. Scenarios: {known}.").format(
            name=name_or_file, known=", ".join(shipped())
        )
    )


def load(path: Path) -> Scenario:
    """Return the scenario of a file.

    Args:
        path: a TOML file in the format of interfaces.md.

    Raises:
        ScenarioError: with everything that is wrong in it; each line names file, step, key and what was expected.
    """
    problems: list[Problem] = []
    table = Table(read_toml(path), path.name, problems)
    table.whole("format", lambda number: number == FORMAT, "1", required=True)
    scenario = Scenario(
        name=path.name.removesuffix(SUFFIX),
        title=parse_texts(table, "title"),
        requirements=_parse_requirements(table),
        on=table.day("on", required=True) or date.min,
        known_on=table.day("known_on"),
        world=table.shaped("world", KEBAB, _("the name of a world"), required=True),
        operator=table.text("operator"),
        mode=table.choice("mode", MODES, offered=PLAYABLE_MODES) or MODES[0],
        people=parse_people(table),
        legacy=parse_legacy(table),
        operators=parse_operators(table),
        steps=_parse_steps(table),
    )
    table.done()
    note_twins(table, "people", (person.fiscal_code for person in scenario.people))
    note_twins(table, "operators", (operator.username for operator in scenario.operators))
    if problems:
        raise ScenarioError(problems)
    return scenario


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders `${name}` in a text."""
    return tuple(PLACEHOLDER.findall(text))


def filled_in(text: str, values: dict[str, str]) -> str:
    """Return a text with its placeholders replaced by what earlier steps read."""
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


def _parse_requirements(table: Table) -> tuple[str, ...]:
    ids = table.texts("requirements", required=True, expected=_("a list of requirement ids, M01 to M26"))
    for number, requirement in enumerate(ids, start=1):
        if not _REQUIREMENT.match(requirement):
            table.note(
                f"requirements[{number}]",
                _("expected a requirement id, M01 to M26, found {found}").format(found=requirement),
            )
    return ids


def _parse_steps(table: Table) -> tuple[Step, ...]:
    names: set[str] = set()
    places = table.places("step", _("step {number}"), required=True)
    return tuple(_parse_step(place, number, names) for number, place in enumerate(places, start=1))


def _parse_step(place: Table, number: int, names: set[str]) -> Step:
    say = parse_texts(place, "say")
    read = _parse_reading(place)
    if read and read.name:
        names.add(read.name)
    step = Step(
        number=number,
        say=say,
        desk=place.text("desk", expected=_("the name of a desk between quotation marks")),
        date=place.day("date"),
        advance=place.duration("advance"),
        printer=place.choice("printer", PRINTER_STATES),
        restart=bool(place.flag("restart")),
        read=read,
        scan=_with_names(place, "scan", place.text("scan", named=True), names),
        fills=_parse_fills(place, names),
        press=_parse_press(place),
        explain=place.shaped("explain", KEBAB, _("the id of a norm")),
        expect=_parse_expectation(place, names),
    )
    for key in _EXPECTED:
        if key in place:
            place.note(key, _("it belongs in [step.expect]"))
    place.done(besides=_EXPECTED)
    return step


def _parse_reading(place: Table) -> Reading | None:
    below = place.table("read")
    if below is None:
        return None
    reading = Reading(
        source=below.choice("from", READ_FROM, required=True, offered=PLAYABLE_SOURCES),
        what=below.choice("what", READ_WHAT, required=True),
        name=below.shaped("as", re.compile(r"[a-z][a-z0-9-]*\Z"), _("a name in small letters"), required=True),
    )
    below.done()
    return reading


def _parse_fills(place: Table, names: set[str]) -> tuple[Fill, ...]:
    single = place.table("fill")
    tables = place.tables("fills")
    if single is not None and "fills" in place:
        place.note("fills", _("a step has either fill or fills"))
    return tuple(_parse_fill(below, names) for below in ((single,) if single is not None else tables))


def _parse_fill(below: Table, names: set[str]) -> Fill:
    fill = Fill(
        field=below.shaped("field", KEBAB, _("the id of a field"), required=True),
        text=_with_names(below, "text", below.any_text("text"), names),
    )
    below.done()
    return fill


def _parse_press(place: Table) -> tuple[str, ...]:
    keys = place.texts("press", expected=_("a list of keys"))
    for number, key in enumerate(keys, start=1):
        if not is_key(key):
            place.note(f"press[{number}]", no_key(key))
    return keys


def _parse_expectation(place: Table, names: set[str]) -> Expectation:
    below = place.table("expect")
    if below is None:
        return Expectation()
    expectation = Expectation(
        screen=below.shaped("screen", SCREEN, _("a screen id, with its step after a slash in a wizard")),
        focus=below.shaped("focus", KEBAB, _("the id of a field")),
        shows=_texts_with_names(below, "shows", names),
        hides=_texts_with_names(below, "hides", names),
        refused=below.shaped("refused", KEBAB, _("the id of a norm")),
        printed=_parse_printed(below),
        register=below.shaped("register", _EVENT, _("a register event such as pin.handed-over")),
        person=_parse_person_expectation(below),
    )
    below.done()
    return expectation


def _parse_printed(table: Table) -> PrintedExpectation | None:
    below = table.table("printed")
    if below is None:
        return None
    document = below.choice("document", PrintedKind, required=True)
    count = below.whole("count", lambda number: number >= 0, _("a number, 0 or more")) if "count" in below else 1
    below.done()
    return PrintedExpectation(document, 1 if count is None else count)


def _parse_person_expectation(table: Table) -> PersonExpectation | None:
    below = table.table("person")
    if below is None:
        return None
    code = parse_code(below, "fiscal_code")
    pin = _parse_pin(below)
    below.done()
    return PersonExpectation(code, pin)


def _parse_pin(below: Table) -> PinExpectation | None:
    if below.is_text("pin"):
        below.choice("pin", (NO_PIN,), required=True)
        return None
    pin = below.table("pin", required=True)
    if pin is None:
        return None
    length = pin.whole("length", lambda number: number in PIN_LENGTHS, _("8 or 16"))
    expected = PinExpectation(
        kind=pin.choice("kind", PinKind) or None,
        state=pin.choice("state", PIN_STATES) or None,
        length=length,
        expires_on=pin.day("expires_on"),
    )
    pin.done()
    if not any(key in pin for key in ("kind", "state", "length", "expires_on")):
        below.note("pin", _("expected at least one of kind, state, length, expires_on"))
    return expected


def _texts_with_names(table: Table, key: str, names: set[str]) -> tuple[str, ...]:
    return tuple(
        _with_names(table, f"{key}[{number}]", text, names) for number, text in enumerate(table.texts(key), start=1)
    )


def _with_names(table: Table, key: str, text: str, names: set[str]) -> str:
    """Return `text`, noting placeholders that are misspelt or that no step has read so far."""
    if "${" in PLACEHOLDER.sub("", text):
        table.note(key, _("a placeholder is written ${name}, in small letters"))
    for name in placeholders(text):
        if name not in names:
            table.note(key, _("${{{name}}} has not been read in this step or an earlier one").format(name=name))
    return text
