"""The desk's program with a panel beside each of its screens: what a lesson and a demonstration have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.screen import Screen

from counter_app.i18n import _, localised
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.scenario import Step
from screens.app import SportelloApp
from screens.covers import TooSmallScreen
from screens.walkthrough.coach_pane import CoachPane, Telling


class AccompaniedApp(SportelloApp):
    """The desk, and beside it what is to be told about it. Subclasses say what in `telling`."""

    CSS_PATH = ["../styles/app.tcss", "../styles/lesson.tcss"]
    ALONE: ClassVar[tuple[type[Screen[Any]], ...]] = (TooSmallScreen,)
    """Screens that stand without the panel."""

    folded = False
    """The panel is a line until it is unfolded."""

    def on_mount(self) -> None:
        """Put the panel beside every screen; the desk's own mounting follows by itself."""
        self.screen_change_signal.subscribe(self, self._accompany)
        self._accompany(self.screen)

    def telling(self) -> Telling:
        """Return what the panel says now."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say it, while there is a screen to say it on."""
        if self._exit or not self.is_running:
            return
        for pane in self.screen.query(CoachPane):
            pane.tell(self.telling(), folded=self.folded)

    def _accompany(self, screen: Screen[object]) -> None:
        if not isinstance(screen, self.ALONE) and not screen.query(CoachPane):
            screen.mount(CoachPane(self.telling(), folded=self.folded))


class DemoApp(AccompaniedApp):
    """The desk while the player shows a scenario to somebody who watches."""

    caption = Telling("", 1, 1, "")

    def show_step(self, step: Step, steps: int) -> None:
        """Tell the step that is about to be played.

        Args:
            step: the step.
            steps: how many there are.
        """
        norm = load_shipped().norms.get(step.explain)
        words = f"{localised(norm.title)} ({localised(norm.act.title)})" if norm is not None else ""
        self.caption = Telling(_("DEMONSTRATION"), step.number, steps, str(step.say), norm=words)
        self.tell()

    def telling(self) -> Telling:
        """The step's caption."""
        return self.caption
