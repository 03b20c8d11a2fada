"""Things to mark and to choose whose state is a sign, not a colour (screens.md, principle 3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Checkbox, OptionList, RadioButton, RadioSet, Select, Static

from counter_app.i18n import _

if TYPE_CHECKING:
    from screens.widgets.fields import GoesOn

INDENT = 3


def go_on_from(widget: Widget) -> None:
    """Let the screen go to the field after `widget`, as Enter does in an input."""
    cast("GoesOn", widget.screen).go_on_from(widget)


class MarkBox(Checkbox):
    """A box the space bar marks; Enter only goes on, so that nothing is confirmed by passing over it.

    Args:
        words: what is confirmed.
        id: id of the field.
    """

    BINDINGS = [
        ("enter", "go_on", ""),
        ("up", "app.focus_previous", ""),
        ("down", "app.focus_next", ""),
    ]

    def __init__(self, words: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(Content(words), id=id, compact=True)

    @property
    def _button(self) -> Content:
        return Content.styled("[✓]" if self.value else "[ ]", self.get_visual_style("toggle--button"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return the lines the words take: a narrow column wraps them."""
        return self.render().get_height(self.styles.get_rules(), width)

    def action_go_on(self) -> None:
        """Go to the next field."""
        go_on_from(self)


class RoundMark(RadioButton):
    """One of several choices; the chosen one shows a full dot.

    Args:
        words: the choice.
        id: its id.
        value: chosen at first.
    """

    def __init__(self, words: str, *, id: str, value: bool = False) -> None:  # noqa: A002 - Textual's name
        super().__init__(Content(words), id=id, value=value, compact=True)

    @property
    def _button(self) -> Content:
        return Content.styled("(●)" if self.value else "( )", self.get_visual_style("toggle--button"))


class RoundSet(RadioSet):
    """Choices of which one holds; Enter chooses the highlighted one and goes on."""

    BINDINGS = [("enter", "choose_and_go_on", "")]

    def action_choose_and_go_on(self) -> None:
        """Choose what is highlighted, then go to the next field."""
        if self._selected is not None:
            self.query(RadioButton)[self._selected].value = True
        self.call_after_refresh(go_on_from, self)


class Choice(Select[str]):
    """A list to choose from: it opens on the first entry, not on the empty one, and typing letters finds an entry.

    Enter or the space bar open it; the arrows go to other fields, as everywhere.

    Args:
        options: (words, id) of each entry.
        id: id of the field.
        value: id of the entry chosen at first.
    """

    BINDINGS = [("up", "app.focus_previous", ""), ("down", "app.focus_next", "")]

    def __init__(self, options: Iterable[tuple[str, str]], *, id: str, value: str | None = None) -> None:  # noqa: A002
        entries = [(Text(words), name) for words, name in options]
        chosen = Select.NULL if value is None else value
        super().__init__(entries, prompt=_("choose"), id=id, compact=True, value=chosen)

    def watch_expanded(self, expanded: bool) -> None:
        """Highlight the first entry where none is chosen."""
        if expanded and self.is_blank():
            self.call_after_refresh(self._to_first)

    def _to_first(self) -> None:
        overlay = self.query_one(OptionList)
        if self.is_blank() and overlay.highlighted == 0:
            overlay.highlighted = 1


class Bullets(Static):
    """A list of sentences, each with a bullet and its lines aligned. People's data are never markup.

    Args:
        lines: the sentences.
        id: id of the widget.
        sign: what stands before each.
    """

    def __init__(self, lines: Iterable[str] = (), *, id: str | None = None, sign: str = "•") -> None:  # noqa: A002
        self._sign = sign
        super().__init__(self._grid(lines), id=id, markup=False)

    def show_lines(self, lines: Iterable[str]) -> None:
        """Show other sentences."""
        self.update(self._grid(lines))

    def _grid(self, lines: Iterable[str]) -> Table:
        grid = Table.grid(padding=(0, 1))
        for line in lines:
            grid.add_row(Text(self._sign), Text(line))
        return grid


def numbered(number: int, title: str, lines: Iterable[str]) -> Group:
    """Return an entry of a numbered list: its title, and what is said of it indented below."""
    body = [Padding(Text(line), (0, 0, 0, INDENT)) for line in lines]
    return Group(Text(f"{number}  {title}", style="bold"), *body)
