"""Writes a scenario as a file that somebody will read and work on (interfaces.md, scenario files).

A few lines of our own rather than a library: those at hand cannot keep a table on one line and a comment above a step,
and a basic string of TOML needs no more than this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import category

from counter_app.identity.folding import clean
from counter_app.walkthrough.scenario import (
    FORMAT,
    NO_PIN,
    Expectation,
    Fill,
    PersonExpectation,
    PinExpectation,
    Step,
)
from counter_app.walkthrough.worlds import Texts


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the steps."""

    title: Texts
    requirements: tuple[str, ...]
    on: date
    world: str
    operator: str = ""
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A step and the remarks that stand above it as comments."""

    step: Step
    remarks: tuple[str, ...] = ()


def as_toml(head: Head, entries: Iterable[Entry], remarks: Iterable[str] = ()) -> str:
    """Return a scenario file: a blank line between steps, `say` first, remarks as comments.

    Args:
        head: what stands above the steps.
        entries: the steps; their numbers are not written.
        remarks: comments at the top.
    """
    parts = [*(_comment(remark) for remark in remarks), "", *_head(head)]
    for entry in entries:
        parts += ["", *(_comment(remark) for remark in entry.remarks), "[[step]]", *_step(entry.step)]
    return "\n".join(parts).lstrip("\n") + "\n"


def quoted(text: str) -> str:
    """Return a text as a basic string of TOML; what cannot be seen is written as an escape."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char == "\n":
        return "\\n"
    if char.isprintable():
        return char
    if category(char) == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def _comment(remark: str) -> str:
    return f"# {clean(remark)}"


def _head(head: Head) -> Iterator[str]:
    yield f"format = {FORMAT}"
    yield f"title = {_both(head.title)}"
    yield f"requirements = {_list(head.requirements)}"
    yield f"on = {head.on.isoformat()}"
    if head.known_on is not None:
        yield f"known_on = {head.known_on.isoformat()}"
    yield f"world = {quoted(head.world)}"
    if head.operator:
        yield f"operator = {quoted(head.operator)}"


def _step(step: Step) -> Iterator[str]:
    yield f"say = {_both(step.say)}"
    if step.explain:
        yield f"explain = {quoted(step.explain)}"
    if step.desk:
        yield f"desk = {quoted(step.desk)}"
    if step.date is not None:
        yield f"date = {step.date.isoformat()}"
    if step.advance is not None:
        yield f"advance = {quoted(duration(step.advance))}"
    if step.printer:
        yield f"printer = {quoted(step.printer)}"
    if step.restart:
        yield "restart = true"
    if step.read is not None:
        values = {"from": step.read.source, "what": step.read.what, "as": step.read.name}
        yield f"read = {_table((key, quoted(value)) for key, value in values.items())}"
    if step.scan:
        yield f"scan = {quoted(step.scan)}"
    yield from _fills(step.fills)
    if step.press:
        yield f"press = {_list(step.press)}"
    expected = tuple(_expected(step.expect))
    if expected:
        yield "[step.expect]"
        yield from expected


def _fills(fills: tuple[Fill, ...]) -> Iterator[str]:
    tables = [_table((("field", quoted(fill.field)), ("text", quoted(fill.text)))) for fill in fills]
    if len(tables) == 1:
        yield f"fill = {tables[0]}"
    elif tables:
        yield "fills = ["
        yield from (f"  {table}," for table in tables)
        yield "]"


def _expected(expect: Expectation) -> Iterator[str]:
    for key in ("screen", "focus", "refused"):
        if getattr(expect, key):
            yield f"{key} = {quoted(getattr(expect, key))}"
    for key in ("shows", "hides"):
        if getattr(expect, key):
            yield f"{key} = {_list(getattr(expect, key))}"
    if expect.printed is not None:
        pairs = (("document", quoted(expect.printed.document)), ("count", str(expect.printed.count)))
        yield f"printed = {_table(pairs)}"
    if expect.register:
        yield f"register = {quoted(expect.register)}"
    if expect.person is not None:
        yield f"person = {_person(expect.person)}"


def _person(person: PersonExpectation) -> str:
    pin = quoted(NO_PIN) if person.pin is None else _pin(person.pin)
    return _table((("fiscal_code", quoted(person.fiscal_code)), ("pin", pin)))


def _pin(pin: PinExpectation) -> str:
    values = {
        "kind": quoted(pin.kind) if pin.kind else "",
        "state": quoted(pin.state) if pin.state else "",
        "length": str(pin.length) if pin.length else "",
        "expires_on": pin.expires_on.isoformat() if pin.expires_on else "",
    }
    return _table((key, value) for key, value in values.items() if value)


def duration(time: timedelta) -> str:
    """Return a time of whole seconds as ISO 8601 writes it: `PT1M30S`, `P1DT2H`."""
    minutes, seconds = divmod(time.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if number)
    return f"P{f'{time.days}D' if time.days else ''}{f'T{clock}' if clock else ''}"


def _both(texts: Texts) -> str:
    return _table((("it", quoted(texts.it)), ("en", quoted(texts.en))))


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _table(pairs: Iterable[tuple[str, str]]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"
