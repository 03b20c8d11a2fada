"""What was decided for a person before, explained by the norms as they were then (M22)."""

from __future__ import annotations

import json

from counter_app.counter import Counter
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, ExplainedView, PastDecisionView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.norms.norm import CatalogueError
from counter_app.norms.timeline import Catalogue, load_edition
from data.database import Session
from data.queries import decisions as queries
from data.tables import StoredDecision, id_of

SHOWN = 9
"""How many decisions the card shows: what a numbered list holds."""


def past(session: Session, person_id: int) -> tuple[PastDecisionView, ...]:
    """Return the newest decisions taken for a person."""
    return tuple(_view(row) for row in queries.of_person(session, person_id, SHOWN))


def explain(counter: Counter, actor: Actor, decision_id: int) -> ExplainedView:
    """Explain a decision as it was taken: by the norm files of that day, as known on that day.

    Raises:
        BadInputError: when there is no such decision.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")

    def read(session: Session) -> tuple[StoredDecision, str | None]:
        row = session.get(StoredDecision, decision_id)
        if row is None:
            raise BadInputError(_("There is no such decision."))
        return row, queries.edition(session, row.norms_digest)

    row, files = counter.read(read)
    edition = _edition(counter, row.norms_digest, files)
    norms = edition or counter.norms
    law = norms.law(row.on_date, row.known_on, later_acts=row.later_acts)
    found = (norms.norms.get(norm_id) for norm_id in row.norms.split())
    return ExplainedView(
        past=_view(row),
        known_on=row.known_on,
        reasons=tuple(json.loads(row.reasons)),
        norms=tuple(law.cite(norm) for norm in found if norm is not None and law.status(norm) is not None),
        as_they_were=edition is not None,
    )


def _edition(counter: Counter, digest: str, files: str | None) -> Catalogue | None:
    """Return the norms with this digest, None where they were not kept or this program cannot read them any more."""
    if digest == counter.norms.digest:
        return counter.norms
    try:
        edition = None if files is None else load_edition(json.loads(files))
    except (CatalogueError, ValueError):
        return None
    return edition if edition is not None and edition.digest == digest else None


def _view(row: StoredDecision) -> PastDecisionView:
    return PastDecisionView(decision_id=id_of(row), action=row.action, on=row.on_date, allowed=row.allowed)
