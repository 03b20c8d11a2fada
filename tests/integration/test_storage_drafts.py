"""A draft left before revision 0008 is found again after it, as its visit's operator left it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command

from data.database import Database, Session
from data.migrations import runner
from data.queries import drafts
from data.tables import Office, Operator

AT = "'2016-05-10 07:00:00+00:00'"
AS_IT_WAS = (
    "INSERT INTO office (code, name, heading, opened_on) VALUES ('0500', 'Firenze', 'INPS', '2016-01-01')",
    "INSERT INTO desk (id, office_code, name) VALUES (1, '0500', '1')",
    "INSERT INTO operator (id, username, full_name, role, state, password_hash, failed_attempts, office_code, "
    f"created_at) VALUES (7, 'operatore', 'Marta Conti', 'operator', 'active', 'x', 0, '0500', {AT})",
    "INSERT INTO person (id, fiscal_code, provisional, surname, name, search_surname, search_name, sex, born, "
    "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile) VALUES (3, "
    "'RSSMRA80A01H501U', FALSE, 'Rossi', 'Mario', 'ROSSI', 'MARIO', 'M', '1980-01-01', 'H501', 'Roma', 'IT', 'IT', "
    "FALSE, 'Via Roma 1', '', '')",
    "INSERT INTO visit (id, person_id, operator_id, desk_id, business_date, opened_at) "
    f"VALUES (5, 3, 7, 1, '2016-05-10', {AT})",
    "INSERT INTO draft (visit_id, desk_id, step, typed, saved_at) "
    f"VALUES (5, 1, 'identify/form', '{{\"document-number\": \"C\"}}', {AT})",
)


@pytest.fixture
def before(empty_url: str) -> Iterator[Database]:
    """A database at revision 0007 with a draft in it."""
    database = Database(empty_url)
    with database.writer.begin() as connection:
        command.upgrade(runner.configuration(connection), "0007")
        for statement in AS_IT_WAS:
            connection.exec_driver_sql(statement)
    yield database
    database.close()


def test_a_draft_left_before_is_found_again_by_who_opened_the_visit(before: Database) -> None:
    runner.upgrade(before.writer)

    def read(session: Session) -> drafts.Left:
        (left,) = drafts.shown_to(session, 1, 7)
        office, operator = session.get_one(Office, "0500"), session.get_one(Operator, 7)
        assert (office.expiring_days, operator.choices) == (7, "{}")
        return left

    left = before.read(read)
    assert (left.draft.visit_id, left.draft.step, left.typist, left.receiver) == (
        5,
        "identify/form",
        "Marta Conti",
        None,
    )
    assert left.draft.typed == '{"document-number": "C"}'


def test_m01_no_draft_waits_for_who_hands_it_over(before: Database) -> None:
    runner.upgrade(before.writer)
    with pytest.raises(sa.exc.IntegrityError), before.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE draft SET handed_to = operator_id")
