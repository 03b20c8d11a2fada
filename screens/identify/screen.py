"""The identification wizard: person, document, checks, form; F9 issues."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from uuid import uuid4

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Checkbox, Input, RadioSet, Select, Static

from counter_app import faults
from counter_app.desk import calendar, drafts, identification, visits
from counter_app.desk.commands import ReserveEnvelope
from counter_app.desk.views import ActionView, CardView, EnvelopeView, PrintedView, Refused
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import checklist, documents
from counter_app.identity.documents import KIND, DocumentCheck, IdentityDocument
from counter_app.norms.decide import CitedNorm, Decision
from data.vocabulary import Applicant, VisitOutcome
from screens import keys, labels
from screens.base import desk_read, desk_work
from screens.identify import steps
from screens.identify.applicant import FIELD as APPLICANT
from screens.identify.leave import KEEP, LeaveDialog
from screens.identify.odd import OddDocuments
from screens.identify.password import PasswordDialog
from screens.identify.typed import Typed
from screens.issue import REISSUE, IssueScreen
from screens.norms import NormSheet
from screens.refusal import RefusalScreen
from screens.widgets.fields import DateInput, Field
from screens.widgets.lines import say
from screens.wizard import ISSUE_RAIL, Missing

DOCUMENT_FIELDS = (KIND, documents.NUMBER, documents.ISSUER, documents.ISSUED, documents.EXPIRES)
PERSON, DOCUMENT, CHECKS, FORM = "person", "document", "checks", "form"


class IdentifyScreen(OddDocuments):
    """Identifies the person of a visit and asks for the envelope.

    Args:
        card: the person's card; its draft, where there is one, is taken up again.
    """

    AUTO_FOCUS = None
    CSS_PATH = "../styles/visit.tcss"
    HELP = _(
        "Four questions: in what quality the person asks, with which document, what you have looked at, and the signed "
        "form. Enter goes to the next field and, after the last, to the next step; F7 and F8 go back and on; the "
        "space bar marks a box. The pane says what is still missing and which norm decides.\n\n"
        "On the form, F4 prints the request form to be signed and F9 issues: your password is asked, then the "
        "envelope is printed. What was typed is kept at each step; Esc asks whether to keep it as a draft."
    )
    RAIL = ISSUE_RAIL
    STEPS = (PERSON, DOCUMENT, CHECKS, FORM)
    BINDINGS = [
        *keys.bindings(
            "back", "next", "why", "unfold", "note", "odd", print=_("form"), confirm=_("issue"), leave=_("leave")
        ),
    ]

    def __init__(self, card: CardView) -> None:
        super().__init__(id="identify")
        self.card = card
        self.visit_id = card.visit_id
        self._issue = _issuing(card.may)
        self._refusal: Decision | None = None
        """What the date brought meanwhile, until it is told."""
        self._applicant: Decision | None = None
        self._form: PrintedView | None = None
        self._key = str(uuid4())
        self._form_key = str(uuid4())
        self._typed = Typed(self)

    def compose_step(self, step: str) -> ComposeResult:
        """Yield the widgets of one step."""
        if step == PERSON:
            yield from steps.person_step(self.card, self._advice())
        elif step == DOCUMENT:
            yield from steps.document_step(self.counter.clock.today())
        elif step == CHECKS:
            yield from steps.checks_step()
        else:
            yield from steps.form_step()

    def _advice(self) -> tuple[str, ...]:
        """Return what to say before issuing; the decision's first reason only says what will be handed over."""
        return self._issue.reasons[1:] if self._issue else ()

    def on_mount(self) -> None:
        """Take the draft up again where there is one."""
        super().on_mount()
        kind = labels.pin_kind(str(self._issue.outcome.get("kind", "")) if self._issue else "")
        self.title_text = " · ".join(part for part in (kind.upper(), self.card.person.full_name.upper()) if part)
        draft = self.card.draft
        if draft is not None:
            kinds = frozenset(kind.id for kind in documents.kinds_on(self.counter.clock.today()))
            self._typed.restore(draft.values, kinds)
        step = draft.step.rpartition("/")[2] if draft else PERSON
        self.call_after_refresh(self.go_to, step if step in self.STEPS else PERSON)

    # --- what is missing, what is odd, what decides ------------------------------------------------------------------

    def missing(self, step: str) -> tuple[Missing, ...]:
        """Return the fields of a step that are still empty."""
        words = steps.missing_words()
        return tuple(Missing(field, words[field]) for field in self._empty(step))

    def _empty(self, step: str) -> Sequence[str]:
        if step == PERSON:
            return () if self._typed.applicant else (APPLICANT,)
        if step == DOCUMENT:
            check = self._check()
            return () if check.refused_by else check.missing
        boxes = {CHECKS: checklist.OPERATOR_CHECKS, FORM: (steps.SIGNED, steps.PRIVACY)}[step]
        return tuple(box for box in boxes if not self._typed.marked(box))

    def _check(self) -> DocumentCheck:
        return documents.check(self._typed.document(), self.counter.clock.today(), self.card.person.born)

    def deciding(self, step: str) -> tuple[CitedNorm, ...]:
        """Return the norms that decide in a step."""
        if step == PERSON and self._applicant is not None:
            return self._applicant.norms
        if step == DOCUMENT:
            return calendar.cited(self.counter, (documents.VALID_DOCUMENT, documents.ACCEPTED_DOCUMENTS))
        if step == CHECKS:
            return calendar.cited(self.counter, ("m02-in-person",))
        return self._issue.norms if self._issue else ()

    @on(Input.Changed)
    @on(Checkbox.Changed)
    @on(RadioSet.Changed)
    @on(Select.Changed)
    def look_again(self) -> None:
        """Say beside the fields what is odd about the document, once they have said their own word."""
        self.call_after_refresh(self._show_document)

    @on(Select.Changed, f"#{KIND}")
    def kind_chosen(self, event: Select.Changed) -> None:
        """Tell what to look at on this kind, and go on to the next field."""
        if event.select.has_focus_within and not event.select.is_blank():
            self.call_after_refresh(self.go_on_from, event.select)

    def _show_document(self) -> None:
        kind = documents.kind(self._typed.kind) if self._typed.kind else None
        check = self._check()
        self.odd = bool(check.warnings)
        said = {item.field: (f"! {item.message}", True) for item in check.warnings}
        said |= {item.field: (f"✕ {item.message}", False) for item in check.errors}
        if check.refused_by:
            where = documents.EXPIRES if kind and kind.accepted else KIND
            said[where] = (_("✕ {reason} F8 explains it.").format(reason=check.reason), False)
        for name in DOCUMENT_FIELDS:
            field = self.query_one(f"#{name}").query_ancestor(Field)
            line = field.message
            if name in said:
                say(line, said[name][0])
                line.set_class(said[name][1], "-warning")
                field.set_class(not said[name][1], "-wrong")
                line.add_class("-there")
            elif line.has_class("-warning") or (name in (KIND, documents.EXPIRES) and line.has_class("-there")):
                self._forget(field)
        say(self.query_one("#document-note", Static), steps.kind_words(kind))

    def _forget(self, field: Field) -> None:
        """Take back what was said of a field, unless the field itself has something to say."""
        date_field = field.query(DateInput)
        if not date_field or not date_field.first().hint(date_field.first().value)[1]:
            field.show_error("")
        field.message.remove_class("-warning")

    # --- from step to step -------------------------------------------------------------------------------------------

    def complete(self, step: str) -> bool:
        """Return whether a step misses nothing and holds no wrong value."""
        if step == DOCUMENT and not self._check().refused_by:
            try:
                self._typed.strict_day(documents.ISSUED)
                self._typed.strict_day(documents.EXPIRES)
            except BadInputError as error:
                self.show_field_error(error.field or "", error.message)
                return False
        if not super().complete(step):
            return False
        errors = self._check().errors if step == DOCUMENT else ()
        for item in errors[:1]:
            self.show_field_error(item.field, item.message)
        return not errors

    def leave_step(self, step: str) -> None:
        """Ask the use cases before the person and the document are left behind."""
        if step == PERSON:
            self._check_applicant()
        elif step == DOCUMENT:
            self._check_document()
        elif step == FORM:
            self.action_confirm()
        else:
            super().leave_step(step)

    def step_changed(self, step: str) -> None:
        """Keep the draft at each step."""
        if step == CHECKS:
            self.query_one("#own-checks", Static).update(steps.own_checks(self.card))
        self._show_document()
        if self._typed.values():
            self.keep_draft()

    @desk_work
    async def _check_applicant(self) -> None:
        decision = await self.case(identification.check_applicant, self.card.visit_id, self._chosen_applicant())
        self._applicant = decision
        if decision.allowed:
            self.go_to(DOCUMENT)
        else:
            self.refresh_panes()
            self._refuse(decision)

    @desk_work
    async def _check_document(self) -> None:
        answer = await self.case(identification.check_document, self.card.visit_id, self._typed.document())
        if isinstance(answer, Refused):
            self._refuse(answer.decision)
        elif answer.errors or answer.missing:
            self.complete(DOCUMENT)
        else:
            self.go_to(CHECKS)

    def odd_document(self) -> tuple[IdentityDocument, DocumentCheck]:
        """Return the document as it is typed, and what is odd about it."""
        return self._typed.document(), self._check()

    def _refuse(self, decision: Decision) -> None:
        refusal = RefusalScreen(decision, self.card.person.full_name, self.card.visit_id)
        self.app.push_screen(refusal, lambda _result: self.look_again())

    def _chosen_applicant(self) -> Applicant:
        return self._typed.applicant or Applicant.SELF

    # --- form and issue ----------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Print and issue belong to the form; there is no way back from the first step."""
        nowhere = (
            (action in ("print_out", "confirm") and self.step != FORM)
            or (action == "step_on" and self.step == FORM)
            or (action == "step_back" and self.step == PERSON)
            or (action == "odd" and not (self.step == DOCUMENT and self.odd))
        )
        if nowhere:
            return False
        return super().check_action(action, parameters)

    @desk_work
    async def action_print_out(self) -> None:
        """Print the request form."""
        if not self._complete_until(DOCUMENT):
            return
        key, self._form_key = self._form_key, str(uuid4())
        self._form = await self.case(identification.print_form, self.card.visit_id, self._typed.document(), key)
        words = _("Printed: form {number}, verification code {code}.")
        text = words.format(number=self._form.number, code=self._form.verification_code)
        self.query_one("#form-printed", Static).update(text)
        self.focus_first(FORM)

    def _complete_until(self, last: str) -> bool:
        """Return whether every step up to `last` is complete; otherwise show the first that is not."""
        for step in self.STEPS[: self.STEPS.index(last) + 1]:
            if self.missing(step):
                self.go_to(step)
                return self.complete(step)
        return True

    def action_confirm(self) -> None:
        """Ask the password and issue."""
        if self.busy or not self._complete_until(FORM):
            return
        self.clear_field_errors()
        kind = labels.pin_kind(str(self._issue.outcome.get("kind", "")) if self._issue else "")
        question = _("You issue: {kind}, to {person}, {code}.").format(
            kind=kind, person=self.card.person.full_name, code=self.card.person.fiscal_code
        )
        self.app.push_screen(PasswordDialog(question, self._command), self._reserved)

    def _command(self, password: str) -> ReserveEnvelope:
        return ReserveEnvelope(
            visit_id=self.card.visit_id,
            applicant=self._chosen_applicant(),
            document=self._typed.document(),
            checks=self._typed.checks(),
            form_signed=self._typed.marked(steps.SIGNED),
            privacy_given=self._typed.marked(steps.PRIVACY),
            contacts=self._typed.contacts(),
            key=self._key,
            password=password,
        )

    def _reserved(self, answer: EnvelopeView | Refused | BadInputError | None) -> None:
        if isinstance(answer, EnvelopeView):
            self.app.push_screen(IssueScreen(answer, self._issue.norms if self._issue else ()), self._came_back)
        elif isinstance(answer, Refused):
            self._refuse(answer.decision)
        elif isinstance(answer, BadInputError):
            self._show_where(answer)

    def _show_where(self, error: BadInputError) -> None:
        """Go to the step that holds the wrong field."""
        for step in self.STEPS:
            if error.field and self.query(f"#{step} #{error.field}"):
                self.go_to(step)
        self.show_field_error(error.field or "", error.message)

    def _came_back(self, result: str | None) -> None:
        if result == REISSUE:
            self._key = str(uuid4())
            self.go_to(FORM)
            self.status(_("The same form stands: F9 issues a new envelope, with a new PIN."))

    def date_moved(self) -> None:
        """What is allowed, missing, refused and decisive depends on the date, until the envelope is on its way."""
        if not any(isinstance(screen, IssueScreen) for screen in self.app.screen_stack):
            self._decide_again()

    @desk_read
    async def _decide_again(self) -> None:
        """Read the card again; where issuing is not possible any more, say so before more is typed in vain."""
        self.card = await self.case(visits.card, self.card.visit_id)
        self._issue = _issuing(self.card.may)
        self._refusal = _issuing(self.card.may_not)
        for shown in self.query("#advice").results(Static):
            shown.update("\n".join(self._advice()))
            shown.display = bool(self._advice())
        self.refresh_panes()
        self.look_again()
        self.tell_refusal()

    @on(events.ScreenResume)
    def tell_refusal(self) -> None:
        """Tell the refusal that the date brought; then the card, with what was typed kept as a draft."""
        if self._refusal is not None and self.is_active:
            refusal, self._refusal = self._refusal, None
            self.app.push_screen(RefusalScreen(refusal, self.card.person.full_name, self.card.visit_id), self._give_up)

    def _give_up(self, _result: None) -> None:
        self.keep_draft()
        self.dismiss(None)

    # --- leaving -----------------------------------------------------------------------------------------------------

    def action_why(self) -> None:
        """Show the norms of this step."""
        self.app.push_screen(NormSheet(self.deciding(self.step)))

    def keep_draft(self) -> None:
        """Save what is typed, also when this screen is about to close."""
        save = partial(
            drafts.save, self.counter, self.actor, self.card.visit_id, f"{self.id}/{self.step}", self._typed.values()
        )
        self.app.run_worker(_kept(save), group="draft")

    def action_leave(self) -> None:
        """Step back to the card; what was typed is kept or abandoned, as the operator says."""
        if self.busy:
            return
        if self._typed.values():
            self.app.push_screen(LeaveDialog(), self._left)
        else:
            self.dismiss(None)

    @desk_work
    async def _left(self, answer: str | None) -> None:
        if answer == KEEP:
            step = f"{self.id}/{self.step}"
            await self.case(drafts.save, self.card.visit_id, step, self._typed.values())
            self.desk_app.go_home()
        elif answer is not None:
            await self.case(visits.close, self.card.visit_id, VisitOutcome.ABANDONED)
            self.desk_app.go_home()


async def _kept(save: partial[None]) -> None:
    """Save a draft in the background; a fault is logged, the fields on the screen are still there."""
    try:
        await asyncio.to_thread(save)
    except Exception as error:
        faults.report(error)


def _issuing(actions: Iterable[ActionView]) -> Decision | None:
    return next((item.decision for item in actions if item.action == "issue-counter"), None)
