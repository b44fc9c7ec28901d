"""The first samples of a channel, of each kind of data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.case.around import Bytes, Drawn, Folded, Rows
from advisor.engine.excerpts.samples import samples_below
from tests.builders.folders import Files, write
from tests.builders.pictures.images import annotation, box, jpeg, plain_mask
from tests.builders.recordio import frame

RECORDS = [{"start": "2024-01-01", "target": [n, 2.5]} for n in range(7)]
JSON_LINES = "".join(f"{json.dumps(record)}\n" for record in RECORDS)
TEXT = "__label__a A line, longer than a cell, and with commas in it, is shown as it stands."
WIDE = ",".join(map(str, range(1, 15))) + "\n"


@pytest.mark.parametrize(
    ("name", "content", "fmt", "shown"),
    [
        ("a.csv", "1,2\n3,x\n", "csv", [Rows(1, 1, (("1", "2"), ("3", "x")), None)]),
        ("a.csv", WIDE * 9, "csv", [Rows(1, 1, (tuple(map(str, range(1, 10))),) * 4, None)]),
        ("a.libsvm", "1 1:2\n0 1:3\n", "libsvm", [Rows(1, 1, (("1 1:2",), ("0 1:3",)), None)]),
        ("a.txt", f"one, two, three\n{TEXT}\n", "sentences", [Rows(1, 1, (("one, two, three",), (TEXT,)), None)]),
        ("a.json", JSON_LINES, "time-series", [Folded(record) for record in RECORDS[:5]]),
        ("a.rec", frame(b"abcd"), "recordio-protobuf", [Bytes(0, frame(b"abcd"), None)]),
        ("a.parquet", b"PAR1", "parquet", []),
        ("a.csv", "", "csv", []),
    ],
)
def test_samples(tmp_path: Path, name: str, content: str | bytes, fmt: str, shown: list[object]) -> None:
    write(tmp_path, {f"train/{name}": content, "other/b.csv": "9\n"} if content else {f"train/{name}": content})
    assert samples_below(tmp_path)("train", fmt) == shown


def test_pictures_with_boxes_and_masks(tmp_path: Path) -> None:
    files: Files = {f"train/im{n}.jpg": jpeg() for n in range(6)}
    files |= {f"train_annotation/im{n}.json": annotation(f"im{n}.jpg", [box()]) for n in range(5)}
    files |= {"validation/a.jpg": jpeg(), "validation_annotation/a.png": plain_mask()}
    samples = samples_below(write(tmp_path, files))
    told = {
        name: [one.about for one in samples(name, None) if isinstance(one, Drawn)]
        for name in ("train", "train_annotation", "validation_annotation")
    }
    assert min(told["train"]).endswith("48x40 RGB")
    assert len(told["train"]) == len(told["train_annotation"]) == 4
    assert all(about.endswith("with its 1 box") for about in told["train_annotation"])
    assert told["validation_annotation"] == ["validation/a.jpg under its mask"]


def test_data_that_is_gone_has_none(tmp_path: Path) -> None:
    samples = samples_below(write(tmp_path, {"a.csv": "1\n"}))
    (tmp_path / "a.csv").unlink()
    assert samples("train", "csv") == []
