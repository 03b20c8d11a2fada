"""Figures: percentiles of ours and of a reference measured in turn, and the document they are reported in."""

from __future__ import annotations

import math
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

PERCENTILES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


@dataclass
class Samples:
    """What was measured, ours and the reference, in turn."""

    ours: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """One benchmark (interfaces.md, "Benchmarks").

    Attributes:
        name: what is measured.
        unit: of every figure.
        samples: the figures.
        against: what the reference is, in words.
        compared: the percentile the ratio compares.
        aim: to be reached by the ratio, or by our figure.
        aim_is: `ratio` or `figure`.
        direction: `at-most` or `at-least`.
    """

    name: str
    unit: str
    samples: Samples
    against: str
    compared: str
    aim: float
    aim_is: str = "ratio"
    direction: str = "at-most"

    @property
    def ratio(self) -> float:
        """Ours over the reference, at the compared percentile."""
        share = PERCENTILES[self.compared]
        return percentile(self.samples.ours, share) / percentile(self.samples.reference, share)

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        figure = percentile(self.samples.ours, PERCENTILES[self.compared])
        value = self.ratio if self.aim_is == "ratio" else figure
        return value <= self.aim if self.direction == "at-most" else value >= self.aim

    def as_json(self) -> dict[str, Any]:
        """Return the result as interfaces.md writes it."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": _figures(self.samples.ours),
            "reference": {"what": self.against, **_figures(self.samples.reference)},
            "ratio": round(self.ratio, 3),
            "aim": self.aim,
            "direction": self.direction,
        }


def _figures(values: Sequence[float]) -> dict[str, float]:
    return {name: round(percentile(values, share), 3) for name, share in PERCENTILES.items()}


def machine() -> dict[str, Any]:
    """Return what the figures depend on, nothing that names a machine."""
    return {
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }


def as_table(results: Sequence[Result]) -> str:
    """Return the results for a reader."""
    lines = [f"{'':8} {'':6} {'p50':>10} {'p95':>10} {'p99':>10}   {'ratio':>6}  aim"]
    for result in results:
        sign = "<=" if result.direction == "at-most" else ">="
        of = "" if result.aim_is == "ratio" else f" {result.unit}"
        verdict = f"{sign} {result.aim:g}{of} at {result.compared}: {'reached' if result.reached else 'MISSED'}"
        lines.append(f"{_row(result.name, 'ours', result.samples.ours)}   {result.ratio:6.2f}  {verdict}")
        lines.append(f"{_row(f'  {result.unit}', 'ref.', result.samples.reference)}   {result.against}")
    return "\n".join(lines)


def _row(name: str, who: str, values: Sequence[float]) -> str:
    figures = " ".join(f"{percentile(values, share):10.2f}" for share in PERCENTILES.values())
    return f"{name:8} {who:6} {figures}"
