"""Training and office never mix, whichever way somebody holds the folders (M26)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.errors import FaultError
from counter_app.settings import Settings
from counter_app.walkthrough import building, worlds

ON = date(2016, 5, 10)


def test_m26_a_training_world_leaves_a_configured_database_alone(tmp_path: Path) -> None:
    office = Settings(state_dir=tmp_path / "office")
    with closing(bootstrap.build(office).database) as database:
        database.read(lambda session: session.connection())
        file = database.file
    assert file is not None
    before = file.read_bytes()
    counter = bootstrap.build_training(replace(office, database=office.url))
    try:
        assert counter.database.file is not None
        assert counter.database.file.parent != file.parent
    finally:
        bootstrap.discard(counter)
    assert file.read_bytes() == before
    assert not counter.settings.state_dir.exists()


def test_m26_the_folder_of_the_other_kind_of_world_is_refused(tmp_path: Path) -> None:
    office = Settings(state_dir=tmp_path / "office")
    bootstrap.build(office).database.close()
    with pytest.raises(FaultError, match="non si mescolano"):
        bootstrap.open_training(office.state_dir, office, TrainingClock(ON), ())
    training = tmp_path / "training"
    building.build_world(worlds.load_world("training"), training)
    with pytest.raises(FaultError, match="non si mescolano"):
        bootstrap.build(Settings(state_dir=training))
