"""Drives the application as an operator does: by keys, and by looking at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlmodel import col, select
from textual import events

from data.tables import RegisterEntry
from screens.walkthrough.seeing import seen
from screens.walkthrough.settling import settle, until

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

    from screens.app import SportelloApp

ROSSI = "RSSMRA80A01H501U"
PATIENCE = 60.0
"""Seconds after which a test gives up: machines may be busy, and a test that waits in vain fails anyway."""

OPERATOR, SUPERVISOR, TRAINER, COLLEAGUE = "operatore", "responsabile", "formatore", "collega"


def desk(pilot: Pilot[int]) -> SportelloApp:
    """Return the application."""
    return cast("SportelloApp", pilot.app)


def where(pilot: Pilot[int]) -> tuple[str, str]:
    """Return the scenario id of the screen and the id of the focused widget, empty where there is none."""
    screen = pilot.app.screen
    focused = pilot.app.focused
    return str(getattr(screen, "scenario_id", screen.id)), (focused.id or "") if focused is not None else ""


def shown(pilot: Pilot[int]) -> str:
    """Return what can be read on the screen."""
    return seen(pilot.app)


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until every queue is worked through and no worker runs."""
    app = pilot.app
    await settle(app)
    idle = False
    while app.is_running and not idle:
        assert await until(app, lambda: _idle(app), PATIENCE) or not app.is_running
        # a worker that has ended, also unseen while the screens settled, may have them do more
        await settle(app)
        idle = _idle(app)


def _idle(app: App[int]) -> bool:
    return all(worker.is_finished for worker in app.workers)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each one worked through before the next; without keys, wait until nothing is going on."""
    for key in keys:
        await pilot.press(key)
        await at_rest(pilot)
    await at_rest(pilot)


async def paste(pilot: Pilot[int], text: str) -> None:
    """Paste into the focused field."""
    pilot.app.post_message(events.Paste(text))
    await at_rest(pilot)


async def choose_command(pilot: Pilot[int], word: str, listed: str) -> None:
    """Choose in the list of commands.

    Args:
        pilot: drives.
        word: typed to find the command.
        listed: to be seen once it is found.
    """
    await press(pilot, "ctrl+p")
    await paste(pilot, word)
    assert await until(pilot.app, lambda: listed in shown(pilot), PATIENCE)
    await press(pilot, "down", "enter")


async def log_in(pilot: Pilot[int], username: str = OPERATOR) -> None:
    """Log a ready account of the training world in."""
    assert await until(pilot.app, lambda: desk(pilot).start_view is not None, PATIENCE)
    await at_rest(pilot)
    start = desk(pilot).start_view
    assert start is not None
    number = [operator.username for operator in start.training_operators].index(username) + 1
    await press(pilot, f"alt+{number}", "enter")
    assert where(pilot) == ("home", "fiscal-code")


def register_events(app: SportelloApp) -> list[str]:
    """Return the events of the register, oldest first."""
    assert app.counter is not None

    def read(session: Any) -> list[str]:
        return list(session.exec(select(RegisterEntry.event).order_by(col(RegisterEntry.id))))

    return app.counter.read(read)
