"""The rules on `categorical_index.json`, on folders as the tabular algorithms see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders.acceptance.valid import table
from tests.builders.folders import Files, checked

INDEX = "train/categorical_index.json"


def found(folder: Path, files: Files, algorithm: str = "lightgbm") -> list[Any]:
    report = checked(folder, {"train/a.csv": table("class"), **files}, algorithm=algorithm)
    told = [f for f in report.findings if f.rule != "CAT112"]  # the table holds fractions alone
    return [(f.severity, f.rule, f.location.file, f.location.key, f.count, f.value) for f in told]


@pytest.mark.parametrize("algorithm", ["lightgbm", "catboost", "tabtransformer", "autogluon-tabular"])
def test_both_sides_of_the_last_column(tmp_path: Path, algorithm: str) -> None:
    train = "train" if algorithm == "lightgbm" else "training"
    index = f"{train}/categorical_index.json"

    def judged(columns: str) -> list[Any]:
        files = {f"{train}/a.csv": table("class"), index: f'{{"cat_index_list": {columns}}}'}
        return [
            (f.severity, f.rule, f.location.file, f.location.key, f.count, f.value)
            for f in checked(tmp_path / columns, files, algorithm=algorithm).findings
            if f.rule != "CAT112"
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


@pytest.mark.parametrize(
    ("columns", "entries", "last", "fix"),
    [
        ([0, 2, 4], 1, 5, 'Write {"cat_index_list": [1, 3, 5]} if the features were counted from 0'),
        ([0, 5], 1, 5, 'Write {"cat_index_list": [5]}: column 0 is the target'),  # there is no column 6
        ([0, -1, 2], 2, 5, 'Write {"cat_index_list": [1, 4]}: the numbers'),
    ],
)
def test_the_fix_names_the_list_that_is_meant(
    columns: list[int], entries: int, last: int, fix: str, tmp_path: Path
) -> None:
    files = {"train/a.csv": "1,2,3,4,5,6\n0,3,4,5,6,7\n", INDEX: json.dumps({"cat_index_list": columns})}
    (told,) = (f for f in checked(tmp_path, files, algorithm="lightgbm").findings if f.rule == "CAT104")
    assert told.message == f"Entries that are not the number of a feature, from 1 to {last}: {entries}."
    assert told.fix.startswith(fix)


LIST = '{"cat_idx": [1, 2]}'


@pytest.mark.parametrize(
    ("algorithm", "name", "content", "expected"),
    [
        ("lightgbm", "cat_idx.json", LIST, [("info", "CAT106")]),
        ("lightgbm", "categorical_index.json", LIST, [("info", "CAT106")]),
        ("catboost", "categories.json", LIST, [("info", "CAT106")]),
        ("tabtransformer", "cat_idx.json", LIST, [("warning", "CAT106")]),
        ("autogluon-tabular", "cat_idx.json", '{"cat_index_list": [1]}', [("warning", "CAT106")]),
        ("lightgbm", "cat_idx.txt", LIST, [("warning", "CAT106")]),
        ("lightgbm", "cat_idx.json", '{"cat_idx": [9]}', [("error", "CAT110"), ("info", "CAT106")]),
        ("lightgbm", "cat_idx.json", '{"cat_idx": []}', [("info", "CAT106")]),
        ("catboost", "a.json", '{"a": [1, 2]}\n{"a": [3, 4]}\n', [("error", "LAY107")]),
        ("catboost", "a.json", '{"rows": [[1, 2], [3, 4]]}', [("error", "LAY107")]),
        ("lightgbm", "notes.xml", "<?xml version='1.0'?><a/>", [("warning", "LAY113")]),
    ],
)
def test_lists_under_other_names(
    algorithm: str, name: str, content: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    train = "train" if algorithm == "lightgbm" else "training"
    files = {f"{train}/a.csv": "1,2,3\n0,3,4\n1,5,3\n", f"{train}/{name}": content}
    told = checked(tmp_path, files, algorithm=algorithm).findings
    assert [(f.severity, f.rule) for f in told if f.rule[:3] in ("CAT", "LAY")] == expected


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


WORDS = "0,52.5,north,3\n1,48.2,south,4\n0,50.1,north,5\n"
FLAGS = "0,52.5,True,3\n1,48.2,False,4\n0,50.1,True,5\n"


@pytest.mark.parametrize(
    ("algorithm", "rows", "columns", "expected"),
    [
        ("catboost", WORDS, [2], []),
        ("catboost", WORDS, [2, 3], []),
        ("catboost", WORDS, None, [("error", "CSV130")]),
        ("catboost", WORDS, [3], [("error", "CSV130")]),
        ("catboost", WORDS, [1], [("error", "CSV130"), ("error", "CAT112")]),
        ("catboost", WORDS.replace("north", ""), [2], [("error", "CAT112")]),
        ("catboost", WORDS.replace("52.5", ""), [2], []),
        ("catboost", FLAGS, None, []),
        ("catboost", FLAGS.replace("False", "no"), None, [("error", "CSV130")]),
        ("catboost", FLAGS.replace("False", ""), None, [("error", "CSV130")]),
        ("catboost", "True,1\nFalse,2\n", None, [("error", "CSV130")]),
        ("lightgbm", FLAGS, None, []),
        ("lightgbm", WORDS, [2], [("error", "CSV130")]),
        ("lightgbm", WORDS.replace("north", "1").replace("south", "2"), [1], [("warning", "CAT112")]),
        ("lightgbm", WORDS.replace("north", "1").replace("south", ""), [2], []),
        ("tabtransformer", WORDS, [2], []),
        ("tabtransformer", WORDS, [1], [("warning", "CAT112")]),
        ("autogluon-tabular", WORDS, [1], [("warning", "CAT112")]),
    ],
)
def test_what_a_column_of_categories_holds(
    algorithm: str, rows: str, columns: list[int] | None, expected: list[Any], tmp_path: Path
) -> None:
    train = "train" if algorithm == "lightgbm" else "training"
    index = {f"{train}/categorical_index.json": f'{{"cat_index_list": {columns}}}'} if columns else {}
    report = checked(tmp_path, {f"{train}/a.csv": rows, **index}, algorithm=algorithm)
    assert [(f.severity, f.rule) for f in report.findings if f.severity != "info"] == expected


@pytest.mark.parametrize(
    ("columns", "fix"),
    [
        ([1], 'Write {"cat_index_list": [2]}: the target is column 0.'),
        ([3], None),
        ([1, 3], "Name the columns that hold text or whole numbers, where the target is column 0."),
    ],
)
def test_a_list_that_counts_without_the_target_is_moved(columns: list[int], fix: str | None, tmp_path: Path) -> None:
    files: Files = {"training/a.csv": WORDS, "training/categorical_index.json": f'{{"cat_index_list": {columns}}}'}
    report = checked(tmp_path, files, algorithm="catboost")
    assert next((f.fix for f in report.findings if f.rule == "CAT112"), None) == fix


def test_a_list_that_counts_from_one_is_moved_down(tmp_path: Path) -> None:
    files: Files = {
        "training/a.csv": "0,a,7,1.5\n1,b,8,2.5\n",
        "training/categorical_index.json": '{"cat_index_list": [2, 3]}',
    }
    (finding,) = [f for f in checked(tmp_path, files, algorithm="catboost").findings if f.rule == "CAT112"]
    assert finding.location.key == "cat_index_list[1]"
    assert finding.fix == 'Write {"cat_index_list": [1, 2]}: the target is column 0.'


def unnamed(folder: Path, files: Files, algorithm: str) -> list[tuple[str, str, str]]:
    report = checked(folder, files, algorithm=algorithm)
    return [(f.severity, f.message, f.fix) for f in report.findings if f.rule == "CAT113"]


def test_columns_of_categories_that_no_list_names(tmp_path: Path) -> None:
    rows = "".join(f"{n % 2},{n % 20},{n % 21},{n / 7:.3f}\n" for n in range(210))
    message = (
        "There is no categorical_index.json in 'training', and without it the model is only a multi-layer perceptron."
    )
    coded = " Columns, from 0, that may hold codes of categories: 1."
    fix = 'If they do, write {"cat_index_list": [1]}: the target is column 0.'
    files: Files = {"training/a.csv": rows}
    assert unnamed(tmp_path / "a", files, "tabtransformer") == [("warning", message + coded, fix)]
    assert unnamed(tmp_path / "b", files, "catboost") == []
    named: Files = {**files, "training/categorical_index.json": '{"cat_index_list": [1]}'}
    assert unnamed(tmp_path / "c", named, "tabtransformer") == []
    fractions = "".join(f"{n % 2},{n / 7:.3f}\n" for n in range(210))
    assert unnamed(tmp_path / "d", {"training/a.csv": fractions}, "tabtransformer") == []


@pytest.mark.parametrize(
    ("cells", "algorithm", "expected"),
    [
        (["507.0", "530.0"], "catboost", [("error", "validation/a.csv", 1, 3)]),
        (["507.", "530."], "catboost", [("error", "validation/a.csv", 1, 3)]),
        (["507", "530"], "catboost", []),
        (["507.5", "530.0"], "catboost", []),  # a fraction, which is said of the list
        (["507.0", "x"], "catboost", []),  # one text makes all of them text
        (["507.0", "530.0"], "tabtransformer", []),
        (["507.0", "530.0,7", "530.0"], "catboost", []),  # what is said is that its rows differ in width
    ],
)
def test_whole_numbers_with_a_point(cells: list[str], algorithm: str, expected: list[Any], tmp_path: Path) -> None:
    files: Files = {
        "training/a.csv": "0,52.5,507\n1,48.2,530\n",
        "training/categorical_index.json": '{"cat_index_list": [2, 3]}',
        "validation/a.csv": "".join(f"{n},4{n}.5,{cell}\n" for n, cell in enumerate(cells)),
    }
    found = [one for one in checked(tmp_path, files, algorithm=algorithm).findings if one.rule == "CAT114"]
    assert [(f.severity, f.location.file, f.location.line, f.location.column) for f in found] == expected
