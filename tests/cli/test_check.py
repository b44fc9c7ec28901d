"""`advisor check`: options, the JSON document, the output file."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.cli import main
from advisor.formats import kernels
from tests.builders.folders import write
from tests.builders.schemas import fits

JOB = {
    "TrainingJobName": "job",
    "AlgorithmSpecification": {
        "TrainingImage": "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", "TrainingInputMode": "File",
    },
    "HyperParameters": {"k": "3", "feature_dim": "3"},
    "InputDataConfig": [
        {
            "ChannelName": "train", "ContentType": "text/csv;label_size=0",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train"}},
        }
    ],
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/output"},
    "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "RoleArn": "arn:aws:iam::123456789012:role/SageMaker",
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
}  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """The exit code and the JSON document of a check."""
    code = main(["check", *words, "--output-format", "json"])
    out, err = capsys.readouterr()
    assert err == ""
    return code, json.loads(out)


@pytest.fixture
def job(tmp_path: Path) -> Path:
    path = tmp_path / "job.json"
    path.write_text(json.dumps(JOB))
    return path


def test_document(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys, str(bad), "--algorithm", "kmeans", "--content-type", "train=text/csv;label_size=0")
    assert code == 1
    assert fits(report, "report")
    assert list(report) == [
        "schema_version", "tool", "algorithm", "verdict", "status", "summary", "findings", "channels", "derived",
        "skipped", "algorithms", "ignored",
    ]  # fmt: skip
    assert report["schema_version"] == "1.0"
    assert (report["algorithm"], report["verdict"], report["status"]) == ("kmeans", "fail", "complete")
    assert report["summary"] == {
        "errors": 1, "warnings": 0, "infos": 0, "files": 1, "bytes": 228, "records": 19,
        "seconds": report["summary"]["seconds"],
    }  # fmt: skip
    (found,) = report["findings"]
    assert list(found) == [
        "rule", "name", "severity", "message", "channel", "location", "value", "count", "count_exact", "examples",
        "fix", "source", "training_error", "repair",
    ]  # fmt: skip
    location = {"file": "train/a.csv", "line": 10, "column": 2, "record": None, "offset": 108, "key": None}
    assert (found["rule"], found["location"], found["value"]) == ("CSV130", location, "abc")
    assert found["examples"] == [{"location": location, "value": "abc"}]
    assert report["channels"]["train"]["content_type"] == "text/csv;label_size=0"
    assert report["derived"]["feature_dim"] == 3
    assert report["algorithms"] is None


def test_two_runs_print_the_same_but_for_the_time(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = run(capsys, str(bad))[1], run(capsys, str(bad))[1]
    first["summary"].pop("seconds"), second["summary"].pop("seconds")
    assert first == second


def test_without_an_algorithm_all_are_judged(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys, str(good))
    accepts = {one["algorithm"]: one["accepts"] for one in report["algorithms"]}
    assert code == 0
    assert fits(report, "report")
    assert len(accepts) == 24
    assert accepts["kmeans"] == "as-is"
    assert accepts["semantic-segmentation"] == "no"


def test_path_is_here_by_default(
    good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(good)
    code, report = run(capsys, "--algorithm", "kmeans")
    assert code == 0
    assert report["summary"]["files"] == 1


def test_request_alone(
    job: Path, bad: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(bad)
    code, report = run(capsys, "--job", str(job))
    assert (code, report["algorithm"], report["summary"]["files"]) == (0, "kmeans", 0)
    assert report["skipped"] == [
        {
            "rule": "REQ113",
            "because": "S3 addresses in the request that were not looked at: train (see --map)",
        },
        {"rule": None, "because": "no data was given: the request alone was judged"},
    ]


def test_request_with_its_data(job: Path, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys, str(bad), "--job", str(job))
    assert code == 1
    assert [f["rule"] for f in report["findings"] if f["severity"] != "info"] == ["CSV130"]


def test_options_beat_the_request(job: Path, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(good), "--job", str(job))[0] == 0
    code, report = run(capsys, str(good), "--job", str(job), "--hyperparameter", "feature_dim=4")
    assert code == 1
    keys = [f["location"]["key"] for f in report["findings"] if f["severity"] == "error"]
    assert keys == ["HyperParameters.feature_dim"]


def test_input_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write(tmp_path, {"train/a.csv": "1,2,3\n" * 9})
    words = [str(data), "--algorithm", "lda", "--content-type", "train=text/csv;label_size=0"]
    assert run(capsys, *words)[0] == 0
    assert run(capsys, *words, "--input-mode", "Pipe")[0] == 1


def test_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write(tmp_path, {"train/a.csv": "1.5,2.5\n" * 9, "stray.csv": "1,2\n"})
    code, report = run(capsys, str(data), "--algorithm", "kmeans")
    assert (code, report["summary"]["warnings"]) == (0, 1)
    code, report = run(capsys, str(data), "--algorithm", "kmeans", "--strict")
    assert (code, report["summary"]["warnings"], report["summary"]["errors"]) == (1, 0, 1)


def test_output_file_is_written_whole(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out" / "report.json"
    target.parent.mkdir()
    words = ["check", str(bad), "--algorithm", "kmeans", "--output-format", "json", "--output-file", str(target)]
    assert main(words) == 1
    assert capsys.readouterr() == ("", "")
    assert fits(json.loads(target.read_text("utf-8")), "report")
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]
    assert stat.S_IMODE(target.stat().st_mode) & 0o400


def test_output_file_that_cannot_be_written(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "no" / "report.txt"
    assert main(["check", str(good), "--output-file", str(target)]) == 2
    assert capsys.readouterr() == ("", f"advisor: {target}: cannot be written: No such file or directory\n")


def test_failure_goes_where_the_report_would(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")
    words = ["check", str(tmp_path / "nope"), "--output-format", "json", "--output-file", str(target)]
    assert main(words) == 2
    assert fits(json.loads(target.read_text("utf-8")), "failure")
    assert capsys.readouterr().out == ""


def test_hostile_names_and_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = b"b\n\x1b[31m\xff.csv".decode("utf-8", "surrogateescape")
    data = write(tmp_path, {f"train/{name}": "1,2\n1,\u202eevil\n", "train/a.csv": "1,2\n1,\x1b[31mevil\n"})
    assert main(["check", str(data), "--algorithm", "kmeans"]) == 1
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "train/b\\n\\x1b[31m\\udcff.csv:2:2" in shown
    assert "1,\\x1b[31mevil" in shown
    report = run(capsys, str(data), "--algorithm", "kmeans")[1]
    files = {found["location"]["file"] for found in report["findings"] if found["rule"] == "CSV130"}
    assert files == {"train/b\n\x1b[31m\\udcff.csv", "train/a.csv"}


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "\u0663"])
def test_workers_are_counted_from_1(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ".", f"--workers={number}"]) == 2
    assert "is not a whole number from 1 up" in capsys.readouterr().err


def test_a_scheduler_without_its_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["check", ".", "--scheduler", "tcp://127.0.0.1:8786"]) == 2
    assert 'pip install "sagemaker-advisor[cluster]"' in capsys.readouterr().err


def test_that_compiling_would_pay_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"train/a.csv": "1,2\n" * 100})
    command = ["check", str(tmp_path), "--algorithm", "kmeans", "--no-cache"]
    told = "once `advisor compile` has run"
    main(command)
    assert told not in capsys.readouterr().err
    monkeypatch.setattr(kernels, "FROM", 100)
    monkeypatch.setattr(kernels, "are_kept", lambda: False)
    main(command)
    assert told in capsys.readouterr().err
    monkeypatch.setattr(kernels, "_installed", lambda: False)
    main(command)
    assert told not in capsys.readouterr().err
