"""The slip a refused person takes home: what, why, what to do, what to bring (screens.md, principle 4)."""

from __future__ import annotations

from counter_app.counter import Counter
from counter_app.desk.papers import paper_head, person_on_paper, print_document
from counter_app.desk.people import person_view
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, PrintedView
from counter_app.desk.visits import visit_and_person
from counter_app.desk.words import remedy
from counter_app.envelope.content import PersonOnPaper, SlipData, SlipReason
from counter_app.envelope.documents import render_refusal_slip
from counter_app.i18n import _
from counter_app.identity.documents import what_to_bring
from counter_app.norms.decide import Decision
from data.vocabulary import PrintedKind

DOCUMENT_NORMS = ("m02-valid-document", "m02-accepted-documents")


def bring_list(decision: Decision) -> tuple[str, ...]:
    """Return what a person refused by this decision should bring next time, in words; empty where nothing helps."""
    if any(norm.id in DOCUMENT_NORMS for norm in decision.norms):
        return what_to_bring(decision.on)
    return ()


def print_refusal(counter: Counter, actor: Actor, visit_id: int | None, decision: Decision) -> PrintedView:
    """Print a refusal as a slip, exactly what the screen says.

    Raises:
        FaultError: when the printer does not take it.
    """
    require(counter, actor, "serve")
    person = PersonOnPaper(full_name="", fiscal_code="")
    if visit_id is not None:
        row = counter.read(lambda session: visit_and_person(session, visit_id)[1])
        person = person_on_paper(person_view(row))
    acts = [norm.act for norm in decision.norms]

    def render(number: str, code: str) -> bytes:
        return render_refusal_slip(
            SlipData(
                head=paper_head(counter, actor, number, code),
                person=person,
                asked_for=_("a dispositive PIN at the counter"),
                reasons=tuple(
                    SlipReason(text, acts[min(at, len(acts) - 1)]) for at, text in enumerate(decision.reasons)
                ),
                what_to_do=tuple(remedy(name) for name in decision.remedies),
                what_to_bring=bring_list(decision),
            )
        )

    return print_document(counter, actor, PrintedKind.REFUSAL_SLIP, visit_id, render)
