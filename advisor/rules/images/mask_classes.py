"""Rules on what all masks of a channel, taken together, teach."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.images.label_maps import chosen_label_map
from advisor.case.measures import is_partly_read, training_channel
from advisor.case.model import ANNOTATIONS, Case, Channel, File
from advisor.knowledge.models.requirements import Masks
from advisor.profile.images.image import MaskProfile
from advisor.profile.images.label_map import LabelMap
from advisor.rules.base import rule
from advisor.rules.sources import SEGMENTATION

NOTEBOOK = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "semantic_segmentation_pascalvoc/semantic_segmentation_pascalvoc.ipynb"
)
FEW_MASKS = 2
"""Masks below which nothing is supposed of all of them."""


def _masks(case: Case, channel: Channel) -> Iterator[tuple[list[tuple[File, set[int]]], Masks, LabelMap]]:
    """The masks of a channel, where the values of all of them are known."""
    if is_partly_read(case, channel):
        return
    masks = [(f, set(f.profile.values)) for f in channel.holding(MaskProfile) if isinstance(f.profile, MaskProfile)]
    label_map = chosen_label_map(case, channel)
    for requirement in case.requirements(Masks, channel.name):
        if label_map is not None and len(masks) >= FEW_MASKS and all(values for _, values in masks):
            yield masks, requirement, label_map


@rule(
    "MSK121",
    "object-has-ignored-value",
    "error",
    summary="All masks hold only 0 and 255, and 255 is ignored in training.",
    why="Pixels of 255 take no part in training or in the score. If they are the object, as in black and white masks, "
    "nothing but background is left, and training still runs to the end.",
    fix="Write 1 instead of 255 (`mask[mask == 255] = 1`). Keep 255 only for borders that are to be ignored.",
    sources=(SEGMENTATION, NOTEBOOK),
)
def object_has_ignored_value(case: Case) -> Iterator[Hit]:
    for masks, requirement, label_map in (
        found for channel in case.channels.values() for found in _masks(case, channel)
    ):
        values = set().union(*(held for _, held in masks))
        ignored = values & set(requirement.ignore)
        if label_map == LabelMap() and ignored and values - ignored == {0}:
            where = [file for file, held in masks if held & ignored]
            shown = ", ".join(map(str, sorted(ignored)))
            message = f"All {len(masks)} masks of the channel hold only 0 and {shown}; {len(where)} hold {shown}."
            yield where[0].hit(message, sources=requirement.sources)


@rule(
    "MSK122",
    "masks-of-one-class",
    "warning",
    summary="All pixels of all masks are of one class.",
    why="There is nothing to distinguish: the model learns to predict that class everywhere.",
    fix="Check whether the masks were exported empty, or whether an image editor rounded their values away.",
    sources=(SEGMENTATION,),
)
def masks_of_one_class(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    channel = case.channels.get(f"{train.name}_annotation") if train else None
    for masks, requirement, label_map in _masks(case, channel) if channel else ():
        values = set().union(*(held for _, held in masks))
        classes = {label_map.class_of(value) for value in values - set(requirement.ignore)}
        if len(values) == 1 or (len(classes) == 1 and not values & set(requirement.ignore)):
            held_values = ", ".join(map(str, sorted(values)))
            yield masks[0][0].hit(f"The {len(masks)} masks of the channel hold only {held_values}.")


@rule(
    "MSK123",
    "label-maps-differ",
    "warning",
    summary="Training and validation have different label maps.",
    why="The same mask value then means one class in training and another in validation, and the score means nothing.",
    fix="Use the same map for both, unless their masks were made with different values.",
    sources=(SEGMENTATION,),
)
def label_maps_differ(case: Case) -> Iterator[Hit]:
    train, validation = (case.channels.get(f"{name}_annotation") for name in ("train", "validation"))
    if train and validation and list(case.requirements(Masks, train.name)):
        maps = [chosen_label_map(case, channel) for channel in (train, validation)]
        if maps[0] == maps[1] or None in maps:
            return
        if LabelMap() not in maps and not _classes_agree(case, train, validation):
            yield validation.hit(f"The label maps of {train.name!r} and {validation.name!r} differ.")
        elif LabelMap() in maps and _mean_another(case, train, validation):
            mapped, bare = (validation, train) if maps[0] == LabelMap() else (train, validation)
            message = f"{mapped.name!r} has a label map; {bare.name!r} has none, though its masks hold the same values."
            named = f"{bare.name.removesuffix(ANNOTATIONS)}_label_map.json"
            yield bare.hit(message, fix=f"Give the same map to both: add {named}.")


def _mean_another(case: Case, train: Channel, validation: Channel) -> bool:
    """Whether the masks of validation hold values of those of training alone, and one of them means another class."""
    if len(both := _translated(case, train, validation)) != 2:
        return False
    (learnt, ours), (scored, theirs) = both
    return scored <= learnt and any(ours.class_of(value) != theirs.class_of(value) for value in scored)


def _classes_agree(case: Case, train: Channel, validation: Channel) -> bool:
    """Whether the masks were made with different values, and each map leads to the same classes."""
    if len(both := _translated(case, train, validation)) != 2:
        return False
    (learnt, ours), (scored, theirs) = both
    classes = set(map(ours.class_of, learnt)) - {None}
    return not scored <= learnt and set(map(theirs.class_of, scored)) <= classes


def _translated(case: Case, *channels: Channel) -> list[tuple[set[int], LabelMap]]:
    """The values that the masks of each channel hold, but for those that are ignored, and their label map."""
    return [
        (set().union(*(held for _, held in masks)) - set(requirement.ignore), label_map)
        for channel in channels
        for masks, requirement, label_map in _masks(case, channel)
    ]
