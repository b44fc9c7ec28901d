"""The rules on classes of which one is rare, and on the weight that makes up for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.builders.folders import checked

BINARY = {"objective": "binary:logistic", "num_round": "5"}


def rows(labels: Iterable[object]) -> str:
    return "".join(f"{label},{n * 7 % 31},{n % 5 / 2}\n" for n, label in enumerate(labels))


def said(folder: Path, rule: str, algorithm: str, given: dict[str, str], text: str) -> list[str]:
    """What a rule says of a table in the channel `train`."""
    report = checked(folder, {"train/a.csv": text}, algorithm=algorithm, hyperparameters=given)
    return [finding.message for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("rare", "of", "given", "told"),
    [
        (4, 100, {}, True),
        (5, 100, {}, False),
        (3, 99, {}, False),
        (4, 100, {"positive_example_weight_mult": "balanced"}, False),
        (4, 100, {"positive_example_weight_mult": "1"}, True),
        (4, 100, {"binary_classifier_model_selection_criteria": "f_beta"}, False),
        (4, 100, {"predictor_type": "regressor"}, False),
    ],
)
def test_a_rare_class_where_accuracy_chooses(
    rare: int, of: int, given: dict[str, str], told: bool, tmp_path: Path
) -> None:
    labels = [1] * rare + [0] * (of - rare)
    given = {"predictor_type": "binary_classifier", **given}
    message = f"{rare} of {of} rows are of class 1: whoever never predicts it is right in {1 - rare / of:.1%}."
    assert said(tmp_path, "TAB107", "linear-learner", given, rows(labels)) == [message] * told


@pytest.mark.parametrize(("label", "told"), [(0, True), (1, True), (2, False)])
def test_a_rare_class_is_one_of_two(label: int, told: bool, tmp_path: Path) -> None:
    given = {**BINARY, "eval_metric": "error"}
    labels = [*[label] * 4, *[1 - label % 2] * 90, *[label % 2] * 6 * (label == 2)]
    assert len(said(tmp_path, "TAB107", "xgboost", given, rows([*labels, *[1 - label % 2] * 6]))) == told


@pytest.mark.parametrize(
    ("rare", "of", "weight", "told"),
    [
        (10, 40, "0.333", True),
        (10, 40, "0.301", True),
        (10, 40, "0.299", False),
        (10, 40, "3", False),
        (10, 40, "1", False),
        (30, 40, "3", True),
        (10, 29, "0.526", False),  # nearly as many of both
        (10, 30, "0.5", True),
    ],
)
def test_a_weight_that_is_turned_round(rare: int, of: int, weight: str, told: bool, tmp_path: Path) -> None:
    usual = (of - rare) / rare
    message = f"{of - rare} rows are of class 0 and {rare} of class 1: the usual weight is {usual:.3g}, "
    message += f"and 1/{usual:.3g} is {1 / usual:.3g}."
    given = {**BINARY, "scale_pos_weight": weight}
    table = rows([1] * rare + [0] * (of - rare))
    assert said(tmp_path / "a", "TAB116", "xgboost", given, table) == [message] * told
    assert said(tmp_path / "b", "TAB116", "xgboost", {**given, "objective": "reg:squarederror"}, table) == []
