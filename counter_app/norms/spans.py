"""From when until when each norm is in force, as known on each day of knowledge (M22)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from counter_app.norms.norm import Norm, NormStatus

Span = tuple[date, date | None]
"""First and last day in force (`None`: open). A last day before the first: a norm ended before it ever began."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spans:
    """What is known between two publications.

    Attributes:
        of: the span of every norm published by then.
        enders: id of a norm that another one ends -> that other one.
        cuts: the days on which something begins or has just ended, ascending; between two cuts the law stands still.
    """

    of: Mapping[str, Span]
    enders: Mapping[str, Norm]
    cuts: tuple[date, ...]

    def status(self, norm: Norm, on: date) -> NormStatus:
        """Return where `norm` stands on the day `on`; it must be published by then."""
        since, end = self.of[norm.id]
        if end is not None and (on > end or end < since):
            return NormStatus.ENDED
        return NormStatus.IN_FORCE if on >= since else NormStatus.NOT_YET


def spans_known(norms: Mapping[str, Norm], published: tuple[date, ...]) -> Mapping[tuple[bool, int], Spans]:
    """Return the spans for each state of knowledge.

    Args:
        norms: every norm by id.
        published: the days of publication, ascending, each once.

    Returns:
        By (whether noted acts are applied, how many days of publication have passed).
    """
    return MappingProxyType(
        {
            (later_acts, known): _spans(norms, published[known - 1] if known else date.min, later_acts=later_acts)
            for later_acts in (False, True)
            for known in range(len(published) + 1)
        }
    )


def _spans(norms: Mapping[str, Norm], known_on: date, *, later_acts: bool) -> Spans:
    known = [norm for norm in norms.values() if norm.published <= known_on]
    enders: dict[str, Norm] = {}
    # the latest first: a norm that was ended before it ever began ends nothing itself
    for norm in sorted(known, key=lambda norm: norm.published, reverse=True):
        ender = enders.get(norm.id)
        if (norm.noted and not later_acts) or (ender is not None and ender.since <= norm.since):
            continue
        for target in norm.ends:
            if target not in enders or norm.since < enders[target].since:
                enders[target] = norm
    of = {norm.id: (norm.since, _last_day(norm, enders.get(norm.id))) for norm in known}
    cuts = {since for since, _end in of.values()} | {end + _DAY for _since, end in of.values() if end is not None}
    return Spans(MappingProxyType(of), MappingProxyType(enders), tuple(sorted(cuts)))


def _last_day(norm: Norm, ender: Norm | None) -> date | None:
    if ender is None:
        return norm.until
    return min(ender.since - _DAY, norm.until or date.max)


def overlap(first: Span, second: Span) -> bool:
    """Return whether two spans share a day."""
    starts = max(first[0], second[0])
    return starts <= min(first[1] or date.max, second[1] or date.max)


def known_by(published: tuple[date, ...], day: date) -> int:
    """Return how many days of publication have passed on `day`."""
    return bisect_right(published, day)
