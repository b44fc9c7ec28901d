"""The folders of images in a channel: where each is a class."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.model import Channel
from advisor.profile.images.image import ImageProfile


def class_folders(channel: Channel) -> tuple[str, ...]:
    """The folders of a channel that hold images, in the order of their names."""
    return tuple(sorted({name.partition("/")[0] for name in image_names(channel) if "/" in name}))


def image_names(channel: Channel) -> Iterator[str]:
    return (file.name for file in channel.files if isinstance(file.profile, ImageProfile))
