"""Charts show what a report says, and are left out where there is nothing to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.advise import Setting
from advisor.engine.check import check
from advisor.findings import Report
from advisor.wizard.charts import cells_by_column, elbow, labels, places_by_file, series
from tests.builders.tokens import pair


def report(folder: Path, **files: str) -> Report:
    (folder / "train").mkdir()
    for name, content in files.items():
        (folder / "train" / f"{name}.csv").write_text(content)
    return check(folder, algorithm="kmeans")


def test_places_are_counted_by_file_and_severity(tmp_path: Path) -> None:
    chart = places_by_file(report(tmp_path, a="1,x\n2,y\n3,4\n5,6\n", b="1,2\n3,z\n5,6\n"))
    assert chart is not None
    rows = chart.data.to_dict("records")
    errors = {row["file"]: row["places"] for row in rows if row["severity"] == "error"}
    assert errors == {"train/a.csv": 2, "train/b.csv": 1}


def test_one_file_needs_no_chart(tmp_path: Path) -> None:
    assert places_by_file(report(tmp_path, a="1,2\n2,y\n3,4\n5,6\n")) is None


def test_unusual_cells_are_counted_by_column(tmp_path: Path) -> None:
    chart = cells_by_column(report(tmp_path, a="1,2,3\n2,y,4\n3,,5\n4,5,nan\n").channels["train"])
    assert chart is not None
    counts = {(row["column"], row["cells"]): row["count"] for row in chart.data.to_dict("records")}
    assert counts == {(2, "text"): 1, (2, "empty"): 1, (3, "nan"): 1}


def test_one_column_needs_no_chart(tmp_path: Path) -> None:
    assert cells_by_column(report(tmp_path, a="1,2\n2,y\n3,4\n").channels["train"]) is None


@pytest.mark.parametrize(
    ("algorithm", "name", "content", "counts"),
    [
        ("xgboost", "a.csv", "1,2\n0,3\n1,4\n", {"1": 2, "0": 1}),
        ("xgboost", "a.libsvm", "2 1:2\n0 1:3\n2 2:4\n", {"2": 2, "0": 1}),
        ("blazingtext", "a.txt", "__label__b x y\n__label__a x\n__label__b y x\n", {"b": 2, "a": 1}),
        ("object2vec", "a.jsonl", pair(1) + pair(0) + pair(1), {"1": 2, "0": 1}),
        ("kmeans", "a.csv", "1,2\n0,3\n1,4\n", None),
        ("xgboost", "a.csv", "1,2\n1,3\n1,4\n", None),
        ("xgboost", "a.csv", "".join(f"{n},2\n" for n in range(30)), {str(n): 1 for n in range(30)}),
        ("xgboost", "a.csv", "".join(f"{n},2\n" for n in range(31)), None),
    ],
)
def test_labels_are_counted(
    tmp_path: Path, algorithm: str, name: str, content: str, counts: dict[str, int] | None
) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / name).write_text(content)
    chart = labels(check(tmp_path, algorithm=algorithm), "train")
    assert (chart and {row["label"]: row["samples"] for row in chart.data.to_dict("records")}) == counts


def test_the_first_series_are_drawn_without_what_is_no_number() -> None:
    chart = series(['{"target": [1, null, 3.5]}', "[", "[1]", '{"target": 2}', '{"target": ["NaN", -2]}', "[" * 9999])
    assert chart is not None
    drawn = [tuple(row.values()) for row in chart.data.to_dict("records")]
    assert drawn == [("1", 1, 1.0), ("1", 3, 3.5), ("5", 2, -2.0)]
    assert series(['{"target": []}']) is None


def test_a_chart_is_valid_vega_lite(tmp_path: Path) -> None:
    found = report(tmp_path, a="1,x,1\n2,y,nan\n3,4,5\n", b="1,2,3\n3,z,4\n")
    chart = places_by_file(found)
    assert chart is not None
    assert chart.to_dict(validate=True)["mark"] == {"type": "bar"}


def test_the_elbow_is_drawn_with_the_number_that_is_taken() -> None:
    chart = elbow("k", Setting(value=3, required=True, reason="", source=(), curve=(1.0, 0.5, 0.1, 0.09)))
    assert chart is not None
    drawn = chart.to_dict(validate=True)
    (rows,) = drawn["datasets"].values()
    assert [(row["groups"], row["distance"], row["taken"]) for row in rows] == [
        (1, 1.0, False),
        (2, 0.5, False),
        (3, 0.1, True),
        (4, 0.09, False),
    ]


def test_without_a_curve_there_is_no_elbow() -> None:
    assert elbow("k", Setting(value=3, required=True, reason="", source=())) is None
