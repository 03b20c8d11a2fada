"""The last step of the identification: what was signed, or what stands for a signature, and the contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.widgets import Static

from counter_app.clock import ROME
from counter_app.desk import contacts
from counter_app.desk.representation import ROLE_CERTIFIED
from counter_app.desk.signing import ATTESTED, CANNOT_SIGN, CAUSE, WITNESS, WITNESS_KIND, WITNESS_NUMBER
from counter_app.desk.views import CardView, PrintedView
from counter_app.i18n import _, show_date
from counter_app.identity import documents
from data.vocabulary import Impediment, PrintedKind
from screens import labels
from screens.identify.steps import PRIVACY, SIGNED
from screens.marks import Choice, MarkBox
from screens.widgets.fields import DeskInput, Field
from screens.widgets.lines import say

UNSIGNED = "unsigned"


def form_step(today: date, card: CardView) -> ComposeResult:
    """Ask for the signed papers and, if the person wishes, their contacts, beginning with those the archive has.

    Args:
        today: the business date, which says with which documents a witness can show who they are.
        card: of the person the PIN is for.
    """
    yield Static("", id="form-question", classes="question", markup=False)
    yield Static("", id="form-printed", markup=False)
    yield MarkBox(_("The request form is signed"), id=SIGNED)
    yield MarkBox(_("The self-certification of the role is signed"), id=ROLE_CERTIFIED)
    yield MarkBox(_("The privacy notice has been given"), id=PRIVACY)
    yield MarkBox(_("Whoever asks cannot sign: operator and witness sign instead"), id=CANNOT_SIGN)
    with Vertical(id=UNSIGNED):
        causes = [(labels.impediment(cause), cause.value) for cause in Impediment]
        kinds = [(kind.name, kind.id) for kind in documents.kinds_on(today) if kind.accepted]
        yield Field(_("Why"), Choice(causes, id=CAUSE))
        yield Field(_("Witness"), DeskInput(id=WITNESS, width=34), _("surname and name"))
        yield Field(_("Their document"), Choice(kinds, id=WITNESS_KIND))
        yield Field(_("Number"), DeskInput(id=WITNESS_NUMBER, width=22))
        yield MarkBox(_("I have heard the declaration before the witness, and attest the impediment"), id=ATTESTED)
    with Vertical(id="contacts"):
        yield Static(_asked(card), classes="quiet", markup=False)
        person = card.person
        yield Field(_("E-mail"), DeskInput(person.email, id=contacts.EMAIL, width=34))
        yield Field(_("Mobile number"), DeskInput(person.mobile, id=contacts.MOBILE, width=22))
        yield Field("PEC", DeskInput(person.pec, id=contacts.PEC, width=34))


def _asked(card: CardView) -> str:
    """Return what is asked above the contacts, and how many the holder will want one day."""
    if not card.recovery_contacts:
        return _("The holder's contacts, optional")
    return _("The holder's contacts, optional; recovery online wants {count}").format(count=card.recovery_contacts)


def show(screen: DOMNode, *, for_another: bool, unsigned: bool) -> None:
    """Show what this case asks for.

    Args:
        screen: the wizard.
        for_another: whether a representative asks.
        unsigned: whether whoever asks cannot sign.
    """
    question = (
        _("Print form and self-certification with F4, and have both signed.")
        if for_another
        else _("Print the request form with F4 and have it signed.")
    )
    if unsigned:
        question = _("Say why and who the witness is; print with F4, and read it out before signing.")
    say(screen.query_one("#form-question", Static), question)
    screen.query_one(f"#{SIGNED}").display = not unsigned
    screen.query_one(f"#{ROLE_CERTIFIED}").display = for_another
    screen.query_one(f"#{UNSIGNED}").display = unsigned


def show_printed(screen: DOMNode, papers: Iterable[PrintedView], today: date) -> None:
    """Say which papers of this case were printed, and when.

    Args:
        screen: the wizard.
        papers: what was printed in the visit.
        today: the business date: of a paper printed today the hour is told, of another one the day.
    """
    words = {
        PrintedKind.REQUEST_FORM: _("Printed {when}: form {number}, verification code {code}."),
        PrintedKind.SELF_CERTIFICATION: _("Printed {when}: self-certification {number}, code {code}."),
    }
    lines = []
    for paper in papers:
        at = paper.printed_at.astimezone(ROME)
        when = _("at {hour}").format(hour=f"{at:%H:%M}")
        if at.date() != today:
            when = _("on {day}").format(day=show_date(at.date()))
        if paper.kind in words:
            lines.append(words[paper.kind].format(when=when, number=paper.number, code=paper.verification_code))
    say(screen.query_one("#form-printed", Static), "\n".join(lines))
