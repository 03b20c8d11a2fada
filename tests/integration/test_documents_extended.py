"""An identification that rests on a document an act keeps good, kept with what it rested on (M02)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from counter_app.desk import identification, issuing
from counter_app.desk.views import EnvelopeView, Refused
from counter_app.identity.documents import DocumentCheck
from data.tables import Identification
from tests.support.desks import CARD, Desk, reservation

OLD = replace(CARD, kind="identity-card-paper", number="AA0000000", issued_on=date(2010, 3, 20))
OLD = replace(OLD, expires_on=date(2020, 3, 20))


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter(on=date(2020, 9, 1))


def kept(desk: Desk) -> list[tuple[date | None, date | None, str]]:
    rows = desk.counter.read(lambda session: session.exec(select(Identification)).all())
    return [(row.expires_on, row.extended_until, row.extended_by) for row in rows]


def test_m02_a_covered_document_identifies_and_the_identification_says_by_which_norm(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    said = identification.check_document(desk.counter, desk.actor, visit_id, OLD)
    assert isinstance(said, DocumentCheck)
    assert said.beyond is not None
    answer = issuing.reserve(desk.counter, desk.actor, reservation(visit_id, document=OLD))
    assert isinstance(answer, EnvelopeView)
    assert kept(desk) == [(date(2020, 3, 20), date(2020, 12, 31), "m02-emergency-2020-07")]


def test_m02_a_document_in_force_by_its_own_date_rests_on_nothing_else(desk: Desk) -> None:
    desk.reserve(desk.visit(desk.person()))
    assert kept(desk) == [(CARD.expires_on, None, "")]


@pytest.mark.parametrize("day", [date(2020, 1, 30), date(2020, 3, 1)])
def test_m02_one_that_expired_too_early_is_refused_still(desk: Desk, day: date) -> None:
    visit_id = desk.visit(desk.person())
    document = replace(OLD, kind="foreign-passport" if day.month == 3 else OLD.kind, expires_on=day)
    assert isinstance(identification.check_document(desk.counter, desk.actor, visit_id, document), Refused)
    assert isinstance(issuing.reserve(desk.counter, desk.actor, reservation(visit_id, document=document)), Refused)
    assert kept(desk) == []
