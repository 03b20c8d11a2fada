"""A desk as a process of its own, to be searched from outside: does one act for each line on its standard input.

    python -m tests.faults.secret_desk STATE SPOOL SHOWN [DATABASE-URL]

Every value the screens could get hold of is written into the folder SHOWN in each way Python can show it. Each act is
answered with one line, `done NAME` or `failed NAME`.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from counter_app import bootstrap, faults
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.credentials.keys import TRAINING_COST
from counter_app.credentials.mint import Mint, MintAnswer, MintRequest
from counter_app.desk import (
    envelopes,
    identification,
    inspection,
    issuing,
    office,
    people,
    practice,
    search,
    visits,
)
from counter_app.desk.commands import (
    Contacts,
    FindByData,
    HandOver,
    NewPerson,
    OpenOffice,
    ReserveEnvelope,
    SpoilEnvelope,
)
from counter_app.desk.desk_views import PracticeView
from counter_app.desk.views import Actor, EnvelopeView
from counter_app.envelope.printers import PrinterSpec, PrinterType
from counter_app.identity import checklist
from counter_app.identity.documents import IdentityDocument
from counter_app.settings import Settings
from data.vocabulary import Applicant, Sex, SpoilReason, WorldKind

DAY = date(2016, 5, 10)
PASSWORD = "una-password-di-prova"
DOCUMENT = IdentityDocument(
    "identity-card-electronic", "CA00000AA", "Comune di Firenze", date(2015, 3, 12), date(2025, 3, 12)
)
PEOPLE = {
    "RSSMRA80A01H501U": ("Rossi", "Mario", Sex.MALE, date(1980, 1, 1), "H501"),
    "FRRLNE90H55F205W": ("Ferrari", "Elena", Sex.FEMALE, date(1990, 6, 15), "F205"),
    "MRNPLA85D23F839G": ("Marini", "Paolo", Sex.MALE, date(1985, 4, 23), "F839"),
}


class RememberingMint(Mint):
    """The real mint; remembers what it was asked and what it answered, and can fail once paper is out."""

    def __init__(self, folder: Path, spec: PrinterSpec) -> None:
        super().__init__(folder / "keys" / "pepper.key", spec, TRAINING_COST)
        self.exchanged: list[tuple[MintRequest, MintAnswer]] = []
        self.fails_afterwards = False

    def issue(self, request: MintRequest) -> MintAnswer:
        """Ask the real helper process."""
        answer = super().issue(request)
        self.exchanged.append((request, answer))
        if self.fails_afterwards:
            raise OSError(28, "injected after the envelope was printed")
        return answer


@dataclass
class Desk:
    """A desk at work and everything its acts gave back."""

    counter: Counter
    mint: RememberingMint
    actor: Actor
    shown: Path
    held: dict[str, object] = field(default_factory=dict)
    serial: str = ""
    """Of the envelope in hand."""

    def act(self, line: str) -> None:
        """Do the act a line names."""
        name, _space, words = line.partition(" ")
        getattr(self, f"do_{name.replace('-', '_')}")(words)
        self.show()

    def keep(self, name: str, value: object) -> None:
        """Keep a value alive and show it after this act."""
        self.held[f"{len(self.held):03}-{name}"] = value

    def do_reserve(self, code: str) -> None:
        """Find and identify a person, print the form, reserve an envelope."""
        surname, name, *_rest = PEOPLE[code]
        data = FindByData(surname, name, PEOPLE[code][3])
        hit = search.find_by_data(self.counter, self.actor, data, f"look-{code}")[0]
        card = visits.open_visit(self.counter, self.actor, hit.person_id, f"visit-{code}")
        checked = identification.check_document(self.counter, self.actor, card.visit_id, DOCUMENT)
        form = identification.print_form(self.counter, self.actor, card.visit_id, DOCUMENT, f"form-{code}")
        command = ReserveEnvelope(
            visit_id=card.visit_id,
            applicant=Applicant.SELF,
            document=DOCUMENT,
            checks=frozenset(checklist.OPERATOR_CHECKS),
            form_signed=True,
            privacy_given=True,
            contacts=Contacts(),
            key=f"reserve-{code}",
            password=PASSWORD,
        )
        envelope = issuing.reserve(self.counter, self.actor, command)
        if not isinstance(envelope, EnvelopeView):
            raise TypeError(envelope)
        self.serial = envelope.serial
        for named, value in (("card", card), ("checked", checked), ("form", form), ("reserved", envelope)):
            self.keep(named, value)

    def do_print(self, _words: str) -> None:
        """Have the secret born and printed."""
        self.keep("printed", issuing.print_envelope(self.counter, self.actor, self.serial))
        self.keep("in-doubt", envelopes.in_doubt(self.counter, self.actor))

    def do_hand_over(self, code: str) -> None:
        """Hand the envelope over and end the visit."""
        self.keep(
            "handed-over",
            issuing.hand_over(self.counter, self.actor, HandOver(self.serial, True, True, f"hand-over-{code}")),
        )
        self.keep("home", visits.home(self.counter, self.actor))
        self.keep("person", inspection.person_state(self.counter, code))

    def do_spoil(self, code: str) -> None:
        """Spoil the envelope in hand."""
        command = SpoilEnvelope(self.serial, SpoilReason.PRINTER_FAILED, "", f"spoil-{code}")
        self.keep("spoiled", envelopes.spoil(self.counter, self.actor, command))

    def do_break_after_mint(self, _words: str) -> None:
        """From now on the mint fails once the envelope is printed."""
        self.mint.fails_afterwards = True

    def do_hold(self, words: str) -> None:
        """Hold a text: what a desk that knows a secret would look like."""
        self.keep("text", words)

    def show(self) -> None:
        """Write everything held, and the counter, in each way Python can show it."""
        for name, value in {**self.held, "mint": self.mint.exchanged, "counter": self.counter}.items():
            for way, shown in _ways(value):
                (self.shown / f"{name}.{way}").write_bytes(shown)

    def show_fault(self, name: str, error: Exception) -> None:
        """Write a traceback with the locals of every frame, and report the fault as the screens do."""
        self.keep(f"error-{name}", error)
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        (self.shown / f"{name}-{len(self.held)}.traceback").write_text("".join(told.format()))
        faults.report(error)
        self.show()


def _ways(value: object) -> Iterator[tuple[str, bytes]]:
    yield "repr", repr(value).encode()
    yield "str", str(value).encode()
    with contextlib.suppress(TypeError, AttributeError, pickle.PicklingError):
        yield "pickle", pickle.dumps(value)
    seen: dict[int, object] = {}
    _gather(value, seen)
    yield "vars", "\n".join(repr(part) for part in seen.values()).encode()


def _gather(value: object, seen: dict[int, object], depth: int = 6) -> None:
    """Collect what can be reached through attributes and containers."""
    if id(value) in seen or depth == 0 or isinstance(value, type):
        return
    seen[id(value)] = value
    parts: list[object] = list(getattr(value, "__dict__", {}).values())
    parts += [getattr(value, name, None) for name in getattr(type(value), "__slots__", ()) if isinstance(name, str)]
    if isinstance(value, dict):
        parts += [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        parts += list(value)
    for part in parts:
        _gather(part, seen, depth - 1)


def open_desk(state: Path, spool: Path, shown: Path, url: str) -> Desk:
    """Open an office with three people, as a desk does at its first start; with another printer where one stands."""
    settings = Settings(state_dir=state, database=url, argon2=TRAINING_COST)
    spec = PrinterSpec(PrinterType.TRAINING if (spool / "printer-state").exists() else PrinterType.SPOOL, spool, "1")
    counter = bootstrap.build(settings, world=WorldKind.OFFICE, clock=TrainingClock(DAY), printer=spec)
    mint = RememberingMint(state, spec)
    counter = replace(counter, mint=mint)
    faults.log_to(state)
    actor = office.open_office(
        counter, OpenOffice("0500", "Firenze", ("INPS", "Viale della Prova 1"), "1", "capo", "Anna Capo", PASSWORD)
    )
    practice.change(counter, actor, PracticeView(supervisors_issue=True, expiring_days=7))  # there is nobody else
    for code, (surname, name, sex, born, place) in PEOPLE.items():
        person = NewPerson(code, surname, name, sex, born, place, address=("Via Roma 1", "50100 FIRENZE FI"))
        people.register(counter, actor, person)
    return Desk(counter, mint, actor, shown)


def main() -> None:
    """Open the desk and act until the input ends."""
    state, spool, shown = (Path(word) for word in sys.argv[1:4])
    desk = open_desk(state, spool, shown, sys.argv[4] if len(sys.argv) > 4 else "")
    print("done open", flush=True)
    for line in sys.stdin:
        name = line.split()[0]
        try:
            desk.act(line.rstrip("\n"))
        except Exception as error:
            desk.show_fault(name, error)
            print(f"failed {name}", flush=True)
        else:
            print(f"done {name}", flush=True)
    bootstrap.discard(desk.counter)


if __name__ == "__main__":
    main()
