"""The guards of the database refuse what no code of ours does, on both engines (architecture.md, rules 4 and 8)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from counter_app.desk import identification
from counter_app.desk.commands import Representing, Unsigned
from data.vocabulary import Applicant, CredentialState, EnvelopeState, Impediment
from tests.conftest import ENGINES, database_url
from tests.support.desks import CARD, Desk, build_counter, fresh_key

APPEND_ONLY = (
    "register_entry",
    "register_details",
    "decision",
    "identification",
    "printout",
    "act_key",
    "marker",
    "representation",
    "unable_to_sign",
)
NEVER_DELETED = (*APPEND_ONLY, "envelope", "credential")
TOUCHED = {
    "register_entry": "event",
    "register_details": "salt",
    "decision": "norms",
    "identification": "checks",
    "printout": "verification_code",
    "act_key": "reference",
    "marker": "world",
    "representation": "court",
    "unable_to_sign": "witness_name",
}


@pytest.fixture(scope="module", params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with one PIN handed over, one envelope under way and one form printed; no test changes it."""
    folder = tmp_path_factory.mktemp("guards")
    with closing(database_url(request.param, True, request, folder)) as urls:
        counter = build_counter(next(urls), folder)
        desk = Desk.open(counter)
        desk.handed_over()
        desk.clock.advance(timedelta(minutes=5))
        visit_id = desk.visit(desk.person())
        identification.print_form(counter, desk.actor, visit_id, CARD, fresh_key())
        desk.reserve(visit_id)
        _parent_who_cannot_sign(desk)
        yield desk
        counter.database.close()


def _parent_who_cannot_sign(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    witness = Unsigned(Impediment.BODILY, True, "Baldi Piera", CARD.kind, "CA33333CC")
    asks = Representing(Applicant.PARENT, parent.id, role_certified=True)
    desk.reserve(visit_id, applicant=Applicant.PARENT, representing=asks, unsigned=witness, form_signed=False)


@pytest.fixture
def connection(desk: Desk) -> Iterator[sa.Connection]:
    with desk.counter.database.writer.connect() as connection:
        yield connection


@pytest.fixture
def raw(desk: Desk) -> Iterator[sqlite3.Connection]:
    """A connection of somebody who does not come through our program, foreign keys off; rolled back."""
    assert desk.counter.database.file is not None
    with closing(sqlite3.connect(desk.counter.database.file)) as connection:
        yield connection


on_sqlite = pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("desk", ["postgresql"], indirect=True)


def attempt(connection: sa.Connection, *statements: str) -> bool:
    """Return whether statements are carried out; whatever they did is undone."""
    transaction = connection.begin()
    try:
        for statement in statements:
            connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError:
        return False
    finally:
        transaction.rollback()
    return True


def rows(connection: sa.Connection, table: str) -> int:
    with connection.begin():
        return connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_append_only_table_refuses_to_be_edited(connection: sa.Connection, table: str) -> None:
    column = TOUCHED[table]
    assert rows(connection, table)
    assert not attempt(connection, f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", NEVER_DELETED)
@on_postgresql
def test_postgresql_refuses_delete_and_truncate(connection: sa.Connection, table: str) -> None:
    assert rows(connection, table)
    assert not attempt(connection, f"TRUNCATE {table} CASCADE")
    with pytest.raises(sa.exc.IntegrityError, match=f"{table}: this change is refused"):
        connection.execute(sa.text(f"DELETE FROM {table}"))


@pytest.mark.parametrize("table", NEVER_DELETED)
@on_sqlite
def test_sqlite_refuses_delete(raw: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}: this change is refused"):
        raw.execute(f"DELETE FROM {table}")


def columns(connection: sa.Connection, table: str) -> list[str]:
    names = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    connection.rollback()
    return names


@pytest.mark.parametrize("table", NEVER_DELETED)
@on_sqlite
def test_sqlite_refuses_to_replace_a_row(connection: sa.Connection, table: str) -> None:
    names = ", ".join(columns(connection, table))
    before = rows(connection, table)
    assert not attempt(connection, f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1")
    assert rows(connection, table) == before > 0


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("act_key", {"key": "'another'"}),
        ("envelope", {"serial": "'another'", "number": "number + 100", "credential_id": "999"}),
    ],
)
@on_sqlite
def test_sqlite_refuses_to_replace_a_row_by_its_hidden_number(
    connection: sa.Connection, raw: sqlite3.Connection, table: str, values: dict[str, str]
) -> None:
    names = columns(connection, table)
    taken, given = ", ".join(names), ", ".join(values.get(name, name) for name in names)
    assert raw.execute(f"INSERT INTO {table} ({taken}) SELECT {given} FROM {table} LIMIT 1").rowcount == 1
    raw.rollback()
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(f"INSERT OR REPLACE INTO {table} (rowid, {taken}) SELECT rowid, {given} FROM {table} LIMIT 1")


@on_sqlite
def test_m03_sqlite_refuses_to_replace_an_open_pin_by_another(raw: sqlite3.Connection) -> None:
    taken = "person_id, scope, kind, state, length, decision_id"
    given = "person_id, scope, kind, 'pending', length, decision_id"
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(f"INSERT OR REPLACE INTO credential ({taken}) SELECT {given} FROM credential")


@pytest.mark.parametrize("table", ["credential", "envelope", "register_details"])
@on_sqlite
def test_sqlite_refuses_to_move_a_row_onto_another(raw: sqlite3.Connection, table: str) -> None:
    first, second = [row[0] for row in raw.execute(f"SELECT rowid FROM {table} ORDER BY rowid LIMIT 2")]
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(f"UPDATE OR REPLACE {table} SET rowid = {first} WHERE rowid = {second}")


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
    erased = f"UPDATE register_details SET text = NULL {some}"
    salt = "zeroblob(16)" if connection.dialect.name == "sqlite" else r"'\x00'"
    assert attempt(connection, erased)
    assert not attempt(connection, f"UPDATE register_details SET text = '{{}}' {some}")
    assert not attempt(connection, f"UPDATE register_details SET text = NULL, entry_id = 9999 {some}")
    assert not attempt(connection, f"UPDATE register_details SET text = NULL, salt = {salt} {some}")
    assert not attempt(connection, erased, f"UPDATE register_details SET text = 'back' {some}")


NEW_PERSON = (
    "INSERT INTO person (id, fiscal_code, provisional, surname, name, search_surname, search_name, sex, born, "
    "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile) "
    "SELECT 900, '12345678903', true, surname, name, search_surname, search_name, sex, born, "
    "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile FROM person WHERE id = 1"
)
NEW_CREDENTIAL = (
    "INSERT INTO credential (id, person_id, scope, kind, state, cause, length, secret_hash, usable_from, decision_id) "
    "SELECT 900, 900, 'inps', kind, {state}, {cause}, 16, 'hash', '2016-05-10', decision_id FROM credential "
    "WHERE id = 1"
)
NEW_ENVELOPE = (
    "INSERT INTO envelope (serial, office_code, number, credential_id, identification_id, visit_id, desk_id, state, "
    "printer_state, reserved_at, printed_at, closed_at, spoil_reason, note) "
    "SELECT 'new', office_code, 900, 900, identification_id, visit_id, desk_id, {state}, NULL, reserved_at, "
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


ELSEWHERE = {
    "serial": ("'another'",),
    "number": ("number + 100",),
    "office_code": (
        "'0501'",
        "INSERT INTO office SELECT '0501', name, heading, opened_on, supervisor_issues, expiring_days FROM office",
    ),
    "credential_id": ("900", NEW_PERSON, NEW_CREDENTIAL.format(**credential_columns("pending"))),
    "identification_id": ("1",),
    "visit_id": ("1",),
    "desk_id": ("77", "INSERT INTO desk (id, office_code, name) VALUES (77, '0500', '77')"),
    "reserved_at": ("(SELECT min(reserved_at) FROM envelope)",),
}


@pytest.mark.parametrize("column", ELSEWHERE)
def test_m03_who_and_what_an_envelope_is_about_never_changes(connection: sa.Connection, column: str) -> None:
    value, *prepared = ELSEWHERE[column]
    assert attempt(connection, *prepared)
    assert not attempt(connection, *prepared, f"UPDATE envelope SET {column} = {value} WHERE number = 2")


@pytest.mark.parametrize("change", ["id = 900", "person_id = 1", "scope = 'elsewhere'", "decision_id = 1"])
def test_whose_a_pin_is_never_changes(connection: sa.Connection, change: str) -> None:
    closed = "UPDATE credential SET state = 'closed', cause = 'revoked' WHERE id = 1"
    assert attempt(connection, closed)
    assert not attempt(connection, closed, f"UPDATE credential SET {change} WHERE id = 2")


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
