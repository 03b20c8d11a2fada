"""The first words of a recorded step, in both languages: what was done, never what was typed. The trainer goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from counter_app.i18n import in_both, show_date
from counter_app.walkthrough.recorder.observing import FieldKind, FieldSeen, KeySeen
from counter_app.walkthrough.recorder.writing import duration
from counter_app.walkthrough.scenario import Reading, Step
from counter_app.walkthrough.worlds import Texts

YES = "yes"


def caption(step: Step, fields: Sequence[FieldSeen] = (), keys: Sequence[KeySeen] = ()) -> Texts:
    """Return what a step does, in words.

    Args:
        step: what it does beside fields and keys.
        fields: what it fills, as the screen shows it.
        keys: what it presses, as the interface writes it.
    """
    sentences = [*_of_the_world(step), *_filled(fields), *_pressed(keys)]
    return _together(sentences or [Texts(*in_both("Look at the screen."))], " ")


def reading(read: Reading) -> Texts:
    """Return that something is read off paper, in words."""
    words = {
        "secret": in_both("Read the PIN on the paper: a training world may."),
        "serial": in_both("Read the number on the paper."),
        "code": in_both("Read the verification code on the paper."),
    }
    return Texts(*words[read.what])


def _of_the_world(step: Step) -> Iterable[Texts]:
    if step.desk:
        yield _with(in_both("Go on at desk {desk}."), desk=step.desk)
    if step.date is not None:
        yield _with(in_both("The business date is now {date}."), date=show_date(step.date))
    if step.advance is not None:
        yield _with(in_both("Time passes: {time}."), time=duration(step.advance))
    if step.printer:
        words = {
            "ok": in_both("The printer works again."),
            "jam": in_both("The printer jams."),
            "stopped": in_both("The printer stops."),
            "gone": in_both("The printer does not answer."),
        }
        yield Texts(*words[step.printer])
    if step.restart:
        yield Texts(*in_both("The program starts again."))
    if step.scan:
        yield Texts(*in_both("Scan the card."))


def _filled(fields: Sequence[FieldSeen]) -> Iterable[Texts]:
    """Yield a sentence for each run of fields that are filled in the same way."""
    runs: list[tuple[tuple[str, str], list[Texts]]] = []
    for one in fields:
        words = _way(one)
        if not runs or runs[-1][0] != words:
            runs.append((words, []))
        if one.label not in runs[-1][1]:
            runs[-1][1].append(one.label)
    for words, labels in runs:
        yield _with(words, fields=_together(map(_bare, labels), ", "))


def _bare(label: Texts) -> Texts:
    """Return a label without the sign it ends with: a question becomes a name."""
    return Texts(label.it.rstrip(" ?.:"), label.en.rstrip(" ?.:"))


def _way(one: FieldSeen) -> tuple[str, str]:
    named = bool(one.label.it and one.label.en)
    if one.kind in (FieldKind.TEXT, FieldKind.PASSWORD):
        return in_both("Fill in: {fields}.") if named else in_both("Fill in the field.")
    if one.kind is FieldKind.CHECKBOX:
        return in_both("Mark: {fields}.") if one.value == YES else in_both("Take the mark off: {fields}.")
    return in_both("Choose: {fields}.") if named else in_both("Choose from the list.")


def _pressed(keys: Sequence[KeySeen]) -> Iterable[Texts]:
    if keys:
        yield _with(in_both("Press {keys}."), keys=_together([_key(key) for key in keys], ", "))


def _key(key: KeySeen) -> Texts:
    if not key.does.it:
        return key.shown
    return Texts(*(f"{shown} ({does})" for shown, does in zip(_pair(key.shown), _pair(key.does), strict=True)))


def _with(words: tuple[str, str], **parts: Texts | str) -> Texts:
    def filled_in(language: Callable[[Texts], str], text: str) -> str:
        return text.format(
            **{name: language(part) if isinstance(part, Texts) else part for name, part in parts.items()}
        )

    return Texts(filled_in(lambda texts: texts.it, words[0]), filled_in(lambda texts: texts.en, words[1]))


def _together(texts: Iterable[Texts], between: str) -> Texts:
    pairs = list(map(_pair, texts))
    return Texts(between.join(pair[0] for pair in pairs), between.join(pair[1] for pair in pairs))


def _pair(texts: Texts) -> tuple[str, str]:
    return texts.it, texts.en
