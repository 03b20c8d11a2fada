"""Identity documents: which kinds identify a person, and whether the one on the counter does (M02).

The kinds are reference data, `data/reference/identity_documents.toml` (DPR 445/2000 art. 35).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from counter_app.errors import BadInputError
from counter_app.i18n import _, localised, show_date
from counter_app.identity.folding import clean, fold

if TYPE_CHECKING:
    from counter_app.identity.extended import Extended

KIND = "document-kind"
NUMBER = "document-number"
ISSUER = "document-issuer"
ISSUED = "document-issued"
EXPIRES = "document-expires"

VALID_DOCUMENT = "m02-valid-document"
ACCEPTED_DOCUMENTS = "m02-accepted-documents"

EXPIRING_DAYS = 7
"""So many days before its expiry a document is announced as expiring, unless the office has set otherwise."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document, as the reference data describe it.

    Args:
        id: kebab-case id, also the option's id on the screen.
        names: its name, by language.
        act: the act that makes it an identity document, or says why it is none.
        italian: whether an Italian authority issues it.
        settled: False where office practice accepts or refuses it and no act in the sources does.
        expiry_required: False where the document may carry no expiry date.
        issuers: who issues it, by language: a hint for the field.
        notes: what to look at on it, by language; empty where there is nothing special.
        refusals: why it does not identify, by language; empty where it does.
        pattern: regular expression of the usual number without blanks; empty where none is known.
        example: a number of that form, all zeros and As.
        years: typical validity in years; None where not known.
        from_: first day on which it exists as a document, None if not known.
        until: last day on which it is good, None if not known.
        never_from: words in the name of an authority that never issues it, folded.
    """

    id: str
    names: dict[str, str]
    act: str
    italian: bool
    settled: bool
    expiry_required: bool
    issuers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    pattern: str = ""
    example: str = ""
    years: int | None = None
    from_: date | None = None
    until: date | None = None
    never_from: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Its name in the interface's language."""
        return localised(self.names)

    @property
    def issuer_hint(self) -> str:
        """Who usually issues it, in the interface's language; empty where there is no hint."""
        return localised(self.issuers) if self.issuers else ""

    @property
    def note(self) -> str:
        """What to look at on it, in the interface's language; may be empty."""
        return localised(self.notes) if self.notes else ""

    @property
    def accepted(self) -> bool:
        """Whether it identifies a person."""
        return not self.refusals

    @property
    def refusal(self) -> str:
        """Why it does not identify, in the interface's language; empty where it does."""
        return localised(self.refusals) if self.refusals else ""

    def exists_on(self, day: date) -> bool:
        """Return whether this kind of document is good on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """The document on the counter, as far as it has been typed.

    Args:
        kind: id of its kind; empty while none is chosen.
        number: as it stands on the document.
        issuer: the authority that issued it.
        issued_on: date of issue, None while not typed.
        expires_on: last day of validity, None while not typed or where it carries none.
    """

    kind: str
    number: str
    issuer: str
    issued_on: date | None
    expires_on: date | None


NOTHING = IdentityDocument("", "", "", None, None)
"""No document at all."""


@dataclass(frozen=True, slots=True)
class FieldMessage:
    """What is to be said beside a field.

    Args:
        field: id of the field.
        message: in the interface's language.
    """

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """What is missing, wrong or odd about a document, and whether a norm refuses it.

    Args:
        missing: ids of the fields still to be filled.
        errors: values that cannot be; they have to be corrected first.
        warnings: values to look at twice.
        refused_by: id of the norm that refuses the document, None where none does.
        reason: why, in the interface's language; empty where nothing is refused.
        beyond: what keeps it good past its printed expiry; None where it needs nothing, or nothing does.
    """

    missing: tuple[str, ...] = ()
    errors: tuple[FieldMessage, ...] = ()
    warnings: tuple[FieldMessage, ...] = ()
    refused_by: str | None = None
    reason: str = ""
    beyond: Extended | None = None

    @property
    def good(self) -> bool:
        """Whether the document identifies: complete, without errors, not refused. Warnings do not stop it."""
        return not self.missing and not self.errors and self.refused_by is None


def kinds_on(day: date) -> tuple[DocumentKind, ...]:
    """Return the kinds that exist on a day, accepted ones first; the others are there to be refused with words.

    Args:
        day: the business date.
    """
    existing = [kind for kind in _kinds().values() if kind.exists_on(day)]
    return tuple(sorted(existing, key=lambda kind: not kind.accepted))


def kind(kind_id: str) -> DocumentKind:
    """Return one kind of document.

    Args:
        kind_id: its id.

    Raises:
        BadInputError: there is no such kind.
    """
    try:
        return _kinds()[kind_id]
    except KeyError:
        message = _("There is no kind of document called {kind}.").format(kind=clean(kind_id))
        raise BadInputError(message, field=KIND) from None


def is_italian(kind_id: str) -> bool:
    """Return whether a kind of document identifies its holder and an Italian authority issues it (M16, M17).

    Args:
        kind_id: its id; empty, or of no kind there is: no.
    """
    its_kind = _kinds().get(kind_id)
    return its_kind is not None and its_kind.accepted and its_kind.italian


def what_to_bring(on: date) -> tuple[str, ...]:
    """Return the names of the documents that identify a person on a day, in the interface's language (M02).

    Args:
        on: the business date.
    """
    return tuple(each.name for each in kinds_on(on) if each.accepted)


def check(
    document: IdentityDocument,
    on: date,
    born: date | None,
    beyond: Extended | None = None,
    expiring_days: int = EXPIRING_DAYS,
) -> DocumentCheck:
    """Return what is to be said about the document on the counter.

    A kind that does not identify is refused as soon as it is chosen. An expired document is refused once its dates are
    without errors: until then it is a slip of the keyboard. On the day it expires it is still good, and an act may keep
    it good for longer: then it is a warning that cites the act.

    Args:
        document: as far as it has been typed.
        on: the business date.
        born: the holder's date of birth, None where it is not known yet.
        beyond: what keeps it good past its printed expiry on that day (`extended.extended`).
        expiring_days: so many days before its expiry it is announced as expiring (office practice).

    Raises:
        BadInputError: the kind's id is not one of the reference data.
    """
    if not document.kind:
        return DocumentCheck(missing=_missing(document, expiry_required=True), errors=_date_errors(document, on, born))
    its_kind = kind(document.kind)
    if not its_kind.accepted:
        return DocumentCheck(refused_by=ACCEPTED_DOCUMENTS, reason=its_kind.refusal)
    if not its_kind.exists_on(on):
        return DocumentCheck(refused_by=ACCEPTED_DOCUMENTS, reason=_out_of_use(its_kind, on))
    missing = _missing(document, its_kind.expiry_required)
    errors = _date_errors(document, on, born)
    expired = document.expires_on is not None and document.expires_on < on and not errors
    if expired and beyond is None and document.expires_on is not None:
        reason = _("The document expired on {expired}: on {today} it identifies nobody.")
        reason = reason.format(expired=show_date(document.expires_on), today=show_date(on))
        return DocumentCheck(missing, refused_by=VALID_DOCUMENT, reason=reason)
    warnings = _warnings(document, its_kind, on, expiring_days)
    if expired and beyond is not None:
        return DocumentCheck(missing, warnings=(FieldMessage(EXPIRES, beyond.words), *warnings), beyond=beyond)
    return DocumentCheck(missing, errors, warnings)


def _out_of_use(its_kind: DocumentKind, on: date) -> str:
    return _("{document}: this kind of document is not in use on {today}.").format(
        document=its_kind.name, today=show_date(on)
    )


def _missing(document: IdentityDocument, expiry_required: bool) -> tuple[str, ...]:
    filled = {
        KIND: bool(document.kind),
        NUMBER: bool(clean(document.number)),
        ISSUER: bool(clean(document.issuer)),
        ISSUED: document.issued_on is not None,
        EXPIRES: document.expires_on is not None or not expiry_required,
    }
    return tuple(each for each, is_filled in filled.items() if not is_filled)


def _date_errors(document: IdentityDocument, on: date, born: date | None) -> tuple[FieldMessage, ...]:
    issued, expires = document.issued_on, document.expires_on
    errors = []
    if issued and issued > on:
        text = _("The document would be issued after today, {today}.").format(today=show_date(on))
        errors.append(FieldMessage(ISSUED, text))
    if issued and born and issued < born:
        text = _("The document would be issued before its holder was born, on {born}.").format(born=show_date(born))
        errors.append(FieldMessage(ISSUED, text))
    if issued and expires and expires < issued:
        errors.append(FieldMessage(EXPIRES, _("The document would expire before it was issued.")))
    return tuple(errors)


def _warnings(
    document: IdentityDocument, its_kind: DocumentKind, on: date, expiring_days: int
) -> tuple[FieldMessage, ...]:
    warnings = []
    number = "".join(clean(document.number).split()).upper()
    if number and its_kind.pattern and not re.fullmatch(its_kind.pattern, number):
        text = _("Unusual number for this kind of document: the usual form is {example}. Check it.")
        warnings.append(FieldMessage(NUMBER, text.format(example=its_kind.example)))
    if its_kind.never_from.intersection(fold(document.issuer).split()):
        text = _("Check the issuer: for this kind of document it is usually another one ({issuer}).")
        warnings.append(FieldMessage(ISSUER, text.format(issuer=its_kind.issuer_hint)))
    expires = document.expires_on
    if expires is None:
        if not its_kind.expiry_required:
            warnings.append(FieldMessage(EXPIRES, _("Make sure that the document carries no expiry date.")))
    elif on <= expires <= on + timedelta(days=expiring_days):
        text = _("The document is about to expire, on {expires}.").format(expires=show_date(expires))
        warnings.append(FieldMessage(EXPIRES, text))
    if _lasts_too_long(document, its_kind):
        text = _("Longer validity than usual for this kind of document: check both dates.")
        warnings.append(FieldMessage(EXPIRES, text))
    return tuple(warnings)


def _lasts_too_long(document: IdentityDocument, its_kind: DocumentKind) -> bool:
    """Documents last until the birthday after the typical years (D.L. 5/2012), so up to one year more."""
    if document.issued_on is None or document.expires_on is None or its_kind.years is None:
        return False
    return document.expires_on.year - document.issued_on.year > its_kind.years + 1


@cache
def _kinds() -> dict[str, DocumentKind]:
    text = files("data").joinpath("reference", "identity_documents.toml").read_text(encoding="utf-8")
    return {row["id"]: _kind(row) for row in tomllib.loads(text)["document"]}


def _kind(row: dict[str, Any]) -> DocumentKind:
    return DocumentKind(
        id=row["id"],
        names=row["names"],
        act=row["act"],
        italian=row["italian"],
        settled=row["settled"],
        expiry_required=row["expiry"] == "required",
        issuers=row.get("issuer", {}),
        notes=row.get("note", {}),
        refusals=row.get("refused", {}),
        pattern=row.get("pattern", ""),
        example=row.get("example", ""),
        years=row.get("years"),
        from_=row.get("from"),
        until=row.get("until"),
        never_from=frozenset(map(fold, row.get("never-from", ()))),
    )
