"""The chooser of lessons: by subject, each with where the trainee stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.i18n import _, ngettext, show_date
from counter_app.settings import Settings
from counter_app.walkthrough.classbook import Classbook, Progress
from counter_app.walkthrough.reading import KEBAB
from counter_app.walkthrough.scenario import Scenario
from counter_app.walkthrough.subjects import by_subject
from screens import keys, themes
from screens.base import NARROW, CaseScreen, DeskDialog
from screens.help import HelpDialog
from screens.widgets.fields import DeskInput, Field
from screens.widgets.lines import KeyLine, StatusLine


class Way(Enum):
    """How a lesson is taken."""

    LESSON = "lesson"
    ANEW = "anew"
    EXAM = "exam"
    RECORD = "record"
    """Not taken but made: what is done at the desk becomes a lesson."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        lesson: name of the scenario; of the one to be made, when it is recorded.
        way: how it is taken.
        trainee: who takes an exam.
    """

    lesson: str
    way: Way
    trainee: str = ""


class NameDialog(DeskDialog[str]):
    """Asks for a name. Dismisses with it, or None.

    Args:
        title: whose name it is.
        before: what stands in the field at first.
        about: what comes of it.
        problem: returns what is wrong with a name, empty when nothing is.
    """

    HELP = _("Type the name and press Enter; Esc goes back to the lessons.")
    BINDINGS = [*keys.bindings(confirm=_("begin"), leave=_("back"))]

    def __init__(self, title: str, before: str, about: str, problem: Callable[[str], str]) -> None:
        super().__init__(id="lesson-name")
        self._title = title
        self._before = before
        self._about = about
        self._problem = problem

    @property
    def dialog_title(self) -> str:
        """Whose name it is."""
        return self._title

    def compose_content(self) -> ComposeResult:
        """One field, the last name in it."""
        yield Field(_("Name"), DeskInput(self._before, id="given-name", width=30))
        yield Static(self._about, classes="quiet", markup=False)

    def main_action(self) -> None:
        """Enter is enough."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Begin, with a name that will do."""
        name = self.query_one("#given-name", DeskInput).value.strip()
        problem = self._problem(name)
        if problem:
            self.show_field_error("given-name", problem)
        else:
            self.dismiss(name)


class ChooserScreen(CaseScreen[Choice]):
    """Which lesson?"""

    AUTO_FOCUS = "#lessons"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]
    HELP = _(
        "Each lesson is worked at the real screens, in a world of its own that is thrown away. Enter begins it, or "
        "goes on where it was left; F5 begins it from the first step; F8 takes it as an exam, without hints. "
        "F3 records a lesson of your own: what you do at the desk becomes its steps."
    )
    BINDINGS = [
        *keys.bindings(new=_("record"), refresh=_("from the first step"), next=_("exam"), quit=_("quit")),
        Binding("f1", "explain", _("help"), id="help", tooltip=keys.BY_ID["help"].help),
        Binding("alt+h", "explain", show=False),
        Binding("escape", "app.quit", show=False),
    ]

    def __init__(self, scenarios: Sequence[Scenario], book: Classbook, chosen: str, notice: str) -> None:
        super().__init__(id="lessons-screen")
        self._notice = notice
        self._subjects = by_subject(scenarios)
        self._scenarios = {scenario.name: scenario for scenario in scenarios}
        self._book = book
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The list by subject, and what the highlighted lesson is about."""
        title = Content.assemble(" ", (_("SPORTELLO PIN  lessons"), "bold"))
        yield Static(title, id="header-line", classes="-training", markup=False)
        with Horizontal(id="lessons-columns"):
            yield OptionList(*self._options(), id="lessons", markup=False)
            with Vertical(id="lesson-about"):
                yield Static("", id="lesson-words", markup=False)
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Stand at the lesson taken last, or at the first one that was not taken yet."""
        lessons = self.query_one("#lessons", OptionList)
        names = [option.id for option in lessons.options if option.id]
        new = (name for name in names if not self._book.progress(name).times)
        wanted = self._chosen if self._chosen in names else next(new, names[0])
        lessons.highlighted = lessons.get_option_index(wanted)
        self.status(self._notice)

    def _options(self) -> list[Option]:
        options: list[Option] = []
        for subject, scenarios in self._subjects.items():
            space = "\n" if options else ""
            options.append(Option(Content.styled(space + subject.title.upper(), "bold $accent"), disabled=True))
            options += [Option(self._prompt(scenario), id=scenario.name) for scenario in scenarios]
        return options

    def _prompt(self, scenario: Scenario) -> Content:
        return Content.assemble((standing(self._book.progress(scenario.name)).ljust(8), "bold"), str(scenario.title))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell what the lesson is about."""
        if event.option.id:
            scenario = self._scenarios[event.option.id]
            progress = self._book.progress(scenario.name)
            self.query_one("#lesson-words", Static).update(_about(scenario, progress, self._book))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin, or go on."""
        event.stop()
        self.dismiss(Choice(event.option.id or "", Way.LESSON))

    def action_read_again(self) -> None:
        """From the first step."""
        self.dismiss(Choice(self._highlighted, Way.ANEW))

    def action_step_on(self) -> None:
        """As an exam."""
        about = _("No hints, no pause; time, wrong turns and refused attempts count.")
        asked = NameDialog(_("Who takes the exam?"), self._book.trainee, about, _missing)
        self.app.push_screen(asked, self._examine)

    def action_new(self) -> None:
        """Record a lesson."""
        about = _("Work at the desk as the lesson shall be worked; Ctrl+Q ends the recording.")
        self.app.push_screen(NameDialog(_("A lesson of your own"), "", about, self._taken), self._record)

    def _taken(self, name: str) -> str:
        if not KEBAB.match(name):
            return _("Small letters, digits and hyphens: lost-document.")
        return _("There is a lesson of this name.") if name in self._scenarios else ""

    def _record(self, name: str | None) -> None:
        if name:
            self.dismiss(Choice(name, Way.RECORD))

    def _examine(self, name: str | None) -> None:
        if name:
            self._book.remember_trainee(name)
            self.dismiss(Choice(self._highlighted, Way.EXAM, name))

    @property
    def _highlighted(self) -> str:
        option = self.query_one("#lessons", OptionList).highlighted_option
        return (option.id or "") if option is not None else ""

    def action_explain(self) -> None:
        """Explain the screen."""
        self.app.push_screen(HelpDialog(self))


class ChooserApp(App[Choice]):
    """Shows the chooser; its result is the choice, None when the trainee is through.

    Args:
        scenarios: the lessons.
        settings: theme, and the folder of the progress.
        chosen: lesson to stand at first; empty = the first new one.
        notice: a line of words for the bottom.
    """

    CSS_PATH = ["../../styles/app.tcss", "../../styles/lesson.tcss"]
    TITLE = "Sportello PIN"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, scenarios: Sequence[Scenario], settings: Settings, chosen: str = "", notice: str = "") -> None:
        super().__init__()
        self._scenarios = scenarios
        self._book = Classbook(settings.state_dir)
        self._chosen = chosen
        self._notice = notice
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = "monochrome" if self.no_color else settings.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the names our styles use a value before a theme is chosen."""
        return dict(themes.THEMES[0].variables)

    def on_mount(self) -> None:
        """Ask."""
        self.push_screen(ChooserScreen(self._scenarios, self._book, self._chosen, self._notice), self.exit)


def _missing(name: str) -> str:
    return "" if name else _("Type your name: the results need one.")


def standing(progress: Progress) -> str:
    """Return in a sign and a number where a trainee stands in a lesson."""
    if progress.at:
        return f"▸ {progress.at + 1}/{progress.steps}"
    return "·" if progress.best is None else f"✓ {progress.best}"


def _about(scenario: Scenario, progress: Progress, book: Classbook) -> Content:
    steps = len(scenario.steps)
    facts = [
        show_date(scenario.on),
        ngettext("{count} step", "{count} steps", steps).format(count=steps),
        " ".join(scenario.requirements),
    ]
    lines = [
        Content.styled(str(scenario.title), "bold"),
        Content.styled(" · ".join(facts), "$quiet"),
        Content(""),
        Content(str(scenario.steps[0].say)),
        Content(""),
        Content(_stands(progress, book.resumable(scenario))),
    ]
    return Content("\n").join(lines)


def _stands(progress: Progress, at: int) -> str:
    if at:
        return _("Left at step {number}: Enter goes on there.").format(number=at + 1)
    if progress.best is None:
        return _("Not taken yet: Enter begins it.")
    times = ngettext("taken {count} time", "taken {count} times", progress.times).format(count=progress.times)
    return _("{times}, best {points} of 100.").format(times=times, points=progress.best).capitalize()
