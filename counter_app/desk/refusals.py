"""Keeping a refusal as it was decided, with its entry in the register."""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk.eligibility import store
from counter_app.desk.record import record
from counter_app.desk.views import Actor
from counter_app.desk.visits import visit_and_person
from counter_app.norms.decide import Decision
from data.database import Session


def record_refusal(counter: Counter, actor: Actor, visit_id: int, decision: Decision, **details: Any) -> None:
    """Keep a refusal, as it was decided, and enter it in the register."""

    def write(session: Session) -> None:
        _visit, person = visit_and_person(session, visit_id)
        store(counter, session, visit_id, decision)
        norms = [norm.id for norm in decision.norms]
        record(counter, session, actor, "pin.refused", visit_id=visit_id, person_id=person.id, norms=norms, **details)

    counter.write(write)
