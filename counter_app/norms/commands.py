"""The commands `sportello norms` and `sportello norms check` (interfaces.md)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TextIO

from counter_app.desk import words
from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from counter_app.norms.decide import Decision, decide
from counter_app.norms.norm import CitedNorm, NormStatus, Settled
from counter_app.norms.options import add_fact_arguments, facts_from, read_day
from counter_app.norms.timeline import Catalogue, load_shipped

DONE, _DIFFERENCE, BAD_INPUT, REFUSED = range(4)
"""Exit codes (interfaces.md)."""


def add_arguments(parser: argparse.ArgumentParser, *, common: Sequence[argparse.ArgumentParser] = ()) -> None:
    """Add the arguments of `norms` and its sub-command `check` to `parser`.

    Dates and facts stay texts here: `run` reads them, so that what is wrong is said in the interface's language.

    Args:
        parser: the parser of `norms`.
        common: parsers of the options every command takes, which `check` takes too.
    """
    _add_dates(parser)
    commands = parser.add_subparsers(dest="norms_command", metavar="check")
    check = commands.add_parser(
        "check", parents=list(common), help=_("one decision: is it allowed, and by which norms")
    )
    check.add_argument("action", metavar="ACTION")
    _add_dates(check)
    add_fact_arguments(check)


def _add_dates(parser: argparse.ArgumentParser) -> None:
    """Add what `norms` and `norms check` share; absent options stay absent, so that neither overwrites the other's."""
    absent = argparse.SUPPRESS
    parser.add_argument("--on", metavar="DATE", default=absent, help=_("the day asked about (today)"))
    parser.add_argument("--known-on", metavar="DATE", default=absent, help=_("as it was known on that day (the same)"))
    parser.add_argument("--json", action="store_true", default=absent, help=_("print one JSON document"))


def run(
    args: argparse.Namespace,
    out: TextIO,
    *,
    today: date,
    catalogue: Catalogue | None = None,
    later_acts: bool = False,
    err: TextIO | None = None,
) -> int:
    """Run `norms` or `norms check`.

    Args:
        args: parsed by a parser that `add_arguments` prepared.
        out: where the answer goes.
        today: the business date, for questions without `--on`.
        catalogue: the norms; those shipped where `None`.
        later_acts: whether this office applies the noted acts, without being told to.
        err: where bad input is told; standard error where `None`.

    Returns:
        The exit code of interfaces.md: 0 done or allowed, 2 bad input, 3 refused.

    Raises:
        CatalogueError: when the norm files cannot be used (exit code 4 is the caller's).
    """
    try:
        norms = load_shipped() if catalogue is None else catalogue
        on = read_day(args, "on") or today
        known_on = read_day(args, "known-on") or on
        if args.norms_command == "check":
            args.later_acts = args.later_acts or later_acts
            return _check(norms, args, on, known_on, out)
        return _list(norms, args, on, known_on, out, later_acts=later_acts)
    except BadInputError as error:
        where = f"--{error.field}: " if error.field and error.field != "action" else ""
        print(f"sportello norms: {where}{error.message}", file=err or sys.stderr)
        return BAD_INPUT


def _check(norms: Catalogue, args: argparse.Namespace, on: date, known_on: date, out: TextIO) -> int:
    decision = decide(norms, args.action, facts_from(args, norms), on, known_on)
    _write(out, decision.as_json(), _told(decision), as_json=getattr(args, "json", False))
    return DONE if decision.allowed else REFUSED


def _list(
    norms: Catalogue, args: argparse.Namespace, on: date, known_on: date, out: TextIO, *, later_acts: bool
) -> int:
    norms.refuse_before_timeline(on, "on")
    norms.refuse_before_timeline(known_on, "known-on")
    law = norms.law(on, known_on, later_acts=later_acts)
    noted = () if later_acts else norms.noted(on, known_on)
    cited = [law.cite(norm) for norm in (*norms.in_force(on, known_on, later_acts=later_acts), *noted)]
    document: dict[str, object] = {
        "on": on.isoformat(),
        "known_on": known_on.isoformat(),
        "norms": [norm.as_json() for norm in cited],
    }
    _write(out, document, (line for norm in cited for line in _norm_lines(norm)), as_json=getattr(args, "json", False))
    return DONE


def _write(out: TextIO, document: dict[str, object], lines: Iterator[str], *, as_json: bool) -> None:
    if as_json:
        out.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    for line in lines:
        out.write(f"{line}\n")


def _told(decision: Decision) -> Iterator[str]:
    """Yield a decision as lines for a person."""
    day = show_date(decision.on)
    yield (_("{day}: allowed.") if decision.allowed else _("{day}: not allowed.")).format(day=day)
    yield from (f"  {reason}" for reason in decision.reasons)
    if decision.outcome:
        yield "  " + "; ".join(words.outcome(decision.outcome))
    if decision.remedies:
        yield _("What can be done instead:")
        yield from (f"  - {words.remedy(name)}" for name in decision.remedies)
    for norm in decision.norms:
        yield from _norm_lines(norm)


def _norm_lines(norm: CitedNorm) -> Iterator[str]:
    told = [_STATUS[norm.status]()]
    if norm.noted and norm.status is NormStatus.IN_FORCE:
        told.append(_("a noted act, applied by choice of the office"))
    elif norm.settled is not Settled.SETTLED:
        told.append(_SETTLED[norm.settled]())
    yield f"{norm.id} · {norm.act} · {', '.join(told)}"
    yield f"  {norm.text}"


_STATUS = {
    NormStatus.IN_FORCE: lambda: _("in force"),
    NormStatus.NOT_YET: lambda: _("not yet in force"),
    NormStatus.ENDED: lambda: _("ended"),
    NormStatus.NOTED: lambda: _("noted, not applied"),
}

_SETTLED = {
    Settled.UNSETTLED: lambda: _("unsettled"),
    Settled.OFFICE_PRACTICE: lambda: _("office practice"),
}
