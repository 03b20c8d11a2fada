"""The catalogue of norms: dated values, as known on a day (M22).

Two dates are kept apart. A norm is *in force* from its first day until its last; it is *known* from its publication. A
later act may end an earlier one (`ends`) or set the same value anew: among the norms known and in force, the one
published last wins. Asked for a day before that act was published, the catalogue answers as if it did not exist.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from counter_app.errors import BadInputError
from counter_app.i18n import _, language, show_date
from counter_app.norms.checking import check, check_services, first_day
from counter_app.norms.norm import CatalogueError, CitedNorm, Norm, NormStatus, Subject, cited
from counter_app.norms.reading import broken, parse, read_acts, read_norms, read_services, read_subject
from counter_app.norms.services import Service
from counter_app.norms.spans import Spans, known_by, spans_known
from counter_app.norms.values import Key

__all__ = ["Catalogue", "CatalogueError", "Change", "Law", "Norm", "NormStatus", "Setting", "load", "load_shipped"]

T_co = TypeVar("T_co", covariant=True)
Found = TypeVar("Found")


class Kept(dict[Any, Found]):
    """What was found once already; forgotten all at once when it grows beyond what a day at a desk asks."""

    def keep(self, key: object, found: Found) -> None:
        """Remember what was found."""
        if len(self) >= KEPT:
            self.clear()
        self[key] = found


KEPT = 10_000


class _Filed(Protocol):
    @property
    def file(self) -> str: ...


Entry = TypeVar("Entry", bound=_Filed)


class Setting(NamedTuple, Generic[T_co]):
    """A value and the norm that sets it."""

    value: T_co
    norm: Norm


class Change(NamedTuple):
    """A norm that begins (`begins`: `day` is its first day) or ends (`day` is its last day)."""

    day: date
    norm: Norm
    begins: bool

    @property
    def takes_effect(self) -> date:
        """The first day on which the law is another one."""
        return self.day if self.begins else self.day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Law:
    """What holds on one day as known on one day: one cut through the catalogue, shared by all days alike."""

    _settings: Mapping[str, Setting[Any]]
    _statuses: Mapping[str, NormStatus]
    _spans: Spans
    _cited: dict[str, dict[str, CitedNorm]] = field(default_factory=dict, compare=False, repr=False)
    """Language -> id of a norm -> how an answer cites it."""
    comings: dict[str, tuple[date, Setting[Any] | None] | None] = field(default_factory=dict, compare=False, repr=False)
    """What `Catalogue.coming` found from here on, by key."""

    def sets_as(self, other: Law) -> bool:
        """Return whether both set the same values, by whatever norms."""
        return {key: setting.value for key, setting in self._settings.items()} == {
            key: setting.value for key, setting in other._settings.items()
        }

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
        cites = self._cited.setdefault(language(), {})
        found = cites.get(norm.id)
        if found is None:
            status = self._statuses.get(norm.id)
            if status is None:
                raise ValueError(norm.id)
            until, ender = self._spans.of[norm.id][1], self._spans.enders.get(norm.id)
            replacing = self._replacing(norm) if status is NormStatus.IN_FORCE else ()
            found = cites[norm.id] = cited(norm, status, until, ender, replacing)
        return found

    def _replacing(self, norm: Norm) -> Iterable[Norm]:
        """Return the norms that set a value of this one otherwise, on this day."""
        for key, value in norm.values.items():
            setting = self._settings[key]
            if setting.norm is not norm and setting.value != value:
                yield setting.norm


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All norms, immutable. Made by `load`.

    Attributes:
        norms: every norm by id, in the order of the files.
        services: every service by code (M04, M11).
        subjects: what the files are about, by id.
        digest: SHA-256 (hexadecimal) of the files, kept with each stored decision.
        files: file name -> content, to be kept beside the digest.
        first_day: first day of the timeline; before it no question can be answered.
    """

    norms: Mapping[str, Norm]
    services: Mapping[str, Service]
    subjects: Mapping[str, Subject]
    digest: str
    files: Mapping[str, str] = field(repr=False)
    first_day: date
    _published: tuple[date, ...] = field(repr=False)
    _spans: Mapping[tuple[bool, int], Spans] = field(repr=False, compare=False)
    _laws: dict[tuple[bool, int, int], Law] = field(default_factory=dict, repr=False, compare=False)
    _both: Kept[tuple[Law, Law | None]] = field(default_factory=lambda: Kept(), repr=False, compare=False)
    answers: Kept[Any] = field(default_factory=lambda: Kept(), repr=False, compare=False)
    """Decisions by question: a visit asks the same at the card, at the refusal, at the reservation and again at the
    hand-over, and a catalogue never changes its mind."""

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
        return Law(MappingProxyType(settings), MappingProxyType(statuses), spans)

    def both_laws(self, on: date, known_on: date) -> tuple[Law, Law | None]:
        """Return what holds, and what would hold if the noted acts were applied: `None` where that is the same."""
        found = self._both.get((on, known_on))
        if found is None:
            plain, noting = self.law(on, known_on), self.law(on, known_on, later_acts=True)
            found = (plain, None if plain.sets_as(noting) else noting)
            self._both.keep((on, known_on), found)
        return found

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
        law = self.law(on, known_on, later_acts=later_acts)
        if key not in law.comings:
            law.comings[key] = self._coming(key, law.find(key), on, known_on, later_acts=later_acts)
        return law.comings[key]

    def _coming(
        self, key: Key[T_co], standing: Setting[T_co] | None, on: date, known_on: date, *, later_acts: bool
    ) -> tuple[date, Setting[T_co] | None] | None:
        cuts = self._spans[later_acts, known_by(self._published, known_on)].cuts
        for day in cuts[bisect_right(cuts, on) :]:
            then = self.law(day, known_on, later_acts=later_acts).find(key)
            if (then and then.value) != (standing and standing.value):
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
        """Return what begins or ends in a span, as known on a day, earliest first, those of a day as in the files.

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
        return tuple(sorted(found, key=lambda change: (change.day, change.begins)))


def load(folder: Traversable) -> Catalogue:
    """Read and check the norm files.

    Args:
        folder: holds one `*.toml` file per subject; a `Path` will do.

    Raises:
        CatalogueError: when a file or an entry is not as it should be; the message names both.
    """
    return _catalogue({file.name: file.read_bytes() for file in _norm_files(folder)}, folder.name)


def load_edition(files: Mapping[str, str]) -> Catalogue:
    """Return the catalogue as it was kept with an act.

    Args:
        files: file name -> content.

    Raises:
        CatalogueError: when this program cannot read those files any more.
    """
    return _catalogue({name: content.encode() for name, content in files.items()}, "-")


def _catalogue(contents: Mapping[str, bytes], folder: str) -> Catalogue:
    parsed = [parse(name, content) for name, content in contents.items()]
    acts = _by_id((act.id, act) for file in parsed for act in read_acts(file))
    norms = _by_id((norm.id, norm) for file in parsed for norm in read_norms(file, acts))
    services = _by_id((service.code, service) for file in parsed for service in read_services(file))
    subjects = {subject.id: subject for subject in (read_subject(file) for file in parsed if file.has_norms)}
    published = tuple(sorted({norm.published for norm in norms.values()}))
    spans = spans_known(norms, published)
    begins = first_day(folder, norms)
    check(norms, published, spans, begins)
    check_services(services, norms, begins)
    return Catalogue(
        norms=norms,
        services=services,
        subjects=MappingProxyType(subjects),
        digest=_digest(contents),
        files=MappingProxyType({name: content.decode() for name, content in contents.items()}),
        first_day=begins,
        _published=published,
        _spans=spans,
    )


def _by_id(entries: Iterable[tuple[str, Entry]]) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for name, entry in entries:
        if name in found:
            broken(entry.file, name, _("the id is used already in {file}").format(file=found[name].file))
        found[name] = entry
    return MappingProxyType(found)


@cache
def load_shipped() -> Catalogue:
    """Return the catalogue that is part of the program (`data/reference/norms`)."""
    return load(files("data").joinpath("reference", "norms"))


def _norm_files(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml") and file.is_file()),
        key=lambda file: file.name,
    )


def _digest(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
