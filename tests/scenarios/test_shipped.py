"""Each shipped scenario is a test, marked with the requirements its file names: it passes, and leaves what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pdfplumber
import pytest

from counter_app.register.verify import verify
from counter_app.walkthrough import paper
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.scenario import Scenario, find, shipped
from data.queries import people, visits
from data.tables import id_of
from data.vocabulary import CredentialState
from tests.scenarios.comparing import Comparison
from tests.scenarios.playground import Playground
from tests.scenarios.recordings import Recorder, check_the_same_world, saved

SAME_CITIZEN = {
    "same-citizen-2012": "2012-11-10",
    "same-citizen-2016": "2016-11-10",
    "same-citizen-2019": "2019-11-10",
    "same-citizen-2020-10-01": None,
    "same-citizen-2021-09-30": None,
    "same-citizen-2021-10-01": None,
    "same-citizen-today": None,
}
"""The day on which the PIN expires that the citizen takes home, None where there is none to take."""
GIVEN, REFUSED = ["pin-envelope", "receipt"], ["refusal-slip"]
FOR_ANOTHER = ["request-form", "self-certification", *GIVEN]
PAPERS = {
    "as-known-that-day": [],
    "cannot-sign": ["request-form", *GIVEN],
    "copies-attached": [],
    "case-handed-over": ["request-form", *GIVEN],
    "delegates": REFUSED,
    "expired-then-spoiled": ["request-form", *GIVEN, *GIVEN],
    "issue-2016": ["request-form", *GIVEN],
    "held-and-cleared": [],
    "locked-and-unlocked": [],
    "minor-2021": [],
    "minor-with-parent": FOR_ANOTHER,
    "namesakes": [],
    "new-person": [],
    "password-forgotten": [],
    "refused-2020": REFUSED,
    "support-administrator": FOR_ANOTHER,
    "ward-with-guardian": FOR_ANOTHER,
    **{name: GIVEN if expires else REFUSED for name, expires in SAME_CITIZEN.items()},
}
"""Every document a scenario prints, in the order of the steps."""
OUTSIDE = re.compile(r"://(?!www\.w3\.org/2000/svg)")


def things_done(scenario: Scenario) -> set[tuple[str, str]]:
    """Return what a recorder has to write of a scenario: the fields filled, the keys pressed, whatever else is done."""
    done = {("field", fill.field) for step in scenario.steps for fill in step.fills}
    done |= {("key", key) for step in scenario.steps for key in step.press}
    others = ("desk", "date", "advance", "printer", "restart", "read", "scan", "explain")
    return done | {("step", name) for step in scenario.steps for name in others if getattr(step, name)}


def enough_for_the_recorder() -> frozenset[str]:
    """Return scenarios in which everything is done that is done in any, those that do most first."""
    left = {scenario.name: things_done(scenario) for scenario in map(find, shipped())}
    chosen = set()
    while any(left.values()):
        fullest = max(left, key=lambda name: len(left[name]))
        done = left.pop(fullest)
        chosen.add(fullest)
        left = {name: things - done for name, things in left.items()}
    return frozenset(chosen)


PLAYS = [
    pytest.param(scenario, id=scenario.name, marks=pytest.mark.requirement(*scenario.requirements))
    for scenario in map(find, shipped())
]
PLAYED_AS_RECORDED = enough_for_the_recorder()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("scenario", PLAYS)
def test_m26_a_shipped_scenario_passes_and_leaves_what_it_says(
    playground: Playground, templates: Templates, scenario: Scenario
) -> None:
    """A recorder looks on; what it wrote is played too, and leaves the same world, unless others do all that is done.

    On the way the screens are held against what `walkthrough ids` lists of them.

    Here the screens speak Italian; `.ci/run` plays all the scenarios in English.
    """
    recorder, comparison = Recorder(), Comparison()
    result = playground.play(scenario, record=recorder, observe=comparison)
    assert result.passed, result
    pictures = sorted(playground.out.glob("*.svg"))
    assert [path.name[:2] for path in pictures] == [f"{step.number:02}" for step in scenario.steps]
    check_pictures_need_nothing(pictures)
    check_papers(playground, scenario)
    check_secrets(playground)
    check_register(playground, scenario)
    for check in MORE.get(scenario.name, ()):
        check(playground, scenario)
    assert not comparison.wrong, "\n".join(comparison.wrong)
    again, text = saved(playground, recorder, scenario.on, scenario.operator, scenario.known_on, scenario.world)
    if scenario.name in PLAYED_AS_RECORDED:
        check_the_same_world(playground, templates, again, text)


def check_pictures_need_nothing(pictures: list[Path]) -> None:
    """No font and no address from outside."""
    for path in pictures:
        text = path.read_text(encoding="utf-8")
        assert not OUTSIDE.search(text), path.name
        assert "@font-face" not in text, path.name


def check_papers(playground: Playground, scenario: Scenario) -> None:
    """The documents a step expects are kept under its number; of shipped scenarios the whole list is known."""
    kept = sorted(path.stem for path in playground.out.glob("*.pdf"))
    for step in scenario.steps:
        if step.expect.printed and step.expect.printed.count:
            assert f"{step.number:02}-{step.expect.printed.document}" in kept
    if scenario.name in PAPERS:
        assert [name[3:] for name in kept] == PAPERS[scenario.name]


def check_secrets(playground: Playground) -> None:
    """A secret stands in its own envelope, whole, and on nothing else that is kept (M03)."""
    envelopes = sorted(playground.out.glob("*-pin-envelope.pdf"))
    contents = {path: content_of(path) for path in playground.out.iterdir()} if envelopes else {}
    for envelope in envelopes:
        secret = paper.read(envelope, paper.SECRET)
        assert re.fullmatch(r"[A-Z0-9]{16}", secret)
        with pdfplumber.open(envelope) as pdf:
            characters = "".join(character["text"] for character in pdf.pages[0].chars)
        assert secret in characters.replace(" ", "")
        grouped = " ".join(secret[start : start + 4] for start in range(0, 16, 4))
        for path, content in contents.items():
            if path != envelope:
                assert secret not in content, path.name
                assert grouped not in content, path.name


def content_of(path: Path) -> str:
    """Return what can be read in a kept file."""
    if path.suffix == ".svg":
        return path.read_text(encoding="utf-8").replace("&#160;", " ")
    return "\n".join(paper.text_lines(path.read_bytes()))


def check_register(playground: Playground, scenario: Scenario) -> None:
    """Nobody touched a row of the register."""
    counter = playground.counter(scenario)
    with closing(counter.database):
        assert counter.read(lambda session: verify(session, counter.keys.register_key(), counter.register.heads)).passed


def check_screens_are_named(playground: Playground, scenario: Scenario) -> None:
    """A picture bears the id of its screen and, in a wizard, of its step."""
    assert {"01-login.svg", "04-identify-person.svg"} <= {path.name for path in playground.out.iterdir()}


def check_two_envelopes_one_pin(playground: Playground, scenario: Scenario) -> None:
    """The spoiled envelope and the one handed over share neither number nor secret; one PIN of two is active (M03)."""
    printed = sorted(playground.out.glob("*-pin-envelope.pdf"))
    serials = {paper.read(path, paper.SERIAL) for path in printed}
    secrets = {paper.read(path, paper.SECRET) for path in printed}
    assert (len(serials), len(secrets)) == (2, 2)
    counter = playground.counter(scenario)
    with closing(counter.database):
        states = counter.read(
            lambda session: [
                row.state
                for person in [people.by_code(session, "FRRLNE90H55F205W")]
                if person is not None
                for row in visits.credentials(session, id_of(person))
            ]
        )
    assert sorted(states) == [CredentialState.ACTIVE, CredentialState.CLOSED]


def check_person_is_in_the_archive(playground: Playground, scenario: Scenario) -> None:
    """The new person stands there as the document says (M02)."""
    counter = playground.counter(scenario)
    with closing(counter.database):
        person = counter.read(lambda session: people.by_code(session, "PTRJLN85C55Z118S"))
    assert person is not None
    assert (person.birth_place, person.citizenship, person.italian_document) == ("Jugoslavia", "RS", True)


MORE: dict[str, tuple[Callable[[Playground, Scenario], None], ...]] = {
    "issue-2016": (check_screens_are_named,),
    "expired-then-spoiled": (check_two_envelopes_one_pin,),
    "new-person": (check_person_is_in_the_archive,),
}
"""What single scenarios leave behind beyond what all do."""


@pytest.mark.requirement("M22", "M26")
def test_m22_where_a_pin_is_issued_only_the_words_of_the_day_differ() -> None:
    """The steps of the issuing lessons are the same but for what is said and what is expected to be seen."""
    done = {tuple((step.fills, step.press) for step in find(name).steps) for name, day in SAME_CITIZEN.items() if day}
    assert len(done) == 1


def test_m26_what_is_held_against_scenarios_names_scenarios_that_are_shipped() -> None:
    assert {*PAPERS, *MORE} <= set(shipped())
