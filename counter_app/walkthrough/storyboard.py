"""Storyboards: what `play --out` shows to somebody in a browser. A page is text made from a value.

A page needs nothing from outside: no script, no font, no address. Everything people and files say is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.resources import files
from itertools import groupby
from urllib.parse import quote

from counter_app.i18n import _, language, ngettext, show_day
from counter_app.walkthrough.requirements import titles
from counter_app.walkthrough.results import Kept, ScenarioResult
from counter_app.walkthrough.scenario import Scenario, Step
from counter_app.walkthrough.subjects import Subject, subject_of
from counter_app.walkthrough.telling import Deed, How, NormWords, Words, deeds, norm_words
from data.vocabulary import PrintedKind

INDEX = "index.html"
"""Name of every page: in the folder of a run, and in each scenario's folder in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One step of a storyboard."""

    number: int
    caption: str
    deeds: tuple[Deed, ...]
    kept: Kept
    norm: NormWords | None


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario that was played, told step by step."""

    name: str
    """Also the name of its folder."""
    title: str
    subject: Subject
    requirements: tuple[str, ...]
    on: date
    known_on: date | None
    operator: str
    """Account that is logged in at the start; empty = it begins at the login."""
    frames: tuple[Frame, ...]
    failed_step: int | None
    expected: str
    found: str

    @property
    def cover(self) -> Frame:
        """The step that stands for the whole: where it failed; else the last that printed, explained, or was seen."""
        if self.failed_step is not None:
            return self.frames[self.failed_step - 1]
        seen = [frame for frame in self.frames if frame.kept.picture] or list(self.frames)
        telling = [frame for frame in seen if frame.kept.documents] or [frame for frame in seen if frame.norm] or seen
        return telling[-1]


def tell(scenario: Scenario, result: ScenarioResult, kept: Mapping[int, Kept], words: Words) -> Story:
    """Return the story of a scenario that was played.

    Args:
        scenario: what was played.
        result: the verdict.
        kept: number of a step -> what is left of it.
        words: the interface's words for fields, options and keys.
    """

    def frame(step: Step) -> Frame:
        norm = norm_words(step.explain) if step.explain else None
        return Frame(step.number, str(step.say), deeds(step, words), kept.get(step.number, Kept()), norm)

    return Story(
        name=scenario.name,
        title=str(scenario.title),
        subject=subject_of(scenario),
        requirements=scenario.requirements,
        on=scenario.on,
        known_on=scenario.known_on,
        operator=scenario.operator,
        frames=tuple(frame(step) for step in scenario.steps),
        failed_step=result.failed_step,
        expected=result.expected,
        found=result.found,
    )


def overview(stories: Sequence[Story]) -> str:
    """Return the page of a run: every scenario with title, day, requirements, verdict and a link, by subject."""
    good = sum(story.failed_step is None for story in stories)
    told = ngettext("{good} of {count} lesson passed", "{good} of {count} lessons passed", len(stories))
    parts = [
        '<header class="top">',
        f'<p class="quiet">Sportello PIN</p><h1>{escape(_("Lessons, step by step"))}</h1>',
        f'<p class="verdict {_mood(good == len(stories))}">{escape(told.format(good=good, count=len(stories)))}</p>',
        "</header>",
        "<main>",
    ]
    for subject, group in groupby(stories, key=lambda story: story.subject):
        parts += [f'<section class="subject"><h2>{escape(subject.title)}</h2>', '<ul class="lessons">']
        parts += [_card(story) for story in group]
        parts += ["</ul></section>"]
    return _document(_("Lessons, step by step"), [*parts, "</main>"])


def page(story: Story, before: Story | None = None, after: Story | None = None) -> str:
    """Return the page of one scenario.

    Args:
        story: the scenario.
        before: the one that stands before it in the overview.
        after: the one that stands after it.
    """
    passed = story.failed_step is None
    parts = [
        '<header class="top">',
        f'<nav><a href="../{INDEX}">← {escape(_("All lessons"))}</a></nav>',
        f'<p class="quiet">{escape(story.subject.title)}</p><h1>{escape(story.title)}</h1>',
        f'<p class="verdict {_mood(passed)}">{_verdict(story, "")}</p>',
        _facts(story),
        "</header>",
        '<main><ol class="steps">',
        *(_step(frame, story) for frame in story.frames),
        "</ol></main>",
        _neighbours(before, after),
    ]
    return _document(f"{story.title} · Sportello PIN", parts)


def document_words(kind: str) -> str:
    """Return the name of a printed document."""
    words: dict[str, str] = {
        PrintedKind.PIN_ENVELOPE: _("Sealed envelope"),
        PrintedKind.REQUEST_FORM: _("Request form"),
        PrintedKind.RECEIPT: _("Receipt"),
        PrintedKind.REFUSAL_SLIP: _("Slip to take home"),
    }
    return words.get(kind, kind)


def _document(title: str, body: Sequence[str]) -> str:
    style = files(__package__).joinpath("storyboard.css").read_text(encoding="utf-8")
    head = (
        "<!DOCTYPE html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
    )
    return "\n".join((*head, *(part for part in body if part), "</body>", "</html>", ""))


def _card(story: Story) -> str:
    cover = story.cover
    folder = quote(story.name)
    picture = _picture(f"{folder}/", cover) if cover.kept.picture else ""
    steps = ngettext("{count} step", "{count} steps", len(story.frames)).format(count=len(story.frames))
    facts = f"{escape(show_day(story.on))} · {escape(steps)}<br>{escape(' '.join(story.requirements))}"
    return (
        f'<li class="lesson {_mood(story.failed_step is None)}">{picture}<div>'
        f'<h3><a href="{folder}/{INDEX}">{escape(story.title)}</a></h3>'
        f'<p class="quiet">{facts}</p><p class="verdict {_mood(story.failed_step is None)}">'
        f"{_verdict(story, f'{folder}/{INDEX}')}</p></div></li>"
    )


def _facts(story: Story) -> str:
    names = titles()
    rows = [(_("Business date"), show_day(story.on))]
    if story.known_on is not None:
        rows.append((_("As known on"), show_day(story.known_on)))
    start = _("with {operator} logged in").format(operator=story.operator) if story.operator else _("at the login")
    rows.append((_("Begins"), start))
    shown = [f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in rows]
    listed = "".join(f"<li>{escape(name)} {escape(names.get(name, ''))}</li>" for name in story.requirements)
    shown.append(f"<dt>{escape(_('Shows'))}</dt><dd><ul>{listed}</ul></dd>")
    return f'<dl class="facts">{"".join(shown)}</dl>'


def _step(frame: Frame, story: Story) -> str:
    failed = frame.number == story.failed_step
    later = story.failed_step is not None and frame.number > story.failed_step
    state = " failed" if failed else " later" if later else ""
    said = [f'<h2><span class="number">{frame.number}</span> {escape(frame.caption)}</h2>']
    if frame.deeds:
        said.append(f'<ul class="deeds">{"".join(map(_deed, frame.deeds))}</ul>')
    if failed:
        said.append(_failure(story))
    if later:
        said.append(f'<p class="quiet">{escape(_("Not played any more."))}</p>')
    if frame.norm is not None:
        said.append(_norm(frame.norm))
    if frame.kept.documents:
        said.append(f'<ul class="papers">{"".join(_paper(kind, file) for kind, file in frame.kept.documents)}</ul>')
    picture = ""
    if frame.kept.picture:
        source = quote(frame.kept.picture)
        picture = f'<a class="picture" href="{source}">{_picture("", frame)}</a>'
    return f'<li class="step{state}" id="step-{frame.number}"><div class="said">{"".join(said)}</div>{picture}</li>'


def _picture(folder: str, frame: Frame) -> str:
    return f'<img src="{folder}{quote(frame.kept.picture)}" alt="{escape(frame.caption)}">'


def _deed(deed: Deed) -> str:
    values = [escape(value) for value in deed.values]
    what = escape(deed.what)
    if deed.how is How.KEYS:
        shown = " ".join(f"<kbd>{value}</kbd>" for value in values)
    elif deed.how is How.MARKED:
        shown = f"{what}: {values[0]}" if values else f'<span class="sign">✓</span> {what}'
    elif deed.how is How.TYPED:
        shown = f'<span class="quiet">{what}</span> <code>{"".join(values)}</code>'
    else:
        shown = f'<span class="quiet">{what}</span> {"".join(values)}'
    return f'<li class="{deed.how}">{shown}</li>'


def _failure(story: Story) -> str:
    return (
        f'<div class="failure"><p><strong>{escape(_("It stopped here."))}</strong></p>'
        f"<dl><dt>{escape(_('Expected'))}</dt><dd>{escape(story.expected)}</dd>"
        f"<dt>{escape(_('Found'))}</dt><dd>{escape(story.found)}</dd></dl></div>"
    )


def _norm(norm: NormWords) -> str:
    return (
        f'<aside class="norm"><p><strong>{escape(norm.title)}</strong><br><cite>{escape(norm.act)}</cite></p>'
        f"<p>{escape(norm.text)}</p></aside>"
    )


def _paper(kind: str, file: str) -> str:
    return f'<li><a href="{quote(file)}">{escape(document_words(kind))}</a> <span class="quiet">PDF</span></li>'


def _neighbours(before: Story | None, after: Story | None) -> str:
    links = [
        f'<a class="{side}" href="../{quote(story.name)}/{INDEX}">{escape(words.format(title=story.title))}</a>'
        for side, story, words in (("before", before, "← {title}"), ("after", after, "{title} →"))
        if story is not None
    ]
    return f"<footer><nav>{''.join(links)}</nav></footer>" if links else ""


def _verdict(story: Story, its_page: str) -> str:
    """Return the verdict in words; a failed one leads to the step, on `its_page` (empty = this one)."""
    if story.failed_step is None:
        return escape(_("✓ passed"))
    words = escape(_("✕ failed at step {step}").format(step=story.failed_step))
    return f'<a href="{its_page}#step-{story.failed_step}">{words}</a>'


def _mood(good: bool) -> str:
    return "good" if good else "bad"
