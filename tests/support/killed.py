"""A desk that is killed at a named moment of the issue: what `tests.faults.test_killed` runs in a child process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from counter_app.counter import Counter
from counter_app.credentials import mint, mint_helper
from counter_app.desk import issuing
from counter_app.desk.views import EnvelopeView
from counter_app.envelope import printers
from counter_app.register.chain import Act
from data.database import Session
from tests.support.desks import Desk, build_counter, reservation
from tests.support.processes import PATIENCE

BEFORE, AFTER, HELPER, DESK = "before", "after", "helper", "desk"
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tests.support.killed import helper; helper({moment!r}, {gate!r})"
)


def die(*_whatever: object) -> Any:
    """Kill this process so that nothing of it runs any more."""
    os.kill(os.getpid(), signal.SIGKILL)


def issue(url: str, folder: Path, visit_id: int, moment: str) -> None:
    """Issue a PIN at desk 1 and be killed at a moment.

    Args:
        url: the database; its office is open.
        folder: keys, heads and spool.
        visit_id: an open visit.
        moment: `before:EVENT` or `after:EVENT`, of the commit of the transaction that records a register event;
            `desk:WHEN` with the mint, WHEN being `before-helper`, `while-helper` or `after-helper`; `helper:WHEN` in
            which case the helper is killed and the desk lives: `before-delivery`, `half-delivered`, `after-delivery`.
    """
    desk = Desk.open(build_counter(url, folder, helper_process=True))
    kind, _colon, when = moment.partition(":")
    if kind in (BEFORE, AFTER):
        _arm_commit(desk.counter, kind, when)
    elif kind == DESK and when != "while-helper":
        _arm_mint(desk.counter.mint, when)
    else:
        mint._PROGRAM = _PROGRAM.format(moment=when, gate=str(folder / "gate"))
    reserved = issuing.reserve(desk.counter, desk.actor, reservation(visit_id, key="issue"))
    assert isinstance(reserved, EnvelopeView)
    if moment == "desk:reserved":
        die()
    issuing.print_envelope(desk.counter, desk.actor, reserved.serial)
    desk.hand_over(reserved.serial)


def _arm_commit(counter: Counter, kind: str, wanted: str) -> None:
    append, committed = counter.register.append, counter.database.committed
    event = ""

    def noted(session: Session, act: Act) -> Any:
        nonlocal event
        event = act.event
        return append(session, act)

    def at_commit(*_whatever: object) -> None:
        if event == wanted:
            die()

    def after_commit(session: Session) -> None:
        at_commit()
        committed(session)

    counter.register.append = noted  # type: ignore[method-assign]
    if kind == BEFORE:
        sa.event.listen(counter.database.writer, "commit", at_commit)
    else:
        counter.database.committed = after_commit


def _arm_mint(minting: mint.Mint, when: str) -> None:
    order = minting.issue

    def killed(request: mint.MintRequest) -> Any:
        if when == "before-helper":
            die()
        order(request)
        die()

    minting.issue = killed  # type: ignore[method-assign]


def helper(moment: str, gate: str) -> None:
    """Be the mint's helper, killed at a moment; or held before the delivery until the gate stands open."""
    deliver = printers.SpoolFolderPrinter.deliver

    def delivered(self: printers.SpoolFolderPrinter, document: printers.Printable) -> printers.PrinterWord:
        if moment == "before-delivery":
            die()
        if moment == "while-helper":
            _wait_at(Path(gate))
        word = deliver(self, document)
        if moment == "after-delivery":
            die()
        return word

    printers.SpoolFolderPrinter.deliver = delivered  # type: ignore[method-assign]
    if moment == "half-delivered":
        Path.rename = die  # type: ignore[method-assign, assignment]
    mint_helper.main()


def _wait_at(gate: Path) -> None:
    """Leave the helper's id beside the gate, kill the desk, and wait until the gate is open."""
    gate.with_suffix(".pid").write_text(str(os.getpid()))
    os.kill(os.getppid(), signal.SIGKILL)
    until(gate.exists)


def until(reached: Callable[[], bool]) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)
