"""Rules on the one file that lists all images of a channel and the boxes in them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case import links
from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.knowledge.models.requirements import BoxList
from advisor.profile.images.coco_json import IMAGES_KEPT, CocoProfile
from advisor.rules.base import Count, fault_rule, rule, tally_rule
from advisor.rules.sources import BAD_BOX

PAGE = "object-detection-tensorflow.md"
CORNERS = "https://github.com/aws/amazon-sagemaker-examples/issues/3853"
BEYOND = "https://github.com/tensorflow/models/issues/5474"
NO_OBJECTS = "https://github.com/tensorflow/models/issues/10953"
FORMAT = "coco-json"

fault_rule(
    "BOX101", "box-list-not-json", "error", "The file is not a JSON object: {value}.", FORMAT, fault="not-json",
    summary="The list of images and boxes is not a JSON object.",
    why="It cannot be read, so no image has a box.",
    fix="Write it as one JSON object in plain UTF-8, for example with json.dump.",
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "BOX102", "box-list-content", "error",
    "Values that are missing or of the wrong kind: {count}. The first is: {value}.", FORMAT, fault="coco-shape",
    summary="Something in the list of images and boxes is missing or of the wrong kind.",
    why="Training reads these fields of each entry, and stops where one is missing.",
    fix='Give each of "images" a file_name, height, width and id, and each of "annotations" an image_id, a '
    "category_id and a bbox of four numbers.",
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "BOX103", "image-id-twice", "error", "Images whose id another image has too: {count}. The first id is {value}.",
    FORMAT,
    summary="Two images have the same id.",
    why="Boxes name their image by its id, so all of them go to one of the two images, or to the wrong one.",
    fix="Give each image its own id, and change the image_id of its boxes to match. Lists that were joined often "
    "share ids.",
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "BOX104", "image-listed-twice", "warning", "Images that are listed again: {count}. The first is {value}.", FORMAT,
    summary="An image is listed twice.",
    why="Training uses it twice, each time with only some of its boxes.",
    fix="List each image once, and give all of its boxes that one id.",
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "BOX105", "box-of-unknown-image", "error",
    "Boxes of images that are not listed: {count}. The first is of image {value}.", FORMAT,
    summary="A box belongs to an image that is not listed.",
    why="The image_id of a box is looked up among the ids of the images; without a match, the box has no image.",
    fix='List the image, correct image_id (5 and "5" differ), or delete the box.',
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "BOX106", "box-not-two-corners", "error",
    "Boxes that are not two corners: {count}. Read as corners, the first goes from {value}.", FORMAT,
    summary="A box is not two corners: the second is not below and to the right of the first, or the area that is "
    "stated beside the box is that of a width and a height.",
    why="Here a bbox is [xmin, ymin, xmax, ymax]. COCO's [x, y, width, height] is read as corners too: training "
    "stops at boxes whose corners make no area, and learns wrong places from the others.",
    fix="Write [x, y, x + width, y + height] for every box, not only for those named here.",
    sources=(PAGE, CORNERS, BAD_BOX), training_error="Invalid dimensions for box data",
)  # fmt: skip

fault_rule(
    "BOX111", "box-in-fractions", "error",
    "Boxes within a single pixel, as in fractions of the image: {count}. The first is {value}.", FORMAT,
    summary="A box is given as fractions of its image.",
    why="The corners are divided by the size of the image. If they are fractions already, almost nothing is left "
    "of the box, and nothing is learned.",
    fix="Multiply xmin and xmax by the width of the image, and ymin and ymax by its height.",
    sources=(PAGE, CORNERS),
)  # fmt: skip

fault_rule(
    "BOX107", "corner-outside-image", "warning", "Boxes that reach beyond the image: {count}. The first is {value}.",
    FORMAT,
    summary="A box reaches slightly beyond the listed size of its image.",
    why="The page does not say what happens to it; similar trainers accept up to a tenth of the image.",
    fix="Give the corners in pixels of the image, and cut boxes off at its edge.",
    sources=(PAGE, BEYOND, BAD_BOX),
)  # fmt: skip

fault_rule(
    "BOX110", "corner-far-outside-image", "error",
    "Boxes that reach far beyond the image: {count}. The first is {value}.", FORMAT,
    summary="A box reaches beyond the listed size of its image by more than a tenth.",
    why="Some models stop at corners beyond 1.1 times the width or height; others learn from an impossible box.",
    fix="Give the corners in pixels of the image, and check that width and height are not swapped.",
    sources=(PAGE, BEYOND, BAD_BOX), training_error="maximum box coordinate value is larger than 1.100000",
)  # fmt: skip

fault_rule(
    "BOX108", "image-without-box", "warning", "Images that are listed without a box: {count}.", FORMAT,
    summary="A listed image has no box.",
    why="Training has been seen to stop at images without boxes.",
    fix="Remove images without objects from the list.",
    sources=(PAGE, NO_OBJECTS), training_error="ValueError: Invalid dimensions for box data: (0,)",
)  # fmt: skip

fault_rule(
    "BOX109", "too-many-images-to-compare", "info", "Images that were not compared with their boxes: {count}.", FORMAT,
    fault="images-not-kept",
    summary="Not all images of the list were compared with their boxes.",
    why=f"Only the first {IMAGES_KEPT:,} images are kept in memory with their boxes.",
    fix="Nothing needs to be fixed. To have everything checked, check the list in parts.",
    sources=(PAGE,),
)  # fmt: skip


@rule(
    "BOX201",
    "listed-image-missing",
    "error",
    summary="The list names an image that is not in the folder of images.",
    why="Training opens every image of the list, and stops at the first that is not there.",
    fix="Correct file_name, which is the name of the image within the folder images/, without the folder itself "
    "(case counts); or upload the image.",
    sources=(PAGE,),
)
def listed_image_missing(case: Case) -> Iterator[Hit]:
    for file in case.files(FORMAT):
        seen = file.links.get(links.LISTED_IMAGE_MISSING)
        if seen:
            elsewhere = file.links.get(links.LISTED_IMAGE_ELSEWHERE)
            hint = (
                f" Of these, {elsewhere.count} lie beside the folder, or their names include it." if elsewhere else ""
            )
            yield file.hit(f"Images that are not in images/: {seen.count}.{hint}", seen)


tally_rule(
    "BOX202", "listed-size-differs", "warning",
    "Images whose size is not as listed: {count}. The first is listed as {value}.",
    lambda case: (Count(file, file.links.get(links.LISTED_SIZE_DIFFERS)) for file in case.files(FORMAT)),
    summary="The listed size of an image is not its real size.",
    why="Boxes are scaled by the size of the image; boxes that were drawn at another size end up in the wrong place.",
    fix="List the width and height that the image file has, and scale the boxes if the image was scaled.",
    sources=(PAGE,),
)  # fmt: skip


@rule(
    "BOX203",
    "image-not-listed",
    "info",
    summary="The folder holds images that the list does not name.",
    why="They are copied but not used.",
    fix="List them if they are meant for training.",
    sources=(PAGE,),
)
def image_not_listed(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        unlisted = [file for file in channel.files if links.IMAGE_NOT_LISTED in file.links]
        if unlisted:
            first = min(unlisted, key=lambda file: file.name)
            yield first.hit(f"Images that are not listed: {len(unlisted)}. The first is {first.name}.")


@rule(
    "BOX204",
    "no-box-list",
    "error",
    summary="The file that lists images and boxes is missing.",
    why="Without it there is nothing to learn: images alone have no boxes.",
    fix="Put the file into the channel's folder, beside the folder of images, under exactly this name.",
    sources=(PAGE,),
    held=(),
)
def no_box_list(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for requirement in case.requirements(BoxList, channel.name) if channel.files else ():
            names = {file.name for file in channel.files}
            if requirement.file_name not in names:
                lists = sorted(file.name for file in channel.files if isinstance(file.profile, CocoProfile))
                found = f"; it holds {lists[0]!r}" if lists else ""
                yield channel.hit(
                    f"The channel {channel.name!r} has no {requirement.file_name}{found}.", sources=requirement.sources
                )
