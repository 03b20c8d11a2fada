"""What an office sets, and what operators choose, on both engines (M01, M02; office practice)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from counter_app.desk import choices, identification, practice, visits
from counter_app.desk.desk_views import ChoicesView, PracticeView
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.documents import DocumentCheck
from data.database import Session
from data.tables import Operator, RegisterDetails, RegisterEntry
from tests.support.desks import CARD, ORDINARY_DAY, Desk, logged_in

AS_OPENED = PracticeView(supervisors_issue=False, expiring_days=7)


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def changes(desk: Desk) -> list[dict[str, object]]:
    """Return the details of every change of a setting, oldest first."""

    def read(session: Session) -> list[dict[str, object]]:
        statement = (
            select(RegisterDetails.text)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == "office.setting-changed")
            .order_by(col(RegisterEntry.id))
        )
        return [json.loads(text or "{}") for text in session.exec(statement)]

    return desk.counter.read(read)


def test_m01_each_setting_that_changes_is_registered_with_what_stood_before(
    desk: Desk, desk_counter: Callable[..., Desk]
) -> None:
    assert practice.standing(desk.counter, desk.actor) == AS_OPENED
    practice.change(desk.counter, desk.supervisor, AS_OPENED)
    assert changes(desk) == []
    wanted = PracticeView(supervisors_issue=True, expiring_days=30)
    assert practice.change(desk.counter, desk.supervisor, wanted) == wanted
    assert changes(desk) == [{"supervisors_issue": True, "before": False}, {"expiring_days": 30, "before": 7}]
    other = desk_counter(desk="2")
    assert practice.standing(other.counter, other.actor) == wanted
    with pytest.raises(NotAllowedError):
        practice.change(other.counter, other.actor, AS_OPENED)
    assert desk.verify().passed


@pytest.mark.parametrize("days", [-1, 61])
def test_m02_days_out_of_range_are_refused(desk: Desk, days: int) -> None:
    with pytest.raises(BadInputError) as caught:
        practice.change(desk.counter, desk.supervisor, replace(AS_OPENED, expiring_days=days))
    assert caught.value.field == practice.EXPIRING
    assert practice.standing(desk.counter, desk.actor) == AS_OPENED


@pytest.mark.parametrize(("days", "left", "announced"), [(0, 0, True), (0, 1, False), (60, 60, True), (60, 61, False)])
def test_m02_a_document_is_announced_as_expiring_as_the_office_has_set(
    desk: Desk, days: int, left: int, announced: bool
) -> None:
    practice.change(desk.counter, desk.supervisor, replace(AS_OPENED, expiring_days=days))
    visit_id = desk.visit(desk.person())
    card = replace(CARD, expires_on=ORDINARY_DAY + timedelta(days=left))
    check = identification.check_document(desk.counter, desk.actor, visit_id, card)
    assert isinstance(check, DocumentCheck)
    assert bool(check.warnings) == announced
    assert check.good
    assert visits.card(desk.counter, desk.actor, visit_id).expiring_days == days


def test_what_an_operator_chose_is_found_at_another_desk(desk: Desk, desk_counter: Callable[..., Desk]) -> None:
    chosen = ChoicesView(theme="light", unfolded=True)
    assert choices.mine(desk.counter, desk.actor) == ChoicesView()
    assert choices.choose(desk.counter, desk.actor, chosen) == chosen
    other = desk_counter(desk="2", on=date(2016, 5, 11))
    assert choices.mine(other.counter, logged_in(other.counter, "operatore")) == chosen
    assert choices.mine(other.counter, other.supervisor) == ChoicesView()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"theme": "pink"}', '{"theme": 3, "unfolded": "yes"}'])
def test_choices_that_cannot_be_read_count_as_none(desk: Desk, text: str) -> None:
    def write(session: Session) -> None:
        session.get_one(Operator, desk.actor.operator_id).choices = text

    desk.counter.write(write)
    assert choices.mine(desk.counter, desk.actor) == ChoicesView()
