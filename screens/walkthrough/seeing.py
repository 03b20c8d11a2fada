"""What a person in front of the screen can read on it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from screens.walkthrough.settling import DeskApp

GAP = "\n"
"""Stands between the texts of two widgets: no collapsed text holds one."""


def collapsed(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return " ".join(text.split())


def seen(app: DeskApp) -> str:
    """Return the collapsed text of every visible widget, one per line, the whole screen first.

    A widget's text is what is painted of it, and what it holds.

    A word cut off by the edge of a visible widget counts as seen, a widget scrolled out of view does not.
    """
    screen = app.screen
    rows = screen._compositor.render_strips()
    texts: dict[str, None] = {}
    largest_first = sorted(screen._compositor.visible_widgets.items(), key=lambda item: -item[1][0].area)
    for widget, (region, clip) in largest_first:
        shown = region.intersection(clip)
        if shown and widget.visible:
            texts[collapsed(_painted(rows, shown))] = None
            texts.update((collapsed(text), None) for text in _held(widget))
    texts.pop("", None)
    return GAP.join(texts)


def _painted(rows: list[Strip], region: Region) -> str:
    """Cut a region out of the painted screen."""
    return " ".join(row.crop(region.x, region.right).text for row in rows[region.y : region.bottom])


def _held(widget: Widget) -> Iterator[str]:
    if isinstance(widget, Input):
        yield "" if widget.password else widget.value
    elif isinstance(widget, TextArea):
        yield widget.text
    elif isinstance(widget, Static) and isinstance(widget.visual, Content):
        yield widget.visual.plain
