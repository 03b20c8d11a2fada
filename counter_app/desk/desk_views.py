"""Views of the desk itself: cases that go from one colleague to another, what an office and an operator have set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Another case of the person on the card, left half-way: where it is, never what was typed in it."""

    step: str
    desk: str
    """Where it was left."""
    by: str
    """Full name of who left it or handed it over; empty where that is who looks."""
    waits_for: str
    """Full name of the colleague it was handed to; empty while it waits at its desk."""


@dataclass(frozen=True, slots=True)
class ColleagueView:
    """A colleague who can take a case over."""

    id: int
    username: str
    full_name: str
