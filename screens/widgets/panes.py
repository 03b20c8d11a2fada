"""Side panes that fold into one line where the window is narrow (screens.md, principle 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from counter_app.i18n import _

FOLDED_SEPARATOR = " · "


def as_many_as_fit(parts: Sequence[str], separator: str, room: int) -> str:
    """Return the first of `parts`, as many as `room` columns hold, and how many more there are."""
    for shown in range(len(parts), 0, -1):
        words, more = separator.join(parts[:shown]), len(parts) - shown
        text = _("{what} and {count} more").format(what=words, count=more) if more else words
        if len(text) <= room or shown == 1:
            return text
    return ""


def to_correct(what: str) -> str:
    """Return what a pane says of a field that is filled in, but with what cannot be."""
    return _("{what}: to be corrected").format(what=what)


class SidePane(Static):
    """A title and a few lines. In a narrow window it is one line (`TITLE: first · second`) until Alt+I unfolds it.

    The screen binds `unfold` and calls `toggle` on its panes. Lines are never markup.

    Args:
        title: in capitals by convention.
        lines: what stands under it.
        id: id of the pane.
        empty: what stands there while there are no lines; an empty text hides the pane then.
    folds: False = it stands unfolded in a narrow window too.
    """

    folded: reactive[bool] = reactive(True)

    def __init__(self, title: str, lines: Iterable[str] = (), *, id: str, empty: str = "", folds: bool = True) -> None:  # noqa: A002
        super().__init__("", id=id, classes="side-pane", markup=False)
        self._title = title
        self._lines = tuple(lines)
        self._empty = empty
        self.set_reactive(SidePane.folded, folds)

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the title."""
        return self._lines

    def on_mount(self) -> None:
        """Show the first lines."""
        self._show()

    def on_resize(self) -> None:
        """Fold or unfold with the window."""
        self._show()

    def show_lines(self, lines: Iterable[str], title: str | None = None) -> None:
        """Replace the lines, and the title where one is given."""
        self._lines = tuple(lines)
        self._title = self._title if title is None else title
        self._show()

    def toggle(self) -> None:
        """Unfold in a narrow window, or fold again."""
        self.folded = not self.folded
        self._show()

    def _show(self) -> None:
        lines = self._lines or ((self._empty,) if self._empty else ())
        self.display = bool(lines)
        one_line = self.folded and self.screen.has_class("-narrow")
        self.set_class(one_line, "-folded")
        if one_line:
            title = f"{self._title}: "
            words = as_many_as_fit([line.strip() for line in lines], FOLDED_SEPARATOR, self.size.width - len(title))
            self.update(Content.assemble((title, "bold"), words))
            self.tooltip = _("Alt+I shows everything.")
        else:
            body = "\n".join(lines)
            self.update(Content.assemble((self._title, "bold $accent"), "\n", body))
            self.tooltip = None
