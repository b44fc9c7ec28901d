"""Rules on the files of channels: how deep they lie, what they are called, and whether two channels hold the same."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.by_name import read_by_name
from advisor.case.hit import Hit
from advisor.case.model import CHANGED, Case, File, at
from advisor.knowledge.models.requirements import DistinctChannels, FolderDepth
from advisor.profile.base import FileProfile
from advisor.rules.base import rule


@rule(
    "LAY111",
    "too-deep",
    "warning",
    summary="A file lies more folders deep than the container looks.",
    why="The container skips files in deeper folders and only writes a line to its log: the model learns from "
    "less data.",
    fix="Put the files directly into the channel's folder.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
    training_error="The depth of folder exceed the limit. Files in deeper sub dirs won't be loaded.",
)
def too_deep(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for depth in case.requirements(FolderDepth, channel.name):
            deep = [file for file in channel.files if file.name.count("/") > depth.at_most]
            if deep:
                message = (
                    f"Files in more than {depth.at_most} folders below {channel.name!r}: {len(deep)}, "
                    f"such as {deep[0].name}."
                )
                yield deep[0].hit(message, severity=depth.severity, sources=depth.sources)


SAMPLES = ("csv", "libsvm", "parquet", "recordio-protobuf")
"""Formats of many samples in a file."""

SERIES = ("time-series", "time-series-parquet")
"""Formats of a few samples, each of many values."""

ENOUGH = 10
"""Samples from which on two files of one size hardly hold the same by chance."""


@rule(
    "LAY112",
    "same-file-in-two-channels",
    "warning",
    summary="Two channels hold the same file.",
    why="A score on samples that the model was trained on says nothing about new ones.",
    fix="Hold back samples for validation that are not in the training data.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
    training_error="Suspected identical files found. Duplicate data in the training set and validation set",
)
def same_file(case: Case) -> Iterator[Hit]:
    known: dict[object, list[File]] = {}
    several = case.algorithm and len(case.channels) > 1
    profiled = sorted(case.profiled(FileProfile), key=lambda pair: pair[0].name not in ("train", "training"))
    for channel, file, profile in profiled if several else ():
        apart = next(case.requirements(DistinctChannels, channel.name), None)
        table = file.format in SAMPLES and profile.records >= ENOUGH
        if not profile.records or not channel.facts or not (apart or table):
            continue
        # Two tables of one size are told apart by what they hold; other files must also bear one name.
        name = file.format if table or file.format in SERIES else file.name
        alike = known.setdefault((file.size, name, repr(profile.summary())), [])
        same = next((other for other in alike if other.channel != file.channel and other.profile == profile), None)
        if same:
            message = f"It is the same file as {same.path}."
            if apart:
                fix = apart.fix or None
                yield file.hit(message, at(), severity=apart.severity, fix=fix, sources=apart.sources)
            else:
                yield file.hit(message, at())
        alike.append(file)


@rule(
    "LAY115",
    "changed-while-read",
    "error",
    summary="A file was changed while it was read.",
    why="What it holds is unknown, and a training job that starts now may read the old data, the new data or a "
    "mixture.",
    fix="Check again when nothing writes to the data any more; let jobs read a prefix that is written only once.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html",),
)
def changed_while_read(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        changed = (file for file in channel.files if file.kind == CHANGED)
        yield from (file.hit("The file was changed, or deleted, while it was read.", at()) for file in changed)


@rule(
    "LAY113",
    "left-out-by-name",
    "warning",
    summary="A file is not read because of its name or its folder.",
    why="The training script picks files in one folder by the ending of their names. It silently skips all "
    "others, such as those that Spark writes, and fails if none is left.",
    fix="Give the files the ending that the message names, and put them directly into the channel's folder.",
    sources=("script:lightgbm",),
    training_error="Could not find any valid file ending in",
)
def left_out_by_name(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        found = read_by_name(case, channel)
        if found and found.nothing:
            yield channel.hit(f"No file is read: {found.must}", severity="error", sources=found.sources)
        elif found and found.left:
            message = f"Files that are not read: {len(found.left)}, such as {found.left[0].name}; {found.must}"
            yield found.left[0].hit(message, sources=found.sources)
