"""The rules on `categorical_index.json`, on folders as the tabular algorithms see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders.folders import Files, checked
from tests.builders.valid import table

INDEX = "train/categorical_index.json"


def found(folder: Path, files: Files, algorithm: str = "lightgbm") -> list[Any]:
    report = checked(folder, {"train/a.csv": table("class"), **files}, algorithm=algorithm)
    return [(f.severity, f.rule, f.location.file, f.location.key, f.count, f.value) for f in report.findings]


@pytest.mark.parametrize("algorithm", ["lightgbm", "catboost", "tabtransformer", "autogluon-tabular"])
def test_both_sides_of_the_last_column(tmp_path: Path, algorithm: str) -> None:
    train = "train" if algorithm == "lightgbm" else "training"
    index = f"{train}/categorical_index.json"

    def judged(columns: str) -> list[Any]:
        files = {f"{train}/a.csv": table("class"), index: f'{{"cat_index_list": {columns}}}'}
        return [
            (f.severity, f.rule, f.location.file, f.location.key, f.count, f.value)
            for f in checked(tmp_path / columns, files, algorithm=algorithm).findings
        ]

    assert judged("[1, 5]") == []
    assert judged("[6, 1, 7]") == [("error", "CAT110", index, "cat_index_list[0]", 2, "6")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"cat_index_list": [0, 1]}', ("CAT104", "cat_index_list[0]", "0")),
        ('{"cat_index_list": [1, 2, 1]}', ("CAT105", "cat_index_list[2]", "1")),
        ('{"cat_index_list": "1,2"}', ("CAT103", "cat_index_list", "a string")),
        ("1,2,3\n", ("CAT101", None, "Extra data")),
    ],
)
def test_faults_of_the_list(tmp_path: Path, content: str, expected: tuple[str, str | None, str]) -> None:
    rule, key, value = expected
    assert found(tmp_path, {INDEX: content}) == [("error", rule, INDEX, key, 1, value)]


def test_an_empty_one_and_two_of_them(tmp_path: Path) -> None:
    assert found(tmp_path / "a", {INDEX: ""}) == [("error", "LAY106", INDEX, None, 1, None)]
    sound = '{"cat_index_list": [1]}'
    below = "train/deep/categorical_index.json"
    assert found(tmp_path / "b", {INDEX: sound, below: sound}) == [("error", "CAT111", below, None, 1, None)]


def test_it_is_no_data_of_the_channel(tmp_path: Path) -> None:
    files: Files = {"train/a.csv": table("class"), INDEX: '{"cat_index_list": [1]}'}
    channel = checked(tmp_path, files, algorithm="lightgbm").channels["train"]
    assert (channel.format, channel.content_type, channel.records) == ("csv", "text/csv", table().count("\n"))


def test_it_alone_is_no_data(tmp_path: Path) -> None:
    report = checked(tmp_path, {INDEX: '{"cat_index_list": [1]}'}, algorithm="lightgbm")
    assert [(f.severity, f.rule, f.channel) for f in report.findings] == [("error", "LAY102", "train")]
