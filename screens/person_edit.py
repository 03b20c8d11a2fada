"""Put right what the archive says of somebody who stands at the desk; what stood there before is kept (M02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Checkbox, Input, Static

from counter_app.desk import corrections, visits
from counter_app.desk.archive_views import CorrectionView, PersonHit
from counter_app.desk.commands import CorrectPerson, NewPerson
from counter_app.desk.views import CardView
from counter_app.i18n import _, show_date
from screens import keys
from screens.base import desk_work
from screens.marks import MarkBox
from screens.person_fields import (
    ADDRESS,
    BORN,
    CITIZENSHIP,
    CODE,
    DECEASED,
    EMAIL,
    ITALIAN,
    MOBILE,
    NAME,
    ORDER,
    PEC,
    PLACE,
    REASON,
    RESIDENCE,
    SEX,
    SURNAME,
    WARD,
    SexChoice,
    names,
)
from screens.person_form import PersonForm
from screens.person_merge import MergeDialog
from screens.widgets.fields import DateInput, Field


class PersonEditScreen(PersonForm):
    """The form, filled in with what the archive says; ends on the card. Dismisses with what was corrected, in words.

    Args:
        view: the card of a visit that is open.
        before: what was corrected before, the newest first.
    """

    HELP = _(
        "What the archive says of the person: type over what is wrong, from the document. What stood there before is "
        "kept, with the day and the reason. Address and contacts change without one; a definitive fiscal code takes "
        "the place of a provisional one, and everything the person holds goes along.\n\n"
        "The box of the Italian identity document is there for whoever is not Italian, lives abroad or has none by the "
        "archive; left as it stands, it changes nothing.\n\n"
        "Where the code on the document belongs to another entry of the archive, Enter on it shows both: F9 there "
        "makes one of them. F9 here writes the correction."
    )
    BINDINGS = [*keys.bindings("unfold", confirm=_("correct"), leave=_("leave")), *keys.choices(2)]
    ORDER = (*ORDER, WARD, DECEASED)
    ASKS = _("What has to be corrected? From the document")
    REASON_MISSING = _("why it is corrected")
    ENTER_SAYS = _("F9 writes the correction.")
    KNOWN_SAYS = _("Another entry of the archive has it: Enter here compares the two.")
    LEAVE_ASKS = _("Leave without correcting?")

    def __init__(self, view: CardView, before: Sequence[CorrectionView]) -> None:
        super().__init__(view.person.fiscal_code, view.person.id, view.correction, id="person-edit")
        self._view = view
        self._before = before

    def compose_more(self) -> ComposeResult:
        """What is only known of somebody who is in the archive, and what was corrected before."""
        with Vertical(classes="group"):
            yield Field("", MarkBox(_("under guardianship or support administration"), id=WARD))
            yield Field(_("Died on"), DateInput(id=DECEASED))
        yield Static("", id="corrected-before", classes="quiet", markup=False)

    def fill_in_known(self) -> None:
        """Write what the archive says, and what was corrected before."""
        person = self._view.person
        texts = {
            **{SURNAME: person.surname, NAME: person.name, BORN: show_date(person.born), PLACE: person.birth_place},
            **{CITIZENSHIP: person.citizenship, RESIDENCE: person.residence, EMAIL: person.email},
            **dict(zip(ADDRESS, person.address, strict=False)),
            **{MOBILE: person.mobile, PEC: person.pec},
            DECEASED: show_date(person.deceased_on) if person.deceased_on else "",
        }
        for name, text in texts.items():
            self.query_one(f"#{name}", Input).value = text
        self.query_one(f"#{SEX}", SexChoice).value = person.sex
        self._typed.box.known = person.italian_document
        self.query_one(f"#{WARD}", Checkbox).value = person.ward
        if self._before:
            words = "\n".join([_("CORRECTED BEFORE"), *map(told, self._before)])
            self.query_one("#corrected-before", Static).update(words)

    def _values(self) -> dict[str, str]:
        """Return what stands in the form: here the code tells nothing that the archive would not."""
        return {name: self._typed.value(name) for name in self.ORDER}

    def _put(self, name: str, value: str) -> None:
        """Only remember what the code says: it never writes over what the archive says."""
        self._told[name] = value

    @property
    def _reason_needed(self) -> bool:
        """Whether what changes wants a reason."""
        columns = [name.replace("-", "_") for name in self._changed()]
        definitive = self._view.person.provisional and self._code is not None and not self._code.provisional
        return super()._reason_needed or corrections.wants_reason(columns, definitive=definitive)

    def _changed(self) -> Iterator[str]:
        """Yield the fields that hold something else than at first."""
        yield from (name for name in self._typed_in() if name != REASON)

    def _answered(self, name: str) -> bool:
        """Everything is answered already: Enter goes from field to field."""
        del name
        return False

    def action_confirm(self) -> None:
        """Write the correction, unless something is missing or the code leads to another entry."""
        if self.busy:
            return
        if self._known is not None:
            self.offer(self._known)
        elif self.whole():
            if any(self._changed()):
                self.with_postcode(self._correct)
            else:
                self.status(_("Nothing differs from what the archive says."))

    @desk_work
    async def _correct(self) -> None:
        what = ", ".join(dict.fromkeys(map(names().__getitem__, self._changed())))
        await self.case(corrections.correct, CorrectPerson(self._view.visit_id, self._data()), self.kept.key)
        self.dismiss(_("Corrected: {what}.").format(what=what))

    def _data(self) -> NewPerson:
        person, data = self._view.person, self._typed.command()
        field = self.query_one(f"#{DECEASED}", DateInput)
        as_before = data.birth_place == person.birth_place and (
            data.fiscal_code == person.fiscal_code or not person.provisional
        )
        return replace(
            data,
            italian_document=data.italian_document if ITALIAN in self._changed() else person.italian_document,
            birth_place_code=person.birth_place_code if as_before else data.birth_place_code,
            ward=self.query_one(f"#{WARD}", Checkbox).value,
            deceased_on=field.day() if field.value.strip() else None,
        )

    @desk_work
    async def offer(self, known: PersonHit) -> None:
        """Compare with the entry that has the code."""
        view = await self.case(corrections.merge_view, self._view.visit_id, known.person_id)
        loses = bool(self._typed_in().keys() - {CODE})
        self.app.push_screen(MergeDialog(view, self._view.visit_id, loses=loses), self._merged)

    @desk_work
    async def _merged(self, person_id: int | None) -> None:
        if person_id is not None:
            self.desk_app.open_card(await self.case(visits.open_visit, person_id, uuid4().hex))

    def gone(self) -> None:
        """Go back to the card."""
        self.dismiss()


def told(line: CorrectionView) -> str:
    """Return a correction in a line: the day, what was corrected, what stood there before."""
    columns = {name.replace("-", "_"): words for name, words in names().items()} | {"address": _("address")}
    what = columns.get(line.field, line.field)
    before = " / ".join(line.before.splitlines()) or "-"
    return _("{day} {what}: before {before}").format(day=show_date(line.on), what=what, before=before)
