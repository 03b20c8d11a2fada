"""What this desk of a training world has printed: a browser downloads it, in a terminal it lies in a folder."""

from __future__ import annotations

from io import BytesIO

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import tray
from counter_app.desk.views import PaperView
from counter_app.i18n import _
from screens import keys, labels
from screens.base import DeskDialog, desk_read, desk_work


class PapersDialog(DeskDialog[None]):
    """The desk's printed documents, the newest first; they bear no name here."""

    CSS_PATH = "styles/papers.tcss"
    DIALOG_TITLE = _("Printed papers")
    AUTO_FOCUS = "#papers"
    HELP = _(
        "Everything this desk has printed in this training world, the newest first. Enter, or the number, gives the "
        "document: in a browser it is downloaded, in a terminal the screen says where the file lies. Envelopes can be "
        "opened here because nobody in a training world is real; a real desk never shows what it has printed."
    )
    BINDINGS = [*keys.bindings(leave=_("close")), *keys.choices()]

    def __init__(self) -> None:
        super().__init__(id="papers")
        self._papers: tuple[PaperView, ...] = ()

    def compose_content(self) -> ComposeResult:
        """The list, and below it where the chosen document went."""
        yield OptionList(id="papers", markup=False, compact=True)
        yield Static("", id="papers-where", classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Look into the tray."""
        self.read_tray()

    @desk_read
    async def read_tray(self) -> None:
        """Show what lies in the tray."""
        self._papers = await self.case(tray.printed)
        shown = self.query_one("#papers", OptionList)
        shown.set_options([Option(_line(number, paper), id=paper.id) for number, paper in enumerate(self._papers, 1)])
        shown.display = bool(self._papers)
        if self._papers:
            shown.highlighted = 0
            self.set_focus(shown)
            self._tell(_("Enter, or the number, gives the document."))
        else:
            self._tell(_("This desk has not printed anything yet."))

    @on(OptionList.OptionSelected, "#papers")
    def choose_paper(self, event: OptionList.OptionSelected) -> None:
        """Give the chosen document."""
        event.stop()
        self.give(event.option.id or "")

    def action_choose(self, number: int) -> None:
        """Give the numbered document."""
        if number <= len(self._papers):
            self.query_one("#papers", OptionList).highlighted = number - 1
            self.give(self._papers[number - 1].id)

    @desk_work
    async def give(self, paper_id: str) -> None:
        """Download a document to the browser, or say where it lies.

        Args:
            paper_id: of the list.
        """
        sheet = await self.case(tray.sheet, paper_id)
        if self.app.is_web:
            self.app.deliver_binary(BytesIO(sheet.pdf), save_filename=sheet.file_name)
            self._tell(_("{file} goes to your browser's downloads.").format(file=sheet.file_name))
        else:
            self._tell(_("It lies here until the program ends: {path}").format(path=sheet.path))

    def _tell(self, words: str) -> None:
        self.query_one("#papers-where", Static).update(words)


def _line(number: int, paper: PaperView) -> str:
    shown = number if number <= keys.CHOICES else " "
    return f"{shown}  {labels.printed(paper.kind)} · {paper.number}"
