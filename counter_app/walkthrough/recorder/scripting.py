"""Makes a scenario file of a recording: what each step does and expects, its first words, and what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from counter_app.i18n import _, show_date
from counter_app.identity.folding import clean
from counter_app.walkthrough.key_names import is_key
from counter_app.walkthrough.recorder import captions
from counter_app.walkthrough.recorder.discretion import Discretion, Printed, Remark, Verdict
from counter_app.walkthrough.recorder.observing import NOTHING, FieldKind, FieldSeen, KeySeen
from counter_app.walkthrough.recorder.recording import Draft, Recording
from counter_app.walkthrough.recorder.writing import Entry, Head, as_toml
from counter_app.walkthrough.scenario import Expectation, Fill, PrintedExpectation, Reading, Step
from counter_app.walkthrough.worlds import Texts
from data.vocabulary import PrintedKind

_NORM_OF = re.compile(r"m([0-9]{2})-")
_KEYS = {" ": "space", "\n": "enter"}
"""Characters whose keys have other names."""

ITSELF = "M26"
"""Every lesson shows this one: it is a lesson."""


@dataclass(frozen=True, slots=True)
class Look:
    """Something to look at in the file."""

    step: int
    words: str


@dataclass(frozen=True, slots=True)
class Script:
    """The steps of a recording, ready to be written."""

    entries: tuple[Entry, ...]
    looks: tuple[Look, ...]

    def as_toml(self, head: Head) -> str:
        """Return the scenario file."""
        remarks = (_("Recorded at the desk. The words of each step (say) are a beginning: write them anew."),)
        return as_toml(replace(head, requirements=self.requirements), self.entries, remarks)

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements whose norms were seen, and that lessons are files."""
        norms = [norm for entry in self.entries for norm in (entry.step.explain, entry.step.expect.refused)]
        found = {f"M{match.group(1)}" for norm in norms if (match := _NORM_OF.match(norm))}
        return tuple(sorted(found | {ITSELF}))


def head(name: str, on: date, world: str, operator: str = "", known_on: date | None = None) -> Head:
    """Return what stands above the steps; the title is made of the file's name and the business date.

    Args:
        name: of the file, without its ending.
        on: business date at the start.
        world: name of the training world.
        operator: account that is logged in at the start; empty = none.
        known_on: acts published later are not known; None = the business date.
    """
    words = f"{clean(name.replace('-', ' ')).capitalize() or world} ({show_date(on)})"
    return Head(Texts(words, words), (ITSELF,), on, world, operator, known_on)


def script(recording: Recording, first_desk: str) -> Script:
    """Return what was recorded so far.

    Args:
        recording: what was seen.
        first_desk: the desk a scenario begins at.
    """
    discretion = recording.discretion
    discretion.begin()
    for draft in recording.steps:
        # a password may have been typed into another field before: it is known for what it is only then
        for one in draft.fills:
            if one.kind is FieldKind.PASSWORD:
                discretion.judge(one, draft.number)
    parts: list[_Part] = []
    desk = first_desk
    for draft in recording.steps:
        parts += _Writer(discretion, draft).parts(draft.desk if draft.desk != desk else "")
        desk = draft.desk
    entries: list[Entry] = []
    looks: list[Look] = []
    for part in parts:
        entries.append(replace(part.entry, step=replace(part.entry.step, number=len(entries) + 1)))
        looks += [Look(len(entries), words) for words in part.entry.remarks]
        for read in _readings(discretion.readings, part.printed_by):
            entries.append(Entry(Step(len(entries) + 1, captions.reading(read), read=read)))
    return Script(tuple(entries), tuple(looks))


def _readings(needed: dict[Printed, str], step: int) -> Iterator[Reading]:
    """Yield what is read right after the step that printed it, before another sheet of the kind lies on top."""
    for printed, name in needed.items():
        if printed.step == step:
            yield Reading(printed.source, printed.what, name)


@dataclass(frozen=True, slots=True)
class _Part:
    """A step of the file; a recorded step has several where one field takes keys of its own."""

    entry: Entry
    printed_by: int = 0
    """Number of the recorded step that ends here."""


class _Writer:
    """Writes one recorded step.

    Args:
        discretion: what may stand in the file.
        draft: the step.
    """

    def __init__(self, discretion: Discretion, draft: Draft) -> None:
        self._discretion = discretion
        self._draft = draft
        self._remarks: dict[Remark, list[str]] = {}

    def parts(self, desk: str) -> Iterator[_Part]:
        """Yield the step; before it, a step for each text that can only be typed by keys.

        Args:
            desk: the desk to go on at; empty = the one of the step before.
        """
        draft, fields = self._draft, list[tuple[FieldSeen, Fill]]()
        step = Step(
            number=0,
            say=NOTHING,
            desk=desk,
            date=draft.date,
            advance=draft.advance,
            printer=draft.printer,
            restart=draft.restart,
            scan=self._scan(),
        )
        for one in draft.fills:
            text, by_keys = self._text(one)
            if text is not None:
                fields.append((one, Fill(one.id, "" if by_keys else text)))
            if text is not None and by_keys:
                yield _Part(self._entry(step, fields, [KeySeen(_KEYS.get(char, char)) for char in text]))
                step, fields = Step(0, NOTHING), []
        step = replace(step, explain=draft.explain, expect=_expected(draft))
        yield _Part(self._entry(step, fields, self._keys()), draft.number)

    def _entry(self, step: Step, fields: list[tuple[FieldSeen, Fill]], keys: list[KeySeen]) -> Entry:
        seen, fills = [one for one, _fill in fields], tuple(fill for _seen, fill in fields)
        press = tuple(key.key for key in keys)
        said = [key for key in keys if key.shown.it]
        remarks, self._remarks = self._remarks, {}
        step = replace(step, say=captions.caption(step, seen, said), fills=fills, press=press)
        return Entry(step, tuple(_words(remark, names) for remark, names in remarks.items()))

    def _text(self, one: FieldSeen) -> tuple[str | None, bool]:
        """Return what to fill in, None for nothing, and whether only keys can type it."""
        verdict = self._discretion.judge(one, self._draft.number)
        if one.kind in (FieldKind.SELECT, FieldKind.RADIO, FieldKind.LIST) and not one.value:
            verdict = Verdict(None, remark=Remark.NOT_WRITABLE)
        by_keys = "${" in (verdict.text or "") and not verdict.placeholder
        if by_keys and not all(is_key(_KEYS.get(char, char)) for char in verdict.text or ""):
            verdict = Verdict(None, remark=Remark.NOT_WRITABLE)
        self._remark(verdict.remark, one.id)
        return verdict.text, by_keys

    def _scan(self) -> str:
        text, enter, _rest = self._draft.scan.rpartition("\n")
        if not enter:
            return ""
        verdict = self._discretion.judge_scan(text, self._draft.number)
        self._remark(verdict.remark, "scan")
        return "" if verdict.text is None else f"{verdict.text}\n"

    def _keys(self) -> list[KeySeen]:
        """Return the keys a file can name; those that spell a part of a secret are left out."""
        keys = self._draft.keys
        if self._discretion.hides("".join(key.char for key in keys)):
            self._remark(Remark.LEFT_OUT, "press")
            keys = [key for key in keys if not key.char]
        if not all(is_key(key.key) for key in keys):
            self._remark(Remark.NOT_WRITABLE, "press")
        return [key for key in keys if is_key(key.key)]

    def _remark(self, remark: Remark | None, name: str) -> None:
        if remark is not None and name not in self._remarks.setdefault(remark, []):
            self._remarks[remark].append(name)


def _words(remark: Remark, names: list[str]) -> str:
    words = {
        Remark.BY_HAND: _("typed by hand, check that it is fictitious: {names}"),
        Remark.STAND_IN: _("a password that is not the world's was typed, another stands here for it: {names}"),
        Remark.LEFT_OUT: _("left out, because it stands on a paper or is a part of a PIN: {names}"),
        Remark.NOT_WRITABLE: _("left out, because no scenario can do it: {names}"),
    }
    return words[remark].format(names=", ".join(names))


def _expected(draft: Draft) -> Expectation:
    kinds = [paper.kind for paper in draft.papers]
    first = next((str(kind) for kind in PrintedKind if kind in kinds), "")
    return Expectation(
        screen=draft.screen,
        focus=draft.focus,
        refused=draft.refused,
        printed=PrintedExpectation(first, kinds.count(first)) if first else None,
        register=draft.events[-1] if draft.events else "",
        person=draft.person,
    )
