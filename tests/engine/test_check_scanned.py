"""A request with data that was scanned before is judged as if the data were read for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.advise.plan.emit import Place, request
from advisor.dataset.opening import open_storage
from advisor.engine.check import check, check_scanned
from advisor.engine.options import Asked, Reading
from advisor.engine.scan import scan_case
from advisor.findings import Report
from advisor.recommendation import recommend
from tests.builders.folders import write
from tests.builders.pictures.images import annotation, jpeg

TABLES = {"train/a.csv": b"label,x,y\n1,2,abc\n0,3,4\n1,5\n", "validation/a.csv": b"1,2,3\n0,3,4\n"}
PICTURES = {
    **{f"{name}/im0.jpg": jpeg(64, 64) for name in ("train", "validation")},
    **{f"{name}_annotation/im0.json": annotation() for name in ("train", "validation")},
}


def told(report: Report) -> list[object]:
    return [report.derived, report.skipped, [one.model_dump() for one in report.findings]]


@pytest.mark.parametrize(
    ("algorithm", "files"), [("xgboost", TABLES), ("kmeans", TABLES), ("object-detection", PICTURES)]
)
def test_it_says_what_a_check_says(tmp_path: Path, algorithm: str, files: dict[str, bytes]) -> None:
    storage = open_storage(write(tmp_path, files))
    case = scan_case(storage)
    job = request(recommend(data=tmp_path, algorithm=algorithm).recommendations[0], Place())
    for changed in (job, {**job, "HyperParameters": {**job["HyperParameters"], "epochs": "-1"}}):
        report = check_scanned(case, storage, Asked(job=changed))
        assert report.findings
        assert told(report) == told(check(tmp_path, job=changed))


@pytest.mark.parametrize(("algorithm", "files"), [("xgboost", TABLES), ("object-detection", PICTURES)])
def test_it_says_it_without_a_request(tmp_path: Path, algorithm: str, files: dict[str, bytes]) -> None:
    storage = open_storage(write(tmp_path, files))
    asked = Asked(algorithm=algorithm, hyperparameters={"num_class": "0"})
    report = check_scanned(scan_case(storage), storage, asked)
    assert report.findings
    assert told(report) == told(check(tmp_path, algorithm=algorithm, hyperparameters={"num_class": "0"}))


def test_after_an_interrupt_it_speaks_of_what_was_read(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "1,x\n2,3\n", "train/b.csv": "1,2\n2,y\n" + "3,4\n" * 9, "train/c.csv": "z,z\n"})

    def progress(done: int, total: int) -> None:
        if done > 10:
            raise KeyboardInterrupt

    storage = open_storage(tmp_path)
    case = scan_case(storage, reading=Reading(progress=progress))
    report = check_scanned(case, storage, Asked(algorithm="kmeans"))
    assert report.status == "partial"
    assert {one.location.file for one in report.findings} <= {"train/a.csv", "train/b.csv"}
    assert "interrupted: not all of the data was read" in [one.because for one in report.skipped]
