"""The closed envelope drawn in characters. The secret has no pixel: bullets stand for it (screens.md, principle 6)."""

from __future__ import annotations

from counter_app.desk.views import EnvelopeView

BULLET = "•"
GROUP = 4
WIDTH = 50
_INNER = WIDTH - 2
_WINDOW = 24
_BLIND = _INNER - _WINDOW - 4
_ADDRESS_LINES = 5


def bullets(length: int) -> str:
    """Return as many bullets as the secret has characters, in groups of four.

    Args:
        length: characters of the PIN inside; the desk knows no more than their number.
    """
    return " ".join(BULLET * min(GROUP, length - start) for start in range(0, length, GROUP))


def drawing(view: EnvelopeView, heading: str, inside: str) -> str:
    """Return the envelope as the person will hold it: heading, serial, window, and bullets over the blind area.

    Args:
        view: the envelope; its person's postal lines stand in the window.
        heading: first line of the office's heading.
        inside: what is inside, such as "dispositive PIN".
    """
    edge, window = "─" * _INNER, "─" * _WINDOW
    rows = [
        f" {_fit(heading, _INNER - 2)}",
        f" ┌{window}┐",
        *_middle((view.person.full_name, *view.person.address), (view.serial, inside, bullets(view.length))),
        f" └{window}┘",
    ]
    return "\n".join([f"┌{edge}┐", *(f"│{row.ljust(_INNER)}│" for row in rows), f"└{edge}┘"])


def _middle(address: tuple[str, ...], blind: tuple[str, ...]) -> list[str]:
    """Return the lines with the address window, three to five, beside them what is printed around it."""
    count = min(max(len(address), 3), _ADDRESS_LINES)
    left = [*address[:count], *[""] * (count - len(address))]
    right = [*blind, *[""] * count]
    return [
        f" │ {_fit(line, _WINDOW - 2).ljust(_WINDOW - 2)} │{_fit(beside, _BLIND):^{_BLIND}}"
        for line, beside in zip(left, right, strict=False)
    ]


def _fit(text: str, width: int) -> str:
    """Return `text`, cut with an ellipsis where it is longer than `width` characters."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
