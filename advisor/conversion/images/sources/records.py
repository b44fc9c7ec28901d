"""MXNet's own forms: pictures in a `.rec` file, or files that a `.lst` names."""

from __future__ import annotations

import math
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files
from advisor.conversion.images.picture import Found, Fractions, Picture
from advisor.conversion.images.record import records_of, unpacked
from advisor.formats.images.image import probe
from advisor.formats.images.lst_rows import is_detection, number


def read_rec(paths: list[Path]) -> Found:
    found = Found([])
    for path in paths:
        for count, (at, payload) in enumerate(records_of(path)):
            labels, content = unpacked(payload, f"{path}, record {count}")
            kind = probe(content).encoding or "bin"
            name = f"{path.stem}/{count:08}.{'jpg' if kind == 'jpeg' else kind}"
            found.pictures.append(_labelled(labels, f"{path}, record {count}", name, path, at.offset))
    return _named(found)


def read_lst(lists: list[Path], images: Path) -> Found:
    files, found = Files(images), Found([])
    for path in lists:
        for line, text in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if not text.strip():
                continue
            _, *labels, said = text.rstrip("\r\n").split("\t") if text.count("\t") > 1 else ("", "", "")
            values = [number(label) for label in labels]
            if not said or None in values or not values:
                raise ConversionError(f"{path}, line {line}: is not an index, labels and a path, with tabs between")
            if placed := found.place(files, said):
                floats = [value for value in values if value is not None]
                found.pictures.append(_labelled(floats, f"{path}, line {line}", *placed))
    return _named(found)


def _labelled(labels: list[float], place: str, name: str, file: Path, record: int | None = None) -> Picture:
    if not all(map(math.isfinite, labels)):
        raise ConversionError(f"{place}: a label of it is no finite number")
    if not is_detection(labels):
        if len(labels) > 1:  # one of several labels: which of the classes are there
            classes = tuple(str(index) for index, value in enumerate(labels) if value)
        else:
            classes = (f"{labels[0]:g}",)
        return Picture(name, file, record, classes=classes)
    header, width = int(labels[0]), int(labels[1])
    if (len(labels) - header) % width:
        raise ConversionError(f"{place}: its labels are no whole number of boxes")
    rows = [labels[start : start + width] for start in range(header, len(labels), width)]
    boxes = tuple(Fractions(f"{row[0]:g}", row[1], row[2], row[3], row[4]) for row in rows if row[0] >= 0)
    return Picture(name, file, record, boxes=boxes)


def _named(found: Found) -> Found:
    used = {name for picture in found.pictures for name in picture.labels}
    found.names = sorted(used, key=lambda name: (float(name) if name.replace(".", "").isdigit() else 0, name))
    return found
