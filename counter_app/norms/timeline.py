"""The catalogue of norms: dated values, as known on a day (M22).

Two dates are kept apart. A norm is *in force* from its first day until its last; it is *known* from its publication. A
later act may end an earlier one (`ends`) or set the same value anew: among the norms known and in force, the one
published last wins. Asked for a day before that act was published, the catalogue answers as if it did not exist.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from counter_app.errors import BadInputError
from counter_app.i18n import _, language, show_date
from counter_app.norms.checking import check, first_day
from counter_app.norms.keys import Key
from counter_app.norms.norm import CatalogueError, CitedNorm, Norm, NormStatus, cited
from counter_app.norms.reading import broken, read_norms
from counter_app.norms.spans import Spans, known_by, spans_known

__all__ = ["Catalogue", "CatalogueError", "Change", "Law", "Norm", "NormStatus", "Setting", "load", "load_shipped"]

T_co = TypeVar("T_co", covariant=True)


class Setting(NamedTuple, Generic[T_co]):
    """A value and the norm that sets it."""

    value: T_co
    norm: Norm


class Change(NamedTuple):
    """A norm that begins (`begins`: `day` is its first day) or ends (`day` is its last day)."""

    day: date
    norm: Norm
    begins: bool


@dataclass(frozen=True, slots=True)
class Law:
    """What holds on one day as known on one day: one cut through the catalogue, shared by all days alike."""

    _settings: Mapping[str, Setting[Any]]
    _statuses: Mapping[str, NormStatus]
    _cited: dict[tuple[str, str], CitedNorm] = field(default_factory=dict, compare=False, repr=False)

    def find(self, key: Key[T_co]) -> Setting[T_co] | None:
        """Return what is set for `key` and by which norm, or `None` where no norm in force sets it."""
        return self._settings.get(key)

    def value(self, key: Key[T_co]) -> Setting[T_co]:
        """Return what is set for `key` and by which norm.

        Raises:
            CatalogueError: when no norm in force sets it; cannot happen for keys that stand always.
        """
        found = self._settings.get(key)
        if found is None:
            raise CatalogueError(_("No norm in force sets {key}.").format(key=key))
        return found

    def status(self, norm: Norm) -> NormStatus | None:
        """Return where `norm` stands, or `None` when it is not published yet."""
        return self._statuses.get(norm.id)

    def cite(self, norm: Norm) -> CitedNorm:
        """Return `norm` as an answer cites it, in the language in force.

        Raises:
            ValueError: when it is not published on the day of knowledge: no answer may rest on it (M22).
        """
        slot = (norm.id, language())
        found = self._cited.get(slot)
        if found is None:
            status = self._statuses.get(norm.id)
            if status is None:
                raise ValueError(norm.id)
            found = self._cited[slot] = cited(norm, status)
        return found


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All norms, immutable. Made by `load`.

    Attributes:
        norms: every norm by id, in the order of the files.
        digest: SHA-256 (hexadecimal) of the files, kept with each stored decision.
        first_day: first day of the timeline; before it no question can be answered.
    """

    norms: Mapping[str, Norm]
    digest: str
    first_day: date
    _published: tuple[date, ...] = field(repr=False)
    _spans: Mapping[tuple[bool, int], Spans] = field(repr=False, compare=False)
    _laws: dict[tuple[bool, int, int], Law] = field(default_factory=dict, repr=False, compare=False)

    def law(self, on: date, known_on: date, *, later_acts: bool = False) -> Law:
        """Return what holds on the day `on` as known on the day `known_on`.

        Args:
            on: the day whose law is asked.
            known_on: acts published after this day do not count.
            later_acts: whether the noted acts are applied.
        """
        known = known_by(self._published, known_on)
        spans = self._spans[later_acts, known]
        slot = (later_acts, known, bisect_right(spans.cuts, on))
        found = self._laws.get(slot)
        if found is None:
            found = self._laws[slot] = self._cut(on, spans, later_acts=later_acts)
        return found

    def _cut(self, on: date, spans: Spans, *, later_acts: bool) -> Law:
        settings: dict[str, Setting[Any]] = {}
        statuses: dict[str, NormStatus] = {}
        for norm_id in spans.of:
            norm = self.norms[norm_id]
            statuses[norm_id] = spans.status(norm, on) if later_acts or not norm.noted else NormStatus.NOTED
            if statuses[norm_id] is not NormStatus.IN_FORCE:
                continue
            for key, value in norm.values.items():
                standing = settings.get(key)
                if standing is None or norm.published > standing.norm.published:
                    settings[key] = Setting(value, norm)
        return Law(MappingProxyType(settings), MappingProxyType(statuses))

    def refuse_before_timeline(self, day: date, name: str) -> None:
        """Refuse a day before the timeline, about which nothing is known (M22).

        Args:
            day: a day asked about.
            name: the field or option it was told in.

        Raises:
            BadInputError: when it lies before `first_day`.
        """
        if day < self.first_day:
            message = _("{day} lies before {first}, the first day of the norms.")
            raise BadInputError(message.format(day=show_date(day), first=show_date(self.first_day)), name)

    def value(self, key: Key[T_co], on: date, known_on: date, *, later_acts: bool = False) -> Setting[T_co]:
        """Return what is set for `key` on a day as known on a day, and by which norm.

        Raises:
            CatalogueError: when no norm in force sets it.
        """
        return self.law(on, known_on, later_acts=later_acts).value(key)

    def coming(
        self, key: Key[T_co], on: date, known_on: date, *, later_acts: bool = False
    ) -> tuple[date, Setting[T_co] | None] | None:
        """Return the next day on which `key` is set otherwise and what then stands; `None` if that never comes."""
        standing = self.law(on, known_on, later_acts=later_acts).find(key)
        for day in self._spans[later_acts, known_by(self._published, known_on)].cuts:
            then = self.law(day, known_on, later_acts=later_acts).find(key)
            if day > on and (then and then.value) != (standing and standing.value):
                return day, then
        return None

    def ever(self, key: Key[T_co]) -> frozenset[T_co]:
        """Return every value that some norm, noted or not, sets for `key` on any day."""
        return frozenset(norm.values[key] for norm in self.norms.values() if key in norm.values)  # type: ignore[misc]

    def norm(self, norm_id: str) -> Norm:
        """Return a norm by its id.

        Raises:
            CatalogueError: when there is none.
        """
        if norm_id not in self.norms:
            raise CatalogueError(_("There is no norm {norm_id}.").format(norm_id=norm_id))
        return self.norms[norm_id]

    def in_force(self, on: date, known_on: date, *, later_acts: bool = False) -> tuple[Norm, ...]:
        """Return the norms in force on a day as known on a day, noted acts that are not applied left out."""
        law = self.law(on, known_on, later_acts=later_acts)
        return tuple(norm for norm in self.norms.values() if law.status(norm) is NormStatus.IN_FORCE)

    def noted(self, on: date, known_on: date) -> tuple[Norm, ...]:
        """Return the noted acts that would be in force on a day as known on a day: the screens say they exist (M22)."""
        applied = self.in_force(on, known_on, later_acts=True)
        return tuple(norm for norm in applied if norm.noted)

    def changes(self, after: date, until: date, known_on: date, *, later_acts: bool = False) -> tuple[Change, ...]:
        """Return what begins or ends in a span, as known on a day, earliest first: what the home screen announces.

        Args:
            after: the span begins on the day after this one.
            until: last day of the span.
            known_on: acts published after this day do not count.
            later_acts: whether the noted acts are applied.
        """
        found: list[Change] = []
        for norm_id, (since, end) in self._spans[later_acts, known_by(self._published, known_on)].of.items():
            norm = self.norms[norm_id]
            if (norm.noted and not later_acts) or (end is not None and end < since):
                continue
            if after < since <= until:
                found.append(Change(since, norm, begins=True))
            if end is not None and after < end <= until:
                found.append(Change(end, norm, begins=False))
        return tuple(sorted(found, key=lambda change: (change.day, change.begins, change.norm.id)))


def load(folder: Traversable) -> Catalogue:
    """Read and check the norm files.

    Args:
        folder: holds one `*.toml` file per subject; a `Path` will do.

    Raises:
        CatalogueError: when a file or an entry is not as it should be; the message names both.
    """
    contents = {file.name: file.read_bytes() for file in _norm_files(folder)}
    norms: dict[str, Norm] = {}
    for name, content in contents.items():
        for norm in read_norms(name, content):
            if norm.id in norms:
                broken(name, norm.id, _("the id is used already in {file}").format(file=norms[norm.id].file))
            norms[norm.id] = norm
    published = tuple(sorted({norm.published for norm in norms.values()}))
    spans = spans_known(norms, published)
    begins = first_day(folder.name, norms)
    check(norms, published, spans, begins)
    return Catalogue(MappingProxyType(norms), _digest(contents), begins, published, spans)


@cache
def load_shipped() -> Catalogue:
    """Return the catalogue that is part of the program (`data/reference/norms`)."""
    return load(files("data").joinpath("reference", "norms"))


def _norm_files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _digest(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
