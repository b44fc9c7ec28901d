"""Rules that see one word spelt in several ways: in the columns of a table, among labels of texts, in class folders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

import pytest

from advisor.case.labels.spellings import several_spellings, spelt_alike
from advisor.findings import Report
from tests.builders.folders import Files, checked
from tests.builders.pictures.images import jpeg
from tests.builders.tokens import words


def messages(report: Report, rule: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("held", "alike"),
    [
        (["yes", "no"], []),
        (["yes", "Yes", "YES", "no"], [("YES", "Yes", "yes")]),
        (["yes", "yes ", "no"], [("yes", "yes ")]),
        (["New York", "new  york", "NEW YORK "], [("NEW YORK ", "New York", "new  york")]),
        (["New york", "New York"], [("New York", "New york")]),
        (["no", "No", "yes"], [("No", "no")]),
        (["no", "No", "si"], []),  # which may be codes, of countries or substances
        (["a", "A", "other"], []),
        (["a", "a ", "B"], [("a", "a ")]),
        (["aBcd", "abCD"], []),  # as ids are written whose capitals have a meaning
        (["abcd", "aBcD"], []),
        (["1", "1 "], [("1", "1 ")]),
        (["straße", "STRASSE"], [("STRASSE", "straße")]),
    ],
)
def test_words_that_are_one(held: list[str], alike: list[tuple[str, ...]]) -> None:
    assert spelt_alike(held) == [tuple(sorted(group)) for group in alike]


@pytest.mark.parametrize(
    ("counts", "several"),
    [
        ({"yes": 28, "Yes": 2}, True),
        ({"yes": 27, "Yes": 2}, False),
        ({"yes": 28, "Yes": 2, "no": 1, "perhaps": 1}, True),
        ({"yes": 28, "Yes": 2, "no": 1, "perhaps": 1, "never": 1}, False),
    ],
)
def test_both_sides_of_enough_rows(counts: dict[str, int], several: bool) -> None:
    assert several_spellings(counts) == ([("yes", "Yes")] if several else [])


def table(held: Sequence[str], rows: int = 40, label: str = "") -> str:
    columns = enumerate(islice(cycle(held), rows))
    return "".join(f"{word},{n * 37 % 11}.5\n" if label else f"{n % 2},{n * 37 % 11}.5,{word}\n" for n, word in columns)


@pytest.mark.parametrize("algorithm", ["autogluon-tabular", "tabtransformer"])
def test_words_of_a_category(algorithm: str, tmp_path: Path) -> None:
    name = "training" if algorithm == "autogluon-tabular" else "train"
    files: Files = {f"{name}/data.csv": table(["Male", "female", "male", "Female", "Male"])}
    found = messages(checked(tmp_path, files, algorithm=algorithm), "TAB115")
    assert found == ["Column 3 holds 'Male' and 'male', and so for 1 other word: 40 rows."]
    sound: Files = {f"{name}/data.csv": table(["Male", "Female"])}
    assert messages(checked(tmp_path / "sound", sound, algorithm=algorithm), "TAB115") == []


def test_the_pieces_of_a_table_are_one(tmp_path: Path) -> None:
    pieces: Files = {
        "training/a.csv": table(["yes", "no"], label="first"),
        "training/b.csv": table(["Yes", "no"], label="first"),
    }
    found = messages(checked(tmp_path, pieces, algorithm="autogluon-tabular"), "TAB115")
    assert found == ["Column 1 holds 'Yes' and 'yes': 40 rows."]


@pytest.mark.parametrize("held", [["True", "TRUE"], ["NULL", "null", "full"], ["yes", "Yes", "5"]])
def test_words_that_pandas_reads_alike_or_that_stand_among_numbers(held: list[str], tmp_path: Path) -> None:
    files: Files = {"training/data.csv": table(held)}
    assert messages(checked(tmp_path, files, algorithm="autogluon-tabular"), "TAB115") == []


def test_names_of_users_may_differ_by_their_capitals(tmp_path: Path) -> None:
    rows = "".join(f"{'anna' if n % 2 else 'Anna'},10.0.0.{n}\n" for n in range(40))
    assert messages(checked(tmp_path, {"train/a.csv": rows}, algorithm="ip-insights"), "TAB115") == []
    assert messages(checked(tmp_path, {"train/a.csv": rows}), "TAB115") == []


@pytest.mark.parametrize(
    ("names", "mode", "message"),
    [
        (["sport", "Sport", "news"], "supervised", "There are '__label__Sport' and '__label__sport': 40 lines."),
        (["sport", "news"], "supervised", None),
        (["sport", "Sport", "news"], "skipgram", None),
    ],
)
def test_labels_of_texts(names: list[str], mode: str, message: str | None, tmp_path: Path) -> None:
    text = "".join(f"__label__{name} {words(n)}\n" for n, name in enumerate(islice(cycle(names), 60)))
    found = checked(tmp_path, {"train/a.txt": text}, algorithm="blazingtext", hyperparameters={"mode": mode})
    assert messages(found, "SEN124") == ([message] if message else [])


def test_class_folders(tmp_path: Path) -> None:
    names = ["Cat", "cat", "dog", "Dog", "DOG"]
    files: Files = {f"training/{name}/1.jpg": jpeg() for name in names}
    found = messages(checked(tmp_path, files, algorithm="image-classification-tensorflow"), "CLF107")
    assert found == ["'training' has folders 'Cat', 'cat', and so for 1 other name."]
    elsewhere: Files = {f"validation/{name}/1.jpg": jpeg() for name in names}
    elsewhere |= {f"training/{name}/1.jpg": jpeg() for name in "ab"}
    report = checked(tmp_path / "elsewhere", elsewhere, algorithm="image-classification-tensorflow")
    assert messages(report, "CLF107") == []
