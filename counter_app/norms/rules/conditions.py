"""What a person is, for the exceptions of M16 and M17."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from counter_app.norms.decision import Question
from counter_app.norms.facts import HOME_COUNTRY
from counter_app.norms.keys import (
    EU_CLOSE_COUNTRIES,
    EU_CLOSE_COUNTRIES_COUNT,
    EU_MEMBERS,
    MINOR_UNDER_AGE,
)
from counter_app.norms.norm import Norm
from counter_app.norms.terms import Condition


def conditions_met(question: Question, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return those of `conditions` that the person of the question meets on its day."""
    return tuple([condition for condition in conditions if _TESTS[condition](question)])


def norms_behind(question: Question, conditions: Iterable[Condition]) -> tuple[Norm, ...]:
    """Return the norms that say what these conditions mean: the age of majority, the member states."""
    law, met = question.law, tuple(conditions)
    norms: list[Norm] = []
    if Condition.MINOR in met:
        norms.append(law.value(MINOR_UNDER_AGE).norm)
    if Condition.NON_EU_CITIZEN in met:
        norms.append(law.value(EU_MEMBERS).norm)
        close = law.value(EU_CLOSE_COUNTRIES)
        if question.facts.citizenship in close.value:
            norms.append(close.norm)
    return tuple(norms)


def is_minor(question: Question) -> bool:
    """Return whether the person has not reached full age on the day of the question; unknown birth means an adult."""
    born = question.facts.born
    return born is not None and question.on < of_age_on(question, born)


def of_age_on(question: Question, born: date) -> date:
    """Return the day on which somebody born on a day reaches full age, by the law of the question."""
    day: date = born + relativedelta(years=question.law.value(MINOR_UNDER_AGE).value)
    return day


def age_on(born: date, on: date) -> int:
    """Return the completed years of somebody born on a day."""
    years: int = relativedelta(on, born).years
    return years


def _is_ward(question: Question) -> bool:
    return question.facts.ward


def _is_non_eu_citizen(question: Question) -> bool:
    law, citizenship = question.law, question.facts.citizenship
    if citizenship in law.value(EU_CLOSE_COUNTRIES).value:
        return not law.value(EU_CLOSE_COUNTRIES_COUNT).value
    return citizenship not in law.value(EU_MEMBERS).value


def _has_no_italian_document(question: Question) -> bool:
    return not question.facts.has_italian_document


def _lives_abroad_without_italian_document(question: Question) -> bool:
    return question.facts.residence != HOME_COUNTRY and not question.facts.has_italian_document


_TESTS = {
    Condition.MINOR: is_minor,
    Condition.WARD: _is_ward,
    Condition.NON_EU_CITIZEN: _is_non_eu_citizen,
    Condition.NO_ITALIAN_DOCUMENT: _has_no_italian_document,
    Condition.RESIDENT_ABROAD_WITHOUT_ITALIAN_DOCUMENT: _lives_abroad_without_italian_document,
}
