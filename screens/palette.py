"""The list of commands: every key of the screen under another way, and what the program offers everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import ModalScreen

from counter_app.i18n import _
from screens import keys

if TYPE_CHECKING:
    from screens.app import SportelloApp


class Command(NamedTuple):
    """An entry of the list."""

    words: str
    help: str
    run: Callable[[], object]


class DeskPalette(CommandPalette):
    """The framework's palette with our words."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Type a word of the command…"), id="--command-palette")


class DeskCommands(Provider):
    """Finds commands by words."""

    async def discover(self) -> Hits:
        """Yield every command while nothing is typed."""
        for command in self._commands():
            yield DiscoveryHit(Content(command.words), command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        """Yield the commands that fit what is typed."""
        matcher = self.matcher(query)
        found = False
        for command in self._commands():
            score = matcher.match(command.words)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(command.words), command.run, text=command.words, help=command.help)
        if not found:
            yield Hit(0, _("No command has these letters."), lambda: None)

    def _commands(self) -> Iterable[Command]:
        yield from self._of_screen()
        yield from cast("SportelloApp", self.app).commands_here()
        yield from self._of_program()

    def _of_screen(self) -> Iterable[Command]:
        working = {active.binding.id or "": active for active in self.screen.active_bindings.values() if active.enabled}
        for key in keys.KEYS:
            active = working.get(key.id)
            if active is None or key.id == "palette":
                continue
            words = f"{active.binding.description or key.words} ({key.written(web=self.app.is_web)})"
            own = active.binding.description not in ("", key.words)
            yield Command(
                words, "" if own else key.help, partial(self.app.run_action, active.binding.action, active.node)
            )

    def _of_program(self) -> Iterable[Command]:
        app = cast("SportelloApp", self.app)
        yield Command(_("colours: next theme"), _("Dark, light, monochrome."), app.action_next_theme)
        yield Command(
            _("language"),
            _("Italian or English, chosen when the program starts: sportello --lang en."),
            lambda: None,
        )
        if app.actor is None:
            return
        log_out = partial(app.leave_for, app.log_out)
        yield Command(_("log out"), _("Ends your session; cases left half-way stay as drafts."), log_out)
        if not isinstance(self.screen, ModalScreen):
            words = _("What stands, what comes and what has ended.")
            yield Command(_("calendar of the norms"), words, app.open_calendar)
            if not app.showing("home"):
                yield Command(_("settings"), _("The office's, your own, the desk's."), app.open_settings)
            yield Command(_("operators' accounts"), _("For supervisors."), app.open_operators)
            yield Command(_("look-ups without an act"), _("For supervisors."), app.open_lookups)
            yield Command(_("cases to review"), _("For supervisors."), app.open_suspicions)
