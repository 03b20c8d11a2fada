"""In what quality somebody may ask at the counter (M02)."""

from __future__ import annotations

from counter_app.i18n import _
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from data.vocabulary import Applicant


def applicant(question: Question, quality: Applicant) -> Decision:
    """Decide whether somebody may ask in this quality: the person, a legal representative, a delegate."""
    law = question.law
    admitted = law.value(keys.APPLICANT_ADMITTED[quality])
    if not admitted.value:
        reason = _("The person concerned must come personally, with a valid identity document.")
        return question.refuse(Ground((admitted.norm,), (reason,)))
    waiting = law.find(keys.DESK_NOT_YET_HANDLED)
    if waiting is not None and quality in waiting.value:
        reasons = (
            _("The law admits legal representatives, but this desk does not handle their requests yet."),
            _("Take the request on paper, with the self-certification of the role, and pass it to the supervisor."),
        )
        return question.refuse(Ground((admitted.norm, waiting.norm), reasons))
    return question.allow({"applicant": quality.value}, (admitted.norm,), ())
