"""The manual, made from the table of keys, the screens' own help and the shipped lessons: `make manual` writes it.

Nothing in it is written twice: who changes a help text, a key or a lesson makes the manual anew, and a test holds the
committed text against what is made here. Only the first chapter is prose of its own.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from counter_app import i18n
from counter_app.i18n import _, language, show_date, show_day
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.results import PlayOptions
from counter_app.walkthrough.scenario import Scenario, Step, find, shipped
from counter_app.walkthrough.subjects import by_subject
from counter_app.walkthrough.telling import Chapter, Deed, Handbook, How, KeyWords, Words, deeds, norm_words

PICTURES = {
    "login": ("issue-2016", 1),
    "home": ("issue-2016", 2),
    "person-new": ("new-person", 4),
    "citizen": ("refused-2020", 1),
    "identify": ("issue-2016", 6),
    "envelope": ("issue-2016", 10),
    "handed-over": ("issue-2016", 11),
    "spoil": ("expired-then-spoiled", 11),
    "refusal": ("refused-2020", 3),
    "norm": ("refused-2020", 2),
    "calendar": ("same-citizen-2021-09-30", 5),
}
"""Name of a picture -> the scenario and step that show it."""

COACH = "coach"
COACHED = ("issue-2016", 6)
"""The lesson and the step the picture of the coach shows."""

SHOWN = {"issue": ("envelope", "handed-over")}
"""Id of a screen -> its pictures; others have the picture that is called as they are, where there is one."""

ALIKE = 2
"""So many steps in a row that stood in an earlier lesson of the subject are told by naming it."""
FOLDER = "pictures"


def manual(handbook: Handbook, scenarios: Sequence[Scenario], words: Words) -> str:
    """Return the manual as Markdown, in the language in force.

    Args:
        handbook: what the screens say of themselves.
        scenarios: the lessons.
        words: the interface's words for fields, options and keys.
    """
    chapters = {
        "desk": (_("How the desk thinks"), _thinking()),
        "keys": (_("The keys"), _keys(handbook.keys)),
        "screens": (_("The screens"), _screens(handbook.chapters)),
        "lessons": (_("The lessons"), _lessons(scenarios, words)),
        "norms": (_("The norms the lessons cite"), _norms(scenarios)),
    }
    lines = ["<!-- Made by `make manual` from the screens and the lessons: change those, not this file. -->", ""]
    lines += [f"# {_('Sportello PIN: manual for operators and trainers')}", ""]
    lines += [f"- [{title}](#{anchor})" for anchor, (title, _body) in chapters.items()]
    if language() != i18n.DEFAULT_LANGUAGE:
        lines += ["", _("The pictures show the Italian interface.")]
    for anchor, (title, body) in chapters.items():
        text = "\n".join(body).rstrip()
        lines += ["", *_heading(2, title, anchor), text]
    return "\n".join(lines) + "\n"


def _heading(level: int, title: str, anchor: str = "") -> list[str]:
    mark = f'<a id="{anchor}"></a>' if anchor else ""
    return [*([mark, ""] if mark else []), f"{'#' * level} {title}", ""]


def _thinking() -> Iterator[str]:
    ideas = (
        (
            _("One question at a time."),
            _(
                "Each screen asks one thing and the cursor stands in it already. The pane beside it says what is still "
                "missing and which norm decides. When the visit ends the screen is empty again."
            ),
        ),
        (
            _("The answer comes before the work."),
            _(
                "The person's card says what may be done today and what not before anything is typed. What may not be "
                "done is explained: since when, by which act, what to do instead; the same words go home on paper."
            ),
        ),
        (
            _("The date decides."),
            _(
                "The business date stands at the top right of every screen. What may be done follows from it and from "
                "the acts known on that day; what was decided before is explained by the norms as they were then. In "
                "training the date can be moved."
            ),
        ),
        (
            _("One key makes an act final."),
            _(
                "Enter goes from field to field and never makes an act final; F9 does. Before a PIN is issued the "
                "operator's password is asked again."
            ),
        ),
        (
            _("First the paper, then the PIN."),
            _(
                "The envelope is printed sealed. Only when it has been looked at from outside, the receipt is signed "
                "and the hand-over recorded is the PIN active, and only then does the envelope cross the counter."
            ),
        ),
        (
            _("Nobody at the desk knows the secret."),
            _(
                "No screen, list or register shows a PIN. No envelope is printed twice, and of every numbered one "
                "account is given: handed over, or spoiled with a reason."
            ),
        ),
        (
            _("Nothing gets lost, and every act has a name."),
            _(
                "What was typed is kept at each step and can be taken up again. Every act stands in the register under "
                "the name of whoever did it: refusals and abandoned cases too."
            ),
        ),
    )
    for title, text in ideas:
        yield f"**{title}** {text}"
        yield ""


def _keys(keys: Sequence[KeyWords]) -> Iterator[str]:
    yield f"| {_('Key')} | | {_('What it does')} |"
    yield "|---|---|---|"
    for key in keys:
        shown = " · ".join(f"**{part}**" for part in _bars(key.shown).split("  "))
        yield f"| {shown} | {_bars(key.words)} | {_bars(key.sentence)} |"
    yield ""
    yield _("A second key stands beside the first for terminals that keep the first one for themselves; ^ is Ctrl.")


def _bars(text: str) -> str:
    return text.replace("|", "\\|")


def _screens(chapters: Sequence[Chapter]) -> Iterator[str]:
    told: set[str] = set()
    for chapter in chapters:
        yield from _heading(3, chapter.title)
        for section in chapter.sections:
            yield from _heading(4, section.name)
            if section.help not in told:
                yield section.help
                yield ""
                told.add(section.help)
            for picture in SHOWN.get(section.id, (section.id,)):
                if picture in (*PICTURES, COACH):
                    yield f"![{section.name}]({FOLDER}/{picture}.svg)"
                    yield ""
            if section.keys:
                yield " · ".join(f"**{key.shown.split('  ')[0]}** {key.words}" for key in section.keys)
                yield ""


def _lessons(scenarios: Sequence[Scenario], words: Words) -> Iterator[str]:
    yield _(
        "Each lesson is a file that plays by itself on the real screens, on fictitious people: "
        "`sportello walkthrough play NAME --pace 4000` shows it in the terminal, `--headless --out DIR` leaves pages "
        "to look at. `sportello run --training --on DATE` opens the same world to try it by hand; the login screen "
        "shows the ready accounts and their passwords."
    )
    yield ""
    for subject, lessons in by_subject(scenarios).items():
        yield from _heading(3, subject.title)
        for number, scenario in enumerate(lessons):
            yield from _lesson(scenario, lessons[:number], words)


def _lesson(scenario: Scenario, earlier: Sequence[Scenario], words: Words) -> Iterator[str]:
    yield from _heading(4, str(scenario.title), f"lesson-{scenario.name}")
    facts = [f"`{scenario.name}`", show_day(scenario.on)]
    if scenario.known_on is not None:
        facts.append(_("as known on {day}").format(day=show_date(scenario.known_on)))
    yield " · ".join((*facts, " ".join(scenario.requirements)))
    yield ""
    twin = max(earlier, key=lambda other: sum(_stood_in(step, other) for step in scenario.steps), default=None)
    told_before = _told_before(scenario, twin)
    for before, group in groupby(scenario.steps, key=lambda step: step.number in told_before):
        steps = list(group)
        if before and twin is not None:
            yield _("Steps {first} to {last}: as in “[{title}]({link})”.").format(
                first=steps[0].number, last=steps[-1].number, title=twin.title, link=f"#lesson-{twin.name}"
            )
        else:
            for step in steps:
                yield from _step(step, words)
        yield ""


def _told_before(scenario: Scenario, other: Scenario | None) -> set[int]:
    """Return the numbers of the steps that need not be told again after another lesson."""
    told: set[int] = set()
    for alike, group in groupby(scenario.steps, key=lambda step: _stood_in(step, other)):
        numbers = [step.number for step in group]
        if alike and len(numbers) >= ALIKE:
            told.update(numbers)
    return told


def _stood_in(step: Step, other: Scenario | None) -> bool:
    """Whether another lesson has, as its step of the same number, one a reader cannot tell from this one."""
    if other is None or len(other.steps) < step.number:
        return False
    theirs = other.steps[step.number - 1]
    return (step.say, step.fills, step.press, step.explain) == (theirs.say, theirs.fills, theirs.press, theirs.explain)


def _step(step: Step, words: Words) -> Iterator[str]:
    mark = f"{step.number}. "
    indent = " " * len(mark)
    norm = norm_words(step.explain) if step.explain else None
    done = " · ".join(map(_deed, deeds(step, words)))
    why = "" if norm is None else f"→ [{norm.title}](#{step.explain})"
    lines = [line for line in (str(step.say), done, why) if line]
    yield f"\\\n{indent}".join((f"{mark}{lines[0]}", *lines[1:]))


def _deed(deed: Deed) -> str:
    if deed.how is How.KEYS:
        return " ".join(f"**{value}**" for value in deed.values)
    if deed.how is How.MARKED:
        return ": ".join((deed.what, *deed.values)) if deed.values else f"✓ {deed.what}"
    if deed.how is How.TYPED:
        return f"{deed.what} `{''.join(deed.values)}`"
    return f"{deed.what}: {''.join(deed.values)}"


def _norms(scenarios: Sequence[Scenario]) -> Iterator[str]:
    cited = {step.explain for scenario in scenarios for step in scenario.steps if step.explain}
    known = load_shipped().norms
    for name in sorted(cited & known.keys(), key=lambda name: (known[name].since, name)):
        norm = norm_words(name)
        if norm is not None:
            yield f'<a id="{name}"></a>'
            yield ""
            since = _("in force from {day}").format(day=show_date(known[name].since))
            yield f"**{norm.title}** ({norm.act}, {since}). {norm.text}"
            yield ""


def main(argv: Sequence[str] | None = None) -> None:
    """Write the manual, or play the scenarios whose pictures stand in it.

    Args:
        argv: the command line without the program's name; None = the process's own.
    """
    parser = argparse.ArgumentParser(prog="python -m counter_app.walkthrough.manual", description=main.__doc__)
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default=i18n.DEFAULT_LANGUAGE)
    parser.add_argument("--text", type=Path, metavar="FILE", help="write the manual there")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="write the pictures there")
    args = parser.parse_args(argv)
    i18n.choose(args.lang)  # before the screens are imported: their texts are class attributes
    from counter_app import launch  # noqa: PLC0415 - as above

    if args.text is not None:
        text = manual(launch.handbook(), [find(name) for name in shipped()], launch.words())
        args.text.write_text(text, encoding="utf-8")
    if args.pictures is not None:
        with tempfile.TemporaryDirectory(prefix="sportello-manual-") as folder:
            played = dict.fromkeys(name for name, _step in PICTURES.values())
            launch.play([find(name) for name in played], PlayOptions(out=Path(folder), language=args.lang))
            for picture, (name, number) in PICTURES.items():
                (kept,) = Path(folder, name).glob(f"{number:02}-*.svg")
                shutil.copyfile(kept, args.pictures / f"{picture}.svg")
        lesson, step = COACHED
        (args.pictures / f"{COACH}.svg").write_text(launch.coach_picture(find(lesson), step), encoding="utf-8")


if __name__ == "__main__":
    main()
