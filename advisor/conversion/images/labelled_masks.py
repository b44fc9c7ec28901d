"""Masks of Ground Truth, whose palettes and numbers may differ from picture to picture, and their pictures.

What is the same in all of them is the name of a class: each line of the manifest says in which colour it is drawn.
https://docs.aws.amazon.com/sagemaker/latest/dg/sms-data-output.html#sms-output-seg
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.classes import numbered
from advisor.conversion.images.files import Files, with_suffix
from advisor.conversion.images.masks import colours_of, unnumbered, write
from advisor.conversion.images.picture import Picture
from advisor.conversion.images.pixels import as_jpeg, prepared
from advisor.conversion.images.sides import parts_of
from advisor.conversion.images.sources.ground_truth import MANIFESTS, SOURCE, Line, lines
from advisor.conversion.options import Options
from advisor.conversion.results import Aside, Written, why

MOST_CLASSES = 255


class Labelled(NamedTuple):
    """`classes`: colour, 0xRRGGBB -> name of the class."""

    picture: Picture
    mask: Picture
    classes: dict[int, str]


@dataclass(slots=True)
class _Manifests:
    """What manifests hold. `order`: name of a class -> the lowest number that it has anywhere."""

    labelled: list[Labelled] = field(default_factory=list)
    order: dict[str, int] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)

    def take(self, line: Line, files: Files, place: str) -> None:
        said = str(line.sample[SOURCE])
        placed = [files.find(uri.removeprefix("s3://")) for uri in (said, str(line.sample.get(line.label)))]
        missing = [pair for pair in placed if isinstance(pair, str)]
        if line.aside or missing:
            self.aside.append(Aside(file=said, because=line.aside or missing[0]))
        else:
            picture, mask = (Picture(*pair) for pair in placed if not isinstance(pair, str))
            self.labelled.append(Labelled(picture, mask, self._classes(line, place)))

    def _classes(self, line: Line, place: str) -> dict[int, str]:
        """Colour -> name."""
        said = line.metadata.get("internal-color-map")
        names: dict[int, str] = {}
        for number, entry in said.items() if isinstance(said, dict) else ():
            keys = ("class-name", "hex-color")
            name, colour = (entry.get(key) if isinstance(entry, dict) else None for key in keys)
            try:
                names[int(str(colour).removeprefix("#"), 16)] = str(name)
                self.order[str(name)] = min(self.order.get(str(name), MOST_CLASSES), int(number))
            except ValueError:
                raise ConversionError(f"{place}: its internal-color-map names no colour for {number!r}") from None
        if not names:
            raise ConversionError(f"{place}: has no internal-color-map, which says what the colours of its mask mean")
        return names


def to_labelled_masks(source: Path, target: Path, options: Options) -> Written:
    """Writes `train/` with the pictures as JPEG and `train_annotation/` with their masks, and so of each part."""
    if options.resize:
        raise ConversionError("a mask is not resized with its picture: leave --resize out")
    found = _read(source, options)
    order, aside = found.order, found.aside
    numbers = numbered(set(order), sorted(order, key=lambda name: (order[name], name)), options.mapping)
    if any(not 0 <= number < MOST_CLASSES for number in numbers.values()):
        raise ConversionError(f"{source}: there are {len(numbers)} classes; a mask has room for {MOST_CLASSES}")
    part_names = parts_of([item.picture for item in found.labelled], options)
    target.mkdir()
    rows = 0
    for part, item in zip(part_names, found.labelled, strict=True):
        if because := _write(item, numbers, target, part, options):
            aside.append(Aside(file=item.picture.name, because=because))
        else:
            rows += 1
    if not rows:
        raise ConversionError(f"{source}: holds no picture with a mask{why(aside)}")
    files = tuple(sorted(f"{path.name}/" for path in target.iterdir()))
    mapping = {"classes": {"numbers": numbers}}
    return Written(rows=rows, dropped=len(aside), aside=tuple(aside), mapping=mapping, files=files)


def _read(source: Path, options: Options) -> _Manifests:
    files, found = Files(options.images or (source if source.is_dir() else source.parent)), _Manifests()
    for path in with_suffix(source, MANIFESTS):
        for line in lines(path, options.label_attribute):
            found.take(line, files, f"{path}, line {line.number}")
    return found


def _write(item: Labelled, numbers: Mapping[str, int], target: Path, part: str, options: Options) -> str | None:
    """Writes a picture and its mask; or says why they cannot be."""
    ready, colours = prepared(item.picture, options), colours_of(item.mask)
    if isinstance(ready, str) or isinstance(colours, str):
        return ready if isinstance(ready, str) else f"has a mask that {colours}"
    if colours.shape != (ready.size[1], ready.size[0]):
        return f"is of {ready.size[0]} x {ready.size[1]} pixels, its mask of {colours.shape[1]} x {colours.shape[0]}"
    numbered_colours = {colour: numbers[name] for colour, name in item.classes.items()}
    if unknown := unnumbered(colours, numbered_colours):
        return f"has a mask with the colour {unknown}, which its internal-color-map does not name"
    name = PurePosixPath(item.picture.name).with_suffix("").as_posix().replace("/", "_")
    picture = target / part / f"{name}.jpg"
    if picture.exists():
        return "has the name of another picture"
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(as_jpeg(ready, options.quality))
    write(colours, numbered_colours, target / f"{part}_annotation" / f"{name}.png")
    return None
