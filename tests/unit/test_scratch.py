"""The scratch database between a file and the archive."""

from __future__ import annotations

import pytest

from data.scratch import Problem, Scratch, ScratchFullError

COLUMNS = ("code", "name", "differs")


def filled() -> Scratch:
    scratch = Scratch(COLUMNS)
    scratch.keep([(2, "C", "third", ""), (3, "A", "first", "x"), (5, "B", "second", "")])
    scratch.note([Problem(4, "code", "bad"), Problem(4, "name", "worse")])
    scratch.keep([(6, "A", "again", ""), (7, "A", "and again", "")])
    return scratch


def repeated(first: int) -> tuple[str, str]:
    return "code", f"line {first}"


def test_rows_come_in_the_order_of_their_keys_and_repeated_ones_are_bad() -> None:
    with filled() as scratch:
        scratch.sort(repeated)
        assert [[row[1:3] for row in batch] for batch in scratch.batches(2)] == [[(3, "A"), (5, "B")], [(2, "C")]]
        assert scratch.good == 3
        assert scratch.bad() == (3, 4)
        assert list(scratch.problems()) == [
            Problem(4, "code", "bad"),
            Problem(4, "name", "worse"),
            Problem(6, "code", "line 3"),
            Problem(7, "code", "line 3"),
        ]
        assert list(scratch.problems(1)) == [Problem(4, "code", "bad")]


def test_rows_are_dropped_and_rejected_while_they_are_read() -> None:
    with filled() as scratch:
        scratch.sort(repeated)
        seen = []
        for ((number, line, code, *_rest),) in scratch.batches(1):
            seen.append(code)
            if code == "A":
                scratch.drop([number])
            if code == "B":
                scratch.reject([(number, Problem(line, "", "no"))])
        assert seen == ["A", "B", "C"]
        assert [row[2] for batch in scratch.batches(9) for row in batch] == ["C"]
        assert (scratch.good, scratch.bad()[0]) == (1, 4)


def test_rows_that_tell_something_in_a_column() -> None:
    with filled() as scratch:
        scratch.sort(repeated)
        assert [row[2:] for row in scratch.where("differs")] == [("A", "first", "x")]


def test_a_full_disk_is_told() -> None:
    scratch = filled()
    scratch._db.execute("PRAGMA max_page_count=8")
    with pytest.raises(ScratchFullError), scratch:
        scratch.keep([(line, "D", "x" * 1000, "") for line in range(8, 2000)])


def test_other_errors_are_not_a_full_disk() -> None:
    with pytest.raises(ZeroDivisionError), filled():
        raise ZeroDivisionError
