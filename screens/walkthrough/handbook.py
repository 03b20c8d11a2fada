"""What the screens say of themselves, for the manual: names, help and keys, in the order in which one meets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from counter_app.i18n import _
from counter_app.walkthrough.telling import Chapter, Handbook, KeyWords, Section
from screens import help as help_screen
from screens import keys
from screens.walkthrough import ids
from screens.walkthrough.lessons.chooser import ChooserScreen
from screens.walkthrough.lessons.keys import COACH_HELP, LESSON_KEYS

CHOICES = "choice-"


def handbook() -> Handbook:
    """Return the keys and every screen that explains itself, in the language the screens were imported in."""
    everywhere = (
        *map(_key_of, keys.KEYS),
        *(KeyWords(*row) for row in (help_screen.choices_row(), *help_screen.general())),
    )
    return Handbook(everywhere, (*_chapters(), _lessons()))


def _lessons() -> Chapter:
    """What is said of lessons: the chooser, and the coach beside the desk."""
    coach = tuple(KeyWords(key.shown, key.words, key.help) for key in LESSON_KEYS)
    return Chapter(
        _("Lessons and exams"),
        (
            Section("lessons", _("Choosing a lesson"), ChooserScreen.HELP, tuple(_keys_of(ChooserScreen))),
            Section("coach", _("The coach"), COACH_HELP, coach),
        ),
    )


def _names() -> tuple[tuple[str, dict[str, str]], ...]:
    """Return the groups: a name, and in it class of a screen -> name of the screen."""
    beginning = {
        "LoginScreen": _("Logging in"),
        "HomeScreen": _("Who is at the counter?"),
        "FindScreen": _("Search by data"),
        "PersonNewScreen": _("A new person"),
    }
    visit = {
        "CitizenScreen": _("The person's card"),
        "PersonEditScreen": _("Correcting a person's data"),
        "MergeDialog": _("Two entries, one person"),
        "IdentifyScreen": _("Identification"),
        "LeaveDialog": _("The case is not finished"),
        "HandOverDialog": _("Handing a case over"),
        "PasswordDialog": _("Your password"),
        "OddDocumentDialog": _("An odd document"),
        "CaseNoteDialog": _("Note on the case"),
        "IssueScreen": _("The envelope"),
        "SpoilDialog": _("Spoiling an envelope"),
        "RefusalScreen": _("A refusal"),
        "AfterDialog": _("What became of a decision"),
    }
    norms = {"NormSheet": _("Which norm decides"), "CalendarScreen": _("The calendar of norms")}
    doubt = {
        "EnvelopesScreen": _("The list of envelopes in doubt"),
        "SettleDialog": _("Settling an envelope"),
        "DeclareDialog": _("Declaring an envelope handed over"),
    }
    office = {
        "WelcomeScreen": _("The first start"),
        "SettingsScreen": _("Settings"),
        "OperatorsScreen": _("Operators' accounts"),
        "NewOperatorDialog": _("New account"),
        "LookupsScreen": _("Look-ups without an act"),
        "LookedUpDialog": _("Whose cards they were"),
        "ResetDialog": _("A temporary password"),
        "PasswordChangeScreen": _("Choosing a password of one's own"),
        "SecondPersonDialog": _("A second person confirms"),
        "SuspicionsScreen": _("Cases to review"),
        "ReviewScreen": _("Deciding on a case"),
    }
    around = {
        "LockedScreen": _("The locked desk"),
        "DateDialog": _("The date"),
        "ConfirmDialog": _("A question before something final"),
        "ErrorDialog": _("Something did not work"),
        "OpeningFaultScreen": _("The archive does not open"),
    }
    return (
        (_("Beginning"), beginning),
        (_("The visit"), visit),
        (_("The norms"), norms),
        (_("Envelopes in doubt"), doubt),
        (_("The office"), office),
        (_("Everywhere"), around),
    )


def screen_names() -> dict[str, str]:
    """Return id of a screen -> its name, for the screens that explain themselves."""
    return {section.id: section.name for chapter in _chapters() for section in chapter.sections}


def _chapters() -> Iterator[Chapter]:
    """Yield the groups; a screen nobody has named yet stands in the last one, under its title or id."""
    listed = {screen.kind.__name__: screen for screen in ids.screens()}
    *groups, (last, around) = _names()
    named = {kind for _title, names in groups for kind in names}
    around |= {kind: _fallback(screen) for kind, screen in listed.items() if kind not in named and kind not in around}
    for title, names in (*groups, (last, around)):
        sections = [_section(listed[kind], name) for kind, name in names.items() if kind in listed]
        yield Chapter(title, tuple(section for section in sections if section.help))


def _fallback(screen: ids.ScreenIds) -> str:
    return str(getattr(screen.kind, "DIALOG_TITLE", "") or screen.id)


def _section(screen: ids.ScreenIds, name: str) -> Section:
    return Section(screen.id, name, str(getattr(screen.kind, "HELP", "")), tuple(_keys_of(screen.kind)))


def _keys_of(kind: type[Screen[Any]] | type[App[Any]]) -> Iterator[KeyWords]:
    """Yield the keys of the table a screen binds, in the table's order, then its numbered choices."""
    bound = {binding.id or "": binding for binding in Binding.make_bindings(kind.BINDINGS)}
    for key in keys.KEYS:
        if key.id in bound:
            yield KeyWords(*help_screen.row_of(key, bound[key.id].description))
    if any(name.startswith(CHOICES) for name in bound):
        yield KeyWords(*help_screen.choices_row())


def _key_of(key: keys.Key) -> KeyWords:
    return KeyWords(*help_screen.row_of(key, ""))
