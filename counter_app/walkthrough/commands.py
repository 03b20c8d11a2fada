"""`sportello walkthrough`: the commands around scenario files (interfaces.md). Screens are reached through `launch`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counter_app.errors import BadInputError
from counter_app.i18n import LANGUAGES, _, language, ngettext, show_date
from counter_app.walkthrough import requirements
from counter_app.walkthrough.reading import Problem, ScenarioError
from counter_app.walkthrough.recorder import command as recording
from counter_app.walkthrough.results import DEFAULT_SIZE, LessonOptions, PlayOptions, ScenarioResult, report
from counter_app.walkthrough.scenario import Scenario, find, load, shipped

DONE, DIFFERENCE = 0, 1
SMALLEST = (80, 24)
"""The screens need so many columns and rows."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands of `sportello walkthrough`; `run` does what they ask.

    Args:
        parser: the parser of `walkthrough`; its class is used for the sub-commands too.
    """
    acts = parser.add_subparsers(
        dest="walkthrough", metavar=_("COMMAND"), required=True, title=_("commands"), parser_class=type(parser)
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--lang", dest="language", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("language of the interface")
    )
    listing = acts.add_parser("list", parents=[common], help=_("scenarios that are shipped"))
    listing.add_argument("--requirements", action="store_true", help=_("each requirement, and what shows it"))
    _json_option(listing)
    show = acts.add_parser("show", parents=[common], help=_("one scenario in words"))
    show.add_argument("name", metavar=_("NAME"))
    ids = acts.add_parser("ids", parents=[common], help=_("everything a scenario can name"))
    _json_option(ids)
    check = acts.add_parser("check", parents=[common], help=_("check scenario files"))
    check.add_argument("files", nargs="+", type=Path, metavar=_("FILE"))
    _add_run(acts.add_parser("run", parents=[common], help=_("take a lesson: the real screens, with a coach")))
    _add_play(acts.add_parser("play", parents=[common], help=_("play scenarios by themselves")))
    recording.add_arguments(acts.add_parser("record", parents=[common], help=_("record what you do as a scenario")))


def _json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))


def _add_play(play: argparse.ArgumentParser) -> None:
    play.add_argument("scenarios", nargs="*", metavar=_("NAME_OR_FILE"), help=_("none = all that are shipped"))
    play.add_argument("--headless", action="store_true", help=_("without a terminal, as fast as possible"))
    play.add_argument("--pace", type=_milliseconds, default=0, metavar="MS", help=_("wait before each step"))
    play.add_argument("--out", type=Path, metavar="DIR", help=_("write pictures, documents and report.json there"))
    play.add_argument("--size", type=_size, metavar="100x30", help=_("columns and rows"))
    _json_option(play)


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("name", nargs="?", default="", metavar=_("NAME_OR_FILE"), help=_("none = choose from a list"))
    run.add_argument("--exam", action="store_true", help=_("no hints; the result goes to the trainer"))
    run.add_argument("--trainee", default="", metavar=_("NAME"), help=_("who takes the exam"))
    run.add_argument("--results", type=Path, metavar=_("FILE"), help=_("CSV file for the exam's result"))
    run.add_argument("--anew", action="store_true", help=_("from the first step, also where it was left half-way"))


def run(args: argparse.Namespace) -> int:
    """Do what the arguments of `add_arguments` ask and return the exit code (interfaces.md).

    Raises:
        BadInputError: for a name, file or option that cannot be used.
    """
    acts = {"list": _list, "show": _show, "ids": _ids, "check": _check, "run": _run, "play": _play}
    return {**acts, "record": recording.run}[args.walkthrough](args)


def _list(args: argparse.Namespace) -> int:
    scenarios = [find(name) for name in shipped()]
    if args.requirements:
        return _list_requirements(scenarios, as_json=args.json)
    if args.json:
        _say_json(
            [
                {
                    "name": scenario.name,
                    "title": str(scenario.title),
                    "requirements": list(scenario.requirements),
                    "on": scenario.on.isoformat(),
                    "steps": len(scenario.steps),
                }
                for scenario in scenarios
            ]
        )
        return DONE
    wide = max(len(scenario.name) for scenario in scenarios)
    for scenario in scenarios:
        ids = " ".join(scenario.requirements)
        _say(f"{scenario.name.ljust(wide)}  {scenario.on.isoformat()}  {scenario.title}  ({ids})")
    return DONE


def _list_requirements(scenarios: Sequence[Scenario], *, as_json: bool) -> int:
    rows = requirements.shown_by(scenarios)
    if as_json:
        _say_json(rows)
    else:
        _say(requirements.as_text(rows))
    return DONE


def _show(args: argparse.Namespace) -> int:
    scenario = find(args.name)
    _say(str(scenario.title))
    who = scenario.operator or _("login screen")
    facts = (show_date(scenario.on), scenario.world, who, " ".join(scenario.requirements))
    _say(" · ".join(facts))
    for step in scenario.steps:
        _say("")
        _say(f"{step.number:>3}  {step.say}")
        for words in _done_in(step):
            _say(f"     {words}")
    return DONE


def _done_in(step: Any) -> list[str]:
    """Return a step's actions and expectations as a scenario file names them."""
    happens = {
        "desk": step.desk,
        "date": step.date,
        "advance": step.advance,
        "printer": step.printer,
        "restart": step.restart or None,
        "read": f"{step.read.what} from {step.read.source} as {step.read.name}" if step.read else None,
        "scan": step.scan.strip(),
    }
    done = [f"{key} {value}" for key, value in happens.items() if value]
    done += [f"fill {fill.field} = {fill.text}" for fill in step.fills]
    done += [f"press {' '.join(step.press)}"] if step.press else []
    done += [f"explain {step.explain}"] if step.explain else []
    expect = step.expect
    done += [f"=> screen {expect.screen}"] if expect.screen else []
    done += [f"=> focus {expect.focus}"] if expect.focus else []
    done += [f"=> shows {text}" for text in expect.shows]
    done += [f"=> hides {text}" for text in expect.hides]
    done += [f"=> refused {expect.refused}"] if expect.refused else []
    done += [f"=> printed {expect.printed.count} x {expect.printed.document}"] if expect.printed else []
    done += [f"=> register {expect.register}"] if expect.register else []
    return done


def _ids(args: argparse.Namespace) -> int:
    from counter_app.walkthrough import ids  # noqa: PLC0415 - it needs norms and screens, the other commands do not

    known = ids.collect()
    if args.json:
        _say_json(known)
    else:
        _say(ids.as_text(known))
    return DONE


def _check(args: argparse.Namespace) -> int:
    from counter_app.walkthrough.checking import doubts  # noqa: PLC0415 - as above

    problems: list[Problem] = []
    for file in args.files:
        try:
            scenario = _checked(load(file))
        except ScenarioError as error:
            problems += error.problems
        else:
            count = len(scenario.steps)
            steps = ngettext("{count} step", "{count} steps", count).format(count=count)
            _say(_("{file}: valid, {steps}").format(file=file.name, steps=steps))
            for doubt in doubts(scenario):
                _say(_("  to look at: {doubt}").format(doubt=doubt))
    if problems:
        raise ScenarioError(problems)
    return DONE


def _run(args: argparse.Namespace) -> int:
    from counter_app import launch, settings  # noqa: PLC0415 - the stairs to the screens

    if args.exam and not args.name:
        raise BadInputError(_("--exam needs the name of a lesson; in the list, F8 takes one as an exam."))
    scenario = find(args.name) if args.name else None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInputError(_("A lesson needs a terminal. Without one: sportello walkthrough play --headless"))
    options = LessonOptions(
        settings.load(overrides={"language": language()}),
        exam=args.exam,
        trainee=args.trainee,
        results=args.results,
        anew=args.anew,
    )
    if scenario is None:
        launch.choose([find(name) for name in shipped()], options)
        return DONE
    _checked(scenario)
    grade = launch.take(scenario, options)
    if not (args.exam or grade.finished):
        _say(_("{name}: left half-way; the same command goes on there").format(name=scenario.name))
        return DONE
    verdict = _("passed") if grade.passed else _("not passed")
    _say(_("{name}: {points} of 100, {verdict}").format(name=scenario.name, points=grade.points, verdict=verdict))
    return DONE if grade.passed or not args.exam else DIFFERENCE


def _play(args: argparse.Namespace) -> int:
    from counter_app import launch  # noqa: PLC0415 - the stairs to the screens

    scenarios = _sound(args.scenarios or shipped())
    _check_names(scenarios)
    if not args.headless and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInputError(_("There is no terminal to show the scenario on. Add --headless to play it without one."))
    options = PlayOptions(
        headless=args.headless,
        size=args.size or (DEFAULT_SIZE if args.headless else None),
        pace=args.pace / 1000,
        out=args.out,
        language=language(),
    )
    if options.out is not None:
        _check_folder(options.out)
    results = launch.play(scenarios, options)
    if args.json:
        _say_json(report(results))
    else:
        for result in results:
            _say(_told(result))
    return DONE if all(result.passed for result in results) else DIFFERENCE


def _check_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = _("Nothing can be written to {folder}: {why}. Name another folder with --out.")
        raise BadInputError(message.format(folder=out, why=error.strerror)) from error


def _sound(names: Sequence[str]) -> list[Scenario]:
    """Return the scenarios named; what is wrong with any of them is told of all at once.

    Raises:
        ScenarioError: with every problem of every file.
        BadInputError: for a name there is no scenario of.
    """
    sound: list[Scenario] = []
    problems: list[Problem] = []
    for name in names:
        try:
            sound.append(_checked(find(name)))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return sound


def _checked(scenario: Scenario) -> Scenario:
    """Return a scenario that names only what is there.

    Raises:
        ScenarioError: with what is not.
    """
    from counter_app.walkthrough.checking import checked_world  # noqa: PLC0415 - it needs norms and screens
    from counter_app.walkthrough.naming import unknown_names  # noqa: PLC0415 - as above

    checked_world(scenario)
    if problems := unknown_names(scenario):
        raise ScenarioError(problems)
    return scenario


def _check_names(scenarios: Sequence[Scenario]) -> None:
    names = [scenario.name for scenario in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise BadInputError(_("Two of the scenarios are called {name}: rename one of the files.").format(name=name))


def _told(result: ScenarioResult) -> str:
    seconds = f"{result.seconds:.1f} s"
    if result.passed:
        return _("{name}: passed ({seconds})").format(name=result.name, seconds=seconds)
    line = _("{name}: FAILED at step {step} ({seconds})\n  expected: {expected}\n  found:    {found}")
    return line.format(
        name=result.name, step=result.failed_step, seconds=seconds, expected=result.expected, found=result.found
    )


def _milliseconds(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(_("{text} is no number of milliseconds").format(text=text))
    return int(text)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+)x(\d+)", text)
    if match is None:
        raise argparse.ArgumentTypeError(_("{text} is no size: write columns x rows, 100x30").format(text=text))
    size = int(match.group(1)), int(match.group(2))
    if size[0] < SMALLEST[0] or size[1] < SMALLEST[1]:
        raise argparse.ArgumentTypeError(_("the screens need at least 80x24"))
    return size


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=2))
