"""The life of envelopes and PINs under random acts, against a model of what should happen (M03; architecture.md, 6)."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import col, select

from counter_app.desk import envelopes, issuing
from counter_app.desk.views import EnvelopeView, PersonView, Refused
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from data.database import Session
from data.tables import Credential, Envelope
from data.vocabulary import CredentialState, EnvelopeState
from tests.support.desks import Desk, build_counter, reservation

PEOPLE = 2
OPEN = (EnvelopeState.RESERVED, EnvelopeState.PRINTED)
some = st.integers(0, 7)


class World:
    """One office, used by every example: each brings its own people.

    Args:
        url: its database.
        folder: keys, heads and spool.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.day = date(2015, 6, 1)
        self.desk = self.opened()

    def opened(self) -> Desk:
        return Desk.open(build_counter(self.url, self.folder, on=self.day))


class Life(RuleBasedStateMachine):
    """What an operator may try, in any order, and what should come of it."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.people: list[PersonView] = [self.desk.person() for _one in range(PEOPLE)]
        self.states: dict[str, EnvelopeState] = {}
        self.holders: dict[str, int] = {}
        self.printable: set[str] = set()
        self.usable_from: dict[str, date] = {}

    @property
    def desk(self) -> Desk:
        return self.world.desk

    def known(self, choice: int) -> str:
        return sorted(self.states)[choice % len(self.states)]

    def holds(self, person: int) -> bool:
        """Whether a person has an envelope under way or a PIN that has not expired."""
        for serial, holder in self.holders.items():
            if holder == person and self.states[serial] in OPEN:
                return True
            since = self.usable_from.get(serial)
            if holder == person and since and self.desk.clock.today() < since + relativedelta(months=6):
                return True
        return False

    @rule(person=st.integers(0, PEOPLE - 1), steps=st.integers(1, 3))
    def issue(self, person: int, steps: int) -> None:
        """Reserve, and go on to print and to hand over, as far as `steps` says."""
        visit_id = self.desk.visit(self.people[person])
        answer = issuing.reserve(self.desk.counter, self.desk.actor, reservation(visit_id))
        assert isinstance(answer, Refused) is self.holds(person)
        if not isinstance(answer, EnvelopeView):
            return
        assert answer.serial not in self.states
        self.states[answer.serial] = EnvelopeState.RESERVED
        self.holders[answer.serial] = person
        self.printable.add(answer.serial)
        if steps > 1:
            self._print(answer.serial, works=True)
        if steps > 2:
            self._hand_over(answer.serial, declared=False)

    @precondition(lambda self: self.states)
    @rule(choice=some, works=st.booleans())
    def print_it(self, choice: int, works: bool) -> None:
        self._print(self.known(choice), works=works)

    def _print(self, serial: str, *, works: bool) -> None:
        spool = self.world.folder / "spool"
        aside = spool.with_name("aside")
        if not works:
            spool.mkdir(exist_ok=True)
            spool.rename(aside)
            spool.write_text("in the way")
        try:
            issuing.print_envelope(self.desk.counter, self.desk.actor, serial)
        except NotAllowedError:
            assert serial not in self.printable
        except FaultError:
            assert not works
            assert serial in self.printable
        else:
            assert works
            assert serial in self.printable
            self.states[serial] = EnvelopeState.PRINTED
        finally:
            if not works:
                spool.unlink()
                aside.rename(spool)
        self.printable.discard(serial)

    @precondition(lambda self: self.states)
    @rule(choice=some, declared=st.booleans())
    def hand_over(self, choice: int, declared: bool) -> None:
        self._hand_over(self.known(choice), declared=declared)

    def _hand_over(self, serial: str, *, declared: bool) -> None:
        try:
            view = self.desk.declare(serial) if declared else self.desk.hand_over(serial)
        except BadInputError:
            assert self.states[serial] is not EnvelopeState.PRINTED
            return
        assert isinstance(view, EnvelopeView)
        assert self.states[serial] is EnvelopeState.PRINTED
        self.states[serial] = EnvelopeState.HANDED_OVER
        self.usable_from[serial] = self.desk.clock.today()
        assert view.expires_on == self.desk.clock.today() + relativedelta(months=6)

    @precondition(lambda self: self.states)
    @rule(choice=some)
    def spoil(self, choice: int) -> None:
        serial = self.known(choice)
        try:
            self.desk.spoil(serial)
        except BadInputError:
            assert self.states[serial] not in OPEN
            return
        assert self.states[serial] in OPEN
        self.states[serial] = EnvelopeState.SPOILED
        self.printable.discard(serial)

    @precondition(lambda self: any(state in OPEN for state in self.states.values()))
    @rule()
    def restart(self) -> None:
        self.desk.counter.database.close()
        self.world.desk = self.world.opened()
        self.printable.clear()

    @rule(days=st.sampled_from([1, 30, 190]))
    def let_time_pass(self, days: int) -> None:
        self.world.day = min(self.world.day + timedelta(days=days), date(2019, 12, 31))
        self.desk.clock.move_to(self.world.day)

    @invariant()
    def the_database_agrees(self) -> None:
        def read(session: Session) -> tuple[list[Envelope], list[Credential]]:
            found = session.exec(select(Envelope, Credential).join(Credential).order_by(col(Envelope.number))).all()
            return [row for row, _pin in found], [pin for _row, pin in found]

        rows, pins = self.desk.counter.read(read)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert {row.serial: row.state for row in rows if row.serial in self.states} == self.states
        open_pins = Tally(pin.person_id for pin in pins if pin.state != CredentialState.CLOSED)
        assert not open_pins or max(open_pins.values()) == 1
        for row, pin in zip(rows, pins, strict=True):
            assert pin.state != CredentialState.ACTIVE or row.state == EnvelopeState.HANDED_OVER
            assert (row.state in OPEN) is (pin.state == CredentialState.PENDING)
            assert (row.state == EnvelopeState.SPOILED) is (pin.cause == "spoiled")
        for_us = {view.serial for view in envelopes.in_doubt(self.desk.counter, self.desk.actor)}
        assert for_us & set(self.states) == {serial for serial, state in self.states.items() if state in OPEN}

    @invariant()
    def no_paper_of_a_closed_envelope_lies_about(self) -> None:
        papers = {path.stem for path in (self.world.folder / "spool").rglob("pin-envelope-*")}
        waiting = {f"pin-envelope-{row}" for row, state in self.states.items() if state is EnvelopeState.PRINTED}
        assert papers <= waiting

    def teardown(self) -> None:
        for serial, state in self.states.items():
            if state in OPEN:
                self.desk.spoil(serial)
        assert self.desk.verify().passed


EXAMPLES = {"sqlite": 20, "postgresql": 6}


def test_m03_envelopes_and_pins_under_random_acts(engine_url: str, tmp_path: Path) -> None:
    world = World(engine_url, tmp_path)
    how = settings(
        max_examples=next(count for engine, count in EXAMPLES.items() if engine_url.startswith(engine)),
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(partial(Life, world), settings=how)  # type: ignore[arg-type]
    finally:
        world.desk.counter.database.close()
