"""What an operator has chosen for the screen, kept with the account: a matter of taste, not an act of the register."""

from __future__ import annotations

import json
from dataclasses import asdict

from counter_app.counter import Counter
from counter_app.desk.desk_views import ChoicesView
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from counter_app.settings import THEMES
from data.database import Session
from data.tables import Operator


def mine(counter: Counter, actor: Actor) -> ChoicesView:
    """Return what the actor has chosen; what cannot be read, or is not offered any more, counts as not chosen."""
    require(counter, actor, "own-session")

    def read(session: Session) -> ChoicesView:
        row = session.get(Operator, actor.operator_id)
        return as_chosen("" if row is None else row.choices)

    return counter.read(read)


def choose(counter: Counter, actor: Actor, chosen: ChoicesView) -> ChoicesView:
    """Keep what the actor has chosen, for whatever desk they log in at."""
    require(counter, actor, "own-session")

    def write(session: Session) -> ChoicesView:
        row = session.get_one(Operator, actor.operator_id)
        row.choices = json.dumps(asdict(chosen), sort_keys=True)
        return as_chosen(row.choices)

    return counter.write(write)


def as_chosen(text: str) -> ChoicesView:
    """Return choices as the table keeps them, read with patience.

    Args:
        text: JSON; anything else counts as nothing chosen.
    """
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    if not isinstance(kept, dict):
        return ChoicesView()
    theme = kept.get("theme")
    return ChoicesView(theme=theme if theme in THEMES else "", unfolded=kept.get("unfolded") is True)
