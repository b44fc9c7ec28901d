"""Rules on the JSON annotations of object detection: one file per image, with its boxes."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.labels.fix import classes_fix
from advisor.case.measures import label_values
from advisor.case.model import Case, at
from advisor.knowledge.models.requirements import Labels
from advisor.profile.base import Tally
from advisor.profile.faults import BOX_OUTSIDE_IMAGE
from advisor.profile.images.detection_json import DetectionProfile
from advisor.profile.predicates import ValueOutside
from advisor.rules.base import counted, fault_rule, rule
from advisor.rules.sources import BAD_BOX, BOX_LAYOUT, OBJECT_DETECTION

CORNERS = "Subtract left from width and top from height in every box, also in those that lie inside their image."
FEW_BOXES = 3
"""Boxes outside their images from which on one cause may be supposed."""

NO_OBJECTS = ("https://github.com/zhreshold/mxnet-ssd/issues/89", "https://github.com/tensorflow/models/issues/10953")

fault_rule(
    "DET101", "annotation-not-json", "error", "The annotation is not a JSON object: {value}.", "detection-json",
    fault="not-json",
    summary="An annotation is not a JSON object.",
    why="The annotation cannot be read, so its image has no boxes.",
    fix="Write each annotation as one JSON object in plain UTF-8, for example with json.dump.",
    sources=(OBJECT_DETECTION,),
)  # fmt: skip

fault_rule(
    "DET102", "annotation-too-large", "error", "The annotation has {value}, too many for one image; it was not read.",
    "detection-json", fault="too-large",
    summary="An annotation is far too large for one image.",
    why="Each image has its own annotation; one file for all images, as in COCO, is not understood.",
    fix="Write one .json file for each image, with the same name as the image.",
    sources=(OBJECT_DETECTION,),
)  # fmt: skip

fault_rule(
    "DET103", "annotation-content", "error",
    "Values that are missing or of the wrong kind: {count}. The first is: {value}.", "detection-json",
    fault="annotation-shape",
    summary="Something in an annotation is missing or of the wrong kind.",
    why='An annotation needs "file", "image_size" and "annotations", and each box a class_id and four numbers.',
    fix='Write "image_size" as a list of one object, class_id as a whole number from 0, and left, top, width and '
    "height as numbers of pixels.",
    sources=(OBJECT_DETECTION,), requires=("DET113",),
)  # fmt: skip


@rule(
    "DET113",
    "coco-annotation",
    "error",
    summary="One annotation file lists all images, as in COCO.",
    why="The algorithm needs a JSON file for each image, with the same name as the image; a list of all images "
    "annotates none.",
    fix="Write a JSON file for each of `images`: `advisor convert FILE --images FOLDER --to detection-json "
    "--output DIR` does that. A COCO bbox is [left, top, width, height]; number the classes (category_id) from 0.",
    sources=(OBJECT_DETECTION,),
)
def coco_annotation(case: Case) -> Iterator[Hit]:
    for file in case.files("detection-json"):
        if file.kind == "json-coco":
            yield file.hit("The file lists all images and all boxes, as COCO does.", at())


fault_rule(
    "DET104", "box-without-area", "error", "Boxes without area: {count}. The first has {value}.", "detection-json",
    summary="A box has no width or no height.",
    why="Such a box encloses nothing; trainers stop at it, or drop it together with its object.",
    fix="Remove the box or draw it again; width and height are its size in pixels, not its lower right corner.",
    sources=(OBJECT_DETECTION, BAD_BOX),
)  # fmt: skip


@rule(
    "DET105",
    "box-outside-image",
    "error",
    summary="A box reaches beyond the image size that its annotation states.",
    why="The boxes are in another unit or belong to another image, or width and height hold the lower right corner.",
    fix="Give left, top, width and height in pixels of the image, with left + width and top + height inside it. Do not "
    "cut boxes off before you know why they reach beyond it.",
    sources=(OBJECT_DETECTION, BOX_LAYOUT, BAD_BOX),
)
def box_outside_image(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        annotations = [file.profile for file in channel.files if isinstance(file.profile, DetectionProfile)]
        broken = case.broken(BOX_OUTSIDE_IMAGE) if annotations else ()
        outside = [(file, tally) for file, tally in broken if file.channel == channel.name]
        boxes, count = sum(profile.boxes for profile in annotations), sum(tally.count for _, tally in outside)
        are_corners = sum(profile.maybe_corners for profile in annotations) == boxes and count >= max(
            FEW_BOXES, boxes / 4
        )
        if are_corners:
            file, tally = outside[0]
            message = (
                f"{count} of the {boxes} boxes of {channel.name!r} reach beyond their image, in {len(outside)} of "
                f"{len(annotations)} files. All have a width above left and a height above top, both inside the image: "
                "they seem to be the lower right corner."
            )
            yield file.hit(message, Tally(count, tally.first), fix=CORNERS)
        else:
            message = "Boxes that reach beyond the image: {count}. The first goes from {value}."
            yield from (counted(file, tally, message) for file, tally in outside)


fault_rule(
    "DET106", "box-over-edge", "warning",
    "Boxes less than a pixel beyond the image: {count}. The first goes from {value}.", "detection-json",
    summary="A box reaches beyond the image by less than a pixel.",
    why="This is most likely a rounding error; most trainers cut the box off at the edge.",
    fix="Cut the box off at the edge of the image.",
    sources=(OBJECT_DETECTION, BAD_BOX),
)  # fmt: skip


fault_rule(
    "DET111", "box-in-fractions", "error",
    "Boxes within a single pixel, as in fractions of the image: {count}. The first is {value}.", "detection-json",
    summary="A box is given as fractions of its image.",
    why="Here left, top, width and height are in pixels. With fractions, training runs to the end on empty boxes "
    "and learns nothing.",
    fix="Multiply left and width by the width of the image, and top and height by its height.",
    sources=(OBJECT_DETECTION, BOX_LAYOUT),
)  # fmt: skip


@rule(
    "DET107",
    "class-id-too-high",
    "error",
    summary="A box has a class that the model has no room for.",
    why="Classes run from 0 to num_classes - 1; a higher one is out of range when the loss is computed.",
    fix="Set num_classes to the highest class_id plus one, or number the classes from 0.",
    sources=(OBJECT_DETECTION, "object-detection-api-config.md"),
)
def class_id_too_high(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for requirement in case.requirements(Labels, channel.name):
            limit = case.number(requirement.below) if requirement.below else None
            if limit is None:
                continue
            room = f"{requirement.below}={limit:g} leaves room for 0 to {limit - 1:g}"
            values = label_values(case, channel) or {0.0}
            fix = classes_fix(min(values), max(values), requirement.below, limit)
            for file in channel.files:
                if isinstance(file.profile, DetectionProfile) and file.profile.classes.high >= limit:
                    yield file.hit(
                        f"The highest class_id is {file.profile.classes.high:.0f}, but {room}.",
                        locate=ValueOutside("labels", below=limit),
                        severity=requirement.severity,
                        fix=fix,
                        sources=requirement.sources,
                    )


fault_rule(
    "DET108", "class-without-category", "info",
    "Boxes of a class without a category: {count}. The first is of class {value}.", "detection-json",
    summary='A box has a class that the "categories" of its annotation do not list.',
    why="Either the class or the categories are wrong.",
    fix='Correct class_id, or list every class in "categories". You may also leave "categories" out: they are '
    "optional.",
    sources=(OBJECT_DETECTION,),
)  # fmt: skip

fault_rule(
    "DET109", "categories-not-successive", "info", "The categories are numbered {value}.", "detection-json",
    summary='The "categories" of an annotation are not numbered 0, 1, 2, ...',
    why="Class indices should run from 0 without a gap; a gap is a class that is never seen.",
    fix="Number the classes from 0 without a gap, in boxes and categories alike.",
    sources=(OBJECT_DETECTION,),
)  # fmt: skip

fault_rule(
    "DET110",
    "no-boxes",
    "warning",
    "The list of annotations is empty.",
    "detection-json",
    summary="An annotation has no box.",
    why="Some readers drop images without objects, others stop at them.",
    fix="Leave out images without objects, and do not count them in num_training_samples.",
    sources=(OBJECT_DETECTION, *NO_OBJECTS),
)  # fmt: skip
