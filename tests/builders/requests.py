"""Requests that would train, to be spoilt one value at a time, and what the rules find in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from advisor.engine.check import check
from advisor.knowledge.images import images
from advisor.request import request_of

JOB = "job.json"
Brief = tuple[str, str, str, str | None, str | None, str | None]


MEMBERS = {
    "TrainingJobName": "a-job",
    "RoleArn": "arn:aws:iam::123456789012:role/training",
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/out/"},
}
"""What every request must have beside what tests are about."""


def image(name: str, tag: str = "1", region: str = "us-east-1") -> str:
    """The address of one of AWS's images."""
    return f"{images().host(images().accounts(name)[region], region)}/{name}:{tag}"


def channel(name: str, content_type: str | None = None, **more: Any) -> dict[str, Any]:
    """One entry of InputDataConfig; `s3` holds what differs in its S3DataSource."""
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://bucket/data/{name}/", **more.pop("s3", {})}
    declared = {"ContentType": content_type} if content_type else {}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}, **declared, **more}


def request(
    hyperparameters: dict[str, Any] | None = None,
    channels: list[dict[str, Any]] | None = None,
    mode: str = "File",
    **resources: Any,
) -> dict[str, Any]:
    return {
        **MEMBERS,
        "AlgorithmSpecification": {"TrainingInputMode": mode},
        "HyperParameters": hyperparameters or {},
        "InputDataConfig": channels or [],
        "ResourceConfig": {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10, **resources},
    }


def findings(algorithm: str, content: dict[str, Any], *rules: str, path: Path | None = None) -> list[Brief]:
    """Rule, severity, message, key, value and channel of the findings of rules whose codes begin so."""
    report = check(path, algorithm=algorithm, job=request_of(content, JOB))
    found = [finding for finding in report.findings if finding.rule.startswith(rules)]
    assert all(finding.location.file == JOB for finding in found)
    return [(f.rule, f.severity, f.message, f.location.key, f.value, f.channel) for f in found]
