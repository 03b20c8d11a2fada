"""Documents good beyond their printed expiry, by the acts known on the day (M02, M22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from counter_app import i18n
from counter_app.identity import documents
from counter_app.identity.documents import EXPIRES, IdentityDocument, kind
from counter_app.identity.extended import Extended, extended, extensions
from counter_app.norms.norm import CitedNorm, NormStatus
from counter_app.norms.timeline import load_shipped

BORN = date(1980, 1, 1)
CARD, PERMIT = "identity-card-paper", "asylum-seeker-permit"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


def standing(on: date, known_on: date | None = None) -> Callable[[str], CitedNorm | None]:
    """Return how norms stand on a day, as known on it or on another."""
    catalogue = load_shipped()
    law = catalogue.law(on, known_on or on)

    def one(norm_id: str) -> CitedNorm | None:
        norm = catalogue.norm(norm_id)
        return law.cite(norm) if law.status(norm) is NormStatus.IN_FORCE else None

    return one


def good_until(kind_id: str, issued: date, expires: date, on: date, known_on: date | None = None) -> Extended | None:
    document = IdentityDocument(kind_id, "AA0000000", "Firenze", issued, expires)
    return extended(document, on, standing(on, known_on))


ISSUED = date(2010, 3, 20)
DAYS: tuple[tuple[str, date, date, date, date | None], ...] = (
    # the decree-law of March 2020 speaks of those that expire after it, the law that converts it of those since January
    (CARD, ISSUED, date(2020, 3, 17), date(2020, 3, 18), None),
    (CARD, ISSUED, date(2020, 3, 18), date(2020, 3, 19), date(2020, 8, 31)),
    (CARD, ISSUED, date(2020, 1, 31), date(2020, 4, 29), None),
    (CARD, ISSUED, date(2020, 1, 30), date(2020, 4, 30), None),
    (CARD, ISSUED, date(2020, 1, 31), date(2020, 4, 30), date(2020, 8, 31)),
    # each later act, the day before it, the day and the day after
    (CARD, ISSUED, date(2020, 3, 20), date(2020, 7, 18), date(2020, 8, 31)),
    (CARD, ISSUED, date(2020, 3, 20), date(2020, 7, 19), date(2020, 12, 31)),
    (CARD, ISSUED, date(2020, 3, 20), date(2020, 7, 20), date(2020, 12, 31)),
    (CARD, ISSUED, date(2020, 3, 20), date(2020, 12, 3), date(2020, 12, 31)),
    (CARD, ISSUED, date(2020, 3, 20), date(2020, 12, 4), date(2021, 4, 30)),
    (CARD, ISSUED, date(2020, 3, 20), date(2020, 12, 5), date(2021, 4, 30)),
    (CARD, ISSUED, date(2020, 3, 20), date(2021, 4, 29), date(2021, 4, 30)),
    (CARD, ISSUED, date(2020, 3, 20), date(2021, 4, 30), date(2021, 9, 30)),
    (CARD, ISSUED, date(2020, 3, 20), date(2021, 5, 1), date(2021, 9, 30)),
    (CARD, ISSUED, date(2020, 3, 20), date(2021, 9, 30), date(2021, 9, 30)),
    (CARD, ISSUED, date(2020, 3, 20), date(2021, 10, 1), date(2021, 12, 31)),
    (CARD, ISSUED, date(2020, 3, 20), date(2021, 12, 31), date(2021, 12, 31)),
    (CARD, ISSUED, date(2020, 3, 20), date(2022, 1, 1), None),
    # ten years instead of five
    (CARD, date(2003, 6, 25), date(2008, 6, 25), date(2012, 1, 2), None),
    (CARD, date(2007, 5, 10), date(2012, 5, 10), date(2012, 5, 10), None),
    (CARD, date(2007, 5, 10), date(2012, 5, 10), date(2012, 5, 11), date(2017, 5, 10)),
    (CARD, date(2007, 5, 10), date(2012, 5, 10), date(2017, 5, 9), date(2017, 5, 10)),
    (CARD, date(2007, 5, 10), date(2012, 5, 10), date(2017, 5, 10), date(2017, 5, 10)),
    (CARD, date(2007, 5, 10), date(2012, 5, 10), date(2017, 5, 11), None),
    (CARD, date(2008, 6, 25), date(2013, 6, 25), date(2018, 6, 25), date(2018, 6, 25)),
    (CARD, date(2008, 6, 26), date(2013, 6, 26), date(2013, 6, 27), None),
    ("passport", date(2007, 5, 10), date(2012, 5, 10), date(2012, 5, 11), None),
    # the birthday adds nothing to the printed date
    (CARD, date(2012, 2, 10), date(2015, 2, 10), date(2015, 2, 11), None),
    # permits and travel documents of foreigners
    (PERMIT, date(2019, 1, 1), date(2020, 1, 31), date(2020, 4, 29), None),
    (PERMIT, date(2019, 1, 1), date(2020, 1, 31), date(2020, 4, 30), date(2020, 8, 31)),
    (PERMIT, date(2019, 1, 1), date(2020, 8, 1), date(2020, 8, 31), None),
    (PERMIT, date(2019, 1, 1), date(2020, 8, 1), date(2020, 12, 3), None),
    (PERMIT, date(2019, 1, 1), date(2020, 8, 1), date(2020, 12, 4), date(2021, 1, 31)),
    (PERMIT, date(2019, 1, 1), date(2021, 1, 5), date(2021, 1, 13), None),
    (PERMIT, date(2019, 1, 1), date(2021, 1, 5), date(2021, 1, 14), date(2021, 4, 30)),
    (PERMIT, date(2019, 1, 1), date(2021, 1, 5), date(2021, 4, 30), date(2021, 7, 31)),
    (PERMIT, date(2019, 1, 1), date(2021, 1, 5), date(2021, 7, 31), date(2021, 7, 31)),
    (PERMIT, date(2019, 1, 1), date(2021, 1, 5), date(2021, 8, 1), None),
    ("foreign-passport", ISSUED, date(2020, 3, 20), date(2020, 7, 20), None),
)


@pytest.mark.parametrize(("kind_id", "issued", "expires", "on", "until"), DAYS)
def test_m02_an_act_keeps_a_document_good_until_its_day_and_not_longer(
    kind_id: str, issued: date, expires: date, on: date, until: date | None
) -> None:
    found = good_until(kind_id, issued, expires, on)
    assert (found.until if found else None) == until


def test_m22_an_act_published_later_is_not_rested_on() -> None:
    on, printed = date(2020, 10, 1), date(2020, 3, 20)
    now = good_until(CARD, ISSUED, printed, on)
    assert now is not None
    assert now.norm == "m02-emergency-2020-07"
    assert good_until(CARD, ISSUED, printed, on, known_on=date(2020, 7, 17)) is None


def test_m02_a_covered_document_is_a_warning_that_cites_the_act_and_an_uncovered_one_a_refusal() -> None:
    document = IdentityDocument(CARD, "AA0000000", "Firenze", ISSUED, date(2020, 3, 20))
    on = date(2020, 10, 1)
    beyond = extended(document, on, standing(on))
    result = documents.check(document, on, BORN, beyond)
    assert result.good
    assert result.beyond == beyond
    assert [warning.field for warning in result.warnings] == [EXPIRES]
    said = result.warnings[0].message
    assert said.startswith("Expired on 20/03/2020, good until 31/12/2020: Decree-law 34/2020, art. 157")
    assert documents.check(document, on, BORN).refused_by == documents.VALID_DOCUMENT


def test_m02_what_no_source_settles_says_so() -> None:
    found = good_until(CARD, ISSUED, date(2020, 3, 20), date(2021, 11, 1))
    assert found is not None
    assert "Not settled" in found.words


def test_m02_a_slip_of_the_keyboard_is_still_an_error() -> None:
    document = IdentityDocument(CARD, "AA0000000", "Firenze", date(2020, 3, 30), date(2020, 3, 20))
    on = date(2020, 10, 1)
    result = documents.check(document, on, BORN, extended(document, on, standing(on)))
    assert [error.field for error in result.errors] == [EXPIRES]


def test_m02_every_extension_names_a_norm_and_kinds_that_identify() -> None:
    for extension in extensions():
        norm = load_shipped().norm(extension.norm)
        assert norm.act.published is not None or norm.settled == "unsettled"
        assert extension.years or norm.until is not None
        assert all(kind(kind_id).accepted for kind_id in extension.kinds)
