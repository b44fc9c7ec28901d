"""Which algorithm a request is for: by its image, and where several share one, by the address of its code."""

from typing import Any

import pytest

from advisor.engine.check import check
from advisor.engine.scan import CheckError
from advisor.request import request_of
from tests.builders.requests import channel, image, request

SHARED = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:1.9.0-cpu-py38"


def content(address: str, **hyperparameters: str) -> dict[str, Any]:
    whole = request(hyperparameters, [channel("training", "text/csv")])
    whole["AlgorithmSpecification"]["TrainingImage"] = address
    return whole


def test_an_image_of_its_own_names_the_algorithm() -> None:
    report = check(None, job=request_of(content("382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"), "job.json"))
    assert report.algorithm == "kmeans"


@pytest.mark.parametrize("name", ["catboost", "lightgbm", "tabtransformer"])
def test_a_shared_image_is_told_apart_by_the_code_that_it_runs(name: str) -> None:
    source = f"s3://code/source-directory-tarballs/{name}/transfer_learning/classification/v1.2.1/sourcedir.tar.gz"
    report = check(None, job=request_of(content(SHARED, sagemaker_submit_directory=source), "job.json"))
    assert report.algorithm == name


def test_a_shared_image_alone_cannot_be_decided() -> None:
    with pytest.raises(CheckError, match="is that of catboost, lightgbm, tabtransformer: say which one"):
        check(None, job=request_of(content(SHARED), "job.json"))


def test_an_image_of_something_else_cannot_be_decided() -> None:
    with pytest.raises(CheckError, match="is none of the built-in algorithms"):
        check(None, job=request_of(content("1.dkr.ecr.us-east-1.amazonaws.com/mine:1"), "job.json"))


def test_an_image_that_runs_a_script_of_its_own_is_no_algorithm() -> None:
    with pytest.raises(CheckError, match=r"to run a script of its own, train\.py, and no built-in algorithm"):
        check(
            None, job=request_of(content(image("sagemaker-xgboost", "1.7-1"), sagemaker_program="train.py"), "job.json")
        )
