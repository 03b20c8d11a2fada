"""Handing a case over to a colleague, from wherever a case is left half-way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import handovers
from counter_app.desk.desk_views import ColleagueView
from counter_app.i18n import _
from screens import keys
from screens.base import CaseScreen, DeskDialog, desk_work
from screens.dialogs import ErrorDialog

LIST = "colleagues"


class HandOverDialog(DeskDialog[ColleagueView]):
    """Asks which colleague goes on. Dismisses with them, once the case waits for them, or None.

    Args:
        visit_id: the visit; what was typed in it is kept already.
        able: who can take it over.
    """

    CSS_PATH = "styles/visit.tcss"
    AUTO_FOCUS = f"#{LIST}"
    DIALOG_TITLE = _("Hand the case over")
    HELP = _(
        "Choose the colleague who goes on, with the arrows or the number; F9 hands the case over. It then waits on "
        "their home screen, at whatever desk they log in, with everything that was typed. Nobody else sees it there. "
        "Until they take it, you can take it back from your own home screen. What you have looked at yourself they "
        "look at again: whoever issues declares it. Here are those who issue PINs in this office."
    )
    BINDINGS = [*keys.bindings(confirm=_("hand the case over"), leave=_("go on with the case")), *keys.choices()]

    def __init__(self, visit_id: int, able: Sequence[ColleagueView]) -> None:
        super().__init__(id="hand-over")
        self.visit_id = visit_id
        self._able = tuple(able)

    def compose_content(self) -> ComposeResult:
        """The colleagues, and what becomes of the case."""
        yield Static(_("Who goes on with this case?"), classes="question", markup=False)
        numbers = [str(number) if number <= keys.CHOICES else " " for number in range(1, len(self._able) + 1)]
        options = [
            Option(Content(f"{number}  {one.full_name}"), id=one.username)
            for number, one in zip(numbers, self._able, strict=True)
        ]
        yield OptionList(*options, id=LIST, markup=False, compact=True)
        yield Static(
            _("It waits on their home screen, at whatever desk. Until they take it, you can take it back."),
            classes="quiet",
            markup=False,
        )

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(f"#{LIST}", OptionList).highlighted = 0

    def _chosen(self) -> ColleagueView:
        return self._able[self.query_one(f"#{LIST}", OptionList).highlighted or 0]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter never commits: say which key does."""
        event.stop()
        self.status(_("F9 hands it over to {name}.").format(name=self._chosen().full_name))

    def action_choose(self, number: int) -> None:
        """Choose by number; F9 does the rest."""
        if number <= len(self._able):
            self.query_one(f"#{LIST}", OptionList).highlighted = number - 1
            self.status(_("F9 hands it over to {name}.").format(name=self._chosen().full_name))

    @desk_work
    async def action_confirm(self) -> None:
        """Hand it over."""
        assert self.visit_id is not None  # noqa: S101 - it was given
        self.dismiss(await self.case(handovers.hand_over, self.visit_id, self._chosen().id))

    @classmethod
    async def offer(cls, screen: CaseScreen[Any], visit_id: int) -> None:
        """Ask who goes on with a case whose draft is kept; then the screen is empty for the next person.

        Args:
            screen: the case is left from.
            visit_id: its visit.
        """
        able = await screen.case(handovers.who_can_take, visit_id)
        if not able:
            words = _("No colleague with an account at work here can issue this PIN. The draft is kept at this desk.")
            screen.app.push_screen(ErrorDialog(_("Nobody to hand it over to"), words))
            return

        def handed_over(to: ColleagueView | None) -> None:
            if to is not None:
                screen.desk_app.go_home(_("The case waits for {name}.").format(name=to.full_name))

        screen.app.push_screen(cls(visit_id, able), handed_over)
