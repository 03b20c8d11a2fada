"""The identification wizard: person, representative, documents, checks, form; F9 issues."""

from __future__ import annotations

from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.widgets import Checkbox, Input, RadioSet, Select, Static

from counter_app.desk import contacts, identification, representation, signing
from counter_app.desk.commands import ReserveEnvelope
from counter_app.desk.fields import own_code
from counter_app.desk.views import CardView, EnvelopeView, PersonView, Refused
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import documents, fiscal_code, holder
from counter_app.identity.documents import KIND
from counter_app.identity.extended import Extended
from counter_app.norms.decide import Decision
from screens import keys
from screens.base import desk_work
from screens.identify import case, form, representing, steps
from screens.identify.applicant import FIELD as APPLICANT
from screens.identify.case import CHECKS, DOCUMENT, FORM, HOLDER, PERSON, REPRESENTATIVE
from screens.identify.document import DocumentFields
from screens.identify.password import PasswordDialog
from screens.identify.scanned import ScannedCase
from screens.issue import REISSUE, IssueScreen
from screens.refusal import RefusalScreen
from screens.widgets.lines import say
from screens.wizard import ISSUE_RAIL


class IdentifyScreen(ScannedCase):
    """Identifies the person of a visit and asks for the envelope.

    Args:
        card: the person's card; its draft, where there is one, is taken up again.
    """

    AUTO_FOCUS = None
    CSS_PATH = "../styles/visit.tcss"
    HELP = _(
        "Four questions: in what quality the person asks, with which document, what you have looked at, and the signed "
        "form. Enter goes to the next field and, after the last, to the next step; F7 and F8 go back and on; the "
        "space bar marks a box. The pane says what is missing or wrong and which norm decides.\n\n"
        "A parent, guardian or support administrator is asked for as well: type the code from their card (F2 searches "
        "them by name, F3 registers them; both come back), then their own document, then the document of the person "
        "the PIN is for. Whoever cannot sign declares it before you and a witness: mark it on the form.\n\n"
        "Alt+Y archives the copies the scanner has made, of the document and of the signed form; a copy on paper is as "
        "good.\n\n"
        "On the form stand the contacts the archive has: what is typed over them, or added, is printed on the form, so "
        "ask before F4, and goes to the archive with the issue; an emptied field changes nothing. "
        "F4 prints the request form to be signed and F9 issues: your password is asked, then the "
        "envelope is printed. What was typed is kept at each step; Esc asks whether to keep it as a draft."
    )
    RAIL = ISSUE_RAIL
    STEPS = case.STEPS
    BINDINGS = [
        *keys.bindings(
            "back",
            "next",
            "why",
            "unfold",
            "note",
            "odd",
            "copies",
            print=_("form"),
            confirm=_("issue"),
            leave=_("leave"),
        ),
        *keys.bindings(search=_("search"), new=_("new person")),
    ]

    def __init__(self, card: CardView) -> None:
        super().__init__(card)
        self._key = str(uuid4())
        self._beyond: Extended | None = None
        """What keeps the document good, as the pane last said it."""
        self._document = DocumentFields(self)
        self._holder = DocumentFields(self, holder.field)

    def compose_step(self, step: str) -> ComposeResult:
        """Yield the widgets of one step."""
        today = self.counter.clock.today()
        if step == PERSON:
            yield from steps.person_step(self.card, self._request.advice)
        elif step == REPRESENTATIVE:
            yield from representing.representative_step()
        elif step == DOCUMENT:
            yield from steps.document_step(self._document, today)
        elif step == HOLDER:
            yield from representing.holder_step(self._holder, today)
        elif step == CHECKS:
            yield from steps.checks_step()
        else:
            yield from form.form_step(today, self.card)

    def on_mount(self) -> None:
        """Take the draft up again where there is one."""
        super().on_mount()
        draft = self.card.draft
        if draft is not None:
            kinds = frozenset(kind.id for kind in documents.kinds_on(self.counter.clock.today()))
            self._typed.restore(draft.values, kinds)
            form.show_printed(self, self.card.printed, self.counter.clock.today())
        self._show_parts()
        self.read_copies()
        step = draft.step.rpartition("/")[2] if draft else PERSON
        step = step if step in self.path else PERSON
        if draft is not None and draft.begun_by and self.path.index(step) > self.path.index(CHECKS):
            step = CHECKS  # what a colleague has seen is looked at again before anything else
        checks = steps.checks_question(draft.begun_by if draft else "")
        say(self.query_one("#checks-question", Static), checks)
        if self._typed.for_another and step not in (PERSON, REPRESENTATIVE):
            self.call_after_refresh(self._find_again, step)
        else:
            self.call_after_refresh(self.go_to, step)

    def _show_parts(self) -> None:
        """Show what this case asks for, and who acts for whom."""
        request, typed = self._request, self._typed
        representing.show(self, request.admitted(), request.who, self.card.person)
        form.show(self, for_another=typed.for_another, unsigned=typed.marked(signing.CANNOT_SIGN))
        self.title_text = request.title

    # --- what is missing, what is odd, what decides ------------------------------------------------------------------

    @on(Input.Changed)
    @on(Checkbox.Changed)
    @on(RadioSet.Changed)
    @on(Select.Changed)
    def look_again(self) -> None:
        """Say beside the fields what is odd about the document, once they have said their own word."""
        self.call_after_refresh(self._show_document)

    @on(Select.Changed)
    def chosen_in_list(self, event: Select.Changed) -> None:
        """Go on to the next field once something is chosen."""
        if event.select.has_focus_within and not event.select.is_blank():
            self.call_after_refresh(self.go_on_from, event.select)

    @on(RadioSet.Changed, f"#{APPLICANT}")
    @on(Checkbox.Changed, f"#{signing.CANNOT_SIGN}")
    def another_case(self) -> None:
        """What is asked for depends on the quality, and on whether whoever asks can sign."""
        if self._typed.marked(signing.CANNOT_SIGN):
            self.query_one(f"#{steps.SIGNED}", Checkbox).value = False
        self._show_parts()
        self.refresh_panes()

    @on(Input.Changed, f"#{representation.CODE}")
    def another_representative(self) -> None:
        """Who was found belongs to the code that was typed."""
        who = self._request.who
        if who is not None and self._typed.text(representation.CODE) != who.fiscal_code:
            self._request.who = None
            self._show_parts()

    def _show_document(self) -> None:
        typed, request = self._typed, self._request
        if self.step == HOLDER:
            self._holder.show(typed.chosen(holder.field(KIND)), request.check(HOLDER))
        else:
            check = request.check()
            confirmed_by = self.confirmed_by(check)
            self.odd = bool(check.warnings) and not confirmed_by
            self._document.show(typed.chosen(KIND), check, confirmed_by)
            if check.beyond != self._beyond:
                self._beyond = check.beyond
                self.refresh_panes()

    # --- from step to step -------------------------------------------------------------------------------------------

    def leave_step(self, step: str) -> None:
        """Ask the use cases before the people and the documents are left behind."""
        if step == PERSON:
            self._check_applicant()
        elif step == REPRESENTATIVE:
            self._check_representative()
        elif step in (DOCUMENT, HOLDER):
            self._check_document(step)
        elif step == FORM:
            self.action_confirm()
        else:
            super().leave_step(step)

    def step_changed(self, step: str) -> None:
        """Keep the draft at each step."""
        who, admitted = self._request.asking, self._request.admitted()
        question = _("Which identity document is on the counter?")
        if who is not None:
            question = _("Which document of {person} is on the counter?").format(person=who.full_name)
        say(self.query_one("#document-question", Static), question)
        if step == CHECKS:
            doubts = admitted.reasons if admitted else ()
            shown = steps.own_checks(self.card, who, doubts, self._request.check().beyond)
            self.query_one("#own-checks", Static).update(shown)
        self._show_document()
        if self._typed.values():
            self.keep_draft()

    @desk_work
    async def _check_applicant(self) -> None:
        decision = await self.case(identification.check_applicant, self.card.visit_id, self._request.quality)
        if decision.allowed:
            super().leave_step(PERSON)
        else:
            self.refresh_panes()
            self._refuse(decision)

    @desk_work
    async def _check_representative(self) -> None:
        await self._find()
        if self._request.who is not None:
            super().leave_step(REPRESENTATIVE)

    @desk_work
    async def _find_again(self, step: str) -> None:
        """Ask the archive for the representative of a draft, before the step it was left at is shown."""
        self.go_to(REPRESENTATIVE)
        await self._find()
        if self._request.who is not None:
            self.go_to(step)

    async def _find(self, number: int | None = None) -> None:
        """Ask the archive who the code or the number belongs to, and the rules whether they may ask for this person."""
        text = own_code(self._typed.text(representation.CODE), representation.CODE) if number is None else ""
        sought = fiscal_code.parse(text) if number is None else number
        found = await self.case(representation.find, self.card.visit_id, self._request.quality, sought)
        who = self._request.who = found if isinstance(found, PersonView) else None
        wanted = _("registration in the archive") if found is None else _("somebody who may ask")
        self._request.turned_away = ("", "") if who is not None else (text, wanted)
        if who is not None:
            self.query_one(f"#{representation.CODE}", Input).value = who.fiscal_code
        if found is None:
            words = _("Not in the archive: F3 registers them from the document and comes back here.")
            self.show_field_error(representation.CODE, words)
        elif isinstance(found, Refused):
            self._refuse(found.decision)
        self._show_parts()
        self.refresh_panes()

    def action_new(self) -> None:
        """Register the representative and come back; what was typed here stays."""
        self.keep_draft()
        self.desk_app.open_person_new(self._typed.text(representation.CODE), self._registered)

    def action_search(self) -> None:
        """Search the representative by what is known of them, and come back; what was typed here stays."""
        from screens.find import FindScreen  # noqa: PLC0415 - screens know each other only when shown

        self.keep_draft()
        self.app.push_screen(FindScreen(comes_back=True, title=self.title_text), self._chosen)

    def _chosen(self, found: int | str | None) -> None:
        if isinstance(found, int):
            self._look_up(found)
        else:
            self._registered(found)

    def _registered(self, code: str | None) -> None:
        if code:
            self.query_one(f"#{representation.CODE}", Input).value = code
            self._look_up()

    @desk_work
    async def _look_up(self, number: int | None = None) -> None:
        self.go_to(REPRESENTATIVE)
        await self._find(number)
        if self._request.who is not None:
            self.focus_first(REPRESENTATIVE)

    @desk_work
    async def _check_document(self, step: str) -> None:
        visit_id, typed = self.card.visit_id, self._typed
        if step == HOLDER:
            quality, shown = self._request.quality, typed.document(holder.field)
            answer = await self.case(representation.check_holder_document, visit_id, quality, shown)
        else:
            owner = self._request.asking.id if self._request.asking else None
            answer = await self.case(identification.check_document, visit_id, typed.document(), owner)
        if isinstance(answer, Refused):
            self._refuse(answer.decision)
        elif answer.errors or answer.missing:
            self.complete(step)
        else:
            super().leave_step(step)

    def _refuse(self, decision: Decision) -> None:
        refusal = RefusalScreen(decision, self.card.person.full_name, self.card.visit_id)
        self.app.push_screen(refusal, lambda _result: self.look_again())

    # --- form and issue ----------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Print and issue belong to the form; there is no way back from the first step."""
        nowhere = (
            (action in ("print_out", "confirm") and self.step != FORM)
            or (action == "step_on" and self.step == FORM)
            or (action == "step_back" and self.step == PERSON)
            or (action in ("new", "search") and self.step != REPRESENTATIVE)
        )
        if nowhere:
            return False
        return super().check_action(action, parameters)

    @desk_work
    async def action_print_out(self) -> None:
        """Print the request form, and the self-certification of the role where somebody asks for another person."""
        if not self._complete_until(CHECKS):
            return
        self.clear_field_errors()
        before = [item for item in self.missing(FORM) if item.field in (*signing.TOLD, *contacts.COLUMN_OF)]
        self.tell_missing(before)
        if before:
            return
        unsigned = self._typed.unsigned()
        visit_id, for_whom = self.card.visit_id, self._request.representing()
        document = self._typed.document()
        papers = [
            await self.case(
                identification.print_form,
                visit_id,
                document,
                str(uuid4()),
                representing=for_whom,
                unsigned=unsigned,
                told=self._typed.contacts(),
            )
        ]
        if for_whom is not None:
            papers.append(
                await self.case(
                    identification.print_self_certification, visit_id, for_whom, str(uuid4()), unsigned=unsigned
                )
            )
        form.show_printed(self, papers, self.counter.clock.today())
        self.focus_first(FORM)

    def _complete_until(self, last: str) -> bool:
        """Return whether every step up to `last` is complete; otherwise show the first that is not."""
        for step in self.path[: self.path.index(last) + 1]:
            if self.stopping(step) or (step == REPRESENTATIVE and self._request.who is None):
                self.go_to(step)
                self.complete(step)
                return False
        return True

    def action_confirm(self) -> None:
        """Ask the password and issue."""
        if self.busy or not self._complete_until(FORM):
            return
        self.clear_field_errors()
        question = _("You issue: {kind}, to {person}, {code}.").format(
            kind=self._request.kind, person=self.card.person.full_name, code=self.card.person.fiscal_code
        )
        self.app.push_screen(PasswordDialog(question, self._command), self._reserved)

    def _command(self, password: str) -> ReserveEnvelope:
        return self._request.command(self._key, password)

    def _reserved(self, answer: EnvelopeView | Refused | BadInputError | None) -> None:
        if isinstance(answer, EnvelopeView):
            self._typed.at_first = contacts.known(answer.person)
            issue = self._request.issue
            self.app.push_screen(IssueScreen(answer, issue.norms if issue else ()), self._came_back)
        elif isinstance(answer, Refused):
            self._refuse(answer.decision)
        elif isinstance(answer, BadInputError):
            self._show_where(answer)

    def _show_where(self, error: BadInputError) -> None:
        """Go to the step that holds the wrong field."""
        for step in self.path:
            if error.field and self.query(f"#{step} #{error.field}"):
                self.go_to(step)
        self.show_field_error(error.field or "", error.message)

    def _came_back(self, result: str | None) -> None:
        if result == REISSUE:
            self._key = str(uuid4())
            self.go_to(FORM)
            self.status(_("The same form stands: F9 issues a new envelope, with a new PIN."))
