"""YOLO: a text file for each picture, a line for each box: class, centre, width and height as fractions."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import passed_over, walked
from advisor.conversion.images.picture import Found, Fractions, Picture
from advisor.conversion.images.sources.yolo_names import Names, names_of, text_of
from advisor.conversion.tables.whole_numbers import FLOAT32
from advisor.formats.cells import NUMBER

NO_LABELS = {".txt", ".yaml", ".yml", ".names", ".labels", ".md", ".cache"}


def read(root: Path) -> Found:
    paths = {path.relative_to(root).as_posix(): path for path in walked(root)}
    names, above = names_of(root)
    found = Found([], aside=passed_over(root), notes=[f"the classes are those of {above}"] if above else [])
    for name, path in paths.items():
        if path.suffix.lower() in NO_LABELS:
            continue
        labels = next((paths[path] for path in _labels_of(name) if path in paths), None)
        if labels is None:
            found.leave_out(name, "has no file of boxes")
        else:
            found.pictures.append(Picture(name, path, boxes=tuple(_boxes(labels, names))))
    used = {name for picture in found.pictures for name in picture.labels}
    found.numbers = {name: number for number, name in names.items()} or {
        name: int(name) for name in sorted(used, key=int)
    }
    return found


def is_held(root: Path) -> bool:
    """Whether a picture has a file of boxes."""
    names = {path.relative_to(root).as_posix() for path in walked(root)}
    return any(label in names for name in names if not name.endswith(".txt") for label in _labels_of(name))


def _labels_of(name: str) -> tuple[str, str]:
    """`images/a/x.jpg` -> `labels/a/x.txt`, or the file beside it."""
    beside = PurePosixPath(name).with_suffix(".txt")
    parts = ["labels" if part == "images" else part for part in beside.parts]
    return PurePosixPath(*parts).as_posix(), beside.as_posix()


def _boxes(path: Path, names: Names) -> list[Fractions]:
    boxes = []
    for number, line in enumerate(text_of(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            cls, *values = line.split()
            boxes.append(_box(_name(_number(cls), names), [*map(_number, values)]))
        except (ValueError, KeyError):
            raise ConversionError(f"{path}, line {number}: {line[:60]!r} is no box of a known class") from None
    return boxes


def _number(text: str) -> float:
    """Raises `ValueError`."""
    if not NUMBER.fullmatch(text):
        raise ValueError("no number")
    return float(text)


def _name(number: float, names: Names) -> str:
    """The class of a number: its name, or the number where classes have no names. Raises `ValueError`, `KeyError`."""
    if not number.is_integer() or not 0 <= number <= FLOAT32:
        raise ValueError("no number of a class")
    return names[int(number)] if names else str(int(number))


def _box(name: str, spans: list[float]) -> Fractions:
    """A box, or the one around a polygon. Raises `ValueError`."""
    if not all(-0.01 <= value <= 1.01 for value in spans):
        raise ValueError("no fractions")
    if len(spans) in (4, 5):  # a fifth is the confidence of a prediction
        x, y, width, height = spans[:4]
        return Fractions(name, x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    if len(spans) < 6 or len(spans) % 2:
        raise ValueError("no box")
    return Fractions(name, min(spans[::2]), min(spans[1::2]), max(spans[::2]), max(spans[1::2]))
