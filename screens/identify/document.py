"""The five fields of an identity document, and what is said beside them; a case can hold two documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.widgets import Static

from counter_app.i18n import _
from counter_app.identity import documents
from counter_app.identity.documents import EXPIRES, ISSUED, ISSUER, KIND, NUMBER, DocumentCheck, DocumentKind
from screens.marks import Choice
from screens.widgets.fields import DateInput, DeskInput, Field
from screens.widgets.lines import say

NOTE = "document-note"


def as_it_is(name: str) -> str:
    """Return the id of an ordinary document's field: the plain one."""
    return name


class DocumentFields:
    """Draws the fields of one document and tells what is odd about it.

    Args:
        screen: where they stand.
        field: plain id of a field -> its id for this document.
    """

    def __init__(self, screen: DOMNode, field: Callable[[str], str] = as_it_is) -> None:
        self._screen = screen
        self._field = field
        self.kind, self.expires, self._note = field(KIND), field(EXPIRES), field(NOTE)
        self._names = tuple(map(field, (KIND, NUMBER, ISSUER, ISSUED, EXPIRES)))

    def compose(self, today: date) -> ComposeResult:
        """Yield the fields.

        Args:
            today: the business date, which says which kinds there are.
        """
        kinds = [(kind.name, kind.id) for kind in documents.kinds_on(today)]
        yield Field(_("Kind"), Choice(kinds, id=self.kind))
        yield Field(_("Number"), DeskInput(id=self._field(NUMBER), width=22))
        yield Field(_("Issued by"), DeskInput(id=self._field(ISSUER), width=34))
        yield Field(_("Issued on"), DateInput(id=self._field(ISSUED)))
        yield Field(_("Expires on"), DateInput(id=self.expires))
        yield Static("", id=self._note, classes="document-note", markup=False)

    def show(self, kind_id: str, check: DocumentCheck, confirmed_by: str = "") -> None:
        """Say beside the fields what is odd, and who has confirmed it.

        Args:
            kind_id: of the kind chosen, may be empty.
            check: names the fields of this document.
            confirmed_by: username of the supervisor who has confirmed what is odd, empty where nobody has.
        """
        kind = documents.kind(kind_id) if kind_id else None
        said = {item.field: (_odd_words(item.message, confirmed_by), True) for item in check.warnings}
        said |= {item.field: (f"✕ {item.message}", False) for item in check.errors}
        if check.refused_by:
            where, _wanted = refused_at(check.refused_by)
            said[self._field(where)] = (_("✕ {reason} F8 explains it.").format(reason=check.reason), False)
        for name in self._names:
            self._tell(name, said.get(name))
        say(self._screen.query_one(f"#{self._note}", Static), _kind_words(kind))

    def _tell(self, name: str, said: tuple[str, bool] | None) -> None:
        field = self._screen.query_one(f"#{name}").query_ancestor(Field)
        line = field.message
        if said is not None:
            say(line, said[0])
            line.set_class(said[1], "-warning")
            field.set_class(not said[1], "-wrong")
            line.add_class("-there")
        elif line.has_class("-warning") or (name in (self.kind, self.expires) and not field.empty):
            _forget(field)


def _odd_words(message: str, confirmed_by: str) -> str:
    if not confirmed_by:
        return f"! {message}"
    return _("✓ confirmed by {username}: {message}").format(username=confirmed_by, message=message)


def refused_at(norm: str | None) -> tuple[str, str]:
    """Return the field at which a refused document is told, by its plain id, and what is wanted in its place.

    Args:
        norm: id of the norm that refuses it.
    """
    if norm == documents.VALID_DOCUMENT:
        return EXPIRES, _("another document")
    if norm == documents.ACCEPTED_DOCUMENTS:
        return KIND, _("another document")
    # the document is good: it shows that the person is not excepted from the end of new PINs (M16)
    return KIND, _("another exception")


def _forget(field: Field) -> None:
    """Take back what was said of a field, unless the field itself has something to say."""
    date_field = field.query(DateInput)
    if not date_field or not date_field.first().hint(date_field.first().value)[1]:
        field.show_error("")
    field.message.remove_class("-warning")


def _kind_words(kind: DocumentKind | None) -> str:
    """Return who usually issues this kind and what to look at on it."""
    if kind is None:
        return ""
    issuer = _("Usually issued by: {issuer}").format(issuer=kind.issuer_hint) if kind.issuer_hint else ""
    return "\n".join(part for part in (issuer, kind.note) if part)
