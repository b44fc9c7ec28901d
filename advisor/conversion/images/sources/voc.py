"""Pascal VOC: an XML document for each picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files, walked
from advisor.conversion.images.picture import Box, Found, Picture
from advisor.errors import read_errors_as

LARGEST = 1 << 22
"""Bytes of a document; one of 10,000 objects has 2 MB."""


def read(root: Path) -> Found:
    files, found = Files(root), Found([])
    for path in walked(root):
        if path.suffix.lower() != ".xml":
            continue
        element = _parsed(path)
        if element.tag != "annotation":
            continue
        said = element.findtext("filename") or path.with_suffix(".jpg").name
        placed = found.place(files, said)
        if placed is None:
            continue
        width, height = (int(_number(path, element.find("size"), name)) for name in ("width", "height"))
        boxes = tuple(_box(path, child) for child in element.iter("object"))
        found.pictures.append(Picture(*placed, boxes=boxes, size=(width, height) if width and height else None))
    return found


def _parsed(path: Path) -> ElementTree.Element:
    try:
        with read_errors_as(ConversionError, path):
            if path.stat().st_size > LARGEST:
                raise ConversionError(f"{path}: is larger than {LARGEST:,} bytes")
            text = path.read_bytes()
        if b"<!" in text.replace(b"<!--", b""):
            raise ConversionError(f"{path}: declares a document type or entities, which no annotation needs")
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise ConversionError(f"{path}: is no XML: {error}") from error


def _box(path: Path, element: ElementTree.Element) -> Box:
    name = (element.findtext("name") or "").strip()
    if not name:
        raise ConversionError(f"{path}: an object has no name")
    left, top, right, bottom = (
        _number(path, element.find("bndbox"), corner) for corner in ("xmin", "ymin", "xmax", "ymax")
    )
    return Box(name, left, top, right, bottom)


def _number(path: Path, element: ElementTree.Element | None, name: str) -> float:
    text = "0" if element is None else element.findtext(name) or "0"
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 <= value < 1e6:
        raise ConversionError(f"{path}: {name}: {text[:40]!r} is no number of pixels")
    return value
