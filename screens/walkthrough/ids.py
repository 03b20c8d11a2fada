"""What scenarios can name on the screens: ids, steps, fields, option ids, keys (`sportello walkthrough ids`).

Keys come from the screens' own bindings, options from the vocabulary; which fields stand on which step is written here,
and a test holds it against the live screens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from counter_app.desk import copies, representation, signing
from counter_app.i18n import _
from counter_app.identity import checklist, documents, holder
from counter_app.settings import THEMES
from data.vocabulary import Applicant, AttachmentKind, Impediment, Role, Sex, SpoilReason
from screens import (
    citizen,
    covers,
    dialogs,
    envelopes,
    find,
    hand_over,
    home,
    labels,
    lock,
    login,
    lookups,
    operators,
    papers,
    past,
    person_fields,
    person_merge,
    review,
    second_person,
    settings,
    suspicions,
    welcome,
)
from screens.app import SportelloApp
from screens.case_note import CaseNoteDialog
from screens.copies import archive, scanner
from screens.help import HelpDialog
from screens.identify import IdentifyScreen
from screens.identify.document import as_it_is
from screens.identify.leave import ABANDON, HAND_OVER, KEEP, LeaveDialog
from screens.identify.odd import OddDocumentDialog
from screens.identify.password import PasswordDialog
from screens.issue import IssueScreen, SpoilDialog
from screens.issue.screen import END, REISSUE
from screens.norms import NormSheet
from screens.norms.calendar import CalendarScreen
from screens.password_change import PasswordChangeScreen
from screens.person_edit import PersonEditScreen
from screens.person_new import PersonNewScreen
from screens.refusal import RefusalScreen

INPUT, SELECT, RADIO, LIST, CHECKBOX = "input", "select", "radio", "list", "checkbox"
TEXT = "text"
"""A text to scroll in: it can have the focus, nothing can be filled in."""

YES_NO = ("yes", "no")
YEARS = range(2012, 2031)
"""From the timeline's first year (M22) on."""


@dataclass(frozen=True, slots=True)
class FieldIds:
    """A field: what a scenario can fill."""

    id: str
    widget: str
    options: tuple[str, ...] = ()
    """Ids of the options; the texts a checkbox takes."""
    about: str = ""
    """Where the option ids come from, when they are not fixed."""
    further: str = ""
    """How the ids of options begin that are not listed."""


@dataclass(frozen=True, slots=True)
class ScreenIds:
    """A screen or dialog."""

    id: str
    kind: type[Screen[Any]] | type[App[Any]]
    """Its class: where the keys are declared."""
    steps: tuple[tuple[str, tuple[FieldIds, ...]], ...]
    """Step -> fields in the order of the focus; one step without a name where it is no wizard."""


def _inputs(*ids: str) -> tuple[FieldIds, ...]:
    return tuple(FieldIds(name, INPUT) for name in ids)


def _boxes(*ids: str) -> tuple[FieldIds, ...]:
    return tuple(FieldIds(name, CHECKBOX, YES_NO) for name in ids)


def _plain(name: str, kind: type[Screen[Any]] | type[App[Any]], *fields: FieldIds) -> ScreenIds:
    return ScreenIds(name, kind, (("", fields),))


def _document_kinds() -> tuple[str, ...]:
    """Return every kind of document there is on some business date of the timeline."""
    return tuple(dict.fromkeys(kind.id for year in YEARS for kind in documents.kinds_on(date(year, 1, 1))))


def _document(field: Callable[[str], str] = as_it_is) -> tuple[FieldIds, ...]:
    kinds = FieldIds(field(documents.KIND), SELECT, _document_kinds(), _("those that exist on the business date"))
    rest = (documents.NUMBER, documents.ISSUER, documents.ISSUED, documents.EXPIRES)
    return (kinds, *_inputs(*map(field, rest)))


def _signing() -> tuple[FieldIds, ...]:
    """Return the boxes of the form, and what is there once `cannot-sign` is marked.

    Options that are always the same stand without a remark: only those are checked before anything is played.
    """
    accepted = tuple(name for name in _document_kinds() if documents.kind(name).accepted)
    instead = _("there when cannot-sign is marked")
    return (
        *_boxes("form-signed", representation.ROLE_CERTIFIED, "privacy-given", signing.CANNOT_SIGN),
        FieldIds(signing.CAUSE, SELECT, tuple(Impediment)),
        FieldIds(signing.WITNESS, INPUT, about=instead),
        FieldIds(signing.WITNESS_KIND, SELECT, accepted, instead),
        FieldIds(signing.WITNESS_NUMBER, INPUT, about=instead),
        *_boxes(signing.ATTESTED),
    )


def _identify() -> ScreenIds:
    code = FieldIds(representation.CODE, INPUT, about=_("of whoever asks for the person"))
    act = (representation.COURT, representation.APPOINTED_ON, representation.APPOINTMENT_NUMBER)
    there = _("there for a guardian or support administrator")
    appointment = (FieldIds(name, INPUT, about=there) for name in act)
    form = (*_signing(), *_inputs("contact-email", "contact-mobile", "contact-pec"))
    return ScreenIds(
        "identify",
        IdentifyScreen,
        (
            ("person", (FieldIds("applicant", RADIO, tuple(Applicant)),)),
            ("representative", (code, *appointment)),
            ("document", _document()),
            ("holder", _document(holder.field)),
            ("checks", _boxes(*checklist.OPERATOR_CHECKS)),
            ("form", form),
        ),
    )


def _issue() -> ScreenIds:
    return ScreenIds(
        "issue",
        IssueScreen,
        (
            ("printing", ()),
            ("envelope", _boxes("seal-intact", "receipt-signed")),
            ("handed-over", ()),
            ("in-doubt", ()),
            ("spoiled", (FieldIds("spoiled-next", LIST, (REISSUE, END)),)),
        ),
    )


def _person(*, known: bool = False) -> tuple[FieldIds, ...]:
    more = (FieldIds(person_fields.WARD, CHECKBOX, YES_NO), *_inputs(person_fields.DECEASED)) if known else ()
    return (
        *_inputs(person_fields.CODE, person_fields.SURNAME, person_fields.NAME, person_fields.BORN),
        FieldIds(person_fields.SEX, SELECT, tuple(Sex), _("filled in from a fiscal code, as birth date and place are")),
        *_inputs(person_fields.PLACE),
        FieldIds(person_fields.REASON, INPUT, about=_("there when something differs from the fiscal code")),
        *_inputs(person_fields.CITIZENSHIP, person_fields.RESIDENCE),
        FieldIds(
            person_fields.ITALIAN,
            CHECKBOX,
            YES_NO,
            _("there when citizenship or residence is not IT, or the archive says that there is none"),
        ),
        *_inputs(*person_fields.ADDRESS),
        *_inputs(person_fields.EMAIL, person_fields.MOBILE, person_fields.PEC),
        *more,
    )


def _visit() -> tuple[ScreenIds, ...]:
    about = _("actions of `sportello norms check` this desk does; decision-N: what was decided before")
    actions = FieldIds("actions", LIST, (citizen.ISSUE,), about, "decision-")
    leave = FieldIds("leave-choice", LIST, (KEEP, ABANDON, HAND_OVER), _("when a case is left half-way"))
    reason = FieldIds("spoil-reason", SELECT, tuple(SpoilReason))
    return (
        _plain("citizen", citizen.CitizenScreen, actions),
        _identify(),
        _plain("confirm", LeaveDialog, leave),
        _plain("hand-over", hand_over.HandOverDialog, FieldIds(hand_over.LIST, LIST, about=_("user names"))),
        _plain("password", PasswordDialog, *_inputs("operator-password")),
        _issue(),
        _plain("spoil", SpoilDialog, reason, *_inputs("spoil-note")),
        _plain("refusal", RefusalScreen, FieldIds("refusal-text", TEXT)),
        _plain("afterwards", past.AfterDialog),
        _plain("norm", NormSheet, FieldIds("norm-text", TEXT)),
        _plain("calendar", CalendarScreen, FieldIds("norms", LIST, about=_("norm ids"))),
    )


def _settings() -> ScreenIds:
    theme = FieldIds(settings.THEME, SELECT, (settings.AS_THE_DESK, *THEMES))
    office = (*_boxes(settings.SUPERVISORS), *_inputs(settings.EXPIRING))
    return _plain("settings", settings.SettingsScreen, *office, theme)


def _around() -> tuple[ScreenIds, ...]:
    hits = FieldIds(
        "hits", LIST, about=_("the person's number in the archive; the digit before it is simpler to press")
    )
    first = ("office-code", "office-name", "office-heading-1", "office-heading-2", "desk-name")
    supervisor = tuple(f"supervisor-{part}" for part in ("username", "name", "code", "password", "password-again"))
    account = FieldIds("operator-role", RADIO, tuple(Role))
    decision = FieldIds(review.DECISION, RADIO, (review.GO_ON, review.REJECT))
    passwords = _inputs("operator-password", "operator-password-again")
    settle = FieldIds("settle-choice", LIST, (envelopes.SPOIL, envelopes.DECLARE))
    return (
        _plain("login", login.LoginScreen, *_inputs("login-username", "login-password")),
        _plain("welcome", welcome.WelcomeScreen, *_inputs(*first, *supervisor)),
        _plain("password-change", PasswordChangeScreen, *_inputs("new-password", "new-password-again")),
        _plain("home", home.HomeScreen, *_inputs("fiscal-code")),
        _plain("find", find.FindScreen, *_inputs("find-surname", "find-name", "find-born"), hits),
        _plain("person-new", PersonNewScreen, *_person()),
        _plain("person-edit", PersonEditScreen, *_person(known=True)),
        _plain("merge", person_merge.MergeDialog, *_inputs(person_merge.REASON)),
        _plain("envelopes", envelopes.EnvelopesScreen, FieldIds("envelopes", LIST, about=_("the envelopes' serials"))),
        _plain("settle", envelopes.SettleDialog, settle),
        _plain("declare", envelopes.DeclareDialog, *_inputs(envelopes.REASON)),
        _plain(
            "second-person",
            second_person.SecondPersonDialog,
            *_inputs(second_person.USERNAME, second_person.PASSWORD),
        ),
        _plain(
            "suspicions", suspicions.SuspicionsScreen, FieldIds("suspicions", LIST, about=_("numbers of the notes"))
        ),
        _plain("review", review.ReviewScreen, FieldIds(review.FACTS, TEXT), decision, *_inputs("review-ground")),
        _plain("odd-document", OddDocumentDialog, *_inputs("odd-reason")),
        *_copies(),
        _plain("case-note", CaseNoteDialog, *_inputs("case-note")),
        _plain("operators", operators.OperatorsScreen, FieldIds("operators", LIST, about=_("user names"))),
        _plain(
            "operator-new",
            operators.NewOperatorDialog,
            *_inputs("operator-username", "operator-name", "operator-code"),
            account,
            *passwords,
        ),
        _settings(),
        _plain("operator-reset", operators.ResetDialog, *_inputs("reset-password", "reset-password-again")),
        _plain(
            "lookups", lookups.LookupsScreen, FieldIds(lookups.LIST, LIST, about="day-username, 2016-05-10-operatore")
        ),
        _plain("looked-up-by", lookups.LookedUpDialog, FieldIds(lookups.PEOPLE, LIST, about="looked-N, as they stand")),
        _plain("locked", lock.LockedScreen, *_inputs("unlock-password")),
        _plain("help", HelpDialog, FieldIds("help-text", TEXT)),
        _plain("papers", papers.PapersDialog, FieldIds("papers", LIST, about="NNN-<kind>-<number>.pdf")),
        _plain("date", dialogs.DateDialog, *_inputs("business-date")),
        _plain("confirm", dialogs.ConfirmDialog),
        _plain("error", dialogs.ErrorDialog),
        _plain("opening-fault", covers.OpeningFaultScreen),
    )


def _copies() -> tuple[ScreenIds, ...]:
    return (
        _plain(
            "scanner",
            scanner.ScannerDialog,
            FieldIds(scanner.SCANS, LIST, about="scan-N"),
            FieldIds(scanner.KIND, RADIO, tuple(AttachmentKind)),
        ),
        _plain("copies", archive.CopiesDialog, FieldIds(archive.LIST, LIST, about="copy-N")),
        _plain("copy-view", archive.ViewCopyDialog, *_inputs(copies.REASON)),
    )


def screens() -> tuple[ScreenIds, ...]:
    """Return every screen a scenario can meet."""
    return (*_around(), *_visit())


def describe() -> dict[str, Any]:
    """Return screens and keys as `walkthrough ids --json` writes them."""
    return {
        "keys_everywhere": keys_of(SportelloApp),
        "screens": [
            {
                "id": screen.id,
                "steps": [
                    {
                        "screen": f"{screen.id}/{step}" if step else screen.id,
                        "fields": [_field(field) for field in fields],
                    }
                    for step, fields in screen.steps
                ],
                "keys": keys_of(screen.kind),
            }
            for screen in screens()
        ],
        "actions": {name: labels.action(name) for name in labels.ACTIONS},
    }


def keys_of(kind: type[Screen[Any]] | type[App[Any]]) -> list[dict[str, str]]:
    """Return the keys a class declares: key and what it does, in the interface's language."""
    return [
        {"key": binding.key, "does": binding.description or binding.tooltip or binding.action}
        for binding in _bindings(kind.BINDINGS)
    ]


def _bindings(declared: Iterable[Any]) -> list[Binding]:
    return list(Binding.make_bindings(declared))


def _field(field: FieldIds) -> dict[str, Any]:
    described: dict[str, Any] = {"id": field.id, "widget": field.widget}
    if field.options:
        described["options"] = list(field.options)
    if field.about:
        described["about"] = field.about
    if field.further:
        described["further"] = field.further
    return described
