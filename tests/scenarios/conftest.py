"""Fixtures of the scenario tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.walkthrough.building import Templates
from tests.scenarios.playground import Playground


@pytest.fixture
def playground(templates: Templates, tmp_path: Path) -> Playground:
    """A place to play one scenario."""
    return Playground(templates, tmp_path)
