"""The benchmarks of the archive still measure what they say: a column more must not leave one broken."""

from __future__ import annotations

from tests.benchmarks import desk_times, import_times


def test_m02_the_import_is_measured_against_the_same_rows() -> None:
    samples = import_times.imports(rows=200, rounds=1).samples
    assert len(samples.ours) == len(samples.reference) == 1


def test_m03_an_issue_is_measured_against_the_same_rows() -> None:
    samples = desk_times.issue(rounds=2).samples
    assert len(samples.ours) == len(samples.reference) == 2
