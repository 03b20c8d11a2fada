"""A refusal that helps: what, since when, by which act, what the person can do instead, what to bring (principle 4)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from counter_app.desk import slips
from counter_app.desk.views import PrintedView
from counter_app.desk.words import remedy
from counter_app.i18n import _, show_date
from counter_app.norms.decide import Decision
from screens import keys, labels
from screens.base import DeskScreen, desk_work
from screens.marks import Bullets
from screens.norms import NormSheet, standing


class RefusalScreen(DeskScreen[None]):
    """Tells a refusal in words and offers it on paper.

    Args:
        decision: the refusal.
        person: whom it is about, for the title line.
        visit_id: the visit it belongs to, None outside of one.
    """

    AUTO_FOCUS = "#refusal-text"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "What was asked cannot be done today. The screen says why, by which act and since when, and what the person "
        "can do instead. F4 prints exactly this as a slip to take home, F6 shows the whole text of the norm, Esc or "
        "Enter goes back."
    )
    BINDINGS = [
        *keys.bindings("why", print=_("print the slip"), leave=_("back")),
        Binding("enter", "leave", _("back"), show=False),
    ]

    def __init__(self, decision: Decision, person: str = "", visit_id: int | None = None) -> None:
        super().__init__(id="refusal")
        self.decision = decision
        """The refusal shown; its norms are what scenarios look for."""
        self._person = person
        self._visit_id = visit_id
        self._printed: PrintedView | None = None

    @property
    def refused_norms(self) -> tuple[str, ...]:
        """Ids of the norms the refusal rests on, the deciding one first."""
        return tuple(norm.id for norm in self.decision.norms)

    def compose_content(self) -> ComposeResult:
        """Yield the refusal, its ground, the remedies and what to bring."""
        with VerticalScroll(id="refusal-text"):
            yield Static("\n".join(self.decision.reasons[:1]), id="refusal-what", markup=False)
            for reason in self.decision.reasons[1:]:
                yield Static(reason, classes="refusal-reason", markup=False)
            yield Static(self._ground(), id="refusal-ground", markup=False)
            remedies = [remedy(name) for name in self.decision.remedies]
            if remedies:
                yield Static(_("WHAT CAN BE DONE INSTEAD"), classes="heading", markup=False)
                yield Bullets(remedies, id="refusal-remedies")
            bring = slips.bring_list(self.decision)
            if bring:
                text = _("one of these, in force: {documents}").format(documents=", ".join(bring))
                yield Static(_("WHAT TO BRING NEXT TIME"), classes="heading", markup=False)
                yield Bullets([text], id="refusal-bring")

    def on_mount(self) -> None:
        """Say whom it is about."""
        super().on_mount()
        action = labels.action(self.decision.action) if self.decision.action in labels.ACTIONS else ""
        self.title_text = " · ".join(part for part in (self._person.upper(), action) if part)

    def _ground(self) -> Content:
        lines: list[Content] = []
        for norm in self.decision.norms[:1]:
            if norm.text not in self.decision.reasons:
                lines.append(Content(norm.text))
            words = _("{act} · from {day} · {standing}")
            told = words.format(act=norm.act, day=show_date(norm.since), standing=standing(norm.status))
            lines.append(Content.styled(told, "$quiet"))
        return Content("\n").join(lines)

    def action_why(self) -> None:
        """Show the whole text of the norms."""
        self.app.push_screen(NormSheet(self.decision.norms))

    @desk_work
    async def action_print_out(self) -> None:
        """Print the slip; a slip already printed is not asked for again."""
        if self._printed is None:
            self._printed = await self.case(slips.print_refusal, self._visit_id, self.decision)
        words = _("Slip {number} is printed, verification code {code}.")
        self.status(words.format(number=self._printed.number, code=self._printed.verification_code), "good")

    def action_leave(self) -> None:
        """Go back to where the question was asked."""
        self.dismiss(None)
