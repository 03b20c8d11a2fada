"""What was decided for a person before, and what became of it: lines of the card, and what stands behind one."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from counter_app.desk import history
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
    """Return what happened, in a line; why stands behind it, where the person at the counter does not read it.

    Who ended a check of the office is not named to them either.
    """
    if isinstance(past, AfterView):
        told = (AFTERWARDS[past.event], "" if past.event in history.OF_A_CHECK else past.serial or past.who)
        return f"{show_date(past.on)}  {', '.join(filter(None, told))}"
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
        "shown: the person at the counter may look at the screen. Who ended a check of the office, and why, is shown "
        "to supervisors only."
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
        view = self._view
        if view.who and (view.serial or view.event in history.OF_A_CHECK):
            yield Static(_("by {name}").format(name=view.who), classes="quiet", markup=False)
        if view.spoiled:
            yield Static(labels.spoil_reason(view.spoiled), id="afterwards-spoiled", markup=False)
        ground = view.ground or self._no_ground()
        if ground:
            yield Static(ground, id="afterwards-ground", markup=False)

    def _no_ground(self) -> str:
        """Return what to say where there is no reason to read, "" where nobody misses one."""
        if not self._view.who:
            return _("The reason is shown to supervisors only.")
        return "" if self._view.spoiled or self._view.event == HANDED_OVER else _("No reason was written.")
