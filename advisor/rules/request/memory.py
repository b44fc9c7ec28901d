"""Rules on memory: what the data and the model take, against what the machines have. The arithmetic is shown."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel
from advisor.case.request.hyperparameters import plain
from advisor.case.request.machines import GIB, machines
from advisor.knowledge.models.requirements import InMemory, ModelSize
from advisor.profile.tables.parquet import ParquetProfile
from advisor.rules.base import rule

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html"
FLOAT = 4
"""Bytes of a value in memory."""
SAMPLE_CHANNELS = ("train", "training", "validation")


@rule(
    "RES112",
    "memory-too-small",
    "warning",
    summary="The data does not fit into the machines' memory.",
    why="The algorithm holds all of its data in memory; the job is killed when the memory is full.",
    fix="Use an instance with more memory, or more instances that share the data (ShardedByS3Key), or send fewer "
    "rows or columns.",
    sources=(API,),
)
def memory_too_small(case: Case) -> Iterator[Hit]:
    found = machines(case)
    if found is None:
        return
    name, size, count = found
    lines = [
        (channel, demand)
        for channel in case.channels.values()
        for demand in case.requirements(InMemory, channel.name)
        if channel.name in SAMPLE_CHANNELS
    ]
    needed = sum(_bytes(channel) / (count if _is_shared(case, channel) else 1) for channel, _ in lines)
    if lines and needed > size.memory_gib * GIB:
        names = " and ".join(repr(channel.name) for channel, _ in lines)
        message = (
            f"The data of {names} takes {needed / GIB:.1f} GiB on each machine; {name} has {size.memory_gib:g} GiB."
        )
        demand = lines[0][1]
        yield case.request_hit(
            "ResourceConfig.InstanceType", message, value=name, severity=demand.severity, sources=demand.sources
        )  # fmt: skip


def _bytes(channel: Channel) -> int:
    """What the data of a channel takes in memory, at least: its text, or the values of packed tables as floats."""
    tables = [file.profile for file in channel.files if isinstance(file.profile, ParquetProfile)]
    unpacked = sum(table.records * (table.width or 0) * FLOAT for table in tables)
    return max(sum(file.size for file in channel.files), unpacked)


def _is_shared(case: Case, channel: Channel) -> bool:
    asked = case.request.channel(channel.name) if case.request else None
    return bool(asked and asked.s3 and asked.s3.s3_data_distribution_type == "ShardedByS3Key")


@rule(
    "RES113",
    "model-exceeds-memory",
    "warning",
    summary="The product of the hyperparameters does not fit into the memory of a machine, or exceeds the limit.",
    why="The whole model is held in memory: that of the GPU if it is trained on one.",
    fix="Choose smaller values, or an instance with more memory.",
    sources=(API,),
)
def model_exceeds_memory(case: Case) -> Iterator[Hit]:
    for demand in case.algorithm.data if case.algorithm else ():
        if not isinstance(demand, ModelSize) or not case.holds(demand.when):
            continue
        factors = [(name, value) for name in demand.product if (value := case.number(name)) is not None]
        given = [name for name in demand.product if name in case.hyperparameters]
        if not given or len(factors) < len(demand.product):
            continue
        needed = prod(value for _, value in factors) * demand.bytes
        product = " * ".join(f"{name} {plain(value)}" for name, value in factors)
        arithmetic = f"{product} * {demand.bytes} bytes are {needed / GIB:.1f} GiB"
        yield from _too_large(case, demand, f"HyperParameters.{given[0]}", needed, arithmetic)


def _too_large(case: Case, demand: ModelSize, key: str, needed: float, arithmetic: str) -> Iterator[Hit]:
    found = machines(case)
    if demand.at_most_gib is not None and needed > demand.at_most_gib * GIB:
        message = f"{arithmetic}; at most {demand.at_most_gib:g} GiB are allowed."
        yield case.request_hit(key, message, severity="error", sources=demand.sources)
    elif found:
        name, size, _ = found
        memory = size.gpu_memory_gib if size.gpus and demand.on_gpu else size.memory_gib
        if needed > memory * GIB:
            message = f"{arithmetic}; {name} has {memory:g} GiB{' on its GPUs' if size.gpus and demand.on_gpu else ''}."
            yield case.request_hit(key, message, severity=demand.severity, sources=demand.sources)
