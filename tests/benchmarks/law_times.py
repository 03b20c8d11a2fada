"""What the law costs: loading the norm files, and a decision (M22)."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import NamedTuple

from counter_app.norms.commands import add_arguments
from counter_app.norms.decide import decide
from counter_app.norms.facts import Facts
from counter_app.norms.options import facts_from
from counter_app.norms.timeline import Catalogue, load, load_shipped
from tests.benchmarks.measure import Result, Samples, milliseconds
from tests.unit.decisions import ROWS

BATCHES, WARM_UP = 40, 3


class Question(NamedTuple):
    """One row of the table of decisions, as typed."""

    action: str
    facts: Facts
    on: date
    known_on: date


def decisions() -> Result:
    """Decisions in a second, each row of the table asked again and again as a desk does."""
    return _decisions("decide", lambda _norms: None)


def new_decisions() -> Result:
    """Decisions in a second, each row asked for the first time."""
    return _decisions("decide-new", lambda norms: norms.answers.clear())


def _decisions(name: str, before: Callable[[Catalogue], None], batches: int = BATCHES) -> Result:
    norms = load_shipped()
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    questions = []
    for row in ROWS:
        options = parser.parse_args(row.command)
        on = date.fromisoformat(row.on)
        known_on = date.fromisoformat(row.known_on) if row.known_on else on
        questions.append(Question(row.action, facts_from(options, norms), on, known_on))
    asked_as = [(row.asked, row.on, row.known_on) for row in ROWS]
    answers = {row: decide(norms, *question) for row, question in zip(asked_as, questions, strict=True)}
    samples = Samples()
    for number in range(batches + WARM_UP):
        before(norms)
        ours = milliseconds(lambda: [decide(norms, *question) for question in questions])
        reference = milliseconds(lambda: [answers[row] for row in asked_as])
        if number >= WARM_UP:
            samples.ours.append(len(questions) / ours * 1000)
            samples.reference.append(len(asked_as) / reference * 1000)
    what = "looking the finished answer to the same row up in a dict"
    return Result(name, "1/s", samples, what, "p50", 100_000, aim_is="figure", direction="at-least")


def catalogue(rounds: int = BATCHES) -> Result:
    """Reading and checking the norm files, against reading the same files by tomllib alone."""
    folder = files("data").joinpath("reference", "norms")
    samples = Samples()
    for number in range(rounds + WARM_UP):
        ours = milliseconds(lambda: load(folder))
        reference = milliseconds(
            lambda: [tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
        )
        if number >= WARM_UP:
            samples.ours.append(ours)
            samples.reference.append(reference)
    return Result("catalogue", "ms", samples, "tomllib reading the same files", "p50", 30, aim_is="figure")
