"""Gaps among the classes of boxes, and of images in manifests, whatever the carrier."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.algorithm import has_boxes
from advisor.case.augmented_roles import samples
from advisor.case.hit import Hit
from advisor.case.measures import is_partly_read, label_values, training_channel
from advisor.case.model import Case, Channel, File
from advisor.case.words import listed
from advisor.knowledge.models.requirements import Labels
from advisor.profile.images.detection_json import DetectionProfile
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.profile.predicates import ValueOutside
from advisor.rules.base import rule

MOST_CLASSES = 10_000
FEW = 10


@rule(
    "DET112",
    "class-that-nothing-has",
    "warning",
    summary="The classes of the training data are not numbered without a gap.",
    why="Classes are numbered from 0 without a gap. A class without objects still takes part in training, and "
    "classes that were renumbered only for training no longer match validation.",
    fix="Number the classes 0, 1, 2, ... without a gap, in training and validation alike, and set num_classes to them.",
    sources=("object-detection.md", "object-detection-api-config.md", "image-classification.md"),
    held=("detection-json", "image-recordio", "augmented-manifest"),
    requires=("DET107", "IRC127", "MAN303"),
)
def class_that_nothing_has(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    if train is None or is_partly_read(case, train):
        return
    values = label_values(case, train)
    if not values or any(not value.is_integer() or not 0 <= value < MOST_CLASSES for value in values):
        return
    highest = max(values)
    absent = [number for number in range(int(highest)) if number not in values]
    if not absent:
        return
    shown = listed(absent, FEW)
    for file, where in _carriers(case, train):
        labels = getattr(file.profile, "labels", None)
        if labels and labels.counts and highest in labels.counts:
            message = f"The classes go up to {highest:g}, but no training sample has the class {shown}."
            yield file.hit(message, locate=ValueOutside(where, minimum=None, below=highest))
            return


def _carriers(case: Case, train: Channel) -> Iterator[tuple[File, str]]:
    """The files that have the classes, with what a second look calls them; lists have a rule of their own."""
    if has_boxes(case):
        for name in (train.name, f"{train.name}_annotation"):
            for file in case.channels[name].files if name in case.channels else ():
                if isinstance(file.profile, DetectionProfile):
                    yield file, "labels"
                elif isinstance(file.profile, ImageRecordioProfile):
                    yield file, "classes"
    for manifest in samples(case):
        consecutive = has_boxes(case) or any(demand.consecutive for demand in case.requirements(Labels, train.name))
        if manifest.channel.name == train.name and manifest.label and consecutive:
            yield manifest.file, manifest.label
