"""The dialogs of a lesson: a pause, and the grade at the end."""

from __future__ import annotations

from collections import Counter as Counted

from textual.app import ComposeResult
from textual.widgets import Static

from counter_app.i18n import _, ngettext
from screens import keys
from screens.base import DeskDialog
from screens.marks import Bullets
from screens.walkthrough.lessons.lesson import Lesson


def clock_words(seconds: float) -> str:
    """Return a time as minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


class PauseDialog(DeskDialog[bool]):
    """The clock stands still. Dismisses with True when the trainee leaves the lesson."""

    AUTO_FOCUS = None
    DIALOG_TITLE = _("Pause")
    HELP = _("The clock of the lesson stands still. Esc goes on; F9 leaves, and the lesson is taken up again here.")
    BINDINGS = [*keys.bindings(leave=_("go on"), confirm=_("leave the lesson"))]

    def __init__(self) -> None:
        super().__init__(id="lesson-pause")

    def compose_content(self) -> ComposeResult:
        """Say what can be done."""
        words = _("The clock stands still. The lesson can also be left: it is taken up again at this step.")
        yield Static(words, id="pause-words", markup=False)

    def key_enter(self) -> None:
        """Enter goes on too."""
        self.dismiss(False)

    def action_leave(self) -> None:
        """Go on with the lesson."""
        self.dismiss(False)

    def action_confirm(self) -> None:
        """Leave."""
        self.dismiss(True)


class GradeDialog(DeskDialog[bool]):
    """How it went. Dismisses with True when the trainee wants to begin again.

    Args:
        lesson: as it ended.
        trouble: why the result could not be kept; empty when it was.
    """

    AUTO_FOCUS = None
    HELP = _("The points, and what cost some of them. Enter ends the lesson; F5 begins it again in a fresh world.")

    BINDINGS = [*keys.bindings(leave=_("end"), refresh=_("again"))]

    def __init__(self, lesson: Lesson, trouble: str = "") -> None:
        super().__init__(id="lesson-grade")
        self._lesson = lesson
        self._trouble = trouble

    @property
    def dialog_title(self) -> str:
        """What was taken."""
        return str(self._lesson.scenario.title)

    def compose_content(self) -> ComposeResult:
        """Points first, then what cost some, then where."""
        lesson, tally, grade = self._lesson, self._lesson.tally, self._lesson.grade
        verdict = _("passed") if grade.passed else _("not passed")
        words = _("{points} of 100 · {verdict}").format(points=grade.points, verdict=verdict)
        yield Static(words, id="grade-points", markup=False)
        done = ngettext("{done} of {steps} step done", "{done} of {steps} steps done", tally.steps)
        lines = [
            done.format(done=tally.done, steps=tally.steps),
            _("time {time}").format(time=clock_words(tally.seconds)),
            *(_cost(why, points, lesson) for why, points in grade.lost),
        ]
        yield Bullets(lines, id="grade-lost")
        where = Counted(number for number, _turn in lesson.turns)
        if where:
            steps = ", ".join(str(number) for number in sorted(where))
            words = _("Wrong turns and refusals at these steps: {steps}").format(steps=steps)
            yield Static(words, id="grade-turns", markup=False)
        if self._trouble:
            yield Static(self._trouble, classes="paragraph", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An exam is taken once."""
        if action == "read_again" and self._lesson.exam:
            return False
        return super().check_action(action, parameters)

    def key_enter(self) -> None:
        """Enter ends too."""
        self.dismiss(False)

    def action_leave(self) -> None:
        """End."""
        self.dismiss(False)

    def action_read_again(self) -> None:
        """Begin again."""
        self.dismiss(True)


def _cost(why: str, points: int, lesson: Lesson) -> str:
    tally = lesson.tally
    words = {
        "not-done": _("steps shown, skipped or not done: {count}").format(count=tally.steps - tally.done),
        "wrong-turn": _("wrong turns: {count}").format(count=tally.wrong_turns),
        "refused": _("attempts a rule refused: {count}").format(count=tally.refused),
        "hint": _("hints: {count}").format(count=tally.hints),
        "slow": _("slower than foreseen"),
    }
    return _("{what} (−{points})").format(what=words[why], points=points)
