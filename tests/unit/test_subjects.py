"""What a scenario is about follows from its requirements (M26)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app import i18n
from counter_app.walkthrough import subjects
from counter_app.walkthrough.scenario import find, shipped
from counter_app.walkthrough.subjects import by_subject, subject_of

ISSUE = find("issue-2016")

TOLD = {
    ("M01", "M02", "M03", "M04", "M06", "M10", "M23", "M26"): subjects.ISSUING,
    ("M02", "M08"): subjects.LIFE,
    ("M07", "M02", "M03"): subjects.LIFE,
    ("M10",): subjects.LIFE,
    ("M05", "M06"): subjects.CHANNELS,
    ("M04", "M11"): subjects.SERVICES,
    ("M13", "M08"): subjects.BODIES,
    ("M02", "M03", "M06", "M10", "M22", "M26"): subjects.TIME,
    ("M16", "M02"): subjects.END,
    ("M19", "M17"): subjects.OTHERS,
    ("M20", "M02", "M22"): subjects.DELEGATION,
    ("M01", "M23"): subjects.DESK,
    (): subjects.DESK,
}


@pytest.mark.parametrize(("requirements", "subject"), TOLD.items(), ids=lambda value: str(value)[:40])
def test_m26_the_most_telling_requirement_decides(requirements: tuple[str, ...], subject: str) -> None:
    assert subject_of(replace(ISSUE, requirements=requirements)).id == subject


def test_m26_every_requirement_of_the_law_has_a_subject_of_its_own_accord() -> None:
    law = [f"M{number:02}" for number in range(2, 23)]
    alone = {one: subject_of(replace(ISSUE, requirements=(one,))).id for one in law}
    assert subjects.DESK not in alone.values(), alone
    assert set(alone.values()) | {subjects.DESK} == {subject.id for subject in subjects.subjects()}


def test_m26_lessons_stand_in_the_order_of_learning() -> None:
    found = by_subject(find(name) for name in shipped())
    assert list(found) == sorted(found)
    lessons = [scenario.name for scenario in found[subject_of(ISSUE)]]
    assert lessons[0] == "issue-2016"
    assert lessons.index("homocode") < lessons.index("new-person") < lessons.index("expired-then-spoiled")
    days = [scenario.on for scenario in found[subject_of(find("same-citizen-2012"))]]
    assert days == sorted(days)
    assert sorted(scenario.name for lessons in found.values() for scenario in lessons) == list(shipped())


def test_m26_subjects_are_said_in_the_language_in_force() -> None:
    assert subject_of(ISSUE).title == "Identificazione e rilascio"
    i18n.choose("en")
    try:
        assert subject_of(ISSUE).title == "Identifying and issuing"
    finally:
        i18n.choose("it")
