"""No date, length or limit of the domain stands in the code of rules and desk: the norm files hold them (M22)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import counter_app
from counter_app.norms.keys import KEYS
from counter_app.norms.timeline import load_shipped

ROOMS = ("norms", "desk")
FOLDER = Path(counter_app.__file__).parent
FILES = sorted(file for room in ROOMS for file in (FOLDER / room).rglob("*.py"))

NUMBERS = frozenset(
    value
    for norm in load_shipped().norms.values()
    for value in norm.values.values()
    if isinstance(value, int) and not isinstance(value, bool) and value > 2
)
"""Every number a norm sets: lengths, months, ages, limits; 1 and 2 stand in too many lines to tell anything."""

MAKERS = {"date", "datetime", "relativedelta", "fromisoformat", "strptime"}
ISO_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
YEAR = range(1990, 2100)


def is_stray(value: object) -> bool:
    """Return whether a constant is a date in ISO form, a year, or a number that some norm sets."""
    if isinstance(value, str):
        return ISO_DATE.fullmatch(value) is not None
    return type(value) is int and (value in NUMBERS or value in YEAR)


def strays(source: str) -> Iterator[str]:
    """Yield what looks like a value of the domain: constants a date is made of, ISO dates, years, numbers norms set."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if name in MAKERS and any(isinstance(argument, ast.Constant) for argument in given):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and is_stray(node.value):
            yield f"line {node.lineno}: {node.value!r}"


def test_m22_the_numbers_looked_for_are_the_norms_own() -> None:
    assert {3, 6, 8, 16, 18} <= NUMBERS
    assert len(FILES) > len(ROOMS)
    assert {"pin.initial-length", "expiry-months.citizen", "minor.under-age"} <= set(KEYS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_m22_no_value_of_the_domain_in_the_code(file: Path) -> None:
    assert list(strays(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "END = date(2020, 10, 1)",
        "END = datetime.date(2020, 10, 1)",
        "END = date.fromisoformat('2020-10-01')",
        "END = '2020-10-01'",
        "def f(on): return on.year >= 2020",
        "def f(pin): return len(pin) == 16",
        "LENGTH = 8",
        "day + relativedelta(months=6)",
        "day + relativedelta(months=5)",
        "adult = age >= 18",
    ],
)
def test_m22_the_search_finds_strays(source: str) -> None:
    assert list(strays(source))


def test_m22_the_search_leaves_ordinary_code_alone() -> None:
    assert not list(strays("def f(on, n):\n    return date(on.year, n, n) and on + relativedelta(months=n), 2, 'x'"))
