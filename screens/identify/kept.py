"""A case that is never lost: its draft, what a moved date does to it, and how it is left."""

from __future__ import annotations

from functools import cached_property, partial

from textual import events, on
from textual.widgets import Static

from counter_app.desk import contacts, drafts, visits
from counter_app.desk.views import CardView
from counter_app.errors import BadInputError
from counter_app.norms.decide import CitedNorm, Decision
from data.vocabulary import VisitOutcome
from screens.base import desk_read, desk_work
from screens.hand_over import HandOverDialog
from screens.identify import steps
from screens.identify.case import Case
from screens.identify.leave import HAND_OVER, KEEP, LeaveDialog
from screens.identify.typed import Typed
from screens.issue import IssueScreen
from screens.norms import NormSheet
from screens.refusal import RefusalScreen
from screens.wizard import Missing, WizardScreen


class KeptCase(WizardScreen[None]):
    """A wizard about one request whose draft is kept.

    Args:
        card: the person's card.
    """

    def __init__(self, card: CardView) -> None:
        super().__init__(id="identify")
        self.card = card
        self.visit_id = card.visit_id
        self._refusal: Decision | None = None
        """What the date brought meanwhile, until it is told."""
        self._typed = Typed(self, contacts.known(card.person))

    @cached_property
    def _request(self) -> Case:
        """The request as it stands; there is a counter once the screen is shown."""
        return Case(self.counter, self.card, self._typed, self.actor.full_name)

    @property
    def path(self) -> tuple[str, ...]:
        """The steps of this case."""
        return self._request.path

    @property
    def rail(self) -> tuple[str, ...]:
        """The rail follows the steps of this case."""
        return self._request.rail

    def missing(self, step: str) -> tuple[Missing, ...]:
        """Return the fields of a step that are empty or hold what cannot be, or else the one a rule refuses."""
        words, lacking = steps.missing_words(), self._request.lacking(step)
        refused, wanted = self._request.refused(step)
        if refused and not lacking:
            return (Missing(refused, wanted, stops=False),)
        return tuple(Missing(field, words[field], lacking[field]) for field in words if field in lacking)

    def deciding(self, step: str) -> tuple[CitedNorm, ...]:
        """Return the norms that decide in a step."""
        return self._request.deciding(step)

    def look_again(self) -> None:
        """Say again what is odd about what was typed; the wizard overrides it."""

    def date_moved(self) -> None:
        """What is allowed, missing, refused and decisive depends on the date, until the envelope is on its way."""
        if not self._issued:
            self._decide_again()

    @property
    def _issued(self) -> bool:
        """Whether the envelope is on its way: the request is no case left half-way any more."""
        return any(isinstance(screen, IssueScreen) for screen in self.desk_app.desk_screens)

    @desk_read
    async def _decide_again(self) -> None:
        """Read the card again; where issuing is not possible any more, say so before more is typed in vain."""
        self.card = await self.case(visits.card, self.card.visit_id)
        self._refusal = self._request.read_again(self.card)
        for shown in self.query("#advice").results(Static):
            shown.update("\n".join(self._request.advice))
            shown.display = bool(self._request.advice)
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

    def action_why(self) -> None:
        """Show the norms of this step."""
        self.app.push_screen(NormSheet(self.deciding(self.step)))

    def keep_draft(self) -> None:
        """Save what is typed, also when this screen is about to close."""
        if self._issued:
            return
        save = partial(
            drafts.save, self.counter, self.actor, self.card.visit_id, f"{self.id}/{self.step}", self._typed.values()
        )
        self.in_background(save)

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
        if answer in (KEEP, HAND_OVER):
            step = f"{self.id}/{self.step}"
            await self.case(drafts.save, self.card.visit_id, step, self._typed.values())
        if answer == KEEP:
            self.desk_app.go_home()
        elif answer == HAND_OVER:
            await HandOverDialog.offer(self, self.card.visit_id)
        elif answer is not None:
            await self._abandon()

    async def _abandon(self) -> None:
        """End the visit; a case that went to a colleague meanwhile is theirs to end."""
        notice = ""
        try:
            await self.case(visits.close, self.card.visit_id, VisitOutcome.ABANDONED)
        except BadInputError as error:
            notice = error.message
        self.desk_app.go_home(notice)
