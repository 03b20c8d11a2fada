"""What playing a scenario gives back, and its stable JSON (interfaces.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The verdict on one scenario."""

    name: str
    passed: bool
    steps: int
    """How many steps the scenario has."""
    seconds: float
    failed_step: int | None = None
    """Number of the step that failed, from 1; None where none did."""
    expected: str = ""
    found: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as interfaces.md writes it."""
        return {
            "name": self.name,
            "passed": self.passed,
            "steps": self.steps,
            "failed_step": self.failed_step,
            "expected": self.expected or None,
            "found": self.found or None,
            "seconds": round(self.seconds, 3),
        }


def report(results: Sequence[ScenarioResult]) -> dict[str, Any]:
    """Return the report on several scenarios as interfaces.md writes it."""
    return {
        "passed": all(result.passed for result in results),
        "scenarios": [result.as_json() for result in results],
    }
