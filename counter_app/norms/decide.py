"""Decisions: may this be done, for these facts, on this day, by what was known on that day? (M22)

Pure functions on values: no database, no clock, and no date, length or limit of the domain, which all come from the
catalogue. A new action is a function in `rules/` and a line in `ACTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from counter_app.errors import BadInputError
from counter_app.i18n import _, language, localised, show_date
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.facts import Audience, Category, Channel, Facts, RepresentativeFacts, WayIn
from counter_app.norms.norm import CitedNorm, NormStatus, Settled
from counter_app.norms.rules import (
    access,
    conditions,
    delegation,
    expiry,
    holding,
    identification,
    issuing,
    migration,
    unification,
)
from counter_app.norms.terms import ActionName
from counter_app.norms.timeline import Catalogue, Law
from data.vocabulary import Applicant, PinKind

__all__ = [
    "ACTIONS",
    "Action",
    "Audience",
    "Category",
    "Channel",
    "CitedNorm",
    "Decision",
    "Facts",
    "Minority",
    "NormStatus",
    "RepresentativeFacts",
    "Settled",
    "WayIn",
    "applicant_decision",
    "decide",
    "expires_on",
    "minority",
    "refusal",
    "representative_decision",
]

IDENTIFY = "identify"
"""Name of the action in the decisions on applicants; not a question of `sportello norms check`."""


NOBODY = Facts()
"""The ordinary case: an adult under no guardianship."""


@dataclass(frozen=True, slots=True)
class Minority:
    """That somebody has not reached full age."""

    age: int
    """Completed years."""
    of_age_on: date
    """First day of full age."""


@dataclass(frozen=True, slots=True)
class Action:
    """A question the rules can answer.

    `pin` is the kind of PIN the facts assume held where none is told (interfaces.md): `None` for a first one.
    """

    rule: Callable[[Question], Decision]
    pin: PinKind | None = None


_HELD = PinKind.ORDINARY
"""The PIN assumed where one must exist (interfaces.md)."""

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        ActionName.ISSUE_COUNTER.value: Action(issuing.issue),
        ActionName.ISSUE_ONLINE.value: Action(issuing.issue),
        ActionName.ISSUE_CONTACT_CENTRE.value: Action(issuing.issue),
        ActionName.ISSUE_CAMPAIGN.value: Action(issuing.issue),
        ActionName.CONVERT.value: Action(holding.convert, _HELD),
        ActionName.RECOVER.value: Action(holding.recover, _HELD),
        ActionName.RENEW.value: Action(holding.renew, _HELD),
        ActionName.ACCESS.value: Action(access.access, _HELD),
        ActionName.UNIFY_INPDAP.value: Action(unification.unify),
        ActionName.MIGRATE.value: Action(migration.migrate),
        ActionName.DELEGATE.value: Action(delegation.delegate),
        ActionName.DELEGATE_VISIT.value: Action(delegation.visit),
        ActionName.LODGE_APPLICATION.value: Action(access.lodge, _HELD),
    }
)
"""Every action that can be asked about, by its name in interfaces.md."""


def decide(catalogue: Catalogue, action: str, facts: Facts, on: date, known_on: date | None = None) -> Decision:
    """Decide one question.

    Args:
        catalogue: the norms.
        action: one of `ACTIONS`.
        facts: what is known of the person and of what they ask.
        on: the day it is to be done.
        known_on: acts published after this day do not count; `on` where `None`.

    Raises:
        BadInputError: for an unknown action, a day before the timeline, facts that cannot be true on `on`, or a
            service missing or unknown where the action asks for one.
    """
    slot = (action, facts, on, known_on, language())
    found: Decision | None = catalogue.answers.get(slot)
    if found is None:
        found = _decided(catalogue, action, facts, on, known_on)
        catalogue.answers.keep(slot, found)
    return found


def _decided(catalogue: Catalogue, action: str, facts: Facts, on: date, known_on: date | None) -> Decision:
    if action not in ACTIONS:
        known = ", ".join(ACTIONS)
        raise BadInputError(
            _("There is no action {action}. Known: {known}.").format(action=action, known=known), "action"
        )
    _check_facts(facts, on)
    if facts.later_acts:
        return ACTIONS[action].rule(_question(catalogue, action, facts, on, known_on))
    known_on = _known_on(catalogue, on, known_on)
    law, noting = catalogue.both_laws(on, known_on)
    question = Question(action, facts, on, known_on, law, catalogue, facts.later_acts)
    decision = ACTIONS[action].rule(question)
    return decision if noting is None else _noted(decision, question, noting)


def _noted(decision: Decision, question: Question, law: Law) -> Decision:
    """Return the decision with the noted acts by which it would be another one, not applied but never hidden (M22)."""
    other = ACTIONS[question.action].rule(question._replace(law=law, later_acts=True))
    if (other.allowed, other.outcome) == (decision.allowed, decision.outcome):
        return decision
    noted = [norm for norm in map(question.catalogue.norm, (cited.id for cited in other.norms)) if norm.noted]
    words = _("A later act says otherwise; it is noted and not applied here: {act}.")
    return replace(
        decision,
        norms=decision.norms + tuple(map(question.law.cite, noted)),
        reasons=decision.reasons + tuple(words.format(act=localised(norm.act.title)) for norm in noted),
    )


def applicant_decision(
    catalogue: Catalogue, applicant: Applicant, on: date, known_on: date | None = None, facts: Facts = NOBODY
) -> Decision:
    """Decide whether somebody may ask at the counter in this quality (M02).

    Args:
        catalogue: the norms.
        applicant: the quality.
        on: the day.
        known_on: acts published after this day do not count; `on` where `None`.
        facts: of the person the PIN is for.

    Raises:
        BadInputError: for a day before the timeline.
    """
    return identification.applicant(_question(catalogue, IDENTIFY, facts, on, known_on), applicant)


def representative_decision(
    catalogue: Catalogue,
    applicant: Applicant,
    who: RepresentativeFacts,
    on: date,
    known_on: date | None = None,
    facts: Facts = NOBODY,
) -> Decision:
    """Decide whether this very person may ask for the one the facts are about (M02); otherwise as above.

    Raises:
        BadInputError: for a day before the timeline.
    """
    return identification.representative(_question(catalogue, IDENTIFY, facts, on, known_on), applicant, who)


def minority(catalogue: Catalogue, born: date, on: date, known_on: date | None = None) -> Minority | None:
    """Return how old a minor is and until when, None for somebody of full age, or not born yet on that day (M02).

    Args:
        catalogue: the norms.
        born: the birth date.
        on: the day.
        known_on: acts published after this day do not count; `on` where `None`.

    Raises:
        BadInputError: for a day before the timeline.
    """
    question = _question(catalogue, IDENTIFY, Facts(born=born), on, known_on)
    if on < born or not conditions.is_minor(question):
        return None
    return Minority(conditions.age_on(born, on), conditions.of_age_on(question, born))


def refusal(
    catalogue: Catalogue,
    norm_ids: str | Sequence[str],
    on: date,
    known_on: date | None = None,
    *,
    action: str,
    reasons: Sequence[str],
    remedies: Sequence[str] = (),
) -> Decision:
    """Return a refusal that rests on given norms, for checks that stand outside the rules (an expired document, say).

    Args:
        catalogue: the norms.
        norm_ids: id of the norm, or ids, the deciding one first.
        on: the day of the refusal.
        known_on: acts published after this day may not be cited; `on` where `None`.
        action: what is refused.
        reasons: sentences in the interface's language.
        remedies: names of actions.

    Raises:
        BadInputError: for a day before the timeline.
        CatalogueError: when there is no such norm.
        ValueError: when a norm was not published by `known_on`.
    """
    ids = (norm_ids,) if isinstance(norm_ids, str) else tuple(norm_ids)
    norms = tuple(catalogue.norm(norm_id) for norm_id in ids)
    return _question(catalogue, action, Facts(), on, known_on).refuse(Ground(norms, tuple(reasons), tuple(remedies)))


def expires_on(catalogue: Catalogue, usable_from: date, audience: Audience = Audience.CITIZEN) -> date:
    """Return the first day on which a PIN usable from a day no longer opens anything (M10).

    Args:
        catalogue: the norms.
        usable_from: the day the secret became usable; the law of that day counts.
        audience: the profile the PIN is used with.
    """
    return expiry.expires_on(catalogue, audience, usable_from, max(usable_from, catalogue.first_day))


def _question(catalogue: Catalogue, action: str, facts: Facts, on: date, known_on: date | None) -> Question:
    known_on = _known_on(catalogue, on, known_on)
    law = catalogue.law(on, known_on, later_acts=facts.later_acts)
    return Question(action, facts, on, known_on, law, catalogue, facts.later_acts)


def _known_on(catalogue: Catalogue, on: date, known_on: date | None) -> date:
    """Return the day of knowledge, the day itself where none is told; both must lie on the timeline."""
    known_on = on if known_on is None else known_on
    catalogue.refuse_before_timeline(on, "on")
    catalogue.refuse_before_timeline(known_on, "known-on")
    return known_on


def _check_facts(facts: Facts, on: date) -> None:
    if facts.born is not None and facts.born > on:
        message = _("The person is born on {day}, after the day asked about.")
        raise BadInputError(message.format(day=show_date(facts.born)), "born")
    if facts.pin is not None and facts.issued_on is not None and facts.issued_on > on:
        message = _("The PIN became usable on {day}, after the day asked about.")
        raise BadInputError(message.format(day=show_date(facts.issued_on)), "issued-on")
