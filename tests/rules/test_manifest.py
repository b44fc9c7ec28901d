"""The rules on manifests of S3 objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.findings import Finding
from advisor.request import request_of
from tests.builders.cases import judged
from tests.builders.folders import checked
from tests.builders.lists import s3_manifest
from tests.builders.requests import JOB, channel, request


def found(folder: Path, data: bytes | str) -> list[Finding]:
    s3 = {"S3DataType": "ManifestFile", "S3Uri": "s3://bucket/train/m.json"}
    job = request_of(request({"k": "2", "feature_dim": "2"}, [channel("train", "text/csv;label_size=0", s3=s3)]), JOB)
    report = checked(folder, {"train/m.json": data}, algorithm="kmeans", job=job)
    return [finding for finding in report.findings if finding.rule.startswith("MAN")]


@pytest.mark.parametrize("prefix", ["s3://bucket/data/", "s3://bucket/"])
def test_a_sound_manifest_passes_without_a_word(tmp_path: Path, prefix: str) -> None:
    assert found(tmp_path, s3_manifest("a.csv", "b/c.csv", prefix=prefix)) == []


@pytest.mark.parametrize(
    ("data", "rule", "line", "key"),
    [
        ('{"prefix": "s3://bucket/"}\n', "MAN401", 1, None),
        ('[{"prefix": "s3://bucket/"}, "a" "b"]', "MAN402", 1, None),
        ('[{"prefix": "s3://bucket/"},\n"a"', "MAN403", 2, None),
        ('[{"prefix": "s3://bucket/"},\n"a",]', "MAN404", 2, None),
        ('[{"prefix": "s3://bucket/"}, "a"]'.encode("utf-16"), "MAN405", 1, None),
        (b'[{"prefix": "s3://bucket/"}, "a", "\xfc"]', "MAN406", 1, None),
        (b'\xef\xbb\xbf[{"prefix": "s3://bucket/"}, "a"]', "MAN407", 1, None),
        ('["a.csv"]', "MAN408", 1, "[0]"),
        (s3_manifest("a", prefix="bucket/"), "MAN409", 2, "[0].prefix"),
        (s3_manifest(), "MAN410", 5, None),
        (s3_manifest("a", 3), "MAN411", 6, "[2]"),
        (s3_manifest("a", ""), "MAN412", 6, "[2]"),
        (s3_manifest("a", "/b"), "MAN413", 6, "[2]"),
        (s3_manifest("a", "../b"), "MAN414", 6, "[2]"),
        (s3_manifest("a", "b\nc"), "MAN415", 6, "[2]"),
    ],
)
def test_faults_fail_at_their_place(data: str | bytes, rule: str, line: int, key: str | None) -> None:
    raw = data.encode() if isinstance(data, str) else data
    findings = judged({"train/m.json": ("manifest", raw)}, "MAN", algorithm="kmeans")
    errors = [f for f in findings if f.severity == "error" and (f.rule == rule or f.rule != "MAN410")]
    assert [(f.rule, f.location.line, f.location.key) for f in errors] == [(rule, line, key)]


def test_a_key_that_comes_twice(tmp_path: Path) -> None:
    findings = found(tmp_path, s3_manifest("a", "b", "a"))
    assert [(f.rule, f.severity, f.location.line, f.location.key, f.value) for f in findings] == [
        ("MAN421", "warning", 7, "[3]", "a")
    ]


@pytest.mark.parametrize(("key", "rules"), [("a.csv", ["MAN422"]), ("/a.csv", [])])
def test_a_prefix_without_a_slash_is_worth_knowing(tmp_path: Path, key: str, rules: list[str]) -> None:
    findings = found(tmp_path, s3_manifest(key, prefix="s3://bucket/data"))
    assert [(f.rule, f.severity, f.value) for f in findings] == [(r, "info", "s3://bucket/dataa.csv") for r in rules]
