"""Who may ask at the counter (M02), and refusals that rest on a given norm."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.errors import BadInputError
from counter_app.norms.decide import applicant_decision, refusal
from counter_app.norms.norm import CatalogueError
from counter_app.norms.timeline import load_shipped
from data.vocabulary import Applicant

CATALOGUE = load_shipped()
REPRESENTED = ("m02-representatives", "desk-representatives-not-yet")


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
        (Applicant.PARENT, "2012-01-01", None, False, REPRESENTED),
        (Applicant.GUARDIAN, "2016-11-16", None, False, REPRESENTED),
        (Applicant.SUPPORT_ADMINISTRATOR, "2020-10-01", None, False, REPRESENTED),
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


def test_m02_each_quality_is_decided_on() -> None:
    for applicant in Applicant:
        assert applicant_decision(CATALOGUE, applicant, date(2016, 5, 10)).norms


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
