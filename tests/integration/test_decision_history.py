"""An old act is explained as it was, also after the norm files changed (M22); on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa

from counter_app import i18n
from counter_app.counter import Counter
from counter_app.desk import corrections, envelopes, history, identification, issuing, suspicions, visits
from counter_app.desk.commands import ConfirmDocument, DecideSuspicion, MergePeople, NoteSuspicion, SpoilEnvelope
from counter_app.desk.desk_views import AfterView
from counter_app.desk.views import Actor, PastDecisionView
from counter_app.errors import BadInputError
from counter_app.norms.timeline import Catalogue, load, load_shipped
from data.database import Session
from data.queries import decisions
from data.queries.prepared import connection_of
from data.vocabulary import SpoilReason
from tests.support.desks import CARD, SUPERVISOR, Desk, approved, fresh_key

DeskOpener = Callable[..., Desk]
CLOSED = date(2020, 10, 15)


@pytest.fixture
def changed_norms(tmp_path: Path) -> Catalogue:
    """Return the norms shipped, with the words and the first day of one of them changed."""
    with as_file(files("data").joinpath("reference", "norms")) as shipped:
        folder = copytree(shipped, tmp_path / "changed")
    file = folder / "issuing.toml"
    content = file.read_text("utf-8")
    for old, new in (("from = 2020-10-01", "from = 2020-10-10"), ("Niente nuovi PIN", "Un altro titolo")):
        assert old in content
        content = content.replace(old, new)
    file.write_text(content, "utf-8")
    return load(folder)


def refused(desk: Desk) -> int:
    """Refuse a PIN to a new person and return the person's id."""
    person = desk.person()
    decision = identification.refuse_issue(desk.counter, desk.actor, desk.visit(person))
    assert not decision.allowed
    return person.id


def the_only(desk: Desk, person_id: int) -> PastDecisionView:
    card = visits.open_visit(desk.counter, desk.actor, person_id, fresh_key())
    (past,) = (item for item in card.decided if isinstance(item, PastDecisionView))
    return past


def editions(counter: Counter) -> int:
    counted = sa.text("SELECT count(*) FROM norm_edition")
    return int(counter.read(lambda session: connection_of(session).execute(counted).scalar_one()))


def test_m22_a_refusal_is_on_the_card_and_explained(desk_counter: DeskOpener) -> None:
    desk = desk_counter(on=CLOSED)
    past = the_only(desk, refused(desk))
    assert (past.action, past.on, past.allowed) == ("issue-counter", CLOSED, False)

    view = history.explain(desk.counter, desk.actor, past.decision_id)
    assert view.as_they_were
    assert view.known_on == CLOSED
    assert [norm.id for norm in view.norms] == ["m16-no-new-pin"]
    assert view.reasons
    assert "01/10/2020" in view.reasons[0]


def test_m22_an_issue_is_on_the_card_of_the_next_visit(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    envelope = desk.handed_over()
    past = the_only(desk, envelope.person.id)
    assert past.allowed
    assert [norm.id for norm in history.explain(desk.counter, desk.actor, past.decision_id).norms] == [
        "m03-immediate-dispositive",
        "m06-initial-length",
    ]


def test_m22_after_the_files_changed_an_act_is_explained_by_the_old_ones(
    desk_counter: DeskOpener, changed_norms: Catalogue
) -> None:
    desk = desk_counter(on=CLOSED)
    desk.counter = replace(desk.counter, load_norms=lambda: changed_norms)
    past = the_only(desk, refused(desk))

    desk.counter = replace(desk.counter, load_norms=load_shipped)
    view = history.explain(desk.counter, desk.actor, past.decision_id)
    assert view.as_they_were
    norm = view.norms[0]
    assert (norm.title, norm.since) == ("Un altro titolo", date(2020, 10, 10))
    assert "10/10/2020" in view.reasons[0]

    again = the_only(desk, refused(desk))
    assert history.explain(desk.counter, desk.actor, again.decision_id).norms[0].since == date(2020, 10, 1)


def test_m22_each_edition_of_the_files_is_kept_once(desk_counter: DeskOpener, changed_norms: Catalogue) -> None:
    desk = desk_counter(on=CLOSED)
    assert editions(desk.counter) == 0
    for _round in range(3):
        refused(desk)
    assert editions(desk.counter) == 1
    desk.counter = replace(desk.counter, load_norms=lambda: changed_norms)
    refused(desk)
    assert editions(desk.counter) == 2


def test_m22_a_kept_edition_is_the_files_themselves(desk_counter: DeskOpener) -> None:
    import json

    desk = desk_counter(on=CLOSED)
    refused(desk)
    kept = desk.counter.read(lambda session: decisions.edition(session, load_shipped().digest))
    assert kept is not None
    assert json.loads(kept) == dict(load_shipped().files)


def test_m22_without_the_old_files_todays_words_are_shown_and_it_is_said(desk_counter: DeskOpener) -> None:
    desk = desk_counter(on=CLOSED)
    person_id = refused(desk)

    def lose(session: Session) -> None:
        connection_of(session).execute(
            sa.text(
                "INSERT INTO decision (visit_id, action, on_date, known_on, allowed, norms, outcome, norms_digest) "
                "SELECT visit_id, action, on_date, known_on, allowed, 'm16-no-new-pin nothing-known', outcome, 'lost' "
                "FROM decision"
            )
        )

    desk.counter.write(lose)
    card = visits.open_visit(desk.counter, desk.actor, person_id, fresh_key())
    newest = card.decided[0]
    assert isinstance(newest, PastDecisionView)
    view = history.explain(desk.counter, desk.actor, newest.decision_id)
    assert not view.as_they_were
    assert [norm.id for norm in view.norms] == ["m16-no-new-pin"]
    assert view.reasons == ()


def test_m22_a_decision_that_does_not_exist_is_bad_input(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    i18n.choose("en")
    try:
        with pytest.raises(BadInputError, match="no such decision"):
            history.explain(desk.counter, desk.actor, 999)
    finally:
        i18n.choose(i18n.DEFAULT_LANGUAGE)


# -- what became of it ------------------------------------------------------------------------------------------------


def told(desk: Desk, person_id: int, actor: Actor | None = None) -> list[tuple[str, str]]:
    """Return the lines of the card: event or answer, and whose word or which envelope."""
    card = visits.open_visit(desk.counter, actor or desk.actor, person_id, fresh_key())
    return [
        (item.event, item.serial or item.who)
        if isinstance(item, AfterView)
        else ("allowed" if item.allowed else "refused", "")
        for item in card.decided
    ]


def held(desk: Desk, person_id: int) -> int:
    """Have a note hold the case of a person, and the desk refuse; return the visit."""
    visit_id = visits.open_visit(desk.counter, desk.actor, person_id, fresh_key()).visit_id
    suspicions.note(desk.counter, desk.actor, NoteSuspicion(visit_id, "la foto non somiglia", fresh_key()))
    assert not identification.refuse_issue(desk.counter, desk.actor, visit_id).allowed
    return visit_id


def decide(desk: Desk, go_on: bool, ground: str) -> None:
    (view,) = suspicions.undecided(desk.counter, desk.supervisor)
    suspicions.decide(desk.counter, desk.supervisor, DecideSuspicion(view.id, go_on, ground))


def test_m02_beside_a_refusal_stands_what_became_of_it_the_newest_first(desk_counter: DeskOpener) -> None:
    """The clock stands still: only the register tells the order."""
    desk = desk_counter()
    person = desk.person()
    visit_id = held(desk, person.id)
    decide(desk, False, "manca un documento")
    assert told(desk, person.id, desk.supervisor) == [
        ("suspicion.rejected", desk.supervisor.full_name),
        ("refused", ""),
    ]
    suspicions.note(desk.counter, desk.actor, NoteSuspicion(visit_id, "ha portato il passaporto", fresh_key()))
    decide(desk, True, "il passaporto è buono")
    envelope = issuing.print_envelope(desk.counter, desk.actor, desk.reserve(visit_id).serial)
    desk.hand_over(envelope.serial)
    assert told(desk, person.id, desk.supervisor) == [
        ("pin.handed-over", envelope.serial),
        ("allowed", ""),
        ("suspicion.cleared", desk.supervisor.full_name),
        ("suspicion.rejected", desk.supervisor.full_name),
        ("refused", ""),
    ]
    assert grounds(desk, person.id, desk.supervisor) == ["", "il passaporto è buono", "manca un documento"]


def grounds(desk: Desk, person_id: int, actor: Actor) -> list[str]:
    card = visits.open_visit(desk.counter, actor, person_id, fresh_key())
    return [item.ground for item in card.decided if isinstance(item, AfterView)]


def test_m02_who_ended_a_check_and_why_is_for_supervisors_only(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    person = desk.person()
    held(desk, person.id)
    decide(desk, False, "manca un documento")
    assert told(desk, person.id) == [("suspicion.rejected", ""), ("refused", "")]
    assert grounds(desk, person.id, desk.actor) == [""]


def test_m02_an_odd_document_confirmed_tells_the_supervisor_and_the_reason(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    person = desk.person()
    visit_id = desk.visit(person)
    odd = replace(CARD, number="AA")
    approval = approved(desk.counter, desk.actor, identification.deed_of_document(visit_id, odd), SUPERVISOR)
    command = ConfirmDocument(visit_id, odd, "visto l'originale", fresh_key(), approval)
    identification.confirm_document(desk.counter, desk.actor, command)
    card = visits.open_visit(desk.counter, desk.actor, person.id, fresh_key())
    (item,) = card.decided
    assert isinstance(item, AfterView)
    assert (item.event, item.who, item.ground) == (
        "document.confirmed",
        desk.supervisor.full_name,
        "visto l'originale",
    )


def test_m22_a_spoiled_envelope_is_told_beside_the_decision_it_was_for(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    envelope = desk.reserved()
    desk.spoil(envelope.serial)
    assert told(desk, envelope.person.id) == [("envelope.spoiled", envelope.serial), ("allowed", "")]


def test_m03_a_hand_over_that_was_declared_names_the_second_person(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    envelope = desk.printed()
    desk.declare(envelope.serial)
    newest = visits.open_visit(desk.counter, desk.actor, envelope.person.id, fresh_key()).decided[0]
    assert isinstance(newest, AfterView)
    assert (newest.event, newest.who, newest.ground) == (
        "pin.handed-over",
        desk.supervisor.full_name,
        "firmata la ricevuta",
    )


def test_m22_what_was_decided_before_two_rows_were_merged_is_on_the_card(desk_counter: DeskOpener) -> None:
    desk = desk_counter()
    born = date(1980, 1, 1)
    double, stays = desk.person(born=born), desk.person(born=born, name="Marco")
    visit_id = held(desk, double.id)
    decide(desk, True, "a posto")
    corrections.merge(desk.counter, desk.actor, MergePeople(visit_id, stays.id, "stessa persona", fresh_key()))
    assert told(desk, stays.id) == [("suspicion.cleared", ""), ("refused", "")]


@pytest.mark.parametrize("note", ["", "strappata a un lato"])
def test_m02_a_spoiled_envelope_tells_its_reason_and_its_note(desk_counter: DeskOpener, note: str) -> None:
    desk = desk_counter()
    envelope = desk.reserved()
    command = SpoilEnvelope(envelope.serial, SpoilReason.SEAL_BROKEN, note, fresh_key())
    envelopes.spoil(desk.counter, desk.actor, command)
    newest = visits.open_visit(desk.counter, desk.actor, envelope.person.id, fresh_key()).decided[0]
    assert isinstance(newest, AfterView)
    assert (newest.spoiled, newest.ground) == ("seal-broken", note)
