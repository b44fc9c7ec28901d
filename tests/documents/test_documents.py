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
from tests.documents.documents import (
    REQUEST,
    create_pipeline,
    machine,
    manifest,
    manifests,
    operator,
    pipeline,
    pipeline_manifest,
    pipeline_template,
    plan,
    planned_manifest,
    planned_pipeline,
    planned_stack,
    planned_text,
    substituted_template,
    template,
    tuning,
    tuning_manifest,
    tuning_on_any,
)

JOB = "TrainingJobDefinition"
PLANNED = "planned_values.root_module.child_modules[0].resources[0].values.definition"
MODULE = "planned_values.root_module.resources[0].values"
STORED = "values.root_module.resources[0].values"
BODY = "Resources.Pipeline.Properties.PipelineDefinition.PipelineDefinitionBody"
STRING = "Resources.Machine.Properties.DefinitionString"
STATE = "States.All.Branches[0].States.Train.Parameters"
KINDS: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str, str | None]] = {
    "request": (dict, "HyperParameters.k", "ResourceConfig.InstanceType"),
    "tuning": (tuning, f"{JOB}.StaticHyperParameters.k", f"{JOB}.ResourceConfig.InstanceType"),
    "machine": (machine, f"{STATE}.HyperParameters.k", f"{STATE}.ResourceConfig.InstanceType"),
    "pipeline": (pipeline, "Steps[1].Arguments.HyperParameters.k", None),
    "plan": (plan, f"{PLANNED}.{STATE}.HyperParameters.k", None),
    "template": (template, f"{STRING}.{STATE}.HyperParameters.k", None),
    "pipeline_manifest": (pipeline_manifest, "spec.pipelineDefinition.Steps[1].Arguments.HyperParameters.k", None),
    "manifests": (manifests, "items[1].spec.hyperParameters.k", "items[1].spec.resourceConfig.instanceType"),
    "tuning_manifest": (tuning_manifest, "spec.trainingJobDefinition.staticHyperParameters.k",
                        "spec.trainingJobDefinition.resourceConfig.instanceType"),
    "planned_pipeline": (planned_pipeline, f"{STORED}.pipeline_definition.Steps[1].Arguments.HyperParameters.k", None),
    "planned_manifest": (planned_manifest, f"{MODULE}.manifest.spec.hyperParameters.k", None),
    "create_pipeline": (create_pipeline, "PipelineDefinition.Steps[1].Arguments.HyperParameters.k", None),
    "planned_text": (planned_text, f"{MODULE}.yaml_body.spec.hyperParameters.k", None),
    "planned_stack": (planned_stack, f"{MODULE}.template_body.{STRING}.{STATE}.HyperParameters.k", None),
    "tuning_on_any": (tuning_on_any, f"{JOB}.StaticHyperParameters.k",
                      f"{JOB}.HyperParameterTuningResourceConfig.InstanceConfigs[1].InstanceType"),
    "pipeline_template": (pipeline_template, f"{BODY}.Steps[1].Arguments.HyperParameters.k", None),
    "substituted": (substituted_template, f"{STRING}.{STATE}.HyperParameters.k",
                    f"{STRING}.{STATE}.ResourceConfig.InstanceType"),
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


def test_requests_with_data_of_their_own(tmp_path: Path) -> None:
    steps = []
    for name, content in {"a": "1,2\n3,4\n", "b": "1,2\nx,4\n"}.items():
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "x.csv").write_text(content)
        request = deepcopy(REQUEST) | {"HyperParameters": {"k": "2", "feature_dim": "2"}}
        uri = {"Std:Join": {"On": "/", "Values": [{"Get": "Parameters.Where"}, f"{name}/"]}}
        request["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = uri
        steps.append({"Name": name, "Type": "Training", "Arguments": request})
    where = {"Name": "Where", "Type": "String", "DefaultValue": "s3://flowers/data"}
    document = {"Version": "2020-12-01", "Parameters": [where], "Steps": steps}
    report = check(None, job=document, maps={"s3://flowers/data": tmp_path / "data"})
    (found,) = (f for f in report.findings if f.severity == "error")
    assert (found.rule, found.location.file, found.message[:20]) == ("CSV130", "train/x.csv", "Steps[1].Arguments: ")


def test_python_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("{}")
    with pytest.raises(AdvisorError, match="Python is not run here"):
        check(None, job=tmp_path / "train.py")


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


def test_what_is_known_only_at_run_time_is_not_judged_and_said(tmp_path: Path) -> None:
    document = machine(REQUEST)
    task = document["States"]["All"]["Branches"][0]["States"]["Train"]
    given = task["Parameters"]
    given["HyperParameters"] = {"k.$": "$.k", "feature_dim": "{% $dim %}", "init_method": "guess"}
    given["ResourceConfig"]["InstanceType"] = "{% $machine %}"
    given["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = "s3://${bucket}/train"
    file = tmp_path / "machine.json"
    file.write_text(json.dumps(document))
    report = check(None, job=file)
    assert [(f.rule, f.location.key) for f in report.findings if f.severity == "error"] == [
        ("HYP105", f"{STATE}.HyperParameters.init_method")
    ]
    (told,) = (s.because for s in report.skipped if "known only" in s.because)
    assert told == (
        f"{file}: known only when the job runs: {STATE}.InputDataConfig[0].DataSource.S3DataSource.S3Uri, "
        f"{STATE}.ResourceConfig.InstanceType, {STATE}.HyperParameters.k, {STATE}.HyperParameters.feature_dim"
    )


@pytest.mark.parametrize(
    "later",
    [
        {"HyperParameters.$": "$.all", "HyperParameters": None},
        {"HyperParameters": "{% $all %}"},
        {"InputDataConfig.$": "$.channels", "InputDataConfig": None},
        {"InputDataConfig": "{% $channels %}"},
        {"RoleArn": "$ROLE_ARN", "OutputDataConfig": {"S3OutputPath": "s3://$SOME_BUCKET/out"}},
    ],
)
def test_what_may_be_there_later_is_not_missing(later: dict[str, Any], tmp_path: Path) -> None:
    request = {key: value for key, value in {**REQUEST, **later}.items() if value is not None}
    assert [(f.rule, f.message) for f in errors(machine(request), tmp_path)] == []


@pytest.mark.parametrize(
    ("member", "value", "key"),
    [
        ("HyperParameterTuningJobName", "a_name", "HyperParameterTuningJobName"),
        ("Autotune", {"Mode": "On"}, "Autotune.Mode"),
        ("WarmStartConfig", {"WarmStartType": "TransferLearning"}, "WarmStartConfig.ParentHyperParameterTuningJobs"),
        ("WarmStart", {}, "WarmStart"),
    ],
)
def test_a_fault_beside_the_definition(member: str, value: object, key: str, tmp_path: Path) -> None:
    assert [f.location.key for f in errors({**tuning(REQUEST), member: value}, tmp_path)] == [key]


def test_what_lies_in_no_file_is_said_to_be_of_its_request(tmp_path: Path) -> None:
    other = deepcopy(REQUEST)
    other["InputDataConfig"][0]["ChannelName"] = "corpus"
    steps = [{"Name": "x", "Type": "Training", "Arguments": request} for request in (REQUEST, other)]
    (found,) = errors({"Version": "2020-12-01", "Steps": steps}, tmp_path)
    assert found.message.startswith("Steps[1].Arguments: K-Means needs the channel 'train'")


def test_an_image_that_is_known_later_is_said_to_be(tmp_path: Path) -> None:
    document = manifest(REQUEST)
    document["spec"]["algorithmSpecification"]["trainingImage"] = "$IMAGE_URI"
    file = tmp_path / "job.json"
    file.write_text(json.dumps(document))
    with pytest.raises(AdvisorError, match=r"image '\$IMAGE_URI' is known only when the job runs: say which"):
        check(None, job=file)
    assert check(None, algorithm="kmeans", job=file).verdict == "pass"


def test_short_forms_of_yaml(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    definition = json.dumps(machine(REQUEST)).replace(REQUEST["RoleArn"], "${Role.Arn}").replace('"3"', '"none"')
    file.write_text(f"""
Parameters: {{Bucket: {{Type: String}}}}
Conditions: {{Wide: !Equals [!Ref Bucket, all]}}
Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      DefinitionString: !Sub '{definition}'
""")
    found = [f.location.key for f in check(None, job=file).findings if f.severity == "error"]
    assert found == [f"{STRING}.{STATE}.HyperParameters.k"]
