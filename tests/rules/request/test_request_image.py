"""Rules on the training image of a request, and the addresses that are emitted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.advise.plan.emit import EmitError, image
from advisor.knowledge.images import images
from advisor.knowledge.load import algorithm, algorithm_ids, is_shared
from tests.builders.requests import Brief, channel, findings, request
from tests.builders.requests import image as address

ANSWERS = json.loads((Path(__file__).parent / "image_uris.json").read_text("utf-8"))
"""What the SDK's own `image_uris.retrieve` answers: framework -> region -> address (see the file's first key)."""
KEY = "AlgorithmSpecification.TrainingImage"
KMEANS = "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"
XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"


def asked(name: str, text: str, **members: Any) -> list[Brief]:
    content = request({}, [channel("train")])
    content["AlgorithmSpecification"]["TrainingImage"] = text
    if ".cn-" in text and "RoleArn" not in members:
        members["RoleArn"] = "arn:aws-cn:iam::123456789012:role/training"
    return findings(name, {**content, **members}, "REQ14")


SOUND = [
    ("kmeans", KMEANS),
    ("kmeans", "390948362332.dkr.ecr.cn-north-1.amazonaws.com.cn/kmeans:1"),
    ("kmeans", "382416733822.dkr.ecr-fips.us-east-1.amazonaws.com/kmeans:1"),
    ("kmeans", "382416733822.dkr-ecr.us-east-1.on.aws/kmeans:1"),
    ("kmeans", KMEANS.replace(":1", "@sha256:" + "0" * 64)),
    ("xgboost", XGBOOST),
    ("xgboost", f"{XGBOOST}-cpu-py3"),
    ("xgboost", XGBOOST.replace("1.7-1", "0.90-2")),
    ("xgboost", XGBOOST.replace("683313688378", "123456789012")),  # a copy of one's own
    ("xgboost", "811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1"),
    ("autogluon-tabular", address("autogluon-training", "1.5.0-gpu-py311")),
    ("lightgbm", address("pytorch-training", "2.0.0-gpu-py310-cu118-ubuntu20.04-sagemaker")),
    ("kmeans", "fill-in-account.dkr.ecr.fill-in-region.amazonaws.com/kmeans:1"),
    ("kmeans", "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-own:nightly"),
    ("kmeans", "123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"),
]


@pytest.mark.parametrize(("name", "text"), SOUND)
def test_nothing_is_said_of_an_image_that_is_there(name: str, text: str) -> None:
    assert asked(name, text) == []


FAULTS = [
    ("kmeans", "kmeans:1", "REQ140", "error",
     "The image is named without the account, the region and the host of its registry."),
    ("kmeans", KMEANS.replace("kmeans", "KMeans"), "REQ140", "error",
     "The name of the repository is 'kmeans', in lowercase letters."),
    ("kmeans", KMEANS.replace("382416733822", "38241673382"), "REQ140", "error",
     "'38241673382' is not an account: an account has twelve digits."),
    ("autogluon-tabular", address("autogluon-training", "1.5.0-cpu-py311").replace("training", "inference"), "REQ148",
     "error", "'autogluon-inference' serves models; for training there is 'autogluon-training'."),
    ("kmeans", KMEANS.replace("/kmeans", "/k-means"), "REQ149", "error",
     "'k-means' is no image that AWS keeps in 382416733822; that of K-Means is 'kmeans'."),
    ("kmeans", XGBOOST, "REQ149", "error", "'sagemaker-xgboost' is the image of XGBoost; that of K-Means is 'kmeans'."),
    ("xgboost", XGBOOST.replace("xgboost", "scikit-learn"), "REQ149", "warning",
     "'sagemaker-scikit-learn' is no image that AWS keeps in 683313688378; that of XGBoost is 'sagemaker-xgboost'."),
    ("xgboost", address("pytorch-training", "2.0.0-gpu-py310"), "REQ149", "warning",
     "'pytorch-training' is the image of CatBoost, LightGBM, TabTransformer; that of XGBoost is 'sagemaker-xgboost'."),
    ("kmeans", KMEANS.replace("us-east-1", "us-east-9"), "REQ141", "error",
     "There is no region 'us-east-9'; did you mean us-east-2?"),
    ("kmeans", KMEANS.replace("us-east-1", "us-esat-1"), "REQ141", "error",
     "There is no region 'us-esat-1'; did you mean us-east-1?"),
    ("kmeans", "390948362332.dkr.ecr.cn-north-1.amazonaws.com/kmeans:1", "REQ142", "error",
     "In cn-north-1 the host is 390948362332.dkr.ecr.cn-north-1.amazonaws.com.cn."),
    ("kmeans", KMEANS.replace(".com/", ".com.cn/"), "REQ142", "error",
     "In us-east-1 the host is 382416733822.dkr.ecr.us-east-1.amazonaws.com."),
    ("kmeans", KMEANS.replace("382416733822", "123456789012"), "REQ143", "error",
     "123456789012 is not an account in which AWS keeps images; in us-east-1 the account is 382416733822."),
    ("kmeans", KMEANS.replace("us-east-1", "us-west-2"), "REQ143", "error",
     "382416733822 is that of us-east-1; in us-west-2 the account is 174872318107."),
    ("kmeans", KMEANS.replace("382416733822", "811284229777"), "REQ143", "error",
     "811284229777 holds other images, not 'kmeans'; in us-east-1 the account is 382416733822."),
    ("xgboost", XGBOOST.replace("683313688378", "210987654321"), "REQ143", "warning",
     "210987654321 is not an account in which AWS keeps images; in us-east-1 the account is 683313688378."),
    ("lda", "669576153137.dkr.ecr.eu-north-1.amazonaws.com/lda:1", "REQ144", "error",
     f"'lda' is not in eu-north-1; it is in {', '.join(sorted(images().accounts('lda')))}."),
    ("kmeans", KMEANS.replace(":1", ":2"), "REQ145", "error", "'kmeans' has no tag '2'; it has 1."),
    ("xgboost", XGBOOST.replace("1.7-1", "1.4-1"), "REQ145", "error",
     "'sagemaker-xgboost' has no tag '1.4-1'; it has 1.7-1, 1.5-1, 1.3-1."),
    ("xgboost", XGBOOST.replace("1.7-1", "9.0-1"), "REQ145", "warning",
     "'sagemaker-xgboost' has no tag '9.0-1' that is known; the newest is '3.2-0'."),
    ("xgboost", f"{XGBOOST}-gpu-py3", "REQ145", "error",
     "'sagemaker-xgboost' has no tag '1.7-1-gpu-py3'; it has 1.0-1-cpu-py3, 0.90-1-cpu-py3, 0.90-2-cpu-py3."),
    ("autogluon-tabular", address("autogluon-training", "0.5.2"), "REQ145", "error",
     "'autogluon-training' has no tag '0.5.2'; it has 0.5.2-gpu-py38, 0.5.2-cpu-py38."),
    ("autogluon-tabular", address("autogluon-training", "0.5.1-cpu-py38"), "REQ145", "warning",
     "'autogluon-training' has no tag '0.5.1-cpu-py38'; it has 0.6.1-cpu-py38, 0.5.2-cpu-py38, 0.5-cpu-py38."),
    ("kmeans", KMEANS.replace(":1", ":latest"), "REQ146", "warning",
     "The image has the tag `latest`; the newest numbered tag is 1."),
    ("kmeans", KMEANS.replace(":1", ""), "REQ146", "warning",
     "The image has no tag, so `latest` is meant; the newest numbered tag is 1."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "rule", "severity", "message"), FAULTS)
def test_faults_of_an_image(name: str, text: str, rule: str, severity: str, message: str) -> None:
    assert asked(name, text) == [(rule, severity, message, KEY, text, None)]


def test_an_image_of_a_private_registry() -> None:
    members = {"AlgorithmSpecification": {
        "TrainingInputMode": "File", "TrainingImage": "registry.example.com/kmeans:1",
        "TrainingImageConfig": {"TrainingRepositoryAccessMode": "Vpc"},
    }}  # fmt: skip
    assert findings("kmeans", {**request({}, [channel("train")]), **members}, "REQ14") == []


ELSEWHERE = [
    ({"RoleArn": "arn:aws-cn:iam::123456789012:role/training"}, "RoleArn", "the partition aws-cn", "error"),
    ({"OutputDataConfig": {"S3OutputPath": "s3://b/out/", "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/a"}},
     "OutputDataConfig.KmsKeyId", "eu-west-1", "error"),
    ({"OutputDataConfig": {"S3OutputPath": "s3://sagemaker-us-west-2-123456789012/out/"}},
     "OutputDataConfig.S3OutputPath", "us-west-2", "warning"),
    ({"OutputDataConfig": {"S3OutputPath": "s3://sagemaker-us-east-1-123456789012/out/"}}, None, "", ""),
    ({"OutputDataConfig": {"S3OutputPath": "s3://b/us-west-2/"}}, None, "", ""),
    ({"Environment": {"TOPIC": "arn:aws:sns:eu-west-1:123456789012:done"}}, None, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("members", "key", "where", "severity"), ELSEWHERE)
def test_parts_of_a_request_in_another_region(
    members: dict[str, Any], key: str | None, where: str, severity: str
) -> None:
    found = asked("kmeans", KMEANS, **members)
    message = f"This is in {where}; the image is in us-east-1."
    assert [(f[0], f[1], f[2], f[3]) for f in found] == ([("REQ147", severity, message, key)] if key else [])


FRAMEWORKS = {"deepar": "forecasting-deepar", "ip-insights": "ipinsights", "random-cut-forest": "randomcutforest",
              "autogluon-tabular": "autogluon"}  # fmt: skip
OWN = [name for name in algorithm_ids() if not is_shared(algorithm(name))]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("family", ["cpu", "gpu"])
def test_emitted_addresses_are_those_of_the_sdk(name: str, family: Any) -> None:
    framework = FRAMEWORKS.get(name, name)
    framework = framework if framework in ANSWERS else f"{framework}-{family}"
    assert {region: image(algorithm(name), region, family) for region in ANSWERS[framework]} == ANSWERS[framework]
    assert {*images().accounts(algorithm(name).containers.names[0])} == {*ANSWERS[framework]}


def test_no_address_is_made_up_for_a_region_without_the_image() -> None:
    with pytest.raises(EmitError, match=r"no image of .*\(LDA\) in us-east-9: did you mean us-east-2\?"):
        image(algorithm("lda"), "us-east-9", "cpu")
    with pytest.raises(EmitError, match=r"no image of .*\(LDA\) in mx-central-1: it is in ap-northeast-1, "):
        image(algorithm("lda"), "mx-central-1", "cpu")
