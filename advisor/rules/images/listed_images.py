"""Rules on what an image list says: whether its images are there, and whether its labels suit the algorithm."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from advisor.case import links
from advisor.case.algorithm import has_boxes
from advisor.case.hit import Hit
from advisor.case.labels.fix import classes_fix
from advisor.case.model import Case, Channel, File
from advisor.case.words import number_of, reach
from advisor.knowledge.models.requirements import Labels
from advisor.profile import faults
from advisor.profile.base import Tally
from advisor.profile.images.lst import LstProfile
from advisor.profile.predicates import ValueOutside
from advisor.rules.base import rule
from advisor.rules.sources import LISTED_IMAGES, MULTI_LABEL

NOT_FOUND = ("https://github.com/apache/mxnet/issues/11607", "https://github.com/apache/mxnet/issues/14828")


def _images(channel: Channel) -> str:
    return channel.name.removesuffix("_lst")


@rule(
    "LST201",
    "missing-image",
    "error",
    summary="A list names an image that is not in the image channel.",
    why="Training opens every image that the list names, and stops at the first that is not there.",
    fix="Upload the image, correct its path, or delete the line. Paths are relative to the image channel, and "
    "case counts.",
    sources=(LISTED_IMAGES, *NOT_FOUND),
    training_error="imread read blank (None) image for file",
)
def missing_image(case: Case) -> Iterator[Hit]:
    for channel, file, _ in () if has_boxes(case) else case.profiled(LstProfile):
        missing = file.links.get(links.MISSING_IMAGE)
        if missing:
            hint = _hint(file, missing, _images(channel))
            fix = "Write the paths with slashes." if links.MISSING_BY_SLASH in file.links else None
            yield file.hit(f"Images that are not in {_images(channel)!r}: {missing.count}.{hint}", missing, fix=fix)


def _hint(file: File, missing: Tally, images: str) -> str:
    by_case = file.links.get(links.MISSING_BY_CASE, Tally())
    by_folder = file.links.get(links.MISSING_BY_FOLDER, Tally())
    by_slash = file.links.get(links.MISSING_BY_SLASH, Tally())
    if by_slash.count:
        return f" {_share(by_slash, missing)} there with slashes: on Linux a backslash parts no folders."
    if by_case.count:
        return f" {_share(by_case, missing)} there in different case (A for a)."
    if by_folder.count:
        return (
            f" {_share(by_folder, missing)} there without the first folder of the path: paths begin below {images!r}."
        )
    return ""


def _share(some: Tally, missing: Tally) -> str:
    if some.count == missing.count:
        return "All are"
    return "1 of them is" if some.count == 1 else f"{some.count} of them are"


@rule(
    "LST202",
    "unlisted-image",
    "info",
    summary="The image channel holds images that no list names.",
    why="Images that are not listed are copied but not used.",
    fix="List the images if they are meant for training; otherwise remove them, which saves the time to copy them.",
    sources=(LISTED_IMAGES,),
)
def unlisted_image(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for file in channel.files:
            unlisted = file.links.get(links.UNLISTED_IMAGE)
            meant = file.links.keys() & {links.MISSING_BY_CASE, links.MISSING_BY_FOLDER, links.MISSING_BY_SLASH}
            unread = file.profile is not None and faults.NOT_TAB_SEPARATED in file.profile.faults
            if unlisted and unlisted.first and not meant and not unread:  # else lines name them, by a wrong path
                yield Hit(
                    f"Images of {_images(channel)!r} that no line of {channel.name!r} names: {unlisted.count}.",
                    _images(channel),
                    value=unlisted.first[0].value,
                )


@rule(
    "LST203",
    "validated-on-trained-images",
    "warning",
    summary="The lists of training and validation name the same images.",
    why="A score on the training images says nothing about new images.",
    fix="Hold back images for validation, and list each image in only one of the two lists.",
    sources=(LISTED_IMAGES,),
)
def validated_on_trained_images(case: Case) -> Iterator[Hit]:
    train, validation = _address(case, "train"), _address(case, "validation")
    if train is None or train != validation:
        return
    for _, file, _ in case.profiled(LstProfile):
        shared = file.links.get(links.IMAGE_OF_TRAIN)
        if shared:
            yield file.hit(f"Images that the training list names too, in the same S3 prefix: {shared.count}.", shared)


def _address(case: Case, channel: str) -> str | None:
    asked = case.asked(channel)
    return asked.s3.s3_uri.removesuffix("/") if asked and asked.s3 else None


@rule(
    "LST211",
    "folders-numbered-anew",
    "warning",
    summary="The lists of training and validation number the same folders differently.",
    why="im2rec.py numbers the classes by the folders that it finds in each run. Where they differ, validation counts "
    "right answers as wrong.",
    fix="Write both lists in one run of im2rec.py, or number the classes by a table that both lists share.",
    sources=("https://github.com/aws/sagemaker-python-sdk/issues/698",),
)
def folders_numbered_anew(case: Case) -> Iterator[Hit]:
    for _, file, _ in case.profiled(LstProfile):
        other = file.links.get(links.OTHER_CLASS_OF_FOLDER)
        if other:
            message = f"Folders that are of another class in the training list: {other.count}. {other.first[0].value}."
            yield file.hit(message, other)


@rule(
    "LST204",
    "not-all-compared",
    "info",
    summary="The list is too long to be compared with the images as a whole.",
    why="Only part of a list of this length is kept in memory; the rest is not looked up.",
    fix="Check the list in several parts.",
    sources=(LISTED_IMAGES,),
)
def not_all_compared(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(LstProfile):
        if profile.uncompared:
            lines = f"The last {profile.uncompared} lines"
            yield file.hit(f"{lines} were not searched for repeated indices and paths, nor looked up among the images.")


def _judged(case: Case) -> Iterator[tuple[File, LstProfile, list[Labels]]]:
    """Every list of a channel on whose labels the algorithm makes demands."""
    for channel, file, profile in case.profiled(LstProfile):
        demands = list(case.requirements(Labels, channel.name))
        if demands:
            yield file, profile, demands


def _several(demands: list[Labels]) -> bool:
    return any(demand.values == "zero-or-one" for demand in demands)


@rule(
    "LST205",
    "detection-list",
    "error",
    summary="A list for detection is given to an algorithm that expects classes.",
    why="Its header and boxes would be read as labels.",
    fix="List the class of each image, or use an algorithm for object detection.",
    sources=(LISTED_IMAGES, "https://github.com/zhreshold/mxnet-ssd/issues/195"),
)
def detection_list(case: Case) -> Iterator[Hit]:
    for file, profile, _ in _judged(case):
        if profile.detection.count:
            yield file.hit(f"Lines that hold boxes instead of a class: {profile.detection.count}.", profile.detection)


@rule(
    "LST206",
    "several-labels",
    "error",
    summary="The list has several labels per line, but the job expects one.",
    why="Without multi_label a line has three columns, so the second label is read as the path.",
    fix="Set multi_label to 1, or write one label per line.",
    sources=(LISTED_IMAGES, MULTI_LABEL),
    requires=("LST205", "LST122"),
)
def several_labels(case: Case) -> Iterator[Hit]:
    for file, profile, demands in _judged(case):
        width = profile.width
        if width is None or width < 2 or _several(demands):
            continue
        switches = _switches(case)
        is_declared = case.request is not None or any(name in case.hyperparameters for name in switches)
        setting = " and ".join(f"{name}={value}" for name, value in switches.items())
        message = f"Each line has {width} labels. That needs {setting}."
        yield file.hit(message, profile.widths[width], severity=None if is_declared else "warning")


def _switches(case: Case) -> dict[str, str]:
    """The hyperparameters that make the algorithm take several labels, with their values."""
    demands = case.demands
    several = [demand for demand in demands if isinstance(demand, Labels) and demand.values == "zero-or-one"]
    return {name: str(values[0]) for demand in several for name, values in demand.when.items()}


@rule(
    "LST207",
    "label-columns-differ-from-classes",
    "error",
    summary="A multi-label list does not have one column for each class.",
    why="With several labels per image, a line holds a 0 or 1 for every class.",
    fix="Write num_classes columns of 0 and 1 between index and path, or correct num_classes.",
    sources=(LISTED_IMAGES, MULTI_LABEL),
    training_error="Mismatch between number of labels in the multi-label data and the num_classes parameter",
    requires=("LST205", "LST122"),
)
def label_columns_differ(case: Case) -> Iterator[Hit]:
    demanded = [demand.below for demand in case.algorithm.data if isinstance(demand, Labels)] if case.algorithm else []
    name = next((below for below in demanded if below), None)
    limit = case.number(name) if name else None
    for file, profile, demands in _judged(case):
        width = profile.width
        if width is not None and limit is not None and _several(demands) and width != limit:
            message = f"Each line has {number_of(width, 'label')}, but {name} is {limit:g}."
            yield file.hit(message, profile.widths[width])


@rule(
    "LST208",
    "label-out-of-range",
    "error",
    summary="A label lies beyond the classes that the model has room for.",
    why="Classes run from 0 to num_classes - 1. In a multi-label list every column is 0 or 1.",
    fix="Number the classes from 0, and set num_classes to how many there are.",
    sources=(LISTED_IMAGES, "IC-Hyperparameter.md"),
    requires=("LST205", "LST206"),
)
def label_out_of_range(case: Case) -> Iterator[Hit]:
    for file, profile, demands in _judged(case):
        if profile.extent.empty:
            continue
        for demand in demands:
            least, below = _range(case, demand)
            too_low = least is not None and profile.extent.low < least
            too_high = below is not None and profile.extent.high >= below
            if too_low or too_high:
                message = f"{reach('labels', profile.extent.low, profile.extent.high)}{_room(demand, below)}."
                predicate = ValueOutside("labels", minimum=least, below=below)
                fix = classes_fix(profile.extent.low, profile.extent.high, demand.below, below)
                yield file.hit(message, locate=predicate, severity=demand.severity, fix=fix, sources=demand.sources)


def _range(case: Case, demand: Labels) -> tuple[float | None, float | None]:
    """The lowest label, and the first that is too high."""
    if demand.values == "zero-or-one":
        return 0, 2
    return demand.minimum, case.number(demand.below) if demand.below else None


def _room(demand: Labels, below: float | None) -> str:
    if demand.values == "zero-or-one":
        return "; each must be 0 or 1"
    if below is None:
        return "; they begin at 0"
    return f"; {demand.below}={below:g} leaves room for 0 to {below - 1:g}"


@rule(
    "LST209",
    "label-not-whole",
    "error",
    summary="A label is not a whole number.",
    why="A label is the number of a class.",
    fix="Number the classes 0, 1, 2, ...",
    sources=(LISTED_IMAGES,),
    requires=("LST205", "LST206"),
)
def label_not_whole(case: Case) -> Iterator[Hit]:
    for file, profile, demands in _judged(case):
        if profile.fractional.count and any(demand.values in ("integer", "zero-or-one") for demand in demands):
            yield file.hit(f"Labels that are not whole numbers: {profile.fractional.count}.", profile.fractional)


@rule(
    "LST210",
    "classes-with-gaps",
    "warning",
    summary="The classes are not numbered 0, 1, 2, ... without a gap.",
    why="Class indices run from 0 without a gap; a number that no image has is a class that is never learned.",
    fix="Renumber the classes from 0, and change num_classes to match.",
    sources=(LISTED_IMAGES,),
    requires=("LST205", "LST206", "LST208"),
)
def classes_with_gaps(case: Case) -> Iterator[Hit]:
    for file, profile, demands in _judged(case):
        counts = profile.values.counts
        if profile.width != 1 or not counts or profile.extent.low < 0 or not any(d.consecutive for d in demands):
            continue
        classes = int(profile.extent.high) + 1
        absent = classes - len({int(value) for value in counts})
        if absent > 0:
            first = next(number for number in count() if number not in counts)
            yield file.hit(f"Classes without an image: {absent} of {classes}; the first is {first}.")
