"""What the coach says: the data of the case, which keys do a step, and what a wrong turn was."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from counter_app.i18n import _
from counter_app.walkthrough.scenario import Step
from counter_app.walkthrough.telling import Deed, How, Words, deeds
from counter_app.walkthrough.turns import Turn, WrongTurn
from screens import labels
from screens.walkthrough import handbook
from screens.walkthrough.settling import DeskApp


def case_data(app: DeskApp, steps: Iterable[Step], words: Words) -> tuple[tuple[str, str], ...]:
    """Return what the person brings for the texts one can reach on the screen: label and text of each.

    Args:
        app: the running application.
        steps: from the trainee's step on; the first one that fills a field decides what stands in it.
        words: the interface's own.
    """
    found: dict[str, tuple[str, str]] = {}
    for step in steps:
        for fill in step.fills:
            widget = app.screen.query_one_optional(f"#{fill.field}", Widget)
            there = isinstance(widget, Input) and widget in app.screen.focus_chain
            if there and fill.field not in found and "${" not in fill.text:
                found[fill.field] = (words.fields.get(fill.field, fill.field), fill.text)
    return tuple(found.values())


def hint_lines(step: Step, words: Words, way_back: str = "") -> tuple[str, ...]:
    """Return what to do in a step, a line for each field and one for the keys after them.

    Args:
        step: the step.
        words: the interface's own.
        way_back: id of the screen one must go back to before that; empty = none.
    """
    hints = tuple(_hint(deed) for deed in deeds(step, words) if deed.how is not How.HAPPENS)
    if not way_back:
        return hints
    screen = way_back.partition("/")[0]
    back = _("First go back to “{screen}” with F7 or Esc").format(screen=handbook.screen_names().get(screen, screen))
    return (back, *hints)


def _hint(deed: Deed) -> str:
    what = {
        How.TYPED: _("Type {values} in “{what}”"),
        How.CHOSEN: _("In “{what}” choose “{values}”"),
        How.MARKED: _("Mark “{what}” (Space)"),
        How.KEYS: _("Press {values}"),
    }[deed.how]
    return what.format(what=deed.what, values=" ".join(deed.values))


def turn_words(turn: WrongTurn, words: Words) -> str:
    """Return what a wrong turn was, and the way back."""
    if turn.kind is Turn.SCREEN:
        screen = turn.what.partition("/")[0]
        text = _("This step does not lead to “{screen}”. Esc goes back; Alt+X begins the lesson again.")
        return text.format(screen=handbook.screen_names().get(screen, screen))
    if turn.kind is Turn.ACT:
        text = _("“{event}” was recorded: the lesson does not ask for it here. If you cannot go on, Alt+X.")
        return text.format(event=labels.event(turn.what))
    if turn.kind is Turn.REFUSED:
        return _("A rule refuses this; the refusal says why and what to do instead. Esc goes back.")
    label = words.fields.get(turn.what, turn.what)
    if turn.kind is Turn.FIELD:
        return _("“{field}” cannot be taken like this: the message is under the field.").format(field=label)
    wanted = words.options.get((turn.what, turn.wanted), turn.wanted)
    return _("“{field}”: the case has {wanted}.").format(field=label, wanted=wanted)
