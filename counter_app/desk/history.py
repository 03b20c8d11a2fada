"""What was decided for a person before, explained by the norms as they were then (M22), and what became of it."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import replace

from counter_app.counter import Counter
from counter_app.desk.desk_views import AfterView
from counter_app.desk.rights import may, require
from counter_app.desk.views import Actor, ExplainedView, PastDecisionView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.norms.norm import CatalogueError
from counter_app.norms.timeline import Catalogue, load_edition
from data.database import Session
from data.queries import decisions as queries
from data.queries import office as office_queries
from data.queries import register as register_queries
from data.queries.register import Told
from data.tables import StoredDecision, id_of

SHOWN = 9
"""How many lines of it the card shows: what a numbered list holds."""

DECIDING = ("pin.refused", "envelope.reserved")
"""Events of the acts that keep a decision, each exactly one."""
OF_A_CHECK = ("suspicion.cleared", "suspicion.rejected")
"""Events that end a check of the office."""
GROUNDS = {
    "document.confirmed": "reason",
    **dict.fromkeys(OF_A_CHECK, "ground"),
    "pin.handed-over": "reason",
    "envelope.spoiled": "note",
}
"""Events that tell what became of a decision, each with the name of what was written with it."""


def past(counter: Counter, session: Session, actor: Actor, person_id: int) -> tuple[PastDecisionView | AfterView, ...]:
    """Return the newest decisions taken for a person and what came of them, the newest first.

    The register says in which order things were done; a clock may stand still. Who decided on a held case and why is
    for those alone who decide on such cases (office practice).
    """
    decisions = deque(queries.of_person(session, person_id, SHOWN))
    told = register_queries.of_person(session, person_id, (*DECIDING, *GROUNDS), SHOWN)
    names = office_queries.full_names(session, [_who(entry) for entry in told])
    decides = may(counter, actor, "decide-suspicion")
    found: list[PastDecisionView | AfterView] = []
    for entry in told:
        if entry.event not in DECIDING:
            after = _after(entry, names)
            found.append(after if decides or entry.event not in OF_A_CHECK else replace(after, who="", ground=""))
            continue
        row = next((row for row in decisions if row.visit_id == entry.visit_id), None)
        if row is not None:
            decisions.remove(row)
            found.append(_view(row))
    return (*found, *map(_view, decisions))[:SHOWN]


def _who(entry: Told) -> str:
    """Return the username of who decided: the second person, where there was one."""
    details = entry.details
    return str(details.get("second") or details.get("declared_by") or entry.operator)


def _after(entry: Told, names: dict[str, str]) -> AfterView:
    who, details = _who(entry), entry.details
    return AfterView(
        entry_id=entry.id,
        event=entry.event,
        on=entry.business_date,
        who=names.get(who, who),
        serial=entry.subject if entry.event in ("pin.handed-over", "envelope.spoiled") else "",
        spoiled=str(details.get("reason", "")) if entry.event == "envelope.spoiled" else "",
        ground=str(details.get(GROUNDS[entry.event], "")),
    )


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
