"""An identification that rests on a document an act keeps good, kept with what it rested on (M02)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from counter_app.desk import identification, issuing, reviews, suspicions
from counter_app.desk.commands import NoteSuspicion, Representing
from counter_app.desk.views import EnvelopeView, Refused
from counter_app.identity.documents import DocumentCheck, IdentityDocument
from data.tables import Identification, Representation
from data.vocabulary import Applicant
from tests.support.desks import CARD, Desk, fresh_key, reservation

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


def representing(desk: Desk, shown: IdentityDocument) -> tuple[int, Representing]:
    """Return the visit of a child whose parent asks, and what stands for the parent's asking."""
    parent, child = desk.parent_and_child()
    return desk.visit(child), Representing(Applicant.PARENT, parent.id, True, None, shown)


def kept_of_holder(desk: Desk) -> list[tuple[date | None, date | None, str]]:
    rows = desk.counter.read(lambda session: session.exec(select(Representation)).all())
    return [(row.document_expires_on, row.document_extended_until, row.document_extended_by) for row in rows]


def test_m02_the_document_of_the_person_represented_says_by_which_norm_too(desk: Desk) -> None:
    visit_id, who = representing(desk, OLD)
    desk.reserve(visit_id, applicant=Applicant.PARENT, document=replace(OLD, number="AA1111111"), representing=who)
    rests_on = (date(2020, 3, 20), date(2020, 12, 31), "m02-emergency-2020-07")
    assert kept(desk) == [rests_on]  # the parent's
    assert kept_of_holder(desk) == [rests_on]

    suspicions.note(desk.counter, desk.actor, NoteSuspicion(visit_id, "la foto", fresh_key()))
    (held,) = suspicions.undecided(desk.counter, desk.supervisor)
    view = reviews.look(desk.counter, desk.supervisor, held.id)
    for shown in (view.document, view.holder_document):
        assert shown is not None
        assert "31/12/2020" in shown.told[0]
        assert "D.L. 34/2020" in shown.told[0]


@pytest.mark.parametrize("shown", [None, CARD], ids=["none", "in-force"])
def test_m02_without_an_extension_nothing_is_kept_of_one(desk: Desk, shown: IdentityDocument | None) -> None:
    visit_id, who = representing(desk, CARD)
    desk.reserve(visit_id, applicant=Applicant.PARENT, representing=replace(who, holder_document=shown))
    assert kept_of_holder(desk) == [(None if shown is None else shown.expires_on, None, "")]


@pytest.mark.parametrize(
    "changed",
    [
        {"document_extended_until": "document_expires_on", "document_extended_by": "'a-norm'"},
        {"document_extended_by": "'a-norm'"},
        {"document_extended_until": "business_day"},
    ],
    ids=["not-later", "no-day", "no-norm"],
)
def test_m02_the_database_keeps_no_half_extension(desk: Desk, changed: dict[str, str]) -> None:
    visit_id, who = representing(desk, CARD)
    desk.reserve(visit_id, applicant=Applicant.PARENT, representing=who)
    columns = [column.name for column in Representation.__table__.columns]  # type: ignore[attr-defined]
    values = {name: name for name in columns} | {"identification_id": "identification_id + 1"} | changed
    day = "'2099-01-01'" if desk.counter.database.writer.dialect.name == "sqlite" else "DATE '2099-01-01'"
    wanted = ", ".join(values.values()).replace("business_day", day)
    statement = f"INSERT INTO representation ({', '.join(columns)}) SELECT {wanted} FROM representation"
    with pytest.raises(sa.exc.IntegrityError, match="document_extended"), desk.counter.database.writer.begin() as db:
        db.execute(sa.text(statement))
