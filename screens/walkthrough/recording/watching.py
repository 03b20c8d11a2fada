"""Looks at the desk as a recorder does: what stands in the fields, where the focus is, whose a key is."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Checkbox, Input, RadioSet, Select, Static, TextArea

from counter_app.i18n import shown_in_both
from counter_app.walkthrough.reading import KEBAB
from counter_app.walkthrough.recorder.observing import NOTHING, FieldKind, FieldSeen, KeySeen, Seen
from counter_app.walkthrough.scenario import SCREEN
from counter_app.walkthrough.telling import shown_key
from counter_app.walkthrough.worlds import Texts
from screens import keys
from screens.covered import CoveredApp
from screens.norms.sheet import NormSheet
from screens.walkthrough.expectations import focused_id, refused_norms, screen_id
from screens.walkthrough.seeing import held
from screens.walkthrough.ushering import Typed
from screens.walkthrough.words import key_names
from screens.widgets.fields import CodeInput, Field

MOMENTARY_LISTS = frozenset(("hits", "envelopes"))
"""Lists whose option ids are data of the moment (`walkthrough ids` says where each list has its ids from)."""
PAST_DECISION = "decision-"
"""How the id of a line on the card begins that stands for what was decided before."""

WALKS = frozenset(("tab", "shift+tab", "up", "down", "enter"))
_SCROLLS = "scroll_"
_ELSEWHERE = ("app.", "screen.")
"""Actions of a field's keys that are not the field's own."""


def seen(app: CoveredApp) -> Seen:
    """Return what is on the screen; register and printer are looked at by whoever knows the stage."""
    screen, chain = app.screen, app.screen.focus_chain
    name, holder = screen_id(app), _holder(app.focused)
    norms = screen.norms if isinstance(screen, NormSheet) else ()
    return Seen(
        screen=name if SCREEN.match(name) else "",
        focus=focused_id(app) if KEBAB.match(focused_id(app)) else "",
        field=(holder.id or "") if holder is not None else "",
        fields=tuple(field for widget in chain if (field := field_seen(widget)) is not None),
        chain=tuple(_place(widget) for widget in chain),
        stack=tuple(below.id or "" for below in app.screen_stack),
        scanning=isinstance(app.focused, CodeInput) and app.focused.scanning,
        refused=next(iter(refused_norms(app)), ""),
        norm=norms[0].id if norms else "",
        today=app.counter.clock.today() if app.counter is not None else date.min,
    )


def field_of(app: CoveredApp) -> Widget | None:
    """Return the field the focus is in, an open list of it included."""
    return _holder(app.focused)


def field_seen(widget: Widget) -> FieldSeen | None:
    """Return what stands in a field; None for what no scenario can fill."""
    if not KEBAB.match(widget.id or ""):
        return None
    kind, value = held(widget)
    if kind is None:
        return None
    momentary = kind is FieldKind.LIST and (widget.id in MOMENTARY_LISTS or value.startswith(PAST_DECISION))
    return FieldSeen(widget.id or "", kind, value, Texts(*shown_in_both(_label(widget))), momentary)


def key_seen(app: CoveredApp, typed: Typed) -> KeySeen:
    """Return whose a key is, before it works."""
    if isinstance(typed, events.Paste):
        unknown = isinstance(app.focused, Input | TextArea) and _holder(app.focused) is None
        return KeySeen("", typed.text, inner=not unknown)
    node, binding = _bound(app, typed.key)
    name = (binding.id or "").removesuffix("-second") if binding is not None else ""
    choice = binding is not None and binding.action.startswith("choose(")
    # a chord is no text, whatever letter the terminal sends along
    char = (typed.character or "") if typed.is_printable and "+" not in typed.key else ""
    return KeySeen(
        key=typed.key,
        char=char,
        inner=_inner(app, typed.key, char, binding, node),
        choice=choice,
        walks=typed.key in WALKS,
        moves_date=name == "date",
        quits=name == "quit",
        shown=_written(typed.key),
        does=Texts(*shown_in_both(binding.description)) if binding is not None and name in keys.BY_ID else NOTHING,
    )


def person_at(app: CoveredApp) -> str:
    """Return the fiscal code of who the desk is serving, empty where it serves nobody."""
    for screen in reversed(app.desk_screens):
        shown = getattr(screen, "view", None) or getattr(screen, "card", None)
        code = getattr(getattr(shown, "person", None), "fiscal_code", "")
        if code:
            return str(code)
    return ""


def _bound(app: CoveredApp, key: str) -> tuple[Any, Binding | None]:
    """Return where a key is bound, and to what: a list that has nothing to scroll passes the key on."""
    active = app.screen.active_bindings.get(key)
    if active is None or not active.binding.action.startswith(_SCROLLS):
        return (None, None) if active is None else (active.node, active.binding)
    others = (
        (node, binding)
        for node, bindings in app.screen._modal_binding_chain
        for name, binding in bindings
        if name == key and not binding.action.startswith(_SCROLLS)
    )
    return next(others, (active.node, active.binding))


def _inner(app: CoveredApp, key: str, char: str, binding: Binding | None, node: Any) -> bool:
    """Whether a key is the field's own, or nobody's."""
    focused, holder = app.focused, _holder(app.focused)
    if key == "enter":
        return isinstance(holder, Select | RadioSet)
    if focused is not None and char and focused.check_consume_key(key, char):
        return holder is not None
    if binding is None:
        return bool(char)
    owners = () if focused is None else (focused, holder)
    return node in owners and not binding.action.startswith(_ELSEWHERE)


def _holder(widget: Widget | None) -> Widget | None:
    if widget is None:
        return None
    above = (node for node in widget.ancestors_with_self if isinstance(node, Widget))
    return next((node for node in above if KEBAB.match(node.id or "") and held(node)[0] is not None), None)


def _place(widget: Widget) -> str:
    holder = _holder(widget)
    return (holder.id if holder is not None else widget.id) or ""


def _label(widget: Widget) -> str:
    """Return what a field is called on the screen: by itself, by its frame, or by the line above it."""
    if isinstance(widget, Checkbox):
        return str(widget.label)
    frame = next((node for node in widget.ancestors if isinstance(node, Field)), None)
    if frame is not None and frame.name_shown:
        return frame.name_shown
    below = frame or widget
    beside = list(below.parent.children) if isinstance(below.parent, Widget) else []
    above = beside[: beside.index(below)] if below in beside else []
    line = above[-1] if above and isinstance(above[-1], Static) else None
    return str(line.content) if line is not None and isinstance(line.content, str) else ""


def _written(key: str) -> Texts:
    """Return a key as the interface writes it."""
    return Texts(*shown_in_both(shown_key(key, key_names())))
