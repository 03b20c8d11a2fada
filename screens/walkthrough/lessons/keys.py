"""The lesson's own keys: panel, list of commands and manual are made from this one table.

They are letters the desk leaves free, none of which a terminal takes for the start of something else.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.i18n import _

HINT, SHOW, SKIP, NORM, FOLD, PAUSE, AGAIN = "alt+u", "alt+m", "alt+j", "alt+d", "alt+z", "alt+q", "alt+x"


@dataclass(frozen=True, slots=True)
class LessonKey:
    """One of them.

    Attributes:
        key: Textual's name of it.
        shown: as the interface writes it.
        words: what it does, for the panel.
        help: what it does, in a sentence.
    """

    key: str
    shown: str
    words: str
    help: str


LESSON_KEYS = (
    LessonKey(HINT, "Alt+U", _("hint"), _("Which keys do this step.")),
    LessonKey(SHOW, "Alt+M", _("show me"), _("The coach does this step before your eyes.")),
    LessonKey(SKIP, "Alt+J", _("skip"), _("Goes on to the next step.")),
    LessonKey(NORM, "Alt+D", _("norm"), _("The norm behind this step.")),
    LessonKey(FOLD, "Alt+Z", _("fold"), _("Folds the coach's panel into a line, or unfolds it.")),
    LessonKey(PAUSE, "Alt+Q", _("pause"), _("Stops the clock; from there the lesson can be left.")),
    LessonKey(AGAIN, "Alt+X", _("again"), _("From the first step, in a fresh world.")),
)

COACH_HELP = _(
    "A lesson is worked at the real screens. The panel tells the story, what the person brings and the norm behind the "
    "step; it goes on when the step's result is there, whichever way somebody took. Wrong turns are allowed: the panel "
    "says what went wrong and how to come back, and they cost points. A lesson left half-way is taken up again at its "
    "step. In an exam there are no hints, no pause and no second beginning."
)
