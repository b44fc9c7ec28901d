"""Requests are found in every kind of document, and a finding names the key in the document as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check
from advisor.findings import Finding

IMAGE = "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"
REQUEST: dict[str, Any] = {
    "TrainingJobName": "flowers",
    "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
    "RoleArn": "arn:aws:iam::123456789012:role/trainer",
    "InputDataConfig": [
        {
            "ChannelName": "train",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://flowers/train",
                                            "S3DataDistributionType": "FullyReplicated"}},
            "ContentType": "text/csv;label_size=0",
        }
    ],
    "OutputDataConfig": {"S3OutputPath": "s3://flowers/out"},
    "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    "HyperParameters": {"k": "3", "feature_dim": "4"},
}  # fmt: skip


def tuning(request: dict[str, Any]) -> dict[str, Any]:
    definition = {key: value for key, value in request.items() if key not in ("TrainingJobName", "HyperParameters")}
    definition["StaticHyperParameters"] = request["HyperParameters"]
    return {
        "HyperParameterTuningJobName": "flowers",
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "test:msd"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {"IntegerParameterRanges": [{"Name": "epochs", "MinValue": "1", "MaxValue": "5"}]},
        },
        "TrainingJobDefinition": definition,
    }


def machine(request: dict[str, Any]) -> dict[str, Any]:
    named = {key: value for key, value in request.items() if key != "TrainingJobName"}
    task = {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Parameters": {**named, "TrainingJobName.$": "$.name"}, "End": True}  # fmt: skip
    branch = {"StartAt": "Train", "States": {"Train": task}}
    return {"StartAt": "All", "States": {"All": {"Type": "Parallel", "Branches": [branch], "End": True}}}


def pipeline(request: dict[str, Any]) -> dict[str, Any]:
    arguments = deepcopy(request)
    del arguments["TrainingJobName"]
    arguments["ResourceConfig"]["InstanceType"] = {"Get": "Parameters.Machine"}
    arguments["OutputDataConfig"]["S3OutputPath"] = {"Std:Join": {"On": "/", "Values": ["s3:/", {"Get": "Steps.a.b"}]}}
    return {
        "Version": "2020-12-01",
        "Parameters": [{"Name": "Machine", "Type": "String", "DefaultValue": "ml.m5.xlarge"}],
        "Steps": [{"Name": "prepare", "Type": "Processing", "Arguments": {}},
                  {"Name": "train", "Type": "Training", "Arguments": arguments}],
    }  # fmt: skip


def plan(request: dict[str, Any]) -> dict[str, Any]:
    resource = {"address": "module.ml.aws_sfn_state_machine.train", "type": "aws_sfn_state_machine",
                "values": {"name": "train", "definition": json.dumps(machine(request))}}  # fmt: skip
    root = {"resources": [], "child_modules": [{"address": "module.ml", "resources": [resource]}]}
    return {"format_version": "1.2", "planned_values": {"root_module": root}}


def template(request: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(machine(request))
    head, tail = text.split("arn:aws:states")
    definition = {"Fn::Join": ["", [f"{head}arn:", {"Ref": "AWS::Partition"}, f":states{tail}"]]}
    properties = {"DefinitionString": definition, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
    return {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}


def manifest(request: dict[str, Any]) -> dict[str, Any]:
    source = request["InputDataConfig"][0]
    return {
        "apiVersion": "sagemaker.services.k8s.aws/v1alpha1",
        "kind": "TrainingJob",
        "metadata": {"name": "flowers"},
        "spec": {
            "trainingJobName": "flowers",
            "roleARN": request["RoleArn"],
            "hyperParameters": request["HyperParameters"],
            "algorithmSpecification": {"trainingImage": IMAGE, "trainingInputMode": "File"},
            "outputDataConfig": {"s3OutputPath": "s3://flowers/out"},
            "resourceConfig": {"instanceType": request["ResourceConfig"]["InstanceType"], "instanceCount": 1,
                               "volumeSizeInGB": 30},
            "stoppingCondition": {"maxRuntimeInSeconds": 3600},
            "inputDataConfig": [
                {"channelName": "train", "contentType": source["ContentType"],
                 "dataSource": {"s3DataSource": {"s3DataType": "S3Prefix", "s3URI": "s3://flowers/train",
                                                 "s3DataDistributionType": "FullyReplicated"}}}
            ],
        },
    }  # fmt: skip


def operator(request: dict[str, Any]) -> dict[str, Any]:
    made = manifest(request)
    made["apiVersion"] = "sagemaker.aws.amazon.com/v1"
    pairs = [{"name": name, "value": value} for name, value in request["HyperParameters"].items()]
    made["spec"] |= {"region": "us-east-1", "hyperParameters": pairs}
    return made


JOB = "TrainingJobDefinition"
PLANNED = "planned_values.root_module.child_modules[0].resources[0].values.definition"
STATE = "States.All.Branches[0].States.Train.Parameters"
KINDS: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str, str | None]] = {
    "request": (dict, "HyperParameters.k", "ResourceConfig.InstanceType"),
    "tuning": (tuning, f"{JOB}.StaticHyperParameters.k", f"{JOB}.ResourceConfig.InstanceType"),
    "machine": (machine, f"{STATE}.HyperParameters.k", f"{STATE}.ResourceConfig.InstanceType"),
    "pipeline": (pipeline, "Steps[1].Arguments.HyperParameters.k", None),
    "plan": (plan, f"{PLANNED}.{STATE}.HyperParameters.k", None),
    "template": (template, f"Resources.Machine.Properties.DefinitionString.{STATE}.HyperParameters.k", None),
    "manifest": (manifest, "spec.hyperParameters.k", "spec.resourceConfig.instanceType"),
    "operator": (operator, "spec.hyperParameters[0].value", "spec.resourceConfig.instanceType"),
}  # fmt: skip
"""Kind -> what makes a document of a request, and where a hyperparameter and the instance type stand in it."""


def errors(document: dict[str, Any], folder: Path) -> list[Finding]:
    file = folder / "job.json"
    file.write_text(json.dumps(document))
    return [finding for finding in check(None, job=file).findings if finding.severity == "error"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_document_passes(kind: str, tmp_path: Path) -> None:
    assert [f.message for f in errors(KINDS[kind][0](REQUEST), tmp_path)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_found_at_its_key(kind: str, tmp_path: Path) -> None:
    make, where, machine_key = KINDS[kind]
    request = deepcopy(REQUEST)
    request["HyperParameters"]["k"] = "none"
    (found,) = errors(make(request), tmp_path)
    assert (found.rule, found.location.key, found.value) == ("HYP103", where, "none")
    if machine_key:
        request = deepcopy(REQUEST)
        request["ResourceConfig"]["InstanceType"] = "ml.m99.xlarge"
        assert [f.location.key for f in errors(make(request), tmp_path)] == [machine_key]


def test_several_requests_are_one_report(tmp_path: Path) -> None:
    bad, own = deepcopy(REQUEST), deepcopy(REQUEST)
    bad["HyperParameters"]["k"] = "0"
    own["AlgorithmSpecification"]["TrainingImage"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1"
    steps = [{"Name": "train", "Type": "Training", "Arguments": request} for request in (REQUEST, bad, own)]
    file = tmp_path / "pipeline.json"
    file.write_text(json.dumps({"Version": "2020-12-01", "Steps": steps}))
    report = check(None, job=file)
    found = [f.location.key for f in report.findings if f.severity == "error"]
    assert (report.algorithm, report.verdict, found) == ("kmeans", "fail", ["Steps[1].Arguments.HyperParameters.k"])
    assert [s.because for s in report.skipped if "Steps[2].Arguments" in s.because]


def test_an_incomplete_tuning_job_is_named_as_such(tmp_path: Path) -> None:
    document = tuning(REQUEST)
    del document["TrainingJobDefinition"]
    file = tmp_path / "job.json"
    file.write_text(json.dumps(document))
    with pytest.raises(AdvisorError, match="a tuning job without a TrainingJobDefinition"):
        check(None, job=file)


@pytest.mark.parametrize("text", ["{}", "[]", '{"Steps": []}', "States: {}", "a: b"])
def test_documents_without_a_request(text: str, tmp_path: Path) -> None:
    file = tmp_path / "job.yaml"
    file.write_text(text)
    with pytest.raises(AdvisorError, match="is no CreateTrainingJob request"):
        check(None, job=file)
