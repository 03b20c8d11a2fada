"""Done once: the same key twice, the same envelope twice, an answer that was lost, a spoiling in between (M03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from counter_app.desk import envelopes, inspection, issuing
from counter_app.desk.commands import HandOver
from counter_app.desk.views import EnvelopeView
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from data.database import Session
from data.tables import Credential
from data.vocabulary import EnvelopeState
from tests.support.desks import Desk, reservation

DESK = "0500/1"
one_engine = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def papers(desk: Desk) -> list[str]:
    folder = desk.counter.settings.state_dir / "spool"
    return sorted(path.name for path in folder.rglob("pin-envelope-*"))


def test_the_same_key_reserves_once(desk: Desk) -> None:
    command = reservation(desk.visit(desk.person()))
    first = issuing.reserve(desk.counter, desk.actor, command)
    assert issuing.reserve(desk.counter, desk.actor, command) == first
    assert inspection.events_since(desk.counter, DESK, 0).count("envelope.reserved") == 1


def test_a_key_of_another_act_is_a_fault_and_does_nothing(desk: Desk) -> None:
    serial = desk.printed().serial
    command = reservation(desk.visit(desk.person()))
    issuing.reserve(desk.counter, desk.actor, command)
    with pytest.raises(FaultError):
        issuing.hand_over(desk.counter, desk.actor, HandOver(serial, True, True, command.key))
    assert envelopes.view_of(desk.counter, serial).state is EnvelopeState.PRINTED


def test_m03_an_envelope_is_printed_once(desk: Desk) -> None:
    serial = desk.printed().serial
    with pytest.raises(NotAllowedError):
        issuing.print_envelope(desk.counter, desk.actor, serial)


@one_engine
def test_m03_asking_again_under_the_same_key_does_not_print_again(desk: Desk) -> None:
    """The printer failed and the operator repeats the act of issuing: the envelope is in doubt, not printable."""
    command = reservation(desk.visit(desk.person()))
    view = issuing.reserve(desk.counter, desk.actor, command)
    assert isinstance(view, EnvelopeView)
    spool = desk.counter.settings.state_dir / "spool"
    spool.write_text("in the way")
    with pytest.raises(FaultError):
        issuing.print_envelope(desk.counter, desk.actor, view.serial)
    spool.unlink()
    assert issuing.reserve(desk.counter, desk.actor, command) == view
    with pytest.raises(NotAllowedError):
        issuing.print_envelope(desk.counter, desk.actor, view.serial)
    assert inspection.events_since(desk.counter, DESK, 0)[-1] == "envelope.print-failed"


def test_m03_another_process_that_finds_the_reservation_under_its_key_does_not_print_it(
    desk_counter: Callable[..., Desk],
) -> None:
    desk = desk_counter()
    command = reservation(desk.visit(desk.person()))
    view = issuing.reserve(desk.counter, desk.actor, command)
    again = desk_counter()
    assert issuing.reserve(again.counter, again.actor, command) == view
    with pytest.raises(NotAllowedError):
        issuing.print_envelope(again.counter, again.actor, "0500-0000001")


@one_engine
def test_m03_a_reservation_whose_answer_was_lost_can_still_be_printed_by_the_same_process(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = reservation(desk.visit(desk.person()))

    def lost(_session: Session) -> None:
        raise OSError("the connection broke after the commit")

    with monkeypatch.context() as broken:
        broken.setattr(desk.counter.database, "committed", lost)
        with pytest.raises(FaultError):
            issuing.reserve(desk.counter, desk.actor, command)
    view = issuing.reserve(desk.counter, desk.actor, command)
    assert isinstance(view, EnvelopeView)
    assert issuing.print_envelope(desk.counter, desk.actor, view.serial).state is EnvelopeState.PRINTED


@one_engine
def test_m03_an_envelope_spoiled_while_it_was_printing_leaves_no_paper(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = desk.reserved().serial
    mint = desk.counter.mint
    issue = mint.issue

    def spoiled_meanwhile(request: Any) -> Any:
        answer = issue(request)
        desk.spoil(serial)
        assert papers(desk) == []
        # the paper comes out after the other desk purged it
        (desk.counter.settings.state_dir / "spool" / "1" / f"pin-envelope-{serial}.pdf").write_bytes(b"%PDF")
        return answer

    monkeypatch.setattr(mint, "issue", spoiled_meanwhile)
    with pytest.raises(BadInputError):
        issuing.print_envelope(desk.counter, desk.actor, serial)
    assert papers(desk) == []
    credential = desk.counter.read(lambda session: session.exec(select(Credential)).one())
    assert (credential.state, credential.secret_hash) == ("closed", None)
