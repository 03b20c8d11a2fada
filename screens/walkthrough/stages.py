"""The world the player plays in, beside the screens: its desks, clock, paper, register and archive."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.desk import inspection
from counter_app.envelope.printers import TrainingPrinter, TrainingState
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.settings import Settings
from counter_app.walkthrough import paper
from counter_app.walkthrough.building import ready_operators
from counter_app.walkthrough.worlds import World
from screens.walkthrough.failures import StepFailed
from screens.walkthrough.settling import DeskApp


class Stage(Protocol):
    """One world. Calls may block: the player makes them off the loop."""

    @property
    def first_desk(self) -> str:
        """Name of the desk a scenario begins at."""
        ...

    def open_app(self, desk: str) -> DeskApp:
        """Return a new application at a desk, on the world's database as it stands."""
        ...

    def login(self, username: str) -> Mapping[str, str]:
        """Return field id -> text that logs an account in on the login screen."""
        ...

    def move_to(self, day: date) -> None:
        """Move the business date."""
        ...

    def advance(self, by: timedelta) -> bool:
        """Let time pass; return whether another business date has begun."""
        ...

    def set_printer(self, desk: str, state: str) -> None:
        """Put a desk's printer into a state: `ok`, `jam`, `stopped`, `gone`."""
        ...

    def read_paper(self, desk: str, source: str, what: str) -> str:
        """Return what stands on the newest paper of a kind (`secret`, `serial`, `code`)."""
        ...

    def prints(self, desk: str) -> tuple[Path, ...]:
        """Return everything printed at a desk so far, oldest first, as `NNN-<kind>-<number>.pdf`."""
        ...

    def mark(self, desk: str) -> int:
        """Return where a desk's register stands."""
        ...

    def events_since(self, desk: str, mark: int) -> tuple[str, ...]:
        """Return a desk's register events after a mark, oldest first, `*.viewed` left out."""
        ...

    def person_state(self, fiscal_code: str) -> Mapping[str, Any]:
        """Return what the archive holds of a person: `{"pin": "none" | {"kind", "state", ...}}`."""
        ...


def _desk_app(settings: Settings, opener: Callable[[], Counter]) -> DeskApp:
    from screens.app import SportelloApp  # noqa: PLC0415 - tests of the player's mechanics do without

    return SportelloApp(settings, opener, training=True)


class WorldStage:
    """A copy of a training world in a folder of its own.

    Args:
        world: the world, a scenario's additions included.
        folder: where `building.build_world` or a copy of its work stands.
        on: business date at the start, 09:00.
        settings: language and theme of the desks; everything else is the world's.
        known_on: acts published later are not known until the date is moved; None = the business date.
    """

    def __init__(self, world: World, folder: Path, on: date, settings: Settings, known_on: date | None = None) -> None:
        self._world = world
        self._folder = folder
        self._clock = TrainingClock(on, known_on)
        self._settings = replace(settings, state_dir=folder, database="", spool=None)
        self._counters: dict[str, Counter] = {}
        self.make_app: Callable[[Settings, Callable[[], Counter]], DeskApp] = _desk_app
        """Makes the program of a desk; a lesson's has a coach beside it."""

    @property
    def first_desk(self) -> str:
        """Name of the desk a scenario begins at."""
        return self._world.desks[0]

    def open_app(self, desk: str) -> DeskApp:
        """Return a new application at a desk; it opens the database itself, as at any start.

        Raises:
            StepFailed: when the world has no such desk.
        """
        if desk not in self._world.desks:
            raise StepFailed(f"desk {desk}", _("the world has: {known}").format(known=", ".join(self._world.desks)))
        self._close(desk)
        settings = replace(self._settings, desk=desk)

        def opener() -> Counter:
            counter = bootstrap.open_training(self._folder, settings, self._clock, ready_operators(self._world))
            self._counters[desk] = counter
            return counter

        # a colleague's desk has no coach
        return (self.make_app if desk == self.first_desk else _desk_app)(settings, opener)

    def login(self, username: str) -> Mapping[str, str]:
        """Return what logs a ready account in.

        Raises:
            StepFailed: when the world has no such account.
        """
        account = self._world.operator(username)
        if account is None:
            known = ", ".join(operator.username for operator in self._world.operators)
            raise StepFailed(f"operator {username}", _("the world has: {known}").format(known=known))
        return {"login-username": account.username, "login-password": account.password}

    def move_to(self, day: date) -> None:
        """Move the business date."""
        self._clock.move_to(day)

    def advance(self, by: timedelta) -> bool:
        """Let time pass; return whether another business date has begun."""
        before = self._clock.today()
        self._clock.advance(by)
        return self._clock.today() != before

    def set_printer(self, desk: str, state: str) -> None:
        """Put a desk's printer into a state."""
        self._printer(desk).set_state(TrainingState(state))

    def read_paper(self, desk: str, source: str, what: str) -> str:
        """Return what stands on the newest sheet of a kind.

        Raises:
            StepFailed: when there is no such sheet, or it does not say that.
        """
        sheets = [path for path in self.prints(desk) if path.name[4:].startswith(f"{source}-")]
        if not sheets:
            raise StepFailed(f"read {source}", _("none was printed at this desk"))
        found = paper.read(sheets[-1], what)
        if not found:
            raise StepFailed(f"read {what}: {source}", _("it does not stand there"))
        return found

    def prints(self, desk: str) -> tuple[Path, ...]:
        """Return everything printed at a desk so far, oldest first."""
        return tuple(sorted(self._printer(desk).tray.glob("*.pdf")))

    def mark(self, desk: str) -> int:
        """Return where a desk's register stands; 0 where the desk has not been opened."""
        return inspection.mark(self._counter, self._chain(desk)) if self._counters else 0

    def events_since(self, desk: str, mark: int) -> tuple[str, ...]:
        """Return a desk's register events after a mark."""
        return inspection.events_since(self._counter, self._chain(desk), mark)

    def person_state(self, fiscal_code: str) -> Mapping[str, Any]:
        """Return what the archive holds of a person."""
        try:
            return inspection.person_state(self._counter, fiscal_code)
        except BadInputError as error:
            raise StepFailed(f"person {fiscal_code}", _("the archive has no such person")) from error

    def close_counters(self) -> None:
        """Close the desks' databases; the world stays as it was left."""
        for desk in tuple(self._counters):
            self._close(desk)

    def close(self) -> None:
        """Close the databases and remove the world."""
        self.close_counters()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _counter(self) -> Counter:
        """Any of the open counters: they share the database."""
        return next(iter(self._counters.values()))

    def _close(self, desk: str) -> None:
        counter = self._counters.pop(desk, None)
        if counter is not None:
            counter.database.close()

    def _chain(self, desk: str) -> str:
        return f"{self._world.office.code}/{desk}"

    def _printer(self, desk: str) -> TrainingPrinter:
        return TrainingPrinter(self._folder / bootstrap.PRINTER_FOLDER / desk)
