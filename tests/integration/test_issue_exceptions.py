"""Exceptions for want of an Italian identity document, and people who show one (M16, M17)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from counter_app.desk import identification, inspection, issuing, representation, visits
from counter_app.desk.commands import ConfirmDocument, Representing
from counter_app.desk.views import EnvelopeView, Refused
from counter_app.errors import NotAllowedError
from counter_app.identity import documents
from counter_app.identity.documents import IdentityDocument
from data.tables import StoredDecision
from data.vocabulary import Applicant
from tests.integration.test_issue_flow import DESK, LAST_DAY_OF_NEW_PINS, norms_of
from tests.support.desks import CARD, EXPIRED_CARD, SUPERVISOR, Desk, approved, fresh_key, reservation

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
"""The rules do not depend on the database."""

AFTER, RESIDENTS_ABROAD_ONLY = date(2020, 10, 5), date(2021, 10, 5)
LICENCE = replace(CARD, kind="driving-licence", number="U1000000AA")
PASSPORT = replace(CARD, kind="foreign-passport", number="AB0000000", issuer="France")
FRENCH = {"citizenship": "FR", "italian_document": False}
FRENCH_ABROAD = FRENCH | {"residence": "FR"}
NO_EXCEPTION = ["m16-no-new-pin", "m16-exceptions"]
NOT_ABROAD = ["m17-citizens-end", "m16-no-new-pin", "m17-residents-abroad"]


@pytest.mark.parametrize(
    ("on", "document", "facts", "norms"),
    [
        (AFTER, CARD, FRENCH, NO_EXCEPTION),
        (AFTER, CARD, {"citizenship": "FR"}, NO_EXCEPTION),
        (AFTER, LICENCE, {"residence": "AR", "italian_document": False}, NO_EXCEPTION),
        (RESIDENTS_ABROAD_ONLY, CARD, FRENCH_ABROAD, NOT_ABROAD),
        (AFTER, EXPIRED_CARD, FRENCH, ["m02-valid-document"]),
    ],
)
def test_m16_whoever_shows_an_italian_document_is_not_excepted_for_want_of_one(
    desk_counter: Callable[..., Desk], on: date, document: IdentityDocument, facts: dict[str, Any], norms: list[str]
) -> None:
    desk = desk_counter(on=on)
    visit_id = desk.visit(desk.person(**facts))
    assert visits.card(desk.counter, desk.actor, visit_id).may
    checked = identification.check_document(desk.counter, desk.actor, visit_id, document)
    assert norms_of(checked) == norms
    assert inspection.newest_event(desk.counter, DESK) == "pin.refused"
    assert issuing.reserve(desk.counter, desk.actor, reservation(visit_id, document=document)) == checked
    assert isinstance(checked, Refused)
    if norms[0] != "m02-valid-document":
        assert documents.kind(document.kind).name in checked.decision.reasons[-1]
        assert "migrate" in checked.decision.remedies


def test_m16_nobody_confirms_an_odd_document_that_shows_who_is_not_excepted(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter(on=AFTER)
    visit_id, odd = desk.visit(desk.person(**FRENCH)), replace(LICENCE, number="?")
    approval = approved(desk.counter, desk.actor, identification.deed_of_document(visit_id, odd), SUPERVISOR)
    command = ConfirmDocument(visit_id, odd, "letto due volte", fresh_key(), approval)
    with pytest.raises(NotAllowedError):
        identification.confirm_document(desk.counter, desk.actor, command)


@pytest.mark.parametrize(
    ("on", "document", "facts"),
    [
        (AFTER, PASSPORT, FRENCH),
        (RESIDENTS_ABROAD_ONLY, PASSPORT, FRENCH_ABROAD),
        (AFTER, CARD, {"citizenship": "AL", "italian_document": False}),
        (LAST_DAY_OF_NEW_PINS, CARD, FRENCH),
    ],
    ids=["foreign", "foreign-abroad", "another-exception", "before"],
)
def test_m16_the_document_shown_takes_nothing_from_others(
    desk_counter: Callable[..., Desk], on: date, document: IdentityDocument, facts: dict[str, Any]
) -> None:
    desk = desk_counter(on=on)
    visit_id = desk.visit(desk.person(**facts))
    (issue,) = visits.card(desk.counter, desk.actor, visit_id).may
    assert not isinstance(identification.check_document(desk.counter, desk.actor, visit_id, document), Refused)
    desk.reserve(visit_id, document=document)
    (stored,) = desk.counter.read(lambda session: session.exec(select(StoredDecision)).all())
    assert (stored.norms, json.loads(stored.reasons)) == (
        " ".join(norm.id for norm in issue.decision.norms),
        list(issue.decision.reasons),
    )


@pytest.mark.parametrize(("on", "refused"), [(AFTER, False), (RESIDENTS_ABROAD_ONLY, True)])
def test_m16_the_document_of_the_person_counts_not_the_one_of_who_asks(
    desk_counter: Callable[..., Desk], on: date, refused: bool
) -> None:
    desk = desk_counter(on=on)
    parent, child = desk.parent_and_child(**FRENCH_ABROAD)
    visit_id = desk.visit(child)
    checked = identification.check_document(desk.counter, desk.actor, visit_id, CARD, owner_id=parent.id)
    assert not isinstance(checked, Refused)

    def held(document: IdentityDocument) -> object:
        return representation.check_holder_document(desk.counter, desk.actor, visit_id, Applicant.PARENT, document)

    def reserved(document: IdentityDocument) -> object:
        for_child = Representing(Applicant.PARENT, parent.id, role_certified=True, holder_document=document)
        command = reservation(visit_id, applicant=Applicant.PARENT, representing=for_child)
        return issuing.reserve(desk.counter, desk.actor, command)

    assert not isinstance(held(PASSPORT), Refused)
    assert isinstance(held(CARD), Refused) is refused
    if refused:
        assert norms_of(reserved(CARD)) == norms_of(held(CARD))
        assert "m17-residents-abroad" in norms_of(held(CARD))
    assert isinstance(reserved(PASSPORT if refused else CARD), EnvelopeView)


def test_m16_an_italian_document_shown_on_the_last_day_counts_at_the_hand_over(
    desk_counter: Callable[..., Desk],
) -> None:
    desk = desk_counter(on=LAST_DAY_OF_NEW_PINS)
    printed = desk.printed(**FRENCH)
    desk.clock.move_to(date(2020, 10, 1))
    assert norms_of(desk.refused_hand_over(printed.serial)) == ["m16-no-new-pin", "m16-exceptions"]
