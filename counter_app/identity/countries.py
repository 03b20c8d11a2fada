"""Countries by their code of two letters (ISO 3166-1), as documents and facts name them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def codes() -> frozenset[str]:
    """Return every code there is."""
    lines = files("data").joinpath("reference", "countries.txt").read_text("utf-8").splitlines()
    return frozenset(code for line in lines if not line.startswith("#") for code in line.split())
