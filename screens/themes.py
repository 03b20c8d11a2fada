"""Three calm themes of our own. Status is words first, so each works without its colours (screens.md, principle 3)."""

from __future__ import annotations

from textual.theme import Theme

from counter_app.settings import THEMES as NAMES

_DARK = Theme(
    name="dark",
    dark=True,
    primary="#7fb4e6",
    secondary="#9aa7b5",
    accent="#8fc7ff",
    warning="#f0c060",
    error="#ff9c8f",
    success="#8fd694",
    foreground="#e3e8ee",
    background="#11161d",
    surface="#1d2630",
    panel="#18202a",
    variables={
        "block-cursor-background": "#8fc7ff",
        "block-cursor-foreground": "#0b1016",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#e3e8ee",
        "input-cursor-foreground": "#11161d",
        "input-selection-background": "#2f5f8f",
        "input-selection-foreground": "#ffffff",
        "rule": "#3a4757",
        "quiet": "#9fb0c2",
        "field": "#243140",
        "field-focus": "#2f4156",
        "training": "#f0c060",
        "training-text": "#1a1404",
    },
)

_LIGHT = Theme(
    name="light",
    dark=False,
    primary="#0b4f8a",
    secondary="#4c5a68",
    accent="#0b4f8a",
    warning="#7a4b00",
    error="#a1201a",
    success="#1b6b2f",
    foreground="#16202b",
    background="#f7f8fa",
    surface="#ffffff",
    panel="#e9edf2",
    variables={
        "block-cursor-background": "#0b4f8a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#16202b",
        "input-cursor-foreground": "#ffffff",
        "input-selection-background": "#b5d3ef",
        "input-selection-foreground": "#16202b",
        "rule": "#aeb9c5",
        "quiet": "#4c5a68",
        "field": "#e2e8ef",
        "field-focus": "#cfdeed",
        "training": "#f2c04d",
        "training-text": "#231a00",
    },
)

_MONOCHROME = Theme(
    name="monochrome",
    dark=True,
    primary="#ffffff",
    secondary="#cccccc",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    variables={
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#ffffff",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#8a8a8a",
        "input-selection-foreground": "#000000",
        "rule": "#8a8a8a",
        "quiet": "#cccccc",
        "field": "#303030",
        "field-focus": "#4a4a4a",
        "training": "#ffffff",
        "training-text": "#000000",
    },
)

THEMES = (_DARK, _LIGHT, _MONOCHROME)


def following(name: str) -> str:
    """Return the theme after `name`, for the key that walks through them."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)]
