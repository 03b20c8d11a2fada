"""The copies archived with a person's visits; one is opened for a reason, and the register keeps it."""

from __future__ import annotations

import os
import sys
from io import BytesIO

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import copies
from counter_app.desk.commands import ViewCopy
from counter_app.desk.copy_views import CopyView
from counter_app.desk.words import copy_kind
from counter_app.i18n import _, show_date
from screens import keys
from screens.base import DeskDialog, desk_work
from screens.labels import cut, file_size
from screens.widgets.fields import DeskInput, Field

LIST = "copies"


class CopiesDialog(DeskDialog[None]):
    """The copies of one person, the newest first, never their content.

    Args:
        visit_id: the visit under way.
        found: the copies.
    """

    CSS_PATH = "../styles/copies.tcss"
    AUTO_FOCUS = f"#{LIST}"
    DIALOG_TITLE = _("Archived copies")
    HELP = _(
        "The copies archived with this and earlier visits of the person, the newest first: the day, what it is a copy "
        "of, who archived it. Enter, or the number, asks why you want to look at one; the register keeps who looked, "
        "and why."
    )
    BINDINGS = [*keys.bindings(leave=_("back to the card")), *keys.choices()]

    visit_id: int

    def __init__(self, visit_id: int, found: tuple[CopyView, ...]) -> None:
        super().__init__(id="copies")
        self.visit_id = visit_id
        self._found = found

    def compose_content(self) -> ComposeResult:
        """The list."""
        lines = (Option(_line(number, copy), id=f"copy-{copy.id}") for number, copy in enumerate(self._found, 1))
        yield OptionList(*lines, id=LIST, markup=False, compact=True)
        if not self._found:
            yield Static(_("No copy is archived with a visit of this person."), classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Put the cursor on the newest; an empty list is not there."""
        shown = self.query_one(f"#{LIST}", OptionList)
        shown.display = bool(self._found)
        shown.highlighted = 0 if self._found else None

    @on(OptionList.OptionSelected, f"#{LIST}")
    def choose_copy(self, event: OptionList.OptionSelected) -> None:
        """Ask why."""
        event.stop()
        self._ask(self._found[event.option_index])

    def action_choose(self, number: int) -> None:
        """Ask why, for the numbered one."""
        if number <= len(self._found):
            self.query_one(f"#{LIST}", OptionList).highlighted = number - 1
            self._ask(self._found[number - 1])

    def _ask(self, copy: CopyView) -> None:
        self.app.push_screen(ViewCopyDialog(self.visit_id, copy))


class ViewCopyDialog(DeskDialog[None]):
    """Asks why a copy is looked at, then opens it; closing the dialog takes the opened copy away.

    Args:
        visit_id: the visit under way.
        copy: which copy.
    """

    CSS_PATH = "../styles/copies.tcss"
    AUTO_FOCUS = f"#{copies.REASON}"
    HELP = _(
        "Write why the copy has to be looked at, then press F9: that you looked, and why, is in the register before "
        "anything appears. The copy opens in the system's viewer; without one, the screen says where it lies. Close "
        "this dialog when you have seen it: the opened copy is removed then."
    )
    BINDINGS = [*keys.bindings(confirm=_("open"), leave=_("close and remove"))]

    visit_id: int

    def __init__(self, visit_id: int, copy: CopyView) -> None:
        super().__init__(id="copy-view")
        self.visit_id = visit_id
        self._copy = copy

    @property
    def dialog_title(self) -> str:
        """Which copy."""
        return _("Copy of {day}: {kind}").format(day=show_date(self._copy.on), kind=copy_kind(self._copy.kind))

    def compose_content(self) -> ComposeResult:
        """The reason, and where the copy is."""
        yield Field(_("Why"), DeskInput(id=copies.REASON, width=40))
        yield Static(_opens(), id="copy-where", markup=False)

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_opens())

    def action_confirm(self) -> None:
        """Open the copy, for the reason written."""
        self.clear_field_errors()
        self._open(self.query_one(f"#{copies.REASON}", DeskInput).value)

    @desk_work
    async def _open(self, reason: str) -> None:
        opened = await self.case(copies.view, ViewCopy(self.visit_id, self._copy.id, reason))
        where = self.query_one("#copy-where", Static)
        if self.app.is_web:
            self.app.deliver_binary(BytesIO(opened.content), save_filename=opened.file_name)
            where.update(_("{file} goes to your browser's downloads.").format(file=opened.file_name))
            return
        if _has_viewer() and not self.app.is_headless:
            self.app.open_url(opened.path.as_uri())
        where.update(_("Until you close this dialog it lies here: {path}").format(path=opened.path))

    def keep_draft(self) -> None:
        """The desk is about to lock: the opened copy goes, and is opened again by who unlocks it."""
        copies.put_away(self.counter)
        self.query_one("#copy-where", Static).update(_opens())

    def on_unmount(self) -> None:
        """However the dialog ends, the opened copy goes."""
        copies.put_away(self.counter)


def _opens() -> str:
    return _("F9 opens the copy; the register keeps that, with the reason.")


def _has_viewer() -> bool:
    """Whether the system has windows to show a file in; a viewer inside the terminal would write over the desk."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _line(number: int, copy: CopyView) -> Content:
    place = str(number) if number <= keys.CHOICES else " "
    what = f"{copy_kind(copy.kind):<24}  {copy.media:<4}  {file_size(copy.size):>7}"
    return Content(f"{place}  {show_date(copy.on)}  {what}  {cut(copy.operator, 16)}")
