"""Asking for somebody else, and asking without being able to sign, through the use cases, on both engines (M02)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pdfplumber
import pytest
from sqlmodel import col, select

from counter_app.desk import identification, issuing, representation, visits
from counter_app.desk.commands import Appointment, Representing, Unsigned
from counter_app.desk.views import EnvelopeView, PersonView, Refused
from counter_app.errors import BadInputError
from counter_app.identity import fiscal_code
from data.tables import Envelope, Identification, RegisterDetails, RegisterEntry, Representation, UnableToSign
from data.vocabulary import Applicant, Impediment
from tests.support.desks import CARD, EXPIRED_CARD, Desk, fresh_key, reservation

PARENT, GUARDIAN, ADMINISTRATOR = Applicant.PARENT, Applicant.GUARDIAN, Applicant.SUPPORT_ADMINISTRATOR
COURT = Appointment("Tribunale di Firenze", date(2015, 3, 14), "1204/2015")
CHILDS_CARD = replace(CARD, number="CA22222BB")
WITNESS = Unsigned(Impediment.CANNOT_WRITE, True, "Baldi Piera", "identity-card-paper", "AS1111111")

one_engine = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
"""For rules that do not depend on the database."""


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def by(who: PersonView, quality: Applicant = PARENT, **changes: Any) -> dict[str, Any]:
    """Return what changes in a command where somebody asks for the person of the visit."""
    return {"applicant": quality, "representing": replace(Representing(quality, who.id, True), **changes)}


def newest(desk: Desk, event: str) -> dict[str, Any]:
    """Return what the register keeps of the newest act of a kind."""
    statement = (
        select(RegisterDetails.text)
        .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
        .where(RegisterEntry.event == event)
        .order_by(col(RegisterEntry.id).desc())
    )
    text = desk.counter.read(lambda session: session.exec(statement).first())
    found: dict[str, Any] = json.loads(text or "{}")
    return found


def only(desk: Desk, table: type[Any]) -> Any:
    return desk.counter.read(lambda session: session.exec(select(table)).one())


def nothing_reserved(desk: Desk) -> bool:
    return desk.counter.read(lambda session: session.exec(select(Envelope)).all()) == []


def norms_of(answer: object) -> list[str]:
    assert isinstance(answer, Refused), answer
    return [norm.id for norm in answer.decision.norms]


def reserve(desk: Desk, person: PersonView, **changes: Any) -> object:
    return issuing.reserve(desk.counter, desk.actor, reservation(desk.visit(person), **changes))


def spooled(desk: Desk, kind: str) -> str:
    """Return the text of the newest paper of a kind in the spool."""
    folder = desk.counter.settings.state_dir / "spool"
    newest = max(folder.rglob(f"*{kind}*.pdf"), key=lambda path: path.name)
    with pdfplumber.open(newest) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


# -- a parent for a minor -----------------------------------------------------------------------------------------


def test_m02_a_parent_asks_and_the_pin_is_the_childs(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    found = representation.find(desk.counter, desk.actor, visit_id, PARENT, fiscal_code.parse(parent.fiscal_code))
    assert found == parent
    assert newest(desk, "person.viewed")["person_id"] == parent.id
    assert representation.find(desk.counter, desk.actor, visit_id, PARENT, parent.id) == parent
    assert representation.find(desk.counter, desk.actor, visit_id, PARENT, parent.id + 1000) is None

    view = desk.reserve(visit_id, **by(parent))
    assert view.person == child
    assert view.representative is not None
    assert (view.representative.full_name, view.representative.quality) == ("Rossi Marco", PARENT)
    row = only(desk, Representation)
    assert (row.person_id, row.represented_id, row.quality) == (parent.id, child.id, PARENT)
    assert (row.appointed_on, row.document_kind) == (None, None)
    assert only(desk, Identification).applicant == PARENT
    told = newest(desk, "envelope.reserved")
    assert (told["person_id"], told["applicant"], told["representative_id"]) == (child.id, "parent", parent.id)

    printed = issuing.print_envelope(desk.counter, desk.actor, view.serial)
    assert printed.representative == view.representative
    assert f"Rossi Marco, {parent.fiscal_code}, genitore" in spooled(desk, "receipt")
    envelope = spooled(desk, "pin-envelope")
    assert "Ritirata da Rossi Marco, genitore" in envelope
    assert "Gentile Rossi Giulio" in envelope
    desk.hand_over(view.serial)
    told = newest(desk, "pin.handed-over")
    assert (told["person_id"], told["representative"]) == (child.id, parent.fiscal_code)
    assert visits.card(desk.counter, desk.actor, desk.visit(parent)).credentials == ()
    assert desk.verify().passed


MISSING: list[tuple[dict[str, Any], str]] = [
    ({"representing": None}, "representative-code"),
    ({"applicant": GUARDIAN}, "representative-code"),
    ({"representing": Representing(PARENT, 1, role_certified=False)}, "role-certified"),
    ({"form_signed": False}, "form-signed"),
]


@one_engine
@pytest.mark.parametrize(("changes", "field"), MISSING)
def test_m02_nothing_is_issued_while_a_representatives_paper_is_missing(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    parent, child = desk.parent_and_child()
    with pytest.raises(BadInputError) as caught:
        reserve(desk, child, **(by(parent) | changes))
    assert caught.value.field == field
    assert nothing_reserved(desk)


@one_engine
def test_m02_the_rules_are_asked_again_when_the_envelope_is_reserved(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    younger = desk.person(name="Ugo", born=date(2012, 1, 1))
    assert norms_of(reserve(desk, child))[0] == "m02-minor-not-alone"
    assert norms_of(reserve(desk, parent, **by(child)))[0] == "m02-representatives"
    assert norms_of(reserve(desk, child, **by(child)))[0] == "m02-representatives"
    assert norms_of(reserve(desk, younger, **by(child)))[0] == "m02-representative-of-age"
    assert newest(desk, "pin.refused")["norms"][0] == "m02-representative-of-age"
    assert nothing_reserved(desk)


@one_engine
def test_m02_the_document_is_the_representatives(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    older_than_the_child = replace(CARD, issued_on=date(2007, 1, 1), expires_on=date(2017, 1, 1))
    assert isinstance(reserve(desk, child, document=older_than_the_child, **by(parent)), EnvelopeView)
    another = desk.person(name="Ugo", born=date(2012, 1, 1))
    refused = reserve(desk, another, document=EXPIRED_CARD, **by(parent))
    assert norms_of(refused) == ["m02-valid-document"]


@one_engine
def test_m02_a_childs_own_document_is_kept_where_there_is_one_and_must_be_in_force(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    refused = reserve(desk, child, **by(parent, holder_document=replace(EXPIRED_CARD, issued_on=date(2010, 1, 1))))
    assert norms_of(refused) == ["m02-valid-document", "desk-holder-document"]
    with pytest.raises(BadInputError) as caught:
        reserve(desk, child, **by(parent, holder_document=replace(CHILDS_CARD, number="")))
    assert caught.value.field == "holder-number"
    reserve(desk, child, **by(parent, holder_document=CHILDS_CARD))
    assert only(desk, Representation).document_number == "CA22222BB"


@one_engine
def test_m02_a_child_come_of_age_before_the_hand_over_takes_the_envelope_alone(desk: Desk) -> None:
    parent, child = desk.parent_and_child(born=desk.clock.today().replace(year=1998) + timedelta(days=1))
    view = desk.reserve(desk.visit(child), **by(parent))
    issuing.print_envelope(desk.counter, desk.actor, view.serial)
    desk.clock.move_to(desk.clock.today() + timedelta(days=1))
    assert norms_of(desk.refused_hand_over(view.serial))[0] == "m02-representatives"


@one_engine
def test_m16_m17_minors_get_a_restricted_pin_until_they_pass_to_delegation(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter(on=date(2020, 10, 1))
    parent, child = desk.parent_and_child()
    card = visits.card(desk.counter, desk.actor, desk.visit(child))
    assert card.may[0].decision.outcome["restricted"] is True
    assert isinstance(reserve(desk, child, **by(parent)), EnvelopeView)
    desk.clock.move_to(date(2021, 10, 1))
    another = desk.person(name="Ugo", born=date(2012, 1, 1))
    refused = reserve(desk, another, document=replace(CARD, expires_on=date(2028, 1, 1)), **by(parent))
    assert "m17-minors-and-wards" in norms_of(refused)
    assert isinstance(refused, Refused)
    assert refused.decision.remedies == ("delegate",)


# -- guardians and support administrators -------------------------------------------------------------------------


def test_m02_a_wards_representative_tells_the_appointment_and_shows_both_documents(desk: Desk) -> None:
    who, ward = desk.person(), desk.person(ward=True)
    asks = by(who, ADMINISTRATOR, appointment=COURT, holder_document=CHILDS_CARD)
    desk.reserve(desk.visit(ward), **asks)
    row = only(desk, Representation)
    assert Appointment(row.court, row.appointed_on, row.appointment_number) == COURT
    assert (row.document_kind, row.document_number) == (CARD.kind, "CA22222BB")
    assert only(desk, Identification).document_number == CARD.number


WARDS_MISSING: list[tuple[dict[str, Any], str]] = [
    ({"appointment": None}, "appointment-court"),
    ({"appointment": replace(COURT, number=" ")}, "appointment-number"),
    ({"appointment": replace(COURT, appointed_on=None)}, "appointment-date"),
    ({"appointment": replace(COURT, appointed_on=date(2016, 5, 11))}, "appointment-date"),
    ({"holder_document": None}, "holder-kind"),
    ({"holder_document": replace(CHILDS_CARD, expires_on=None)}, "holder-expires"),
]


@one_engine
@pytest.mark.parametrize(("changes", "field"), WARDS_MISSING)
def test_m02_what_is_asked_of_a_wards_representative_cannot_stay_empty(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    who, ward = desk.person(), desk.person(ward=True)
    asks = {"appointment": COURT, "holder_document": CHILDS_CARD} | changes
    with pytest.raises(BadInputError) as caught:
        reserve(desk, ward, **by(who, GUARDIAN, **asks))
    assert caught.value.field == field
    assert nothing_reserved(desk)


@one_engine
def test_m02_the_self_certification_says_who_for_whom_and_by_which_act(desk: Desk) -> None:
    who, ward = desk.person(name="Andrea"), desk.person(name="Teo", ward=True)
    visit_id = desk.visit(ward)
    asks = Representing(ADMINISTRATOR, who.id, False, COURT, CHILDS_CARD)
    paper = identification.print_self_certification(desk.counter, desk.actor, visit_id, asks, fresh_key())
    assert paper.number.startswith("A0500-")
    text = spooled(desk, "self-certification")
    assert paper.verification_code in text
    for words in ("Rossi Andrea", "Rossi Teo", "amministratore di sostegno", "Tribunale di Firenze", "1204/2015"):
        assert words in text
    form = identification.print_form(desk.counter, desk.actor, visit_id, CARD, fresh_key(), representing=asks)
    text = spooled(desk, "request-form")
    assert form.verification_code in text
    for words in (
        f"Rossi Andrea, {who.fiscal_code}",
        "Documento dell’interessato",
        "CA22222BB",
        "Firma del rappresentante",
    ):
        assert words in text


@one_engine
def test_m02_a_representative_the_archive_does_not_know_is_registered_first(desk: Desk) -> None:
    _parent, child = desk.parent_and_child()
    code = fiscal_code.parse("RSSMRA80A01H501U")
    assert representation.find(desk.counter, desk.actor, desk.visit(child), PARENT, code) is None


# -- without a signature ------------------------------------------------------------------------------------------


def test_m02_what_stands_for_a_signature_is_kept_and_printed(desk: Desk) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    identification.print_form(desk.counter, desk.actor, visit_id, CARD, fresh_key(), unsigned=WITNESS)
    view = desk.reserve(visit_id, form_signed=False, unsigned=WITNESS)
    row = only(desk, UnableToSign)
    assert (row.cause, row.attested, row.witness_name) == (Impediment.CANNOT_WRITE, True, "Baldi Piera")
    assert newest(desk, "envelope.reserved")["cannot_sign"] == "cannot-write"
    issuing.print_envelope(desk.counter, desk.actor, view.serial)
    for kind in ("request-form", "receipt"):
        text = spooled(desk, kind)
        assert "non sa firmare" in text
        assert "Baldi Piera" in text
        assert "Firma del testimone" in text
        assert "Firma · Signature" not in text
    handed = desk.hand_over(view.serial)
    assert handed.unsigned is not None
    assert desk.verify().passed


UNSIGNED: list[tuple[dict[str, Any], str]] = [
    ({"cause": None}, "impediment"),
    ({"witness_name": " "}, "witness-name"),
    ({"witness_document_kind": ""}, "witness-kind"),
    ({"witness_document_kind": "health-card"}, "witness-kind"),
    ({"witness_document_number": ""}, "witness-number"),
    ({"attested": False}, "impediment-attested"),
    ({"witness_name": "operatore account"}, "witness-name"),
    ({"witness_name": "Mario Rossi"}, "witness-name"),
]


@one_engine
@pytest.mark.parametrize(("changes", "field"), UNSIGNED)
def test_m02_a_declaration_without_signature_is_whole_and_its_witness_somebody_else(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        reserve(desk, desk.person(), form_signed=False, unsigned=replace(WITNESS, **changes))
    assert caught.value.field == field
    assert nothing_reserved(desk)


# -- no duplicate -------------------------------------------------------------------------------------------------


@one_engine
def test_m16_a_usable_pin_is_told_on_the_card_before_any_data_entry(desk: Desk) -> None:
    person = desk.person()
    view = desk.reserve(desk.visit(person))
    on_the_way = visits.card(desk.counter, desk.actor, desk.visit(person))
    assert view.serial in on_the_way.may_not[0].decision.reasons[0]
    issuing.print_envelope(desk.counter, desk.actor, view.serial)
    desk.hand_over(view.serial)
    card = visits.card(desk.counter, desk.actor, desk.visit(person))
    (held,) = [item for item in card.credentials if item.display_state == "active"]
    assert (held.usable_from, card.may) == (desk.clock.today(), ())
    refused = card.may_not[0].decision
    assert [norm.id for norm in refused.norms] == ["one-pin-per-person"]
    assert refused.remedies == ("recover",)
