"""The two steps of somebody who asks for another person: who it is, and who the person is (M02)."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Static

from counter_app.desk.representation import APPOINTED_ON, APPOINTMENT_NUMBER, CODE, COURT
from counter_app.desk.views import PersonView
from counter_app.i18n import _
from counter_app.norms.decide import Decision
from data.vocabulary import Applicant
from screens import labels
from screens.identify.document import DocumentFields
from screens.identify.steps import archive_data
from screens.widgets.fields import CodeInput, DateInput, DeskInput, Field
from screens.widgets.lines import say

APPOINTMENT = "appointment"


def representative_step() -> ComposeResult:
    """Ask who the representative is, and by which act they were appointed."""
    yield Static(_("Who is asking for this person?"), classes="question", markup=False)
    yield Field(_("Fiscal code"), CodeInput(id=CODE))
    with Vertical(id=APPOINTMENT):
        yield Static(_("Appointed by the act of"), classes="quiet", markup=False)
        yield Field(_("Court"), DeskInput(id=COURT, width=34))
        yield Field(_("Date of the act"), DateInput(id=APPOINTED_ON))
        yield Field(_("Number"), DeskInput(id=APPOINTMENT_NUMBER, width=22))
    yield Static("", id="representative-data", markup=False)


def holder_step(fields: DocumentFields, today: date) -> ComposeResult:
    """Ask for the document of the person the PIN is for."""
    yield Static("", id="holder-question", classes="question", markup=False)
    yield from fields.compose(today)


def show(screen: DOMNode, decision: Decision | None, who: PersonView | None, holder: PersonView) -> None:
    """Show on both steps what is asked for and what is known.

    Args:
        screen: the wizard.
        decision: that admits the quality chosen; None while none is.
        who: the representative, None until found.
        holder: the person the PIN is for.
    """
    asked = {} if decision is None else decision.outcome
    screen.query_one(f"#{APPOINTMENT}").display = bool(asked.get("appointment"))
    words = _(
        "Type or scan the code from their card; F2 searches by surname, name and birth date. F3 registers them if the "
        "archive does not know them."
    )
    say(screen.query_one("#representative-data", Static), archive_data(who) if who else Content(words))
    words = (
        _("Which document shows who {person} is?")
        if asked.get("holder_document")
        else _("Is there a document of {person}? Without one, go on with F8.")
    )
    say(screen.query_one("#holder-question", Static), words.format(person=holder.full_name))


def acting(full_name: str, quality: Applicant, person: str) -> str:
    """Return who acts for whom, for the title of every screen of the case (screens.md, "Acting for somebody else")."""
    return _("{who}, {quality}, for {person}").format(
        who=full_name.upper(), quality=labels.quality(quality), person=person.upper()
    )
