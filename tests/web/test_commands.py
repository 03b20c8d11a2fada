"""`sportello serve` as somebody at a shell meets it: what it refuses, and in which words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import cli, i18n
from tests.support.served import serving


@pytest.fixture(autouse=True)
def _nothing_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have neither database nor settings, and speak English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPORTELLO_STATE", str(tmp_path))
    monkeypatch.setenv("SPORTELLO_LANG", "en")
    monkeypatch.delenv("SPORTELLO_DATABASE", raising=False)
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what the command says on its way out with code 2."""
    try:
        code = cli.main(["serve", "--port", "0", *words])
    except SystemExit as end:
        code = end.code  # type: ignore[assignment]
    said = capsys.readouterr()
    assert (code, said.out) == (cli.BAD_INPUT, "")
    return said.err


@pytest.mark.parametrize("words", [["--database", "sqlite:///office.db"], ["--config", "office.toml"]])
def test_an_offices_database_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    (tmp_path / "office.toml").write_text('database = "postgresql://desk@host/office"\n')
    assert "never an office's database" in refused(capsys, *words)


def test_an_offices_database_in_the_environment_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPORTELLO_DATABASE", "postgresql://desk@host/office")
    assert "never an office's database" in refused(capsys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--world", "nowhere"], "There is no world “nowhere”"),
        (["--on", "yesterday"], "yesterday is no date"),
        (["--public-url", "https://courses.example/path"], "without a path"),
        (["--port", "70000"], "no number from 0 to 65535"),
        (["--seats", "0"], "no number from 1"),
        (["--host", "192.0.2.1"], "192.0.2.1:0 cannot be used: Cannot assign requested address."),
        (["--host", "nobody.invalid"], "nobody.invalid:0 cannot be used"),
    ],
)
def test_what_cannot_be_served_is_told(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert told in refused(capsys, *words)


def test_without_the_extra_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert "pip install '.[web]'" in refused(capsys)


async def test_a_door_open_to_the_network_is_warned_of(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with serving(tmp_path / "server", "--host", "0.0.0.0"):
        assert "no password guards the door" in capfd.readouterr().err
