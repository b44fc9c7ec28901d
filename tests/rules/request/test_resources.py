"""Rules on the machines that a request asks for, on both sides of each limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.case.model import Case, Channel, File
from advisor.engine.check import check
from advisor.knowledge.load import algorithm_named
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.parquet import ParquetProfile, Schema
from advisor.request import request_of
from advisor.rules.request import resources
from advisor.rules.request.memory import memory_too_small
from tests.builders.folders import write
from tests.builders.recordio import sparse, write_recordio
from tests.builders.requests import JOB, Brief, channel, findings, image, request

Told = tuple[str | None, str | None, str]
"""Severity, key and message."""


def found(algorithm: str, instance: str, count: int = 1, /, **hyperparameters: str) -> list[Brief]:
    return findings(algorithm, request(hyperparameters, InstanceType=instance, InstanceCount=count), "RES")


def res(number: int, key: str, message: str, value: str, severity: str = "error") -> list[Brief]:
    return [(f"RES{number}", severity, message, f"ResourceConfig.{key}", value, None)]


CLASSES = [
    ("kmeans", "ml.c5.xlarge", None, "error"),
    ("image-classification", "ml.g4dn.xlarge", None, "error"),
    ("image-classification", "ml.c5.xlarge",
     "ml.c5.xlarge is a CPU instance; Image Classification - MXNet trains on GPU instances.", "error"),
    ("object-detection", "ml.m5.xlarge",
     "ml.m5.xlarge is a CPU instance; Object Detection - MXNet trains on GPU instances.", "error"),
    ("semantic-segmentation", "ml.m5.xlarge",
     "ml.m5.xlarge is a CPU instance; Semantic Segmentation trains on GPU instances.", "error"),
    ("seq2seq", "ml.m5.xlarge",
     "ml.m5.xlarge is a CPU instance; Sequence-to-Sequence trains on GPU instances.", "error"),
]  # fmt: skip


@pytest.mark.parametrize(("algorithm", "instance", "message", "severity"), CLASSES)
def test_classes_of_instances(algorithm: str, instance: str, message: str | None, severity: str) -> None:
    expected = res(102, "InstanceType", message, instance, severity) if message else []
    assert found(algorithm, instance) == expected


@pytest.mark.parametrize(("algorithm"), ["lda", "random-cut-forest"])
def test_a_gpu_where_none_is_used(algorithm: str) -> None:
    assert found(algorithm, "ml.c5.xlarge") == []
    assert [f[0] for f in found(algorithm, "ml.g4dn.xlarge")] == ["RES102"]


def test_unknown_types_are_named_with_a_near_one() -> None:
    message = "'ml.c5.xl' is not a training instance type; did you mean ml.c5.xlarge?"
    assert found("kmeans", "ml.c5.xl") == res(101, "InstanceType", message, "ml.c5.xl")
    message = "'a big one' is not a training instance type."
    assert found("kmeans", "a big one") == res(101, "InstanceType", message, "a big one")


def test_types_that_are_gone() -> None:
    assert found("kmeans", "ml.m4.xlarge") == []
    message = "ml.p2.xlarge is no longer among the types that EC2 offers; SageMaker's API still lists it."
    assert found("kmeans", "ml.p2.xlarge") == res(103, "InstanceType", message, "ml.p2.xlarge", "warning")


@pytest.mark.parametrize(
    ("algorithm", "setting", "on_cpu"),
    [
        ("random-cut-forest", {}, True),
        ("blazingtext", {"mode": "batch_skipgram"}, True),
        ("blazingtext", {"mode": "supervised"}, False),
        ("kmeans", {}, False),
    ],
)
def test_what_replaces_a_gpu_that_is_gone(algorithm: str, setting: dict[str, str], on_cpu: bool) -> None:
    job = request_of(request(setting, InstanceType="ml.p3.2xlarge"), "job.json")
    (fix,) = [f.fix for f in check(None, algorithm=algorithm, job=job).findings if f.rule == "RES103"]
    assert ("ml.c5.xlarge" in fix, "g5" in fix) == (on_cpu, not on_cpu)


def test_several_machines() -> None:
    assert found("lda", "ml.c5.xlarge", 1) == []
    message = "Latent Dirichlet Allocation (LDA) trains on one machine; the request asks for 2."
    assert found("lda", "ml.c5.xlarge", 2) == res(104, "InstanceCount", message, "2")
    assert found("random-cut-forest", "ml.c5.xlarge", 2) == []


def test_idle_gpus() -> None:
    assert found("kmeans", "ml.g4dn.xlarge") == []
    message = "ml.g4dn.12xlarge has 4 GPUs; K-Means uses one."
    assert found("kmeans", "ml.g4dn.12xlarge") == res(105, "InstanceType", message, "ml.g4dn.12xlarge", "warning")


def test_a_setting_narrows_the_machines() -> None:
    one, four = "ml.g4dn.xlarge", "ml.g4dn.12xlarge"
    assert found("blazingtext", one, mode="supervised") == []
    assert found("blazingtext", four, mode="skipgram") == []
    message = "ml.g4dn.12xlarge has 4 GPUs; BlazingText uses one with mode = supervised."
    assert found("blazingtext", four, mode="supervised") == res(105, "InstanceType", message, four, "warning")
    message = "ml.g4dn.xlarge is a GPU instance; with mode = batch_skipgram, BlazingText trains on CPU instances."
    assert found("blazingtext", one, mode="batch_skipgram") == res(102, "InstanceType", message, one)
    assert found("blazingtext", "ml.c5.xlarge", 2, mode="batch_skipgram") == []
    message = "With mode = cbow, BlazingText trains on one machine; the request asks for 2."
    assert found("blazingtext", "ml.c5.xlarge", 2, mode="cbow") == res(104, "InstanceCount", message, "2")


def test_xgboost_uses_a_gpu_only_when_told() -> None:
    one, four = "ml.g4dn.xlarge", "ml.g4dn.12xlarge"
    assert found("xgboost", one, tree_method="gpu_hist") == []
    assert [f[:2] for f in found("xgboost", one)] == [("RES102", "warning")]
    assert [f[:2] for f in found("xgboost", four, tree_method="gpu_hist")] == [("RES105", "warning")]
    assert found("xgboost", four, tree_method="gpu_hist", use_dask_gpu_training="true") == []


@pytest.mark.parametrize(
    ("algorithm", "instance", "error"),
    [
        ("object-detection", "ml.m5.xlarge", "Please use a GPU instance for training"),
        ("lda", "ml.g4dn.xlarge", None),
        ("blazingtext", "ml.g4dn.xlarge", None),
    ],
)
def test_what_training_ends_with_on_the_other_class(algorithm: str, instance: str, error: str | None) -> None:
    job = request_of(request({"mode": "batch_skipgram"}, InstanceType=instance), JOB)
    (finding,) = [f for f in check(None, algorithm=algorithm, job=job).findings if f.rule == "RES102"]
    assert finding.training_error == error


def test_sparse_data_on_a_gpu(tmp_path: Path) -> None:
    rows = write_recordio([sparse({1: 2.0, 7: 1.0}, 9, 1.0)])
    write(tmp_path, {"train/a.pbr": rows, "test/a.pbr": rows})
    given = [channel(name, "application/x-recordio-protobuf") for name in ("train", "test")]
    for instance, fixes in (("ml.g4dn.xlarge", {"RES107": resources.ON_CPU}), ("ml.c5.xlarge", {}),
                            ("ml.p2.xlarge", {"RES103": resources.ON_CPU, "RES107": resources.ON_CPU})):  # fmt: skip
        job = request_of(request({}, given, InstanceType=instance), JOB)
        report = check(tmp_path, algorithm="factorization-machines", job=job)
        told = {one.rule: one for one in report.findings if one.rule in ("RES103", "RES107")}
        assert {rule: one.fix for rule, one in told.items()} == fixes
        assert {one.message for one in told.values() if one.rule == "RES107"} == (
            {f"{instance} is a GPU instance, and the data of 'test' and 'train' is sparse."} if fixes else set()
        )


SHARDED = {"S3DataDistributionType": "ShardedByS3Key"}


@pytest.mark.parametrize(("files", "told"), [(0, False), (1, True), (2, True), (3, False)])
def test_files_and_the_machines_that_share_them(files: int, told: bool, tmp_path: Path) -> None:
    data = {f"train/{number}.csv": f"{number},2,3\n" for number in range(files)}
    write(tmp_path, {"test/a.csv": "1,2,3\n", "train/": "", **data})
    content = request({}, [channel("train", "text/csv;label_size=0", s3=SHARDED)], InstanceCount=3)
    files_, key = "1 file" if files == 1 else f"{files} files", "ResourceConfig.InstanceCount"
    message = f"'train' is shared among 3 machines and has {files_}."
    expected = [("RES108", "warning", message, key, "3", "train")] if told else []
    assert findings("kmeans", content, "RES", path=tmp_path) == expected


def test_each_channel_that_is_shared_is_counted(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": "1,2\n", "validation/a.csv": "1,2\n"})
    channels = [channel("train", "text/csv"), channel("validation", "text/csv", s3=SHARDED)]
    content = request({}, channels, InstanceCount=2)
    assert [one[2] for one in findings("xgboost", content, "RES108", path=tmp_path)] == [
        "'validation' is shared among 2 machines and has 1 file."
    ]
    del content["ResourceConfig"]["InstanceCount"]
    assert findings("xgboost", content, "RES108", path=tmp_path) == []


@pytest.mark.parametrize(
    ("instance", "machines", "files", "gpus"),
    [
        ("ml.g5.xlarge", 1, 1, None),
        ("ml.g5.xlarge", 2, 2, 2),
        ("ml.g5.xlarge", 2, 3, None),
        ("ml.g5.12xlarge", 2, 8, 8),
        ("ml.g5.12xlarge", 2, 9, None),
        ("ml.g5.12xlarge", 1, 0, None),
        ("ml.g5.huge", 8, 1, None),
    ],
)
def test_files_and_the_gpus_that_share_them(
    instance: str, machines: int, files: int, gpus: int | None, tmp_path: Path
) -> None:
    write(tmp_path, {"train/": "", **{f"train/{number}.csv": f"{number},2,3\n" for number in range(files)}})
    given = {"num_round": "5", "use_dask_gpu_training": "true", "tree_method": "gpu_hist"}
    content = request(given, [channel("train", "text/csv")], InstanceType=instance, InstanceCount=machines)
    said = [one[2] for one in findings("xgboost", content, "RES114", path=tmp_path)]
    assert said == ([f"'train' has {files} files for {gpus} GPUs."] if gpus else [])


@pytest.mark.parametrize(("batch", "told"), [("3", True), ("4", False), ("many", False)])
def test_a_batch_over_the_gpus(batch: str, told: bool) -> None:
    given = [channel("train", "application/x-recordio")]
    content = request({"mini_batch_size": batch}, given, InstanceType="ml.g4dn.12xlarge")
    message = "'mini_batch_size' is 3; ml.g4dn.12xlarge has 4 GPUs."
    expected = [("RES115", "warning", message, "HyperParameters.mini_batch_size", "3", None)] if told else []
    assert findings("object-detection", content, "RES115") == expected


@pytest.mark.parametrize(
    ("algorithm", "instance", "kind", "told"),
    [
        ("blazingtext", "ml.g4dn.xlarge", "AugmentedManifestFile", True),
        ("blazingtext", "ml.c5.xlarge", "AugmentedManifestFile", False),
        ("blazingtext", "ml.huge", "AugmentedManifestFile", False),
        ("blazingtext", "ml.g4dn.xlarge", "S3Prefix", False),
        ("image-classification", "ml.g4dn.xlarge", "AugmentedManifestFile", False),
        ("kmeans", "ml.g4dn.xlarge", "AugmentedManifestFile", False),
    ],
)
def test_an_augmented_manifest_on_a_gpu(algorithm: str, instance: str, kind: str, told: bool) -> None:
    given = [channel("train", s3={"S3DataType": kind})]
    said = findings(algorithm, request({"mode": "supervised"}, given, InstanceType=instance), "RES109")
    assert [(one[1], one[4]) for one in said] == [("warning", instance)] * told


@pytest.mark.parametrize(("size", "mode", "fits"), [(1, "File", True), (2, "File", False), (2, "FastFile", True)])
def test_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, mode: str, fits: bool) -> None:
    monkeypatch.setattr(resources, "GIB", 10)
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.csv").write_text("1,2,3,4,5\n" * size)
    content = request(
        {"k": "1", "feature_dim": "5"}, [channel("train", "text/csv;label_size=0")], mode, VolumeSizeInGB=1
    )
    expected = [] if fits else res(106, "VolumeSizeInGB", "The data takes 2 GiB; the volume has 1 GiB.", "1")
    assert findings("kmeans", content, "RES", path=tmp_path) == expected


@pytest.mark.parametrize(("disk", "fits"), [(20, True), (19, False)])
def test_the_volume_of_a_machine_with_disks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: int, fits: bool
) -> None:
    monkeypatch.setattr(resources, "GIB", 10)
    monkeypatch.setattr(resources, "GB", disk / 125)
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.csv").write_text("1,2,3,4,5\n" * 2)
    given = [channel("train", "text/csv;label_size=0")]
    content = request({"k": "1", "feature_dim": "5"}, given, VolumeSizeInGB=1, InstanceType="ml.g4dn.xlarge")
    message = "The data takes 2.0 GiB; the disks of ml.g4dn.xlarge hold 1.9."
    expected = [] if fits else res(106, "InstanceType", message, "ml.g4dn.xlarge")
    assert findings("kmeans", content, "RES106", path=tmp_path) == expected


def test_a_volume_of_nothing_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "GIB", 10)
    write(tmp_path, {"train/a.csv": "1,2,3,4,5\n"})
    for size, said in ((-1, []), (0, ["The data takes 1 GiB; the volume has 0 GiB."])):
        content = request({}, [channel("train", "text/csv;label_size=0")], VolumeSizeInGB=size)
        del content["AlgorithmSpecification"]["TrainingInputMode"]  # it is File where nothing is said
        assert [one[2] for one in findings("kmeans", content, "RES106", path=tmp_path)] == said


def test_data_beyond_the_memory_of_the_machines() -> None:
    wanted = request({"num_round": "5"}, [channel("train", "text/csv")], InstanceType="ml.c5.xlarge")
    found = {gib: _held(wanted, int(gib * (1 << 30))) for gib in (8, 8.2)}
    message = "The data of 'train' takes 8.2 GiB on each machine; ml.c5.xlarge has 8 GiB."
    assert found == {8: [], 8.2: [("warning", "ResourceConfig.InstanceType", message)]}
    shared = channel("train", "text/csv", s3={"S3DataDistributionType": "ShardedByS3Key"})
    assert _held(request({"num_round": "5"}, [shared], InstanceCount=2), 9 << 30) == []
    whole = request({"num_round": "5"}, [channel("train", "text/csv")], InstanceCount=2)
    assert len(_held(whole, 9 << 30)) == 1


def _held(content: dict[str, Any], size: int, *more: File, algorithm: str = "xgboost") -> list[Told]:
    """What is said of memory where a file of that size is in the channel train, and more files in theirs."""
    file = File("train/a.csv", "train", "a.csv", size, "text", "csv", CsvProfile(bytes=size, records=1))
    channels = {one.channel: Channel(one.channel, (one,)) for one in (file, *more)}
    case = Case(channels, algorithm_named(algorithm), request_of(content, "job.json"))
    return [(hit.severity, hit.key, hit.message) for hit in memory_too_small(case)]


def test_channels_of_samples_are_held_together() -> None:
    wanted = request({"num_round": "5"}, [], InstanceType="ml.c5.xlarge")
    validation = File("validation/a.csv", "validation", "a.csv", 5 << 30, "text", "csv", CsvProfile(records=1))
    other = File("code/a.csv", "code", "a.csv", 5 << 30, "text", "csv", CsvProfile(records=1))
    message = "The data of 'train' and 'validation' takes 10.0 GiB on each machine; ml.c5.xlarge has 8 GiB."
    assert [told[2] for told in _held(wanted, 5 << 30, validation)] == [message]
    assert _held(wanted, 5 << 30, other) == []


def test_data_of_the_channel_training_is_held_too() -> None:
    training = File("training/a.csv", "training", "a.csv", 9 << 30, "text", "csv", CsvProfile(records=1))
    wanted = request({}, [], InstanceType="ml.c5.xlarge")
    assert len(_held(wanted, 0, training, algorithm="lightgbm")) == 1


def test_the_values_of_packed_tables_are_held_as_floats() -> None:
    wanted = request({"num_round": "5"}, [], InstanceType="ml.c5.xlarge")
    columns = Schema(names=tuple(f"c{number}" for number in range(1 << 10)))
    for records, found in ((1 << 21, 0), ((1 << 21) + 1, 1)):
        table = ParquetProfile(schema=columns, records=records)
        packed = File("validation/a.parquet", "validation", "a.parquet", 99, "parquet", "parquet", table)
        assert len(_held(wanted, 0, packed)) == found


def model(algorithm: str, instance: str = "ml.c5.xlarge", **hyperparameters: str) -> list[Told]:
    """What is said of the size of the model."""
    found = findings(algorithm, request(hyperparameters, InstanceType=instance), "RES113")
    return [(severity, key, message) for _, severity, message, key, *_ in found]


def test_a_model_beyond_the_limit_of_its_algorithm() -> None:
    assert model("ip-insights", num_entity_vectors=str(1 << 22), vector_dim="512") == []
    message = "num_entity_vectors 4200000 * vector_dim 512 * 4 bytes are 8.0 GiB; at most 8 GiB are allowed."
    found = [("error", "HyperParameters.num_entity_vectors", message)]
    assert model("ip-insights", num_entity_vectors="4200000", vector_dim="512") == found
    assert model("ip-insights", vector_dim="9999999999") == []  # the other factor is not known


def test_a_model_beyond_the_memory_of_its_machine() -> None:
    size = {"algorithm_mode": "regular"}
    assert model("pca", feature_dim="46340", **size) == []
    message = "feature_dim 46350 * feature_dim 46350 * 4 bytes are 8.0 GiB; ml.c5.xlarge has 8 GiB."
    assert model("pca", feature_dim="46350", **size) == [("warning", "HyperParameters.feature_dim", message)]
    message = "feature_dim 70000 * feature_dim 70000 * 4 bytes are 18.3 GiB; ml.g5.xlarge has 16 GiB."
    assert [told[2] for told in model("pca", "ml.g5.xlarge", feature_dim="70000", **size)] == [message]


def test_a_model_on_a_gpu_is_held_in_its_memory() -> None:
    gpu, wide = "ml.g5.xlarge", {"num_factors": "64"}
    assert model("factorization-machines", gpu, feature_dim="90000000", **wide) == []
    message = "feature_dim 95000000 * num_factors 64 * 4 bytes are 22.6 GiB; ml.g5.xlarge has 22.35 GiB on its GPUs."
    assert [told[2] for told in model("factorization-machines", gpu, feature_dim="95000000", **wide)] == [message]


def of_version(version: str, instance: str, **hyperparameters: str) -> list[tuple[str, str]]:
    """Rule and severity of what is found in a request for a version of XGBoost's image."""
    content = request({"num_round": "2", **hyperparameters}, InstanceType=instance)
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", version)
    return [(rule, severity) for rule, severity, *_ in findings("xgboost", content, "RES102", "RES110", "RES120")]


def test_families_of_accelerators() -> None:
    message = "ml.trn1.2xlarge has Trainium accelerators, for which K-Means is not made."
    assert found("kmeans", "ml.trn1.2xlarge") == res(110, "InstanceType", message, "ml.trn1.2xlarge")
    message = "ml.p5.4xlarge belongs to none of the GPU families that the pages of K-Means name: p2, p3, g4dn, g5."
    assert found("kmeans", "ml.p5.4xlarge") == res(110, "InstanceType", message, "ml.p5.4xlarge", "warning")
    assert found("kmeans", "ml.g5.xlarge") == found("kmeans", "ml.c7i.xlarge") == []


def test_what_a_version_makes_of_a_gpu() -> None:
    gpu = {"tree_method": "gpu_hist"}
    assert of_version("1.7-1", "ml.g5.xlarge", **gpu) == of_version("3.0-5", "ml.g5.xlarge", **gpu) == []
    assert of_version("1.7-1", "ml.m5.xlarge", **gpu) == [("RES102", "error")]
    content = request({"num_round": "2", **gpu}, InstanceType="ml.m5.xlarge")
    content["AlgorithmSpecification"]["TrainingImage"] = image("sagemaker-xgboost", "1.7-1")
    message = "ml.m5.xlarge is a CPU instance; with tree_method = gpu_hist and versions up to 3.0-5, XGBoost trains on "
    assert [one[2] for one in findings("xgboost", content, "RES102")] == [f"{message}GPU instances."]
    assert of_version("1.0-1-cpu-py3", "ml.g5.xlarge", tree_method="hist") == [("RES120", "error")]
    assert of_version("1.2-1", "ml.g5.xlarge", **gpu) == [("RES120", "error")]
    assert of_version("3.2-0", "ml.g5.xlarge", tree_method="hist") == [("RES102", "warning")]
    assert of_version("1.7-1", "ml.p3dn.24xlarge", use_dask_gpu_training="true", **gpu) == []
    assert of_version("3.0-5", "ml.p3dn.24xlarge", use_dask_gpu_training="true", **gpu) == [("RES120", "error")]
