"""The services of the institute, by code: for whom, for which categories, and what they are for (M04, M11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.norms.facts import Audience, Category
from counter_app.norms.terms import ServiceUse


@dataclass(frozen=True, slots=True)
class Service:
    """One `[[service]]` entry of the norm files.

    `categories` are those of which a person must be one; none means that everybody of the audience may use it.
    """

    code: str
    name: Mapping[str, str]
    use: ServiceUse
    audience: Audience
    categories: frozenset[Category]
    norm: str
    """Id of the norm that says for whom it is."""
    file: str
