"""One application at one desk, running beside the player; what the player does runs in the application's context."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from textual.pilot import Pilot

from counter_app.i18n import _
from screens.walkthrough.failures import StepFailed
from screens.walkthrough.settling import AT_WORK, DeskApp

T = TypeVar("T")
Act = Callable[[DeskApp], Coroutine[Any, Any, T]]


class Host:
    """Runs an application and lets others act in it.

    Args:
        app: an application that has not been run.
        size: columns and rows; None = the terminal's.
        headless: whether it runs without a terminal.
    """

    def __init__(self, app: DeskApp, size: tuple[int, int] | None, *, headless: bool = True) -> None:
        self.app = app
        self._size = size
        self._headless = headless
        self._context = contextvars.Context()
        self._running: asyncio.Task[Any] | None = None

    async def start(self) -> None:
        """Start the application and return when it is ready for keys.

        Raises:
            StepFailed: when it ends before.
        """
        ready = asyncio.Event()

        async def note_context(_pilot: Pilot[Any]) -> None:
            self._context = contextvars.copy_context()
            ready.set()

        self._running = asyncio.create_task(
            self.app.run_async(headless=self._headless, size=self._size, auto_pilot=note_context), name="desk"
        )
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({waiting, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.is_set():
            waiting.cancel()
            raise StepFailed(_("the program to start"), self.ending())

    @property
    def gone(self) -> bool:
        """Whether the application has ended."""
        return self._running is None or self._running.done() or not self.app.is_running

    @property
    def broken(self) -> bool:
        """Whether the application ended by an error, not by somebody's wish."""
        return getattr(self.app, "_exception", None) is not None or bool(self.app.return_code)

    def ending(self) -> str:
        """Return how the application ended, in words."""
        error = self._running.exception() if self._running and self._running.done() else None
        error = error or getattr(self.app, "_exception", None)
        error = getattr(error, "error", error)
        if error is None:
            return _("it has ended")
        return _("it has failed: {kind}").format(kind=type(error).__name__)

    async def do(self, act: Act[T]) -> T:
        """Run `act(app)` in the application's context.

        Raises:
            StepFailed: when `act` does, or when the application ends while it acts.
        """
        if self.gone:
            raise StepFailed(_("the program to be there"), self.ending())
        assert self._running is not None  # noqa: S101 - `gone` has looked
        acting = asyncio.create_task(act(self.app), context=self._context.copy())
        await asyncio.wait({acting, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if not acting.done():
            acting.cancel()
            await _quietly(acting)
            raise StepFailed(_("the program to go on"), self.ending())
        if self.broken:
            raise StepFailed(_("the program to go on"), self.ending())
        return acting.result()

    async def ended(self) -> int:
        """Return the application's exit code once somebody has ended it."""
        if self._running is not None:
            await asyncio.wait({self._running})
        return self.app.return_code or 0

    async def stop(self) -> None:
        """Close the application as its own quitting would."""
        if self._running is None:
            return
        if not self._running.done():
            self._context.copy().run(self.app.exit)
            await asyncio.wait({self._running}, timeout=AT_WORK)
        await self.abandon()

    async def abandon(self) -> None:
        """Drop the application where it stands, without asking it."""
        if self._running is not None:
            self._running.cancel()
            await _quietly(self._running)
            self._running = None


class Present(Host):
    """The application that runs already, for somebody who acts inside it: a coach.

    Args:
        app: the running application, in whose context everything is done.
    """

    def __init__(self, app: DeskApp) -> None:
        super().__init__(app, None, headless=False)

    async def start(self) -> None:
        """It runs already."""

    @property
    def gone(self) -> bool:
        """Whether the application has ended."""
        return not self.app.is_running

    async def do(self, act: Act[T]) -> T:
        """Run `act(app)`.

        Raises:
            StepFailed: when `act` does.
        """
        return await act(self.app)

    async def stop(self) -> None:
        """It is somebody else's to stop."""


async def _quietly(task: Awaitable[object]) -> None:
    try:
        await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current is not None and current.cancelling():
            raise
    except Exception:  # noqa: S110 - the application's end has been told as a failed step already
        pass
