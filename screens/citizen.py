"""The person's card: what they have, what may be done today and what not, all before any typing (principle 4)."""

from __future__ import annotations

from rich.console import Group
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import copies, corrections, history, identification, visits
from counter_app.desk.desk_views import AfterView, WaitingView
from counter_app.desk.views import (
    ActionView,
    CardView,
    CredentialView,
    DraftView,
    EnvelopeView,
)
from counter_app.desk.words import remedy
from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from counter_app.norms.decide import Decision
from data.vocabulary import Applicant, VisitOutcome
from screens import keys, labels, past
from screens.base import DeskScreen, desk_read, desk_work
from screens.dialogs import ErrorDialog
from screens.hand_over import HandOverDialog
from screens.identify.leave import HAND_OVER, KEEP, LeaveDialog
from screens.marks import numbered
from screens.norms import NormSheet, standing
from screens.refusal import RefusalScreen

ISSUE = "issue-counter"


class CitizenScreen(DeskScreen[None]):
    """Shows a card and leads to what may be done.

    Args:
        view: the card of a visit that is open.
        go_on: whether the case that was left half-way goes on at once, where it still may.
    """

    AUTO_FOCUS = "#actions"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "Everything about the person is here before anything is typed: what they have, what can be done today, and "
        "what cannot and why. Choose with the arrows and Enter, or with the number. Choosing what cannot be done "
        "explains it and offers a slip. The line of the contacts says which there are, never what they say, and "
        "whether they are enough for recovery online. F6 shows the norm of the line that is chosen; what was decided "
        "before is explained by the norms as they were then, and above it stands what became of it. Alt+E corrects "
        "what the archive says of the person; Alt+Y lists the scanned copies of their visits. Esc ends the visit."
    )
    BINDINGS = [
        *keys.bindings("why", "unfold", "correct", "note", "copies", refresh=_("read again"), leave=_("end the visit")),
        *keys.choices(),
    ]

    def __init__(self, view: CardView, *, go_on: bool = False) -> None:
        super().__init__(id="citizen")
        self._goes_on = go_on
        self.view = view
        self.visit_id = view.visit_id
        self._refused = False

    def compose_content(self) -> ComposeResult:
        """Yield what the person has, the actions, and the norm of the chosen one."""
        with Vertical(id="card"):
            yield Static("", id="card-has", markup=False)
            with Horizontal(id="card-today"):
                yield OptionList(id="actions", markup=False, compact=True)
                yield Static("", id="card-norm", markup=False)

    def on_mount(self) -> None:
        """Show the card, and go on where it was left."""
        super().on_mount()
        self.set_class(self.desk_app.own.unfolded, "-unfolded")
        self._show(self.view)
        if self._goes_on and self.view.draft is not None and self.view.may and not self.view.not_by_you:
            self._start(self.view.may[0])

    def _show(self, view: CardView) -> None:
        self.view = view
        self.title_text = title(view)
        self.query_one("#card-has", Static).update(_has(view))
        actions = self.query_one("#actions", OptionList)
        chosen = actions.highlighted
        actions.set_options(_options(view))
        places = [place for place, option in enumerate(actions.options) if not option.disabled]
        actions.highlighted = chosen if chosen in places else (places[0] if places else None)
        self._show_norm()

    @property
    def _actions(self) -> tuple[ActionView, ...]:
        return (*self.view.may, *self.view.may_not)

    def _chosen(self) -> ActionView | None:
        option = self.query_one("#actions", OptionList).highlighted_option
        return next((item for item in self._actions if option is not None and item.action == option.id), None)

    @on(OptionList.OptionHighlighted, "#actions")
    def _show_norm(self) -> None:
        chosen = self._chosen()
        self.query_one("#card-norm", Static).update(_norm_words(chosen.decision) if chosen else Content(""))

    @on(OptionList.OptionSelected, "#actions")
    def _act(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        before = self._chosen_past()
        if before is not None:
            self._explain_past(before)
        else:
            self._start(next(item for item in self._actions if item.action == event.option.id))

    def _chosen_past(self) -> past.Past | None:
        option = self.query_one("#actions", OptionList).highlighted_option
        name = "" if option is None else option.id
        return next((before for before in self.view.decided if past.id_of(before) == name), None)

    @desk_read
    async def _explain_past(self, before: past.Past) -> None:
        if isinstance(before, AfterView):
            self.app.push_screen(past.AfterDialog(before))
        else:
            view = await self.case(history.explain, before.decision_id)
            self.app.push_screen(NormSheet(view.norms, past.explained(view)))

    def action_choose(self, number: int) -> None:
        """Choose an action by its number."""
        if number <= len(self._actions):
            item = self._actions[number - 1]
            actions = self.query_one("#actions", OptionList)
            actions.highlighted = actions.get_option_index(item.action)
            self._start(item)

    def _start(self, item: ActionView) -> None:
        if item in self.view.may_not:
            self._explain(item)
        elif item.action == ISSUE and self.view.not_by_you:
            self.app.push_screen(ErrorDialog(_("Not permitted"), self.view.not_by_you))
        elif item.action == ISSUE:
            from screens.identify import IdentifyScreen  # noqa: PLC0415 - it shows this card again when it ends

            self.app.push_screen(IdentifyScreen(self.view), self._came_back)

    def _came_back(self, told: str | None = None) -> None:
        """Read the card again, and say what was done meanwhile."""
        self._read(told or "")

    @desk_work
    async def _explain(self, item: ActionView) -> None:
        decision = item.decision
        if item.action == ISSUE:
            decision = await self.case(identification.refuse_issue, self.view.visit_id)
            if decision.allowed:
                self._show(await self.case(visits.card, self.view.visit_id))
                return
        self._refused = True
        self.app.push_screen(RefusalScreen(decision, self.view.person.full_name, self.view.visit_id))

    def action_unfold(self) -> None:
        """Unfold the norm a narrow window folds, or fold it again; the operator finds it so the next time."""
        self.toggle_class("-unfolded")
        self.desk_app.choose_unfolded(self.has_class("-unfolded"))

    def action_why(self) -> None:
        """Show the norms of the chosen action."""
        chosen, before = self._chosen(), self._chosen_past()
        if before is not None:
            self._explain_past(before)
        elif chosen is not None:
            self.app.push_screen(NormSheet(chosen.decision.norms))

    @desk_read
    async def action_correct(self) -> None:
        """Put right what the archive says of the person."""
        from screens.person_edit import PersonEditScreen  # noqa: PLC0415 - few visits need it

        before = await self.case(corrections.history, self.view.person.id)
        self.app.push_screen(PersonEditScreen(self.view, before), self._came_back)

    @desk_read
    async def action_copies(self) -> None:
        """List the scanned copies of the person's visits."""
        from screens.copies.archive import CopiesDialog  # noqa: PLC0415 - few visits need it

        found = await self.case(copies.of_person, self.view.visit_id)
        self.app.push_screen(CopiesDialog(self.view.visit_id, found))

    def action_read_again(self) -> None:
        """Read the card again."""
        self._read()

    @desk_read
    async def _read(self, told: str = "") -> None:
        self._show(await self.case(visits.card, self.view.visit_id))
        if told:
            self.status(told, "good")

    def date_moved(self) -> None:
        """What may be done depends on the date."""
        self.action_read_again()

    def action_leave(self) -> None:
        """End the visit; where a draft was left, ask first whether to keep it."""
        if self.busy:
            return
        if self.view.draft is None:
            self._close(VisitOutcome.REFUSED if self._refused else VisitOutcome.LOOKED_UP)
        else:
            self.app.push_screen(LeaveDialog(), self._left)

    def _left(self, answer: str | None) -> None:
        if answer == KEEP:
            self.desk_app.go_home()
        elif answer == HAND_OVER:
            self._hand_over()
        elif answer is not None:
            self._close(VisitOutcome.ABANDONED)

    @desk_work
    async def _hand_over(self) -> None:
        await HandOverDialog.offer(self, self.view.visit_id)

    @desk_work
    async def _close(self, outcome: VisitOutcome) -> None:
        notice = ""
        try:
            await self.case(visits.close, self.view.visit_id, outcome)
        except BadInputError as error:
            notice = error.message  # the case went to a colleague meanwhile: it is theirs to end
        self.desk_app.go_home(notice)


def title(view: CardView) -> str:
    """Return who the card is about: name, code, birth."""
    person = view.person
    return f"{person.full_name.upper()} · {person.fiscal_code} · {show_date(person.born)}, {person.birth_place}"


def _has(view: CardView) -> Content:
    rows = [_credential(item) for item in view.credentials] or [(_("PIN"), _("none"), "")]
    if view.person.deceased_on is not None:
        rows.append((_("archive"), _("died on {day}").format(day=show_date(view.person.deceased_on)), ""))
    if view.person.ward:
        rows.append((_("archive"), _("under guardianship, curatorship or support administration"), ""))
    if view.minor is not None:
        rows.append((_("archive"), labels.minor(view.minor), ""))
    if view.may_ask not in ((), (Applicant.SELF,)):
        rows.append((_("may ask"), _(" or ").join(map(labels.quality, view.may_ask)), ""))
    rows.append((_("contacts"), _contacts(view), ""))
    rows += [_envelope(item) for item in view.envelopes_in_doubt]
    if view.draft is not None:
        rows.append((_("draft"), _draft(view.draft), ""))
    if view.correction is not None:
        when = labels.left(view.correction.saved_at, view.correction.begun_by)
        rows.append((_("half-way"), _("a correction, {when}: Alt+E goes on with it").format(when=when), ""))
    rows += [(_("half-way"), _waiting(case), "") for case in view.elsewhere]
    label = max(len(row[0]) for row in rows)
    state = max(len(row[1]) for row in rows if row[2]) if any(row[2] for row in rows) else 0
    lines = [Content.styled(_("WHAT THEY HAVE"), "bold $accent")]
    for name, words, more in rows:
        lines.append(
            Content.assemble((name.ljust(label), "$quiet"), "  ", words.ljust(state) if more else words, "  ", more)
        )
    return Content("\n").join(lines)


def _contacts(view: CardView) -> str:
    """Return what contacts the archive has, by kind alone: the screen is seen across the desk."""
    person = view.person
    kinds = ((_("e-mail"), person.email), (_("mobile number"), person.mobile), ("PEC", person.pec))
    there = [kind for kind, contact in kinds if contact]
    words = ", ".join(there) or _("none")
    lacking = view.recovery_contacts - len(there)
    if lacking <= 0:
        return words
    return _("{there}: recovery online wants {lacking} more").format(there=words, lacking=lacking)


def _draft(draft: DraftView) -> str:
    words = _("left at the step “{step}”, with what was typed").format(step=labels.step(draft.step))
    return words if not draft.begun_by else _("{words}, by {name}").format(words=words, name=draft.begun_by)


def _waiting(case: WaitingView) -> str:
    """Return where another case of the person waits, and what can be done about it."""
    if case.waits_for and case.by:
        words = _("{giver} handed a case of this person over to {name}, who goes on with it")
    elif case.waits_for:
        words = _("you handed a case of this person over to {name}: your home screen takes it back until it is taken")
    elif case.by:
        words = _("{giver} left a case of this person at desk {desk}: it goes on there, or is handed over from there")
    else:
        words = _("you left a case of this person at desk {desk}: it goes on there, or is handed over from there")
    return words.format(giver=case.by, name=case.waits_for, desk=case.desk)


def _credential(item: CredentialView) -> tuple[str, str, str]:
    parts = []
    if item.usable_from is not None:
        parts.append(_("from {day}").format(day=show_date(item.usable_from)))
    if item.expires_on is not None and item.display_state == "active":
        parts.append(_("expires {day}").format(day=show_date(item.expires_on)))
    return labels.pin_kind(item.kind), labels.pin_state(item.display_state), ", ".join(parts)


def _envelope(item: EnvelopeView) -> tuple[str, str, str]:
    return (
        _("envelope {serial}").format(serial=item.serial),
        labels.IN_DOUBT,
        _("to be spoiled, or declared handed over"),
    )


def _options(view: CardView) -> list[Option]:
    options = [Option(Content.styled(_("TODAY ONE CAN"), "bold $accent"), disabled=True)]
    for number, item in enumerate(view.may, 1):
        options.append(Option(_prompt(number, item, view), id=item.action))
    if not view.may:
        options.append(Option(Content.styled(_("   nothing of what this desk does"), "$quiet"), disabled=True))
    if view.may_not:
        options.append(Option(Content.styled("\n" + _("NOT TODAY"), "bold $accent"), disabled=True))
        for number, item in enumerate(view.may_not, 1 + len(view.may)):
            options.append(Option(_prompt(number, item, view), id=item.action))
    return [*options, *past.options(view.decided)]


def _prompt(number: int, item: ActionView, view: CardView) -> Group:
    decision = item.decision
    lines = []
    if view.draft is not None and item.action == ISSUE and decision.allowed:
        lines.append(_("go on from the step “{step}”").format(step=labels.step(view.draft.step)))
    if view.not_by_you and item.action == ISSUE and decision.allowed:
        lines.append(_("not with this account: an operator issues it"))
    lines += decision.reasons
    if decision.remedies:
        lines.append("→ " + _(" or ").join(remedy(name) for name in decision.remedies))
    return numbered(number, labels.action(item.action), lines)


def _norm_words(decision: Decision) -> Content:
    lines = [Content.styled(_("WHICH NORM DECIDES"), "bold $accent")]
    for norm in decision.norms[:1]:
        lines += [Content.styled(norm.act, "bold"), Content.styled(standing(norm.status), "$quiet")]
        lines += [Content(norm.text), Content("")]
    lines += [Content(f"• {norm.act}") for norm in decision.norms[1:]]
    return Content("\n").join([*lines, Content.styled(_("F6 whole text"), "$quiet")])
