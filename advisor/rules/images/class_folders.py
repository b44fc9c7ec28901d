"""Rules on images that are in one folder per class."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.images.class_folders import class_folders, folder_path, image_names, images
from advisor.case.labels.spellings import spelt_alike
from advisor.case.measures import training_channel
from advisor.case.model import Case, Channel
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import ClassFolders
from advisor.rules.base import rule

PAGE = "image-classification-tensorflow.md"
KERAS = "https://github.com/keras-team/keras/blob/master/keras/src/utils/dataset_utils.py"
SHOWN = 5
PARTS = frozenset(("train", "training", "val", "valid", "validation", "test", "testing", "dev", "eval", "holdout"))
"""What parts of a data set are called."""


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(repr(name) for name in names[:SHOWN]) + more


def _demands(case: Case) -> Iterator[tuple[Channel, ClassFolders, tuple[str, ...]]]:
    """The channels of images with what is asked of their folders, and the folders."""
    for channel in case.channels.values():
        for requirement in case.requirements(ClassFolders, channel.name):
            if any(image_names(channel)):
                yield channel, requirement, class_folders(channel)


def _own_demands(case: Case) -> Iterator[tuple[Channel, ClassFolders, tuple[str, ...]]]:
    """Those on the folders by themselves, which name neither another channel nor a number of classes."""
    return (demand for demand in _demands(case) if not (demand[1].same_as or demand[1].exactly))


@rule(
    "CLF101",
    "too-few-classes",
    "error",
    summary="The images are not sorted into folders, one for each of at least two classes.",
    why="The folder of an image is its class. With fewer than two classes there is nothing to distinguish.",
    fix="Make one folder for each class directly below the channel's folder, and sort the images into them.",
    sources=(PAGE,),
    conversion="sort the images into a folder for each class",
)
def too_few_classes(case: Case) -> Iterator[Hit]:
    for channel, requirement, folders in _own_demands(case):
        if len(folders) >= requirement.at_least:
            continue
        inner = {"/".join(n.split("/")[:2]) for n in image_names(channel) if n.count("/") > 1}
        deeper = f" Folders lie one level too deep: {_listed(tuple(sorted(inner)))}." if len(inner) > 1 else ""
        held = f"one folder of images only, {folders[0]!r}" if folders else "images, but no folders of them"
        message = f"The channel {channel.name!r} holds {held}.{deeper}"
        yield channel.hit(message, file=_folder(channel) if folders else None, sources=requirement.sources)


def _folder(channel: Channel) -> str:
    """The path of the first folder in the channel."""
    first = min((file for file in channel.files if "/" in file.name), key=lambda file: file.name)
    return first.path.removesuffix(first.name) + first.name.partition("/")[0]


@rule(
    "CLF102",
    "image-without-class",
    "error",
    summary="An image lies beside the class folders, not in one of them.",
    why="It has no class: it is skipped silently, or gets a wrong one.",
    fix="Move the image into the folder of its class, or remove it.",
    sources=(PAGE,),
)
def image_without_class(case: Case) -> Iterator[Hit]:
    for channel, requirement, folders in _own_demands(case):
        beside = [file for file in images(channel) if "/" not in file.name]
        if folders and beside:
            first = min(beside, key=lambda file: file.name)
            message = f"Images beside the folders of {channel.name!r}: {len(beside)}. The first is {first.name}."
            yield first.hit(message, sources=requirement.sources)


@rule(
    "CLF103",
    "other-classes",
    "warning",
    summary="Two channels have different class folders.",
    why="Classes are numbered in the order of their folders' names: with different folders, a number means "
    "different classes.",
    fix="Give both channels the same folders, each with at least one image: rename folders that mean the same class. "
    "Remove a class that only one channel has, or add images of it to the other.",
    sources=(PAGE,),
)
def other_classes(case: Case) -> Iterator[Hit]:
    for channel, requirement, folders in _demands(case):
        other = case.channels.get(requirement.same_as or "")
        if other is None or not folders or not (known := class_folders(other)):
            continue
        odd = [
            (holder, names, lacking)
            for holder, names, lacking in (
                (channel, tuple(sorted({*folders} - {*known})), other),
                (other, tuple(sorted({*known} - {*folders})), channel),
            )
            if names
        ]
        if odd:
            counts = (
                f"{holder.name!r} has folders that {lacking.name!r} does not have: {_listed(names)}."
                for holder, names, lacking in odd
            )
            holder, names, _ = odd[0]
            yield Hit(" ".join(counts), holder.name, folder_path(holder, names[0]), sources=requirement.sources)


@rule(
    "CLF104",
    "not-two-classes",
    "error",
    summary="A setting requires a certain number of classes, but the images have a different number.",
    why="A model for two classes has one output, which cannot distinguish more.",
    fix="Remove the setting, or train with the number of classes that it requires.",
    sources=("IC-TF-Hyperparameter.md",),
)
def not_two_classes(case: Case) -> Iterator[Hit]:
    for channel, requirement, folders in _demands(case):
        if requirement.exactly and folders and len(folders) != requirement.exactly:
            setting = ", ".join(f"{name}={case.value(name)}" for name in requirement.when)
            yield channel.hit(
                f"With {setting} there are {requirement.exactly} classes; {channel.name!r} has {len(folders)}.",
                sources=requirement.sources,
            )


@rule(
    "CLF106",
    "hidden-class-folder",
    "error",
    summary="A folder that is not meant as a class lies among the folders of classes.",
    why="Each folder directly below the channel is a class, whatever its name: the model has one class too many, and "
    "files in there that are no images stop the training.",
    fix="Delete the folder before the upload.",
    sources=("script:image-classification-tensorflow", KERAS),
)
def hidden_class_folder(case: Case) -> Iterator[Hit]:
    for channel, requirement, _ in _own_demands(case):
        folders = {path.split("/")[1]: path for path in reversed(channel.hidden) if path.count("/") > 1}
        for folder, path in sorted(folders.items()):
            if folder.startswith("_"):
                message = f"The folder {folder!r} of {channel.name!r} counts as a class."
                yield channel.hit(message, file=path, sources=requirement.sources)


@rule(
    "CLF105",
    "parts-as-classes",
    "error",
    summary="The folders that stand for classes are called train, validation or test, and hold the folders of classes.",
    why="The folder directly below the channel is the class: the model learns which part of the data an image is in.",
    fix="Send each part as a channel of its own, so that its folders of classes lie directly below the channel.",
    sources=(PAGE,),
)
def parts_as_classes(case: Case) -> Iterator[Hit]:
    for channel, requirement, folders in _own_demands(case):
        are_parts = len(folders) > 1 and PARTS.issuperset(folders)
        if are_parts and all(name.count("/") > 1 for name in image_names(channel)):
            yield channel.hit(
                f"The folders of {channel.name!r} are {_listed(folders)}; each holds folders of images.",
                file=_folder(channel),
                sources=requirement.sources,
            )


@rule(
    "CLF107",
    "class-spelt-in-several-ways",
    "warning",
    summary="The names of two class folders differ in nothing but their capitals or blanks.",
    why="Each spelling is a class of its own. The images of one class are torn apart, and the model cannot tell the "
    "parts from each other.",
    fix="Put the images of a class into one folder.",
    sources=(PAGE,),
)
def class_spelt_in_several_ways(case: Case) -> Iterator[Hit]:
    for channel, requirement, folders in _own_demands(case):
        groups = spelt_alike(folders) if channel is training_channel(case) else []
        if groups:
            others = f", and so for {number_of(len(groups) - 1, 'other name')}" if len(groups) > 1 else ""
            message = f"{channel.name!r} has folders {_listed(groups[0])}{others}."
            yield channel.hit(message, file=folder_path(channel, groups[0][-1]), sources=requirement.sources)
