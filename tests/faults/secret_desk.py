"""A desk as a process of its own, to be searched from outside: does one act for each line on its standard input.

    python -m tests.faults.secret_desk STATE SPOOL SHOWN [DATABASE-URL]

Every value the screens could get hold of is written into the folder SHOWN in each way Python can show it. Each act is
answered with one line, `done NAME` or `failed NAME`.
"""

from __future__ import annotations

import contextlib
import pickle
import shutil
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
from counter_app.desk import envelopes, identification, inspection, issuing, office, people, visits
from counter_app.desk.commands import Contacts, HandOver, NewPerson, OpenOffice, ReserveEnvelope, SpoilEnvelope
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
        """Identify a person and reserve an envelope."""
        person = people.find_by_code(self.counter, self.actor, code)  # type: ignore[arg-type]
        raise NotImplementedError(person)
