"""Checks of a scenario that need more than its file: the world it plays in, the norms it names, what can be played."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from counter_app.desk import people
from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from counter_app.identity import fiscal_code
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.building import new_person
from counter_app.walkthrough.paper import CODE, SECRET
from counter_app.walkthrough.reading import Problem, ScenarioError
from counter_app.walkthrough.scenario import PLAYABLE_MODES, PLAYABLE_SOURCES, Expectation, Scenario, Step
from counter_app.walkthrough.worlds import SUFFIX, World, load_world, with_additions
from data.vocabulary import PrintedKind

ADDRESS_LINES = 3
"""So many lines the envelope's window shows beside the name."""


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
        for place, key, message in (*_people(scenario), *_names(scenario, world), *_not_playable(scenario))
    ]
    if problems:
        raise ScenarioError(problems)
    return world


def _people(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Yield what the archive would refuse of the people a scenario adds: the desk's own rules say so."""
    keys = {"birth-place": "birth_place_code"}
    for number, person in enumerate(scenario.people, start=1):
        place = _("people {number}").format(number=number)
        try:
            people.columns(new_person(person), fiscal_code.parse(person.fiscal_code), scenario.on)
        except BadInputError as error:
            field = error.field or ""
            key = "address" if field.startswith("address") else keys.get(field, field.replace("-", "_"))
            yield place, key, error.message
        if len(person.address) > ADDRESS_LINES:
            yield place, "address", _("at most {count} lines").format(count=ADDRESS_LINES)
        if person.deceased_on is not None and person.deceased_on < person.born:
            yield place, "deceased_on", _("it lies before the birth")


def doubts(scenario: Scenario) -> list[Problem]:
    """Return what plays, but hardly as it was meant."""
    file = f"{scenario.name}{SUFFIX}"
    found = [Problem(file, place, key, message) for place, key, message in _replaced(scenario)]
    known = {person.fiscal_code for person in (*load_world(scenario.world).people, *scenario.people)}
    known |= {fill.text.upper() for step in scenario.steps for fill in step.fills}
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
        if step.expect.person is not None and step.expect.person.fiscal_code not in known:
            message = _("nobody in the world, in [[people]] or typed in a step has this code")
            found.append(Problem(file, place, "expect.person.fiscal_code", message))
    return found


def _replaced(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Yield who takes the place of somebody the world has."""
    world = load_world(scenario.world)
    message = _("{name} takes the place of the one the world has")
    codes = {person.fiscal_code for person in world.people}
    for number, person in enumerate(scenario.people, start=1):
        if person.fiscal_code in codes:
            place = _("people {number}").format(number=number)
            yield place, "fiscal_code", message.format(name=person.fiscal_code)
    for number, account in enumerate(scenario.operators, start=1):
        if world.operator(account.username) is not None:
            place = _("operators {number}").format(number=number)
            yield place, "username", message.format(name=account.username)


def _names(scenario: Scenario, world: World) -> Iterator[tuple[str, str, str]]:
    if scenario.operator and world.operator(scenario.operator) is None:
        known = ", ".join(operator.username for operator in world.operators)
        yield "", "operator", _("the world has no such account; it has: {known}").format(known=known)
    catalogue = load_shipped()
    norms, first = catalogue.norms, catalogue.first_day
    early = _("the norms begin on {day}").format(day=show_date(first))
    if scenario.on < first:
        yield "", "on", early
    if scenario.known_on is not None and scenario.known_on < first:
        yield "", "known_on", early
    for step in scenario.steps:
        place = _("step {number}").format(number=step.number)
        if step.date is not None and step.date < first:
            yield place, "date", early
        if step.desk and step.desk not in world.desks:
            message = _("the world has no such desk; it has: {known}").format(known=", ".join(world.desks))
            yield place, "desk", message
        for key, norm in (("explain", step.explain), ("expect.refused", step.expect.refused)):
            if norm and norm not in norms:
                yield place, key, _no_norm(norm, norms)


def _no_norm(name: str, norms: Collection[str]) -> str:
    near = next((norm for norm in norms if norm.startswith(name)), "")
    near = near or next(iter(difflib.get_close_matches(name, norms, n=1)), "")
    told = _("there is no norm {norm}").format(norm=name)
    return f"{told}; {_('is {near} meant?').format(near=near)}" if near else told


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
        elif step.read and step.read.what == CODE and step.read.source == PrintedKind.PIN_ENVELOPE:
            yield place, "read.what", _("an envelope has a serial and a secret, and no verification code")
        for text in set(step.expect.shows) & set(step.expect.hides):
            yield place, "expect.hides", _("{text} is to be shown too").format(text=text)


def _readable(step: Step) -> bool:
    return step.read is None or step.read.source in PLAYABLE_SOURCES
