"""Images and their annotations: which belong together, and whether they agree on the image's size.

The channel `X_annotation` belongs to the images of the channel `X`. A mask or a JSON annotation bears the name of
its image; a JSON annotation also gives the image's path within its channel as `file`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import basename, normpath, splitext

from advisor.case import links
from advisor.case.model import ANNOTATIONS, Channel, File
from advisor.profile.images.detection_json import DetectionProfile
from advisor.profile.images.image import ImageFacts, PictureProfile
from advisor.resolve import Look

_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")


def resolve(channels: dict[str, Channel], look: Look) -> None:
    """Links images, masks and JSON annotations with what speaks against their pairing."""
    names: dict[int, str] = {}
    for name, channel in sorted(channels.items()):
        owner = channels.get(name.removesuffix(ANNOTATIONS))
        if owner is None or owner is channel:
            continue
        images = Images(_samples(owner, "image"))
        masks = _samples(channel, "mask")
        annotations = _samples(channel, "detection-json")
        if images and masks:
            _pair_masks(images, masks)
        if images and annotations:
            _pair_annotations(images, annotations)
        _compare_categories(annotations, names)


def _samples(channel: Channel, fmt: str) -> list[File]:
    """The files read as one format, and those that could not be read but are named like them."""
    suffixes = (".json",) if fmt == "detection-json" else _IMAGE_SUFFIXES
    if not any(file.format == fmt for file in channel.files):
        return []
    return [
        file
        for file in channel.files
        if file.format == fmt or (file.format is None and file.name.lower().endswith(suffixes))
    ]


class Images:
    """The images of a channel by their names."""

    def __init__(self, files: list[File]) -> None:
        self.files = files
        self.by_name = {file.name: file for file in files}
        self._by_path: dict[str, list[File]] = defaultdict(list)
        self._by_stem: dict[str, list[File]] = defaultdict(list)
        for file in files:
            path = splitext(file.name)[0]
            self._by_path[path].append(file)
            self._by_stem[basename(path)].append(file)

    def __bool__(self) -> bool:
        return bool(self.files)

    def __iter__(self) -> Iterator[File]:
        return iter(self.files)

    def twins(self, name: str) -> list[File]:
        """The images of the same name in the same folder, else those of the same name in any folder."""
        path = splitext(name)[0]
        return self._by_path.get(path) or self._by_stem.get(basename(path)) or []


def _pair_masks(images: Images, masks: list[File]) -> None:
    paired: set[str] = set()
    for mask in masks:
        twins = images.twins(mask.name)
        paired.update(image.name for image in twins)
        if not twins:
            mask.link(links.NO_IMAGE)
        elif isinstance(mask.profile, PictureProfile) and mask.profile.facts.pixels:
            facts = mask.profile.facts
            _compare_sizes(mask, facts.width, facts.height, twins)
    _link_unpaired(images, paired, links.NO_MASK)


def _pair_annotations(images: Images, annotations: list[File]) -> None:
    paired: set[str] = set()
    for annotation in annotations:
        profile = annotation.profile
        stated = profile.image if isinstance(profile, DetectionProfile) else None
        named = images.by_name.get(normpath(stated)) if stated else None
        twins = images.twins(annotation.name)
        own = [named] if named and (named in twins or not twins) else twins
        paired.update(image.name for image in own)
        if not own:
            annotation.link(links.NO_IMAGE, stated)
        elif named is None and stated:
            annotation.link(links.FILE_NOT_FOUND, stated, key="file")
        elif named and named not in twins:
            annotation.link(links.OTHER_IMAGE if twins else links.OTHER_NAME, stated, key="file")
        if isinstance(profile, DetectionProfile) and profile.size and (named or twins):
            _compare_sizes(
                annotation, profile.size.width, profile.size.height, [named] if named else own, "image_size[0]"
            )
    _link_unpaired(images, paired, links.NO_ANNOTATION)


def _link_unpaired(images: Iterable[File], paired: set[str], link: str) -> None:
    for image in images:
        if image.name not in paired:
            image.link(link)


def _compare_sizes(file: File, width: float, height: float, images: list[File], key: str | None = None) -> None:
    """Links the size of the first image that has another size than the one stated in `file`."""
    for image in images:
        facts = image.profile.facts if isinstance(image.profile, PictureProfile) else ImageFacts()
        if not facts.pixels or (facts.width, facts.height) == (width, height):
            continue
        swapped = (facts.height, facts.width) == (width, height)
        turned = links.TURNED_SIZE if facts.turned else links.SWAPPED_SIZE
        file.link(turned if swapped else links.OTHER_SIZE, f"{facts.width}x{facts.height}", key=key)
        return


def _compare_categories(annotations: list[File], names: dict[int, str]) -> None:
    """Links annotations that give a class another name than the first annotation that names it."""
    for annotation in sorted(annotations, key=lambda file: file.path):
        if isinstance(annotation.profile, DetectionProfile):
            for number, name in sorted(annotation.profile.names.items()):
                first = names.setdefault(number, name)
                if name != first:
                    names_differ = f"{number} is {name!r}, elsewhere {first!r}"
                    annotation.link(links.OTHER_CATEGORY, names_differ, key="categories")
