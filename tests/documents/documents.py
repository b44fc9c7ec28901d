"""One training request in every kind of document that may hold one."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

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
    """A tuning job, with the channel on which its metric is measured."""
    request = deepcopy(request)
    test = deepcopy(request["InputDataConfig"][0]) | {"ChannelName": "test"}
    test["DataSource"]["S3DataSource"]["S3Uri"] = "s3://flowers/test"
    request["InputDataConfig"].append(test)
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
