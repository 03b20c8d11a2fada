"""Makes the steps of a scenario from what was seen of the desks around each key.

What only edits a field is not kept as keys: the difference of the field becomes a fill. All other keys are kept. In a
step fills come before keys, as the player plays it, so that a fill after a key begins a step; a key that led to another
screen, to the register or to paper ends one. Going from field to field is kept only where a key follows that works on
the field: a fill goes to its field by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from counter_app.walkthrough.recorder.discretion import Discretion
from counter_app.walkthrough.recorder.observing import FieldKind, FieldSeen, KeySeen, PaperSeen, Seen
from counter_app.walkthrough.scenario import PersonExpectation
from counter_app.walkthrough.worlds import Texts, World

DATE_DIALOG = "date"
"""Id of the dialog that asks for the business date."""

_IN_ORDER = ("date", "advance", "printer", "restart")
"""What a player does first in a step (interfaces.md, scenario files)."""

_ON = KeySeen("tab", shown=Texts("Tab", "Tab"))
_BACK = KeySeen("shift+tab", shown=Texts("Shift+Tab", "Shift+Tab"))


@dataclass
class Draft:
    """A step while it is recorded."""

    number: int
    desk: str
    date: date | None = None
    advance: timedelta | None = None
    printer: str = ""
    restart: bool = False
    scan: str = field(default="", repr=False)
    fills: list[FieldSeen] = field(default_factory=list)
    keys: list[KeySeen] = field(default_factory=list)
    explain: str = ""
    screen: str = ""
    focus: str = ""
    refused: str = ""
    person: PersonExpectation | None = None
    events: list[str] = field(default_factory=list)
    papers: list[PaperSeen] = field(default_factory=list)
    ended: bool = False
    """What comes next is another step."""
    quits: bool = False
    """It asks to close the program."""

    waits: bool = False
    """The world itself changed, and what came of it has not been seen yet."""


class Recording:
    """Listens to one desk, or several of an office, and keeps the steps.

    Args:
        world: the training world it happens in.
    """

    def __init__(self, world: World) -> None:
        self.discretion = Discretion(world)
        self.steps: list[Draft] = []
        """The last of them may still grow."""
        self._last: dict[str, Seen] = {}
        self._walked: list[KeySeen] = []
        """Keys that went from field to field, not kept yet."""
        self._place = ""
        """Where the focus was when something was kept for the last time."""
        self._dating: Seen | None = None
        """The desk when the dialog of the business date opened; None while it is closed."""
        self._scanned = ""

    @property
    def finished(self) -> int:
        """How many steps have come to their end."""
        return len(self.steps) - (not self.steps[-1].ended if self.steps else 0)

    # --- what is seen ------------------------------------------------------------------------------------------------

    def noticed(self, desk: str, seen: Seen) -> None:
        """Take a look at a desk at which no key was pressed since the last look.

        What came late of the last step belongs to it. A field that is different was filled by other means than keys.
        """
        before = self._last.get(desk)
        self._last[desk] = seen
        if self._dating is not None:
            return
        step = self.steps[-1] if self.steps and self.steps[-1].desk == desk else None
        waited = step is not None and step.waits
        if step is not None:
            self._came_late(step, before, seen)
        if before is None or waited or seen.screen != before.screen:
            self._walked = []
            return
        for now in seen.fields:
            then = before.named(now.id)
            if then is not None and then.value != now.value and now.kind is not FieldKind.LIST:
                self._fill(desk, now, seen)
        if seen.place != before.place:
            self._walked += _tabs(before, seen)

    def _came_late(self, step: Draft, before: Seen | None, seen: Seen) -> None:
        elsewhere = before is not None and seen.screen != before.screen
        if step.waits or elsewhere:
            # where the focus is now may be somebody else's doing already
            step.screen, step.focus, step.refused = seen.screen, "", seen.refused
            step.ended, step.waits = step.ended or elsewhere, False
        self._counted(step, seen)

    def typed(self, desk: str, key: KeySeen, before: Seen, after: Seen, filled: FieldSeen | None) -> None:
        """Take a key and what it did.

        Args:
            desk: name of the desk.
            key: what was typed.
            before: the desk before it, already looked at by `noticed`.
            after: the desk after it.
            filled: the field it was typed into as it stands now, wherever that is; None where there is none any more.
        """
        self._last[desk] = after
        if not (self._asks_for_date(desk, key, before, after) or self._scans(desk, key, before, after)):
            self._kept(desk, key, before, after, filled)
        if self.steps:
            self._counted(self.steps[-1], after)

    def _kept(self, desk: str, key: KeySeen, before: Seen, after: Seen, filled: FieldSeen | None) -> None:
        chosen = _chosen(key, before, after)
        if key.inner:
            self._edited(desk, key, before, after, filled)
        elif chosen:
            for one in chosen:
                self._fill(desk, one, after)
        elif _only_walks(key, before, after):
            self._walked.append(key)
        else:
            self._press(desk, key, before, after)

    def _edited(self, desk: str, key: KeySeen, before: Seen, after: Seen, filled: FieldSeen | None) -> None:
        """Take a key the field in focus had for itself."""
        then = before.in_focus
        changed = filled if filled is not None and then is not None and filled.value != then.value else None
        elsewhere = _elsewhere(before, after)
        if changed is not None and not changed.momentary:
            self._fill(desk, changed, after)
        if then is not None and then.kind is FieldKind.SELECT:
            return  # where the focus goes after a choice, it goes after a fill too
        if elsewhere or (changed is not None and changed.momentary):
            self._press(desk, key, before, after)
        elif after.place != before.place:
            self._walked.append(key)

    def _asks_for_date(self, desk: str, key: KeySeen, before: Seen, after: Seen) -> bool:
        """Whether the key belongs to the dialog of the business date: only the date it leads to is kept."""
        if self._dating is None:
            if not (key.moves_date and after.screen == DATE_DIALOG):
                return False
            self._dating = before
            return True
        if DATE_DIALOG not in after.stack:
            if after.today != self._dating.today:
                step = self.changed(desk, date=after.today)
                self._result(step, after)
                step.ended = _elsewhere(self._dating, after)
            self._dating = None
        return True

    def _scans(self, desk: str, key: KeySeen, before: Seen, after: Seen) -> bool:
        """Whether the key is one of those a card reader types; they are kept as one burst."""
        if after.scanning:
            self._scanned += key.char
            return True
        if not before.scanning:
            return False
        step = self._new(desk)
        step.scan, self._scanned, self._walked = f"{self._scanned}\n", "", []
        self._result(step, after)
        return True

    # --- what is kept ------------------------------------------------------------------------------------------------

    def changed(self, desk: str, **what: Any) -> Draft:
        """Take a change of the world: with the one before it, where a player makes both at once, or in a new step.

        Args:
            desk: where.
            what: one of `date`, `advance`, `printer`, `restart`, as a scenario's step has it.
        """
        last = self.steps[-1] if self.steps else None
        joins = last is not None and last.waits and last.desk == desk and _comes_before(last, *what)
        step = last if last is not None and joins else self._new(desk)
        step.waits = True
        for name, value in what.items():
            setattr(step, name, value)
        if step.restart:
            self._last.pop(desk, None)
            self._dating, self._scanned, self._walked = None, "", []
        return step

    def _fill(self, desk: str, filled: FieldSeen, seen: Seen) -> None:
        step = self._going_on(desk, before_keys=True)
        if step.fills and step.fills[-1].id == filled.id:
            step.fills.pop()
        step.fills.append(filled)
        self._walked = []
        self._result(step, seen)

    def _press(self, desk: str, key: KeySeen, before: Seen, after: Seen) -> None:
        if key.quits:
            self._end()
        step = self._going_on(desk)
        walked, self._walked = self._walked, []
        step.keys += [*(walked if before.place != self._place else ()), key]
        if after.norm and not before.norm:
            step.explain = after.norm
        self._result(step, after)
        step.quits = key.quits
        step.ended = key.quits or _elsewhere(before, after) or before.chain != after.chain

    def _result(self, step: Draft, seen: Seen) -> None:
        """Note how things stand after something was done."""
        step.screen, step.focus, step.refused = seen.screen, seen.focus, seen.refused
        step.waits, self._place = False, seen.place

    def _counted(self, step: Draft, seen: Seen) -> None:
        step.events += seen.events
        step.papers += seen.papers
        step.person = seen.person or step.person
        for paper in seen.papers:
            self.discretion.printed(paper, step.number)
        step.ended = step.ended or bool(seen.events or seen.papers)

    def _going_on(self, desk: str, *, before_keys: bool = False) -> Draft:
        """Return the step to go on with; a new one where the last has ended or holds keys before which nothing goes."""
        step = self.steps[-1] if self.steps else None
        if step is None or step.ended or step.desk != desk or (before_keys and step.keys):
            return self._new(desk)
        return step

    def _new(self, desk: str) -> Draft:
        self._end()
        self.steps.append(Draft(len(self.steps) + 1, desk))
        return self.steps[-1]

    def _end(self) -> None:
        if self.steps:
            self.steps[-1].ended = True

    def end(self) -> None:
        """The program has ended: what closed it is no part of the lesson."""
        self._end()
        if self.steps and self.steps[-1].quits:
            self.steps.pop()


def _comes_before(step: Draft, act: str) -> bool:
    """Whether a player does everything a step holds before another act."""
    return not any(getattr(step, later) for later in _IN_ORDER[_IN_ORDER.index(act) :])


def _elsewhere(before: Seen, after: Seen) -> bool:
    """Whether something came of a key beside the fields and the focus."""
    return after.screen != before.screen or bool(after.events or after.papers)


def _chosen(key: KeySeen, before: Seen, after: Seen) -> list[FieldSeen]:
    """Return the text fields a numbered choice filled in and went to; none where it did anything else."""
    if not key.choice or _elsewhere(before, after):
        return []
    changed = [one for one in after.fields if (then := before.named(one.id)) is not None and then.value != one.value]
    texts = all(one.kind in (FieldKind.TEXT, FieldKind.PASSWORD) for one in changed)
    return changed if changed and texts and changed[-1].id == after.field else []


def _only_walks(key: KeySeen, before: Seen, after: Seen) -> bool:
    """Whether a key did nothing but go to another field; Enter, that it went forward."""
    if not key.walks or _elsewhere(before, after) or not before.looks_like(after):
        return False
    chain, here, there = before.chain, before.place, after.place
    if here == there or here not in chain or there not in chain:
        return False
    return key.key != "enter" or chain.index(there) == chain.index(here) + 1


def _tabs(before: Seen, after: Seen) -> list[KeySeen]:
    """Return the keys that go where the focus went by other means."""
    if before.place not in before.chain or after.place not in before.chain:
        return []
    steps = (before.chain.index(after.place) - before.chain.index(before.place)) % len(before.chain)
    back = len(before.chain) - steps
    return [_BACK] * back if back < steps else [_ON] * steps
