"""Rules on data that machines or their GPUs share: what is left for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import measure, training_channel
from advisor.case.model import Case
from advisor.case.request.hyperparameters import has_type, hit, known, plain, sources_of
from advisor.case.request.machines import deals_files, least_share, machine_count, machines
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import FilesPerGpu
from advisor.rules.base import rule

SHARES = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html"


@rule(
    "RES108",
    "fewer-files-than-machines",
    "warning",
    summary="A channel's files are shared among more machines than there are files.",
    why="ShardedByS3Key gives each machine whole files, so some get no data; these are billed, or stop.",
    fix="Split the data into at least as many files of similar size as there are machines, or use fewer machines.",
    sources=(
        SHARES,
        "https://github.com/aws/sagemaker-python-sdk/issues/632",
    ),
)
def fewer_files_than_machines(case: Case) -> Iterator[Hit]:
    count = machine_count(case)
    for channel in case.channels.values():
        if deals_files(case, channel) and 0 < len(channel.files) < count:
            files = number_of(len(channel.files), "file")
            message = f"{channel.name!r} is shared among {count} machines and has {files}."
            yield case.request_hit("ResourceConfig.InstanceCount", message, channel=channel.name, value=str(count))


@rule(
    "RES114",
    "fewer-files-than-gpus",
    "warning",
    summary="A channel's files are shared among more GPUs than there are files.",
    why="Dask gives each GPU whole files; GPUs without a file stand idle, and are billed.",
    fix="Split the data into more files than there are GPUs, or use fewer GPUs.",
    sources=("xgboost.md",),
)
def fewer_files_than_gpus(case: Case) -> Iterator[Hit]:
    found = machines(case)
    if found is None:
        return
    gpus = found[1].gpus * found[2]
    for channel in case.channels.values():
        wanted = next(case.requirements(FilesPerGpu, channel.name), None)
        if wanted and 0 < len(channel.files) <= gpus and gpus > 1:
            message = f"{channel.name!r} has {number_of(len(channel.files), 'file')} for {gpus} GPUs."
            yield case.request_hit(
                "ResourceConfig.InstanceType", message, channel=channel.name, severity=wanted.severity,
                sources=wanted.sources,
            )  # fmt: skip


@rule(
    "RES122",
    "batch-larger-than-share",
    "warning",
    summary="A hyperparameter asks for more rows than a machine gets of the data that the machines share.",
    why="ShardedByS3Key gives each machine whole files, and each fills its batches from its own: one that has fewer "
    "rows than a batch ends the job.",
    fix="Lower the value, use fewer machines, or write files with about as many rows each, a multiple of the machines.",
    sources=(SHARES,),
    needs=("algorithm", "request"),
)
def batch_larger_than_share(case: Case) -> Iterator[Hit]:
    train, rows = training_channel(case), measure(case, "records")
    share = least_share(case, train) if train and rows else None
    for name, value, fact in known(case) if share is not None else ():
        by_machine = fact.from_data is not None and fact.from_data.each_machine
        if train is None or rows is None or not by_machine or not has_type(value, fact):
            continue
        if share is not None and share < float(value) <= rows:
            files = f"{number_of(len(train.files), 'file')} with {plain(rows)} rows"
            message = (
                f"{name!r} is {value}; of the {machine_count(case)} machines that share {files}, one gets no more "
            )
            message += f"than {number_of(share, 'row')}."
            yield hit(case, name, message, value=value, sources=(*sources_of(case, fact), SHARES))
