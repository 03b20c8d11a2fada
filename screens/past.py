"""What was decided for a person before, and what became of it: lines of the card, and what stands behind one."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from counter_app.desk.desk_views import AfterView
from counter_app.desk.views import ExplainedView, PastDecisionView
from counter_app.i18n import _, show_date
from screens import keys, labels
from screens.base import DeskDialog

Past = PastDecisionView | AfterView

HANDED_OVER = "pin.handed-over"
"""The event that wants no reason, but where a second person declared it."""

AFTERWARDS = {
    "document.confirmed": _("odd document confirmed"),
    "suspicion.cleared": _("the office's check: go on"),
    "suspicion.rejected": _("the office's check: not accepted"),
    HANDED_OVER: _("PIN handed over"),
    "envelope.spoiled": _("envelope spoiled"),
}
"""Register event -> words the person at the counter may read too."""


def options(past: tuple[Past, ...]) -> list[Option]:
    """Return the lines of the card on what was decided before, under their heading; none where nothing was."""
    if not past:
        return []
    heading = Option(Content.styled("\n" + _("DECIDED BEFORE"), "bold $accent"), disabled=True)
    return [heading, *(Option(Content(f"   {line(item)}"), id=id_of(item)) for item in past)]


def id_of(past: Past) -> str:
    """Return the id of a line."""
    return f"decision-after-{past.entry_id}" if isinstance(past, AfterView) else f"decision-{past.decision_id}"


def line(past: Past) -> str:
    """Return what happened, in a line; why stands behind it, where the person at the counter does not read it."""
    if isinstance(past, AfterView):
        return f"{show_date(past.on)}  {AFTERWARDS[past.event]}, {past.serial or past.who}"
    answer = _("allowed") if past.allowed else _("refused")
    return f"{show_date(past.on)}  {labels.action(past.action)}: {answer}"


def explained(view: ExplainedView) -> str:
    """Return what was said then, for the head of the norm sheet."""
    lines = [line(view.past), *view.reasons]
    if not view.as_they_were:
        lines.append(_("The norm files of that day cannot be read: these are today's words of the same norms."))
    return "\n".join(lines)


class AfterDialog(DeskDialog[None]):
    """Who decided what became of a decision, and why.

    Args:
        view: what was done.
    """

    AUTO_FOCUS = None
    HELP = _(
        "Who had the last word on a decision taken before, and the reason as it was written. On the card it is not "
        "shown: the person at the counter may look at the screen."
    )
    BINDINGS = [*keys.bindings(leave=_("close")), Binding("enter", "leave", _("close"), show=False)]

    def __init__(self, view: AfterView) -> None:
        super().__init__(id="afterwards")
        self._view = view

    @property
    def dialog_title(self) -> str:
        """What was done, and when."""
        return line(self._view)

    def compose_content(self) -> ComposeResult:
        """Who, and why."""
        if self._view.serial:
            yield Static(_("by {name}").format(name=self._view.who), classes="quiet", markup=False)
        if self._view.ground or self._view.event != HANDED_OVER:
            yield Static(self._view.ground or _("No reason was written."), id="afterwards-ground", markup=False)
