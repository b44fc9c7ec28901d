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
from advisor.conversion.images.picture import Box, Found, Picture, walked, with_suffix
from advisor.conversion.images.pixels import Ready, prepared
from advisor.conversion.images.sides import parts_of
from advisor.conversion.images.sources import (
    class_folders,
    coco,
    ground_truth,
    label_studio,
    labelme,
    listed,
    records,
    voc,
    yolo,
)
from advisor.conversion.images.sources.json_files import loaded
from advisor.conversion.images.targets import TARGETS, Target
from advisor.conversion.options import Options
from advisor.conversion.results import Aside, Written
from advisor.conversion.tables.convert import ROWS
from advisor.errors import read_errors_as
from advisor.formats.json.members import NotJsonError, elements

TABLES = {".csv": "csv", ".tsv": "csv", ".jsonl": "json-lines", ".parquet": "parquet"}
"""Suffix -> the form of a table that lists pictures."""
LISTED = tuple(dict.fromkeys(TABLES.values()))
HELD = (
    "class-folders", "coco", "ground-truth", "image-recordio", "label-studio", "labelme", "lst", "voc", "yolo", *LISTED
)  # fmt: skip
AT_ONCE = 16
BYTES_AT_ONCE = 1 << 26
"""Pictures that are held at a time."""

HEAD = 1 << 10
"""Bytes in which a document of JSON begins."""
_BY_KEY = {"images": "coco", "annotations": "coco", "shapes": "labelme"}
"""A key of a document -> whose it is."""

NO_AREA = "boxes without area, or outside of it, left out"
"""What is said of a picture whose boxes are not all kept."""
BOXES = frozenset({"detection-json"})
"""Targets that hold boxes alone."""
CLASSES = frozenset({"class-folders"})


def convert(source: Path, held: str, wanted: str, target: Path, options: Options) -> Written:
    """Writes the pictures of `source`, which is `held`, as `wanted` below the folder `target`."""
    if wanted == "augmented-manifest" and not options.prefix:
        raise ConversionError("a manifest names its pictures where they lie in S3: say --prefix s3://bucket/folder")
    found = _read(source, held, options)
    boxed = wanted not in CLASSES and any(picture.boxes is not None for picture in found.pictures)
    fitting = [picture for picture in found.pictures if _fits(picture, wanted, found.aside, boxed=boxed)]
    if not fitting:
        because = f": {found.aside[0][0]} {found.aside[0][1]}" if found.aside else ""
        raise ConversionError(f"{source}: holds no picture that can be written as {wanted}{because}")
    used = {name for picture in fitting for name in picture.labels}
    numbers = numbered(used, found.names, options.mapping, found.numbers)
    part_names = parts_of(fitting, options)
    target.mkdir()
    mended: Counter[str] = Counter()
    with ExitStack() as stack:
        parts: dict[str, Target] = {}
        for name, (picture, ready) in zip(part_names, _prepared(fitting, options), strict=True):
            ready = ready if isinstance(ready, str) else _other_size(picture, ready) or ready
            boxes = [] if isinstance(ready, str) else list(_boxes(picture, ready))
            if isinstance(ready, str) or (picture.boxes is not None and not boxes):
                found.aside.append((picture.name, ready if isinstance(ready, str) else "no box of it lies inside"))
                continue
            mended.update([ready.mended] if ready.mended else [])
            mended.update([NO_AREA] if len(boxes) < len(picture.boxes or ()) else [])
            if name not in parts:
                parts[name] = stack.enter_context(closing(TARGETS[wanted](target, name, numbers, options)))
            parts[name].add(picture, ready, boxes)
    rows = sum(part.count for part in parts.values())
    if not rows:
        raise ConversionError(f"{source}: no picture of it can be written: {found.aside[0][0]} {found.aside[0][1]}")
    return Written(
        rows=rows,
        dropped=len(found.aside),
        mapping={"classes": {"numbers": numbers}},
        mended=dict(mended),
        aside=tuple(Aside(file=name, because=why) for name, why in found.aside),
        notes=tuple(found.notes),
        files=tuple(sorted(path.name + "/" * path.is_dir() for path in target.iterdir())),
    )


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


def _fits(picture: Picture, wanted: str, aside: list[tuple[str, str]], *, boxed: bool) -> bool:
    """Whether a picture has what the target holds. `boxed`: it holds boxes, since other pictures have them."""
    why = None
    if picture.boxes is None and (boxed or wanted in BOXES or not picture.classes):
        why = "has no boxes" if boxed or wanted in BOXES else "has no label"
    elif picture.boxes is not None and wanted in CLASSES:
        why = "has boxes, and no class as a whole"
    elif picture.boxes == ():
        why = "has no box"
    if why:
        aside.append((picture.name, why))
    return why is None


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


def _boxes(picture: Picture, ready: Ready) -> Iterator[Box]:
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


def _read(source: Path, held: str, options: Options) -> Found:
    images = options.images or (source if source.is_dir() else source.parent)
    if not images.is_dir():
        raise ConversionError(f"{images}: there is no such folder of pictures")
    if held == "coco":
        return coco.read(_document(source, "coco"), images)
    if held == "label-studio":
        return label_studio.read(_document(source, "label-studio"), images)
    if held == "labelme":
        return labelme.read(_documents(source, "labelme") or with_suffix(source, (".json",)), images)
    if held == "ground-truth":
        return ground_truth.read(_only(source, ground_truth.MANIFESTS, "manifests"), images, options.label_attribute)
    if held in LISTED:
        table = _only(source, tuple(suffix for suffix, form in TABLES.items() if form == held), "tables")
        return listed.read(ROWS[held]([table], options), images, options)
    if held == "image-recordio":
        return records.read_rec(with_suffix(source, (".rec",)))
    if held == "lst":
        return records.read_lst(with_suffix(source, (".lst",)), images)
    read = {"class-folders": class_folders.read, "voc": voc.read, "yolo": yolo.read}[held]
    if not source.is_dir():
        raise ConversionError(f"{source}: is no folder, as {held} is")
    return read(source)


def held_in(source: Path) -> str:
    """In which form pictures are held, by the names and the first bytes of the files. Raises `ConversionError`."""
    suffixes = {path.suffix.lower(): path for path in (walked(source) if source.is_dir() else [source])}
    by_suffix = {".rec": "image-recordio", ".lst": "lst", ".manifest": "ground-truth", ".xml": "voc"}
    for suffix, held in by_suffix.items():
        if suffix in suffixes:
            return held
    if ".json" in suffixes or source.suffix.lower() == ".json":
        for held in ("coco", "label-studio", "labelme"):
            if _documents(source, held):
                return held
    if source.is_dir():
        if yolo.is_held(source):
            return "yolo"
        return "csv" if {".csv", ".tsv"} & suffixes.keys() and not class_folders.is_held(source) else "class-folders"
    if source.suffix.lower() in TABLES:
        return TABLES[source.suffix.lower()]
    raise ConversionError(f"{source}: its form is not known: say --from {', '.join(HELD)}")


def _documents(source: Path, held: str) -> list[Path]:
    return [path for path in with_suffix(source, (".json",)) if _document_form(path) == held]


def _document(source: Path, held: str) -> Path:
    found = [source] if source.is_file() else _documents(source, held)
    if len(found) != 1:
        raise ConversionError(
            f"{source}: holds {len(found)} documents of {held}: name the one that is meant, with --images"
        )
    return found[0]


def _document_form(path: Path) -> str | None:
    """What a document of JSON is: a list is Label Studio's, an object is told by its keys."""
    try:
        with read_errors_as(ConversionError, path), path.open("rb") as stream:
            if found := next((_BY_KEY[key] for key, _, _ in elements(stream) if key in _BY_KEY), None):
                return found
    except NotJsonError:
        if path.stat().st_size and path.read_bytes()[:1] != b"[":
            loaded(path)  # says what is wrong with it
    with path.open("rb") as stream:
        return "label-studio" if stream.read(HEAD).lstrip().startswith(b"[") else None


def _only(source: Path, suffixes: tuple[str, ...], called: str) -> Path:
    found = with_suffix(source, suffixes)
    if len(found) > 1:
        raise ConversionError(f"{source}: holds {len(found)} {called}: name the one that is meant, with --images")
    return found[0]
