"""Waits for the application to have worked through what it was given: by its own queues, never by sleeping."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump

PATIENCE = 5.0
"""Seconds an expectation is waited for (interfaces.md, scenario files)."""

_LOST = 0.05
"""Seconds after which somebody who has not answered is asked for again: a removed widget never answers."""

_ROUNDS = 50
"""Barriers after which a screen that never comes to rest is taken as it is."""

DeskApp = App[Any]


async def settle(app: DeskApp) -> None:
    """Return when every queue of the application is worked through and the screen is painted.

    Args:
        app: a running application, in whose context this runs.
    """
    focused = app.focused
    await _barrier([app, *(focused.ancestors_with_self if focused is not None else ())])
    for _round in range(_ROUNDS):
        nodes = [app, *app.screen.walk_children(with_self=True)]
        await _barrier(nodes)
        if not any(node.message_queue_size for node in nodes):
            break
    await _painted(app)


async def press(app: DeskApp, keys: Iterable[str]) -> None:
    """Press keys one after the other, each one settled before the next.

    Args:
        app: a running application, in whose context this runs.
        keys: Textual's names, or single characters.
    """
    for key in keys:
        if app.is_running:
            app.post_message(key_event(key))
            await at_rest(app)


async def burst(app: DeskApp, text: str) -> None:
    """Type a text in one burst, as a keyboard-wedge scanner does; a newline is Enter."""
    for char in text:
        app.post_message(key_event("enter" if char == "\n" else char))
    await at_rest(app)


async def at_rest(app: DeskApp, patience: float = PATIENCE, *, besides: str = "") -> None:
    """Return when the application is settled and no worker is busy, or when patience ends.

    Args:
        app: a running application, in whose context this runs.
        patience: seconds busy workers are waited for.
        besides: as `busy_workers`.
    """
    await settle(app)
    if busy_workers(app, besides=besides):
        await until(app, lambda: not busy_workers(app, besides=besides), patience)
        if app.is_running:
            await settle(app)


async def until(app: DeskApp, condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait for a condition to become true, settling the application in between.

    Returns:
        Whether it became true before patience (seconds) ended.
    """
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end or not app.is_running:
            return condition()
        await settle(app)
        await asyncio.sleep(0.002)
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
