"""The desk's program with a panel beside each of its screens: what a lesson and a demonstration have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.screen import Screen

from counter_app.i18n import _, localised
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.scenario import Step
from screens.app import SportelloApp
from screens.covers import TooSmallScreen
from screens.walkthrough.lessons.pane import CoachPane, Telling


class AccompaniedApp(SportelloApp):
    """The desk, and beside it what is to be told about it."""

    CSS_PATH = ["../../styles/app.tcss", "../../styles/lesson.tcss"]
    ALONE: ClassVar[tuple[type[Screen[Any]], ...]] = (TooSmallScreen,)
    """Screens that stand without the panel."""

    folded = False
    """The panel is a line until it is unfolded."""

    _told = Telling("", 1, 1, "")

    def on_mount(self) -> None:
        """Put the panel beside every screen; the desk's own mounting follows by itself."""
        self.screen_change_signal.subscribe(self, self._accompany)
        self._accompany(self.screen)

    def say(self, told: Telling) -> None:
        """Say something in the panel, while there is a screen to say it on."""
        self._told = told
        if self._exit or not self.is_running:
            return
        for pane in self.screen.query(CoachPane):
            pane.tell(told, folded=self.folded)

    def _accompany(self, screen: Screen[object]) -> None:
        if not isinstance(screen, self.ALONE) and not screen.query(CoachPane):
            screen.mount(CoachPane(self._told, folded=self.folded))


class DemoApp(AccompaniedApp):
    """The desk while the player shows a scenario to somebody who watches."""

    def show_step(self, step: Step, steps: int) -> None:
        """Tell the step that is about to be played.

        Args:
            step: the step.
            steps: how many there are.
        """
        norm = load_shipped().norms.get(step.explain)
        words = f"{localised(norm.title)} ({localised(norm.act.title)})" if norm is not None else ""
        self.say(Telling(_("DEMONSTRATION"), step.number, steps, str(step.say), norm=words))
