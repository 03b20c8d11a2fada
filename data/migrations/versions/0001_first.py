"""Every table of the first release, with its guards. There is no way down: restore a backup instead."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.migrations.guards import FIRST, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "act_key",
        sa.Column("key", AutoString(length=64), nullable=False),
        sa.Column("act", AutoString(length=40), nullable=False),
        sa.Column("reference", AutoString(length=40), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_act_key")),
    )
    op.create_table(
        "marker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "world",
            sa.Enum("office", "training", name="world", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_marker_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
    )
    op.create_table(
        "numbering",
        sa.Column("name", AutoString(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_numbering")),
    )
    op.create_table(
        "office",
        sa.Column("code", AutoString(length=10), nullable=False),
        sa.Column("name", AutoString(length=80), nullable=False),
        sa.Column("heading", AutoString(length=400), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_code", AutoString(length=16), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("surname", AutoString(length=80), nullable=False),
        sa.Column("name", AutoString(length=80), nullable=False),
        sa.Column("search_surname", AutoString(length=80), nullable=False),
        sa.Column("search_name", AutoString(length=80), nullable=False),
        sa.Column(
            "sex", sa.Enum("F", "M", name="sex", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column("birth_place_code", AutoString(length=4), nullable=False),
        sa.Column("birth_place", AutoString(length=80), nullable=False),
        sa.Column("citizenship", AutoString(length=2), nullable=False),
        sa.Column("residence", AutoString(length=2), nullable=False),
        sa.Column("italian_document", sa.Boolean(), nullable=True),
        sa.Column("ward", sa.Boolean(), nullable=False),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.Column("address", AutoString(length=400), nullable=False),
        sa.Column("email", AutoString(length=120), nullable=False),
        sa.Column("mobile", AutoString(length=30), nullable=False),
        sa.CheckConstraint(
            "length(fiscal_code) = CASE WHEN provisional THEN 11 ELSE 16 END", name=op.f("ck_person_fiscal_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("fiscal_code", name=op.f("uq_person_fiscal_code")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_search", ["search_surname", "search_name", "born"], unique=False)

    op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", AutoString(length=10), nullable=False),
        sa.Column("name", AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(["office_code"], ["office.code"], name=op.f("fk_desk_office_code_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("office_code", "name", name=op.f("uq_desk_office_code_name")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", AutoString(length=40), nullable=False),
        sa.Column("full_name", AutoString(length=80), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "operator", "supervisor", "trainer", name="role", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("active", "locked", "disabled", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("password_hash", AutoString(length=200), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("office_code", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("failed_attempts >= 0", name=op.f("ck_operator_attempts")),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_operator_username_lower")),
        sa.ForeignKeyConstraint(["office_code"], ["office.code"], name=op.f("fk_operator_office_code_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("username", name=op.f("uq_operator_username")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "refused",
                "abandoned",
                "looked-up",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_visit_closed_has_outcome")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_visit_desk_id_desk")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_visit_operator_id_operator")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_business_date"), ["business_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_desk_id"), ["desk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_person_id"), ["person_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("action", AutoString(length=40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("norms", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("norms_digest", AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_decision_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("step", AutoString(length=40), nullable=False),
        sa.Column("typed", AutoString(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_draft_desk_id_desk")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_draft_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_desk_id"), ["desk_id"], unique=False)

    op.create_table(
        "identification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("completed_at", UTCDateTime(), nullable=False),
        sa.Column(
            "applicant",
            sa.Enum(
                "self",
                "parent",
                "guardian",
                "support-administrator",
                "delegate",
                name="applicant",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("document_kind", AutoString(length=40), nullable=False),
        sa.Column("document_number", AutoString(length=40), nullable=False),
        sa.Column("document_issuer", AutoString(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("checks", AutoString(length=200), nullable=False),
        sa.Column("form_signed", sa.Boolean(), nullable=False),
        sa.Column("privacy_given", sa.Boolean(), nullable=False),
        sa.Column("email", AutoString(length=120), nullable=False),
        sa.Column("mobile", AutoString(length=30), nullable=False),
        sa.CheckConstraint(
            "(expires_on IS NULL OR expires_on >= business_date) AND issued_on <= business_date",
            name=op.f("ck_identification_document_in_force"),
        ),
        sa.CheckConstraint("form_signed AND privacy_given", name=op.f("ck_identification_signed")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_identification_operator_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_identification_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identification")),
    )
    with op.batch_alter_table("identification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identification_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk", AutoString(length=60), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("event", AutoString(length=40), nullable=False),
        sa.Column("operator", AutoString(length=40), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("subject", AutoString(length=40), nullable=False),
        sa.Column("details_digest", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_register_entry_seq")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_register_entry_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("desk", "seq", name=op.f("uq_register_entry_desk_seq")),
    )
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_entry_business_date"), ["business_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_entry_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", AutoString(length=24), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinary", "dispositive", "online", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "active",
                "blocked",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "replaced",
                "revoked",
                "retired",
                "spoiled",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("secret_hash", AutoString(length=200), nullable=True),
        sa.Column("usable_from", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (cause IS NOT NULL)", name=op.f("ck_credential_closed_has_cause")),
        sa.CheckConstraint(
            "state NOT IN ('active', 'blocked') OR (secret_hash IS NOT NULL AND usable_from IS NOT NULL)",
            name=op.f("ck_credential_active_has_secret"),
        ),
        sa.CheckConstraint("length > 0", name=op.f("ck_credential_length")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_credential_decision_id_decision")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_credential_one_open",
            ["person_id", "scope"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "register_details",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("text", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_register_details_entry_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_register_details")),
    )
    op.create_table(
        "envelope",
        sa.Column("serial", AutoString(length=24), nullable=False),
        sa.Column("office_code", AutoString(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=False),
        sa.Column("identification_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "printed",
                "handed-over",
                "spoiled",
                "returned",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "printer_state",
            sa.Enum(
                "accepted",
                "jam",
                "stopped",
                "gone",
                name="printer_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("reserved_at", UTCDateTime(), nullable=False),
        sa.Column("printed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column(
            "spoil_reason",
            sa.Enum(
                "print-damaged",
                "seal-broken",
                "not-collected",
                "wrong-person",
                "printer-failed",
                "in-doubt",
                "other",
                name="spoil_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("note", AutoString(length=200), nullable=False),
        sa.CheckConstraint(
            "(state = 'spoiled') = (spoil_reason IS NOT NULL)", name=op.f("ck_envelope_spoiled_has_reason")
        ),
        sa.CheckConstraint(
            "(state IN ('reserved', 'printed')) = (closed_at IS NULL)", name=op.f("ck_envelope_closed_at")
        ),
        sa.CheckConstraint(
            "state NOT IN ('printed', 'handed-over') OR printed_at IS NOT NULL", name=op.f("ck_envelope_printed_at")
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_envelope_credential_id_credential")
        ),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_envelope_desk_id_desk")),
        sa.ForeignKeyConstraint(
            ["identification_id"], ["identification.id"], name=op.f("fk_envelope_identification_id_identification")
        ),
        sa.ForeignKeyConstraint(["office_code"], ["office.code"], name=op.f("fk_envelope_office_code_office")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_envelope_visit_id_visit")),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_envelope")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_envelope_credential_id")),
        sa.UniqueConstraint("office_code", "number", name=op.f("uq_envelope_office_code_number")),
    )
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_envelope_desk_id"), ["desk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_envelope_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "printout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", AutoString(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pin-envelope",
                "request-form",
                "receipt",
                "refusal-slip",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("printed_at", UTCDateTime(), nullable=False),
        sa.Column("verification_code", AutoString(length=9), nullable=False),
        sa.Column("envelope_serial", AutoString(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["envelope_serial"], ["envelope.serial"], name=op.f("fk_printout_envelope_serial_envelope")
        ),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_printout_desk_id_desk")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_printout_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printout")),
        sa.UniqueConstraint("number", name=op.f("uq_printout_number")),
    )
    with op.batch_alter_table("printout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printout_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_printout_envelope_serial"), ["envelope_serial"], unique=False)

    protect(op.get_bind(), FIRST)
