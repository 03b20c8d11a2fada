"""What no linter checks: where time is read, how people's data reaches a screen, size, docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import FLOORS, REVISIONS, Source, name_of, sources

CLOCK = "counter_app/clock.py"
READS_TIME = {"date": {"today"}, "datetime": {"now", "utcnow", "today", "fromtimestamp"}, "time": {"time", "localtime"}}

LONGEST_FILE, LONGEST_FUNCTION = 400, 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def reads_of_time(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in READS_TIME.get(name_of(node.value), set()):
            yield f"{source.at(node)}: {name_of(node.value)}.{node.attr}"


def test_rule3_only_the_clock_reads_the_time() -> None:
    assert [place for source in sources(*FLOORS) if source.name != CLOCK for place in reads_of_time(source)] == []


def test_rule3_the_clock_is_seen_reading_it() -> None:
    assert [place for source in sources("counter_app") if source.name == CLOCK for place in reads_of_time(source)]


# --- people's data is never markup (architecture.md, rule 10) --------------------------------------------------------

TAKES_MARKUP = {"Static", "Label", "Button", "Checkbox", "RadioButton", "MarkBox", "Option", "Selection", "Collapsible"}
TAKES_MARKUP |= {"notify", "from_markup", "Link", "TabPane"}


def is_made_up(node: ast.expr) -> bool:
    """Whether a text is put together from parts: one of them may be somebody's name."""
    if isinstance(node, ast.Call):
        return name_of(node.func) in {"format", "join"}
    return isinstance(node, (ast.JoinedStr, ast.BinOp))


def markup_of(call: ast.Call) -> object:
    values = [word.value for word in call.keywords if word.arg == "markup"]
    return values[0].value if values and isinstance(values[0], ast.Constant) else None


def made_up_markup(source: Source) -> Iterator[str]:
    for name, call in source.calls():
        parts = [*call.args, *(word.value for word in call.keywords if word.arg in {"title", "label", "message"})]
        if name in TAKES_MARKUP and markup_of(call) is not False and any(is_made_up(part) for part in parts):
            yield f"{source.at(call)}: {name}"


def test_rule10_no_text_of_many_parts_is_read_as_markup() -> None:
    assert [place for source in sources("screens") for place in made_up_markup(source)] == []


def test_rule10_every_plain_widget_says_that_it_takes_no_markup() -> None:
    silent = [
        source.at(call)
        for source in sources("screens")
        for name, call in source.calls()
        if name in {"Static", "Label"} and markup_of(call) is not False
    ]
    assert silent == []


@pytest.mark.parametrize(
    "text",
    ['Static(f"{name}")', 'notify("a" + b)', 'Label("{}".format(name))', 'Option("%s" % name)', 'Button(label=f"{a}")'],
)
def test_rule10_made_up_markup_is_seen(text: str) -> None:
    assert list(made_up_markup(Source("x.py", text, ast.parse(text))))


# --- size and words --------------------------------------------------------------------------------------------------


def functions(source: Source) -> Iterator[Function]:
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_rule13_no_file_is_two_rooms() -> None:
    counted = {source.name: source.text.count("\n") for source in sources(*FLOORS, "tests")}
    assert {name: lines for name, lines in counted.items() if lines > LONGEST_FILE and REVISIONS not in name} == {}


def test_rule13_no_function_is_two_steps() -> None:
    long = {
        f"{source.at(function)} {function.name}": length(function)
        for source in sources(*FLOORS, "tests")
        if REVISIONS not in source.name
        for function in functions(source)
        if length(function) > LONGEST_FUNCTION
    }
    assert long == {}


def public_things(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield f"{within}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public_things(node.body, f"{node.name}.")


def repeats(node: Function | ast.ClassDef) -> bool:
    """Whether a definition only repeats one that is explained: a setter, an overload."""
    names = [name_of(one) for one in node.decorator_list]
    return "setter" in names or "overload" in names


def test_every_public_thing_says_what_it_does() -> None:
    silent = [
        f"{source.at(node)} {name}"
        for source in sources(*FLOORS)
        if REVISIONS not in source.name
        for name, node in public_things(source.tree.body)
        if not repeats(node) and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_is_left_to_be_done_in_a_comment() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X ", "HA" + "CK")
    assert [source.name for source in sources(*FLOORS, "tests") for mark in marks if f"# {mark}" in source.text] == []


# What a test prints, a log keeps: only programs that talk through their output do.
TALKING = ("tests/benchmarks/", "tests/faults/secret_desk.py")


def test_rule5_no_test_prints() -> None:
    printing = [
        source.at(call)
        for source in sources("tests")
        if not source.name.startswith(TALKING)
        for name, call in source.calls()
        if name == "print" and isinstance(call.func, ast.Name)
    ]
    assert printing == []
