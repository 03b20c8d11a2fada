"""Checks of a scenario that need more than its file: the world it plays in, the norms it names, what can be played."""

from __future__ import annotations

from collections.abc import Iterator

from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.paper import SECRET
from counter_app.walkthrough.reading import Problem, ScenarioError
from counter_app.walkthrough.scenario import PLAYABLE_MODES, PLAYABLE_SOURCES, Expectation, Scenario, Step
from counter_app.walkthrough.worlds import SUFFIX, World, load_world, with_additions
from data.vocabulary import PrintedKind


def checked_world(scenario: Scenario) -> World:
    """Return the world a scenario plays in, its own additions included.

    Raises:
        ScenarioError: with everything the scenario names that is not there, and every key that cannot be played yet.
    """
    file = f"{scenario.name}{SUFFIX}"
    try:
        world = with_additions(load_world(scenario.world), scenario.people, scenario.operators, legacy=scenario.legacy)
    except ScenarioError:
        raise
    except BadInputError as error:
        raise ScenarioError([Problem(file, "", "world", error.message)]) from error
    problems = [
        Problem(file, place, key, message)
        for place, key, message in (*_names(scenario, world), *_not_playable(scenario))
    ]
    if problems:
        raise ScenarioError(problems)
    return world


def doubts(scenario: Scenario) -> list[Problem]:
    """Return what plays, but hardly as it was meant."""
    file = f"{scenario.name}{SUFFIX}"
    found = []
    if scenario.known_on is not None and scenario.known_on > scenario.on:
        message = _("it lies after on: acts that are not published yet count as known")
        found.append(Problem(file, "", "known_on", message))
    today = scenario.on
    for step in scenario.steps:
        place = _("step {number}").format(number=step.number)
        if step.date is not None and step.date < today:
            message = _("it lies before the date so far ({day})").format(day=show_date(today))
            found.append(Problem(file, place, "date", message))
        today = step.date or today
        if (step.press or step.fills or step.scan) and step.expect == Expectation():
            message = _("it is missing: whatever comes of this step, it passes")
            found.append(Problem(file, place, "expect", message))
    return found


def _names(scenario: Scenario, world: World) -> Iterator[tuple[str, str, str]]:
    if scenario.operator and world.operator(scenario.operator) is None:
        known = ", ".join(operator.username for operator in world.operators)
        yield "", "operator", _("the world has no such account; it has: {known}").format(known=known)
    catalogue = load_shipped()
    norms, first = catalogue.norms, catalogue.first_day
    early = _("the norms begin on {day}").format(day=show_date(first))
    if scenario.on < first:
        yield "", "on", early
    for step in scenario.steps:
        place = _("step {number}").format(number=step.number)
        if step.date is not None and step.date < first:
            yield place, "date", early
        if step.desk and step.desk not in world.desks:
            message = _("the world has no such desk; it has: {known}").format(known=", ".join(world.desks))
            yield place, "desk", message
        for key, norm in (("explain", step.explain), ("expect.refused", step.expect.refused)):
            if norm and norm not in norms:
                yield place, key, _("there is no norm {norm}").format(norm=norm)


def _not_playable(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    later = _("this version cannot play it yet")
    if scenario.mode not in PLAYABLE_MODES:
        yield "", "mode", later
    if scenario.legacy:
        yield "", "legacy", later
    for step in scenario.steps:
        place = _("step {number}").format(number=step.number)
        if not _readable(step):
            yield place, "read.from", later
        elif step.read and step.read.what == SECRET and step.read.source != PrintedKind.PIN_ENVELOPE:
            yield place, "read.what", _("a secret stands in the envelope alone")


def _readable(step: Step) -> bool:
    return step.read is None or step.read.source in PLAYABLE_SOURCES
