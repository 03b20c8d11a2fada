"""The norm sheet (F6): what the norm says, in which act, since when, and how firm the ground is."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from counter_app.i18n import _, show_date
from counter_app.norms.norm import CitedNorm, NormStatus, Settled
from screens import keys
from screens.base import DeskDialog


def firmness(settled: Settled) -> str:
    """Return in words how firm the ground is (M22: law, reading, or office practice, never one for the other)."""
    words = {
        Settled.SETTLED: _("Settled: nobody reads it otherwise."),
        Settled.UNSETTLED: _("The acts can be read in more than one way: this is the reading applied here."),
        Settled.OFFICE_PRACTICE: _("Office practice: a setting of the office, not a law."),
    }
    return words[settled]


def _applied() -> str:
    return _("A later act that contradicts the founding sources: applied by choice of this office.")


def standing(status: NormStatus) -> str:
    """Return in words where a norm stands on the business date."""
    words = {
        NormStatus.IN_FORCE: _("in force"),
        NormStatus.NOT_YET: _("not in force yet"),
        NormStatus.ENDED: _("ended"),
        NormStatus.NOTED: _("noted, not applied"),
    }
    return words[status]


def origin(source: str) -> str:
    """Return in words what kinds of source a norm rests on; the exact ones stand in the norm files."""
    words = {
        "public": _("public act"),
        "seeds": _("information articles on the INPS PIN"),
        "requirements": _("reading adopted by this program"),
        "press": _("press"),
        "office practice": _("practice of this office"),
    }
    return ", ".join(text for kind, text in words.items() if kind in source) or source


class NormSheet(DeskDialog[None]):
    """Shows the norms a decision rests on.

    Args:
        norms: the norms to show, the one that decides first.
        told: what was decided by them, above the norms; empty where the screen below says it.
    """

    CSS_PATH = "../styles/norms.tcss"
    AUTO_FOCUS = "#norm-text"
    DIALOG_TITLE = _("Which norm decides")
    HELP = _(
        "The whole text of the norms a decision rests on, with act, publication and effect. Arrow keys scroll, Esc "
        "closes."
    )
    BINDINGS = [*keys.bindings(leave=_("close")), Binding("enter", "leave", _("close"), show=False)]

    def __init__(self, norms: Sequence[CitedNorm], told: str = "") -> None:
        super().__init__(id="norm")
        self.norms = tuple(norms)
        self._told = told

    def compose_content(self) -> ComposeResult:
        """Yield one paragraph for each norm."""
        with VerticalScroll(id="norm-text"):
            if self._told:
                yield Static(self._told, classes="norm", markup=False)
            if not self.norms:
                yield Static(_("No norm was cited here."), markup=False)
            for norm in self.norms:
                yield Static(self._sheet(norm), classes="norm", markup=False)

    def _sheet(self, norm: CitedNorm) -> Content:
        applied = norm.noted and norm.status is NormStatus.IN_FORCE
        rows = [
            (_("Act"), norm.act),
            (_("Published"), show_date(norm.published) if norm.dated else _("day not known")),
            (_("In force"), f"{span(norm)} ({standing(norm.status)})"),
            (
                _("How firm"),
                _applied() if applied else firmness(norm.settled),
            ),
            (_("Source"), origin(norm.source)),
        ]
        if norm.ended_by:
            rows.insert(3, (_("Ended by"), norm.ended_by))
        if norm.replaced_by:
            rows.insert(3, (_("In part replaced by"), ", ".join(norm.replaced_by)))
        wide = max(len(label) for label, _text in rows)
        lines = [Content.styled(norm.title, "bold"), Content(norm.text), Content("")]
        lines += [Content.assemble((label.ljust(wide), "dim"), "  ", text) for label, text in rows]
        return Content("\n").join(lines)


def span(norm: CitedNorm) -> str:
    """Return in words from when until when a norm is in force, as known."""
    since = _("from {day}").format(day=show_date(norm.since))
    if norm.until is None:
        return since
    if norm.until < norm.since:
        return _("never: it was ended before {day}").format(day=show_date(norm.since))
    return " ".join((since, _("until {day}").format(day=show_date(norm.until))))
