"""What is typed in the identification, as texts (the draft) and as values (the commands)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from textual.dom import DOMNode
from textual.widgets import Checkbox, Input, RadioSet, Select

from counter_app.desk import contacts, representation, signing
from counter_app.desk.commands import Appointment, Contacts, Representing, Unsigned
from counter_app.errors import BadInputError
from counter_app.identity import checklist, holder, typed_dates
from counter_app.identity.documents import EXPIRES, ISSUED, ISSUER, KIND, NUMBER, IdentityDocument
from data.vocabulary import Applicant, Impediment
from screens.identify.applicant import FIELD as APPLICANT
from screens.identify.applicant import ApplicantSet
from screens.identify.document import as_it_is
from screens.identify.steps import PRIVACY, SIGNED

YES, NO = "yes", "no"

KINDS = (KIND, holder.field(KIND), signing.WITNESS_KIND)
CHOICES = (*KINDS, signing.CAUSE)
_DOCUMENT = (NUMBER, ISSUER, ISSUED, EXPIRES)
TEXTS = (
    *_DOCUMENT,
    *map(holder.field, _DOCUMENT),
    representation.CODE,
    representation.COURT,
    representation.APPOINTED_ON,
    representation.APPOINTMENT_NUMBER,
    signing.WITNESS,
    signing.WITNESS_NUMBER,
    *contacts.COLUMN_OF,
)
BOXES = (
    *checklist.OPERATOR_CHECKS,
    SIGNED,
    representation.ROLE_CERTIFIED,
    PRIVACY,
    signing.CANNOT_SIGN,
    signing.ATTESTED,
)


class Typed:
    """The fields of the identification.

    Args:
        screen: where they stand.
        at_first: field -> what the archive has for it: nothing was typed where the field says the same.
    """

    def __init__(self, screen: DOMNode, at_first: Mapping[str, str]) -> None:
        self._screen = screen
        self.at_first = at_first

    def text(self, field: str) -> str:
        """Return what stands in a text field, without blanks around it."""
        return self._screen.query_one(f"#{field}", Input).value.strip()

    def marked(self, field: str) -> bool:
        """Return whether a box is marked."""
        return self._screen.query_one(f"#{field}", Checkbox).value

    def chosen(self, field: str) -> str:
        """Return the id of the entry chosen in a list, empty while none is."""
        selection = self._screen.query_one(f"#{field}", Select).selection
        return "" if selection is None else str(selection)

    @property
    def applicant(self) -> Applicant | None:
        """In what quality the person asks, None while not chosen."""
        return self._screen.query_one(f"#{APPLICANT}", ApplicantSet).chosen

    @property
    def for_another(self) -> bool:
        """Whether a legal representative asks."""
        return self.applicant in representation.QUALITIES

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

    def document(self, field: Callable[[str], str] = as_it_is) -> IdentityDocument:
        """Return a document as far as it is typed.

        Args:
            field: plain id of a field -> its id for that document.
        """
        return IdentityDocument(
            self.chosen(field(KIND)),
            self.text(field(NUMBER)),
            self.text(field(ISSUER)),
            self.day(field(ISSUED)),
            self.day(field(EXPIRES)),
        )

    def checks(self) -> frozenset[str]:
        """Return the ids of the checks made."""
        return frozenset(name for name in checklist.OPERATOR_CHECKS if self.marked(name))

    def contacts(self) -> Contacts:
        """Return the contacts that differ from the archive's; an emptied one changes nothing."""
        return Contacts(**{column: self._anew(field) for field, column in contacts.COLUMN_OF.items()})

    def _anew(self, field: str) -> str:
        text = self.text(field)
        return "" if text == self.at_first.get(field) else text

    def appointment(self) -> Appointment:
        """Return the act that appointed the representative, as far as it is typed."""
        return Appointment(
            self.text(representation.COURT),
            self.day(representation.APPOINTED_ON),
            self.text(representation.APPOINTMENT_NUMBER),
        )

    def representing(self, who_id: int | None, appointed: bool) -> Representing | None:
        """Return who asks for the person, None where they ask for themselves.

        Args:
            who_id: the representative, of the archive.
            appointed: whether the act that appointed them is asked for.
        """
        quality = self.applicant
        if quality is None or who_id is None or not self.for_another:
            return None
        shown = self.document(holder.field)
        return Representing(
            quality=quality,
            person_id=who_id,
            role_certified=self.marked(representation.ROLE_CERTIFIED),
            appointment=self.appointment() if appointed else None,
            holder_document=None if holder.nothing_typed(shown) else shown,
        )

    def unsigned(self) -> Unsigned | None:
        """Return what stands for the signature, None where whoever asks signs."""
        if not self.marked(signing.CANNOT_SIGN):
            return None
        cause = self.chosen(signing.CAUSE)
        return Unsigned(
            cause=Impediment(cause) if cause else None,
            attested=self.marked(signing.ATTESTED),
            witness_name=self.text(signing.WITNESS),
            witness_document_kind=self.chosen(signing.WITNESS_KIND),
            witness_document_number=self.text(signing.WITNESS_NUMBER),
        )

    def values(self) -> dict[str, str]:
        """Return the draft: widget id -> text, boxes as `yes`; what is empty, or as in the archive, is left out."""
        found = {APPLICANT: self.applicant or ""}
        found |= {field: self.chosen(field) for field in CHOICES}
        found |= {field: self._anew(field) for field in TEXTS}
        found |= {field: YES if self.marked(field) else "" for field in BOXES}
        return {field: str(value) for field, value in found.items() if value}

    def restore(self, values: dict[str, str], kinds: frozenset[str]) -> None:
        """Put a draft back into the fields.

        Args:
            values: as `values` gave them.
            kinds: the kinds of document the list offers today.
        """
        offered = {**dict.fromkeys(KINDS, kinds), signing.CAUSE: frozenset(map(str, Impediment))}
        with self._screen.prevent(Select.Changed, Checkbox.Changed, RadioSet.Changed):
            if APPLICANT in values:
                self._screen.query_one(f"#{APPLICANT}", ApplicantSet).choose(Applicant(values[APPLICANT]))
            for field in CHOICES:
                if values.get(field) in offered[field]:
                    self._screen.query_one(f"#{field}", Select).value = values[field]
            for field in TEXTS:
                self._screen.query_one(f"#{field}", Input).value = values.get(field, self.at_first.get(field, ""))
            for field in BOXES:
                self._screen.query_one(f"#{field}", Checkbox).value = values.get(field) == YES
