"""Rules on the indices of libsvm: what they say of the width of a file, and of one channel beside another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from advisor.case.hit import Hit
from advisor.case.measures import greatest_width
from advisor.case.model import Case, Channel
from advisor.knowledge.versions import includes
from advisor.profile.base import Extent
from advisor.profile.predicates import ValueOutside
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.rules.base import rule
from advisor.rules.sources import XGBOOST_DATA

TAKES_NARROWER, STOPS_AT_NARROWER = ">=1.7-1", "<=1.3-1"
"""Versions of the image that train though validation data is narrower, and those that do not."""

FEWEST_INDICES = 3
"""From the first to the last, so that both lie one beside those of another channel by no chance."""


@rule(
    "SVM140",
    "no-feature",
    "error",
    summary="No row of the channel has a feature.",
    why="A model without features learns nothing; XGBoost stops.",
    fix="Check how the file was written: a matrix of zeros, or the wrong columns, leaves only the labels.",
    sources=(XGBOOST_DATA, "https://github.com/aws/amazon-sagemaker-examples/issues/161"),
)
def no_feature(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        profiles = [file.profile for file in channel.files if isinstance(file.profile, LibsvmProfile)]
        if any(svm.records for svm in profiles) and not any(svm.pairs or svm.faults for svm in profiles):
            yield channel.hit(f"The rows of {channel.name!r} hold labels and nothing else.")


@rule(
    "SVM141",
    "width-differs-from-training",
    "warning",
    summary="Another channel has a different highest index than the training channel.",
    why="In libsvm the highest index is the width. XGBoost stops if the validation data is wider than the "
    "training data (tried with 0.90, 1.3, 1.7 and 3.0), and up to 1.3 also if it is narrower.",
    fix="Write the last index in one row of each channel, with the value 0 if necessary (`999:0`), or use CSV.",
    sources=(
        "https://github.com/dmlc/xgboost/issues/2549",
        "https://github.com/dmlc/xgboost/issues/5709",
        "https://github.com/aws/sagemaker-spark/issues/33",
    ),
    training_error="Number of columns does not match number of features in booster.",
)
def width_differs(case: Case) -> Iterator[Hit]:
    train = case.channels.get("train")
    wanted = greatest_width(train) if train else None
    if wanted is None or case.algorithm is None:
        return
    version = case.image_version
    for channel in case.channels.values():
        width = greatest_width(channel)
        if width is not None and width != wanted and not _shifted(_indices(channel), _indices(train)):
            message = f"The highest index of {channel.name!r} is {width - 1}, that of 'train' is {wanted - 1}."
            if width > wanted:
                yield _at_indices(channel, ValueOutside("indices", below=wanted), message, severity="error")
                continue
            stops = version and includes(STOPS_AT_NARROWER, version)
            mild = "info" if version and includes(TAKES_NARROWER, version) else None
            yield channel.hit(message, severity="error" if stops else mild)


@rule(
    "SVM142",
    "files-of-unlike-width",
    "info",
    summary="The files of a channel do not reach the same highest index.",
    why="The highest index of all files is the width of the model; only some of the files would give a narrower one.",
    fix="Nothing needs to be fixed if the features are sparse. Otherwise check the files that end at a lower index.",
    sources=("https://github.com/aws/sagemaker-spark/issues/33",),
)
def files_of_unlike_width(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        known = [(file.profile.feature_count, file.name, file) for file in channel.files
                 if isinstance(file.profile, LibsvmProfile) and file.profile.feature_count]  # fmt: skip
        if known and min(known)[0] != max(known)[0]:
            (least, name, narrow), (most, wide, _) = min(known), max(known)
            yield narrow.hit(f"The highest index goes from {least - 1} ({name}) to {most - 1} ({wide}).")


@rule(
    "SVM143",
    "index-base-differs",
    "warning",
    summary="Another channel counts its features from another number than the training channel, 0 or 1.",
    why="An index names a feature: counted from another number, each value stands for the feature beside its own. "
    "The model is then measured on nonsense, and XGBoost stops if the channel is wider than the training data.",
    fix="Write all channels with the same first index: `dump_svmlight_file(..., zero_based=True)` for each of them.",
    sources=("https://github.com/dmlc/xgboost/issues/2549", XGBOOST_DATA),
)
def index_base_differs(case: Case) -> Iterator[Hit]:
    theirs = _indices(case.channels.get("train"))
    for channel in case.channels.values():
        ours = _indices(channel)
        if _shifted(ours, theirs):
            message = (
                f"The indices of {channel.name!r} go from {ours.low} to {ours.high}, those of 'train' from "
                f"{theirs.low} to {theirs.high}."
            )
            beyond = ValueOutside("indices", minimum=theirs.low, below=theirs.high + 1)
            yield _at_indices(channel, beyond, message, severity="error" if ours.high > theirs.high else None)


def _shifted(ours: Extent, theirs: Extent) -> bool:
    """Whether the first and the last index are both one off those of the training channel, and one counts from 0."""
    steps = (ours.low - theirs.low, ours.high - theirs.high)
    return steps in ((1, 1), (-1, -1)) and min(ours.low, theirs.low) == 0 and theirs.high - theirs.low >= FEWEST_INDICES


def _at_indices(channel: Channel, outside: ValueOutside, message: str, **more: Any) -> Hit:
    """A hit in the first file that has an index outside a range, at those indices."""
    for file in channel.holding(LibsvmProfile):
        index = file.profile.index if isinstance(file.profile, LibsvmProfile) else Extent()
        if not index.empty and (outside.holds(index.low) or outside.holds(index.high)):
            return file.hit(message, locate=outside, **more)
    return channel.hit(message, **more)


def _indices(channel: Channel | None) -> Extent:
    files = channel.files if channel else ()
    profiles = [file.profile for file in files if isinstance(file.profile, LibsvmProfile)]
    return reduce(Extent.merged, (svm.index for svm in profiles), Extent())
