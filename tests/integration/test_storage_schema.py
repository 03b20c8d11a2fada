"""The schema after the newest migration: no drift, and every guard in its place (architecture.md, rule 4)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from data.database import HEAD, Database, StorageError
from data.migrations import runner
from data.vocabulary import WorldKind
from tests.conftest import TEMPLATE_MADE

GUARDED = (
    "act_key",
    "attachment",
    "credential",
    "decision",
    "envelope",
    "identification",
    "marker",
    "norm_edition",
    "person_change",
    "printout",
    "register_details",
    "register_entry",
    "representation",
    "suspicion",
    "unable_to_sign",
)
WHO_STAYS = {"visit_who_stays", "credential_who_stays"}
TRIGGERS = {
    "sqlite": {f"{table}_guard_{verb}" for table in GUARDED for verb in ("insert", "update", "delete")} | WHO_STAYS,
    "postgresql": {f"{table}_guard{suffix}" for table in GUARDED for suffix in ("", "_truncate")} | WHO_STAYS,
}
CHECKS = {
    "ck_attachment_kind",
    "ck_attachment_media",
    "ck_attachment_size",
    "ck_credential_active_has_secret",
    "ck_credential_cause",
    "ck_credential_closed_has_cause",
    "ck_credential_kind",
    "ck_credential_length",
    "ck_credential_state",
    "ck_draft_handed_to_somebody_else",
    "ck_envelope_closed_at",
    "ck_envelope_printed_at",
    "ck_envelope_printer_state",
    "ck_envelope_spoil_reason",
    "ck_envelope_spoiled_has_reason",
    "ck_envelope_state",
    "ck_identification_applicant",
    "ck_identification_document_in_force",
    "ck_identification_extended_by_a_norm",
    "ck_identification_signed",
    "ck_marker_one_row",
    "ck_marker_world",
    "ck_office_expiring_days",
    "ck_operator_attempts",
    "ck_operator_role",
    "ck_operator_state",
    "ck_operator_username_lower",
    "ck_people_import_state",
    "ck_person_fiscal_code",
    "ck_person_merged_into",
    "ck_person_sex",
    "ck_printout_kind",
    "ck_register_entry_seq",
    "ck_representation_appointment_whole",
    "ck_representation_by_law",
    "ck_representation_document_extended",
    "ck_representation_document_whole",
    "ck_representation_no_court_appoints_a_parent",
    "ck_representation_nobody_for_themselves",
    "ck_representation_quality",
    "ck_representation_role_certified",
    "ck_suspicion_decided",
    "ck_suspicion_decided_by_another",
    "ck_suspicion_state",
    "ck_unable_to_sign_attested",
    "ck_unable_to_sign_cause",
    "ck_visit_closed_has_outcome",
    "ck_visit_outcome",
}
PARTIAL_UNIQUE = {
    ("attachment", "uq_attachment_one_copy", ("digest",)),
    ("credential", "uq_credential_one_open", ("person_id", "scope")),
    ("suspicion", "uq_suspicion_one_open", ("person_id",)),
}


@pytest.fixture
def upgraded(empty_url: str) -> Iterator[Database]:
    database = Database(empty_url)
    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    yield database
    database.close()


def test_head_is_the_newest_revision_and_the_newest_file(upgraded: Database) -> None:
    with upgraded.engine.connect() as connection:
        script = ScriptDirectory.from_config(runner.configuration(connection))
    files = sorted(path.name[:4] for path in Path(script.versions).glob("[0-9]*.py"))
    assert [HEAD] == script.get_heads() == files[-1:]
    assert upgraded.revision() == HEAD


def test_upgrade_from_nothing_leaves_no_drift(upgraded: Database) -> None:
    runner.check(upgraded.writer)


def test_m22_upgrading_twice_changes_nothing(upgraded: Database) -> None:
    runner.upgrade(upgraded.writer)
    runner.check(upgraded.writer)
    assert upgraded.revision() == HEAD


def test_every_trigger_stands_after_the_newest_migration(upgraded: Database) -> None:
    engine = upgraded.engine.dialect.name
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }
    with upgraded.engine.connect() as connection:
        assert set(connection.scalars(sa.text(names[engine]))) == TRIGGERS[engine]


def test_every_check_and_partial_index_stands_after_the_newest_migration(upgraded: Database) -> None:
    inspector = sa.inspect(upgraded.engine)
    tables = inspector.get_table_names()
    assert {check["name"] for table in tables for check in inspector.get_check_constraints(table)} == CHECKS
    indexes = [(table, index) for table in tables for index in inspector.get_indexes(table)]
    where = f"{upgraded.engine.dialect.name}_where"
    partial = {
        (table, index["name"], tuple(index["column_names"]))
        for table, index in indexes
        if index["unique"] and index.get("dialect_options", {}).get(where) is not None
    }
    assert partial == PARTIAL_UNIQUE


@pytest.mark.parametrize("revision", ["9999", "0000"])
def test_a_schema_this_program_does_not_know_is_a_storage_error(upgraded: Database, revision: str) -> None:
    with upgraded.writer.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :number"), {"number": revision})
    with pytest.raises(StorageError):
        upgraded.open(WorldKind.OFFICE, TEMPLATE_MADE)


def test_no_revision_goes_down() -> None:
    folder = Path(runner.__file__).parent / "versions"
    for file in folder.glob("[0-9]*.py"):
        names = {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}
        assert "downgrade" not in names, file.name


def test_a_database_of_the_first_revision_keeps_its_rows_and_gains_the_new_columns(empty_url: str) -> None:
    database = Database(empty_url)
    columns = "visit_id, action, on_date, known_on, allowed, norms, outcome, norms_digest"
    values = "NULL, 'issue-counter', '2016-05-10', '2016-05-10', {true}, 'm03', '{{}}', 'x'"
    with database.writer.begin() as connection:
        command.upgrade(runner.configuration(connection), "0001")
        nullable = {column["name"] for column in sa.inspect(connection).get_columns("decision")}
        assert "reasons" not in nullable
        _a_visit(connection)
        true = "1" if connection.dialect.name == "sqlite" else "true"
        row = values.format(true=true).replace("NULL", "1")
        connection.execute(sa.text(f"INSERT INTO decision ({columns}) VALUES ({row})"))

    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    with database.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT action, reasons, later_acts FROM decision")).one()
    database.close()
    assert (kept.action, kept.reasons, bool(kept.later_acts)) == ("issue-counter", "[]", False)


def test_m02_papers_printed_before_stay_and_the_new_kind_is_taken(empty_url: str) -> None:
    database = Database(empty_url)
    columns = "number, kind, visit_id, desk_id, business_date, printed_at, verification_code"
    row = "'{number}', '{kind}', 1, 1, '2016-05-10', '2016-05-10 09:00:00+00:00', 'YCFT-8HQY'"
    statement = f"INSERT INTO printout ({columns}) VALUES ({row})"
    with database.writer.begin() as connection:
        command.upgrade(runner.configuration(connection), "0002")
        _a_visit(connection)
        connection.execute(sa.text(statement.format(number="M0500-0000001", kind="request-form")))

    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    with database.writer.begin() as connection:
        connection.execute(sa.text(statement.format(number="A0500-0000001", kind="self-certification")))
        kept = list(connection.scalars(sa.text("SELECT number FROM printout ORDER BY id")))
    with pytest.raises(sa.exc.IntegrityError), database.writer.begin() as connection:
        connection.execute(sa.text(statement.format(number="X0500-0000001", kind="love-letter")))
    database.close()
    assert kept == ["M0500-0000001", "A0500-0000001"]


def test_m02_identifications_made_before_stay_and_rest_on_the_printed_expiry(empty_url: str) -> None:
    database = Database(empty_url)
    with database.writer.begin() as connection:
        command.upgrade(runner.configuration(connection), "0007")
        _a_visit(connection)
        for statement in _an_envelope(connection):
            connection.execute(sa.text(statement))

    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    with database.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT id, expires_on, extended_until, extended_by FROM identification"))
        assert [(row[0], str(row[1]), row[2], row[3]) for row in kept] == [(1, "2016-05-10", None, "")]
        assert connection.scalar(sa.text("SELECT identification_id FROM envelope")) == 1
    refused = "INSERT INTO identification ({}) SELECT {} FROM identification"
    columns = (
        "visit_id, operator_id, business_date, completed_at, applicant, document_kind, document_number, "
        "document_issuer, issued_on, expires_on, checks, form_signed, privacy_given, email, mobile"
    )
    later = columns.replace("business_date", "'2016-05-11'")
    for more, values in (("", ""), (", extended_until", ", '2016-05-12'"), (", extended_by", ", 'a-norm'")):
        with pytest.raises(sa.exc.IntegrityError), database.writer.begin() as connection:
            connection.execute(sa.text(refused.format(columns + more, _dated(connection, later) + values)))
    with database.writer.begin() as connection:
        more, values = ", extended_until, extended_by", f", {_day(connection, '2016-05-11')}, 'a-norm'"
        connection.execute(sa.text(refused.format(columns + more, _dated(connection, later) + values)))
    with pytest.raises(sa.exc.IntegrityError), database.writer.begin() as connection:
        connection.execute(sa.text("DELETE FROM identification"))
    database.close()


def test_m02_representations_made_before_stay_and_rest_on_the_printed_expiry(empty_url: str) -> None:
    database = Database(empty_url)
    with database.writer.begin() as connection:
        command.upgrade(runner.configuration(connection), "0010")
        _a_visit(connection)
        true = "1" if connection.dialect.name == "sqlite" else "true"
        child = "2, '00000000000', provisional, 'Landi', 'Giulia', 'LANDI', 'GIULIA', 'F', born"
        for statement in (
            *_an_envelope(connection),
            "INSERT INTO person (id, fiscal_code, provisional, surname, name, search_surname, search_name, sex, born, "
            "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile) "
            f"SELECT {child}, birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile "
            "FROM person",
            "INSERT INTO representation (identification_id, person_id, represented_id, quality, role_certified) "
            f"VALUES (1, 1, 2, 'parent', {true})",
        ):
            connection.execute(sa.text(statement))

    database.open(WorldKind.OFFICE, TEMPLATE_MADE)
    with database.engine.connect() as connection:
        kept = connection.execute(
            sa.text("SELECT represented_id, document_extended_until, document_extended_by FROM representation")
        )
        assert [tuple(row) for row in kept] == [(2, None, "")]
    with pytest.raises(sa.exc.IntegrityError), database.writer.begin() as connection:
        connection.execute(sa.text("DELETE FROM representation"))
    database.close()


def _day(connection: sa.Connection, day: str) -> str:
    return f"'{day}'" if connection.dialect.name == "sqlite" else f"DATE '{day}'"


def _dated(connection: sa.Connection, columns: str) -> str:
    return columns if connection.dialect.name == "sqlite" else columns.replace("'2016", "DATE '2016")


def _an_envelope(connection: sa.Connection) -> tuple[str, ...]:
    true, moment = ("1" if connection.dialect.name == "sqlite" else "true"), "'2016-05-10 09:00:00+00:00'"
    return (
        "INSERT INTO decision (id, visit_id, action, on_date, known_on, allowed, norms, outcome, norms_digest) VALUES "
        f"(1, 1, 'issue-counter', '2016-05-10', '2016-05-10', {true}, 'm03', '{{}}', 'x')",
        "INSERT INTO credential (id, person_id, scope, kind, state, length, decision_id) VALUES "
        "(1, 1, 'inps', 'dispositive', 'pending', 16, 1)",
        "INSERT INTO identification (id, visit_id, operator_id, business_date, completed_at, applicant, document_kind, "
        "document_number, document_issuer, issued_on, expires_on, checks, form_signed, privacy_given, email, mobile) "
        f"VALUES (1, 1, 1, '2016-05-10', {moment}, 'self', 'passport', 'YA0000000', 'Questura', '2006-05-10', "
        f"'2016-05-10', '', {true}, {true}, '', '')",
        "INSERT INTO envelope (serial, office_code, number, credential_id, identification_id, visit_id, desk_id, "
        f"state, reserved_at, note) VALUES ('0500-0000001', '0500', 1, 1, 1, 1, 1, 'reserved', {moment}, '')",
    )


def _a_visit(connection: sa.Connection) -> None:
    true, moment = ("1" if connection.dialect.name == "sqlite" else "true"), "'2016-05-10 09:00:00+00:00'"
    for statement in (
        "INSERT INTO office (code, name, heading, opened_on) VALUES ('0500', 'Firenze', 'INPS', '2016-05-10')",
        "INSERT INTO desk (id, office_code, name) VALUES (1, '0500', '1')",
        "INSERT INTO operator (id, username, full_name, role, state, password_hash, failed_attempts, office_code, "
        f"created_at) VALUES (1, 'a', 'A', 'operator', 'active', 'x', 0, '0500', {moment})",
        "INSERT INTO person (id, fiscal_code, provisional, surname, name, search_surname, search_name, sex, born, "
        "birth_place_code, birth_place, citizenship, residence, ward, address, email, mobile) VALUES "
        f"(1, '12345678903', {true}, 'A', 'B', 'A', 'B', 'M', '1980-01-01', '', '', 'IT', 'IT', NOT {true}, '', '', "
        "'')",
        "INSERT INTO visit (id, person_id, operator_id, desk_id, business_date, opened_at) VALUES "
        f"(1, 1, 1, 1, '2016-05-10', {moment})",
    ):
        connection.execute(sa.text(statement))
