"""The application: opens the counter, knows who is logged in, leads between screens, locks, never dies loudly.

The first paint loads neither the database nor the other screens: they come in a worker while the operator types.
"""

from __future__ import annotations

import asyncio
import importlib
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.command import Provider
from textual.screen import Screen

from counter_app import faults
from counter_app.desk.desk_views import ChoicesView
from counter_app.i18n import _, show_date
from counter_app.settings import Settings
from screens import keys, themes
from screens.base import CaseScreen
from screens.chosen import ChosenApp
from screens.covered import DESK, LOCKED, SMALL
from screens.covers import OpeningFaultScreen, TooSmallScreen
from screens.lock import LockedScreen
from screens.login import LoginScreen

if TYPE_CHECKING:
    from datetime import date

    from textual._path import CSSPathType

    from counter_app.counter import Counter
    from counter_app.desk.views import Actor, CardView, StartView
    from screens.palette import Command

IDLE_CHECK_SECONDS = 10
FAULT_CODE = 4
"""Exit code after an uncaught error (interfaces.md)."""

FIRST_ROOMS = ("counter_app.desk.operators", "screens.dialogs", "screens.welcome", "screens.home")
"""Modules loaded behind the login screen."""

ROOMS = (
    "screens.find",
    "screens.person_new",
    "screens.operators",
    "screens.settings",
    "screens.lookups",
    "screens.suspicions",
    "screens.case_note",
    "screens.help",
    "screens.palette",
    "screens.citizen",
    "screens.hand_over",
    "screens.person_edit",
    "screens.identify",
    "screens.issue",
    "screens.envelopes",
    "screens.refusal",
    "screens.papers",
    "screens.copies.archive",
    "screens.norms.calendar",
)
"""Modules loaded behind the home screen, so that no later key press waits for an import, and no login for them."""


def _commands() -> type[Provider]:
    from screens.palette import DeskCommands

    return DeskCommands


class SportelloApp(ChosenApp):
    """The terminal of one desk.

    Args:
        settings: of this desk.
        opener: opens the database and wires the counter; runs in a thread after the first paint.
        training: a throw-away world, known before it is open so that the first paint says so.
    """

    CSS_PATH: ClassVar[CSSPathType] = "styles/app.tcss"
    TITLE = "Sportello PIN"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.everywhere()]
    COMMANDS = {_commands}
    MODES = {LOCKED: LockedScreen, SMALL: TooSmallScreen}
    PAUSE_GC_ON_SCROLL = True

    def __init__(self, settings: Settings, opener: Callable[[], Counter], *, training: bool) -> None:
        super().__init__(settings)
        self.training = training
        self.start_view: StartView | None = None
        self._opener = opener
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        # Setting the attribute itself would have the styles parsed a second time before the first paint.
        self.set_reactive(SportelloApp.theme, self.desk_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Begin with the login; as the default screen it is painted without parsing the styles twice."""
        return LoginScreen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the names our styles use a value before a theme is chosen."""
        return dict(themes.THEMES[0].variables)

    def on_mount(self) -> None:
        """Begin to watch the desk, and open the archive once the fields are on the screen."""
        self.add_mode(DESK, LoginScreen)
        self.call_after_refresh(self.open_archive)
        self.set_interval(IDLE_CHECK_SECONDS, self.tick)
        if hasattr(signal, "SIGHUP") and not self.is_headless:
            self.watch_the_line()

    # --- opening -----------------------------------------------------------------------------------------------------

    @work(group="open", exclusive=True, description="open")
    async def open_archive(self) -> None:
        """Open the database and load the other screens; a fault becomes a screen with retry and quit."""
        login = self.login_screen
        try:
            self.counter, self.start_view = await asyncio.to_thread(self._open)
        except Exception as error:
            self.push_screen(OpeningFaultScreen(error))
            return
        self.note_activity()
        if not self.training:
            self._start_log()
        login.archive_opened()
        try:
            await asyncio.to_thread(getattr, self.counter, "norms")
        except Exception as error:
            self.push_screen(OpeningFaultScreen(error, archive=False))
            return
        await asyncio.to_thread(_load, FIRST_ROOMS)

    def _open(self) -> tuple[Counter, StartView]:
        counter = self._opener()
        from counter_app.desk import office

        return counter, office.start(counter)

    @work(group="open", description="rooms")
    async def load_rooms(self) -> None:
        """Load the other screens while the first question is being answered."""
        await asyncio.to_thread(_load, ROOMS)

    def _start_log(self) -> None:
        try:
            faults.log_to(self.settings.state_dir)
        except OSError as error:
            faults.report(error)

    @property
    def login_screen(self) -> LoginScreen:
        """The screen at the bottom of the desk's stack."""
        screen = self.get_screen_stack(DESK)[0]
        assert isinstance(screen, LoginScreen)  # noqa: S101 - MODES says so
        return screen

    @property
    def place(self) -> str:
        """Office and desk in words, empty while they are not known."""
        office = self.actor.office if self.actor else self.start_view.office if self.start_view else None
        if office is None:
            return ""
        desk = self.actor.desk if self.actor else self.settings.desk
        return _("{office} {code} · desk {desk}").format(office=office.name, code=office.code, desk=desk)

    # --- from screen to screen ---------------------------------------------------------------------------------------

    async def log_in(self, actor: Actor) -> None:
        """Open the home screen for who has just logged in, as they have chosen it."""
        await self.find_choices(actor)
        self.actor = actor
        self.note_activity()
        self._back_to(0)
        self.go_home()
        self.call_after_refresh(self.load_rooms)

    def go_home(self, notice: str = "") -> None:
        """Reset to an empty home screen: the one way back from everywhere (screens.md, principle 5).

        Args:
            notice: a line of words for the bottom of the home screen.
        """
        from screens.home import HomeScreen

        for depth, screen in enumerate(self.get_screen_stack(DESK)):
            if isinstance(screen, HomeScreen):
                self._back_to(depth)
                screen.start_again(notice)
                return
        self.push_screen(HomeScreen())

    def open_card(self, view: CardView, *, go_on: bool = False) -> None:
        """Show the card of the person whose visit begins or goes on.

        Args:
            view: the card.
            go_on: whether the case left half-way goes on at once.
        """
        from screens.citizen import CitizenScreen

        self.go_home()
        self.push_screen(CitizenScreen(view, go_on=go_on))

    def open_person_new(self, code: str = "", back: Callable[[str | None], None] | None = None) -> None:
        """Register a person from the document.

        Args:
            code: the fiscal code, where it was typed already.
            back: goes on with the code of whoever was registered; where there is none, their card opens.
        """
        from screens.person_new import PersonNewScreen

        self.push_screen(PersonNewScreen(code, comes_back=back is not None), back)

    def open_operators(self) -> None:
        """Show the accounts; the use case says no to whoever may not."""
        from screens.operators import OperatorsScreen

        self.leave_for(lambda: self._from_home(OperatorsScreen()))

    def open_settings(self) -> None:
        """Show the settings."""
        from screens.settings import SettingsScreen

        self.leave_for(lambda: self._from_home(SettingsScreen()))

    def open_lookups(self) -> None:
        """Show the looks without an act; the use case says no to whoever may not."""
        from screens.lookups import LookupsScreen

        self.leave_for(lambda: self._from_home(LookupsScreen()))

    def open_suspicions(self) -> None:
        """Show the cases to review; the use case says no to whoever may not."""
        from screens.suspicions import SuspicionsScreen

        self.leave_for(lambda: self._from_home(SuspicionsScreen()))

    def _from_home(self, screen: CaseScreen[None]) -> None:
        self.go_home()
        self.push_screen(screen)

    def open_calendar(self) -> None:
        """Show the calendar of norms above the screen one works on."""
        from screens.norms.calendar import CalendarScreen

        if not self.showing("calendar"):
            self.push_screen(CalendarScreen())

    def log_out(self) -> None:
        """End the operator's session; drafts stay for whoever resumes them."""
        actor, counter = self.actor, self.counter
        for screen in reversed(self.desk_screens):
            screen.keep_draft()
        self.actor = None
        self._locked = False
        self._back_to(0)
        self.wear(ChoicesView())
        self.login_screen.start_again()
        self._cover()
        if actor is not None and counter is not None:
            self._note_in_register(counter, actor, "logout")

    # --- actions -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the app only where they mean something."""
        covered = self.current_mode != DESK
        if action in ("desk_help", "command_palette"):
            return not covered and not self.showing("help", "--command-palette")
        if action == "lock":
            return not covered and self.actor is not None
        if action == "move_date":
            return self.training and not covered and self.counter is not None and not self.showing("date")
        if action == "papers":
            return self.training and not covered and self.actor is not None and not self.showing("papers")
        return super().check_action(action, parameters)

    def action_desk_help(self) -> None:
        """Explain the screen on top."""
        from screens.help import HelpDialog

        self.push_screen(HelpDialog(self.screen))

    def action_lock(self) -> None:
        """Lock the desk."""
        self.lock()

    def action_command_palette(self) -> None:
        """Open our palette instead of the framework's."""
        from screens.palette import DeskPalette

        self.push_screen(DeskPalette())

    def commands_here(self) -> Iterable[Command]:
        """Return what else the list of commands offers; a lesson adds its own."""
        return ()

    def action_move_date(self) -> None:
        """Ask for another business date; training worlds only."""
        from counter_app.desk import calendar
        from screens.dialogs import DateDialog

        if self.counter is not None:
            today, first = self.counter.clock.today(), self.counter.norms.first_day
            now = _("Now it is {date}.").format(date=show_date(today))
            days = calendar.turning_days(self.counter, today)
            self.push_screen(DateDialog(_("Move the business date"), now, first, *days), self._move_date)

    def _move_date(self, day: date | None) -> None:
        from counter_app.clock import TrainingClock

        if day is not None and self.counter is not None and isinstance(self.counter.clock, TrainingClock):
            self.counter.clock.move_to(day)
            self.date_moved()

    def action_note(self) -> None:
        """Take a note on the case the screen on top is about."""
        from screens.case_note import CaseNoteDialog

        top = self.screen
        visit_id = top.visit_id if isinstance(top, CaseScreen) else None
        if isinstance(top, CaseScreen) and visit_id is not None:
            top.keep_draft()  # who decides on the note sees what was typed when it was written
            self.push_screen(CaseNoteDialog(visit_id))

    def action_papers(self) -> None:
        """Show what this desk of a training world has printed."""
        from screens.papers import PapersDialog

        self.push_screen(PapersDialog())

    def action_next_theme(self) -> None:
        """Go to the next of the three themes."""
        self.choose_theme(themes.following(self.theme))

    async def action_quit(self) -> None:
        """Ask before the program closes; a logged-in operator may have somebody at the desk."""
        if self._locked or self.showing("confirm") or self.settling(lambda: self.call_later(self.action_quit)):
            return
        if self.actor is None:
            self.exit(0)
            return
        from screens.dialogs import ConfirmDialog

        kept = _("A case left half-way is kept as a draft and can be resumed from the home screen.")
        detail = self.lost_words() if self.unsaved else kept
        self.push_screen(ConfirmDialog(_("Close the program?"), _("close"), detail), self._quit)

    def _quit(self, sure: bool | None) -> None:
        if sure:
            self.log_out()
            self.end()

    def action_help_quit(self) -> None:
        """Ctrl+C outside a field: say in a word how to leave."""
        top = self.screen
        if isinstance(top, CaseScreen):
            top.status(_("Ctrl+Q closes the program."))

    def bell(self) -> None:
        """Stay silent: a desk's bell is heard across the counter."""

    # --- faults ------------------------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        if self._exit:
            faults.report(error)
            return
        self._return_code = FAULT_CODE
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        reference = faults.report(error)
        self.panic(
            _("Something unexpected happened and the program had to close. Reference: {number}").format(
                number=reference
            )
        )

    def _fatal_error(self) -> None:
        error = sys.exception()
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError())


def _load(rooms: Sequence[str]) -> None:
    for name in rooms:
        importlib.import_module(name)
