"""Spares a run work that is the same for every test and that no test is about: style sheets and old objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import textual
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

PATCHED_TEXTUAL = "8.2.8"
"""What is patched in the tests is private: look at it again before another version is named here."""


def share_style_sheets() -> None:
    """Let all applications of this process share what style sheets were parsed to, under the same variables."""
    if textual.__version__ != PATCHED_TEXTUAL:
        return
    parse = Stylesheet._parse_rules
    known: dict[tuple[Any, ...], list[RuleSet]] = {}

    def parse_once(self: Stylesheet, css: str, read_from: Any, *options: Any, **named: Any) -> list[RuleSet]:
        key = (frozenset(self._variables.items()), css, read_from, options, frozenset(named.items()))
        if key not in known:
            known[key] = parse(self, css, read_from, *options, **named)
        return known[key]

    Stylesheet._parse_rules = parse_once  # type: ignore[method-assign]
    # the same identity, without a call of Python for each of some hundred rules of each widget
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


@contextmanager
def painted_when_looked_at() -> Iterator[None]:
    """Paint a screen when it is looked at, not in between: nothing reads what goes to a terminal that is not there."""

    def forget(self: Screen[Any]) -> None:
        self._dirty_widgets.clear()
        self._compositor._dirty_regions.clear()

    if textual.__version__ == PATCHED_TEXTUAL:
        with patch.object(Screen, "_compositor_refresh", forget):
            yield
    else:
        yield


def leave_old_objects_alone() -> None:
    """Do not look for garbage, again and again, among the modules and tests that stay until the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
