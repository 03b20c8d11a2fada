"""Fixtures of the scenario tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.walkthrough.building import Templates
from tests.scenarios.playground import Playground


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Worlds built once for all scenarios of this process."""
    return Templates(tmp_path_factory.mktemp("worlds"))


@pytest.fixture
def playground(templates: Templates, tmp_path: Path) -> Playground:
    """A place to play one scenario."""
    return Playground(templates, tmp_path)
