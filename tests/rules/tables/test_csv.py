"""The rules on CSV: each fault only in an otherwise valid file of 60,000 rows, found at its place and nowhere else."""

import csv
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.findings import Example, Finding, Location
from advisor.rules.tables.csv import sniffed_delimiter
from tests.builders.folders import Place, checked, places, write
from tests.builders.requests import channel, findings, request

ROWS = 60_000
DEEP = 41_234
"""The line of the planted fault, far from both ends and from the edges of blocks."""


@cache
def numbers(label: bool = False) -> tuple[str, ...]:
    source = random.Random(7)
    return tuple(
        ",".join([*([str(i % 3)] if label else []), *(f"{source.gauss(0, 1):.4f}" for _ in range(5))])
        for i in range(ROWS)
    )


def planted(line: int, text: str, label: bool = False) -> str:
    rows = list(numbers(label))
    rows[line - 1] = text
    return "\n".join(rows) + "\n"


def test_sixty_thousand_sound_rows_pass_without_a_warning(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.csv": planted(1, numbers()[0])}, algorithm="kmeans")
    assert (report.verdict, places(report), report.derived) == ("pass", [], {"feature_dim": 5})
    assert [f.rule for f in report.findings] == ["CSV150"]


@pytest.mark.parametrize(
    ("row", "severity", "rule", "column"),
    [
        ("1,2,abc,4,5", "error", "CSV130", 3),
        ("1,2,True,4,5", "error", "CSV130", 3),
        ("1,2,10.0.0.1,4,5", "error", "CSV130", 3),
        ('1,2,"3,5",4,5', "error", "CSV130", 3),
        ("1,2,3,4,", "error", "CSV131", 5),
        ("NaN,2,3,4,5", "error", "CSV132", 1),
        ("1,-inf,3,4,5", "error", "CSV133", 2),
        ("1,2,3,4e38,5", "error", "CSV134", 4),
        ("1,2,3, 4,5", "warning", "CSV135", 4),
        ("1,2,3,4", "error", "CSV120", None),
        ("1,2,3,4,5,6", "error", "CSV120", None),
        ("", "warning", "CSV107", None),
        ('1,2,3,4,"5', "error", "CSV105", None),
        ('1,2,3,"4"4,5', "error", "CSV106", None),
    ],
)
def test_a_planted_fault_is_found_at_its_place(
    tmp_path: Path, row: str, severity: str, rule: str, column: int | None
) -> None:
    report = checked(tmp_path, {"train/a.csv": planted(DEEP, row)}, algorithm="kmeans")
    found = [p for p in places(report) if p[1] == rule]
    assert found == [(severity, rule, "train/a.csv", DEEP, column)]
    also = {"CSV105": {"CSV130"}, "CSV106": {"CSV130"}}.get(rule, set())
    assert {p[1] for p in places(report)} - {rule} <= also
    assert report.verdict == ("fail" if severity == "error" else "pass")


def test_the_whole_finding(tmp_path: Path) -> None:
    rows = [f"{i},{i * 3 % 7}" for i in (5, 3, 8, 1)] + ["x,1", "2,y", "z,w"]
    report = checked(tmp_path, {"train/a.csv": "\n".join(rows) + "\n"}, algorithm="kmeans")
    places_ = [(5, 1, "x", 16), (6, 2, "y", 20), (7, 1, "z", 24), (7, 2, "w", 24)]
    examples = tuple(
        Example(location=Location(file="train/a.csv", line=line, column=column, offset=offset), value=value)
        for line, column, value, offset in places_
    )
    (finding,) = [f for f in report.findings if f.severity == "error"]
    assert finding == Finding(
        rule="CSV130",
        name="cell-not-a-number",
        severity="error",
        message="4 cells hold text where a number is needed (columns 1, 2).",
        channel="train",
        location=examples[0].location,
        value="x",
        count=4,
        count_exact=True,
        examples=examples,
        fix="Turn the words into numbers (`pandas.get_dummies` makes a column of 0 and 1 for each category),"
        " or drop the column.",
        source=("https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-training.html#cdf-csv-format",),
        training_error="Unable to parse csv: could not convert string to float",
        repair="number-text",
    )


def test_the_place_is_right_behind_crlf_and_quoted_line_ends(tmp_path: Path) -> None:
    text = "1,2\r\n" * 10 + '3,"4\r\n4"\r\n' + "5,x\r\n"
    report = checked(tmp_path, {"train/a.csv": text}, algorithm="kmeans")
    (finding,) = [f for f in report.findings if f.rule == "CSV130"]
    assert [(e.location.line, e.location.column, e.value) for e in finding.examples] == [
        (11, 2, "4\\r\\n4"),
        (13, 2, "x"),
    ]


@pytest.mark.parametrize(
    ("content", "severity", "rule", "line", "column"),
    [
        (b"a,b\n1,2\n3,4\n", "error", "CSV110", 1, None),
        ("1,2\n3,4\n".encode("utf-16"), "error", "CSV101", 1, None),
        (b"\xef\xbb\xbf1,2\n3,4\n", "warning", "CSV103", 1, None),
        (b"1,2\r3,4\r", "warning", "CSV104", 1, None),
        (b"1;2\n3;4\n", "error", "CSV108", 1, None),
        (b"0,1,2,3\n.5,.6,.7,.8\n.1,.2,.3,.4\n", "warning", "CSV111", 1, None),
        ("".join(f"{i},{i * i % 11}\n" for i in range(20)).encode(), "warning", "CSV112", 1, 1),
        (b"", "error", "LAY106", None, None),
        (b"\x00\x01\x02\x80\xff" * 100, "error", "LAY107", None, None),
    ],
)
def test_a_fault_of_the_whole_file(
    tmp_path: Path, content: bytes, severity: str, rule: str, line: int | None, column: int | None
) -> None:
    report = checked(tmp_path, {"train/a.csv": content}, algorithm="kmeans")
    assert places(report) == [(severity, rule, "train/a.csv", line, column)]


@pytest.mark.parametrize(
    ("label", "hyperparameters", "expected"),
    [
        ("0", {"predictor_type": "binary_classifier"}, []),
        ("1", {"predictor_type": "binary_classifier"}, []),
        ("2", {"predictor_type": "binary_classifier"}, [("error", "CSV151", "train/a.csv", 2, 1)]),
        ("0.5", {"predictor_type": "binary_classifier"}, [("error", "CSV151", "train/a.csv", 2, 1)]),
        ("-1", {"predictor_type": "binary_classifier"}, [("error", "CSV151", "train/a.csv", 2, 1)]),
        ("2", {"predictor_type": "multiclass_classifier", "num_classes": "3"}, []),
        ("3", {"predictor_type": "multiclass_classifier", "num_classes": "3"},
         [("error", "CSV151", "train/a.csv", 2, 1)]),
        ("-7.5", {"predictor_type": "regressor"}, []),
        ("x", {"predictor_type": "regressor"}, [("error", "CSV130", "train/a.csv", 2, 1)]),
    ],
)  # fmt: skip
def test_labels_on_both_sides_of_what_the_task_takes(
    tmp_path: Path, label: str, hyperparameters: dict[str, str], expected: list[tuple[object, ...]]
) -> None:
    files = {"train/a.csv": f"0,1.5,2\n{label},2.5,3\n1,0.5,4\n"}
    report = checked(tmp_path, files, algorithm="linear-learner", hyperparameters=hyperparameters)
    assert [p for p in places(report) if p[0] == "error"] == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("ann,1.2.3.4", []),
        ("7,255.255.255.255", []),
        ("ann,1.2.3.256", [("error", "CSV140", "train/a.csv", 2, 2)]),
        ("ann,::1", [("error", "CSV140", "train/a.csv", 2, 2)]),
        ("ann,1.2.3.4/24", [("error", "CSV140", "train/a.csv", 2, 2)]),
        ("ann,1.2.3.4:80", [("error", "CSV140", "train/a.csv", 2, 2)]),
        ("ann,7", [("error", "CSV140", "train/a.csv", 2, 2)]),
        ("ann,", [("error", "CSV140", "train/a.csv", 2, 2)]),
        (",1.2.3.4", [("error", "CSV140", "train/a.csv", 2, 1)]),
        ('ann,"1.2.3.4, 1.2.3.5"', [("error", "CSV140", "train/a.csv", 2, 2)]),
    ],
)
def test_pairs_of_entity_and_address(tmp_path: Path, row: str, expected: list[tuple[object, ...]]) -> None:
    report = checked(tmp_path, {"train/a.csv": f"bob,10.0.0.1\n{row}\ncid,10.0.0.2\n"}, algorithm="ip-insights")
    assert places(report) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("0,3,1", []),
        ("0,-1,1", [("error", "CSV153", "train/a.csv", 2, 2)]),
        ("0,0.5,1", [("warning", "CSV154", "train/a.csv", 2, 2)]),
    ],
)
def test_counts_of_words(tmp_path: Path, row: str, expected: list[tuple[object, ...]]) -> None:
    report = checked(tmp_path, {"train/a.csv": f"1,2,3\n{row}\n4,0,0\n"}, algorithm="lda")
    assert places(report) == expected


def test_channels_of_different_width_and_files_of_another_width_are_named(tmp_path: Path) -> None:
    files = {"train/a.csv": "1,2\n3,4\n", "train/b.csv": "1,2,3\n4,5,6\n", "test/a.csv": "1,2,3\n3,4,5\n"}
    report = checked(tmp_path, files, algorithm="pca")
    assert places(report) == [
        ("error", "CSV121", "test/a.csv", 1, None),
        ("error", "CSV120", "train/b.csv", 1, None),
    ]


def test_the_label_column_of_a_test_channel_is_no_feature(tmp_path: Path) -> None:
    files = {"train/a.csv": "1.5,2\n3,4\n", "test/a.csv": "0,1.5,2\n1,3,4\n"}
    types = {"train": "text/csv;label_size=0", "test": "text/csv;label_size=1"}
    report = checked(tmp_path, files, algorithm="random-cut-forest", content_types=types)
    assert (report.findings, report.derived) == ((), {"feature_dim": 2})


def test_spaces_are_told_apart_from_text(tmp_path: Path) -> None:
    report = checked(tmp_path, {"train/a.csv": "1, 2\n3, x\n"}, algorithm="kmeans")
    assert [(f.rule, f.value) for f in report.findings[:2]] == [("CSV130", " x"), ("CSV135", " 2")]


def test_without_an_algorithm_only_what_is_wrong_for_every_reader_is_found(tmp_path: Path) -> None:
    report = checked(tmp_path, {"a.csv": "a,b\n1,x\n2,\n3\n"})
    assert places(report) == [("error", "CSV120", "a.csv", 4, None)]
    assert {a.algorithm: a.accepts for a in report.algorithms or ()}["kmeans"] == "no"


def test_which_algorithms_take_a_table_of_numbers(tmp_path: Path) -> None:
    report = checked(tmp_path, {"a.csv": "1.5,2\n3,4\n5,6\n"})
    accepted = {a.algorithm: (a.accepts, a.conversions) for a in report.algorithms or ()}
    assert accepted["kmeans"] == accepted["pca"] == accepted["random-cut-forest"] == ("as-is", ())
    assert accepted["factorization-machines"] == (
        "after-conversion",
        ("write it as RecordIO-protobuf with float32 values",),
    )
    assert accepted["object-detection"][0] == "no"
    header = checked(tmp_path, {"a.csv": "x,y\n1.5,2\n3,4\n5,6\n"})
    assert {a.algorithm: a.conversions for a in header.algorithms or ()}["kmeans"] == ("drop the header row",)


TEXTS = "".join(f"{number % 2},some words {number}\n" for number in range(30))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXTS, []),
        ("label,text\n" + TEXTS, [("error", "CSV110", "training/data.csv", 1, None)]),
        (TEXTS + "1,some, words\n", [("error", "CSV120", "training/data.csv", 31, None)]),
        (TEXTS + "yes,words\n", [("error", "CSV140", "training/data.csv", 31, 1)]),
        (TEXTS + "1,\n", [("warning", "CSV140", "training/data.csv", 31, 2)]),
        (TEXTS + "2,words\n", []),
        (TEXTS + "3,words\n", [("warning", "CSV157", "training/data.csv", 1, 1)]),
    ],
    ids=["sound", "header", "comma", "word", "empty", "next class", "class left out"],
)
def test_labelled_texts(tmp_path: Path, content: str, expected: list[Place]) -> None:
    report = checked(tmp_path, {"training/data.csv": content}, algorithm="text-classification-tensorflow")
    assert places(report) == expected


@pytest.mark.parametrize(("sent", "severity"), [("3", "error"), ("2", "warning")])
def test_a_request_that_counts_the_column_taken_for_a_label(sent: str, severity: str, tmp_path: Path) -> None:
    content = request({"k": "2", "feature_dim": sent}, [channel("train", "text/csv")])
    path = write(tmp_path, {"train/a.csv": "1,2,3\n4,5,6\n"})
    assert [found[1] for found in findings("kmeans", content, "CSV150", path=path)] == [severity]


@pytest.mark.parametrize(("sent", "told"), [("3", True), ("2", False), (None, False)])
def test_a_feature_dim_that_counts_the_column_taken_for_a_label(sent: str | None, told: bool, tmp_path: Path) -> None:
    given = {"feature_dim": sent} if sent else {}
    files = {"train/a.csv": "1,2,3\n4,5,6\n"}
    kinds = {"train": "text/csv"}
    report = checked(tmp_path, files, algorithm="kmeans", hyperparameters=given, content_types=kinds)
    messages = [f.message for f in report.findings if f.rule == "CSV150"]
    assert [message.endswith("feature_dim=3 counts it as a feature; 2 would be left.") for message in messages] == [
        told
    ]


@given(st.text(st.sampled_from(",;|\t :ab1.\xe9"), min_size=1, max_size=40))
def test_a_comma_is_what_the_sniffer_finds_in_a_line_with_one(cells: str) -> None:
    line = f"{cells},\n"
    assert sniffed_delimiter(line) == csv.Sniffer().sniff(line).delimiter
