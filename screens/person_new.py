"""Enter a person in the archive from the document on the counter (M02)."""

from __future__ import annotations

from uuid import uuid4

from counter_app.desk import people, search, visits
from counter_app.desk.archive_views import PersonHit
from counter_app.desk.commands import FindByData
from counter_app.desk.desk_views import PersonDraftView
from counter_app.i18n import _, show_date
from counter_app.identity import fiscal_code
from screens import keys
from screens.base import desk_work
from screens.dialogs import ConfirmDialog
from screens.person_fields import CODE
from screens.person_form import PersonForm


class PersonNewScreen(PersonForm):
    """One form; ends on the card of the person, or dismisses with their fiscal code.

    Args:
        code: the fiscal code as typed before, may be empty.
        comes_back: whether a case waits for this person: then no card is opened and no way leads home.
        left: what was left half-way, where the form takes it up.
    """

    ASKS = _("Who is it? From the document")
    REASON_MISSING = _("why they differ from the code")
    ENTER_SAYS = _("F9 registers the person.")
    KNOWN_SAYS = _("In the archive already: Enter here opens the card.")
    LEAVE_ASKS = _("Leave without registering the person?")
    HELP = _(
        "For somebody who is not in the archive yet: copy the data from the identity document. A fiscal code of 16 "
        "characters fills in birth date, sex and place by itself, and Enter passes over them; the arrows reach them "
        "where the document says otherwise. Where a code stands for two birth dates, Alt+1 or Alt+2 takes the one on "
        "the document.\n\n"
        "Data that differ from the code are marked and want a reason, which the register keeps: the code that was "
        "assigned stays valid. Countries are written with two letters, for instance IT, RO, AL; for somebody born "
        "abroad the citizenship is copied from the document. Whoever is not Italian, or lives abroad, is asked whether "
        "they hold an Italian identity document: whether a PIN may be issued can depend on it. F9 registers the person "
        "and opens the card, or comes back to the case that waits for them."
    )
    BINDINGS = [*keys.bindings("unfold", confirm=_("register"), leave=_("leave")), *keys.choices(2)]

    def __init__(self, code: str = "", *, comes_back: bool = False, left: PersonDraftView | None = None) -> None:
        super().__init__(code, None, left, id="person-new")
        self._comes_back = comes_back

    def keep_draft(self) -> None:
        """Save what was typed, with the code that was there already."""
        if self.is_mounted:
            typed = self._typed_in()
            self.kept.keep(typed and {CODE: self._typed.text(CODE), **typed})

    # --- registering -------------------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """Register, unless something is missing or the person is known."""
        if self.busy:
            return
        if self._known is not None:
            self.offer(self._known)
        elif self.whole():
            self.with_postcode(self._register)

    @desk_work
    async def _register(self, another: bool = False) -> None:
        command = self._typed.command()
        code = fiscal_code.parse(command.fiscal_code)
        known = await self.case(search.find_other, code, self._keys[code], self.own_id)
        if known is not None:
            self.offer(known)
            return
        data = FindByData(command.surname, command.name, command.born)
        namesakes = () if another else await self.case(search.find_by_data, data, self._keys[data])
        if namesakes:
            self._ask_whether_another(namesakes)
            return
        person = await self.case(people.register, command, self.kept.key)
        await self._end_with(person.id)

    @desk_work
    async def _open_card(self, person_id: int) -> None:
        await self.kept.forget()
        await self._end_with(person_id)

    async def _end_with(self, person_id: int) -> None:
        """Open the person's card, or give their code back to the case that waits for it."""
        if self._comes_back:
            self.dismiss(self._typed.text(CODE))
        else:
            self.desk_app.open_card(await self.case(visits.open_visit, person_id, uuid4().hex))

    def gone(self) -> None:
        """Leave without a person."""
        if self._comes_back:
            self.dismiss(None)
        else:
            self.desk_app.go_home()

    def offer(self, known: PersonHit) -> None:
        """Offer the card of the person who has the code."""
        detail = f"{known.full_name} · {known.masked_code}"
        if self._typed_in().keys() - {CODE}:
            detail += "\n" + _("What was typed here is not kept.")
        question = _("This person is in the archive already: open the card?")
        words = _("open the card")
        if self._comes_back:
            question, words = _("This person is in the archive already: go on with them?"), _("go on")
        self.app.push_screen(
            ConfirmDialog(question, words, detail),
            lambda sure: self._open_card(known.person_id) if sure else None,
        )

    def _ask_whether_another(self, namesakes: tuple[PersonHit, ...]) -> None:
        found = "\n".join(f"{hit.full_name} · {hit.masked_code} · {show_date(hit.born)}" for hit in namesakes)
        question = _("Same name and birth date: is this another person?")
        self.app.push_screen(
            ConfirmDialog(question, _("another person, register"), found),
            lambda sure: self._register(True) if sure else None,
        )
