"""Numbers beyond all bounds, and values of another type, wherever one can be written: a report, advice or a message."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import pytest

from advisor import AdvisorError, check, convert
from advisor.advise.corrections import corrected
from advisor.advise.problem import Number
from advisor.conversion.errors import ConversionError
from advisor.conversion.images.classes import numbered
from advisor.engine.excerpts.around import around_below
from advisor.gate import baseline
from advisor.recommendation import ProblemError, read_problem, recommend
from advisor.report.advice.advice import as_json
from tests.builders.folders import write
from tests.documents.documents import REQUEST
from tests.hostile.seeds import with_files

ODD: tuple[Any, ...] = (None, True, 1.5, "x", [], [None], {"": None})
NUMBERS: tuple[str, ...] = get_args(Number)


@pytest.mark.parametrize("algorithm", ["kmeans", "lightgbm"])
def test_a_member_of_a_request_may_be_anything(algorithm: str) -> None:
    for member in (*REQUEST, "Environment", "CheckpointConfig", "Tags", "EnableManagedSpotTraining"):
        for odd in ODD:
            with suppress(AdvisorError):
                check(None, job={**REQUEST, member: odd}, algorithm=algorithm)


def test_a_hyperparameter_may_be_any_number(tmp_path: Path) -> None:
    seeds = [seed for seed in with_files() if seed.given.algorithm and seed.given.hyperparameters]
    for at, seed in enumerate(seeds):
        root, given = write(tmp_path / str(at), seed.files), seed.given
        for vast in ("inf", "9" * 400):
            check(root, algorithm=given.algorithm, content_types=given.content_types,
                  hyperparameters=dict.fromkeys(given.hyperparameters, vast))  # fmt: skip


@pytest.mark.parametrize(
    "number", ["9" * 400, "1e999 thousand", f"0.{'0' * 320}1", "9" * 300 + " billion billion", "1e-320"]
)
@pytest.mark.parametrize("text", [
    "predict churn of {} customers", "gradient boosting with {} rounds, halve it", "forecast the next {} years by hour",
    "k-means with {} groups on {} gigabytes",
])  # fmt: skip
def test_words_may_hold_any_number(text: str, number: str) -> None:
    json.loads(as_json(recommend(text.replace("{}", number))), parse_constant=pytest.fail)


@pytest.mark.parametrize("vast", [".inf", ".nan", "1e308", "-1e308", "-1", "5e-324"])
def test_a_number_of_a_problem_can_count_something(vast: str, tmp_path: Path) -> None:
    for name in NUMBERS:
        write(tmp_path, {"problem.yaml": f"data: tabular\nnumbers: {{{name}: {vast}}}\n"})
        with pytest.raises(ProblemError, match="is no number of anything"):
            read_problem(tmp_path / "problem.yaml")
        with pytest.raises(ValueError, match="is no number of anything"):
            corrected("", {f"numbers.{name}": vast.lstrip(".")})


@pytest.mark.parametrize("greatest", ["1e30", "1e-30", "0"])
def test_advice_on_the_greatest_and_the_least_of_numbers(greatest: str, tmp_path: Path) -> None:
    for name in NUMBERS:
        write(tmp_path, {"problem.yaml": f"data: tabular\nanswer: class\nnumbers: {{{name}: {greatest}}}\n"})
        assert recommend(read_problem(tmp_path / "problem.yaml")).recommendations


def test_files_of_ours_with_an_infinite_number(tmp_path: Path) -> None:
    finding = {"rule": "CSV130", "file": "a.csv", "message": "m", "fingerprint": "f" * 16, "count": float("inf")}
    files: dict[str, Any] = {
        "known.json": {"version": 1, "findings": {"a": [finding]}},
        "classes.json": {"columns": {"classes": {"numbers": {"a": float("inf")}}}},
        "cells.json": {"columns": {"1": {"numbers": {"a": float("inf")}}}},
    }
    write(tmp_path, {name: json.dumps(content) for name, content in files.items()} | {"a.csv": "a,1\nb,2\n"})
    with pytest.raises(baseline.BaselineError):
        baseline.read(tmp_path / "known.json")
    with pytest.raises(ConversionError):
        numbered({"a"}, [], tmp_path / "classes.json")
    with pytest.raises(ConversionError):
        convert(tmp_path / "a.csv", to="libsvm", numbers=True, mapping=tmp_path / "cells.json", output=tmp_path / "b")


def test_a_share_of_a_split_is_finite(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1,2\n3,4\n"})
    with pytest.raises(ConversionError, match="share"):
        convert(tmp_path / "a.csv", to="csv", parts={"train": float("inf"), "test": 1}, output=tmp_path / "b")


def test_a_lone_carriage_return_in_a_row(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "a,b\rc\n" + "x,y\n" * 50})
    recommend("predict a", data=tmp_path)
    around = around_below(tmp_path)
    assert any(around(finding.location) for finding in check(tmp_path, algorithm="kmeans").findings)


def test_labels_of_which_some_are_texts(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "5,1\nmany,2\n7,3\n"})
    report = check(tmp_path, algorithm="linear-learner", hyperparameters={"predictor_type": "binary_classifier"})
    assert "CSV130" in {finding.rule for finding in report.findings}


def test_rows_of_more_values_than_there_are_features(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.libsvm": "1 0:1 0:2 0:3\n0 0:4 0:5\n"})
    assert recommend("", data=tmp_path).problem.numbers["zeros"].value == 0
