"""One training request in every kind of document that may hold one."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from typing import Any

from ruamel.yaml import YAML

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


def pipeline_manifest(request: dict[str, Any]) -> dict[str, Any]:
    definition = json.dumps(pipeline(request), indent=2)
    return {
        "apiVersion": "sagemaker.services.k8s.aws/v1alpha1", "kind": "Pipeline", "metadata": {"name": "flowers"},
        "spec": {"pipelineName": "flowers", "pipelineDefinition": definition},
    }  # fmt: skip


def manifests(request: dict[str, Any]) -> dict[str, Any]:
    settings = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {}}
    return {"apiVersion": "v1", "kind": "List", "items": [settings, manifest(request)]}


def tuning_manifest(request: dict[str, Any]) -> dict[str, Any]:
    """As ACK's own sample writes it: `type_` for what is a word of Go."""
    job = tuning(request)
    config = job["HyperParameterTuningJobConfig"]
    aim = config["HyperParameterTuningJobObjective"]
    aim["type_"] = aim.pop("Type")
    return {
        "apiVersion": "sagemaker.services.k8s.aws/v1alpha1", "kind": "HyperParameterTuningJob",
        "metadata": {"name": "flowers"}, "spec": _in_camel_case(job),
    }  # fmt: skip


def _in_camel_case(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_camel_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key[0].lower() + key[1:].replace("Uri", "URI").replace("RoleArn", "RoleARN"):
        inner if key == "StaticHyperParameters" else _in_camel_case(inner)
        for key, inner in value.items()
    }  # fmt: skip


def planned_pipeline(request: dict[str, Any]) -> dict[str, Any]:
    resource = {"address": "aws_sagemaker_pipeline.train", "type": "aws_sagemaker_pipeline",
                "values": {"pipeline_definition": json.dumps(pipeline(request))}}  # fmt: skip
    return {"format_version": "1.0", "values": {"root_module": {"resources": [resource]}}}


def planned_manifest(request: dict[str, Any]) -> dict[str, Any]:
    resource = {"type": "kubernetes_manifest", "values": {"manifest": manifest(request)}}
    return {"format_version": "1.0", "planned_values": {"root_module": {"resources": [resource]}}}


def create_pipeline(request: dict[str, Any]) -> dict[str, Any]:
    """As it is sent to CreatePipeline, and comes from DescribePipeline."""
    return {"PipelineName": "flowers", "PipelineDefinition": json.dumps(pipeline(request)), "RoleArn": "x"}


def planned_text(request: dict[str, Any]) -> dict[str, Any]:
    """A document in YAML, under a name that only its provider knows."""
    text = io.StringIO()
    YAML().dump(manifest(request), text)
    resource = {"type": "kubectl_manifest", "values": {"yaml_body": text.getvalue(), "wait": [{"for": "x"}]}}
    return {"format_version": "1.0", "planned_values": {"root_module": {"resources": [resource]}}}


def planned_stack(request: dict[str, Any]) -> dict[str, Any]:
    resource = {"type": "aws_cloudformation_stack", "values": {"template_body": json.dumps(template(request))}}
    return {"format_version": "1.0", "planned_values": {"root_module": {"resources": [resource]}}}


def tuning_on_any(request: dict[str, Any]) -> dict[str, Any]:
    """A tuning job that takes the first kind of machine that is to be had."""
    job = tuning(request)
    definition = job["TrainingJobDefinition"]
    machine = definition.pop("ResourceConfig")
    other = {**machine, "InstanceType": "ml.m5.2xlarge"}
    definition["HyperParameterTuningResourceConfig"] = {"InstanceConfigs": [other, machine]}
    return job


def pipeline_template(request: dict[str, Any]) -> dict[str, Any]:
    """As the CDK writes it: in pieces, with the role of the stack."""
    head, tail = json.dumps(pipeline(request)).split(request["RoleArn"])
    body = {"Fn::Join": ["", [head, {"Fn::GetAtt": ["Role", "Arn"]}, tail]]}
    properties = {"PipelineName": "flowers", "PipelineDefinition": {"PipelineDefinitionBody": body}}
    return {"Resources": {"Pipeline": {"Type": "AWS::SageMaker::Pipeline", "Properties": properties}}}


def substituted_template(request: dict[str, Any]) -> dict[str, Any]:
    """What stands in `${}` comes from substitutions, from the default of a parameter, or with the stack."""
    request = deepcopy(request)
    instance, image = request["ResourceConfig"]["InstanceType"], request["AlgorithmSpecification"]["TrainingImage"]
    request["ResourceConfig"] |= {"InstanceType": "${Machine}", "InstanceCount": "COUNT"}
    request["AlgorithmSpecification"]["TrainingImage"] = "${Image}"
    request["OutputDataConfig"]["S3OutputPath"] = "s3://${Bucket}/out"
    text = json.dumps(machine(request), indent=1).replace('"COUNT"', "${Count}")
    properties = {"DefinitionString": text, "DefinitionSubstitutions": {"Image": image, "Machine": {"Ref": "Machine"}}}
    return {
        "Parameters": {"Machine": {"Type": "String", "Default": instance}, "Count": {"Type": "Number"}},
        "Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}},
    }


def operator(request: dict[str, Any]) -> dict[str, Any]:
    made = manifest(request)
    made["apiVersion"] = "sagemaker.aws.amazon.com/v1"
    pairs = [{"name": name, "value": value} for name, value in request["HyperParameters"].items()]
    made["spec"] |= {"region": "us-east-1", "hyperParameters": pairs}
    return made
