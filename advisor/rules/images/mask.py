"""Rules on annotation masks and the label maps that translate their values."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from advisor.case.conversions import VALUES_BY_HAND
from advisor.case.hit import Hit
from advisor.case.images.label_maps import chosen_label_map, misnamed_maps
from advisor.case.images.pictures import encoding_name
from advisor.case.model import Case, Channel, File
from advisor.knowledge.models.requirements import Masks
from advisor.profile.base import Place, Tally
from advisor.profile.images.image import ImageFacts, MaskProfile
from advisor.profile.images.label_map import LabelMap, LabelMapProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.sources import SEGMENTATION

COLOUR_MASKS = (
    "https://github.com/cvat-ai/cvat/issues/2390",
    "https://github.com/DrSleep/tensorflow-deeplab-resnet/issues/93",
)
HIGH_VALUES = (
    "https://github.com/Nota-NetsPresso/netspresso-trainer/issues/150",
    "https://github.com/NVIDIA/semantic-segmentation/issues/28",
)


def _channels(case: Case) -> Iterator[tuple[Channel, Masks]]:
    """Every channel that must hold masks."""
    for channel in case.channels.values():
        for requirement in case.requirements(Masks, channel.name):
            yield channel, requirement


def _of(channel: Channel) -> Iterator[tuple[File, MaskProfile]]:
    """The masks of a channel, as far as they are images."""
    for file in channel.files:
        if isinstance(file.profile, MaskProfile) and file.profile.facts.encoding is not None:
            yield file, file.profile


def _masks(case: Case) -> Iterator[tuple[File, ImageFacts]]:
    for channel, _ in _channels(case):
        for file, profile in _of(channel):
            yield file, profile.facts


def _by_hand(file: File) -> str | None:
    """What a person must do to a mask whose values do not fit one band of eight bits."""
    return None if isinstance(file.profile, MaskProfile) and file.profile.fits else VALUES_BY_HAND


@rule(
    "MSK101",
    "mask-not-png",
    "error",
    summary="An annotation mask is not a PNG image.",
    why="Masks must be PNG. JPEG and similar formats alter values to save space, which changes the class of pixels.",
    fix="Export the masks again as PNG from the tool that made them; converting a JPEG does not bring the "
    "classes back.",
    sources=(SEGMENTATION,),
)
def mask_not_png(case: Case) -> Iterator[Hit]:
    for file, facts in _masks(case):
        if facts.encoding != "png":
            yield file.hit(f"The mask is a {encoding_name(facts.encoding)}, not a PNG.")


@rule(
    "MSK102",
    "mask-of-several-channels",
    "error",
    summary="An annotation mask has more than one channel.",
    why="A mask holds one number per pixel, the index of its class; a colour picture holds no index.",
    fix="Save masks as 8-bit PNG with a palette (mode P) or grey (mode L) whose values are the class indices. A folder "
    "of masks in colours is written so by `advisor convert FOLDER --to masks --output NEW`.",
    sources=(SEGMENTATION, *COLOUR_MASKS),
)
def mask_of_several_channels(case: Case) -> Iterator[Hit]:
    for file, facts in _masks(case):
        if facts.encoding == "png" and facts.mode in ("RGB", "RGBA", "LA"):
            message = f"The mask is stored as {facts.mode}, {len(facts.mode)} channels, not as one."
            yield file.hit(message, conversion=_by_hand(file))


@rule(
    "MSK103",
    "mask-of-sixteen-bits",
    "error",
    summary="An annotation mask has 16 bits per pixel.",
    why="Masks are read as 8-bit whole numbers, which cannot hold values above 255.",
    fix="Save the mask as 8-bit PNG; class indices are below 255.",
    sources=(SEGMENTATION,),
)
def mask_of_sixteen_bits(case: Case) -> Iterator[Hit]:
    for file, facts in _masks(case):
        if facts.mode == "I;16":
            yield file.hit("The mask has 16 bits per pixel; masks are read as 8 bits.", conversion=_by_hand(file))


@rule(
    "MSK104",
    "mask-of-one-bit",
    "warning",
    summary="An annotation mask has one bit per pixel.",
    why="Some readers see its white as 1, others as 255, which means 'ignore'; no page says which applies here.",
    fix="Save the mask as 8-bit PNG with the values 0 and 1.",
    sources=(SEGMENTATION,),
)
def mask_of_one_bit(case: Case) -> Iterator[Hit]:
    for file, facts in _masks(case):
        if facts.mode == "1":
            yield file.hit("The mask has one bit per pixel (black and white), not 8.")


@rule(
    "MSK105",
    "mask-value-too-high",
    "error",
    summary="A mask holds a value that is not a class.",
    why="A pixel's class must lie below num_classes; a higher one is out of range when the loss is computed.",
    fix="Save class indices instead of grey levels, add a label map that translates the values, or raise num_classes.",
    sources=(SEGMENTATION, "segmentation-hyperparameters.md", *HIGH_VALUES),
    requires=("MSK101", "MSK102", "MSK103"),
)
def mask_value_too_high(case: Case) -> Iterator[Hit]:
    for channel, requirement in _channels(case):
        limit = case.number(requirement.below)
        chosen = chosen_label_map(case, channel)
        if limit is None or chosen is None:
            continue
        by = "" if chosen == LabelMap() else " after the label map"
        unread = _unread_map(case, channel, limit) if chosen == LabelMap() else None
        room = f"{requirement.below}={limit:g} leaves room for 0 to {limit - 1:g}{by}"
        for file, profile in _of(channel):
            high = [value for value in _values(profile, requirement) if _class(chosen, value) >= limit]
            if high:
                message = f"The mask holds {_listed(high)}, but {room}.{_stretched(profile.facts)}"
                name = f"{channel.name.removesuffix('_annotation')}_label_map.json"
                fix = f"Name the label map {name}, after the channel of the images." if unread else None
                more = f" {unread} is not read for it, by its name." if unread else ""
                yield file.hit(f"{message}{more}{_turned(chosen, high)}", _pixels(profile, high), fix=fix)


def _unread_map(case: Case, channel: Channel, limit: float) -> str | None:
    """The name of a label map that would translate all masks of the channel, if its name did not lead nowhere."""
    values = set().union(*(profile.values for _, profile in _of(channel)))
    for file in misnamed_maps(case):
        content = file.profile.content if isinstance(file.profile, LabelMapProfile) else None
        if content and all(_class(content, value) < limit for value in values):
            return basename(file.name)
    return None


@rule(
    "MSK106",
    "mask-value-not-in-label-map",
    "warning",
    summary="A mask holds a value that the label map does not name.",
    why="No page says what happens to such pixels; they may be trained as the wrong class.",
    fix='Name every value in the label map: {"map": {"class index": value in the mask}}, in this direction.',
    sources=(SEGMENTATION,),
    requires=("MSK101", "MSK102", "MSK103", "MSK105"),
)
def mask_value_not_in_label_map(case: Case) -> Iterator[Hit]:
    for channel, requirement in _channels(case):
        chosen = chosen_label_map(case, channel)
        if chosen is None or chosen.classes is None:
            continue
        for file, profile in _of(channel):
            unnamed = [value for value in _values(profile, requirement) if value not in chosen.classes]
            if unnamed:
                message = f"The label map does not name {_listed(unnamed)}.{_turned(chosen, unnamed)}"
                yield file.hit(message, _pixels(profile, unnamed))


def _turned(chosen: LabelMap, unnamed: list[int]) -> str:
    """What to look at where all values that lead to no class stand where the classes should."""
    is_turned = chosen.classes is not None and {*unnamed} <= {*chosen.classes.values()}
    return " The map may be the wrong way round: the class index comes first." if is_turned else ""


def _values(profile: MaskProfile, requirement: Masks) -> list[int]:
    """The pixel values that must stand for a class."""
    return [value for value in sorted(profile.values) if value not in requirement.ignore]


def _class(label_map: LabelMap, value: int) -> int:
    """The class of a pixel value; the value itself where the label map does not name it."""
    index = label_map.class_of(value)
    return value if index is None else index


def _pixels(profile: MaskProfile, values: list[int]) -> Tally:
    tally = Tally()
    for value in values:
        tally.add(Place(), str(value), profile.values[value])
    return tally


def _listed(values: list[int]) -> str:
    shown = ", ".join(str(value) for value in values[:10])
    more = f" and {len(values) - 10} more" if len(values) > 10 else ""
    return f"the value{'s' * (len(values) > 1)} {shown}{more}"


def _stretched(facts: ImageFacts) -> str:
    if facts.mode != "L" or facts.bits == 8:
        return ""
    return f" It is stored as {facts.bits}-bit grey, whose values are stretched to 0..255 when it is read."


# --- label maps ----------------------------------------------------------------------------------


fault_rule(
    "MSK110", "label-map-not-json", "error", "The label map is not a JSON object: {value}.", "label-map",
    fault="not-json",
    summary="A label map is not a JSON object.",
    why="The label map cannot be read, so the values of the masks cannot be translated.",
    fix='Write {"scale": "1"} or {"map": {"0": 5, "1": 0}} as plain UTF-8 JSON.',
    sources=(SEGMENTATION,),
)  # fmt: skip

fault_rule(
    "MSK111", "label-map-too-large", "error", "The label map has {value}, too many to be one; it was not read.",
    "label-map", fault="too-large",
    summary="A label map is far too large.",
    why="A label map names at most 256 values; a file of more than a megabyte is something else, and was not read.",
    fix='Put a label map there: {"scale": "1"} or {"map": {"0": 5, "1": 0}}.',
    sources=(SEGMENTATION,),
)  # fmt: skip

fault_rule(
    "MSK112", "label-map-content", "error",
    "The label map holds something that is neither a scale nor a map of values: {value}.",
    "label-map", fault="label-map-shape",
    summary='A label map holds something other than a "scale" or a "map" of whole numbers.',
    why="It cannot translate the values of the masks.",
    fix='"scale" must be a number above 0; "map" must have class indices as names and mask values from 0 to 255 '
    "as values.",
    sources=(SEGMENTATION,),
)  # fmt: skip

fault_rule(
    "MSK113", "label-map-ambiguous", "error", "The mask value {value} is given to a second class.", "label-map",
    summary="A label map gives two classes to the same mask value.",
    why="Pixels with that value can have only one class; the other class is never trained.",
    fix="Give each mask value one class index.",
    sources=(SEGMENTATION,),
)  # fmt: skip


@rule(
    "MSK114",
    "label-map-name",
    "warning",
    summary="The name of a label map matches no channel.",
    why="Label maps are found by name: train_label_map.json for train, validation_label_map.json for validation.",
    fix="Name each label map after its channel, such as train_label_map.json.",
    sources=(SEGMENTATION,),
)
def label_map_name(case: Case) -> Iterator[Hit]:
    for file in misnamed_maps(case):
        yield file.hit(f"{basename(file.name)} is not named after a channel, as train_label_map.json is after train.")


@rule(
    "MSK115",
    "label-map-among-masks",
    "warning",
    summary="A label map is among the masks.",
    why="The guide speaks of a label map in each annotation channel, but shows all of them in a channel of their own.",
    fix="Put it into a channel label_map, as train_label_map.json or validation_label_map.json.",
    sources=(SEGMENTATION, "common-info-all-im-models.md"),
)
def label_map_among_masks(case: Case) -> Iterator[Hit]:
    for channel, _ in _channels(case):
        for file in channel.files:
            if isinstance(file.profile, LabelMapProfile) and file.profile.content is not None:
                yield file.hit("It is beside the masks that it translates, not in the channel label_map.")
