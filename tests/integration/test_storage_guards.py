"""The guards of the database refuse what no code of ours does, on both engines (architecture.md, rules 4 and 8)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.desk import identification
from data.vocabulary import CredentialState, EnvelopeState
from tests.support.desks import CARD, Desk, fresh_key

APPEND_ONLY = ("register_entry", "register_details", "decision", "identification", "printout", "act_key", "marker")
NEVER_DELETED = (*APPEND_ONLY, "envelope", "credential")
TOUCHED = {
    "register_entry": "event",
    "register_details": "salt",
    "decision": "norms",
    "identification": "checks",
    "printout": "verification_code",
    "act_key": "reference",
    "marker": "world",
}


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    desk = desk_counter()
    desk.handed_over()
    visit_id = desk.visit(desk.person())
    identification.print_form(desk.counter, desk.actor, visit_id, CARD, fresh_key())
    return desk


@pytest.fixture
def connection(desk: Desk) -> Iterator[sa.Connection]:
    with desk.counter.database.writer.connect() as connection:
        yield connection


def attempt(connection: sa.Connection, *statements: str, **values: Any) -> bool:
    """Return whether statements are carried out; whatever they did is undone."""
    transaction = connection.begin()
    try:
        for statement in statements:
            connection.execute(sa.text(statement), {key: values[key] for key in values if f":{key}" in statement})
    except sa.exc.DBAPIError:
        return False
    finally:
        transaction.rollback()
    return True


def sqlite_only(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        pytest.skip("SQLite's own")


def rows(connection: sa.Connection, table: str) -> int:
    with connection.begin():
        return connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_append_only_table_refuses_to_be_edited(connection: sa.Connection, table: str) -> None:
    column = TOUCHED[table]
    assert rows(connection, table)
    assert not attempt(connection, f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_a_guarded_table_refuses_to_lose_a_row(connection: sa.Connection, table: str) -> None:
    assert rows(connection, table)
    # without foreign keys in the way, so that it is the guard that speaks
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=off")
        connection.exec_driver_sql("BEGIN")
        connection.rollback()
    assert not attempt(connection, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_postgresql_refuses_truncate(connection: sa.Connection, table: str) -> None:
    if connection.dialect.name != "postgresql":
        pytest.skip("PostgreSQL's own")
    assert not attempt(connection, f"TRUNCATE {table} CASCADE")


def columns(connection: sa.Connection, table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(connection).get_columns(table)]


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_sqlite_refuses_to_replace_a_row(connection: sa.Connection, table: str) -> None:
    sqlite_only(connection)
    names = ", ".join(columns(connection, table))
    connection.rollback()
    before = rows(connection, table)
    assert not attempt(connection, f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1")
    assert rows(connection, table) == before > 0


@pytest.mark.parametrize(("table", "key"), [("act_key", "key"), ("envelope", "serial")])
def test_sqlite_refuses_to_replace_a_row_by_its_hidden_number(
    connection: sa.Connection, table: str, key: str
) -> None:
    sqlite_only(connection)
    names = columns(connection, table)
    connection.rollback()
    taken = ", ".join(names)
    values = ", ".join("'another'" if name == key else name for name in names)
    values = values.replace("credential_id", ":credential").replace(", number", ", number + 1")
    assert not attempt(
        connection,
        "INSERT INTO credential (id, person_id, scope, kind, state, length, decision_id) "
        "SELECT 999, person_id, 'elsewhere', kind, 'pending', length, decision_id FROM credential LIMIT 1",
        f"INSERT OR REPLACE INTO {table} (rowid, {taken}) SELECT rowid, {values} FROM {table} LIMIT 1",
        credential=999,
    )


@pytest.mark.parametrize("foreign_keys", ["on", "off"])
def test_m03_sqlite_refuses_to_replace_an_open_pin_by_another(desk: Desk, foreign_keys: str) -> None:
    file = desk.counter.database.file
    if file is None:
        pytest.skip("SQLite's own")
    other = "person_id, scope, kind, 'pending', length, decision_id"
    statement = f"INSERT OR REPLACE INTO credential (person_id, scope, kind, state, length, decision_id) SELECT {other}"
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA foreign_keys={foreign_keys}")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"{statement} FROM credential WHERE state <> 'closed'")
    connection.close()


@pytest.mark.parametrize("table", ["credential", "envelope", "register_details"])
def test_sqlite_refuses_to_move_a_row_onto_another(desk: Desk, table: str) -> None:
    file = desk.counter.database.file
    if file is None:
        pytest.skip("SQLite's own")
    desk.reserved()
    connection = sqlite3.connect(file)
    first, second = [row[0] for row in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid LIMIT 2")]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"UPDATE OR REPLACE {table} SET rowid = {first} WHERE rowid = {second}")
    connection.close()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_upsert_is_an_update_and_is_refused(connection: sa.Connection, table: str) -> None:
    names = ", ".join(columns(connection, table))
    key = sa.inspect(connection).get_pk_constraint(table)["constrained_columns"][0]
    connection.rollback()
    column = TOUCHED[table]
    assert not attempt(
        connection,
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}",
    )


def test_details_may_be_erased_and_only_that(connection: sa.Connection) -> None:
    some = "WHERE entry_id = (SELECT min(entry_id) FROM register_details)"
    assert attempt(connection, f"UPDATE register_details SET text = NULL {some}")
    assert not attempt(connection, f"UPDATE register_details SET text = '{{}}' {some}")
    assert not attempt(connection, f"UPDATE register_details SET text = NULL, entry_id = 9999 {some}")
    salt = "zeroblob(16)" if connection.dialect.name == "sqlite" else r"'\x00'"
    assert not attempt(connection, f"UPDATE register_details SET text = NULL, salt = {salt} {some}")
    erased = f"UPDATE register_details SET text = NULL {some}"
    assert not attempt(connection, erased, f"UPDATE register_details SET text = 'back' {some}")


NEW_PERSON = (
    "INSERT INTO person (id, fiscal_code, provisional, surname, name, search_surname, search_name, sex, born, "
    "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile) "
    "SELECT 900, '12345678903', true, surname, name, search_surname, search_name, sex, born, "
    "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile FROM person WHERE id = 1"
)
NEW_CREDENTIAL = (
    "INSERT INTO credential (id, person_id, scope, kind, state, cause, length, secret_hash, usable_from, decision_id) "
    "SELECT 900, 900, 'inps', kind, {state}, {cause}, 16, 'hash', '2016-05-10', decision_id FROM credential WHERE id = 1"
)
NEW_ENVELOPE = (
    "INSERT INTO envelope (serial, office_code, number, credential_id, identification_id, visit_id, desk_id, state, "
    "printer_word, reserved_at, printed_at, closed_at, spoil_reason, note) "
    "SELECT 'new', office_code, 900, 900, identification_id, visit_id, desk_id, {state}, '', reserved_at, "
    "reserved_at, {closed_at}, {spoil_reason}, '' FROM envelope WHERE number = 1"
)
LEGAL_ENVELOPES = {
    ("reserved", "reserved"),
    ("reserved", "printed"),
    ("reserved", "spoiled"),
    ("printed", "printed"),
    ("printed", "handed-over"),
    ("printed", "spoiled"),
    ("handed-over", "returned"),
}
ILLEGAL_CREDENTIALS = {
    *product(("closed",), CredentialState),
    ("active", "pending"),
    ("blocked", "pending"),
}


def envelope_columns(state: str) -> dict[str, str]:
    return {
        "state": f"'{state}'",
        "closed_at": "NULL" if state in ("reserved", "printed") else "reserved_at",
        "spoil_reason": "'other'" if state == "spoiled" else "NULL",
    }


def credential_columns(state: str) -> dict[str, str]:
    return {"state": f"'{state}'", "cause": "'revoked'" if state == "closed" else "NULL"}


def setting(columns: dict[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in columns.items())


def test_m03_an_envelope_changes_state_only_as_it_may(connection: sa.Connection) -> None:
    before = (NEW_PERSON, NEW_CREDENTIAL.format(**credential_columns("pending")))
    found = {
        (str(old), str(new))
        for old, new in product(EnvelopeState, EnvelopeState)
        if attempt(
            connection,
            *before,
            NEW_ENVELOPE.format(**envelope_columns(old)),
            f"UPDATE envelope SET {setting(envelope_columns(new))} WHERE serial = 'new'",
        )
    }
    assert found == LEGAL_ENVELOPES


def test_a_credential_changes_state_only_as_it_may(connection: sa.Connection) -> None:
    refused = {
        (str(old), str(new))
        for old, new in product(CredentialState, CredentialState)
        if not attempt(
            connection,
            NEW_PERSON,
            NEW_CREDENTIAL.format(**credential_columns(old)),
            f"UPDATE credential SET {setting(credential_columns(new))} WHERE id = 900",
        )
    }
    assert refused == {(str(old), str(new)) for old, new in ILLEGAL_CREDENTIALS}


@pytest.mark.parametrize(
    "change",
    [
        "serial = 'another'",
        "number = number + 100",
        "office_code = office_code || ''",
        "credential_id = 1",
        "identification_id = 1",
        "visit_id = visit_id + 1",
        "desk_id = 1",
        "reserved_at = printed_at",
    ],
)
def test_m03_who_and_what_an_envelope_is_about_never_changes(
    desk: Desk, connection: sa.Connection, change: str
) -> None:
    connection.rollback()
    desk.clock.move_to(desk.clock.on.replace(day=11))
    reserved = desk.reserved().serial
    if "||" in change or change.endswith("= 1"):
        # another value that breaks nothing else: the guard alone must refuse it
        column = change.partition(" ")[0]
        other = {
            "office_code": "INSERT INTO office (code, name, heading, opened_on) SELECT '0501', name, heading, opened_on FROM office",
            "desk_id": "INSERT INTO desk (id, office_code, name) VALUES (77, '0500', '77')",
        }.get(column, "SELECT 1")
        value = {"office_code": "'0501'", "desk_id": "77", "credential_id": "900", "identification_id": "1"}[column]
        prepared = (other, NEW_PERSON, NEW_CREDENTIAL.format(**credential_columns("pending")))
        change = f"{column} = {value}"
    elif change.startswith("reserved_at"):
        prepared, change = (), "reserved_at = (SELECT min(reserved_at) FROM envelope)"
    else:
        prepared = ()
    assert attempt(connection, *prepared)
    assert not attempt(connection, *prepared, f"UPDATE envelope SET {change} WHERE serial = '{reserved}'")


@pytest.mark.parametrize("change", ["id = 900", "person_id = 2", "scope = 'elsewhere'", "decision_id = 2"])
def test_whose_a_pin_is_never_changes(desk: Desk, connection: sa.Connection, change: str) -> None:
    connection.rollback()
    desk.reserved()
    statement = f"UPDATE credential SET {change} WHERE id = (SELECT max(id) FROM credential)"
    assert not attempt(connection, statement)


@pytest.mark.parametrize("states", [("pending", "pending"), ("active", "pending"), ("blocked", "active")])
def test_two_open_pins_of_one_person_are_refused(connection: sa.Connection, states: tuple[str, str]) -> None:
    first, second = (NEW_CREDENTIAL.format(**credential_columns(state)) for state in states)
    second = second.replace("SELECT 900", "SELECT 901")
    assert attempt(connection, NEW_PERSON, first)
    assert not attempt(connection, NEW_PERSON, first, second)
    closed = NEW_CREDENTIAL.format(**credential_columns("closed")).replace("SELECT 900", "SELECT 901")
    assert attempt(connection, NEW_PERSON, first, closed)
    assert attempt(connection, NEW_PERSON, first, second.replace("'inps'", "'elsewhere'"))


BROKEN_ROWS = {
    "an active PIN without a secret": "UPDATE credential SET secret_hash = NULL WHERE id = 1",
    "an active PIN without a first day": "UPDATE credential SET usable_from = NULL WHERE id = 1",
    "a closed PIN without a cause": "UPDATE credential SET state = 'closed' WHERE id = 1",
    "a kind nobody knows": "UPDATE credential SET kind = 'golden' WHERE id = 1",
    "a negative count": "UPDATE operator SET failed_attempts = -1",
    "a username in capitals": "UPDATE operator SET username = upper(username)",
    "a short fiscal code": "UPDATE person SET fiscal_code = 'RSSMRA'",
    "a visit ended without outcome": "UPDATE visit SET closed_at = opened_at",
    "a second marker": "INSERT INTO marker (id, world, created_at) SELECT 2, world, created_at FROM marker",
    "a visit of nobody": "UPDATE visit SET person_id = 4711",
    "a register entry before the first": "INSERT INTO register_entry (desk, seq, at, business_date, event, operator, "
    "subject, details_digest, previous, mac) SELECT desk, 0, at, business_date, event, operator, subject, "
    "details_digest, previous, mac FROM register_entry WHERE id = 1",
    "two entries in one place": "INSERT INTO register_entry (desk, seq, at, business_date, event, operator, "
    "subject, details_digest, previous, mac) SELECT desk, seq, at, business_date, event, operator, subject, "
    "details_digest, previous, mac FROM register_entry WHERE id = 1",
}


@pytest.mark.parametrize("what", BROKEN_ROWS)
def test_m02_the_database_refuses(connection: sa.Connection, what: str) -> None:
    assert not attempt(connection, BROKEN_ROWS[what])


SIGNED = (
    "INSERT INTO identification (visit_id, operator_id, business_date, completed_at, applicant, document_kind, "
    "document_number, document_issuer, issued_on, expires_on, checks, form_signed, privacy_given, email, mobile) "
    "SELECT visit_id, operator_id, business_date, completed_at, applicant, document_kind, document_number, "
    "document_issuer, {issued}, {expires}, checks, {signed}, {privacy}, email, mobile FROM identification"
)


@pytest.mark.parametrize(
    ("issued", "expires", "signed", "privacy", "taken"),
    [
        ("issued_on", "expires_on", "true", "true", True),
        ("issued_on", "business_date", "true", "true", True),
        ("issued_on", "NULL", "true", "true", True),
        ("issued_on", "'2016-05-09'", "true", "true", False),
        ("'2016-05-11'", "expires_on", "true", "true", False),
        ("issued_on", "expires_on", "false", "true", False),
        ("issued_on", "expires_on", "true", "false", False),
    ],
)
def test_m02_an_identification_needs_a_document_in_force_and_both_signatures(
    connection: sa.Connection, issued: str, expires: str, signed: str, privacy: str, taken: bool
) -> None:
    statement = SIGNED.format(issued=issued, expires=expires, signed=signed, privacy=privacy)
    assert attempt(connection, statement) is taken
