"""What the desk's scanner has made: one scan at a time is archived with the visit."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, RadioButton, Static
from textual.widgets.option_list import Option

from counter_app.clock import ROME
from counter_app.desk import copies
from counter_app.desk.commands import ArchiveCopy
from counter_app.desk.copy_views import ArchivedView, ScannerView, ScanView
from counter_app.desk.words import copy_kind
from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from data.vocabulary import AttachmentKind
from screens import keys
from screens.base import DeskDialog, desk_read, desk_work
from screens.labels import cut, file_size
from screens.marks import RoundMark, RoundSet

SCANS, KIND = "scans", "copy-kind"


class ScannerDialog(DeskDialog[None]):
    """The files in the scanner's folder, the newest first, and what the chosen one is.

    Args:
        visit_id: the visit they are archived with.
        wanted: what a case like this is archived with.
    """

    CSS_PATH = "../styles/copies.tcss"
    AUTO_FOCUS = f"#{SCANS}"
    DIALOG_TITLE = _("Copies from the scanner")
    HELP = _(
        "What the scanner has put into its folder, the newest first; a file counts by its content, never by its name, "
        "and what cannot be archived says why. Choose one with the arrows, or with its number; Enter goes on to what "
        "it is; F9 archives it with the visit, encrypted, and takes the file out of the folder. F5 looks again. A copy "
        "archived by mistake goes with the visit only if the visit is abandoned."
    )
    BINDINGS = [*keys.bindings("refresh", confirm=_("archive it"), leave=_("back to the case")), *keys.choices()]

    visit_id: int

    def __init__(self, visit_id: int, wanted: Sequence[AttachmentKind]) -> None:
        super().__init__(id="scanner")
        self.visit_id = visit_id
        self._wanted = wanted
        self._view = ScannerView((), ())
        self._key = str(uuid4())

    def compose_content(self) -> ComposeResult:
        """The list, what the chosen file is, and what the visit has."""
        yield OptionList(id=SCANS, markup=False, compact=True)
        yield Static("", id="scans-none", classes="quiet", markup=False)
        yield Static(_("What is it a copy of?"), id="copy-question", markup=False)
        yield RoundSet(*(RoundMark(copy_kind(kind), id=kind.value) for kind in AttachmentKind), id=KIND, compact=True)
        yield Static("", id="scans-archived", classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Look into the folder."""
        self.action_read_again()

    @desk_read
    async def action_read_again(self) -> None:
        """Look into the folder again."""
        await self._look()

    async def _look(self) -> None:
        chosen = self._chosen()
        self._view = await self.case(copies.waiting, self.visit_id)
        shown = self.query_one(f"#{SCANS}", OptionList)
        scans = self._view.scans
        shown.set_options(
            Option(_line(number, scan, self._widths(scans)), id=f"scan-{number}", disabled=bool(scan.unfit))
            for number, scan in enumerate(scans, 1)
        )
        fit = [place for place, scan in enumerate(scans) if not scan.unfit]
        same = [place for place in fit if chosen is not None and scans[place].id == chosen.id]
        shown.highlighted = next(iter((*same, *fit)), None)
        shown.display = bool(scans)
        nothing = self.query_one("#scans-none", Static)
        nothing.update(_("The scanner's folder is empty: scan the paper, then F5."))
        nothing.display = not scans
        self._propose()
        archived = ", ".join(copy_kind(copy.kind) for copy in self._view.archived) or _("nothing yet")
        self.query_one("#scans-archived", Static).update(_("Archived with this visit: {what}").format(what=archived))
        self.set_focus(shown if fit else None)

    def _widths(self, scans: Sequence[ScanView]) -> tuple[str, int, int]:
        """Return today's date, and how wide the columns of times and names are."""
        today = show_date(self.counter.clock.today())
        times = max((len(_when(scan, today)) for scan in scans), default=0)
        return today, times, max((len(cut(scan.shown, NAME)) for scan in scans), default=0)

    def _propose(self) -> None:
        """Mark what is still to be archived, as the likeliest answer."""
        there = {copy.kind for copy in self._view.archived}
        likely = next((kind for kind in self._wanted if kind not in there), self._wanted[-1])
        self.query_one(f"#{likely.value}", RadioButton).value = True

    def _chosen(self) -> ScanView | None:
        place = self.query_one(f"#{SCANS}", OptionList).highlighted
        return None if place is None or place >= len(self._view.scans) else self._view.scans[place]

    @on(OptionList.OptionSelected, f"#{SCANS}")
    def choose_scan(self, event: OptionList.OptionSelected) -> None:
        """Go on to what the file is."""
        event.stop()
        self.query_one(f"#{KIND}").focus()

    def action_choose(self, number: int) -> None:
        """Choose a file of the list by its number."""
        if number <= len(self._view.scans) and not self._view.scans[number - 1].unfit:
            self.query_one(f"#{SCANS}", OptionList).highlighted = number - 1
            self.query_one(f"#{KIND}").focus()

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 archives the copy."))

    def action_confirm(self) -> None:
        """Archive the chosen file as what it is said to be."""
        scan = self._chosen()
        mark = self.query_one(f"#{KIND}", RoundSet).pressed_button
        if scan is not None and not scan.unfit and mark is not None and mark.id:
            self._archive(scan, AttachmentKind(mark.id))

    @desk_work
    async def _archive(self, scan: ScanView, kind: AttachmentKind) -> None:
        try:
            done = await self.case(copies.archive, ArchiveCopy(self.visit_id, scan.id, kind, self._key))
        except BadInputError as error:
            await self._look()
            self.status(error.message, "bad")
            return
        self._key = str(uuid4())
        await self._look()
        self.status(_told(done), "good" if done.removed else "bad")


NAME = 28
"""Characters of a file's name that are shown."""


def _line(number: int, scan: ScanView, widths: tuple[str, int, int]) -> Content:
    today, times, names = widths
    place = str(number) if number <= keys.CHOICES else " "
    facts = scan.unfit or f"{scan.kind}, {file_size(scan.size)}"
    return Content(f"{place}  {_when(scan, today):<{times}}  {cut(scan.shown, NAME):<{names}}  {facts}")


def _when(scan: ScanView, today: str) -> str:
    """Return the hour of a scan made today, the day of an older one."""
    at = scan.at.astimezone(ROME)
    day = show_date(at.date())
    return f"{at:%H:%M}" if day == today else day


def _told(done: ArchivedView) -> str:
    if done.again:
        words = _("Archived before: {kind}. Now its file is out of the folder too.")
    else:
        words = _("Archived: {kind}. Its file is out of the folder.")
    if not done.removed:
        words = _("Archived: {kind}. Its file would not go: remove it by hand.")
    return words.format(kind=copy_kind(done.kind))
