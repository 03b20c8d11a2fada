"""Fixtures of the screens' tests: a pilot that waits, and the real application on real counters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot

from tests.support.quick import painted_when_looked_at

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from screens.app import SportelloApp
    from tests.support.worlds import RunTemplates

AppMaker = Callable[..., "SportelloApp"]


@pytest.fixture(autouse=True)
def _settled_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot go on when every queue is worked through, after each key.

    Its own mark overtakes a key that the application has yet to hand to a widget, and a process that is kept waiting
    for a processor looks to it as if it had nothing to do.
    """
    from screens.walkthrough.settling import hand_in, key_event, settle

    async def press(pilot: Pilot[Any], *keys: str) -> None:
        for key in keys:
            if pilot.app.is_running:
                hand_in(pilot.app, key_event(key))
                await settle(pilot.app)

    async def settled(pilot: Pilot[Any], timeout: float = 0) -> bool:
        if pilot.app.is_running:
            await settle(pilot.app)
        return pilot.app.is_running

    monkeypatch.setattr(Pilot, "press", press)
    monkeypatch.setattr(Pilot, "_wait_for_screen", settled)


@pytest.fixture(autouse=True)
def _painted_when_looked_at() -> Iterator[None]:
    """Paint a screen when a test looks at it, not in between; where `.ci/run` plays lessons, it is painted always."""
    with painted_when_looked_at():
        yield


@pytest.fixture
def training_app(templates: RunTemplates, tmp_path: Path) -> Iterator[AppMaker]:
    """Build applications on throw-away training worlds, all taken down after the test."""
    from counter_app import bootstrap
    from counter_app.settings import Settings
    from screens.app import SportelloApp

    opened: list[Counter] = []

    def build(on: date | None = None, opener: Callable[[], Counter] | None = None, **options: Any) -> SportelloApp:
        settings = Settings(state_dir=tmp_path / "state", **options)

        def open_world() -> Counter:
            counter = opener() if opener is not None else templates.training(settings, on=on)
            opened.append(counter)
            return counter

        return SportelloApp(settings, open_world, training=True)

    yield build
    for counter in opened:
        bootstrap.discard(counter)


@pytest.fixture
def office_app(sqlite_url: str, counters: Callable[..., Counter], tmp_path: Path) -> AppMaker:
    """Build applications on one office's database that has no office in it yet."""
    from counter_app.settings import Settings
    from screens.app import SportelloApp

    def build() -> SportelloApp:
        settings = Settings(state_dir=tmp_path, database=sqlite_url)
        return SportelloApp(settings, lambda: counters(sqlite_url), training=False)

    return build
