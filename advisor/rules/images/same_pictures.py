"""The rule on pictures that stand in two channels."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case import links
from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.profile.images.image import ImageProfile
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.rules.base import rule


@rule(
    "IMG118",
    "pictures-in-two-channels",
    "warning",
    summary="Pictures of the training data are in another channel, too.",
    why="A score on pictures that the model was trained on says nothing about new ones.",
    fix="Put each picture in one channel only. Look for equal files, for their names may differ.",
    sources=("image-classification.md#IC-image-training",),
)
def pictures_in_two_channels(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values() if case.algorithm else ():
        pictures = channel.holding(ImageProfile) if channel.facts else []
        copies = [file for file in pictures if links.PICTURE_OF_TRAIN in file.links]
        if copies:
            first = copies[0].links[links.PICTURE_OF_TRAIN].first[0].value
            message = f"Pictures that are in the training data, too: {len(copies):,} of {len(pictures):,}."
            yield copies[0].hit(f"{message} The first is the same as {first}.", value=first)
    for channel, file, profile in case.profiled(ImageRecordioProfile) if case.algorithm else ():
        seen = file.links.get(links.PICTURE_OF_TRAIN)
        if seen and channel.facts:
            shared = f"{seen.count:,} of {profile.records:,}"
            yield file.hit(f"Records with pictures that are in the training data, too: {shared}.", seen)
