"""Identity documents of DPR 445/2000 art. 35 and whether the one on the counter identifies (M02)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.identity import documents
from counter_app.identity.documents import ISSUER, DocumentKind, IdentityDocument, check, kind, kinds_on, what_to_bring

TODAY = date(2016, 5, 10)
BORN = date(1980, 1, 1)
CARD = IdentityDocument("identity-card-electronic", "CA00000AA", "Firenze", date(2015, 3, 12), date(2026, 1, 1))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


ART_35 = (
    "passport",
    "driving-licence",
    "boat-licence",
    "pension-booklet",
    "boiler-operator-licence",
    "firearms-licence",
    "state-service-card",
)


def test_m02_the_kinds_are_those_of_the_law_and_the_refused_come_last() -> None:
    ids = [each.id for each in kinds_on(TODAY)]
    assert ids == [
        "identity-card-electronic",
        "identity-card-paper",
        *ART_35,
        "foreign-passport",
        "foreign-identity-card",
        "refugee-travel-document",
        "health-card",
        "residence-permit",
    ]
    assert [each.id for each in kinds_on(TODAY) if not each.accepted] == ["health-card", "residence-permit"]
    assert {kind(each).act for each in ART_35} == {"DPR 445/2000, art. 35 c. 2"}
    assert all(kind(each).settled and kind(each).italian for each in ART_35)


@pytest.mark.parametrize("kind_id", ["foreign-passport", "foreign-identity-card"])
def test_m02_foreign_documents_are_accepted_but_unsettled(kind_id: str) -> None:
    its_kind = kind(kind_id)
    assert (its_kind.accepted, its_kind.settled, its_kind.italian) == (True, False, False)


@pytest.mark.parametrize(
    ("day", "there"), [(date(2018, 10, 4), False), (date(2018, 10, 5), True), (date(2018, 10, 6), True)]
)
def test_m02_the_permit_of_an_asylum_seeker_identifies_since_the_law_says_so(day: date, there: bool) -> None:
    assert ("asylum-seeker-permit" in {each.id for each in kinds_on(day) if each.accepted}) is there
    assert kind("refugee-travel-document").accepted
    assert not kind("residence-permit").accepted


@pytest.mark.parametrize("each", kinds_on(TODAY), ids=lambda each: each.id)
def test_m02_every_kind_is_told_in_both_languages(each: DocumentKind) -> None:
    for texts in filter(None, (each.names, each.issuers, each.notes, each.refusals)):
        assert set(texts) == {"it", "en"}
        assert all(texts.values())
    assert each.act.startswith(("DPR 445/2000, art. ", "D.Lgs. 142/2015, art. "))
    assert bool(each.pattern) == bool(each.example)
    assert not each.pattern or re.fullmatch(each.pattern, each.example)


@pytest.mark.parametrize(
    ("kind_id", "issuer", "odd"),
    [
        ("identity-card-electronic", "Ministero dell'Interno", False),
        ("identity-card-electronic", "QUESTURA DI FIRENZE", True),
        ("identity-card-paper", "Comune di Firenze", False),
        ("identity-card-paper", "Ministero dell'Interno", True),
        ("passport", "Questura di Roma", False),
        ("passport", "Consolato d'Italia a Lione", False),
        ("passport", "comune di Roma", True),
        ("driving-licence", "MIT-UCO", False),
        ("driving-licence", "Questura di Roma", True),
        ("foreign-passport", "Ministerul Afacerilor Interne", False),
        ("foreign-passport", "Questura di Roma", True),
        ("pension-booklet", "Comune di Roma", False),
    ],
)
def test_m02_an_issuer_that_never_issues_such_a_document_is_to_be_looked_at(
    kind_id: str, issuer: str, odd: bool
) -> None:
    document = replace(CARD, kind=kind_id, issuer=issuer, number=kind(kind_id).example or "1")
    result = check(document, TODAY, BORN)
    assert result.good
    assert (ISSUER in [warning.field for warning in result.warnings]) is odd
    assert not odd or kind(kind_id).issuer_hint in result.warnings[0].message
    # a hint may end in dots of its own
    assert not any("...." in warning.message for warning in result.warnings)


def test_m02_an_unknown_kind_is_bad_input() -> None:
    with pytest.raises(BadInputError) as caught:
        kind("library-card")
    assert caught.value.field == "document-kind"


def test_m02_a_good_document_has_nothing_to_be_said_about() -> None:
    result = check(CARD, TODAY, BORN)
    assert result.good
    assert (result.missing, result.errors, result.warnings, result.refused_by) == ((), (), (), None)


EMPTY = IdentityDocument("", "", "", None, None)
ALL_FIELDS = ("document-kind", "document-number", "document-issuer", "document-issued", "document-expires")


@pytest.mark.parametrize(
    ("document", "missing"),
    [
        (EMPTY, ALL_FIELDS),
        (replace(EMPTY, kind="passport"), ALL_FIELDS[1:]),
        (replace(EMPTY, kind="pension-booklet"), ALL_FIELDS[1:4]),
        (replace(CARD, number=" \u200b"), ("document-number",)),
        (replace(CARD, issuer="\t"), ("document-issuer",)),
        (replace(CARD, issued_on=None), ("document-issued",)),
        (replace(CARD, expires_on=None), ("document-expires",)),
    ],
)
def test_m02_what_is_missing_is_named(document: IdentityDocument, missing: tuple[str, ...]) -> None:
    result = check(document, TODAY, BORN)
    assert result.missing == missing
    assert not result.good


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"issued_on": date(2016, 5, 11)}, "document-issued", "after today, 10/05/2016"),
        ({"issued_on": date(1979, 12, 31)}, "document-issued", "before its holder was born, on 01/01/1980"),
        ({"expires_on": date(2015, 3, 11)}, "document-expires", "expire before it was issued"),
    ],
)
def test_m02_impossible_dates_are_errors_not_refusals(changes: dict[str, date], field: str, message: str) -> None:
    result = check(replace(CARD, **changes), TODAY, BORN)  # type: ignore[arg-type]
    assert [error.field for error in result.errors] == [field]
    assert message in result.errors[0].message
    assert result.refused_by is None
    assert not result.good


def test_m02_without_a_birth_date_the_other_checks_still_hold() -> None:
    assert check(replace(CARD, issued_on=date(2006, 12, 31)), TODAY, None).errors == ()


@pytest.mark.parametrize(
    ("expires_on", "refused_by", "warned"),
    [
        (date(2016, 5, 9), "m02-valid-document", False),
        (date(2016, 5, 10), None, True),
        (date(2016, 5, 17), None, True),
        (date(2016, 5, 18), None, False),
    ],
)
def test_m02_the_last_day_of_validity_is_still_good(expires_on: date, refused_by: str | None, warned: bool) -> None:
    result = check(replace(CARD, expires_on=expires_on), TODAY, BORN)
    assert result.refused_by == refused_by
    assert [warning.field for warning in result.warnings] == (["document-expires"] if warned else [])
    assert ("expired on 09/05/2016" in result.reason) == (refused_by is not None)
    assert result.good == (refused_by is None)


def test_m02_an_expired_document_is_refused_before_the_rest_is_typed() -> None:
    result = check(IdentityDocument("passport", "", "", None, date(2016, 5, 9)), TODAY, BORN)
    assert result.refused_by == "m02-valid-document"


@pytest.mark.parametrize(
    ("kind_id", "words"), [("health-card", "no photo"), ("residence-permit", "the passport is needed")]
)
def test_m02_what_does_not_identify_is_refused_with_words_at_once(kind_id: str, words: str) -> None:
    result = check(replace(EMPTY, kind=kind_id), TODAY, BORN)
    assert result.refused_by == "m02-accepted-documents"
    assert words in result.reason
    assert result.missing == ()


@pytest.mark.parametrize(
    ("kind_id", "number", "warned"),
    [
        ("identity-card-electronic", "CA00000AA", False),
        ("identity-card-electronic", " ca 00000 aa", False),
        ("identity-card-electronic", "CA0000AA", True),
        ("identity-card-electronic", "CA٠٠٠٠٠AA", True),
        ("identity-card-paper", "AA1234567", False),
        ("identity-card-paper", "AS09452389", False),
        ("identity-card-paper", "A1234567", True),
        ("passport", "YA1234567", False),
        ("passport", "YA1234567\n", False),
        ("passport", "YA123456", True),
        ("driving-licence", "U1A234567B", False),
        ("driving-licence", "FI5012345X", False),
        ("driving-licence", "U1A23456B", True),
        ("foreign-passport", "whatever it is", False),
    ],
)
def test_m02_an_unusual_number_is_a_warning_never_an_error(kind_id: str, number: str, warned: bool) -> None:
    result = check(replace(CARD, kind=kind_id, number=number), TODAY, BORN)
    assert [warning.field for warning in result.warnings] == (["document-number"] if warned else [])
    assert result.good


@pytest.mark.parametrize(
    ("days", "expires_on", "warned"),
    [
        (0, date(2016, 5, 10), True),
        (0, date(2016, 5, 11), False),
        (7, date(2016, 5, 17), True),
        (7, date(2016, 5, 18), False),
        (60, date(2016, 7, 9), True),
        (60, date(2016, 7, 10), False),
    ],
)
def test_m02_an_office_sets_how_early_a_document_is_announced(days: int, expires_on: date, warned: bool) -> None:
    result = check(replace(CARD, expires_on=expires_on), TODAY, BORN, expiring_days=days)
    assert [warning.field for warning in result.warnings] == (["document-expires"] if warned else [])
    assert result.good


@pytest.mark.parametrize(("expires_on", "warned"), [(date(2026, 1, 1), False), (date(2027, 1, 1), True)])
def test_m02_a_validity_longer_than_usual_is_a_warning(expires_on: date, warned: bool) -> None:
    result = check(replace(CARD, expires_on=expires_on), TODAY, BORN)
    assert bool(result.warnings) == warned
    assert result.good


def test_m02_a_document_that_may_have_no_expiry_is_good_without_one() -> None:
    result = check(replace(CARD, kind="state-service-card", number="123", expires_on=None), TODAY, BORN)
    assert result.good
    assert [warning.field for warning in result.warnings] == ["document-expires"]


def test_m02_what_to_bring_lists_the_accepted_documents_in_the_language() -> None:
    assert "Passport" not in what_to_bring(TODAY)
    assert what_to_bring(TODAY)[2] == "Italian passport"
    assert "Health card" not in what_to_bring(TODAY)
    i18n.choose("it")
    assert what_to_bring(TODAY)[2] == "Passaporto italiano"
    assert len(what_to_bring(TODAY)) == 12


def test_m02_a_kind_is_good_between_its_dates_only(monkeypatch: pytest.MonkeyPatch) -> None:
    dated = replace(kind("identity-card-paper"), from_=date(2016, 1, 1), until=date(2016, 5, 9))
    monkeypatch.setattr(documents, "_kinds", lambda: {dated.id: dated})
    assert kinds_on(date(2015, 12, 31)) == kinds_on(TODAY) == ()
    assert kinds_on(date(2016, 1, 1)) == kinds_on(date(2016, 5, 9)) == (dated,)
    result = check(replace(CARD, kind=dated.id), TODAY, BORN)
    assert result.refused_by == "m02-accepted-documents"
    assert "not in use on 10/05/2016" in result.reason
