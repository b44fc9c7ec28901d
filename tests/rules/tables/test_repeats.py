"""Rules on samples that come again: both sides of each limit."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow
import pytest

from advisor.profile.sketch import SMALL
from tests.builders.folders import checked
from tests.builders.tables import parquet

Rows = list[tuple[float, ...]]
NAMED = ["y", "a", "b"]
CLASSES = {"predictor_type": "multiclass_classifier", "num_classes": "3"}
LINEAR = {"predictor_type": "regressor"}


def rows(count: int, seed: int = 1) -> Rows:
    made = random.Random(seed)
    return [(round(made.gauss(30, 9), 2), round(made.random(), 4), round(made.random(), 4)) for _ in range(count)]


def text(table: Rows) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in table)


def said(folder: Path, rule: str, content: str | bytes, given: dict[str, str], algorithm: str = "xgboost") -> list[str]:
    name = f"train/a.{'parquet' if isinstance(content, bytes) else 'csv'}"
    kind = "application/x-parquet" if isinstance(content, bytes) else "text/csv"
    options = {"algorithm": algorithm, "hyperparameters": given, "content_types": {"train": kind}}
    return [one.message for one in checked(folder, {name: content}, **options).findings if one.rule == rule]


REPEATS: list[tuple[Rows, bool]] = [
    (rows(100) + rows(25), True),
    (rows(100) + rows(24), False),
    (rows(50) + rows(49), False),  # too few
    (rows(50) + rows(50), True),
    (rows(1500) + rows(300), False),  # more than are counted exactly: 17 %
    (rows(1500) + rows(1500), True),
    (rows(100) + rows(1) * 30, False),  # a state that lasts
    (rows(100) + rows(10) * 3, True),
    ([(y, round(a, 1), b) for y, a, b in rows(100) + rows(50)], False),  # one feature alone hardly comes again
]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(("table", "told"), REPEATS, ids=map(str, range(len(REPEATS))))
def test_rows_that_stand_there_before(table: Rows, told: bool, ending: str, tmp_path: Path) -> None:
    columns = [list(column) for column in zip(*table, strict=True)]
    content = text(table) if ending == "csv" else parquet(pyarrow.table(columns, NAMED))
    assert len(said(tmp_path, "TAB108", content, {})) == told


@pytest.mark.parametrize(("rare", "told"), [(25, True), (26, False)])
def test_a_rarer_class_may_be_repeated_on_purpose(rare: int, told: bool, tmp_path: Path) -> None:
    once = [(float(number >= 101 - rare), *row[1:]) for number, row in enumerate(rows(101))]
    table = once + once[:26]
    assert sum(row[0] == 1 for row in table) == rare
    assert len(said(tmp_path, "TAB108", text(table), {})) == told


def labelled(contradicted: int, of: int, seed: int = 3) -> Rows:
    """Rows of three classes, of which some come again as another one."""
    once: Rows = [(float(number % 3), *row[1:]) for number, row in enumerate(rows(of - contradicted, seed))]
    return once + [((row[0] + 1) % 3, *row[1:]) for row in once[:contradicted]]


CONTRADICTED: list[tuple[Rows, dict[str, str], bool]] = [
    (labelled(10, 100), CLASSES, True),
    (labelled(9, 100), CLASSES, False),
    (labelled(9, 99), CLASSES, False),  # too few
    (labelled(10, 100), LINEAR, False),  # numbers may well differ
    (labelled(200, 1500), CLASSES, False),  # an estimate
    (labelled(600, 1500), CLASSES, True),
    ([(y, round(a, 1), b) for y, a, b in labelled(40, 100)], CLASSES, False),
]


@pytest.mark.parametrize(("table", "given", "told"), CONTRADICTED, ids=map(str, range(len(CONTRADICTED))))
def test_rows_with_two_labels(table: Rows, given: dict[str, str], told: bool, tmp_path: Path) -> None:
    assert len(said(tmp_path, "TAB109", text(table), given, "linear-learner")) == told


def sentences(contradicted: int, of: int, end: str = "by the river in the old town") -> list[tuple[str, str]]:
    once = [(str(number % 2), f"story {number} {end}".rstrip()) for number in range(of - contradicted)]
    return once + [(str(1 - int(label)), told) for label, told in once[:contradicted]]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (sentences(10, 100), True),
        (sentences(9, 100), False),
        (sentences(10, 100, ""), False),  # catchwords
        ([*sentences(10, 100), *sentences(0, 90)], True),  # and the same again
    ],
)
def test_texts_with_two_labels(lines: list[tuple[str, str]], told: bool, tmp_path: Path) -> None:
    spaced = "".join(f"__label__{label} {words}\n" for label, words in lines)
    given = {"mode": "supervised"}
    report = checked(tmp_path / "1", {"train/a.txt": spaced}, algorithm="blazingtext", hyperparameters=given)
    assert [one.location.column for one in report.findings if one.rule == "TAB109"] == [None] * told
    cells = "".join(f'{label},"{words}"\n' for label, words in lines)
    report = checked(tmp_path / "2", {"training/data.csv": cells}, algorithm="text-classification-tensorflow")
    assert [one.location.column for one in report.findings if one.rule == "TAB109"] == [1] * told


def test_texts_of_several_labels(tmp_path: Path) -> None:
    lines = "".join(f"__label__{label} __label__x {words}\n" for label, words in sentences(10, 100))
    report = checked(tmp_path, {"train/a.txt": lines}, algorithm="blazingtext", hyperparameters={"mode": "supervised"})
    assert "TAB109" not in {one.rule for one in report.findings}


FIRST = '{{"label": {}, "in0": [{}, 3], "in1": [7]}}\n'
LAST = '{{"in0": [{1}, 3], "in1": [7], "label": {0}}}\n'


@pytest.mark.parametrize(
    ("line", "contradicted", "output_layer", "told"),
    [
        (FIRST, 10, "softmax", True),
        (LAST, 10, "softmax", True),
        (FIRST, 9, "softmax", False),
        (FIRST, 10, "mean_squared_error", False),  # scores of two people differ
    ],
)
def test_pairs_with_two_labels(line: str, contradicted: int, output_layer: str, told: bool, tmp_path: Path) -> None:
    once = [(number % 2, number) for number in range(100 - contradicted)]
    pairs = once + [(1 - label, number) for label, number in once[:contradicted]]
    lines = "".join(line.format(*pair) for pair in pairs)
    given = {"output_layer": output_layer}
    report = checked(tmp_path, {"train/a.jsonl": lines}, algorithm="object2vec", hyperparameters=given)
    found = [one for one in report.findings if one.rule == "TAB109"]
    assert len(found) == told
    assert all(one.message.startswith("10 times") and "negative one" in str(one.fix) for one in found)


@pytest.mark.parametrize(("name", "algorithm"), [("train/a.txt", "blazingtext"), ("train/a.csv", "linear-learner")])
def test_nothing_is_said_of_lines_that_were_not_remembered(name: str, algorithm: str, tmp_path: Path) -> None:
    spaced = [f"__label__{label} {words}\n" for label, words in sentences(10, 100)]
    content = "".join(spaced) if name.endswith("txt") else text(labelled(10, 100))
    given = {"mode": "supervised"} if name.endswith("txt") else CLASSES
    large = content * (SMALL // len(content) + 1)
    report = checked(tmp_path, {name: large}, algorithm=algorithm, hyperparameters=given)
    assert {one.rule for one in report.findings} & {"TAB108", "TAB109"} == set()
