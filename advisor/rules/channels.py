"""Rules on the files of channels: how deep they lie, and whether two channels hold the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, File, at
from advisor.knowledge.requirements import DistinctChannels, FolderDepth
from advisor.profile.base import FileProfile
from advisor.rules.base import rule


@rule(
    "LAY111",
    "too-deep",
    "warning",
    summary="A file lies in more folders than the container looks into.",
    why="The container leaves what lies deeper out and only writes a line to its log: the model learns from less data.",
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
                yield channel.hit(message, severity=depth.severity, sources=depth.sources)


@rule(
    "LAY112",
    "same-file-in-two-channels",
    "warning",
    summary="Two channels hold the same file.",
    why="A score on samples that the model was trained on says nothing of new ones.",
    fix="Hold samples back for validation, which are not in the training data.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
    training_error="Suspected identical files found. Duplicate data in the training set and validation set",
)
def same_file(case: Case) -> Iterator[Hit]:
    known: dict[object, File] = {}
    for channel, file, profile in case.profiled(FileProfile):
        apart = next(case.requirements(DistinctChannels, channel.name), None)
        if apart and profile.records:
            same = known.setdefault((file.name, file.size), file)
            if same.channel != file.channel and same.profile == profile:
                yield file.hit(f"It is the same file as {same.path}.", at(), severity=apart.severity)
