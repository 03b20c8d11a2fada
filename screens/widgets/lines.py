"""The three lines every screen has: header on top, status and keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.visual import VisualType
from textual.widget import Widget
from textual.widgets import Static

from counter_app.i18n import _, show_day
from screens import keys, labels

if TYPE_CHECKING:
    from screens.app import SportelloApp

GAP = "  "
APART = "   "

Entry = tuple[str, str, str, bool]
"""Key to simulate, key as written, words, enabled."""


class HeaderLine(Widget):
    """Program, office, desk, operator and, top right on every screen, the business date (screens.md, principle 8)."""

    def __init__(self) -> None:
        super().__init__(id="header-line")

    def on_mount(self) -> None:
        """Mark a training world by colour, besides its word."""
        self.set_class(cast("SportelloApp", self.app).training, "-training")

    def render(self) -> Content:
        """Fit the parts into the width: the date always, then the training word, office, operator, program."""
        width, right = self.size.width, self._right()
        room = width - len(right) - 2
        left, middle = next(
            (
                (left, middle)
                for middle, left in self._arrangements()
                if len(left) + len(middle) + 2 * len(APART) <= room
            ),
            ("", ""),
        )
        tail = f"{middle}{APART}" if middle else ""
        space = " " * max(room - len(left) - len(tail), 1)
        return Content.assemble(" ", (left, "bold"), space, tail, (right, "bold"), " ")

    def _right(self) -> str:
        app = cast("SportelloApp", self.app)
        date = show_day(app.counter.clock.today()) if app.counter is not None else ""
        marks = (_("RECORDING") if app.recording else "", _("TRAINING") if app.training else "")
        return GAP.join(part for part in (*marks, date) if part)

    def _arrangements(self) -> list[tuple[str, str]]:
        """What can stand in the middle and on the left, the fullest first: who works counts more than our name."""
        app = cast("SportelloApp", self.app)
        name, place, actor = _("SPORTELLO PIN"), app.place, app.actor
        lefts = [f"{name}{GAP}{place}", place] if place else [name]
        if actor is None:
            return [("", left) for left in lefts]
        first, _blank, rest = actor.full_name.partition(" ")
        short = f"{first[:1]}. {rest}" if rest else first
        role = labels.role(actor.role)
        middles = [f"{actor.full_name} · {role}", f"{short} · {role}", short, ""]
        return [(middle, left) for middle in middles for left in lefts]


def say(line: Static, words: VisualType) -> None:
    """Show `words` on a line, unless they stand there already: each update lays the whole screen out again."""
    if line.content != words:
        line.update(words)


class StatusLine(Static):
    """One line for what is going on: words only, empty most of the time."""

    ID = "status-line"

    def __init__(self) -> None:
        super().__init__("", id=self.ID, markup=False)

    def show(self, text: str, tone: str = "") -> None:
        """Show `text`; `tone` is empty, `wait`, `good` or `bad`. An empty text clears the line."""
        for known in ("wait", "good", "bad"):
            self.set_class(known == tone, f"-{known}")
        say(self, text)


class KeyLine(Widget):
    """The keys that work now, in the order of the one table; what does not fit is left to F1."""

    ALLOW_SELECT = False

    shown: reactive[tuple[tuple[str, Entry], ...]] = reactive(())
    """Id and entry of each key that works now."""

    resting: reactive[bool] = reactive(False)
    """Another screen or a dialog is on top: none of these keys works, and none is shown."""

    def __init__(self) -> None:
        super().__init__(id="key-line")
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow()

    def _follow(self, *_args: object) -> None:
        if not self.is_attached:
            return
        entries: dict[str, Entry] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.id in keys.BY_ID and binding.id not in entries:
                shown = keys.BY_ID[binding.id].written(web=self.app.is_web)
                entries[binding.id] = (binding.key, shown, binding.description, active.enabled)
        self.shown = tuple((name, entries[name]) for name in sorted(entries, key=keys.ORDER.__getitem__))

    def render(self) -> Content:
        """Lay the entries out from the left; what does not fit is left out, the least needed first."""
        parts: list[Content | str | tuple[str, str]] = [" "]
        self._places, at = [], 1
        for key, shown, words, enabled in () if self.resting else self._fitting():
            end = at + len(shown) + 1 + len(words)
            parts += [(shown, "bold $accent" if enabled else "dim"), " ", (words, "" if enabled else "dim"), GAP]
            self._places.append((at, end, key))
            at = end + len(GAP)
        return Content.assemble(*parts)

    def _fitting(self) -> list[Entry]:
        entries = dict(self.shown)
        spare = [name for name in (*keys.DROPPED_FIRST, *reversed(entries)) if name in entries]
        while (
            entries
            and sum(len(shown) + len(words) + 3 for _key, shown, words, _on in entries.values()) > self.size.width
        ):
            entries.pop(spare.pop(0), None)
        return list(entries.values())

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked, for whoever has a mouse."""
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key)
