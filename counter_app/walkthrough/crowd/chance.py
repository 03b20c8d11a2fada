"""Chance that is the same on every machine: the numbers follow from a text alone.

`random` promises its sequences for seeds only in part, and what builds on them may change with Python; here every step
is written out (SplitMix64, Steele, Lea and Flood 2014), so that the same seed gives the same people everywhere.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")

_WHOLE = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


class Ranked(Generic[T]):
    """Things of which the first is the most frequent: how often each comes follows from its place.

    Args:
        things: the most frequent first.
        flatness: how many places one must go back for half the frequency; names of people are flat.
    """

    def __init__(self, things: Sequence[T], flatness: int = 20) -> None:
        self.things = tuple(things)
        self._reaches = tuple(accumulate(1_000_000 // (place + flatness) for place in range(len(self.things))))

    def at(self, number: int) -> T:
        """Return the thing that a number from 0 to below `total` falls on."""
        return self.things[bisect_right(self._reaches, number)]

    @property
    def total(self) -> int:
        """How many numbers fall on something."""
        return self._reaches[-1]


class Chance:
    """A sequence of numbers that follows from a text.

    Args:
        of: the text, for instance a seed and the number of a household: each household has a sequence of its own, so
            that a larger crowd begins with the people of a smaller one.
    """

    def __init__(self, of: str) -> None:
        self._state = int.from_bytes(hashlib.sha256(of.encode()).digest()[:8], "big")

    def below(self, limit: int) -> int:
        """Return a number from 0 to below `limit`."""
        self._state = (self._state + _STEP) & _WHOLE
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _WHOLE
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WHOLE
        return ((mixed ^ (mixed >> 31)) * limit) >> 64

    def between(self, first: int, last: int) -> int:
        """Return a number from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def percent(self, share: int) -> bool:
        """Return whether something that happens in `share` of a hundred cases happens now."""
        return self.below(100) < share

    def pick(self, things: Sequence[T]) -> T:
        """Return one of several things that are all as frequent."""
        return things[self.below(len(things))]

    def ranked(self, things: Ranked[T]) -> T:
        """Return one of several things, the first ones more often."""
        return things.at(self.below(things.total))

    def day(self, first: date, last: date) -> date:
        """Return a day from `first` to `last`, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))
