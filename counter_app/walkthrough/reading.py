"""Reads the tables of a scenario or world file: takes typed values out and notes everything that is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.walkthrough.toml_errors import explained

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
PLACEHOLDER = re.compile(r"\$\{([a-z][a-z0-9-]*)\}")
YEARS = range(1850, 2200)
"""Years of the dates a file can name: older people and later norms there are none."""
LONGEST_DURATION = timedelta(days=3660)
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it stands and what was expected there."""

    file: str
    place: str
    """`step 3`, `people 2`; empty for the top of the file."""
    key: str
    """Key within the place, dotted: `expect.printed.count`; empty when the place itself is wrong."""
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.key, self.message) if part)


class ScenarioError(BadInputError):
    """Everything that is wrong in a scenario or world file, one line per problem.

    Args:
        problems: at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems), self.problems[0].key or None)


def parse_duration(text: str) -> timedelta:
    """Return the time an ISO 8601 duration of days, hours, minutes and seconds stands for (`PT90S`, `P1DT2H`).

    Raises:
        ValueError: when `text` is anything else, no time at all, or longer than `LONGEST_DURATION`.
    """
    match = _DURATION.match(text)
    parts = [int(part) if part else 0 for part in match.groups()] if match else []
    # a number of a thousand digits is no time either
    if not any(parts) or max(parts) > LONGEST_DURATION.total_seconds():
        raise ValueError(text)
    duration = timedelta(days=parts[0], hours=parts[1], minutes=parts[2], seconds=parts[3])
    if duration > LONGEST_DURATION:
        raise ValueError(text)
    return duration


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises:
        ScenarioError: when it cannot be read or is no TOML; the message names step, line and column.
    """
    place = ""
    try:
        # some editors begin a text with a byte-order mark
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except OSError as error:
        message = _("the file cannot be read ({why})").format(why=_why(error))
    except tomllib.TOMLDecodeError as error:
        step, message = explained(text, error)
        place = _("step {number}").format(number=step) if step else ""
    except UnicodeDecodeError:
        message = _("this is not valid TOML: the text is not UTF-8")
    raise ScenarioError([Problem(path.name, place, "", message)])


def _why(error: OSError) -> str:
    known = {
        FileNotFoundError: _("there is no such file"),
        IsADirectoryError: _("it is a folder"),
        PermissionError: _("it may not be read"),
    }
    return known.get(type(error), str(error.strerror))


def _found(value: object) -> str:
    """Return a value as the file wrote it, short enough for a message."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, dict):
        text = "{ ... }"
    else:
        text = repr(value) if isinstance(value, str | list) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


@dataclass(frozen=True, slots=True)
class Asked:
    """A key a reader asked a table for."""

    key: str
    expected: str
    """What is to stand there, in the interface's language."""
    required: bool


class Table:
    """One table of a file while it is read; keys that nobody takes are problems in the end.

    Args:
        values: the table as tomllib gives it.
        file: the file's name, for messages.
        problems: where problems are noted; shared by all tables of a file.
        place: `step 3` or empty.
        prefix: dotted key of this table within its place, with a final dot, or empty.
    """

    def __init__(
        self, values: dict[str, Any], file: str, problems: list[Problem], place: str = "", prefix: str = ""
    ) -> None:
        self._values = values
        self._file = file
        self._problems = problems
        self._place = place
        self._prefix = prefix
        self._asked: dict[str, Asked] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def is_text(self, key: str) -> bool:
        """Whether a text stands at `key`, whatever it says."""
        return isinstance(self._values.get(key), str)

    def note(self, key: str, message: str) -> None:
        """Note that what stands at `key` is wrong."""
        self._problems.append(Problem(self._file, self._place, f"{self._prefix}{key}".rstrip("."), message))

    def expected(self, key: str, expected: str) -> None:
        """Note that something else than `expected` stands at `key`."""
        found = _found(self._values.get(key))
        self.note(key, _("expected {expected}, found {found}").format(expected=expected, found=found))

    def _take(self, key: str, expected: str, accept: Callable[[Any], bool], required: bool) -> Any:
        self._asked[key] = Asked(key, expected, required)
        if key not in self._values:
            if required:
                self.note(key, _("missing; expected {expected}").format(expected=expected))
            return None
        value = self._values[key]
        if accept(value):
            return value
        self.expected(key, expected)
        return None

    def text(self, key: str, *, required: bool = False, expected: str = "", named: bool = False) -> str:
        """Return a text that is not blank, or "" where there is none.

        Args:
            key: the text's key.
            required: whether a missing text is a problem.
            expected: what to tell somebody who wrote something else.
            named: whether placeholders may stand in it.
        """
        expected = expected or _("a text")
        value = self._take(key, expected, lambda v: isinstance(v, str) and bool(v.strip()), required)
        if isinstance(value, str) and not named:
            self._without_names(key, value)
        return value if isinstance(value, str) else ""

    def _without_names(self, key: str, text: str) -> None:
        if "${" in text:
            self.note(key, _("placeholders ${...} stand only in fill, scan, shows and hides"))

    def any_text(self, key: str) -> str:
        """Return a required text that may be empty."""
        value = self._take(key, _("a text"), lambda v: isinstance(v, str), True)
        return value if isinstance(value, str) else ""

    def shaped(self, key: str, shape: re.Pattern[str], expected: str, *, required: bool = False) -> str:
        """Return a text of a given shape, or "". Placeholders are no part of any shape."""
        value = self._take(key, expected, lambda v: isinstance(v, str) and shape.match(v) is not None, required)
        return value if isinstance(value, str) else ""

    def choice(
        self, key: str, choices: Iterable[str], *, required: bool = False, offered: Iterable[str] | None = None
    ) -> str:
        """Return one of `choices`, or "".

        Args:
            key: the choice's key.
            choices: what is taken.
            required: whether a missing choice is a problem.
            offered: what to tell somebody who wrote something else; None = the choices.
        """
        known = tuple(choices)
        expected = _("one of {choices}").format(choices=", ".join(offered or known))
        value = self._take(key, expected, lambda v: isinstance(v, str) and v in known, required)
        return value if isinstance(value, str) else ""

    def whole(self, key: str, accept: Callable[[int], bool], expected: str, *, required: bool = False) -> int | None:
        """Return a whole number `accept` agrees with, or None."""
        value = self._take(
            key, expected, lambda v: isinstance(v, int) and not isinstance(v, bool) and accept(v), required
        )
        return value if isinstance(value, int) else None

    def flag(self, key: str) -> bool | None:
        """Return `true` or `false`; None where there is nothing."""
        value = self._take(key, _("true or false"), lambda v: isinstance(v, bool), False)
        return value if isinstance(value, bool) else None

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a date without a time, or None."""
        expected = _("a date such as 2016-05-10, without quotation marks, from 1850 to 2199")

        def accept(value: Any) -> bool:
            return isinstance(value, date) and not isinstance(value, datetime) and value.year in YEARS

        value = self._take(key, expected, accept, required)
        return value if isinstance(value, date) else None

    def duration(self, key: str) -> timedelta | None:
        """Return an ISO 8601 duration, or None."""

        def accept(value: Any) -> bool:
            try:
                parse_duration(value)
            except (TypeError, ValueError):
                return False
            return True

        value = self._take(key, _("a duration such as PT90S or P1DT2H"), accept, False)
        return parse_duration(value) if isinstance(value, str) else None

    def texts(self, key: str, *, required: bool = False, expected: str = "") -> tuple[str, ...]:
        """Return a list of texts, none of them blank and at least one, or ()."""
        value = self._take(key, expected or _("a list of texts"), _is_texts, required)
        return tuple(value) if isinstance(value, list) else ()

    def table(self, key: str, *, required: bool = False, expected: str = "") -> Table | None:
        """Return the table at `key`, or None."""
        value = self._take(key, expected or _("a table { ... }"), lambda v: isinstance(v, dict), required)
        return self._below(value, f"{self._prefix}{key}.") if isinstance(value, dict) else None

    def tables(self, key: str, *, required: bool = False) -> tuple[Table, ...]:
        """Return the tables of a list at `key` as parts of this place, or ()."""
        value = self._take(key, _("a list of tables { ... }"), _is_tables, required)
        return tuple(
            self._below(item, f"{self._prefix}{key}[{number}].") for number, item in enumerate(value or (), start=1)
        )

    def places(self, key: str, place: str, *, required: bool = False) -> tuple[Table, ...]:
        """Return the tables of a list at `key` as places of their own.

        Args:
            key: the list's key.
            place: name of a place, with `{number}` in it, counted from 1.
            required: whether a missing or empty list is a problem.
        """
        value = self._take(key, _("a list of tables [[{key}]]").format(key=key), _is_tables, required)
        return tuple(
            Table(item, self._file, self._problems, place.format(number=number))
            for number, item in enumerate(value or (), start=1)
        )

    def _below(self, values: dict[str, Any], prefix: str) -> Table:
        return Table(values, self._file, self._problems, self._place, prefix)

    def rest(self) -> dict[str, Any]:
        """Return what nobody took, taking it."""
        left = {key: value for key, value in self._values.items() if key not in self._asked}
        self._asked |= {key: Asked(key, "", required=False) for key in left}
        return left

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What was asked for so far, in this order."""
        return tuple(self._asked.values())

    def done(self, besides: Collection[str] = ()) -> None:
        """Note every key nobody asked for, but those that were noted already."""
        known = ", ".join(sorted(self._asked))
        for key in self._values:
            if key not in self._asked and key not in besides:
                near = difflib.get_close_matches(key, self._asked, n=1)
                if near:
                    self.note(key, _("unknown key; is {near} meant?").format(near=near[0]))
                else:
                    self.note(key, _("unknown key; expected one of {known}").format(known=known))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and text.strip() for text in value)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
