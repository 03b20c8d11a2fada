"""The columns of a file of people, named as the archive names them (docs/people-csv.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counter_app.i18n import _


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file."""

    name: str
    about: Callable[[], str]
    """What it holds, in the interface's language."""
    required: bool = False


COLUMNS = (
    Column("fiscal_code", lambda: _("16 characters, or 11 digits while provisional"), required=True),
    Column("surname", lambda: _("surname at birth"), required=True),
    Column("name", lambda: _("given names"), required=True),
    Column("sex", lambda: _("F or M"), required=True),
    Column("born", lambda: _("birth date: 1980-01-31 or 31/01/1980"), required=True),
    Column("birth_place_code", lambda: _("Belfiore code, H501; empty = as the fiscal code says")),
    Column("birth_place", lambda: _("as in a document; empty = as the place was called then")),
    Column("citizenship", lambda: _("country, two letters (ISO 3166); empty = IT")),
    Column("residence", lambda: _("country, two letters (ISO 3166); empty = IT")),
    Column("italian_document", lambda: _("has an Italian document: yes or no; empty = not known")),
    Column("ward", lambda: _("has a guardian, curator, administrator: yes or no; empty = no")),
    Column("deceased_on", lambda: _("date of death; empty = alive")),
    Column("address_1", lambda: _("street"), required=True),
    Column("address_2", lambda: _("postcode, town")),
    Column("address_3", lambda: _("where needed")),
    Column("email", lambda: _("one address")),
    Column("mobile", lambda: _("one number")),
    Column("pec", lambda: _("one certified address")),
    Column("mismatch_reason", lambda: _("why data are right that differ from the fiscal code")),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
OF_A_REJECT = ("line", "field", "reason")
"""What a reject file puts before the columns: skipped when the corrected file is read."""
OPTIONAL = tuple(column.name for column in COLUMNS if not column.required)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula."""
QUOTE = "'"


def quoted(cell: str) -> str:
    """Return a cell as an exported file has it: nothing in it is a formula."""
    return QUOTE + cell if cell.startswith(FORMULA_SIGNS) else cell


def unquoted(cell: str) -> str:
    """Return a cell without the sign `quoted` put before it."""
    return cell[1:] if cell[:1] == QUOTE and cell[1:].startswith(FORMULA_SIGNS) else cell
