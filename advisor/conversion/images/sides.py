"""On which side of a split a picture goes: by its content, and with all of its group."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import PurePosixPath

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import Picture
from advisor.conversion.options import Options
from advisor.conversion.split import Sample, Sides

FOLDER = "folder"
"""What pictures may be grouped by."""
WHOLE = "train"
"""The one part where nothing is split."""


def parts_of(pictures: list[Picture], options: Options) -> list[str]:
    """The part that each picture goes to."""
    if not options.parts or not pictures:
        return [WHOLE] * len(pictures)
    keys = _samples(pictures, options)
    sides = Sides(iter(keys), options)
    return [sides.of(key) for key, _ in keys]


def _samples(pictures: list[Picture], options: Options) -> list[Sample]:
    """What tells each picture, or its group, from others; and its class, or the first of its boxes'.

    Groups that share a picture are one.
    """
    if options.split_by not in (None, FOLDER) or options.split_how == "time":
        raise ConversionError(f"pictures are split by content, or with --split-by {FOLDER} so that folders stay whole")
    groups = [_group(picture, options) for picture in pictures]
    contents = [blake2b(picture.read(), digest_size=16).digest() for picture in pictures]
    if not any(groups):
        return [
            (content, "".join(picture.labels[:1]).encode("utf-8", "replace"))
            for content, picture in zip(contents, pictures, strict=True)
        ]
    first = _joined(
        [(group.encode("utf-8", "replace"), content) for group, content in zip(groups, contents, strict=True)]
    )
    return [(first[content], b"") for content in contents]


def _group(picture: Picture, options: Options) -> str:
    return picture.group or (PurePosixPath(picture.name).parent.as_posix() if options.split_by else "")


def _joined(pairs: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Each name -> the one that stands for all that pairs join with it, directly or by others."""
    above: dict[bytes, bytes] = {}

    def top(name: bytes) -> bytes:
        while (upper := above.setdefault(name, name)) != name:
            above[name] = above[upper]
            name = above[name]
        return name

    for group, content in pairs:
        lower = top(content)
        if group:
            above[lower] = top(group)
    return {name: top(name) for name in list(above)}
