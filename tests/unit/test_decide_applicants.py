"""Who may ask at the counter (M02), and refusals that rest on a given norm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.norms.decide import (
    Facts,
    Minority,
    RepresentativeFacts,
    applicant_decision,
    minority,
    refusal,
    representative_decision,
)
from counter_app.norms.norm import CatalogueError, Settled
from counter_app.norms.timeline import load_shipped
from data.vocabulary import Applicant

CATALOGUE = load_shipped()
DAY = date(2016, 5, 10)
CHILD = Facts(born=date(2008, 9, 12))
ADULT = Facts(born=date(1980, 1, 1))
WARD = Facts(born=date(1944, 1, 30), ward=True)
PARENT, GUARDIAN, ADMINISTRATOR = Applicant.PARENT, Applicant.GUARDIAN, Applicant.SUPPORT_ADMINISTRATOR


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


@pytest.mark.parametrize(
    ("applicant", "on", "known_on", "allowed", "norms"),
    [
        (Applicant.SELF, "2012-01-01", None, True, ("m02-in-person",)),
        (Applicant.SELF, "2016-11-16", None, True, ("m02-in-person",)),
        (Applicant.SELF, "2025-01-01", None, True, ("m02-in-person",)),
        (Applicant.DELEGATE, "2012-01-01", None, False, ("m02-in-person",)),
        (Applicant.DELEGATE, "2016-11-15", None, False, ("m02-in-person",)),
        (Applicant.DELEGATE, "2016-11-16", None, False, ("m02-delegates-refused",)),
        (Applicant.DELEGATE, "2016-11-17", None, False, ("m02-delegates-refused",)),
        (Applicant.DELEGATE, "2016-11-17", "2016-11-15", False, ("m02-in-person",)),
    ],
)
def test_m02_who_may_ask(
    applicant: Applicant, on: str, known_on: str | None, allowed: bool, norms: tuple[str, ...]
) -> None:
    known = None if known_on is None else date.fromisoformat(known_on)
    decision = applicant_decision(CATALOGUE, applicant, date.fromisoformat(on), known)

    assert decision.allowed is allowed
    assert tuple(norm.id for norm in decision.norms) == norms
    assert decision.allowed or decision.reasons


@pytest.mark.parametrize(
    ("asks", "for_whom", "on", "answer"),
    [
        # who asks      for            on            the norms, or the words of the refusal
        (Applicant.SELF, ADULT, "2016-05-10", ("m02-in-person",)),
        (Applicant.SELF, CHILD, "2016-05-10", "A minor does not ask alone"),
        (Applicant.SELF, CHILD, "2026-09-11", "A minor does not ask alone"),
        (Applicant.SELF, CHILD, "2026-09-12", ("m02-in-person",)),
        (Applicant.SELF, WARD, "2016-05-10", ("m02-in-person", "m02-ward-own-request")),
        (PARENT, CHILD, "2012-01-01", ("m02-representatives", "m02-minors", "desk-holder-document")),
        (PARENT, CHILD, "2026-09-11", ("m02-representatives", "m02-minors", "desk-holder-document")),
        (PARENT, CHILD, "2026-09-12", "This person has been of full age since 12/09/2026"),
        (PARENT, ADULT, "2016-05-10", "A parent asks only for a child under 18."),
        (PARENT, WARD, "2016-05-10", "A parent asks only for a child under 18."),
        (GUARDIAN, WARD, "2016-11-16", ("m02-representatives", "desk-appointment", "desk-holder-document")),
        (ADMINISTRATOR, WARD, "2020-10-01", ("m02-representatives", "desk-appointment", "desk-holder-document")),
        (GUARDIAN, ADULT, "2016-05-10", "this person is under no guardianship"),
        (ADMINISTRATOR, CHILD, "2016-05-10", "this person is under no guardianship"),
    ],
)
def test_m02_who_may_ask_for_whom(asks: Applicant, for_whom: Facts, on: str, answer: tuple[str, ...] | str) -> None:
    decision = applicant_decision(CATALOGUE, asks, date.fromisoformat(on), facts=for_whom)

    if isinstance(answer, str):
        assert not decision.allowed
        assert answer in " ".join(decision.reasons)
    else:
        assert (decision.allowed, tuple(norm.id for norm in decision.norms)) == (True, answer)


@pytest.mark.parametrize(
    ("asks", "for_whom", "appointment", "holder_document"),
    [(PARENT, CHILD, False, False), (GUARDIAN, WARD, True, True), (ADMINISTRATOR, WARD, True, True)],
)
def test_m02_what_is_asked_of_a_representative_is_office_practice(
    asks: Applicant, for_whom: Facts, appointment: bool, holder_document: bool
) -> None:
    decision = applicant_decision(CATALOGUE, asks, DAY, facts=for_whom)

    assert (decision.outcome["appointment"], decision.outcome["holder_document"]) == (appointment, holder_document)
    desk = [norm.settled for norm in decision.norms if norm.id.startswith("desk-")]
    assert set(desk) == {Settled.OFFICE_PRACTICE}


FATHER = RepresentativeFacts(born=date(1976, 3, 30))


@pytest.mark.parametrize(
    ("asks", "who", "for_whom", "answer"),
    [
        # who asks     the very person                                      for      the refusal's first norm
        (PARENT, FATHER, CHILD, None),
        (ADMINISTRATOR, FATHER, WARD, None),
        (PARENT, replace(FATHER, born=date(1998, 5, 10)), CHILD, None),
        (PARENT, replace(FATHER, born=date(1998, 5, 11)), CHILD, "m02-representative-of-age"),
        (PARENT, replace(FATHER, born=CHILD.born or DAY), CHILD, "m02-representatives"),
        (PARENT, replace(FATHER, ward=True), CHILD, "desk-representative-no-ward"),
        (PARENT, replace(FATHER, deceased_on=date(2015, 1, 1)), CHILD, "m02-in-person"),
        (PARENT, replace(FATHER, same_person=True), CHILD, "m02-representatives"),
        (GUARDIAN, replace(FATHER, same_person=True, ward=True), WARD, "m02-representatives"),
        (PARENT, FATHER, ADULT, "m02-representatives"),
    ],
)
def test_m02_whether_this_very_person_may_ask(
    asks: Applicant, who: RepresentativeFacts, for_whom: Facts, answer: str | None
) -> None:
    decision = representative_decision(CATALOGUE, asks, who, DAY, facts=for_whom)

    assert decision.allowed is (answer is None)
    assert answer is None or decision.norms[0].id == answer
    assert decision.allowed or decision.reasons


def test_m02_each_quality_is_decided_on() -> None:
    for applicant in Applicant:
        for facts in (CHILD, ADULT, WARD):
            assert applicant_decision(CATALOGUE, applicant, DAY, facts=facts).norms


def test_m02_before_the_timeline_is_bad_input() -> None:
    with pytest.raises(BadInputError):
        applicant_decision(CATALOGUE, Applicant.SELF, date(2011, 12, 31))


def test_m02_a_refusal_rests_on_the_norm_given() -> None:
    decision = refusal(
        CATALOGUE,
        ("m02-valid-document", "m02-accepted-documents", "m02-valid-document"),
        date(2016, 5, 10),
        action="identify",
        reasons=("Expired.",),
        remedies=("identify",),
    )

    assert not decision.allowed
    assert decision.outcome == {}
    assert (decision.on, decision.known_on) == (date(2016, 5, 10), date(2016, 5, 10))
    assert [norm.id for norm in decision.norms] == ["m02-valid-document", "m02-accepted-documents"]
    assert (decision.reasons, decision.remedies) == (("Expired.",), ("identify",))


def test_m22_a_refusal_cannot_rest_on_what_was_not_known() -> None:
    with pytest.raises(ValueError, match="m16-no-new-pin"):
        refusal(CATALOGUE, "m16-no-new-pin", date(2020, 7, 16), action="issue-counter", reasons=("No.",))
    with pytest.raises(CatalogueError, match="m99"):
        refusal(CATALOGUE, "m99", date(2020, 7, 16), action="issue-counter", reasons=("No.",))


@pytest.mark.parametrize(
    ("on", "age"),
    [("2016-05-10", 7), ("2016-09-11", 7), ("2016-09-12", 8), ("2026-09-11", 17), ("2026-09-12", None)],
)
def test_m02_a_minor_is_one_until_the_birthday_of_full_age(on: str, age: int | None) -> None:
    found = minority(CATALOGUE, date(2008, 9, 12), date.fromisoformat(on))
    assert found == (None if age is None else Minority(age, date(2026, 9, 12)))


def test_m02_who_is_not_born_yet_is_no_minor() -> None:
    assert minority(CATALOGUE, date(2016, 5, 11), DAY) is None
