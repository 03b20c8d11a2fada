"""Documents good beyond their printed expiry, and copies archived with a visit. There is no way down."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.migrations.guards import ATTACHMENTS, FIRST, protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IN_FORCE = (
    "(expires_on IS NULL OR COALESCE(extended_until, expires_on) >= business_date) AND issued_on <= business_date"
)
EXTENDED = (
    "(extended_until IS NULL) = (extended_by = '') AND (extended_until IS NULL OR "
    "(expires_on IS NOT NULL AND extended_until > expires_on AND expires_on < business_date))"
)
KEPT = (
    "id, visit_id, operator_id, business_date, completed_at, applicant, document_kind, document_number, "
    "document_issuer, issued_on, expires_on, checks, form_signed, privacy_given, email, mobile"
)


def upgrade() -> None:
    _widen_identification()
    _attachment()
    protect(op.get_bind(), ATTACHMENTS)


def _widen_identification() -> None:
    """Let an identification rest on a document that an act keeps good.

    SQLite cannot alter a CHECK, and other tables point to this one: its rows are set aside while it is made anew under
    the same name, with foreign keys checked at the end of the transaction.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        for column in _extension():
            op.add_column("identification", column)
        op.drop_constraint(op.f("ck_identification_document_in_force"), "identification", type_="check")
        op.create_check_constraint(op.f("ck_identification_document_in_force"), "identification", IN_FORCE)
        op.create_check_constraint(op.f("ck_identification_extended_by_a_norm"), "identification", EXTENDED)
        return
    op.execute("PRAGMA defer_foreign_keys=on")
    op.execute(f"CREATE TABLE identification_aside AS SELECT {KEPT} FROM identification")  # noqa: S608 - our own names
    op.drop_table("identification")
    op.create_table("identification", *_identification())
    op.create_index(op.f("ix_identification_visit_id"), "identification", ["visit_id"], unique=False)
    op.execute(f"INSERT INTO identification ({KEPT}) SELECT {KEPT} FROM identification_aside")  # noqa: S608
    op.drop_table("identification_aside")
    protect(bind, tuple(guard for guard in FIRST if guard.table == "identification"))


def _extension() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("extended_by", AutoString(length=60), server_default="", nullable=False),
    )


def _identification() -> tuple[Any, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("completed_at", UTCDateTime(), nullable=False),
        sa.Column(
            "applicant",
            _text_enum(
                op.f("ck_identification_applicant"),
                *("self", "parent", "guardian", "support-administrator", "delegate"),
            ),
            nullable=False,
        ),
        sa.Column("document_kind", AutoString(length=40), nullable=False),
        sa.Column("document_number", AutoString(length=40), nullable=False),
        sa.Column("document_issuer", AutoString(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        *_extension(),
        sa.Column("checks", AutoString(length=200), nullable=False),
        sa.Column("form_signed", sa.Boolean(), nullable=False),
        sa.Column("privacy_given", sa.Boolean(), nullable=False),
        sa.Column("email", AutoString(length=120), nullable=False),
        sa.Column("mobile", AutoString(length=30), nullable=False),
        sa.CheckConstraint("form_signed AND privacy_given", name=op.f("ck_identification_signed")),
        sa.CheckConstraint(IN_FORCE, name=op.f("ck_identification_document_in_force")),
        sa.CheckConstraint(EXTENDED, name=op.f("ck_identification_extended_by_a_norm")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_identification_operator_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_identification_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identification")),
    )


def _text_enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("kind", _text_enum("kind", "document", "form", "role-paper"), nullable=False),
        sa.Column("media_type", AutoString(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("attached_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png', 'image/tiff')",
            name=op.f("ck_attachment_media"),
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_attachment_operator_id_operator")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_attachment_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_visit_id"), "attachment", ["visit_id"], unique=False)
    op.create_index(
        "uq_attachment_one_copy",
        "attachment",
        ["digest"],
        unique=True,
        sqlite_where=sa.text("sealed IS NOT NULL"),
        postgresql_where=sa.text("sealed IS NOT NULL"),
    )
