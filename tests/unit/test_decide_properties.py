"""What holds for every question about issuing at the counter, whoever asks, on any two days (M16, M17, M22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.norms.decide import Audience, Facts, WayIn, decide
from counter_app.norms.timeline import load_shipped
from data.vocabulary import PinKind

CATALOGUE = load_shipped()
FIRST = CATALOGUE.first_day
LAST = date(2030, 12, 31)
TURNING = sorted(
    day + timedelta(days=around)
    for norm in CATALOGUE.norms.values()
    for day in (norm.since, norm.until or norm.since, norm.published)
    for around in (-1, 0, 1)
    if day > FIRST
)

days = st.one_of(st.sampled_from(TURNING), st.dates(FIRST, LAST))
countries = st.sampled_from(("IT", "FR", "HR", "GB", "CH", "US"))
other = st.frozensets(st.sampled_from((WayIn.SPID, WayIn.CIE, WayIn.CNS)))
people = st.builds(
    Facts,
    audience=st.sampled_from(Audience),
    born=st.none() | st.dates(date(1920, 1, 1), FIRST),
    citizenship=countries,
    residence=countries,
    italian_document=st.none() | st.booleans(),
    ward=st.booleans(),
    holds=other,
    with_=st.sampled_from(WayIn),
    pin=st.none() | st.sampled_from(PinKind),
    issued_on=st.none() | st.dates(date(2010, 1, 1), FIRST),
    inhibited=st.booleans(),
    later_acts=st.booleans(),
)
questions = settings(max_examples=200, deadline=None)


@given(people, days, days)
@questions
def test_m22_every_question_has_one_answer_that_rests_on_what_was_known(facts: Facts, on: date, known_on: date) -> None:
    decision = decide(CATALOGUE, "issue-counter", facts, on, known_on)

    assert decision == decide(CATALOGUE, "issue-counter", facts, on, known_on)
    assert decision.norms
    assert decision.reasons
    assert len({norm.id for norm in decision.norms}) == len(decision.norms)
    assert all(norm.published <= known_on for norm in decision.norms)
    assert {norm.status for norm in decision.norms} <= {"in-force", "not-yet", "noted"}
    assert decision.norms[0].status == "in-force"
    assert bool(decision.outcome) == decision.allowed
    assert bool(decision.remedies) != decision.allowed


@given(people, days, days, days)
@questions
def test_m22_what_is_published_later_changes_nothing_known_before(
    facts: Facts, on: date, known_on: date, later: date
) -> None:
    until = min((norm.published for norm in CATALOGUE.norms.values() if norm.published > known_on), default=LAST)
    between = max(known_on, min(later, until - timedelta(days=1)))

    first, second = (decide(CATALOGUE, "issue-counter", facts, on, day) for day in (known_on, between))
    assert replace(first, known_on=between) == second


@given(people, days, days, other)
@questions
def test_m16_another_identity_never_opens_issuing(
    facts: Facts, on: date, known_on: date, more: frozenset[WayIn]
) -> None:
    fewer = decide(CATALOGUE, "issue-counter", facts, on, known_on)
    richer = decide(CATALOGUE, "issue-counter", replace(facts, holds=facts.holds | more), on, known_on)
    assert fewer.allowed or not richer.allowed


@given(people, days, days)
@questions
def test_one_pin_holding_a_pin_never_opens_issuing(facts: Facts, on: date, known_on: date) -> None:
    without = decide(CATALOGUE, "issue-counter", replace(facts, pin=None), on, known_on)
    assert without.allowed or not decide(CATALOGUE, "issue-counter", facts, on, known_on).allowed


@given(people, days, days)
@questions
def test_m16_being_unable_to_hold_spid_never_closes_issuing(facts: Facts, on: date, known_on: date) -> None:
    unable = replace(facts, italian_document=False)
    able = decide(CATALOGUE, "issue-counter", replace(facts, italian_document=True), on, known_on)
    assert not able.allowed or decide(CATALOGUE, "issue-counter", unable, on, known_on).allowed


@given(people, days, days)
@questions
def test_m16_a_restricted_pin_only_while_issuing_is_closed(facts: Facts, on: date, known_on: date) -> None:
    decision = decide(CATALOGUE, "issue-counter", facts, on, known_on)
    closes = CATALOGUE.norm("m16-no-new-pin")
    if decision.allowed:
        assert decision.outcome["restricted"] is (on >= closes.since and known_on >= closes.published)


@given(people, days)
@questions
def test_m17_once_an_ordinary_adult_is_refused_so_they_are_on_every_later_day(facts: Facts, on: date) -> None:
    adult = Facts(audience=facts.audience, holds=facts.holds)
    today, tomorrow = (decide(CATALOGUE, "issue-counter", adult, day, LAST) for day in (on, on + timedelta(days=1)))
    assert today.allowed or not tomorrow.allowed
