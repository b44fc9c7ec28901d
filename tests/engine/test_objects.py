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
from tests.builders.lists import s3_manifest
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
    return [s.because for s in report.skipped if s.rule == "missing-object"]


def test_without_a_map_it_says_that_it_did_not_look(tmp_path: Path) -> None:
    report = checked(tmp_path)
    assert (missing(report), unseen(report)) == (
        [], ["not looked at: 3 S3 objects that train/m.json names (see --map)"],
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
