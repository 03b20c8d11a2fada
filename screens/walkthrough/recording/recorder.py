"""The recorder at work: it looks on at every desk of a stage, and notes what is done to the world beside the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from counter_app.walkthrough import paper
from counter_app.walkthrough.recorder.observing import FieldSeen, KeySeen, PaperSeen, Seen
from counter_app.walkthrough.recorder.recording import Recording
from counter_app.walkthrough.scenario import NO_PIN, READ_WHAT, PersonExpectation, PinExpectation
from counter_app.walkthrough.worlds import World
from screens.covered import CoveredApp
from screens.walkthrough.expectations import document_kind, screen_id
from screens.walkthrough.recording import watching
from screens.walkthrough.settling import DeskApp
from screens.walkthrough.stages import Stage
from screens.walkthrough.ushering import Typed, Usher

LOGIN = "login"
CONCERNS_A_PIN = ("pin.", "envelope.")
"""Beginnings of the register events after which a person's PIN may be another one."""


class RecordedStage:
    """A stage whose desks are recorded.

    Args:
        stage: the stage itself.
        world: what was built on it.
        finished: called each time another step has come to its end, off the loop.
    """

    def __init__(self, stage: Stage, world: World, finished: Callable[[], None] | None = None) -> None:
        self.recording = Recording(world)
        self._stage = stage
        self._codes = frozenset(person.fiscal_code for person in world.everybody)
        self._finished = finished
        self._onlookers: dict[str, DeskOnlooker] = {}
        self._newest = stage.first_desk

    def open_app(self, desk: str) -> DeskApp:
        """Return a new application at a desk, with the recorder at its door."""
        app = self._stage.open_app(desk)
        assert isinstance(app, CoveredApp)  # noqa: S101 - a stage of a world opens no other
        app.recording = True
        if desk in self._onlookers:
            self.recording.changed(desk, restart=True)
        self._newest = desk
        self._onlookers[desk] = DeskOnlooker(self._stage, desk, app, self._codes, self.recording, self._finished)
        Usher(app, self._onlookers[desk])
        return app

    def login(self, username: str) -> Mapping[str, str]:
        """Return what logs a ready account in; that is no part of the recording."""
        self._onlookers[self._newest].wait_for_login()
        return self._stage.login(username)

    def look(self, app: DeskApp) -> None:
        """Look at a desk now, when nothing more will be typed there."""
        for onlooker in self._onlookers.values():
            if onlooker.app is app:
                onlooker.look()

    # --- what is done to the world -----------------------------------------------------------------------------------

    def move_to(self, day: date) -> None:
        """Move the business date."""
        self._stage.move_to(day)
        self.recording.changed(self._here, date=day)

    def advance(self, by: timedelta) -> bool:
        """Let time pass; return whether another business date has begun."""
        self.recording.changed(self._here, advance=by)
        return self._stage.advance(by)

    def set_printer(self, desk: str, state: str) -> None:
        """Put a desk's printer into a state."""
        self._stage.set_printer(desk, state)
        self.recording.changed(desk, printer=state)

    @property
    def _here(self) -> str:
        return self.recording.steps[-1].desk if self.recording.steps else self._stage.first_desk

    # --- the rest of a stage -----------------------------------------------------------------------------------------

    @property
    def first_desk(self) -> str:
        """Name of the desk a scenario begins at."""
        return self._stage.first_desk

    def read_paper(self, desk: str, source: str, what: str) -> str:
        """Return what stands on the newest paper of a kind."""
        return self._stage.read_paper(desk, source, what)

    def prints(self, desk: str) -> tuple[Path, ...]:
        """Return everything printed at a desk so far."""
        return self._stage.prints(desk)

    def mark(self, desk: str) -> int:
        """Return where a desk's register stands."""
        return self._stage.mark(desk)

    def events_since(self, desk: str, mark: int) -> tuple[str, ...]:
        """Return a desk's register events after a mark."""
        return self._stage.events_since(desk, mark)

    def person_state(self, fiscal_code: str) -> Mapping[str, Any]:
        """Return what the archive holds of a person."""
        return self._stage.person_state(fiscal_code)


class DeskOnlooker:
    """Looks on at one desk.

    Args:
        stage: where register, paper and archive are looked at.
        desk: name of the desk.
        app: its application.
        codes: fiscal codes of the world's people.
        recording: what is told of it.
        finished: as `RecordedStage`.
    """

    def __init__(
        self,
        stage: Stage,
        desk: str,
        app: CoveredApp,
        codes: frozenset[str],
        recording: Recording,
        finished: Callable[[], None] | None,
    ) -> None:
        self.app = app
        self._stage = stage
        self._desk = desk
        self._codes = codes
        self._recording = recording
        self._finished = finished
        self._mark: int | None = None
        self._prints = len(stage.prints(desk))
        self._asleep = False
        self._before: tuple[KeySeen, Seen] | None = None

    def wait_for_login(self) -> None:
        """Look away until somebody is logged in."""
        self._asleep = True

    def look(self) -> None:
        """Look at the desk as it stands."""
        if not self._sleeps():
            self._recording.noticed(self._desk, self._with_facts(watching.seen(self.app), watching.person_at(self.app)))

    async def before(self, typed: Typed) -> bool:
        """Look before a key works."""
        self._before = None
        if not self._sleeps():
            seen = await self._seen()
            self._recording.noticed(self._desk, seen)
            self._before = watching.key_seen(self.app, typed), seen
            self._field = watching.field_of(self.app)
        return True

    async def after(self, typed: Typed) -> None:
        """Look at what it did, unless it ended the program."""
        del typed
        if self._before is None or self.app.leaving:
            return
        steps = self._recording.finished
        self._recording.typed(self._desk, *self._before, await self._seen(), self._filled())
        if self._finished is not None and self._recording.finished != steps:
            await asyncio.to_thread(self._finished)

    def _filled(self) -> FieldSeen | None:
        """Return the field the key was typed into, also where another screen covers it."""
        field = self._field
        return watching.field_seen(field) if field is not None and field.is_attached else None

    def _sleeps(self) -> bool:
        self._asleep = self._asleep and screen_id(self.app) == LOGIN
        return self._asleep

    async def _seen(self) -> Seen:
        seen, code = watching.seen(self.app), watching.person_at(self.app)
        return await asyncio.to_thread(self._with_facts, seen, code)

    def _with_facts(self, seen: Seen, code: str) -> Seen:
        """Add what stands in the register, the tray and the archive since the last look."""
        events = self._new_events()
        papers = self._new_papers()
        concerned = code in self._codes and any(event.startswith(CONCERNS_A_PIN) for event in events)
        return replace(seen, events=events, papers=papers, person=self._person(code) if concerned else None)

    def _new_events(self) -> tuple[str, ...]:
        if self.app.counter is None:
            return ()
        before, self._mark = self._mark, self._stage.mark(self._desk)
        return self._stage.events_since(self._desk, before) if before not in (None, self._mark) else ()

    def _new_papers(self) -> tuple[PaperSeen, ...]:
        sheets = self._stage.prints(self._desk)
        new, self._prints = sheets[self._prints :], len(sheets)
        return tuple(
            PaperSeen(document_kind(sheet), tuple((what, paper.read(sheet, what)) for what in READ_WHAT))
            for sheet in new
        )

    def _person(self, code: str) -> PersonExpectation:
        pin = self._stage.person_state(code).get("pin", NO_PIN)
        if not isinstance(pin, Mapping):
            return PersonExpectation(code, None)
        until = pin.get("expires_on")
        return PersonExpectation(
            code,
            PinExpectation(pin.get("kind"), pin.get("state"), pin.get("length"), until and date.fromisoformat(until)),
        )
