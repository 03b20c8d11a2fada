"""A person who holds no PIN: what is refused for that, and the way to an identity of their own (M05, M16, M17)."""

from __future__ import annotations

from counter_app.i18n import _
from counter_app.norms.decision import Ground, Question
from counter_app.norms.norm import Norm
from counter_app.norms.rules.grounds import dismissal, held_pin_way, other_identity
from counter_app.norms.rules.issuing import issue
from counter_app.norms.terms import ActionName


def no_pin(question: Question, norm: Norm) -> Ground | None:
    """Return the ground that the person holds no PIN, with the way to one where there is any.

    Args:
        question: what is asked.
        norm: by which a PIN is needed.
    """
    if question.facts.pin is not None:
        return None
    return Ground((norm,), (_("The person holds no PIN."),), way_to_an_identity(question))


def own_way(question: Question) -> tuple[str, ...]:
    """Return how the person enters on their own: with an identity or PIN they hold, else by obtaining one."""
    if question.facts.pin is None or dismissal(question.asking(ActionName.ACCESS)) is not None:
        return other_identity(question) or way_to_an_identity(question)
    return held_pin_way(question)


def way_to_an_identity(question: Question) -> tuple[str, ...]:
    """Return how the person can obtain an identity of their own: a PIN while one is issued to them, else the others."""
    decision = issue(question.asking(ActionName.ISSUE_COUNTER))
    return (ActionName.ISSUE_COUNTER.value,) if decision.allowed else decision.remedies
