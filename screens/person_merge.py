"""Two entries of the archive, one person: what stays, what goes along, and why (M02)."""

from __future__ import annotations

from uuid import uuid4

from textual.app import ComposeResult
from textual.widgets import Static

from counter_app.desk import corrections
from counter_app.desk.archive_views import MergeView
from counter_app.desk.commands import MergePeople
from counter_app.desk.views import PersonView
from counter_app.i18n import _, ngettext, show_date
from screens import keys
from screens.base import DeskDialog, desk_work
from screens.person_fields import names
from screens.widgets.fields import DeskInput, Field

REASON = "merge-reason"


class MergeDialog(DeskDialog[int]):
    """Shows both entries and asks for the reason; dismisses with the number of the one that stays, None for no.

    Args:
        view: both.
        visit_id: the open visit of the duplicate.
        loses: whether making one of them leaves something else behind that was typed.
    """

    HELP = _(
        "The code on the document belongs to another entry of the archive. If both are the same person, F9 makes one "
        "of them: the entry with the code of the document stays, and what the other one holds goes along. If they are "
        "two people, Esc goes back: the code was mistyped, or the archive is wrong, and a supervisor should know."
    )
    BINDINGS = [*keys.bindings(confirm=_("one person"), leave=_("two people, go back"))]

    def __init__(self, view: MergeView, visit_id: int, *, loses: bool) -> None:
        super().__init__(id="merge")
        self._loses = loses
        self._view = view
        self._visit_id = visit_id
        self._key = uuid4().hex

    @property
    def dialog_title(self) -> str:
        """The question."""
        return _("Is this one person?")

    def compose_content(self) -> ComposeResult:
        """Show both, and what comes of it."""
        view = self._view
        stays, goes = _("stays"), _("goes over")
        wide = max(len(stays), len(goes)) + 2
        entries = [*_entry(stays, wide, view.stays), *_entry(goes, wide, view.duplicate)]
        differing = ", ".join(names()[name] for name in view.differing)
        if differing:
            entries += ["", _("Not the same in both: {what}. Ask before you go on.").format(what=differing)]
        lost = [_("What else was typed here is not kept.")] if self._loses else []
        yield Static("\n".join([*entries, "", *_comes(view), *lost, ""]), id="merge-entries", markup=False)
        yield Field(_("Why"), DeskInput(id=REASON, width=44), _("same document, same photo"))

    def main_action(self) -> None:
        """Enter never merges: say which key does."""
        self.status(_("F9 makes one entry of the two; it cannot be taken back."))

    @desk_work
    async def action_confirm(self) -> None:
        """Make one of them."""
        self.clear_field_errors()
        reason = self.query_one(f"#{REASON}", DeskInput).value
        await self.case(corrections.merge, MergePeople(self._visit_id, self._view.stays.id, reason, self._key))
        self.dismiss(self._view.stays.id)

    def action_leave(self) -> None:
        """They are two."""
        self.dismiss(None)


def _entry(word: str, wide: int, person: PersonView) -> tuple[str, str]:
    """Return an entry in two lines: who, and what tells them from others, below one another in both."""
    return f"{word:<{wide}}{person.full_name}", f"{'':<{wide}}{person.fiscal_code} · {show_date(person.born)}"


def _comes(view: MergeView) -> list[str]:
    lines = []
    if view.pins_moved:
        moved = ngettext("{count} PIN goes along.", "{count} PINs go along.", view.pins_moved)
        lines.append(moved.format(count=view.pins_moved))
    if view.pins_closed:
        lines.append(_("Both hold a PIN: the one of the entry that goes over ends."))
    return lines or [_("No PIN is touched.")]
