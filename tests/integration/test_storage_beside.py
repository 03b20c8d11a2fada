"""What stands beside an identification is whole in the database too: who asked, what stands for a signature (M02)."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from counter_app.desk.commands import Representing, Unsigned
from data.vocabulary import Applicant, Impediment
from tests.support.desks import CARD, Desk

TABLES = {
    "representation": "person_id, represented_id, quality, role_certified, court, appointed_on, appointment_number, "
    "document_kind, document_number, document_issuer, document_issued_on, document_expires_on",
    "unable_to_sign": "cause, attested, witness_name, witness_document_kind, witness_document_number",
}
APPOINTED = {"court": "'Tribunale'", "appointed_on": "'2015-03-14'", "appointment_number": "'1'"}
ROWS = {
    "a representation like the first": ("representation", {}, True),
    "a guardian a court appointed": ("representation", {"quality": "'guardian'", **APPOINTED}, True),
    "a parent a court appointed": ("representation", APPOINTED, False),
    "half an appointment": ("representation", {"quality": "'guardian'", "court": "'Tribunale'"}, False),
    "somebody who represents themselves": ("representation", {"represented_id": "person_id"}, False),
    "a delegate": ("representation", {"quality": "'delegate'"}, False),
    "a person for themselves": ("representation", {"quality": "'self'"}, False),
    "a role nobody certified": ("representation", {"role_certified": "false"}, False),
    "half a document": ("representation", {"document_kind": "'passport'"}, False),
    "an expiry without a document": ("representation", {"document_expires_on": "'2020-01-01'"}, False),
    "a representative nobody knows": ("representation", {"person_id": "4711"}, False),
    "a declaration like the first": ("unable_to_sign", {}, True),
    "a declaration nobody attested": ("unable_to_sign", {"attested": "false"}, False),
    "a cause nobody knows": ("unable_to_sign", {"cause": "'lazy'"}, False),
}


def test_m02_the_database_takes_whole_rows_only(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter()
    desk.reserved()
    parent, child = desk.parent_and_child()
    desk.reserve(
        desk.visit(child),
        applicant=Applicant.PARENT,
        representing=Representing(Applicant.PARENT, parent.id, role_certified=True),
        unsigned=Unsigned(Impediment.BODILY, True, "Baldi Piera", CARD.kind, "CA33333CC"),
        form_signed=False,
    )
    with desk.counter.database.writer.connect() as connection:
        taken = {what: _taken(connection, table, changes) for what, (table, changes, _taken_) in ROWS.items()}
    assert taken == {what: expected for what, (_table, _changes, expected) in ROWS.items()}


def _taken(connection: sa.Connection, table: str, changes: dict[str, str]) -> bool:
    """Return whether the first identification takes a row like the second one's, with changes; it is undone."""
    selected = ", ".join(changes.get(column, column) for column in TABLES[table].split(", "))
    statement = (
        f"INSERT INTO {table} (identification_id, {TABLES[table]}) "
        f"SELECT (SELECT min(id) FROM identification), {selected} FROM {table}"
    )
    transaction = connection.begin()
    try:
        connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError:
        return False
    finally:
        transaction.rollback()
    return True
