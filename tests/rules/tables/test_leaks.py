"""The rules on columns that are no features, and on columns in another order."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from tests.builders.folders import checked
from tests.builders.tables import parquet

Rows = list[list[Any]]


def table(rows: int = 40, seed: int = 1) -> Rows:
    """A label from 0 to 3, and features on scales of their own."""
    made = random.Random(seed)
    return [
        [made.randrange(4), made.randrange(2000, 2024), round(made.uniform(0, 1), 3), made.randrange(40_000, 60_000)]
        for _ in range(rows)
    ]


def text(rows: Rows) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def told(folder: Path, algorithm: str, rule: str, channels: dict[str, Rows], **options: Any) -> list[str]:
    files = {f"{name}/a.csv": text(rows) for name, rows in channels.items()}
    report = checked(folder, files, algorithm=algorithm, **options)
    return [f.message for f in report.findings if f.rule == rule]


NAMES = ["low", "middle", "high", "top"]
COPIES = [
    (lambda label, row: label, "Column 5 equals the label in every row."),
    (lambda label, row: f"{label}.0", "Column 5 equals the label in every row."),
    (lambda label, row: 100 * label + 7, "Column 5 follows from the label in every row."),
    (lambda label, row: -label / 3, "Column 5 follows from the label in every row."),
    (lambda label, row: [3, 0, 9, 4][label], "Column 5 follows from the label in every row."),
    (lambda label, row: label if row else 3 - label, None),
    (lambda label, row: label if row != 39 else 3 - label, None),
    (lambda label, row: label // 2, None),
    (lambda label, row: 1, None),
    (lambda label, row: label * label, "Column 5 follows from the label in every row."),
]


@pytest.mark.parametrize(("copy", "expected"), COPIES, ids=map(str, range(len(COPIES))))
def test_a_copy_of_the_label(copy: Any, expected: str | None, tmp_path: Path) -> None:
    rows = [[*row, copy(row[0], number)] for number, row in enumerate(table())]
    found = told(tmp_path, "xgboost", "CSV160", {"train": rows})
    assert found == ([expected] if expected else [])


def test_a_copy_of_classes_as_words(tmp_path: Path) -> None:
    rows = [[NAMES[row[0]], *row[1:], row[0]] for row in table()]
    assert told(tmp_path, "autogluon-tabular", "CSV160", {"training": rows}) == [
        "Column 5 follows from the label in every row."
    ]


def test_both_sides_of_the_rows_that_are_enough(tmp_path: Path) -> None:
    for count, found in ((19, 0), (20, 1)):
        rows = [[row[2], *row[1:3]] for row in table(count)]
        assert len(told(tmp_path / str(count), "linear-learner", "CSV160", {"train": rows})) == found


def test_what_has_no_label_has_no_copy_of_it(tmp_path: Path) -> None:
    rows = [[row[2], row[2]] for row in table()]
    kind = {"train": "text/csv;label_size=0"}
    assert told(tmp_path, "kmeans", "CSV160", {"train": rows}, content_types=kind) == []


COUNTERS = [
    (lambda row: 1_000_000 + 50 * row, "rises with every row, as an id does, from 1000000 to 1001950"),
    (lambda row: 1_000_000 + 50 * (row if row != 39 else 0), None),
    (lambda row: 1_000_000 + row // 2 * 100, None),
    (lambda row: 1_000_000.5 + 50 * row, None),
    (lambda row: 10 + row / 2, None),
    (lambda row: 5 + row // 8, None),
    (lambda row: 1_709_251_200 + 300 * (row % 7), "holds times in seconds since 1970, from 1709251200 to 1709253000"),
    (
        lambda row: 1_709_251_200_000 + 9 * row,
        "holds times in milliseconds since 1970, from 1709251200000",
    ),
    (lambda row: 946_684_799 + 300 * (row % 7), None),
    (lambda row: 2_208_988_801 - 300 * (row % 7), None),
]


@pytest.mark.parametrize("algorithm", ["kmeans", "pca", "random-cut-forest"])
@pytest.mark.parametrize(("counter", "expected"), COUNTERS, ids=map(str, range(len(COUNTERS))))
def test_a_counter_among_features(algorithm: str, counter: Any, expected: str | None, tmp_path: Path) -> None:
    rows = [[row[2], counter(number), row[0]] for number, row in enumerate(table())]
    found = told(tmp_path, algorithm, "CSV161", {"train": rows}, content_types={"train": "text/csv;label_size=0"})
    assert [message.startswith(f"Column 2 {expected}") for message in found] == ([True] if expected else [])


def test_a_counter_that_does_not_outweigh_the_others(tmp_path: Path) -> None:
    for factor, found in ((1, 1), (2, 0)):
        rows = [[10 * number + 1, number % 2 * 39 * factor] for number in range(40)]
        kind = {"train": "text/csv;label_size=0"}
        assert len(told(tmp_path / str(factor), "kmeans", "CSV161", {"train": rows}, content_types=kind)) == found


def test_a_tree_does_not_mind_a_counter(tmp_path: Path) -> None:
    rows = [[row[0], 1_000_000 + 50 * number, row[2]] for number, row in enumerate(table())]
    assert told(tmp_path, "xgboost", "CSV161", {"train": rows}) == []


def with_ids(ids: Iterable[object]) -> Rows:
    return [[number % 2, one, number * 7 % 31, number % 5 / 2] for number, one in enumerate(ids)]


def shuffled(ids: Iterable[int]) -> list[int]:
    return random.Random(5).sample(found := [*ids], len(found))


NAMED = ["y", "id", "a", "b"]
BINARY = {"objective": "binary:logistic", "num_round": "5"}
FAR, NEAR = shuffled(range(9000, 9098, 2))[:49], shuffled(range(1, 100, 2))
DIFFERENT: list[tuple[Iterable[object], dict[str, str], bool]] = [
    ([*FAR, 9001], {}, True),
    (FAR, {}, False),  # too few
    ([*FAR, FAR[0]], {}, False),  # one of them twice
    ([*FAR, "9001.5"], {}, False),
    ([*FAR, 9101], {}, True),  # 12 pairs that would be alike
    ([*FAR, 9102], {}, False),
    (NEAR, {}, False),
    (NEAR, BINARY, True),
    ([one + 293 for one in NEAR], {}, True),  # three times as far away as they reach
    ([one + 292 for one in NEAR], {}, False),
    (shuffled(range(1950, 2010)), BINARY, False),  # years
    ([20240101 + one % 25 + one // 25 * 100 for one in range(100)], BINARY, False),
    ([1_709_251_200 + one for one in shuffled(range(60))], BINARY, False),
    (shuffled(range(5000, 6500)), {}, True),  # more than are kept
    ([*shuffled(range(5000, 6500)), 5000], {}, False),
]


@pytest.mark.parametrize(("ids", "given", "told_of"), DIFFERENT, ids=map(str, range(len(DIFFERENT))))
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_an_id_among_features(
    ids: Iterable[object], given: dict[str, str], told_of: bool, ending: str, tmp_path: Path
) -> None:
    rows = with_ids(ids)
    content = (
        text(rows)
        if ending == "csv"
        else parquet(pyarrow.table([[float(cell) for cell in column] for column in zip(*rows, strict=True)], NAMED))
    )
    kind = {"train": "text/csv" if ending == "csv" else "application/x-parquet"}
    report = checked(
        tmp_path, {f"train/a.{ending}": content}, algorithm="xgboost", hyperparameters=given, content_types=kind
    )
    assert [one.location.column for one in report.findings if one.rule == "TAB106"] == [2] * told_of


def test_where_distances_count_an_id_is_found_by_what_it_outweighs(tmp_path: Path) -> None:
    rows = [[row[2], one, row[0]] for row, one in zip(table(1500), shuffled(range(5000, 6500)), strict=True)]
    kind = {"train": "text/csv;label_size=0"}
    (found,) = told(tmp_path / "1", "kmeans", "CSV161", {"train": rows}, content_types=kind)
    assert found.startswith("Column 2 differs from row to row, as an id does, from 5000 to 6499")
    rows[-1][1] = rows[0][1]
    assert told(tmp_path / "2", "kmeans", "CSV161", {"train": rows}, content_types=kind) == []


def in_order(rows: Rows, *order: int) -> Rows:
    return [[row[number] for number in order] for row in rows]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((0, 1, 2, 3), None),
        ((0, 3, 2, 1), "2 like 4, 4 like 2"),
        ((0, 2, 3, 1), "2 like 3, 3 like 4, 4 like 2"),
        ((1, 0, 2, 3), "1 like 2, 2 like 1"),
    ],
)
def test_columns_in_another_order(order: tuple[int, ...], expected: str | None, tmp_path: Path) -> None:
    channels = {"train": table(), "validation": in_order(table(seed=2), *order)}
    found = told(tmp_path, "xgboost", "CSV162", channels)
    assert found == ([f"Columns that hold what others hold in 'train': {expected}."] if expected else [])


def test_columns_that_drift_are_in_no_other_order(tmp_path: Path) -> None:
    later = [[row[0], row[1] + 100, row[2], row[3] + 90_000] for row in table(seed=2)]
    assert told(tmp_path, "xgboost", "CSV162", {"train": table(), "validation": later}) == []


def test_few_rows_say_nothing_of_the_order(tmp_path: Path) -> None:
    for count, found in ((19, 0), (20, 1)):
        channels = {"train": table(), "validation": in_order(table(count, seed=2), 0, 3, 2, 1)}
        assert len(told(tmp_path / str(count), "xgboost", "CSV162", channels)) == found


def scales(span: float, rows: int = 40) -> Rows:
    """Two features, of which the second spans so many times what the first does."""
    return [[number % 4, number * 7 % 5, span * (number * 3 % 5)] for number in range(rows)]


@pytest.mark.parametrize(("span", "is_told"), [(99, False), (100, True)])
@pytest.mark.parametrize("algorithm", ["kmeans", "pca"])
def test_both_sides_of_what_outweighs(tmp_path: Path, algorithm: str, span: float, is_told: bool) -> None:
    features = [row[1:] for row in scales(span)]
    message = f"Column 2 goes from 0 to {4 * span}; no other feature spans a hundredth of that."
    options = {"content_types": {"train": "text/csv;label_size=0"}}
    assert told(tmp_path, algorithm, "CSV163", {"train": features}, **options) == [message] * is_told


def test_a_label_outweighs_nothing_nor_does_an_outlier(tmp_path: Path) -> None:
    label = [[row[2], row[1], row[0]] for row in scales(500)]
    assert (
        told(tmp_path / "a", "knn", "CSV163", {"train": label}, content_types={"train": "text/csv;label_size=1"}) == []
    )
    outlier = [[*row[1:2], 400 * (number == 20)] for number, row in enumerate(scales(1))]
    assert told(tmp_path / "b", "kmeans", "CSV163", {"train": outlier}) == []


def test_trees_weigh_no_scale(tmp_path: Path) -> None:
    assert told(tmp_path, "xgboost", "CSV163", {"train": scales(500)}) == []


def scaled(rows: Rows, *columns: int, by: float = 12.0) -> Rows:
    """The same with some columns so many times as large as their least value is below their greatest, and more."""
    return [[cell * by + 60_000 * (by > 1) if n in columns else cell for n, cell in enumerate(row)] for row in rows]


@pytest.mark.parametrize(
    ("columns", "by", "hits"),
    [
        ((1, 3), 100.0, 1),
        ((2, 3), 100.0, 1),
        ((1, 3), 1.0, 0),
        ((3,), 100.0, 0),  # one of three may be another quantity
        ((0, 2), 100.0, 0),  # the label is no feature
    ],
)
def test_columns_on_another_scale(columns: tuple[int, ...], by: float, hits: int, tmp_path: Path) -> None:
    channels = {"train": table(), "validation": scaled(table(seed=2), *columns, by=by)}
    assert len(told(tmp_path, "xgboost", "CSV165", channels)) == hits


@pytest.mark.parametrize(
    ("value", "others", "hits"),
    [
        (-999, (0.0, 9.0), 1),
        (-99, (0.0, 9.0), 1),
        (-99, (-9.0, 0.0), 0),  # it may be a longitude
        (-999, (0.0, 500.0), 0),  # not far below
        (-998, (0.0, 9.0), 0),
    ],
)
def test_numbers_for_missing(value: int, others: tuple[float, float], hits: int, tmp_path: Path) -> None:
    made = random.Random(4)
    rows: Rows = [[round(made.uniform(*others), 1), round(made.uniform(0, 9), 1)] for _ in range(30)]
    rows[7][0] = value
    assert len(told(tmp_path / "a", "kmeans", "CSV166", {"train": rows})) == hits
    assert told(tmp_path / "b", "xgboost", "CSV166", {"train": [[0, *row] for row in rows]}) == []


@pytest.mark.parametrize(
    ("times", "others", "hits"), [(3, (0.0, 500.0), 1), (2, (0.0, 500.0), 0), (3, (-1.0, 500.0), 0)]
)
def test_numbers_for_missing_again_and_again(
    times: int, others: tuple[float, float], hits: int, tmp_path: Path
) -> None:
    made = random.Random(4)
    rows: Rows = [[round(made.uniform(*others), 1), round(made.uniform(0, 9), 1)] for _ in range(30)]
    rows[0][0] = others[0]
    for row in rows[7 : 7 + times]:
        row[0] = -999
    assert len(told(tmp_path / "a", "kmeans", "CSV166", {"train": rows})) == hits


def weights(by: float, seed: int) -> Rows:
    """A label, a weight in kilograms or another unit, and a count."""
    made = random.Random(seed)
    return [[made.randrange(2), round(made.uniform(0.5, 12) * by, 1), made.randrange(9)] for _ in range(40)]


@pytest.mark.parametrize(("by", "hits"), [(1000.0, 1), (100.0, 1), (30.0, 0), (1.0, 0)])
def test_a_column_in_another_unit(by: float, hits: int, tmp_path: Path) -> None:
    channels = {"train": weights(1.0, 1), "validation": weights(by, 2)}
    assert len(told(tmp_path, "xgboost", "CSV165", channels)) == hits


def test_whole_numbers_are_in_no_unit(tmp_path: Path) -> None:
    channels = {name: [[n % 2, by * (n + 7), n % 9] for n in range(40)] for name, by in (("train", 1), ("test", 1000))}
    assert told(tmp_path, "linear-learner", "CSV165", channels) == []


def counts(least: int, rows: int = 30) -> Rows:
    """Counts of words up to 9, beside numbers that begin with `least`."""
    made = random.Random(3)
    return [[9, *(made.randrange(10) for _ in range(3)), least + number] for number in range(rows)]


@pytest.mark.parametrize("algorithm", ["lda", "ntm"])
def test_an_id_among_counts(algorithm: str, tmp_path: Path) -> None:
    for number, (least, rows, hits) in enumerate([(900, 30, 1), (899, 30, 0), (900, 29, 0)]):
        channels = {"train": counts(least, rows)}
        assert len(told(tmp_path / str(number), algorithm, "CSV164", channels)) == hits


def test_the_weight_of_a_row_is_no_feature(tmp_path: Path) -> None:
    rows: Rows = [[label, 1 + 3 * label, n % 7] for n, label in enumerate([0, 0, 0, 1] * 10)]
    weighted = {"objective": "binary:logistic", "csv_weights": "1"}
    assert told(tmp_path / "a", "xgboost", "CSV160", {"train": rows}, hyperparameters=weighted) == []
    assert len(told(tmp_path / "b", "xgboost", "CSV160", {"train": rows})) == 1
