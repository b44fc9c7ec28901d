"""Rules on single image files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from posixpath import splitext

from advisor.case.conversions import FRAME_BY_HAND, SAVED
from advisor.case.hit import Hit
from advisor.case.images.pictures import PRINT, SPOKEN, encoding_name, least_sides, odd_colours, other_colours
from advisor.case.model import Case, Channel, File
from advisor.findings import Severity
from advisor.knowledge.models.requirements import Images
from advisor.profile.formats import SUFFIXES
from advisor.profile.images.image import (
    CHANNELS,
    PIXELS_DECODED,
    PIXELS_REFUSED,
    ImageFacts,
    ImageProfile,
    MaskProfile,
    PictureProfile,
)
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.raised import MXNET
from advisor.rules.sources import BROKEN_IMAGE, SMALL_IMAGE

PICTURES = ("image", "mask")

UNREAD_IMAGE = "https://github.com/apache/mxnet/issues/11607"

_KINDS = {
    ".jpg": "jpeg", ".jpeg": "jpeg", ".jpe": "jpeg", ".jfif": "jpeg", ".png": "png", ".gif": "gif", ".bmp": "bmp",
    ".tif": "tiff", ".tiff": "tiff", ".webp": "webp", ".heic": "heif", ".avif": "heif", ".jp2": "jpeg2000",
}  # fmt: skip
_DECLARED = {"image/jpeg": "jpeg", "image/png": "png"}

fault_rule(
    "IMG101", "empty-image", "error", "The file is empty.", *PICTURES, fault="image-empty",
    summary="An image file holds no bytes.",
    why="There is nothing to decode; the reader stops or returns a blank image.",
    fix="Copy the image again, or remove it from the channel together with its label.",
    sources=(UNREAD_IMAGE,),
)  # fmt: skip

fault_rule(
    "IMG102", "not-an-image", "error", "The first bytes are not those of any known image format.", *PICTURES,
    fault="image-unrecognised",
    summary="A file among the images is not an image.",
    why="The decoder returns nothing for it, and training stops.",
    fix="Replace it with the image that it stands for, or remove it from the channel together with its label.",
    sources=(UNREAD_IMAGE,),
)  # fmt: skip

fault_rule(
    "IMG103", "truncated-image", "error", "The image is cut off: the last part of it is missing.", *PICTURES,
    fault="image-truncated",
    summary="An image file is cut off.",
    why="Tools that pack images accept it silently; training then stops in the decoder, or learns from grey areas.",
    fix="Copy the image again from its source, or remove it together with its label.",
    sources=(BROKEN_IMAGE,),
)  # fmt: skip

fault_rule(
    "IMG104", "damaged-image", "error", "The image is damaged: its header, a part of it or a checksum is wrong.",
    *PICTURES, fault="image-damaged",
    summary="An image is damaged inside.",
    why="A decoder stops at it, or invents pixels for the damaged part.",
    fix="Copy the image again from its source (in binary mode), or save it again from the original.",
    sources=(BROKEN_IMAGE,),
)  # fmt: skip


def _images(channel: Channel) -> Iterator[tuple[File, ImageFacts]]:
    """The images of a channel, as far as they are images."""
    for file in channel.files:
        if isinstance(file.profile, ImageProfile) and file.profile.facts.encoding is not None:
            yield file, file.profile.facts


def _all_images(case: Case) -> Iterator[tuple[File, ImageFacts]]:
    for channel in case.channels.values():
        yield from _images(channel)


def _demanded(case: Case) -> Iterator[tuple[Images, File, ImageFacts]]:
    """Every image, with each thing that the algorithm asks of images in its channel."""
    for channel in case.channels.values():
        for requirement in case.requirements(Images, channel.name):
            for file, facts in _images(channel):
                yield requirement, file, facts


@rule(
    "IMG105",
    "unsupported-encoding",
    "error",
    summary="An image is in a format that the algorithm does not accept.",
    why="The algorithm is documented for certain image formats only; others cannot be decoded, or are skipped.",
    fix="Save the image as JPEG or PNG, whichever the algorithm accepts; renaming the file is not enough.",
    sources=("image-classification.md", "object-detection.md"),
    conversion="save the images as JPEG or PNG",
)
def unsupported_encoding(case: Case) -> Iterator[Hit]:
    known = case.algorithm.content_types if case.algorithm else {}
    for requirement, file, facts in _demanded(case):
        if facts.encoding not in requirement.encodings:
            accepted = " or ".join(encoding_name(encoding) for encoding in requirement.encodings)
            severity: Severity = requirement.severity if f"image/{facts.family}" in known else "error"
            message = f"but the algorithm takes {accepted} here"
            if facts.family in requirement.unnamed:
                severity = "info" if facts.encoding == facts.family else "warning"  # of several frames it reads one
                message = f"which the algorithm reads, but its page names {accepted} only"
            yield file.hit(
                f"The image is a {encoding_name(facts.encoding)}, {message}.",
                fix=f"Save the image as {accepted}; renaming the file is not enough.",
                severity=severity,
                sources=requirement.sources,
                conversion=None if facts.encoding in SAVED else FRAME_BY_HAND,
            )


@rule(
    "IMG106",
    "encoding-not-as-declared",
    "error",
    summary="The format of an image contradicts the content type of its channel.",
    why="The content type tells the algorithm how to read the channel.",
    fix="Declare application/x-image for a channel of JPEG and PNG images, or convert the images to the declared "
    "format.",
    sources=("object-detection.md", "cdf-training.md"),
)
def encoding_not_as_declared(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        declared = channel.declared.type if channel.declared else ""
        for file, facts in _images(channel):
            if _DECLARED.get(declared, facts.family) != facts.family:
                yield file.hit(
                    f"The image is a {encoding_name(facts.encoding)}, but the channel is declared {declared}."
                )


@rule(
    "IMG107",
    "name-says-another-kind",
    "warning",
    summary="The format of an image contradicts its name.",
    why="Decoders look at the bytes, but tools that list images look at the name; one of the two is a mistake.",
    fix="Give the file the ending of its real format, also where it is listed, or convert it to the format that "
    "its name says.",
    sources=("image-classification.md", "object-detection.md"),
    requires=("IMG105", "IMG106"),
)
def name_says_another_kind(case: Case) -> Iterator[Hit]:
    for file, facts in _all_images(case):
        suffix = splitext(file.name)[1]
        promised = _KINDS.get(suffix.lower())
        if suffix.lower() in SUFFIXES.keys() - _KINDS.keys() or (promised and promised != facts.family):
            yield file.hit(f"The name ends in {suffix}, but the image is a {encoding_name(facts.encoding)}.")


@rule(
    "IMG108",
    "cmyk-image",
    "warning",
    summary="An image is in the four colours of print (CMYK).",
    why="Some decoders cannot read such images; others convert them with wrong colours.",
    fix="Convert the image to RGB.",
    sources=("https://github.com/opencv/opencv/issues/25274", BROKEN_IMAGE),
)
def cmyk_image(case: Case) -> Iterator[Hit]:
    for file, facts in _all_images(case):
        if facts.mode == PRINT:
            yield file.hit("The image is CMYK: four colours per pixel, where RGB is expected.")


@rule(
    "IMG109",
    "sixteen-bit-image",
    "warning",
    summary="An image has 16 bits per colour.",
    why="It is read as 8 bits per colour: the lower half is dropped, and dark images turn black.",
    fix="Scale the image to 8 bits per colour yourself, so that you choose what is kept.",
    sources=(BROKEN_IMAGE,),
)
def sixteen_bit_image(case: Case) -> Iterator[Hit]:
    for file, facts in _all_images(case):
        if facts.encoding == "png" and facts.bits > 8:
            yield file.hit(f"The image has {facts.bits} bits for each colour.")


@rule(
    "IMG110",
    "colours-not-supported",
    "warning",
    summary="An image has a different number of colour channels than the algorithm is documented for.",
    why="The algorithm is documented only for images with three channels; decoders usually turn grey into three.",
    fix="Convert the image to RGB to be safe.",
    sources=("object-detection.md",),
)
def colours_not_supported(case: Case) -> Iterator[Hit]:
    for requirement, file, facts in _demanded(case):
        allowed = requirement.colours
        if allowed and other_colours({facts.mode: 1}, allowed):
            accepted = " or ".join(str(number) for number in allowed)
            number = CHANNELS[facts.mode]
            seen = f"{number} channel{'s' * (number > 1)} ({SPOKEN[facts.mode]})"
            message = f"The image has {seen}; the algorithm is documented for {accepted}."
            yield file.hit(message, sources=requirement.sources)


@rule(
    "IMG111",
    "oversized-image",
    "error",
    summary="An image has more pixels than decoders accept.",
    why="Decoders refuse such images as an attack, or use gigabytes of memory for a single one.",
    fix="Scale the image down or cut it into tiles; training scales it down anyway.",
    sources=("https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.open",),
)
def oversized_image(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(PictureProfile):
        facts = profile.facts
        if facts.pixels > PIXELS_DECODED:
            unread = " Its pixel values were not looked at." if isinstance(profile, MaskProfile) else ""
            yield file.hit(
                f"The image has {_millions(facts.pixels)} pixels ({facts.width}x{facts.height}). Pillow warns above "
                f"{_millions(PIXELS_DECODED)}, and refuses to open an image above {_millions(PIXELS_REFUSED)}.{unread}",
                severity="error" if facts.pixels > PIXELS_REFUSED else "warning",
            )


def _millions(pixels: int) -> str:
    return f"{pixels / 1e6:,.0f} million"


@rule(
    "IMG116",
    "grey-among-colour",
    "warning",
    summary="Some images of a channel are grey, others are in colour.",
    why="image_shape sets one number of channels for all images, so readers turn grey images into three equal "
    "channels. If the grey images are mostly of one class, the network learns that grey means this class.",
    fix="Convert all images to RGB, or all to grey.",
    sources=("IC-Hyperparameter.md",),
)
def grey_among_colour(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        if any(requirement.alike for requirement in case.requirements(Images, channel.name)):
            images = list(_images(channel))
            odd = odd_colours(Counter(facts.mode for _, facts in images))
            found = [file for file, facts in images if facts.mode in odd]
            if found:
                kinds = " or ".join(SPOKEN[mode] for mode in odd)
                message = f"Images of the channel {channel.name!r} that are {kinds}: {len(found)} of {len(images)}."
                yield found[0].hit(message)


@rule(
    "IMG117",
    "image-too-small",
    "error",
    summary="An image is smaller than image_shape.",
    why="A larger image is cropped to image_shape; a smaller one makes training fail, unless `resize` enlarges it. "
    "The container packs listed images into records first, so they end as records do.",
    fix="Set `resize` above the height and the width of image_shape, or make image_shape smaller.",
    sources=("IC-Hyperparameter.md", SMALL_IMAGE),
    training_error="input image size smaller than input shape",
)
def image_too_small(case: Case) -> Iterator[Hit]:
    sides = least_sides(case)
    if sides is None:
        return
    height, width = sides
    for channel in case.channels.values():
        small = [f for f, facts in _images(channel) if 0 < facts.height < height or 0 < facts.width < width]
        if small:
            least = f"image_shape asks for {width} by {height}, and resize is not set"
            yield small[0].hit(f"Images of the channel {channel.name!r} that are smaller: {len(small)}; {least}.")


def _in_channel(case: Case, holds: Callable[[File, ImageFacts], bool], what: str) -> Iterator[Hit]:
    """One hit a channel for what is true of many of its images."""
    for channel in case.channels.values():
        found = [file for file, facts in _images(channel) if holds(file, facts)]
        if found:
            first = min(found, key=lambda file: file.name)
            yield first.hit(f"Files that {what}: {len(found)} of {len(channel.files)}; the first is {first.name}.")


@rule(
    "IMG112",
    "transparent-images",
    "info",
    summary="Images have transparent pixels, which training does not see.",
    why="Transparency is dropped when an image is read; what lies behind it then shows, often black.",
    fix="Put the images on a background of your choice, and save them as RGB.",
    sources=(BROKEN_IMAGE,),
)
def transparent_images(case: Case) -> Iterator[Hit]:
    counted = {c.name for c in case.channels.values() if any(r.colours for r in case.requirements(Images, c.name))}
    return _in_channel(
        case, lambda file, facts: facts.alpha and file.channel not in counted, "have an alpha channel, which is dropped"
    )


@rule(
    "IMG113",
    "exif-turned-images",
    "info",
    summary="Images are stored rotated or mirrored, and only their EXIF data says so.",
    why="Viewers and annotation tools turn them upright, but not every reader does, so boxes and masks may not fit.",
    fix="Rotate the pixels themselves and remove the EXIF orientation before you annotate.",
    sources=("https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose",),
)
def exif_turned_images(case: Case) -> Iterator[Hit]:
    return _in_channel(
        case, lambda file, facts: facts.orientation > 1, "have an EXIF orientation, which may be ignored"
    )


@rule(
    "IMG114",
    "image-names-not-ascii",
    "warning",
    summary="Names of images contain characters beyond ASCII.",
    why="MXNet has returned blank images for such paths.",
    fix="Rename the images with plain letters, digits, '-', '_' and '.', also in lists and annotations.",
    sources=("https://github.com/apache/mxnet/issues/5947",),
    training_error="imread read blank (None) image for file: *.jpg",
    raised_by=MXNET,
)
def image_names_not_ascii(case: Case) -> Iterator[Hit]:
    if case.algorithm is None or case.algorithm.id in MXNET:
        yield from _in_channel(case, lambda file, facts: not file.name.isascii(), "have names beyond ASCII")


@rule(
    "IMG115",
    "image-not-decoded",
    "info",
    summary="An image was not decoded, though the check was asked to decode images.",
    why="Faults that show only when an image is decoded, such as data that is cut off or damaged inside, were "
    "not looked for.",
    fix="Open it in a viewer, or save it as a JPEG or PNG of moderate size, which the check can decode.",
    sources=("https://pillow.readthedocs.io/en/stable/handbook/image-file-formats.html",),
)
def image_not_decoded(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(PictureProfile):
        if profile.undecoded:
            yield file.hit(f"The image was not decoded: {profile.undecoded}.")
    for _, file, packed in case.profiled(ImageRecordioProfile):
        if packed.undecoded.count:
            seen = packed.undecoded
            yield file.hit(f"Images that were not decoded: {seen.count:,}. The first: {seen.first[0].value}.", seen)
