"""Settings: command line over environment over file over defaults; what cannot be used is named (interfaces.md)."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from counter_app.credentials.keys import OFFICE_COST
from counter_app.errors import BadInputError
from counter_app.settings import ENVIRONMENT, Settings, load


def environ(folder: Path, **more: str) -> dict[str, str]:
    return {"SPORTELLO_STATE": str(folder), **more}


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_defaults_are_an_office_with_one_desk(tmp_path: Path) -> None:
    settings = load(environ=environ(tmp_path))
    assert settings == Settings(state_dir=tmp_path)
    assert settings.url == f"sqlite:///{tmp_path}/sportello.db"
    assert (settings.desk, settings.language, settings.argon2) == ("1", "it", OFFICE_COST)
    assert not list(tmp_path.iterdir()), "reading settings writes nothing"


def test_without_a_state_folder_the_users_own_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load(environ={}).state_dir.is_relative_to(tmp_path)


ORDER = [
    ({}, {}, "1"),
    ({}, {"SPORTELLO_DESK": "3"}, "3"),
    ({"desk": "4"}, {"SPORTELLO_DESK": "3"}, "4"),
    ({"desk": None}, {"SPORTELLO_DESK": "3"}, "3"),
    ({}, {"SPORTELLO_DESK": ""}, "1"),
]


@pytest.mark.parametrize(("overrides", "variables", "desk"), ORDER)
def test_the_command_line_wins_over_the_environment(
    tmp_path: Path, overrides: dict[str, Any], variables: dict[str, str], desk: str
) -> None:
    assert load(overrides=overrides, environ=environ(tmp_path, **variables)).desk == desk


def test_the_file_lies_below_the_environment_and_above_the_defaults(tmp_path: Path) -> None:
    written(tmp_path, 'desk = "5"\ntheme = "light"\nidle_minutes = 2\nspool = "/run/spool"\n')
    settings = load(environ=environ(tmp_path, SPORTELLO_DESK="3"))
    assert (settings.desk, settings.theme, settings.idle_minutes) == ("3", "light", 2)
    assert settings.spool == Path("/run/spool")


def test_another_file_can_be_named(tmp_path: Path) -> None:
    written(tmp_path, 'desk = "5"')
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other", 'desk = "6"')
    assert load(config=other, environ=environ(tmp_path)).desk == "6"


def test_every_variable_reaches_its_setting(tmp_path: Path) -> None:
    values = {
        "database": "postgresql://x/y",
        "office": "0500",
        "desk": "7",
        "language": "en",
        "state_dir": str(tmp_path),
        "spool": str(tmp_path / "spool"),
        "theme": "monochrome",
        "scanner": str(tmp_path / "scans"),
    }
    assert set(values) == set(ENVIRONMENT)
    settings = load(environ={ENVIRONMENT[name]: value for name, value in values.items()})
    assert {name: str(getattr(settings, name)) for name in values} == values
    assert settings.url == "postgresql://x/y"


BAD_FILES = {
    "not TOML": ("desk = ", "config.toml"),
    "an unknown setting": ("colour = 'red'", "colour"),
    "a state folder": ("state_dir = '/x'", "state_dir"),
    "hash parameters": ("argon2 = {}", "argon2"),
    "minutes as text": ("idle_minutes = 'five'", "idle_minutes"),
    "no minutes": ("idle_minutes = 0", "idle_minutes"),
    "minutes as a truth": ("idle_minutes = true", "idle_minutes"),
    "a scanner as a number": ("scanner = 3", "scanner"),
    "a scanner from nowhere": ("scanner = 'scans'", "scanner"),
    "an empty scanner": ("scanner = ''", "scanner"),
    "a desk as a number": ("desk = 3", "desk"),
    "an empty desk": ("desk = ''", "desk"),
    "a desk of blanks": ("desk = '  '", "desk"),
    "a database as a list": ("database = ['x']", "database"),
    "a spool as a number": ("spool = 3", "spool"),
    "a language nobody translated": ("language = 'de'", "de"),
    "a theme nobody drew": ("theme = 'pink'", "pink"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_what_cannot_be_used_is_named(tmp_path: Path, what: str) -> None:
    text, named = BAD_FILES[what]
    written(tmp_path, text)
    with pytest.raises(BadInputError) as caught:
        load(environ=environ(tmp_path))
    assert named in caught.value.message


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes('office = "Forlì"'.encode("latin-1"))
    with pytest.raises(BadInputError, match=r"config\.toml"):
        load(environ=environ(tmp_path))


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"missing\.toml"):
        load(config=tmp_path / "missing.toml", environ=environ(tmp_path))


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.desk = "2"  # type: ignore[misc]


def test_each_setting_says_where_it_was_read(tmp_path: Path) -> None:
    file = written(tmp_path, 'desk = "5"\ntheme = "light"\nidle_minutes = 2\n')
    settings = load(overrides={"language": "en"}, environ=environ(tmp_path, SPORTELLO_DESK="3"))
    assert settings.sources == {
        "desk": "SPORTELLO_DESK",
        "theme": str(file),
        "idle_minutes": str(file),
        "language": "command-line",
        "state_dir": "SPORTELLO_STATE",
    }
