"""Checks across norms: an id that does not exist, two norms for one value, a value nothing sets (M22)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations, groupby

from counter_app.i18n import _
from counter_app.norms.keys import KEYS, NEEDED_WITH, TIMELINE_FIRST_DAY
from counter_app.norms.norm import CatalogueError, Norm
from counter_app.norms.reading import broken
from counter_app.norms.services import Service
from counter_app.norms.spans import Span, Spans, known_by, overlap

_DAY = timedelta(days=1)
_Knowledge = Mapping[tuple[bool, int], Spans]


def first_day(folder: str, norms: Mapping[str, Norm]) -> date:
    """Return the first day of the timeline, which exactly one norm must set.

    Raises:
        CatalogueError: when none or several do.
    """
    setting = [norm for norm in norms.values() if TIMELINE_FIRST_DAY in norm.values]
    if not setting:
        raise CatalogueError(
            _("Norms, folder {folder}: no norm sets {key}.").format(folder=folder, key=TIMELINE_FIRST_DAY)
        )
    if len(setting) > 1:
        _clash(setting[1], setting[0], TIMELINE_FIRST_DAY)
    return TIMELINE_FIRST_DAY.read(setting[0].values[TIMELINE_FIRST_DAY])


def check(norms: Mapping[str, Norm], published: tuple[date, ...], knowledge: _Knowledge, begins: date) -> None:
    """Check the norms against each other.

    Args:
        norms: every norm by id.
        published: the days of publication, ascending.
        knowledge: the spans for each state of knowledge (`spans_known`).
        begins: first day of the timeline.

    Raises:
        CatalogueError: at the first thing wrong; the message names file and entry.
    """
    for norm in norms.values():
        for target in norm.ends:
            if target == norm.id:
                broken(norm.file, norm.id, _("it cannot end itself"))
            if target not in norms:
                broken(norm.file, norm.id, _("it ends {norm_id}, which does not exist").format(norm_id=target))
            if norms[target].published >= norm.published:
                problem = _("it ends {norm_id}, which was not published before it").format(norm_id=target)
                broken(norm.file, norm.id, problem)
    ended = {target for norm in norms.values() for target in norm.ends}
    for key in KEYS:
        setting = [norm for norm in norms.values() if key in norm.values]
        _check_precedence(key, setting, published, knowledge)
        if KEYS[key].always and not any(_stands_always(norm, begins) and norm.id not in ended for norm in setting):
            _check_stands(key, [norm for norm in setting if not norm.noted], published, knowledge, begins)
    for key, needed in NEEDED_WITH:
        _check_together(key, needed, norms, published, knowledge)


def check_services(services: Mapping[str, Service], norms: Mapping[str, Norm], begins: date) -> None:
    """Refuse a service whose norm does not stand on every day: an answer about it could not be cited.

    Raises:
        CatalogueError: naming file and service.
    """
    ended = {target for norm in norms.values() for target in norm.ends}
    for service in services.values():
        norm = norms.get(service.norm)
        if norm is None:
            broken(service.file, service.code, _("there is no norm {norm}").format(norm=service.norm))
        if not _stands_always(norm, begins) or norm.id in ended:
            problem = _("the norm {norm} does not stand on every day").format(norm=norm.id)
            broken(service.file, service.code, problem)


def _check_precedence(key: str, setting: list[Norm], published: tuple[date, ...], knowledge: _Knowledge) -> None:
    """Refuse two norms published on one day that set one value on one day: nothing says which of them wins.

    Spans only shrink as knowledge grows, so looking on the day of publication is enough.
    """
    by_day = sorted(setting, key=lambda norm: norm.published)
    for day, together in groupby(by_day, key=lambda norm: norm.published):
        for first, second in combinations(together, 2):
            of = knowledge[first.noted or second.noted, known_by(published, day)].of
            if overlap(of[first.id], of[second.id]):
                _clash(second, first, key)


def _clash(norm: Norm, other: Norm, key: str) -> None:
    broken(
        norm.file,
        norm.id,
        _("it sets {key} on days on which {norm_id} in {file} sets it too, and neither was published later").format(
            key=key, norm_id=other.id, file=other.file
        ),
    )


def _stands_always(norm: Norm, begins: date) -> bool:
    """Return whether a norm that nobody ends is in force, and known, from the first day on for ever."""
    return norm.until is None and max(norm.since, norm.published) <= begins and not norm.noted


def _check_stands(
    key: str, setting: list[Norm], published: tuple[date, ...], knowledge: _Knowledge, begins: date
) -> None:
    """Refuse a catalogue that leaves a day, as known on some day, without a value every rule counts on."""
    for later_acts in (False, True):
        for known in range(known_by(published, begins), len(published) + 1):
            of = knowledge[later_acts, known].of
            standing = [norm for norm in setting if norm.id in of]
            gap = _first_gap([of[norm.id] for norm in standing], begins)
            if gap is None:
                continue
            problem = _("no norm sets {key} on {day}").format(key=key, day=gap)
            last = max(standing or setting, key=lambda norm: norm.since, default=None)
            if last is None:
                raise CatalogueError(_("Norms: {problem}.").format(problem=problem))
            blamed = knowledge[later_acts, known].enders.get(last.id, last)
            broken(blamed.file, blamed.id, problem)


def _check_together(
    key: str, needed: str, norms: Mapping[str, Norm], published: tuple[date, ...], knowledge: _Knowledge
) -> None:
    """Refuse a norm that sets `key` on days on which nothing sets what every rule asks for beside it."""
    for norm in norms.values():
        if not norm.values.get(key):
            continue
        for known in range(known_by(published, norm.published), len(published) + 1):
            of = knowledge[norm.noted, known].of
            since, end = of[norm.id]
            beside = [of[other.id] for other in norms.values() if other.id in of and needed in other.values]
            gap = _first_gap(beside, since)
            if gap is not None and gap <= (end or date.max) and since <= (end or date.max):
                broken(
                    norm.file,
                    norm.id,
                    _("it sets {key}, but no norm sets {needed} on {day}").format(key=key, needed=needed, day=gap),
                )


def _first_gap(spans: list[Span], begins: date) -> date | None:
    """Return the first day from `begins` on that none of `spans` holds, or `None`."""
    reached = begins
    for since, end in sorted(spans, key=lambda span: span[0]):
        if since > reached:
            return reached
        if end is None:
            return None
        reached = max(reached, end + _DAY)
    return reached
