"""The state of a PIN on a day, the derived ones included (M10, glossary)."""

from __future__ import annotations

from datetime import date

from counter_app.norms.decide import expires_on
from counter_app.norms.timeline import Catalogue
from data.vocabulary import CredentialState

__all__ = ["EXPIRED", "display_state", "expires_on"]

EXPIRED = "expired"


def display_state(norms: Catalogue, state: CredentialState, usable_from: date | None, on: date) -> str:
    """Return a PIN's state on a day: the stored one, or `expired` where the dates say so.

    Args:
        norms: the law.
        state: the stored state.
        usable_from: day the secret became usable, None before the hand-over.
        on: the day asked about.
    """
    if state is CredentialState.ACTIVE and usable_from is not None and on >= expires_on(norms, usable_from):
        return EXPIRED
    return str(state)
