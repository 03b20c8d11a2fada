"""SQLModel tables, named from the glossary: columns, constraints, no rules."""

from sqlmodel import SQLModel

from data.tables.credentials import Credential, Envelope, Numbering
from data.tables.office import Desk, Marker, Office, Operator
from data.tables.people import Person
from data.tables.register import RegisterDetails, RegisterEntry
from data.tables.visits import ActKey, Draft, Identification, Printout, StoredDecision, Visit

metadata = SQLModel.metadata

__all__ = [
    "ActKey",
    "Credential",
    "Desk",
    "Draft",
    "Envelope",
    "Identification",
    "Marker",
    "Numbering",
    "Office",
    "Operator",
    "Person",
    "Printout",
    "RegisterDetails",
    "RegisterEntry",
    "StoredDecision",
    "Visit",
    "metadata",
]
