"""SQLModel tables, named from the glossary: columns, constraints, no rules."""

from typing import Protocol

from sqlmodel import SQLModel

from data.tables.attachments import Attachment
from data.tables.credentials import Credential, Envelope, Numbering
from data.tables.office import Desk, Marker, Office, Operator
from data.tables.people import PeopleImport, Person, PersonChange, PersonDraft
from data.tables.register import RegisterDetails, RegisterEntry
from data.tables.representation import Representation, UnableToSign
from data.tables.suspicions import Suspicion
from data.tables.visits import ActKey, Draft, Identification, NormEdition, Printout, StoredDecision, Visit

metadata = SQLModel.metadata


class HasId(Protocol):
    """A row numbered by the database."""

    id: int | None


def id_of(row: HasId) -> int:
    """Return the number the database gave a row.

    Raises:
        ValueError: before the row was flushed.
    """
    if row.id is None:
        raise ValueError("a row has no id before it is flushed")
    return row.id


__all__ = [
    "ActKey",
    "Attachment",
    "Credential",
    "Desk",
    "Draft",
    "Envelope",
    "Identification",
    "Marker",
    "NormEdition",
    "Numbering",
    "Office",
    "Operator",
    "PeopleImport",
    "Person",
    "PersonChange",
    "PersonDraft",
    "Printout",
    "RegisterDetails",
    "RegisterEntry",
    "Representation",
    "StoredDecision",
    "Suspicion",
    "UnableToSign",
    "Visit",
    "id_of",
    "metadata",
]
