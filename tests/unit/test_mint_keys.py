"""Key files: private, whole, ours."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from counter_app.credentials.keys import (
    COPIES_KEY,
    DOCUMENT_KEY,
    PEPPER,
    REGISTER_KEY,
    KeyRing,
    create_key,
    read_key,
)
from counter_app.errors import FaultError


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    ring = KeyRing(tmp_path / "state" / "keys")
    ring.create_missing()
    return ring


def test_rule5_the_desk_creates_its_keys_and_not_the_pepper(ring: KeyRing) -> None:
    folder = ring.pepper_path.parent
    assert sorted(path.name for path in folder.iterdir()) == [COPIES_KEY, DOCUMENT_KEY, REGISTER_KEY]
    assert ring.pepper_path.name == PEPPER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = {ring.register_key(), ring.document_key(), ring.copies_key()}
    assert [len(key) for key in made] == [32, 32, 32]


def test_rule5_a_key_is_never_replaced(ring: KeyRing) -> None:
    before = ring.register_key(), ring.document_key()
    ring.create_missing()
    assert (ring.register_key(), ring.document_key()) == before
    assert not list(ring.pepper_path.parent.glob(".*"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_rule5_a_key_others_can_touch_is_refused(ring: KeyRing, mode: int) -> None:
    path = ring.pepper_path.with_name(REGISTER_KEY)
    path.chmod(mode)
    with pytest.raises(FaultError, match=REGISTER_KEY):
        ring.register_key()


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o770])
def test_rule5_a_folder_others_can_enter_is_refused(ring: KeyRing, mode: int) -> None:
    ring.pepper_path.parent.chmod(mode)
    with pytest.raises(FaultError):
        ring.document_key()
    with pytest.raises(FaultError):
        ring.create_missing()
    ring.pepper_path.parent.chmod(0o700)


@pytest.mark.parametrize("content", ["", "zz" * 32, "ab" * 31, "ab" * 33, "é"])
def test_rule5_a_damaged_key_is_refused_and_not_quoted(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.key"
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FaultError) as caught:
        read_key(path)
    assert "x.key" in caught.value.message
    assert not content or content not in caught.value.message
    assert str(tmp_path) not in caught.value.message


def test_rule5_links_pipes_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    create_key(tmp_path / "real.key")
    (tmp_path / "link.key").symlink_to(tmp_path / "real.key")
    os.mkfifo(tmp_path / "pipe.key", 0o600)
    (tmp_path / "folder.key").mkdir(0o700)
    for name in ("link.key", "pipe.key", "folder.key", "missing.key"):
        with pytest.raises(FaultError, match=name):
            read_key(tmp_path / name)


def test_rule5_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FaultError):
        KeyRing(tmp_path / "file" / "keys").create_missing()
