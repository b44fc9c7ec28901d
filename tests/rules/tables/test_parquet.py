"""The rules on tables in Parquet."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from advisor.cli import main
from advisor.findings import Finding
from tests.builders.folders import checked, places, write
from tests.builders.tables import labelled, parquet

A, B = "train/a.parquet", "train/b.parquet"
SOUND = labelled()


def without(name: str) -> dict[str, Any]:
    return {key: values for key, values in SOUND.items() if key != name}


Brief = tuple[str, str, str | None, int | None, int | None, str | None, int]


def brief(finding: Finding) -> Brief:
    """Severity, rule, file, row, column, value and count."""
    place = finding.location
    return (finding.severity, finding.rule, place.file, place.record, place.column, finding.value, finding.count)


def found(folder: Path, files: dict[str, Any], **options: Any) -> list[Brief]:
    tables = {path: parquet(**held) if isinstance(held, dict) else held for path, held in files.items()}
    return [brief(finding) for finding in checked(folder, tables, algorithm="xgboost", **options).findings]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["red", "1", None], ("error", "PAR111", 1, "red")),
        (["1", "2.5", None], ("warning", "PAR112", None, None)),
        ([date(2020, 1, 1)] * 3, ("error", "PAR110", None, "date32[day]")),
        ([datetime(2020, 1, 1, tzinfo=UTC)] * 3, ("error", "PAR110", None, "timestamp[us, tz=UTC]")),
        ([[1.0], [2.0], [3.0]], ("error", "PAR110", None, "list<element: double>")),
        ([{"a": 1}] * 3, ("error", "PAR110", None, "struct<a: int64>")),
        (pyarrow.array(["a"] * 3, "string_view"), ("error", "PAR110", None, "string_view")),
        ([1.0, float("inf"), 2.0], ("error", "PAR114", 2, "inf")),
        ([1.0, 2.0, -1e39], ("error", "PAR114", 3, "-1e+39")),
    ],
)
def test_a_column_that_is_no_number(tmp_path: Path, cells: Any, expected: tuple[str, str, int, str]) -> None:
    severity, rule, row, value = expected
    table = {"y": [0.0, 1.0, 0.0], "a": [1, 2, 3], "b": pyarrow.array(cells)}
    assert found(tmp_path, {A: table}) == [(severity, rule, A, row, 3, value, 1)]


DAY = [date(2020, 1, 1)] * 3


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({f"c{n}": DAY for n in range(5)}, "Columns that are not numbers: {0}, {1}, {2}, {3}, {4}."),
        ({f"c{n}": DAY for n in range(6)}, "Columns that are not numbers: {0}, {1}, {2}, {3}, {4}, ...."),
        ({"c0": ["1.2.3.4", "1", "x"], "c1": ["1.2.3.4", "1", "2"]},
         "Cells that are not numbers: 3, such as '1.2.3.4'; in 'c0', 'c1'."),
        ({"c0": ["yes", "no", "1"]}, "Cells that hold a truth value: 2, such as 'yes'; in 'c0'."),
    ],
)  # fmt: skip
def test_columns_are_named(columns: dict[str, Any], message: str, tmp_path: Path) -> None:
    table = parquet(pyarrow.table({"y": [0.0, 1.0, 0.0], **columns}))
    named = message.format(*(f"'c{n}' (date32[day])" for n in range(6)))
    report = checked(tmp_path, {A: table}, algorithm="xgboost")
    assert [f.message for f in report.findings if f.rule in ("PAR110", "PAR111")] == [named]


VAST = float("inf")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"y": [0, 1], "a": ["1", "2"], "b": [1, 2], "c": ["3", "4.5"]}, None,
         ("PAR112", None, 2, "Columns of text that hold numbers: 'a', 'c'.")),
        ({"y": [0.0, None, float("nan"), 1e39, VAST, -VAST], "a": range(6)}, None,
         ("PAR113", 2, 1, "Labels that are null, NaN or infinite: 5; in 'y'.")),
        ({"y": [0, 1], "a": [VAST, 1e39], "b": [1, 2], "c": [0.5, -VAST]}, None,
         ("PAR114", 1, 2, "Values that are infinite or beyond 3.4e38: 3; in 'a', 'c'.")),
        ({"age": [1, 2], "size": [3, 4], "Target": [0, 1]}, None,
         ("PAR115", None, 1, "The label is the first column, 'age'; the last one is named 'Target'.")),
        ({"Y": [1, 2], "size": [3, 4], "target": [0, 1]}, None, None),
        ({"age": [1, 2], "target": [0, 1]}, None, None),
        ({"age": [1, 2], "target": [0, 1], "size": [3, 4]}, None, None),
        (pyarrow.Table.from_arrays([pyarrow.array([0, 1])] * 5, names=["y", "a", "a", "b", "b"]), None,
         ("PAR120", None, 3, "Repeated column names: 'a', 'b'.")),
        ({"y": [0, 1], "a": pyarrow.array([1, 2], "uint8")}, {"y": [0, 1], "a": [1.5, 2.0]},
         ("PAR122", None, 2, "'a' is uint8 in the first file and double here.")),
        ({"y": [0, 1], "a": [1, 2]}, {"y": [0, 1], "a": pyarrow.array([1, 2], "uint8")}, None),
        ({"y": [0, 1], "a": [1, 2]}, {"y": [0, 1], "a": pyarrow.array([1.5, 2.0], "float32")},
         ("PAR122", None, 2, "'a' is int64 in the first file and float here.")),
    ],
)  # fmt: skip
def test_what_is_said_of_a_table(first: Any, second: Any, told: Any, tmp_path: Path) -> None:
    tables = {A: first, B: second} if second else {A: first}
    held = {path: parquet(**one) if isinstance(one, dict) else parquet(one) for path, one in tables.items()}
    report = checked(tmp_path, held, algorithm="xgboost")
    assert [(f.rule, f.location.record, f.location.column, f.message) for f in report.findings] == (
        [told] if told else []
    )


def test_the_first_feature_is_judged_as_all_are(tmp_path: Path) -> None:
    table = {"y": [0.0, 1.0], "a": [1.0, float("inf")], "b": [1.0, 2.0]}
    assert found(tmp_path, {A: table}) == [("error", "PAR114", A, 2, 2, "inf", 1)]


def test_the_first_file_of_a_channel_is_the_first_by_its_name(tmp_path: Path) -> None:
    files = {"train/a/b.parquet": without("f1"), "train/b/a.parquet": SOUND}
    assert [one[1:3] for one in found(tmp_path, files)] == [("PAR121", "train/a/b.parquet")]


@pytest.mark.parametrize("cell", [None, float("nan"), 1e39, float("inf")])
def test_a_label_that_is_missing(tmp_path: Path, cell: float | None) -> None:
    table = {"y": pyarrow.array([0.0, cell]), "a": [1, 2]}
    assert [one[:5] for one in found(tmp_path, {A: table})] == [("error", "PAR113", A, 2, 1)]


@pytest.mark.parametrize(
    ("label", "objective", "fails"),
    [
        (1, "binary:logistic", False), (2, "binary:logistic", True),
        (2, "multi:softprob", False), (3, "multi:softprob", True),
        (0.001, "reg:gamma", False), (0, "reg:gamma", True), (0, "reg:tweedie", False), (-1, "reg:tweedie", True),
    ],
)  # fmt: skip
def test_labels(tmp_path: Path, label: float, objective: str, fails: bool) -> None:
    given = {"objective": objective, "num_round": "5"} | ({"num_class": "3"} if "multi" in objective else {})
    table = {"y": [1.0] * 9 + [label], "a": range(10)}
    seen = [one for one in found(tmp_path, {A: table}, hyperparameters=given) if one[1] not in ("HYP107", "TAB101")]
    assert seen == ([("error", "PAR151", A, 10, 1, f"{label:g}", 1)] if fails else [])


def test_a_label_alone(tmp_path: Path) -> None:
    assert [one[:3] for one in found(tmp_path, {A: {"y": [0, 1]}})] == [("error", "PAR130", A)]


def test_a_table_without_rows(tmp_path: Path) -> None:
    table = {name: pyarrow.array([], pyarrow.float64()) for name in ("y", "a")}
    assert [one[:3] for one in found(tmp_path, {A: table})] == [("error", "LAY106", A)]


def test_a_name_that_comes_twice(tmp_path: Path) -> None:
    columns = [pyarrow.array([0, 1])] * 3
    table = pyarrow.Table.from_arrays(columns, names=["y", "a", "a"])
    assert found(tmp_path, {A: parquet(table)}) == [("error", "PAR120", A, None, 3, None, 1)]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (without("f1"), "Compared with the first file of the channel, it lacks 'f1'."),
        ({**SOUND, "new": SOUND["y"]}, "Compared with the first file of the channel, it adds 'new'."),
        (
            {**without("f2"), "z": SOUND["y"]},
            "Compared with the first file of the channel, it lacks 'f2' and adds 'z'.",
        ),
        (dict(reversed(SOUND.items())), None),
    ],
)
def test_files_of_one_channel(tmp_path: Path, second: dict[str, Any], message: str | None) -> None:
    report = checked(tmp_path, {A: parquet(**SOUND), B: parquet(**second)}, algorithm="xgboost")
    assert [(f.severity, f.rule, f.location.file, f.message) for f in report.findings] == (
        [("error", "PAR121", B, message)] if message else []
    )


@pytest.mark.parametrize(
    ("first", "second", "fails"),
    [
        ([1, 2], [1.5, 2.0], True),
        ([1, 2], [1.0, 2.0], False),
        ([1.0, 2.5], [1, 2], False),
        ([1, 2], [None, 2.0], False),
        ([1, 2], pyarrow.array([float("nan"), 2.0]), True),
    ],
)
def test_types_of_one_channel(tmp_path: Path, first: Any, second: Any, fails: bool) -> None:
    files = {A: {"y": [0, 1], "a": first}, B: {"y": [0, 1], "a": second}}
    assert found(tmp_path, files) == ([("error", "PAR122", B, None, 2, None, 1)] if fails else [])


def test_another_width_than_in_training(tmp_path: Path) -> None:
    files = {A: SOUND, "validation/a.parquet": without("f0")}
    assert [one[:3] for one in found(tmp_path, files)] == [("error", "PAR131", "validation/a.parquet")]


def test_infinite_values_fit_no_whole_numbers(tmp_path: Path) -> None:
    files = {A: {"y": [0, 1], "a": [1, 2]}, B: {"y": [0, 1], "a": [1.0, float("inf")]}}
    assert [one[1] for one in found(tmp_path, files)] == ["PAR122", "PAR114"]


def test_channels_without_a_table_have_no_order(tmp_path: Path) -> None:
    swapped = {name: SOUND[name] for name in ("y", "f1", "f0", "f2")}
    files = {"training/a.parquet": parquet(**SOUND), "validation/a.parquet": parquet(**swapped)}
    report = checked(tmp_path, {"code/a.py": b"import os", **files}, algorithm="lightgbm")
    assert [f.message for f in report.findings if f.rule == "PAR132"] == [
        "Column 2 is 'f1' here and 'f0' in 'training'."
    ]


def test_another_order_than_in_training(tmp_path: Path) -> None:
    swapped = {name: SOUND[name] for name in ("y", "f1", "f0", "f2")}
    report = checked(
        tmp_path, {A: parquet(**SOUND), "validation/a.parquet": parquet(**swapped)}, algorithm="xgboost"
    )  # fmt: skip
    assert [(f.rule, f.location.column, f.message) for f in report.findings] == [
        ("PAR132", 2, "Column 2 is 'f1' here and 'f0' in 'train'.")
    ]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (parquet(**SOUND)[:-1], "PAR101"),
        (parquet(**SOUND)[:-8] + b"\xff\xff\xff\x7fPAR1", "PAR102"),
        (parquet(**SOUND)[:30] + bytes(60) + parquet(**SOUND)[90:], "PAR103"),
        (parquet(**SOUND)[:-4] + b"PARE", "PAR104"),
    ],
)
def test_a_broken_file(tmp_path: Path, data: bytes, rule: str) -> None:
    assert [one[:3] for one in found(tmp_path, {A: data})] == [("error", rule, A)]


def test_what_follows_from_the_data(tmp_path: Path) -> None:
    files = {A: parquet(**labelled(classes=4))}
    report = checked(tmp_path, files, algorithm="xgboost", hyperparameters={"objective": "multi:softmax"})
    assert report.derived == {"num_class": 4}
    assert report.channels["train"].profile["columns"][0]["name"] == "y"


def test_without_an_algorithm(tmp_path: Path) -> None:
    report = checked(tmp_path, {A: parquet(**SOUND)})
    accepts = {one.algorithm: one.accepts for one in report.algorithms or ()}
    assert [name for name, how in accepts.items() if how == "as-is"] == ["lightgbm", "xgboost"]
    assert accepts["kmeans"] == "after-conversion"
    assert [accepts[name] for name in ("ip-insights", "image-classification")] == ["no", "no"]
    assert places(report) == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {A: parquet(pyarrow.table({"y": [0, 1], "\x1b[31mred": ["x", "y"]}))})
    assert main(["check", str(tmp_path), "--algorithm", "xgboost"]) == 1
    shown = capsys.readouterr().out
    assert "PAR111 text-not-a-number" in shown
    assert "\x1b[31m" not in shown
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert main(["check", str(tmp_path), "--algorithm", "xgboost"]) == 2
    assert capsys.readouterr().err == 'advisor: Parquet needs pyarrow: pip install "sagemaker-advisor[parquet]"\n'
