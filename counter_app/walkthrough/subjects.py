"""What a scenario is about, for everybody who shows several: the chooser of lessons, the manual, the overview of a run.

The files name requirements, not subjects: the most telling requirement of a scenario decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.i18n import _
from counter_app.walkthrough.scenario import Scenario

ISSUING, LIFE, CHANNELS, SERVICES = "issuing", "life-of-the-pin", "channels", "services"
BODIES, TIME, END, OTHERS, DELEGATION, DESK = "bodies", "time", "end-of-the-pin", "others", "delegation", "desk"

_DECIDING = (
    (("M20", "M21"), DELEGATION),
    (("M13", "M14", "M15"), BODIES),
    (("M18", "M19"), OTHERS),
    (("M07", "M08", "M09"), LIFE),
    (("M05",), CHANNELS),
    (("M22",), TIME),
    (("M16", "M17"), END),
    (("M02", "M03"), ISSUING),
    (("M04", "M11", "M12"), SERVICES),
    (("M06", "M10"), LIFE),
)
"""The first of these that a scenario shows says what it is about: rare ones first, those of nearly every visit last.

Whoever comes to convert a PIN is identified too, and every PIN that is issued has a length and an expiry. M22, the law
as data, decides before the single norms: its lessons are about the day, whatever is refused or allowed on it.
"""


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What several scenarios are about; sorted, subjects stand in the order in which somebody new learns them."""

    order: int
    id: str
    title: str
    """In the language in force."""


def subjects() -> tuple[Subject, ...]:
    """Return every subject, in the order of learning."""
    titles = {
        ISSUING: _("Identifying and issuing"),
        LIFE: _("Recovery, conversion, renewal"),
        CHANNELS: _("The other channels"),
        SERVICES: _("Kinds of PIN and services"),
        BODIES: _("Public bodies and ex-INPDAP accounts"),
        TIME: _("The norms over time"),
        END: _("The end of the PIN"),
        OTHERS: _("To SPID, CIE and CNS"),
        DELEGATION: _("Delegation"),
        DESK: _("The desk itself"),
    }
    return tuple(Subject(order, name, title) for order, (name, title) in enumerate(titles.items(), start=1))


def subject_of(scenario: Scenario) -> Subject:
    """Return what a scenario is about."""
    shown = set(scenario.requirements)
    name = next((name for requirements, name in _DECIDING if shown.intersection(requirements)), DESK)
    return next(subject for subject in subjects() if subject.id == name)


def by_subject(scenarios: Iterable[Scenario]) -> dict[Subject, list[Scenario]]:
    """Return the scenarios under their subjects, both in the order of learning; subjects without one are left out.

    In a subject the days follow each other; of one day, what begins at the login comes first, then the short before
    the long.
    """
    found: dict[Subject, list[Scenario]] = {}
    for scenario in sorted(scenarios, key=lambda one: (one.on, bool(one.operator), len(one.steps), one.name)):
        found.setdefault(subject_of(scenario), []).append(scenario)
    return dict(sorted(found.items()))
