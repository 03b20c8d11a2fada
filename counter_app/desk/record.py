"""Entering an act in the register, within its own transaction: the one way every use case does it."""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk.views import Actor
from counter_app.register.chain import Act
from data.database import Session


def record(
    counter: Counter,
    session: Session,
    actor: Actor,
    event: str,
    *,
    visit_id: int | None = None,
    subject: str = "",
    **details: Any,
) -> None:
    """Append one act to the chain of the actor's desk (M01: bound to operator, sede, desk and date).

    Args:
        counter: the desk.
        session: the act's own transaction.
        actor: who acts, where.
        event: register event, `pin.handed-over`.
        visit_id: the visit it belongs to.
        subject: serial or number of the thing it is about.
        details: facts about the person or the act; erasable, never a secret.

    Raises:
        FaultError: outside training, when the computer's clock was set back.
    """
    counter.register.append(
        session,
        Act(
            desk=f"{actor.office.code}/{actor.desk}",
            at=counter.clock.now(),
            business_date=counter.clock.today(),
            event=event,
            operator=actor.username,
            visit_id=visit_id,
            subject=subject,
            details=details,
        ),
    )
