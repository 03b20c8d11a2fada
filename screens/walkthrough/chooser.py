"""The chooser of lessons: by subject, each with where the trainee stands in it."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        lesson: name of the scenario.
        way: how it is taken.
        trainee: who takes an exam.
    """

    lesson: str
    way: Way
    trainee: str = ""


class TraineeDialog(DeskDialog[str]):
    """Asks for the name that goes into the results. Dismisses with it, or None.

    Args:
        name: given last time.
    """

    DIALOG_TITLE = _("Who takes the exam?")
    HELP = _("The name stands in the results the trainer gets. Enter begins the exam.")
    BINDINGS = [*keys.bindings(confirm=_("begin the exam"), leave=_("back"))]

    def __init__(self, name: str) -> None:
        super().__init__(id="trainee")
        self._name_before = name

    def compose_content(self) -> ComposeResult:
        """One field, the last name in it."""
        yield Field(_("Name"), DeskInput(self._name_before, id="trainee-name", width=30))
        words = _("No hints, no pause; time, wrong turns and refused attempts count.")
        yield Static(words, classes="quiet", markup=False)

    def main_action(self) -> None:
        """Enter is enough."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Begin, with a name."""
        name = self.query_one("#trainee-name", DeskInput).value.strip()
        if name:
            self.dismiss(name)
        else:
            self.show_field_error("trainee-name", _("Type your name: the results need one."))


class ChooserScreen(CaseScreen[Choice]):
    """Which lesson?"""

    AUTO_FOCUS = "#lessons"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]
    HELP = _(
        "Each lesson is worked at the real screens, in a world of its own that is thrown away. Enter begins it, or "
        "goes on where it was left; F5 begins it from the first step; F8 takes it as an exam, without hints."
    )
    BINDINGS = [
        *keys.bindings(refresh=_("from the first step"), next=_("exam"), quit=_("quit")),
        Binding("f1", "explain", _("help"), id="help", tooltip=keys.BY_ID["help"].help),
        Binding("alt+h", "explain", show=False),
        Binding("escape", "app.quit", show=False),
    ]

    def __init__(self, scenarios: Sequence[Scenario], book: Classbook, chosen: str) -> None:
        super().__init__(id="lessons-screen")
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
        self.app.push_screen(TraineeDialog(self._book.trainee), self._examine)

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
    """

    CSS_PATH = ["../styles/app.tcss", "../styles/lesson.tcss"]
    TITLE = "Sportello PIN"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, scenarios: Sequence[Scenario], settings: Settings, chosen: str = "") -> None:
        super().__init__()
        self._scenarios = scenarios
        self._book = Classbook(settings.state_dir)
        self._chosen = chosen
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = "monochrome" if self.no_color else settings.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the names our styles use a value before a theme is chosen."""
        return dict(themes.THEMES[0].variables)

    def on_mount(self) -> None:
        """Ask."""
        self.push_screen(ChooserScreen(self._scenarios, self._book, self._chosen), self.exit)


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
        return _("Not taken yet.")
    times = ngettext("taken {count} time", "taken {count} times", progress.times).format(count=progress.times)
    return _("{times}, best {points} of 100.").format(times=times, points=progress.best).capitalize()
