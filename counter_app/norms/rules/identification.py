"""In what quality somebody may ask at the counter, and who may ask for somebody else (M02)."""

from __future__ import annotations

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.facts import RepresentativeFacts
from counter_app.norms.norm import Norm
from counter_app.norms.rules.conditions import conditions_met, norms_behind, of_age_on
from data.vocabulary import Applicant


def applicant(question: Question, quality: Applicant) -> Decision:
    """Decide whether somebody may ask in this quality: the person, a legal representative, a delegate.

    The facts are those of the person the PIN is for. For a legal representative the outcome tells whether an
    `appointment` and the person's own `holder_document` are asked for.
    """
    admitted = question.law.value(keys.APPLICANT_ADMITTED[quality])
    if not admitted.value:
        reason = _("The person concerned must come personally, with a valid identity document.")
        return question.refuse(Ground((admitted.norm,), (reason,)))
    if quality in keys.REPRESENTS:
        return _represented(question, quality, admitted.norm)
    return _personally(question, quality, admitted.norm)


def representative(question: Question, quality: Applicant, who: RepresentativeFacts) -> Decision:
    """Decide whether this person may ask for the one the facts are about, in this quality."""
    decision = applicant(question, quality)
    if not decision.allowed or quality not in keys.REPRESENTS:
        return decision
    grounds = [ground for ground in (_who_it_is(question, quality, who), _capable(question, who)) if ground is not None]
    return question.refuse(*grounds) if grounds else decision


def _personally(question: Question, quality: Applicant, admitted: Norm) -> Decision:
    law = question.law
    not_for, doubtful = law.find(keys.APPLICANT_SELF_NOT_FOR), law.find(keys.APPLICANT_SELF_DOUBTFUL_FOR)
    if quality is not Applicant.SELF:
        return question.allow({"applicant": quality.value}, (admitted,), ())
    barred = conditions_met(question, not_for.value) if not_for is not None else ()
    if not_for is not None and barred:
        reasons = (
            _("A minor does not ask alone: whoever represents the minor asks and signs the request."),
            _("A parent comes with their own identity document and certifies the role; the minor need not come."),
        )
        norms = (
            not_for.norm,
            *norms_behind(question, barred),
            law.value(keys.APPLICANT_ADMITTED[Applicant.PARENT]).norm,
        )
        return question.refuse(Ground(norms, reasons))
    if doubtful is None or not conditions_met(question, doubtful.value):
        return question.allow({"applicant": quality.value}, (admitted,), ())
    reason = _("Under guardianship the guardian signs; with a support administrator the decree says: look at the act.")
    return question.allow({"applicant": quality.value}, (admitted, doubtful.norm), (reason,))


def _represented(question: Question, quality: Applicant, admitted: Norm) -> Decision:
    law = question.law
    whom = law.value(keys.REPRESENTS[quality])
    met = conditions_met(question, whom.value)
    if not met:
        return question.refuse(_nobody_to_represent(question, quality, whom.norm))
    norms = [admitted, whom.norm, *norms_behind(question, met)]
    appointment, document = law.find(keys.APPOINTMENT_ASKED_OF), law.find(keys.HOLDER_DOCUMENT_ASKED_OF)
    appointed = appointment is not None and quality in appointment.value
    shown = document is not None and bool(conditions_met(question, document.value))
    norms += [setting.norm for setting in (appointment if appointed else None, document) if setting is not None]
    outcome = {"applicant": quality.value, "appointment": appointed, "holder_document": shown}
    return question.allow(outcome, norms, ())


def _nobody_to_represent(question: Question, quality: Applicant, norm: Norm) -> Ground:
    if quality is not Applicant.PARENT:
        told = (
            _("According to the archive this person is under no guardianship, curatorship or support administration."),
            _("If the act of appointment is here, the archive is corrected first."),
        )
        return Ground((norm,), told)
    limit = question.law.value(keys.MINOR_UNDER_AGE)
    reasons = [_("A parent asks only for a child under {age}.").format(age=limit.value)]
    born = question.facts.born
    if born is not None:
        words = _("This person has been of full age since {day}, and asks personally.")
        reasons.append(words.format(day=show_date(of_age_on(question, born))))
    return Ground((norm, limit.norm), tuple(reasons))


def _who_it_is(question: Question, quality: Applicant, who: RepresentativeFacts) -> Ground | None:
    law = question.law
    role = law.value(keys.APPLICANT_ADMITTED[quality]).norm
    if who.same_person:
        return Ground((role,), (_("Nobody represents themselves: the two fiscal codes are the same."),))
    if who.deceased_on is not None:
        reason = _("According to the archive this person died on {day}.").format(day=show_date(who.deceased_on))
        return Ground((law.value(keys.APPLICANT_ADMITTED[Applicant.SELF]).norm,), (reason,))
    born = question.facts.born
    if quality is Applicant.PARENT and born is not None and who.born >= born:
        return Ground((role,), (_("A parent is older than the child: compare the two fiscal codes."),))
    return None


def _capable(question: Question, who: RepresentativeFacts) -> Ground | None:
    law = question.law
    of_age, no_ward = law.value(keys.REPRESENTATIVE_OF_AGE), law.value(keys.REPRESENTATIVE_NO_WARD)
    if who.same_person:
        return None
    day = of_age_on(question, who.born)
    if of_age.value and question.on < day:
        reason = _("Whoever represents somebody must be of full age: this person will be on {day}.")
        return Ground((of_age.norm, law.value(keys.MINOR_UNDER_AGE).norm), (reason.format(day=show_date(day)),))
    if no_ward.value and who.ward:
        reason = _("Whoever represents somebody must not be under guardianship, curatorship or support administration.")
        return Ground((no_ward.norm,), (reason,))
    return None
