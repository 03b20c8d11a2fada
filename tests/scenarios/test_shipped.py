"""Each shipped scenario is a test: it passes, and leaves behind what it says (M26)."""

from __future__ import annotations

import re
from contextlib import closing

import pdfplumber
import pytest

from counter_app.register.verify import verify
from counter_app.walkthrough import paper
from counter_app.walkthrough.scenario import find, shipped
from data.queries import people, visits
from data.tables import id_of
from data.vocabulary import CredentialState
from tests.scenarios.playground import Playground

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
PLAYED_BELOW = {"as-known-that-day", "issue-2016", "refused-2020", "expired-then-spoiled", "new-person", *SAME_CITIZEN}
OUTSIDE = re.compile(r"://(?!www\.w3\.org/2000/svg)")


def kept(playground: Playground, ending: str) -> list[str]:
    return sorted(path.name for path in playground.out.glob(f"*.{ending}"))


def test_m26_every_shipped_scenario_is_a_test() -> None:
    assert set(shipped()) == PLAYED_BELOW


@pytest.mark.requirement("M01", "M02", "M03", "M04", "M06", "M10", "M23", "M26")
@pytest.mark.parametrize("language", ["it", "en"])
def test_m03_issue_2016(playground: Playground, language: str) -> None:
    scenario = find("issue-2016")
    result = playground.play(scenario, language=language)
    assert result.passed, result
    assert kept(playground, "pdf") == ["08-request-form.pdf", "10-pin-envelope.pdf", "10-receipt.pdf"]
    assert kept(playground, "svg")[0] == "01-login.svg"
    assert "04-identify-person.svg" in kept(playground, "svg")
    assert len(kept(playground, "svg")) == len(scenario.steps)
    counter = playground.counter(scenario)
    with closing(counter.database):
        assert counter.read(lambda session: verify(session, counter.keys.register_key(), counter.register.heads)).passed


@pytest.mark.requirement("M03")
def test_m03_secret_stands_in_the_envelope_alone(playground: Playground) -> None:
    assert playground.play(find("issue-2016")).passed
    envelope = playground.out / "10-pin-envelope.pdf"
    secret = paper.read(envelope, paper.SECRET)
    assert re.fullmatch(r"[A-Z0-9]{16}", secret)
    with pdfplumber.open(envelope) as pdf:
        characters = "".join(character["text"] for character in pdf.pages[0].chars)
    assert secret in characters.replace(" ", "")
    groups = [secret[start : start + 4] for start in range(0, 16, 4)]
    for path in playground.out.iterdir():
        if path != envelope:
            content = (
                path.read_bytes() if path.suffix == ".svg" else "\n".join(paper.text_lines(path.read_bytes())).encode()
            )
            assert secret.encode() not in content, path.name
            assert " ".join(groups).encode() not in content, path.name


@pytest.mark.requirement("M26")
def test_m26_pictures_need_nothing_from_outside(playground: Playground) -> None:
    assert playground.play(find("refused-2020")).passed
    pictures = list(playground.out.glob("*.svg"))
    assert pictures
    for path in pictures:
        text = path.read_text(encoding="utf-8")
        assert not OUTSIDE.search(text), path.name
        assert "@font-face" not in text


@pytest.mark.requirement("M16", "M22", "M26")
@pytest.mark.parametrize("language", ["it", "en"])
def test_m16_refused_2020(playground: Playground, language: str) -> None:
    result = playground.play(find("refused-2020"), language=language)
    assert result.passed, result
    assert kept(playground, "pdf") == ["04-refusal-slip.pdf"]


@pytest.mark.requirement("M02", "M03", "M06", "M26")
@pytest.mark.parametrize("language", ["it", "en"])
def test_m02_expired_then_spoiled(playground: Playground, language: str) -> None:
    scenario = find("expired-then-spoiled")
    result = playground.play(scenario, language=language)
    assert result.passed, result
    serials = {paper.read(path, paper.SERIAL) for path in playground.out.glob("*-pin-envelope.pdf")}
    secrets = {paper.read(path, paper.SECRET) for path in playground.out.glob("*-pin-envelope.pdf")}
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


@pytest.mark.requirement("M01", "M02")
@pytest.mark.parametrize("language", ["it", "en"])
def test_m02_new_person(playground: Playground, language: str) -> None:
    scenario = find("new-person")
    result = playground.play(scenario, language=language)
    assert result.passed, result
    counter = playground.counter(scenario)
    with closing(counter.database):
        person = counter.read(lambda session: people.by_code(session, "PTRJLN85C55Z118S"))
    assert person is not None
    assert (person.birth_place, person.citizenship, person.italian_document) == ("Jugoslavia", "RS", True)


@pytest.mark.requirement("M06", "M10", "M16", "M17", "M22")
@pytest.mark.parametrize(
    ("name", "language"),
    [*((name, "it") for name in SAME_CITIZEN), ("same-citizen-2019", "en"), ("same-citizen-today", "en")],
)
def test_m22_the_same_citizen_and_only_the_date_differs(playground: Playground, name: str, language: str) -> None:
    scenario = find(name)
    result = playground.play(scenario, language=language)
    assert result.passed, result
    papers = {path.partition("-")[2] for path in kept(playground, "pdf")}
    given = SAME_CITIZEN[name] is not None
    assert papers == ({"pin-envelope.pdf", "receipt.pdf"} if given else {"refusal-slip.pdf"})


@pytest.mark.requirement("M16", "M22", "M26")
@pytest.mark.parametrize("language", ["it", "en"])
def test_m22_as_it_was_known_that_day(playground: Playground, language: str) -> None:
    result = playground.play(find("as-known-that-day"), language=language)
    assert result.passed, result


@pytest.mark.requirement("M22", "M26")
def test_m22_where_a_pin_is_issued_only_the_words_of_the_day_differ() -> None:
    """The steps of the issuing lessons are the same but for what is said and what is expected to be seen."""
    done = {tuple((step.fills, step.press) for step in find(name).steps) for name, day in SAME_CITIZEN.items() if day}
    assert len(done) == 1
