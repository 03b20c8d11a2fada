"""The steps of the identification: their widgets, and what the cards and texts in them say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from counter_app.desk import contacts, representation, signing
from counter_app.desk.views import CardView, PersonView
from counter_app.i18n import _, show_date
from counter_app.identity import checklist, fiscal_code, holder
from counter_app.identity.documents import EXPIRES, ISSUED, ISSUER, KIND, NUMBER
from counter_app.identity.extended import Extended
from screens import labels
from screens.identify.applicant import ApplicantSet
from screens.identify.document import DocumentFields
from screens.marks import MarkBox

SIGNED = "form-signed"
PRIVACY = "privacy-given"


def missing_words() -> dict[str, str]:
    """Return what the pane calls each field, in the order of the fields of a step."""
    document = {
        KIND: _("kind of document"),
        NUMBER: _("number"),
        ISSUER: _("who issued it"),
        ISSUED: _("date of issue"),
        EXPIRES: _("expiry date"),
    }
    return {
        "applicant": _("in what quality they ask"),
        **document,
        checklist.PHOTO_MATCH: _("photo looked at"),
        checklist.DOCUMENT_INTACT: _("document looked at"),
        checklist.DATA_AGREE: _("data compared"),
        **{holder.field(name): words for name, words in document.items()},
        representation.CODE: _("the representative's fiscal code"),
        representation.COURT: _("court that appointed them"),
        representation.APPOINTED_ON: _("date of the appointment"),
        representation.APPOINTMENT_NUMBER: _("number of the appointment"),
        SIGNED: _("signed form"),
        representation.ROLE_CERTIFIED: _("signed self-certification"),
        PRIVACY: _("privacy notice"),
        signing.CAUSE: _("why they cannot sign"),
        signing.WITNESS: _("the witness"),
        signing.WITNESS_KIND: _("the witness's document"),
        signing.WITNESS_NUMBER: _("its number"),
        signing.ATTESTED: _("attestation"),
        contacts.EMAIL: _("e-mail"),
        contacts.MOBILE: _("mobile number"),
        contacts.PEC: "PEC",
    }


def person_step(card: CardView, advice: tuple[str, ...]) -> ComposeResult:
    """Ask in what quality the person comes, beside the data to compare."""
    yield Static(_("In what quality is the person at the counter asking?"), classes="question", markup=False)
    yield ApplicantSet()
    yield Static(archive_data(card.person), id="person-data", markup=False)
    if advice:
        yield Static("\n".join(advice), id="advice", markup=False)


def document_step(fields: DocumentFields, today: date) -> ComposeResult:
    """Ask for the identity document of whoever asks."""
    yield Static("", id="document-question", classes="question", markup=False)
    yield from fields.compose(today)


def checks_step() -> ComposeResult:
    """Ask for what only eyes can check, beside what the program has checked."""
    yield Static("", id="checks-question", classes="question", markup=False)
    for name in checklist.OPERATOR_CHECKS:
        yield MarkBox(labels.check(name), id=name)
    yield Static("", id="own-checks", markup=False)


def checks_question(begun_by: str) -> str:
    """Return what is asked on the checks, and why it is asked again where a colleague began the case.

    Args:
        begun_by: full name of the colleague; empty where there is none.
    """
    if not begun_by:
        return _("Look at the person, at the document, at the data.")
    words = _(
        "{name} began this case. Photo, document and data are declared by whoever issues: look at them yourself, and "
        "mark them again."
    )
    return words.format(name=begun_by)


def own_checks(
    card: CardView, who: PersonView | None, doubts: Iterable[str], beyond: Extended | None = None
) -> Content:
    """Return in words what the program has checked by itself (M02).

    Args:
        card: the person's card; the document has passed its check when this is shown.
        who: the representative, None where the person asks for themselves.
        doubts: what the decision on the quality says to look at.
        beyond: what keeps the document good past its printed expiry, None where it needs nothing.
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
        (beyond is None, _("the document is in force today"), beyond.words if beyond else ""),
        (
            not odd,
            _("the fiscal code agrees with name and birth date"),
            _("the fiscal code differs from name or birth date: look twice"),
        ),
        (not usable, _("the person holds no usable PIN"), _("the person already holds a usable PIN")),
    )
    lines = [Content.styled(_("THE PROGRAM HAS CHECKED"), "bold $accent")]
    if who is not None:
        lines = [
            archive_data(who),
            Content(""),
            *lines,
            Content("✓ " + _("this person may ask for {person}").format(person=person.full_name)),
        ]
    for good, yes, no in checks:
        lines.append(Content(f"✓ {yes}") if good else Content.styled(f"! {no}", "bold $warning"))
    lines += [Content.styled(f"! {doubt}", "bold $warning") for doubt in doubts]
    return Content("\n").join(lines)


def archive_data(person: PersonView) -> Content:
    """Return what the archive says of a person, to compare with the document."""
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
