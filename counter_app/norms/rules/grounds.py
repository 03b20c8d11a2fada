"""Grounds that several rules share: what is not open yet, a PIN that ended, expired or is inhibited."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Ground, Question
from counter_app.norms.norm import Norm
from counter_app.norms.rules.conditions import conditions_met, norms_behind
from counter_app.norms.rules.expiry import expired_since
from counter_app.norms.values import Key

WAIT = "wait-until:"


def not_open(question: Question, key: Key[bool], reason: str, remedies: tuple[str, ...] = ()) -> Ground:
    """Return the ground of what is not open on that day: by the closed list in force, until the coming norm (M22).

    Args:
        question: what is asked.
        key: what is not open.
        reason: the sentence that says so.
        remedies: what can be done instead of waiting.
    """
    standing = question.law.value(key).norm
    day, opening = question.coming(key) or (None, None)
    if day is None or opening is None or not opening.value:
        return Ground((standing,), (reason,), remedies)
    opens = _("It begins on {day}.").format(day=show_date(day))
    return Ground((standing, opening.norm), (reason, opens), (f"{WAIT}{day.isoformat()}", *remedies))


def dismissal(question: Question) -> Ground | None:
    """Return the ground of M17: for this audience the PIN opens nothing any more, and the person is not exempt."""
    law = question.law
    opens = law.value(keys.PIN_OPENS[question.facts.audience])
    if opens.value:
        return None
    since = _("Since {day} the PIN no longer opens these services.").format(day=show_date(opens.norm.since))
    exempt = law.find(keys.DISMISSAL_EXEMPT)
    if exempt is not None and conditions_met(question, exempt.value):
        may = law.value(keys.DISMISSAL_EXEMPT_MAY)
        if question.action in may.value:
            return None
        reason = _("The exception for residents abroad does not reach this: their PIN is issued, renewed and used.")
        return Ground((may.norm, opens.norm), (since, reason), ("access",))
    norms, reasons = [opens.norm], [since]
    delegated = law.find(keys.DISMISSAL_DELEGATED)
    wards = conditions_met(question, delegated.value) if delegated is not None else ()
    if delegated is not None and wards:
        norms += [delegated.norm, *norms_behind(question, wards)]
        reasons.append(_("For minors and persons under guardianship a delegation is registered instead."))
    return Ground(tuple(norms), tuple(reasons), ("delegate",) if wards else ("migrate",))


def inhibition(question: Question) -> Ground | None:
    """Return the ground of M18: a central measure, which never reaches a person without another identity."""
    facts = question.facts
    reached = question.law.find(keys.INHIBITED_HOLDERS_OF) if facts.inhibited else None
    if reached is None or facts.other_identities.isdisjoint(reached.value):
        return None
    reasons = (
        _("A central measure inhibits this PIN, because its holder has another identity."),
        _("The services open with the other identity."),
    )
    return Ground((reached.norm,), reasons, ("access",))


def expiry(question: Question) -> Ground | None:
    """Return the ground of M10: the PIN held expired, and is renewed."""
    expired = expired_since(question)
    if expired is None:
        return None
    reason = _("The PIN held expired on {day}: it can be renewed.").format(day=show_date(expired))
    return Ground((months(question), question.law.value(keys.RENEW_ONLY_EXPIRED).norm), (reason,), ("renew",))


def months(question: Question) -> Norm:
    """Return the norm that says after how many months a PIN of this profile expires."""
    return question.law.value(keys.EXPIRY_MONTHS[question.facts.audience]).norm


def pin_opens_by(question: Question) -> Norm:
    """Return the norm by which a PIN still opens something: the way in itself, or the exception to its end (M17)."""
    opens = question.law.value(keys.PIN_OPENS[question.facts.audience])
    return opens.norm if opens.value else question.law.value(keys.DISMISSAL_EXEMPT).norm


def first(question: Question, *tests: Callable[[Question], Ground | None]) -> tuple[Ground, ...]:
    """Return the first ground that one of the tests finds, alone: what stands behind it cannot be mended before it."""
    for test in tests:
        ground = test(question)
        if ground is not None:
            return (ground,)
    return ()
