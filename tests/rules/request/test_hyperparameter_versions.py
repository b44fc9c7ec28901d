"""Rules on hyperparameters that only some versions of an image know, and how values are mended."""

from __future__ import annotations

import pytest

from advisor.engine.check import check
from advisor.request import request_of
from tests.builders.requests import JOB, channel, findings, image, request


def of_version(version: str, **given: str) -> list[tuple[str, str]]:
    """Rule and message of what is found in a request for a version of XGBoost's image."""
    content = request({"num_round": "5", **given})
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", version)
    return sorted((rule, message) for rule, _, message, *_ in findings("xgboost", content, "HYP"))


def test_each_value_is_held_against_the_version() -> None:
    row = ("HYP115", "Version 1.0-1 of the image does not know 'prob_buffer_row'; those from 1.3-1 on do.")
    both = "Version 1.0-1 of the image does not know 'single_precision_histogram'; those from 1.2-1 to 1.5-1 do. "
    given = {"prob_buffer_row": "many", "tree_method": "hist"}
    assert of_version("1.0-1", single_precision_histogram="true", **given) == [("HYP115", both + row[1])]
    assert of_version("1.0-1", eta="x", **given) == [("HYP103", "'eta' must be a number."), row]
    given["prob_buffer_row"] = "0"
    assert of_version("1.0-1", eta="9", **given) == [("HYP104", "'eta' must be at least 0 and at most 1."), row]
    message = "Version 1.7-1 of the image does not take 'distcol' for 'updater'; those up to 1.0-1 do."
    assert of_version("1.7-1", updater="distcol,grow_skmaker") == [("HYP115", message)]
    needs = ("HYP116", "With 'eval_metric' the container also expects 'objective'.")
    assert of_version("1.2-1", eval_metric="rmse") == [needs]
    assert of_version("1.2-1", eval_metric="rmse", objective="reg:squarederror") == []
    assert of_version("1.0-1", eval_metric="rmse") == []


def test_what_an_image_knows_whose_code_nobody_has_published_is_open() -> None:
    """AWS's own samples for Kubernetes send both to the old image of XGBoost."""
    given = {"num_round": "5", "dsplit": "row", "prob_buffer_row": "1.0"}
    for repository, tag, severities in (("xgboost", "1", {"warning"}), ("sagemaker-xgboost", "0.90-1", {"error"})):
        job = request(given, [channel("train", "text/csv")])
        job["AlgorithmSpecification"]["TrainingImage"] = image(repository, tag)
        told = check(None, job=request_of(job, JOB)).findings
        found = {f.rule: f.severity for f in told if f.rule.startswith("HYP") and f.severity != "info"}
        assert (set(found), set(found.values())) == ({"HYP115"}, severities)


@pytest.mark.parametrize(
    ("algorithm", "name", "value", "rule", "fix"),
    [
        ("pca", "mini_batch_siz", "5", "HYP101", "Write 'mini_batch_size', or leave it out."),
        ("pca", "zzz", "5", "HYP101", "Correct the name, or leave the hyperparameter out."),
        ("kmeans", "init_method", '"random"', "HYP103", "Write it as random."),
        ("xgboost", "num_class", "3", "HYP109",
         "Leave 'num_class' out, or send objective = multi:softmax or multi:softprob."),
    ],
)  # fmt: skip
def test_how_a_value_is_mended(algorithm: str, name: str, value: str, rule: str, fix: str) -> None:
    job = request_of(request({name: value}), JOB)
    told = check(None, algorithm=algorithm, job=job).findings
    assert [one.fix for one in told if one.rule == rule] == [fix]
