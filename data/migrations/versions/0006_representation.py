"""Legal representatives, people who cannot sign, and one more kind of printed document. There is no way down."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.migrations.guards import FIRST, REPRESENTATION, protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PRINTED = ("pin-envelope", "request-form", "receipt", "refusal-slip", "self-certification")


def upgrade() -> None:
    _representation()
    _unable_to_sign()
    _printed_kinds()
    protect(op.get_bind(), REPRESENTATION)


def _text_enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _representation() -> None:
    op.create_table(
        "representation",
        sa.Column("identification_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("represented_id", sa.Integer(), nullable=False),
        sa.Column(
            "quality",
            _text_enum("quality", "self", "parent", "guardian", "support-administrator", "delegate"),
            nullable=False,
        ),
        sa.Column("role_certified", sa.Boolean(), nullable=False),
        sa.Column("court", AutoString(length=80), nullable=True),
        sa.Column("appointed_on", sa.Date(), nullable=True),
        sa.Column("appointment_number", AutoString(length=40), nullable=True),
        sa.Column("document_kind", AutoString(length=40), nullable=True),
        sa.Column("document_number", AutoString(length=40), nullable=True),
        sa.Column("document_issuer", AutoString(length=80), nullable=True),
        sa.Column("document_issued_on", sa.Date(), nullable=True),
        sa.Column("document_expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint("person_id <> represented_id", name=op.f("ck_representation_nobody_for_themselves")),
        sa.CheckConstraint("quality NOT IN ('self', 'delegate')", name=op.f("ck_representation_by_law")),
        sa.CheckConstraint("role_certified", name=op.f("ck_representation_role_certified")),
        sa.CheckConstraint(
            "(court IS NULL) = (appointed_on IS NULL) AND (appointment_number IS NULL) = (appointed_on IS NULL)",
            name=op.f("ck_representation_appointment_whole"),
        ),
        sa.CheckConstraint(
            "quality <> 'parent' OR appointed_on IS NULL", name=op.f("ck_representation_no_court_appoints_a_parent")
        ),
        sa.CheckConstraint(
            "(document_number IS NULL) = (document_kind IS NULL) AND (document_issuer IS NULL) = "
            "(document_kind IS NULL) AND (document_issued_on IS NULL) = (document_kind IS NULL) AND "
            "(document_expires_on IS NULL OR document_kind IS NOT NULL)",
            name=op.f("ck_representation_document_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["identification_id"],
            ["identification.id"],
            name=op.f("fk_representation_identification_id_identification"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_representation_person_id_person")),
        sa.ForeignKeyConstraint(
            ["represented_id"], ["person.id"], name=op.f("fk_representation_represented_id_person")
        ),
        sa.PrimaryKeyConstraint("identification_id", name=op.f("pk_representation")),
    )
    op.create_index(op.f("ix_representation_person_id"), "representation", ["person_id"], unique=False)
    op.create_index(op.f("ix_representation_represented_id"), "representation", ["represented_id"], unique=False)


def _unable_to_sign() -> None:
    op.create_table(
        "unable_to_sign",
        sa.Column("identification_id", sa.Integer(), nullable=False),
        sa.Column("cause", _text_enum("cause", "cannot-write", "bodily"), nullable=False),
        sa.Column("attested", sa.Boolean(), nullable=False),
        sa.Column("witness_name", AutoString(length=80), nullable=False),
        sa.Column("witness_document_kind", AutoString(length=40), nullable=False),
        sa.Column("witness_document_number", AutoString(length=40), nullable=False),
        sa.CheckConstraint("attested", name=op.f("ck_unable_to_sign_attested")),
        sa.ForeignKeyConstraint(
            ["identification_id"],
            ["identification.id"],
            name=op.f("fk_unable_to_sign_identification_id_identification"),
        ),
        sa.PrimaryKeyConstraint("identification_id", name=op.f("pk_unable_to_sign")),
    )


def _printed_kinds() -> None:
    """Let `printout` take one more kind. SQLite cannot alter a CHECK: the table is made anew; nothing points to it."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_printout_kind"), "printout", type_="check")
        kinds = ", ".join(f"'{kind}'" for kind in PRINTED)
        op.create_check_constraint(op.f("ck_printout_kind"), "printout", f"kind IN ({kinds})")
        return
    op.create_table("printout_new", *_printout())
    names = "id, number, kind, visit_id, desk_id, business_date, printed_at, verification_code, envelope_serial"
    op.execute(f"INSERT INTO printout_new ({names}) SELECT {names} FROM printout")  # noqa: S608 - our own names
    op.drop_table("printout")
    op.rename_table("printout_new", "printout")
    op.create_index(op.f("ix_printout_visit_id"), "printout", ["visit_id"], unique=False)
    op.create_index(op.f("ix_printout_envelope_serial"), "printout", ["envelope_serial"], unique=False)
    protect(bind, tuple(guard for guard in FIRST if guard.table == "printout"))


def _printout() -> tuple[Any, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", AutoString(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*PRINTED, name=op.f("ck_printout_kind"), native_enum=False, create_constraint=True, length=24),
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
