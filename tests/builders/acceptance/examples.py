"""Makes the files and the request of a rule's example, and checks them: for the tests and for the pages of the rules.

A file is text, a list of pieces one behind the other, or one of the kinds below, by the keys that it has.
"""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.engine.check import check
from advisor.findings import Report
from advisor.request import Request, request_of
from advisor.rules.examples import Given, changed
from tests.builders import recordio, tables
from tests.builders.pictures import images

JOB = "job.json"

REQUEST: dict[str, Any] = {
    "TrainingJobName": "a-job",
    "RoleArn": "arn:aws:iam::123456789012:role/training",
    "AlgorithmSpecification": {"TrainingInputMode": "File"},
    "HyperParameters": {},
    "InputDataConfig": [],
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/out/"},
    "ResourceConfig": {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
}
"""What a request of an example holds unless it says otherwise."""

TUNING: dict[str, Any] = {
    "HyperParameterTuningJobName": "a-job",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "test:msd"},
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
        "ParameterRanges": {"IntegerParameterRanges": [{"Name": "epochs", "MinValue": "1", "MaxValue": "5"}]},
    },
    "TrainingJobDefinition": {
        **{name: REQUEST[name] for name in ("RoleArn", "OutputDataConfig", "ResourceConfig")},
        "AlgorithmSpecification": {
            "TrainingImage": "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1",
            "TrainingInputMode": "File",
        },
        "StaticHyperParameters": {"k": "3", "feature_dim": "4"},
        "InputDataConfig": [],
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    },
}
"""The same of a tuning job: what an example gives of one is laid over it."""


def checked(given: Given, folder: Path) -> Report:
    """The report on an example, whose files are written below the folder."""
    data = write(folder / "data", given.files)
    maps = {
        address: write(folder / f"objects{number}", files)
        for number, (address, files) in enumerate(given.objects.items())
    }
    return check(
        data if given.files else None,
        algorithm=given.algorithm,
        job=None if given.request is None else _job(given.request),
        content_types=given.content_types,
        hyperparameters=given.hyperparameters,
        input_mode=given.input_mode,
        decode=given.decode,
        against=write(folder / "earlier", given.earlier) if given.earlier else None,
        maps=maps,
    )


def _job(own: Mapping[str, Any]) -> Request | dict[str, Any]:
    if own.keys() & TUNING.keys():
        whole = changed(TUNING, own)
        definition = whole["TrainingJobDefinition"]
        return {**whole, "TrainingJobDefinition": {**definition, "InputDataConfig": _channels(definition)}}
    return request_of(requested(own), JOB)


def write(folder: Path, files: Mapping[str, Any]) -> Path:
    """The files below the folder; a path that ends in `/` is an empty folder."""
    for name, made in files.items():
        path = folder / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(made_of(made))
    return folder


def requested(own: Mapping[str, Any]) -> dict[str, Any]:
    """A whole request; each of its channels is whole too, unless it is no object with a name."""
    whole = changed(REQUEST, own)
    return {**whole, "InputDataConfig": _channels(whole)} if "InputDataConfig" in whole else whole


def _channels(whole: Mapping[str, Any]) -> Any:
    channels = whole["InputDataConfig"]
    if not isinstance(channels, list):
        return channels
    return [_channel(one) if isinstance(one, dict) else one for one in channels]


def _channel(own: Mapping[str, Any]) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://bucket/data/{own.get('ChannelName')}/"}
    return changed({"ChannelName": None, "DataSource": {"S3DataSource": source}}, own)


def made_of(made: Any) -> bytes:
    """The bytes of a file, or of a piece of one."""
    match made:
        case str(text):
            return text.encode()
        case list(pieces):
            return b"".join(map(made_of, pieces))
        case {"at": int(start), "hex": str(digits), **whole}:
            data, spoilt = made_of(whole), bytes.fromhex(digits)
            return data[:start] + spoilt + data[start + len(spoilt) :]
        case {"hex": str(digits)}:
            return bytes.fromhex(digits)
        case {"base64": str(text)}:
            return base64.b64decode(text)
        case {"text": str(text), "encoding": str(encoding)}:
            return text.encode(encoding)
        case {"gzip": inner}:
            return gzip.compress(made_of(inner), mtime=0)
        case {"repeat": inner, "times": int(times)}:
            return made_of(inner) * times
        case {"first": int(size), "of": inner}:
            return made_of(inner)[:size]
        case _:
            return _of_format(made)


def _of_format(made: dict[str, Any]) -> bytes:
    match made:
        case {"image": str(encoding), "size": [int(width), int(height)], **options}:
            return images.described(encoding, width, height, **options)
        case {"frames": list(payloads)}:
            return b"".join(map(_frame, payloads))
        case {"features": features, **more}:
            return recordio.record(features, **more)
        case {"pixels": pixels, "label": label, **more}:
            return recordio.image_record(made_of(pixels), label, **more)
        case {"parquet": columns, **types}:
            return tables.typed_parquet(columns, **types)
        case {"tar": members}:
            return _tar(members)
        case _:
            raise ValueError(f"no kind of file has these keys: {', '.join(made)}")


def _frame(made: Any) -> bytes:
    if isinstance(made, dict) and "payload" in made:
        return recordio.frame(made_of(made["payload"]), made.get("flag", 0), made.get("length"))
    return recordio.frame(made_of(made))


def _tar(members: Mapping[str, Any]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, made in members.items():
            data = made_of(made)
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()
