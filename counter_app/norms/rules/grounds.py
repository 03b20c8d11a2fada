"""Grounds that several rules share: what is not open yet, a PIN that ended, expired or is inhibited."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.norm import Norm
from counter_app.norms.rules.conditions import conditions_met, norms_behind
from counter_app.norms.rules.expiry import expired_since
from counter_app.norms.terms import WAIT, ActionName
from counter_app.norms.values import Key

Rule = Callable[[Question], Decision]


def not_open(question: Question, key: Key[bool], reason: str, rule: Rule, remedies: tuple[str, ...] = ()) -> Ground:
    """Return the ground of what is not open on that day: by the closed list in force, until the coming norm (M22).

    Args:
        question: what is asked.
        key: what is not open.
        reason: the sentence that says so.
        rule: that decides the question; waiting is a remedy only where it would be allowed then.
        remedies: what can be done instead of waiting.
    """
    standing = question.law.value(key).norm
    day, opening = question.coming(key) or (None, None)
    if day is None or opening is None or not opening.value:
        return Ground((standing,), (reason,), remedies)
    opens = _("It becomes possible on {day}.").format(day=show_date(day))
    wait = (f"{WAIT}{day.isoformat()}",) if rule(question.standing_on(day)).allowed else ()
    return Ground((standing, opening.norm), (reason, opens), (*wait, *remedies))


def dismissal(question: Question) -> Ground | None:
    """Return the ground of M17: for this audience the PIN opens nothing any more, and the person is not exempt."""
    law = question.law
    opens = law.value(keys.PIN_OPENS[question.facts.audience])
    if opens.value:
        return None
    exempt = law.find(keys.DISMISSAL_EXEMPT)
    if exempt is not None and conditions_met(question, exempt.value):
        may = law.value(keys.DISMISSAL_EXEMPT_MAY)
        return None if question.action in may.value else _beyond_exemption(question, may.norm, opens.norm)
    since = _("Since {day} the PIN no longer opens the services of this profile.")
    norms, reasons = [opens.norm], [since.format(day=show_date(opens.norm.since))]
    delegated = law.find(keys.DISMISSAL_DELEGATED)
    wards = conditions_met(question, delegated.value) if delegated is not None else ()
    if delegated is None or not wards or not _can_delegate(question):
        return Ground(tuple(norms), tuple(reasons), (*other_identity(question), "migrate"))
    norms += [delegated.norm, *norms_behind(question, wards)]
    reasons.append(_("For minors and persons under guardianship a delegation is registered instead."))
    return Ground(tuple(norms), tuple(reasons), (*other_identity(question), "delegate"))


def _beyond_exemption(question: Question, exemption: Norm, end: Norm) -> Ground:
    only = _("Since {day} residents abroad without an Italian document can only be issued a PIN, renew it and use it.")
    reasons = [only.format(day=show_date(end.since))]
    if question.action == ActionName.RECOVER:
        reasons.append(_("A PIN that was lost is revoked, and a new one is asked for."))
    if question.facts.pin is None:
        remedies = other_identity(question) or (ActionName.ISSUE_COUNTER.value,)
    else:
        remedies = held_pin_way(question)
    return Ground((exemption, end), tuple(reasons), remedies)


def held_pin_way(question: Question) -> tuple[str, ...]:
    """Return how a person enters who holds a PIN that still opens something: with it, or renewing it first."""
    if other_identity(question) or inhibition(question) is not None or expired_since(question) is None:
        return (ActionName.ACCESS.value,)
    return (ActionName.RENEW.value,)


def _can_delegate(question: Question) -> bool:
    """Return whether this profile can be delegated, or will be as soon as delegations begin (M20)."""
    audiences = question.law.find(keys.DELEGATE_AUDIENCES)
    return audiences is None or question.facts.audience in audiences.value


def other_identity(question: Question) -> tuple[str, ...]:
    """Return the remedy of entering with another identity, where the person holds one that opens this profile."""
    law, facts = question.law, question.facts
    opening = (way for way in facts.other_identities if law.value(keys.OPENS[way][facts.audience]).value)
    return (ActionName.ACCESS.value,) if any(opening) else ()


def ending(question: Question) -> Ground | None:
    """Return what is known of the end of this PIN, to be told with whatever is allowed until then (M17)."""
    day, then = question.coming(keys.PIN_OPENS[question.facts.audience]) or (None, None)
    if day is None or then is None or then.value:
        return None
    if dismissal(question.asking(ActionName.ACCESS).standing_on(day)) is None:
        return None
    words = _("From {day} the PIN no longer opens the services of this profile.")
    return Ground((then.norm,), (words.format(day=show_date(day)),))


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
