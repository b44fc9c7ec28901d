"""The rules that hold words of a table against those of the training data."""

from __future__ import annotations

from calendar import day_name, month_name
from pathlib import Path

import pytest

from tests.builders.folders import checked

TRAINING = ["Berlin", "Paris", "Rome", "Oslo"]


def table(words: list[str], rows: int = 40) -> str:
    return "".join(f"{n % 2},{n * 37 % 11}.5,{words[n % len(words)]}\n" for n in range(rows))


def told(
    folder: Path, training: str, validation: str, algorithm: str = "autogluon-tabular", name: str = "training"
) -> list[tuple[str, str]]:
    files = {f"{name}/data.csv": training, "validation/data.csv": validation}
    report = checked(folder, files, algorithm=algorithm)
    return [(f.rule, f.message) for f in report.findings if f.rule in ("TAB112", "TAB113", "TAB114")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (TRAINING, None),
        ([*TRAINING, "Bern"], None),  # some categories are rare
        ([*TRAINING, *TRAINING, "Bern", "Riga", "Bonn", "Lima", "Kiev"], None),  # and many of them seldom
        (["Bern", "5"], None),  # words and numbers
        (["1", "2.0"], "Numbers of column 3 that the training data lacks: '1', '2'."),
        (["Bern", "Riga", "Rome"], "Words of column 3 that the training data lacks: 'Bern', 'Riga'."),
        (
            ["berlin", "Paris", "Rome", "Oslo"],
            "Words of column 3 that the training data lacks: 'berlin'. The training data writes 'Berlin' for 'berlin'.",
        ),
    ],
)
def test_words_of_a_category(words: list[str], message: str | None, tmp_path: Path) -> None:
    assert told(tmp_path, table(TRAINING), table(words)) == ([] if message is None else [("TAB113", message)])


@pytest.mark.parametrize(
    ("training", "validation"),
    [
        (["Jan", "Feb", "Mar"], ["Apr", "May"]),
        (["2024-01-01", "2024-01-02"], ["2024-02-01", "2024-02-02"]),
        (["W1 2024", "W2 2024"], ["W3 2024", "W4 2024"]),
        (["01/02/24", "02/02/24"], ["03/02/24", "04/02/24"]),
        *((["x", "y"], [name, name[:3].upper()]) for name in (*month_name[1:], *day_name)),
    ],
)
def test_later_data_is_of_other_times(training: list[str], validation: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, table(training), table(validation)) == []


@pytest.mark.parametrize(
    ("training", "validation"), [("True", "TRUE"), ("False", "false"), ("NULL", "null"), ("N/A", "n/a")]
)
def test_pandas_reads_some_words_however_they_are_spelt(training: str, validation: str, tmp_path: Path) -> None:
    assert told(tmp_path, table(["x", "y", training]), table(["x", "y", validation])) == []


def test_five_words_are_named(tmp_path: Path) -> None:
    ((_, message),) = told(tmp_path, table(TRAINING), table(list("abcdef")))
    assert message == "Words of column 3 that the training data lacks: 'a', 'b', 'c', 'd', 'e', ...."


def test_a_share_is_no_time(tmp_path: Path) -> None:
    assert [rule for rule, _ in told(tmp_path, table(["10%", "20%"]), table(["30%", "40%"]))] == ["TAB113"]


def test_every_column_of_words_is_looked_at(tmp_path: Path) -> None:
    def rows(*words: str) -> str:
        return "".join(f"{n % 2},{','.join(f'{word}{n % 2}' for word in words)}\n" for n in range(40))

    found = told(tmp_path, rows("a", "W1 2024 ", "x"), rows("b", "W2 2024 ", "y"))
    lacking = "that the training data lacks"
    assert found == [("TAB113", f"Words of column 2 {lacking}: 'b0', 'b1'. Words of column 4 {lacking}: 'y0', 'y1'.")]


def test_others_take_no_words(tmp_path: Path) -> None:
    assert told(tmp_path, table(TRAINING), table(["Bern"]), "xgboost", "train") == []


@pytest.mark.parametrize(("dirty", "hits"), [(4, 1), (3, 0)])
def test_a_slip_is_no_other_spelling(dirty: int, hits: int, tmp_path: Path) -> None:
    words = ["berlin"] * dirty + TRAINING * 9
    assert len(told(tmp_path, table(TRAINING), table(words, len(words)))) == hits


@pytest.mark.parametrize(("training", "validation", "hits"), [(39, 40, 0), (40, 9, 0), (40, 10, 1)])
def test_of_few_rows_nothing_is_supposed(training: int, validation: int, hits: int, tmp_path: Path) -> None:
    assert len(told(tmp_path, table(TRAINING, training), table(["Bern"], validation))) == hits


def test_capitals_may_have_a_meaning(tmp_path: Path) -> None:
    assert told(tmp_path, table(["a1", "A1", "b2"]), table(["a1", "A1", "B2"])) == []


def labels(words: list[str], rows: int = 30) -> str:
    return "".join(f"{words[n % len(words)]},{n * 37 % 11}.5,{n % 7}\n" for n in range(rows))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["yes", "no"], None),
        (["yes", "No"], "Classes of which the training data has no row: 'No'. The training data writes 'no' for 'No'."),
        (["yes", "maybe"], "Classes of which the training data has no row: 'maybe'."),
        (["1", "0"], "Classes of which the training data has no row: '1', '0'."),
        (["True", "False"], None),  # read as truth values
    ],
)
def test_words_of_labels(words: list[str], message: str | None, tmp_path: Path) -> None:
    found = told(tmp_path, labels(["yes", "no"]), labels(words))
    assert found == ([] if message is None else [("TAB112", message)])


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ([f'"{n},340"' for n in range(11, 32)], 1),
        ([f"${n}" for n in range(21)], 1),
        ([f"${n}" for n in range(20)], 0),  # they may be classes, such as 64GB
        ([f"{n}340" for n in range(11, 32)], 0),
        (list("abcdefghijklmnopqrstu"), 0),
    ],
)
def test_labels_that_are_numbers_in_words(words: list[str], hits: int, tmp_path: Path) -> None:
    found = told(tmp_path, labels(words), labels(words))
    assert [rule for rule, _ in found] == ["TAB114"] * hits


def test_what_lies_beside_the_labels_is_no_table(tmp_path: Path) -> None:
    names = '{"cat_index_list": [2]}'
    files = {"training/data.csv": labels([f'"{n},340"' for n in range(11, 32)]), "training/cat_index.json": names}
    report = checked(tmp_path, files, algorithm="autogluon-tabular")
    assert [f.rule for f in report.findings if f.rule == "TAB114"] == ["TAB114"]
    report = checked(tmp_path / "x", {"train/a.csv": files["training/data.csv"]}, algorithm="xgboost")
    assert "TAB114" not in {f.rule for f in report.findings}


def test_words_where_training_has_numbers(tmp_path: Path) -> None:
    found = told(tmp_path, labels(["0", "1"]), labels(["yes", "no"]))
    assert found == [("TAB112", "Classes of which the training data has no row: 'yes', 'no'.")]
    found = told(tmp_path, table(["1", "2"]), table(["Rome", "Oslo"]))
    assert found == [("TAB113", "Words of column 3 that the training data lacks: 'Rome', 'Oslo'.")]


def test_numbers_beside_numbers_are_not_words(tmp_path: Path) -> None:
    assert told(tmp_path, table(["1", "2"]), table(["3", "4"])) == []
