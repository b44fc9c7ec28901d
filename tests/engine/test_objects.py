"""Objects in S3 that manifests name are looked for where a folder stands for them, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.dataset.objects import Objects
from advisor.dataset.storage import UnreadableError
from advisor.engine.check import check
from advisor.findings import Report
from advisor.request import request_of
from tests.builders.folders import write
from tests.builders.pictures.lists import s3_manifest
from tests.builders.requests import JOB, channel, request


def checked(folder: Path, **maps: Path) -> Report:
    s3 = {"S3DataType": "ManifestFile", "S3Uri": "s3://bucket/train/m.json"}
    job = request_of(request({"k": "2", "feature_dim": "2"}, [channel("train", "text/csv;label_size=0", s3=s3)]), JOB)
    addresses = {f"s3://bucket/{name}": path for name, path in maps.items()}
    return check(write(folder / "data", {"train/m.json": MANIFEST}), algorithm="kmeans", job=job, maps=addresses)


MANIFEST = s3_manifest("a.csv", "b/c.csv", "B/c.csv", prefix="s3://bucket/data/")


def missing(report: Report) -> list[tuple[str | None, str | None]]:
    return [(e.location.key, e.value) for f in report.findings if f.rule == "MAN423" for e in f.examples]


def unseen(report: Report) -> list[str]:
    return [s.because for s in report.skipped if s.rule == "MAN423"]


def test_without_a_map_it_says_that_it_did_not_look(tmp_path: Path) -> None:
    report = checked(tmp_path)
    assert (missing(report), unseen(report)) == (
        [], ["S3 objects of train/m.json that were not looked at: 3 (see --map)"],
    )  # fmt: skip


def test_what_is_not_in_the_folder_is_missing(tmp_path: Path) -> None:
    write(tmp_path, {"here/a.csv": "1,2\n", "here/b/c.csv": "1,2\n"})
    report = checked(tmp_path, data=tmp_path / "here")
    assert (missing(report), unseen(report)) == ([("[3]", "s3://bucket/data/B/c.csv")], [])


def test_the_longest_prefix_says_where(tmp_path: Path) -> None:
    write(tmp_path, {"here/a.csv": "1\n", "there/c.csv": "1\n"})
    objects = Objects({"s3://bucket": tmp_path / "here", "s3://bucket/b/": tmp_path / "there"})
    names = ["a.csv", "b/c.csv", "b/a.csv", "../here/a.csv", "", "b/"]
    assert [objects.holds(f"s3://bucket/{name}") for name in names] == [True, True, False, False, False, False]
    assert objects.holds("s3://bucket2/a.csv") is None


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is no folder"):
        checked(tmp_path, data=tmp_path / "nowhere")


def listed(folder: Path, files: dict[str, str], **maps: Path) -> Report:
    """A check of channel `train`, whose manifest names a.csv, b/c.csv and B/c.csv."""
    write(folder / "data", {f"train/{name}": content for name, content in files.items()})
    return checked(folder, **maps)


BAD_CELL = ("CSV130", 2, 1, "x")


def cells(report: Report) -> dict[str | None, tuple[str, int | None, int | None, str | None]]:
    return {f.location.file: (f.rule, f.location.line, f.location.column, f.value)
            for f in report.findings if f.severity == "error" and f.rule.startswith("CSV")}  # fmt: skip


def test_objects_beside_their_manifest_are_read(tmp_path: Path) -> None:
    report = listed(tmp_path, {"a.csv": "1,2\n3,4\n", "b/c.csv": "1,2\nx,4\n", "unnamed.csv": "x\n"})
    assert cells(report) == {"train/b/c.csv": BAD_CELL}
    assert unseen(report) == ["S3 objects of train/m.json that were not looked at: 1 (see --map)"]
    train = report.channels["train"]
    assert (train.format, train.files, train.records, report.derived) == ("csv", 3, 4, {"feature_dim": 2})


def test_objects_under_a_map_are_read(tmp_path: Path) -> None:
    write(tmp_path, {"here/a.csv": "1,2\nx,4\n", "here/b/c.csv": "1,2\n", "here/B/c.csv": "1,2\n"})
    report = checked(tmp_path, data=tmp_path / "here")
    assert cells(report) == {"s3://bucket/data/a.csv": BAD_CELL}
    assert (missing(report), unseen(report), report.channels["train"].records) == ([], [], 4)


def test_samples_are_not_counted_while_some_are_unread(tmp_path: Path) -> None:
    """The batch is larger than what was read, and smaller than what there is, for all that is known."""
    s3 = {"S3DataType": "ManifestFile", "S3Uri": "s3://bucket/train/m.json"}
    given = {"num_components": "1", "feature_dim": "2", "mini_batch_size": "500"}
    job = request_of(request(given, [channel("train", "text/csv;label_size=0", s3=s3)]), JOB)
    files: dict[str, bytes | str] = {"train/m.json": MANIFEST, "train/a.csv": "1,2\n3,4\n"}
    report = check(write(tmp_path, files), algorithm="pca", job=job)
    assert [f.rule for f in report.findings if f.severity != "info"] == []
    files |= {"train/b/c.csv": "1,2\n", "train/B/c.csv": "1,2\n"}
    report = check(write(tmp_path, files), algorithm="pca", job=job)
    assert "mini_batch_size" in str([f.location.key for f in report.findings if f.severity != "info"])


@pytest.mark.parametrize(
    ("uri", "there"),
    [
        ("s3://bucket/data/train/", True),
        ("s3://bucket/data/train", True),
        ("s3://bucket/data/tr", True),
        ("s3://bucket/data", True),
        ("s3://bucket/data/", True),
        ("s3://bucket/data/train/part", True),
        ("s3://bucket/data/train/x", False),
        ("s3://bucket/data/Train/", False),
        ("s3://bucket/data/empty/", False),
        ("s3://bucket/data/nowhere/deep/", False),
        ("s3://bucket/data/../data/train/", False),
        ("s3://bucket/other/", None),
        ("s3://bucket/data2/", None),
    ],
)
def test_the_address_of_a_channel(tmp_path: Path, uri: str, there: bool | None) -> None:
    write(tmp_path, {"here/train/part-0.csv": "1,2\n", "here/empty/": ""})
    job = request_of(request({"k": "2", "feature_dim": "2"}, [channel("train", s3={"S3Uri": uri})]), JOB)
    report = check(None, algorithm="kmeans", job=job, maps={"s3://bucket/data": tmp_path / "here"})
    found = [(f.severity, f.location.key, f.value) for f in report.findings if f.rule == "REQ113"]
    key = "InputDataConfig[0].DataSource.S3DataSource.S3Uri"
    assert found == ([("error", key, uri)] if there is False else [])
    looked = "S3 addresses in the request that were not looked at: train (see --map)"
    assert (looked in [s.because for s in report.skipped]) == (there is None)


def test_the_data_that_a_request_names_is_read_under_its_map(tmp_path: Path) -> None:
    rows = "".join(f"{row % 2},{row},{row % 7}\n" for row in range(30))
    write(tmp_path, {"bucket/data/train/a.csv": rows, "bucket/data/train/deep/b.csv": rows + "x,1,2\n"})
    write(tmp_path, {"bucket/data/train_old/c.csv": "no,data\n"})
    wanted = request({"num_round": "5"}, [channel(name, "text/csv") for name in ("train", "validation")])
    report = check(
        None, algorithm="xgboost", job=request_of(wanted, "job.json"), maps={"s3://bucket": tmp_path / "bucket"}
    )
    found = [(f.rule, f.location.file, f.location.line, f.channel) for f in report.findings if f.severity == "error"]
    assert found == [
        ("REQ113", "job.json", None, "validation"),
        ("CSV130", "train/deep/b.csv", 31, "train"),
    ]
    assert (report.summary.files, [one.because for one in report.skipped]) == (2, [])


def test_what_lies_under_no_map_is_not_looked_at(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "".join(f"{row % 2},{row},{row % 7}\n" for row in range(30))})
    wanted = request({"num_round": "5"}, [channel(name, "text/csv") for name in ("train", "validation")])
    maps = {"s3://bucket/data/train": tmp_path / "train"}
    report = check(None, algorithm="xgboost", job=request_of(wanted, "job.json"), maps=maps)
    assert [f.rule for f in report.findings if f.severity == "error"] == []
    unseen = "S3 addresses in the request that were not looked at: validation (see --map)"
    assert (report.summary.records, [one.because for one in report.skipped]) == (30, [unseen])
