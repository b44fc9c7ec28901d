"""Sound data of each algorithm, in each format that it takes, passes without a single warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.request import request_of
from tests.builders.acceptance.valid import ROWS
from tests.builders.acceptance.valid_cases import CASES, MANIFESTS
from tests.builders.folders import checked, places
from tests.builders.requests import MEMBERS, image


@pytest.mark.parametrize("case", CASES)
def test_sound_data_passes_without_a_warning(tmp_path: Path, case: str) -> None:
    algorithm, files, options = CASES[case]
    report = checked(tmp_path, files, algorithm=algorithm, **options)
    assert (report.verdict, places(report)) == ("pass", [])


@pytest.mark.parametrize("case", MANIFESTS)
def test_sound_augmented_manifests_pass_with_their_request(tmp_path: Path, case: str) -> None:
    algorithm, attributes, content, more = MANIFESTS[case]
    channels = [
        {
            "ChannelName": name,
            "ContentType": "application/x-recordio",
            "RecordWrapperType": "RecordIO",
            "InputMode": "Pipe",
            "DataSource": {
                "S3DataSource": {
                    "S3DataType": "AugmentedManifestFile",
                    "S3Uri": f"s3://bucket/{name}/m.manifest",
                    "S3DataDistributionType": "FullyReplicated",
                    "AttributeNames": attributes,
                }
            },
        }
        for name in ("train", "validation")
    ]
    hyperparameters = {"num_classes": "2", "num_training_samples": str(ROWS), "mini_batch_size": "4", **more}
    if algorithm == "image-classification":
        hyperparameters["resize"] = "256"
    job = request_of(
        {
            **MEMBERS,
            "AlgorithmSpecification": {
                "TrainingImage": image(algorithm),
                "TrainingInputMode": "Pipe",
            },
            "HyperParameters": hyperparameters,
            "InputDataConfig": channels,
            "ResourceConfig": {"InstanceType": "ml.g4dn.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        },
        "job.json",
    )
    report = checked(tmp_path, {"train/m.manifest": content, "validation/m.manifest": content}, job=job)
    assert (report.verdict, places(report)) == ("pass", [])
