"""Rules on MXNet's image RecordIO: the images, and the labels as the algorithm reads them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.algorithm import has_boxes, reads
from advisor.case.conversions import FRAME_BY_HAND, SAVED
from advisor.case.hit import Hit
from advisor.case.images.pictures import PRINT, SPOKEN, encoding_name, least_sides, odd_colours, other_colours
from advisor.case.labels.fitting import label_outside
from advisor.case.labels.fix import classes_fix
from advisor.case.model import Case, Channel, File
from advisor.case.words import listed, number_of
from advisor.knowledge.models.requirements import Images, Labels
from advisor.profile.base import Tally
from advisor.profile.images.image_recordio import ImageRecordioProfile as Profile
from advisor.profile.predicates import SmallerThan
from advisor.rules.base import fault_rule, of, rule, tally_rule
from advisor.rules.sources import BROKEN_IMAGE, MULTI_LABEL, SMALL_IMAGE

IMAGES = "image-classification.md#IC-recordio-training"
NO_IMAGE = "https://github.com/apache/mxnet/issues/13053"
PACK_LABEL = "https://github.com/apache/mxnet/issues/4347"
IM2REC = "Pack the images again with MXNet's im2rec.py"

fault_rule(
    "IRC101", "record-without-header", "error", "Records shorter than the header of an image record: {count}.",
    summary="A record is too short for the header before its image.",
    why="The reader takes the first 24 bytes of a record as its header: flag, label and identifiers.",
    fix=f"{IM2REC}.",
    sources=(IMAGES, NO_IMAGE),
)  # fmt: skip

fault_rule(
    "IRC102", "label-cut", "error", "Records too short for their labels: {count}. The first begins with {value}.",
    summary="A record promises more labels than it holds.",
    why="The flag in the header is the number of labels that follow; the reader runs past the end of the record.",
    fix=f"{IM2REC}; a flag of 0 means that the label is in the header itself.",
    sources=(IMAGES, PACK_LABEL),
)  # fmt: skip

fault_rule(
    "IRC103", "record-without-image", "error", "Records without an image: {count}. The first begins with {value}.",
    summary="A record holds no image.",
    why="The decoder returns nothing for it, and training stops.",
    fix=f"{IM2REC}; some tools write a first record about the file itself, which must be left out.",
    sources=(IMAGES, NO_IMAGE),
)  # fmt: skip

fault_rule(
    "IRC104", "protobuf-record-as-image", "error", "Records that hold a protobuf message instead of an image: {count}.",
    fault="protobuf-record",
    summary="A record holds a protobuf message where an image is needed.",
    why="application/x-recordio means MXNet's image RecordIO. Its frames are the same as here, but what is in "
    "them is not.",
    fix="Declare application/x-recordio-protobuf, with an algorithm that reads it; for this algorithm, pack "
    "images with im2rec.",
    sources=(IMAGES, "cdf-training.md#cdf-recordio-format"),
)  # fmt: skip

fault_rule(
    "IRC105", "packed-image-truncated", "error", "Images whose last part is missing: {count}.",
    fault="record-image-truncated",
    summary="The image in a record is cut off.",
    why="im2rec packs such images silently; training then stops in the decoder, or learns from grey areas.",
    fix=f"Copy the image again from its source, or leave it out. {IM2REC}.",
    sources=(IMAGES, BROKEN_IMAGE),
)  # fmt: skip

fault_rule(
    "IRC106", "packed-image-damaged", "error", "Images that are damaged: {count}.", fault="record-image-damaged",
    summary="The image in a record is damaged inside.",
    why="A decoder stops at it, or invents pixels for the damaged part.",
    fix=f"Save the image again from the original, or leave it out. {IM2REC}.",
    sources=(IMAGES, BROKEN_IMAGE),
)  # fmt: skip


def _classified(case: Case) -> Iterator[tuple[Channel, File, Profile]]:
    if reads(case, "image-recordio") and not has_boxes(case):
        yield from case.profiled(Profile)


@rule(
    "IRC107",
    "packed-image-encoding",
    "error",
    summary="The image in a record is in a format that the algorithm does not accept.",
    why="The algorithm is documented for certain image formats only.",
    fix=f"Convert the images to JPEG. {IM2REC}.",
    sources=(IMAGES,),
    conversion="convert the images to JPEG",
)
def packed_image_encoding(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(Profile):
        for images in case.requirements(Images, channel.name):
            odd = {name: tally for name, tally in sorted(profile.encodings.items()) if name not in images.encodings}
            seen = Tally.of(list(odd.values()))
            if seen.count:
                accepted = " and ".join(map(encoding_name, images.encodings))
                names = ", ".join(map(encoding_name, odd))
                message = f"Images that are {names}: {seen.count}; the algorithm takes {accepted}."
                by_hand = None if odd.keys() <= SAVED else FRAME_BY_HAND
                yield file.hit(message, seen, severity=images.severity, sources=images.sources, conversion=by_hand)


tally_rule(
    "IRC119", "packed-image-oversized", "error",
    "Images with more pixels than decoders accept: {count}. The first is {value}.",
    of(Profile, lambda profile: profile.vast),
    summary="An image in a record has more pixels than decoders accept.",
    why="Decoders refuse such images as an attack, or use gigabytes of memory for a single one.",
    fix=f"Scale the image down. {IM2REC}.",
    sources=("https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.open", BROKEN_IMAGE),
)  # fmt: skip


@rule(
    "IRC108",
    "packed-image-too-small",
    "error",
    summary="An image in a record is smaller than image_shape.",
    why="A larger image is cropped to image_shape; MXNet's reader stops at a smaller one, unless `resize` enlarges "
    "it. Jobs that were seen to run without `resize` had images that were large enough.",
    fix="Set `resize` above the height and the width of image_shape, or make image_shape smaller.",
    sources=("IC-Hyperparameter.md", SMALL_IMAGE),
    training_error="input image size smaller than input shape",
)
def packed_image_too_small(case: Case) -> Iterator[Hit]:
    sides = least_sides(case)
    if sides is None:
        return
    height, width = sides
    for _, file, profile in _classified(case):
        if not profile.width.empty and (profile.width.low < width or profile.height.low < height):
            least = f"{profile.width.low:.0f} pixels wide and {profile.height.low:.0f} high at least"
            message = f"The images are {least}; image_shape asks for {width} by {height}, and resize is not set."
            yield file.hit(message, locate=SmallerThan(width, height))


@rule(
    "IRC115",
    "packed-image-cmyk",
    "warning",
    summary="The image in a record is in the four colours of print (CMYK).",
    why="Some decoders cannot read such images; others convert them with wrong colours.",
    fix=f"Convert the images to RGB. {IM2REC}.",
    sources=("https://github.com/opencv/opencv/issues/25274", BROKEN_IMAGE),
)
def packed_image_cmyk(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(Profile):
        if PRINT in profile.modes:
            seen = profile.modes[PRINT]
            yield file.hit(f"Images that are CMYK: {seen.count} of {_images(profile)}.", seen)


@rule(
    "IRC116",
    "packed-colours-not-supported",
    "warning",
    summary="The image in a record has a different number of channels than the algorithm is documented for.",
    why="The algorithm is documented only for images with three channels; decoders usually turn grey into three.",
    fix=f"Convert the images to RGB. {IM2REC}.",
    sources=("object-detection.md",),
)
def packed_colours_not_supported(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(Profile):
        for images in case.requirements(Images, channel.name):
            odd = other_colours(_counts(profile), images.colours) if images.colours else []
            if odd:
                accepted = " or ".join(str(number) for number in images.colours)
                message = f"{_of_modes(profile, odd)}; the algorithm is documented for {accepted} channels."
                yield file.hit(message, Tally.of([profile.modes[mode] for mode in odd]), sources=images.sources)


@rule(
    "IRC117",
    "packed-grey-among-colour",
    "warning",
    summary="Some images in the records are grey, others are in colour.",
    why="image_shape sets one number of channels for all images, so readers turn grey images into three equal "
    "channels. If the grey images are mostly of one class, the network learns that grey means this class.",
    fix=f"Convert all images to RGB, or all to grey. {IM2REC}; its --color 1 stores three channels, 0 stores grey.",
    sources=("IC-Hyperparameter.md",),
)
def packed_grey_among_colour(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(Profile):
        if any(images.alike for images in case.requirements(Images, channel.name)):
            odd = odd_colours(_counts(profile))
            if odd:
                message = f"{_of_modes(profile, odd)}, of {_images(profile)} images."
                yield file.hit(message, Tally.of([profile.modes[mode] for mode in odd]))


@rule(
    "IRC118",
    "packed-sixteen-bit-image",
    "warning",
    summary="The image in a record has more than 8 bits per colour.",
    why="It is read as 8 bits per colour: the lower half is dropped, and dark images turn black.",
    fix=f"Scale the images to 8 bits per colour yourself, so that you choose what is kept. {IM2REC}.",
    sources=(BROKEN_IMAGE,),
)
def packed_sixteen_bit_image(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(Profile):
        if profile.deep.count:
            yield file.hit(f"Images of more than 8 bits for each colour: {profile.deep.count}.", profile.deep)


def _counts(profile: Profile) -> dict[str, int]:
    return {mode: tally.count for mode, tally in profile.modes.items()}


def _images(profile: Profile) -> int:
    return sum(tally.count for tally in profile.encodings.values())


def _of_modes(profile: Profile, modes: list[str]) -> str:
    return "Images that are " + ", ".join(f"{SPOKEN[mode]}: {profile.modes[mode].count}" for mode in modes)


@rule(
    "IRC110",
    "packed-label-does-not-fit",
    "error",
    summary="The label of an image is outside the range that the task accepts.",
    why="Classes are counted from 0; a label outside the range makes training fail, or train on the wrong classes.",
    fix=f"Number the classes 0, 1, 2, ... in the list, and set num_classes to match. {IM2REC}.",
    sources=(IMAGES,),
    requires=("IRC112",),
)
def packed_label_does_not_fit(case: Case) -> Iterator[Hit]:
    for channel, file, profile in _classified(case):
        for labels in case.requirements(Labels, channel.name):
            outside = None if labels.consecutive else label_outside(case, labels, profile.values, 0)
            if outside:
                extent, room = profile.values.extent, case.number(labels.below) if labels.below else None
                fix = classes_fix(extent.low, extent.high, labels.below, room)
                yield file.hit(outside[0], locate=outside[1], severity=labels.severity, fix=fix, sources=labels.sources)


@rule(
    "IRC111",
    "packed-label-not-finite",
    "error",
    summary="A label in a record is NaN or infinite.",
    why="Such a label is neither a class nor a place in an image.",
    fix=f"Correct the labels in the list of images. {IM2REC}.",
    sources=(IMAGES,),
)
def packed_label_not_finite(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(Profile):
        seen = Tally.of(list(profile.values.seen.values()))
        if seen.count:
            yield file.hit(f"Labels that are NaN or infinite: {seen.count}.", seen)


@rule(
    "IRC112",
    "packed-label-count",
    "error",
    summary="A record has more or fewer labels than the algorithm reads.",
    why="By default an image has one class; with multi_label = 1 it has a 0 or 1 for each class.",
    fix="If images have several classes, set multi_label = 1 and pack a list with num_classes label columns "
    "(--pack-label).",
    sources=(IMAGES, PACK_LABEL, MULTI_LABEL),
    training_error="Mismatch between number of labels in the multi-label data and the num_classes parameter.",
)
def packed_label_count(case: Case) -> Iterator[Hit]:
    for channel, file, profile in _classified(case):
        is_class = any(labels.values == "integer" for labels in case.requirements(Labels, channel.name))
        classes = case.number("num_classes") if case.value("multi_label") == "1" else None
        wanted = 1 if is_class else int(classes) if classes is not None else profile.label_counts.commonest
        odd = profile.label_counts.others(wanted)
        if odd:
            counted = ", ".join(f"with {count}: {tally.count}" for count, tally in list(odd.items())[:5])
            message = f"Each record must have {number_of(wanted or 1, 'label')}; records {counted}."
            yield file.hit(message, Tally.of(list(odd.values())))


@rule(
    "IRC113",
    "packed-class-gap",
    "warning",
    summary="The classes of the images are not numbered without a gap.",
    why="A class without images still takes part in training.",
    fix="Number the classes 0, 1, 2, ... without a gap, in training and validation alike.",
    sources=(IMAGES,),
    requires=("IRC110",),
)
def packed_class_gap(case: Case) -> Iterator[Hit]:
    for channel, file, profile in _classified(case):
        for labels in case.requirements(Labels, channel.name):
            found = profile.labels.counts
            if not labels.consecutive or not found or not all(float(v).is_integer() and v >= 0 for v in found):
                continue
            missing = [n for n in range(min(int(max(found)), 10_000)) if n not in found]
            if missing:
                shown = listed(missing, 10)
                classes = "class" if len(missing) == 1 else "classes"
                yield file.hit(f"No image has the {classes} {shown}.", severity=labels.severity, sources=labels.sources)


@rule(
    "IRC114",
    "several-files-of-records",
    "warning",
    summary="A channel holds several files of image records.",
    why="The guide asks for one .rec file in each channel; no page says what happens to a second one.",
    fix="Pack all images of a channel into one .rec file.",
    sources=(IMAGES, "object-detection.md#object-detection-recordio-training"),
)
def several_files_of_records(case: Case) -> Iterator[Hit]:
    if not reads(case, "image-recordio"):
        return
    for channel in case.channels.values():
        packed = [file for file in channel.files if isinstance(file.profile, Profile)]
        if len(packed) > 1 and "image-recordio" in case.formats(channel):
            yield packed[1].hit(f"The channel {channel.name!r} holds {len(packed)} .rec files; the guide asks for one.")
