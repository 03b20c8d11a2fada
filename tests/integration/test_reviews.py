"""What a supervisor sees before deciding on a held case: the papers, who asks, what was there before (M02)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from counter_app.desk import corrections, drafts, reviews, suspicions, visits
from counter_app.desk.commands import CorrectPerson, DecideSuspicion, MergePeople, NoteSuspicion, Representing
from counter_app.desk.review_views import ReviewView
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import show_date
from counter_app.identity.fiscal_code import mask
from data.database import Session
from data.queries.prepared import connection_of
from data.tables import RegisterEntry
from data.vocabulary import Applicant, SuspicionState, VisitOutcome
from tests.support.desks import CARD, Desk, fresh_key, new_person

TYPED = {
    "applicant": "self",
    "document-kind": "identity-card-electronic",
    "document-number": "AA",
    "document-issuer": "Ministero dell'Interno",
    "document-issued": "12032005",
    "document-expires": "12032015",
    "contact-email": "x@example.org",
}
ERASED = "UPDATE register_details SET text = NULL"


@pytest.fixture
def desk(desk_counter: Callable[..., Desk]) -> Desk:
    return desk_counter()


def note(desk: Desk, visit_id: int, text: str = "la foto non somiglia") -> int:
    suspicions.note(desk.counter, desk.actor, NoteSuspicion(visit_id, text, fresh_key()))
    return suspicions.undecided(desk.counter, desk.supervisor)[-1].id


def look(desk: Desk, number: int) -> ReviewView:
    return reviews.look(desk.counter, desk.supervisor, number)


def typed(desk: Desk, visit_id: int, **changes: str) -> None:
    values = TYPED | {name.replace("_", "-"): text for name, text in changes.items()}
    drafts.save(desk.counter, desk.actor, visit_id, "identify/document", values)


def test_m02_the_supervisor_sees_the_person_masked_and_every_note(desk: Desk) -> None:
    person = desk.person()
    number = note(desk, desk.visit(person))
    note(desk, desk.visit(person), "anche la firma")
    view = look(desk, number)
    assert view.person.masked_code == mask(person.fiscal_code)
    assert person.fiscal_code not in repr(view)
    assert [(item.text, item.who, item.desk) for item in view.notes] == [
        ("la foto non somiglia", desk.actor.full_name, "1"),
        ("anche la firma", desk.actor.full_name, "1"),
    ]
    assert (view.document, view.asking, view.corrections, view.earlier) == (None, None, (), ())


def test_m02_the_first_note_is_shown_however_many_follow_and_once_the_register_erased_its_own(desk: Desk) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    number = note(desk, visit_id)
    for _time in range(10):
        note(desk, visit_id, "ancora")
    assert [item.text for item in look(desk, number).notes] == ["la foto non somiglia", *["ancora"] * 10]
    desk.counter.write(lambda session: connection_of(session).execute(sa.text(ERASED)))
    assert [item.text for item in look(desk, number).notes] == ["la foto non somiglia", *[""] * 10]


def test_m02_the_document_is_shown_with_what_is_odd_about_it_also_when_the_visit_is_over(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    typed(desk, visit_id, document_expires="12032025")
    number = note(desk, visit_id)
    for _when in ("while the case is open", "after it"):
        shown = look(desk, number).document
        assert shown is not None
        assert (shown.number, shown.issued_on, shown.expires_on) == ("AA", date(2005, 3, 12), date(2025, 3, 12))
        assert len(shown.told) == 2  # the number and the validity are unusual
        visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.REFUSED)


def test_m02_an_expired_document_says_so(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    typed(desk, visit_id)
    shown = look(desk, note(desk, visit_id)).document
    assert shown is not None
    assert "12/03/2015" in shown.told[0]


def test_m02_whoever_asks_for_somebody_else_is_shown_with_both_documents(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    typed(
        desk,
        visit_id,
        applicant="parent",
        representative_code=parent.fiscal_code,
        holder_kind="passport",
        holder_number="YA0000000",
    )
    view = look(desk, note(desk, visit_id))
    assert view.minor is not None
    assert view.asking is not None
    assert view.asking.hit is not None
    assert (view.asking.hit.masked_code, view.asking.quality) == (mask(parent.fiscal_code), Applicant.PARENT)
    assert view.document is not None
    assert view.holder_document is not None
    assert view.holder_document.number == "YA0000000"


@pytest.mark.parametrize(
    ("quality", "code", "told"),
    [
        (Applicant.PARENT, "RSSMRA80A01H501U", mask("RSSMRA80A01H501U")),
        (Applicant.PARENT, "RSSM", "RSSM"),
        (Applicant.PARENT, "", ""),
        (Applicant.DELEGATE, "", ""),
    ],
)
def test_m02_whoever_asks_is_shown_also_where_the_archive_does_not_know_them(
    desk: Desk, quality: Applicant, code: str, told: str
) -> None:
    _parent, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    typed(desk, visit_id, applicant=quality, representative_code=code, document_expires="12032017")
    view = look(desk, note(desk, visit_id))
    assert view.asking is not None
    assert (view.asking.hit, view.asking.quality, view.asking.typed_code) == (None, quality, told)
    assert view.document is not None
    born = show_date(child.born)
    assert not [words for words in view.document.told if born in words]  # it is not the child's document


def test_m02_of_a_dead_child_neither_card_nor_review_says_until_when_it_is_a_minor(desk: Desk) -> None:
    _parent, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    data = new_person(
        name="Giulio",
        born=child.born,
        fiscal_code=child.fiscal_code,
        deceased_on=date(2016, 1, 1),
        mismatch_reason="certificato di morte",
    )
    corrections.correct(desk.counter, desk.actor, CorrectPerson(visit_id, data))
    assert visits.card(desk.counter, desk.actor, visit_id).minor is None
    assert look(desk, note(desk, visit_id)).minor is None


def test_m02_an_identification_is_shown_as_it_was_kept(desk: Desk) -> None:
    parent, child = desk.parent_and_child()
    visit_id = desk.visit(child)
    who = Representing(Applicant.PARENT, parent.id, True, None, replace(CARD, number="CA00000BB"))
    desk.reserve(visit_id, applicant=Applicant.PARENT, representing=who)
    view = look(desk, note(desk, visit_id))
    assert view.document is not None
    assert view.document.number == CARD.number
    assert view.holder_document is not None
    assert view.holder_document.number == "CA00000BB"
    assert view.asking is not None
    assert view.asking.quality is Applicant.PARENT


def number_shown(desk: Desk, number: int) -> str:
    shown = look(desk, number).document
    assert shown is not None
    return shown.number


def test_m02_what_is_shown_is_what_was_typed_when_the_note_was_written(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    typed(desk, visit_id, document_number="FALSO")
    number = note(desk, visit_id)
    typed(desk, visit_id, document_number="CA00000AA")
    assert number_shown(desk, number) == "FALSO"
    drafts.save(desk.counter, desk.actor, visit_id, "identify/person", {"applicant": "self"})
    assert number_shown(desk, number) == "FALSO"
    note(desk, visit_id, "anche la firma")  # nothing was typed then
    assert number_shown(desk, number) == "FALSO"


def test_m02_the_newest_note_goes_before_an_older_visit_that_was_identified(desk: Desk) -> None:
    person = desk.person()
    first = desk.reserve(desk.visit(person))
    number = note(desk, first.visit_id)
    desk.spoil(first.serial)
    visits.close(desk.counter, desk.actor, first.visit_id, VisitOutcome.DONE)
    second = desk.visit(person)
    assert number_shown(desk, number) == CARD.number
    typed(desk, second, document_number="FALSO")
    note(desk, second, "un altro documento")
    visits.close(desk.counter, desk.actor, second, VisitOutcome.REFUSED)
    assert number_shown(desk, number) == "FALSO"


def test_m02_an_identified_document_says_too_what_is_odd_about_it(desk: Desk) -> None:
    visit_id = desk.visit(desk.person())
    desk.reserve(visit_id, document=replace(CARD, number="AA"))
    shown = look(desk, note(desk, visit_id)).document
    assert shown is not None
    assert len(shown.told) == 1  # the number is unusual


def test_m02_corrections_and_earlier_cases_are_shown(desk: Desk) -> None:
    born = date(1980, 1, 1)
    person = desk.person(born=born)
    visit_id = desk.visit(person)
    first = note(desk, visit_id, "documento rovinato")
    suspicions.decide(desk.counter, desk.supervisor, DecideSuspicion(first, True, "visto il passaporto"))
    data = new_person(born=born, fiscal_code=person.fiscal_code, email="nuova@example.org")
    corrections.correct(desk.counter, desk.actor, CorrectPerson(visit_id, data))
    view = look(desk, note(desk, visit_id))
    assert [(item.field, item.after) for item in view.corrections] == [("email", "nuova@example.org")]
    (before,) = view.earlier
    assert (before.note, before.state, before.decided_by, before.ground) == (
        "documento rovinato",
        SuspicionState.CLEARED,
        desk.supervisor.full_name,
        "visto il passaporto",
    )


def test_m02_what_there_was_before_two_rows_were_merged_is_shown_too(desk: Desk) -> None:
    born = date(1980, 1, 1)
    double, stays = desk.person(born=born), desk.person(born=born, name="Marco")
    visit_id = desk.visit(double)
    first = note(desk, visit_id, "documento rovinato")
    suspicions.decide(desk.counter, desk.supervisor, DecideSuspicion(first, True, "visto il passaporto"))
    data = new_person(born=born, fiscal_code=double.fiscal_code, email="nuova@example.org")
    corrections.correct(desk.counter, desk.actor, CorrectPerson(visit_id, data))
    corrections.merge(desk.counter, desk.actor, MergePeople(visit_id, stays.id, "stessa persona", fresh_key()))
    view = look(desk, note(desk, desk.visit(stays)))
    assert [item.field for item in view.corrections] == ["email"]
    assert [item.note for item in view.earlier] == ["documento rovinato"]


def test_m02_the_look_is_registered_and_only_a_supervisor_has_it(desk: Desk) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    number = note(desk, visit_id)
    with pytest.raises(NotAllowedError):
        reviews.look(desk.counter, desk.actor, number)
    look(desk, number)

    def read(session: Session) -> list[tuple[str, str, int | None]]:
        rows = session.exec(select(RegisterEntry).where(RegisterEntry.event == "suspicion.viewed"))
        return [(row.operator, row.subject, row.visit_id) for row in rows]

    assert desk.counter.read(read) == [(desk.supervisor.username, str(number), visit_id)]
    suspicions.decide(desk.counter, desk.supervisor, DecideSuspicion(number, True, "a posto"))
    with pytest.raises(BadInputError):
        look(desk, number)
