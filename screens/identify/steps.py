"""The four steps of the identification: their widgets, and what the cards and texts in them say."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from counter_app.desk.views import CardView, PersonView
from counter_app.i18n import _, show_date
from counter_app.identity import checklist, documents, fiscal_code
from counter_app.identity.documents import EXPIRES, ISSUED, ISSUER, KIND, NUMBER, DocumentKind
from screens import labels
from screens.identify.applicant import ApplicantSet
from screens.marks import Choice, MarkBox
from screens.widgets.fields import DateInput, DeskInput, Field

SIGNED = "form-signed"
PRIVACY = "privacy-given"
EMAIL = "contact-email"
MOBILE = "contact-mobile"


def missing_words() -> dict[str, str]:
    """Return what the pane says of each field that is still empty."""
    return {
        "applicant": _("in what quality they ask"),
        KIND: _("kind of document"),
        NUMBER: _("number"),
        ISSUER: _("who issued it"),
        ISSUED: _("date of issue"),
        EXPIRES: _("expiry date"),
        checklist.PHOTO_MATCH: _("photo looked at"),
        checklist.DOCUMENT_INTACT: _("document looked at"),
        checklist.DATA_AGREE: _("data compared"),
        SIGNED: _("signed form"),
        PRIVACY: _("privacy notice"),
    }


def person_step(card: CardView, advice: tuple[str, ...]) -> ComposeResult:
    """Ask in what quality the person comes, beside the data to compare."""
    yield Static(_("In what quality is the person at the counter asking?"), classes="question", markup=False)
    yield ApplicantSet()
    yield Static(_person_data(card.person), id="person-data", markup=False)
    if advice:
        yield Static("\n".join(advice), id="advice", markup=False)


def document_step(today: date) -> ComposeResult:
    """Ask for the identity document."""
    yield Static(_("Which identity document is on the counter?"), classes="question", markup=False)
    kinds = [(kind.name, kind.id) for kind in documents.kinds_on(today)]
    yield Field(_("Kind"), Choice(kinds, id=KIND))
    yield Field(_("Number"), DeskInput(id=NUMBER, width=22))
    yield Field(_("Issued by"), DeskInput(id=ISSUER, width=34))
    yield Field(_("Issued on"), DateInput(id=ISSUED))
    yield Field(_("Expires on"), DateInput(id=EXPIRES))
    yield Static("", id="document-note", markup=False)


def checks_step() -> ComposeResult:
    """Ask for what only eyes can check, beside what the program has checked."""
    yield Static(_("Look at the person, at the document, at the data."), classes="question", markup=False)
    for name in checklist.OPERATOR_CHECKS:
        yield MarkBox(labels.check(name), id=name)
    yield Static("", id="own-checks", markup=False)


def form_step() -> ComposeResult:
    """Ask for the signed form and, if the person wishes, their contacts."""
    yield Static(_("Print the request form with F4 and have it signed."), classes="question", markup=False)
    yield Static("", id="form-printed", markup=False)
    yield MarkBox(_("The person has signed the request form"), id=SIGNED)
    yield MarkBox(_("The privacy notice has been given"), id=PRIVACY)
    with Vertical(id="contacts"):
        yield Static(_("Contacts, if the person wishes"), classes="quiet", markup=False)
        yield Field(_("E-mail"), DeskInput(id=EMAIL, width=34))
        yield Field(_("Mobile number"), DeskInput(id=MOBILE, width=22))


def kind_words(kind: DocumentKind | None) -> str:
    """Return who usually issues this kind and what to look at on it."""
    if kind is None:
        return ""
    issuer = _("Usually issued by: {issuer}").format(issuer=kind.issuer_hint) if kind.issuer_hint else ""
    return "\n".join(part for part in (issuer, kind.note) if part)


def own_checks(card: CardView) -> Content:
    """Return in words what the program has checked by itself (M02).

    Args:
        card: the person's card; the document has passed its check when this is shown.
    """
    person = card.person
    odd = fiscal_code.agrees(person.fiscal_code, person.surname, person.name, person.born, person.sex, None)
    usable = any(item.display_state == "active" for item in card.credentials)
    checks = (
        (
            person.deceased_on is None,
            _("the person is alive according to the archive"),
            _("the archive says the person died"),
        ),
        (True, _("the document is in force today"), ""),
        (
            not odd,
            _("the fiscal code agrees with name and birth date"),
            _("the fiscal code differs from name or birth date: look twice"),
        ),
        (not usable, _("the person holds no usable PIN"), _("the person already holds a usable PIN")),
    )
    lines = [Content.styled(_("THE PROGRAM HAS CHECKED"), "bold $accent")]
    for good, yes, no in checks:
        lines.append(Content(f"✓ {yes}") if good else Content.styled(f"! {no}", "bold $warning"))
    return Content("\n").join(lines)


def _person_data(person: PersonView) -> Content:
    rows = [
        (_("Name"), person.full_name),
        (_("Fiscal code"), person.fiscal_code + (" " + _("(provisional)") if person.provisional else "")),
        (_("Born"), f"{show_date(person.born)}, {person.birth_place}"),
        (_("Address"), ", ".join(person.address)),
    ]
    wide = max(len(label) for label, _text in rows)
    lines = [Content.styled(_("THE ARCHIVE SAYS"), "bold $accent")]
    lines += [Content.assemble((label.ljust(wide), "$quiet"), "  ", text) for label, text in rows if text]
    return Content("\n").join(lines)
