"""What an identification needs beyond the person: who asks for somebody else, and what stands for a signature (M02)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from data.tables import naming
from data.vocabulary import Applicant, Impediment


class Representation(naming.Row, table=True):
    """Who asked for somebody else, in what quality; the identification's document is theirs (M02)."""

    __tablename__ = "representation"
    __table_args__ = (
        sa.CheckConstraint("person_id <> represented_id", name="nobody_for_themselves"),
        sa.CheckConstraint("quality NOT IN ('self', 'delegate')", name="by_law"),
        sa.CheckConstraint("role_certified", name="role_certified"),
        sa.CheckConstraint(
            "(court IS NULL) = (appointed_on IS NULL) AND (appointment_number IS NULL) = (appointed_on IS NULL)",
            name="appointment_whole",
        ),
        sa.CheckConstraint("quality <> 'parent' OR appointed_on IS NULL", name="no_court_appoints_a_parent"),
        sa.CheckConstraint(
            "(document_number IS NULL) = (document_kind IS NULL) AND (document_issuer IS NULL) = "
            "(document_kind IS NULL) AND (document_issued_on IS NULL) = (document_kind IS NULL) AND "
            "(document_expires_on IS NULL OR document_kind IS NOT NULL)",
            name="document_whole",
        ),
        sa.CheckConstraint(
            "(document_extended_until IS NULL) = (document_extended_by = '') AND (document_extended_until IS NULL OR "
            "(document_expires_on IS NOT NULL AND document_extended_until > document_expires_on))",
            name="document_extended",
        ),
    )
    identification_id: int = Field(primary_key=True, foreign_key="identification.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    """Who asks and signs."""
    represented_id: int = Field(foreign_key="person.id", index=True)
    """Who the PIN is for."""
    quality: Applicant = Field(sa_type=naming.text_enum(Applicant, "quality"))
    role_certified: bool
    """The self-certification of the role was signed."""
    court: str | None = Field(default=None, max_length=80)
    """The court that appointed them, as its act names it."""
    appointed_on: date | None = None
    appointment_number: str | None = Field(default=None, max_length=40)
    document_kind: str | None = Field(default=None, max_length=40)
    """Of the person the PIN is for; None = identified by what the representative certifies."""
    document_number: str | None = Field(default=None, max_length=40)
    document_issuer: str | None = Field(default=None, max_length=80)
    document_issued_on: date | None = None
    document_expires_on: date | None = None
    """As printed on it."""
    document_extended_until: date | None = None
    """Last day on which it is good by an act of the time; None where it needs none."""
    document_extended_by: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    """Id of the norm that act is."""


class UnableToSign(naming.Row, table=True):
    """What stands for the signature of who asks and cannot sign: the official's attestation, and a witness."""

    __tablename__ = "unable_to_sign"
    __table_args__ = (sa.CheckConstraint("attested", name="attested"),)
    identification_id: int = Field(primary_key=True, foreign_key="identification.id")
    cause: Impediment = Field(sa_type=naming.text_enum(Impediment, "cause"))
    attested: bool
    """The operator attests that the declaration was made before them (DPR 445/2000 art. 4)."""
    witness_name: str = Field(max_length=80)
    witness_document_kind: str = Field(max_length=40)
    witness_document_number: str = Field(max_length=40)
