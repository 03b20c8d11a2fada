"""What is typed in the identification, as texts (the draft) and as values (the commands)."""

from __future__ import annotations

from datetime import date

from textual.dom import DOMNode
from textual.widgets import Checkbox, Input, RadioSet, Select

from counter_app.desk.commands import Contacts
from counter_app.errors import BadInputError
from counter_app.identity import checklist, typed_dates
from counter_app.identity.documents import EXPIRES, ISSUED, ISSUER, KIND, NUMBER, IdentityDocument
from data.vocabulary import Applicant
from screens.identify.applicant import FIELD as APPLICANT
from screens.identify.applicant import ApplicantSet
from screens.identify.steps import EMAIL, MOBILE, PRIVACY, SIGNED

YES, NO = "yes", "no"

CHOICES = (KIND,)
TEXTS = (NUMBER, ISSUER, ISSUED, EXPIRES, EMAIL, MOBILE)
BOXES = (*checklist.OPERATOR_CHECKS, SIGNED, PRIVACY)


class Typed:
    """The fields of the identification.

    Args:
        screen: where they stand.
    """

    def __init__(self, screen: DOMNode) -> None:
        self._screen = screen

    def text(self, field: str) -> str:
        """Return what stands in a text field, without blanks around it."""
        return self._screen.query_one(f"#{field}", Input).value.strip()

    def marked(self, field: str) -> bool:
        """Return whether a box is marked."""
        return self._screen.query_one(f"#{field}", Checkbox).value

    @property
    def applicant(self) -> Applicant | None:
        """In what quality the person asks, None while not chosen."""
        return self._screen.query_one(f"#{APPLICANT}", ApplicantSet).chosen

    @property
    def kind(self) -> str:
        """Id of the document's kind, empty while not chosen."""
        selection = self._screen.query_one(f"#{KIND}", Select).selection
        return "" if selection is None else str(selection)

    def day(self, field: str) -> date | None:
        """Return the date in a field, None while there is none that can be read."""
        try:
            return self.strict_day(field)
        except BadInputError:
            return None

    def strict_day(self, field: str) -> date | None:
        """Return the date in a field, None where it is empty.

        Raises:
            BadInputError: when it cannot be read.
        """
        text = self.text(field)
        return typed_dates.parse_date(text, field) if text else None

    def document(self) -> IdentityDocument:
        """Return the document as far as it is typed."""
        return IdentityDocument(self.kind, self.text(NUMBER), self.text(ISSUER), self.day(ISSUED), self.day(EXPIRES))

    def checks(self) -> frozenset[str]:
        """Return the ids of the checks made."""
        return frozenset(name for name in checklist.OPERATOR_CHECKS if self.marked(name))

    def contacts(self) -> Contacts:
        """Return the contacts given."""
        return Contacts(self.text(EMAIL), self.text(MOBILE))

    def values(self) -> dict[str, str]:
        """Return the draft: widget id -> text, boxes as `yes`; what is empty is left out."""
        found = {APPLICANT: self.applicant or "", KIND: self.kind}
        found |= {field: self.text(field) for field in TEXTS}
        found |= {field: YES if self.marked(field) else "" for field in BOXES}
        return {field: str(value) for field, value in found.items() if value}

    def restore(self, values: dict[str, str], kinds: frozenset[str]) -> None:
        """Put a draft back into the fields.

        Args:
            values: as `values` gave them.
            kinds: the kinds of document the list offers today.
        """
        with self._screen.prevent(Select.Changed, Checkbox.Changed, RadioSet.Changed):
            if APPLICANT in values:
                self._screen.query_one(f"#{APPLICANT}", ApplicantSet).choose(Applicant(values[APPLICANT]))
            if values.get(KIND) in kinds:
                self._screen.query_one(f"#{KIND}", Select).value = values[KIND]
            for field in TEXTS:
                self._screen.query_one(f"#{field}", Input).value = values.get(field, "")
            for field in BOXES:
                self._screen.query_one(f"#{field}", Checkbox).value = values.get(field) == YES
