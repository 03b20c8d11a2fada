"""A crowd: thousands of fictitious people with every hard case, the same on every machine for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count

from counter_app.walkthrough.crowd.chance import Chance
from counter_app.walkthrough.crowd.hard import HOUSEHOLDS
from counter_app.walkthrough.crowd.households import household
from counter_app.walkthrough.crowd.people import Codes, Maker
from counter_app.walkthrough.crowd.sources import sources
from counter_app.walkthrough.worlds import Crowd, WorldPerson

EVERY = 12
"""One household of so many is a hard case, the cases in turn."""


def draw(crowd: Crowd) -> Iterator[WorldPerson]:
    """Yield the people of a crowd one by one; a larger crowd of the same seed begins with the smaller one.

    Args:
        crowd: how many, and from which seed.
    """
    maker = Maker(sources(), Codes())
    left = crowd.people
    for number in count():
        chance = Chance(f"{crowd.seed}/{number}")
        round_, place = divmod(number, EVERY)
        make = HOUSEHOLDS[round_ % len(HOUSEHOLDS)] if place == 0 else household
        for person in make(maker, chance):
            yield person
            left -= 1
            if left == 0:
                return


@cache
def drawn(crowd: Crowd) -> tuple[WorldPerson, ...]:
    """Return the people of a crowd, drawn once; for a crowd that fits into the memory."""
    return tuple(draw(crowd))
