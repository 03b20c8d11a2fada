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
from counter_app.desk import history, identification, visits
from counter_app.desk.views import PastDecisionView
from counter_app.errors import BadInputError
from counter_app.norms.timeline import Catalogue, load, load_shipped
from data.database import Session
from data.queries import decisions
from data.queries.prepared import connection_of
from tests.support.desks import Desk, fresh_key

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
    assert len(card.decided) == 1
    return card.decided[0]


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
    view = history.explain(desk.counter, desk.actor, card.decided[0].decision_id)
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
