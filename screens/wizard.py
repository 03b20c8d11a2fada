"""A procedure in steps: rail on the left, the question in the middle, what is missing and which norm on the right.

One screen with a `ContentSwitcher`, not a chain of screens: the draft stays in the widgets, and a step change is only a
change of what is shown. Below 100 columns rail and pane fold into one line under the title; Alt+I unfolds the pane.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Checkbox, ContentSwitcher, Input, RadioSet, Select, Static

from counter_app.i18n import _
from counter_app.norms.norm import CitedNorm
from screens import labels
from screens.base import DeskScreen
from screens.widgets.lines import say
from screens.widgets.panes import as_many_as_fit, to_correct

DONE, NOW, AHEAD = "✓", "▸", " "

ISSUE_RAIL = ("person", "document", "checks", "form", "envelope")
"""The steps of issuing a PIN at the counter: four on the identification, the last on the envelope."""

FOR_ANOTHER_RAIL = ("person", "representative", "document", "holder", "checks", "form", "envelope")
"""The same where a legal representative asks: who they are, and who the person is."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a step still needs.

    Args:
        field: id of the widget it goes into.
        words: what is missing, as the pane says it.
        problem: why what stands there cannot be; empty where nothing stands there.
        stops: False = the pane says it, but a use case answers whoever goes on.
    """

    field: str
    words: str
    problem: str = ""
    stops: bool = True


class Step(VerticalScroll, can_focus=False):
    """The content of one step."""


class WizardScreen(DeskScreen[ScreenResultType], Generic[ScreenResultType]):
    """Base of the procedures in steps."""

    RAIL: ClassVar[tuple[str, ...]] = ()
    """Ids of the steps of the whole procedure, also those another screen shows; their words are in `labels.STEPS`."""
    STEPS: ClassVar[tuple[str, ...]] = ()
    """Ids of the steps this screen shows, in order."""

    def compose_content(self) -> ComposeResult:
        """Yield fold line, rail, steps and pane."""
        yield Static("", id="fold", markup=False)
        with Horizontal(id="wizard"):
            yield Static("", id="rail", markup=False)
            with ContentSwitcher(initial=self.STEPS[0], id="steps"):
                for step in self.STEPS:
                    with Step(id=step):
                        yield from self.compose_step(step)
            with VerticalScroll(id="pane", can_focus=False):
                yield Static("", id="missing", markup=False)
                yield Static("", id="deciding", markup=False)

    def compose_step(self, step: str) -> ComposeResult:  # noqa: ARG002 - overridden
        """Yield the widgets of one step; wizards override it."""
        yield from ()

    def missing(self, step: str) -> Sequence[Missing]:  # noqa: ARG002 - overridden
        """Return what is missing or wrong in the step, in the order of its fields; wizards override it."""
        return ()

    def stopping(self, step: str) -> Sequence[Missing]:
        """Return what has to be put right before the step can be left."""
        return [item for item in self.missing(step) if item.stops]

    def wanted(self, step: str) -> Sequence[str]:  # noqa: ARG002 - overridden
        """Return what the case still lacks without being stopped by it, in words; wizards override it."""
        return ()

    def deciding(self, step: str) -> Sequence[CitedNorm]:  # noqa: ARG002 - overridden
        """Return the norms that decide in this step; wizards override it."""
        return ()

    @property
    def path(self) -> tuple[str, ...]:
        """Ids of the steps one goes through; wizards whose way depends on the answers override it."""
        return self.STEPS

    @property
    def rail(self) -> tuple[str, ...]:
        """Ids of the rail's entries; as `path`."""
        return self.RAIL

    def leave_step(self, step: str) -> None:
        """Go on from a step that misses nothing; wizards override it to ask a use case first."""
        place = self.path.index(step)
        if place + 1 < len(self.path):
            self.go_to(self.path[place + 1])

    def step_changed(self, step: str) -> None:
        """Note that another step is shown; wizards override it."""

    @property
    def step(self) -> str:
        """Id of the step shown."""
        steps = self.query_one_optional("#steps", ContentSwitcher)
        return (steps.current if steps is not None else None) or self.STEPS[0]

    @property
    def rail_step(self) -> str:
        """Id of the rail's entry the shown step belongs to."""
        return self.step

    @property
    def scenario_id(self) -> str:
        """Screen and step, `identify/document`."""
        return f"{self.id}/{self.step}"

    def go_to(self, step: str) -> None:
        """Show a step and put the cursor into its first empty field."""
        self.query_one("#steps", ContentSwitcher).current = step
        self.status("")
        self.refresh_panes()
        self.refresh_bindings()
        self.focus_first(step)
        self.step_changed(step)

    def focus_first(self, step: str) -> None:
        """Put the cursor into the first empty field of a step, or its first field where none is empty."""
        wanted = [missing.field for missing in self.missing(step)]
        fields = [widget for widget in self.query_one(f"#{step}").query("*") if widget.focusable and _shown(widget)]
        empty = [widget for name in wanted for widget in fields if widget.id == name]
        chosen: list[Widget] = empty or fields
        self.set_focus(chosen[0] if chosen else None)

    def main_action(self) -> None:
        """Enter on the last field of a step goes on."""
        self.action_step_on()

    def action_step_on(self) -> None:
        """Go on, or say what is missing and put the cursor there."""
        if not self.busy and self.complete(self.step):
            self.clear_field_errors()
            self.leave_step(self.step)

    def complete(self, step: str) -> bool:
        """Return whether nothing stops a step; otherwise tell everything at its field, the cursor on the first."""
        missing = self.stopping(step)
        self.tell_missing(missing)
        return not missing

    def tell_missing(self, missing: Sequence[Missing]) -> None:
        """Tell what is missing or wrong at its field, and put the cursor on the first."""
        for item in missing:
            self.tell_field(item.field, item.problem or _("This cannot stay empty."))
        if not missing:
            return
        first = missing[0]
        if not first.problem:
            self.status(_("Still missing: {what}.").format(what=first.words), "bad")
        field = self.query_one_optional(f"#{first.field}")
        if field is not None and field.focusable:
            self.set_focus(field)

    def action_step_back(self) -> None:
        """Go one step back; nothing typed is lost."""
        place = self.path.index(self.step)
        if place and not self.busy:
            self.clear_field_errors()
            self.go_to(self.path[place - 1])

    def action_unfold(self) -> None:
        """Unfold the panes a narrow window folds, or fold them again; the operator finds them so the next time."""
        self.toggle_class("-unfolded")
        self.desk_app.choose_unfolded(self.has_class("-unfolded"))

    def on_mount(self) -> None:
        """Have the panes as the operator left them."""
        super().on_mount()
        self.set_class(self.desk_app.own.unfolded, "-unfolded")

    @on(Input.Changed)
    @on(Checkbox.Changed)
    @on(Select.Changed)
    @on(RadioSet.Changed)
    def answered(self) -> None:
        """Something was filled in: what the last line said of it is past, and less may be missing."""
        self.status("")
        self._show_missing()

    @on(events.DescendantFocus)
    def _field_left(self) -> None:
        """What was left half typed in another field is wrong now."""
        if self.is_mounted:
            self._show_missing()

    def on_resize(self) -> None:
        """What the fold line holds depends on the width."""
        if self.is_mounted:
            self.refresh_panes()

    def refresh_panes(self) -> None:
        """Draw rail, fold line and pane for the step and for what stands in its fields now."""
        say(self.query_one("#rail", Static), self._rail())
        say(self.query_one("#deciding", Static), _deciding_words(self.deciding(self.step)))
        self._show_missing()

    def _show_missing(self) -> None:
        missing = self.missing(self.step)
        words = [self._words(item) for item in missing]
        say(self.query_one("#fold", Static), self._fold(words))
        say(self.query_one("#missing", Static), _missing_words(words, self.wanted(self.step)))

    def _words(self, item: Missing) -> str:
        wrong = item.problem and not self.being_typed(item.field)
        return to_correct(item.words) if wrong else item.words

    def _place(self) -> int:
        return self.rail.index(self.rail_step)

    def _rail(self) -> Content:
        now = self._place()
        lines = []
        for place, name in enumerate(self.rail):
            sign = DONE if place < now else NOW if place == now else AHEAD
            style = "bold $accent" if place == now else "" if place < now else "$quiet"
            lines.append(Content.styled(f"{sign} {labels.step(name)}", style))
        return Content("\n").join(lines)

    def _fold(self, words: Sequence[str]) -> Content:
        now = self._place()
        where = Content.styled(f"{now + 1}/{len(self.rail)} {labels.step(self.rail[now])}", "bold $accent")
        label = _("missing: {what}")
        if not words:
            words, label = self.wanted(self.step), _("copies to archive: {what}")
        if not words:
            return where
        room = self.size.width - where.cell_length - len(label)
        what = as_many_as_fit(words, ", ", room)
        return Content.assemble(where, Content(" · "), Content(label.format(what=what)))


def _shown(widget: Widget) -> bool:
    """Whether neither the widget nor what it stands in was taken off the step."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def _missing_words(missing: Sequence[str], wanted: Sequence[str]) -> Content:
    lines = [f"\n{words}" for words in missing] or ["\n" + _("nothing ✓")]
    if wanted:
        copies = Content.styled(_("COPIES TO ARCHIVE"), "bold $accent")
        lines.append("\n\n")
        return Content.assemble((_("STILL MISSING"), "bold $accent"), *lines, copies, *(f"\n{each}" for each in wanted))
    return Content.assemble((_("STILL MISSING"), "bold $accent"), *lines)


def _deciding_words(norms: Sequence[CitedNorm]) -> Content:
    if not norms:
        return Content("")
    parts = [Content.styled(_("WHICH NORM DECIDES"), "bold $accent")]
    parts += [Content(f"• {act}") for act in dict.fromkeys(norm.act for norm in norms)]
    return Content("\n").join([*parts, Content.styled(_("F6 whole text"), "$quiet")])
