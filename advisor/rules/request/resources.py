"""Rules on the machines that the request asks for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal

from advisor.case.hit import Hit
from advisor.case.measures import training_channel
from advisor.case.model import Case
from advisor.case.request.hyperparameters import as_set
from advisor.case.request.machines import GIB, instance, machines
from advisor.knowledge.load import instances
from advisor.knowledge.models.algorithm import TrainingWhen
from advisor.knowledge.models.requirements import BatchOverGpus
from advisor.knowledge.versions import span_text
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.rules.base import rule

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html"
INSTANCES = "archived:cmn-info-instance-types.md"
GB = 10**9
ON_CPU = "Use a CPU instance, such as ml.c5.xlarge."
ON_GPU = "Use a GPU instance, such as ml.g5.xlarge."


@rule(
    "RES101",
    "unknown-instance-type",
    "error",
    summary="There is no training instance type of this name.",
    why="The API refuses the request.",
    fix="Use an instance type that training jobs support, such as ml.c5.xlarge.",
    sources=("botocore:TrainingInstanceType",),
    training_error="failed to satisfy constraint: Member must satisfy enum value set",
)
def unknown_instance_type(case: Case) -> Iterator[Hit]:
    resources = case.resources
    if resources is None or resources.instance_type is None or instance(case):
        return
    known = [name for family in instances().families.values() for name in family.sizes]
    near = difflib.get_close_matches(resources.instance_type, known)
    hint = f"; did you mean {near[0]}?" if near else "."
    message = f"{resources.instance_type!r} is not a training instance type{hint}"
    yield case.request_hit("ResourceConfig.InstanceType", message, value=resources.instance_type)


@rule(
    "RES102",
    "instance-class-not-supported",
    "error",
    summary="The algorithm does not train on this kind of instance.",
    why="Algorithms made for GPUs stop on a machine without one; those made for CPUs leave a GPU idle, or stop.",
    fix="Use an instance of the other kind, such as ml.c5.xlarge without a GPU, or ml.g5.xlarge with one.",
    sources=(INSTANCES,),
    training_error="Please use a GPU instance for training",
    needs=("algorithm", "request"),
)
def instance_class_not_supported(case: Case) -> Iterator[Hit]:
    found = instance(case)
    if found is None:
        return
    name, family = found
    training = case.facts.training
    if family.kind == "trainium":
        return  # said by the rule on families
    what = f"{name} is a {family.kind.upper()} instance"
    error = None if family.kind == "cpu" else ""
    other, fix = ("CPU", ON_CPU) if family.kind == "gpu" else ("GPU", ON_GPU)
    if not getattr(training, family.kind):
        message = f"{what}; {case.facts.name} trains on {other} instances."
        yield case.request_hit(
            "ResourceConfig.InstanceType",
            message,
            value=name,
            severity=training.other_class,
            fix=fix,
            sources=training.sources,
            training_error=error,
        )
    elif narrowed := _narrowed(case, family.kind):
        message = f"{what}; with {_setting(case, narrowed)}, {case.facts.name} trains on {other} instances."
        yield case.request_hit(
            "ResourceConfig.InstanceType",
            message,
            value=name,
            severity=narrowed.severity,
            fix=fix,
            sources=narrowed.sources,
            training_error=error,
        )


def _narrowed(case: Case, use: Literal["cpu", "gpu", "multi_gpu", "multi_machine"]) -> TrainingWhen | None:
    """The setting of hyperparameters under which this use of machines is ruled out."""
    every = case.facts.training.narrowed
    return next(
        (
            restriction
            for restriction in every
            if getattr(restriction, use) is False and case.applies(restriction.when, restriction.versions)
        ),
        None,
    )


def _setting(case: Case, restriction: TrainingWhen) -> str:
    return " and ".join(
        filter(
            None,
            (
                as_set(case, restriction.when),
                f"versions {span_text(restriction.versions)}" if restriction.versions else "",
            ),
        )
    )


@rule(
    "RES110",
    "instance-family-not-supported",
    "error",
    summary="The algorithm's container is not made for the accelerators of this instance family.",
    why="AWS Trainium needs code of its own, and each image holds drivers for some generations of GPUs.",
    fix="Use an instance from one of the families that the algorithm's page names.",
    sources=(INSTANCES, "https://github.com/aws/sagemaker-python-sdk/blob/v2.257.0/src/sagemaker/image_uris.py"),
    needs=("algorithm", "request"),
)
def instance_family_not_supported(case: Case) -> Iterator[Hit]:
    found = instance(case)
    if found is None or found[1].kind == "cpu":
        return
    (name, family), training = found, case.facts.training
    named = [f for f in training.families if (kin := instances().families.get(f)) and kin.kind == "gpu"]
    if family.kind == "trainium":
        message, severity = f"{name} has Trainium accelerators, for which {case.facts.name} is not made.", None
    elif named and training.gpu and not name.removeprefix("ml.").startswith(tuple(named)):
        message = f"{name} belongs to none of the GPU families that the pages of {case.facts.name} name: "
        message, severity = f"{message}{', '.join(named)}.", "warning"
    else:
        return
    key, sources = "ResourceConfig.InstanceType", training.sources
    yield case.request_hit(key, message, value=name, severity=severity, sources=sources)


@rule(
    "RES103",
    "instance-no-longer-offered",
    "warning",
    summary="The API still lists the instance type, but EC2 no longer offers it.",
    why="AWS asked its customers to leave P3 by 20 December 2025, and EC2 describes neither P2 nor P3 any more. "
    "Whether SageMaker still has such machines is not said: a job may be refused, or wait for one that never comes.",
    fix="Use a newer family that the algorithm supports, such as g4dn or g5 instead of p2 and p3.",
    sources=(
        "botocore:TrainingInstanceType",
        "https://github.com/zalando-incubator/kubernetes-on-aws/pull/8685",  # 2024-12-23, quotes the notice of AWS
        "https://github.com/aws/deep-learning-containers/pull/4723",  # 2025-04-17, by AWS
        "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-regions.html",  # 2026-05-25, by the next
        "https://github.com/dstackai/gpuhunt/pull/233",
        "https://github.com/getmoto/moto",
    ),
    training_error="The requested resource is not available in this region",
)
def instance_no_longer_offered(case: Case) -> Iterator[Hit]:
    found = instance(case)
    if found and found[1].generation == "gone":
        fix = ON_CPU if _sparse_on_gpu(case) or _on_cpu_alone(case) else None
        message = f"{found[0]} is no longer among the types that EC2 offers; SageMaker's API still lists it."
        yield case.request_hit("ResourceConfig.InstanceType", message, value=found[0], fix=fix)


def _on_cpu_alone(case: Case) -> bool:
    return case.algorithm is not None and (not case.facts.training.gpu or _narrowed(case, "gpu") is not None)


@rule(
    "RES104",
    "several-machines",
    "error",
    summary="The algorithm trains on one machine, but the request asks for several.",
    why="The container stops, or every machine trains the same model and all of them are billed.",
    fix="Set InstanceCount to 1.",
    sources=(INSTANCES,),
    needs=("algorithm", "request"),
)
def several_machines(case: Case) -> Iterator[Hit]:
    resources = case.resources
    count = resources.instance_count if resources else None
    if count is None or count < 2:
        return
    facts, narrowed = case.facts.training, _narrowed(case, "multi_machine")
    if not facts.multi_machine:
        message = f"{case.facts.name} trains on one machine; the request asks for {count}."
        yield case.request_hit("ResourceConfig.InstanceCount", message, value=str(count), sources=facts.sources)
    elif narrowed:
        setting = _setting(case, narrowed)
        message = f"With {setting}, {case.facts.name} trains on one machine; the request asks for {count}."
        yield case.request_hit(
            "ResourceConfig.InstanceCount",
            message,
            value=str(count),
            severity=narrowed.severity,
            sources=narrowed.sources,
        )


@rule(
    "RES105",
    "idle-gpus",
    "warning",
    summary="The instance has several GPUs, but the algorithm uses only one.",
    why="The others are billed and stay idle.",
    fix="Use an instance with one GPU, such as ml.g4dn.xlarge.",
    sources=(INSTANCES,),
    needs=("algorithm", "request"),
)
def idle_gpus(case: Case) -> Iterator[Hit]:
    found = instance(case)
    if found is None or not case.facts.training.gpu or _narrowed(case, "gpu"):
        return
    name, family = found
    facts, narrowed = case.facts.training, _narrowed(case, "multi_gpu")
    gpus = family.sizes[name].gpus
    if gpus > 1 and (narrowed or not facts.multi_gpu):
        setting = f" with {_setting(case, narrowed)}" if narrowed else ""
        sources = narrowed.sources if narrowed else facts.sources
        message = f"{name} has {gpus} GPUs; {case.facts.name} uses one{setting}."
        yield case.request_hit("ResourceConfig.InstanceType", message, value=name, sources=sources)


@rule(
    "RES107",
    "sparse-data-on-gpu",
    "error",
    summary="Sparse data is to be trained on a GPU instance, where only dense data can be trained.",
    why="The page says that training with GPUs is available only on dense data, and nothing says otherwise.",
    fix=ON_CPU,
    sources=("fact-machines.md",),
    needs=("algorithm", "request"),
)
def sparse_data_on_gpu(case: Case) -> Iterator[Hit]:
    found, channels = instance(case), _sparse_on_gpu(case)
    if found and channels:
        named = " and ".join(map(repr, channels))
        message = f"{found[0]} is a GPU instance, and the data of {named} is sparse."
        sources = case.facts.training.sources
        yield case.request_hit("ResourceConfig.InstanceType", message, value=found[0], sources=sources)


def _sparse_on_gpu(case: Case) -> list[str]:
    """The channels whose data is sparse, where a GPU is asked for and the algorithm trains only dense data on one."""
    found = instance(case)
    if found is None or found[1].kind != "gpu" or not (case.algorithm and case.algorithm.training.gpu_dense_only):
        return []
    return sorted(
        {
            channel.name
            for channel, _, profile in case.profiled(RecordioProtobufProfile)
            if any(tensors.of_form("sparse").count for tensors in profile.features.values())
        }
    )


@rule(
    "RES115",
    "batch-smaller-than-gpus",
    "warning",
    summary="A batch has fewer samples than the machine has GPUs.",
    why="Each GPU handles its share of a batch. Some would get no sample, and MXNet refuses to split a batch "
    "like that.",
    fix="Set the batch size to at least the number of GPUs, preferably a multiple of it, or use fewer GPUs.",
    sources=("IC-Hyperparameter.md", "https://github.com/apache/mxnet/blob/v1.x/python/mxnet/module/executor_group.py"),
    training_error="Too many slices. Some splits are empty.",
)
def batch_smaller_than_gpus(case: Case) -> Iterator[Hit]:
    found, train = machines(case), training_channel(case)
    if found is None or train is None:
        return
    name, size, _ = found
    for wanted in case.requirements(BatchOverGpus, train.name):
        batch = case.number(wanted.batch)
        if batch is not None and batch < size.gpus:
            message = f"{wanted.batch!r} is {batch:g}; {name} has {size.gpus} GPUs."
            key = f"HyperParameters.{wanted.batch}"
            yield case.request_hit(key, message, value=f"{batch:g}", severity=wanted.severity, sources=wanted.sources)


@rule(
    "RES109",
    "augmented-manifest-on-gpu",
    "warning",
    summary="An augmented manifest is to be trained on a GPU instance, but the page mentions only CPU instances.",
    why="No page says that this works on a GPU, and such a machine costs more.",
    fix="Use a CPU instance, such as ml.c5.2xlarge, or send the samples as plain files.",
    sources=("augmented-manifest.md",),
)
def augmented_manifest_on_gpu(case: Case) -> Iterator[Hit]:
    found = instance(case)
    facts = case.augmented
    if case.request is None or found is None or found[1].kind != "gpu" or facts is None or not facts.cpu_only:
        return
    if any(asked.is_augmented for asked in case.request.input_data_config):
        message = f"{found[0]} is a GPU instance; augmented manifests are documented for CPU instances."
        yield case.request_hit("ResourceConfig.InstanceType", message, value=found[0], sources=facts.sources)


@rule(
    "RES106",
    "volume-too-small",
    "error",
    summary="The data does not fit on the volume that the request asks for.",
    why="In File mode all data is copied to the volume before training starts. A machine with disks of its own gets no "
    "other volume.",
    fix="Raise VolumeSizeInGB, or stream the data (FastFile or Pipe mode).",
    sources=(API,),
    training_error="Data download failed:Insufficient disk space",
)
def volume_too_small(case: Case) -> Iterator[Hit]:
    resources, found = case.resources, machines(case)
    copied = [c for c in case.channels.values() if (c.mode or "File") == "File"]
    needed = sum(file.size for channel in copied for file in channel.files)
    if found and (disk := found[1].disk_gb):
        if disk * GB < needed:
            message = f"The data takes {needed / GIB:.1f} GiB; the disks of {found[0]} hold {disk * GB / GIB:.1f}."
            fix = "Use a larger instance, or stream the data (FastFile or Pipe mode)."
            yield case.request_hit("ResourceConfig.InstanceType", message, value=found[0], fix=fix)
        return
    size = resources.volume_size_in_gb if resources else None
    if size is not None and 0 <= size < needed / GIB:
        message = f"The data takes {needed / GIB:.3g} GiB; the volume has {size} GiB."
        yield case.request_hit("ResourceConfig.VolumeSizeInGB", message, value=str(size))


@rule(
    "RES116",
    "volume-key-for-local-disks",
    "error",
    summary="A key is given for the volume of an instance that has disks of its own.",
    why="Such disks are encrypted by a hardware module, and CreateTrainingJob takes no key for them.",
    fix="Leave VolumeKmsKeyId out, or use an instance without local disks, such as ml.c5.xlarge.",
    sources=(API, "https://github.com/aws/sagemaker-python-sdk/issues/3677"),
)
def volume_key_for_local_disks(case: Case) -> Iterator[Hit]:
    found, key = machines(case), "ResourceConfig.VolumeKmsKeyId"
    if found and found[1].disk_gb and case.request and case.request.states(key):
        yield case.request_hit(key, f"{found[0]} has disks of its own, which take no key.")
