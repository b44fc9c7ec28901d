"""The folders of images in a channel: where each is a class."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.model import Channel, File
from advisor.profile.images.image import ImageProfile


def class_folders(channel: Channel) -> tuple[str, ...]:
    """The folders of a channel that hold images, in the order of their names."""
    return tuple(sorted({name.partition("/")[0] for name in image_names(channel) if "/" in name}))


def images(channel: Channel) -> list[File]:
    return channel.holding(ImageProfile)


def image_names(channel: Channel) -> Iterator[str]:
    return (file.name for file in images(channel))


def folder_path(channel: Channel, folder: str) -> str | None:
    """The path of a folder of images, as that of a file would be given."""
    inside = next((file for file in images(channel) if file.name.startswith(f"{folder}/")), None)
    return inside.path.removesuffix(inside.name) + folder if inside else None
