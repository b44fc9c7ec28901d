"""Output manifests of Ground Truth made fit for training: what has no label is left out, and the rest may be split.

The pictures stay where they are in S3, and each line that is kept is kept to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import with_suffix
from advisor.conversion.images.sources.ground_truth import MANIFESTS, SOURCE, Line, lines
from advisor.conversion.options import Options
from advisor.conversion.results import Aside, Written
from advisor.conversion.split import Sample, Sides


def to_manifests(source: Path, target: Path, options: Options) -> Written:
    """One manifest, or one for each part of a split: equal pictures on one side, each class on all."""
    paths = with_suffix(source, MANIFESTS)

    def kept() -> Iterator[Line]:
        yield from (line for path in paths for line in lines(path, options.label_attribute) if not _aside(line))

    sides = Sides(map(_sample, kept()), options) if options.parts else None
    if sides:
        target.mkdir()
    rows, open_files = 0, dict[str, BinaryIO]()
    with ExitStack() as stack:
        for line in kept():
            name = sides.of(_sample(line)[0]) if sides else ""
            if name not in open_files:
                path = target / name / f"{name}.manifest" if sides else target
                path.parent.mkdir(exist_ok=True)
                open_files[name] = stack.enter_context(path.open("wb"))
            open_files[name].write(line.raw.rstrip(b"\r\n") + b"\n")
            rows += 1
    if not rows:
        raise ConversionError(f"{paths[0]}: no line of it has a label")
    left = [
        Aside(file=str(line.sample[SOURCE]), because=why)
        for path in paths
        for line in lines(path, options.label_attribute)
        if (why := _aside(line))
    ]
    files = tuple(sorted(f"{name}/{name}.manifest" for name in open_files)) if sides else ()
    return Written(rows=rows, dropped=len(left), aside=tuple(left), files=files)


def _aside(line: Line) -> str | None:
    if line.aside is None and line.is_video:
        return (
            "is a sequence of video frames: with the frames and files of boxes at hand, --prefix writes a line for each"
        )
    return line.aside


def _sample(line: Line) -> Sample:
    label = line.sample[line.label]
    cls = line.metadata.get("class-name") or (label if isinstance(label, int) else "")
    return str(line.sample[SOURCE]).encode("utf-8", "replace"), str(cls).encode("utf-8", "replace")
