"""Rules on the boxes in MXNet's image RecordIO, for algorithms that learn boxes."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.algorithm import has_boxes
from advisor.case.hit import Hit
from advisor.case.labels.fix import classes_fix
from advisor.case.model import Case
from advisor.case.words import reach
from advisor.profile.images.image_recordio import (
    IN_PIXELS,
    NOT_DIVISIBLE,
    NOT_PACKED,
    ONLY_FILLERS,
    OUTSIDE,
    WITHOUT_AREA,
    WITHOUT_BOX,
    WRONG_HEADER,
)
from advisor.profile.images.image_recordio import ImageRecordioProfile as Profile
from advisor.profile.predicates import ValueOutside
from advisor.rules.base import Count, Counts, rule, tally_rule
from advisor.rules.sources import BOX_LAYOUT

PAGE = "object-detection.md#object-detection-recordio-training"
NOT_A_DETECTION_LABEL = "https://github.com/aws/amazon-sagemaker-examples/issues/343"
CLASSIFICATION_LIST = "https://github.com/zhreshold/mxnet-ssd/issues/195"
REMAINDER = "https://github.com/apache/mxnet/issues/8165"
NO_VALID_LABEL = "https://github.com/leocvml/mxnet-im2rec_tutorial/issues/2"
NO_OBJECT = "https://github.com/zhreshold/mxnet-ssd/issues/163"
DROPPED = "https://github.com/zhreshold/mxnet-ssd/issues/89"
LAYOUT = "a list row is: index, 2, 5, then class, xmin, ymin, xmax, ymax for each object, then the path"


def _odd(name: str) -> Counts:
    """The places of one of the things that are odd in labels read as boxes."""
    return lambda case: (
        Count(file, profile.boxes.odd.get(name))
        for _, file, profile in (case.profiled(Profile) if has_boxes(case) else ())
    )


tally_rule(
    "IRC120", "label-not-packed", "error", "Records with no more than one label: {count}.", _odd(NOT_PACKED),
    summary="A record has one label, as for classification, where boxes are needed.",
    why="A detector reads a header and the boxes from the label; a single number is neither.",
    fix=f"Write a list for detection ({LAYOUT}) and pack it with im2rec.py --pack-label.",
    sources=(PAGE, NOT_A_DETECTION_LABEL, CLASSIFICATION_LIST),
    training_error="Not enough label packed in img_list or rec file.",
)  # fmt: skip

tally_rule(
    "IRC121", "wrong-label-header", "error", "Labels without a sound header: {count}. The first begins with {value}.",
    _odd(WRONG_HEADER),
    summary="The label of a record does not begin with the header of a detection label.",
    why="Its first number must be the length of the header, 2 or more; the second is the length of each object, "
    "5 or more.",
    fix=f"Write a list for detection ({LAYOUT}) and pack it with im2rec.py --pack-label.",
    sources=(PAGE, NOT_A_DETECTION_LABEL, NO_VALID_LABEL),
    training_error="Not enough label packed in img_list or rec file.",
)  # fmt: skip

tally_rule(
    "IRC122", "label-not-divisible", "error", "Labels that do not divide into objects: {count}. The first has {value}.",
    _odd(NOT_DIVISIBLE),
    summary="The label of a record does not divide into objects of the width that its header says.",
    why="Every object has the same number of values; one value too many shifts all that follow.",
    fix="Write the same number of values for every object, and put that number into the header.",
    sources=(PAGE, REMAINDER), training_error="Check failed: (label_width - header_width) % object_width_ == 0",
)  # fmt: skip

tally_rule(
    "IRC123", "record-without-box", "error", "Records without an object: {count}.", _odd(WITHOUT_BOX),
    summary="A record has no object.",
    why="The reader expects at least one object after the header of a label and stops where there is none.",
    fix="Leave out images without objects.",
    sources=(PAGE, NO_OBJECT), training_error="Check failed: label_width >= 7 (2 vs. 7)",
)  # fmt: skip

tally_rule(
    "IRC128", "only-filler-boxes", "warning", "Records with nothing but filler objects: {count}.", _odd(ONLY_FILLERS),
    summary="A record has only objects of class -1, which are mere filler.",
    why="Reports differ on whether an image without an object is dropped, trained on as background, or refused.",
    fix="Leave out images without objects, or make sure that each batch contains images with objects.",
    sources=(PAGE, NO_OBJECT, DROPPED, NO_VALID_LABEL), training_error="Encounter sample with no valid label.",
)  # fmt: skip

tally_rule(
    "IRC124", "packed-box-without-area", "error", "Boxes without an area: {count}. The first is {value}.",
    _odd(WITHOUT_AREA),
    summary="A box in a record has no width or no height.",
    why="xmax is not greater than xmin, or ymax is not greater than ymin: the box encloses nothing.",
    fix="Write the corners as xmin, ymin, xmax, ymax, not as left, top, width, height.",
    sources=(PAGE, BOX_LAYOUT, NO_VALID_LABEL), training_error="Encounter sample with no valid label.",
)  # fmt: skip

tally_rule(
    "IRC125", "box-in-pixels", "error", "Boxes that are not fractions of the image: {count}. The first is {value}.",
    _odd(IN_PIXELS),
    summary="A box in a record is given in pixels.",
    why="Here boxes are fractions of the image, from 0 to 1. With pixels, training runs to the end and learns nothing.",
    fix="Divide xmin and xmax by the width of the image, and ymin and ymax by its height.",
    sources=(PAGE, BOX_LAYOUT),
)  # fmt: skip

tally_rule(
    "IRC126", "packed-box-outside-image", "warning",
    "Boxes that reach beyond the image: {count}. The first is {value}.", _odd(OUTSIDE),
    summary="A box in a record reaches beyond the image.",
    why="Boxes are fractions of the image, from 0 to 1.",
    fix="Cut the boxes off at the edge of the image, and divide by the image's own width and height.",
    sources=(PAGE, BOX_LAYOUT),
)  # fmt: skip


@rule(
    "IRC127",
    "packed-class-does-not-fit",
    "error",
    summary="The class of an object is outside the range that the task accepts.",
    why="Classes run from 0 to num_classes - 1; any other is taken for background, or makes training fail.",
    fix="Number the classes 0, 1, 2, ... and set num_classes to match.",
    sources=(PAGE, "object-detection-api-config.md"),
)
def packed_class_does_not_fit(case: Case) -> Iterator[Hit]:
    limit = case.number("num_classes")
    for _, file, profile in case.profiled(Profile) if has_boxes(case) else ():
        classes = profile.boxes.classes
        if classes.extent.empty:
            continue
        beyond = limit is not None and classes.extent.high >= limit
        if classes.extent.low < 0 or beyond or classes.fractional.count:
            room = f"; num_classes = {limit:g} leaves room for 0 to {limit - 1:g}" if limit is not None else ""
            message = f"{reach('classes', classes.extent.low, classes.extent.high)}{room}."
            fix = classes_fix(classes.extent.low, classes.extent.high, "num_classes", limit)
            yield file.hit(message, locate=ValueOutside("classes", minimum=0, below=limit, integral=True), fix=fix)
