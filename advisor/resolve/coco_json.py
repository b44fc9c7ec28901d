"""A list of boxes and the images that it names: they lie in the folder `images` beside it."""

from __future__ import annotations

from posixpath import dirname, join

from advisor.case import links
from advisor.case.model import Channel, File
from advisor.profile.images.coco_json import CocoProfile, ListedImage
from advisor.profile.images.image import PictureProfile
from advisor.resolve import Look

IMAGES = "images"


def resolve(channels: dict[str, Channel], look: Look) -> None:
    """Links each list with the images that are not there or of another size, and images that it does not name."""
    for channel in channels.values():
        lists = [(file, file.profile) for file in channel.files if isinstance(file.profile, CocoProfile)]
        held = {file.name: file for file in channel.files if not isinstance(file.profile, CocoProfile)}
        for file, profile in lists if held else ():
            _find_images(file, profile, held)


def _find_images(file: File, profile: CocoProfile, held: dict[str, File]) -> None:
    folder = dirname(file.name)
    unnamed = {name for name in held if name.startswith(join(folder, IMAGES, ""))}
    for name, listed in profile.listed.items():
        path = join(folder, IMAGES, name)
        unnamed.discard(path)
        key = f"images[{listed.number}]"
        if path in held:
            _compare_size(file, listed, held[path], key)
        else:
            file.link(links.LISTED_IMAGE_MISSING, name, key=f"{key}.file_name")
            if join(folder, name) in held:
                unnamed.discard(join(folder, name))
                file.link(links.LISTED_IMAGE_ELSEWHERE, name, key=f"{key}.file_name")
    for name in sorted(unnamed) if profile.listed and profile.images == len(profile.listed) else ():
        held[name].link(links.IMAGE_NOT_LISTED)


def _compare_size(file: File, listed: ListedImage, image: File, key: str) -> None:
    facts = image.profile.facts if isinstance(image.profile, PictureProfile) else None
    if facts and facts.pixels and (facts.width, facts.height) != (listed.width, listed.height):
        sizes = f"{listed.width:g}x{listed.height:g}, the image {facts.width}x{facts.height}"
        file.link(links.LISTED_SIZE_DIFFERS, f"{sizes} ({image.name})", key=key)
