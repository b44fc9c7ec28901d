"""From one form of labelled pictures to another: a source, what is mended on the way, and a target."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.classes import numbered
from advisor.conversion.images.forms import read
from advisor.conversion.images.picture import Box, Found, Picture
from advisor.conversion.images.pixels import Ready, prepared
from advisor.conversion.images.sides import parts_of
from advisor.conversion.images.targets import TARGETS, Target
from advisor.conversion.options import Options
from advisor.conversion.results import Written, why

AT_ONCE = 16
BYTES_AT_ONCE = 1 << 26
"""Pictures that are held at a time."""

NO_AREA = "boxes without area, or outside of it, left out"
"""What is said of a picture whose boxes are not all kept."""
BOXES = frozenset({"detection-json"})
"""Targets that hold boxes alone."""
CLASSES = frozenset({"class-folders"})


def convert(source: Path, held: str, wanted: str, target: Path, options: Options) -> Written:
    """Writes the pictures of `source`, which is `held`, as `wanted` below the folder `target`."""
    if wanted == "augmented-manifest" and not options.prefix:
        raise ConversionError("a manifest names its pictures where they lie in S3: say --prefix s3://bucket/folder")
    found = read(source, held, options)
    pictures = _fitting(found, wanted)
    if not pictures:
        raise ConversionError(f"{source}: holds no picture that can be written as {wanted}{why(found.aside)}")
    used = {name for picture in pictures for name in picture.labels}
    numbers = numbered(used, found.names, options.mapping, found.numbers)
    part_names = parts_of(pictures, options)
    target.mkdir()
    mended: Counter[str] = Counter()
    parts: dict[str, Target] = {}
    with ExitStack() as stack:
        for part, (picture, ready) in zip(part_names, _prepared(pictures, options), strict=True):
            boxes = ready if isinstance(ready, str) else _boxes(picture, ready)
            if isinstance(ready, str) or isinstance(boxes, str):
                found.leave_out(picture.name, str(boxes))
                continue
            mended.update(_done(picture, ready, boxes))
            if part not in parts:
                parts[part] = stack.enter_context(closing(TARGETS[wanted](target, part, numbers, options)))
            parts[part].add(picture, ready, boxes)
    rows = sum(part.count for part in parts.values())
    if not rows:
        raise ConversionError(f"{source}: no picture of it can be written{why(found.aside)}")
    return Written(
        rows=rows,
        dropped=len(found.aside),
        mapping={"classes": {"numbers": numbers}},
        mended=dict(mended),
        aside=tuple(found.aside),
        notes=tuple(found.notes),
        files=tuple(sorted(path.name + "/" * path.is_dir() for path in target.iterdir())),
    )


def _fitting(found: Found, wanted: str) -> list[Picture]:
    """The pictures that have what the target holds. It holds boxes where any picture has them, or it knows no other."""
    boxed = wanted in BOXES or (wanted not in CLASSES and any(picture.boxes is not None for picture in found.pictures))
    fitting = []
    for picture in found.pictures:
        if because := _unfit(picture, wanted, boxed=boxed):
            found.leave_out(picture.name, because)
        else:
            fitting.append(picture)
    return fitting


def _unfit(picture: Picture, wanted: str, *, boxed: bool) -> str | None:
    if picture.boxes is None and (boxed or not picture.classes):
        return "has no boxes" if boxed else "has no label"
    if picture.boxes is not None and wanted in CLASSES:
        return "has boxes, and no class as a whole"
    return "has no box" if picture.boxes == () else None


def _prepared(pictures: list[Picture], options: Options) -> Iterator[tuple[Picture, Ready | str]]:
    """Each picture as it is written, a few of them at a time on all processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for some in _groups(pictures):
            yield from zip(some, pool.map(partial(prepared, options=options), some), strict=True)


def _groups(pictures: list[Picture]) -> Iterator[list[Picture]]:
    """A few pictures at a time, fewer of large ones."""
    group: list[Picture] = []
    bytes_held = 0
    for picture in pictures:
        size = picture.size_on_disk
        if group and (len(group) == AT_ONCE or bytes_held + size > BYTES_AT_ONCE):
            yield group
            group, bytes_held = [], 0
        group.append(picture)
        bytes_held += size
    if group:
        yield group


def _done(picture: Picture, ready: Ready, boxes: list[Box]) -> Iterator[str]:
    """What was done to a picture and its boxes."""
    if ready.mended:
        yield ready.mended
    if len(boxes) < len(picture.boxes or ()):
        yield NO_AREA


def _boxes(picture: Picture, ready: Ready) -> list[Box] | str:
    """The boxes of the picture as it is written, or why it cannot be written with them."""
    if because := _other_size(picture, ready):
        return because
    boxes = list(_inside(picture, ready))
    return boxes if boxes or picture.boxes is None else "no box of it lies inside"


def _other_size(picture: Picture, ready: Ready) -> str | None:
    """What is wrong where boxes in pixels were drawn on a picture of another size."""
    whole = _whole(ready)
    size = (round(whole[0]), round(whole[1]))
    if picture.size in (None, size) or not any(isinstance(box, Box) for box in picture.boxes or ()):
        return None
    size_drawn, size_now = ("x".join(map(str, pair)) for pair in (picture.size, size))
    return f"is {size_now}, and its boxes were drawn on {size_drawn}"


def _whole(ready: Ready) -> tuple[float, float]:
    """The size before it was resized."""
    return ready.size[0] / ready.scale[0], ready.size[1] / ready.scale[1]


def _inside(picture: Picture, ready: Ready) -> Iterator[Box]:
    """The boxes in pixels of the picture as it is written, cut off at its edges; what has no area left is left out."""
    width, height = ready.size
    across, down = ready.scale
    whole = _whole(ready)
    for annotated in picture.boxes or ():
        box = annotated if isinstance(annotated, Box) else annotated.in_pixels(whole)
        left, right = (min(max(x * across, 0.0), width) for x in (box.left, box.right))
        top, bottom = (min(max(y * down, 0.0), height) for y in (box.top, box.bottom))
        if round(right) > round(left) and round(bottom) > round(top):
            yield Box(box.name, left, top, right, bottom)
