"""Settings: what the office does at all its desks, what one has chosen, what this desk is configured with."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.theme import Theme
from textual.widgets import Checkbox, Input, Select, Static

from counter_app.desk import choices, practice
from counter_app.desk.desk_views import ChoicesView, PracticeView
from counter_app.desk.rights import may
from counter_app.i18n import _, ngettext
from counter_app.settings import COMMAND_LINE, FEWEST_DAYS, MOST_DAYS, THEMES, Settings
from screens import keys, labels
from screens.base import DeskScreen, desk_read, desk_work
from screens.marks import Choice, MarkBox
from screens.widgets.fields import DeskInput, Field

SUPERVISORS, EXPIRING, THEME = "supervisors-issue", practice.EXPIRING, "theme"
AS_THE_DESK = "desk"


class SettingsScreen(DeskScreen[None]):
    """Three groups: the office's, one's own, the desk's. F9 keeps what was changed in the first two."""

    CSS_PATH = "styles/settings.tcss"
    AUTO_FOCUS = None
    HELP = _(
        "The office's settings hold at all its desks; a supervisor changes them, and the register keeps what stood "
        "before. Supervisors administer and do not issue PINs, unless the office is too small for that: each PIN they "
        "issue is then registered as such. A document is announced as expiring so many days before its last day, 0 is "
        "on the day itself: it is good all the same.\n\n"
        "What you choose for yourself goes with you to whatever desk you log in at; after you have logged out the desk "
        "has its own colours again. The panes that a narrow window folds stay as you last left them.\n\n"
        "The desk's settings are read when the program starts: from the command line, the environment, or the file "
        "config.toml of this computer. F9 saves; whatever leads away asks where something is not saved."
    )
    BINDINGS = [*keys.bindings(confirm=_("save"), leave=_("home"))]
    UNSAVED = _("changed settings")

    def __init__(self) -> None:
        super().__init__(id="settings")
        self._practice: PracticeView | None = None
        self._own = ChoicesView()

    def compose_content(self) -> ComposeResult:
        """The three groups; what one may not change is a line of words."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(_("Settings"), classes="question", markup=False)
            yield Static(_("THE OFFICE, AT ALL ITS DESKS"), classes="heading", markup=False)
            if self._may_change:
                yield MarkBox(_("Supervisors issue PINs too: a small office"), id=SUPERVISORS)
                note = _("days before, {fewest} to {most}")
                note = note.format(fewest=FEWEST_DAYS, most=MOST_DAYS)
                yield Field(_("Expiring document"), DeskInput(id=EXPIRING, width=6), note)
            else:
                yield Static("", id="settings-office", markup=False)
            yield Static(_("YOURS, AT WHATEVER DESK"), classes="heading", markup=False)
            yield Field(_("Colours"), Choice(_themes(), id=THEME, value=AS_THE_DESK))
            yield Static(_("THIS DESK"), classes="heading", markup=False)
            yield Static(_desk_lines(self.desk_app.settings), id="settings-desk", markup=False)

    def on_mount(self) -> None:
        """Read what stands, and follow colours chosen by a command meanwhile."""
        super().on_mount()
        self.app.theme_changed_signal.subscribe(self, self._follow)
        self._read()

    @property
    def _may_change(self) -> bool:
        return may(self.counter, self.actor, "set-practice")

    @desk_read
    async def _read(self) -> None:
        self._practice = await self.case(practice.standing)
        self._own = await self.case(choices.mine)
        if self.is_attached:
            self._show(self._practice)
            self.set_focus(self.query_one(f"#{SUPERVISORS if self._may_change else THEME}"))

    def _show(self, standing: PracticeView) -> None:
        if self._may_change:
            self.query_one(f"#{SUPERVISORS}", Checkbox).value = standing.supervisors_issue
            self.query_one(f"#{EXPIRING}", Input).value = str(standing.expiring_days)
        else:
            self.query_one("#settings-office", Static).update("\n".join(_office_lines(standing)))
        self.query_one(f"#{THEME}", Select).value = self._own.theme or AS_THE_DESK

    def _follow(self, _theme: Theme) -> None:
        """Show the colours just remembered, unless others are chosen here and not saved."""
        if self._practice is not None:
            untouched = self._theme() == self._own.theme
            self._own = self.desk_app.own
            if untouched:
                self.query_one(f"#{THEME}", Select).value = self._own.theme or AS_THE_DESK

    # --- what was changed --------------------------------------------------------------------------------------------

    def _wanted(self) -> PracticeView:
        """Return what the fields say of the office.

        Raises:
            BadInputError: naming the field.
        """
        return PracticeView(
            supervisors_issue=self.query_one(f"#{SUPERVISORS}", Checkbox).value,
            expiring_days=practice.days(self.query_one(f"#{EXPIRING}", Input).value),
        )

    def _theme(self) -> str:
        chosen = self.query_one(f"#{THEME}", Select).selection
        return "" if chosen in (None, AS_THE_DESK) else str(chosen)

    @property
    def unsaved(self) -> bool:
        """Whether something was changed and not saved."""
        if self._practice is None:
            return False
        changed = self._theme() != self._own.theme
        if self._may_change:
            days = self.query_one(f"#{EXPIRING}", Input).value.strip()
            changed |= days != str(self._practice.expiring_days)
            changed |= self.query_one(f"#{SUPERVISORS}", Checkbox).value != self._practice.supervisors_issue
        return changed

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 saves the settings."))

    def action_confirm(self) -> None:
        """Save what was changed."""
        if not self.busy and self._practice is not None:
            self.clear_field_errors()
            self._save()

    @desk_work
    async def _save(self) -> None:
        if not self.unsaved:
            self.status(_("Nothing was changed."))
            return
        if self._may_change:
            wanted = self._wanted()
            if wanted != self._practice:
                self._practice = await self.case(practice.change, wanted)
        if self._theme() != self._own.theme:
            chosen = ChoicesView(theme=self._theme(), unfolded=self.desk_app.own.unfolded)
            self._own = await self.case(choices.choose, chosen)
            self.desk_app.wear(self._own)
        if self._practice is not None:
            self._show(self._practice)
        self.status(_("The settings are saved."), "good")

    def action_leave(self) -> None:
        """Go home; ask first where something is not saved."""
        if self.busy:
            return
        self.desk_app.leave_for(self.desk_app.go_home)


def _themes() -> list[tuple[str, str]]:
    return [(_("as the desk has them"), AS_THE_DESK), *((labels.theme(name), name) for name in THEMES)]


def _office_lines(standing: PracticeView) -> Iterator[str]:
    yield _("supervisors issue PINs too: yes") if standing.supervisors_issue else _("supervisors issue PINs too: no")
    days = standing.expiring_days
    words = ngettext(
        "a document is announced as expiring {count} day before",
        "a document is announced as expiring {count} days before",
        days,
    )
    yield words.format(count=days)
    yield _("A supervisor changes these.")


def _desk_lines(settings: Settings) -> Content:
    """Return what this desk is configured with, and where each setting was read."""
    minutes = ngettext("after {count} minute", "after {count} minutes", settings.idle_minutes)
    rows = (
        ("desk", _("name"), settings.desk),
        ("idle_minutes", _("locks itself"), minutes.format(count=settings.idle_minutes)),
        ("language", _("language"), settings.language),
        ("theme", _("colours"), labels.theme(settings.theme)),
        ("spool", _("spool"), str(settings.spool) if settings.spool else _("the computer's own folder")),
        ("scanner", _("scanner"), str(settings.scanner) if settings.scanner else _("none: copies on paper")),
    )
    label_width = max(len(label) for _key, label, _value in rows)
    value_width = max(len(value) for _key, _label, value in rows)
    lines = [
        Content.assemble(
            (label.ljust(label_width), "$quiet"),
            "  ",
            value.ljust(value_width),
            (f"  ({_source(settings, key)})", "$quiet"),
        )
        for key, label, value in rows
    ]
    where = _("Read when the program starts; config.toml lies in {folder}.").format(folder=settings.state_dir)
    return Content("\n").join([*lines, Content.styled(where, "$quiet")])


def _source(settings: Settings, key: str) -> str:
    """Return in words where a setting was read; a file by its name alone."""
    source = settings.sources.get(key, "")
    if not source:
        return _("default")
    return _("command line") if source == COMMAND_LINE else source.replace("\\", "/").rpartition("/")[2]
