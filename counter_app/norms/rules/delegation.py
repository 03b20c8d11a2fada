"""Registering a delegation of digital identity, and acting by one at the counter (M20, M21)."""

from __future__ import annotations

from counter_app.i18n import _
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.norm import Norm
from counter_app.norms.rules.conditions import conditions_met, is_minor, norms_behind
from counter_app.norms.rules.grounds import first, not_open
from counter_app.norms.rules.own_way import own_way
from counter_app.norms.terms import Condition, Form


def delegate(question: Question) -> Decision:
    """Decide on registering a delegation; the outcome is the delegate's `maximum`, `None` where there is no limit."""
    grounds = first(question, _not_yet, _other_profile, _too_many)
    if grounds:
        return question.refuse(*grounds)
    law = question.law
    opened, maximum = law.value(keys.DELEGATE_OPEN), law.value(keys.DELEGATE_MAXIMUM)
    norms, reasons = [opened.norm, maximum.norm], [_("A delegation to one trusted person can be registered.")]
    if _unlimited(question):
        reasons.append(_("For guardians, curators and support administrators there is no limit."))
    else:
        words = _("The delegate may have {maximum} delegations at most, this one included.")
        reasons.append(words.format(maximum=maximum.value))
    norms += _counted(question)
    represented, behind = _represented(question)
    if represented:
        norms += behind
        reasons.append(_("The legal representative asks for it."))
        form = law.find(keys.FORM_OFFERED[Form.AA10])
        if form is not None and form.value:
            norms.append(form.norm)
            reasons.append(_("Form AA10 is filled in, with the papers it asks for."))
    return question.allow({"maximum": None if _unlimited(question) else maximum.value}, norms, reasons)


def visit(question: Question) -> Decision:
    """Decide whether the delegate of a standing delegation may act for the delegator at the counter (M21)."""
    opened = question.law.value(keys.DELEGATE_VISIT_OPEN)
    if not opened.value:
        reason = _("Nobody acts for somebody else at the counter: the person concerned must come personally.")
        return question.refuse(not_open(question, keys.DELEGATE_VISIT_OPEN, reason, visit))
    grounds = first(question, _other_profile)
    if grounds:
        return question.refuse(*grounds)
    reason = _("The delegate, identified with their own document, acts for the delegator; every act says for whom.")
    return question.allow({}, (opened.norm,), (reason,))


def _not_yet(question: Question) -> Ground | None:
    if question.law.value(keys.DELEGATE_OPEN).value:
        return None
    reason = _("A digital identity cannot be delegated yet: each person enters with their own.")
    return not_open(question, keys.DELEGATE_OPEN, reason, delegate, own_way(question))


def _other_profile(question: Question) -> Ground | None:
    audiences = question.law.find(keys.DELEGATE_AUDIENCES)
    if audiences is None or question.facts.audience in audiences.value:
        return None
    return Ground((audiences.norm,), (_("A delegation holds for the citizen profile only."),))


def _too_many(question: Question) -> Ground | None:
    maximum = question.law.value(keys.DELEGATE_MAXIMUM)
    if _unlimited(question) or question.facts.delegations < maximum.value:
        return None
    words = _("The delegate already has {count} delegations: {maximum} are the most. Another person can be chosen.")
    reason = words.format(count=question.facts.delegations, maximum=maximum.value)
    return Ground((maximum.norm, *_counted(question)), (reason,), ("delegate",))


def _counted(question: Question) -> tuple[Norm, ...]:
    """Return the reading by which a parent's delegation counts, where it is a minor who delegates."""
    counted = question.law.find(keys.DELEGATE_PARENTS_COUNTED)
    minor = is_minor(question) and not _unlimited(question)
    return (counted.norm,) if counted is not None and counted.value and minor else ()


def _unlimited(question: Question) -> bool:
    free = question.law.find(keys.DELEGATE_GUARDIANS_UNLIMITED)
    counted = question.law.find(keys.DELEGATE_PARENTS_COUNTED)
    by_guardian = question.facts.guardian and free is not None and free.value
    return by_guardian or (is_minor(question) and counted is not None and not counted.value)


def _represented(question: Question) -> tuple[bool, tuple[Norm, ...]]:
    """Return whether somebody asks in the delegator's place by law, and by which norms."""
    met = conditions_met(question, (Condition.MINOR, Condition.WARD))
    return bool(met), norms_behind(question, met)
