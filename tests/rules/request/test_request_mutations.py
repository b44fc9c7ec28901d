"""Requests that would train, each spoilt in one place: which rule says so, and where."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from advisor.engine.check import check
from advisor.knowledge.shapes import faults
from advisor.request import request_of
from tests.builders.requests import JOB, channel, image, request

AUGMENTED = {"S3DataType": "AugmentedManifestFile", "S3Uri": "s3://bucket/a.manifest",
             "AttributeNames": ["source-ref", "class"]}  # fmt: skip


def spec(name: str, tag: str = "1", mode: str = "File") -> dict[str, Any]:
    return {"TrainingImage": image(name, tag), "TrainingInputMode": mode}


SOUND: dict[str, dict[str, Any]] = {
    "kmeans": {
        **request({"k": "10", "feature_dim": "5"}, [channel("train", "text/csv;label_size=0")]),
        "AlgorithmSpecification": spec("kmeans"),
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    },
    "xgboost": {
        **request({"num_round": "20", "objective": "binary:logistic"}, [channel("train", "text/csv")]),
        "AlgorithmSpecification": spec("sagemaker-xgboost", "3.2-0"),
    },
    "image-classification": {
        **request(
            {"num_classes": "2", "num_training_samples": "100"},
            [channel(n, "application/x-recordio", RecordWrapperType="RecordIO", s3=AUGMENTED | {
                "S3Uri": f"s3://bucket/{n}.manifest"}) for n in ("train", "validation")],
            "Pipe", InstanceType="ml.c5.2xlarge",
        ),
        "AlgorithmSpecification": spec("image-classification", mode="Pipe"),
    },
}  # fmt: skip
SOUND["image-classification"]["ResourceConfig"]["InstanceType"] = "ml.p3dn.24xlarge"

GONE = object()
IMAGE = "AlgorithmSpecification.TrainingImage"
INSTANCE = "ResourceConfig.InstanceType"
COUNT = "ResourceConfig.InstanceCount"
CHANNEL = "InputDataConfig[0]"
S3 = f"{CHANNEL}.DataSource.S3DataSource"
KMEANS = SOUND["kmeans"]["AlgorithmSpecification"]["TrainingImage"]

FILE_SYSTEM = {"FileSystemId": "fs-0123456789a", "FileSystemAccessMode": "ro", "FileSystemType": "EFS",
               "DirectoryPath": "/"}  # fmt: skip

MUTATIONS: list[tuple[str, str, Any, str, str]] = [
    # algorithm, key that is changed, its new value, the rule that says so, the key that it names
    ("kmeans", IMAGE, KMEANS.replace("382416733822", "174872318107"), "REQ143", IMAGE),
    ("kmeans", IMAGE, KMEANS.replace("382416733822", "000011112222"), "REQ143", IMAGE),
    ("kmeans", IMAGE, KMEANS.replace("us-east-1", "us-esat-1"), "REQ141", IMAGE),
    ("kmeans", IMAGE, image("kmeans", region="cn-north-1").replace(".com.cn", ".com"), "REQ142", IMAGE),
    ("kmeans", IMAGE, KMEANS.replace(":1", ":7"), "REQ145", IMAGE),
    ("kmeans", IMAGE, KMEANS.replace(":1", ":latest"), "REQ146", IMAGE),
    ("xgboost", IMAGE, image("sagemaker-xgboost", "3.1-0"), "REQ145", IMAGE),
    ("kmeans", "OutputDataConfig.KmsKeyId", "arn:aws:kms:eu-west-1:123456789012:key/a", "REQ147",
     "OutputDataConfig.KmsKeyId"),
    ("kmeans", "RoleArn", "arn:aws-cn:iam::123456789012:role/training", "REQ147", "RoleArn"),
    ("kmeans", "RoleArn", "training-role", "REQ122", "RoleArn"),
    ("kmeans", "RoleArn", GONE, "REQ120", "RoleArn"),
    ("kmeans", "TrainingJobName", "a_job", "REQ122", "TrainingJobName"),
    ("kmeans", "TrainingJobName", "a" * 64, "REQ122", "TrainingJobName"),
    ("kmeans", "TrainingJobName", 12, "REQ128", "TrainingJobName"),
    ("kmeans", "HyperParameter", {"k": "10"}, "REQ127", "HyperParameter"),
    ("kmeans", "Hyperparameters", {"k": "10"}, "REQ127", "Hyperparameters"),
    ("kmeans", "HyperParameters.k", 10, "REQ123", "HyperParameters.k"),
    ("kmeans", "HyperParameters.k", None, "REQ123", "HyperParameters.k"),
    ("kmeans", "HyperParameters.k", ["10"], "REQ123", "HyperParameters.k"),
    ("kmeans", COUNT, "1", "REQ128", COUNT),
    ("kmeans", COUNT, 1.5, "REQ128", COUNT),
    ("kmeans", COUNT, 0, "REQ122", COUNT),
    ("kmeans", COUNT, True, "REQ128", COUNT),
    ("kmeans", COUNT, GONE, "REQ120", COUNT),
    ("kmeans", "ResourceConfig.VolumeSizeInGb", 30, "REQ127", "ResourceConfig.VolumeSizeInGb"),
    ("kmeans", "ResourceConfig.VolumeSizeInGB", "30", "REQ128", "ResourceConfig.VolumeSizeInGB"),
    ("kmeans", "ResourceConfig.InstanceGroups", [{"InstanceType": "ml.c5.xlarge", "InstanceCount": 1,
                                                 "InstanceGroupName": "a"}], "REQ129", COUNT),
    ("kmeans", INSTANCE, "ml.c5.xxlarge", "RES101", INSTANCE),
    ("kmeans", INSTANCE, "ml.trn1.2xlarge", "RES110", INSTANCE),
    ("kmeans", "AlgorithmSpecification.AlgorithmName", "mine", "REQ129", "AlgorithmSpecification.AlgorithmName"),
    ("kmeans", "AlgorithmSpecification.TrainingInputMode", GONE, "REQ120", "AlgorithmSpecification.TrainingInputMode"),
    ("kmeans", "AlgorithmSpecification.TrainingInputMode", "Stream", "REQ122",
     "AlgorithmSpecification.TrainingInputMode"),
    ("kmeans", "OutputDataConfig", GONE, "REQ120", "OutputDataConfig"),
    ("kmeans", "OutputDataConfig.S3OutputPath", GONE, "REQ120", "OutputDataConfig.S3OutputPath"),
    ("kmeans", "OutputDataConfig.S3OutputPath", "bucket/out", "REQ107", "OutputDataConfig.S3OutputPath"),
    ("kmeans", "StoppingCondition.MaxRuntimeInSeconds", "3600", "REQ128", "StoppingCondition.MaxRuntimeInSeconds"),
    ("kmeans", "StoppingCondition.MaxRuntimeInSeconds", 0, "REQ122", "StoppingCondition.MaxRuntimeInSeconds"),
    ("kmeans", "StoppingCondition.MaxRunTimeInSeconds", 60, "REQ127", "StoppingCondition.MaxRunTimeInSeconds"),
    ("kmeans", "EnableNetworkIsolation", "true", "REQ128", "EnableNetworkIsolation"),
    ("kmeans", "Tags", [{"Key": "a"}], "REQ120", "Tags[0].Value"),
    ("kmeans", "Tags", [{"Key": "", "Value": "a"}], "REQ120", "Tags[0].Key"),
    ("kmeans", "RoleArn", "", "REQ120", "RoleArn"),
    ("kmeans", "OutputDataConfig.S3OutputPath", "", "REQ120", "OutputDataConfig.S3OutputPath"),
    ("kmeans", "Tags", {"a": "b"}, "REQ128", "Tags"),
    ("kmeans", "Tags", [{"Key": "AWS:owner", "Value": "a"}], "REQ122", "Tags[0].Key"),
    ("kmeans", "Tags", [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"}], "REQ122", "Tags[1].Key"),
    ("kmeans", "StoppingCondition.MaxRuntimeInSeconds", 2419201, "REQ122", "StoppingCondition.MaxRuntimeInSeconds"),
    ("kmeans", f"{CHANNEL}.DataSource", {"FileSystemDataSource": FILE_SYSTEM}, "REQ120", "VpcConfig"),
    ("image-classification", "ResourceConfig.VolumeKmsKeyId", "1234abcd", "RES116", "ResourceConfig.VolumeKmsKeyId"),
    ("kmeans", "VpcConfig", {"Subnets": ["subnet-1"]}, "REQ120", "VpcConfig.SecurityGroupIds"),
    ("kmeans", "VpcConfig", {"Subnets": [], "SecurityGroupIds": ["sg-1"]}, "REQ122", "VpcConfig.Subnets"),
    ("kmeans", "Environment", {"1A": "x"}, "REQ122", "Environment.1A"),
    ("kmeans", "InputDataConfig", {"train": "s3://bucket/train/"}, "REQ128", "InputDataConfig"),
    ("kmeans", "InputDataConfig", [], "REQ121", "InputDataConfig"),
    ("kmeans", "InputDataConfig", [channel(f"c{n}") for n in range(21)], "REQ122", "InputDataConfig"),
    ("kmeans", f"{CHANNEL}.ChannelName", GONE, "REQ120", f"{CHANNEL}.ChannelName"),
    ("kmeans", f"{CHANNEL}.ChannelName", "my rows", "REQ122", f"{CHANNEL}.ChannelName"),
    ("kmeans", f"{CHANNEL}.ContentTypes", "text/csv", "REQ127", f"{CHANNEL}.ContentTypes"),
    ("kmeans", f"{CHANNEL}.DataSource", GONE, "REQ120", f"{CHANNEL}.DataSource"),
    ("kmeans", f"{CHANNEL}.DataSource", {}, "REQ120", S3),
    ("kmeans", f"{CHANNEL}.DataSource.FileSystemDataSource",
     FILE_SYSTEM, "REQ129", f"{CHANNEL}.DataSource"),
    ("kmeans", f"{S3}.S3DataType", GONE, "REQ120", f"{S3}.S3DataType"),
    ("kmeans", f"{S3}.S3Uri", ["s3://bucket/a/", "s3://bucket/b/"], "REQ128", f"{S3}.S3Uri"),
    ("kmeans", f"{S3}.S3URI", "s3://bucket/a/", "REQ127", f"{S3}.S3URI"),
    ("image-classification", f"{S3}.AttributeNames", [f"{n}-ref" for n in range(17)], "REQ122", f"{S3}.AttributeNames"),
    ("image-classification", f"{S3}.AttributeNames", "source-ref", "REQ128", f"{S3}.AttributeNames"),
    ("xgboost", "HyperParameters.silent", "1", "HYP115", "HyperParameters.silent"),
    ("xgboost", "HyperParameters.tree_method", "gpu_hist", "HYP115", "HyperParameters.tree_method"),
    ("xgboost", "HyperParameters.subsample", "0", "HYP109", "HyperParameters.subsample"),
    ("xgboost", "HyperParameters.num_round", "20.0", "HYP103", "HyperParameters.num_round"),
]  # fmt: skip


def changed(content: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The request with one member changed, added or taken away."""
    content = deepcopy(content)
    *parents, last = re.findall(r"[^.\[\]]+", key)
    place: Any = content
    for step in parents:
        place = place[int(step)] if step.isdecimal() else place[step]
    place.pop(last) if value is GONE else place.update({last: value})
    return content


def found(algorithm: str, content: dict[str, Any], folder: Path) -> list[tuple[str, str | None]]:
    """Rule and key of what is found, but what is only good to know."""
    job = folder / JOB
    job.write_text(json.dumps(content), "utf-8")
    report = check(None, algorithm=algorithm, job=job)
    return [(f.rule, f.location.key) for f in report.findings if f.severity != "info"]


@pytest.mark.parametrize("algorithm", SOUND)
def test_nothing_is_found_in_sound_requests(algorithm: str, tmp_path: Path) -> None:
    assert found(algorithm, SOUND[algorithm], tmp_path) == []


@pytest.mark.parametrize(("algorithm", "key", "value", "rule", "place"), MUTATIONS)
def test_each_mutation_is_named(algorithm: str, key: str, value: Any, rule: str, place: str, tmp_path: Path) -> None:
    told = found(algorithm, changed(SOUND[algorithm], key, value), tmp_path)
    assert (rule, place) in told
    places = [place for code, place in told if place and code != "LAY103"]  # a name of no form is no channel, either
    assert len(set(places)) == len(places), "one a place"


GROUPS = [{"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "InstanceGroupName": "a"}]
PREFERENCES = [{"InstanceType": "ml.c5.xlarge", "InstanceCount": 1}]
DATASET = {"DatasetArn": "arn:aws:sagemaker:us-east-1:123456789012:hub-content/a/DataSet/b/1.0.0"}
DATA = SOUND["kmeans"]["InputDataConfig"][0]["DataSource"]


def messages(content: dict[str, Any], *rules: str, job: str = JOB) -> list[tuple[str, str | None, str | None]]:
    """The message, the key and the channel of what some rules say of a request for k-means."""
    findings = check(None, algorithm="kmeans", job=request_of(content, job)).findings
    return [(f.message, f.location.key, f.channel) for f in findings if f.rule in rules]


@pytest.mark.parametrize(
    ("given", "second", "first"),
    [
        ({"InstanceCount": 1, "InstanceGroups": GROUPS}, "InstanceCount", "InstanceGroups"),
        ({"InstanceType": "ml.c5.xlarge", "InstanceGroups": GROUPS}, "InstanceType", "InstanceGroups"),
        ({"InstanceType": "ml.c5.xlarge", "InstancePreferences": PREFERENCES}, "InstanceType", "InstancePreferences"),
        ({"InstanceGroups": GROUPS, "InstancePreferences": PREFERENCES}, "InstanceGroups", "InstancePreferences"),
        ({"InstancePlacementConfig": {"EnableMultipleJobs": True}, "InstancePreferences": PREFERENCES},
         "InstancePlacementConfig", "InstancePreferences"),
        ({"InstanceGroups": GROUPS}, None, None),
        ({"InstancePreferences": PREFERENCES}, None, None),
        ({"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "InstanceGroups": []}, None, None),
    ],
)  # fmt: skip
def test_machines_are_named_in_one_way(given: dict[str, Any], second: str | None, first: str | None) -> None:
    content = {**SOUND["kmeans"], "ResourceConfig": {"VolumeSizeInGB": 10, **given}}
    message = f"{second} may not be given together with {first}."
    expected = [(message, f"ResourceConfig.{second}", None)] if second else []
    assert messages(content, "REQ129", "REQ120") == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({**DATA, "DatasetSource": DATASET}, "A channel has one source of data, not S3DataSource and DatasetSource."),
        ({"FileSystemDataSource": FILE_SYSTEM, "DatasetSource": DATASET},
         "A channel has one source of data, not FileSystemDataSource and DatasetSource."),
        ({"FileSystemDataSource": FILE_SYSTEM}, None),
        ({**DATA, "Local": {}}, None),
    ],
)  # fmt: skip
def test_a_channel_has_one_source_of_data(source: dict[str, Any], message: str | None) -> None:
    content = changed(SOUND["kmeans"], "InputDataConfig[0].DataSource", source)
    assert messages(content, "REQ129") == ([(message, f"{CHANNEL}.DataSource", None)] if message else [])


def test_what_says_what_to_run_and_where() -> None:
    def missing(**members: Any) -> list[str | None]:
        content = {**SOUND["kmeans"], **members}
        job = request_of({name: value for name, value in content.items() if value is not GONE}, JOB)
        found = [f for f in check(None, algorithm="kmeans", job=job).findings if f.rule == "REQ120"]
        return [example.location.key for f in found for example in f.examples]

    assert missing(ResourceConfig=GONE) == ["ResourceConfig"]
    assert missing(AlgorithmSpecification=GONE) == ["AlgorithmSpecification"]
    assert missing(ResourceConfig={"VolumeSizeInGB": 10}) == [COUNT, INSTANCE]
    assert missing(ResourceConfig={"InstanceType.$": "$.a", "InstanceCount.$": "$.b"}) == []
    assert missing(ResourceConfig={"InstanceGroups.$": "$.a"}) == []
    assert missing(**{"ResourceConfig": GONE, "ResourceConfig.$": "$.a"}) == []
    serverless = {
        "BaseModelArn": "arn:aws:sagemaker:us-east-1:aws:hub-content/a/Model/b/1.0.0",
        "JobType": "FineTuning",
    }
    assert missing(ResourceConfig=GONE, AlgorithmSpecification=GONE, ServerlessJobConfig=serverless) == []


@pytest.mark.parametrize(
    ("key", "value", "rule", "message"),
    [
        ("TrainingJobName", "a_job", "REQ122",
         "TrainingJobName may have up to 63 letters, digits and hyphens, but no hyphen at either end."),
        ("TrainingJobName", "a" * 64, "REQ122",
         "TrainingJobName may have up to 63 letters, digits and hyphens, but no hyphen at either end."),
        ("RoleArn", "training-role", "REQ122", "RoleArn is not the ARN of a role."),
        ("RoleArn", "arn:aws:iam::123456789012:user/training", "REQ122", "RoleArn is not the ARN of a role."),
        (COUNT, 0, "REQ122", "At least one instance is needed."),
        (f"{CHANNEL}.DataSource", {}, "REQ120", "S3DataSource is missing."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_member(key: str, value: Any, rule: str, message: str) -> None:
    assert [one[0] for one in messages(changed(SOUND["kmeans"], key, value), rule)] == [message]


def test_a_fault_within_a_channel_is_the_channels() -> None:
    content = changed(SOUND["kmeans"], "InputDataConfig", [channel("train"), channel("test", InputMode="pipe")])
    assert [one[1:] for one in messages(content, "REQ122")] == [("InputDataConfig[1].InputMode", "test")]


@pytest.mark.parametrize(("job", "severity"), [("a.json", "error"), ("a.yaml", "warning"), ("A.YML", "warning")])
def test_numbers_in_yaml_become_texts(job: str, severity: str) -> None:
    content = changed(SOUND["kmeans"], "HyperParameters.k", 10)
    found = check(None, algorithm="kmeans", job=request_of(content, job)).findings
    assert [f.severity for f in found if f.rule == "REQ123"] == [severity]


def test_what_is_still_to_be_filled_in_is_no_other_fault() -> None:
    content = changed(SOUND["kmeans"], "RoleArn", "fill-in-role")
    message = "This value is still to be filled in; only you can know it."
    assert messages(content, "REQ122", "REQ130") == [(message, "RoleArn", None)]


def test_a_near_name_is_suggested(tmp_path: Path) -> None:
    told = {f.key: f.message for f in faults(changed(SOUND["kmeans"], "Hyperparameters", {}), "CreateTrainingJob")}
    assert told == {"Hyperparameters": "There is no field 'Hyperparameters' in the request."}
    renamed = {**SOUND["kmeans"], "Hyperparameters": {}}
    del renamed["HyperParameters"]
    told = {f.key: f.message for f in faults(renamed, "CreateTrainingJob")}
    message = "There is no field 'Hyperparameters' in the request; did you mean 'HyperParameters'?"
    assert told == {"Hyperparameters": message}


def test_an_empty_text_is_missing_only_where_the_shape_refuses_it(tmp_path: Path) -> None:
    tagged = {**SOUND["kmeans"], "Tags": [{"Key": "team", "Value": ""}]}
    assert found("kmeans", tagged, tmp_path) == []


def test_values_that_are_known_later_are_no_faults() -> None:
    later = {
        "TrainingJobName.$": "$$.Execution.Name",
        "RoleArn": {"Ref": "Role"},
        "OutputDataConfig": {"S3OutputPath.$": "$.out"},
        "AlgorithmSpecification": {"TrainingInputMode": "${var.mode}", "TrainingImage": {"Get": "Parameters.Image"}},
        "ResourceConfig": {"InstanceType.$": "$.type", "InstanceCount.$": "$.count", "VolumeSizeInGB": 10},
        "HyperParameters": {"k.$": "$.k"},
    }
    assert list(faults(later, "CreateTrainingJob")) == []


@pytest.mark.parametrize("content", [SOUND["kmeans"], SOUND["image-classification"]])
def test_botocore_says_the_same_of_sound_requests(content: dict[str, Any]) -> None:
    import botocore.session
    import botocore.validate

    shape = botocore.session.get_session().get_service_model("sagemaker").shape_for("CreateTrainingJobRequest")
    assert not botocore.validate.ParamValidator().validate(content, shape).has_errors()


TUNING = {
    "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "validation:error"},
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
        "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "eta", "MinValue": "0.1", "MaxValue": "0.5"}]},
    },
    "TrainingJobDefinition": {
        **{name: SOUND["xgboost"][name] for name in ("RoleArn", "AlgorithmSpecification", "OutputDataConfig",
                                                     "ResourceConfig")},
        "StaticHyperParameters": {**SOUND["xgboost"]["HyperParameters"], "eval_metric": "error"},
        "InputDataConfig": [channel("train", "text/csv"), channel("validation", "text/csv")],
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    },
}  # fmt: skip
CONFIG, JOB_OF = "HyperParameterTuningJobConfig", "TrainingJobDefinition"


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        (f"{CONFIG}.Strategie", "Bayesian", "REQ127"),
        (f"{CONFIG}.Strategy", GONE, "REQ120"),
        (f"{CONFIG}.Strategy", "Bayes", "REQ122"),
        (f"{CONFIG}.ResourceLimits.MaxParallelTrainingJobs", "2", "REQ128"),
        (f"{JOB_OF}.StaticHyperParameters.num_round", 20, "REQ123"),
        (f"{JOB_OF}.ResourceConfig.InstanceCount", "1", "REQ128"),
        (f"{JOB_OF}.AlgorithmSpecification.TrainingImage", image("sagemaker-xgboost", "1.4-1"), "REQ145"),
    ],
)
def test_a_tuning_job_is_held_against_the_model_too(key: str, value: Any, rule: str, tmp_path: Path) -> None:
    assert found("xgboost", TUNING, tmp_path) == []  # it is named when it is started
    assert found("xgboost", changed(TUNING, key, value), tmp_path) == [(rule, key)]


def test_the_name_of_a_tuning_job(tmp_path: Path) -> None:
    job = tmp_path / JOB
    job.write_text(json.dumps({**TUNING, "HyperParameterTuningJobName": "a_job"}), "utf-8")
    (finding,) = [f for f in check(None, algorithm="xgboost", job=job).findings if f.rule == "REQ122"]
    message = "HyperParameterTuningJobName may have up to 32 letters, digits and hyphens, but no hyphen at either end."
    assert (finding.message, finding.location.key) == (message, "HyperParameterTuningJobName")


@pytest.mark.parametrize("value", [None, 1, 1.5, True, "", [], {}, [1], [{}], {"a": 1}])
def test_a_value_of_any_type_anywhere_is_no_crash(value: Any, tmp_path: Path) -> None:
    sound = SOUND["image-classification"]
    for key in (*sound, CHANNEL, f"{CHANNEL}.DataSource", S3, *(f"{S3}.{name}" for name in AUGMENTED),
                f"{S3}.AttributeNames[0]", "ResourceConfig.InstanceCount", "HyperParameters.num_classes"):  # fmt: skip
        content = with_item(sound, key, value) if key.endswith("]") else changed(sound, key, value)
        job = tmp_path / JOB
        job.write_text(json.dumps(content), "utf-8")
        assert check(None, algorithm="image-classification", job=job).verdict in ("pass", "fail")


def with_item(content: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The request with one item of a list changed."""
    content, steps = deepcopy(content), re.findall(r"[^.\[\]]+", key)
    place: Any = content
    for step in steps[:-1]:
        place = place[int(step)] if step.isdecimal() else place[step]
    place[int(steps[-1])] = value
    return content
