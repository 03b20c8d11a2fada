"""How a step fails: with what was expected and what was found."""

from __future__ import annotations

from counter_app.i18n import _


class StepFailed(Exception):  # noqa: N818 - it is the verdict on a step, not an error of the program
    """An expectation of a step, or something the step does, did not come true.

    Args:
        expected: what the scenario asks for.
        found: what was there instead.
    """

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(_("expected {expected}, found {found}").format(expected=expected, found=found))
        self.expected = expected
        self.found = found
