"""Sequences of video frames that Ground Truth has labelled: the file of the frames, and the file of their boxes.

https://docs.aws.amazon.com/sagemaker/latest/dg/sms-video-manual-data-setup.html
https://docs.aws.amazon.com/sagemaker/latest/dg/sms-data-output.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files
from advisor.conversion.images.picture import Box, Found, Picture
from advisor.conversion.images.sources.boxes import box
from advisor.conversion.images.sources.json_files import loaded

LISTS = ("detection-annotations", "tracking-annotations")


def take(found: Found, files: Files, sequence: Path, labels: str, names: Mapping[int, str], place: str) -> None:
    """Adds a picture for each frame with a box. Raises `ConversionError` where one of the two files is broken."""
    placed = found.place(files, labels, labels.removeprefix("s3://"))
    if placed is None:
        return
    prefix = _document(sequence).get("prefix") or ""
    for frame, boxes in _frames(placed[1], names, place):
        said = f"{prefix}/{frame}".removeprefix("s3://").replace("//", "/")
        if picture := found.place(files, said):
            found.pictures.append(Picture(*picture, boxes=boxes, group=str(sequence)))


def _frames(path: Path, names: Mapping[int, str], place: str) -> Iterator[tuple[str, tuple[Box, ...]]]:
    document = _document(path)
    listed = next((document[name] for name in LISTS if isinstance(document.get(name), list)), None)
    if listed is None:
        raise ConversionError(f"{path}: holds neither {' nor '.join(LISTS)}, which {place} says it does")
    for number, frame in enumerate(listed):
        found = frame if isinstance(frame, dict) else {}
        name, annotations = found.get("frame"), found.get("annotations") or []
        if not isinstance(name, str) or not isinstance(annotations, list):
            raise ConversionError(f"{path}: frame {number}: has no name, or no list of annotations")
        yield name, tuple(box(entry, "class-id", names, f"{path}: frame {number}") for entry in annotations)


def _document(path: Path) -> dict[str, Any]:
    document = loaded(path)
    if not isinstance(document, dict):
        raise ConversionError(f"{path}: holds no object of JSON")
    return document
