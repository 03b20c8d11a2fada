"""What every screen of the desk has in common: its lines, its keys, and the way it asks for a use case.

How to write a screen:

- subclass `DeskScreen[Result]` (or `DeskDialog[Result]`), pass `id=` to `super().__init__`, yield the content in
  `compose_content`, name the keys with `BINDINGS = keys.bindings("back", "next")`, write `HELP`;
- ask for a use case inside a method decorated with `@desk_work` (an act; refused while another one runs) or
  `@desk_read` (a load; the newest wins): `view = await self.case(people.find_by_code, code)`;
- bad input comes back as `BadInputError`: let it pass, it is shown beside the field it names.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import Reactive, reactive
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from counter_app import faults
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from counter_app.i18n import _
from screens import keys
from screens.widgets.fields import DeskInput, Field
from screens.widgets.lines import HeaderLine, KeyLine, StatusLine

if TYPE_CHECKING:
    from textual.widgets import Checkbox, RadioSet

    from counter_app.counter import Counter
    from counter_app.desk.views import Actor
    from screens.app import SportelloApp

WAITING_AFTER = 0.3
"""Seconds after which a use case still running says so (architecture.md, rule 7)."""

NARROW = 100
"""Below so many columns the side panes fold into a line under the title (screens.md, principle 1)."""

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="CaseScreen[Any]")


class CaseFailed(Exception):  # noqa: N818 - it ends a handler quietly, the operator has been told already
    """A use case did not come through, and the operator has been told."""


class CaseScreen(Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen or dialog that asks for use cases off the event loop."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"
    HELP: ClassVar[str] = ""
    """What the screen is for and how to go on, for F1: plain paragraphs, no markup."""

    UNSAVED: ClassVar[str] = ""
    """What is lost with what is `unsaved`, in a few words: the locked screen tells them, so never people's data."""

    visit_id: int | None = None
    """The visit a note written on this screen belongs to; None where there is none."""

    _told_below = ""
    """Field without room for a message, of which the last line says what is wrong; empty while it says none."""

    _new = True
    """It has not been on top yet."""

    busy: reactive[bool] = reactive(False, repaint=False, bindings=True)
    """An act is under way: the keys that commit are dimmed and do nothing."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As the framework's, which paints the whole screen again whenever the cursor moves: fields paint themselves."""

    @property
    def desk_app(self) -> SportelloApp:
        """The application."""
        return cast("SportelloApp", self.app)

    @property
    def counter(self) -> Counter:
        """The open counter; only screens behind the login ask."""
        counter = self.desk_app.counter
        assert counter is not None  # noqa: S101 - a screen behind the login cannot exist without it
        return counter

    @property
    def actor(self) -> Actor:
        """Who is logged in; only screens behind the login ask."""
        actor = self.desk_app.actor
        assert actor is not None  # noqa: S101 - a screen behind the login cannot exist without it
        return actor

    @property
    def unsaved(self) -> bool:
        """Whether leaving this screen would lose what was typed; a screen that keeps a draft loses nothing."""
        return False

    @property
    def scenario_id(self) -> str:
        """The name scenarios know this screen by; a wizard adds its step (`identify/document`)."""
        return self.id or ""

    async def case(
        self, use_case: Callable[Concatenate[Counter, Actor, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `use_case(counter, actor, *args)` off the loop.

        Raises:
            CaseFailed: when it failed; the operator has been told, and the decorators below swallow it.
            BadInputError: as the use case raised it.
        """
        return await self.plain_case(use_case, self.counter, self.actor, *args, **kwargs)

    async def plain_case(self, use_case: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that takes other arguments than counter and actor; otherwise as `case`."""
        waiting = self.set_timer(WAITING_AFTER, lambda: self.status(_("One moment, please…"), "wait"))
        try:
            return await asyncio.to_thread(use_case, *args, **kwargs)
        except BadInputError:
            raise
        except Exception as error:
            self.tell(error)
            raise CaseFailed from error
        finally:
            waiting.stop()
            if self.is_attached:
                self.status("")

    def tell(self, error: Exception) -> None:
        """Tell the operator what failed: words for what the rules know, a reference number for the rest."""
        from screens.dialogs import ErrorDialog  # noqa: PLC0415 - the first paint does without

        if isinstance(error, NotAllowedError):
            self.app.push_screen(ErrorDialog(_("Not permitted"), error.message))
            return
        reference = faults.report(error)
        words = (
            error.message
            if isinstance(error, FaultError)
            else _("Something unexpected happened. What was typed is kept.")
        )
        self.app.push_screen(ErrorDialog(_("It did not work"), words, reference))

    def status(self, text: str, tone: str = "") -> None:
        """Show a line of words at the bottom; see `StatusLine.show`."""
        self._told_below = ""
        line = self.query_one_optional(f"#{StatusLine.ID}", StatusLine)
        if line is not None:
            line.show(text, tone)

    def show_field_error(self, field_id: str, message: str) -> None:
        """Show `message` under the field and put the cursor there; without such a field, in the status line."""
        if not self.tell_field(field_id, message):
            self.status(message, "bad")
            self._told_below = field_id
        widget = self.query_one_optional(f"#{field_id}") if field_id else None
        if widget is not None:
            self.set_focus(widget)

    def tell_field(self, field_id: str, message: str) -> bool:
        """Show `message` under the field; return whether there is room for one there."""
        widget = self.query_one_optional(f"#{field_id}") if field_id else None
        holders = () if widget is None else widget.ancestors_with_self
        holder = next((node for node in holders if isinstance(node, Field)), None)
        if holder is not None:
            holder.show_error(message)
        return holder is not None

    def being_typed(self, field_id: str) -> bool:
        """Return whether the cursor is in a field whose value may still become right as it is typed on."""
        field = self.focused
        return isinstance(field, DeskInput) and field.id == field_id and not field.hint(field.value)[1]

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        """What the last line says of a choice was said before it was made."""
        if event.radio_set.id == self._told_below:
            self.status("")

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """As `on_radio_set_changed`."""
        if event.checkbox.id == self._told_below:
            self.status("")

    def clear_field_errors(self) -> None:
        """Take all messages away from the fields."""
        for field in self.query(Field):
            field.show_error("")
        self.status("")

    @on(events.ScreenSuspend)
    def rest_keys(self) -> None:
        """Show no keys below a dialog: the dialog's are the ones that work."""
        for line in self.query(KeyLine):
            line.resting = True

    @on(events.ScreenResume)
    def show_keys(self, event: events.ScreenResume) -> None:
        """Show the keys again: the dialog is gone. What is new has just been styled, and is not styled twice."""
        event.refresh_styles, self._new = event.refresh_styles and not self._new, False
        for line in self.query(KeyLine):
            line.resting = False

    def date_moved(self) -> None:
        """The business date of a training world was moved; screens that show something of it read again."""

    def keep_draft(self) -> None:
        """Save what is typed: the screen is about to be covered or left. Screens with a draft override it."""

    def in_background(self, save: Callable[[], None]) -> None:
        """Keep a draft while the screen goes on, or is left; the end of the program waits for it.

        A fault is logged: the fields on the screen are still there.
        """

        async def run() -> None:
            try:
                await asyncio.to_thread(save)
            except Exception as error:
                faults.report(error)

        self.app.run_worker(run(), group="draft")

    def settle_first(self, go_on: Callable[[], object]) -> bool:  # noqa: ARG002 - overridden
        """Have settled what cannot be left as it is; screens override it.

        Args:
            go_on: what leads away, once it is settled and the home screen is shown.

        Returns:
            Whether there is something to settle; then `go_on` is left to the screen.
        """
        return False

    def main_action(self) -> None:
        """What Enter on the last field does; screens override it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim the committing keys while an act is under way."""
        if self.busy and action in keys.COMMITTING:
            return None
        return super().check_action(action, parameters)

    def go_on_from(self, widget: Widget) -> None:
        """Enter: go to the field after `widget`, or do the main action after the last one (screens.md, principle 2)."""
        fields = self.focus_chain
        place = fields.index(widget) if widget in fields else len(fields)
        if place + 1 < len(fields):
            self.set_focus(fields[place + 1])
        elif not self.busy:
            self.main_action()


def _guarded(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]], holds: bool
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, None]]:
    @functools.wraps(method)
    async def run(self: S, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await method(self, *args, **kwargs)
        except CaseFailed:
            pass
        except BadInputError as error:
            if self.is_attached:
                self.show_field_error(error.field or "", error.message)
        except Exception as error:
            if not self.is_attached:
                faults.report(error)
            else:
                self.tell(error)
        finally:
            if holds and self.is_attached:
                self.busy = False

    return cast("Callable[Concatenate[S, P], Coroutine[Any, Any, None]]", run)


def desk_work(method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]]) -> Callable[Concatenate[S, P], None]:
    """Make an async method of a screen an act: a worker that no second key press starts again.

    No fault in it ends the application: what was not told yet becomes an error dialog.
    """
    start_worker = cast(
        "Callable[..., Worker[None]]", work(group="act", description="act")(_guarded(method, holds=True))
    )

    @functools.wraps(method)
    def start(self: S, *args: P.args, **kwargs: P.kwargs) -> None:
        if self.busy:
            return
        self.busy = True
        start_worker(self, *args, **kwargs)

    return cast("Callable[Concatenate[S, P], None]", start)


def desk_read(method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]]) -> Callable[Concatenate[S, P], None]:
    """Make an async method of a screen a load: a worker whose newest start wins; typing and acts go on meanwhile."""
    start_worker = cast(
        "Callable[..., Worker[None]]",
        work(group="read", exclusive=True, description="read")(_guarded(method, holds=False)),
    )

    @functools.wraps(method)
    def start(self: S, *args: P.args, **kwargs: P.kwargs) -> None:
        start_worker(self, *args, **kwargs)

    return cast("Callable[Concatenate[S, P], None]", start)


class DeskScreen(CaseScreen[ScreenResultType], Generic[ScreenResultType]):
    """A full screen: header line, title line, content, status line, key line."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]

    title_text: reactive[str] = reactive("", repaint=False)
    """The line under the header: who the visit is about; hidden while empty. People's data, never markup."""

    def compose(self) -> ComposeResult:
        """Frame the content."""
        self._fit()
        yield HeaderLine()
        yield Static("", id="title-line", markup=False)
        with Vertical(id="content"):
            yield from self.compose_content()
        yield StatusLine()
        yield KeyLine()

    def compose_content(self) -> ComposeResult:
        """Yield what the screen is about; screens override it."""
        yield from ()

    def _fit(self) -> None:
        """Take the classes of the window's size while nothing is mounted: later, all would be styled once more."""
        for length, points in zip(self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(*self._get_breakpoint_classes(length, points or []))

    def watch_title_text(self, text: str) -> None:
        """Show the title line while there is one."""
        for line in self.query("#title-line").results(Static):
            line.update(Content(text))
            line.display = bool(text)

    def on_mount(self) -> None:
        """Hide the title line where the screen has none."""
        self.watch_title_text(self.title_text)

    def refresh_header(self) -> None:
        """Draw the header again: the date, the operator or the office changed."""
        for line in self.query(HeaderLine):
            line.refresh()


class DeskDialog(CaseScreen[ScreenResultType], ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A dialog in the middle of the screen: a box with a title, content, its own status and key lines."""

    DIALOG_TITLE: ClassVar[str] = ""
    UNSAVED = _("what is typed in the open dialog")

    @property
    def unsaved(self) -> bool:
        """Whether something was typed, passwords aside: no dialog keeps a draft."""
        return self.is_mounted and any(field.value.strip() and not field.password for field in self.query(DeskInput))

    def compose(self) -> ComposeResult:
        """Frame the content."""
        with Vertical(id="dialog"):
            if self.dialog_title:
                yield Static(Content(self.dialog_title), id="dialog-title", markup=False)
            yield from self.compose_content()
            yield StatusLine()
            yield KeyLine()

    @property
    def dialog_title(self) -> str:
        """The dialog's title; dialogs with a title of the moment override it."""
        return self.DIALOG_TITLE

    def compose_content(self) -> ComposeResult:
        """Yield what the dialog asks; dialogs override it."""
        yield from ()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
