"""The dialogs any screen may open: something failed, a question, the training date."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from screens import keys
from screens.base import DeskDialog
from screens.widgets.fields import DateInput, Field


class ErrorDialog(DeskDialog[None]):
    """Something failed: what, which key to press next, and a reference number where the log knows more.

    Args:
        title: in a few words.
        message: what happened and what to do; never people's data.
        reference: number under which the log has the place, empty where there is nothing to look up.
    """

    AUTO_FOCUS = None
    HELP = _(
        "Something did not work. Nothing that was typed is lost. "
        "With the reference number the help desk finds the place."
    )
    BINDINGS = [*keys.bindings(leave=_("close"))]

    def __init__(self, title: str, message: str, reference: str = "") -> None:
        super().__init__(id="error")
        self._heading = title
        self._message = message
        self._reference = reference

    @property
    def dialog_title(self) -> str:
        """What failed, in a few words."""
        return self._heading

    def compose_content(self) -> ComposeResult:
        """Show the message and the reference."""
        yield Static(self._message, id="error-message", markup=False)
        if self._reference:
            yield Static(_("Reference: {number}").format(number=self._reference), id="error-reference", markup=False)

    def key_enter(self) -> None:
        """Enter closes too."""
        self.dismiss(None)


class ConfirmDialog(DeskDialog[bool]):
    """A question whose yes is always F9, the only key that commits. Dismisses with True or False.

    Args:
        question: the question, without people's secrets.
        yes: what F9 does, in a word or two.
        detail: what will happen, in a sentence.
    """

    AUTO_FOCUS = None
    HELP = _("F9 says yes, Esc says no. Enter alone never confirms.")
    BINDINGS = [*keys.bindings("confirm", leave=_("no, go back"))]

    def __init__(self, question: str, yes: str = "", detail: str = "") -> None:
        super().__init__(id="confirm")
        self._question = question
        self._yes = yes or _("yes")
        self._detail = detail

    @property
    def dialog_title(self) -> str:
        """The question."""
        return self._question

    def compose_content(self) -> ComposeResult:
        """Show what will happen."""
        if self._detail:
            yield Static(self._detail, id="confirm-detail", markup=False)
        yield Static(_("F9  {yes}").format(yes=self._yes), id="confirm-yes", markup=False)

    def action_confirm(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """No."""
        self.dismiss(False)


class DateDialog(DeskDialog[date]):
    """Asks for a date: the business date of a training world (screens.md, principle 8), or a day to look at.

    Dismisses with the date, or None.

    Args:
        title: what is asked.
        now: what stands now, in words.
        first: the first day there is; an earlier one is told at the field.
        before: the day F7 takes, None where there is none.
        after: the day F8 takes.
    """

    HELP = _(
        "The date is typed 10052016. F7 and F8 go at once to the day before and the day after on which the law "
        "changes. Rules, texts and expiries follow the date; no day before the first norm is known."
    )
    BINDINGS = [*keys.bindings("confirm", back=_("before"), next=_("after"), leave=_("leave it"))]

    def __init__(
        self, title: str, now: str, first: date, before: date | None = None, after: date | None = None
    ) -> None:
        super().__init__(id="date")
        self._title = title
        self._now = now
        self._first = first
        self._before, self._after = before, after

    @property
    def dialog_title(self) -> str:
        """What is asked."""
        return self._title

    def compose_content(self) -> ComposeResult:
        """Ask for the date."""
        yield Static(self._now, id="date-now", markup=False)
        yield Field(_("New date"), DateInput(id="business-date"))
        if self._before is not None:
            yield Static(
                _("F7  change before: {day}").format(day=show_date(self._before)), classes="quiet", markup=False
            )
        if self._after is not None:
            yield Static(_("F8  change after: {day}").format(day=show_date(self._after)), classes="quiet", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys to a change where there is none."""
        if (action == "step_back" and self._before is None) or (action == "step_on" and self._after is None):
            return False
        return super().check_action(action, parameters)

    def main_action(self) -> None:
        """Enter is enough: nothing becomes final."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Give the date back, or say what is wrong with it."""
        try:
            day = self.query_one("#business-date", DateInput).day()
        except BadInputError as error:
            self.show_field_error("business-date", error.message)
            return
        if day < self._first:
            words = _("The norms begin on {day}: type that day or a later one.")
            self.show_field_error("business-date", words.format(day=show_date(self._first)))
            return
        self.dismiss(day)

    def action_step_back(self) -> None:
        """Take the day of the change before."""
        self.dismiss(self._before)

    def action_step_on(self) -> None:
        """Take the day of the change after."""
        self.dismiss(self._after)
