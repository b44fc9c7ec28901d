"""The rules on libsvm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.cli import main
from advisor.request import request_of
from tests.builders.folders import checked, places, write
from tests.builders.requests import channel, image, request
from tests.builders.tables import sparse_rows

SOUND = sparse_rows()
BINARY = {"objective": "binary:logistic", "num_round": "5"}
A = "train/a.libsvm"


def found(folder: Path, text: str | bytes, **options: Any) -> list[tuple[str, str, str | None, int | None, int]]:
    """Severity, rule, file, line and count of what is found in one file."""
    options.setdefault("content_types", {"train": "text/libsvm"})
    report = checked(folder, {A: text}, algorithm="xgboost", **options)
    return [(f.severity, f.rule, f.location.file, f.location.line, f.count) for f in report.findings]


@pytest.mark.parametrize(
    ("line", "rule", "severity"),
    [
        ("spam 0:1", "SVM111", "error"),
        ("1:x 0:1", "SVM112", "error"),
        ("1:nan 0:1", "SVM112", "error"),
        ("1:-0.5 0:1", "SVM112", "warning"),
        ("1 -1:1", "SVM120", "error"),
        ("1 age:1", "SVM121", "error"),
        ("1 4294967296:1", "SVM122", "error"),
        ("1 3:1 2:1", "SVM123", "warning"),
        ("1 3", "SVM124", "error"),
        ("1 3:yes", "SVM125", "error"),
        ("1 3:nan", "SVM126", "error"),
        ("1 3:1e39", "SVM127", "error"),
        ("1 qid:a 3:1", "SVM132", "error"),
    ],
)
def test_a_fault_of_one_line(tmp_path: Path, line: str, rule: str, severity: str) -> None:
    rows = SOUND if "qid" not in line and rule != "SVM112" else ""
    same = [one for one in found(tmp_path, rows + f"{line}\n") if one[1] != "SVM142"]
    assert same == [(severity, rule, A, rows.count("\n") + 1, 1)]


def test_the_greatest_index_that_fits(tmp_path: Path) -> None:
    assert found(tmp_path, SOUND + "1 4294967295:1\n") == []


@pytest.mark.parametrize("text", [SOUND.encode("utf-16"), "\ufeff" + SOUND], ids=["utf-16", "mark"])
def test_encodings(tmp_path: Path, text: str | bytes) -> None:
    rule = "SVM101" if isinstance(text, bytes) else "SVM102"
    assert found(tmp_path, text) == [("error", rule, A, 1, 1)]


@pytest.mark.parametrize("text", ["1,2,3\n0,4,5\n", "1 4a4fc709\n0 x\n", "some words\n", "1 2 3\n0 4 5\n"])
def test_another_format_is_said_once(tmp_path: Path, text: str) -> None:
    assert [one[:3] for one in found(tmp_path, text)] == [("error", "SVM104", A)]


@pytest.mark.parametrize("odd", ["# by hand\n", "\n", "1\t0:1 1:2\n", "1  0:1 1:2\n", "1 0:1 1:2 \n", "1 0:1 # note\n"])
def test_the_first_lines_are_checked_by_the_container(tmp_path: Path, odd: str) -> None:
    assert found(tmp_path, odd + SOUND) == [("error", "SVM110", A, 1, 1)]


@pytest.mark.parametrize(("before", "fails"), [("1 0:1\n0\n", True), ("1 0:1\n0 0:1 1:2\n", False)])
def test_up_to_the_first_line_with_two_values(tmp_path: Path, before: str, fails: bool) -> None:
    expected = [("error", "SVM110", A, 3, 1)] if fails else []
    assert found(tmp_path, f"{before}# note\n{SOUND}") == expected


@pytest.mark.parametrize("odd", ["1:2 0:1 1:2", "1 qid:1 0:1 1:2"])
def test_rows_of_unlike_shape(tmp_path: Path, odd: str) -> None:
    assert found(tmp_path, SOUND + f"{odd}\n") == [("error", "SVM130", A, 61, 1)]


def test_queries(tmp_path: Path) -> None:
    rows = "".join(f"{i % 3} qid:{q} 0:{i}.5 1:2\n" for i, q in enumerate([1, 1, 2, 1]))
    assert found(tmp_path, rows) == [("warning", "SVM133", A, 4, 1)]
    ranking = {"objective": "rank:pairwise", "num_round": "5"}
    assert found(tmp_path, SOUND, hyperparameters=ranking) == [("warning", "SVM134", A, 1, 60)]


@pytest.mark.parametrize(("text", "count"), [("1\n0\n1\n", 1), ("1 0:1\n0\n1\n", 0), ("1 0:0\n0\n1\n", 0)])
def test_rows_without_features(tmp_path: Path, text: str, count: int) -> None:
    assert [one[1] for one in found(tmp_path, text)] == ["SVM140"] * count


@pytest.mark.parametrize(
    ("label", "objective", "fails"),
    [
        ("1", "binary:logistic", False), ("2", "binary:logistic", True), ("-1", "binary:logistic", True),
        ("2", "multi:softmax", False), ("3", "multi:softmax", True), ("0.5", "multi:softmax", True),
        ("0.5", "reg:logistic", False), ("1.5", "reg:logistic", True),
        ("0", "count:poisson", False), ("-1", "reg:tweedie", True), ("-1", "reg:squarederror", False),
    ],
)  # fmt: skip
def test_labels(tmp_path: Path, label: str, objective: str, fails: bool) -> None:
    given = {"objective": objective, "num_round": "5"} | ({"num_class": "3"} if "multi" in objective else {})
    seen = found(tmp_path, SOUND + f"{label} 0:1\n", hyperparameters=given)
    assert [one for one in seen if one[1] != "HYP107"] == ([("error", "SVM151", A, 61, 1)] if fails else [])


def test_an_empty_file(tmp_path: Path) -> None:
    assert [one[:3] for one in found(tmp_path, "\n\n")] == [("error", "LAY106", A)]
    assert ("error", "LAY106", A, None, 1) in found(tmp_path, "")


def wide(last: int) -> str:
    return f"1 0:1 {last}:1\n0 0:2\n"


@pytest.mark.parametrize(("last", "severity"), [(38, "warning"), (39, None), (40, "error")])
def test_validation_of_another_width(tmp_path: Path, last: int, severity: str | None) -> None:
    report = checked(tmp_path, {A: wide(39), "validation/b.libsvm": wide(last)}, algorithm="xgboost")
    message = f"The highest index of 'validation' is {last}, that of 'train' is 39."
    told = [(f.severity, f.rule, f.channel, f.message) for f in report.findings]
    assert told == ([(severity, "SVM141", "validation", message)] if severity else [])


@pytest.mark.parametrize(
    ("tag", "last", "severity"),
    [
        ("1.3-1", 38, "error"), ("1.5-1", 38, "warning"), ("1.7-1", 38, "info"), ("3.2-0", 38, "info"),
        ("1.7-1", 40, "error"), ("3.2-0", 40, "error"),
    ],
)  # fmt: skip
def test_newer_images_take_narrower_validation(tmp_path: Path, tag: str, last: int, severity: str) -> None:
    content = request(BINARY, [channel(name, "text/libsvm") for name in ("train", "validation")])
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", tag)
    files = {A: wide(39), "validation/a.libsvm": wide(last)}
    report = checked(tmp_path, files, job=request_of(content, "job.json"))
    assert [(f.severity, f.rule) for f in report.findings if f.rule != "SUP101"] == [(severity, "SVM141")]


FROM_1 = "The indices of 'validation' go from 1 to 4, those of 'train' from 0 to 3."
FROM_0 = "The indices of 'validation' go from 0 to 3, those of 'train' from 1 to 4."


@pytest.mark.parametrize(
    ("train", "validation", "found"),
    [
        ("0 0:1 2:1 3:1\n", "0 1:1 3:1 4:1\n", [("error", "SVM143", FROM_1)]),
        ("0 1:1 3:1 4:1\n", "0 0:1 2:1 3:1\n", [("warning", "SVM143", FROM_0)]),
        (
            "0 0:1 2:1\n",
            "0 1:1 3:1\n",
            [("error", "SVM141", "The highest index of 'validation' is 3, that of 'train' is 2.")],
        ),
        ("0 0:1 2:1 3:1\n", "0 1:1 3:1\n", []),
        (
            "0 1:1 5:1\n",
            "0 2:1 6:1\n",
            [("error", "SVM141", "The highest index of 'validation' is 6, that of 'train' is 5.")],
        ),
    ],
)
def test_channels_that_count_from_different_numbers(
    tmp_path: Path, train: str, validation: str, found: list[tuple[str, str, str]]
) -> None:
    report = checked(tmp_path, {A: train, "validation/b.libsvm": validation}, algorithm="xgboost")
    told = [(f.severity, f.rule, f.message) for f in report.findings]
    assert [one for one in told if one[1] in ("SVM141", "SVM143")] == found


@pytest.mark.parametrize(
    ("train", "validation", "rule", "value"),
    [
        ("0 0:1 2:1 3:1\n", "0 1:1 4:1\n", "SVM143", "4:1"),
        ("0 1:1 3:1 4:1\n", "0 0:1 3:1\n", "SVM143", "0:1"),
        ("0 1:1 3:1 4:1\n", "0 2:1 6:1\n", "SVM141", "6:1"),
    ],
)
def test_where_a_channel_counts_differently(tmp_path: Path, train: str, validation: str, rule: str, value: str) -> None:
    files = {A: train, "validation/a.libsvm": "1 2:1\n", "validation/b.libsvm": "0 3:1\n" + validation}
    (one,) = [f for f in checked(tmp_path, files, algorithm="xgboost").findings if f.rule in ("SVM141", "SVM143")]
    assert (one.rule, one.location.file, one.location.line, one.value) == (rule, "validation/b.libsvm", 2, value)


def test_files_of_unlike_width(tmp_path: Path) -> None:
    report = checked(tmp_path, {A: wide(39), "train/b.libsvm": wide(7)}, algorithm="xgboost")
    assert [(f.severity, f.rule, f.message) for f in report.findings] == [
        ("info", "SVM142", "The highest index goes from 7 (b.libsvm) to 39 (a.libsvm).")
    ]
    assert (report.channels["train"].records, report.channels["train"].profile["greatest_index"]) == (4, 39)


def test_libsvm_declared_as_csv(tmp_path: Path) -> None:
    seen = found(tmp_path, SOUND, content_types={"train": "text/csv"})
    assert [one[:3] for one in seen] == [("error", "LAY107", A)]


def test_csv_where_no_content_type_is_declared(tmp_path: Path) -> None:
    content = request(BINARY, [channel("train")])
    report = checked(tmp_path, {"train/a.csv": "1,2\n0,3\n" * 9}, algorithm="xgboost", job=request_of(content, "job"))
    assert [(f.severity, f.rule, f.location.key) for f in report.findings] == [
        ("error", "REQ102", "InputDataConfig[0].ContentType")
    ]


def test_without_an_algorithm(tmp_path: Path) -> None:
    report = checked(tmp_path, {A: SOUND})
    assert report.channels["train"].format == "libsvm"
    accepts = {one.algorithm: one.accepts for one in report.algorithms or ()}
    assert [name for name, how in accepts.items() if how == "as-is"] == ["xgboost"]
    assert accepts["factorization-machines"] == "after-conversion"
    assert [accepts[name] for name in ("ip-insights", "image-classification")] == ["no", "no"]
    assert places(report) == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {A: SOUND + "1 -5:\x1b[31m\n"})
    assert main(["check", str(tmp_path), "--algorithm", "xgboost"]) == 1
    shown = capsys.readouterr().out
    assert "SVM120 index-negative" in shown
    assert "\x1b[31m" not in shown


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("0:0.5 3:0.2\n1:0.1 2:1\n", True),
        ("0:0.5 3:0.2\n1:0.1 1:1\n", False),
        ("0:0.5 3:0.2\n1 2:1\n", False),
        ("0:0.5 qid:1 3:0.2\n1:0.1 qid:1 2:1\n", False),
        ("0.5:0.5 3:0.2\n", False),
    ],
    ids=["rising", "not rising", "one label alone", "query ids", "no index"],
)
def test_rows_that_begin_with_a_pair(tmp_path: Path, rows: str, said: bool) -> None:
    assert ("SVM135" in {rule for _, rule, *_ in found(tmp_path, rows)}) is said
