"""Rules on image lists (`.lst`): how a line is written, and whether its image is there."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.algorithm import has_boxes
from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.words import number_of
from advisor.profile import faults
from advisor.profile.base import Tally
from advisor.profile.formats import FORMATS
from advisor.profile.images.lst import LstProfile
from advisor.rules.base import fault_rule, of, rule, tally_rule
from advisor.rules.sources import LISTED_IMAGES
from advisor.rules.written import written

INVALID = "https://github.com/aws/amazon-sagemaker-examples/issues/681"
PAGES = (LISTED_IMAGES, INVALID)
RECORD = "https://github.com/apache/mxnet/blob/master/python/mxnet/recordio.py"
ENDINGS = FORMATS["image"].suffixes
REJECTED = "Invalid lst file in the train channel."

written(
    "lst",
    "the list",
    {
        "LST101": (faults.NOT_UTF8_ENCODING, {"training_error": REJECTED}),
        "LST102": (
            faults.NOT_UTF8,
            {
                "why": "Names of objects in S3 are UTF-8, so no object can have such a path.",
                "fix": "Write the list in UTF-8, with the names as they are in S3.",
            },
        ),
        "LST103": (
            faults.BYTE_ORDER_MARK,
            {"why": "The mark stands before the first index, which is then not a number.", "training_error": REJECTED},
        ),
        "LST114": (
            faults.LINE_TOO_LONG,
            {"message": "Lines of more than a megabyte: {count}.", "fix": "Write one image per line."},
        ),
        "LST115": (faults.BLANK_LINE, {}),
        "LST116": (faults.CRLF_LINE_ENDS, {}),
    },
    sources=PAGES,
)


fault_rule(
    "LST104", "header-line", "error", "The first line is a header: {value}", "lst", fault="header",
    summary="The list begins with a header.",
    why="A list has no header: the line is read as an image.",
    fix="Delete the first line; with pandas, write the list with `header=False, index=False`.",
    sources=PAGES, training_error=REJECTED,
)  # fmt: skip

fault_rule(
    "LST105", "not-tab-separated", "error",
    "Lines without a tab: {count}. A line is index, label and path, separated by tabs.", "lst",
    summary="A line of the list has no tab.",
    why="Index, label and path are separated by tabs; spaces or commas become part of the first field.",
    fix="Write index, label and path with one tab between each.",
    sources=PAGES, training_error=REJECTED,
)  # fmt: skip

fault_rule(
    "LST106", "too-few-columns", "error", "Lines with two columns: {count}. A line is index, label and path.", "lst",
    summary="A line of the list has fewer than three columns.",
    why="A line needs an index, a label and a path.",
    fix="Write index, label and path with one tab between each.",
    sources=PAGES, training_error=REJECTED,
)  # fmt: skip

fault_rule(
    "LST107", "index-not-whole", "error", "Lines whose index is not a whole number: {count}.", "lst",
    summary="The index of a line is not a whole number.",
    why="The first column is the number of the image, which a record holds as a whole number from 0 on.",
    fix="Number the lines 0, 1, 2, ... in the first column.",
    sources=(*PAGES, RECORD), training_error=REJECTED,
)  # fmt: skip

fault_rule(
    "LST108", "duplicate-index", "error", "Lines whose index was used before: {count}. The first is {value}.", "lst",
    summary="Two lines of the list have the same index.",
    why="The index must be unique across all of the images.",
    fix="Renumber the lines so that each has its own number.",
    sources=PAGES,
)  # fmt: skip


@rule(
    "LST128",
    "list-of-another-algorithm",
    "error",
    summary="There is an image list, but the algorithm reads none.",
    why="A list with one label per line is for image classification. Object detection takes its boxes from JSON "
    "annotations beside the images, or from labels packed into RecordIO.",
    fix="Write a JSON annotation for each image into train_annotation, or pack the images with boxes into RecordIO "
    "(im2rec.py --pack-label; a line is index, 2, 5, then class, xmin, ymin, xmax, ymax of each box, and the path).",
    sources=("object-detection.md", "https://github.com/zhreshold/mxnet-ssd/issues/195"),
    training_error="Not enough label packed in img_list or rec file.",
)
def list_of_another_algorithm(case: Case) -> Iterator[Hit]:
    if has_boxes(case):
        for _, file, profile in case.profiled(LstProfile):
            plain = Tally.of(list(profile.widths.values()))
            yield file.hit(f"Lines with plain labels: {plain.count}; boxes are needed.", plain)


@rule(
    "LST109",
    "label-not-a-number",
    "error",
    summary="A label of the list is not a number.",
    why="Labels are class numbers; a name is not understood.",
    fix="Number the classes from 0 and write the number as the label.",
    sources=PAGES,
    training_error=REJECTED,
)
def label_not_a_number(case: Case) -> Iterator[Hit]:
    for file, seen in case.broken(faults.LABEL_NOT_A_NUMBER):
        if file.format != "lst":
            continue
        paths = all((sighting.value or "").lower().endswith(ENDINGS) for sighting in seen.first)
        hint = " The path is where the label belongs." if paths else ""
        fix = "Write index, label and path, in this order: the path comes last." if paths else None
        yield file.hit(f"Labels that are not numbers: {seen.count:,}.{hint}", seen, fix=fix)


fault_rule(
    "LST110", "path-missing", "error", "Lines that end without a path: {count}.", "lst",
    summary="A line of the list has no path.",
    why="The last column is the path of the image; without it there is no image.",
    fix="Write the path of the image into the last column, or delete the line.",
    sources=PAGES,
)  # fmt: skip

fault_rule(
    "LST111", "path-absolute", "error", "Paths that are not relative: {count}. The first is {value}.", "lst",
    summary="A path in the list is absolute, or is an address.",
    why="Paths are looked for below the image channel; an absolute path or an S3 address leads elsewhere.",
    fix="Write paths relative to the image channel, such as class_dog/dog1.jpg.",
    sources=(LISTED_IMAGES,),
)  # fmt: skip

fault_rule(
    "LST112", "path-outside-channel", "error",
    "Paths that lead out of the channel with `..`: {count}. The first is {value}.", "lst", fault="path-outside",
    summary="A path in the list leads out of the image channel.",
    why="Only what is in the channel's folder reaches the training container.",
    fix="Put the image into the image channel and write its path relative to it.",
    sources=(LISTED_IMAGES,),
)  # fmt: skip

fault_rule(
    "LST113", "path-too-long", "error", "Paths of more than 1024 bytes: {count}.", "lst",
    summary="A path in the list is longer than a name in S3 can be.",
    why="The key of an object in S3 has at most 1024 bytes.",
    fix="Write the path of the image into the last column, and nothing else.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",),
)  # fmt: skip

tally_rule(
    "LST117", "padded-field", "warning", "Lines with spaces around a field: {count}.",
    of(LstProfile, lambda profile: profile.seen.get("padded")),
    summary="A field of the list has spaces around it.",
    why="For some readers, spaces around a path become part of the file name.",
    fix="Write one tab between the fields, and nothing else.",
    sources=PAGES,
)  # fmt: skip

tally_rule(
    "LST118", "backslash-in-path", "warning", "Paths with a backslash: {count}. The first is {value}.",
    of(LstProfile, lambda profile: profile.seen.get("backslash")),
    summary="A path of the list has backslashes.",
    why="In the training container only a slash separates folders; a backslash is part of the file name.",
    fix="Write the paths with slashes.",
    sources=(LISTED_IMAGES,),
)  # fmt: skip

tally_rule(
    "LST119", "path-not-ascii", "info", "Paths with characters beyond ASCII: {count}. The first is {value}.",
    of(LstProfile, lambda profile: profile.seen.get("not-ascii")),
    summary="A path of the list has characters beyond ASCII.",
    why="Image readers have been reported not to find files with such names.",
    fix="If training reports blank images, rename the files using plain letters and digits.",
    sources=("https://github.com/apache/mxnet/issues/5947",),
)  # fmt: skip

tally_rule(
    "LST120", "repeated-image", "info", "Lines that name an image again: {count}. The first names {value}.",
    of(LstProfile, lambda profile: profile.seen.get("repeated-path")),
    summary="A list names an image more than once, with the same label.",
    why="The image counts as often as it is named. That may be intended, to balance classes.",
    fix="Delete the repeated lines unless they are intended.",
    sources=(LISTED_IMAGES,),
)  # fmt: skip

tally_rule(
    "LST121", "contrary-labels", "warning",
    "Lines that give an image another label than before: {count}. The first names {value}.",
    of(LstProfile, lambda profile: profile.seen.get("contrary-labels")),
    summary="A list names an image twice, with different labels.",
    why="With one label per image, one of the two is wrong, and both are used in training.",
    fix="Keep the correct line. An image with several classes needs a multi-label list.",
    sources=(LISTED_IMAGES,),
)  # fmt: skip


@rule(
    "LST122",
    "lines-of-different-width",
    "error",
    summary="The lines of the list have different numbers of labels.",
    why="All lines must have the same number of labels, because the labels become one table.",
    fix="Write the same number of labels on every line.",
    sources=PAGES,
    training_error=REJECTED,
)
def lines_of_different_width(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(LstProfile):
        width = profile.width
        if width is not None and len(profile.widths) > 1:
            others = Tally.of([tally for other, tally in profile.widths.items() if other != width])
            message = f"Most lines have {number_of(width, 'label')}; lines with a different number: {others.count}."
            yield file.hit(message, others)


@rule(
    "LST123",
    "boxes-among-labels",
    "error",
    summary="Some lines of the list hold boxes, others plain labels.",
    why="A list is either for detection, with boxes on every line, or for classification.",
    fix="Keep the two kinds in separate lists.",
    sources=("https://github.com/zhreshold/mxnet-ssd/issues/195",),
    training_error="Not enough label packed in img_list or rec file.",
)
def boxes_among_labels(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(LstProfile):
        plain = Tally.of(list(profile.widths.values()))
        if profile.detection.count and plain.count:
            fewer = min(profile.detection, plain, key=lambda tally: tally.count)
            yield file.hit(f"Lines with boxes: {profile.detection.count}; with plain labels: {plain.count}.", fewer)


fault_rule(
    "LST124", "box-width", "error", "Lines whose numbers do not divide into boxes: {count}. The first has {value}.",
    "lst",
    summary="The numbers of a detection line do not divide into boxes.",
    why="A line is a header (its own width, then the width of a box), then the boxes, each of that width.",
    fix="Write class, xmin, ymin, xmax, ymax for every box, and the correct widths in the header (2 and 5).",
    sources=("https://github.com/apache/mxnet/issues/8165",),
    training_error="Check failed: (label_width - header_width) % object_width_ == 0",
)  # fmt: skip

fault_rule(
    "LST125", "no-box", "warning", "Lines without a box: {count}.", "lst",
    summary="A detection line has a header but no box.",
    why="Readers of detection lists stop at a sample without a valid box, or drop it.",
    fix="Leave out images without objects.",
    sources=("https://github.com/leocvml/mxnet-im2rec_tutorial/issues/2",),
    training_error="Encounter sample with no valid label",
)  # fmt: skip

fault_rule(
    "LST126", "box-not-fractions", "warning", "Boxes with a corner outside 0 to 1: {count}. The first is {value}.",
    "lst",
    summary="The corners of a box are not fractions of the image.",
    why="In a list, corners lie between 0 and 1; greater values mean that they were written in pixels.",
    fix="Divide x by the width and y by the height of the image.",
    sources=("https://github.com/aws/amazon-sagemaker-examples/issues/1278",),
)  # fmt: skip

fault_rule(
    "LST127", "box-without-area", "error", "Boxes without area: {count}. The first is {value}.", "lst",
    summary="A box of a detection line has no area.",
    why="A box is xmin, ymin, xmax, ymax. If xmax is not above xmin, the box is empty, or width and height were "
    "written instead.",
    fix="Write the corners in the order xmin, ymin, xmax, ymax.",
    sources=("https://github.com/leocvml/mxnet-im2rec_tutorial/issues/2",),
    training_error="Encounter sample with no valid label",
)  # fmt: skip
