"""An index that was saved with the rows, where the width that was given says that it is one column too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.folders import checked

FOLLOWS = "Write the rows without their index: then feature_dim=2 is right."


@pytest.mark.parametrize(
    ("algorithm", "first", "rows", "severity"),
    [
        ("xgboost", 0, 100, "error"),
        ("xgboost", 0, 99, "warning"),
        ("xgboost", 1, 100, "warning"),
        ("pca", 0, 100, "warning"),
    ],
)
def test_an_index_that_is_learned(algorithm: str, first: int, rows: int, severity: str, tmp_path: Path) -> None:
    text = "".join(f"{first + row},0.{row % 7},{row % 3}.25\n" for row in range(rows))
    report = checked(tmp_path, {"train/a.csv": text}, algorithm=algorithm)
    assert [f.severity for f in report.findings if f.rule == "CSV112"] == [severity]


@pytest.mark.parametrize(
    ("first", "content_type", "width", "expected"),
    [
        (0, "text/csv;label_size=0", "2", [("error", "CSV112"), ("warning", "HYP107")]),
        (1, "text/csv;label_size=0", "2", [("error", "CSV112"), ("warning", "HYP107")]),
        (0, "text/csv;label_size=0", "3", [("warning", "CSV112")]),
        (0, "text/csv;label_size=0", "4", [("error", "HYP107"), ("warning", "CSV112")]),
        (7, "text/csv;label_size=0", "2", [("error", "HYP107")]),
        (0, "text/csv", "2", [("warning", "CSV112"), ("warning", "HYP107")]),
        (0, "text/csv;label_size=1", "2", []),  # so it is kept out of the features
    ],
)
def test_the_index_is_the_cause_where_the_width_fits_without_it(
    tmp_path: Path, first: int, content_type: str, width: str, expected: list[tuple[str, str]]
) -> None:
    rows = "".join(f"{first + row},0.5,{row}.25\n" for row in range(12))
    report = checked(
        tmp_path,
        {"train/a.csv": rows},
        algorithm="pca",
        hyperparameters={"feature_dim": width, "num_components": "1", "mini_batch_size": "4"},
        content_types={"train": content_type},
    )
    found = {f.rule: f for f in report.findings if f.rule in ("CSV112", "HYP107")}
    assert sorted((f.severity, f.rule) for f in found.values()) == sorted(expected)
    if ("error", "CSV112") in expected:
        assert (found["CSV112"].location.line, found["CSV112"].location.column) == (1, 1)
        assert found["CSV112"].message.endswith("; without it the rows are as wide as 'feature_dim' says.")
        assert "index=False" in found["CSV112"].fix
        assert found["HYP107"].message == "'feature_dim' is 2; with their index the rows are 3 wide."
        assert found["HYP107"].fix == FOLLOWS
