"""The desk or its helper killed at every moment of the issue: no PIN without hand-over, every envelope accounted for.

Architecture.md, rule 6 (M03).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, select

from counter_app.desk import envelopes, inspection, issuing
from counter_app.desk.views import EnvelopeView
from counter_app.errors import FaultError, NotAllowedError
from data.database import Session
from data.tables import Credential, Envelope, Numbering
from data.vocabulary import CredentialState, EnvelopeState
from tests.support import killed
from tests.support.desks import Desk, reservation
from tests.support.processes import CONTEXT, PATIENCE

NOTHING = None
ENDS = {
    "before:envelope.reserved": NOTHING,
    "after:envelope.reserved": "reserved",
    "desk:reserved": "reserved",
    "desk:before-helper": "reserved",
    "desk:after-helper": "reserved",
    "before:envelope.printed": "reserved",
    "after:envelope.printed": "printed",
    "before:receipt.printed": "printed",
    "after:receipt.printed": "printed",
    "before:pin.handed-over": "printed",
    "after:pin.handed-over": "handed-over",
}
AT_COMMITS = tuple(moment for moment in ENDS if not moment.startswith("desk:") and "receipt" not in moment)
HELPER_ENDS = ("helper:before-delivery", "helper:half-delivered", "helper:after-delivery")


def run(url: str, folder: Path, visit_id: int, moment: str) -> int | None:
    """Run the desk that is killed in a process of its own and return how it ended."""
    process = CONTEXT.Process(target=killed.issue, args=(url, folder, visit_id, moment))
    process.start()
    process.join(PATIENCE)
    code = process.exitcode
    process.close()
    return code


def rows(desk: Desk) -> list[tuple[int, str, str, bool]]:
    def read(session: Session) -> list[tuple[int, str, str, bool]]:
        statement = select(Envelope, Credential).join(Credential).order_by(col(Envelope.number))
        found = session.exec(statement).all()
        return [(row.number, row.state, pin.state, pin.secret_hash is not None) for row, pin in found]

    return desk.counter.read(read)


def files(desk: Desk) -> set[str]:
    return {path.name for path in (desk.counter.settings.state_dir / "spool").rglob("*") if path.is_file()}


def assert_accounted_for(desk: Desk) -> None:
    """Every number given out stands for an envelope in a known state, and only a handed-over one is active."""
    found = rows(desk)
    last = desk.counter.read(lambda session: session.get(Numbering, "envelope-0500"))
    assert [number for number, *_rest in found] == list(range(1, (last.last if last else 0) + 1))
    for _number, envelope, credential, hashed in found:
        assert (credential == CredentialState.ACTIVE) is (envelope == EnvelopeState.HANDED_OVER)
        assert hashed or envelope in (EnvelopeState.RESERVED, EnvelopeState.SPOILED)
    assert desk.verify().passed


def settle_and_reissue(desk: Desk, visit_id: int) -> None:
    """What an operator does with an envelope in doubt: never print it again, spoil it, issue a new one."""
    (doubt,) = envelopes.in_doubt(desk.counter, desk.actor)
    again = issuing.reserve(desk.counter, desk.actor, reservation(visit_id, key="issue"))
    assert isinstance(again, EnvelopeView)
    assert again.serial == doubt.serial
    with pytest.raises(NotAllowedError):
        issuing.print_envelope(desk.counter, desk.actor, doubt.serial)
    assert inspection.person_state(desk.counter, doubt.person.fiscal_code)["pin"] is not None
    desk.spoil(doubt.serial)
    fresh = desk.reserve(visit_id)
    assert fresh.serial != doubt.serial
    issuing.print_envelope(desk.counter, desk.actor, fresh.serial)
    desk.hand_over(fresh.serial)
    assert envelopes.in_doubt(desk.counter, desk.actor) == ()


@pytest.mark.parametrize(
    ("engine_url", "moment"),
    [*(("sqlite", moment) for moment in ENDS), *(("postgresql", moment) for moment in AT_COMMITS)],
    indirect=["engine_url"],
)
def test_m03_a_desk_killed_at_any_moment_leaves_nothing_usable_and_nothing_lost(
    desk_counter: Callable[..., Desk], engine_url: str, tmp_path: Path, moment: str
) -> None:
    desk = desk_counter()
    visit_id = desk.visit(desk.person())
    assert run(engine_url, tmp_path, visit_id, moment) == -signal.SIGKILL
    desk.counter.database.close()

    desk = desk_counter()
    state = ENDS[moment]
    assert [envelope for _number, envelope, _pin, _hash in rows(desk)] == ([state] if state else [])
    assert files(desk) == set()
    assert_accounted_for(desk)
    if state in ("reserved", "printed"):
        settle_and_reissue(desk, visit_id)
    elif state is NOTHING:
        serial = desk.reserve(visit_id).serial
        issuing.print_envelope(desk.counter, desk.actor, serial)
        desk.hand_over(serial)
    assert_accounted_for(desk)
    assert files(desk) <= {"receipt-R0500-0000001.pdf", "receipt-R0500-0000002.pdf"}


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("gate_first", [True, False], ids=["delivered-before-restart", "delivered-after-restart"])
def test_m03_a_desk_killed_while_its_helper_prints_leaves_no_paper(
    desk_counter: Callable[..., Desk], engine_url: str, tmp_path: Path, gate_first: bool
) -> None:
    desk = desk_counter()
    visit_id = desk.visit(desk.person())
    assert run(engine_url, tmp_path, visit_id, "desk:while-helper") == -signal.SIGKILL
    helper = int((tmp_path / "gate.pid").read_text())

    def let_the_helper_end() -> None:
        (tmp_path / "gate").touch()
        killed.until(lambda: not alive(helper))

    if gate_first:
        let_the_helper_end()
        assert files(desk) == {"pin-envelope-0500-0000001.pdf"}
        desk = desk_counter()
    else:
        desk = desk_counter()
        let_the_helper_end()
        desk.spoil("0500-0000001")
        assert files(desk) == set()
        assert_accounted_for(desk)
        return
    assert files(desk) == set()
    assert_accounted_for(desk)
    settle_and_reissue(desk, visit_id)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # the latter where it ends while it is looked at
        return _signalled(pid)
    return state != "Z"


def _signalled(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path("/proc").exists()


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("moment", HELPER_ENDS)
def test_m03_a_helper_killed_at_any_moment_leaves_an_envelope_in_doubt(
    desk_counter: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moment: str
) -> None:
    desk = desk_counter(helper_process=True)
    visit_id = desk.visit(desk.person())
    serial = desk.reserve(visit_id, key="issue").serial
    program = killed._PROGRAM.format(moment=moment.partition(":")[2], gate="")
    with monkeypatch.context() as patched:
        patched.setattr("counter_app.credentials.mint._PROGRAM", program)
        with pytest.raises(FaultError):
            issuing.print_envelope(desk.counter, desk.actor, serial)
    assert files(desk) == set()
    assert inspection.newest_event(desk.counter, "0500/1") == "envelope.print-failed"
    assert rows(desk) == [(1, "reserved", "pending", False)]
    settle_and_reissue(desk, visit_id)
    assert_accounted_for(desk)
