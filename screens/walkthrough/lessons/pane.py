"""The coach's panel: beside the desk's screen where there is room, below it otherwise, or folded into a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.visual import VisualType
from textual.widget import Widget

from counter_app.i18n import _
from screens.base import NARROW
from screens.walkthrough.seeing import ASIDE

RIGHT_FROM = 120
"""Columns from which the panel stands on the right."""

RIGHT_COLUMNS = 40
FULL, EMPTY = "━", "─"


@dataclass(frozen=True, slots=True)
class Telling:
    """What the panel says.

    Attributes:
        title: lesson or exam.
        number: of the step, from 1.
        steps: how many there are.
        story: what the step tells.
        data: label and text of what the person brings.
        norm: title and act of the norm behind the step, empty where it names none.
        hint: which keys do the step, where they were asked for.
        notice: what went wrong with the last key, or what the coach is doing; empty otherwise.
        keys: the lesson's own keys as written, and what they do.
    """

    title: str
    number: int
    steps: int
    story: str
    data: tuple[tuple[str, str], ...] = ()
    norm: str = ""
    hint: tuple[str, ...] = ()
    notice: str = ""
    keys: tuple[tuple[str, str], ...] = ()


class CoachPane(Widget):
    """Tells where the trainee stands. It never has the focus, and scenarios do not see it."""

    can_focus = False

    def __init__(self, telling: Telling, *, folded: bool) -> None:
        super().__init__(id="coach", classes=ASIDE)
        self._telling = telling
        self._folded = folded

    def tell(self, telling: Telling, *, folded: bool) -> None:
        """Say something else."""
        if (telling, folded) != (self._telling, self._folded):
            self._telling, self._folded = telling, folded
            self._take_place()
            self.refresh(layout=True)

    def on_mount(self) -> None:
        """Take the place the window has for it; the screen's own breakpoints do not know of it."""
        self.screen.HORIZONTAL_BREAKPOINTS = []
        self._take_place()

    def on_resize(self) -> None:
        """Follow the window."""
        self._take_place()

    def _take_place(self) -> None:
        width = self.app.size.width
        right = width >= RIGHT_FROM and not self._folded
        self.set_class(right, "-right")
        self.set_class(not right, "-below")
        self.set_class(self._folded, "-folded")
        left = width - RIGHT_COLUMNS if right else width
        self.screen.set_class(left < NARROW, "-narrow")
        self.screen.set_class(left >= NARROW, "-wide")

    def render(self) -> VisualType:
        """Lay out what there is to say for the place there is."""
        if not self._telling.title:
            return ""
        if self._folded:
            return self._one_line()
        return self._beside() if self.has_class("-right") else self._below()

    # --- the three shapes --------------------------------------------------------------------------------------------

    def _heading(self) -> str:
        told = self._telling
        return _("{title} · step {number} of {steps}").format(title=told.title, number=told.number, steps=told.steps)

    def _one_line(self) -> Content:
        told = self._telling
        rest = told.notice or told.story
        return Content.assemble((self._heading(), "bold"), "  ", rest)

    def _beside(self) -> Content:
        told = self._telling
        wide = RIGHT_COLUMNS - 5
        done = wide * (told.number - 1) // max(told.steps, 1)
        parts: list[Content] = [
            Content.styled(self._heading(), "bold"),
            Content.assemble((FULL * done, "$training"), (EMPTY * (wide - done), "$rule")),
            Content(""),
            Content(told.story),
        ]
        if told.notice:
            parts += [Content(""), Content.assemble(("! ", "bold $warning"), (told.notice, "bold"))]
        parts += _section(_("CASE"), _pairs(told.data))
        parts += _section(_("HINT"), told.hint)
        parts += _section(_("NORM"), (told.norm,) if told.norm else ())
        parts += [Content("")] if told.keys else []
        parts += [Content.assemble((key, "bold $accent"), f"  {words}") for key, words in told.keys]
        return Content("\n").join(parts)

    def _below(self) -> Content:
        told = self._telling
        head = Content.assemble((self._heading(), "bold"), "  ", told.story)
        parts = [head]
        if told.notice:
            parts.append(Content.assemble(("! ", "bold $warning"), (told.notice, "bold")))
        # a hint says what is to be typed, and a low window has room for one of the two
        name, words = (_("HINT"), told.hint) if told.hint else (_("CASE"), _pairs(told.data))
        if words:
            parts.append(Content.assemble((f"{name}  ", "bold $accent"), " · ".join(words)))
        parts.append(
            Content("  ").join(Content.assemble((key, "bold $accent"), f" {words}") for key, words in told.keys)
        )
        return Content("\n").join(parts)


def _pairs(data: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{label}: {text}" for label, text in data)


def _section(name: str, lines: Iterable[str]) -> list[Content]:
    found = [Content(line) for line in lines]
    return [Content(""), Content.styled(name, "bold $accent"), *found] if found else []
