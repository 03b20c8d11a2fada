"""What an operator has chosen for the screen: found again at every desk after the login, gone with the logout."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from counter_app import faults
from counter_app.desk.desk_views import ChoicesView
from screens.covered import CoveredApp

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from counter_app.desk.views import Actor
    from counter_app.settings import Settings


class ChosenApp(CoveredApp):
    """Wears the desk's own theme, and over it what whoever is logged in has chosen.

    Args:
        settings: of this desk.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.own = ChoicesView()
        """What whoever is logged in has chosen; nothing while nobody is."""

    @property
    def desk_theme(self) -> str:
        """The desk's own theme; a terminal that wants no colours has none, whatever anybody has chosen."""
        return "monochrome" if self.no_color else self.settings.theme

    async def find_choices(self, actor: Actor) -> None:
        """Wear what an operator has chosen; that it cannot be read is no reason to fail a login."""
        from counter_app.desk import choices  # noqa: PLC0415 - the first paint does without

        if self.counter is None:
            return
        try:
            own = await asyncio.to_thread(choices.mine, self.counter, actor)
        except Exception as error:
            faults.report(error)
            return
        if own.theme:
            self.wear(own)
        else:
            self.own = own  # colours changed on the login screen stay

    def wear(self, own: ChoicesView) -> None:
        """Show the screens as somebody has chosen; with nothing chosen, as the desk has them."""
        self.own = own
        self.theme = self.desk_theme if self.no_color else own.theme or self.desk_theme

    def choose_theme(self, name: str) -> None:
        """Change the colours; of whoever is logged in they are remembered."""
        self.theme = name
        self._keep(replace(self.own, theme=name))

    def choose_unfolded(self, unfolded: bool) -> None:
        """Remember whether the panes that a narrow window folds stand unfolded."""
        self._keep(replace(self.own, unfolded=unfolded))

    def _keep(self, own: ChoicesView) -> None:
        if self.actor is not None and self.counter is not None and own != self.own:
            self.own = own
            self._remember(self.counter, self.actor, own)

    @work(group="choices", description="choices")
    async def _remember(self, counter: Counter, actor: Actor, own: ChoicesView) -> None:
        from counter_app.desk import choices  # noqa: PLC0415 - the first paint does without

        try:
            await asyncio.to_thread(choices.choose, counter, actor, own)
        except Exception as error:
            faults.report(error)
