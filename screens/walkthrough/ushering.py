"""Lets the keys into an application one at a time, so that somebody can look before and after each of them.

A coach and a recorder must know what a key did. A key that comes while the one before it still works is kept until
that one has come to rest; none is lost, and the order stays.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from textual import events

from screens.covered import CoveredApp
from screens.walkthrough.settling import at_rest

GROUP = "usher"
"""Group of the worker that lets keys in; who waits for the desk to rest waits for it too."""

Typed = events.Key | events.Paste


class Onlooker(Protocol):
    """Looks at the desk around each key. Both are awaited with the desk at rest."""

    async def before(self, typed: Typed) -> bool:
        """Look before a key or a paste works; return False to swallow it."""
        ...

    async def after(self, typed: Typed) -> None:
        """Look at what it did."""
        ...


class Usher:
    """Stands at an application's door.

    Args:
        app: the application, before or while it runs.
        onlooker: who looks.
    """

    def __init__(self, app: CoveredApp, onlooker: Onlooker) -> None:
        self._app = app
        self._onlooker = onlooker
        self._waiting: deque[Typed] = deque()
        self._busy = False
        app.usher = self.take

    def take(self, typed: Typed) -> None:
        """Take a key or a paste that has just arrived."""
        self._waiting.append(typed)
        if not self._busy:
            self._busy = True
            self._app.run_worker(self._let_all_in(), group=GROUP, description="usher")

    async def _let_all_in(self) -> None:
        try:
            while self._waiting:
                typed = self._waiting.popleft()
                await at_rest(self._app, besides=GROUP)
                if await self._onlooker.before(typed):
                    self._app.call_later(self._app.let_in, typed)
                    await at_rest(self._app, besides=GROUP)
                    await self._onlooker.after(typed)
        finally:
            self._busy = False
