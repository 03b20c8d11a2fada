"""What holds for every question about every action, whoever asks, on any two days (M04 to M22)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counter_app.norms.decide import ACTIONS, Audience, Category, Channel, Decision, Facts, WayIn, decide
from counter_app.norms.facts import OTHER_IDENTITIES
from data.vocabulary import PinKind
from tests.unit.questions import (
    AREAS,
    CATALOGUE,
    END_FOR_ALL_PUBLISHED,
    FIRST,
    FIRST_DELEGATIONS,
    ISSUES,
    LAST,
    NO_NEW_PIN,
    NO_PIN,
    days,
    entering,
    kinds,
    levels,
    others,
    questions,
    requests,
    several,
)


def _ask(action: str, facts: Facts, on: date, known_on: date) -> Decision:
    return decide(CATALOGUE, action, facts, on, known_on)


def _never_closes(action: str, before: Facts, after: Facts, on: date, known_on: date) -> None:
    """Check that whatever was allowed with some facts is allowed with the others too."""
    assert not _ask(action, before, on, known_on).allowed or _ask(action, after, on, known_on).allowed


# M22: the answer itself


@given(questions())
@settings(max_examples=150, deadline=None)
def test_m22_every_question_has_one_answer_that_rests_on_what_was_known(
    question: tuple[str, Facts, date, date],
) -> None:
    action, _, on, known_on = question
    decision = _ask(*question)

    assert decision == _ask(*question)
    assert (decision.action, decision.on, decision.known_on) == (action, on, known_on)
    assert decision.norms
    assert len({norm.id for norm in decision.norms}) == len(decision.norms)
    assert all(norm.published <= known_on for norm in decision.norms)
    assert {norm.status for norm in decision.norms} <= {"in-force", "not-yet", "ended", "noted"}
    assert json.loads(json.dumps(decision.as_json()))["allowed"] is decision.allowed


@given(questions())
@settings(max_examples=150, deadline=None)
def test_m22_a_refusal_has_reasons_and_an_allowed_act_needs_no_remedy(question: tuple[str, Facts, date, date]) -> None:
    decision = _ask(*question)

    if decision.allowed:
        assert decision.remedies == ()
    else:
        assert decision.reasons
        assert all(reason.strip() for reason in decision.reasons)
        assert not decision.outcome
    assert len(set(decision.remedies)) == len(decision.remedies)
    for remedy in decision.remedies:
        name, _, day = remedy.partition(":")
        assert remedy in ACTIONS or (name == "wait-until" and date.fromisoformat(day) > question[2])


@given(questions(), days)
@settings(max_examples=150, deadline=None)
def test_m22_what_is_published_later_changes_nothing_known_before(
    question: tuple[str, Facts, date, date], later: date
) -> None:
    action, facts, on, known_on = question
    until = min((norm.published for norm in CATALOGUE.norms.values() if norm.published > known_on), default=LAST)
    between = max(known_on, min(later, until - timedelta(days=1)))

    assert replace(_ask(*question), known_on=between) == _ask(action, facts, on, between)


# M04, M11, M12: who may enter


@given(questions(entering), levels, levels)
@several
def test_m12_a_higher_level_of_spid_never_closes(
    question: tuple[str, Facts, date, date], one: int, another: int
) -> None:
    action, facts, on, known_on = question
    lower, higher = (replace(facts, with_=WayIn.SPID, spid_level=level) for level in sorted((one, another)))
    _never_closes(action, lower, higher, on, known_on)


@given(questions(entering))
@several
def test_m12_below_level_2_spid_opens_nothing(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    assert not _ask(action, replace(facts, with_=WayIn.SPID, spid_level=1), on, known_on).allowed


@given(questions(entering), st.sampled_from(sorted(OTHER_IDENTITIES)), days)
@several
def test_m12_what_another_identity_opens_it_opens_on_every_later_day(
    question: tuple[str, Facts, date, date], way: WayIn, later: date
) -> None:
    action, facts, on, _ = question
    first, second = sorted((on, later))
    assume(facts.born is None or facts.born <= first)
    facts = replace(facts, with_=way, issued_on=None)
    assert not _ask(action, facts, first, LAST).allowed or _ask(action, facts, second, LAST).allowed


@given(questions(entering), st.sampled_from(sorted(OTHER_IDENTITIES)), st.none() | kinds)
@several
def test_m12_entering_with_another_identity_does_not_depend_on_the_pin(
    question: tuple[str, Facts, date, date], way: WayIn, pin: PinKind | None
) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, with_=way)
    with_other_pin = replace(facts, pin=pin, pin_length=None, issued_on=None)
    assert _ask(action, facts, on, known_on).allowed == _ask(action, with_other_pin, on, known_on).allowed


@given(questions(st.just("access")))
@several
def test_m12_the_cns_opens_to_everybody_what_any_identity_opens(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, with_=WayIn.SPID)
    _never_closes(action, facts, replace(facts, with_=WayIn.CNS), on, known_on)


@given(questions(entering), st.sampled_from(Category))
@several
def test_m11_one_more_category_never_closes(question: tuple[str, Facts, date, date], more: Category) -> None:
    action, facts, on, known_on = question
    _never_closes(action, facts, replace(facts, categories=facts.categories | {more}), on, known_on)


@given(questions(entering), kinds)
@several
def test_m04_a_dispositive_pin_opens_whatever_another_kind_opens(
    question: tuple[str, Facts, date, date], kind: PinKind
) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, with_=WayIn.PIN)
    _never_closes(action, replace(facts, pin=kind), replace(facts, pin=PinKind.DISPOSITIVE), on, known_on)


@given(questions(st.just("access"), requests))
@several
def test_m09_what_has_full_effect_can_be_lodged_and_is_not_held(question: tuple[str, Facts, date, date]) -> None:
    _, facts, on, known_on = question
    if _ask("access", facts, on, known_on).allowed:
        lodged = _ask("lodge-application", facts, on, known_on)
        assert lodged.allowed
        assert (lodged.outcome["state"], lodged.outcome["lodged_on"]) == ("worked", on.isoformat())


# M10: the time of a PIN


@given(questions(entering), st.integers(0, 400))
@several
def test_m10_a_pin_usable_from_a_later_day_never_closes(question: tuple[str, Facts, date, date], after: int) -> None:
    action, facts, on, known_on = question
    assume(facts.issued_on is not None)
    assert facts.issued_on is not None
    later = min(on, facts.issued_on + timedelta(days=after))
    facts = replace(facts, with_=WayIn.PIN, pin=facts.pin or PinKind.DISPOSITIVE)
    _never_closes(action, facts, replace(facts, issued_on=later), on, known_on)


@given(st.dates(FIRST, date(2021, 3, 31)), st.integers(-3, 3), st.sampled_from(Audience), kinds)
@several
def test_m10_a_pin_opens_until_the_day_before_it_expires_and_is_renewed_from_that_day(
    usable_from: date, around: int, audience: Audience, kind: PinKind
) -> None:
    months = 6 if audience is Audience.CITIZEN else 3
    expires_on = usable_from + relativedelta(months=months)
    on = expires_on + timedelta(days=around)
    assume(on < NO_PIN and (kind is PinKind.DISPOSITIVE or audience is not Audience.PUBLIC_BODY))
    facts = Facts(
        audience=audience,
        pin=kind,
        issued_on=usable_from,
        service=AREAS.get(audience, "consult-contributions"),
        categories=frozenset({Category.PRIVATE_WORKER}),
    )
    access, renewal = _ask("access", facts, on, on), _ask("renew", facts, on, on)

    assume(audience is not Audience.PUBLIC_BODY or on >= date(2016, 5, 9))
    assert access.allowed is (on < expires_on)
    assert renewal.allowed is (on >= expires_on)
    if access.allowed:
        assert access.outcome["expires_on"] == expires_on.isoformat()
    else:
        assert "renew" in access.remedies
        renewed = {"kind": kind.value, "expires_on": (on + relativedelta(months=months)).isoformat()}
        assert {key: renewal.outcome[key] for key in renewed} == renewed


@given(questions(st.just("renew")))
@several
def test_m10_a_renewed_pin_keeps_its_kind_and_lasts_from_that_day(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, pin=facts.pin or PinKind.ORDINARY, issued_on=facts.issued_on or on - timedelta(days=200))
    decision = _ask(action, facts, on, known_on)
    if decision.allowed:
        assert facts.pin is not None
        months = 6 if facts.audience is Audience.CITIZEN else 3
        assert decision.outcome["kind"] == facts.pin.value
        assert decision.outcome["expires_on"] == (on + relativedelta(months=months)).isoformat()


# M07, M08, M13: what takes the place of a PIN


@given(questions(st.just("recover")))
@several
def test_m07_a_recovered_pin_has_16_characters_and_only_the_sede_makes_it_dispositive(
    question: tuple[str, Facts, date, date],
) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, pin=facts.pin or PinKind.ONLINE)
    decision = _ask(action, facts, on, known_on)
    if decision.allowed:
        assert facts.pin is not None
        kind = PinKind.DISPOSITIVE if facts.channel is Channel.COUNTER else facts.pin
        assert (decision.outcome["kind"], decision.outcome["length"]) == (kind.value, 16)


@given(questions(st.just("convert")))
@several
def test_m08_only_a_pin_that_is_not_dispositive_is_converted(question: tuple[str, Facts, date, date]) -> None:
    _, facts, _, _ = question
    decision = _ask(*question)
    if decision.allowed:
        assert facts.pin in (PinKind.ORDINARY, PinKind.ONLINE)
        assert decision.outcome["kind"] == "dispositive"


@given(questions(st.just("unify-inpdap")))
@several
def test_m13_unification_gives_a_dispositive_pin_only_for_a_dispositive_one(
    question: tuple[str, Facts, date, date],
) -> None:
    _, facts, on, _ = question
    decision = _ask(*question)
    if decision.allowed:
        assert on >= date(2016, 5, 9)
        assert facts.has_inpdap
        assert (decision.outcome["kind"] == "dispositive") is (facts.pin is PinKind.DISPOSITIVE)
        assert decision.outcome["enablements"] == ("union" if facts.pin else "legacy")
        assert decision.outcome["retires"]


# M16, M17: the end of the PIN


@given(questions(st.sampled_from(ISSUES)), others)
@several
def test_m16_another_identity_never_opens_issuing(
    question: tuple[str, Facts, date, date], more: frozenset[WayIn]
) -> None:
    action, facts, on, known_on = question
    _never_closes(action, replace(facts, holds=facts.holds | more), facts, on, known_on)


@given(questions(st.sampled_from(ISSUES)))
@several
def test_m16_who_can_hold_spid_is_issued_no_pin_from_1_october_2020(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    on, known_on = max(on, NO_NEW_PIN), max(known_on, NO_NEW_PIN)
    able = replace(facts, born=None, citizenship="IT", italian_document=True, ward=False)

    assert not _ask(action, able, on, known_on).allowed
    decision = _ask(action, facts, on, known_on)
    if decision.allowed and on < NO_PIN:
        assert decision.outcome["restricted"] is True


@given(questions(st.sampled_from((*ISSUES, "recover", "convert", "renew", "access", "lodge-application"))))
@several
def test_m17_a_pin_does_nothing_after_30_september_2021_but_for_residents_abroad_without_a_document(
    question: tuple[str, Facts, date, date],
) -> None:
    action, facts, on, known_on = question
    on, known_on = max(on, NO_PIN), max(known_on, END_FOR_ALL_PUBLISHED)
    facts = replace(facts, with_=WayIn.PIN, later_acts=False)

    if _ask(action, facts, on, known_on).allowed:
        assert facts.residence != "IT"
        assert not facts.has_italian_document
        assert action not in ("recover", "convert")


@given(questions(st.just("unify-inpdap")))
@several
def test_m17_no_account_is_unified_after_30_september_2021(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, later_acts=False)
    assert not _ask(action, facts, max(on, NO_PIN), max(known_on, END_FOR_ALL_PUBLISHED)).allowed


@given(questions(st.just("access")))
@several
def test_m22_acts_only_noted_never_close_an_access_when_applied(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    _never_closes(action, replace(facts, later_acts=False), replace(facts, later_acts=True), on, known_on)


# M18: inhibition


@given(questions(entering))
@several
def test_m18_inhibition_never_opens_an_access(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    _never_closes(action, replace(facts, inhibited=True), replace(facts, inhibited=False), on, known_on)


@given(questions(), st.sampled_from((WayIn.PIN, WayIn.INPDAP)))
@several
def test_m18_who_holds_no_other_identity_is_never_touched(question: tuple[str, Facts, date, date], way: WayIn) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, holds=frozenset(), with_=way)
    touched, untouched = (_ask(action, replace(facts, inhibited=yes), on, known_on) for yes in (True, False))
    assert touched == untouched


# M20, M21: delegation


@given(questions(st.just("delegate")))
@several
def test_m20_a_guardian_never_closes_a_delegation(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    facts, on = replace(facts, audience=Audience.CITIZEN), max(on, FIRST_DELEGATIONS)
    _never_closes(action, replace(facts, guardian=False), replace(facts, guardian=True), on, known_on)


@given(questions(st.just("delegate")), st.integers(0, 8))
@several
def test_m20_fewer_delegations_never_close(question: tuple[str, Facts, date, date], fewer: int) -> None:
    action, facts, on, known_on = question
    facts, on = replace(facts, audience=Audience.CITIZEN), max(on, FIRST_DELEGATIONS)
    _never_closes(action, facts, replace(facts, delegations=min(fewer, facts.delegations)), on, known_on)


@given(questions(st.just("delegate")))
@several
def test_m20_the_maximum_is_told_and_kept(question: tuple[str, Facts, date, date]) -> None:
    action, facts, on, known_on = question
    facts = replace(facts, audience=Audience.CITIZEN, born=None, issued_on=None)
    decision = _ask(action, facts, max(on, FIRST_DELEGATIONS), known_on)
    assert not _ask(action, facts, min(on, FIRST_DELEGATIONS - timedelta(days=1)), known_on).allowed
    if decision.allowed:
        three = min(max(on, FIRST_DELEGATIONS), known_on) >= date(2021, 10, 1)
        maximum = None if facts.guardian else 3 if three else 5
        assert decision.outcome["maximum"] == maximum
        assert maximum is None or facts.delegations < maximum


@given(questions(st.sampled_from(("delegate", "delegate-visit"))))
@several
def test_m20_m21_a_delegation_holds_for_the_citizen_profile_only(question: tuple[str, Facts, date, date]) -> None:
    if _ask(*question).allowed:
        assert question[1].audience is Audience.CITIZEN
