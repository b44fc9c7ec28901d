"""The output manifest of Amazon SageMaker Ground Truth: a JSON object a line, `source-ref` and labels with metadata.

https://docs.aws.amazon.com/sagemaker/latest/dg/sms-data-output.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files, Placed
from advisor.conversion.images.picture import Found, Picture
from advisor.conversion.images.sources import video
from advisor.conversion.images.sources.boxes import box, class_map
from advisor.conversion.images.sources.json_files import image_size
from advisor.errors import read_errors_as
from advisor.profile.manifests.augmented_manifest import METADATA

LONGEST = 1 << 24
"""Bytes of a line."""

MANIFESTS = (".manifest", ".jsonl")
SOURCE = "source-ref"


class Line(NamedTuple):
    """`label`: the attribute that holds it. `aside`: why the line is no sample."""

    number: int
    raw: bytes
    sample: dict[str, Any]
    label: str
    aside: str | None = None

    @property
    def metadata(self) -> dict[str, Any]:
        found = self.sample.get(self.label + METADATA)
        return found if isinstance(found, dict) else {}

    @property
    def is_video(self) -> bool:
        """Whether it is a sequence of frames, whose boxes stand in a file of their own."""
        return str(self.metadata.get("type")).startswith("groundtruth/video-object-")


def lines(path: Path, attribute: str | None) -> Iterator[Line]:
    """The lines with their label attribute: the given one, or on each line the one that has metadata."""
    with read_errors_as(ConversionError, path), path.open("rb") as stream:
        for number, raw in enumerate(iter(lambda: stream.readline(LONGEST + 1), b""), 1):
            if raw.strip():
                yield _line(path, number, raw, attribute)


def _line(path: Path, number: int, raw: bytes, attribute: str | None) -> Line:
    place = f"{path}, line {number}"
    if len(raw) > LONGEST:
        raise ConversionError(f"{place}: is longer than {LONGEST:,} bytes")
    try:
        sample = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ConversionError(f"{place}: is no JSON") from error
    if not isinstance(sample, dict) or not isinstance(sample.get(SOURCE), str):
        raise ConversionError(f"{place}: has no {SOURCE}")
    named = [key.removesuffix(METADATA) for key in sample if key.endswith(METADATA)]
    if attribute is None and len(named) > 1:
        raise ConversionError(f"{place}: has the labels {' and '.join(named)}: say --label-attribute NAME")
    label = attribute or (named[0] if named else "")
    line = Line(number, raw, sample, label)
    if line.metadata.get("failure-reason"):
        return line._replace(aside="its labelling failed")
    return line if sample.get(label) is not None else line._replace(aside="has no label")


def read(path: Path, images: Path, attribute: str | None) -> Found:
    files, found = Files(images), Found([])
    ordered: dict[int, str] = {}
    for line in lines(path, attribute):
        said = line.sample[SOURCE]
        placed = files.find(said.removeprefix("s3://"))
        if line.aside or isinstance(placed, str):
            found.leave_out(said, line.aside or str(placed))
            continue
        names = class_map(line.metadata)
        ordered |= names
        place = f"{path}, line {line.number}"
        if line.is_video:
            video.take(found, files, placed[1], str(line.sample[line.label]), names, place)
        else:
            found.pictures.append(_picture(placed, line, names, place))
    found.names = [ordered[key] for key in sorted(ordered)]
    return found


def _picture(placed: Placed, line: Line, names: dict[int, str], place: str) -> Picture:
    label = line.sample[line.label]
    if isinstance(label, dict):
        listed = label.get("annotations")
        boxes = tuple(box(entry, "class_id", names, place) for entry in (listed if isinstance(listed, list) else ()))
        return Picture(*placed, boxes=boxes, size=image_size(label))
    if isinstance(label, list):
        return Picture(
            *placed, classes=tuple(names.get(number, str(number)) for number in label if isinstance(number, int))
        )
    return Picture(*placed, classes=(str(line.metadata.get("class-name") or label),))
