"""Holds what a step expects against what is there, waiting five seconds at most once the desk is at rest."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from counter_app.i18n import _
from counter_app.walkthrough.scenario import NO_PIN, Expectation, PersonExpectation, PinExpectation, filled_in
from counter_app.walkthrough.sighting import pin_agrees, plain_value, wanted_of_pin
from data.vocabulary import PrintedKind
from screens.walkthrough.failures import StepFailed
from screens.walkthrough.hosts import Host
from screens.walkthrough.seeing import GAP, collapsed, seen
from screens.walkthrough.settling import PATIENCE, DeskApp, settle
from screens.walkthrough.stages import Stage

T = TypeVar("T")
SHORTEST, LONGEST = 0.005, 0.1
"""Seconds between two looks: a look costs, and what is waited for long needs the processor more."""

_SHOWN = 600
"""Characters of a screen a failure quotes."""


@dataclass(frozen=True, slots=True)
class StepStart:
    """Where things stood when a step began: only what came later counts as its doing."""

    desk: str
    register: int
    prints: int


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the expectations of one step.

    Args:
        host: the application of the step's desk.
        stage: the world.
        start: where things stood when the step began.
        values: what earlier steps read, by name.
        patience: seconds an expectation is waited for.
    """

    host: Host
    stage: Stage
    start: StepStart
    values: Mapping[str, str]
    patience: float = PATIENCE

    async def check(self, expect: Expectation) -> None:
        """Check everything a step expects, the screen first, what must be hidden last.

        Raises:
            StepFailed: on the first expectation that does not come true.
        """
        if expect.screen:
            await self._on_screen("screen", expect.screen, screen_id)
        if expect.refused:
            await self._refused(expect.refused)
        if expect.focus:
            await self._on_screen("focus", expect.focus, focused_id)
        for text in expect.shows:
            await self._shown(text, wanted=True)
        if expect.register:
            await self._registered(expect.register)
        if expect.printed:
            await self._printed(expect.printed.document, expect.printed.count)
        if expect.person:
            await self._person(expect.person)
        for text in expect.hides:
            await self._shown(text, wanted=False)

    async def _on_screen(self, what: str, wanted: str, look: Callable[[DeskApp], str]) -> None:
        found = await self._wait(lambda: self._look(look), lambda value: value == wanted)
        if found != wanted:
            norms = await self._look(refused_norms)
            why = f" (refused {', '.join(norms)})" if norms else ""
            raise StepFailed(f"{what} {wanted}", f"{what} {found or '-'}{why}")

    async def _refused(self, norm: str) -> None:
        found = await self._wait(lambda: self._look(refused_norms), lambda norms: norm in norms)
        if norm not in found:
            raise StepFailed(
                f"refused {norm}", f"refused {', '.join(found)}" if found else _("no refusal on the screen")
            )

    async def _shown(self, text: str, *, wanted: bool) -> None:
        looked_for = collapsed(filled_in(text, dict(self.values)))
        found = await self._wait(lambda: self._look(seen), lambda shown: (looked_for in shown) == wanted)
        if (looked_for in found) != wanted:
            there = _("on the screen: {words}").format(words=self._quoted(found))
            at = found.casefold().find(looked_for.casefold()) if wanted else -1
            if at >= 0:
                there = _("in other capitals: {words}").format(words=found[at : at + len(looked_for)])
            raise StepFailed(f'{"shows" if wanted else "hides"} "{text}"', there)

    def _quoted(self, found: str) -> str:
        """Return the beginning of a screen, what was read off paper replaced by its name."""
        for name, value in self.values.items():
            found = found.replace(collapsed(value), f"${{{name}}}")
        return found.partition(GAP)[0][:_SHOWN]

    async def _registered(self, event: str) -> None:
        async def newest() -> str:
            events = await asyncio.to_thread(self.stage.events_since, self.start.desk, self.start.register)
            return events[-1] if events else ""

        found = await self._wait(newest, lambda value: value == event)
        if found != event:
            raise StepFailed(f"register {event}", f"register {found}" if found else _("nothing new in the register"))

    async def _printed(self, document: str, count: int) -> None:
        async def printed() -> list[str]:
            prints = await asyncio.to_thread(self.stage.prints, self.start.desk)
            return [document_kind(path) for path in prints[self.start.prints :]]

        found = await self._wait(printed, lambda kinds: kinds.count(document) == count)
        if found.count(document) != count:
            told = ", ".join(f"{found.count(kind)} x {kind}" for kind in dict.fromkeys(found))
            kinds = f"printed {told}" if found else _("nothing was printed in this step")
            raise StepFailed(f"printed {count} x {document}", kinds)

    async def _person(self, expected: PersonExpectation) -> None:
        async def state() -> object:
            person = await asyncio.to_thread(self.stage.person_state, expected.fiscal_code)
            return person.get("pin", NO_PIN)

        found = await self._wait(state, lambda pin: pin_agrees(expected.pin, pin))
        if not pin_agrees(expected.pin, found):
            raise StepFailed(
                f"person {expected.fiscal_code} pin {_pin_words(expected.pin)}", f"pin {_found_words(found)}"
            )

    async def _look(self, look: Callable[[DeskApp], T]) -> T:
        async def now(app: DeskApp) -> T:
            await settle(app)
            return look(app)

        return await self.host.do(now)

    async def _wait(self, look: Callable[[], Awaitable[T]], good: Callable[[T], bool]) -> T:
        """Look until it is good or patience ends; return what was seen last."""
        end, pause = time.monotonic() + self.patience, SHORTEST
        while True:
            found = await look()
            if good(found) or time.monotonic() > end:
                return found
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST)


def screen_id(app: DeskApp) -> str:
    """Return the name scenarios know the current screen by."""
    return str(getattr(app.screen, "scenario_id", "") or app.screen.id or "")


def focused_id(app: DeskApp) -> str:
    """Return the id of the focused widget, "" where there is none."""
    return (app.focused.id or "") if app.focused is not None else ""


def refused_norms(app: DeskApp) -> tuple[str, ...]:
    """Return the norms the refusal on the current screen cites; () where it is none."""
    return tuple(getattr(app.screen, "refused_norms", ()))


def document_kind(path: Path) -> str:
    """Return the kind in a tray's file name: `NNN-<kind>-<number>.pdf`."""
    name = path.name[4:]
    return next((str(kind) for kind in PrintedKind if name.startswith(f"{kind}-")), name)


def _pin_words(expected: PinExpectation | None) -> str:
    return NO_PIN if expected is None else _words(wanted_of_pin(expected))


def _found_words(found: object) -> str:
    return _words(dict(found)) if isinstance(found, Mapping) else NO_PIN


def _words(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {plain_value(value)}" for name, value in values.items())
