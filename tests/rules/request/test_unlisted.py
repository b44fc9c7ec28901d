"""Names and values that no page lists, and that containers and scripts take all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.documents.documents import REQUEST
from tests.rules.request.test_hyperparameters import found
from tests.rules.request.test_tuning import told, tuned


@pytest.mark.parametrize(
    ("algorithm", "given", "rule"),
    [
        ("autogluon-tabular", {"presets": "medium_quality_faster_train"}, None),
        ("autogluon-tabular", {"presets": "medium_quality_slower_train"}, "HYP105"),
        ("object-detection", {"kv_store": "device"}, None),
        ("object-detection", {"kv_store": "local"}, "HYP105"),
        ("object-detection", {"nms_topk": "400"}, None),
        ("deepar", {"early_stopping_patience": ""}, None),
        ("deepar", {"early_stopping_patience": "few"}, "HYP103"),
        ("linear-learner", {"num_classes": "1"}, None),
        ("linear-learner", {"num_classes": "2"}, "HYP104"),
        ("linear-learner", {"num_classes": "1", "predictor_type": "multiclass_classifier"}, "HYP112"),
        ("factorization-machines", {"use_bias": "true"}, None),
        ("factorization-machines", {"force_bias": "true"}, "HYP101"),
        ("image-classification-tensorflow", {"validation-split-ratio": "0.1"}, None),
        ("image-classification-tensorflow", {"validation_split_ratio": "0.1"}, "HYP101"),
    ],
)
def test_what_containers_take_though_no_page_names_it(algorithm: str, given: dict[str, str], rule: str | None) -> None:
    told = [one[0] for one in found(algorithm, **given) if one[1] != "info"]
    assert told == [rule] * bool(rule)


@pytest.mark.parametrize(("version", "known"), [("v1.2.2", True), ("v2.0.7", False), ("", False)])
@pytest.mark.parametrize(
    ("algorithm", "name", "in_version_1"),
    [
        ("text-classification-tensorflow", "adam-learning-rate", True),
        ("object-detection-tensorflow", "batch-size", True),
        ("image-classification-tensorflow", "early-stopping", True),
        ("image-classification-tensorflow", "batch-sizes", False),
        ("image-classification-tensorflow", "adam-rate", False),
        ("catboost", "learning-rate", False),
    ],
)
def test_names_with_hyphens_are_those_of_version_1(
    algorithm: str, name: str, in_version_1: bool, version: str, known: bool, tmp_path: Path
) -> None:
    address = "/".join(filter(None, ("s3://bucket/transfer_learning", version, "sourcedir.tar.gz")))
    static = {"sagemaker_submit_directory": json.dumps(address)}
    document = tuned(static, "validation:accuracy", name, ("0.1", "0.2"))
    refused = not (known and in_version_1)
    assert [one[0] for one in told(algorithm, document, tmp_path, "TUN101")] == ["TUN101"] * refused
    job = {**REQUEST, "HyperParameters": {**static, name: "8"}}
    assert [one[0] for one in told(algorithm, job, tmp_path, "HYP101")] == ["HYP101"] * refused
