"""Offices, people and acts for the tests: everything is done through the use cases, on a real database."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.credentials import mint_helper
from counter_app.credentials.keys import TRAINING_COST
from counter_app.credentials.mint import Mint
from counter_app.desk import envelopes, issuing, office, operators, people, practice, second_person, visits
from counter_app.desk.commands import (
    AddOperator,
    ChoosePassword,
    ConfirmDeed,
    Contacts,
    DeclareHandedOver,
    HandOver,
    Login,
    NewPerson,
    OpenOffice,
    ReserveEnvelope,
    SpoilEnvelope,
)
from counter_app.desk.views import Actor, Approval, Deed, EnvelopeView, LoginRefused, PersonView, Refused
from counter_app.envelope.printers import PrinterSpec, PrinterType
from counter_app.identity.checklist import OPERATOR_CHECKS
from counter_app.identity.documents import IdentityDocument
from counter_app.identity.fiscal_code import compute
from counter_app.register.verify import Verification, verify
from counter_app.settings import Settings
from data.vocabulary import Applicant, Role, Sex, SpoilReason, WorldKind

ORDINARY_DAY = date(2016, 5, 10)
OFFICE = "0500"
SUPERVISOR, OPERATOR, TRAINER = "direttrice", "operatore", "formatore"
PASSWORD = "una frase lunga per le prove"
TEMPORARY = "una frase detta dalla direttrice"
CARD = IdentityDocument(
    "identity-card-electronic", "CA00000AA", "Comune di Firenze", date(2015, 3, 12), date(2025, 3, 12)
)
EXPIRED_CARD = replace(CARD, issued_on=date(2005, 3, 12), expires_on=date(2015, 3, 12))

_numbers = itertools.count(1)


def fresh_key() -> str:
    """Return an idempotency key nobody used."""
    return str(uuid4())


class InProcessMint(Mint):
    """The mint's own code without its process: only for tests that are not about the process."""

    def _ask(self, order: bytes) -> bytes:
        return json.dumps(mint_helper.issue(order)).encode()


def printer_of(folder: Path, desk: str) -> PrinterSpec:
    """Return the spool of a desk below a test's folder."""
    return PrinterSpec(PrinterType.SPOOL, folder / "spool" / desk, desk)


def build_counter(
    url: str,
    folder: Path,
    *,
    on: date = ORDINARY_DAY,
    desk: str = "1",
    world: WorldKind = WorldKind.OFFICE,
    helper_process: bool = False,
) -> Counter:
    """Wire a desk on a database, with a clock that stands still, cheap hashes and a spool folder of its own.

    Args:
        url: the database.
        folder: keys, register heads and spool.
        on: business date, 09:00.
        desk: name of the desk.
        world: kind of world.
        helper_process: mint in a helper process as an office does; otherwise in this process, which is faster.
    """
    settings = Settings(state_dir=folder, database=url, desk=desk, argon2=TRAINING_COST)
    spec = printer_of(folder, desk)
    counter = bootstrap.build(settings, world=world, clock=TrainingClock(on), printer=spec)
    if helper_process:
        return counter
    return replace(counter, mint=InProcessMint(counter.keys.pepper_path, spec, TRAINING_COST))


@dataclass
class Desk:
    """A desk at work: the counter, and who stands at it."""

    counter: Counter
    supervisor: Actor
    actor: Actor
    """The operator."""

    @classmethod
    def open(cls, counter: Counter) -> Desk:
        """Open the office with its supervisor and operator, or log them in where it is open already."""
        if office.start(counter).office is None:
            supervisor = office.open_office(counter, opening(counter.settings.desk))
            add_operator(counter, supervisor, OPERATOR)
        else:
            supervisor = logged_in(counter, SUPERVISOR)
        return cls(counter, supervisor, logged_in(counter, OPERATOR))

    @property
    def clock(self) -> TrainingClock:
        """The clock, to be moved."""
        assert isinstance(self.counter.clock, TrainingClock)
        return self.counter.clock

    def person(self, **facts: Any) -> PersonView:
        """Enter a person in the archive."""
        return people.register(self.counter, self.actor, new_person(**facts))

    def parent_and_child(self, **facts: Any) -> tuple[PersonView, PersonView]:
        """Enter a parent and a child of seven in the archive; `facts` are the child's."""
        parent = self.person(name="Marco", born=date(1976, 3, 30))
        return parent, self.person(**({"name": "Giulio", "born": date(2008, 9, 12)} | facts))

    def visit(self, person: PersonView) -> int:
        """Open a visit and return its id."""
        return visits.open_visit(self.counter, self.actor, person.id, fresh_key()).visit_id

    def reserve(self, visit_id: int, **changes: Any) -> EnvelopeView:
        """Reserve an envelope; a refusal fails the test."""
        answer = issuing.reserve(self.counter, self.actor, reservation(visit_id, **changes))
        assert isinstance(answer, EnvelopeView), answer
        return answer

    def reserved(self, **facts: Any) -> EnvelopeView:
        """Reserve an envelope for a new person."""
        return self.reserve(self.visit(self.person(**facts)))

    def printed(self, **facts: Any) -> EnvelopeView:
        """Reserve and print an envelope for a new person."""
        return issuing.print_envelope(self.counter, self.actor, self.reserved(**facts).serial)

    def handed_over(self, **facts: Any) -> EnvelopeView:
        """Issue a PIN to a new person, all the way."""
        return self.hand_over(self.printed(**facts).serial)

    def hand_over(self, serial: str) -> EnvelopeView:
        """Hand a printed envelope over; a refusal fails the test."""
        answer = issuing.hand_over(self.counter, self.actor, HandOver(serial, True, True, fresh_key()))
        assert isinstance(answer, EnvelopeView), answer
        return answer

    def refused_hand_over(self, serial: str) -> Refused:
        """Try to hand an envelope over and return the refusal."""
        answer = issuing.hand_over(self.counter, self.actor, HandOver(serial, True, True, fresh_key()))
        assert isinstance(answer, Refused), answer
        return answer

    def spoil(self, serial: str, reason: SpoilReason = SpoilReason.IN_DOUBT) -> EnvelopeView:
        """Spoil an envelope."""
        return envelopes.spoil(self.counter, self.actor, SpoilEnvelope(serial, reason, "", fresh_key()))

    def declare(
        self, serial: str, second: str = SUPERVISOR, password: str = PASSWORD
    ) -> EnvelopeView | LoginRefused | Refused:
        """Declare an envelope handed over, with a second person."""
        confirm = ConfirmDeed(envelopes.deed_of(serial), second, password)
        approval = second_person.confirm(self.counter, self.actor, confirm)
        if isinstance(approval, LoginRefused):
            return approval
        command = DeclareHandedOver(serial, "firmata la ricevuta", fresh_key(), approval)
        return envelopes.declare_handed_over(self.counter, self.actor, command)

    def verify(self) -> Verification:
        """Verify the register as the command does."""
        return verified(self.counter)


def small_office(counter: Counter, supervisor: Actor, allowed: bool = True) -> None:
    """Set whether supervisors issue PINs too."""
    standing = practice.standing(counter, supervisor)
    practice.change(counter, supervisor, replace(standing, supervisors_issue=allowed))


def verified(counter: Counter) -> Verification:
    """Verify a counter's register."""
    return counter.read(lambda session: verify(session, counter.keys.register_key(), counter.register.heads))


def opening(desk: str = "1") -> OpenOffice:
    """Return the command that opens the tests' office."""
    return OpenOffice(
        OFFICE, "Firenze", ("INPS - Sede di Firenze", "Viale"), desk, SUPERVISOR, "La Direttrice", PASSWORD
    )


def new_account(username: str, role: Role = Role.OPERATOR) -> AddOperator:
    """Return the command that adds an account, with a temporary password and an owner of its own."""
    born = date(1960, 1, 1) + timedelta(days=next(_numbers))
    code = str(compute(username, "Account", born, Sex.FEMALE, "D612"))
    return AddOperator(username, f"Account {username}", role, TEMPORARY, code)


def approved(counter: Counter, actor: Actor, deed: Deed, second: str = OPERATOR) -> Approval | None:
    """Return a second person's confirmation, None where nobody else is there to confirm."""
    if not second_person.needed(counter, actor, deed):
        return None
    approval = second_person.confirm(counter, actor, ConfirmDeed(deed, second, PASSWORD))
    assert isinstance(approval, Approval), approval
    return approval


def add_operator(
    counter: Counter,
    supervisor: Actor,
    username: str,
    role: Role = Role.OPERATOR,
    second: str = OPERATOR,
    **changes: Any,
) -> None:
    """Add an account, confirmed by a second person where there is one; its owner then chooses the tests' password.

    Args:
        counter: the desk.
        supervisor: who adds it.
        username: of the account.
        role: of the account.
        second: who confirms.
        changes: replace fields of the command.
    """
    command = replace(new_account(username, role), **changes)
    command = replace(command, approval=approved(counter, supervisor, operators.deed_of_new(command), second))
    view = operators.add(counter, supervisor, command)
    owner = replace(supervisor, operator_id=view.id, username=username, full_name=view.full_name, role=role)
    assert isinstance(operators.choose_password(counter, owner, ChoosePassword(TEMPORARY, PASSWORD)), Actor)


def logged_in(counter: Counter, username: str) -> Actor:
    """Log an account in."""
    actor = operators.login(counter, Login(username, PASSWORD))
    assert isinstance(actor, Actor), actor
    return actor


def new_person(**facts: Any) -> NewPerson:
    """Return a person with a fiscal code of their own; `facts` replace fields of the command."""
    born: date = facts.pop("born", None) or date(1950, 1, 1) + timedelta(days=next(_numbers) % 14000)
    surname, name = facts.pop("surname", "Rossi"), facts.pop("name", "Mario")
    code = facts.pop("fiscal_code", None) or compute(surname, name, born, Sex.MALE, "H501")
    facts.setdefault("address", ("Via Roma 1", "50100 FIRENZE FI"))
    return NewPerson(str(code), surname, name, Sex.MALE, born, "H501", **facts)


def reservation(visit_id: int, **changes: Any) -> ReserveEnvelope:
    """Return a complete command to issue; `changes` replace its fields."""
    command = ReserveEnvelope(
        visit_id=visit_id,
        applicant=Applicant.SELF,
        document=CARD,
        checks=frozenset(OPERATOR_CHECKS),
        form_signed=True,
        privacy_given=True,
        contacts=Contacts(),
        key=fresh_key(),
        password=PASSWORD,
    )
    return replace(command, **changes)
