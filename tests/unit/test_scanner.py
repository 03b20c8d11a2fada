"""The scanner's folder: what is a scan by its content, what is refused with words, what is read and removed (M02)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import i18n
from counter_app.copies import scanner
from counter_app.copies.content import MediaType, media_type
from counter_app.copies.scanner import MOST_BYTES, MOST_SHOWN, ScannerFolder, Unfit, unfit_words
from counter_app.errors import BadInputError, FaultError
from tests.support.scans import JPEG, PDF, PNG, TIFF, scan


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "scans"
    path.mkdir()
    return path


def at(folder: Path) -> ScannerFolder:
    return ScannerFolder(folder, wait=lambda _seconds: None)


@pytest.mark.parametrize(
    ("content", "kind", "unfit"),
    [
        (PDF, MediaType.PDF, None),
        (JPEG, MediaType.JPEG, None),
        (PNG, MediaType.PNG, None),
        (TIFF, MediaType.TIFF, None),
        (b"MM\x00*\x00\x00\x00\x10" + b"x" * 20, MediaType.TIFF, None),
        (b"", None, Unfit.EMPTY),
        (b"MZ\x90 a program", None, Unfit.UNKNOWN),
        (b"<html>", None, Unfit.UNKNOWN),
        (b" %PDF-1.4 %%EOF", None, Unfit.UNKNOWN),
        (PDF[:-6], MediaType.PDF, Unfit.WRITING),
        (JPEG[:-2], MediaType.JPEG, Unfit.WRITING),
        (PNG[:-9], MediaType.PNG, Unfit.WRITING),
        (TIFF[:12], MediaType.TIFF, Unfit.WRITING),
        (b"II*\x00", MediaType.TIFF, Unfit.WRITING),
    ],
)
def test_m02_a_scan_is_told_by_its_content_and_never_by_its_name(
    folder: Path, content: bytes, kind: MediaType | None, unfit: Unfit | None
) -> None:
    scan(folder, "documento.pdf", content)
    (found,) = at(folder).scans()
    assert (found.kind, found.unfit) == (kind, unfit)
    assert found.size == len(content)
    assert media_type(content) is kind


def test_m02_the_newest_comes_first_and_hidden_files_and_folders_are_left_out(folder: Path) -> None:
    scan(folder, "old", age=90)
    scan(folder, "new", JPEG, age=10)
    scan(folder, ".hidden", age=1)
    (folder / "sub").mkdir()
    assert [found.shown for found in at(folder).scans()] == ["new", "old"]


def test_m02_too_large_a_scan_says_so(folder: Path) -> None:
    path = scan(folder, "big.pdf", PDF)
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES + 1)
    (found,) = at(folder).scans()
    assert found.unfit is Unfit.BIG
    assert "10 MB" in unfit_words(Unfit.BIG)
    with pytest.raises(BadInputError, match="smaller"):
        at(folder).read(found.id)


def test_m02_the_largest_scan_there_may_be_is_read(folder: Path) -> None:
    content = PDF + b" " * (MOST_BYTES - len(PDF) - 6) + b"%%EOF\n"
    scan(folder, "full.pdf", content)
    (found,) = at(folder).scans()
    assert found.size == MOST_BYTES
    assert at(folder).read(found.id)[1] == content


def test_m02_a_file_that_grows_between_two_looks_is_still_being_written(folder: Path) -> None:
    path = scan(folder, "growing.pdf")
    with path.open("ab") as file:

        def grow(_seconds: float) -> None:
            file.write(b"%%EOF\n")
            file.flush()

        (found,) = ScannerFolder(folder, wait=grow).scans()
    assert found.unfit is Unfit.WRITING


def test_m02_links_pipes_and_devices_are_refused_and_never_opened(folder: Path, tmp_path: Path) -> None:
    secret = scan(tmp_path / "elsewhere", "secret.pdf")
    (folder / "link.pdf").symlink_to(secret)
    (folder / "gone.pdf").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "pipe.pdf")
    found = at(folder).scans()
    assert {each.unfit for each in found} == {Unfit.ODD}
    for each in found:
        with pytest.raises(BadInputError, match="not a scan"):
            at(folder).read(each.id)
    assert secret.exists()


NAUGHTY = (
    "-rf *",
    "\x1b[31mred\x1b[0m.pdf",
    "two\nlines.pdf",
    "[b] [Mario] [red].pdf",
    "\u202efdp.exe",
    "lungo" * 40 + ".pdf",
    "'; DROP TABLE attachment; --.pdf",
    b"latin-\xe8.pdf",
    "\u200b",
    "$(touch x).pdf",
)


@pytest.mark.parametrize("name", NAUGHTY)
def test_m02_whatever_a_file_is_called_it_is_shown_safely_read_and_removed(folder: Path, name: str | bytes) -> None:
    path = scan(folder, name)
    (found,) = at(folder).scans()
    assert found.shown
    assert found.shown.isprintable()
    assert len(found.shown) <= 40
    assert found.id.removeprefix("scan-").isalnum()
    assert at(folder).read(found.id)[1] == PDF
    assert at(folder).remove(found)
    assert not os.path.lexists(path)
    assert list(folder.iterdir()) == []


def test_m02_a_file_changed_after_it_was_listed_is_neither_read_nor_removed(folder: Path) -> None:
    scan(folder, "a.pdf")
    (found,) = at(folder).scans()
    scan(folder, "a.pdf", JPEG)
    with pytest.raises(BadInputError, match="changed or is gone"):
        at(folder).read(found.id)
    assert not at(folder).remove(found)
    assert (folder / "a.pdf").exists()


def test_m02_a_file_replaced_by_a_link_while_it_is_read_gives_nothing(folder: Path, tmp_path: Path) -> None:
    secret = scan(tmp_path / "elsewhere", "secret.pdf", PDF + b"%%EOF")
    path = scan(folder, "a.pdf")
    (found,) = at(folder).scans()
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(BadInputError):
        at(folder).read(found.id)


def test_m02_one_that_is_gone_already_counts_as_removed_and_one_that_cannot_go_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan(folder, "a.pdf")
    (found,) = at(folder).scans()

    def refused(*_args: object, **_kwargs: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr("os.unlink", refused)
        assert not at(folder).remove(found)
    assert path.exists()
    path.unlink()
    assert at(folder).remove(found)


def test_m02_a_folder_that_is_not_there_is_a_fault_with_words(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="is not there"):
        at(tmp_path / "nowhere").scans()
    (tmp_path / "file").write_text("x")
    with pytest.raises(FaultError, match="cannot be opened"):
        at(tmp_path / "file").scans()


def test_m02_only_the_newest_of_many_are_shown_and_far_too_many_are_no_scanner(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MOST_SHOWN + 5):
        scan(folder, f"{number}.pdf", age=number)
    found = at(folder).scans()
    assert len(found) == MOST_SHOWN
    assert found[0].shown == "0.pdf"
    monkeypatch.setattr(scanner, "MOST_LOOKED_AT", 20)
    with pytest.raises(FaultError, match="too many"):
        at(folder).scans()
