"""Waits for the application to have worked through what it was given: by its own queues, never by sleeping."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump

from screens.covered import CoveredApp

PATIENCE = 5.0
"""Seconds an expectation is waited for (interfaces.md, scenario files)."""

AT_WORK = 60.0
"""Seconds the desk may be at work on what it was given: longer than the helper that prints an envelope ever takes."""

_LOST = 0.05
"""Seconds after which somebody who has not answered is asked for again: a removed widget never answers."""

_LOOK_EVERY = 0.002
"""Seconds between two looks at a condition."""

_ROUNDS = 50
"""Barriers after which a screen that never comes to rest is taken as it is."""

DeskApp = App[Any]

USHER = "usher"
"""Group of the workers of whoever looks on; the desk is at rest although they are at work."""

PAST_THE_USHER: ContextVar[bool] = ContextVar("past-the-usher", default=False)
"""Set where a coach works the desk itself: its own keys are not held against the trainee."""


async def settle(app: DeskApp) -> None:
    """Return when every queue of the application is worked through and the screen is painted.

    Args:
        app: a running application, in whose context this runs.
    """
    # a new size waits for a timer of its own, in no queue
    await until(app, lambda: app._resize_event is None)
    for _round in range(_ROUNDS):
        at_work = [node for node in _nodes(app) if not _waits(node)]
        if not at_work:
            break
        await _barrier(at_work)
    await _painted(app)


async def press(app: DeskApp, keys: Iterable[str]) -> None:
    """Press keys one after the other, each one settled before the next.

    Args:
        app: a running application, in whose context this runs.
        keys: Textual's names, or single characters.
    """
    for key in keys:
        if app.is_running:
            hand_in(app, key_event(key))
            await at_rest(app)


async def burst(app: DeskApp, text: str) -> None:
    """Type a text in one burst, as a keyboard-wedge scanner does; a newline is Enter."""
    for char in text:
        hand_in(app, key_event("enter" if char == "\n" else char))
    await at_rest(app)


def hand_in(app: DeskApp, event: events.Event) -> None:
    """Give the application a key or a paste as a terminal would, or past the usher where a coach does it."""
    if PAST_THE_USHER.get() and isinstance(app, CoveredApp):
        app.call_later(app.let_in, event)
    else:
        app.post_message(event)


async def at_rest(app: DeskApp, patience: float = AT_WORK, *, besides: str = "") -> None:
    """Return when the application is settled and no worker is busy, or when patience ends.

    Args:
        app: a running application, in whose context this runs.
        patience: seconds.
        besides: group of workers that do not count; a coach at the keyboard never waits for whoever looks on.
    """
    besides = besides or (USHER if PAST_THE_USHER.get() else "")
    end = time.monotonic() + patience
    await settle(app)
    while True:
        await until(app, lambda: not busy_workers(app, besides=besides), end - time.monotonic())
        # a worker that has ended, also unseen while the screens settled, may have them do more
        await settle(app)
        if not busy_workers(app, besides=besides) or time.monotonic() > end or not app.is_running:
            return


async def until(app: DeskApp, condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait for a condition to become true, leaving the processor to whoever is to make it so.

    Returns:
        Whether it became true before patience (seconds) ended.
    """
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end or not app.is_running:
            return condition()
        await asyncio.sleep(_LOOK_EVERY)
    return True


def busy_workers(app: DeskApp, *, besides: str = "") -> int:
    """Return how many workers run that do not merely wait for the answer of a dialog.

    Every pushed screen has a future for its answer; only one that somebody awaits has callbacks.

    Args:
        app: a running application.
        besides: group of workers that do not count: the caller's own.
    """
    running = sum(1 for worker in app.workers if not worker.is_finished and worker.group != besides)
    asking = sum(
        1
        for stack in app._screen_stacks.values()
        for screen in stack
        for callback in screen._result_callbacks
        if callback.future is not None and not callback.future.done() and callback.future._callbacks
    )
    return max(0, running - asking)


def key_event(key: str) -> events.Key:
    """Return the event a terminal makes of a key."""
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(key, character)


def _nodes(app: DeskApp) -> list[DOMNode]:
    """Return the application, its screen and all that is on it; asked for at every key, so at no cost."""
    below: list[DOMNode] = [app.screen]
    for node in below:
        below += node.children
    return [app, *below]


def _waits(node: MessagePump) -> bool:
    """Whether a node has nothing to do: its loop waits at an empty queue. One that is being mounted does not wait."""
    ready: Any = node._message_queue.ready_event
    return not node.is_running or (not ready.is_set() and bool(ready._waiters))


async def _barrier(nodes: Iterable[MessagePump]) -> None:
    """Put a mark at the end of every queue and wait until all the marks have been reached."""
    answered = asyncio.Event()
    waiting: dict[int, MessagePump] = {}

    def reached(number: int) -> None:
        waiting.pop(number, None)
        if not waiting:
            answered.set()

    for number, node in enumerate(nodes):
        waiting[number] = node
        if not node.is_running or not node.call_later(reached, number):
            del waiting[number]
    end = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < end:
        try:
            await asyncio.wait_for(answered.wait(), _LOST)
        except TimeoutError:
            for number in [number for number, node in waiting.items() if not node.is_running]:
                reached(number)


async def _painted(app: DeskApp) -> None:
    """Wait until the screen has been laid out and painted."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and app.is_running:
        screen, painted = app.screen, asyncio.Event()
        screen.call_after_refresh(painted.set)
        try:
            await asyncio.wait_for(painted.wait(), _LOST)
        except TimeoutError:
            if app.screen is screen and not app._batch_count:
                continue
        else:
            return
