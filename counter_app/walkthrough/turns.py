"""Right and wrong turns: what a trainee did, held against what the step of the lesson asks (M26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from counter_app.walkthrough.scenario import Scenario, Step
from counter_app.walkthrough.sighting import Sight, plain, reached

SIDE_SCREENS = frozenset(
    {"help", "norm", "calendar", "date", "find", "error", "locked", "lesson-pause", "lesson-grade", "--command-palette"}
)
"""Screens one may look at on any step: they ask for nothing and change nothing of the case."""

HARMLESS_EVENTS = ("operator.logged-", "desk.", "visit.opened", "request-form.", "receipt.", "refusal-slip.")
"""Register events that leave a case as it was."""

REFUSED_EVENT = ".refused"
"""Ending of the events that a refusal on the screen tells already."""


class Turn(StrEnum):
    """A kind of wrong turn."""

    SCREEN = "screen"
    """A screen the step does not lead to."""
    VALUE = "value"
    """A code, a date or a choice other than the case's."""
    FIELD = "field"
    """A field that says it cannot take what was typed."""
    ACT = "act"
    """Something was recorded that the lesson does not ask for here."""
    REFUSED = "refused"
    """A rule refused something the lesson does not have refused here."""


@dataclass(frozen=True, slots=True)
class WrongTurn:
    """One wrong turn, counted once in a step.

    Attributes:
        kind: which kind.
        what: id of the screen or field, register event or norm.
        wanted: what the case says, for a value.
    """

    kind: Turn
    what: str
    wanted: str = ""


class Path:
    """The way through one step: where it begins, where it leads, and what was counted against it so far.

    Args:
        scenario: the lesson.
        step: the step.
        start: what could be seen when it began.
        read: what earlier steps read off paper, by name.
    """

    def __init__(self, scenario: Scenario, step: Step, start: Sight, read: Mapping[str, str]) -> None:
        self._step = step
        self._start = start.screen
        self._read = read
        self._there_already = reached(step.expect, start, read)
        following = scenario.steps[step.number : step.number + 1]
        self._next = next((each for each in following if not reached(each.expect, start, read)), None)
        self._asked = {each.expect.register for each in scenario.steps if each.expect.register}
        self._fills = {fill.field: fill.text for fill in step.fills}
        self._counted: set[WrongTurn] = set()
        self._last: dict[str, str] = {}

    @property
    def start(self) -> str:
        """The screen the step begins on."""
        return self._start

    def done(self, sight: Sight) -> bool:
        """Return whether the step is done: its result stands, and where it stood before, the step's own acts too."""
        self.note_values(sight.values)
        if any(self._differing(self._last)):
            return False
        if reached(self._step.expect, sight, self._read):
            return not self._there_already or keys_pressed(self._step.press, sight.pressed)
        return self._passed_by(sight)

    def note_values(self, values: Mapping[str, str]) -> None:
        """Remember what was put into fields: a screen that is left takes its fields along, not what came of them.

        Args:
            values: field id -> what stands in it; an empty field says nothing.
        """
        self._last |= {name: value for name, value in values.items() if value}

    def _passed_by(self, sight: Sight) -> bool:
        """Whether somebody quick is where the next step leads, and left behind what this one was to leave."""
        facts = replace(self._step.expect, screen="", focus="", shows=(), hides=(), refused="")
        return (
            self._next is not None
            and self._next.expect.screen != ""
            and reached(facts, sight, self._read)
            and reached(self._next.expect, sight, self._read)
        )

    def wrong_turns(self, sight: Sight) -> tuple[WrongTurn, ...]:
        """Return what is wrong at this moment, whether it was counted already or not."""
        self.note_values(sight.values)
        found = (
            *self._refusals(sight),
            *self._strays(sight),
            *(WrongTurn(Turn.VALUE, name, self._fills[name]) for name in self._differing(self._last)),
            *(WrongTurn(Turn.FIELD, name) for name in sight.complaints),
            *(WrongTurn(Turn.ACT, event) for event in self._unasked(sight)),
        )
        return tuple(dict.fromkeys(found))

    def count(self, turns: Iterable[WrongTurn]) -> tuple[WrongTurn, ...]:
        """Return those of the wrong turns that were not counted in this step yet; from now on they are."""
        new = tuple(turn for turn in turns if turn not in self._counted)
        self._counted.update(new)
        return new

    def _refusals(self, sight: Sight) -> Iterable[WrongTurn]:
        wanted = self._step.expect.refused
        if sight.refused and wanted not in sight.refused and sight.screen != self._start:
            yield WrongTurn(Turn.REFUSED, sight.refused[0])

    def _strays(self, sight: Sight) -> Iterable[WrongTurn]:
        on_its_way = tuple(sight.pressed) == self._step.press[: len(sight.pressed)]
        if sight.screen in SIDE_SCREENS or sight.refused or on_its_way:
            return
        # somebody who goes back a step in a wizard, or down from a sheet, is looking again, not astray
        near = {_whole(name) for name in (self._start, self._step.expect.screen) if name}
        if near and _whole(sight.screen) not in near:
            yield WrongTurn(Turn.SCREEN, sight.screen)

    def _differing(self, values: Mapping[str, str]) -> Iterable[str]:
        for name, text in self._fills.items():
            found = values.get(name, "")
            if found and "${" not in text and plain(found) != plain(text):
                yield name

    def _unasked(self, sight: Sight) -> Iterable[str]:
        for event in sight.events:
            if event not in self._asked and not event.startswith(HARMLESS_EVENTS) and not event.endswith(REFUSED_EVENT):
                yield event


def keys_pressed(wanted: Sequence[str], pressed: Sequence[str]) -> bool:
    """Return whether the keys of a step were pressed, in order; others may stand between them."""
    rest = iter(pressed)
    return all(key in rest for key in wanted)


def _whole(screen: str) -> str:
    return screen.partition("/")[0]
