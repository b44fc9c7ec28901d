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
from tests.documents.documents import REQUEST, machine, manifest, operator, pipeline, plan, template, tuning

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
