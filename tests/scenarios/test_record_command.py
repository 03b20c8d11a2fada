"""`sportello walkthrough record`: what is refused before anything is recorded (M26, interfaces.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counter_app import launch
from counter_app.errors import BadInputError
from counter_app.walkthrough.recorder.keeping import RecordOptions
from tests.scenarios.test_commands import sportello


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("there.toml",), "there.toml is there already"),
        (("half.toml",), "half.toml.part is there already"),
        (("lesson.txt",), "it ends with .toml"),
        (("lesson.toml", "--on", "yesterday"), "yesterday is no date"),
        (("lesson.toml",), "There is no terminal to record on"),
        (("there.toml", "--force"), "There is no terminal to record on"),
    ],
)
def test_m26_what_cannot_be_recorded_ends_with_code_two(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    for name in ("there.toml", "half.toml.part"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    done = sportello(tmp_path, "record", *words, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["half.toml.part", "there.toml"]
    assert (tmp_path / "there.toml").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    "wrong",
    [{"world": "nowhere"}, {"operator": "nobody"}, {"file": "nowhere/lesson.toml"}, {"file": "a-file/lesson.toml"}],
    ids=lambda wrong: next(iter(wrong.values())),
)
def test_m26_no_desk_is_opened_for_what_cannot_be_recorded(tmp_path: Path, wrong: dict[str, Any]) -> None:
    (tmp_path / "a-file").touch()
    options = {"file": "lesson.toml", **wrong}
    with pytest.raises(BadInputError):
        launch.record(RecordOptions(**{**options, "file": tmp_path / options["file"], "headless": True}))
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]
