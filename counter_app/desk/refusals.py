"""Keeping a refusal as it was decided, with its entry in the register."""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk.eligibility import store
from counter_app.desk.record import record
from counter_app.desk.views import Actor
from counter_app.norms.decide import Decision
from data.database import Session
from data.tables import Visit


def record_refusal(counter: Counter, actor: Actor, visit_id: int, decision: Decision, **details: Any) -> None:
    """Keep a refusal, as it was decided, and enter it in the register."""

    def write(session: Session) -> None:
        person_id = session.get_one(Visit, visit_id).person_id
        store(counter, session, visit_id, decision)
        norms = [norm.id for norm in decision.norms]
        record(counter, session, actor, "pin.refused", visit_id=visit_id, person_id=person_id, norms=norms, **details)

    counter.write(write)
