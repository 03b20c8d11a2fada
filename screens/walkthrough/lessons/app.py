"""The desk's program in a lesson: the same screens, with a coach beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from counter_app.errors import BadInputError
from counter_app.i18n import _
from screens.palette import Command
from screens.walkthrough.lessons.accompanied import AccompaniedApp
from screens.walkthrough.lessons.coach import Coach
from screens.walkthrough.lessons.dialogs import GradeDialog, PauseDialog, clock_words
from screens.walkthrough.lessons.keys import AGAIN, FOLD, HINT, LESSON_KEYS, NORM, PAUSE, SHOW, SKIP
from screens.walkthrough.lessons.lesson import Ending, Lesson
from screens.walkthrough.lessons.pane import Telling
from screens.walkthrough.lessons.wording import case_data, hint_lines, turn_words
from screens.walkthrough.words import words

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from counter_app.norms.norm import CitedNorm
    from counter_app.settings import Settings
    from screens.walkthrough.stages import Stage


class LessonApp(AccompaniedApp):
    """The desk with a coach.

    Args:
        settings: of the desk.
        opener: opens the world.
        lesson: the trainee's way so far.
        stage: the world as the player works it.
    """

    ALONE = (*AccompaniedApp.ALONE, GradeDialog, PauseDialog)

    def __init__(self, settings: Settings, opener: Callable[[], Counter], lesson: Lesson, stage: Stage) -> None:
        super().__init__(settings, opener, training=True)
        self.lesson = lesson
        self.ending = Ending.LEFT
        self.coach = Coach(lesson, stage, changed=self.tell, ended=self._end_with)
        self._graded = False
        self._words = words()

    def on_mount(self) -> None:
        """Let the coach begin; the panel's and the desk's own mounting follow by themselves."""
        self.coach.attach(self, self.lesson_key)
        self.set_interval(1.0, self.tell)

    # --- the panel ---------------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say what there is to say, and the grade once at the end."""
        self.say(self._telling())
        if self.lesson.over and not self.coach.acting and not self._graded:
            self._graded = True
            self._show_grade()

    def _telling(self) -> Telling:
        lesson, coach = self.lesson, self.coach
        step = lesson.step
        title = _("EXAM") if lesson.exam else _("LESSON")
        if lesson.exam:
            title = f"{title} {clock_words(coach.seconds)}"
        return Telling(
            title=title,
            number=min(lesson.at + 1, len(lesson.scenario.steps)),
            steps=len(lesson.scenario.steps),
            story=str(step.say),
            data=case_data(self, lesson.scenario.steps[lesson.at :], self._words),
            norm="" if lesson.exam else self._norm_words(),
            hint=hint_lines(step, self._words, coach.way_back) if coach.hinted else (),
            notice=self._notice(),
            keys=tuple(self._keys()),
        )

    def _notice(self) -> str:
        coach = self.coach
        if coach.failed:
            return _("The desk cannot be brought to this step. Alt+X begins the lesson again.")
        if coach.acting and not self.lesson.over:
            return _("One moment: the coach is at the keyboard.")
        if coach.notices and not self.lesson.exam:
            return turn_words(coach.notices[0], self._words)
        return ""

    def _keys(self) -> Iterable[tuple[str, str]]:
        """Return the lesson's keys that do something now, as the interface writes them."""
        asks, step = self.coach.asks, self.lesson.step
        idle = {HINT: not asks, SHOW: not asks, NORM: not step.explain}
        other = {SKIP: "" if asks else _("go on"), FOLD: _("unfold") if self.folded else ""}
        for key in LESSON_KEYS:
            if key.key in self._lesson_acts() and not idle.get(key.key):
                yield key.shown, other.get(key.key) or key.words
        if self.lesson.exam:
            yield "^Q", _("hand in")

    # --- keys --------------------------------------------------------------------------------------------------------

    def lesson_key(self, key: str) -> bool:
        """Do what a key of the lesson says; return whether it was one."""
        act = self._lesson_acts().get(key)
        if act is None or self.coach.paused or self._graded:
            return False
        act()
        return True

    def _lesson_acts(self) -> dict[str, Callable[[], None]]:
        acts: dict[str, Callable[[], None]] = {FOLD: self._fold}
        if not self.lesson.exam:
            coach = self.coach
            acts |= {HINT: coach.hint, SHOW: coach.show, SKIP: coach.skip, AGAIN: coach.restart}
            acts |= {NORM: self._show_norm, PAUSE: self._pause}
        return acts

    def commands_here(self) -> Iterable[Command]:
        """Offer the lesson's keys in the list of commands too."""
        acts = self._lesson_acts()
        for key in LESSON_KEYS:
            if key.key in acts:
                words = _("lesson: {words} ({key})").format(words=key.words, key=key.shown)
                yield Command(words, key.help, acts[key.key])

    def _fold(self) -> None:
        self.folded = not self.folded
        self.tell()

    def _cited(self) -> tuple[CitedNorm, ...]:
        from counter_app.desk import calendar  # noqa: PLC0415 - the first paint does without

        explain = self.lesson.step.explain
        return calendar.cited(self.counter, (explain,)) if self.counter is not None and explain else ()

    def _norm_words(self) -> str:
        return "; ".join(f"{norm.title} ({norm.act})" for norm in self._cited())

    def _show_norm(self) -> None:
        from screens.norms import NormSheet  # noqa: PLC0415 - as above

        cited = self._cited()
        if cited and not self.showing("norm"):
            self.push_screen(NormSheet(cited))

    def _pause(self) -> None:
        self.coach.pause()
        self.push_screen(PauseDialog(), self._after_pause)

    def _after_pause(self, leaves: bool | None) -> None:
        self.coach.resume()
        if leaves:
            self.coach.leave()

    async def action_quit(self) -> None:
        """Leave the lesson, which can be taken up again; hand an exam in, after asking."""
        if self._graded or not self.lesson.exam:
            self.coach.leave()
            return
        from screens.dialogs import ConfirmDialog  # noqa: PLC0415 - as above

        if not self.showing("confirm"):
            detail = _("What is not done counts as not done.")
            self.push_screen(ConfirmDialog(_("Hand the exam in?"), _("hand in"), detail), self._hand_in)

    def _hand_in(self, sure: bool | None) -> None:
        if sure:
            self.coach.stop()
            self._graded = True
            self._show_grade()

    # --- the end -----------------------------------------------------------------------------------------------------

    def _show_grade(self) -> None:
        trouble = ""
        try:
            self.lesson.record()
        except BadInputError as error:
            trouble = error.message
        self.push_screen(GradeDialog(self.lesson, trouble), self._after_grade)

    def _after_grade(self, again: bool | None) -> None:
        if again:
            self.coach.restart()
        else:
            self._end_with(Ending.FINISHED)

    def _end_with(self, ending: Ending) -> None:
        self.ending = ending
        self.end()
