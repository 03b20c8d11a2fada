"""What an operator waits for: the first paint, the login, a key."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.credentials.keys import TRAINING_COST
from counter_app.desk import office
from counter_app.desk.commands import OpenOffice
from counter_app.settings import Settings
from data.vocabulary import WorldKind
from tests.benchmarks.measure import Result, Samples
from tests.benchmarks.reference_app import READY
from tests.benchmarks.terminal import Terminal
from tests.support.desks import small_office

REFERENCE = [sys.executable, "-m", "tests.benchmarks.reference_app"]
OURS = [sys.executable, "-m", "counter_app", "run"]
AGAINST = (
    "full screen of the same framework with nothing behind it: Header, Static, Input, DataTable of 200 rows, Footer"
)

LOGIN_WORDS = "Who works at this desk?"
USERNAME, PASSWORD = "direttrice", "una frase lunga per le prove"
OPEN_WORDS = "Firenze 0500"
HOME_WORDS = "Who is at the counter?"


@contextmanager
def prepared_office() -> Iterator[dict[str, str]]:
    """Give the environment of a desk whose office is open: one account, its hash cheap, nobody logged in before."""
    with tempfile.TemporaryDirectory(prefix="sportello-benchmark-") as name:
        folder = Path(name) / "state"
        settings = Settings(state_dir=folder, spool=Path(name) / "spool", argon2=TRAINING_COST)
        counter = bootstrap.build(settings, world=WorldKind.OFFICE, clock=TrainingClock(date(2016, 5, 10)))
        heading = ("INPS - Sede di Firenze", "Viale della Prova 1")
        opening = OpenOffice("0500", "Firenze", heading, "1", USERNAME, "La Direttrice", PASSWORD)
        small_office(counter, office.open_office(counter, opening))  # there is nobody else
        counter.database.close()
        (folder / "last-username").write_text(USERNAME)
        yield desk_environment(Path(name))


def desk_environment(folder: Path) -> dict[str, str]:
    """Return variables that keep a desk within a folder and let it speak English."""
    return {
        "SPORTELLO_STATE": str(folder / "state"),
        "SPORTELLO_SPOOL": str(folder / "spool"),
        "SPORTELLO_LANG": "en",
        "TMPDIR": str(folder),
    }


def first_paint(command: list[str], words: str, environment: dict[str, str] | None = None) -> float:
    """Return milliseconds from the start of a process to the words on its screen."""
    with Terminal(command, environment) as terminal:
        return (terminal.wait_for(words) - terminal.started) * 1000


def to_the_login(environment: dict[str, str]) -> float:
    """Return milliseconds from the start to a login that answers at once: the archive is open, the office named."""
    with Terminal(OURS, environment) as terminal:
        return (terminal.wait_for(LOGIN_WORDS, OPEN_WORDS) - terminal.started) * 1000


def to_the_home_screen(environment: dict[str, str]) -> float:
    """Return milliseconds from the start to the home screen, for somebody who types as soon as there is a field."""
    with Terminal(OURS, environment) as terminal:
        terminal.wait_for(LOGIN_WORDS)
        terminal.send(f"{PASSWORD}\r")
        return (terminal.wait_for(HOME_WORDS) - terminal.started) * 1000


def start(rounds: int = 30) -> Result:
    """Process start to first paint of the login, on an office's database that stands."""
    with prepared_office() as environment:
        samples = _in_turn(
            lambda: first_paint(OURS, LOGIN_WORDS, environment), lambda: first_paint(REFERENCE, READY), rounds
        )
    return Result("start", "ms", samples, AGAINST, "p50", 1.15)


def login(rounds: int = 20) -> Result:
    """Process start to a login that is possible: the archive is open behind the first paint."""
    with prepared_office() as environment:
        samples = _in_turn(lambda: to_the_login(environment), lambda: first_paint(REFERENCE, READY), rounds)
    return Result("login", "ms", samples, f"first paint of the {AGAINST}", "p50", 2.6)


def home(rounds: int = 20) -> Result:
    """Process start to the home screen: the password typed at the first paint, its hash costing nothing.

    The desk remembers who worked there last, as on every day but the first.
    """
    with prepared_office() as environment:
        samples = _in_turn(lambda: to_the_home_screen(environment), lambda: first_paint(REFERENCE, READY), rounds)
    return Result("home", "ms", samples, f"first paint of the {AGAINST}", "p50", 2.6)


def _in_turn(ours: Callable[[], float], reference: Callable[[], float], rounds: int) -> Samples:
    """Measure in turn, after one round that warms the caches up."""
    samples = Samples()
    ours(), reference()
    for _round in range(rounds):
        samples.reference.append(reference())
        samples.ours.append(ours())
    return samples


# --- keys ------------------------------------------------------------------------------------------------------------

TYPED = 12
"""Characters typed before the field is emptied again."""
MARK = "XQ"
"""Begins what is typed: it stands nowhere else on either screen."""
LETTERS = "BCDFGHJKLMNPQRSTVWXYZ"
BATCHES, WARM_UP = 40, 2


@dataclass
class Typist:
    """Types into the focused field of a program, unhurried, one key after the other is on the screen."""

    terminal: Terminal
    chance: random.Random

    def batch(self) -> list[float]:
        """Fill the field and empty it again; return milliseconds from each letter to its repaint."""
        text, times = MARK, []
        self.terminal.send(MARK)
        self.terminal.wait_for(MARK, patience=5)
        for _letter in range(TYPED):
            self.terminal.settle(self.chance.uniform(0.03, 0.09))
            text += self.chance.choice(LETTERS)
            sent = self.terminal.send(text[-1])
            times.append((self.terminal.wait_for(text, patience=5) - sent) * 1000)
        self.terminal.send("\x7f" * len(text))
        self.terminal.wait(lambda screen: MARK not in screen, 5)
        return times


def keys(batches: int = BATCHES) -> Result:
    """Key to repaint in the number of the identity document, the wizard with its panes around it."""
    samples = Samples()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sportello-benchmark-")))
        command = [*OURS, "--training", "--on", "2016-05-10"]
        ours = stack.enter_context(Terminal(command, desk_environment(folder)))
        _go_to_the_document(ours)
        reference = stack.enter_context(Terminal(REFERENCE))
        reference.wait_for(READY)
        typists = (Typist(ours, random.Random(1)), Typist(reference, random.Random(1)))
        for number in range(batches + WARM_UP):
            for typist, times in zip(typists, (samples.ours, samples.reference), strict=True):
                measured = typist.batch()
                times += measured if number >= WARM_UP else []
    return Result("keys", "ms", samples, f"field of the {AGAINST}", "p99", 1.2)


def _go_to_the_document(terminal: Terminal) -> None:
    """Lead a desk from its login to the number of the document."""
    terminal.wait_for("Alt+1")
    ways = (
        ("operatore\r", "operatore"),
        ("operatore-prova\r", HOME_WORDS),
        ("RSSMRA80A01H501U\r", "01/01/1980"),
        ("\r", "In what quality"),
        (" ", "STILL MISSING"),
        ("\x1b[19~", "Which identity document"),
        ("\t", "Which identity document"),
    )
    for keys_typed, words in ways:
        terminal.send(keys_typed)
        terminal.wait_for(words)
        terminal.settle()
