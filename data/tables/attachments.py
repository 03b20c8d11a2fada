"""Copies of papers archived with a visit: encrypted, bound to it, never changed (M02)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import AttachmentKind


class Attachment(naming.Row, table=True):
    """A copy scanned at the desk. What it shows is personal data: only its sealed bytes stand here."""

    __tablename__ = "attachment"
    __table_args__ = (
        sa.CheckConstraint("size > 0", name="size"),
        sa.CheckConstraint("media_type IN ('application/pdf', 'image/jpeg', 'image/png', 'image/tiff')", name="media"),
        sa.Index(
            "uq_attachment_one_copy",
            "digest",
            unique=True,
            sqlite_where=sa.text("sealed IS NOT NULL"),
            postgresql_where=sa.text("sealed IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    kind: AttachmentKind = Field(sa_type=naming.text_enum(AttachmentKind, "kind"))
    media_type: str = Field(max_length=40)
    size: int
    """Bytes of the copy itself."""
    digest: str = Field(max_length=64)
    """HMAC-SHA256 of the copy under a key outside the database: tells the same copy again, nothing of its content."""
    sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    """AES-256-GCM, nonce first; None once wiped with a visit that led to nothing."""
    business_date: date
    attached_at: datetime
