"""The application below its actions: three stacks of screens, one of them seen, and the clock that locks the desk."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from textual import events, work
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.worker import Worker, WorkerError

from counter_app import faults
from counter_app.i18n import _
from screens.base import CaseScreen, DeskScreen

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.counter import Counter
    from counter_app.desk.views import Actor, LoginRefused
    from counter_app.settings import Settings

DESK, LOCKED, SMALL = "desk", "locked", "small"
"""Modes, each with a stack of its own: what happens at the desk goes on unseen while one of the other two covers it."""

SMALLEST = (80, 24)
SAVING = ("draft", "register", "choices")
"""Groups of workers that the end of the program waits for."""


class CoveredApp(App[int]):
    """Knows the desk's screens, covers them, and gives them back untouched.

    Args:
        settings: of this desk.
    """

    DEFAULT_MODE = DESK

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.counter: Counter | None = None
        self.actor: Actor | None = None
        self._locked = False
        self.usher: Callable[[events.Key | events.Paste], None] | None = None
        """Takes what is typed before it works, in a lesson: a coach or a recorder looks at each key."""
        self.recording = False
        """A recorder looks on: every screen says so."""
        self._last_key_at: datetime | None = None
        self._watches_line = False

    # --- the desk's stack --------------------------------------------------------------------------------------------

    @property
    def desk_screens(self) -> list[CaseScreen[Any]]:
        """The screens of the desk, the lowest first, also while the desk is covered."""
        return [screen for screen in self.get_screen_stack(DESK) if isinstance(screen, CaseScreen)]

    def showing(self, *ids: str) -> bool:
        """Whether one of these screens is on top of the desk."""
        stack = self.get_screen_stack(DESK)
        return bool(stack) and stack[-1].id in ids

    @property
    def unsaved(self) -> bool:
        """Whether a screen holds something that leaving it would lose."""
        return any(screen.unsaved for screen in self.desk_screens)

    @property
    def unsaved_words(self) -> str:
        """What leaving the screens would lose, in a few words without people's data; empty where nothing is."""
        return ", ".join(screen.UNSAVED for screen in self.desk_screens if screen.unsaved)

    def settling(self, go_on: Callable[[], object]) -> bool:
        """Return whether a screen of the desk has something settled first; see `CaseScreen.settle_first`."""
        return any(screen.settle_first(go_on) for screen in reversed(self.desk_screens))

    def leave_for(self, go_on: Callable[[], object]) -> None:
        """Go on to something else from whatever is on the desk: a draft is kept, what has none is asked about.

        An envelope still open has a question of its own.

        Args:
            go_on: what leads there.
        """
        from screens.dialogs import ConfirmDialog  # noqa: PLC0415 - the first paint does without

        if self.settling(go_on):
            return
        for screen in reversed(self.desk_screens):
            screen.keep_draft()
        if self.unsaved:
            dialog = ConfirmDialog(_("Leave without saving?"), _("leave"), self.lost_words())
            self.push_screen(dialog, lambda sure: go_on() if sure else None)
        else:
            go_on()

    def lost_words(self) -> str:
        """Return what to say before something that is not saved is left."""
        return _("What was changed here is not kept.")

    def _back_to(self, depth: int) -> None:
        for _screen in self.get_screen_stack(DESK)[depth + 1 :]:
            self.pop_screen()

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """Push on the desk's stack, also while the desk is covered: nothing opens above a lock.

        The id is taken over from a screen that is still on its way out, or lies below: a card follows a card.
        """
        kwargs.setdefault("mode", DESK)
        self._nodes._nodes_by_id.pop(getattr(screen, "id", None) or "", None)
        return super().push_screen(screen, *args, **kwargs)

    def pop_screen(self) -> AwaitComplete:
        """Pop from the desk's stack, also while the desk is covered."""
        shown, self._current_mode = self._current_mode, DESK
        try:
            return super().pop_screen()
        finally:
            self._current_mode = shown

    @property
    def leaving(self) -> bool:
        """Whether the program is about to end."""
        return self._exit or not self.is_running

    # --- covers ------------------------------------------------------------------------------------------------------

    @property
    def locked(self) -> bool:
        """The desk waits for its operator's password."""
        return self._locked

    def lock(self) -> None:
        """Blank the desk at once; what is typed stays (screens.md, principle 5). Nobody logged in: nothing to lock."""
        if self.actor is None or self._locked:
            return
        for screen in reversed(self.desk_screens):
            screen.keep_draft()
        self._locked = True
        self._cover()
        if self.counter is not None:
            self._note_in_register(self.counter, self.actor, "lock_desk")

    def unlock(self) -> None:
        """Give the desk back, as it was left."""
        self._locked = False
        self.note_activity()
        self._cover()

    async def resume(self, password: str) -> LoginRefused | None:
        """Ask whether the operator may resume; unlocks when so."""
        from counter_app.desk import operators  # noqa: PLC0415 - the first paint does without

        counter, actor = self.counter, self.actor
        assert counter is not None  # noqa: S101 - only a logged-in desk is locked
        assert actor is not None  # noqa: S101 - as above
        refused = await asyncio.to_thread(operators.resume, counter, actor, password)
        if refused is None:
            self.unlock()
        return refused

    def _cover(self) -> None:
        width, height = self.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self.switch_mode(SMALL if too_small else LOCKED if self._locked else DESK)

    def on_resize(self, event: events.Resize) -> None:
        """Cover the desk below 80 x 24; come back with the window."""
        del event
        self.call_later(self._cover)

    def watch_the_line(self) -> None:
        """Notice a cut line before anything is painted on it again.

        Writing to a terminal that is gone ends the driver's thread, and then the program waits for it for ever; the
        kernel has the driver paint anew at once (SIGCONT comes after SIGHUP), before the loop would hear of it.
        """
        loop = asyncio.get_running_loop()

        def cut(*_args: object) -> None:
            _write_nowhere()
            loop.call_soon_threadsafe(self.hang_up)

        signal.signal(signal.SIGHUP, cut)
        self._watches_line = True

    def on_unmount(self) -> None:
        """Leave the line to whoever shows something on it next."""
        if self._watches_line:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def hang_up(self) -> None:
        """The line was cut: lock, keep the drafts, and end where nobody can come back (architecture.md, rule 7)."""
        self.lock()
        if not sys.stdin.isatty():
            self.end()

    def end(self) -> None:
        """Close the program when drafts and register have what they are owed."""
        self._end([worker for worker in self.workers if worker.group in SAVING and not worker.is_finished])

    @work(group="end", description="end")
    async def _end(self, saving: Iterable[Worker[Any]]) -> None:
        for worker in saving:
            with suppress(WorkerError):
                await worker.wait()
        self.exit(0)

    @work(group="register", description="register")
    async def _note_in_register(self, counter: Counter, actor: Actor, act: Literal["logout", "lock_desk"]) -> None:
        from counter_app.desk import operators  # noqa: PLC0415 - the first paint does without

        try:
            await asyncio.to_thread(getattr(operators, act), counter, actor)
        except Exception as error:
            faults.report(error)

    # --- time --------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Hand what is typed to the usher where one stands at the door, otherwise let it work."""
        if self.usher is not None and isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self.usher(event)
        else:
            await self.let_in(event)

    async def let_in(self, event: events.Event) -> None:
        """Note that somebody is there; who comes back too late finds the desk locked, and the key is not used."""
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            event.character = None  # a terminal without the Kitty protocol sends the letter along; a chord is no text
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)) and not event.is_forwarded:
            if self._idle_too_long():
                self.lock()
                return
            self.note_activity()
        await super().on_event(event)

    def note_activity(self) -> None:
        """Begin counting idle time anew."""
        if self.counter is not None and not self._locked:
            self._last_key_at = self.counter.clock.now()

    def tick(self) -> None:
        """Look at the clock: the timer's beat, and what moves a training clock calls it too."""
        if self._idle_too_long():
            self.lock()
        for screen in self.desk_screens:
            if isinstance(screen, DeskScreen):
                screen.refresh_header()

    def _idle_too_long(self) -> bool:
        if self.actor is None or self.counter is None or self._last_key_at is None or self._locked:
            return False
        return self.counter.clock.now() - self._last_key_at >= timedelta(minutes=self.settings.idle_minutes)

    def date_moved(self) -> None:
        """Tell the screens that the business date is another one."""
        self.note_activity()
        for screen in self.desk_screens:
            screen.date_moved()
        self.tick()


def _write_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None and not stream.isatty():
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
