"""What the player needs to know of the world it plays in, beside the screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from screens.walkthrough.settling import DeskApp


class Stage(Protocol):
    """One world, its desks, its clock and its paper. Calls may block: the player makes them off the loop."""

    first_desk: str
    """Name of the desk a scenario begins at."""

    def open_app(self, desk: str) -> DeskApp:
        """Return a new application at a desk, on the world's database as it stands."""

    def login(self, username: str) -> Mapping[str, str]:
        """Return field id -> text that logs an account in on the login screen."""

    def move_to(self, day: date) -> None:
        """Move the business date."""

    def advance(self, by: timedelta) -> bool:
        """Let time pass; return whether another business date has begun."""

    def set_printer(self, state: str) -> None:
        """Put the printers into a state: `ok`, `jam`, `stopped`, `gone`."""

    def read_paper(self, source: str, what: str) -> str:
        """Return what stands on the newest paper of a kind (`secret`, `serial`, `code`)."""

    def prints(self) -> tuple[Path, ...]:
        """Return everything printed so far, oldest first, as `NNN-<kind>-<number>.pdf`."""

    def mark(self, desk: str) -> str | None:
        """Return where a desk's register stands."""

    def events_since(self, desk: str, mark: str | None) -> tuple[str, ...]:
        """Return a desk's register events after a mark, oldest first, `*.viewed` left out."""

    def person_state(self, fiscal_code: str) -> Mapping[str, Any]:
        """Return what the archive holds of a person: `{"pin": "none" | {"kind", "state", ...}}`."""

    def close(self) -> None:
        """Take the world down."""
