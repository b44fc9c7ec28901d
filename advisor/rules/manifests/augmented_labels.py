"""Rules on the labels of an augmented manifest: whether they are what the algorithm takes."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.augmented_roles import KINDS, WANTED, Samples, classes_name, samples
from advisor.case.hit import Hit
from advisor.case.labels.fix import classes_fix
from advisor.case.model import Case
from advisor.case.words import reach
from advisor.contract import escaped
from advisor.profile.base import Tally
from advisor.profile.manifests.augmented_manifest import CLASS_KINDS, LIST_KINDS, Attribute
from advisor.profile.predicates import ValueOutside
from advisor.rules.base import Count, Counts, rule, tally_rule
from advisor.rules.sources import BAD_BOX

CLASSES = "image-classification.md#IC-augmented-manifest-training"
BOXES = "object-detection.md#object-detection-augmented-manifest-training"
MULTI_LABEL = "https://github.com/aws/amazon-sagemaker-examples/issues/530"
SWITCH = "multi_label"

EMPTY_KINDS = ("null", "empty")


def _labelled(case: Case, *wanted: str) -> Iterator[tuple[Samples, str, Attribute]]:
    """Every manifest whose label is known, with what the algorithm calls its labels."""
    for manifest in samples(case):
        if manifest.facts and manifest.labels and manifest.label and (not wanted or manifest.facts.label in wanted):
            yield manifest, manifest.label, manifest.labels


@rule(
    "MAN301",
    "label-of-another-kind",
    "error",
    summary="A label is not of the kind that the algorithm learns from.",
    why="The label is streamed as it is; a label for another task, or a name instead of a number, is not understood.",
    fix="Name the right attribute in AttributeNames, or write the labels in the form that the algorithm accepts.",
    sources=(CLASSES, BOXES),
    requires=("MAN205", "MAN207", "MAN215"),
)
def label_of_another_kind(case: Case) -> Iterator[Hit]:
    for manifest, name, labels in _labelled(case):
        kind = manifest.facts.label if manifest.facts else ""
        wrong = labels.not_of_kinds(*KINDS[kind], *EMPTY_KINDS)
        if wrong.count and not (kind == "mask-ref" and manifest.declared):
            message = f"Values of {escaped(name)!r} that are not {WANTED[kind]}: {wrong.count}."
            yield manifest.file.hit(message, wrong, sources=manifest.facts.sources if manifest.facts else None)


@rule(
    "MAN302",
    "label-empty",
    "error",
    summary="A label is null, empty text, or a list of no classes.",
    why="The line has the label attribute, but no label in it.",
    fix="Label the sample, or leave the line out and do not count it in num_training_samples.",
    sources=("augmented-manifest.md#augmented-manifest-format",),
    requires=("MAN205",),
)
def label_empty(case: Case) -> Iterator[Hit]:
    for manifest, name, labels in _labelled(case):
        bare = labels.lengths.get(0, Tally()) if manifest.facts and manifest.facts.label == "text-class" else Tally()
        empty = Tally.of([labels.of_kinds(*EMPTY_KINDS), bare])
        if empty.count:
            yield manifest.file.hit(f"Lines whose {escaped(name)!r} is null or empty: {empty.count}.", empty)


@rule(
    "MAN303",
    "class-out-of-range",
    "error",
    summary="A class is beyond those that the model has room for.",
    why="Classes run from 0 to num_classes - 1; a higher one is out of range when the loss is computed.",
    fix="Number the classes from 0, and set num_classes to the highest class plus one.",
    sources=(CLASSES, BOXES),
)
def class_out_of_range(case: Case) -> Iterator[Hit]:
    name = classes_name(case)
    limit = case.number(name) if name else None
    for manifest, label, labels in _labelled(case, "class", "boxes"):
        if labels.extent.empty or (_lists(labels) and _label_format(case, manifest) == "multi-hot"):
            continue
        if labels.extent.low < 0 or (limit is not None and labels.extent.high >= limit):
            room = "" if limit is None else f"; {name}={limit:g} leaves room for 0 to {limit - 1:g}"
            message = f"{reach('classes', labels.extent.low, labels.extent.high)}{room}."
            fix = classes_fix(labels.extent.low, labels.extent.high, name, limit)
            yield manifest.file.hit(message, locate=ValueOutside(label, minimum=0, below=limit), fix=fix)


def _lists(labels: Attribute) -> int:
    return labels.of_kinds(*LIST_KINDS).count


def _label_format(case: Case, manifest: Samples) -> str:
    """How lists of labels are written, as the content type says: multi-hot unless told otherwise."""
    declared = manifest.channel.media_type.parameters.get("label-format") if manifest.channel.media_type else None
    return declared or "multi-hot"


@rule(
    "MAN304",
    "lists-not-multi-hot",
    "error",
    summary="Lists of labels are read as multi-hot, but are not written that way.",
    why="Unless the content type says otherwise, a list holds a 0 or 1 for each class. Ground Truth writes class "
    "ids instead.",
    fix="Declare application/x-recordio;label-format=class-id, or write a 0 or a 1 for each of num_classes classes.",
    sources=(CLASSES,),
)
def lists_not_multi_hot(case: Case) -> Iterator[Hit]:
    name = classes_name(case)
    limit = case.number(name) if name else None
    for manifest, label, labels in _labelled(case, "class"):
        if not _lists(labels) or _label_format(case, manifest) != "multi-hot":
            continue
        severity = None if case.request else "warning"
        usual = max(labels.lengths, key=lambda length: (labels.lengths[length].count, -length))
        expected = usual if limit is None else int(limit)
        odd = Tally.of([tally for length, tally in labels.lengths.items() if length != expected])
        if odd.count:
            message = f"Lists whose length is not {expected}: {odd.count}. A multi-hot list has one number per class."
            yield manifest.file.hit(message, odd, severity=severity)
        elif labels.extent.high > 1 or labels.extent.low < 0:
            message = "Lists hold numbers other than 0 and 1, as lists of class ids do."
            yield manifest.file.hit(message, locate=ValueOutside(label, minimum=0, below=2), severity=severity)


@rule(
    "MAN305",
    "class-id-twice",
    "error",
    summary="Lists of labels are declared as class ids, but hold an id twice.",
    why="A list of class ids names each class once. A list of 0 and 1 is multi-hot; here it would be read as two "
    "classes.",
    fix="Declare label-format=multi-hot, or leave the parameter out.",
    sources=(CLASSES,),
)
def class_id_twice(case: Case) -> Iterator[Hit]:
    for manifest, _, labels in _labelled(case, "class"):
        if labels.twice.count and _label_format(case, manifest) == "class-id":
            yield manifest.file.hit(f"Lists that hold a class id twice: {labels.twice.count}.", labels.twice)


@rule(
    "MAN306",
    "labels-against-setting",
    "error",
    summary="The labels are lists where the job expects one class, or the other way round.",
    why="multi_label tells the algorithm which of the two to expect.",
    fix="Set multi_label to 1 for lists of labels, and leave it at 0 for one class per image.",
    sources=(CLASSES, MULTI_LABEL),
    training_error="Algorithm Error: pos_cls_weights (caused by KeyError)",
    needs=("algorithm",),
)
def labels_against_setting(case: Case) -> Iterator[Hit]:
    if SWITCH not in case.facts.hyperparameters.values:
        return
    several = case.value(SWITCH) == "1"
    is_declared = case.request is not None or SWITCH in case.hyperparameters
    for manifest, _, labels in _labelled(case, "class"):
        lists, single = labels.of_kinds(*LIST_KINDS), labels.of_kinds(*CLASS_KINDS)
        if lists.count and not several:
            message = f"Lists of labels: {lists.count}. They need {SWITCH}=1."
            yield manifest.file.hit(message, lists, severity=None if is_declared else "warning")
        elif single.count and several and not lists.count:
            message = f"Labels that are one class and not a list: {single.count}, with {SWITCH}=1."
            yield manifest.file.hit(message, single, severity="warning")


@rule(
    "MAN307",
    "lists-among-classes",
    "warning",
    summary="Some labels of the manifest are one class, others lists.",
    why="All labels of a manifest are read in the same way.",
    fix="Write all labels as lists, or all as one class.",
    sources=(CLASSES,),
)
def lists_among_classes(case: Case) -> Iterator[Hit]:
    for manifest, _, labels in _labelled(case, "class"):
        lists, single = labels.of_kinds(*LIST_KINDS), labels.of_kinds(*CLASS_KINDS)
        if lists.count and single.count:
            fewer = min(lists, single, key=lambda tally: tally.count)
            yield manifest.file.hit(f"Labels that are one class: {single.count}; lists: {lists.count}.", fewer)


def _boxes(fault: str) -> Counts:
    """The places of a fault of boxes."""
    return lambda case: (
        Count(manifest.file, labels.box_faults.get(fault)) for manifest, _, labels in _labelled(case, "boxes")
    )


tally_rule(
    "MAN311", "box-incomplete", "error", "Values of boxes that are missing or not a number: {count}.",
    _boxes("incomplete"),
    summary="A box lacks its class or one of its sides, or holds something other than a number there.",
    why="A box consists of class_id, left, top, width and height, all of them numbers.",
    fix="Write all five as numbers, and class_id as a whole number.",
    sources=(BOXES,),
)  # fmt: skip

tally_rule(
    "MAN312", "image-size-missing", "error", "Labels without a usable image_size: {count}.", _boxes("image-size"),
    summary="A label lacks the size of its image.",
    why="Boxes are scaled by the size of their image, which is read from image_size.",
    fix='Write "image_size": [{"width": ..., "height": ..., "depth": 3}] beside the annotations.',
    sources=(BOXES,),
)  # fmt: skip

tally_rule(
    "MAN313", "box-without-area", "error", "Boxes without area: {count}. The first has {value}.",
    _boxes("without-area"),
    summary="A box has no width or no height.",
    why="Such a box encloses nothing; trainers stop at it, or drop it together with its object.",
    fix="Remove the box or draw it again; width and height are its size in pixels, not its lower right corner.",
    sources=(BOXES, BAD_BOX),
)  # fmt: skip

tally_rule(
    "MAN318", "box-in-fractions", "error",
    "Boxes within a single pixel, as in fractions of the image: {count}. The first is {value}.", _boxes("fractions"),
    summary="A box is given as fractions of its image.",
    why="Here left, top, width and height are in pixels. With fractions, training runs to the end on empty boxes "
    "and learns nothing.",
    fix="Multiply left and width by the width of the image, and top and height by its height.",
    sources=(BOXES,),
)  # fmt: skip

tally_rule(
    "MAN314", "box-outside-image", "error", "Boxes that reach beyond the image: {count}. The first has {value}.",
    _boxes("outside"),
    summary="A box reaches beyond the image size that its label states.",
    why="The boxes are in another unit or belong to another image, or width and height hold the lower right corner.",
    fix="Give left, top, width and height in pixels of the image, with left + width and top + height inside it.",
    sources=(BOXES, BAD_BOX),
)  # fmt: skip

tally_rule(
    "MAN315", "box-over-edge", "warning", "Boxes less than a pixel beyond the image: {count}. The first has {value}.",
    _boxes("over-edge"),
    summary="A box reaches beyond the image by less than a pixel.",
    why="This is most likely a rounding error; most trainers cut the box off at the edge.",
    fix="Cut the box off at the edge of the image.",
    sources=(BOXES, BAD_BOX),
)  # fmt: skip

tally_rule(
    "MAN316", "no-box", "warning", "Lines without a box: {count}.", _boxes("no-box"),
    summary="A label has no box.",
    why="Some readers drop images without objects, others stop at them.",
    fix="Leave out images without objects, and do not count them in num_training_samples.",
    sources=(BOXES, "https://github.com/zhreshold/mxnet-ssd/issues/89"),
)  # fmt: skip

tally_rule(
    "MAN317", "not-three-channels", "warning", "Labels whose depth is not 3: {count}. The first has {value}.",
    _boxes("depth"),
    summary="A label says that its image does not have three colour channels.",
    why="The algorithm takes images of three channels only.",
    fix="Convert the image to RGB, or correct the depth.",
    sources=(BOXES,),
)  # fmt: skip
