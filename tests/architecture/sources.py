"""The program's own files, read once: what the tests of this folder ask about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("data", "counter_app", "screens")
REVISIONS = "data/migrations/versions/"
_NOT_OURS = frozenset({"__pycache__", "build", "dist"})
_TEXTS = frozenset({"", ".py", ".toml", ".md", ".txt", ".yml", ".cfg", ".po", ".tcss", ".mako", ".tsv", ".svg", ".ini"})


@dataclass(frozen=True, eq=False)
class Source:
    """One Python file.

    Attributes:
        name: path below the repository, with slashes.
        text: its content.
        tree: its syntax tree.
    """

    name: str
    text: str
    tree: ast.Module

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Return name of what is called (the last part of a dotted one) and the call."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield name_of(node.func), node

    def imports(self) -> Iterator[tuple[str, int]]:
        """Return every module named in an import, with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)

    def at(self, node: ast.AST) -> str:
        """Return where a node stands."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


def name_of(node: ast.expr) -> str:
    """Return the last part of a name or attribute, empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@cache
def sources(*tops: str) -> tuple[Source, ...]:
    """Return the Python files below the given folders."""
    files = sorted(file for top in tops for file in (ROOT / top).rglob("*.py") if not _NOT_OURS & set(file.parts))
    texts = ((file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files)
    return tuple(Source(name, text, ast.parse(text)) for name, text in texts)


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Return name and content of every text file that belongs to the repository."""
    tops = [ROOT / top for top in (*FLOORS, "tests", "docs", ".ci")]
    files = [file for top in tops for file in top.rglob("*")] + list(ROOT.iterdir())
    ours = [file for file in files if file.is_file() and file.suffix in _TEXTS and not _NOT_OURS & set(file.parts)]
    return tuple((file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in sorted(ours))
