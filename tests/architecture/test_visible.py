"""Who looks for people finds those of the archive, not the rows of an import that is loading (ADR 9)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, name_of, sources

OF_THE_IMPORT = "data/queries/imports.py"
PEOPLE = {"Person", "_PERSON"}
MINDS = {"visible", "_LOADING"}


def root(node: ast.expr) -> str:
    """Return the name a chain of attributes begins with: `_PERSON` of `*_PERSON.c`."""
    while isinstance(node, (ast.Attribute, ast.Starred, ast.Subscript)):
        node = node.value
    return name_of(node)


def careless(source: Source) -> Iterator[str]:
    """Yield the statements that select people first and do not say which."""
    for statement in source.tree.body:
        names = {name_of(node) for node in ast.walk(statement) if isinstance(node, ast.expr)}
        if names & MINDS:
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and name_of(node.func) == "select" and root((*node.args, node)[0]) in PEOPLE:
                yield source.at(node)


def test_adr9_every_select_of_people_says_which() -> None:
    queries = [source for source in sources("data") if source.name.startswith("data/queries/")]
    assert [at for source in queries if source.name != OF_THE_IMPORT for at in careless(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(s): return s.exec(select(Person).where(Person.name == 'A'))",
        "X = sa.select(*_PERSON.c)",
        "X = Prepared(sa.select(_PERSON.c.id))",
        "def f(): return select(Person.fiscal_code)",
    ],
)
def test_adr9_a_select_that_does_not_is_seen(text: str) -> None:
    assert list(careless(Source("x.py", text, ast.parse(text))))
