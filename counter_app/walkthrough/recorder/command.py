"""`sportello walkthrough record`: a lesson made by doing it once (interfaces.md)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from counter_app.arguments import iso_day
from counter_app.errors import BadInputError
from counter_app.i18n import _, language, ngettext
from counter_app.walkthrough.results import PlayOptions
from counter_app.walkthrough.scenario import load

DONE, DIFFERENCE = 0, 1


def add_arguments(record: argparse.ArgumentParser) -> None:
    """Add the arguments of `walkthrough record`; `run` does what they ask."""
    record.add_argument("file", type=Path, metavar=_("FILE.toml"))
    record.add_argument("--world", default="training", metavar="NAME", help=_("the training world"))
    record.add_argument("--on", type=iso_day, metavar="DATE", help=_("business date of the training world (ISO)"))
    record.add_argument("--operator", default="", metavar="NAME", help=_("ready account that is logged in already"))
    record.add_argument("--force", action="store_true", help=_("overwrite the file"))


def run(args: argparse.Namespace) -> int:
    """Record, check what was recorded and play it once.

    Returns:
        0; 1 where the recording does not play; the desk's own code where it ended by a fault.

    Raises:
        BadInputError: before anything is recorded, for a file, world, account or terminal that cannot be used.
    """
    from counter_app import launch  # noqa: PLC0415 - the stairs to the screens
    from counter_app.walkthrough.recorder.keeping import KeptFile, RecordOptions  # noqa: PLC0415 - other commands do without

    KeptFile(args.file, force=args.force).check()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInputError(_("There is no terminal to record on: what you do on the screens is what is recorded."))
    recorded = launch.record(
        RecordOptions(
            file=args.file,
            force=args.force,
            world=args.world,
            on=args.on,
            operator=args.operator,
            language=language(),
        )
    )
    if not recorded.steps:
        _say(_("Nothing was recorded: there is no file."))
        return recorded.code
    count = ngettext("{count} step", "{count} steps", recorded.steps).format(count=recorded.steps)
    _say(_("{file}: recorded, {steps}").format(file=recorded.file, steps=count))
    for look in recorded.looks:
        _say(_("  step {number}: {words}").format(number=look.step, words=look.words))
    _say(_("Title, requirements and the words of each step (say) are a beginning: open the file and write them anew."))
    return recorded.code or _played(recorded.file)


def _played(file: Path) -> int:
    """Play the file on a fresh world: only what plays is a lesson."""
    from counter_app import launch  # noqa: PLC0415 - as above
    from counter_app.walkthrough.checking import checked_world  # noqa: PLC0415 - as above

    scenario = load(file)
    checked_world(scenario)
    (result,) = launch.play([scenario], PlayOptions(language=language()))
    if result.passed:
        _say(_("Played once on a fresh world: it passes ({seconds:.1f} s).").format(seconds=result.seconds))
        return DONE
    words = _("Played once on a fresh world: it FAILS at step {step}.\n  expected: {expected}\n  found:    {found}")
    _say(words.format(step=result.failed_step, expected=result.expected, found=result.found))
    return DIFFERENCE


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
