"""What training would say is shown only where the algorithm and the settings say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.findings import Report
from advisor.rules import all_rules
from advisor.rules.examples import Given
from tests.builders.acceptance.examples import checked
from tests.builders.quotes import NAMES


def test_a_quote_that_names_an_algorithm_of_several_readers_is_tied_to_it() -> None:
    for rule in all_rules():
        for word, algorithms in NAMES.items():
            if rule.code[:3] in ("CSV", "REC", "PAR") and word in (rule.training_error or ""):
                assert set() < {*rule.raised_by} <= algorithms, rule.code


def _quote(report: Report, code: str) -> str | None:
    return next(found.training_error for found in report.findings if found.rule == code)


@pytest.mark.parametrize(
    ("algorithm", "objective", "labels", "quote"),
    [
        ("xgboost", {"objective": "multi:softmax", "num_class": "3"}, (0, 1, 2, 3), "Label must be in [0, num_class)"),
        ("xgboost", {"objective": "binary:logistic"}, (0, 1, 2, 2), None),
        ("xgboost", {"objective": "count:poisson"}, (0, 1, 2, -2), None),
        ("linear-learner", {"predictor_type": "binary_classifier"}, (0, 1, 2, 2), None),
    ],
)
def test_labels(
    algorithm: str, objective: dict[str, str], labels: tuple[int, ...], quote: str | None, tmp_path: Path
) -> None:
    table = "".join(f"{label},0.5,1.{n}\n" for n, label in enumerate(labels))
    given = Given(
        algorithm=algorithm,
        hyperparameters=objective,
        content_types={"train": "text/csv"},
        files={"train/a.csv": table},
    )
    assert _quote(checked(given, tmp_path), "CSV151") == quote


def test_an_empty_record_file_and_an_empty_table(tmp_path: Path) -> None:
    table = Given(algorithm="kmeans", files={"train/a.csv": ""})
    records = Given(algorithm="image-classification", files={"train/a.rec": ""})
    assert _quote(checked(table, tmp_path / "a"), "LAY106") is None
    assert _quote(checked(records, tmp_path / "b"), "LAY106") == "Empty .rec file in train channel"


@pytest.mark.parametrize(
    ("algorithm", "machine", "quote"),
    [
        ("blazingtext", "ml.p3.2xlarge", None),
        ("image-classification", "ml.c5.xlarge", "Please use a GPU instance for training"),
    ],
)
def test_the_other_class_of_machine(algorithm: str, machine: str, quote: str | None, tmp_path: Path) -> None:
    request = {"ResourceConfig": {"InstanceType": machine, "InstanceCount": 1, "VolumeSizeInGB": 50}}
    settings = {"mode": "batch_skipgram"} if algorithm == "blazingtext" else {}
    given = Given(algorithm=algorithm, request={**request, "HyperParameters": settings})
    assert _quote(checked(given, tmp_path), "RES102") == quote
