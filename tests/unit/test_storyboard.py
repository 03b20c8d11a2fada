"""The pages of a played run: everything of the scenario on them, nothing from outside, nothing unescaped (M26)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from counter_app import i18n
from counter_app.walkthrough.results import Kept, ScenarioResult
from counter_app.walkthrough.scenario import Fill, Reading, Scenario, Step, find
from counter_app.walkthrough.storyboard import INDEX, Story, overview, page, tell
from counter_app.walkthrough.telling import BULLETS, Deed, How, deeds, norm_words
from counter_app.walkthrough.worlds import Texts
from screens.walkthrough.words import words
from tests.support.pages import Page

ISSUE = find("issue-2016")
HOSTILE = "Rossi</h1><script>alert('x')</script> & \"figli\" <img src=x onerror=y>"
Build = Callable[..., Story]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Tell a scenario as if it had been played: a picture for each step until the failed one, the paper of step 10."""

    def told(scenario: Scenario, failed_step: int | None = None) -> Story:
        folder = tmp_path / scenario.name
        folder.mkdir()
        kept = {}
        for step in scenario.steps[:failed_step]:
            papers = (("pin-envelope", "10-pin-envelope.pdf"), ("receipt", "10-receipt.pdf"))
            kept[step.number] = Kept(f"{step.number:02}-screen.svg", papers if step.number == 10 else ())
            for name in (kept[step.number].picture, *(file for _kind, file in kept[step.number].documents)):
                (folder / name).touch()
        found = ("screen home", f"on the screen: {HOSTILE}") if failed_step else ("", "")
        result = ScenarioResult(
            scenario.name, failed_step is None, len(scenario.steps), 1.0, failed_step, found[0], found[1]
        )
        return tell(scenario, result, kept, words())

    return told


def written(folder: Path, *stories: Story) -> list[Page]:
    """Write the pages of these stories, the overview first, and return them checked."""
    paths = [folder / INDEX, *(folder / story.name / INDEX for story in stories)]
    for path, text in zip(paths, [overview(stories), *map(page, stories)], strict=True):
        path.write_text(text, encoding="utf-8")
    pages = [Page(path) for path in paths]
    for one in pages:
        one.check()
    return pages


@pytest.mark.requirement("M26")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_m26_every_step_is_told_in_order(build: Build, tmp_path: Path, language: str) -> None:
    i18n.choose(language)
    try:
        _overview, lesson = written(tmp_path, build(ISSUE))
    finally:
        i18n.choose("it")
    captions = [getattr(step.say, language) for step in ISSUE.steps]
    assert lesson.all("html")[0].attributes["lang"] == language
    assert [one.text for one in lesson.all("h2")] == [f"{number} {say}" for number, say in enumerate(captions, 1)]
    assert [one.attributes["alt"] for one in lesson.all("img")] == captions
    assert len(lesson.all("li", "step")) == len(captions)


def test_m26_a_step_says_what_is_done_printed_and_why(build: Build, tmp_path: Path) -> None:
    _overview, lesson = written(tmp_path, build(ISSUE))
    steps = lesson.all("li", "step")
    norm = norm_words("m02-valid-document")
    assert norm is not None
    for words_of_it in ("Numero CA00000AA", "Carta d'identità elettronica", "F8", norm.title, norm.act, norm.text):
        assert words_of_it in steps[5].text
    assert [one.text for one in lesson.all("kbd")][:2] == ["Invio", "Invio"]
    assert "✓ Il sigillo è integro" in steps[10].text
    papers = [one.attributes["href"] for one in lesson.all("a") if one.attributes["href"].endswith(".pdf")]
    assert papers == ["10-pin-envelope.pdf", "10-receipt.pdf"]
    assert "operatore-prova" not in lesson.source


@pytest.mark.requirement("M26")
def test_m26_a_failed_scenario_has_its_page(build: Build, tmp_path: Path) -> None:
    above, lesson = written(tmp_path, build(ISSUE, failed_step=4))
    failed = lesson.all("li", "failed")
    assert [one.attributes["id"] for one in failed] == ["step-4"]
    assert "screen home" in failed[0].text
    assert f"on the screen: {HOSTILE}" in failed[0].text
    assert len(lesson.all("img")) == 4
    assert len(lesson.all("li", "later")) == len(ISSUE.steps) - 4
    assert "#step-4" in [one.attributes["href"] for one in lesson.all("a")]
    assert "issue-2016/index.html#step-4" in [one.attributes["href"] for one in above.all("a")]
    assert len(above.all("li", "bad")) == 1


def test_m26_a_scenario_that_did_not_even_start_has_its_page(build: Build, tmp_path: Path) -> None:
    story = build(ISSUE, failed_step=1)
    nothing = replace(story, frames=tuple(replace(frame, kept=Kept()) for frame in story.frames))
    _overview, lesson = written(tmp_path, nothing)
    assert lesson.all("img") == []
    assert "step-1" in [one.attributes["id"] for one in lesson.all("li", "failed")]


def test_m26_the_overview_tells_each_scenario(build: Build, tmp_path: Path) -> None:
    refused = find("refused-2020")
    above, *_lessons = written(tmp_path, build(ISSUE), build(refused))
    assert [one.text for one in above.all("h2")] == ["Identificazione e rilascio", "Le norme nel tempo"]
    links = [(one.text, one.attributes["href"]) for one in above.all("a")]
    assert links == [(str(one.title), f"{one.name}/index.html") for one in (ISSUE, refused)]
    cards = above.all("li", "lesson")
    for scenario, card, day in zip((ISSUE, refused), cards, ("10/05/2016", "01/10/2020"), strict=True):
        for told in (str(scenario.title), day, " ".join(scenario.requirements), "superata"):
            assert told in card.text


def test_m26_neighbours_lead_from_lesson_to_lesson(build: Build, tmp_path: Path) -> None:
    first, second = build(ISSUE), build(find("refused-2020"))
    written(tmp_path, first, second)
    path = tmp_path / first.name / INDEX
    path.write_text(page(first, None, second), encoding="utf-8")
    lesson = Page(path)
    lesson.check()
    assert [one.attributes["href"] for one in lesson.all("a", "after")] == ["../refused-2020/index.html"]
    assert lesson.all("a", "before") == []


@pytest.mark.requirement("M26")
def test_m26_what_people_and_files_say_is_never_markup(build: Build, tmp_path: Path) -> None:
    step = replace(ISSUE.steps[0], say=Texts(HOSTILE, HOSTILE), fills=(Fill("spoil-note", HOSTILE),), press=("<",))
    hostile = replace(
        ISSUE,
        name='a:b #"<?%41',
        title=Texts(HOSTILE, HOSTILE),
        operator=HOSTILE,
        steps=(step,),
        requirements=(HOSTILE,),
    )
    for one in written(tmp_path, build(hostile)):
        told = [element.text for element in one.elements if element.tag in ("h1", "h2", "h3")]
        assert any(HOSTILE in text for text in told)
        assert not [element for element in one.elements if element.attributes.get("src") == "x"]


def told_of(step: Step) -> list[tuple[How, str, tuple[str, ...]]]:
    return [(deed.how, deed.what, deed.values) for deed in deeds(step, words())]


def test_m26_deeds_stand_in_the_order_in_which_they_are_done() -> None:
    step = replace(
        ISSUE.steps[0],
        desk="2",
        printer="jam",
        restart=True,
        read=Reading("pin-envelope", "secret", "pin"),
        scan="IDITA",
        fills=(
            Fill("spoil-note", "${pin}"),
            Fill("operator-password", "operatore-prova"),
            Fill("applicant", "self"),
            Fill("seal-intact", "no"),
            Fill("not-known", "x"),
        ),
        press=("enter", "f9", "alt+8", "ctrl+t", "shift+tab", "a"),
    )
    assert told_of(step) == [
        (How.HAPPENS, "Allo sportello", ("2",)),
        (How.HAPPENS, "La stampante", ("si inceppa",)),
        (How.HAPPENS, "Il programma", ("viene interrotto e riavviato",)),
        (How.HAPPENS, "Letto sulla carta", ("${pin}",)),
        (How.TYPED, "Il lettore legge", ("IDITA",)),
        (How.TYPED, "Nota", ("${pin}",)),
        (How.TYPED, "Password", (BULLETS,)),
        (How.CHOSEN, "In che qualità", ("per sé",)),
        (How.MARKED, "Il sigillo è integro", ("non segnato",)),
        (How.TYPED, "not-known", ("x",)),
        (How.KEYS, "", ("Invio", "F9", "Alt+8", "^T", "Shift+Tab", "a")),
    ]


def test_m26_a_span_of_time_is_told_in_its_units() -> None:
    step = replace(ISSUE.steps[0], fills=(), press=(), advance=timedelta(days=1, hours=2, seconds=90))
    assert deeds(step, words()) == (Deed(How.HAPPENS, "Tempo che passa", ("1 d 2 h 1 min 30 s",)),)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_m26_every_text_has_the_contrast_of_wcag_aa_in_light_dark_and_print() -> None:
    style = files("counter_app.walkthrough").joinpath("storyboard.css").read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{([^}]*)\}", style)
    ]
    assert len(schemes) == 3
    weak = []
    for scheme in schemes:
        for text in ("ink", "quiet", "accent", "good", "bad"):
            for ground in ("paper", "card", "bad-paper"):
                light, dark = sorted((luminance(scheme[text]), luminance(scheme[ground])), reverse=True)
                if (light + 0.05) / (dark + 0.05) < 4.5:
                    weak.append((text, ground))
    assert weak == []
