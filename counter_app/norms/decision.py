"""A decision is a value: what was asked, whether it is allowed, and the norms it rests on (architecture.md, rule 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from counter_app.norms.facts import Facts
from counter_app.norms.norm import CitedNorm, Norm
from counter_app.norms.timeline import Catalogue, Law, Setting
from counter_app.norms.values import Key

OutcomeValue = bool | int | str | tuple[str, ...] | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question. It cites at least one norm, none of them published after `known_on` (M22).

    `outcome` is empty on a refusal; `reasons` are sentences in the interface's language; `remedies` are names of
    actions or `wait-until:DATE`.
    """

    action: str
    on: date
    known_on: date
    allowed: bool
    outcome: Mapping[str, OutcomeValue]
    norms: tuple[CitedNorm, ...]
    reasons: tuple[str, ...]
    remedies: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the decision as `sportello norms check --json` prints it (interfaces.md)."""
        return {
            "action": self.action,
            "on": self.on.isoformat(),
            "known_on": self.known_on.isoformat(),
            "allowed": self.allowed,
            "outcome": {key: list(value) if isinstance(value, tuple) else value for key, value in self.outcome.items()},
            "norms": [norm.as_json() for norm in self.norms],
            "reasons": list(self.reasons),
            "remedies": list(self.remedies),
        }


class Ground(NamedTuple):
    """A ground for refusing: the norms it rests on, the sentences that say so, what can be done instead."""

    norms: tuple[Norm, ...]
    reasons: tuple[str, ...]
    remedies: tuple[str, ...] = ()


class Question(NamedTuple):
    """What a rule is asked: an action, the facts, and the law on the day `on` as known on `known_on`.

    A tuple, because a rule asks other rules again and again with one thing changed. `later_acts` says whether `law` is
    the one in which the noted acts are applied.
    """

    action: str
    facts: Facts
    on: date
    known_on: date
    law: Law
    catalogue: Catalogue
    later_acts: bool

    def asking(self, action: str) -> Question:
        """Return the question about another action for the same person on the same day."""
        return self._replace(action=action)

    def standing_on(self, day: date) -> Question:
        """Return the same question about another day, as known on the same one."""
        law = self.catalogue.law(day, self.known_on, later_acts=self.later_acts)
        return self._replace(on=day, law=law)

    def coming(self, key: Key[T]) -> tuple[date, Setting[T] | None] | None:
        """Return the next day, as known, on which `key` is set otherwise, and what then stands."""
        if key in self.law.comings:
            return self.law.comings[key]
        return self.catalogue.coming(key, self.on, self.known_on, later_acts=self.later_acts)

    def allow(self, outcome: Mapping[str, OutcomeValue], norms: Iterable[Norm], reasons: Iterable[str]) -> Decision:
        """Return the decision that allows the action, with what follows from it."""
        return self._decide(True, outcome, norms, reasons, ())

    def refuse(self, *grounds: Ground) -> Decision:
        """Return the decision that refuses the action on one or more grounds, the deciding one first."""
        return self._decide(
            False,
            {},
            (norm for ground in grounds for norm in ground.norms),
            (reason for ground in grounds for reason in ground.reasons),
            (remedy for ground in grounds for remedy in ground.remedies),
        )

    def _decide(
        self,
        allowed: bool,
        outcome: Mapping[str, OutcomeValue],
        norms: Iterable[Norm],
        reasons: Iterable[str],
        remedies: Iterable[str],
    ) -> Decision:
        cite = self.law.cite
        by_id = {norm.id: norm for norm in norms}
        return Decision(
            action=self.action,
            on=self.on,
            known_on=self.known_on,
            allowed=allowed,
            outcome=MappingProxyType(dict(outcome)),
            norms=tuple([cite(norm) for norm in by_id.values()]),
            reasons=tuple(dict.fromkeys(reasons)),
            remedies=tuple(dict.fromkeys(remedies)),
        )
