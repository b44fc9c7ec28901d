"""Rules that see a target that stands last, and an id, a date or a feature in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from advisor.findings import Finding
from tests.builders.folders import checked

Cell = Callable[[int], Any]
FAR = 2_000_000


def table(first: Sequence[Any], last: Cell = lambda n: n % 3 + 0.5, header: str = "") -> str:
    return header + "".join(f"{value},{n % 7}.25,{last(n)}\n" for n, value in enumerate(first))


def classes(n: int) -> int:
    return n % 2


def told(
    folder: Path, rule: str, content: str, algorithm: str = "lightgbm", settings: dict[str, str] | None = None
) -> list[Finding]:
    channel = "training" if algorithm in ("autogluon-tabular", "catboost") else "train"
    report = checked(folder, {f"{channel}/a.csv": content}, algorithm=algorithm, hyperparameters=settings)
    return [finding for finding in report.findings if finding.rule == rule]


def apart(first: int, step: int, rows: int = 60) -> list[int]:
    """Different numbers in no order."""
    numbers = [first + n * step for n in range(rows)]
    return [*numbers[1::2], *numbers[::2]]


@pytest.mark.parametrize(
    ("first", "last", "seems_ids"),
    [
        (apart(4000, 2), lambda n: 0.5 * n, True),  # far above 0, and close together
        (apart(40, 2), lambda n: 0.5 * n, False),  # which may measure something
        (apart(40, 2), classes, True),
        ([*apart(40, 2)[1:], 40], classes, False),
        (apart(1900, 2), classes, False),  # which may be years
        (apart(40, 9), classes, False),  # so far apart that they may differ by chance
        (apart(FAR, 9999), classes, True),
        (apart(FAR, 9999), lambda n: 0.5 * n, False),
        (apart(FAR, 99999), classes, False),
        ([*apart(FAR, 9999)[1:], FAR], classes, False),
        (apart(100_000, 400), classes, True),
        (apart(99_999, 400), classes, False),
        (apart(FAR, 9999, 50), classes, True),
        (apart(FAR, 9999, 49), classes, False),
        (apart(FAR, 200, 1500), classes, True),
        ([*apart(FAR, 200, 1500)[1:], FAR], classes, False),
    ],
)
def test_ids_in_place_of_any_number(first: list[int], last: Cell, seems_ids: bool, tmp_path: Path) -> None:
    found = told(tmp_path, "TAB102", table(first, last))
    assert [finding.severity for finding in found] == ["warning"] * seems_ids
    assert all(f"each row has its own: they go from {min(first)}" in finding.message for finding in found)
    assert all(("Column 3, the last one" in finding.message) == (last is classes) for finding in found)
    knn = told(tmp_path / "knn", "TAB102", table(first, last), "knn", {"predictor_type": "regressor"})
    assert knn == []  # which may give the names of the neighbours back


@pytest.mark.parametrize(
    ("words", "seems"),
    [
        ([f"C{n % 16:05d}" for n in range(30)], "ids, because nearly every row has its own, such as 'C00000'"),
        ([f"C{n % 15:05d}" for n in range(30)], None),
        ([f"C{n:05d}" for n in range(10)], "ids, because nearly every row has its own, such as 'C00000'"),
        ([f"C{n:05d}" for n in range(9)], None),
        ([f"C{n:05d}" for n in range(1999)], "ids, because nearly every row has its own, such as 'C00000'"),
        ([f"C{n:05d}" for n in range(2001)], None),  # of which it is not known
        (["2024-01-02", "2024-01-03"] * 9, "dates, such as '2024-01-02'"),
    ],
)
def test_words_that_are_no_classes(words: list[str], seems: str | None, tmp_path: Path) -> None:
    found = told(tmp_path, "TAB102", table(words), "autogluon-tabular")
    assert [finding.message for finding in found] == ([f"The labels look like {seems}."] if seems else [])


@pytest.mark.parametrize(
    ("words", "last", "fix"),
    [
        (["M", "F"] * 20, lambda n: 0.5 * n, "Number the classes"),
        (["M", "F"] * 20, classes, "Number the classes"),
        ([f"C{n}" for n in range(40)], lambda n: 0.5 * n, "Nearly every row"),
        ([f"C{n}" for n in range(40)], classes, "Nearly every row"),
    ],
)
def test_what_mends_words_in_place_of_a_number(words: list[str], last: Cell, fix: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, "CSV130", table(words, last))
    assert found.fix.startswith(fix)
    assert ("Column 3, the last one, holds classes" in found.fix) == (last is classes)


@pytest.mark.parametrize(
    ("labels", "metric", "what"),
    [
        ([n / 8 for n in range(60)], "auc", "fractions, from 0 to 7.375"),
        ([n / 8 for n in range(60)], "multi_error", "fractions, from 0 to 7.375"),
        ([n / 8 for n in range(60)], "l2", None),
        ([*[0, 1] * 30, *[0.5] * 10], "auc", "fractions, from 0 to 1"),
        ([*[0, 1] * 30, *[0.5] * 9], "auc", None),
        ([n % 21 for n in range(63)], "auc", "21 different numbers, from 0 to 20"),
        ([*range(30, 1050)], "auc", "many numbers, from 30 to 1049"),
        ([n % 21 for n in range(63)], "multi_error", None),
    ],
)
def test_a_metric_of_classes_for_a_quantity(labels: list[float], metric: str, what: str | None, tmp_path: Path) -> None:
    found = told(tmp_path, "TAB111", table(labels), settings={"metric": metric})
    message = f"{metric!r} compares classes; the labels of 'train' are {what}."
    assert [finding.message for finding in found] == ([message] if what else [])


def test_a_quantity_that_stands_before_classes(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "TAB111", table([n / 8 for n in range(60)], classes), settings={"metric": "auc"})
    assert found.message.endswith("from 0 to 7.375. Column 3, the last one, holds classes.")


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("age,income,churned\n", "age"),
        ('"age","the income","Target"\n', "age"),
        ("Unnamed: 0,churned,target\n", None),
        ("churned,age,target\n", None),
        (",churned,target\n", None),
        ("age,churned,income\n", None),
        ("", None),
    ],
)
def test_a_header_that_names_the_last_column_like_a_label(header: str, first: str | None, tmp_path: Path) -> None:
    content = table(range(30, 60), classes, header)
    for algorithm in ("lightgbm", "xgboost", "autogluon-tabular"):
        found = told(tmp_path / algorithm, "CSV159", content, algorithm)
        assert [finding.message.partition(";")[0] for finding in found] == (
            [] if first is None else [f"The label is the first column, {first!r}"]
        )
    assert told(tmp_path / "kmeans", "CSV159", content, "kmeans") == []


@pytest.mark.parametrize(("second", "said"), [("age", True), ("churned", False)])
def test_a_header_with_the_name_of_an_index(second: str, said: bool, tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 7}.25,{n % 5},{n % 2}\n" for n in range(30))
    assert bool(told(tmp_path, "CSV159", f",{second},income,Class\n{rows}")) == said
