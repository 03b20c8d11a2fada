"""Checks the names a scenario uses of the screens: what `walkthrough ids` does not list cannot be played."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from counter_app import launch
from counter_app.i18n import _
from counter_app.walkthrough import ids
from counter_app.walkthrough.reading import Problem
from counter_app.walkthrough.scenario import Fill, Scenario, placeholders
from counter_app.walkthrough.worlds import SUFFIX

TEXT = "text"
"""Kind of a field that is only read."""


def unknown_names(scenario: Scenario) -> list[Problem]:
    """Return what a scenario names that no screen and no use case knows: screens, fields, options, register events."""
    screens = [step for screen in launch.describe_screens()["screens"] for step in screen["steps"]]
    places: dict[str, list[str]] = {}
    for step in screens:
        places.setdefault(step["screen"], []).extend(field["id"] for field in step["fields"])
    fields = {field["id"]: field for step in screens for field in step["fields"]}
    events = ids.register_events()
    file = f"{scenario.name}{SUFFIX}"
    problems = []
    for step in scenario.steps:
        place = _("step {number}").format(number=step.number)
        here = places.get(step.expect.screen) if step.expect.screen else None
        named = (
            ("expect.screen", step.expect.screen, places),
            ("expect.focus", step.expect.focus, here if here is not None else fields),
            ("expect.register", step.expect.register, events),
        )
        found = [(key, _unknown(name, known)) for key, name, known in named if name and name not in known]
        found += [problem for fill in step.fills for problem in _filled(fill, fields)]
        problems += [Problem(file, place, key, message) for key, message in found]
    return problems


def _filled(fill: Fill, fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if fill.field not in fields:
        yield "fill.field", _unknown(fill.field, fields)
        return
    known = fields[fill.field]
    options = known.get("options", ())
    further = known.get("further", "")
    if known["widget"] == TEXT:
        yield "fill.field", _("{field} cannot be filled in").format(field=fill.field)
    if (
        options
        and not placeholders(fill.text)
        and fill.text not in options
        and not (further and fill.text.startswith(further))
    ):
        message = _("{name} is no option of {field}; there are: {options}")
        yield "fill.text", message.format(name=fill.text, field=fill.field, options=", ".join(options))


def _unknown(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return _("there is no {name}; is {near} meant?").format(name=name, near=near[0])
    return _("there is no {name}; sportello walkthrough ids lists what there is").format(name=name)
