"""The screens' own words for the ids of a scenario: labels of fields, options and keys. A test meets them live."""

from __future__ import annotations

from datetime import date

from counter_app.desk import copies, representation, signing
from counter_app.desk.words import copy_kind
from counter_app.i18n import _, localised
from counter_app.identity import documents, holder
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.telling import Words
from data.vocabulary import AttachmentKind, SpoilReason
from screens import (
    envelopes,
    hand_over,
    keys,
    labels,
    lookups,
    person_fields,
    person_merge,
    review,
    second_person,
    settings,
)
from screens.copies import archive, scanner
from screens.identify.leave import ABANDON, HAND_OVER, KEEP
from screens.issue.screen import END, REISSUE
from screens.walkthrough import ids


def words() -> Words:
    """Return the words for everything `ids.screens` lists, in the language the screens were imported in."""
    return Words(keys=key_names(), fields=fields(), boxes=_boxes(), options=_options())


def fields() -> dict[str, str]:
    """Return id of a field -> the label that stands beside it, or what is asked there."""
    return {**_around(), **_visit(), **_person()}


def key_names() -> dict[str, str]:
    """Return Textual's name of a key -> the key as the interface writes it: those of the table and of every form."""
    plain = {"enter": _("Enter"), "space": _("Space"), "tab": "Tab", "up": "↑", "down": "↓", "left": "←", "right": "→"}
    return {**plain, **{key.key: key.shown for key in keys.KEYS}}


def _boxes() -> frozenset[str]:
    return frozenset(
        field.id
        for screen in ids.screens()
        for _step, listed in screen.steps
        for field in listed
        if field.widget == ids.CHECKBOX
    )


def _around() -> dict[str, str]:
    username, password, again = _("Username"), _("Password"), _("Password again")
    return {
        "login-username": username,
        "login-password": password,
        "unlock-password": password,
        "office-code": _("Code"),
        "office-name": _("Name"),
        "office-heading-1": _("Heading, line 1"),
        "office-heading-2": _("Heading, line 2"),
        "desk-name": _("This desk"),
        "supervisor-username": username,
        "supervisor-name": _("First name and surname"),
        "supervisor-code": _("Fiscal code"),
        "supervisor-password": password,
        "supervisor-password-again": again,
        "operators": _("Account"),
        "operator-username": username,
        "operator-name": _("First name and surname"),
        "operator-code": _("Fiscal code"),
        "operator-role": _("Role"),
        "operator-password": password,
        "operator-password-again": again,
        envelopes.LIST: _("Envelope"),
        "settle-choice": _("What happened"),
        envelopes.REASON: _("How it is known"),
        second_person.USERNAME: username,
        second_person.PASSWORD: password,
        "reset-password": password,
        "reset-password-again": again,
        "new-password": _("New password"),
        "new-password-again": _("New password again"),
        "odd-reason": _("Good because"),
        "case-note": _("Note"),
        scanner.SCANS: _("Scan"),
        scanner.KIND: _("What it is a copy of"),
        archive.LIST: _("Copy"),
        copies.REASON: _("Why"),
        settings.SUPERVISORS: _("Supervisors issue PINs too: a small office"),
        settings.EXPIRING: _("Expiring document"),
        settings.THEME: _("Colours"),
        "suspicions": _("Case"),
        review.DECISION: _("Decision"),
        "review-ground": _("Reason"),
        "business-date": _("New date"),
        lookups.LIST: _("Day and operator"),
        lookups.PEOPLE: _("Person"),
        "norms": _("Norm"),
        "papers": _("Paper"),
    }


def _visit() -> dict[str, str]:
    document = {
        documents.KIND: _("Kind"),
        documents.NUMBER: _("Number"),
        documents.ISSUER: _("Issued by"),
        documents.ISSUED: _("Issued on"),
        documents.EXPIRES: _("Expires on"),
    }
    return {
        "find-surname": _("Surname"),
        "find-name": _("Name"),
        "find-born": _("Born on"),
        "hits": _("Person"),
        "actions": _("What to do"),
        "applicant": _("In what quality"),
        **document,
        **{holder.field(name): label for name, label in document.items()},
        representation.CODE: _("Fiscal code"),
        representation.COURT: _("Court"),
        representation.APPOINTED_ON: _("Date of the act"),
        representation.APPOINTMENT_NUMBER: _("Number"),
        **labels.CHECKS,
        "form-signed": _("The request form is signed"),
        representation.ROLE_CERTIFIED: _("The self-certification of the role is signed"),
        "privacy-given": _("The privacy notice has been given"),
        signing.CANNOT_SIGN: _("Whoever asks cannot sign: operator and witness sign instead"),
        signing.CAUSE: _("Why"),
        signing.WITNESS: _("Witness"),
        signing.WITNESS_KIND: _("Their document"),
        signing.WITNESS_NUMBER: _("Number"),
        signing.ATTESTED: _("I have heard the declaration before the witness, and attest the impediment"),
        "contact-email": _("E-mail"),
        "contact-mobile": _("Mobile number"),
        "contact-pec": "PEC",
        "leave-choice": _("What becomes of it"),
        hand_over.LIST: _("Colleague"),
        "seal-intact": _("The seal is intact"),
        "receipt-signed": _("The receipt is signed"),
        "spoiled-next": _("And then"),
        "spoil-reason": _("Reason"),
        "spoil-note": _("Note"),
    }


def _person() -> dict[str, str]:
    return {
        person_fields.CODE: _("Fiscal code"),
        person_fields.SURNAME: _("Surname"),
        person_fields.NAME: _("Name"),
        person_fields.BORN: _("Born on"),
        person_fields.SEX: _("Sex"),
        person_fields.PLACE: _("Place of birth"),
        person_fields.REASON: _("Why"),
        person_fields.CITIZENSHIP: _("Citizenship"),
        person_fields.ITALIAN: _("holds an Italian identity document"),
        person_fields.RESIDENCE: _("Lives in"),
        person_fields.ADDRESS[0]: _("Address"),
        person_fields.ADDRESS[1]: _("postcode, town"),
        person_fields.ADDRESS[2]: _("Address, third line"),
        person_fields.EMAIL: _("E-mail"),
        person_fields.MOBILE: _("Mobile number"),
        person_fields.PEC: "PEC",
        person_fields.WARD: _("under guardianship or support administration"),
        person_fields.DECEASED: _("Died on"),
        person_merge.REASON: _("Why"),
    }


def _options() -> dict[tuple[str, str], str]:
    kinds = {kind.id: kind.name for year in ids.YEARS for kind in documents.kinds_on(date(year, 1, 1))}
    lists = {
        "actions": labels.ACTIONS,
        "applicant": labels.APPLICANTS,
        documents.KIND: kinds,
        holder.field(documents.KIND): kinds,
        signing.WITNESS_KIND: kinds,
        signing.CAUSE: labels.IMPEDIMENTS,
        "operator-role": labels.ROLES,
        scanner.KIND: {kind.value: copy_kind(kind) for kind in AttachmentKind},
        settings.THEME: {settings.AS_THE_DESK: _("as the desk has them"), **labels.THEMES},
        "spoil-reason": {reason.value: labels.spoil_reason(reason) for reason in SpoilReason},
        "leave-choice": {
            KEEP: _("1  keep the draft and go home"),
            ABANDON: _("2  abandon the case and end the visit"),
            HAND_OVER: _("3  hand the case over to a colleague"),
        },
        "spoiled-next": {
            REISSUE: _("1  issue a new envelope, with a new PIN"),
            END: _("2  end the visit without a PIN"),
        },
        "settle-choice": {
            envelopes.SPOIL: _("1  spoil it: it was not handed over, or nobody knows"),
            envelopes.DECLARE: _("2  declare it handed over: the person certainly has it with them"),
        },
        review.DECISION: {
            review.GO_ON: _("1  let the case go on: nothing is wrong"),
            review.REJECT: _("2  reject it: nothing is issued to this person"),
        },
        "norms": {norm.id: localised(norm.title) for norm in load_shipped().norms.values()},
    }
    return {(field, option): shown for field, listed in lists.items() for option, shown in listed.items()}
