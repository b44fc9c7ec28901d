"""Rules on labels that differ between channels, in their classes or their scale: both sides of each limit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.builders.folders import Files, checked
from tests.builders.recordio import dense, write_recordio

BINARY = {"objective": "binary:logistic", "num_round": "5"}


def rows(labels: Iterable[object]) -> str:
    return "".join(f"{label},{n * 7 % 31},{n % 5 / 2}\n" for n, label in enumerate(labels))


def said(folder: Path, rule: str, algorithm: str, given: dict[str, str], /, **files: str) -> list[str]:
    """What a rule says of files, each named after its channel."""
    data = {f"{channel}/a.csv": content for channel, content in files.items()}
    report = checked(folder, data, algorithm=algorithm, hyperparameters=given)
    return [finding.message for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize("algorithm", ["tabtransformer", "lightgbm", "catboost", "autogluon-tabular"])
@pytest.mark.parametrize(
    ("train", "other", "told"),
    [
        ([0, 1, 2] * 10, [0, 1, 2] * 4 + [3] * 10, True),
        ([0, 1, 2] * 10, [0, 1, 2] * 4 + [3] * 9, False),
        ([0, 1, 2] * 9, [3] * 10, False),  # few rows
        ([0] * 60 + [1] * 60 + [2] * 10, [3] * 10, False),  # 2 is as rare as a count may be
        ([1, 2, 3] * 10, [4] * 10, False),
        ([0.5, 1, 2] * 10, [3] * 10, False),
    ],
)
def test_classes_where_the_labels_tell_the_task(
    algorithm: str, train: list[float], other: list[float], told: bool, tmp_path: Path
) -> None:
    first = "train" if algorithm == "lightgbm" else "training"
    files = {first: rows(train), "validation": rows(other)}
    message = f"'validation' has classes of which '{first}' has no row: 3."
    assert (message in said(tmp_path, "TAB103", algorithm, {}, **files)) == told


def numbers(low: float, high: float, count: int = 20) -> str:
    return rows(low + (high - low) * n / (count - 1) for n in range(count))


@pytest.mark.parametrize(
    ("train", "other", "told"),
    [
        ((11.5, 13.1), (98_000, 490_000), True),
        ((98_000, 490_000), (11.5, 13.1), True),
        ((1.5, 10), (11, 99), False),  # what grows
        ((1.5, 10), (11, 100), True),
        ((1.5, 10), (10, 1000), False),  # one value is shared
        ((-2, 2.5), (30, 90), True),
    ],
)
def test_labels_on_another_scale(
    train: tuple[float, float], other: tuple[float, float], told: bool, tmp_path: Path
) -> None:
    files = {"train": numbers(*train), "validation": numbers(*other)}
    found = said(tmp_path, "TAB110", "linear-learner", {"predictor_type": "regressor"}, **files)
    assert len(found) == told
    assert all(("logarithms" in message) == (13.1 in (*train, *other)) for message in found)


def test_what_says_nothing_of_the_scale_of_labels(tmp_path: Path) -> None:
    few = {"train": numbers(1.5, 10), "validation": numbers(200, 900, 19)}
    assert said(tmp_path / "1", "TAB110", "xgboost", {"objective": "reg:squarederror"}, **few) == []
    classes = {"train": rows([0, 1] * 20), "validation": rows([20, 21] * 20)}
    assert said(tmp_path / "2", "TAB110", "xgboost", BINARY, **classes) == []


@pytest.mark.parametrize(("name", "of"), [("a.csv", 1), ("a.libsvm", None)])
def test_labels_on_another_scale_in_other_formats(name: str, of: int | None, tmp_path: Path) -> None:
    lines = {"train": numbers(11.5, 13.1), "validation": numbers(98_000, 490_000)}
    if of is None:
        lines = {
            channel: "".join("{} 0:{} 1:{}\n".format(*line.split(",")) for line in content.splitlines())
            for channel, content in lines.items()
        }
    files = {f"{channel}/{name}": content for channel, content in lines.items()}
    report = checked(tmp_path, files, algorithm="xgboost", hyperparameters={"objective": "reg:squarederror"})
    assert [one.location.column for one in report.findings if one.rule == "TAB110"] == [of]


@pytest.mark.parametrize(
    ("anomalies", "fix"),
    [([-1] * 3 + [1] * 9, "write 1 in place of -1, and 0 in place of 1"), ([1] * 3 + [-1] * 9, "Write 0 in place")],
)
def test_anomalies_that_are_marked_the_other_way_round(anomalies: list[int], fix: str, tmp_path: Path) -> None:
    features = rows(range(12))
    for name, test in (
        ("a.csv", rows(anomalies)),
        ("a.rec", write_recordio(dense([1.0, 2.0], label=[float(one)]) for one in anomalies)),
    ):
        files: Files = {"train/a.csv": features, f"test/{name}": test}
        report = checked(tmp_path / name, files, algorithm="random-cut-forest")
        (found,) = [one for one in report.findings if one.rule in ("CSV151", "REC151")]
        assert fix in (found.fix or "")
