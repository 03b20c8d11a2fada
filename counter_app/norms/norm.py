"""One norm: a dated piece of the law, its act, its words and the values it sets (M22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.errors import FaultError
from counter_app.i18n import localised


class CatalogueError(FaultError):
    """The norm files cannot be used, or do not say what was asked of them."""


class Settled(StrEnum):
    """How firm the ground is: law, law read in more than one way, or a setting of the office (M22)."""

    SETTLED = "settled"
    UNSETTLED = "unsettled"
    OFFICE_PRACTICE = "office-practice"


class NormStatus(StrEnum):
    """Where a norm stands on a day, as known on a day (interfaces.md)."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    ENDED = "ended"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Act:
    """An act norms rest on: `published` is `None` where its day is not known."""

    id: str
    title: Mapping[str, str]
    published: date | None
    file: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a norm file is about: its name without the suffix, and its title in each language."""

    id: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Norm:
    """One entry of the norm files.

    `published` is the act's day of publication, or the first day in force where that is not known. `since` is the
    first day in force, `until` the last one its own act names (`None`: open). `ends` are the ids of earlier norms that
    stop being in force on `since`; before `published` nobody knows that they will. `noted` acts contradict the
    requirements and count only where an office applies the later acts.
    """

    id: str
    title: Mapping[str, str]
    act: Act
    published: date
    since: date
    until: date | None
    source: str
    settled: Settled
    noted: bool
    text: Mapping[str, str]
    ends: tuple[str, ...]
    values: Mapping[str, object]
    subject: str
    file: str


@dataclass(frozen=True, slots=True)
class CitedNorm:
    """A norm as an answer cites it: in the interface's language, as it stood and was known on the day of the question.

    `until` is the last day in force as known then, `ended_by` the act that ends it; empty where none does.
    """

    id: str
    title: str
    act: str
    published: date
    dated: bool
    """Whether the act's day is known; where not, `published` is the first day in force."""
    status: NormStatus
    settled: Settled
    source: str
    text: str
    since: date
    until: date | None
    ended_by: str
    replaced_by: tuple[str, ...]
    """Acts by which something this norm says is otherwise on the day of the question."""
    noted: bool

    def as_json(self) -> dict[str, object]:
        """Return the norm as `sportello norms --json` prints it (interfaces.md)."""
        return {
            "id": self.id,
            "act": self.act,
            "published": self.published.isoformat(),
            "status": self.status.value,
            "settled": self.settled.value,
            "source": self.source,
            "text": self.text,
        }


def cited(
    norm: Norm, status: NormStatus, until: date | None, ender: Norm | None, replacing: Iterable[Norm]
) -> CitedNorm:
    """Return `norm` as an answer cites it, in the language in force.

    Args:
        norm: the norm.
        status: where it stands on the day of the question.
        until: its last day in force, as known.
        ender: the norm that ends it, as known.
        replacing: norms in force that set some of its values otherwise.
    """
    return CitedNorm(
        id=norm.id,
        title=localised(norm.title),
        act=localised(norm.act.title),
        published=norm.published,
        dated=norm.act.published is not None,
        status=status,
        settled=norm.settled,
        source=norm.source,
        text=localised(norm.text),
        since=norm.since,
        until=until,
        ended_by="" if ender is None else localised(ender.act.title),
        replaced_by=tuple(dict.fromkeys(localised(other.act.title) for other in replacing)),
        noted=norm.noted,
    )
