"""Rules on pictures that stand there more than once: in two channels, in one, in the folders of two classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from posixpath import dirname

from advisor.case import links
from advisor.case.hit import Hit
from advisor.case.measures import training_channel
from advisor.case.model import Case, File
from advisor.knowledge.models.requirements import ClassFolders
from advisor.profile.images.image import ImageProfile
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.rules.base import rule

FEW_CONTENTS = 3
"""Different pictures that come again, up to which they were not copied to give a class more weight."""
OFTEN, SHARE = 5, 0.05
"""How often a picture comes, and of which part of all, before it is taken for a placeholder."""
MOST_BLANKS = 2
"""How often it comes for each other picture, up to which it stands in their place."""
PART, MOST_TORN = 0.01, 0.4
"""The share of the pictures that lie in another class, too, from which on it is said, and up to which."""


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


@rule(
    "IMG119",
    "one-picture-again-and-again",
    "warning",
    summary="One picture stands in the training data again and again, where others stand there once.",
    why="Such a picture shows nothing of its own: a placeholder for one that was missing, or an empty one. All of its "
    "copies count, and often have several labels.",
    fix="Look at the picture. If it shows nothing that is to be learnt, leave out all of its copies.",
    sources=("image-classification.md#IC-image-training",),
)
def one_picture_again_and_again(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    pictures = train.holding(ImageProfile) if train and train.facts else []
    firsts = Counter(first for file in pictures if (first := _first_like(file)))
    others = len(pictures) - firsts.total() - len(firsts)
    for first, copies in firsts.items() if len(firsts) <= FEW_CONTENTS else ():
        if max(OFTEN, SHARE * len(pictures)) <= copies + 1 <= others * MOST_BLANKS:
            copy = next(file for file in pictures if _first_like(file) == first)
            message = f"Of {len(pictures):,} pictures {copies + 1:,} are one and the same, such as {first}."
            yield copy.hit(message, value=first)


@rule(
    "IMG120",
    "one-picture-in-several-classes",
    "warning",
    summary="The same pictures lie in the folders of several classes.",
    why="Each says that the other is wrong: the model can be right about one of them at most.",
    fix="Keep each picture in the folder of the class that it shows.",
    sources=("image-classification-tensorflow.md",),
)
def one_picture_in_several_classes(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    if train is None or not any(case.requirements(ClassFolders, train.name)):
        return
    pictures = train.holding(ImageProfile)
    torn = [file for file in pictures if (first := _first_like(file)) and dirname(first) != dirname(file.path)]
    several = len({*map(_first_like, torn)}) >= FEW_CONTENTS
    if several and PART * len(pictures) <= len(torn) <= len(pictures) * MOST_TORN:
        message = f"Pictures that lie in the folder of another class, too: {len(torn):,} of {len(pictures):,}."
        first = _first_like(torn[0])
        yield torn[0].hit(f"{message} The first is the same as {first}.", value=first)


def _first_like(file: File) -> str | None:
    """The path of the first picture of the training data that is the same."""
    seen = file.links.get(links.PICTURE_AGAIN)
    return seen.first[0].value if seen else None
