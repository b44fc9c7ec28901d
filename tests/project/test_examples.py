"""The examples are what their script writes, and the check finds in them what their page promises, and nothing else."""

from __future__ import annotations

import pytest

from advisor.engine.check import check
from advisor.findings import Report
from examples import make


def errors(report: Report) -> set[tuple[object, ...]]:
    places = ((f.location.file, f.location.line, f.location.column, f.location.key, f.rule) for f in report.findings)
    return {place for place, finding in zip(places, report.findings, strict=True) if finding.severity != "info"}


@pytest.mark.parametrize("name", make.files())
def test_example_is_fresh(name: str) -> None:
    written = (make.HERE / name).read_text("utf-8")
    assert written == make.files()[name], "run python examples/make.py"


@pytest.mark.parametrize("job", [None, "good-job.json"])
def test_good_example_passes_without_a_warning(job: str | None) -> None:
    report = check(make.HERE / "good", algorithm="kmeans", job=job and make.HERE / job)
    assert (report.verdict, errors(report), report.derived) == ("pass", set(), {"feature_dim": 4})


def test_every_planted_fault_is_found_at_its_place() -> None:
    report = check(make.HERE / "bad", algorithm="kmeans")
    assert errors(report) == {(fault.file, fault.line, fault.column, None, fault.rule) for fault in make.FAULTS}


def test_every_slip_of_the_request_is_found_at_its_key() -> None:
    job = make.HERE / "bad-job.json"
    report = check(make.HERE / "good", job=job)
    assert errors(report) == {(str(job), None, None, slip.key, slip.rule) for slip in make.SLIPS}
