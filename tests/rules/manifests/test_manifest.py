"""The rules on manifests of S3 objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.findings import Finding
from advisor.request import request_of
from tests.builders.folders import checked
from tests.builders.pictures.lists import s3_manifest
from tests.builders.requests import JOB, channel, request


def found(folder: Path, data: bytes | str) -> list[Finding]:
    s3 = {"S3DataType": "ManifestFile", "S3Uri": "s3://bucket/train/m.json"}
    job = request_of(request({"k": "2", "feature_dim": "2"}, [channel("train", "text/csv;label_size=0", s3=s3)]), JOB)
    report = checked(folder, {"train/m.json": data}, algorithm="kmeans", job=job)
    return [finding for finding in report.findings if finding.rule.startswith("MAN")]


@pytest.mark.parametrize("prefix", ["s3://bucket/data/", "s3://bucket/"])
def test_a_sound_manifest_passes_without_a_word(tmp_path: Path, prefix: str) -> None:
    assert found(tmp_path, s3_manifest("a.csv", "b/c.csv", prefix=prefix)) == []


@pytest.mark.parametrize(("key", "rules"), [("a.csv", ["MAN422"]), ("/a.csv", [])])
def test_a_prefix_without_a_slash_is_worth_knowing(tmp_path: Path, key: str, rules: list[str]) -> None:
    findings = found(tmp_path, s3_manifest(key, prefix="s3://bucket/data"))
    assert [(f.rule, f.severity, f.value) for f in findings] == [(r, "info", "s3://bucket/dataa.csv") for r in rules]
