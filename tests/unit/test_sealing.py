"""Sealed copies open with their key, as what they are, unchanged, or not at all (M02)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.copies import sealing
from counter_app.copies.content import MediaType
from counter_app.copies.viewing import ViewingFolder
from counter_app.errors import FaultError
from tests.support.scans import MARKED, PDF

KEY, OTHER = bytes(range(32)), bytes(32)
BOUND = "visit 7/document/application/pdf/x"


def test_m02_a_sealed_copy_comes_back_whole_and_shows_nothing_meanwhile() -> None:
    sealed = sealing.seal(KEY, PDF, BOUND)
    assert MARKED not in sealed
    assert sealing.unseal(KEY, sealed, BOUND) == PDF
    assert sealing.seal(KEY, PDF, BOUND) != sealed


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
def test_m02_one_changed_bit_opens_nothing(place: int) -> None:
    sealed = bytearray(sealing.seal(KEY, PDF, BOUND))
    sealed[place] ^= 1
    with pytest.raises(FaultError) as caught:
        sealing.unseal(KEY, bytes(sealed), BOUND)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("key", "bound", "cut"),
    [(OTHER, BOUND, None), (KEY, BOUND.replace("7", "8"), None), (KEY, BOUND, 5), (KEY, BOUND, 0)],
)
def test_m02_another_key_another_visit_or_a_torn_copy_open_nothing(key: bytes, bound: str, cut: int | None) -> None:
    with pytest.raises(FaultError):
        sealing.unseal(key, sealing.seal(KEY, PDF, BOUND)[:cut], bound)


def test_m02_the_digest_tells_the_same_copy_only_to_who_has_the_key() -> None:
    assert sealing.digest(KEY, PDF) == sealing.digest(KEY, PDF)
    assert sealing.digest(KEY, PDF) != sealing.digest(KEY, PDF + b" ")
    assert sealing.digest(KEY, PDF) != sealing.digest(OTHER, PDF)


def test_m02_the_start_does_not_wait_for_the_cipher() -> None:
    code = "import sys; import screens.app, counter_app.desk.copies; print('cryptography' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_m02_an_opened_copy_is_private_and_goes_with_the_folder(tmp_path: Path) -> None:
    folder = ViewingFolder(tmp_path / "copies")
    path = folder.put(PDF, MediaType.PDF)
    assert path.read_bytes() == PDF
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert path.suffix == ".pdf"
    folder.purge()
    assert list((tmp_path / "copies").iterdir()) == []
    ViewingFolder(tmp_path / "nowhere").purge()


def test_m02_a_folder_open_to_others_takes_no_copy(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir(mode=0o755)
    (tmp_path / "copies").chmod(0o755)
    with pytest.raises(FaultError):
        ViewingFolder(tmp_path / "copies").put(PDF, MediaType.PDF)
    assert list((tmp_path / "copies").iterdir()) == []
