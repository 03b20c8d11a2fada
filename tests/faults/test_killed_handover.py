"""A desk killed while a case goes from hand to hand: the case is whole, with one of the two (rule 7)."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from sqlmodel import select

from counter_app.desk import drafts, handovers
from counter_app.desk.inspection import newest_event
from data.database import Session
from data.tables import Draft
from tests.support.desks import Desk, add_operator, build_counter, logged_in
from tests.support.processes import CONTEXT, PATIENCE

COLLEAGUE = "collega"
TYPED = {"document-number": "CA00000AA", "check-photo": "yes"}


def hand_round(pipe: Connection, url: str, folder: Path, visit_id: int) -> None:
    """Hand a case over and take it back until killed, telling of each act when it is done."""
    desk = Desk.open(build_counter(url, folder))
    (able,) = handovers.who_can_take(desk.counter, desk.actor, visit_id)
    while True:
        handovers.hand_over(desk.counter, desk.actor, visit_id, able.id)
        pipe.send("handed over")
        handovers.take_back(desk.counter, desk.actor, visit_id)
        pipe.send("taken back")


def killed_after(acts: int, url: str, folder: Path, visit_id: int) -> None:
    """Kill the desk after so many acts, while it is at the next one."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=hand_round, args=(theirs, url, folder, visit_id))
    process.start()
    try:
        for _act in range(acts):
            assert ours.poll(PATIENCE)
            ours.recv()
    finally:
        process.kill()
        process.join(PATIENCE)
        process.close()


def test_m01_a_case_is_never_lost_between_two_colleagues(desk_counter: Callable[..., Desk], tmp_path: Path) -> None:
    desk = desk_counter()
    add_operator(desk.counter, desk.supervisor, COLLEAGUE)
    visit_id = desk.visit(desk.person())
    drafts.save(desk.counter, desk.actor, visit_id, "identify/checks", TYPED)
    for acts in (1, 2, 3, 4):
        killed_after(acts, desk.counter.settings.url, tmp_path, visit_id)
        desk.counter.write(lambda _session: None)  # after what the killed desk has still told a server to keep
        (kept,) = desk.counter.read(lambda session: _kept(session))
        waits = kept.handed_to is not None
        event = "visit.handed-over" if waits else "visit.taken-back"
        assert newest_event(desk.counter, "0500/1") == event
        assert drafts.as_typed(TYPED) == kept.typed
        if waits:
            handovers.take_back(desk.counter, desk.actor, visit_id)
    (able,) = handovers.who_can_take(desk.counter, desk.actor, visit_id)
    handovers.hand_over(desk.counter, desk.actor, visit_id, able.id)
    other = desk_counter(desk="2")
    card = handovers.take_over(other.counter, logged_in(other.counter, COLLEAGUE), visit_id)
    assert card.draft is not None
    assert card.draft.values == {"document-number": "CA00000AA"}
    assert desk.verify().passed


def _kept(session: Session) -> list[Draft]:
    return list(session.exec(select(Draft)))
