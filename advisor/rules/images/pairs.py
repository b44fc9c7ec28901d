"""Rules on images and their annotations: whether each has the other, and whether they agree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from posixpath import splitext

from advisor.case import links
from advisor.case.hit import Hit
from advisor.case.model import Case, Channel, File
from advisor.knowledge.models.requirements import Pairs
from advisor.profile.images.image import ImageFacts, PictureProfile
from advisor.rules.base import Count, Counts, counted, rule, tally_rule
from advisor.rules.sources import BOX_LAYOUT, OBJECT_DETECTION, SEGMENTATION

EXIF = "https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose"


def _pairs(case: Case) -> Iterator[tuple[Channel, Channel, Pairs]]:
    """The channels of images and of annotations that the algorithm pairs."""
    for name, channel in case.channels.items():
        for requirement in case.requirements(Pairs, name):
            other = case.channels.get(requirement.with_channel.get(name, ""))
            if other is not None:
                yield channel, other, requirement


def _lacking(case: Case, link: str, message: str) -> Iterator[Hit]:
    """Images that lack their annotation: the annotation's channel is at fault, the image is named."""
    for images, other, requirement in _pairs(case):
        left_over = sorted(file.name for file in other.files if links.NO_IMAGE in file.links)
        for file in images.files:
            if link in file.links:
                text, fix = message.format(channel=other.name), None
                meant = _meant(splitext(file.name)[0], left_over)
                if meant:
                    text += f" {meant!r} seems to be it."
                    name = splitext(file.name)[0] + splitext(meant)[1]
                    fix = f"Give it the name of the image, {name}, and rename all others like it."
                severity, sources = requirement.severity, requirement.sources
                yield Hit(text, other.name, file.path, file.links[link], severity=severity, fix=fix, sources=sources)


def _meant(stem: str, names: list[str]) -> str | None:
    """The first of the names, which are in order, that has something behind the stem, such as `_mask`."""
    for begin in (f"{stem}_", f"{stem}-"):
        at = bisect_left(names, begin)
        if at < len(names) and names[at].startswith(begin):
            return names[at]
    return None


def _annotated(link: str, fmt: str) -> Counts:
    """The annotations of one format that have a link; a message may name the {channel} of the images."""
    return lambda case: (
        Count(file, file.links.get(link), {"channel": images.name, "size": _size(file)})
        for images, other, _ in _pairs(case)
        for file in other.files
        if file.format == fmt
    )


def _hits(counts: Iterable[Count], message: str, fix: str | None = None) -> Iterator[Hit]:
    for file, tally, named in counts:
        if tally is not None:
            yield replace(counted(file, tally, message, **named), fix=fix)


def _other_sizes(case: Case, fmt: str, message: str, swapped: str, fix: str) -> Iterator[Hit]:
    """Annotations of another size than their image; `swapped` and `fix` are for width and height swapped."""
    yield from _hits(_annotated(links.OTHER_SIZE, fmt)(case), f"{message}.")
    yield from _hits(_annotated(links.SWAPPED_SIZE, fmt)(case), f"{message}: {swapped}.", fix)


def _size(file: File) -> str:
    facts = file.profile.facts if isinstance(file.profile, PictureProfile) else ImageFacts()
    return f"{facts.width}x{facts.height}"


@rule(
    "MSK201",
    "image-without-mask",
    "error",
    summary="An image has no mask.",
    why="Every image needs a mask of the same name; training stops where one is missing.",
    fix="Put a PNG with the same name as the image into the annotation channel, or remove the image.",
    sources=(SEGMENTATION,),
)
def image_without_mask(case: Case) -> Iterator[Hit]:
    return _lacking(case, links.NO_MASK, "There is no mask of this name in {channel}.")


tally_rule(
    "MSK202", "mask-without-image", "error", "There is no image of this name in {channel}.",
    _annotated(links.NO_IMAGE, "mask"),
    summary="A mask has no image.",
    why="Masks and images are paired by name; a mask without an image is left over or misnamed.",
    fix="Give the mask exactly the name of its image (case counts), or remove it.",
    sources=(SEGMENTATION,),
)  # fmt: skip


@rule(
    "MSK203",
    "mask-size-differs",
    "error",
    summary="A mask and its image differ in size.",
    why="A mask gives the class of each pixel of its image; at another size, its pixels do not match.",
    fix="Save the mask at the size of its image. Scale masks without interpolation, which invents classes.",
    sources=(SEGMENTATION,),
)
def mask_size_differs(case: Case) -> Iterator[Hit]:
    yield from _other_sizes(
        case,
        "mask",
        "The mask is {size}, its image {value}",
        "one of the two is turned by a quarter",
        "Do not scale the mask: turn it, or the image, until the two fit when laid over each other. Tools that ignore "
        "EXIF data draw masks on the stored pixels, and those that save the image anew turn its pixels.",
    )


tally_rule(
    "MSK204", "mask-turned", "warning", "The image is stored as {value} and is turned by its EXIF data.",
    _annotated(links.TURNED_SIZE, "mask"),
    summary="A mask has the width and height of its image swapped, as the image's EXIF data would turn it.",
    why="The mask fits only if the reader follows the image's EXIF orientation, and not every reader does.",
    fix="Rotate the image's pixels and remove its EXIF orientation, so that mask and image fit for every reader.",
    sources=(SEGMENTATION, EXIF),
)  # fmt: skip


@rule(
    "DET201",
    "image-without-annotation",
    "error",
    summary="An image has no annotation.",
    why="Every image needs a .json of the same name; training stops where one is missing.",
    fix="Put a .json with the same name as the image into the annotation channel, or remove the image.",
    sources=(OBJECT_DETECTION,),
)
def image_without_annotation(case: Case) -> Iterator[Hit]:
    return _lacking(case, links.NO_ANNOTATION, "There is no annotation of this name in {channel}.")


tally_rule(
    "DET202", "annotation-without-image", "error", 'Neither the name nor "file" leads to an image in {channel}.',
    _annotated(links.NO_IMAGE, "detection-json"),
    summary="An annotation has no image.",
    why='Neither its name nor its "file" leads to an image of the channel; training stops where one is missing.',
    fix='Give the annotation the name of its image, and write the image\'s path, relative to its channel, as "file".',
    sources=(OBJECT_DETECTION,), requires=("DET113",),
)  # fmt: skip

tally_rule(
    "DET203", "annotated-file-not-found", "error",
    "{channel} holds no {value}, though it holds an image of the annotation's name.",
    _annotated(links.FILE_NOT_FOUND, "detection-json"),
    summary='The "file" of an annotation leads to no image.',
    why='"file" is the path of the image relative to the image channel; training looks for the image there.',
    fix='Write "file" as the path below the image channel (sample_image/im1.jpg), not as an S3 address.',
    sources=(OBJECT_DETECTION,),
)  # fmt: skip

tally_rule(
    "DET204", "annotation-of-another-image", "error",
    "It names {value}, but {channel} also holds the image that the annotation is named after.",
    _annotated(links.OTHER_IMAGE, "detection-json"),
    summary='The "file" of an annotation leads to a different image than its name does.',
    why="The boxes are trained on one of the two images, and on the wrong one if a name was copied.",
    fix='Let the name and the "file" of the annotation lead to the same image.',
    sources=(OBJECT_DETECTION,),
)  # fmt: skip

tally_rule(
    "DET205", "annotation-name-differs", "error", "The annotation's name is not that of its image {value}.",
    _annotated(links.OTHER_NAME, "detection-json"),
    summary="An annotation does not have the name of its image.",
    why='Each image needs a .json of its own name; "file" alone does not lead from the image to its annotation.',
    fix="Give the annotation the name of its image, with the ending .json.",
    sources=(OBJECT_DETECTION,),
)  # fmt: skip


@rule(
    "DET206",
    "image-size-differs",
    "error",
    summary="An annotation states a different size than its image has.",
    why="Boxes are scaled by the stated size, so all of them silently end up in the wrong place.",
    fix='Write the size of the image file in pixels into "image_size", and scale the boxes if the image was scaled.',
    sources=(OBJECT_DETECTION, BOX_LAYOUT),
)
def image_size_differs(case: Case) -> Iterator[Hit]:
    yield from _other_sizes(
        case,
        "detection-json",
        '"image_size" differs from the image, which is {value}',
        "width and height are swapped",
        "Look at the boxes on the image. If they fit, swap width and height in image_size. If not, the image was "
        "turned after they were drawn: turn it back, or draw them again.",
    )


tally_rule(
    "DET207", "image-size-turned", "warning", "The image is stored as {value} and is turned by its EXIF data.",
    _annotated(links.TURNED_SIZE, "detection-json"),
    summary="An annotation states width and height swapped, as its image's EXIF data would turn it.",
    why="The boxes fit only if the reader follows the image's EXIF orientation, and not every reader does.",
    fix="Rotate the image's pixels and remove its EXIF orientation, so that boxes and image fit for every reader.",
    sources=(OBJECT_DETECTION, EXIF),
)  # fmt: skip

tally_rule(
    "DET208",
    "categories-differ",
    "warning",
    "Class {value}.",
    _annotated(links.OTHER_CATEGORY, "detection-json"),
    summary="Annotations give the same class different names.",
    why="If the classes were numbered anew for each image or channel, boxes silently train as the wrong class.",
    fix="Use one numbering of the classes for all annotations, in training and validation.",
    sources=(OBJECT_DETECTION,),
)  # fmt: skip
